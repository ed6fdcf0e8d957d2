//! Drain the outbox of a tenant.

use std::time::Duration as StdDuration;

use time::Duration;

use super::{HasilKirim, IsiPesan, PesanDiklaim};
use crate::{
    galat::{Galat, PortError},
    percakapan::{Alamat, IsiSiapKirim, KirimGagal, NomorLayanan},
    permohonan::BATAS_BERKAS,
    ports::Ports,
    tenant::Tenant,
};

/// How many messages one round claims.
const BATAS_KLAIM: u32 = 20;
/// How often a message is tried before an officer has to look.
const BATAS_PERCOBAAN: u32 = 12;

/// Send what is due.
#[derive(Clone, Copy, Debug)]
pub struct KirimAntrean {
    /// How long a send may stay without answer and without status before it is taken for lost. A status carries our id
    /// back even when the answer was lost, so this only has to outlast the channel's delay in reporting.
    pub tenggang: Duration,
}

impl KirimAntrean {
    /// One round; tells how many messages were handled. Call again until it says 0.
    pub async fn execute(self, ports: &Ports, tenant: &Tenant) -> Result<usize, Galat> {
        let now = ports.clock.now();
        let mut work = ports.store.begin(&tenant.slug).await?;
        work.pesan().lepaskan_macet(now - self.tenggang, now).await?;
        work.identitas().tahan().await?;
        let diklaim = work.pesan().klaim(now, BATAS_KLAIM).await?;
        let penerima: Vec<_> = diklaim.iter().map(|satu| satu.pesan.kontak).collect();
        let alamat = work.kontak().alamat(&penerima).await?;
        work.commit().await?;

        let jumlah = diklaim.len();
        for satu in diklaim {
            let tujuan = alamat.iter().find(|(kontak, ..)| *kontak == satu.pesan.kontak);
            let hasil = match tujuan {
                // The round took so long that another worker may soon take the rest for lost; what has not begun is
                // given back instead, so that nobody sends it twice.
                _ if ports.clock.now() - now > self.tenggang / 2 => Some(HasilKirim::CobaLagi {
                    pada: ports.clock.now(),
                    galat: "ronde_terlalu_lama".to_owned(),
                }),
                Some((_, alamat, nomor)) => kirim_satu(ports, &satu, alamat, nomor).await,
                None => Some(HasilKirim::Gagal { galat: "nomor_layanan_belum_diatur".to_owned() }),
            };
            // An unknown outcome stays as it is until a status or the grace period settles it.
            let Some(hasil) = hasil else { continue };
            let mut work = ports.store.begin(&tenant.slug).await?;
            work.pesan().selesai(satu.pesan.id, &hasil, ports.clock.now()).await?;
            work.commit().await?;
        }
        Ok(jumlah)
    }
}

async fn kirim_satu(
    ports: &Ports,
    satu: &PesanDiklaim,
    alamat: &Alamat,
    nomor: &NomorLayanan,
) -> Option<HasilKirim> {
    let isi = match siapkan(ports, nomor, &satu.pesan.isi).await {
        Ok(isi) => isi,
        Err(gagal) => return nilai_gagal(ports, satu, gagal),
    };
    match ports.saluran.kirim(nomor, alamat, &isi, satu.pesan.id.uuid()).await {
        Ok(wamid) => Some(HasilKirim::Diterima { wamid }),
        Err(gagal) => nilai_gagal(ports, satu, gagal),
    }
}

/// Everything that may be repeated without the resident noticing: reading the file and uploading it.
async fn siapkan(
    ports: &Ports,
    nomor: &NomorLayanan,
    isi: &IsiPesan,
) -> Result<IsiSiapKirim, KirimGagal> {
    let (kunci, sha256, nama_berkas, tipe) = match isi {
        IsiPesan::Dokumen { kunci, sha256, nama_berkas, .. } => {
            (kunci, sha256, nama_berkas.as_str(), "application/pdf")
        }
        IsiPesan::Gambar { kunci, sha256, tipe, .. } => (kunci, sha256, "gambar", tipe.as_str()),
        IsiPesan::Teks { .. }
        | IsiPesan::Tombol { .. }
        | IsiPesan::Daftar { .. }
        | IsiPesan::Tautan { .. }
        | IsiPesan::Templat { .. } => return Ok(IsiSiapKirim::Pesan(isi.clone())),
    };
    let berkas = ports
        .objek
        .ambil(kunci, BATAS_BERKAS)
        .await
        .map_err(|galat| KirimGagal::Sementara { galat: kode_port(&galat), tunggu: None })?;
    let berkas = berkas
        .filter(|isi| &ports.sidik(isi) == sha256)
        .ok_or_else(|| KirimGagal::Tetap { galat: "berkas_tidak_cocok".to_owned() })?;
    let media = match ports.saluran.unggah(nomor, nama_berkas, tipe, berkas).await {
        // Nothing reached the resident yet, so an unknown outcome of an upload is only a reason to repeat it.
        Err(KirimGagal::TidakDiketahui) => {
            Err(KirimGagal::Sementara { galat: "unggah_tidak_diketahui".to_owned(), tunggu: None })
        }
        lain => lain,
    }?;
    Ok(match isi {
        IsiPesan::Gambar { keterangan, .. } => {
            IsiSiapKirim::Gambar { media, keterangan: keterangan.clone() }
        }
        IsiPesan::Dokumen { nama_berkas, keterangan, .. } => IsiSiapKirim::Dokumen {
            media,
            nama_berkas: nama_berkas.clone(),
            keterangan: keterangan.clone(),
        },
        lain => IsiSiapKirim::Pesan(lain.clone()),
    })
}

fn kode_port(galat: &PortError) -> String {
    match galat {
        PortError::Konflik => "konflik".to_owned(),
        PortError::TidakTersedia { sistem, .. } => format!("{sistem}_tidak_tersedia"),
        PortError::TakTerduga(_) => "tak_terduga".to_owned(),
    }
}

fn nilai_gagal(ports: &Ports, satu: &PesanDiklaim, gagal: KirimGagal) -> Option<HasilKirim> {
    match gagal {
        KirimGagal::TidakDiketahui => None,
        KirimGagal::TungguMasuk { galat } => Some(HasilKirim::Tertahan { galat }),
        KirimGagal::Tetap { galat } => Some(HasilKirim::Gagal { galat }),
        KirimGagal::Sementara { galat, .. } if satu.percobaan + 1 >= BATAS_PERCOBAAN => {
            Some(HasilKirim::Gagal { galat })
        }
        KirimGagal::Sementara { galat, tunggu } => {
            let tunggu = tunggu.unwrap_or_else(|| jeda(satu.percobaan));
            Some(HasilKirim::CobaLagi { pada: ports.clock.now() + tunggu, galat })
        }
    }
}

/// Waits 2, 4, 8 … seconds, at most ten minutes.
pub fn jeda(percobaan: u32) -> StdDuration {
    StdDuration::from_secs(2u64.saturating_pow(percobaan.saturating_add(1)).min(600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_grows_and_stays_bounded() {
        assert_eq!(jeda(0).as_secs(), 2);
        assert_eq!(jeda(3).as_secs(), 16);
        assert_eq!(jeda(u32::MAX).as_secs(), 600);
    }
}
