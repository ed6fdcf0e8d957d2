//! Notes at a case.

use serde_json::json;
use uuid::Uuid;

use super::{BATAS_FORUM, BarisForum, CatatanForum, SEBUTAN_TERBANYAK, sebutan};
use crate::{
    akses::{Izin, JejakPelaku, Pelaku, PenggunaId},
    audit::CatatanAudit,
    galat::Galat,
    halaman::{Halaman, Lembar},
    nilai::Rahasia,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    percakapan::teks_wajib,
    permohonan::{Permohonan, PermohonanId},
    ports::{Ports, UnitOfWork},
};

/// Write a note at a case.
#[derive(Clone, Debug)]
pub struct CatatForum {
    /// The case.
    pub permohonan: PermohonanId,
    /// What; `@nama_pengguna` tells that officer.
    pub isi: Rahasia,
}

impl CatatForum {
    /// Keeps it and tells those it mentions.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Uuid, Galat> {
        pelaku.petugas(Izin::PermohonanBaca)?;
        let petugas = pelaku.petugas(Izin::ForumTulis)?.id;
        let isi = teks_wajib(self.isi.buka(), BATAS_FORUM, "/isi", "Catatan")?;
        let nama = sebutan(&isi);
        if nama.len() > SEBUTAN_TERBANYAK {
            let pesan = format!("Sebut paling banyak {SEBUTAN_TERBANYAK} petugas.");
            return Err(Galat::isian("/isi", "sebutan_terlalu_banyak", pesan));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let permohonan = work.permohonan().baca(self.permohonan).await?;
        let permohonan = permohonan.ok_or(Galat::TidakDitemukan("permohonan"))?;
        let orang = if nama.is_empty() { Vec::new() } else { work.forum().bernama(&nama).await? };
        if let Some(asing) = nama.iter().find(|satu| !orang.iter().any(|(_, ada)| ada == *satu)) {
            let pesan = format!("Tidak ada petugas aktif bernama pengguna @{asing}.");
            return Err(Galat::isian("/isi", "sebutan_tidak_dikenal", pesan));
        }
        let disebut: Vec<PenggunaId> = orang.into_iter().map(|(id, _)| id).collect();
        let catatan = Self { isi: Rahasia::new(isi), ..self };
        let id = catatan.tulis(ports, work.as_mut(), petugas, &permohonan, &disebut).await?;
        work.commit().await?;
        Ok(id)
    }

    /// The same within a unit of work, its text already checked.
    pub(crate) async fn tulis(
        self,
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        oleh: PenggunaId,
        permohonan: &Permohonan,
        disebut: &[PenggunaId],
    ) -> Result<Uuid, Galat> {
        let pada = ports.clock.now();
        let id = ports.ids.uuid();
        let catatan = CatatanForum { id, permohonan: permohonan.id, oleh, isi: self.isi, pada };
        work.forum().tambah_catatan(&catatan, disebut).await?;
        for orang in disebut.iter().filter(|orang| **orang != oleh) {
            let notifikasi = Notifikasi::baru(
                ports,
                Kepada::Pengguna(*orang),
                JenisNotifikasi::Sebutan,
                format!(
                    "Anda disebut di Forum permohonan {} ({}).",
                    permohonan.nomor, permohonan.layanan_nama
                ),
            )
            .tentang(permohonan.id);
            work.notifikasi().tambah(&notifikasi).await?;
        }
        let jejak = JejakPelaku::Petugas { id: oleh };
        let objek = Some(permohonan.id.uuid());
        let audit = CatatanAudit::baru(ports, jejak, "forum.catat", "permohonan", objek)
            .dengan(json!({ "catatan": id, "sebutan": disebut.len() }));
        work.audit().catat(&audit).await?;
        Ok(id)
    }
}

/// Read the notes at a case.
#[derive(Clone, Copy, Debug)]
pub struct BacaForum {
    /// The case.
    pub permohonan: PermohonanId,
    /// How many.
    pub halaman: Halaman,
}

impl BacaForum {
    /// One page, the newest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<BarisForum>, Galat> {
        pelaku.petugas(Izin::PermohonanBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        if work.permohonan().baca(self.permohonan).await?.is_none() {
            return Err(Galat::TidakDitemukan("permohonan"));
        }
        let baris = work.forum().catatan(self.permohonan, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.catatan.id))
    }
}
