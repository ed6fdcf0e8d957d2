//! A picture or PDF that an officer is going to send.

use super::{catat, kunci};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    percakapan::KontakId,
    permohonan::{
        AsalBerkas, Berkas, BerkasId, KeadaanBerkas, TautanUnggah, UMUR_TAUTAN, periksa_ukuran,
        tipe_boleh,
    },
    ports::Ports,
};

/// Announce a file for a conversation and get a link to upload it.
#[derive(Clone, Debug)]
pub struct UnggahBerkasPercakapan {
    /// The conversation.
    pub id: KontakId,
    /// MIME type that will be put.
    pub tipe: String,
    /// Bytes that will be put.
    pub ukuran: u64,
}

impl UnggahBerkasPercakapan {
    /// The file's id and the link. It can be sent once its upload was completed and checked.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<(BerkasId, TautanUnggah), Galat> {
        pelaku.petugas(Izin::PercakapanBalas)?;
        let tipe = tipe_boleh(&self.tipe)?;
        periksa_ukuran(self.ukuran)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        kunci(ports, work.as_mut(), self.id).await?;
        let berkas = Berkas {
            id: ports.ids.id(),
            permohonan: None,
            kontak: Some(self.id),
            syarat: None,
            nama: format!("lampiran.{}", tipe.ekstensi()),
            asal: AsalBerkas::Unggah,
            keadaan: KeadaanBerkas::Menunggu,
            tipe: tipe.mime().to_owned(),
            ukuran: self.ukuran,
            kunci: ports.kunci_objek(&pelaku.tenant.slug, "berkas"),
            dibuat_pada: ports.clock.now(),
        };
        work.permohonan().tambah_berkas(&berkas).await?;
        catat(ports, work.as_mut(), pelaku, self.id, "percakapan.unggah").await?;
        work.commit().await?;
        let (kunci, tipe) = (&berkas.kunci, &berkas.tipe);
        let tautan = ports.objek.tautan_unggah(kunci, tipe, berkas.ukuran, UMUR_TAUTAN).await?;
        Ok((berkas.id, tautan))
    }
}
