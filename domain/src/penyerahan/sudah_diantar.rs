//! An SOP step with an appointment hands over at the door (K-21): the ledger says so, and nothing waits on the shelf.

use super::{KeadaanPenyerahan, Penyerahan, catat, ubah};
use crate::{
    akses::Pelaku,
    galat::Galat,
    layanan::SaluranPenyerahan,
    permohonan::PermohonanId,
    ports::{Ports, UnitOfWork},
};

/// Everything of the case that waits at the counter, or was meant to be brought, is in the recipient's hands now.
pub(crate) async fn sudah_diantar(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    permohonan: PermohonanId,
) -> Result<(), Galat> {
    let semua = work.penyerahan().milik(permohonan).await?;
    for satu in &semua {
        let di_jalan = satu.saluran == SaluranPenyerahan::Kunjungan && satu.keadaan.terbuka();
        let di_rak =
            satu.saluran == SaluranPenyerahan::Loket && satu.keadaan == KeadaanPenyerahan::Siap;
        if !(di_jalan || di_rak) {
            continue;
        }
        let mut lama = satu.clone();
        if di_jalan {
            ubah(ports, work, pelaku.jejak(), &mut lama, KeadaanPenyerahan::Diserahkan, None)
                .await?;
            continue;
        }
        let batal = KeadaanPenyerahan::Dibatalkan;
        ubah(ports, work, pelaku.jejak(), &mut lama, batal, Some("diantar")).await?;
        let sudah = semua.iter().filter(|lain| lain.dokumen == satu.dokumen).count();
        let apa = (satu.dokumen, satu.permohonan);
        let saluran = SaluranPenyerahan::Kunjungan;
        let baru = Penyerahan::baru(ports, apa, saluran, sudah, pelaku.pengguna())
            .mulai_di(KeadaanPenyerahan::Diserahkan);
        work.penyerahan().tambah(&baru).await?;
        catat(ports, work, pelaku.jejak(), "penyerahan.diserahkan", &baru).await?;
    }
    Ok(())
}
