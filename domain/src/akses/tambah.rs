//! Add an officer.

use serde_json::json;

use super::{Pelaku, Pengguna, PenggunaId, Tempat, himpunan, kode_semua, pengelola, sudah_dibuat};
use crate::{
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    nilai::{Kode, Nik, Rahasia},
    ports::{Ports, UnitOfWork},
};

/// Add an officer with a first password.
#[derive(Debug)]
pub struct TambahPengguna {
    /// Login name.
    pub nama_pengguna: String,
    /// Full name, for signers exactly as in their certificate.
    pub nama: String,
    /// NIP.
    pub nip: Option<String>,
    /// NIK; needed of who signs.
    pub nik: Option<String>,
    /// Roles, by code.
    pub peran: Vec<String>,
    /// Unit, by code.
    pub unit: Option<String>,
    /// Teams, by code.
    pub tim: Vec<String>,
    /// First password, 12 to 128 characters of any kind.
    pub sandi: Rahasia,
    /// Idempotency key and fingerprint of the request, when an officer asks.
    pub idempotensi: Option<(String, Vec<u8>)>,
}

impl TambahPengguna {
    /// Adds the officer, asked by Loket's own command line or by an administrator.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Pengguna, Galat> {
        let petugas = pengelola(pelaku)?;
        let kunci = petugas.map(|petugas| petugas.id).zip(self.idempotensi.clone());
        let pengguna = self.baca(ports)?;
        if let Some((petugas, kunci)) = &kunci {
            let mut work = ports.store.read(&pelaku.tenant.slug).await?;
            if let Some(lama) = sudah_ada(work.as_mut(), *petugas, kunci).await? {
                return Ok(lama);
            }
        }
        // Hashing takes tens of milliseconds, so no transaction is open meanwhile.
        let sandi_hash = ports.sandi.acak(self.sandi).await?;
        let pengguna = Pengguna { sandi_hash, ..pengguna };
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.kelola().kunci().await?;
        if let Some((petugas, kunci)) = &kunci
            && let Some(lama) = sudah_ada(work.as_mut(), *petugas, kunci).await?
        {
            return Ok(lama);
        }
        if work.akses().pengguna_bernama(&pengguna.nama_pengguna).await?.is_some() {
            return Err(
                Bentrok::baru("nama_pengguna_terpakai", "Nama pengguna ini sudah ada.").into()
            );
        }
        let tempat =
            Tempat { peran: &pengguna.peran, unit: pengguna.unit.as_ref(), tim: &pengguna.tim };
        tempat.periksa(work.as_mut()).await?;
        let pengguna =
            Pengguna { peran: himpunan(pengguna.peran), tim: himpunan(pengguna.tim), ..pengguna };
        let now = ports.clock.now();
        work.akses().tambah_pengguna(&pengguna, now).await?;
        if let Some((petugas, (kunci, sidik))) = &kunci {
            work.permohonan()
                .catat_idempotensi(*petugas, kunci, sidik, pengguna.id.uuid(), now)
                .await?;
        }
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "pengguna.tambah",
            "pengguna",
            Some(pengguna.id.uuid()),
        )
        .dengan(json!({
            "peran": pengguna.peran, "unit": pengguna.unit, "tim": pengguna.tim,
        }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(pengguna)
    }

    /// The officer as described, still without a password.
    fn baca(&self, ports: &Ports) -> Result<Pengguna, Galat> {
        let nama_pengguna = self.nama_pengguna.trim().to_lowercase();
        let huruf_boleh =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
        if !(3..=64).contains(&nama_pengguna.len()) || !nama_pengguna.chars().all(huruf_boleh) {
            return Err(Galat::isian(
                "/nama_pengguna",
                "nama_pengguna_tidak_sah",
                "Nama pengguna 3-64 huruf kecil, angka, titik, garis bawah atau strip.",
            ));
        }
        if !(12..=128).contains(&self.sandi.buka().chars().count()) {
            return Err(Galat::isian(
                "/sandi",
                "sandi_panjang",
                "Kata sandi harus 12 sampai 128 huruf.",
            ));
        }
        let nik =
            self.nik.as_deref().map(Nik::parse).transpose().map_err(|salah| salah.di("/nik"))?;
        let unit = self.unit.as_deref().map(Kode::parse).transpose();
        Ok(Pengguna {
            id: ports.ids.id(),
            nama_pengguna,
            nama: baca_nama(&self.nama)?,
            nip: baca_nip(self.nip.as_deref())?,
            nik,
            sandi_hash: String::new(),
            aktif: true,
            peran: kode_semua(&self.peran, "/peran")?,
            unit: unit.map_err(|salah| salah.di("/unit"))?,
            tim: kode_semua(&self.tim, "/tim")?,
            versi: 1,
        })
    }
}

async fn sudah_ada(
    work: &mut dyn UnitOfWork,
    petugas: PenggunaId,
    (kunci, sidik): &(String, Vec<u8>),
) -> Result<Option<Pengguna>, Galat> {
    match sudah_dibuat(work, petugas, kunci, sidik).await? {
        Some(id) => Ok(work.akses().pengguna(PenggunaId::new(id)).await?),
        None => Ok(None),
    }
}

/// The full name of an officer.
///
/// # Errors
/// Nothing, or more than 120 characters.
pub(in crate::akses) fn baca_nama(teks: &str) -> Result<String, Galat> {
    let nama = teks.trim();
    if (1..=120).contains(&nama.chars().count()) {
        Ok(nama.to_owned())
    } else {
        let pesan = "Nama petugas wajib diisi, paling panjang 120 huruf.";
        Err(Galat::isian("/nama", "nama_wajib", pesan))
    }
}

/// The NIP of an officer; nothing but spaces is none.
///
/// # Errors
/// Anything but 18 digits.
pub(in crate::akses) fn baca_nip(teks: Option<&str>) -> Result<Option<String>, Galat> {
    let Some(nip) = teks.map(str::trim).filter(|nip| !nip.is_empty()) else { return Ok(None) };
    if nip.len() == 18 && nip.bytes().all(|b| b.is_ascii_digit()) {
        Ok(Some(nip.to_owned()))
    } else {
        Err(Galat::isian("/nip", "nip_tidak_sah", "NIP harus 18 angka."))
    }
}
