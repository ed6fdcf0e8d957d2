//! What the API answers to a send or an upload.

use loket_domain::percakapan::KirimGagal;
use reqwest::StatusCode;
use serde_json::Value;

use super::{galat, longgar};

/// The id of the accepted message.
pub(super) fn wamid(status: StatusCode, badan: &[u8]) -> Result<String, KirimGagal> {
    id_di("/messages/0/id", status, badan)
}

/// The id of the uploaded file.
pub(super) fn media(status: StatusCode, badan: &[u8]) -> Result<String, KirimGagal> {
    id_di("/id", status, badan)
}

fn id_di(letak: &str, status: StatusCode, badan: &[u8]) -> Result<String, KirimGagal> {
    let json = longgar::json(badan).unwrap_or_default();
    if status.is_success()
        && let Some(id) = json.pointer(letak).and_then(longgar::teks)
    {
        return Ok(id);
    }
    Err(gagal(&json, status))
}

/// The failure behind an answer that is no success.
pub(super) fn gagal(json: &Value, status: StatusCode) -> KirimGagal {
    match kode(json) {
        Some(kode) => galat::gagal(kode, status),
        None => galat::gagal_tanpa_kode(status),
    }
}

/// The code of an error in the API's shape.
pub(super) fn kode(json: &Value) -> Option<i64> {
    let satu = json.pointer("/error/code").or_else(|| json.pointer("/errors/0/code"))?;
    longgar::bulat(satu)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baca(status: u16, badan: &str) -> Result<String, KirimGagal> {
        wamid(StatusCode::from_u16(status).unwrap(), badan.as_bytes())
    }

    #[test]
    fn only_an_id_is_success_and_only_an_error_of_the_api_is_proof_of_refusal() {
        assert_eq!(baca(200, r#"{"messages":[{"id":"wamid.1"}]}"#), Ok("wamid.1".to_owned()));
        assert_eq!(
            baca(201, r#"{"messages":[{"id":"wamid.1","x":1}],"y":2}"#),
            Ok("wamid.1".to_owned())
        );
        for kabur in
            ["", "{}", "<html>", r#"{"messages":[]}"#, r#"{"messages":[{"id":""}]}"#, r#"{"messa"#]
        {
            assert_eq!(baca(200, kabur), Err(KirimGagal::TidakDiketahui), "{kabur}");
            assert_eq!(baca(502, kabur), Err(KirimGagal::TidakDiketahui), "{kabur}");
        }
        let tetap = KirimGagal::Tetap { galat: "wa_131026".to_owned() };
        assert_eq!(baca(200, r#"{"error":{"code":131026}}"#), Err(tetap.clone()));
        assert_eq!(baca(400, r#"{"error":{"code":"131026"}}"#), Err(tetap.clone()));
        assert_eq!(baca(400, r#"{"errors":[{"code":131026}]}"#), Err(tetap));
        // A proxy that dresses its own failure like the API's.
        let proksi = r#"{"error":{"code":504,"message":"upstream timeout"}}"#;
        assert_eq!(baca(504, proksi), Err(KirimGagal::TidakDiketahui));
    }
}
