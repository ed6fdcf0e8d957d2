//! Attach what a resident sent to a case of theirs.

use uuid::Uuid;

use super::teks_wajib;
use crate::{
    akses::{Izin, Pelaku},
    forum::{BATAS_FORUM, CatatForum},
    galat::{Bentrok, Galat},
    layanan::Layanan,
    nilai::{Kode, Rahasia},
    percakapan::{IsiTercatat, KontakId},
    permohonan::{
        Berkas, BerkasId, KeadaanBerkas, Permohonan, PermohonanId, catat, definisi_kasus,
    },
    ports::{Ports, UnitOfWork},
    sop::StatusKasus,
};

/// Attach a message of a conversation to an open case of that resident: its file to a requirement, its text as a note.
#[derive(Clone, Debug)]
pub struct LampirkanPesan {
    /// The conversation.
    pub id: KontakId,
    /// The message.
    pub pesan: Uuid,
    /// The case.
    pub permohonan: PermohonanId,
    /// The requirement, or a paper that counts in its place; needed for a file.
    pub syarat: Option<String>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Terlampir {
    /// The file answers the requirement.
    Berkas(BerkasId),
    /// The text is a note of the Forum.
    Catatan(Uuid),
}

impl LampirkanPesan {
    /// Attaches it. A file that answers another requirement of the same case moves; one of another case stays there.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Terlampir, Galat> {
        pelaku.petugas(Izin::PercakapanBaca)?;
        let petugas = pelaku.petugas(Izin::BerkasUnggah)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (isi, berkas) = work
            .kotak()
            .pesan_masuk(self.id, self.pesan)
            .await?
            .ok_or(Galat::TidakDitemukan("pesan"))?;
        let permohonan = kasus_terbuka(work.as_mut(), self.id, self.permohonan).await?;
        let hasil = if let Some(berkas) = berkas {
            let kode = self.syarat.as_deref().unwrap_or_default();
            let (layanan, _) = definisi_kasus(work.as_mut(), &permohonan).await?;
            let syarat = slot(&layanan, kode, "/syarat")?;
            pasang(work.as_mut(), &permohonan, berkas, syarat).await?;
            Terlampir::Berkas(berkas)
        } else {
            let teks = sebagai_catatan(&isi)?;
            let catatan = CatatForum { permohonan: permohonan.id, isi: Rahasia::new(teks) };
            Terlampir::Catatan(
                catatan.tulis(ports, work.as_mut(), petugas, &permohonan, &[]).await?,
            )
        };
        catat(ports, work.as_mut(), pelaku.jejak(), &permohonan, "berkas.lampirkan").await?;
        work.commit().await?;
        Ok(hasil)
    }
}

/// An open case of that contact, kept from other writers.
async fn kasus_terbuka(
    work: &mut dyn UnitOfWork,
    kontak: KontakId,
    id: PermohonanId,
) -> Result<Permohonan, Galat> {
    let permohonan = work.permohonan().kunci(id).await?;
    let permohonan = permohonan
        .filter(|satu| satu.kontak == Some(kontak))
        .ok_or(Galat::TidakDitemukan("permohonan"))?;
    if matches!(permohonan.keadaan.status, StatusKasus::Berakhir { .. }) {
        let pesan = "Permohonan ini sudah berakhir; berkas tidak dapat ditambahkan lagi.";
        return Err(Bentrok::baru("permohonan_berakhir", pesan).into());
    }
    Ok(permohonan)
}

/// The requirement of that code, or the paper that counts in its place.
pub(crate) fn slot(layanan: &Layanan, kode: &str, pointer: &str) -> Result<Kode, Galat> {
    let kode = Kode::parse(kode).map_err(|salah| salah.di(pointer))?;
    if layanan.syarat(&kode).is_some() {
        return Ok(kode);
    }
    Err(Galat::isian(
        pointer,
        "syarat_tidak_dikenal",
        "Persyaratan ini tidak diminta untuk layanan tersebut.",
    ))
}

/// Has a sound paper answer a requirement of the case.
pub(crate) async fn pasang(
    work: &mut dyn UnitOfWork,
    permohonan: &Permohonan,
    id: BerkasId,
    syarat: Kode,
) -> Result<Berkas, Galat> {
    let mut berkas =
        work.permohonan().kunci_berkas(id).await?.ok_or(Galat::TidakDitemukan("berkas"))?;
    if !matches!(berkas.keadaan, KeadaanBerkas::Sah { .. }) {
        let pesan = "Berkas ini belum selesai diperiksa.";
        return Err(Bentrok::baru("berkas_belum_sah", pesan).into());
    }
    if berkas.permohonan.is_some_and(|lama| lama != permohonan.id) {
        let pesan = "Berkas ini sudah dipakai permohonan lain.";
        return Err(Bentrok::baru("berkas_sudah_dipakai", pesan).into());
    }
    berkas.permohonan = Some(permohonan.id);
    berkas.syarat = Some(syarat);
    work.permohonan().simpan_berkas(&berkas).await?;
    Ok(berkas)
}

fn sebagai_catatan(isi: &IsiTercatat) -> Result<String, Galat> {
    let teks = isi.teks.as_ref().or(isi.pilihan.as_ref()).map_or("", String::as_str);
    let teks = teks_wajib(teks, BATAS_FORUM, "/pesan_id", "Isi pesan")?;
    Ok(format!("Dari warga: {}", teks.chars().take(BATAS_FORUM - 12).collect::<String>()))
}
