//! The page as HTML: no script, nothing from elsewhere, readable on an old phone.

use loket_domain::{
    cetak::Lolos,
    layanan::SaluranPenyerahan,
    penyerahan::{HalamanAmbil, IsiAmbil, PeriksaPenerima, TanyaAmbil},
};

use crate::http::tautan::{bingkai, pemberitahuan, tulis};

/// A page of an office.
pub(super) fn halaman(satu: &HalamanAmbil) -> String {
    let kantor = satu.kantor.as_str();
    match &satu.isi {
        IsiAmbil::Tanya(tanya) => formulir(kantor, tanya),
        IsiAmbil::Selesai(saluran) => {
            let kalimat = match saluran {
                SaluranPenyerahan::Whatsapp => "Dokumennya segera dikirim ke WhatsApp Anda.",
                SaluranPenyerahan::Email => "Dokumennya segera dikirim ke surel Anda.",
                _ => "Dokumen dari tautan ini sudah diambil; tautannya hanya berlaku satu kali.",
            };
            let alinea = [kalimat, "Bila ada kendala, hubungi kantor kami."];
            pemberitahuan(kantor, "Terima kasih", &alinea, None)
        }
        IsiAmbil::Habis => pemberitahuan(
            kantor,
            "Tautan ini sudah ditutup",
            &[
                "Jawabannya tiga kali tidak cocok.",
                "Demi keamanan data, dokumen diserahkan dengan cara lain. Hubungi kantor kami.",
            ],
            None,
        ),
        IsiAmbil::Kedaluwarsa => pemberitahuan(
            kantor,
            "Tautan sudah habis masa berlakunya",
            &["Dokumen diserahkan dengan cara lain. Hubungi kantor kami bila ada kendala."],
            None,
        ),
        IsiAmbil::TidakBerlaku => pemberitahuan(
            kantor,
            "Tautan ini sudah tidak berlaku",
            &["Penyerahannya dibatalkan atau diganti. Hubungi kantor kami bila ada kendala."],
            None,
        ),
    }
}

/// The form came in a way that cannot be read.
pub(super) fn tidak_terbaca() -> String {
    pemberitahuan("Loket", "Kiriman tidak terbaca", &["Kembali, lalu coba lagi."], None)
}

fn formulir(kantor: &str, tanya: &TanyaAmbil) -> String {
    let mut isi = String::new();
    if let Some(sisa) = tanya.sisa {
        tulis(
            &mut isi,
            format_args!(
                "<div class=\"k g\" role=\"alert\"><p>Jawabannya tidak cocok. Sisa percobaan: {sisa}.</p></div>"
            ),
        );
    }
    let tujuan = match tanya.saluran {
        SaluranPenyerahan::Whatsapp => "Setelah itu dokumennya dikirim ke WhatsApp Anda.",
        SaluranPenyerahan::Email => "Setelah itu dokumennya dikirim ke alamat surel ini.",
        _ => "Setelah itu dokumennya langsung terunduh. Unduhan hanya dapat dilakukan satu kali.",
    };
    tulis(
        &mut isi,
        format_args!(
            "<div class=\"b\"><p><b>{}</b></p><p>Permohonan {}</p><p>{tujuan}</p></div><form method=\"post\" \
             accept-charset=\"utf-8\">",
            Lolos(&tanya.dokumen),
            Lolos(&tanya.nomor)
        ),
    );
    let pertanyaan = match tanya.periksa {
        PeriksaPenerima::Tidak => None,
        PeriksaPenerima::Nik4 => Some(("Empat angka terakhir NIK pemohon", 4)),
        PeriksaPenerima::Pin => Some(("PIN pengambilan dokumen", 6)),
    };
    if let Some((label, panjang)) = pertanyaan {
        tulis(
            &mut isi,
            format_args!(
                "<div class=\"b\"><label for=\"j\">{label}</label><input id=\"j\" name=\"jawaban\" inputmode=\"numeric\" \
                 maxlength=\"{panjang}\" autocomplete=\"off\" required></div>"
            ),
        );
    }
    let tombol = match tanya.saluran {
        SaluranPenyerahan::Tautan => "Unduh dokumen",
        SaluranPenyerahan::Email => "Ya, kirim ke surel ini",
        _ => "Kirim dokumen",
    };
    tulis(
        &mut isi,
        format_args!(
            "<button>{tombol}</button></form><footer><p>Halaman milik {}, hanya untuk Anda; jangan diteruskan. Berlaku \
             sampai {}.</p></footer>",
            Lolos(kantor),
            Lolos(&tanya.batas)
        ),
    );
    bingkai(kantor, "Pengambilan dokumen", &isi)
}
