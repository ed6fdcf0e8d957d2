//! Printers of cards and their log (K-18, B-29).

use std::collections::BTreeSet;

use async_trait::async_trait;
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{CetakId, JenisKartu, PencetakId};
use crate::{
    akses::{Izin, Pelaku, PenggunaId, sudah_dibuat},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    halaman::Halaman,
    nilai::{Kode, Rahasia},
    ports::{Ports, UnitOfWork},
};

/// The longest note, in characters.
const CATATAN_MAKS: usize = 300;

/// A ribbon or a film: how many cards it is good for, and how many it has made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BahanHabis {
    /// Cards that a fresh one is good for; 0 when the printer has none.
    pub kapasitas: u32,
    /// Cards made since it was changed.
    pub terpakai: u32,
}

impl BahanHabis {
    /// Cards it is still good for.
    pub fn sisa(self) -> u32 {
        self.kapasitas.saturating_sub(self.terpakai)
    }

    fn pakai(&mut self) {
        if self.kapasitas > 0 {
            self.terpakai = self.terpakai.saturating_add(1);
        }
    }
}

/// A printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pencetak {
    /// Its id.
    pub id: PencetakId,
    /// As the office calls it.
    pub nama: String,
    /// What it prints.
    pub kartu: BTreeSet<JenisKartu>,
    /// Where it stands; it takes blank cards from the stock of that unit.
    pub unit: Kode,
    /// Serial number of the machine.
    pub nomor_seri: Option<String>,
    /// Whether it may be used.
    pub aktif: bool,
    /// Ribbon.
    pub ribbon: BahanHabis,
    /// Film.
    pub film: BahanHabis,
    /// Cards it printed.
    pub tercetak: u64,
    /// Cards it spoilt.
    pub rusak: u64,
    /// When it was registered.
    pub dibuat_pada: OffsetDateTime,
}

impl Pencetak {
    /// Spoilt cards of a thousand.
    pub fn rusak_per_mil(&self) -> u64 {
        let semua = self.tercetak + self.rusak;
        (self.rusak * 1000).checked_div(semua).unwrap_or(0)
    }

    /// Counts a card that went through it.
    pub(super) fn lewat(&mut self, berhasil: bool) {
        self.ribbon.pakai();
        self.film.pakai();
        if berhasil {
            self.tercetak += 1;
        } else {
            self.rusak += 1;
        }
    }
}

/// What happened at a printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MacamCatatan {
    /// A card was printed.
    Tercetak,
    /// A card was spoilt.
    Rusak,
    /// A card was given back unprinted.
    Kembali,
    /// A card stuck.
    Macet,
    /// It was cleaned.
    Bersihkan,
    /// The ribbon was changed.
    GantiRibbon,
    /// The film was changed.
    GantiFilm,
    /// It was repaired or serviced.
    Servis,
}

impl MacamCatatan {
    /// Every kind.
    pub const SEMUA: [Self; 8] = [
        Self::Tercetak,
        Self::Rusak,
        Self::Kembali,
        Self::Macet,
        Self::Bersihkan,
        Self::GantiRibbon,
        Self::GantiFilm,
        Self::Servis,
    ];

    /// The stable word, as tables and clients write it.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Tercetak => "tercetak",
            Self::Rusak => "rusak",
            Self::Kembali => "kembali",
            Self::Macet => "macet",
            Self::Bersihkan => "bersihkan",
            Self::GantiRibbon => "ganti_ribbon",
            Self::GantiFilm => "ganti_film",
            Self::Servis => "servis",
        }
    }

    /// The kind of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// A line of a printer's log; lines are never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatatanPencetak {
    /// Its id.
    pub id: Uuid,
    /// Which printer.
    pub pencetak: PencetakId,
    /// What happened.
    pub macam: MacamCatatan,
    /// The print job, for a card.
    pub cetak: Option<CetakId>,
    /// Why a card was spoilt, by code.
    pub alasan: Option<String>,
    /// A note for colleagues.
    pub catatan: Option<Rahasia>,
    /// Who recorded it.
    pub oleh: PenggunaId,
    /// When.
    pub pada: OffsetDateTime,
}

/// Printers of one tenant.
#[async_trait]
pub trait PencetakRepository: Send {
    /// Adds a printer.
    async fn tambah(&mut self, pencetak: &Pencetak) -> Result<(), PortError>;

    /// A printer, for reading.
    async fn baca(&mut self, id: PencetakId) -> Result<Option<Pencetak>, PortError>;

    /// A printer, kept from other writers.
    async fn kunci(&mut self, id: PencetakId) -> Result<Option<Pencetak>, PortError>;

    /// Stores a printer's counters and state.
    async fn simpan(&mut self, pencetak: &Pencetak) -> Result<(), PortError>;

    /// Every printer, the oldest first, at most 200.
    async fn daftar(&mut self) -> Result<Vec<Pencetak>, PortError>;

    /// Adds a line to a printer's log.
    async fn catat(&mut self, catatan: &CatatanPencetak) -> Result<(), PortError>;

    /// A printer's log, the newest first, one line more than asked for when there are more.
    async fn catatan(
        &mut self,
        id: PencetakId,
        halaman: Halaman,
    ) -> Result<Vec<CatatanPencetak>, PortError>;
}

/// Reads a note.
pub(super) fn baca_catatan(catatan: Option<Rahasia>) -> Result<Option<Rahasia>, Galat> {
    let Some(catatan) = catatan else { return Ok(None) };
    let teks = catatan.buka().trim();
    if teks.chars().count() > CATATAN_MAKS {
        let pesan = format!("Catatan paling panjang {CATATAN_MAKS} huruf.");
        return Err(Galat::isian("/catatan", "catatan_panjang", pesan));
    }
    Ok((!teks.is_empty()).then(|| Rahasia::new(teks)))
}

/// Reads the code of a unit of this office.
pub(super) async fn baca_unit(
    work: &mut dyn UnitOfWork,
    teks: &str,
    pointer: &str,
) -> Result<Kode, Galat> {
    let kode = Kode::parse(teks).map_err(|salah| salah.di(pointer))?;
    if work.akses().silsilah_unit(&kode).await?.is_empty() {
        return Err(Galat::isian(pointer, "unit_tidak_ada", "Unit kerja ini tidak ada."));
    }
    Ok(kode)
}

/// Register a printer.
#[derive(Clone, Debug)]
pub struct TambahPencetak {
    /// As the office calls it.
    pub nama: String,
    /// What it prints, by code.
    pub kartu: BTreeSet<JenisKartu>,
    /// Where it stands, by code.
    pub unit: String,
    /// Serial number of the machine.
    pub nomor_seri: Option<String>,
    /// Cards that a ribbon is good for; 0 for none.
    pub ribbon: u32,
    /// Cards that a film is good for; 0 for none.
    pub film: u32,
    /// The caller's idempotency key and the fingerprint of the request body.
    pub idempotensi: (String, Vec<u8>),
}

impl TambahPencetak {
    /// Registers it, with fresh ribbon and film. The same idempotency key gives the same printer again.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Pencetak, Galat> {
        let petugas = pelaku.petugas(Izin::BlankoKelola)?.id;
        let nama = self.nama.trim();
        if !(1..=60).contains(&nama.chars().count()) {
            let pesan = "Nama pencetak wajib diisi, paling panjang 60 huruf.";
            return Err(Galat::isian("/nama", "nama_wajib", pesan));
        }
        if self.kartu.is_empty() {
            let pesan = "Sebutkan kartu yang dicetak: ktp_el, kia, atau keduanya.";
            return Err(Galat::isian("/kartu", "kartu_wajib", pesan));
        }
        let seri = self.nomor_seri.as_deref().map(str::trim).filter(|seri| !seri.is_empty());
        if seri.is_some_and(|seri| seri.chars().count() > 60) {
            let pesan = "Nomor seri paling panjang 60 huruf.";
            return Err(Galat::isian("/nomor_seri", "nomor_seri_panjang", pesan));
        }
        let (kunci, sidik) = &self.idempotensi;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(id) = sudah_dibuat(work.as_mut(), petugas, kunci, sidik).await? {
            let lama = work.pencetak().baca(PencetakId::new(id)).await?;
            return lama.ok_or(Galat::TidakDitemukan("pencetak"));
        }
        let now = ports.clock.now();
        let pencetak = Pencetak {
            id: ports.ids.id(),
            nama: nama.to_owned(),
            kartu: self.kartu,
            unit: baca_unit(work.as_mut(), &self.unit, "/unit").await?,
            nomor_seri: seri.map(str::to_owned),
            aktif: true,
            ribbon: BahanHabis { kapasitas: self.ribbon, terpakai: 0 },
            film: BahanHabis { kapasitas: self.film, terpakai: 0 },
            tercetak: 0,
            rusak: 0,
            dibuat_pada: now,
        };
        work.pencetak().tambah(&pencetak).await?;
        work.permohonan().catat_idempotensi(petugas, kunci, sidik, pencetak.id.uuid(), now).await?;
        audit(ports, work.as_mut(), pelaku, "pencetak.tambah", &pencetak).await?;
        work.commit().await?;
        Ok(pencetak)
    }
}

/// Take a printer into or out of use.
#[derive(Clone, Copy, Debug)]
pub struct AktifkanPencetak {
    /// Which.
    pub id: PencetakId,
    /// Whether it may be used.
    pub aktif: bool,
}

impl AktifkanPencetak {
    /// Does so; cards that were taken for it stay with who took them.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Pencetak, Galat> {
        pelaku.petugas(Izin::BlankoKelola)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut pencetak = kunci(work.as_mut(), self.id).await?;
        if pencetak.aktif != self.aktif {
            pencetak.aktif = self.aktif;
            work.pencetak().simpan(&pencetak).await?;
            let aksi = if self.aktif { "pencetak.aktifkan" } else { "pencetak.nonaktifkan" };
            audit(ports, work.as_mut(), pelaku, aksi, &pencetak).await?;
        }
        work.commit().await?;
        Ok(pencetak)
    }
}

/// Record what was done at a printer.
#[derive(Clone, Debug)]
pub struct CatatPencetak {
    /// Which.
    pub id: PencetakId,
    /// What; cards are recorded at their print job, not here.
    pub macam: MacamCatatan,
    /// A note for colleagues.
    pub catatan: Option<Rahasia>,
}

impl CatatPencetak {
    /// Records it; a fresh ribbon or film counts from nothing.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<CatatanPencetak, Galat> {
        let petugas = pelaku.petugas(Izin::KartuCetak)?.id;
        if matches!(
            self.macam,
            MacamCatatan::Tercetak | MacamCatatan::Rusak | MacamCatatan::Kembali
        ) {
            let pesan = "Kartu yang tercetak atau rusak dicatat pada antrean cetaknya.";
            return Err(Galat::isian("/macam", "catatan_kartu", pesan));
        }
        let catatan = baca_catatan(self.catatan)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut pencetak = kunci(work.as_mut(), self.id).await?;
        match self.macam {
            MacamCatatan::GantiRibbon => pencetak.ribbon.terpakai = 0,
            MacamCatatan::GantiFilm => pencetak.film.terpakai = 0,
            _ => {}
        }
        work.pencetak().simpan(&pencetak).await?;
        let baris = CatatanPencetak {
            id: ports.ids.uuid(),
            pencetak: pencetak.id,
            macam: self.macam,
            cetak: None,
            alasan: None,
            catatan,
            oleh: petugas,
            pada: ports.clock.now(),
        };
        work.pencetak().catat(&baris).await?;
        let objek = Some(pencetak.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "pencetak.catat", "pencetak", objek)
                .dengan(json!({ "macam": self.macam.kata() }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(baris)
    }
}

async fn kunci(work: &mut dyn UnitOfWork, id: PencetakId) -> Result<Pencetak, Galat> {
    work.pencetak().kunci(id).await?.ok_or(Galat::TidakDitemukan("pencetak"))
}

async fn audit(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    aksi: &'static str,
    pencetak: &Pencetak,
) -> Result<(), PortError> {
    let objek = Some(pencetak.id.uuid());
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "pencetak", objek)
        .dengan(json!({ "unit": pencetak.unit }));
    work.audit().catat(&catatan).await
}

/// The printer, provided it may be used.
pub(super) fn siap_pakai(pencetak: &Pencetak) -> Result<(), Galat> {
    if pencetak.aktif {
        return Ok(());
    }
    Err(Bentrok::baru("pencetak_nonaktif", "Pencetak ini sedang tidak dipakai.").into())
}
