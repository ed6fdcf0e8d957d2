//! Make a case from a conversation.

use super::{catat, kunci, pesan, slot};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    nilai::{Kode, Rahasia},
    outbox::IsiPesan,
    percakapan::{KontakId, kamus::kamus_kontak, tawarkan_awal, teks},
    permohonan::{AjukanPermohonan, BerkasId, Permohonan, PermohonanId},
    ports::Ports,
    sop::{Idempotensi, buatan_lama},
};

/// Register a case for the resident of a conversation, with papers they sent there.
#[derive(Clone, Debug)]
pub struct PermohonanDariPercakapan {
    /// The conversation.
    pub id: KontakId,
    /// The case; without a number of its own, that of the conversation.
    pub ajukan: AjukanPermohonan,
    /// Papers of the thread, each with the requirement it answers.
    pub berkas: Vec<(BerkasId, String)>,
    /// The caller's idempotency key and the fingerprint of the request.
    pub idempotensi: Idempotensi,
}

impl PermohonanDariPercakapan {
    /// Registers it as if the resident had done it in the chat; they are told its number.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Permohonan, Galat> {
        pelaku.petugas(Izin::PercakapanBaca)?;
        let petugas = pelaku.petugas(Izin::PermohonanBuat)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(lama) = buatan_lama(work.as_mut(), petugas, &self.idempotensi).await? {
            let lama = work.permohonan().baca(PermohonanId::new(lama)).await?;
            return lama.ok_or(Galat::TidakDitemukan("permohonan"));
        }
        let (kontak, _) = kunci(ports, work.as_mut(), self.id).await?;
        let mut baru = self.ajukan;
        if let (None, Some(nomor)) = (&baru.pemohon.nomor_wa, &kontak.nomor) {
            baru.pemohon.nomor_wa = Some(Rahasia::new(format!("+{}", nomor.lengkap())));
        }
        let kode = Kode::parse(&baru.layanan).map_err(|salah| salah.di("/layanan"))?;
        if let Some(layanan) = work.katalog().layanan(&kode).await? {
            for (ke, (id, syarat)) in self.berkas.iter().enumerate() {
                let syarat = slot(&layanan, syarat, &format!("/berkas/{ke}/syarat"))?;
                // Whose it is, and whether it is free, is asked where the case is registered.
                let berkas = work.permohonan().kunci_berkas(*id).await?;
                let mut berkas = berkas.ok_or(Galat::TidakDitemukan("berkas"))?;
                berkas.syarat = Some(syarat);
                work.permohonan().simpan_berkas(&berkas).await?;
            }
        }
        let mut ajuan = baru.baca(ports, work.as_mut(), pelaku, Some(self.id)).await?;
        ajuan.berkas = self.berkas.iter().map(|(id, _)| *id).collect();
        let permohonan = ajuan.daftarkan(ports, work.as_mut(), pelaku).await?;
        let kata = kamus_kontak(work.as_mut(), self.id).await?;
        let isi = IsiPesan::Teks { isi: teks::terdaftar(&kata, &permohonan, None) };
        let kabar = pesan(ports, self.id, Some(permohonan.id), isi);
        work.pesan().antrekan(&kabar).await?;
        tawarkan_awal(ports, work.as_mut(), pelaku, &permohonan).await?;
        let (idem, sidik) = &self.idempotensi;
        work.permohonan()
            .catat_idempotensi(petugas, idem, sidik, permohonan.id.uuid(), ports.clock.now())
            .await?;
        catat(ports, work.as_mut(), pelaku, self.id, "percakapan.jadi_permohonan").await?;
        work.commit().await?;
        Ok(permohonan)
    }
}
