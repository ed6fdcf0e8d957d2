//! Open, close and list interruptions.

use std::collections::BTreeSet;

use serde_json::json;

use super::{AsalGangguan, Gangguan, GangguanId, SebabGangguan};
use crate::{
    akses::{Izin, JejakPelaku, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    halaman::{Halaman, Lembar},
    nilai::{Kode, Rahasia},
    ports::{Ports, UnitOfWork},
};

/// The longest note, in characters.
const CATATAN_MAKS: usize = 500;
/// The most services that one interruption names.
const LAYANAN_MAKS: usize = 50;

/// Say that something broke; the clocks of the cases it concerns stand still from now on.
#[derive(Clone, Debug)]
pub struct BukaGangguan {
    /// What broke.
    pub sebab: SebabGangguan,
    /// The services it stops; every service when empty.
    pub layanan: Vec<String>,
    /// What happened.
    pub catatan: Rahasia,
}

impl BukaGangguan {
    /// Opens it. One at a time per cause.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Gangguan, Galat> {
        let petugas = pelaku.petugas(Izin::OperasiGangguan)?.id;
        let catatan = self.catatan.buka().trim();
        if !(1..=CATATAN_MAKS).contains(&catatan.chars().count()) {
            return Err(Galat::isian(
                "/catatan",
                "catatan_wajib",
                format!("Catatan wajib diisi, paling panjang {CATATAN_MAKS} huruf."),
            ));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let gangguan = Gangguan {
            id: ports.ids.id(),
            sebab: self.sebab,
            layanan: baca_layanan(work.as_mut(), &self.layanan).await?,
            catatan: Rahasia::new(catatan),
            mulai_pada: ports.clock.now(),
            asal: AsalGangguan::Petugas(petugas),
            selesai: None,
        };
        if !work.waktu_kerja().buka_gangguan(&gangguan).await? {
            return Err(masih_terbuka(work.as_mut(), self.sebab).await?.into());
        }
        catat(ports, work.as_mut(), pelaku.jejak(), &gangguan, "gangguan.buka").await?;
        work.commit().await?;
        Ok(gangguan)
    }
}

/// The services, each once; every one of them exists.
async fn baca_layanan(work: &mut dyn UnitOfWork, teks: &[String]) -> Result<Vec<Kode>, Galat> {
    if teks.len() > LAYANAN_MAKS {
        return Err(Galat::isian(
            "/layanan",
            "layanan_terlalu_banyak",
            format!(
                "Sebutkan paling banyak {LAYANAN_MAKS} layanan, atau kosongkan untuk semua layanan."
            ),
        ));
    }
    let mut layanan = BTreeSet::new();
    for (ke, satu) in teks.iter().enumerate() {
        let letak = format!("/layanan/{ke}");
        let kode = Kode::parse(satu).map_err(|salah| salah.di(&letak))?;
        if work.katalog().layanan_tersimpan(&kode).await?.is_none() {
            return Err(Galat::isian(
                letak,
                "layanan_tidak_ada",
                "Layanan ini tidak ada di kantor ini.",
            ));
        }
        layanan.insert(kode);
    }
    Ok(layanan.into_iter().collect())
}

async fn masih_terbuka(work: &mut dyn UnitOfWork, sebab: SebabGangguan) -> Result<Bentrok, Galat> {
    let terbuka = work.waktu_kerja().daftar_gangguan(true, Halaman::new(None, None)).await?;
    let sama = terbuka.iter().filter(|satu| satu.sebab == sebab);
    Ok(Bentrok::baru(
        "gangguan_masih_terbuka",
        "Gangguan dengan sebab ini masih terbuka. Selesaikan dahulu, baru catat yang baru.",
    )
    .dengan_pilihan(sama.map(|satu| satu.id.to_string()).collect()))
}

/// Say that an interruption is over.
#[derive(Clone, Copy, Debug)]
pub struct SelesaikanGangguan {
    /// Which.
    pub id: GangguanId,
}

impl SelesaikanGangguan {
    /// Closes it, once.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Gangguan, Galat> {
        let petugas = pelaku.petugas(Izin::OperasiGangguan)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let ditutup =
            work.waktu_kerja().tutup_gangguan(self.id, Some(petugas), ports.clock.now()).await?;
        let gangguan =
            work.waktu_kerja().gangguan(self.id).await?.ok_or(Galat::TidakDitemukan("gangguan"))?;
        if !ditutup {
            return Err(Bentrok::baru(
                "gangguan_sudah_selesai",
                "Gangguan ini sudah dinyatakan selesai.",
            )
            .into());
        }
        catat(ports, work.as_mut(), pelaku.jejak(), &gangguan, "gangguan.selesai").await?;
        work.commit().await?;
        Ok(gangguan)
    }
}

pub(super) async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    jejak: JejakPelaku,
    gangguan: &Gangguan,
    aksi: &'static str,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, jejak, aksi, "gangguan", Some(gangguan.id.uuid()))
        .dengan(json!({
            "sebab": gangguan.sebab.kata(),
            "layanan": gangguan.layanan,
            "kode_asal": gangguan.asal.kode(),
        }));
    work.audit().catat(&catatan).await?;
    Ok(())
}

/// List interruptions.
#[derive(Clone, Copy, Debug)]
pub struct DaftarGangguan {
    /// Only those that last.
    pub terbuka: bool,
    /// How many.
    pub halaman: Halaman,
}

impl DaftarGangguan {
    /// One page, the newest first.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar<Gangguan>, Galat> {
        pelaku.petugas(Izin::OperasiGangguan)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.waktu_kerja().daftar_gangguan(self.terbuka, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id.uuid()))
    }
}
