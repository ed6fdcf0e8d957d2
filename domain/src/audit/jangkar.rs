//! Anchors: the head of a chain, signed and kept outside the database, so that whoever can write the database cannot
//! rewrite what was.

use std::{fmt::Write, sync::Arc};

use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::{CatatanAudit, Kepala, PANJANG_SIDIK};
use crate::{
    akses::JejakPelaku,
    aliran::mundur,
    galat::{Galat, PortError},
    ports::Ports,
    tenant::{Tenant, TenantSlug},
};

/// The `typ` of a signed head: no other signed statement can pass for one.
pub const JENIS_JANGKAR: &str = "loket-jangkar+jwt";
/// The media type of one.
const TIPE: &str = "application/jose";
/// Rows that are tied at once.
const SEKALI: u32 = 500;
/// Rows are made before they are committed; what is older than this is committed or gone.
const LONGGAR: Duration = Duration::hours(1);

/// A head that was signed and stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jangkar {
    /// The number of the link.
    pub urut: u64,
    /// Its hash.
    pub sidik: Vec<u8>,
    /// When it was signed.
    pub pada: OffsetDateTime,
    /// The object that holds it.
    pub kunci: String,
    /// The signed head itself: a JWS that names the office, the number and the hash. Empty when it was read back.
    pub surat: String,
}

/// Where the anchors of an office are.
pub fn folder_jangkar(tenant: &TenantSlug) -> String {
    format!("{tenant}/jangkar/")
}

/// Sign the head of a tenant's chain and keep it outside the database.
#[derive(Clone, Copy, Debug)]
pub struct TambatkanAudit;

impl TambatkanAudit {
    /// Ties rows that are still loose, then anchors the head, unless it is anchored. Two at once are harmless.
    pub async fn execute(
        self,
        ports: &Ports,
        tenant: &Arc<Tenant>,
    ) -> Result<Option<Jangkar>, Galat> {
        let slug = &tenant.slug;
        let mut work = ports.store.read(slug).await?;
        let terakhir = work.rantai().jangkar_terakhir().await?;
        drop(work);
        let sejak = terakhir.as_ref().map(|satu| {
            let umur = ports.clock.now() - satu.pada;
            mundur(ports.ids.uuid(), umur + LONGGAR)
        });
        while sambungkan(ports, slug, sejak).await? {}
        let mut work = ports.store.read(slug).await?;
        let kepala = work.rantai().kepala().await?;
        drop(work);
        let Some(kepala) = kepala.filter(|kepala| kepala.urut > 0) else { return Ok(None) };
        if terakhir.is_some_and(|satu| satu.urut >= kepala.urut) {
            return Ok(None);
        }
        let jangkar = simpan(ports, slug, kepala).await?;
        let mut work = ports.store.begin(slug).await?;
        work.rantai().simpan_jangkar(&jangkar).await?;
        work.commit().await?;
        Ok(Some(jangkar))
    }
}

/// Ties some rows that an older release wrote, which knew no chain. That it was done is a row of its own.
async fn sambungkan(
    ports: &Ports,
    slug: &TenantSlug,
    sejak: Option<uuid::Uuid>,
) -> Result<bool, Galat> {
    let mut work = ports.store.begin(slug).await?;
    let jumlah = work.rantai().sambungkan(sejak, SEKALI).await?;
    if jumlah == 0 {
        return Ok(false);
    }
    let catatan = CatatanAudit::baru(ports, JejakPelaku::Sistem, "audit.sambung", "audit", None)
        .dengan(json!({ "jumlah": jumlah }));
    work.audit().catat(&catatan).await?;
    work.commit().await?;
    Ok(jumlah == SEKALI)
}

async fn simpan(ports: &Ports, slug: &TenantSlug, kepala: Kepala) -> Result<Jangkar, PortError> {
    let pada = ports.clock.now();
    let surat = ports.surat.tanda(
        JENIS_JANGKAR,
        &json!({
            "iss": ports.surat.penerbit(),
            "iat": pada.unix_timestamp(),
            "ten": slug,
            "urut": kepala.urut,
            "sidik": heksa(&kepala.sidik),
        }),
    )?;
    let kunci = format!("{}{:020}-{}", folder_jangkar(slug), kepala.urut, ports.ids.acak_hex(16));
    let isi = surat.clone().into_bytes();
    let sidik = ports.sidik(&isi);
    ports.objek.simpan_tetap(&kunci, TIPE, isi, &sidik).await?;
    Ok(Jangkar { urut: kepala.urut, sidik: kepala.sidik, pada, kunci, surat })
}

/// What a signed head says, when it is one of this office with a signature that holds.
pub(super) fn buka(ports: &Ports, slug: &TenantSlug, surat: &str) -> Option<(u64, Vec<u8>)> {
    let isi = ports.surat.buka(JENIS_JANGKAR, surat.trim())?;
    let milik = isi.get("ten").and_then(Value::as_str) == Some(slug.as_str());
    let urut = isi.get("urut").and_then(Value::as_u64)?;
    let sidik = dari_heksa(isi.get("sidik").and_then(Value::as_str)?)?;
    (milik && sidik.len() == PANJANG_SIDIK).then_some((urut, sidik))
}

/// Lower-case hex.
pub(super) fn heksa(isi: &[u8]) -> String {
    isi.iter().fold(String::with_capacity(isi.len() * 2), |mut teks, bita| {
        // Writing to a String cannot fail.
        let _ = write!(teks, "{bita:02x}");
        teks
    })
}

fn dari_heksa(teks: &str) -> Option<Vec<u8>> {
    let angka: Vec<u8> =
        teks.chars().map(|satu| satu.to_digit(16)?.try_into().ok()).collect::<Option<_>>()?;
    let pasangan = angka.chunks_exact(2);
    pasangan.remainder().is_empty().then(|| pasangan.map(|dua| dua[0] << 4 | dua[1]).collect())
}
