//! The copy: everything the office holds about somebody, as data a machine can read, with a list of files.

use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::HakSubjek;
use crate::{
    galat::{Galat, PortError},
    nilai::{Nik, NomorKk, NomorWa, Rahasia},
    permohonan::{KeadaanBerkas, Permohonan, PermohonanId},
    ports::UnitOfWork,
    tenant::Tenant,
};

/// Messages of a copy.
const PESAN_TERBANYAK: u32 = 20_000;

fn saat(saat: OffsetDateTime) -> Result<String, PortError> {
    saat.format(&Rfc3339).map_err(PortError::tak_terduga)
}

fn hex(sidik: &[u8]) -> String {
    use std::fmt::Write;
    sidik.iter().fold(String::with_capacity(64), |mut teks, bita| {
        // Writing to a String cannot fail.
        let _ = write!(teks, "{bita:02x}");
        teks
    })
}

/// All of it, from one snapshot.
pub(super) async fn susun(
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    hak: &HakSubjek,
    kini: OffsetDateTime,
) -> Result<Vec<u8>, Galat> {
    let mut kasus: Vec<PermohonanId> = hak.permohonan.into_iter().collect();
    let mut kontak = Value::Null;
    let mut percakapan = Vec::new();
    // At the counter somebody proves who they are, not that a number is theirs: what was said there stays out.
    let lewat_nomor = hak.kontak.filter(|_| hak.permohonan.is_none());
    if let Some(id) = lewat_nomor {
        for satu in work.hak_subjek().kasus(id).await? {
            if !kasus.contains(&satu) {
                kasus.push(satu);
            }
        }
        if let Some(satu) = work.kontak().baca(id).await? {
            let setuju = work.hak_subjek().persetujuan(id).await?;
            let setuju = match setuju {
                Some((versi, pada)) => {
                    json!({ "versi": versi, "pada": pada.map(saat).transpose()? })
                }
                None => Value::Null,
            };
            kontak = json!({
                "nomor_wa": satu.nomor.as_ref().map(NomorWa::lengkap),
                "nama_profil": satu.nama.as_ref().map(Rahasia::buka),
                "bahasa": satu.bahasa.map(|kode| kode.to_string()),
                "menerima_kabar": !satu.berhenti,
                "pemberitahuan_data": setuju,
                "terakhir_menulis": satu.terakhir_masuk.map(saat).transpose()?,
            });
        }
        percakapan = work.hak_subjek().percakapan(id, PESAN_TERBANYAK).await?;
    }
    let mut permohonan = Vec::with_capacity(kasus.len());
    for id in kasus {
        if let Some(satu) = work.permohonan().baca(id).await? {
            permohonan.push(satu_kasus(work, satu).await?);
        }
    }
    let isi = json!({
        "jenis": "salinan data pribadi (UU 27/2022 pasal 7)",
        "pengendali": tenant.nama,
        "nomor_permintaan": hak.nomor,
        "dibuat_pada": saat(kini)?,
        "kontak": kontak,
        "permohonan": permohonan,
        "percakapan": percakapan,
    });
    Ok(serde_json::to_vec_pretty(&isi).map_err(PortError::tak_terduga)?)
}

async fn satu_kasus(work: &mut dyn UnitOfWork, satu: Permohonan) -> Result<Value, Galat> {
    let mut berkas = Vec::new();
    for b in work.permohonan().berkas(satu.id).await? {
        let sidik = match &b.keadaan {
            KeadaanBerkas::Sah { sha256 } | KeadaanBerkas::Ditahan { sha256 } => Some(hex(sha256)),
            _ => None,
        };
        berkas.push(json!({
            "nama": b.nama,
            "syarat": b.syarat.map(|kode| kode.to_string()),
            "tipe": b.tipe,
            "ukuran": b.ukuran,
            "sha256": sidik,
            "diterima_pada": saat(b.dibuat_pada)?,
        }));
    }
    let mut dokumen = Vec::new();
    for d in work.dokumen().milik(satu.id).await? {
        dokumen.push(json!({ "nama": d.nama, "versi": d.versi }));
    }
    let mut riwayat = Vec::new();
    for kejadian in work.bacaan().linimasa(satu.id).await? {
        riwayat.push(json!({ "urutan": kejadian.urutan, "pada": saat(kejadian.pada)? }));
    }
    let pemohon = &satu.pemohon;
    Ok(json!({
        "nomor": satu.nomor.to_string(),
        "layanan": satu.layanan_nama,
        "status": satu.keadaan.status.kata(),
        "didaftarkan_pada": saat(satu.dibuat_pada)?,
        "pemohon": {
            "nama": pemohon.nama.buka(),
            "nik": pemohon.nik.as_ref().map(Nik::lengkap),
            "nomor_kk": pemohon.nomor_kk.as_ref().map(NomorKk::lengkap),
            "nomor_wa": pemohon.nomor_wa.as_ref().map(NomorWa::lengkap),
        },
        "kuasa": satu.kuasa.as_ref().map(|kuasa| kuasa.nama.buka()),
        "isian": satu.isian.iter().map(|(k, v)| (k.to_string(), json!(v))).collect::<serde_json::Map<_, _>>(),
        "berkas": berkas,
        "dokumen": dokumen,
        "riwayat": riwayat,
    }))
}
