//! The page at which a resident fetches their copy, once.

use serde_json::json;
use time::Duration;

use super::{Bundel, HakSubjek};
use crate::{
    akses::JejakPelaku,
    audit::CatatanAudit,
    galat::{Galat, PortError},
    kalender::tulis_saat,
    nilai::Rahasia,
    ports::Ports,
    tenant::TenantSlug,
};

/// For how long a copy that was fetched may be fetched once more: a phone loses its connection.
const ULANG: Duration = Duration::minutes(10);
/// Bytes of a copy.
const UKURAN: u64 = 64 * 1024 * 1024;

/// Where a link stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeadaanSalinan {
    /// The copy may be fetched until then.
    Siap(String),
    /// It was fetched.
    Diunduh,
    /// Its time is over.
    Kedaluwarsa,
}

/// The page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalamanSalinan {
    /// The office.
    pub kantor: String,
    /// The number of the request.
    pub nomor: String,
    /// Where the link stands.
    pub keadaan: KeadaanSalinan,
}

/// What pressing the button brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HasilSalinan {
    /// The page.
    Halaman(HalamanSalinan),
    /// The file.
    Berkas {
        /// Its name.
        nama: String,
        /// Its bytes.
        isi: Vec<u8>,
    },
}

/// Look at a link.
#[derive(Clone, Debug)]
pub struct LihatSalinan {
    /// The office in the address.
    pub tenant: TenantSlug,
    /// The token in the address.
    pub token: Rahasia,
}

/// Fetch the copy.
#[derive(Clone, Debug)]
pub struct UnduhHalamanSalinan {
    /// The office in the address.
    pub tenant: TenantSlug,
    /// The token in the address.
    pub token: Rahasia,
}

async fn cari(
    ports: &Ports,
    slug: &TenantSlug,
    token: &Rahasia,
) -> Result<Option<(HalamanSalinan, HakSubjek, Bundel)>, Galat> {
    let Some(tenant) = ports.daftar.tenant(slug).await? else { return Ok(None) };
    let mut work = ports.store.read(slug).await?;
    let sidik = ports.sidik(token.buka().as_bytes());
    let Some(hak) = work.hak_subjek().oleh_token(&sidik).await? else { return Ok(None) };
    let Some(bundel) = hak.bundel.clone() else { return Ok(None) };
    let now = ports.clock.now();
    let keadaan = match bundel.diunduh_pada {
        Some(pada) if now > pada + ULANG => KeadaanSalinan::Diunduh,
        _ if now > bundel.sampai => KeadaanSalinan::Kedaluwarsa,
        _ => KeadaanSalinan::Siap(tulis_saat(tenant.zona, bundel.sampai)),
    };
    let halaman = HalamanSalinan { kantor: tenant.nama.clone(), nomor: hak.nomor.clone(), keadaan };
    Ok(Some((halaman, hak, bundel)))
}

impl LihatSalinan {
    /// The page; `None` when there is no such link at that office.
    pub async fn execute(self, ports: &Ports) -> Result<Option<HalamanSalinan>, Galat> {
        Ok(cari(ports, &self.tenant, &self.token).await?.map(|(halaman, ..)| halaman))
    }
}

impl UnduhHalamanSalinan {
    /// The file, or the page when the link is over. The file is read before anything is written down: a storage that is
    /// away costs nobody their one download.
    pub async fn execute(self, ports: &Ports) -> Result<Option<HasilSalinan>, Galat> {
        let Some((halaman, hak, bundel)) = cari(ports, &self.tenant, &self.token).await? else {
            return Ok(None);
        };
        if !matches!(halaman.keadaan, KeadaanSalinan::Siap(_)) {
            return Ok(Some(HasilSalinan::Halaman(halaman)));
        }
        let isi = ports.objek.ambil(&bundel.kunci, UKURAN).await?;
        let isi = isi.filter(|isi| ports.sidik(isi) == bundel.sha256);
        let isi = isi.ok_or_else(|| PortError::tak_terduga("the copy is not what was stored"))?;
        let mut work = ports.store.begin(&self.tenant).await?;
        let kini = work.hak_subjek().kunci(hak.id).await?;
        let mut kini = kini.ok_or(Galat::TidakDitemukan("permintaan"))?;
        let Some(bundel) = &mut kini.bundel else { return Ok(None) };
        let ulang = bundel.diunduh_pada.is_some();
        if !ulang {
            bundel.diunduh_pada = Some(ports.clock.now());
            work.hak_subjek().simpan(&kini).await?;
        }
        let pelaku = match kini.kontak {
            Some(kontak) => JejakPelaku::Pemohon { kontak },
            None => JejakPelaku::Sistem,
        };
        let id = Some(kini.id.uuid());
        let catatan = CatatanAudit::baru(ports, pelaku, "hak_subjek.unduh", "hak_subjek", id)
            .dengan(json!({ "ulang": ulang }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(Some(HasilSalinan::Berkas { nama: format!("salinan-data-{}.json", kini.nomor), isi }))
    }
}
