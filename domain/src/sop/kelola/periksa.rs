//! Checking and simulating a definition against this office: its roles, who holds them, its services.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{baca_definisi, lihat::kode_sop, pelanggaran_sop};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Galat, Pelanggaran, PortError},
    layanan::Layanan,
    nilai::Kode,
    ports::{Ports, UnitOfWork},
    sop::{Cacat, DefinisiSop, Simulasi, periksa, simulasikan},
    tenant::periksa_sop_layanan,
};

/// What a definition is checked against.
#[derive(Clone, Debug, Default)]
pub struct BahanPeriksa {
    /// Every role of the office.
    pub peran: BTreeSet<Kode>,
    /// Roles that at least one active officer holds.
    pub berpemegang: BTreeSet<Kode>,
    /// Active services that the SOP handles.
    pub layanan: Vec<Layanan>,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HasilPeriksa {
    /// Faults: with any of these the definition serves nobody.
    pub cacat: Vec<Pelanggaran>,
    /// Warnings: the definition is sound, but work would lie still.
    pub peringatan: Vec<Pelanggaran>,
}

impl BahanPeriksa {
    /// Loads what an SOP of that code is checked against; a document without a readable code has no services.
    pub(super) async fn muat(
        work: &mut dyn UnitOfWork,
        kode: Option<&Kode>,
    ) -> Result<Self, PortError> {
        Ok(Self {
            peran: work.sop().semua_peran().await?,
            berpemegang: work.sop().peran_berpemegang().await?,
            layanan: match kode {
                Some(kode) => work.sop().layanan_sop(kode).await?,
                None => Vec::new(),
            },
        })
    }

    /// Everything that is wrong with a document, its shape first: what cannot be read cannot be walked.
    pub fn periksa(&self, dokumen: &Value) -> HasilPeriksa {
        match baca_definisi(dokumen) {
            Ok(definisi) => self.periksa_definisi(&definisi, dokumen),
            Err(cacat) => HasilPeriksa { cacat, peringatan: Vec::new() },
        }
    }

    /// Everything that is wrong with a definition, placed in the document it was read from.
    pub(super) fn periksa_definisi(&self, definisi: &DefinisiSop, dokumen: &Value) -> HasilPeriksa {
        let mut cacat = periksa(definisi, &self.peran);
        for layanan in &self.layanan {
            let letak = format!("layanan/{}/sop/{}", layanan.kode, definisi.kode);
            periksa_sop_layanan(layanan, definisi, &letak, &mut cacat);
        }
        let mut dikenal = BTreeSet::new();
        let mut tempatkan = |satu: Cacat| {
            let salah = pelanggaran_sop(dokumen, satu);
            // Several services may trip over the same expression in the same way.
            let baru = dikenal.insert((salah.pointer.clone(), salah.kode, salah.pesan.clone()));
            baru.then_some(salah)
        };
        let cacat = cacat.into_iter().filter_map(&mut tempatkan).collect();
        let peringatan = self.tanpa_pemegang(definisi).into_iter().filter_map(&mut tempatkan);
        HasilPeriksa { cacat, peringatan: peringatan.collect() }
    }

    /// Steps and levels whose work nobody could take today. Roles that do not exist are faults already.
    fn tanpa_pemegang(&self, definisi: &DefinisiSop) -> Vec<Cacat> {
        let akar = format!("sop/{}", definisi.kode);
        let kosong = |letak: String, peran: &[Kode]| {
            let ada = peran.is_empty()
                || peran
                    .iter()
                    .any(|satu| !self.peran.contains(satu) || self.berpemegang.contains(satu));
            let satu = peran.first().filter(|_| !ada)?;
            let pesan = format!("Belum ada petugas aktif yang memegang peran `{satu}`.");
            Some(Cacat::baru("peran_tanpa_pemegang", letak, pesan).dengan_nilai(satu))
        };
        let tahap = definisi.tahap.iter().filter_map(|tahap| {
            kosong(format!("{akar}/tahap/{}", tahap.kode), &tahap.pelaksana.salah_satu)
        });
        let level = definisi.rantai.iter().flat_map(|rantai| {
            let letak = format!("{akar}/rantai/{}", rantai.kode);
            rantai
                .level
                .iter()
                .map(move |level| (letak.clone(), std::slice::from_ref(&level.peran)))
        });
        tahap.chain(level.filter_map(|(letak, peran)| kosong(letak, peran))).collect()
    }
}

/// A document with what it is checked against. Checking walks every path, so it is kept apart from loading: a caller may
/// do it where it does not hold up others.
#[derive(Clone, Debug)]
pub struct Pemeriksaan {
    bahan: BahanPeriksa,
    dokumen: Value,
}

impl Pemeriksaan {
    /// Every fault and warning at once.
    pub fn hasil(&self) -> HasilPeriksa {
        self.bahan.periksa(&self.dokumen)
    }

    /// Every path, with its time and its load per role.
    ///
    /// # Errors
    /// [`Galat::TidakSah`] with every fault: only a sound definition can be walked.
    pub fn simulasi(&self) -> Result<Simulasi, Galat> {
        let cacat = self.hasil().cacat;
        if !cacat.is_empty() {
            return Err(Galat::TidakSah(cacat));
        }
        Ok(simulasikan(&baca_definisi(&self.dokumen).map_err(Galat::TidakSah)?))
    }
}

/// Check or simulate a definition that is not stored.
#[derive(Clone, Debug)]
pub struct PeriksaDefinisi {
    /// The document.
    pub dokumen: Value,
}

impl PeriksaDefinisi {
    /// Loads what it is checked against.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Pemeriksaan, Galat> {
        pelaku.petugas(Izin::SopKelola)?;
        let kode = self.dokumen.get("kode").and_then(Value::as_str);
        let kode = kode.and_then(|teks| Kode::parse(teks).ok());
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let bahan = BahanPeriksa::muat(work.as_mut(), kode.as_ref()).await?;
        Ok(Pemeriksaan { bahan, dokumen: self.dokumen })
    }
}

/// Check a stored version.
#[derive(Clone, Debug)]
pub struct PeriksaVersi {
    /// The SOP.
    pub kode: String,
    /// The number.
    pub nomor: u32,
}

impl PeriksaVersi {
    /// Loads the version and what it is checked against.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Pemeriksaan, Galat> {
        pelaku.petugas(Izin::SopKelola)?;
        let kode = kode_sop(&self.kode)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let versi =
            work.sop().versi(&kode, self.nomor).await?.ok_or(Galat::TidakDitemukan("versi SOP"))?;
        let bahan = BahanPeriksa::muat(work.as_mut(), Some(&kode)).await?;
        Ok(Pemeriksaan { bahan, dokumen: dokumen(&versi.definisi)? })
    }
}

/// A definition as the document that readers get.
pub(super) fn dokumen(definisi: &DefinisiSop) -> Result<Value, PortError> {
    serde_json::to_value(definisi).map_err(PortError::tak_terduga)
}
