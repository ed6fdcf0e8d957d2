//! Reading the inbox.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    akses::{Izin, Pelaku},
    audit::Dibaca,
    galat::Galat,
    halaman::{Halaman, Lembar},
    kalender::Kalender,
    percakapan::{BarisBenang, BarisKotak, KontakId, SaringKotak, jendela_sampai},
    ports::Ports,
};

/// Which conversations, as the caller names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PilihPercakapan {
    /// Those that wait for an officer.
    Menunggu,
    /// Those that the caller looks after.
    MilikSaya,
    /// Those with messages that no officer saw.
    BelumDibaca,
    /// All.
    Semua,
}

/// A conversation with what is reckoned from it.
#[derive(Clone, Debug)]
pub struct PercakapanTampil {
    /// Where it stands.
    pub baris: BarisKotak,
    /// For how many working minutes it has waited.
    pub menit_menunggu: Option<u64>,
    /// Until when the resident may be answered freely; `None` when they never wrote.
    pub jendela_sampai: Option<OffsetDateTime>,
    /// Whether that is still so.
    pub jendela_terbuka: bool,
}

impl PercakapanTampil {
    fn baru(baris: BarisKotak, kalender: Option<&Kalender>, kini: OffsetDateTime) -> Self {
        let jendela_sampai = jendela_sampai(baris.terakhir_masuk);
        let menunggu = baris.kotak.menunggu.zip(kalender);
        Self {
            menit_menunggu: menunggu.map(|(saat, k)| k.menit_kerja_antara(saat.pada, kini)),
            jendela_terbuka: jendela_sampai.is_some_and(|sampai| kini < sampai),
            jendela_sampai,
            baris,
        }
    }
}

/// List conversations.
#[derive(Clone, Copy, Debug)]
pub struct DaftarPercakapan {
    /// Which.
    pub pilih: PilihPercakapan,
    /// How many.
    pub halaman: Halaman,
}

impl DaftarPercakapan {
    /// One page: the longest wait first for those that wait, the newest first otherwise.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<PercakapanTampil>, Galat> {
        let petugas = pelaku.petugas(Izin::PercakapanBaca)?;
        let saring = match self.pilih {
            PilihPercakapan::Menunggu => SaringKotak::Menunggu,
            PilihPercakapan::MilikSaya => SaringKotak::Milik(petugas.id),
            PilihPercakapan::BelumDibaca => SaringKotak::BelumDibaca,
            PilihPercakapan::Semua => SaringKotak::Semua,
        };
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.kotak().daftar(saring, self.halaman).await?;
        let kalender = if baris.iter().any(|satu| satu.kotak.menunggu.is_some()) {
            work.katalog().kalender().await?
        } else {
            None
        };
        let kini = ports.clock.now();
        let lembar = self.halaman.potong(baris, |satu| kursor(self.pilih, satu));
        let tampil = |baris| PercakapanTampil::baru(baris, kalender.as_ref(), kini);
        Ok(Lembar {
            baris: lembar.baris.into_iter().map(tampil).collect(),
            berikut: lembar.berikut,
        })
    }
}

/// The id that a list is ordered by.
fn kursor(pilih: PilihPercakapan, baris: &BarisKotak) -> Uuid {
    match (pilih, baris.kotak.menunggu) {
        (PilihPercakapan::Menunggu, Some(menunggu)) => menunggu.id,
        _ => baris.kotak.terakhir.id,
    }
}

/// Read a conversation.
#[derive(Clone, Copy, Debug)]
pub struct BacaPercakapan {
    /// Which.
    pub id: KontakId,
}

impl BacaPercakapan {
    /// Where it stands.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<PercakapanTampil, Galat> {
        pelaku.petugas(Izin::PercakapanBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.kotak().satu(self.id).await?;
        let baris = baris.ok_or(Galat::TidakDitemukan("percakapan"))?;
        let kalender = work.katalog().kalender().await?;
        Ok(PercakapanTampil::baru(baris, kalender.as_ref(), ports.clock.now()))
    }

    /// One page of its thread, the newest first.
    pub async fn benang(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
        halaman: Halaman,
    ) -> Result<Lembar<BarisBenang>, Galat> {
        pelaku.petugas(Izin::PercakapanBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        if work.kotak().satu(self.id).await?.is_none() {
            return Err(Galat::TidakDitemukan("percakapan"));
        }
        let baris = work.kotak().benang(self.id, halaman).await?;
        drop(work);
        let dibaca = Dibaca { aksi: "percakapan.dibaca", objek: "percakapan", id: self.id.uuid() };
        dibaca.catat(ports, pelaku).await?;
        Ok(halaman.potong(baris, |satu| satu.id))
    }
}
