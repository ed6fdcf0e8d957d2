//! Set up, change and remove subscriptions, and rotate their secrets.

use serde_json::{Value, json};

use super::{JenisPeristiwa, KeadaanLangganan, Langganan, LanggananId, RahasiaTanda, TUMPANG};
use crate::{
    akses::{Izin, Pelaku, sudah_dibuat},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, Pelanggaran},
    nilai::Rahasia,
    ports::{Ports, UnitOfWork},
};

/// The most subscriptions an office may have.
pub const LANGGANAN_TERBANYAK: usize = 10;
/// The longest address, in characters.
const URL_MAKS: usize = 2_000;

/// What an administrator says about a subscription.
#[derive(Clone, Debug)]
pub struct IsiLangganan {
    /// Its name.
    pub nama: String,
    /// Where the listener is.
    pub url: Rahasia,
    /// What it hears of, by word.
    pub jenis: Vec<String>,
    /// Whether messages go out.
    pub aktif: bool,
}

impl IsiLangganan {
    fn baca(&self, ports: &Ports) -> Result<Vec<JenisPeristiwa>, Galat> {
        let mut salah = Vec::new();
        let mut langgar = |pointer: String, kode, pesan: &str| {
            salah.push(Pelanggaran::baru(pointer, kode, pesan));
        };
        if !(1..=100).contains(&self.nama.trim().chars().count()) {
            let pesan = "Nama langganan wajib diisi, paling panjang 100 huruf.";
            langgar("/nama".to_owned(), "nama_wajib", pesan);
        }
        let url = self.url.buka();
        if url.chars().count() > URL_MAKS || !ports.kiriman.boleh(url) {
            let pesan = "Alamat harus https:// ke server yang dapat dijangkau dari internet, tanpa nama pengguna dan sandi di dalamnya.";
            langgar("/url".to_owned(), "url_tidak_boleh", pesan);
        }
        let mut jenis = Vec::new();
        for (urut, kata) in self.jenis.iter().enumerate() {
            match JenisPeristiwa::dari_kata(kata).filter(|satu| satu.dapat_dilanggan()) {
                Some(satu) => jenis.push(satu),
                None => langgar(
                    format!("/jenis/{urut}"),
                    "jenis_tidak_ada",
                    "Jenis kabar ini tidak ada.",
                ),
            }
        }
        if self.jenis.is_empty() {
            langgar("/jenis".to_owned(), "jenis_wajib", "Pilih paling sedikit satu jenis kabar.");
        }
        jenis.sort();
        jenis.dedup();
        if salah.is_empty() { Ok(jenis) } else { Err(Galat::TidakSah(salah)) }
    }

    fn keadaan(&self) -> KeadaanLangganan {
        if self.aktif { KeadaanLangganan::Aktif } else { KeadaanLangganan::Nonaktif }
    }
}

/// Set up a subscription.
#[derive(Clone, Debug)]
pub struct TambahLangganan {
    /// What it is.
    pub isi: IsiLangganan,
    /// Idempotency key and fingerprint of the request.
    pub idempotensi: (String, Vec<u8>),
}

impl TambahLangganan {
    /// Sets it up. The secret comes with the first answer only: the same idempotency key gives the subscription without
    /// it.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<(Langganan, Option<Rahasia>), Galat> {
        let petugas = pelaku.petugas(Izin::KlienKelola)?;
        pelaku.wajib_segar(ports)?;
        let (kunci, sidik) = &self.idempotensi;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(lama) = sudah_dibuat(work.as_mut(), petugas.id, kunci, sidik).await? {
            let lama = work.langganan().satu(LanggananId::new(lama)).await?;
            return Ok((lama.ok_or(Galat::TidakDitemukan("langganan"))?, None));
        }
        let jenis = self.isi.baca(ports)?;
        // Counted under a lock, so that two at once are not both the last.
        work.kelola().kunci().await?;
        if work.langganan().jumlah().await? >= LANGGANAN_TERBANYAK as u64 {
            return Err(Bentrok::baru(
                "langganan_terlalu_banyak",
                format!("Kantor ini sudah mempunyai {LANGGANAN_TERBANYAK} langganan."),
            )
            .into());
        }
        let now = ports.clock.now();
        let satu = Langganan {
            id: ports.ids.id(),
            nama: self.isi.nama.trim().to_owned(),
            url: self.isi.url.clone(),
            jenis,
            keadaan: self.isi.keadaan(),
            gagal_sejak: None,
            versi: 1,
            dibuat_oleh: petugas.id,
            dibuat_pada: now,
            diubah_pada: now,
        };
        let rahasia = RahasiaTanda {
            id: ports.ids.uuid(),
            isi: ports.kiriman.rahasia_baru(),
            dibuat_pada: now,
        };
        work.langganan().tambah(&satu, &rahasia).await?;
        work.permohonan().catat_idempotensi(petugas.id, kunci, sidik, satu.id.uuid(), now).await?;
        catat(ports, work.as_mut(), pelaku, "langganan.tambah", satu.id, rincian(&satu)).await?;
        work.commit().await?;
        Ok((satu, Some(rahasia.isi)))
    }
}

/// Change a subscription.
#[derive(Clone, Debug)]
pub struct UbahLangganan {
    /// Which.
    pub id: LanggananId,
    /// The version the administrator looked at.
    pub versi: u64,
    /// What it is from now on.
    pub isi: IsiLangganan,
}

impl UbahLangganan {
    /// Changes it. One that is stopped keeps what happens meanwhile as skipped; a replay sends it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Langganan, Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        pelaku.wajib_segar(ports)?;
        let jenis = self.isi.baca(ports)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let lama = terkunci(work.as_mut(), self.id).await?;
        if lama.versi != self.versi {
            return Err(Bentrok::baru(
                "versi_usang",
                "Langganan ini sudah berubah sejak Anda membukanya. Muat ulang, lalu ubah lagi.",
            )
            .into());
        }
        let now = ports.clock.now();
        let baru = Langganan {
            nama: self.isi.nama.trim().to_owned(),
            url: self.isi.url.clone(),
            jenis,
            keadaan: self.isi.keadaan(),
            gagal_sejak: None,
            versi: lama.versi + 1,
            diubah_pada: now,
            ..lama
        };
        work.langganan().simpan(&baru).await?;
        if baru.keadaan != KeadaanLangganan::Aktif {
            work.langganan().lewati(baru.id, now).await?;
        }
        catat(ports, work.as_mut(), pelaku, "langganan.ubah", baru.id, rincian(&baru)).await?;
        work.commit().await?;
        Ok(baru)
    }
}

/// Remove a subscription; its ledger stays.
#[derive(Clone, Copy, Debug)]
pub struct HapusLangganan {
    /// Which.
    pub id: LanggananId,
}

impl HapusLangganan {
    /// Nothing is sent to it any more.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut satu = terkunci(work.as_mut(), self.id).await?;
        let now = ports.clock.now();
        satu.keadaan = KeadaanLangganan::Dihapus;
        satu.versi += 1;
        satu.diubah_pada = now;
        work.langganan().simpan(&satu).await?;
        work.langganan().lewati(satu.id, now).await?;
        catat(ports, work.as_mut(), pelaku, "langganan.hapus", satu.id, json!({})).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Give a subscription another secret.
#[derive(Clone, Copy, Debug)]
pub struct PutarRahasia {
    /// Which.
    pub id: LanggananId,
}

impl PutarRahasia {
    /// The new secret, shown once. For [`TUMPANG`] both sign, so that the listener can change over.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Rahasia, Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        pelaku.wajib_segar(ports)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let satu = terkunci(work.as_mut(), self.id).await?;
        let now = ports.clock.now();
        let rahasia = RahasiaTanda {
            id: ports.ids.uuid(),
            isi: ports.kiriman.rahasia_baru(),
            dibuat_pada: now,
        };
        work.langganan().putar_rahasia(satu.id, &rahasia, now + TUMPANG).await?;
        catat(ports, work.as_mut(), pelaku, "langganan.putar_rahasia", satu.id, json!({})).await?;
        work.commit().await?;
        Ok(rahasia.isi)
    }
}

/// A subscription that is not gone, kept from other writers.
pub(super) async fn terkunci(
    work: &mut dyn UnitOfWork,
    id: LanggananId,
) -> Result<Langganan, Galat> {
    let satu = work.langganan().kunci(id).await?;
    satu.filter(|satu| satu.keadaan != KeadaanLangganan::Dihapus)
        .ok_or(Galat::TidakDitemukan("langganan"))
}

/// What the trail keeps: never the address.
fn rincian(satu: &Langganan) -> Value {
    let jenis: Vec<&str> = satu.jenis.iter().map(|jenis| jenis.kata()).collect();
    json!({ "jenis": jenis, "keadaan": satu.keadaan.kata() })
}

pub(super) async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    aksi: &'static str,
    id: LanggananId,
    rincian: Value,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "langganan", Some(id.uuid()));
    work.audit().catat(&catatan.dengan(rincian)).await?;
    Ok(())
}
