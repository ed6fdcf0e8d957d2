//! Checking the whole trail of an office against itself and against what was kept outside the database.

use uuid::Uuid;

use super::{
    JenisKerusakan, Kerusakan, PemeriksaRantai, RingkasanRantai, folder_jangkar, jangkar::buka,
};
use crate::{galat::Galat, ports::Ports, tenant::TenantSlug};

/// Links that are read at once.
const SEKALI: u32 = 1_000;
/// Keys that are listed at once.
const LEMBAR: u32 = 1_000;
/// A signed head is under one kilobyte.
const UKURAN_JANGKAR: u64 = 4_096;

/// Where signed heads come from.
#[derive(Clone, Debug)]
pub enum SumberJangkar {
    /// Object storage: the newest so many.
    Penyimpanan {
        /// How many. One that holds vouches for everything before it.
        terbaru: usize,
    },
    /// Signed heads that were kept elsewhere, for example in a log; those of other offices are passed over.
    Surat(Vec<String>),
    /// None: the chain is only compared with itself.
    Tanpa,
}

/// Check the trail of one tenant.
#[derive(Clone, Debug)]
pub struct PeriksaAudit {
    /// Where signed heads come from.
    pub jangkar: SumberJangkar,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaporanRantai {
    /// How many links were whole.
    pub diperiksa: u64,
    /// The chain, or the first thing wrong with it.
    pub hasil: Result<RingkasanRantai, Kerusakan>,
    /// A signed head that the database names and storage does not have.
    pub jangkar_hilang: Option<String>,
}

impl LaporanRantai {
    /// Whether nothing is wrong.
    pub fn utuh(&self) -> bool {
        self.hasil.is_ok() && self.jangkar_hilang.is_none()
    }
}

impl PeriksaAudit {
    /// Reads the chain from its first link on, as it is at this moment; `kabar` hears how far it is.
    pub async fn execute(
        self,
        ports: &Ports,
        tenant: &TenantSlug,
        kabar: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<LaporanRantai, Galat> {
        // Anchors first: the snapshot of the chain is then younger than any of them.
        let (jangkar, salah, jangkar_hilang) = self.jangkar(ports, tenant).await?;
        if let Some(urut) = salah {
            let hasil =
                Err(Kerusakan { jenis: JenisKerusakan::TandaTanganSalah, urut, audit: None });
            return Ok(LaporanRantai { diperiksa: 0, hasil, jangkar_hilang });
        }
        let mut work = ports.store.read(tenant).await?;
        let mut pemeriksa = PemeriksaRantai::baru(ports.sidik.as_ref(), tenant, jangkar);
        let mut sesudah = 0;
        loop {
            let mata = work.rantai().mata(sesudah, SEKALI).await?;
            for satu in &mata {
                if let Err(rusak) = pemeriksa.tambah(satu) {
                    let diperiksa = pemeriksa.diperiksa();
                    return Ok(LaporanRantai { diperiksa, hasil: Err(rusak), jangkar_hilang });
                }
            }
            kabar(pemeriksa.diperiksa());
            sesudah = pemeriksa.diperiksa();
            if mata.len() < SEKALI as usize {
                break;
            }
        }
        let kepala = work.rantai().kepala().await?;
        let (_, di_luar): (u64, Option<Uuid>) = work.rantai().di_luar().await?;
        drop(work);
        let diperiksa = pemeriksa.diperiksa();
        let hasil = pemeriksa.selesai(kepala.as_ref(), di_luar);
        Ok(LaporanRantai { diperiksa, hasil, jangkar_hilang })
    }

    /// Heads whose signature holds; the number of one whose does not; and one that is missing.
    async fn jangkar(
        &self,
        ports: &Ports,
        tenant: &TenantSlug,
    ) -> Result<(Vec<(u64, Vec<u8>)>, Option<u64>, Option<String>), Galat> {
        let terbaru = match &self.jangkar {
            SumberJangkar::Tanpa => return Ok((Vec::new(), None, None)),
            SumberJangkar::Surat(semua) => {
                let sah = semua.iter().filter_map(|surat| buka(ports, tenant, surat)).collect();
                return Ok((sah, None, None));
            }
            SumberJangkar::Penyimpanan { terbaru } => *terbaru,
        };
        let mut work = ports.store.read(tenant).await?;
        let terakhir = work.rantai().jangkar_terakhir().await?;
        drop(work);
        let mut kunci = daftar(ports, tenant).await?;
        let hilang = terakhir.map(|satu| satu.kunci).filter(|satu| !kunci.contains(satu));
        kunci.drain(..kunci.len().saturating_sub(terbaru));
        let mut sah = Vec::with_capacity(kunci.len());
        for satu in kunci {
            let isi = ports.objek.ambil(&satu, UKURAN_JANGKAR).await?.unwrap_or_default();
            let surat = String::from_utf8_lossy(&isi);
            let nama = nomor(&satu);
            match buka(ports, tenant, &surat) {
                Some(jangkar) if Some(jangkar.0) == nama => sah.push(jangkar),
                _ => return Ok((sah, Some(nama.unwrap_or(0)), hilang)),
            }
        }
        Ok((sah, None, hilang))
    }
}

/// Every anchor of the office in storage, in the order of their numbers.
async fn daftar(ports: &Ports, tenant: &TenantSlug) -> Result<Vec<String>, Galat> {
    let awalan = folder_jangkar(tenant);
    let mut semua: Vec<String> = Vec::new();
    loop {
        let sesudah = semua.last().cloned();
        let lembar = ports.objek.daftar(&awalan, sesudah.as_deref(), LEMBAR).await?;
        let habis = lembar.len() < LEMBAR as usize;
        semua.extend(lembar.into_iter().map(|satu| satu.kunci));
        if habis {
            return Ok(semua);
        }
    }
}

/// The number in the name of an anchor.
fn nomor(kunci: &str) -> Option<u64> {
    kunci.rsplit('/').next()?.split('-').next()?.parse().ok()
}
