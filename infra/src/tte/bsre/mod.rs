//! Client of the eSign Client Service, both generations.
//!
//! A signing request is sent once. Whatever happens after its first byte left, nobody knows whether the host signed, and
//! a person resolves it. Only the first generation can be asked again for a file that it says it signed: that fetches,
//! it never signs.

mod badan;
mod jawaban;
mod kirim;
mod letak;
#[cfg(test)]
mod tests;
mod v1;
mod v2;

use std::time::Duration;

use async_trait::async_trait;
use loket_domain::{
    dokumen::{
        HasilTte, KoneksiTte, KunciTte, PenandaTangan, PermintaanSegel, PermintaanTte,
        StatusPenandaTangan, Stempel, TteGagal, VerifikasiHost, VersiEsign,
    },
    galat::PortError,
    nilai::{Nik, Rahasia},
};

use self::{kirim::Kurir, letak::Letak, v2::Tanda};

/// What a host of the first generation is never asked for.
const TANPA_V1: &str = "tidak_ada_di_v1";

/// Signs through the eSign host of each tenant.
#[derive(Clone, Debug)]
pub struct Bsre {
    kurir: Kurir,
}

impl Bsre {
    /// A client that speaks TLS, and plain HTTP only to this machine or where a tenant's connection says so.
    ///
    /// # Errors
    /// The TLS configuration of this machine cannot be used.
    pub fn new() -> Result<Self, PortError> {
        Ok(Self { kurir: Kurir::new()? })
    }

    /// Waits this long for a signature instead of 60 seconds.
    #[must_use]
    pub fn dengan_tenggat(mut self, tenggat: Duration) -> Self {
        self.kurir.tenggat_tanda_tangan = tenggat;
        self
    }
}

/// A place in the numbers of a host.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KoordinatHost {
    /// The page, from 1.
    pub halaman: u32,
    /// Left edge.
    pub x: f32,
    /// Upper or lower edge, as the host counts.
    pub y: f32,
    /// Width.
    pub lebar: f32,
    /// Height.
    pub tinggi: f32,
}

/// What a host would be sent for this stamp on this document.
///
/// # Errors
/// The stamp does not fit on the page.
pub fn koordinat_host(
    pdf: &[u8],
    stempel: &Stempel,
    koneksi: &KoneksiTte,
) -> Result<KoordinatHost, TteGagal> {
    let Letak { halaman, x, y, lebar, tinggi, .. } = Letak::terlihat(pdf, stempel, koneksi)?;
    Ok(KoordinatHost { halaman, x, y, lebar, tinggi })
}

fn tanpa_v1() -> TteGagal {
    TteGagal::Ditolak { kode: TANPA_V1.to_owned() }
}

fn hanya_v2(koneksi: &KoneksiTte) -> Result<(), TteGagal> {
    if koneksi.versi == VersiEsign::V1 { Err(tanpa_v1()) } else { Ok(()) }
}

fn pelanggan(koneksi: &KoneksiTte) -> Result<&str, TteGagal> {
    hanya_v2(koneksi)?;
    koneksi.segel.as_deref().ok_or_else(|| {
        TteGagal::TidakTerkirim(PortError::tak_terduga("segel kantor ini belum diatur"))
    })
}

#[async_trait]
impl PenandaTangan for Bsre {
    async fn tanda_tangani(
        &self,
        koneksi: &KoneksiTte,
        permintaan: PermintaanTte,
    ) -> Result<HasilTte, TteGagal> {
        let letak = Letak::dari(&permintaan.pdf, &permintaan.tampilan, koneksi)?;
        match (koneksi.versi, &permintaan.kunci) {
            (VersiEsign::V1, KunciTte::Passphrase(passphrase)) => {
                let isian = v1::Isian {
                    pdf: &permintaan.pdf,
                    nik: &permintaan.nik,
                    passphrase,
                    letak: letak.as_ref(),
                    alasan: &permintaan.alasan,
                    lokasi: &permintaan.lokasi,
                };
                v1::tanda_tangani(&self.kurir, koneksi, &isian).await
            }
            (VersiEsign::V1, KunciTte::Totp(_)) => Err(tanpa_v1()),
            (VersiEsign::V2, kunci) => {
                let tanda = Tanda {
                    pdf: &permintaan.pdf,
                    letak: letak.as_ref(),
                    alasan: &permintaan.alasan,
                    lokasi: &permintaan.lokasi,
                };
                let nik = &permintaan.nik;
                let pdf = v2::tanda_tangani(&self.kurir, koneksi, nik, kunci, &tanda).await?;
                Ok(HasilTte { pdf, nomor_host: None })
            }
        }
    }

    async fn status(
        &self,
        koneksi: &KoneksiTte,
        nik: &Nik,
    ) -> Result<StatusPenandaTangan, TteGagal> {
        match koneksi.versi {
            VersiEsign::V1 => v1::status(&self.kurir, koneksi, nik).await,
            VersiEsign::V2 => v2::status(&self.kurir, koneksi, nik).await,
        }
    }

    async fn minta_totp(
        &self,
        koneksi: &KoneksiTte,
        nik: &Nik,
        jumlah: u32,
    ) -> Result<(), TteGagal> {
        hanya_v2(koneksi)?;
        v2::minta_totp(&self.kurir, koneksi, nik, jumlah).await
    }

    async fn aktifkan_segel(&self, koneksi: &KoneksiTte) -> Result<(), TteGagal> {
        v2::aktifkan_segel(&self.kurir, koneksi, pelanggan(koneksi)?).await
    }

    async fn cabut_segel(&self, koneksi: &KoneksiTte, aktivasi: &Rahasia) -> Result<(), TteGagal> {
        v2::cabut_segel(&self.kurir, koneksi, pelanggan(koneksi)?, aktivasi).await
    }

    async fn minta_totp_segel(
        &self,
        koneksi: &KoneksiTte,
        aktivasi: &Rahasia,
        jumlah: u32,
    ) -> Result<Rahasia, TteGagal> {
        v2::minta_totp_segel(&self.kurir, koneksi, pelanggan(koneksi)?, aktivasi, jumlah).await
    }

    async fn segel(
        &self,
        koneksi: &KoneksiTte,
        permintaan: PermintaanSegel,
    ) -> Result<Vec<u8>, TteGagal> {
        let pelanggan = pelanggan(koneksi)?;
        let letak = Letak::dari(&permintaan.pdf, &permintaan.tampilan, koneksi)?;
        let tanda = Tanda {
            pdf: &permintaan.pdf,
            letak: letak.as_ref(),
            alasan: &permintaan.alasan,
            lokasi: &permintaan.lokasi,
        };
        v2::segel(&self.kurir, koneksi, pelanggan, &permintaan.totp, &tanda).await
    }

    async fn verifikasi(
        &self,
        koneksi: &KoneksiTte,
        pdf: &[u8],
    ) -> Result<VerifikasiHost, TteGagal> {
        match koneksi.versi {
            VersiEsign::V1 => v1::verifikasi(&self.kurir, koneksi, pdf).await,
            VersiEsign::V2 => v2::verifikasi(&self.kurir, koneksi, pdf).await,
        }
    }
}
