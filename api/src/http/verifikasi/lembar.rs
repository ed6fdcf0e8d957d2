//! The page as HTML: a few kilobytes, no script, nothing from elsewhere, readable on an old phone.

use std::{
    fmt::{Arguments, Write as _},
    sync::LazyLock,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use loket_domain::{cetak::Lolos, kalender::Kalender};
use ring::digest::{SHA256, digest};
use time::Date;

use super::{unggahan::NAMA, view::VerifikasiView};

const GAYA: &str = "*{box-sizing:border-box}body{margin:0;background:#eef2f5;color:#1a2530;font:18px/1.5 sans-serif}\
header{background:#0b5563;color:#fff;padding:16px}main,header div{max-width:620px;margin:0 auto}main{padding:16px}\
h1{font-size:22px;line-height:1.3;margin:0}h2{font-size:19px;margin:0 0 6px}p{margin:0 0 12px}\
.b,.k{background:#fff;border:1px solid #d3dce3;border-radius:8px;padding:14px;margin:0 0 14px}\
.k{border:0;border-left:8px solid #b3261e;background:#fdecea}.k.o{background:#e6f4ea;border-color:#1e7b34}.k.i{background:#fff8e1;border-color:#f2b705}\
.k b{font-size:21px;display:block}.k p{margin:4px 0 0}dl{margin:0}dt{color:#4a5a67;font-size:16px}dd{margin:0 0 8px;font-weight:bold;overflow-wrap:anywhere}\
label{display:block;font-weight:bold}input{width:100%;font:inherit;margin:8px 0;padding:12px;border:1px solid #7b8a96;border-radius:6px;background:#fff;color:inherit}\
button{width:100%;min-height:52px;border:0;border-radius:8px;background:#0b5563;color:#fff;font:bold 18px sans-serif}\
input:focus,button:focus{outline:3px solid #f2b705}footer{color:#4a5a67;font-size:15px}";

/// The policy of the page: its own style and its own forms, nothing else.
pub(in crate::http) static KEBIJAKAN: LazyLock<String> = LazyLock::new(|| {
    let sidik = STANDARD.encode(digest(&SHA256, GAYA.as_bytes()).as_ref());
    format!(
        "default-src 'none'; style-src 'sha256-{sidik}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
});

/// Where the forms of a page lead, relative to it, so that the pages also work below a path.
pub(super) fn aksi(tenant: &str, di_bawah: bool) -> String {
    // A slug is letters, digits and underscores; nothing else is ever echoed into an address.
    let tenant: String =
        tenant.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(64).collect();
    if di_bawah { format!("../{tenant}") } else { tenant }
}

/// The forms alone.
pub(super) fn kosong(aksi: &str) -> String {
    bingkai("Cek keaslian dokumen", "", &formulir(aksi, ""))
}

/// A code that cannot be one.
pub(super) fn salah_ketik(aksi: &str, ketikan: &str, pesan: &str) -> String {
    let ketikan: String = ketikan.chars().take(40).collect();
    let kotak = kotak("k i", "Kode belum benar", pesan);
    bingkai("Kode belum benar", &kotak, &formulir(aksi, &ketikan))
}

/// A refusal.
pub(super) fn tolak(pesan: &str, aksi: &str) -> String {
    let kotak = kotak("k i", "Belum dapat diperiksa", pesan);
    bingkai("Belum dapat diperiksa", &kotak, &formulir(aksi, ""))
}

/// What is known of a document.
pub(super) fn hasil(view: &VerifikasiView, kode: Option<&str>, aksi: &str) -> String {
    let (kelas, judul) = match view.hasil {
        "berlaku" => ("k o", "Berlaku"),
        "diganti" => ("k i", "Sudah diganti"),
        "dicabut" => ("k", "Dicabut"),
        "kedaluwarsa" => ("k i", "Masa berlaku habis"),
        "bukan_catatan" => ("k i", "Bukan dari catatan kantor ini"),
        "berubah" => ("k", "Berkas sudah diubah"),
        "tidak_ditemukan" => ("k", "Tidak ditemukan"),
        _ => ("k", "Tidak dapat dipastikan"),
    };
    let mut atas = kotak(kelas, judul, &view.kalimat);
    let mut baris = String::new();
    let hari = |tanggal: Option<Date>| tanggal.map(Kalender::tulis_tanggal);
    for (label, nilai) in [
        ("Dokumen", view.dokumen.clone()),
        ("Diterbitkan oleh", view.penerbit.clone()),
        ("Ditandatangani oleh", view.penanda_tangan.clone()),
        ("Jabatan", view.jabatan.clone()),
        ("Tanggal terbit", hari(view.terbit)),
        ("Tidak berlaku sejak", hari(view.berubah)),
        ("Berlaku sampai", hari(view.berlaku_sampai)),
        ("Jumlah halaman", view.halaman.map(|n| n.to_string())),
        ("Sidik berkas (awal)", view.sidik_awal.clone()),
        ("Kode", kode.map(str::to_owned)),
    ] {
        if let Some(nilai) = nilai {
            tulis(&mut baris, format_args!("<dt>{label}</dt><dd>{}</dd>", Lolos(&nilai)));
        }
    }
    if !baris.is_empty() {
        tulis(&mut atas, format_args!("<dl class=\"b\">{baris}</dl>"));
    }
    if view.dokumen.is_some() {
        atas.push_str(
            "<p>Cocokkan dengan dokumen di tangan Anda. Halaman ini tidak memuat data pribadi; untuk memastikan isinya tidak diubah, periksa berkas PDF-nya di bawah.</p>",
        );
    }
    bingkai(judul, &atas, &formulir(aksi, ""))
}

fn kotak(kelas: &str, judul: &str, pesan: &str) -> String {
    let mut isi = String::new();
    tulis(
        &mut isi,
        format_args!(
            "<div class=\"{kelas}\" role=\"status\"><b>{}</b><p>{}</p></div>",
            Lolos(judul),
            Lolos(pesan)
        ),
    );
    isi
}

fn formulir(aksi: &str, ketikan: &str) -> String {
    let mut isi = String::new();
    tulis(
        &mut isi,
        format_args!(
            "<form class=\"b\" method=\"get\" action=\"{0}\"><h2>Periksa dengan kode</h2><label for=\"k\">Kode verifikasi</label>\
             <input id=\"k\" name=\"kode\" maxlength=\"40\" autocapitalize=\"characters\" autocomplete=\"off\" \
             placeholder=\"7Q2M-KX9D-0FHA-T3WB\" value=\"{1}\"><button>Periksa kode</button></form>\
             <form class=\"b\" method=\"post\" action=\"{0}\" enctype=\"multipart/form-data\"><h2>Periksa dengan berkas</h2>\
             <label for=\"b\">Berkas PDF, paling besar 20 MB</label><input id=\"b\" name=\"{NAMA}\" type=\"file\" \
             accept=\"application/pdf\"><button>Periksa berkas</button></form>",
            Lolos(aksi),
            Lolos(ketikan)
        ),
    );
    isi
}

fn bingkai(judul: &str, atas: &str, bawah: &str) -> String {
    let judul = Lolos(judul);
    format!(
        "<!doctype html>\n<html lang=\"id\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex,nofollow\">\
         <title>{judul}</title><style>{GAYA}</style></head><body><header><div><h1>Cek keaslian dokumen</h1></div></header>\
         <main>{atas}{bawah}<footer><p>Berkas yang Anda periksa tidak kami simpan.</p></footer></main></body></html>\n"
    )
}

fn tulis(isi: &mut String, apa: Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = isi.write_fmt(apa);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_text_and_the_page_is_small() {
        let jahat = "\"><script>alert(1)</script>";
        let isi = salah_ketik(&aksi("a\"><b>", true), jahat, "Salah <b>");
        assert!(!isi.contains("<script") && !isi.contains("Salah <b>"), "{isi}");
        assert!(isi.contains("action=\"../ab\""), "{isi}");
        assert!(isi.len() < 10_000, "{}", isi.len());
    }
}
