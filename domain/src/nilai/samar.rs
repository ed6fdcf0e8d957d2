//! Masking numbers of persons within free text.

use super::NomorKk;

/// The text with every 16-digit number in it masked: NIK and family card numbers have that shape, wherever they stand.
pub fn samarkan_teks(teks: &str) -> String {
    if let Ok(nomor) = NomorKk::parse(teks) {
        return nomor.to_string();
    }
    let mut hasil = String::with_capacity(teks.len());
    let mut angka = String::new();
    for huruf in teks.chars().chain([' ']) {
        if huruf.is_ascii_digit() {
            angka.push(huruf);
            continue;
        }
        match NomorKk::parse(&angka) {
            Ok(nomor) => hasil.push_str(&nomor.to_string()),
            Err(_) => hasil.push_str(&angka),
        }
        angka.clear();
        hasil.push(huruf);
    }
    hasil.pop();
    hasil
}

/// The same within every text of a JSON value; its keys are codes.
pub fn samarkan_json(isi: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match isi {
        Value::String(teks) => Value::String(samarkan_teks(&teks)),
        Value::Number(angka) if angka.to_string().len() == 16 => {
            Value::String(samarkan_teks(&angka.to_string()))
        }
        Value::Array(semua) => semua.into_iter().map(samarkan_json).collect(),
        Value::Object(semua) => {
            semua.into_iter().map(|(kunci, satu)| (kunci, samarkan_json(satu))).collect()
        }
        lain => lain,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn sixteen_digits_are_masked_wherever_they_stand() {
        assert_eq!(samarkan_teks("6311010101900001"), "6311********0001");
        assert_eq!(samarkan_teks("6311-0101-0190-0001"), "6311********0001");
        assert_eq!(samarkan_teks("NIK ibu: 6311010101900001."), "NIK ibu: 6311********0001.");
        assert_eq!(samarkan_teks("Jl. Melati 17, 2026"), "Jl. Melati 17, 2026");
        assert_eq!(samarkan_teks(""), "");
        let isi =
            json!({ "a": ["6311010101900001", 6_311_010_101_900_001_u64, 17], "b": { "c": "x" } });
        assert_eq!(
            samarkan_json(isi),
            json!({ "a": ["6311********0001", "6311********0001", 17], "b": { "c": "x" } })
        );
    }
}
