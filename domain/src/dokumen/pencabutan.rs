//! Evidence of revocation that the office keeps: lists by its anchors, and whether evidence is demanded.

use serde_json::json;

use super::{BacaanCrl, CrlDitolak, KeadaanCrl, KeteranganCrl, KoneksiTte, jaga::keadaan_crl};
use crate::{
    akses::{Izin, Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    ports::{Ports, UnitOfWork},
};

/// What the office keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeadaanPencabutan {
    /// Whether a signature without evidence is refused.
    pub wajib: bool,
    /// The lists, and how each stands now.
    pub daftar: Vec<(KeteranganCrl, KeadaanCrl)>,
}

impl KeadaanPencabutan {
    fn baru(ports: &Ports, wajib: bool, daftar: Vec<KeteranganCrl>) -> Self {
        let kini = ports.clock.now();
        let dinilai = |satu: KeteranganCrl| {
            let keadaan = keadaan_crl(&satu, kini);
            (satu, keadaan)
        };
        Self { wajib, daftar: daftar.into_iter().map(dinilai).collect() }
    }
}

/// Read what the office keeps.
#[derive(Clone, Copy, Debug)]
pub struct BacaPencabutan;

impl BacaPencabutan {
    /// For administrators, who watches the operation and is warned before a list ends, and the system.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KeadaanPencabutan, Galat> {
        boleh(pelaku, &[Izin::AksesKelola, Izin::OperasiLihat])?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let koneksi = koneksi(work.as_mut()).await?;
        let daftar = match koneksi.crl_pem.as_str() {
            "" => Vec::new(),
            crl => baca(ports, crl.as_bytes(), &koneksi)?.daftar,
        };
        Ok(KeadaanPencabutan::baru(ports, koneksi.pencabutan_wajib, daftar))
    }
}

/// Replace what the office keeps.
#[derive(Clone, Debug)]
pub struct AturPencabutan {
    /// Lists of revoked certificates in PEM, or one in DER; empty keeps none.
    pub crl: Vec<u8>,
    /// Whether a signature without evidence is refused.
    pub wajib: bool,
}

impl AturPencabutan {
    /// Only lists that one of the office's anchors issued are kept: a list is evidence, so nobody else may write it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KeadaanPencabutan, Galat> {
        boleh(pelaku, &[Izin::AksesKelola])?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut koneksi = koneksi(work.as_mut()).await?;
        let BacaanCrl { pem, daftar } = if self.crl.is_empty() {
            BacaanCrl { pem: String::new(), daftar: Vec::new() }
        } else {
            baca(ports, &self.crl, &koneksi)?
        };
        koneksi.crl_pem = pem;
        koneksi.pencabutan_wajib = self.wajib;
        work.katalog().simpan_koneksi_tte(ports.ids.uuid(), &koneksi, ports.clock.now()).await?;
        let aksi = "koneksi_tte.pencabutan";
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "integrasi", None)
            .dengan(json!({ "wajib": self.wajib, "daftar": daftar.len() }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(KeadaanPencabutan::baru(ports, self.wajib, daftar))
    }
}

fn baca(ports: &Ports, crl: &[u8], koneksi: &KoneksiTte) -> Result<BacaanCrl, Galat> {
    let salah = |salah: CrlDitolak| Galat::isian("/crl", salah.kode(), format!("{salah}."));
    ports.pemeriksa.baca_crl(crl, &koneksi.jangkar_pem).map_err(salah)
}

async fn koneksi(work: &mut dyn UnitOfWork) -> Result<KoneksiTte, Galat> {
    work.katalog().koneksi_tte().await?.ok_or_else(|| {
        Bentrok::baru("tte_belum_diatur", "Layanan TTE kantor ini belum diatur oleh pengelola.")
            .into()
    })
}

fn boleh<const N: usize>(pelaku: &Pelaku, izin: &[Izin; N]) -> Result<(), Galat> {
    match pelaku.siapa {
        Siapa::Sistem => Ok(()),
        _ => pelaku.petugas_salah_satu(izin).map(drop),
    }
}
