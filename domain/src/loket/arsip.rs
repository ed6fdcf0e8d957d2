//! Batches with a berita acara: the destruction of what was withdrawn, and the return of what nobody collected. An officer
//! decides each; nothing is destroyed by itself.

use serde_json::json;
use time::{Date, Duration};

use super::{
    BeritaAcara, CaraMusnah, Ditarik, DitarikId, JenisBeritaAcara, KeadaanDitarik, KeadaanRak,
    RakId,
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    halaman::{Halaman, Lembar},
    penyerahan::KeadaanPenyerahan,
    ports::{Ports, UnitOfWork},
};

/// Most things of one berita acara.
const TERBANYAK: usize = 500;

/// What every berita acara says.
#[derive(Clone, Debug)]
pub struct IsiBeritaAcara {
    /// Its number.
    pub nomor: String,
    /// Its date.
    pub tanggal: Date,
    /// The officers who witnessed it.
    pub saksi: String,
}

impl IsiBeritaAcara {
    async fn catat(
        self,
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        pelaku: &Pelaku,
        oleh: PenggunaId,
        cara: Option<CaraMusnah>,
        jumlah: usize,
    ) -> Result<BeritaAcara, Galat> {
        let panjang = |teks: &str| teks.trim().chars().count();
        if !(1..=60).contains(&panjang(&self.nomor)) {
            let pesan = "Tulis nomor berita acara, paling banyak 60 karakter.";
            return Err(Galat::isian("/nomor", "nomor_wajib", pesan));
        }
        if !(1..=200).contains(&panjang(&self.saksi)) {
            let pesan = "Tulis nama petugas yang menyaksikan, paling banyak 200 karakter.";
            return Err(Galat::isian("/saksi", "saksi_wajib", pesan));
        }
        let hari_ini = pelaku.tenant.zona.setempat(ports.clock.now()).date();
        if self.tanggal > hari_ini {
            let pesan = "Tanggal berita acara tidak boleh di masa depan.";
            return Err(Galat::isian("/tanggal", "tanggal_di_depan", pesan));
        }
        if !(1..=TERBANYAK).contains(&jumlah) {
            let pesan = "Satu berita acara memuat 1 sampai 500.";
            return Err(Galat::isian("/id", "jumlah_tidak_sah", pesan));
        }
        let (jenis, aksi) = match cara {
            Some(_) => (JenisBeritaAcara::Pemusnahan, "loket.musnahkan"),
            None => (JenisBeritaAcara::Pengarsipan, "loket.arsipkan"),
        };
        let satu = BeritaAcara {
            id: ports.ids.uuid(),
            jenis,
            nomor: self.nomor.trim().to_owned(),
            tanggal: self.tanggal,
            cara,
            jumlah: u32::try_from(jumlah).map_err(PortError::tak_terduga)?,
            saksi: self.saksi.trim().to_owned(),
            oleh,
            pada: ports.clock.now(),
        };
        work.loket().tambah_berita_acara(&satu).await.map_err(|galat| match galat {
            PortError::Konflik => {
                let pesan = "Nomor berita acara ini sudah dipakai.";
                Galat::from(Bentrok::baru("nomor_berita_acara_dipakai", pesan))
            }
            lain => lain.into(),
        })?;
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), aksi, "loket_berita_acara", Some(satu.id))
                .dengan(json!({ "nomor": satu.nomor, "jumlah": jumlah }));
        work.audit().catat(&catatan).await?;
        Ok(satu)
    }
}

/// List what was withdrawn and not yet destroyed.
#[derive(Clone, Copy, Debug)]
pub struct DaftarDitarik {
    /// Which page.
    pub halaman: Halaman,
}

impl DaftarDitarik {
    /// One page with the numbers of the cases, the oldest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<(Ditarik, String)>, Galat> {
        pelaku.petugas(Izin::LoketLayani)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.loket().daftar_ditarik(self.halaman).await?;
        Ok(self.halaman.potong(baris, |(satu, _)| satu.id.uuid()))
    }
}

/// Record the destruction of a batch of withdrawn things.
#[derive(Clone, Debug)]
pub struct MusnahkanDitarik {
    /// Which.
    pub id: Vec<DitarikId>,
    /// How.
    pub cara: CaraMusnah,
    /// The berita acara.
    pub berita_acara: IsiBeritaAcara,
}

impl MusnahkanDitarik {
    /// All of them, or none.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<BeritaAcara, Galat> {
        let petugas = pelaku.petugas(Izin::LoketLayani)?.id;
        let mut id = self.id;
        id.sort_unstable();
        id.dedup();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let berita = self
            .berita_acara
            .catat(ports, work.as_mut(), pelaku, petugas, Some(self.cara), id.len())
            .await?;
        for satu in id {
            let ditarik = work.loket().kunci_ditarik(satu).await?;
            let mut ditarik = ditarik.ok_or(Galat::TidakDitemukan("ditarik"))?;
            if ditarik.keadaan != KeadaanDitarik::Ditarik {
                let pesan = "Ada yang sudah dimusnahkan atau dikembalikan. Muat ulang daftarnya.";
                return Err(Bentrok::baru("bukan_simpanan_loket", pesan).into());
            }
            ditarik.keadaan = KeadaanDitarik::Dimusnahkan;
            ditarik.berita_acara = Some(berita.id);
            work.loket().simpan_ditarik(&ditarik, berita.pada).await?;
        }
        work.commit().await?;
        Ok(berita)
    }
}

/// Return what nobody collected to the archive.
#[derive(Clone, Debug)]
pub struct ArsipkanRak {
    /// Which.
    pub id: Vec<RakId>,
    /// The berita acara.
    pub berita_acara: IsiBeritaAcara,
}

impl ArsipkanRak {
    /// All of them, or none; each has waited long enough.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<BeritaAcara, Galat> {
        let petugas = pelaku.petugas(Izin::LoketLayani)?.id;
        let mut id = self.id;
        id.sort_unstable();
        id.dedup();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let hari = i64::from(work.loket().pengaturan().await?.arsip_setelah_hari);
        let berita =
            self.berita_acara.catat(ports, work.as_mut(), pelaku, petugas, None, id.len()).await?;
        for satu in id {
            let isi = work.loket().kunci_isi(satu).await?;
            let mut isi = isi.ok_or(Galat::TidakDitemukan("rak"))?;
            if isi.keadaan != KeadaanRak::DiRak {
                let pesan = "Ada yang tidak lagi di rak. Muat ulang daftarnya.";
                return Err(Bentrok::baru("tidak_ada_di_rak", pesan).into());
            }
            if berita.pada - isi.siap_pada < Duration::days(hari) {
                let pesan = format!("Ada yang belum menunggu {hari} hari.");
                return Err(Bentrok::baru("belum_waktunya_diarsipkan", pesan).into());
            }
            let lama = work.penyerahan().kunci(isi.penyerahan).await?;
            let mut lama = lama
                .ok_or_else(|| PortError::tak_terduga("a thing on the shelf without hand-over"))?;
            if !lama.keadaan.boleh_ke(KeadaanPenyerahan::Gagal) {
                let pesan = "Ada yang tidak lagi di rak. Muat ulang daftarnya.";
                return Err(Bentrok::baru("tidak_ada_di_rak", pesan).into());
            }
            lama.keadaan = KeadaanPenyerahan::Gagal;
            lama.galat = Some("tidak_diambil".to_owned());
            lama.diubah_pada = berita.pada;
            work.penyerahan().simpan(&lama).await?;
            isi.berita_acara = Some(berita.id);
            isi.lepas(KeadaanRak::Diarsipkan, berita.pada);
            work.loket().simpan_isi(&isi).await?;
            work.loket().hentikan_pengingat(satu, berita.pada).await?;
        }
        work.commit().await?;
        Ok(berita)
    }
}
