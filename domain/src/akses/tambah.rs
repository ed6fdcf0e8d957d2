//! Add an officer.

use serde_json::json;

use super::{Izin, Pelaku, Pengguna, PenggunaId, Siapa};
use crate::{
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    nilai::{Kode, Nik, Rahasia},
    ports::Ports,
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
    /// First password, 12 to 128 characters of any kind.
    pub sandi: Rahasia,
}

impl TambahPengguna {
    /// Adds the officer. Only Loket's own command line does this for now.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<PenggunaId, Galat> {
        if !matches!(pelaku.siapa, Siapa::Sistem) {
            return Err(Galat::TidakBerizin(Izin::OperasiLihat));
        }
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
        if self.nama.trim().is_empty() {
            return Err(Galat::isian("/nama", "nama_wajib", "Nama petugas wajib diisi."));
        }
        let nik =
            self.nik.as_deref().map(Nik::parse).transpose().map_err(|salah| salah.di("/nik"))?;
        let peran = self
            .peran
            .iter()
            .map(|kode| Kode::parse(kode).map_err(|salah| salah.di("/peran")))
            .collect::<Result<Vec<_>, _>>()?;
        let pengguna = Pengguna {
            id: ports.ids.id(),
            nama_pengguna,
            nama: self.nama.trim().to_owned(),
            nip: self.nip,
            nik,
            sandi_hash: ports.sandi.acak(self.sandi).await?,
            aktif: true,
            peran,
        };
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if work.akses().pengguna_bernama(&pengguna.nama_pengguna).await?.is_some() {
            return Err(
                Bentrok::baru("nama_pengguna_terpakai", "Nama pengguna ini sudah ada.").into()
            );
        }
        match work.akses().tambah_pengguna(&pengguna, ports.clock.now()).await {
            Ok(()) => {}
            Err(PortError::Konflik) => {
                return Err(Bentrok::baru(
                    "pengguna_tidak_dapat_ditambah",
                    "Nama pengguna sudah ada, atau salah satu peran tidak dikenal.",
                )
                .into());
            }
            Err(galat) => return Err(galat.into()),
        }
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "pengguna.tambah",
            "pengguna",
            Some(pengguna.id.uuid()),
        )
        .dengan(json!({ "peran": pengguna.peran }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(pengguna.id)
    }
}
