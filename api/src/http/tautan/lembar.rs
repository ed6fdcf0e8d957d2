//! The page as HTML: a few kilobytes, no script, nothing from elsewhere, readable on an old phone.

use std::{fmt::Write as _, sync::LazyLock};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use loket_domain::{
    cetak::Lolos,
    percakapan::{Butir, Formulir, HalamanTautan, HasilKiriman, IsiHalamanTautan, Medan},
};
use ring::digest::{SHA256, digest};

const GAYA: &str = "*{box-sizing:border-box}body{margin:0;background:#eef2f5;color:#1a2530;font:18px/1.5 sans-serif}\
header{background:#0b5563;color:#fff;padding:16px}main{max-width:620px;margin:0 auto;padding:16px}\
header div{max-width:588px;margin:0 auto}h1{font-size:22px;line-height:1.3;margin:4px 0 0}p{margin:0 0 12px}\
header p{font-size:15px;margin:0;opacity:.9}.b{background:#fff;border:1px solid #d3dce3;border-radius:8px;padding:14px;margin:0 0 14px}\
.b.s{border:2px solid #b3261e}label{display:block;font-weight:bold}.p{color:#4a5a67;font-size:16px;margin:2px 0 0}\
.w{font-weight:normal;color:#4a5a67}input,select{width:100%;font:inherit;margin-top:10px;padding:12px;border:1px solid #7b8a96;border-radius:6px;background:#fff;color:inherit}\
input[type=file]{border-style:dashed;padding:10px}::file-selector-button{font:inherit;font-weight:bold;min-height:48px;margin-right:12px;padding:8px 14px;border:0;border-radius:6px;background:#d9e6ea;color:#0b5563}input:focus,select:focus,button:focus,a:focus{outline:3px solid #f2b705}\
.e{color:#b3261e;font-weight:bold;margin:8px 0 0}.k{padding:14px;border-radius:8px;margin:0 0 14px;border-left:6px solid}\
.k.g{background:#fdecea;border-color:#b3261e}.k.o{background:#e6f4ea;border-color:#1e7b34}.k.i{background:#fff8e1;border-color:#f2b705}.k p{margin:0}ul{margin:4px 0 0;padding-left:22px}.b p:last-child{margin-bottom:0}\
button,.t{display:block;width:100%;min-height:56px;border:0;border-radius:8px;background:#0b5563;color:#fff;font:bold 20px sans-serif;padding:14px;text-align:center;text-decoration:none}\
details{margin-top:18px}summary{padding:12px 0;color:#0b5563;font-weight:bold}footer{color:#4a5a67;font-size:15px;margin-top:18px}";

/// The policy of the page: its own style and its own form, nothing else.
pub(in crate::http) static KEBIJAKAN: LazyLock<String> = LazyLock::new(|| {
    let sidik = STANDARD.encode(digest(&SHA256, GAYA.as_bytes()).as_ref());
    format!(
        "default-src 'none'; style-src 'sha256-{sidik}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
});

/// The words of a page that is not about any office: the same for every link that is not there.
pub(in crate::http) fn tidak_ada() -> String {
    pemberitahuan(
        "Loket",
        "Tautan tidak dikenal",
        &[
            "Tautan ini tidak ada atau salah disalin.",
            "Buka lagi dari tombol di chat WhatsApp kantor Anda.",
        ],
        None,
    )
}

/// Too many attempts from one place.
pub(in crate::http) fn terlalu_sering() -> String {
    pemberitahuan(
        "Loket",
        "Terlalu banyak percobaan",
        &["Tunggu sepuluh menit, lalu buka lagi dari tombol di chat WhatsApp."],
        None,
    )
}

/// Something is broken on our side.
pub(in crate::http) fn gangguan() -> String {
    pemberitahuan(
        "Loket",
        "Sedang ada gangguan",
        &[
            "Halaman ini belum bisa dibuka. Tunggu sebentar, lalu coba lagi.",
            "Yang sudah kami terima tidak hilang.",
        ],
        None,
    )
}

/// The form came in a way that cannot be read at all.
pub(super) fn tidak_terbaca() -> String {
    pemberitahuan(
        "Loket",
        "Kiriman terlalu besar atau tidak terbaca",
        &["Kembali ke halaman sebelumnya, lalu kirim fotonya satu per satu."],
        None,
    )
}

/// A page of an office.
pub(super) fn halaman(satu: &HalamanTautan) -> String {
    let kembali = satu.nomor_wa.as_deref();
    match &satu.isi {
        IsiHalamanTautan::Formulir(isi) => formulir(&satu.kantor, isi),
        IsiHalamanTautan::Selesai => pemberitahuan(
            &satu.kantor,
            "Sudah kami terima",
            &[
                "Terima kasih, semua yang diminta sudah kami terima.",
                "Kembali ke WhatsApp untuk melanjutkan.",
            ],
            kembali,
        ),
        IsiHalamanTautan::Kedaluwarsa => pemberitahuan(
            &satu.kantor,
            "Tautan sudah habis masa berlakunya",
            &[
                "Kirim pesan apa saja di chat WhatsApp kami, misalnya HALO. Tautan yang baru akan kami kirim.",
            ],
            kembali,
        ),
        IsiHalamanTautan::TidakBerlaku => pemberitahuan(
            &satu.kantor,
            "Tautan ini sudah tidak dipakai",
            &[
                "Urusannya sudah selesai, dibatalkan, atau tautannya sudah diganti.",
                "Buka chat WhatsApp kami untuk melihat langkah berikutnya.",
            ],
            kembali,
        ),
    }
}

pub(in crate::http) fn pemberitahuan(
    kantor: &str,
    judul: &str,
    alinea: &[&str],
    kembali: Option<&str>,
) -> String {
    let mut isi = String::from("<div class=\"b\">");
    for satu in alinea {
        tulis(&mut isi, format_args!("<p>{}</p>", Lolos(satu)));
    }
    isi.push_str("</div>");
    if let Some(nomor) = kembali {
        tulis(
            &mut isi,
            format_args!(
                "<a class=\"t\" rel=\"noreferrer\" href=\"https://wa.me/{}\">Kembali ke WhatsApp</a>",
                Lolos(nomor)
            ),
        );
    }
    bingkai(kantor, judul, &isi)
}

fn formulir(kantor: &str, satu: &Formulir) -> String {
    let mut isi = String::new();
    if let Some(hasil) = &satu.hasil {
        kabar(&mut isi, hasil, &satu.butir);
    }
    if let Some(permintaan) = &satu.permintaan {
        tulis(
            &mut isi,
            format_args!(
                "<div class=\"k i\"><p><b>Petugas meminta:</b></p><p>{}</p></div>",
                Lolos(permintaan)
            ),
        );
    }
    let ada_berkas = satu.butir.iter().any(|butir| butir.medan == Medan::Berkas);
    isi.push_str("<form method=\"post\" enctype=\"multipart/form-data\" accept-charset=\"utf-8\">");
    if ada_berkas {
        isi.push_str(
            "<p>Ketuk kotak foto untuk memotret atau memilih dari HP. Foto JPEG/PNG atau PDF, paling besar 20 MB.</p>",
        );
    }
    for (nomor, butir) in satu.butir.iter().enumerate() {
        medan(&mut isi, nomor, butir);
    }
    isi.push_str("<button>Kirim</button></form>");
    if !satu.pemberitahuan.is_empty() {
        tulis(
            &mut isi,
            format_args!(
                "<details><summary>Untuk apa data Anda dipakai</summary><p>{}</p></details>",
                Lolos(&satu.pemberitahuan)
            ),
        );
    }
    tulis(
        &mut isi,
        format_args!(
            "<footer><p>Halaman milik {}, hanya untuk Anda; jangan diteruskan. Berlaku sampai {}.</p><p>Ada kendala? \
             Ketik PETUGAS di chat WhatsApp.</p></footer>",
            Lolos(kantor),
            Lolos(&satu.berlaku_sampai)
        ),
    );
    bingkai(kantor, &satu.judul, &isi)
}

/// What became of the last visit.
fn kabar(isi: &mut String, hasil: &HasilKiriman, sisa: &[Butir]) {
    if !hasil.diterima.is_empty() {
        let jumlah = hasil.diterima.len();
        let dari = if hasil.dari > 0 { format!(" dari {}", hasil.dari) } else { String::new() };
        tulis(
            isi,
            format_args!(
                "<div class=\"k o\" role=\"status\"><p>{jumlah}{dari} sudah kami terima:</p>"
            ),
        );
        daftar(isi, hasil.diterima.iter().map(String::as_str));
        isi.push_str("</div>");
    }
    let kurang: Vec<&str> = sisa
        .iter()
        .filter(|butir| butir.wajib || butir.galat.is_some())
        .map(|butir| butir.label.as_str())
        .collect();
    if hasil.galat.is_some() || !kurang.is_empty() {
        isi.push_str("<div class=\"k g\" role=\"alert\">");
        if let Some(galat) = &hasil.galat {
            tulis(isi, format_args!("<p>{}</p>", Lolos(galat)));
        }
        if !kurang.is_empty() {
            isi.push_str("<p>Kurang:</p>");
            daftar(isi, kurang.into_iter());
        }
        isi.push_str("</div>");
    }
}

fn daftar<'a>(isi: &mut String, semua: impl Iterator<Item = &'a str>) {
    isi.push_str("<ul>");
    for satu in semua {
        tulis(isi, format_args!("<li>{}</li>", Lolos(satu)));
    }
    isi.push_str("</ul>");
}

fn medan(isi: &mut String, nomor: usize, butir: &Butir) {
    let salah = if butir.galat.is_some() { " s" } else { "" };
    let wajib = if butir.wajib { "" } else { " <span class=\"w\">(bila ada)</span>" };
    tulis(
        isi,
        format_args!(
            "<div class=\"b{salah}\"><label for=\"m{nomor}\">{}{wajib}</label>",
            Lolos(&butir.label)
        ),
    );
    if let Some(petunjuk) = &butir.petunjuk {
        tulis(isi, format_args!("<p class=\"p\">{}</p>", Lolos(petunjuk)));
    }
    if let Some(galat) = &butir.galat {
        tulis(isi, format_args!("<p class=\"e\" id=\"e{nomor}\">{}</p>", Lolos(galat)));
    }
    let rujukan = if butir.galat.is_some() {
        format!(" aria-invalid=\"true\" aria-describedby=\"e{nomor}\"")
    } else {
        String::new()
    };
    let awal = format!("id=\"m{nomor}\" name=\"{}\"{rujukan}", Lolos(&butir.nama));
    let nilai = Lolos(&butir.nilai);
    match &butir.medan {
        Medan::Berkas => tulis(
            isi,
            format_args!("<input {awal} type=\"file\" accept=\"image/*,application/pdf\">"),
        ),
        Medan::Pilihan(pilihan) => {
            tulis(isi, format_args!("<select {awal}><option value=\"\">Pilih…</option>"));
            for (letak, nama) in pilihan.iter().enumerate() {
                // By number, as in the chat: codes are for programs.
                let ke = letak + 1;
                let dipilih = if butir.nilai == ke.to_string() { " selected" } else { "" };
                tulis(
                    isi,
                    format_args!("<option value=\"{ke}\"{dipilih}>{}</option>", Lolos(nama)),
                );
            }
            isi.push_str("</select>");
        }
        Medan::Teks => tulis(
            isi,
            format_args!("<input {awal} maxlength=\"400\" autocomplete=\"off\" value=\"{nilai}\">"),
        ),
        Medan::Nomor | Medan::Angka => tulis(
            isi,
            format_args!(
                "<input {awal} inputmode=\"numeric\" maxlength=\"40\" autocomplete=\"off\" value=\"{nilai}\">"
            ),
        ),
        Medan::Tanggal => tulis(
            isi,
            format_args!(
                "<input {awal} placeholder=\"31-12-2026\" maxlength=\"40\" autocomplete=\"off\" value=\"{nilai}\">"
            ),
        ),
    }
    isi.push_str("</div>");
}

pub(in crate::http) fn bingkai(kantor: &str, judul: &str, isi: &str) -> String {
    let (kantor, judul) = (Lolos(kantor), Lolos(judul));
    format!(
        "<!doctype html>\n<html lang=\"id\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex,nofollow\">\
         <title>{judul}</title><style>{GAYA}</style></head><body><header><div><p>{kantor}</p><h1>{judul}</h1></div>\
         </header><main>{isi}</main></body></html>\n"
    )
}

pub(in crate::http) fn tulis(isi: &mut String, apa: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = isi.write_fmt(apa);
}
