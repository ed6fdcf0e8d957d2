//! Cases as clients read them.

use std::collections::BTreeMap;

use loket_domain::{
    halaman::Lembar,
    nilai::samarkan_teks,
    permohonan::{BarisPenyerahan, Pemohon, Permohonan, RincianPermohonan, RingkasPermohonan},
    sop::StatusKasus,
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::view_kasus::{KuasaView, TagihanView, TugasTerbukaView};
use crate::http::{
    dokumen::{BerkasView, DokumenView},
    kata::{Kanal, StatusPermohonan},
};

/// A case that was just registered.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "nomor": "6311-2026-00042-7",
    "status": "berjalan",
    "versi": 2,
    "mulai_layanan": "2026-01-06",
    "dibuat_pada": "2026-01-05T02:00:00Z"
}))]
pub(in crate::http) struct PermohonanBaruView {
    /// Its id.
    id: Uuid,
    /// The number people read out.
    nomor: String,
    /// Where it stands.
    status: StatusPermohonan,
    /// Its version.
    pub versi: u64,
    /// The day it was given by the quota of its service, `YYYY-MM-DD`; the promise counts from its opening.
    mulai_layanan: Option<String>,
    /// When it was registered.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
}

impl From<&Permohonan> for PermohonanBaruView {
    fn from(permohonan: &Permohonan) -> Self {
        Self {
            id: permohonan.id.uuid(),
            nomor: permohonan.nomor.to_string(),
            status: (&permohonan.keadaan.status).into(),
            versi: permohonan.keadaan.versi,
            mulai_layanan: permohonan.mulai_layanan.map(|tanggal| tanggal.to_string()),
            dibuat_pada: permohonan.dibuat_pada,
        }
    }
}

/// One page of cases.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarPermohonan {
    /// The newest first.
    data: Vec<RingkasPermohonanView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<RingkasPermohonan>> for LembarPermohonan {
    fn from(lembar: Lembar<RingkasPermohonan>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// A case in a list.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "nomor": "6311-2026-00042-7",
    "layanan": "akta_kelahiran",
    "layanan_nama": "Akta kelahiran",
    "kanal": "whatsapp",
    "status": "berjalan",
    "dibuat_pada": "2026-01-05T02:00:00Z",
    "diubah_pada": "2026-01-05T03:10:00Z"
}))]
struct RingkasPermohonanView {
    /// Its id.
    id: Uuid,
    /// The number people read out.
    nomor: String,
    /// The code of the service.
    layanan: String,
    /// The service's name.
    layanan_nama: String,
    /// How it came in.
    #[schema(value_type = Kanal)]
    kanal: String,
    /// Where it stands.
    #[schema(value_type = StatusPermohonan)]
    status: String,
    /// When it was registered.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    diubah_pada: OffsetDateTime,
}

impl From<RingkasPermohonan> for RingkasPermohonanView {
    fn from(satu: RingkasPermohonan) -> Self {
        Self {
            id: satu.id.uuid(),
            nomor: satu.nomor.to_string(),
            layanan: satu.layanan.into(),
            layanan_nama: satu.layanan_nama,
            kanal: satu.kanal,
            status: satu.status,
            dibuat_pada: satu.dibuat_pada,
            diubah_pada: satu.diubah_pada,
        }
    }
}

/// Everything about a case.
#[derive(Serialize, ToSchema)]
pub(super) struct PermohonanView {
    /// Its id.
    id: Uuid,
    /// The number people read out.
    #[schema(example = "6311-2026-00042-7")]
    nomor: String,
    /// The code of the service.
    #[schema(example = "akta_kelahiran")]
    layanan: String,
    /// The service's name when the case began.
    layanan_nama: String,
    /// The variant of the service.
    varian: Option<String>,
    /// How it came in.
    kanal: Kanal,
    /// The unit that serves it.
    unit: Option<String>,
    /// Whether it goes before others, as the applicant is in a vulnerable group.
    prioritas: bool,
    /// Whether it is about somebody under 18: its masked data open only to who works on it.
    anak: bool,
    /// Where it stands.
    status: StatusPermohonan,
    /// What is missing, or why it ended.
    alasan: Option<String>,
    /// Why it ended, by code.
    kode_alasan: Option<String>,
    /// Until when the applicant has to complete; null without a limit.
    #[serde(with = "time::serde::rfc3339::option")]
    batas: Option<OffsetDateTime>,
    /// Its version; grows with every change.
    #[schema(example = 7)]
    pub versi: u64,
    /// Who asks.
    pemohon: PemohonView,
    /// Who acts for them.
    kuasa: Option<KuasaView>,
    /// Answers to the fields of the service, by code; 16-digit numbers are masked.
    isian: BTreeMap<String, String>,
    /// Open work.
    tugas: Vec<TugasTerbukaView>,
    /// What was billed so far.
    tagihan: Vec<TagihanView>,
    /// Papers, the oldest first.
    berkas: Vec<BerkasView>,
    /// Documents, every version of every product.
    dokumen: Vec<DokumenView>,
    /// How documents travelled.
    penyerahan: Vec<PenyerahanView>,
    /// The day it was given by the quota of its service, `YYYY-MM-DD`; the promise counts from its opening.
    mulai_layanan: Option<String>,
    /// When it was registered.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    diubah_pada: OffsetDateTime,
}

impl From<RincianPermohonan> for PermohonanView {
    fn from(rincian: RincianPermohonan) -> Self {
        let satu = rincian.permohonan;
        let (alasan, kode_alasan) = match &satu.keadaan.status {
            StatusKasus::Berjalan => (None, None),
            StatusKasus::MenungguPemohon { alasan, .. } => (alasan.clone(), None),
            StatusKasus::Berakhir { alasan, kode_alasan, .. } => {
                (alasan.clone(), kode_alasan.clone())
            }
        };
        let batas = satu.keadaan.status.batas();
        let tagihan = satu.keadaan.tagihan.into_iter();
        let tagihan = tagihan.map(|satu| TagihanView::new(satu, &rincian.nama_tarif)).collect();
        Self {
            id: satu.id.uuid(),
            nomor: satu.nomor.to_string(),
            layanan: satu.layanan.into(),
            layanan_nama: satu.layanan_nama,
            varian: satu.varian.map(Into::into),
            kanal: satu.kanal.into(),
            unit: satu.unit.map(Into::into),
            prioritas: satu.prioritas,
            anak: satu.anak,
            status: (&satu.keadaan.status).into(),
            alasan,
            kode_alasan: kode_alasan.map(Into::into),
            batas,
            versi: satu.keadaan.versi,
            pemohon: satu.pemohon.into(),
            kuasa: satu.kuasa.map(Into::into),
            isian: satu.isian.into_iter().map(|(k, v)| (k.into(), samarkan_teks(&v))).collect(),
            tugas: satu.keadaan.tugas.into_iter().map(Into::into).collect(),
            tagihan,
            berkas: BerkasView::semua(rincian.berkas, &rincian.duplikat),
            dokumen: rincian.dokumen.into_iter().map(Into::into).collect(),
            penyerahan: rincian.penyerahan.into_iter().map(Into::into).collect(),
            mulai_layanan: satu.mulai_layanan.map(|tanggal| tanggal.to_string()),
            dibuat_pada: satu.dibuat_pada,
            diubah_pada: satu.diubah_pada,
        }
    }
}

/// Who asks, masked.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "nama": "Budi Santoso",
    "nik": "6311********0001",
    "nomor_kk": "6311********0002",
    "nomor_wa": "6281******890"
}))]
struct PemohonView {
    /// Full name.
    nama: String,
    /// NIK, masked.
    nik: Option<String>,
    /// Family card number, masked.
    nomor_kk: Option<String>,
    /// WhatsApp number, masked.
    nomor_wa: Option<String>,
}

impl From<Pemohon> for PemohonView {
    fn from(pemohon: Pemohon) -> Self {
        Self {
            nama: pemohon.nama.buka().to_owned(),
            nik: pemohon.nik.map(|nik| nik.to_string()),
            nomor_kk: pemohon.nomor_kk.map(|nomor| nomor.to_string()),
            nomor_wa: pemohon.nomor_wa.map(|nomor| nomor.to_string()),
        }
    }
}

/// How a document travelled.
#[derive(Serialize, ToSchema)]
struct PenyerahanView {
    /// Its id.
    id: Uuid,
    /// The document.
    dokumen_id: Uuid,
    /// The channel.
    #[schema(example = "whatsapp")]
    saluran: String,
    /// State of the message: `antre`, `mengirim`, `terkirim`, `tertahan`, `gagal`.
    #[schema(example = "terkirim")]
    keadaan: String,
    /// `sent`, `delivered`, `read`, `failed`, as the channel reported.
    #[schema(example = "delivered")]
    status_kirim: Option<String>,
    /// When it was queued.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
}

impl From<BarisPenyerahan> for PenyerahanView {
    fn from(satu: BarisPenyerahan) -> Self {
        Self {
            id: satu.id,
            dokumen_id: satu.dokumen,
            saluran: satu.saluran,
            keadaan: satu.keadaan,
            status_kirim: satu.status_kirim,
            dibuat_pada: satu.dibuat_pada,
        }
    }
}
