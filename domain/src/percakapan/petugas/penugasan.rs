//! Take a conversation, give it to another, let it go, mark it read, hand it back to the bot.

use super::{bukan_milik_lain, catat, jeda, kunci, pesan};
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    galat::{Bentrok, Galat},
    outbox::IsiPesan,
    percakapan::{
        KeadaanAlur, KontakId, Penugasan,
        kamus::{kamus_kontak, percakapan as kata},
    },
    ports::Ports,
};

/// Look after a conversation, or have another officer do it.
#[derive(Clone, Copy, Debug)]
pub struct TugaskanPercakapan {
    /// The conversation.
    pub id: KontakId,
    /// The officer; the caller when none is named.
    pub petugas: Option<PenggunaId>,
    /// Also when somebody else looks after it.
    pub ambil_alih: bool,
}

impl TugaskanPercakapan {
    /// Assigns it; the bot falls silent.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let saya = pelaku.petugas(Izin::PercakapanBalas)?.id;
        let untuk = self.petugas.unwrap_or(saya);
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (mut kontak, letak) = kunci(ports, work.as_mut(), self.id).await?;
        if !self.ambil_alih {
            bukan_milik_lain(&letak, saya)?;
        }
        let now = ports.clock.now();
        if untuk != saya {
            let hari = pelaku.tenant.zona.setempat(now).date();
            let orang = work.akses().petugas_aktif(untuk, hari).await?;
            if !orang.is_some_and(|satu| satu.izin.contains(&Izin::PercakapanBalas)) {
                return Err(Galat::isian(
                    "/petugas_id",
                    "petugas_tidak_dapat_membalas",
                    "Petugas ini tidak ada atau tidak berwenang membalas percakapan.",
                ));
            }
        }
        if letak.tugas.map(|tugas| tugas.petugas) != Some(untuk) {
            let tugas = Penugasan { petugas: untuk, pada: now };
            work.kotak().simpan(&letak.ditugaskan(Some(tugas)), now).await?;
            catat(ports, work.as_mut(), pelaku, self.id, "percakapan.tugaskan").await?;
        }
        jeda(ports, work.as_mut(), &mut kontak).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Let a conversation go: it waits for any officer again.
#[derive(Clone, Copy, Debug)]
pub struct LepasPercakapan {
    /// Which.
    pub id: KontakId,
}

impl LepasPercakapan {
    /// Lets it go; the bot stays silent.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let saya = pelaku.petugas(Izin::PercakapanBalas)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (_, letak) = kunci(ports, work.as_mut(), self.id).await?;
        bukan_milik_lain(&letak, saya)?;
        if letak.tugas.is_some() {
            work.kotak().simpan(&letak.ditugaskan(None), ports.clock.now()).await?;
            catat(ports, work.as_mut(), pelaku, self.id, "percakapan.lepas").await?;
        }
        work.commit().await?;
        Ok(())
    }
}

/// Mark a conversation read.
#[derive(Clone, Copy, Debug)]
pub struct TandaiDibaca {
    /// Which.
    pub id: KontakId,
}

impl TandaiDibaca {
    /// Nothing in it is unread now; it waits as before.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        pelaku.petugas(Izin::PercakapanBalas)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (_, letak) = kunci(ports, work.as_mut(), self.id).await?;
        if letak.belum_dibaca > 0 {
            work.kotak().simpan(&letak.dibaca(), ports.clock.now()).await?;
            catat(ports, work.as_mut(), pelaku, self.id, "percakapan.baca").await?;
        }
        work.commit().await?;
        Ok(())
    }
}

/// Hand a conversation back to the bot.
#[derive(Clone, Copy, Debug)]
pub struct KembalikanPercakapan {
    /// Which.
    pub id: KontakId,
}

impl KembalikanPercakapan {
    /// The bot speaks again; the resident is told once.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let saya = pelaku.petugas(Izin::PercakapanBalas)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (mut kontak, letak) = kunci(ports, work.as_mut(), self.id).await?;
        bukan_milik_lain(&letak, saya)?;
        if kontak.alur != KeadaanAlur::Petugas {
            return Err(Bentrok::baru(
                "bot_sudah_menjawab",
                "Percakapan ini sudah dijawab otomatis.",
            )
            .into());
        }
        kontak.alur = KeadaanAlur::Awal;
        work.kontak().simpan(&kontak, ports.clock.now()).await?;
        let isi = kamus_kontak(work.as_mut(), self.id).await?.kata(&kata::DIKEMBALIKAN);
        let isi = IsiPesan::Teks { isi };
        work.pesan().antrekan(&pesan(ports, self.id, None, isi)).await?;
        catat(ports, work.as_mut(), pelaku, self.id, "percakapan.kembalikan").await?;
        work.commit().await?;
        Ok(())
    }
}
