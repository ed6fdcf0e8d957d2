//! Reports of scams: what residents tell of numbers that pretend to be the office.

use async_trait::async_trait;
use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::{KontakId, teks_kanal};
use crate::{
    akses::{Izin, JejakPelaku, Pelaku, PenggunaId},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    halaman::{Halaman, Lembar},
    id::Id,
    nilai::Rahasia,
    outbox::kabari_operasi,
    ports::{Ports, UnitOfWork},
};

/// How many reports of one contact are taken per day.
const SEHARI: u32 = 10;

/// Marks ids of reports.
#[derive(Debug)]
pub enum LaporanTag {}
/// The id of a report.
pub type LaporanId = Id<LaporanTag>;

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeadaanLaporan {
    /// Nobody has looked at it.
    Baru,
    /// Somebody does something about it.
    Ditindak,
    /// Nothing is left to do.
    Selesai,
}

impl KeadaanLaporan {
    /// As it is stored and shown.
    pub fn kode(self) -> &'static str {
        match self {
            Self::Baru => "baru",
            Self::Ditindak => "ditindak",
            Self::Selesai => "selesai",
        }
    }

    /// The one of that code.
    pub fn dari_kode(kode: &str) -> Option<Self> {
        [Self::Baru, Self::Ditindak, Self::Selesai].into_iter().find(|satu| satu.kode() == kode)
    }
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaporanPenipuan {
    /// Its id.
    pub id: LaporanId,
    /// Who reports.
    pub kontak: KontakId,
    /// The number they name.
    pub nomor: Option<Rahasia>,
    /// Their words.
    pub isi: Rahasia,
    /// Where it stands.
    pub keadaan: KeadaanLaporan,
    /// When it was filed.
    pub dibuat_pada: OffsetDateTime,
    /// Who last changed where it stands, and when.
    pub diubah: Option<(PenggunaId, OffsetDateTime)>,
}

/// Reports of one tenant.
#[async_trait]
pub trait LaporanRepository: Send {
    /// Files a report.
    async fn tambah(&mut self, laporan: &LaporanPenipuan) -> Result<(), PortError>;

    /// How many this contact filed since then.
    async fn jumlah_sejak(
        &mut self,
        kontak: KontakId,
        sejak: OffsetDateTime,
    ) -> Result<u32, PortError>;

    /// Reports, the newest first; one row more when there are more.
    async fn daftar(
        &mut self,
        keadaan: Option<KeadaanLaporan>,
        halaman: Halaman,
    ) -> Result<Vec<LaporanPenipuan>, PortError>;

    /// The report, kept from other writers.
    async fn kunci(&mut self, id: LaporanId) -> Result<Option<LaporanPenipuan>, PortError>;

    /// Stores where it stands.
    async fn simpan(&mut self, laporan: &LaporanPenipuan) -> Result<(), PortError>;
}

/// Files what a resident reports; returns the answer to them.
pub(super) async fn lapor(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kontak: KontakId,
    nomor: Option<String>,
    isi: String,
) -> Result<&'static str, Galat> {
    let now = ports.clock.now();
    if work.laporan().jumlah_sejak(kontak, now - Duration::DAY).await? >= SEHARI {
        return Ok(teks_kanal::LAPORAN_CUKUP);
    }
    let laporan = LaporanPenipuan {
        id: ports.ids.id(),
        kontak,
        nomor: nomor.map(Rahasia::new),
        isi: Rahasia::new(isi),
        keadaan: KeadaanLaporan::Baru,
        dibuat_pada: now,
        diubah: None,
    };
    work.laporan().tambah(&laporan).await?;
    let jejak = JejakPelaku::Pemohon { kontak };
    catat(ports, work, jejak, &laporan, "laporan_penipuan.buat").await?;
    kabari_operasi(
        ports,
        work,
        "Ada laporan penipuan baru dari warga. Buka daftar laporan untuk menindaklanjuti."
            .to_owned(),
    )
    .await?;
    Ok(teks_kanal::LAPORAN_DITERIMA)
}

async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    jejak: JejakPelaku,
    laporan: &LaporanPenipuan,
    aksi: &'static str,
) -> Result<(), Galat> {
    let catatan =
        CatatanAudit::baru(ports, jejak, aksi, "laporan_penipuan", Some(laporan.id.uuid()))
            .dengan(json!({ "keadaan": laporan.keadaan.kode() }));
    work.audit().catat(&catatan).await?;
    Ok(())
}

/// List reports.
#[derive(Clone, Copy, Debug)]
pub struct DaftarLaporan {
    /// Only those that stand so.
    pub keadaan: Option<KeadaanLaporan>,
    /// How many.
    pub halaman: Halaman,
}

impl DaftarLaporan {
    /// One page, the newest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<LaporanPenipuan>, Galat> {
        pelaku.petugas(Izin::OperasiLihat)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.laporan().daftar(self.keadaan, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id.uuid()))
    }
}

/// Say where a report stands now.
#[derive(Clone, Copy, Debug)]
pub struct UbahLaporan {
    /// Which.
    pub id: LaporanId,
    /// Where.
    pub keadaan: KeadaanLaporan,
}

impl UbahLaporan {
    /// Moves it forward; it never goes back.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<LaporanPenipuan, Galat> {
        let petugas = pelaku.petugas(Izin::WaKelola)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let laporan = work.laporan().kunci(self.id).await?;
        let mut laporan = laporan.ok_or(Galat::TidakDitemukan("laporan"))?;
        if self.keadaan <= laporan.keadaan {
            let lanjut = [KeadaanLaporan::Ditindak, KeadaanLaporan::Selesai];
            let lanjut = lanjut.into_iter().filter(|satu| *satu > laporan.keadaan);
            return Err(Bentrok::baru(
                "laporan_sudah_lebih_jauh",
                format!("Laporan ini sudah {}.", laporan.keadaan.kode()),
            )
            .dengan_pilihan(lanjut.map(|satu| satu.kode().to_owned()).collect())
            .into());
        }
        laporan.keadaan = self.keadaan;
        laporan.diubah = Some((petugas, ports.clock.now()));
        work.laporan().simpan(&laporan).await?;
        catat(ports, work.as_mut(), pelaku.jejak(), &laporan, "laporan_penipuan.ubah").await?;
        work.commit().await?;
        Ok(laporan)
    }
}
