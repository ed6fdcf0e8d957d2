//! Machine callers as they are written and read.

use loket_domain::{
    akses::{IsiKlien, Izin, KunciBaru, KunciKlien, RincianKlien},
    halaman::Lembar,
    ports::Ports,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// A machine caller.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "nama": "Aplikasi warga",
    "izin": ["permohonan.baca", "permohonan.buat", "berkas.unggah"],
    "unit": ["kec_paringin"],
    "laju": 120
}))]
pub(super) struct KlienRequest {
    /// Its name.
    nama: String,
    /// Permissions, by code: of `permohonan.baca`, `permohonan.buat`, `permohonan.batal`, `berkas.unggah`, `laporan.baca`.
    izin: Vec<String>,
    /// Units whose cases it may touch, with all below them; all of the office when empty or absent.
    #[serde(default)]
    unit: Vec<String>,
    /// Calls per minute, 1 to 3,000; 120 when absent.
    #[schema(minimum = 1, maximum = 3000)]
    laju: Option<u32>,
}

impl From<KlienRequest> for IsiKlien {
    fn from(isi: KlienRequest) -> Self {
        Self { nama: isi.nama, izin: isi.izin, unit: isi.unit, laju: isi.laju }
    }
}

/// A key that is wanted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = KunciKlienRequest, example = json!({ "hari": 365 }))]
pub(super) struct KunciRequest {
    /// Days it lives, 1 to 400.
    #[serde(default = "setahun")]
    #[schema(minimum = 1, maximum = 400)]
    pub(super) hari: u16,
}

fn setahun() -> u16 {
    365
}

/// A key that was just made.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "kunci": "lk_balangan_3f9a1c07_0000000000000000000000000000000000000000000000000000000000000000",
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e21",
    "awalan": "3f9a1c07",
    "berakhir_pada": "2027-11-21T02:00:00Z"
}))]
pub(super) struct KunciBaruView {
    /// What opens the door, as `Authorization: Bearer`. It is shown this once.
    kunci: String,
    /// Its id.
    id: Uuid,
    /// Its name.
    awalan: String,
    /// When it ends.
    #[serde(with = "time::serde::rfc3339")]
    berakhir_pada: OffsetDateTime,
}

impl From<&KunciBaru> for KunciBaruView {
    fn from(baru: &KunciBaru) -> Self {
        Self {
            kunci: baru.rahasia.buka().to_owned(),
            id: baru.kunci.id.uuid(),
            awalan: baru.kunci.awalan.clone(),
            berakhir_pada: baru.kunci.berakhir_pada,
        }
    }
}

/// One page of machine callers.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarKlien {
    /// The newest first.
    data: Vec<KlienView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl LembarKlien {
    pub(super) fn new(lembar: Lembar<RincianKlien>, ports: &Ports) -> Self {
        let baris = lembar.baris.into_iter();
        Self {
            data: baris.map(|satu| KlienView::new(satu, ports)).collect(),
            berikut: lembar.berikut,
        }
    }
}

/// A machine caller.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e20",
    "nama": "Aplikasi warga",
    "izin": ["permohonan.baca", "permohonan.buat", "berkas.unggah"],
    "unit": ["kec_paringin"],
    "laju": 120,
    "versi": 1,
    "aktif": true,
    "dibuat_oleh": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e03",
    "dibuat_pada": "2026-11-21T02:00:00Z",
    "dicabut_pada": null,
    "terakhir_dipakai": "2026-11-21T03:00:00Z",
    "kunci": [{
        "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e21",
        "awalan": "3f9a1c07",
        "aktif": true,
        "dibuat_pada": "2026-11-21T02:00:00Z",
        "berakhir_pada": "2027-11-21T02:00:00Z",
        "dicabut_pada": null
    }]
}))]
pub(super) struct KlienView {
    /// Its id.
    pub(super) id: Uuid,
    /// Its name.
    nama: String,
    /// Permissions, by code.
    izin: Vec<&'static str>,
    /// Units it is limited to; empty for none.
    unit: Vec<String>,
    /// Calls per minute.
    laju: u32,
    /// Grows with every change.
    pub(super) versi: u64,
    /// Whether it was not ended.
    aktif: bool,
    /// Who set it up.
    dibuat_oleh: Uuid,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it was ended.
    #[serde(with = "time::serde::rfc3339::option")]
    dicabut_pada: Option<OffsetDateTime>,
    /// When it last called, to the hour.
    #[serde(with = "time::serde::rfc3339::option")]
    terakhir_dipakai: Option<OffsetDateTime>,
    /// Its last keys.
    kunci: Vec<KunciView>,
}

/// A key, without what opens the door.
#[derive(Serialize, ToSchema)]
#[schema(as = KunciKlienView)]
struct KunciView {
    /// Its id.
    id: Uuid,
    /// Its name: the eight characters before the last `_` of the key.
    awalan: String,
    /// Whether it opens the door now.
    aktif: bool,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it ends.
    #[serde(with = "time::serde::rfc3339")]
    berakhir_pada: OffsetDateTime,
    /// When it was taken back.
    #[serde(with = "time::serde::rfc3339::option")]
    dicabut_pada: Option<OffsetDateTime>,
}

impl KlienView {
    pub(super) fn new(klien: RincianKlien, ports: &Ports) -> Self {
        let kini = ports.clock.now();
        let aktif = klien.dicabut_pada.is_none();
        let kunci = |satu: KunciKlien| KunciView {
            id: satu.id.uuid(),
            aktif: aktif && satu.hidup(kini),
            awalan: satu.awalan,
            dibuat_pada: satu.dibuat_pada,
            berakhir_pada: satu.berakhir_pada,
            dicabut_pada: satu.dicabut_pada,
        };
        Self {
            id: klien.id.uuid(),
            nama: klien.nama,
            izin: klien.izin.into_iter().map(Izin::kode).collect(),
            unit: klien.unit.into_iter().map(Into::into).collect(),
            laju: klien.laju,
            versi: klien.versi,
            aktif,
            dibuat_oleh: klien.dibuat_oleh.uuid(),
            dibuat_pada: klien.dibuat_pada,
            dicabut_pada: klien.dicabut_pada,
            terakhir_dipakai: klien.terakhir_dipakai,
            kunci: klien.kunci.into_iter().map(kunci).collect(),
        }
    }
}
