//! The queue of a signer: what waits for their signature, what holds it up.

use time::OffsetDateTime;

use super::{BundelId, KeadaanBundel};
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    dokumen::{DokumenId, PercobaanId},
    galat::Galat,
    halaman::{Halaman, Lembar},
    kalender::{Gangguan, GangguanId, SebabGangguan},
    nilai::{Kode, NomorRegistrasi},
    permohonan::PermohonanId,
    ports::Ports,
    sop::TugasId,
};

/// A document at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DokumenMeja {
    /// Its id.
    pub id: DokumenId,
    /// As the resident knows it.
    pub nama: String,
    /// Which version.
    pub versi: u32,
    /// The product.
    pub produk: Kode,
    /// SHA-256 of the draft.
    pub sha256: Vec<u8>,
    /// Whether it is signed already, in an earlier run that was cut off.
    pub sah: bool,
}

/// A TTE tugas at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisMeja {
    /// The tugas.
    pub tugas: TugasId,
    /// The case.
    pub permohonan: PermohonanId,
    /// Its number.
    pub nomor: NomorRegistrasi,
    /// The service.
    pub layanan: Kode,
    /// Its name.
    pub layanan_nama: String,
    /// Whether it goes before others.
    pub prioritas: bool,
    /// Since when it waits.
    pub dibuka_pada: OffsetDateTime,
    /// What is to be signed.
    pub dokumen: Vec<DokumenMeja>,
    /// The bundle it is in now, whose that is, and where it stands.
    pub bundel: Option<(BundelId, PenggunaId, KeadaanBundel)>,
    /// An attempt at it whose end nobody knows.
    pub belum_tuntas: Option<PercobaanId>,
}

/// What holds up a tugas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tahanan {
    /// The interruption.
    pub gangguan: GangguanId,
    /// Why, as a stable code, when Loket noticed it itself.
    pub kode: Option<Kode>,
    /// Since when.
    pub sejak: OffsetDateTime,
}

impl Tahanan {
    /// What holds up that service now.
    pub fn dari(terbuka: &[Gangguan], layanan: &Kode) -> Option<Self> {
        let satu = terbuka
            .iter()
            .find(|satu| satu.sebab == SebabGangguan::PenandaTangan && satu.mengenai(layanan))?;
        Some(Self { gangguan: satu.id, kode: satu.asal.kode().cloned(), sejak: satu.mulai_pada })
    }
}

/// What waits for my signature.
#[derive(Clone, Copy, Debug)]
pub struct AntreanTte {
    /// How many.
    pub halaman: Halaman,
}

impl AntreanTte {
    /// One page: vulnerable applicants first, then the oldest.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<(BarisMeja, Option<Tahanan>)>, Galat> {
        let petugas = pelaku.petugas(Izin::DokumenTandaTangan)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.meja().antrean(petugas.petindak(), self.halaman).await?;
        let terbuka = work.waktu_kerja().daftar_gangguan(true, Halaman::new(None, None)).await?;
        let baris = baris.into_iter().map(|satu| {
            let tahan = Tahanan::dari(&terbuka, &satu.layanan);
            (satu, tahan)
        });
        Ok(self.halaman.potong(baris.collect(), |(satu, _)| satu.tugas.uuid()))
    }
}
