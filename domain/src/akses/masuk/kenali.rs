//! Who a token stands for.

use std::sync::Arc;

use crate::{
    akses::{Pelaku, Petugas, Siapa, bantuan::kenali_bantuan, kenali_klien, mirip_kunci},
    galat::{GagalMasuk, Galat},
    ports::Ports,
    tenant::{Tenant, TenantSlug},
};

/// Who a bearer text stands for, now: an officer by an access token, a program by its key, staff of the platform by a
/// support token.
///
/// # Errors
/// [`GagalMasuk::SesiTidakBerlaku`] for a token that is forged, expired, of a stopped tenant or of an ended session.
pub async fn kenali(ports: &Ports, token: &str) -> Result<Pelaku, Galat> {
    if mirip_kunci(token) {
        return kenali_klien(ports, token).await;
    }
    if let Some(pelaku) = kenali_bantuan(ports, token).await? {
        return Ok(pelaku);
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
    let terbatas = hidup.terbatas();
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
            segar_pada: hidup.segar_pada,
            terbatas,
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
