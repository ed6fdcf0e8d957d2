//! Print jobs, eligibility and counts as clients send and read them.

use loket_domain::{
    akses::PenggunaId,
    halaman::Lembar,
    kartu::{BarisCakupan, BarisCetak, Cakupan, CetakKartu, FaktaAnak, JawabanKia, PencetakId},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::kata::{JenisKartu, KeadaanCetak, SebabKembali, SebabRusak, tanggal};
use crate::http::problem::Problem;

/// Cards to take for a printer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "pencetak_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "jumlah": 5 }))]
pub(super) struct KlaimRequest {
    /// The printer.
    pub pencetak_id: Uuid,
    /// Only cards of this kind; all that the printer prints when absent.
    pub jenis: Option<JenisKartu>,
    /// How many at most, 1 to 20; 1 when absent.
    #[schema(minimum = 1, maximum = 20)]
    pub jumlah: Option<u32>,
}

/// A card that was printed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "nomor_seri": "KIA00012345" }))]
pub(super) struct TercetakRequest {
    /// Serial number of the blank card, where the office keeps it.
    pub nomor_seri: Option<String>,
}

/// A card that was spoilt.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "sebab": "cetak_buram" }))]
pub(super) struct RusakRequest {
    /// Why.
    pub sebab: SebabRusak,
    /// Serial number of the blank card.
    pub nomor_seri: Option<String>,
    /// A note for colleagues, at most 300 characters; required for `lain`.
    pub catatan: Option<String>,
}

/// A card that cannot be printed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "sebab": "foto_tidak_layak" }))]
pub(super) struct KembaliRequest {
    /// Why.
    pub sebab: SebabKembali,
    /// A note for colleagues, at most 300 characters; required for `lain`.
    pub catatan: Option<String>,
}

/// A print job.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "tugas_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02",
    "dokumen_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e03",
    "jenis": "kia",
    "unit": "kecamatan",
    "prioritas": true,
    "tenggat": "2026-01-06T09:00:00Z",
    "masuk_pada": "2026-01-05T02:00:00Z",
    "giliran": "2026-01-03T02:00:00Z",
    "ulang": false,
    "rombongan": null,
    "keadaan": "menunggu",
    "alasan": null,
    "gagal": 0,
    "pencetak_id": null,
    "oleh": null
}))]
pub(super) struct CetakView {
    /// Its id.
    id: Uuid,
    /// The case.
    permohonan_id: Uuid,
    /// The tugas of the SOP that waits for it.
    tugas_id: Uuid,
    /// The document that it makes.
    dokumen_id: Uuid,
    /// On which blank card.
    jenis: JenisKartu,
    /// The unit of the case.
    unit: Option<String>,
    /// Whether the applicant is in a vulnerable group.
    prioritas: bool,
    /// When the case is due.
    #[serde(with = "time::serde::rfc3339::option")]
    tenggat: Option<OffsetDateTime>,
    /// When it entered the queue.
    #[serde(with = "time::serde::rfc3339")]
    masuk_pada: OffsetDateTime,
    /// Its turn: the earlier, the sooner.
    #[serde(with = "time::serde::rfc3339")]
    giliran: OffsetDateTime,
    /// Whether a card was spoilt on it, so that it goes before all others.
    ulang: bool,
    /// The batch it is printed with.
    rombongan: Option<String>,
    /// Where it stands.
    keadaan: KeadaanCetak,
    /// Why it is held back or was given back, as a stable code.
    alasan: Option<String>,
    /// Cards spoilt on it since it entered the queue.
    gagal: u16,
    /// The printer it was taken for.
    pencetak_id: Option<Uuid>,
    /// Who took it.
    oleh: Option<Uuid>,
}

impl From<CetakKartu> for CetakView {
    fn from(satu: CetakKartu) -> Self {
        Self {
            id: satu.id.uuid(),
            permohonan_id: satu.permohonan.uuid(),
            tugas_id: satu.tugas.uuid(),
            dokumen_id: satu.dokumen.uuid(),
            jenis: satu.jenis.into(),
            unit: satu.unit.map(Into::into),
            prioritas: satu.prioritas,
            tenggat: satu.tenggat,
            masuk_pada: satu.masuk_pada,
            giliran: satu.giliran,
            ulang: satu.ulang,
            rombongan: (!satu.rombongan.is_empty()).then_some(satu.rombongan),
            keadaan: satu.keadaan.into(),
            alasan: satu.alasan,
            gagal: satu.gagal,
            pencetak_id: satu.pencetak.map(PencetakId::uuid),
            oleh: satu.oleh.map(PenggunaId::uuid),
        }
    }
}

/// A print job in the queue.
#[derive(Serialize, ToSchema)]
pub(super) struct BarisCetakView {
    /// Registration number of the case.
    nomor: String,
    /// The service.
    layanan_nama: String,
    /// The job.
    #[serde(flatten)]
    cetak: CetakView,
}

impl From<BarisCetak> for BarisCetakView {
    fn from(satu: BarisCetak) -> Self {
        Self { nomor: satu.nomor, layanan_nama: satu.layanan_nama, cetak: satu.cetak.into() }
    }
}

/// Cards that were taken.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarCetak {
    /// In the order of the queue.
    data: Vec<BarisCetakView>,
}

impl From<Vec<BarisCetak>> for DaftarCetak {
    fn from(semua: Vec<BarisCetak>) -> Self {
        Self { data: semua.into_iter().map(Into::into).collect() }
    }
}

/// One page of the queue.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarCetak {
    /// Whose turn it is first.
    data: Vec<BarisCetakView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<BarisCetak>> for LembarCetak {
    fn from(lembar: Lembar<BarisCetak>) -> Self {
        let data = lembar.baris.into_iter().map(Into::into).collect();
        Self { data, berikut: lembar.berikut }
    }
}

/// What a parent says about a child; nothing is stored.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "tanggal_lahir": "2020-05-05", "terdaftar": true, "punya_akta": false }))]
pub(super) struct KelayakanRequest {
    /// The birthday, `YYYY-MM-DD`.
    tanggal_lahir: Option<String>,
    /// Whether the child is registered: it has a NIK.
    terdaftar: Option<bool>,
    /// Whether it has an akta kelahiran.
    punya_akta: Option<bool>,
}

impl KelayakanRequest {
    pub(super) fn menjadi(self) -> Result<FaktaAnak, Problem> {
        Ok(FaktaAnak {
            lahir: tanggal("/tanggal_lahir", self.tanggal_lahir.as_deref())?,
            terdaftar: self.terdaftar,
            punya_akta: self.punya_akta,
        })
    }
}

/// Why a child gets no KIA, or not yet.
#[derive(Serialize, ToSchema)]
#[schema(as = HalanganKartuView)]
pub(super) struct HalanganView {
    /// A stable code.
    kode: &'static str,
    /// The reason and the way, for the parent.
    kalimat: String,
}

/// A service by which to go on.
#[derive(Serialize, ToSchema)]
pub(super) struct JalanView {
    /// Its code.
    layanan: String,
    /// Its name.
    nama: String,
}

/// How a child stands by the office's rule.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "layak": false,
    "umur": 6,
    "umur_maks": 16,
    "perlu_foto": true,
    "halangan": [{
        "kode": "kia_belum_berakta",
        "kalimat": "Anak belum punya akta kelahiran. Akta diterbitkan dahulu, lalu KIA dicetak."
    }],
    "jalan": [{ "layanan": "one_three", "nama": "One Three" }]
}))]
pub(super) struct KelayakanView {
    /// Whether nothing stands in the way.
    layak: bool,
    /// Whole years of age today, where the birthday is known.
    umur: Option<u16>,
    /// The last whole year of age by the office's rule.
    umur_maks: u16,
    /// Whether two prints of 2×3 cm are brought; null without a birthday.
    perlu_foto: Option<bool>,
    /// Why not, or not yet.
    halangan: Vec<HalanganView>,
    /// Services by which to go on, the best first.
    jalan: Vec<JalanView>,
}

impl From<JawabanKia> for KelayakanView {
    fn from(jawaban: JawabanKia) -> Self {
        let halangan = jawaban
            .nilai
            .halangan
            .into_iter()
            .map(|satu| HalanganView { kode: satu.kode(), kalimat: satu.kalimat(jawaban.aturan) });
        let halangan: Vec<_> = halangan.collect();
        let jalan = jawaban.jalan.into_iter();
        Self {
            layak: halangan.is_empty(),
            umur: jawaban.nilai.umur,
            umur_maks: jawaban.aturan.umur_maks,
            perlu_foto: jawaban.nilai.perlu_foto,
            halangan,
            jalan: jalan.map(|(kode, nama)| JalanView { layanan: kode.into(), nama }).collect(),
        }
    }
}

/// A count.
#[derive(Serialize, ToSchema)]
struct BarisCakupanView {
    /// What was printed.
    jenis: JenisKartu,
    /// Whole years of age when it was printed; null where the birthday is not known.
    umur: Option<u16>,
    /// The unit of the case; null for none.
    unit: Option<String>,
    /// How many cards.
    jumlah: u64,
}

/// Cards that were printed, counted by age and place.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "dari": "2026-01-01", "sampai": "2026-01-31",
    "data": [{ "jenis": "kia", "umur": 6, "unit": "desa_ledug", "jumlah": 14 }]
}))]
pub(super) struct CakupanView {
    /// The first day.
    dari: String,
    /// The last day.
    sampai: String,
    /// The counts.
    data: Vec<BarisCakupanView>,
}

impl From<Cakupan> for CakupanView {
    fn from(cakupan: Cakupan) -> Self {
        let baris = |satu: BarisCakupan| BarisCakupanView {
            jenis: satu.jenis.into(),
            umur: satu.umur,
            unit: satu.unit.map(Into::into),
            jumlah: satu.jumlah,
        };
        Self {
            dari: cakupan.dari.to_string(),
            sampai: cakupan.sampai.to_string(),
            data: cakupan.baris.into_iter().map(baris).collect(),
        }
    }
}
