//! Change an officer.

use serde_json::json;

use super::{Pengurus, Tempat, kode_semua, menaikkan_diri, pengelola};
use crate::{
    akses::{
        Pelaku, Pengguna, PenggunaId, PesanPetugas, antrekan_surel, baca_nama, baca_nip, baca_surel,
    },
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    nilai::{Kode, Nik, Rahasia},
    ports::Ports,
};

/// What becomes of something an officer may be without.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Ubahan {
    /// It stays.
    #[default]
    Tetap,
    /// It goes.
    Hapus,
    /// It is this now.
    Menjadi(String),
}

/// Change an officer; what is `None` stays.
#[derive(Clone, Debug)]
pub struct UbahPengguna {
    /// Who.
    pub id: PenggunaId,
    /// The version the administrator looked at.
    pub versi: u64,
    /// Full name.
    pub nama: Option<String>,
    /// NIP.
    pub nip: Ubahan,
    /// NIK; needed of who signs, own office or by mandate.
    pub nik: Option<Rahasia>,
    /// Their own email address.
    pub surel: Ubahan,
    /// Unit, by code.
    pub unit: Ubahan,
    /// Teams, by code.
    pub tim: Option<Vec<String>>,
    /// Roles, by code.
    pub peran: Option<Vec<String>>,
    /// Whether they may log in.
    pub aktif: Option<bool>,
}

impl UbahPengguna {
    /// Changes the officer; in force from their next request. Who is made inactive is logged out everywhere.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Pengguna, Galat> {
        let kelola = pengelola(pelaku)?;
        pelaku.wajib_segar(ports)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.kelola().kunci().await?;
        let lama = kelola.sasaran_ubah(work.as_mut(), self.id).await?;
        if lama.versi != self.versi {
            return Err(Bentrok::baru(
                "versi_usang",
                "Petugas ini sudah berubah sejak Anda membukanya. Muat ulang, lalu ubah lagi.",
            )
            .into());
        }
        let mut baru = self.terapkan(&lama)?;
        if baru == lama {
            return Ok(lama);
        }
        let tambahan = |baru: &[Kode], lama: &[Kode]| baru.iter().any(|kode| !lama.contains(kode));
        if pelaku.pengguna() == Some(baru.id) && tambahan(&baru.peran, &lama.peran) {
            return Err(menaikkan_diri(
                "Anda tidak dapat menambah peran untuk diri sendiri. Minta pengelola lain.",
            ));
        }
        // In the order they came in, so that a fault names its place.
        let disebut = |kode: &Option<Vec<String>>, pointer| match kode {
            Some(kode) => kode_semua(kode, pointer),
            None => Ok(Vec::new()),
        };
        let (peran, tim) = (disebut(&self.peran, "/peran")?, disebut(&self.tim, "/tim")?);
        let unit = baru.unit.as_ref().filter(|_| self.unit != Ubahan::Tetap);
        let tempat = Tempat { peran: &peran, unit, tim: &tim };
        tempat.periksa(work.as_mut()).await?;
        kelola.boleh_memberi(work.as_mut(), &baru.peran, baru.unit.as_ref()).await?;
        let pengurus = Pengurus::sebelum(work.as_mut()).await?;
        baru.versi += 1;
        work.kelola().simpan_pengguna(&baru).await?;
        pengurus.tersisa(work.as_mut()).await?;
        if lama.aktif && !baru.aktif {
            work.kelola().akhiri_sesi(baru.id, ports.clock.now()).await?;
        }
        if lama.surel != baru.surel {
            // To the address that was: who had it shall know that it is no longer theirs to reset by.
            let kabar = PesanPetugas::AlamatBerganti;
            antrekan_surel(ports, work.as_mut(), &pelaku.tenant, &lama, kabar).await?;
        }
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "pengguna.ubah",
            "pengguna",
            Some(baru.id.uuid()),
        )
        .dengan(rincian(&lama, &baru));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(baru)
    }

    fn terapkan(&self, lama: &Pengguna) -> Result<Pengguna, Galat> {
        let mut baru = lama.clone();
        if let Some(nama) = &self.nama {
            baru.nama = baca_nama(nama)?;
        }
        match &self.nip {
            Ubahan::Tetap => {}
            Ubahan::Hapus => baru.nip = None,
            Ubahan::Menjadi(nip) => baru.nip = baca_nip(Some(nip))?,
        }
        if let Some(nik) = &self.nik {
            baru.nik = Some(Nik::parse(nik.buka()).map_err(|salah| salah.di("/nik"))?);
        }
        match &self.surel {
            Ubahan::Tetap => {}
            Ubahan::Hapus => baru.surel = None,
            Ubahan::Menjadi(surel) => baru.surel = baca_surel(Some(surel))?,
        }
        match &self.unit {
            Ubahan::Tetap => {}
            Ubahan::Hapus => baru.unit = None,
            Ubahan::Menjadi(unit) => {
                baru.unit = Some(Kode::parse(unit).map_err(|salah| salah.di("/unit"))?);
            }
        }
        if let Some(tim) = &self.tim {
            baru.tim = himpunan(kode_semua(tim, "/tim")?);
        }
        if let Some(peran) = &self.peran {
            baru.peran = himpunan(kode_semua(peran, "/peran")?);
        }
        if let Some(aktif) = self.aktif {
            baru.aktif = aktif;
        }
        Ok(baru)
    }
}

/// In the order the store keeps them, each once.
pub(in crate::akses) fn himpunan(mut kode: Vec<Kode>) -> Vec<Kode> {
    kode.sort();
    kode.dedup();
    kode
}

/// What changed, without names and numbers of people.
fn rincian(lama: &Pengguna, baru: &Pengguna) -> serde_json::Value {
    let berubah: Vec<&str> = [
        ("nama", lama.nama != baru.nama),
        ("nip", lama.nip != baru.nip),
        ("nik", lama.nik != baru.nik),
        ("surel", lama.surel != baru.surel),
        ("unit", lama.unit != baru.unit),
        ("tim", lama.tim != baru.tim),
        ("peran", lama.peran != baru.peran),
        ("aktif", lama.aktif != baru.aktif),
    ]
    .into_iter()
    .filter_map(|(apa, ya)| ya.then_some(apa))
    .collect();
    json!({
        "berubah": berubah,
        "peran_lama": lama.peran,
        "peran": baru.peran,
        "unit": baru.unit,
        "tim": baru.tim,
        "aktif": baru.aktif,
    })
}
