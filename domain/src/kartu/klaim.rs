//! The queue: read it, take cards for a printer, begin, put back.

use serde_json::json;

use super::{
    BarisCetak, CetakId, CetakKartu, JenisKartu, KeadaanCetak, PencetakId, SaringCetak,
    antre::halangan, pencetak::siap_pakai,
};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    halaman::{Halaman, Lembar},
    permohonan::Kasus,
    ports::{Ports, UnitOfWork},
};

/// The most cards that are taken at once.
pub const KLAIM_MAKS: u32 = 20;

/// Read the print queue.
#[derive(Clone, Debug)]
pub struct AntreanCetak {
    /// Which jobs.
    pub saring: SaringCetak,
    /// How many.
    pub halaman: Halaman,
}

impl AntreanCetak {
    /// One page, whose turn it is first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<BarisCetak>, Galat> {
        pelaku.petugas(Izin::KartuCetak)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.kartu().daftar(&self.saring, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.cetak.id.uuid()))
    }
}

/// Take the cards whose turn it is, for a printer.
#[derive(Clone, Copy, Debug)]
pub struct KlaimCetak {
    /// The printer.
    pub pencetak: PencetakId,
    /// Only cards of this kind.
    pub jenis: Option<JenisKartu>,
    /// How many at most, 1 to [`KLAIM_MAKS`].
    pub jumlah: u32,
}

impl KlaimCetak {
    /// Takes them; nothing when nothing waits. Two officers never take the same card.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<BarisCetak>, Galat> {
        let petugas = pelaku.petugas(Izin::KartuCetak)?.id;
        if !(1..=KLAIM_MAKS).contains(&self.jumlah) {
            let pesan = format!("Jumlah kartu 1 sampai {KLAIM_MAKS}.");
            return Err(Galat::isian("/jumlah", "jumlah_tidak_sah", pesan));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let pencetak = work.pencetak().baca(self.pencetak).await?;
        let pencetak = pencetak.ok_or(Galat::TidakDitemukan("pencetak"))?;
        siap_pakai(&pencetak)?;
        let mut jenis: Vec<JenisKartu> = pencetak.kartu.iter().copied().collect();
        jenis.retain(|satu| self.jenis.is_none_or(|diminta| diminta == *satu));
        if jenis.is_empty() {
            let pesan = "Pencetak ini tidak mencetak kartu jenis tersebut.";
            return Err(Galat::isian("/jenis", "kartu_lain", pesan));
        }
        // What cannot be printed for want of a blank card is left in its place.
        let saldo = work.blanko().saldo().await?;
        let ada = |jenis: JenisKartu| {
            saldo.iter().any(|s| s.jenis == jenis && s.unit == pencetak.unit && s.keping > 0)
        };
        jenis.retain(|satu| ada(*satu));
        if jenis.is_empty() {
            return Err(blanko_habis().into());
        }
        let now = ports.clock.now();
        let mut diambil = work.kartu().klaim(&jenis, &pencetak.unit, self.jumlah).await?;
        for BarisCetak { cetak: satu, .. } in &mut diambil {
            satu.keadaan = KeadaanCetak::Diambil;
            satu.pencetak = Some(pencetak.id);
            satu.oleh = Some(petugas);
            satu.diubah_pada = now;
            work.kartu().simpan(satu).await?;
            catat(ports, work.as_mut(), pelaku, satu, "cetak.ambil").await?;
        }
        work.commit().await?;
        Ok(diambil)
    }
}

/// The refusal for want of blank cards.
pub(super) fn blanko_habis() -> Bentrok {
    Bentrok::baru(
        "blanko_habis",
        "Blanko di unit ini habis menurut catatan. Catat penerimaan, pindahan, atau hasil opname dahulu.",
    )
}

/// What becomes of a card that was taken, or given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LangkahCetak {
    /// The printer is at it.
    Mulai,
    /// Back to its place in the queue, unprinted.
    Lepas,
    /// Into the queue again, after it was held or given back.
    Ulang,
}

/// Move a print job.
#[derive(Clone, Copy, Debug)]
pub struct PindahkanCetak {
    /// Which.
    pub id: CetakId,
    /// How.
    pub langkah: LangkahCetak,
}

impl PindahkanCetak {
    /// Moves it. What was taken is begun or let go by who took it, or let go by who may hand on work of others. A card
    /// that was held back is judged again.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<CetakKartu, Galat> {
        let petugas = pelaku.petugas(Izin::KartuCetak)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (kasus, mut cetak) = kunci_kasus(ports, work.as_mut(), pelaku, self.id).await?;
        let milik = cetak.oleh == Some(petugas.id);
        let diambil = matches!(cetak.keadaan, KeadaanCetak::Diambil | KeadaanCetak::Dicetak);
        let aksi = match self.langkah {
            LangkahCetak::Mulai if cetak.keadaan == KeadaanCetak::Diambil && milik => {
                cetak.keadaan = KeadaanCetak::Dicetak;
                "cetak.mulai"
            }
            LangkahCetak::Lepas
                if diambil && (milik || petugas.izin.contains(&Izin::TugasAlihkan)) =>
            {
                ke_antrean(&mut cetak);
                "cetak.lepas"
            }
            LangkahCetak::Ulang
                if matches!(cetak.keadaan, KeadaanCetak::Tertahan | KeadaanCetak::Dikembalikan) =>
            {
                let halangan = halangan(work.as_mut(), &kasus, cetak.jenis).await?;
                ke_antrean(&mut cetak);
                cetak.gagal = 0;
                cetak.alasan = halangan.map(str::to_owned);
                if cetak.alasan.is_some() {
                    cetak.keadaan = KeadaanCetak::Tertahan;
                }
                "cetak.ulang"
            }
            _ => return Err(tidak_bisa(&cetak, milik)),
        };
        cetak.diubah_pada = ports.clock.now();
        work.kartu().simpan(&cetak).await?;
        catat(ports, work.as_mut(), pelaku, &cetak, aksi).await?;
        work.commit().await?;
        Ok(cetak)
    }
}

/// A job with its case, both kept from other writers, the case first as everywhere.
pub(super) async fn kunci_kasus(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    id: CetakId,
) -> Result<(Kasus, CetakKartu), Galat> {
    let tidak_ada = || Galat::TidakDitemukan("antrean cetak");
    let cetak = work.kartu().baca(id).await?.ok_or_else(tidak_ada)?;
    let permohonan = work.permohonan().kunci(cetak.permohonan).await?.ok_or_else(tidak_ada)?;
    let cetak = work.kartu().kunci(id).await?.ok_or_else(tidak_ada)?;
    Ok((Kasus::muat(ports, work, pelaku, permohonan).await?, cetak))
}

/// Back into the queue, at the turn it has.
pub(super) fn ke_antrean(cetak: &mut CetakKartu) {
    cetak.keadaan = KeadaanCetak::Menunggu;
    cetak.pencetak = None;
    cetak.oleh = None;
}

/// The refusal of a step that a job cannot take now.
pub(super) fn tidak_bisa(cetak: &CetakKartu, milik: bool) -> Galat {
    let diambil = matches!(cetak.keadaan, KeadaanCetak::Diambil | KeadaanCetak::Dicetak);
    if diambil && !milik {
        return Bentrok::baru("cetak_diambil_petugas_lain", "Kartu ini diambil petugas lain.")
            .into();
    }
    let pesan = format!("Langkah ini tidak berlaku untuk kartu yang {}.", cetak.keadaan.kata());
    Bentrok::baru("cetak_tidak_pada_keadaannya", pesan).into()
}

/// One audit row on a print job.
pub(super) async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    cetak: &CetakKartu,
    aksi: &'static str,
) -> Result<(), Galat> {
    let objek = Some(cetak.id.uuid());
    let catatan =
        CatatanAudit::baru(ports, pelaku.jejak(), aksi, "cetak_kartu", objek).dengan(json!({
            "jenis": cetak.jenis.kata(),
            "keadaan": cetak.keadaan.kata(),
            "alasan": cetak.alasan,
            "pencetak": cetak.pencetak,
        }));
    work.audit().catat(&catatan).await?;
    Ok(())
}
