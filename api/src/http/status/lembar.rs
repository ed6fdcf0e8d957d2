//! The page as HTML: a few kilobytes, no script, nothing from elsewhere, readable on an old phone.

use std::{fmt::Write as _, sync::LazyLock};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use loket_domain::{cetak::Lolos, kalender::Kalender, publik::StatusPublik};
use ring::digest::{SHA256, digest};

const GAYA: &str = "*{box-sizing:border-box}body{margin:0;background:#eef2f5;color:#1a2530;font:18px/1.5 sans-serif}\
header{background:#0b5563;color:#fff;padding:16px}main,header div{max-width:620px;margin:0 auto}main{padding:16px}\
h1{font-size:22px;margin:0}.b{background:#fff;border:1px solid #d3dce3;border-radius:8px;padding:14px;margin:0 0 14px}\
.k{background:#fff8e1;border-left:8px solid #f2b705;border-radius:8px;padding:14px;margin:0 0 14px}\
dl{margin:0}dt{color:#4a5a67;font-size:16px}dd{margin:0 0 8px;font-weight:bold;overflow-wrap:anywhere}\
label{display:block;font-weight:bold}input{width:100%;font:inherit;margin:8px 0;padding:12px;border:1px solid #7b8a96;border-radius:6px}\
button{width:100%;min-height:52px;border:0;border-radius:8px;background:#0b5563;color:#fff;font:bold 18px sans-serif}\
input:focus,button:focus{outline:3px solid #f2b705}footer{color:#4a5a67;font-size:15px}";

/// The policy of the page: its own style and its own form, nothing else.
pub(in crate::http) static KEBIJAKAN: LazyLock<String> = LazyLock::new(|| {
    let sidik = STANDARD.encode(digest(&SHA256, GAYA.as_bytes()).as_ref());
    format!(
        "default-src 'none'; style-src 'sha256-{sidik}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
});

/// The form, with what was wrong.
pub(super) fn formulir(nomor: &str, pesan: &str) -> String {
    let nomor: String = nomor.chars().take(40).collect();
    let mut isi = String::new();
    if !pesan.is_empty() {
        // Writing to a String cannot fail.
        let _ = write!(isi, "<div class=\"k\" role=\"status\">{}</div>", Lolos(pesan));
    }
    let _ = write!(
        isi,
        "<form class=\"b\" method=\"post\"><label for=\"n\">Nomor registrasi</label>\
         <input id=\"n\" name=\"nomor\" maxlength=\"40\" autocomplete=\"off\" placeholder=\"6311-2026-00042-7\" value=\"{}\" required>\
         <label for=\"p\">Empat angka terakhir NIK pemohon, atau nomor WhatsApp permohonan bila diajukan tanpa NIK atau kantor memintanya</label>\
         <input id=\"p\" name=\"pembuktian\" inputmode=\"numeric\" minlength=\"4\" maxlength=\"4\" pattern=\"[0-9]{{4}}\" \
         autocomplete=\"off\" required><button>Lihat status</button></form>",
        Lolos(&nomor)
    );
    bingkai(&isi)
}

/// Where a case stands.
pub(super) fn status(satu: &StatusPublik) -> String {
    let kata = match satu.status {
        "berjalan" => "Sedang diproses",
        "menunggu_pemohon" => "Menunggu Anda melengkapi",
        "selesai" => "Selesai",
        "ditolak" => "Ditolak",
        _ => "Dibatalkan",
    };
    let mut isi = String::from("<dl class=\"b\" role=\"status\">");
    let mut baris = |nama: &str, nilai: &str| {
        let _ = write!(isi, "<dt>{}</dt><dd>{}</dd>", Lolos(nama), Lolos(nilai));
    };
    baris("Nomor registrasi", satu.nomor.as_str());
    baris("Layanan", &satu.layanan);
    baris("Status", kata);
    if !satu.tahap.is_empty() {
        baris("Tahap", &satu.tahap.join(", "));
    }
    if let Some(janji) = satu.janji {
        baris("Perkiraan selesai", &Kalender::tulis_tanggal(janji.date()));
    }
    baris("Berubah terakhir", &Kalender::tulis_tanggal(satu.diubah_pada.date()));
    isi.push_str("</dl>");
    bingkai(&isi)
}

fn bingkai(isi: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"id\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex,nofollow\">\
         <title>Status permohonan</title><style>{GAYA}</style></head><body><header><div><h1>Status permohonan</h1></div></header>\
         <main>{isi}<footer><p>Halaman ini tidak menampilkan data pribadi.</p></footer></main></body></html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_text_and_the_page_is_small() {
        let isi = formulir("\"><script>alert(1)</script>", "Salah <b>");
        assert!(!isi.contains("<script") && !isi.contains("Salah <b>"), "{isi}");
        assert!(isi.len() < 10_000, "{}", isi.len());
    }
}
