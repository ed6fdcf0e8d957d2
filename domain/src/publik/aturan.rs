//! What who asks has to know besides the number of the case, as the office decides.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::Galat,
    nilai::{Nik, NomorWa},
    penyerahan::nik_kasus,
    permohonan::Permohonan,
    ports::Ports,
};

/// What who asks has to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BuktiStatus {
    /// Nobody can ask.
    Mati,
    /// The last four digits of the applicant's NIK; of their proven number where the case holds no NIK.
    #[default]
    NikAtauWa4,
    /// The last four digits of the applicant's NIK.
    Nik4,
    /// The last four digits of the number that the case talks to.
    Wa4,
}

/// How residents ask for the status of a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AturanStatus {
    /// What who asks has to know.
    pub pembuktian: BuktiStatus,
}

impl BuktiStatus {
    /// Whether it makes a difference for that case if its number is proven.
    pub(super) fn perlu_bukti_nomor(self, permohonan: &Permohonan) -> bool {
        self == Self::NikAtauWa4 && nik_kasus(permohonan).is_empty()
    }

    /// What would be right for that case: any of these. `nomor_kontak` is the number it talks to, `terbukti` says that who
    /// has it wrote from it or read a code back.
    pub(super) fn benar(
        self,
        permohonan: &Permohonan,
        nomor_kontak: Option<&str>,
        terbukti: bool,
    ) -> Vec<String> {
        let akhir = |teks: &str| teks.get(teks.len().checked_sub(4)?..).map(str::to_owned);
        match self {
            Self::Mati => Vec::new(),
            Self::NikAtauWa4 if self.perlu_bukti_nomor(permohonan) => {
                nomor_kontak.filter(|_| terbukti).and_then(akhir).into_iter().collect()
            }
            Self::Nik4 | Self::NikAtauWa4 => {
                nik_kasus(permohonan).iter().map(Nik::lengkap).filter_map(akhir).collect()
            }
            Self::Wa4 => {
                let ditulis = permohonan.pemohon.nomor_wa.as_ref().map(NomorWa::lengkap);
                ditulis.into_iter().chain(nomor_kontak).filter_map(akhir).collect()
            }
        }
    }
}

/// Read how residents ask.
#[derive(Clone, Copy, Debug)]
pub struct BacaAturanStatus;

impl BacaAturanStatus {
    /// The rule.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<AturanStatus, Galat> {
        pelaku.petugas(Izin::TenantKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.katalog().aturan_status().await?)
    }
}

/// Decide how residents ask.
#[derive(Clone, Copy, Debug)]
pub struct AturStatus {
    /// The rule.
    pub aturan: AturanStatus,
}

impl AturStatus {
    /// In force at once.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<AturanStatus, Galat> {
        pelaku.petugas(Izin::TenantKelola)?;
        pelaku.wajib_segar(ports)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.katalog().simpan_aturan_status(self.aturan, ports.clock.now()).await?;
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "status_publik.atur", "pengaturan", None)
                .dengan(json!({ "pembuktian": self.aturan.pembuktian }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(self.aturan)
    }
}
