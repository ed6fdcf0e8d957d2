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
        /// The database is a restored copy of an earlier moment: heads that were signed after it are counted, and not held
        /// against it. Never for the database that is worked with, whose end could be cut off unseen.
        salinan: bool,
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
    /// Signed heads from after the moment of a restored copy.
    pub jangkar_sesudah: usize,
}

/// What is known of signed heads before the chain is read.
#[derive(Default)]
struct Jangkar {
    /// Those whose signature holds.
    sah: Vec<(u64, Vec<u8>)>,
    /// The number of one whose signature does not.
    salah: Option<u64>,
    hilang: Option<String>,
    sesudah: usize,
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
        let Jangkar { sah, salah, hilang, sesudah: jangkar_sesudah } =
            self.jangkar(ports, tenant).await?;
        let lapor = |diperiksa, hasil| LaporanRantai {
            diperiksa,
            hasil,
            jangkar_hilang: hilang,
            jangkar_sesudah,
        };
        if let Some(urut) = salah {
            let rusak = Kerusakan { jenis: JenisKerusakan::TandaTanganSalah, urut, audit: None };
            return Ok(lapor(0, Err(rusak)));
        }
        let mut work = ports.store.read(tenant).await?;
        let mut pemeriksa = PemeriksaRantai::baru(ports.sidik.as_ref(), tenant, sah);
        let mut sesudah = 0;
        loop {
            let mata = work.rantai().mata(sesudah, SEKALI).await?;
            for satu in &mata {
                if let Err(rusak) = pemeriksa.tambah(satu) {
                    return Ok(lapor(pemeriksa.diperiksa(), Err(rusak)));
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
        Ok(lapor(diperiksa, hasil))
    }

    async fn jangkar(&self, ports: &Ports, tenant: &TenantSlug) -> Result<Jangkar, Galat> {
        let (terbaru, salinan) = match &self.jangkar {
            SumberJangkar::Tanpa => return Ok(Jangkar::default()),
            SumberJangkar::Surat(semua) => {
                let sah = semua.iter().filter_map(|surat| buka(ports, tenant, surat)).collect();
                return Ok(Jangkar { sah, ..Jangkar::default() });
            }
            SumberJangkar::Penyimpanan { terbaru, salinan } => (*terbaru, *salinan),
        };
        let mut work = ports.store.read(tenant).await?;
        let terakhir = work.rantai().jangkar_terakhir().await?;
        let kepala = work.rantai().kepala().await?;
        drop(work);
        let mut kunci = daftar(ports, tenant).await?;
        let mut jangkar = Jangkar {
            hilang: terakhir.map(|satu| satu.kunci).filter(|satu| !kunci.contains(satu)),
            ..Jangkar::default()
        };
        if salinan {
            let semua = kunci.len();
            let ujung = kepala.map_or(0, |kepala| kepala.urut);
            kunci.retain(|satu| nomor(satu).is_none_or(|urut| urut <= ujung));
            jangkar.sesudah = semua - kunci.len();
        }
        kunci.drain(..kunci.len().saturating_sub(terbaru));
        for satu in kunci {
            let isi = ports.objek.ambil(&satu, UKURAN_JANGKAR).await?.unwrap_or_default();
            let surat = String::from_utf8_lossy(&isi);
            let nama = nomor(&satu);
            match buka(ports, tenant, &surat) {
                Some(satu) if Some(satu.0) == nama => jangkar.sah.push(satu),
                _ => {
                    jangkar.salah = Some(nama.unwrap_or(0));
                    return Ok(jangkar);
                }
            }
        }
        Ok(jangkar)
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
