//! Credentials that are there from the start: what the demo and the tests give their sample officers.

use super::{Totp, undi_kode_pulih};
use crate::{
    akses::{Izin, Pelaku, PenggunaId, Siapa},
    audit::CatatanAudit,
    galat::Galat,
    nilai::Rahasia,
    ports::Ports,
};

/// Give an officer a password and an authenticator. Only Loket itself may; nobody who is logged in can ask for it, and no
/// command of production does.
#[derive(Debug)]
pub struct PasangKredensial {
    /// Who.
    pub pengguna: PenggunaId,
    /// The password.
    pub sandi: Rahasia,
    /// The seed of the authenticator, base32.
    pub benih: Rahasia,
}

impl PasangKredensial {
    /// Sets what is not there yet; gives the recovery codes when it drew any.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<Rahasia>, Galat> {
        if !matches!(pelaku.siapa, Siapa::Sistem) {
            return Err(Galat::TidakBerizin(Izin::AksesKelola));
        }
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let pengguna = work.akses().pengguna(self.pengguna).await?;
        let pengguna = pengguna.ok_or(Galat::TidakDitemukan("pengguna"))?;
        drop(work);
        let hash = match pengguna.sandi_hash {
            None => Some(ports.sandi.acak(self.sandi).await?),
            Some(_) => None,
        };
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(hash) = hash {
            work.akses().ganti_sandi(self.pengguna, &hash).await?;
        }
        let mut kode = Vec::new();
        let totp = work.akun().kunci_totp(self.pengguna).await?;
        if totp.is_none_or(|totp| totp.benih.is_none()) {
            let totp = Totp { benih: Some(self.benih), langkah_terakhir: None, benih_baru: None };
            work.akun().simpan_totp(self.pengguna, &totp, now).await?;
            kode = undi_kode_pulih(ports, work.as_mut(), self.pengguna).await?;
        }
        let objek = Some(self.pengguna.uuid());
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "pengguna.pasang_kredensial",
            "pengguna",
            objek,
        );
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(kode)
    }
}
