//! Who a key stands for, now.

use time::Duration;

use super::kunci::tenant_kunci;
use crate::{
    akses::{Pelaku, Siapa},
    galat::{GagalMasuk, Galat},
    ports::Ports,
};

/// How coarsely it is remembered when a program last called: a write per hour, not per call.
const KASAR: Duration = Duration::hours(1);

/// The machine caller of a key.
///
/// # Errors
/// [`GagalMasuk::SesiTidakBerlaku`], the same for every reason: malformed, unknown, of a stopped tenant, ended, taken back.
pub(in crate::akses) async fn kenali_klien(ports: &Ports, teks: &str) -> Result<Pelaku, Galat> {
    let slug = tenant_kunci(teks).ok_or(GagalMasuk::SesiTidakBerlaku)?;
    let tenant = ports.daftar.tenant(&slug).await?.ok_or(GagalMasuk::SesiTidakBerlaku)?;
    let now = ports.clock.now();
    let sidik = ports.sidik(teks.as_bytes());
    let mut work = ports.store.read(&tenant.slug).await?;
    let ada = work.klien().dari_kunci(&sidik).await?.ok_or(GagalMasuk::SesiTidakBerlaku)?;
    drop(work);
    if ada.dicabut || now >= ada.berakhir_pada {
        return Err(GagalMasuk::SesiTidakBerlaku.into());
    }
    if ada.terakhir_dipakai.is_none_or(|lalu| now - lalu >= KASAR) {
        let mut work = ports.store.begin(&tenant.slug).await?;
        work.klien().terpakai(ada.klien.id, now).await?;
        work.commit().await?;
    }
    Ok(Pelaku { tenant, siapa: Siapa::Klien(Box::new(ada.klien)) })
}
