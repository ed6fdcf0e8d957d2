//! Templates: written as a draft, looked at, published. A published version never changes.

use super::{
    BAWAAN, DataSurat, ISIAN, IsiTemplat, KeadaanTemplatDokumen, VersiTemplat, susun,
    templat_bawaan,
};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    cetak::Lembar,
    galat::{Bentrok, Galat},
    nilai::Kode,
    ports::Ports,
    verifikasi::KodeVerifikasi,
};

/// A template with all its versions.
#[derive(Clone, Debug)]
pub struct RincianTemplat {
    /// Its code.
    pub kode: Kode,
    /// What Loket brings, when it brings one: version 0.
    pub bawaan: Option<IsiTemplat>,
    /// Versions of the office, the newest first.
    pub versi: Vec<VersiTemplat>,
}

/// Read the templates.
#[derive(Clone, Debug, Default)]
pub struct BacaTemplatDokumen {
    /// Only this one.
    pub kode: Option<String>,
}

impl BacaTemplatDokumen {
    /// By code.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<RincianTemplat>, Galat> {
        pelaku.petugas(Izin::TenantKelola)?;
        let hilang = || Galat::TidakDitemukan("templat");
        let kode = self.kode.as_deref().map(Kode::parse).transpose().map_err(|_| hilang())?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let versi = work.sementara().versi_templat(kode.as_ref()).await?;
        let mut semua: Vec<Kode> = BAWAAN.iter().map(|kode| Kode::tetap(kode)).collect();
        semua.extend(versi.iter().map(|satu| satu.kode.clone()));
        semua.sort();
        semua.dedup();
        let semua: Vec<RincianTemplat> = semua
            .into_iter()
            .filter(|satu| kode.as_ref().is_none_or(|kode| kode == satu))
            .map(|kode| RincianTemplat {
                bawaan: templat_bawaan(&kode),
                versi: versi.iter().filter(|satu| satu.kode == kode).cloned().collect(),
                kode,
            })
            .collect();
        if semua.is_empty() { Err(hilang()) } else { Ok(semua) }
    }
}

/// Write the draft of a template.
#[derive(Clone, Debug)]
pub struct TulisDrafTemplat {
    /// The template; a new code makes a new one.
    pub kode: String,
    /// What it says.
    pub isi: IsiTemplat,
}

impl TulisDrafTemplat {
    /// The draft. There is one per template; writing again changes it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<VersiTemplat, Galat> {
        let petugas = pelaku.petugas(Izin::TenantKelola)?.id;
        let kode = Kode::parse(&self.kode).map_err(|salah| salah.di("/kode"))?;
        self.isi.periksa()?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let semua = work.sementara().versi_templat(Some(&kode)).await?;
        let draf = semua.iter().find(|satu| satu.keadaan == KeadaanTemplatDokumen::Draf);
        let versi = VersiTemplat {
            id: draf.map_or_else(|| ports.ids.uuid(), |draf| draf.id),
            versi: draf.map_or_else(
                || semua.iter().map(|satu| satu.versi).max().unwrap_or(0) + 1,
                |draf| draf.versi,
            ),
            kode,
            keadaan: KeadaanTemplatDokumen::Draf,
            isi: self.isi,
            dibuat_oleh: draf.map_or(petugas, |draf| draf.dibuat_oleh),
            diubah_pada: ports.clock.now(),
        };
        work.sementara().simpan_draf_templat(&versi).await?;
        catat(ports, work.as_mut(), pelaku, &versi, "templat_dokumen.draf").await?;
        work.commit().await?;
        Ok(versi)
    }
}

/// Publish the draft of a template.
#[derive(Clone, Debug)]
pub struct TerbitkanTemplat {
    /// The template.
    pub kode: String,
    /// The version the officer looked at.
    pub versi: u32,
}

impl TerbitkanTemplat {
    /// Letters from now on are rendered from it; those that were rendered keep theirs.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<VersiTemplat, Galat> {
        let petugas = pelaku.petugas(Izin::TenantKelola)?.id;
        let kode = Kode::parse(&self.kode).map_err(|_| Galat::TidakDitemukan("templat"))?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let semua = work.sementara().versi_templat(Some(&kode)).await?;
        let draf = semua.into_iter().find(|satu| satu.keadaan == KeadaanTemplatDokumen::Draf);
        let mut draf = draf.filter(|satu| satu.versi == self.versi).ok_or_else(|| {
            Bentrok::baru("draf_tidak_ada", "Tidak ada draf dengan versi itu untuk diterbitkan.")
        })?;
        // What was stored by an earlier release is checked by today's rule.
        draf.isi.periksa()?;
        let now = ports.clock.now();
        work.sementara().terbitkan_templat(draf.id, petugas, now).await?;
        draf.keadaan = KeadaanTemplatDokumen::Terbit { sejak: now, oleh: petugas };
        catat(ports, work.as_mut(), pelaku, &draf, "templat_dokumen.terbit").await?;
        work.commit().await?;
        Ok(draf)
    }
}

/// Look at a template as a letter, filled in with examples.
#[derive(Clone, Debug)]
pub struct PratinjauTemplat {
    /// What it says.
    pub isi: IsiTemplat,
}

impl PratinjauTemplat {
    /// The sheet. Nothing is stored, and its code leads nowhere.
    pub fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar, Galat> {
        let petugas = pelaku.petugas(Izin::TenantKelola)?;
        self.isi.periksa()?;
        let kode = KodeVerifikasi::baru(ports.ids.as_ref());
        let mut isian: std::collections::BTreeMap<&'static str, String> =
            ISIAN.iter().map(|(nama, contoh)| (*nama, (*contoh).to_owned())).collect();
        isian.insert("kantor", pelaku.tenant.nama.clone());
        let penanda = self.isi.bagian.iter().filter_map(|satu| match satu {
            super::BagianTemplat::Tanda { peran, .. } => {
                Some((peran.clone(), (petugas.nama.clone(), None)))
            }
            _ => None,
        });
        let data = DataSurat {
            isian,
            berkas: vec!["Kartu keluarga".to_owned(), "Surat keterangan lahir".to_owned()],
            penanda: penanda.collect(),
            alamat: ports.alamat_publik.verifikasi(&pelaku.tenant.slug, &kode),
            kode: kode.to_string(),
        };
        Ok(susun(&self.isi, &data))
    }
}

async fn catat(
    ports: &Ports,
    work: &mut dyn crate::ports::UnitOfWork,
    pelaku: &Pelaku,
    versi: &VersiTemplat,
    aksi: &'static str,
) -> Result<(), Galat> {
    let catatan =
        CatatanAudit::baru(ports, pelaku.jejak(), aksi, "dokumen_templat", Some(versi.id))
            .dengan(serde_json::json!({ "kode": versi.kode, "versi": versi.versi }));
    work.audit().catat(&catatan).await?;
    Ok(())
}
