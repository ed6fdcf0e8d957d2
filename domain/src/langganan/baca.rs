//! Read subscriptions, their messages and every attempt.

use super::{
    KeadaanKiriman, KeadaanLangganan, Kiriman, KirimanId, Langganan, LanggananId, Percobaan,
};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    halaman::{Halaman, Lembar},
    ports::Ports,
};

/// Read subscriptions.
#[derive(Clone, Copy, Debug)]
pub struct BacaLangganan;

impl BacaLangganan {
    /// One of them.
    pub async fn satu(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
        id: LanggananId,
    ) -> Result<Langganan, Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let satu = work.langganan().satu(id).await?;
        satu.filter(|satu| satu.keadaan != KeadaanLangganan::Dihapus)
            .ok_or(Galat::TidakDitemukan("langganan"))
    }

    /// One page, the newest first.
    pub async fn daftar(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
        halaman: Halaman,
    ) -> Result<Lembar<Langganan>, Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.langganan().daftar(halaman).await?;
        Ok(halaman.potong(baris, |satu| satu.id.uuid()))
    }
}

/// Read the messages of a subscription.
#[derive(Clone, Copy, Debug)]
pub struct BacaKiriman {
    /// The subscription.
    pub langganan: LanggananId,
}

impl BacaKiriman {
    /// One page, the newest first.
    pub async fn daftar(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
        keadaan: Option<KeadaanKiriman>,
        halaman: Halaman,
    ) -> Result<Lembar<Kiriman>, Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let satu = work.langganan().satu(self.langganan).await?;
        satu.ok_or(Galat::TidakDitemukan("langganan"))?;
        let baris = work.langganan().kiriman(self.langganan, keadaan, halaman).await?;
        Ok(halaman.potong(baris, |satu| satu.id.uuid()))
    }

    /// The attempts of one message, the oldest first.
    pub async fn percobaan(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
        id: KirimanId,
    ) -> Result<Vec<Percobaan>, Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let kiriman = work.langganan().kunci_kiriman(self.langganan, id).await?;
        kiriman.ok_or(Galat::TidakDitemukan("kiriman"))?;
        Ok(work.langganan().percobaan(id).await?)
    }
}
