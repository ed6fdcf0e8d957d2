//! Set up, change, end and list machine callers.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{IZIN_KLIEN, KlienId, LAJU_BAWAAN, LAJU_MAKS, RincianKlien};
use crate::{
    akses::{Izin, Pelaku, kode_semua, sudah_dibuat},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, Pelanggaran},
    halaman::{Halaman, Lembar},
    nilai::Kode,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    ports::{Ports, UnitOfWork},
};

/// What an administrator says about a machine caller.
#[derive(Clone, Debug)]
pub struct IsiKlien {
    /// Its name.
    pub nama: String,
    /// Permissions, by code.
    pub izin: Vec<String>,
    /// Units it is limited to, by code; empty for none.
    pub unit: Vec<String>,
    /// Calls per minute; [`LAJU_BAWAAN`] when absent.
    pub laju: Option<u32>,
}

/// The same, read.
struct Terbaca {
    nama: String,
    izin: BTreeSet<Izin>,
    unit: Vec<Kode>,
    laju: u32,
}

impl IsiKlien {
    async fn baca(&self, work: &mut dyn UnitOfWork) -> Result<Terbaca, Galat> {
        let mut salah = Vec::new();
        let mut langgar = |pointer: String, kode, pesan: String| {
            salah.push(Pelanggaran::baru(pointer, kode, pesan));
        };
        let nama = self.nama.trim();
        if !(1..=100).contains(&nama.chars().count()) {
            let pesan = "Nama klien wajib diisi, paling panjang 100 huruf.";
            langgar("/nama".to_owned(), "nama_wajib", pesan.to_owned());
        }
        let mut izin = BTreeSet::new();
        for (urut, satu) in self.izin.iter().enumerate() {
            let pointer = format!("/izin/{urut}");
            match Izin::try_from(satu.clone()) {
                Ok(satu) if IZIN_KLIEN.contains(&satu) => {
                    izin.insert(satu);
                }
                Ok(_) => langgar(
                    pointer,
                    "izin_bukan_untuk_klien",
                    "Izin ini hanya untuk petugas; program tidak boleh menandatangani, menyetujui, memutuskan atau mengelola.".to_owned(),
                ),
                Err(_) => langgar(
                    pointer,
                    "izin_tidak_ada",
                    "Izin ini tidak ada dalam katalog; lihat GET /v1/izin.".to_owned(),
                ),
            }
        }
        if self.izin.is_empty() {
            langgar("/izin".to_owned(), "izin_wajib", "Pilih paling sedikit satu izin.".to_owned());
        }
        if !self.unit.is_empty() && izin.contains(&Izin::LaporanBaca) {
            let pesan = "Laporan mencakup seluruh kantor, jadi tidak dapat diberikan kepada klien yang dibatasi per unit.";
            langgar("/izin".to_owned(), "izin_tanpa_batas_unit", pesan.to_owned());
        }
        let laju = self.laju.unwrap_or(LAJU_BAWAAN);
        if !(1..=LAJU_MAKS).contains(&laju) {
            let pesan = format!("Laju 1 sampai {LAJU_MAKS} panggilan per menit.");
            langgar("/laju".to_owned(), "laju_klien", pesan);
        }
        let unit = match kode_semua(&self.unit, "/unit") {
            Ok(unit) => unit,
            Err(Galat::TidakSah(lain)) => {
                salah.extend(lain);
                Vec::new()
            }
            Err(lain) => return Err(lain),
        };
        if !unit.is_empty() {
            let ada = work.kelola().daftar_unit().await?;
            for (urut, kode) in unit.iter().enumerate() {
                if !ada.iter().any(|satu| &satu.kode == kode) {
                    let kalimat = format!("Unit `{kode}` tidak ada di kantor ini.");
                    let pointer = format!("/unit/{urut}");
                    salah.push(Pelanggaran::baru(pointer, "unit_tidak_ada", kalimat));
                }
            }
        }
        if salah.is_empty() {
            let unit: BTreeSet<Kode> = unit.into_iter().collect();
            Ok(Terbaca { nama: nama.to_owned(), izin, unit: unit.into_iter().collect(), laju })
        } else {
            Err(Galat::TidakSah(salah))
        }
    }
}

/// Set up a machine caller. It has no key yet.
#[derive(Clone, Debug)]
pub struct TambahKlien {
    /// What it is.
    pub isi: IsiKlien,
    /// Idempotency key and fingerprint of the request.
    pub idempotensi: (String, Vec<u8>),
}

impl TambahKlien {
    /// Sets it up, and tells those who administer access.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RincianKlien, Galat> {
        let petugas = pelaku.petugas(Izin::KlienKelola)?;
        pelaku.wajib_segar(ports)?;
        let (kunci, sidik) = &self.idempotensi;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(lama) = sudah_dibuat(work.as_mut(), petugas.id, kunci, sidik).await? {
            let lama = work.klien().satu(KlienId::new(lama)).await?;
            return lama.ok_or(Galat::TidakDitemukan("klien"));
        }
        let isi = self.isi.baca(work.as_mut()).await?;
        let now = ports.clock.now();
        let klien = RincianKlien {
            id: ports.ids.id(),
            nama: isi.nama,
            izin: isi.izin,
            unit: isi.unit,
            laju: isi.laju,
            versi: 1,
            dibuat_oleh: petugas.id,
            dibuat_pada: now,
            dicabut_pada: None,
            terakhir_dipakai: None,
            kunci: Vec::new(),
        };
        work.klien().tambah(&klien).await?;
        work.permohonan().catat_idempotensi(petugas.id, kunci, sidik, klien.id.uuid(), now).await?;
        let rincian = rincian(&klien);
        catat(ports, work.as_mut(), pelaku, "klien.tambah", klien.id, rincian).await?;
        kabari(ports, work.as_mut(), &klien, "dibuat").await?;
        work.commit().await?;
        Ok(klien)
    }
}

/// Change a machine caller.
#[derive(Clone, Debug)]
pub struct UbahKlien {
    /// Which.
    pub id: KlienId,
    /// The version the administrator looked at.
    pub versi: u64,
    /// What it is from now on.
    pub isi: IsiKlien,
}

impl UbahKlien {
    /// In force from its next call, for all its keys.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RincianKlien, Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        pelaku.wajib_segar(ports)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let lama = terkunci(work.as_mut(), self.id).await?;
        if lama.versi != self.versi {
            return Err(Bentrok::baru(
                "versi_usang",
                "Klien ini sudah berubah sejak Anda membukanya. Muat ulang, lalu ubah lagi.",
            )
            .into());
        }
        if lama.dicabut_pada.is_some() {
            return Err(dicabut().into());
        }
        let isi = self.isi.baca(work.as_mut()).await?;
        let baru = RincianKlien {
            nama: isi.nama,
            izin: isi.izin,
            unit: isi.unit,
            laju: isi.laju,
            versi: lama.versi + 1,
            ..lama.clone()
        };
        work.klien().simpan(&baru).await?;
        let mut isi = rincian(&baru);
        isi["izin_lama"] = json!(lama.izin);
        isi["unit_lama"] = json!(lama.unit);
        catat(ports, work.as_mut(), pelaku, "klien.ubah", baru.id, isi).await?;
        if baru.izin != lama.izin || baru.unit != lama.unit {
            kabari(ports, work.as_mut(), &baru, "diubah").await?;
        }
        work.commit().await?;
        Ok(baru)
    }
}

/// End a machine caller with all its keys.
#[derive(Clone, Copy, Debug)]
pub struct CabutKlien {
    /// Which.
    pub id: KlienId,
}

impl CabutKlien {
    /// At once: its next call is refused. Ending it twice is fine.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RincianKlien, Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut klien = terkunci(work.as_mut(), self.id).await?;
        if klien.dicabut_pada.is_some() {
            return Ok(klien);
        }
        klien.dicabut_pada = Some(ports.clock.now());
        klien.versi += 1;
        work.klien().simpan(&klien).await?;
        catat(ports, work.as_mut(), pelaku, "klien.cabut", klien.id, json!({})).await?;
        work.commit().await?;
        Ok(klien)
    }
}

/// Read machine callers.
#[derive(Clone, Copy, Debug)]
pub struct BacaKlien;

impl BacaKlien {
    /// One of them.
    pub async fn satu(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
        id: KlienId,
    ) -> Result<RincianKlien, Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        work.klien().satu(id).await?.ok_or(Galat::TidakDitemukan("klien"))
    }

    /// One page, the newest first.
    pub async fn daftar(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
        halaman: Halaman,
    ) -> Result<Lembar<RincianKlien>, Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.klien().daftar(halaman).await?;
        Ok(halaman.potong(baris, |satu| satu.id.uuid()))
    }
}

pub(super) async fn terkunci(
    work: &mut dyn UnitOfWork,
    id: KlienId,
) -> Result<RincianKlien, Galat> {
    work.klien().kunci(id).await?.ok_or(Galat::TidakDitemukan("klien"))
}

pub(super) fn dicabut() -> Bentrok {
    Bentrok::baru("klien_dicabut", "Klien ini sudah dicabut. Buat klien baru.")
}

fn rincian(klien: &RincianKlien) -> Value {
    json!({ "izin": klien.izin, "unit": klien.unit, "laju": klien.laju })
}

pub(super) async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    aksi: &'static str,
    id: KlienId,
    rincian: Value,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "klien", Some(id.uuid()));
    work.audit().catat(&catatan.dengan(rincian)).await?;
    Ok(())
}

/// A program can do what its maker perhaps cannot, so those in charge of access always hear of it.
async fn kabari(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    klien: &RincianKlien,
    apa: &str,
) -> Result<(), Galat> {
    let izin: Vec<&str> = klien.izin.iter().map(|satu| satu.kode()).collect();
    let notifikasi = Notifikasi::baru(
        ports,
        Kepada::Izin(Izin::AksesKelola),
        JenisNotifikasi::Pemberitahuan,
        format!("Klien API \"{}\" {apa} dengan izin {}.", klien.nama, izin.join(", ")),
    );
    work.notifikasi().tambah(&notifikasi).await?;
    Ok(())
}
