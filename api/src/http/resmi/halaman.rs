//! The page where anybody checks a number.

use std::fmt::Write;

use loket_domain::percakapan::{HasilPeriksa, NomorResmi};

const KEPALA: &str = r#"<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Periksa nomor WhatsApp Disdukcapil</title>
<style>
body{font:18px/1.5 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.4rem}label{display:block;font-weight:600}
input,button{font:inherit;width:100%;box-sizing:border-box;padding:.7rem;margin:.3rem 0;border:2px solid #444;border-radius:.4rem}
button{background:#0b5c3b;border-color:#0b5c3b;color:#fff;font-weight:600}
.ya,.bukan{padding:1rem;border-radius:.4rem;border:3px solid}.ya{border-color:#0b5c3b}.bukan{border-color:#a30000}
ul{padding-left:1.2rem}
</style></head><body>
<h1>Apakah nomor ini resmi?</h1>
<form method="get" action="/nomor-resmi"><label for="nomor">Tulis nomor yang menghubungi Anda</label>
<input id="nomor" name="nomor" type="tel" inputmode="tel" maxlength="40" placeholder="0812 3456 7890" value=""#;

/// The page; `hasil` is `Some(None)` for a text that is no number.
pub(super) fn tulis(
    nomor: Option<&str>,
    hasil: Option<&Option<HasilPeriksa>>,
    daftar: &[NomorResmi],
) -> String {
    let mut keluar = String::from(KEPALA);
    keluar.push_str(&aman(&nomor.unwrap_or_default().chars().take(40).collect::<String>()));
    keluar.push_str("\"><button>Periksa</button></form>\n<div role=\"status\">");
    match hasil {
        None => {}
        Some(None) => keluar
            .push_str("<p class=\"bukan\">Itu bukan nomor telepon. Contoh: 0812 3456 7890.</p>"),
        Some(Some(hasil)) => jawaban(&mut keluar, hasil),
    }
    keluar.push_str("</div>\n<h2>Nomor resmi</h2><ul>");
    for satu in daftar {
        // Writing to a String cannot fail.
        let _ = write!(keluar, "<li>{}: {}</li>", aman(&satu.kantor), aman(&satu.rapi()));
    }
    keluar.push_str("</ul>\n<p>Layanan kependudukan tidak pernah meminta uang ke rekening pribadi, kode OTP atau kata sandi.</p></body></html>\n");
    keluar
}

fn jawaban(keluar: &mut String, hasil: &HasilPeriksa) {
    let nomor = aman(&hasil.nomor);
    let _ = match hasil.milik.first() {
        Some(milik) => write!(
            keluar,
            "<p class=\"ya\"><b>Ya, resmi.</b> {nomor} adalah nomor {}.</p>",
            aman(&milik.kantor)
        ),
        None => write!(
            keluar,
            "<p class=\"bukan\"><b>Bukan nomor resmi.</b> {nomor} tidak terdaftar pada kantor mana pun di sini. Jangan kirim uang, kode OTP atau foto KTP-el. Laporkan kepada nomor resmi kantor Anda dengan mengetik LAPOR dan nomor itu.</p>"
        ),
    };
}

/// Text inside an element or an attribute.
fn aman(teks: &str) -> String {
    let mut keluar = String::with_capacity(teks.len());
    for satu in teks.chars() {
        match satu {
            '&' => keluar.push_str("&amp;"),
            '<' => keluar.push_str("&lt;"),
            '>' => keluar.push_str("&gt;"),
            '"' => keluar.push_str("&quot;"),
            '\'' => keluar.push_str("&#39;"),
            lain => keluar.push(lain),
        }
    }
    keluar
}

#[cfg(test)]
mod tests {
    use loket_domain::tenant::TenantSlug;

    use super::*;

    #[test]
    fn what_was_typed_stays_text() {
        let jahat = "\"><script>alert(1)</script>";
        let halaman = tulis(Some(jahat), Some(&None), &[]);
        assert!(!halaman.contains("<script"), "{halaman}");
        assert!(halaman.contains("bukan nomor telepon") && halaman.len() < 4_000);
    }

    #[test]
    fn a_number_is_told_to_be_official_or_not() {
        let milik = NomorResmi {
            tenant: TenantSlug::parse("balangan").unwrap(),
            kantor: "Disdukcapil & Balangan".to_owned(),
            nomor: "+62 800 1000".to_owned(),
        };
        let hasil = |milik: Vec<NomorResmi>| HasilPeriksa { nomor: "+628001000".to_owned(), milik };
        let ya = tulis(Some("08001000"), Some(&Some(hasil(vec![milik.clone()]))), &[milik]);
        assert!(ya.contains("Ya, resmi.") && ya.contains("Disdukcapil &amp; Balangan"), "{ya}");
        let bukan = tulis(Some("08001000"), Some(&Some(hasil(Vec::new()))), &[]);
        assert!(bukan.contains("Bukan nomor resmi."), "{bukan}");
    }
}
