//! Drop a request in the Forum, take it, settle it, make a case of it.

use serde_json::json;

use super::{
    BATAS_FORUM, BarisPermintaan, IsiPermintaan, KeadaanPermintaan, Permintaan, PermintaanId,
};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    berkas::{Rencana, Unggahan, buka_unggahan},
    galat::{Bentrok, Galat},
    halaman::{Halaman, Lembar},
    nilai::{NomorWa, Rahasia},
    percakapan::{pasang, slot, tawarkan_awal, teks_wajib},
    permohonan::{AjukanPermohonan, Berkas, BerkasId, Permohonan, PermohonanId, definisi_kasus},
    ports::{Ports, UnitOfWork},
    sop::{Idempotensi, buatan_lama},
};

/// Files of one dropped request.
const BERKAS_TERBANYAK: usize = 20;

/// Drop a request in the Forum (S-4).
#[derive(Clone, Debug)]
pub struct TitipPermintaan {
    /// What is asked for.
    pub teks: Rahasia,
    /// The resident's number.
    pub nomor_wa: Option<Rahasia>,
    /// The caller's idempotency key and the fingerprint of the request.
    pub idempotensi: Idempotensi,
}

impl TitipPermintaan {
    /// Keeps it, sealed; tells its id.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<PermintaanId, Galat> {
        let petugas = pelaku.petugas(Izin::ForumTulis)?.id;
        let teks = teks_wajib(self.teks.buka(), BATAS_FORUM, "/teks", "Permintaan")?;
        let nomor_wa = self.nomor_wa.as_ref().map(|nomor| NomorWa::parse(nomor.buka()));
        let nomor_wa = nomor_wa.transpose().map_err(|salah| salah.di("/nomor_wa"))?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(lama) = buatan_lama(work.as_mut(), petugas, &self.idempotensi).await? {
            return Ok(PermintaanId::new(lama));
        }
        let pada = ports.clock.now();
        let nomor_wa = nomor_wa.map(|nomor| nomor.lengkap().to_owned());
        let permintaan = Permintaan {
            id: ports.ids.id(),
            oleh: petugas,
            isi: IsiPermintaan { teks, nomor_wa },
            keadaan: KeadaanPermintaan::Terbuka,
            pada,
        };
        work.forum().tambah_permintaan(&permintaan).await?;
        let (kunci, sidik) = &self.idempotensi;
        let hasil = permintaan.id.uuid();
        work.permohonan().catat_idempotensi(petugas, kunci, sidik, hasil, pada).await?;
        catat(ports, work.as_mut(), pelaku, permintaan.id, "forum.titip").await?;
        work.commit().await?;
        Ok(permintaan.id)
    }
}

/// Announce a file for a dropped request.
#[derive(Clone, Debug)]
pub struct UnggahBerkasForum {
    /// The request.
    pub id: PermintaanId,
    /// What will be put.
    pub rencana: Rencana,
}

impl UnggahBerkasForum {
    /// The file's id and the links. It counts once its upload was completed and checked.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Unggahan, Galat> {
        let oleh = pelaku.petugas(Izin::ForumTulis)?.id;
        self.rencana.tipe()?;
        let (tenant, rencana) = (&pelaku.tenant, &self.rencana);
        let mut work = ports.store.begin(&tenant.slug).await?;
        let permintaan = kunci(work.as_mut(), self.id).await?;
        if matches!(permintaan.keadaan, KeadaanPermintaan::Selesai { .. }) {
            let pesan = "Permintaan ini sudah selesai.";
            return Err(Bentrok::baru("permintaan_sudah_selesai", pesan).into());
        }
        if work.forum().berkas(self.id).await?.len() >= BERKAS_TERBANYAK {
            let pesan = format!("Satu permintaan paling banyak {BERKAS_TERBANYAK} berkas.");
            return Err(Bentrok::baru("berkas_terlalu_banyak", pesan).into());
        }
        let berkas =
            Berkas::umumkan(ports, work.as_mut(), tenant, oleh, "titipan", rencana).await?;
        work.permohonan().tambah_berkas(&berkas).await?;
        work.forum().tambah_berkas(self.id, berkas.id).await?;
        catat(ports, work.as_mut(), pelaku, self.id, "forum.unggah").await?;
        work.commit().await?;
        buka_unggahan(ports, tenant, &berkas, rencana).await
    }
}

/// List dropped requests.
#[derive(Clone, Debug)]
pub struct DaftarPermintaan {
    /// Only those that stand there: `terbuka`, `diambil`, `selesai`.
    pub keadaan: Option<&'static str>,
    /// How many.
    pub halaman: Halaman,
}

impl DaftarPermintaan {
    /// One page, the newest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<BarisPermintaan>, Galat> {
        pelaku.petugas(Izin::ForumTulis)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.forum().daftar_permintaan(self.keadaan, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.permintaan.id.uuid()))
    }
}

/// Read a dropped request.
#[derive(Clone, Copy, Debug)]
pub struct BacaPermintaan {
    /// Which.
    pub id: PermintaanId,
}

impl BacaPermintaan {
    /// The request with its files.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<(BarisPermintaan, Vec<Berkas>), Galat> {
        pelaku.petugas(Izin::ForumTulis)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.forum().permintaan(self.id).await?;
        let baris = baris.ok_or(Galat::TidakDitemukan("permintaan"))?;
        Ok((baris, work.forum().berkas(self.id).await?))
    }
}

/// Take a dropped request to work on it.
#[derive(Clone, Copy, Debug)]
pub struct AmbilPermintaan {
    /// Which.
    pub id: PermintaanId,
}

impl AmbilPermintaan {
    /// Takes it; taking one's own again changes nothing.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        pelaku.petugas(Izin::ForumTulis)?;
        let petugas = pelaku.petugas(Izin::PermohonanBuat)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut permintaan = kunci(work.as_mut(), self.id).await?;
        let now = ports.clock.now();
        let baru = permintaan.keadaan.diambil(petugas, now)?;
        if baru != permintaan.keadaan {
            permintaan.keadaan = baru;
            work.forum().simpan_permintaan(&permintaan, now).await?;
            catat(ports, work.as_mut(), pelaku, self.id, "forum.ambil").await?;
        }
        work.commit().await?;
        Ok(())
    }
}

/// Settle a dropped request without a new case: answered, a duplicate, or a case that exists.
#[derive(Clone, Copy, Debug)]
pub struct SelesaikanPermintaan {
    /// Which.
    pub id: PermintaanId,
    /// The case it belongs to.
    pub permohonan: Option<PermohonanId>,
}

impl SelesaikanPermintaan {
    /// Settles it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        pelaku.petugas(Izin::ForumTulis)?;
        let petugas = pelaku.petugas(Izin::PermohonanBuat)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut permintaan = kunci(work.as_mut(), self.id).await?;
        if let Some(id) = self.permohonan
            && work.permohonan().baca(id).await?.is_none()
        {
            let pesan = "Permohonan ini tidak ada di kantor ini.";
            return Err(Galat::isian("/permohonan_id", "permohonan_tidak_ada", pesan));
        }
        let now = ports.clock.now();
        permintaan.keadaan = permintaan.keadaan.diselesaikan(petugas, self.permohonan, now)?;
        work.forum().simpan_permintaan(&permintaan, now).await?;
        catat(ports, work.as_mut(), pelaku, self.id, "forum.selesai").await?;
        work.commit().await?;
        Ok(())
    }
}

/// Make a case of a dropped request.
#[derive(Clone, Debug)]
pub struct PermohonanDariForum {
    /// The request.
    pub id: PermintaanId,
    /// The case; its number comes from the request when it has none.
    pub ajukan: AjukanPermohonan,
    /// Files of the request, each with the requirement it answers.
    pub berkas: Vec<(BerkasId, String)>,
    /// The caller's idempotency key and the fingerprint of the request.
    pub idempotensi: Idempotensi,
}

impl PermohonanDariForum {
    /// Registers the case, attaches the files and settles the request, all at once.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Permohonan, Galat> {
        pelaku.petugas(Izin::ForumTulis)?;
        let petugas = pelaku.petugas(Izin::PermohonanBuat)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(lama) = buatan_lama(work.as_mut(), petugas, &self.idempotensi).await? {
            let lama = work.permohonan().baca(PermohonanId::new(lama)).await?;
            return lama.ok_or(Galat::TidakDitemukan("permohonan"));
        }
        let mut permintaan = kunci(work.as_mut(), self.id).await?;
        let now = ports.clock.now();
        // Taken in the same step where nobody took it; refused before anything is registered otherwise.
        permintaan.keadaan = permintaan.keadaan.diambil(petugas, now)?;
        let milik = work.forum().berkas(self.id).await?;
        let mut baru = self.ajukan;
        if baru.pemohon.nomor_wa.is_none() {
            baru.pemohon.nomor_wa = permintaan.isi.nomor_wa.clone().map(|nomor| {
                // Stored as digits of the international form.
                Rahasia::new(format!("+{nomor}"))
            });
        }
        let ajuan = baru.baca(ports, work.as_mut(), pelaku, None).await?;
        let permohonan = ajuan.daftarkan(ports, work.as_mut(), pelaku).await?;
        let (layanan, _) = definisi_kasus(work.as_mut(), &permohonan).await?;
        for (ke, (id, syarat)) in self.berkas.iter().enumerate() {
            if !milik.iter().any(|satu| satu.id == *id) {
                return Err(Galat::TidakDitemukan("berkas"));
            }
            let syarat = slot(&layanan, syarat, &format!("/berkas/{ke}/syarat"))?;
            pasang(work.as_mut(), &permohonan, *id, syarat).await?;
        }
        tawarkan_awal(ports, work.as_mut(), pelaku, &permohonan).await?;
        permintaan.keadaan = permintaan.keadaan.diselesaikan(petugas, Some(permohonan.id), now)?;
        work.forum().simpan_permintaan(&permintaan, now).await?;
        let (kunci, sidik) = &self.idempotensi;
        let hasil = permohonan.id.uuid();
        work.permohonan().catat_idempotensi(petugas, kunci, sidik, hasil, now).await?;
        catat(ports, work.as_mut(), pelaku, self.id, "forum.jadi_permohonan").await?;
        work.commit().await?;
        Ok(permohonan)
    }
}

async fn kunci(work: &mut dyn UnitOfWork, id: PermintaanId) -> Result<Permintaan, Galat> {
    work.forum().kunci_permintaan(id).await?.ok_or(Galat::TidakDitemukan("permintaan"))
}

async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    id: PermintaanId,
    aksi: &'static str,
) -> Result<(), Galat> {
    let objek = Some(id.uuid());
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "forum_permintaan", objek)
        .dengan(json!({ "permintaan": id }));
    work.audit().catat(&catatan).await?;
    Ok(())
}
