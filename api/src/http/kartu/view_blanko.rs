//! Blank cards as clients send and read them.

use loket_domain::{
    halaman::Lembar,
    kartu::{
        CetakId,
        blanko::{CatatGerakBlanko, GerakBaru, GerakBlanko, PersediaanBlanko},
    },
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::kata::{JenisKartu, MacamGerak};
use crate::http::problem::Problem;

/// A movement to record.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "jenis": "kia", "unit": "kecamatan",
    "gerak": {
        "macam": "terima", "jumlah": 500, "berita_acara": "027/BA-12/2026",
        "seri_awal": "KIA0001", "seri_akhir": "KIA0500"
    }
}))]
pub(super) struct GerakRequest {
    /// Which card.
    jenis: JenisKartu,
    /// In which unit, by code.
    unit: String,
    /// What happened.
    gerak: IsiGerak,
}

/// What happened to blank cards.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "macam", rename_all = "snake_case", deny_unknown_fields)]
enum IsiGerak {
    /// Received.
    Terima {
        /// How many.
        jumlah: u32,
        /// Number of the berita acara.
        berita_acara: String,
        /// First serial number; with the last.
        seri_awal: Option<String>,
        /// Last serial number.
        seri_akhir: Option<String>,
    },
    /// Spoilt outside the printer.
    Rusak {
        /// How many.
        jumlah: u32,
        /// How; no names.
        alasan: String,
    },
    /// Lost.
    Hilang {
        /// How many.
        jumlah: u32,
        /// How; no names.
        alasan: String,
        /// Number of the report.
        berita_acara: Option<String>,
    },
    /// Given to another unit.
    Pindah {
        /// How many.
        jumlah: u32,
        /// To which unit, by code.
        ke: String,
        /// Number of the berita acara.
        berita_acara: Option<String>,
    },
    /// Counted.
    Opname {
        /// What lies there.
        fisik: u32,
        /// Where a difference comes from; required when there is one.
        alasan: Option<String>,
    },
}

impl GerakRequest {
    pub(super) fn menjadi(
        self,
        idempotensi: (String, Vec<u8>),
    ) -> Result<CatatGerakBlanko, Problem> {
        let gerak = match self.gerak {
            IsiGerak::Terima { jumlah, berita_acara, seri_awal, seri_akhir } => {
                let seri = match (seri_awal, seri_akhir) {
                    (Some(awal), Some(akhir)) => Some((awal, akhir)),
                    (None, None) => None,
                    _ => {
                        let pesan = "Sebutkan nomor seri awal dan akhir, atau tidak keduanya.";
                        return Err(Problem::isian(
                            "/gerak/seri_akhir",
                            "seri_tidak_lengkap",
                            pesan,
                        ));
                    }
                };
                GerakBaru::Terima { jumlah, berita_acara, seri }
            }
            IsiGerak::Rusak { jumlah, alasan } => GerakBaru::Rusak { jumlah, alasan },
            IsiGerak::Hilang { jumlah, alasan, berita_acara } => {
                GerakBaru::Hilang { jumlah, alasan, berita_acara }
            }
            IsiGerak::Pindah { jumlah, ke, berita_acara } => {
                GerakBaru::Pindah { jumlah, ke, berita_acara }
            }
            IsiGerak::Opname { fisik, alasan } => GerakBaru::Opname { fisik, alasan },
        };
        Ok(CatatGerakBlanko { jenis: self.jenis.into(), unit: self.unit, gerak, idempotensi })
    }
}

/// A line of the ledger.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "jenis": "kia",
    "unit": "kecamatan",
    "macam": "terima",
    "jumlah": 500,
    "saldo": 512,
    "unit_lain": null,
    "berita_acara": "027/BA-12/2026",
    "seri_awal": "KIA0001",
    "seri_akhir": "KIA0500",
    "alasan": null,
    "cetak_id": null,
    "tanggal": "2026-01-05",
    "oleh": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "pada": "2026-01-05T02:00:00Z"
}))]
pub(super) struct GerakView {
    /// Its id.
    id: Uuid,
    /// Which card.
    jenis: JenisKartu,
    /// Where.
    unit: String,
    /// Why.
    macam: MacamGerak,
    /// Cards that came, or went when negative.
    jumlah: i64,
    /// The stock after it.
    saldo: u32,
    /// The other unit, for cards given or got.
    unit_lain: Option<String>,
    /// Number of the berita acara.
    berita_acara: Option<String>,
    /// Serial number of the card, or the first of a range.
    seri_awal: Option<String>,
    /// The last of a range.
    seri_akhir: Option<String>,
    /// Why, by code or in words.
    alasan: Option<String>,
    /// The print job that took it.
    cetak_id: Option<Uuid>,
    /// The day at the office.
    tanggal: String,
    /// Who recorded it.
    oleh: Uuid,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

impl From<GerakBlanko> for GerakView {
    fn from(satu: GerakBlanko) -> Self {
        Self {
            id: satu.id,
            jenis: satu.jenis.into(),
            unit: satu.unit.into(),
            macam: satu.macam.into(),
            jumlah: satu.jumlah,
            saldo: satu.saldo,
            unit_lain: satu.unit_lain.map(Into::into),
            berita_acara: satu.berita_acara,
            seri_awal: satu.seri_awal,
            seri_akhir: satu.seri_akhir,
            alasan: satu.alasan,
            cetak_id: satu.cetak.map(CetakId::uuid),
            tanggal: satu.tanggal.to_string(),
            oleh: satu.oleh.uuid(),
            pada: satu.pada,
        }
    }
}

/// One page of the ledger.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarGerak {
    /// The newest first.
    data: Vec<GerakView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<GerakBlanko>> for LembarGerak {
    fn from(lembar: Lembar<GerakBlanko>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// A stock of blank cards.
#[derive(Serialize, ToSchema)]
struct BlankoView {
    /// Which card.
    jenis: JenisKartu,
    /// Where.
    unit: String,
    /// Cards at hand.
    keping: u32,
    /// Cards that the queue of the office will take.
    antre: u64,
    /// Cards used in a hundred working days, at the pace of late.
    per_seratus_hari: u64,
    /// Whole working days that the stock lasts after the queue; null while nothing is used.
    cukup_hari: Option<u64>,
    /// Since when the alarm sounds; null while it does not.
    #[serde(with = "time::serde::rfc3339::option")]
    alarm_sejak: Option<OffsetDateTime>,
    /// When it was counted last; null when never.
    #[serde(with = "time::serde::rfc3339::option")]
    opname_pada: Option<OffsetDateTime>,
}

/// Every stock of blank cards.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "data": [{
    "jenis": "kia", "unit": "kecamatan", "keping": 512, "antre": 12, "per_seratus_hari": 4000,
    "cukup_hari": 12, "alarm_sejak": null, "opname_pada": null
}] }))]
pub(super) struct DaftarBlanko {
    /// By kind and unit.
    data: Vec<BlankoView>,
}

impl From<Vec<PersediaanBlanko>> for DaftarBlanko {
    fn from(semua: Vec<PersediaanBlanko>) -> Self {
        let data = semua.into_iter().map(|satu| BlankoView {
            jenis: satu.saldo.jenis.into(),
            unit: satu.saldo.unit.into(),
            keping: satu.saldo.keping,
            antre: satu.ramalan.antre,
            per_seratus_hari: satu.ramalan.per_seratus_hari,
            cukup_hari: satu.ramalan.hari,
            alarm_sejak: satu.saldo.alarm_sejak,
            opname_pada: satu.saldo.opname_pada,
        });
        Self { data: data.collect() }
    }
}
