//! Cases as clients read them.

use std::collections::BTreeMap;

use loket_domain::{
    gangguan::GangguanKasus,
    halaman::Lembar,
    nilai::samarkan_teks,
    percakapan::KontakId,
    permohonan::{
        BarisPenyerahan, Bawaan, IsiBawaan, KasusSusulan, Pemohon, Permohonan, PermohonanId,
        RincianPermohonan, RingkasPermohonan,
    },
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
    "gangguan": [],
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
    /// What lasts and will hold this case up: for who registers it, to tell the applicant.
    gangguan: Vec<GangguanKasusView>,
    /// When it was registered.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
}

/// An interruption that a case will meet.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "sebab": "siak",
    "sejak": "2026-01-05T01:10:00Z",
    "kalimat": "Saat ini SIAK sedang terganggu, sehingga permohonan ini mungkin selesai lebih lambat."
}))]
struct GangguanKasusView {
    /// Its id.
    id: Uuid,
    /// What broke: `siak`, `penanda_tangan`, `blanko` or `listrik_jaringan`.
    sebab: &'static str,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    sejak: OffsetDateTime,
    /// What to tell the applicant.
    kalimat: String,
}

impl From<GangguanKasus> for GangguanKasusView {
    fn from(satu: GangguanKasus) -> Self {
        let GangguanKasus { gangguan, sebab, sejak, kalimat } = satu;
        Self { id: gangguan.uuid(), sebab: sebab.kata(), sejak, kalimat }
    }
}

impl PermohonanBaruView {
    /// The case with what lasts and will hold it up.
    pub fn baru(permohonan: &Permohonan, gangguan: Vec<GangguanKasus>) -> Self {
        Self {
            id: permohonan.id.uuid(),
            nomor: permohonan.nomor.to_string(),
            status: (&permohonan.keadaan.status).into(),
            versi: permohonan.keadaan.versi,
            mulai_layanan: permohonan.mulai_layanan.map(|tanggal| tanggal.to_string()),
            gangguan: gangguan.into_iter().map(Into::into).collect(),
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
    /// The contact of the number it talks to; null without one.
    kontak_id: Option<Uuid>,
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
    /// Requirements that are answered by what another case holds: nobody is asked for them again.
    bawaan: Vec<BawaanView>,
    /// Documents, every version of every product.
    dokumen: Vec<DokumenView>,
    /// How documents travelled.
    penyerahan: Vec<PenyerahanView>,
    /// Cases that follow by themselves once this one has issued what they need.
    susulan: Vec<SusulanView>,
    /// The case that this one followed by itself.
    induk_id: Option<Uuid>,
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
        let (susulan, asal): (Vec<_>, Vec<_>) =
            rincian.kaitan.into_iter().partition(|kaitan| kaitan.induk == satu.id);
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
            kontak_id: satu.kontak.map(KontakId::uuid),
            kuasa: satu.kuasa.map(Into::into),
            isian: satu.isian.into_iter().map(|(k, v)| (k.into(), samarkan_teks(&v))).collect(),
            tugas: satu.keadaan.tugas.into_iter().map(Into::into).collect(),
            tagihan,
            berkas: BerkasView::semua(rincian.berkas, &rincian.duplikat),
            bawaan: rincian.bawaan.into_iter().map(Into::into).collect(),
            dokumen: rincian.dokumen.into_iter().map(Into::into).collect(),
            penyerahan: rincian.penyerahan.into_iter().map(Into::into).collect(),
            susulan: susulan.into_iter().map(Into::into).collect(),
            induk_id: asal.first().map(|kaitan| kaitan.induk.uuid()),
            mulai_layanan: satu.mulai_layanan.map(|tanggal| tanggal.to_string()),
            dibuat_pada: satu.dibuat_pada,
            diubah_pada: satu.diubah_pada,
        }
    }
}

/// Something of another case that answers a requirement of this one: a paper, or a document that was issued there.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "syarat": "akta_kelahiran",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "berkas_id": null,
    "dokumen_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01"
}))]
struct BawaanView {
    /// The requirement it answers: of this service, or for a correction by another service of the first one; null for a
    /// paper that was for none.
    syarat: Option<String>,
    /// The case that holds it.
    permohonan_id: Uuid,
    /// The paper; null for a document. Opened like any paper.
    berkas_id: Option<Uuid>,
    /// The document; null for a paper. Opened like any document.
    dokumen_id: Option<Uuid>,
}

impl From<Bawaan> for BawaanView {
    fn from(satu: Bawaan) -> Self {
        let (berkas, dokumen) = match satu.isi {
            IsiBawaan::Berkas(id) => (Some(id.uuid()), None),
            IsiBawaan::Dokumen(id) => (None, Some(id.uuid())),
        };
        Self {
            syarat: satu.syarat.map(Into::into),
            permohonan_id: satu.permohonan.uuid(),
            berkas_id: berkas,
            dokumen_id: dokumen,
        }
    }
}

/// A case that follows by itself.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "layanan": "kia",
    "setelah": "akta",
    "keadaan": "menunggu",
    "permohonan_id": null,
    "galat": null
}))]
struct SusulanView {
    /// The code of its service.
    layanan: String,
    /// The product whose issue starts it.
    setelah: String,
    /// `menunggu`, `siap`, `dimulai`, `gagal` or `batal`.
    keadaan: &'static str,
    /// The case, once it is registered.
    permohonan_id: Option<Uuid>,
    /// Why it could not be registered, as a stable code.
    galat: Option<String>,
}

impl From<KasusSusulan> for SusulanView {
    fn from(satu: KasusSusulan) -> Self {
        Self {
            layanan: satu.layanan.into(),
            setelah: satu.setelah.into(),
            keadaan: satu.keadaan.kata(),
            permohonan_id: satu.permohonan.map(PermohonanId::uuid),
            galat: satu.galat,
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
