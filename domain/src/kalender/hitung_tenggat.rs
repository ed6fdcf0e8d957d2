//! Ask the calendar when something would be due, and why.

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{BukanDurasi, Durasi, GalatJam, GalatKalender, Jam, Ringkasan, kelola::tanpa_kalender};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Bentrok, Galat, PortError},
    ports::Ports,
};

/// Compute a deadline.
#[derive(Clone, Debug)]
pub struct HitungTenggat {
    /// When it would come in, RFC 3339.
    pub mulai: String,
    /// How long it may take, such as `3 hari_kerja` or `1-7 hari_kerja`.
    pub durasi: String,
}

/// A computed deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenggatTerhitung {
    /// How long it may take.
    pub durasi: Durasi,
    /// What a clock started then would show.
    pub ringkasan: Ringkasan,
    /// Why it is due then, line by line.
    pub penjelasan: Vec<String>,
}

impl HitungTenggat {
    /// The deadline by the calendar as it is now.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<TenggatTerhitung, Galat> {
        pelaku.petugas(Izin::KalenderKelola)?;
        let mulai = baca_saat(&self.mulai)?;
        let durasi: Durasi = self.durasi.parse().map_err(|salah: BukanDurasi| {
            Galat::isian("durasi", "durasi_tidak_sah", format!("Durasi tidak terbaca: {salah}."))
        })?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let kalender = work.katalog().kalender().await?.ok_or_else(tanpa_kalender)?;
        let jam = Jam::mulai(mulai);
        Ok(TenggatTerhitung {
            durasi,
            ringkasan: jam.ringkas(&kalender, durasi, mulai).map_err(tak_terhitung)?,
            penjelasan: jam.penjelasan(&kalender, durasi, mulai).map_err(tak_terhitung)?,
        })
    }
}

/// A moment of a query; the `+` of its offset may have come as a blank.
fn baca_saat(teks: &str) -> Result<OffsetDateTime, Galat> {
    OffsetDateTime::parse(&teks.trim().replace(' ', "+"), &Rfc3339).map_err(|_| {
        Galat::isian("mulai", "waktu_tidak_sah", "Tulis waktu seperti 2026-11-23T08:00:00+07:00.")
    })
}

fn tak_terhitung(galat: GalatJam) -> Galat {
    match galat {
        GalatJam::Kalender(GalatKalender::TerlaluJauh) => Galat::isian(
            "durasi",
            "terlalu_jauh",
            "Tenggat sejauh itu tidak dihitung; paling jauh dua puluh tahun.",
        ),
        GalatJam::Kalender(GalatKalender::TanpaJamKerja) => Bentrok::baru(
            "tanpa_jam_kerja",
            "Kalender tidak memuat jam kerja dalam dua tahun sejak waktu itu.",
        )
        .into(),
        lain => PortError::tak_terduga(lain).into(),
    }
}
