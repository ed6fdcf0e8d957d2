//! Calling a collection off that was wrong: the ledger keeps both, and the thing waits again.

use super::{
    KeadaanDitarik, Pembatalan, Pengambilan, PengambilanId,
    taruh::{letakkan, nama_dokumen},
};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    nilai::Rahasia,
    penyerahan::{KeadaanPenyerahan, Penyerahan},
    ports::Ports,
};

/// Call a collection off.
#[derive(Clone, Debug)]
pub struct BatalkanPengambilan {
    /// Which.
    pub id: PengambilanId,
    /// Why.
    pub alasan: Rahasia,
}

impl BatalkanPengambilan {
    /// Records that the things came back: each hand-over was recalled, and a new one waits at the counter. Withdrawn
    /// things count as given back. The step of the SOP stays as it was decided.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Pengambilan, Galat> {
        let petugas = pelaku.petugas(Izin::LoketLayani)?.id;
        if !(1..=500).contains(&self.alasan.buka().trim().chars().count()) {
            let pesan = "Tulis alasan pembatalan, paling banyak 500 karakter.";
            return Err(Galat::isian("/alasan", "alasan_wajib", pesan));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let hilang = || Galat::TidakDitemukan("pengambilan");
        let satu = work.loket().kunci_pengambilan(self.id).await?.ok_or_else(hilang)?;
        if satu.batal.is_some() {
            let pesan = "Pengambilan ini sudah dibatalkan.";
            return Err(Bentrok::baru("pengambilan_sudah_dibatalkan", pesan).into());
        }
        let ditarik = work.loket().ditarik_pada(self.id).await?;
        if ditarik.iter().any(|lama| lama.keadaan == KeadaanDitarik::Dimusnahkan) {
            let pesan = "Kartu lama dari pengambilan ini sudah dimusnahkan; pengambilan tidak dapat dibatalkan.";
            return Err(Bentrok::baru("sudah_dimusnahkan", pesan).into());
        }
        let now = ports.clock.now();
        let batal = Pembatalan { alasan: self.alasan, oleh: petugas, pada: now };
        work.loket().batalkan(self.id, &batal).await?;
        for mut lama in ditarik {
            lama.keadaan = KeadaanDitarik::Dikembalikan;
            work.loket().simpan_ditarik(&lama, now).await?;
        }
        for isi in &satu.isi {
            let lama = work.penyerahan().kunci(isi.penyerahan).await?;
            let mut lama =
                lama.ok_or_else(|| PortError::tak_terduga("a collection without hand-over"))?;
            if !lama.keadaan.boleh_ke(KeadaanPenyerahan::Ditarik) {
                let pesan = "Dokumen ini sudah ditarik dengan cara lain.";
                return Err(Bentrok::baru("sudah_ditarik", pesan).into());
            }
            lama.keadaan = KeadaanPenyerahan::Ditarik;
            lama.diubah_pada = now;
            work.penyerahan().simpan(&lama).await?;
            let semua = work.penyerahan().milik(lama.permohonan).await?;
            let sudah = semua.iter().filter(|lain| lain.dokumen == lama.dokumen).count();
            let apa = (lama.dokumen, lama.permohonan);
            let baru = Penyerahan::baru(ports, apa, lama.saluran, sudah, Some(petugas))
                .mulai_di(KeadaanPenyerahan::Siap);
            work.penyerahan().tambah(&baru).await?;
            let nama = nama_dokumen(work.as_mut(), baru.permohonan, baru.dokumen).await?;
            letakkan(ports, work.as_mut(), pelaku, &baru, &nama).await?;
        }
        let objek = Some(self.id.uuid());
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "loket.batalkan_pengambilan",
            "loket_pengambilan",
            objek,
        );
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(Pengambilan { batal: Some(batal), ..satu })
    }
}
