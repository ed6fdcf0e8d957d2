//! Collections as clients send and read them.

use loket_domain::{
    cetak::nama_singkat,
    loket::{self, LembarAmbil, SiapDiambil, SyaratLoket},
    nilai::Rahasia,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::kata::{DasarKuasa, Identitas, JenisBukti, KeadaanBukti, Pengambil};
use crate::http::kata::HubunganKuasa;

/// A thing to hand over.
#[derive(Serialize, ToSchema)]
#[schema(as = SiapDiambilView)]
struct SiapView {
    /// Its id.
    id: Uuid,
    /// The document.
    dokumen: String,
    /// Where it lies; null beside a full shelf.
    kode_rak: Option<String>,
    /// Since when it waits.
    #[serde(with = "time::serde::rfc3339")]
    siap_pada: OffsetDateTime,
}

/// A paper that is shown or withdrawn.
#[derive(Serialize, ToSchema)]
struct SyaratLoketView {
    /// Its code.
    kode: String,
    /// As the resident knows it.
    nama: String,
    /// Official form code.
    formulir: Option<String>,
    /// Whether nothing is handed over without it.
    wajib: bool,
}

impl From<SyaratLoket> for SyaratLoketView {
    fn from(satu: SyaratLoket) -> Self {
        let (kode, nama, formulir, wajib) =
            (satu.kode.into(), satu.nama, satu.formulir, satu.wajib);
        Self { kode, nama, formulir, wajib }
    }
}

/// Who was registered to act for the applicant.
#[derive(Serialize, ToSchema)]
struct KuasaTercatat {
    /// In what capacity.
    hubungan: HubunganKuasa,
    /// Their name.
    nama: String,
}

/// What an officer needs to know before handing over.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "nomor": "6311-2026-00042-7",
    "layanan": "KTP-el",
    "nama": "Siti Aminah",
    "kuasa": null,
    "isi": [{ "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "dokumen": "KTP-el", "kode_rak": "R0001", "siap_pada": "2026-11-23T02:00:00Z" }],
    "ditunjukkan": [],
    "ditarik": [{ "kode": "ktp_lama", "nama": "KTP-el lama", "formulir": null, "wajib": true }],
    "bukti_pemohon": false,
    "bukti_kuasa": true
}))]
pub(super) struct LembarAmbilView {
    /// The case.
    permohonan_id: Uuid,
    /// Its number.
    nomor: String,
    /// The service.
    layanan: String,
    /// The applicant, to be compared with the identity that is shown.
    nama: String,
    /// Who was registered to act for them.
    kuasa: Option<KuasaTercatat>,
    /// What waits.
    isi: Vec<SiapView>,
    /// Hardcopy requirements to be shown that were not yet (S-6).
    ditunjukkan: Vec<SyaratLoketView>,
    /// What is to be withdrawn and was not yet.
    ditarik: Vec<SyaratLoketView>,
    /// Whether a photo or signature is needed when the applicant comes.
    bukti_pemohon: bool,
    /// The same when somebody comes for them.
    bukti_kuasa: bool,
}

impl From<LembarAmbil> for LembarAmbilView {
    fn from(lembar: LembarAmbil) -> Self {
        let siap = |satu: SiapDiambil| SiapView {
            id: satu.id.uuid(),
            dokumen: satu.dokumen,
            kode_rak: satu.kode_rak,
            siap_pada: satu.siap_pada,
        };
        Self {
            permohonan_id: lembar.permohonan.uuid(),
            nomor: lembar.nomor,
            layanan: lembar.layanan,
            nama: lembar.nama.buka().to_owned(),
            kuasa: lembar.kuasa.map(|(hubungan, nama)| KuasaTercatat {
                hubungan: hubungan.into(),
                nama: nama.buka().to_owned(),
            }),
            isi: lembar.isi.into_iter().map(siap).collect(),
            ditunjukkan: lembar.ditunjukkan.into_iter().map(Into::into).collect(),
            ditarik: lembar.ditarik.into_iter().map(Into::into).collect(),
            bukti_pemohon: lembar.bukti.0,
            bukti_kuasa: lembar.bukti.1,
        }
    }
}

/// Evidence to announce.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BuktiLoketRequest, example = json!({
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01", "jenis": "foto", "tipe": "image/jpeg", "ukuran": 182_113
}))]
pub(super) struct BuktiRequest {
    /// The case.
    pub permohonan_id: Uuid,
    /// Kind.
    pub jenis: JenisBukti,
    /// `image/jpeg` or `image/png`.
    pub tipe: String,
    /// Bytes that will be put, at most 5 MB.
    #[schema(minimum = 1, maximum = 5_242_880)]
    pub ukuran: u64,
}

/// Evidence.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e05", "jenis": "foto", "keadaan": "sah"
}))]
pub(super) struct BuktiView {
    /// Its id.
    id: Uuid,
    /// Kind.
    jenis: JenisBukti,
    /// Where it stands.
    keadaan: KeadaanBukti,
}

impl From<loket::Bukti> for BuktiView {
    fn from(satu: loket::Bukti) -> Self {
        Self { id: satu.id.uuid(), jenis: satu.jenis.into(), keadaan: satu.keadaan.into() }
    }
}

/// A hand-over at the counter.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kode": "K7P-4XWQ", "pengambil": "pemohon", "identitas": "ktp_el", "akhir_identitas": "0001", "ditarik": ["ktp_lama"]
}))]
pub(super) struct PengambilanRequest {
    /// The pickup code, or the registration number.
    kode: String,
    /// What is handed over; everything that waits of the case when empty.
    #[serde(default)]
    isi: Vec<Uuid>,
    /// Who came.
    pengambil: Pengambil,
    /// Their name, unless the applicant came.
    nama: Option<String>,
    /// What they showed.
    identitas: Identitas,
    /// Its last four characters.
    akhir_identitas: Option<String>,
    /// How they stand to the applicant, unless the applicant came.
    hubungan: Option<String>,
    /// On what they collect, with `pengambil` = `kuasa`.
    dasar_kuasa: Option<DasarKuasa>,
    /// Photo or signature, where the office wants one.
    bukti_id: Option<Uuid>,
    /// Codes of the hardcopy requirements that were shown.
    #[serde(default)]
    ditunjukkan: Vec<String>,
    /// Codes of the old cards and papers that were withdrawn.
    #[serde(default)]
    ditarik: Vec<String>,
}

impl PengambilanRequest {
    pub(super) fn menjadi(self, idempotensi: (String, Vec<u8>)) -> loket::AmbilDokumen {
        loket::AmbilDokumen {
            kode: self.kode,
            isi: self.isi.into_iter().map(Into::into).collect(),
            pengambil: self.pengambil.into(),
            nama: self.nama.map(Rahasia::new),
            identitas: self.identitas.into(),
            akhir_identitas: self.akhir_identitas.map(Rahasia::new),
            hubungan: self.hubungan,
            dasar_kuasa: self.dasar_kuasa.map(Into::into),
            bukti: self.bukti_id.map(Into::into),
            ditunjukkan: self.ditunjukkan,
            ditarik: self.ditarik,
            idempotensi,
        }
    }
}

/// A collection.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e06",
    "nomor": "TT-2026-00001",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "permohonan_nomor": "6311-2026-00042-7",
    "pengambil": "pemohon",
    "nama": "Siti A.",
    "identitas": "ktp_el",
    "dokumen": ["KTP-el"],
    "ditunjukkan": [],
    "ditarik": ["KTP-el lama"],
    "pada": "2026-11-23T03:00:00Z",
    "petugas": "Halimah Contoh",
    "dibatalkan_pada": null,
    "tahap_selesai": true
}))]
pub(super) struct PengambilanView {
    /// Its id.
    id: Uuid,
    /// The number of its receipt.
    nomor: String,
    /// The case.
    permohonan_id: Uuid,
    /// Registration number of the case.
    permohonan_nomor: String,
    /// Who came.
    pengambil: Pengambil,
    /// Their name, shortened.
    nama: String,
    /// What they showed.
    identitas: Identitas,
    /// How they stand to the applicant.
    hubungan: Option<String>,
    /// On what they collected.
    dasar_kuasa: Option<DasarKuasa>,
    /// Photo or signature.
    bukti_id: Option<Uuid>,
    /// What was taken.
    dokumen: Vec<String>,
    /// Codes of hardcopy requirements that were shown.
    ditunjukkan: Vec<String>,
    /// What was withdrawn; left out right after handing over.
    ditarik: Option<Vec<String>>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
    /// The officer; left out right after handing over.
    petugas: Option<String>,
    /// When it was called off; null while it counts.
    #[serde(with = "time::serde::rfc3339::option")]
    dibatalkan_pada: Option<OffsetDateTime>,
    /// Whether the step of the SOP was passed with it; only right after handing over.
    tahap_selesai: Option<bool>,
}

impl From<loket::Pengambilan> for PengambilanView {
    fn from(satu: loket::Pengambilan) -> Self {
        Self {
            id: satu.id.uuid(),
            nomor: satu.nomor,
            permohonan_id: satu.permohonan.uuid(),
            permohonan_nomor: satu.permohonan_nomor,
            pengambil: satu.pengambil.into(),
            nama: nama_singkat(satu.nama.buka()),
            identitas: satu.identitas.into(),
            hubungan: satu.hubungan,
            dasar_kuasa: satu.dasar_kuasa.map(Into::into),
            bukti_id: satu.bukti.map(loket_domain::loket::BuktiId::uuid),
            dokumen: satu.isi.into_iter().map(|isi| isi.nama).collect(),
            ditunjukkan: satu.ditunjukkan.into_iter().map(Into::into).collect(),
            ditarik: None,
            pada: satu.pada,
            petugas: None,
            dibatalkan_pada: satu.batal.map(|batal| batal.pada),
            tahap_selesai: None,
        }
    }
}

impl PengambilanView {
    pub(super) fn hasil(hasil: loket::HasilAmbil) -> Self {
        Self { tahap_selesai: Some(hasil.tahap_selesai), ..hasil.pengambilan.into() }
    }

    pub(super) fn lengkap(
        satu: loket::Pengambilan,
        petugas: String,
        ditarik: Vec<loket::Ditarik>,
    ) -> Self {
        let ditarik = ditarik.into_iter().map(|lama| lama.nama).collect();
        Self { petugas: Some(petugas), ditarik: Some(ditarik), ..satu.into() }
    }
}

/// Why a collection is called off.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PembatalanPengambilanRequest, example = json!({ "alasan": "Kartu milik orang lain terambil." }))]
pub(super) struct PembatalanRequest {
    /// At most 500 characters.
    pub alasan: String,
}
