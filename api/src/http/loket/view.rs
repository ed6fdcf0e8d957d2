//! The shelf and what was withdrawn, as clients send and read them.

use loket_domain::{
    cetak::nama_singkat,
    halaman::Lembar,
    kalender::baca_tanggal,
    loket::{self, BarisRak, BeritaAcara, IsiBeritaAcara, IsiRak},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::kata::{CaraMusnah, KeadaanDitarik, UmurRak};
use crate::http::problem::Problem;

/// A finished product to put on the shelf.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "produk": "kia" }))]
pub(super) struct TaruhRequest {
    /// The case.
    pub permohonan_id: Uuid,
    /// The product of its service.
    pub produk: String,
}

/// A thing on the shelf. The pickup code is told to the resident only.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "kode_rak": "R0001",
    "siap_pada": "2026-11-23T02:00:00Z"
}))]
pub(super) struct IsiRakView {
    /// Its id.
    id: Uuid,
    /// The case.
    permohonan_id: Uuid,
    /// The name of its slot; null beside a full shelf.
    kode_rak: Option<String>,
    /// Since when it waits.
    #[serde(with = "time::serde::rfc3339")]
    siap_pada: OffsetDateTime,
}

impl From<IsiRak> for IsiRakView {
    fn from(isi: IsiRak) -> Self {
        Self {
            id: isi.id.uuid(),
            permohonan_id: isi.permohonan.uuid(),
            kode_rak: isi.tempat.map(|(_, nama)| nama),
            siap_pada: isi.siap_pada,
        }
    }
}

/// A row of the shelf's list.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "nomor": "6311-2026-00042-7",
    "layanan": "KTP-el",
    "dokumen": "KTP-el",
    "nama": "Siti A.",
    "kode_rak": "R0001",
    "siap_pada": "2026-11-23T02:00:00Z"
}))]
struct BarisRakView {
    /// Its id.
    id: Uuid,
    /// The case.
    permohonan_id: Uuid,
    /// The registration number.
    nomor: String,
    /// The service.
    layanan: String,
    /// The document.
    dokumen: String,
    /// The applicant, shortened.
    nama: String,
    /// The name of its slot; null beside a full shelf.
    kode_rak: Option<String>,
    /// Since when it waits.
    #[serde(with = "time::serde::rfc3339")]
    siap_pada: OffsetDateTime,
}

/// One page of the shelf.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarRak {
    /// The longest waiting first.
    data: Vec<BarisRakView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<BarisRak>> for LembarRak {
    fn from(lembar: Lembar<BarisRak>) -> Self {
        let satu = |baris: BarisRak| BarisRakView {
            id: baris.id.uuid(),
            permohonan_id: baris.permohonan.uuid(),
            nomor: baris.nomor,
            layanan: baris.layanan,
            dokumen: baris.dokumen,
            nama: nama_singkat(baris.nama.buka()),
            kode_rak: baris.kode_rak,
            siap_pada: baris.siap_pada,
        };
        Self { data: lembar.baris.into_iter().map(satu).collect(), berikut: lembar.berikut }
    }
}

/// How many wait, by age.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "data": [{ "umur": "0-3", "jumlah": 12 }] }))]
pub(super) struct DaftarUmur {
    /// Every bucket, the youngest first.
    data: Vec<UmurView>,
}

/// A bucket.
#[derive(Serialize, ToSchema)]
struct UmurView {
    /// Days.
    umur: UmurRak,
    /// How many wait.
    jumlah: u64,
}

impl From<Vec<(loket::UmurRak, u64)>> for DaftarUmur {
    fn from(semua: Vec<(loket::UmurRak, u64)>) -> Self {
        let satu = |(umur, jumlah): (loket::UmurRak, u64)| UmurView { umur: umur.into(), jumlah };
        Self { data: semua.into_iter().map(satu).collect() }
    }
}

/// A withdrawn thing.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e07",
    "pengambilan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e06",
    "nomor": "6311-2026-00042-7",
    "syarat": "ktp_lama",
    "nama": "KTP-el lama",
    "keadaan": "ditarik",
    "pada": "2026-11-23T03:00:00Z"
}))]
struct DitarikView {
    /// Its id.
    id: Uuid,
    /// The collection at which it was withdrawn.
    pengambilan_id: Uuid,
    /// The registration number.
    nomor: String,
    /// The requirement.
    syarat: String,
    /// As the resident knows it.
    nama: String,
    /// Where it stands.
    keadaan: KeadaanDitarik,
    /// When it was withdrawn.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

/// One page of withdrawn things.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarDitarik {
    /// The oldest first.
    data: Vec<DitarikView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<(loket::Ditarik, String)>> for LembarDitarik {
    fn from(lembar: Lembar<(loket::Ditarik, String)>) -> Self {
        let satu = |(satu, nomor): (loket::Ditarik, String)| DitarikView {
            id: satu.id.uuid(),
            pengambilan_id: satu.pengambilan.uuid(),
            nomor,
            syarat: satu.syarat.into(),
            nama: satu.nama,
            keadaan: satu.keadaan.into(),
            pada: satu.pada,
        };
        Self { data: lembar.baris.into_iter().map(satu).collect(), berikut: lembar.berikut }
    }
}

/// The destruction of a batch.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "id": ["0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e07"], "cara": "digunting", "nomor": "470/12/BA/2026",
    "tanggal": "2026-11-30", "saksi": "Hairani Contoh"
}))]
pub(super) struct MusnahRequest {
    /// Which, at most 500.
    pub id: Vec<Uuid>,
    /// How.
    pub cara: CaraMusnah,
    /// Number of the berita acara.
    nomor: String,
    /// Its date, `YYYY-MM-DD`.
    tanggal: String,
    /// The officers who witnessed it.
    saksi: String,
}

/// The return of a batch to the archive.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "id": ["0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00"], "nomor": "470/13/BA/2026", "tanggal": "2026-11-30",
    "saksi": "Hairani Contoh"
}))]
pub(super) struct ArsipRequest {
    /// Which, at most 500.
    pub id: Vec<Uuid>,
    /// Number of the berita acara.
    nomor: String,
    /// Its date, `YYYY-MM-DD`.
    tanggal: String,
    /// The officers who witnessed it.
    saksi: String,
}

fn berita(nomor: String, tanggal: &str, saksi: String) -> Result<IsiBeritaAcara, Problem> {
    let tanggal = baca_tanggal(tanggal).ok_or_else(|| {
        Problem::isian("/tanggal", "tanggal_tidak_sah", "Tulis tanggal sebagai 2026-01-31.")
    })?;
    Ok(IsiBeritaAcara { nomor, tanggal, saksi })
}

impl MusnahRequest {
    pub(super) fn menjadi(self) -> Result<loket::MusnahkanDitarik, Problem> {
        Ok(loket::MusnahkanDitarik {
            id: self.id.into_iter().map(Into::into).collect(),
            cara: self.cara.into(),
            berita_acara: berita(self.nomor, &self.tanggal, self.saksi)?,
        })
    }
}

impl ArsipRequest {
    pub(super) fn menjadi(self) -> Result<loket::ArsipkanRak, Problem> {
        Ok(loket::ArsipkanRak {
            id: self.id.into_iter().map(Into::into).collect(),
            berita_acara: berita(self.nomor, &self.tanggal, self.saksi)?,
        })
    }
}

/// A berita acara.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e08", "nomor": "470/12/BA/2026", "tanggal": "2026-11-30", "jumlah": 1
}))]
pub(super) struct BeritaAcaraView {
    /// Its id.
    id: Uuid,
    /// Its number.
    nomor: String,
    /// Its date.
    tanggal: String,
    /// How many things it is about.
    jumlah: u32,
}

impl From<BeritaAcara> for BeritaAcaraView {
    fn from(satu: BeritaAcara) -> Self {
        let (id, nomor, jumlah) = (satu.id, satu.nomor, satu.jumlah);
        Self { id, nomor, tanggal: satu.tanggal.to_string(), jumlah }
    }
}
