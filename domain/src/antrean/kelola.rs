//! Taking a ticket, calling, calling again, serving, skipping, handing on, ending.

use time::Date;

use super::{
    Jalur, KeadaanTiket, KelompokPrioritas, Tiket, TiketId, jalur_berikut, letak_kembali,
    warga::{kabari_panggilan, tiket_baru},
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    loket::{JenisAntrean, LoketLayanan, PengaturanLoket},
    nilai::Kode,
    ports::{Ports, UnitOfWork},
};

/// Today at the office.
pub(super) fn hari_ini(ports: &Ports, pelaku: &Pelaku) -> Date {
    pelaku.tenant.zona.setempat(ports.clock.now()).date()
}

fn jenis<'p>(
    pengaturan: &'p PengaturanLoket,
    kode: &str,
    letak: &str,
) -> Result<&'p JenisAntrean, Galat> {
    pengaturan.antrean.iter().find(|satu| satu.kode.as_str() == kode).ok_or_else(|| {
        Galat::isian(letak, "antrean_tidak_ada", "Jenis antrean ini tidak ada di kantor ini.")
    })
}

fn loket<'p>(pengaturan: &'p PengaturanLoket, kode: &str) -> Result<&'p LoketLayanan, Galat> {
    pengaturan.loket.iter().find(|satu| satu.kode.as_str() == kode).ok_or_else(|| {
        Galat::isian("/loket", "loket_tidak_ada", "Loket ini tidak ada di kantor ini.")
    })
}

/// Take a ticket, for somebody who walked in.
#[derive(Clone, Debug)]
pub struct AmbilTiket {
    /// The kind of service.
    pub jenis: String,
    /// Why they go first, when they do.
    pub kelompok: Option<KelompokPrioritas>,
}

impl AmbilTiket {
    /// The next number of the day and kind.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Tiket, Galat> {
        pelaku.petugas(Izin::LoketLayani)?;
        let tanggal = hari_ini(ports, pelaku);
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.antrean().kunci_antrean().await?;
        let pengaturan = work.loket().pengaturan().await?;
        let jenis = jenis(&pengaturan, &self.jenis, "/jenis")?;
        let milik = (self.kelompok, None);
        let tiket = tiket_baru(ports, work.as_mut(), tanggal, jenis, milik).await?;
        catat(ports, work.as_mut(), pelaku, "tiket.ambil", &tiket).await?;
        work.commit().await?;
        Ok(tiket)
    }
}

/// Call the next ticket to a counter.
#[derive(Clone, Debug)]
pub struct PanggilBerikut {
    /// The counter.
    pub loket: String,
}

impl PanggilBerikut {
    /// The ticket that was called; `None` when nobody waits. Two officers never get the same one.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Option<Tiket>, Galat> {
        let petugas = pelaku.petugas(Izin::LoketLayani)?.id;
        let tanggal = hari_ini(ports, pelaku);
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        // One call after the other: only so is the count of priority calls in a row exact.
        work.antrean().kunci_antrean().await?;
        let pengaturan = work.loket().pengaturan().await?;
        let loket = loket(&pengaturan, &self.loket)?;
        let semua: Vec<Kode> = if loket.jenis.is_empty() {
            pengaturan.antrean.iter().map(|satu| satu.kode.clone()).collect()
        } else {
            loket.jenis.clone()
        };
        let prioritas = work.antrean().ada(tanggal, &semua, Jalur::Prioritas).await?;
        let biasa = work.antrean().ada(tanggal, &semua, Jalur::Biasa).await?;
        let beruntun = work.antrean().beruntun(tanggal, &semua).await?;
        let selang = pengaturan.selang_prioritas;
        let Some(jalur) = jalur_berikut(prioritas, biasa, beruntun, selang) else {
            return Ok(None);
        };
        let lain = if jalur == Jalur::Biasa { Jalur::Prioritas } else { Jalur::Biasa };
        let mut tiket = work.antrean().pertama(tanggal, &semua, jalur).await?;
        if tiket.is_none() {
            tiket = work.antrean().pertama(tanggal, &semua, lain).await?;
        }
        let Some(mut tiket) = tiket else { return Ok(None) };
        panggil(ports, &mut tiket, petugas);
        tiket.loket = Some(loket.kode.clone());
        work.antrean().simpan(&tiket).await?;
        kabari_panggilan(ports, work.as_mut(), &pengaturan, &tiket).await?;
        catat(ports, work.as_mut(), pelaku, "tiket.panggil", &tiket).await?;
        work.commit().await?;
        Ok(Some(tiket))
    }
}

fn panggil(ports: &Ports, tiket: &mut Tiket, petugas: PenggunaId) {
    tiket.keadaan = KeadaanTiket::Dipanggil;
    tiket.panggilan = tiket.panggilan.saturating_add(1);
    tiket.dipanggil_pada = Some(ports.clock.now());
    tiket.dipanggil_oleh = Some(petugas);
}

/// What is done with a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LangkahTiket {
    /// Called once more.
    Ulang,
    /// Its holder came: service begins.
    Mulai,
    /// Its holder is not there.
    Lewati,
    /// It waits for another kind of service, before who comes from now on.
    Pindah {
        /// The kind.
        jenis: String,
    },
    /// Service is over.
    Selesai,
    /// It is given up.
    Batal,
}

impl LangkahTiket {
    fn aksi(&self) -> &'static str {
        match self {
            Self::Ulang => "tiket.panggil_ulang",
            Self::Mulai => "tiket.mulai",
            Self::Lewati => "tiket.lewati",
            Self::Pindah { .. } => "tiket.pindah",
            Self::Selesai => "tiket.selesai",
            Self::Batal => "tiket.batal",
        }
    }

    /// Whether it can be done in that state.
    fn boleh(&self, keadaan: KeadaanTiket) -> bool {
        use KeadaanTiket::{Dilayani, Dipanggil, Menunggu};
        match self {
            Self::Ulang | Self::Mulai | Self::Lewati => keadaan == Dipanggil,
            Self::Pindah { .. } | Self::Selesai => matches!(keadaan, Dipanggil | Dilayani),
            Self::Batal => matches!(keadaan, Menunggu | Dipanggil | Dilayani),
        }
    }
}

/// Do something with a ticket.
#[derive(Clone, Debug)]
pub struct UbahTiket {
    /// Which.
    pub id: TiketId,
    /// What.
    pub langkah: LangkahTiket,
}

impl UbahTiket {
    /// The ticket as it stands then.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Tiket, Galat> {
        let petugas = pelaku.petugas(Izin::LoketLayani)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.antrean().kunci_antrean().await?;
        let tiket = work.antrean().kunci(self.id).await?;
        let mut tiket = tiket.ok_or(Galat::TidakDitemukan("tiket"))?;
        if !self.langkah.boleh(tiket.keadaan) {
            let pesan = format!(
                "Nomor {} sedang {}, jadi ini tidak dapat dilakukan.",
                tiket.kode,
                tiket.keadaan.kata().replace('_', " ")
            );
            return Err(Bentrok::baru("tiket_tidak_sesuai", pesan).into());
        }
        let now = ports.clock.now();
        let pengaturan = work.loket().pengaturan().await?;
        match &self.langkah {
            LangkahTiket::Ulang => panggil(ports, &mut tiket, petugas),
            LangkahTiket::Mulai => {
                tiket.keadaan = KeadaanTiket::Dilayani;
                tiket.mulai_pada = Some(tiket.mulai_pada.unwrap_or(now));
            }
            LangkahTiket::Lewati => {
                tiket.lewat = tiket.lewat.saturating_add(1);
                if tiket.lewat > u32::from(pengaturan.lewat_paling_banyak) {
                    tiket.keadaan = KeadaanTiket::TidakHadir;
                    tiket.selesai_pada = Some(now);
                } else {
                    let batas = u32::from(pengaturan.mundur);
                    let (tanggal, jalur) = (tiket.tanggal, tiket.jalur());
                    let barisan =
                        work.antrean().barisan(tanggal, &tiket.jenis, jalur, batas).await?;
                    tiket.antre_pada = letak_kembali(&barisan, pengaturan.mundur, now);
                    tiket.keadaan = KeadaanTiket::Menunggu;
                    tiket.loket = None;
                }
            }
            LangkahTiket::Pindah { jenis: kode } => {
                tiket.jenis = jenis(&pengaturan, kode, "/jenis")?.kode.clone();
                tiket.keadaan = KeadaanTiket::Menunggu;
                tiket.loket = None;
            }
            LangkahTiket::Selesai => {
                tiket.keadaan = KeadaanTiket::Selesai;
                tiket.mulai_pada = Some(tiket.mulai_pada.unwrap_or(now));
                tiket.selesai_pada = Some(now);
            }
            LangkahTiket::Batal => {
                tiket.keadaan = KeadaanTiket::Batal;
                tiket.selesai_pada = Some(now);
            }
        }
        work.antrean().simpan(&tiket).await?;
        if self.langkah == LangkahTiket::Ulang {
            kabari_panggilan(ports, work.as_mut(), &pengaturan, &tiket).await?;
        }
        catat(ports, work.as_mut(), pelaku, self.langkah.aksi(), &tiket).await?;
        work.commit().await?;
        Ok(tiket)
    }
}

async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    aksi: &'static str,
    tiket: &Tiket,
) -> Result<(), Galat> {
    let objek = Some(tiket.id.uuid());
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "loket_tiket", objek)
        .dengan(serde_json::json!({ "kode": tiket.kode, "loket": tiket.loket }));
    work.audit().catat(&catatan).await?;
    Ok(())
}
