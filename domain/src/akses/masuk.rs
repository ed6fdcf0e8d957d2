//! Logging in, refreshing, logging out, and reading who a token stands for.

use std::sync::Arc;

use time::{Duration, OffsetDateTime};

use super::{Kecocokan, KlaimAkses, Pelaku, Petugas, SesiId, Siapa, kenali_klien, mirip_kunci};
use crate::{
    audit::CatatanAudit,
    galat::{Bentrok, GagalMasuk, Galat},
    nilai::Rahasia,
    ports::{Ports, UnitOfWork},
    tenant::{Tenant, TenantSlug},
};

/// How long an access token is good for.
pub const UMUR_AKSES: Duration = Duration::minutes(15);
/// How long a session lives without a new login.
pub const UMUR_SESI: Duration = Duration::hours(12);
/// How many failures in [`JENDELA_GAGAL`] slow an account down.
const BATAS_GAGAL: u64 = 5;
const JENDELA_GAGAL: Duration = Duration::minutes(15);

/// A pair of tokens.
#[derive(Debug)]
pub struct Tiket {
    /// Compact JWT.
    pub akses: String,
    /// When it ends.
    pub akses_berakhir: OffsetDateTime,
    /// Opaque refresh token, shown once.
    pub segar: Rahasia,
    /// When the session ends at the latest.
    pub sesi_berakhir: OffsetDateTime,
}

/// Log in with a name and a password.
#[derive(Debug)]
pub struct Masuk {
    /// The tenant in the path.
    pub tenant: TenantSlug,
    /// Login name.
    pub nama_pengguna: String,
    /// Password.
    pub sandi: Rahasia,
}

impl Masuk {
    /// Opens a session. Unknown user and wrong password look and cost the same.
    pub async fn execute(self, ports: &Ports) -> Result<Tiket, Galat> {
        let tenant = tenant_publik(ports, &self.tenant).await?;
        let now = ports.clock.now();
        let nama = self.nama_pengguna.trim().to_lowercase();
        let kunci = format!("pengguna/{nama}");

        let mut work = ports.store.read(&tenant.slug).await?;
        let gagal = work.akses().jumlah_gagal_masuk(&kunci, now - JENDELA_GAGAL).await?;
        let pengguna = work.akses().pengguna_bernama(&nama).await?.filter(|p| p.aktif);
        drop(work);
        if gagal >= BATAS_GAGAL {
            return Err(Bentrok::baru(
                "terlalu_banyak_percobaan",
                "Terlalu banyak percobaan masuk yang gagal. Coba lagi 15 menit lagi.",
            )
            .into());
        }

        // Hashing takes tens of milliseconds, so no transaction is open meanwhile.
        let hash = pengguna.as_ref().map(|p| p.sandi_hash.clone());
        let cocok = ports.sandi.cocokkan(self.sandi.clone(), hash).await?;
        let mut work = ports.store.begin(&tenant.slug).await?;
        let (Some(pengguna), true) = (pengguna, cocok != Kecocokan::TidakCocok) else {
            work.akses().catat_gagal_masuk(&kunci, ports.ids.uuid(), now).await?;
            work.commit().await?;
            return Err(GagalMasuk::KredensialSalah.into());
        };
        if cocok == Kecocokan::CocokPerluAcakUlang {
            let hash = ports.sandi.acak(self.sandi).await?;
            work.akses().ganti_sandi(pengguna.id, &hash).await?;
        }
        let sesi: SesiId = ports.ids.id();
        let sesi_berakhir = now + UMUR_SESI;
        work.akses().buka_sesi(sesi, pengguna.id, now, sesi_berakhir).await?;
        let segar = tambah_token(ports, work.as_mut(), sesi, now).await?;
        let pelaku = super::JejakPelaku::Petugas { id: pengguna.id };
        let catatan = CatatanAudit::baru(ports, pelaku, "sesi.masuk", "sesi", Some(sesi.uuid()));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        tiket(ports, &tenant, pengguna.id, sesi, sesi_berakhir, segar)
    }
}

/// Trade a refresh token for a fresh pair.
#[derive(Debug)]
pub struct Segarkan {
    /// The tenant in the path.
    pub tenant: TenantSlug,
    /// The refresh token.
    pub token: Rahasia,
}

impl Segarkan {
    /// Rotates. A token that comes back after its successor was used ends the session: somebody copied it. One that
    /// comes back while its successor is untouched is a lost answer, and is served once more.
    pub async fn execute(self, ports: &Ports) -> Result<Tiket, Galat> {
        let tenant = tenant_publik(ports, &self.tenant).await?;
        let now = ports.clock.now();
        let hash = ports.sidik(self.token.buka().as_bytes());
        let mut work = ports.store.begin(&tenant.slug).await?;
        let tidak_berlaku = || Galat::from(GagalMasuk::SesiTidakBerlaku);
        let lama = work.akses().kunci_token(&hash).await?.ok_or_else(tidak_berlaku)?;
        if lama.sesi_dicabut || lama.sesi_berakhir <= now {
            return Err(tidak_berlaku());
        }
        if lama.dipakai_pada.is_some() && lama.pengganti_dipakai {
            work.akses().cabut_sesi(lama.sesi, now).await?;
            let pelaku = super::JejakPelaku::Petugas { id: lama.pengguna };
            let catatan = CatatanAudit::baru(
                ports,
                pelaku,
                "sesi.token_dipakai_ulang",
                "sesi",
                Some(lama.sesi.uuid()),
            );
            work.audit().catat(&catatan).await?;
            work.commit().await?;
            return Err(tidak_berlaku());
        }
        let hari = tenant.zona.setempat(now).date();
        if work.akses().sesi_hidup(lama.sesi, now, hari).await?.is_none() {
            return Err(tidak_berlaku());
        }
        let segar = tambah_token(ports, work.as_mut(), lama.sesi, now).await?;
        let pengganti = ports.sidik(segar.buka().as_bytes());
        work.akses().pakai_token(&lama.hash, &pengganti, now).await?;
        work.commit().await?;
        tiket(ports, &tenant, lama.pengguna, lama.sesi, lama.sesi_berakhir, segar)
    }
}

/// End the caller's session.
#[derive(Clone, Copy, Debug)]
pub struct Keluar;

impl Keluar {
    /// Ends it at once, for every token of it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let Siapa::Petugas(petugas) = &pelaku.siapa else { return Ok(()) };
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.akses().cabut_sesi(petugas.sesi, ports.clock.now()).await?;
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "sesi.keluar",
            "sesi",
            Some(petugas.sesi.uuid()),
        );
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Who a bearer text stands for, now: an officer by an access token, a program by its key.
///
/// # Errors
/// [`GagalMasuk::SesiTidakBerlaku`] for a token that is forged, expired, of a stopped tenant or of an ended session.
pub async fn kenali(ports: &Ports, token: &str) -> Result<Pelaku, Galat> {
    if mirip_kunci(token) {
        return kenali_klien(ports, token).await;
    }
    let now = ports.clock.now();
    let klaim = ports.token.baca(token, now).ok_or(GagalMasuk::SesiTidakBerlaku)?;
    let tenant = ports.daftar.tenant(&klaim.tenant).await?.ok_or(GagalMasuk::SesiTidakBerlaku)?;
    let mut work = ports.store.read(&tenant.slug).await?;
    let hidup = work
        .akses()
        .sesi_hidup(klaim.sesi, now, tenant.zona.setempat(now).date())
        .await?
        .filter(|hidup| hidup.pengguna == klaim.pengguna)
        .ok_or(GagalMasuk::SesiTidakBerlaku)?;
    let mut peran_berlaku = hidup.peran.clone();
    for mandat in &hidup.mandat {
        if !peran_berlaku.contains(&mandat.peran) {
            peran_berlaku.push(mandat.peran.clone());
        }
    }
    Ok(Pelaku {
        tenant,
        siapa: Siapa::Petugas(Box::new(Petugas {
            id: hidup.pengguna,
            nama: hidup.nama,
            sesi: klaim.sesi,
            peran: hidup.peran,
            mandat: hidup.mandat,
            peran_berlaku,
            izin: hidup.izin,
            unit: hidup.unit,
            tim: hidup.tim,
        })),
    })
}

/// The active tenant of that slug.
///
/// # Errors
/// [`Galat::TidakDitemukan`] for an unknown or stopped one.
pub async fn tenant_publik(ports: &Ports, slug: &TenantSlug) -> Result<Arc<Tenant>, Galat> {
    ports.daftar.tenant(slug).await?.ok_or(Galat::TidakDitemukan("tenant"))
}

async fn tambah_token(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    sesi: SesiId,
    now: OffsetDateTime,
) -> Result<Rahasia, Galat> {
    let segar = Rahasia::new(ports.ids.acak_hex(32));
    work.akses().tambah_token(&ports.sidik(segar.buka().as_bytes()), sesi, now).await?;
    Ok(segar)
}

fn tiket(
    ports: &Ports,
    tenant: &Tenant,
    pengguna: super::PenggunaId,
    sesi: SesiId,
    sesi_berakhir: OffsetDateTime,
    segar: Rahasia,
) -> Result<Tiket, Galat> {
    let terbit = ports.clock.now();
    let berakhir = terbit + UMUR_AKSES;
    let akses = ports.token.terbitkan(&KlaimAkses {
        tenant: tenant.slug.clone(),
        pengguna,
        sesi,
        terbit,
        berakhir,
    })?;
    Ok(Tiket { akses, akses_berakhir: berakhir, segar, sesi_berakhir })
}
