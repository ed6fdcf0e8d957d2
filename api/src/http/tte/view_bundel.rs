//! The queue and bundles as clients send and read them.

use loket_domain::{
    dokumen::{
        self, BarisMeja, Bundel, Butir, DokumenMeja, DrafTerbuka, HitunganButir, Penilaian,
        RincianBundel, SebabHenti, Tahanan,
    },
    halaman::Lembar,
    id::Id,
    nilai::Rahasia,
    sop::TugasId,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::{kata::hex, problem::Problem};

/// A document at the desk.
#[derive(Serialize, ToSchema)]
struct DokumenMejaView {
    /// Its id; `unduhDokumen` gives a link to it.
    id: Uuid,
    /// As the resident knows it.
    nama: String,
    /// The product of the service.
    produk: String,
    /// Which version.
    versi: u32,
    /// SHA-256 of the draft, lower-case hex.
    sha256: String,
    /// Whether it is signed already, in an earlier run that was cut off.
    sah: bool,
}

impl From<DokumenMeja> for DokumenMejaView {
    fn from(satu: DokumenMeja) -> Self {
        Self {
            id: satu.id.uuid(),
            nama: satu.nama,
            produk: satu.produk.into(),
            versi: satu.versi,
            sha256: hex(&satu.sha256),
            sah: satu.sah,
        }
    }
}

/// What holds up a signature.
#[derive(Serialize, ToSchema)]
struct TahananView {
    /// The interruption.
    gangguan_id: Uuid,
    /// Why, as a stable code such as `sertifikat_expired` or `tanpa_pemegang`; null when an officer said so.
    kode: Option<String>,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    sejak: OffsetDateTime,
}

/// A TTE tugas that waits for me.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "tugas_id": "0198c7a2-0003-7a31-8d3c-2f6f4c1b9e00",
    "permohonan_id": "0198c7a2-0002-7a31-8d3c-2f6f4c1b9e00",
    "nomor": "6311-2026-000123",
    "layanan": "akta_kelahiran",
    "layanan_nama": "Akta kelahiran",
    "prioritas": false,
    "dibuka_pada": "2026-11-23T01:00:00Z",
    "dokumen": [{ "id": "0198c7a2-0001-7a31-8d3c-2f6f4c1b9e00", "nama": "Kutipan Akta Kelahiran", "produk": "akta",
        "versi": 1, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "sah": false }],
    "bundel_id": null,
    "percobaan_id": null,
    "tahanan": null
}))]
struct AntreanView {
    /// The tugas.
    tugas_id: Uuid,
    /// The case.
    permohonan_id: Uuid,
    /// Its number.
    nomor: String,
    /// The service.
    layanan: String,
    /// Its name.
    layanan_nama: String,
    /// Whether it goes before others.
    prioritas: bool,
    /// Since when it waits.
    #[serde(with = "time::serde::rfc3339")]
    dibuka_pada: OffsetDateTime,
    /// What is to be signed.
    dokumen: Vec<DokumenMejaView>,
    /// The bundle it is in now.
    bundel_id: Option<Uuid>,
    /// An attempt at it whose end nobody knows; it has to be settled first.
    percobaan_id: Option<Uuid>,
    /// What holds it up.
    tahanan: Option<TahananView>,
}

fn antrean(satu: BarisMeja, tahan: Option<Tahanan>) -> AntreanView {
    AntreanView {
        tugas_id: satu.tugas.uuid(),
        permohonan_id: satu.permohonan.uuid(),
        nomor: satu.nomor.as_str().to_owned(),
        layanan: satu.layanan.into(),
        layanan_nama: satu.layanan_nama,
        prioritas: satu.prioritas,
        dibuka_pada: satu.dibuka_pada,
        dokumen: satu.dokumen.into_iter().map(Into::into).collect(),
        bundel_id: satu.bundel.map(|(id, ..)| id.uuid()),
        percobaan_id: satu.belum_tuntas.map(Id::uuid),
        tahanan: tahan.map(|tahan| TahananView {
            gangguan_id: tahan.gangguan.uuid(),
            kode: tahan.kode.map(Into::into),
            sejak: tahan.sejak,
        }),
    }
}

/// One page of the signing queue.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarAntrean {
    /// Vulnerable applicants first, then the oldest.
    data: Vec<AntreanView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<(BarisMeja, Option<Tahanan>)>> for LembarAntrean {
    fn from(lembar: Lembar<(BarisMeja, Option<Tahanan>)>) -> Self {
        let data = lembar.baris.into_iter().map(|(satu, tahan)| antrean(satu, tahan)).collect();
        Self { data, berikut: lembar.berikut }
    }
}

/// A bundle to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "tugas": ["0198c7a2-0003-7a31-8d3c-2f6f4c1b9e00"] }))]
pub(super) struct BundelRequest {
    /// TTE tugas of my queue.
    #[schema(min_items = 1, max_items = 500)]
    pub tugas: Vec<Uuid>,
}

/// Where a bundle stands.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum KeadaanBundel {
    Meninjau,
    Berjalan,
    Terhenti,
    Selesai,
    Dibatalkan,
}

impl From<dokumen::KeadaanBundel> for KeadaanBundel {
    fn from(keadaan: dokumen::KeadaanBundel) -> Self {
        match keadaan {
            dokumen::KeadaanBundel::Meninjau => Self::Meninjau,
            dokumen::KeadaanBundel::Berjalan => Self::Berjalan,
            dokumen::KeadaanBundel::Terhenti => Self::Terhenti,
            dokumen::KeadaanBundel::Selesai => Self::Selesai,
            dokumen::KeadaanBundel::Dibatalkan => Self::Dibatalkan,
        }
    }
}

/// How many items stand where.
#[derive(Serialize, ToSchema)]
struct HitunganView {
    /// Not begun.
    menunggu: u32,
    /// Under way.
    berjalan: u32,
    /// Signed, verified and passed on.
    berhasil: u32,
    /// Not signed; back in the queue.
    gagal: u32,
    /// To be settled by a person.
    tidak_diketahui: u32,
    /// Taken out.
    dikeluarkan: u32,
}

impl From<HitunganButir> for HitunganView {
    fn from(
        [menunggu, berjalan, berhasil, gagal, tidak_diketahui, dikeluarkan]: HitunganButir,
    ) -> Self {
        Self { menunggu, berjalan, berhasil, gagal, tidak_diketahui, dikeluarkan }
    }
}

/// A bundle in a list.
#[derive(Serialize, ToSchema)]
struct RingkasBundelView {
    /// Its id.
    id: Uuid,
    /// Where it stands.
    keadaan: KeadaanBundel,
    /// Why it stopped: `kunci_salah`, `tidak_terkirim`, `proses_berhenti`.
    sebab: Option<&'static str>,
    /// How many samples are reviewed.
    contoh: u32,
    /// How far it is.
    hitungan: HitunganView,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it ended.
    #[serde(with = "time::serde::rfc3339::option")]
    selesai_pada: Option<OffsetDateTime>,
}

fn ringkas(bundel: &Bundel, hitungan: HitunganButir) -> RingkasBundelView {
    RingkasBundelView {
        id: bundel.id.uuid(),
        keadaan: bundel.keadaan.into(),
        sebab: bundel.sebab.map(SebabHenti::kata),
        contoh: bundel.contoh,
        hitungan: hitungan.into(),
        dibuat_pada: bundel.dibuat_pada,
        selesai_pada: bundel.selesai_pada,
    }
}

/// One page of bundles.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarBundel {
    /// The newest first.
    data: Vec<RingkasBundelView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<(Bundel, HitunganButir)>> for LembarBundel {
    fn from(lembar: Lembar<(Bundel, HitunganButir)>) -> Self {
        let data = lembar.baris.iter().map(|(satu, hitungan)| ringkas(satu, *hitungan)).collect();
        Self { data, berikut: lembar.berikut }
    }
}

/// Something that was left out of a new bundle.
#[derive(Serialize, ToSchema)]
struct DitolakView {
    /// The tugas.
    tugas_id: Uuid,
    /// Why: `tidak_dalam_antrean`, `tte_belum_tuntas`, `sudah_dibundel`, `draf_kurang`, `tte_di_siak`.
    kode: &'static str,
}

/// A bundle that was made.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "contoh": 3,
    "ditolak": [{ "tugas_id": "0198c7a2-0003-7a31-8d3c-2f6f4c1b9e00", "kode": "tte_di_siak" }]
}))]
pub(super) struct BundelBaruView {
    /// Its id.
    id: Uuid,
    /// How many samples are to be reviewed.
    contoh: u32,
    /// What was left out.
    ditolak: Vec<DitolakView>,
}

impl BundelBaruView {
    pub(super) fn baru(bundel: &Bundel, ditolak: Vec<(TugasId, &'static str)>) -> Self {
        let ditolak =
            ditolak.into_iter().map(|(id, kode)| DitolakView { tugas_id: id.uuid(), kode });
        Self { id: bundel.id.uuid(), contoh: bundel.contoh, ditolak: ditolak.collect() }
    }
}

/// An item of a bundle.
#[derive(Serialize, ToSchema)]
struct ButirView {
    /// The tugas.
    tugas_id: Uuid,
    /// The case.
    permohonan_id: Uuid,
    /// Its number.
    nomor: String,
    /// The service's name.
    layanan_nama: String,
    /// What is signed.
    dokumen: Vec<DokumenMejaView>,
    /// `menunggu`, `berjalan`, `berhasil`, `gagal`, `tidak_diketahui` or `dikeluarkan`.
    keadaan: &'static str,
    /// Why it failed or was taken out, as a stable code.
    kode: Option<String>,
    /// The same in the signer's words.
    alasan: Option<String>,
    /// Whether it is to be reviewed before the bundle is signed.
    contoh: bool,
    /// When its drafts were opened.
    #[serde(with = "time::serde::rfc3339::option")]
    dibuka_pada: Option<OffsetDateTime>,
    /// When it was judged fit.
    #[serde(with = "time::serde::rfc3339::option")]
    layak_pada: Option<OffsetDateTime>,
    /// When it ended.
    #[serde(with = "time::serde::rfc3339::option")]
    selesai_pada: Option<OffsetDateTime>,
    /// An attempt at it whose end nobody knows.
    percobaan_id: Option<Uuid>,
}

fn butir((butir, baris, contoh): (Butir, BarisMeja, bool)) -> ButirView {
    ButirView {
        tugas_id: butir.tugas.uuid(),
        permohonan_id: butir.permohonan.uuid(),
        nomor: baris.nomor.as_str().to_owned(),
        layanan_nama: baris.layanan_nama,
        dokumen: baris.dokumen.into_iter().map(Into::into).collect(),
        keadaan: butir.keadaan.kata(),
        kode: butir.kode,
        alasan: butir.alasan.map(|alasan| alasan.buka().to_owned()),
        contoh,
        dibuka_pada: butir.dibuka_pada,
        layak_pada: butir.layak_pada,
        selesai_pada: butir.selesai_pada,
        percobaan_id: baris.belum_tuntas.map(Id::uuid),
    }
}

/// A bundle with all that is in it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "keadaan": "berjalan", "sebab": null, "contoh": 3,
    "hitungan": { "menunggu": 120, "berjalan": 4, "berhasil": 75, "gagal": 1, "tidak_diketahui": 0, "dikeluarkan": 0 },
    "dibuat_pada": "2026-11-23T01:00:00Z", "selesai_pada": null, "butir": []
}))]
pub(super) struct BundelView {
    #[serde(flatten)]
    ringkas: RingkasBundelView,
    /// Every item, in the order of signing.
    butir: Vec<ButirView>,
}

impl From<RincianBundel> for BundelView {
    fn from(rincian: RincianBundel) -> Self {
        Self {
            ringkas: ringkas(&rincian.bundel, rincian.hitungan()),
            butir: rincian.butir.into_iter().map(butir).collect(),
        }
    }
}

/// A draft to look at.
#[derive(Serialize, ToSchema)]
struct DrafView {
    /// The document.
    dokumen_id: Uuid,
    /// As the resident knows it.
    nama: String,
    /// Good for five minutes.
    url: String,
}

/// The drafts of an item.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "data": [{
    "dokumen_id": "0198c7a2-0001-7a31-8d3c-2f6f4c1b9e00", "nama": "Kutipan Akta Kelahiran",
    "url": "https://s3.contoh.go.id/loket/balangan/dokumen/9f8e7d?X-Amz-Signature=contoh"
}] }))]
pub(super) struct DaftarDrafView {
    /// One link per document.
    data: Vec<DrafView>,
}

impl From<Vec<DrafTerbuka>> for DaftarDrafView {
    fn from(semua: Vec<DrafTerbuka>) -> Self {
        let data = semua.into_iter().map(|satu| DrafView {
            dokumen_id: satu.dokumen.uuid(),
            nama: satu.nama,
            url: satu.url,
        });
        Self { data: data.collect() }
    }
}

/// A judgement.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "layak": false, "alasan": "Nama ibu salah tulis.", "keputusan": "kembalikan" }))]
pub(super) struct PenilaianRequest {
    /// Whether it is fit to be signed; when not, it is taken out of the bundle.
    layak: bool,
    /// Why not; at most 500 characters.
    #[serde(default)]
    alasan: Option<String>,
    /// The outcome of the step with which it is sent back at once; without one it stays in the queue.
    #[serde(default)]
    keputusan: Option<String>,
}

impl PenilaianRequest {
    pub(super) fn menjadi(self) -> Result<Penilaian, Problem> {
        match (self.layak, self.alasan, self.keputusan) {
            (true, None, None) => Ok(Penilaian::Layak),
            (true, ..) => Err(Problem::isian(
                "/layak",
                "penilaian_rancu",
                "Dokumen yang layak dinilai tanpa alasan dan keputusan.",
            )),
            (false, alasan, keputusan) => Ok(Penilaian::TidakLayak {
                alasan: Rahasia::new(alasan.unwrap_or_default()),
                keputusan,
            }),
        }
    }
}
