//! Requests as clients send and read them.

use loket_domain::{
    akses::PenggunaId,
    hak_subjek::{self, HakSubjek, HasilHak, VerifikasiHak},
    halaman::Lembar,
    nilai::Rahasia,
    percakapan::KontakId,
    permohonan::PermohonanId,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// What is asked.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum JenisHak {
    /// A copy of the data.
    Salinan,
    /// A correction.
    Perbaikan,
    /// The withdrawal of consent.
    Penarikan,
    /// The erasure.
    Penghapusan,
}

impl From<JenisHak> for hak_subjek::JenisHak {
    fn from(jenis: JenisHak) -> Self {
        match jenis {
            JenisHak::Salinan => Self::Salinan,
            JenisHak::Perbaikan => Self::Perbaikan,
            JenisHak::Penarikan => Self::Penarikan,
            JenisHak::Penghapusan => Self::Penghapusan,
        }
    }
}

impl From<hak_subjek::JenisHak> for JenisHak {
    fn from(jenis: hak_subjek::JenisHak) -> Self {
        match jenis {
            hak_subjek::JenisHak::Salinan => Self::Salinan,
            hak_subjek::JenisHak::Perbaikan => Self::Perbaikan,
            hak_subjek::JenisHak::Penarikan => Self::Penarikan,
            hak_subjek::JenisHak::Penghapusan => Self::Penghapusan,
        }
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum KeadaanHak {
    /// The clock runs.
    Diterima,
    /// Done.
    Dikabulkan,
    /// Done as far as the law lets it be.
    DikabulkanSebagian,
    /// Not done.
    Ditolak,
}

impl From<KeadaanHak> for hak_subjek::KeadaanHak {
    fn from(keadaan: KeadaanHak) -> Self {
        match keadaan {
            KeadaanHak::Diterima => Self::Diterima,
            KeadaanHak::Dikabulkan => Self::Dikabulkan,
            KeadaanHak::DikabulkanSebagian => Self::DikabulkanSebagian,
            KeadaanHak::Ditolak => Self::Ditolak,
        }
    }
}

impl From<hak_subjek::KeadaanHak> for KeadaanHak {
    fn from(keadaan: hak_subjek::KeadaanHak) -> Self {
        match keadaan {
            hak_subjek::KeadaanHak::Diterima => Self::Diterima,
            hak_subjek::KeadaanHak::Dikabulkan => Self::Dikabulkan,
            hak_subjek::KeadaanHak::DikabulkanSebagian => Self::DikabulkanSebagian,
            hak_subjek::KeadaanHak::Ditolak => Self::Ditolak,
        }
    }
}

/// What somebody asks at the counter.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "jenis": "salinan", "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "nama": "Budi Santoso",
    "identitas": "KTP-el", "uraian": "Meminta salinan data permohonan kartu keluarga"
}))]
pub(super) struct CatatHakRequest {
    /// What is asked.
    pub jenis: JenisHak,
    /// The case whose applicant asks.
    pub permohonan_id: Uuid,
    /// Their full name.
    #[schema(min_length = 1, max_length = 120)]
    pub nama: String,
    /// What they showed: kind of document, without its number.
    #[schema(min_length = 3, max_length = 60)]
    pub identitas: String,
    /// What they want.
    #[schema(min_length = 10, max_length = 1_000)]
    pub uraian: String,
}

/// What is corrected of the applicant; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PerbaikanDataRequest, example = json!({ "nama": "Budi Santosa" }))]
pub(super) struct PerbaikanRequest {
    /// Full name.
    nama: Option<String>,
    /// NIK.
    nik: Option<String>,
    /// Family card number.
    nomor_kk: Option<String>,
}

impl From<PerbaikanRequest> for hak_subjek::Perbaikan {
    fn from(isi: PerbaikanRequest) -> Self {
        Self {
            nama: isi.nama.map(Rahasia::new),
            nik: isi.nik.map(Rahasia::new),
            nomor_kk: isi.nomor_kk.map(Rahasia::new),
        }
    }
}

/// A decision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kabulkan": true, "jawaban": "Data Anda kami hapus sesuai permintaan." }))]
pub(super) struct PutusanHakRequest {
    /// Whether it is done.
    pub kabulkan: bool,
    /// The answer, as the resident reads it.
    #[schema(min_length = 10, max_length = 1_000)]
    pub jawaban: String,
    /// What is corrected; only for a correction that names a case.
    pub perbaikan: Option<PerbaikanRequest>,
}

/// A link to a copy.
#[derive(Serialize, ToSchema)]
pub(super) struct TautanSalinanView {
    /// Where to GET it; good for five minutes.
    pub url: String,
}

/// One page of requests.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarHak {
    /// The newest first.
    data: Vec<HakSubjekView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl LembarHak {
    pub(super) fn baru(lembar: Lembar<HakSubjek>, kini: OffsetDateTime) -> Self {
        let data = lembar.baris.into_iter().map(|satu| HakSubjekView::baru(satu, kini));
        Self { data: data.collect(), berikut: lembar.berikut }
    }
}

/// What became of one kind of data.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "data": "permohonan, berkas dan dokumennya", "jumlah": 2, "dilaksanakan": false,
    "dasar": "UU 43/2009 dan jadwal retensi arsip"
}))]
struct HasilHakView {
    /// Which kind.
    data: String,
    /// How many rows or files it concerned.
    jumlah: u64,
    /// Whether it was done; otherwise it is barred.
    dilaksanakan: bool,
    /// Why it is barred.
    dasar: Option<String>,
}

impl From<HasilHak> for HasilHakView {
    fn from(satu: HasilHak) -> Self {
        Self {
            data: satu.data,
            jumlah: satu.jumlah,
            dilaksanakan: satu.dilaksanakan,
            dasar: satu.dasar,
        }
    }
}

/// A request.
#[derive(Serialize, ToSchema)]
pub(super) struct HakSubjekView {
    /// Its id.
    id: Uuid,
    /// The number people read out.
    #[schema(example = "HS-2026-0001")]
    nomor: String,
    /// What is asked.
    jenis: JenisHak,
    /// `nomor_wa`: written from the number the data belong to. `loket`: shown at the counter.
    #[schema(example = "nomor_wa")]
    verifikasi: &'static str,
    /// The contact whose data it is about.
    kontak_id: Option<Uuid>,
    /// The case whose applicant asks.
    permohonan_id: Option<Uuid>,
    /// Who asks, at the counter.
    nama: Option<String>,
    /// What they showed.
    identitas: Option<String>,
    /// What they want.
    uraian: String,
    /// Where it stands.
    keadaan: KeadaanHak,
    /// What became of each kind of data.
    hasil: Vec<HasilHakView>,
    /// The answer.
    jawaban: Option<String>,
    /// The officer who wrote it down.
    dicatat_oleh: Option<Uuid>,
    /// When the clock began.
    #[serde(with = "time::serde::rfc3339")]
    diterima_pada: OffsetDateTime,
    /// When it ends: 3 x 24 hours later.
    #[serde(with = "time::serde::rfc3339")]
    batas_pada: OffsetDateTime,
    /// Minutes that are left; negative once it is late, null once it was decided.
    sisa_menit: Option<i64>,
    /// Who decided.
    diputuskan_oleh: Option<Uuid>,
    /// When.
    #[serde(with = "time::serde::rfc3339::option")]
    diputuskan_pada: Option<OffsetDateTime>,
    /// Until when the copy may be fetched.
    #[serde(with = "time::serde::rfc3339::option")]
    unduh_sampai: Option<OffsetDateTime>,
    /// When the resident fetched it.
    #[serde(with = "time::serde::rfc3339::option")]
    diunduh_pada: Option<OffsetDateTime>,
}

impl HakSubjekView {
    pub(super) fn baru(hak: HakSubjek, kini: OffsetDateTime) -> Self {
        let (oleh, pada) = hak.diputuskan.unzip();
        let sisa = (hak.batas_pada - kini).whole_minutes();
        Self {
            id: hak.id.uuid(),
            nomor: hak.nomor,
            jenis: hak.jenis.into(),
            verifikasi: VerifikasiHak::kode(hak.verifikasi),
            kontak_id: hak.kontak.map(KontakId::uuid),
            permohonan_id: hak.permohonan.map(PermohonanId::uuid),
            nama: hak.isi.nama,
            identitas: hak.isi.identitas,
            uraian: hak.isi.uraian,
            keadaan: hak.keadaan.into(),
            hasil: hak.hasil.into_iter().map(Into::into).collect(),
            jawaban: hak.jawaban.map(|isi| isi.buka().to_owned()),
            dicatat_oleh: hak.dicatat_oleh.map(PenggunaId::uuid),
            diterima_pada: hak.diterima_pada,
            batas_pada: hak.batas_pada,
            sisa_menit: pada.is_none().then_some(sisa),
            diputuskan_oleh: oleh.map(PenggunaId::uuid),
            diputuskan_pada: pada,
            unduh_sampai: hak.bundel.as_ref().map(|satu| satu.sampai),
            diunduh_pada: hak.bundel.and_then(|satu| satu.diunduh_pada),
        }
    }
}
