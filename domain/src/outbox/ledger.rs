//! What became of every message, and what it cost.

use time::{Date, OffsetDateTime};

use super::{Golongan, IsiPesan, PesanId};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    halaman::{Halaman, Lembar},
    kalender::ZonaWaktu,
    percakapan::{KontakId, TahapKirim},
    permohonan::PermohonanId,
    ports::Ports,
};

/// The most days that one report of cost covers.
const HARI_LAPORAN: i64 = 92;

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanPesan {
    /// It waits for its turn.
    Antre,
    /// It is being sent, or nobody knows yet whether it was.
    Mengirim,
    /// The channel took it.
    Terkirim,
    /// It waits for the resident.
    Tertahan,
    /// It will not arrive; an officer sees it.
    Gagal,
    /// It is not sent, by a rule or because an officer said so.
    Dilewati,
}

impl KeadaanPesan {
    /// Every state there is.
    pub const SEMUA: [Self; 6] =
        [Self::Antre, Self::Mengirim, Self::Terkirim, Self::Tertahan, Self::Gagal, Self::Dilewati];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Antre => "antre",
            Self::Mengirim => "mengirim",
            Self::Terkirim => "terkirim",
            Self::Tertahan => "tertahan",
            Self::Gagal => "gagal",
            Self::Dilewati => "dilewati",
        }
    }

    /// The state of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// What a message cost, as the channel reported it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BiayaKirim {
    /// Whether it is charged.
    pub ditagih: bool,
    /// The category in the channel's word, for example `utility` or `service`.
    pub kategori: String,
    /// What it is charged by, for example `PMP`.
    pub model: Option<String>,
    /// What kind of charge, for example `regular` or `free_customer_service`.
    pub jenis: Option<String>,
}

/// A message in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RincianPesan {
    /// Its id.
    pub id: PesanId,
    /// To whom.
    pub kontak: KontakId,
    /// The case it speaks of.
    pub permohonan: Option<PermohonanId>,
    /// The service number it leaves through.
    pub phone_number_id: String,
    /// What for.
    pub golongan: Golongan,
    /// What kind.
    pub jenis: String,
    /// What it holds; absent in lists, and when it does not open any more.
    pub isi: Option<IsiPesan>,
    /// Where it stands.
    pub keadaan: KeadaanPesan,
    /// How far it came.
    pub status: Option<TahapKirim>,
    /// Stable code of the reason.
    pub galat: Option<String>,
    /// How often sending was begun.
    pub percobaan: u32,
    /// Nobody knows whether an earlier send arrived.
    pub kabur: bool,
    /// It may have arrived twice.
    pub mungkin_ganda: bool,
    /// What it cost.
    pub biaya: Option<BiayaKirim>,
    /// When it was queued.
    pub dibuat_pada: OffsetDateTime,
    /// When it left, failed or was skipped.
    pub selesai_pada: Option<OffsetDateTime>,
}

/// One state that a message went through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JejakPesan {
    /// Which state, from 1.
    pub urutan: u32,
    /// Where it stood.
    pub keadaan: KeadaanPesan,
    /// How far it had come.
    pub status: Option<TahapKirim>,
    /// Stable code of the reason.
    pub galat: Option<String>,
    /// What an officer said about it.
    pub catatan: Option<crate::nilai::Rahasia>,
    /// Since when.
    pub pada: OffsetDateTime,
}

/// Which messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaringPesan {
    /// Only in this state.
    pub keadaan: Option<KeadaanPesan>,
    /// Only to this contact.
    pub kontak: Option<KontakId>,
    /// Only of this case.
    pub permohonan: Option<PermohonanId>,
    /// Only for this purpose.
    pub golongan: Option<Golongan>,
    /// Only those queued since then.
    pub sejak: Option<OffsetDateTime>,
}

/// What a status was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PesanBerstatus {
    /// The message.
    pub id: PesanId,
    /// To whom.
    pub kontak: KontakId,
    /// What for.
    pub golongan: Golongan,
    /// The case it speaks of.
    pub permohonan: Option<PermohonanId>,
    /// The service number it left through.
    pub phone_number_id: String,
    /// Whether the status changed where the message stands or how far it came.
    pub berubah: bool,
}

/// Messages of one day and one category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisBiaya {
    /// The day on the office's wall clock.
    pub hari: Date,
    /// The category in the channel's word.
    pub kategori: String,
    /// How many were charged.
    pub ditagih: u64,
    /// How many were free.
    pub gratis: u64,
}

/// List messages of the outbox.
#[derive(Clone, Debug)]
pub struct DaftarPesan {
    /// Which.
    pub saring: SaringPesan,
    /// How many.
    pub halaman: Halaman,
}

impl DaftarPesan {
    /// One page, the newest first, without what they say.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<RincianPesan>, Galat> {
        pelaku.petugas(Izin::OperasiLihat)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.pesan().daftar(&self.saring, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id.uuid()))
    }
}

/// Read a message with everything that happened to it.
#[derive(Clone, Copy, Debug)]
pub struct BacaPesan {
    /// Which.
    pub id: PesanId,
}

impl BacaPesan {
    /// The message and its states. What it says is only for those who may read cases.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<(RincianPesan, Vec<JejakPesan>), Galat> {
        let petugas = pelaku.petugas(Izin::OperasiLihat)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let mut pesan = work.pesan().baca(self.id).await?.ok_or(Galat::TidakDitemukan("pesan"))?;
        if !petugas.izin.contains(&Izin::PermohonanBaca) {
            pesan.isi = None;
        }
        let jejak = work.pesan().jejak(self.id).await?;
        Ok((pesan, jejak))
    }
}

/// What WhatsApp charged.
#[derive(Clone, Copy, Debug)]
pub struct LaporanBiaya {
    /// The first day on the office's wall clock.
    pub dari: Date,
    /// The last day, included.
    pub sampai: Date,
}

impl LaporanBiaya {
    /// Counts per day and category, by day.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<BarisBiaya>, Galat> {
        pelaku.petugas(Izin::OperasiLihat)?;
        let hari = (self.sampai - self.dari).whole_days();
        if !(0..HARI_LAPORAN).contains(&hari) {
            return Err(Galat::isian(
                "sampai",
                "rentang_tidak_sah",
                format!(
                    "Rentang laporan 1 sampai {HARI_LAPORAN} hari; `sampai` tidak boleh sebelum `dari`."
                ),
            ));
        }
        let zona: ZonaWaktu = pelaku.tenant.zona;
        let geser = zona.setempat(ports.clock.now()).offset();
        let awal = |hari: Date| hari.midnight().assume_offset(geser);
        let akhir = self.sampai.next_day().unwrap_or(Date::MAX);
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.pesan().biaya(awal(self.dari), awal(akhir), geser).await?)
    }
}
