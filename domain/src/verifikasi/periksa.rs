//! The public's questions: by code, and by the file itself.

use super::{
    BarisVerifikasi, BerkasAsing, DokumenPublik, HasilVerifikasi, KeadaanTerbit, KodeVerifikasi,
};
use crate::{
    dokumen::{HarapanTte, TandaTanganDitolak},
    galat::Galat,
    ports::{Ports, UnitOfWork},
    tenant::{Tenant, TenantSlug},
};

/// Look a document up by the code on it.
#[derive(Clone, Debug)]
pub struct PeriksaKode {
    /// The office.
    pub tenant: TenantSlug,
    /// The code.
    pub kode: KodeVerifikasi,
}

impl PeriksaKode {
    /// What anybody may know; `None` when the office has no such document, or there is no such office.
    pub async fn execute(self, ports: &Ports) -> Result<Option<DokumenPublik>, Galat> {
        let Some(tenant) = ports.daftar.tenant(&self.tenant).await? else { return Ok(None) };
        let mut work = ports.store.read(&self.tenant).await?;
        match work.produk().dengan_kode(&self.kode).await? {
            Some(baris) => Ok(Some(sajikan(ports, work.as_mut(), &tenant, baris).await?)),
            None => Ok(None),
        }
    }
}

/// Look a document up by its file, of which only the hash is needed.
#[derive(Clone, Debug)]
pub struct CariBerkas {
    /// The office.
    pub tenant: TenantSlug,
    /// SHA-256 of the file.
    pub sha256: Vec<u8>,
}

/// What the records say of a file.
#[derive(Clone, Debug)]
pub enum CatatanBerkas {
    /// There is no such office.
    TanpaKantor,
    /// The office issued it.
    Ada(Box<DokumenPublik>),
    /// The office has no such file; its signature is to be checked against these certificates.
    TidakAda {
        /// PEM; nothing is trusted when the office has no connection.
        jangkar_pem: String,
        /// The lists of revoked certificates that the office keeps.
        crl_pem: String,
    },
}

impl CariBerkas {
    /// What the records say. The file itself is judged by [`nilai_berkas`], outside of any transaction.
    pub async fn execute(self, ports: &Ports) -> Result<CatatanBerkas, Galat> {
        let Some(tenant) = ports.daftar.tenant(&self.tenant).await? else {
            return Ok(CatatanBerkas::TanpaKantor);
        };
        let mut work = ports.store.read(&self.tenant).await?;
        if let Some(baris) = work.produk().dengan_sidik(&self.sha256).await? {
            let dokumen = sajikan(ports, work.as_mut(), &tenant, baris).await?;
            return Ok(CatatanBerkas::Ada(Box::new(dokumen)));
        }
        let koneksi = work.katalog().koneksi_tte().await?;
        let (jangkar_pem, crl_pem) =
            koneksi.map(|koneksi| (koneksi.jangkar_pem, koneksi.crl_pem)).unwrap_or_default();
        Ok(CatatanBerkas::TidakAda { jangkar_pem, crl_pem })
    }
}

/// What a file that no office here issued says of itself. Computation only; the file may be hostile.
pub fn nilai_berkas(
    ports: &Ports,
    isi: &[u8],
    (jangkar_pem, crl_pem): (&str, &str),
) -> BerkasAsing {
    let harapan =
        HarapanTte { crl_pem, ..HarapanTte::baru(jangkar_pem, None, None, ports.clock.now()) };
    match ports.pemeriksa.periksa(isi, &harapan) {
        Ok(sah) => BerkasAsing::BukanCatatan {
            penanda_tangan: sah.penanda_tangan,
            pada: sah.ditandatangani_pada,
        },
        Err(ditolak) => match ditolak {
            TandaTanganDitolak::Kosong
            | TandaTanganDitolak::BukanPdf
            | TandaTanganDitolak::AwalanAsing
            | TandaTanganDitolak::Rusak
            | TandaTanganDitolak::TerlaluBesar
            | TandaTanganDitolak::Terkunci => BerkasAsing::TidakTerbaca,
            TandaTanganDitolak::TanpaTandaTangan | TandaTanganDitolak::BidangKosong => {
                BerkasAsing::TanpaTandaTangan
            }
            TandaTanganDitolak::RentangTidakSah
            | TandaTanganDitolak::CelahRentang
            | TandaTanganDitolak::TidakMencakupSemua
            | TandaTanganDitolak::DiubahSetelahnya
            | TandaTanganDitolak::IsiBerubah
            | TandaTanganDitolak::TandaTanganRusak
            | TandaTanganDitolak::TandaTanganLamaRusak
            | TandaTanganDitolak::PerubahanTerlarang => BerkasAsing::Berubah,
            TandaTanganDitolak::TandaTanganLepas
            | TandaTanganDitolak::BentukAsing
            | TandaTanganDitolak::WadahRusak
            | TandaTanganDitolak::AlgoritmaDitolak
            | TandaTanganDitolak::KegunaanSertifikat
            | TandaTanganDitolak::TidakTepercaya
            | TandaTanganDitolak::SertifikatKedaluwarsa
            | TandaTanganDitolak::SertifikatBelumBerlaku
            | TandaTanganDitolak::SertifikatTidakBerlaku
            | TandaTanganDitolak::SertifikatDicabut
            | TandaTanganDitolak::PencabutanTidakDiketahui
            | TandaTanganDitolak::TanpaWaktu
            | TandaTanganDitolak::WaktuTidakWajar
            | TandaTanganDitolak::CapWaktuTidakSah
            | TandaTanganDitolak::CapWaktuTidakTepercaya
            | TandaTanganDitolak::PenandaTanganLain
            | TandaTanganDitolak::BukanYangDisetujui => BerkasAsing::TidakTepercaya,
        },
    }
}

async fn sajikan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    baris: BarisVerifikasi,
) -> Result<DokumenPublik, Galat> {
    let jabatan = jabatan(work, &baris).await?;
    let hari = tenant.zona.setempat(ports.clock.now()).date();
    let hasil = match baris.keadaan {
        KeadaanTerbit::Dicabut => HasilVerifikasi::Dicabut,
        KeadaanTerbit::Diganti => HasilVerifikasi::Diganti,
        KeadaanTerbit::Berlaku if baris.berlaku_sampai.is_some_and(|akhir| akhir < hari) => {
            HasilVerifikasi::Kedaluwarsa
        }
        KeadaanTerbit::Berlaku => HasilVerifikasi::Berlaku,
    };
    let setempat = |saat| tenant.zona.setempat(saat);
    Ok(DokumenPublik {
        hasil,
        nama: baris.nama,
        kantor: tenant.nama.clone(),
        penanda_tangan: baris.penanda_tangan,
        jabatan,
        terbit: baris.terbit_pada.map(setempat),
        berubah: baris.berubah_pada.map(setempat),
        halaman: baris.halaman,
        sha256: baris.sha256,
        berlaku_sampai: baris.berlaku_sampai,
    })
}

/// The office of who signs that product, as the office calls the role.
async fn jabatan(
    work: &mut dyn UnitOfWork,
    baris: &BarisVerifikasi,
) -> Result<Option<String>, Galat> {
    let (Some((layanan, produk)), Some(_)) = (&baris.asal, &baris.penanda_tangan) else {
        return Ok(None);
    };
    let layanan = work.katalog().layanan_tersimpan(layanan).await?;
    let peran = layanan.and_then(|satu| satu.produk(produk).and_then(|p| p.penanda_tangan.clone()));
    match peran {
        Some(peran) => Ok(work.akses().nama_peran().await?.remove(&peran)),
        None => Ok(None),
    }
}
