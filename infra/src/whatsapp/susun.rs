//! The body of a message, refused when a limit of the API is broken: nothing is ever cut silently.

use std::{collections::BTreeSet, ops::RangeInclusive};

use loket_domain::{
    outbox::IsiPesan,
    percakapan::{Alamat, IsiSiapKirim, KirimGagal},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

const TEKS: usize = 4096;
const TEKS_TOMBOL: usize = 1024;
const KETERANGAN_BERKAS: usize = 1024;
const JUDUL_TOMBOL: usize = 20;
const JUDUL_BARIS: usize = 24;
const KETERANGAN_BARIS: usize = 72;
const ID_TOMBOL: usize = 256;
const ID_BARIS: usize = 200;
const BSUID: usize = 160;
const URL: usize = 2000;
const NAMA_TEMPLAT: usize = 512;
const BAHASA: usize = 20;
const KODE: usize = 15;

/// What `POST /{number}/messages` takes.
pub(super) fn badan(
    kepada: &Alamat,
    isi: &IsiSiapKirim,
    rujukan: Uuid,
) -> Result<Value, KirimGagal> {
    let mut badan = Map::new();
    badan.insert("messaging_product".to_owned(), json!("whatsapp"));
    badan.insert("recipient_type".to_owned(), json!("individual"));
    match kepada {
        // Without the plus the country code of the business would be put in front.
        Alamat::Nomor(nomor) => {
            badan.insert("to".to_owned(), json!(format!("+{}", nomor.lengkap())));
        }
        Alamat::Bsuid(bsuid) => {
            panjang(bsuid, BSUID)?;
            badan.insert("recipient".to_owned(), json!(bsuid));
        }
    }
    let (jenis, objek) = match isi {
        IsiSiapKirim::Pesan(pesan) => isi_pesan(pesan)?,
        IsiSiapKirim::Dokumen { media, nama_berkas, keterangan } => {
            ("document", dokumen(media, nama_berkas, keterangan)?)
        }
        IsiSiapKirim::Gambar { media, keterangan } => ("image", gambar(media, keterangan)?),
        IsiSiapKirim::Kode { nama, bahasa, kode } => {
            ("template", templat_kode(nama, bahasa, kode.buka())?)
        }
    };
    badan.insert("type".to_owned(), json!(jenis));
    badan.insert(jenis.to_owned(), objek);
    badan.insert("biz_opaque_callback_data".to_owned(), json!(rujukan.to_string()));
    Ok(Value::Object(badan))
}

fn isi_pesan(pesan: &IsiPesan) -> Result<(&'static str, Value), KirimGagal> {
    match pesan {
        IsiPesan::Teks { isi } => {
            panjang(isi, TEKS)?;
            Ok(("text", json!({ "body": isi, "preview_url": false })))
        }
        IsiPesan::Tombol { isi, tombol } => Ok(("interactive", tombol_balas(isi, tombol)?)),
        IsiPesan::Daftar { isi, buka, baris } => Ok(("interactive", daftar(isi, buka, baris)?)),
        IsiPesan::Tautan { isi, judul, url } => Ok(("interactive", tautan(isi, judul, url)?)),
        IsiPesan::Templat { nama, bahasa, isian, balasan } => {
            Ok(("template", templat(nama, bahasa, isian, balasan)?))
        }
        // The code comes beside it, and never as part of a message.
        IsiPesan::Kode { .. } => Err(KirimGagal::Tetap { galat: "kode_tanpa_isi".to_owned() }),
        IsiPesan::Dokumen { .. } | IsiPesan::Gambar { .. } => {
            Err(KirimGagal::Tetap { galat: "wa_berkas_belum_diunggah".to_owned() })
        }
    }
}

fn tombol_balas(isi: &str, tombol: &[(String, String)]) -> Result<Value, KirimGagal> {
    panjang(isi, TEKS_TOMBOL)?;
    jumlah(tombol.len(), 1..=3)?;
    berbeda(tombol.iter().map(|(id, _)| id))?;
    berbeda(tombol.iter().map(|(_, judul)| judul))?;
    let mut isi_tombol = Vec::with_capacity(tombol.len());
    for (id, judul) in tombol {
        panjang(id, ID_TOMBOL)?;
        panjang(judul, JUDUL_TOMBOL)?;
        isi_tombol.push(json!({ "type": "reply", "reply": { "id": id, "title": judul } }));
    }
    Ok(json!({ "type": "button", "body": { "text": isi }, "action": { "buttons": isi_tombol } }))
}

fn daftar(isi: &str, buka: &str, baris: &[(String, String, String)]) -> Result<Value, KirimGagal> {
    panjang(isi, TEKS)?;
    panjang(buka, JUDUL_TOMBOL)?;
    jumlah(baris.len(), 1..=10)?;
    berbeda(baris.iter().map(|(id, ..)| id))?;
    let mut isi_baris = Vec::with_capacity(baris.len());
    for (id, judul, keterangan) in baris {
        panjang(id, ID_BARIS)?;
        panjang(judul, JUDUL_BARIS)?;
        let mut satu = json!({ "id": id, "title": judul });
        if !keterangan.trim().is_empty() {
            panjang(keterangan, KETERANGAN_BARIS)?;
            satu["description"] = json!(keterangan);
        }
        isi_baris.push(satu);
    }
    let action = json!({ "button": buka, "sections": [{ "rows": isi_baris }] });
    Ok(json!({ "type": "list", "body": { "text": isi }, "action": action }))
}

fn tautan(isi: &str, judul: &str, url: &str) -> Result<Value, KirimGagal> {
    panjang(isi, TEKS_TOMBOL)?;
    panjang(judul, JUDUL_TOMBOL)?;
    panjang(url, URL)?;
    let parameter = json!({ "display_text": judul, "url": url });
    Ok(json!({
        "type": "cta_url", "body": { "text": isi },
        "action": { "name": "cta_url", "parameters": parameter },
    }))
}

fn templat(
    nama: &str,
    bahasa: &str,
    isian: &[String],
    balasan: &[String],
) -> Result<Value, KirimGagal> {
    panjang(nama, NAMA_TEMPLAT)?;
    panjang(bahasa, BAHASA)?;
    let mut komponen = Vec::new();
    if !isian.is_empty() {
        let mut parameter = Vec::with_capacity(isian.len());
        for satu in isian {
            panjang(satu, TEKS_TOMBOL)?;
            // What the API refuses in a parameter (132018).
            batas_isi(!satu.contains(['\n', '\t']) && !satu.contains("     "))?;
            parameter.push(json!({ "type": "text", "text": satu }));
        }
        komponen.push(json!({ "type": "body", "parameters": parameter }));
    }
    for (letak, satu) in balasan.iter().enumerate() {
        panjang(satu, ID_TOMBOL)?;
        komponen.push(json!({
            "type": "button", "sub_type": "quick_reply", "index": letak.to_string(),
            "parameters": [{ "type": "payload", "payload": satu }],
        }));
    }
    Ok(json!({ "name": nama, "language": { "code": bahasa }, "components": komponen }))
}

/// An authentication template: the code in the body, and once more for the button that copies it. The button of such a
/// template is one with an address to the channel, whatever it looks like.
fn templat_kode(nama: &str, bahasa: &str, kode: &str) -> Result<Value, KirimGagal> {
    panjang(nama, NAMA_TEMPLAT)?;
    panjang(bahasa, BAHASA)?;
    panjang(kode, KODE)?;
    let isi = json!([{ "type": "text", "text": kode }]);
    let tombol =
        json!({ "type": "button", "sub_type": "url", "index": "0", "parameters": isi.clone() });
    let badan = json!({ "type": "body", "parameters": isi });
    Ok(json!({ "name": nama, "language": { "code": bahasa }, "components": [badan, tombol] }))
}

fn gambar(media: &str, keterangan: &str) -> Result<Value, KirimGagal> {
    let mut objek = json!({ "id": media });
    if !keterangan.trim().is_empty() {
        panjang(keterangan, KETERANGAN_BERKAS)?;
        objek["caption"] = json!(keterangan);
    }
    Ok(objek)
}

fn dokumen(media: &str, nama_berkas: &str, keterangan: &str) -> Result<Value, KirimGagal> {
    let mut objek = json!({ "id": media });
    if !nama_berkas.is_empty() {
        objek["filename"] = json!(nama_berkas);
    }
    if !keterangan.trim().is_empty() {
        panjang(keterangan, KETERANGAN_BERKAS)?;
        objek["caption"] = json!(keterangan);
    }
    Ok(objek)
}

fn batas_isi(dipenuhi: bool) -> Result<(), KirimGagal> {
    if dipenuhi { Ok(()) } else { Err(KirimGagal::Tetap { galat: "wa_batas_isi".to_owned() }) }
}

/// Not blank, and at most so many characters.
fn panjang(teks: &str, paling: usize) -> Result<(), KirimGagal> {
    batas_isi(!teks.trim().is_empty() && teks.chars().count() <= paling)
}

fn jumlah(banyak: usize, boleh: RangeInclusive<usize>) -> Result<(), KirimGagal> {
    batas_isi(boleh.contains(&banyak))
}

fn berbeda<'a>(nilai: impl Iterator<Item = &'a String> + Clone) -> Result<(), KirimGagal> {
    batas_isi(nilai.clone().collect::<BTreeSet<_>>().len() == nilai.count())
}
