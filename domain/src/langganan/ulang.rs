//! Send messages once more, and send a test.

use serde_json::json;
use time::OffsetDateTime;

use super::{
    JenisPeristiwa, KeadaanKiriman, KeadaanLangganan, Kiriman, KirimanId, Langganan, LanggananId,
    catat, terkunci,
};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Bentrok, Galat},
    ports::Ports,
};

/// How many messages one replay queues at most.
pub const ULANG_TERBANYAK: u32 = 1_000;

/// Send one message once more, under the same `webhook-id`.
#[derive(Clone, Copy, Debug)]
pub struct UlangiKiriman {
    /// The subscription.
    pub langganan: LanggananId,
    /// The message.
    pub id: KirimanId,
}

impl UlangiKiriman {
    /// Queues it. One that waits or is being sent already stays as it is.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let langganan = terkunci(work.as_mut(), self.langganan).await?;
        aktif(&langganan)?;
        let kiriman = work.langganan().kunci_kiriman(self.langganan, self.id).await?;
        let kiriman = kiriman.ok_or(Galat::TidakDitemukan("kiriman"))?;
        work.langganan().ulangi(kiriman.id, ports.clock.now()).await?;
        let rincian = json!({ "kiriman": kiriman.id });
        catat(ports, work.as_mut(), pelaku, "langganan.ulangi", self.langganan, rincian).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Send the messages of a span of time once more.
#[derive(Clone, Copy, Debug)]
pub struct UlangiRentang {
    /// The subscription.
    pub langganan: LanggananId,
    /// From this moment,
    pub dari: OffsetDateTime,
    /// to before this one.
    pub sampai: OffsetDateTime,
    /// Also those that arrived.
    pub semua: bool,
}

impl UlangiRentang {
    /// Queues up to [`ULANG_TERBANYAK`], the oldest first; tells how many. Call again until it says 0.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<u64, Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        if self.dari >= self.sampai {
            return Err(Galat::isian(
                "/sampai",
                "rentang_terbalik",
                "Akhir rentang harus sesudah awalnya.",
            ));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let langganan = terkunci(work.as_mut(), self.langganan).await?;
        aktif(&langganan)?;
        let rentang = (self.dari, self.sampai);
        let now = ports.clock.now();
        let jumlah = work
            .langganan()
            .ulangi_rentang(self.langganan, rentang, self.semua, ULANG_TERBANYAK, now)
            .await?;
        let rincian = json!({ "jumlah": jumlah, "semua": self.semua });
        catat(ports, work.as_mut(), pelaku, "langganan.ulangi", self.langganan, rincian).await?;
        work.commit().await?;
        Ok(jumlah)
    }
}

/// Send a test message.
#[derive(Clone, Copy, Debug)]
pub struct UjiLangganan {
    /// The subscription.
    pub id: LanggananId,
}

impl UjiLangganan {
    /// Queues it like any other; the ledger shows what came of it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KirimanId, Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let langganan = terkunci(work.as_mut(), self.id).await?;
        aktif(&langganan)?;
        let (id, now): (KirimanId, _) = (ports.ids.id(), ports.clock.now());
        let kiriman = Kiriman {
            id,
            langganan: langganan.id,
            jenis: JenisPeristiwa::Uji,
            isi: json!({ "tenant": pelaku.tenant.slug.to_string(), "langganan_id": langganan.id }),
            pada: now,
            keadaan: KeadaanKiriman::Antre,
            percobaan: 0,
            putaran: 1,
            coba_pada: now,
            selesai_pada: None,
            galat: None,
        };
        work.langganan().antrekan(&kiriman, id.uuid()).await?;
        let rincian = json!({ "kiriman": id });
        catat(ports, work.as_mut(), pelaku, "langganan.uji", langganan.id, rincian).await?;
        work.commit().await?;
        Ok(id)
    }
}

fn aktif(langganan: &Langganan) -> Result<(), Bentrok> {
    if langganan.keadaan == KeadaanLangganan::Aktif {
        return Ok(());
    }
    Err(Bentrok::baru(
        "langganan_nonaktif",
        "Langganan ini sedang tidak aktif. Aktifkan dahulu, lalu kirim lagi.",
    ))
}
