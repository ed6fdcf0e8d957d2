//! The one way a change of a case is stored: state, events, audit, notices and deliveries in one unit of work.

use serde_json::json;
use time::OffsetDateTime;

use super::{Fakta, Permohonan, dalam_bahasa, konteks_kasus, terjawab_kasus, tindak_lanjuti};
use crate::{
    akses::{JejakPelaku, JenisUnit, Pelaku, Siapa},
    audit::CatatanAudit,
    dokumen::kirim_dokumen,
    galat::{Bentrok, Galat, PortError},
    kalender::Kalender,
    layanan::{Kanal, Layanan},
    nilai::Kode,
    outbox::{Golongan, IsiPesan, PesanKeluar},
    percakapan::{
        kamus::{Kamus, kabar, kamus_kontak},
        minta_lewat_tautan, tawarkan_langkah, teks,
    },
    ports::{Ports, UnitOfWork},
    sop::{Akhir, Aksi, DefinisiSop, Keputusan, Mesin, Penolakan, Peristiwa, StatusKasus, TugasId},
};

/// A case with what it is decided against: its service, its pinned SOP, and the facts that guards ask for.
pub(crate) struct Kasus {
    pub permohonan: Permohonan,
    pub layanan: Layanan,
    pub definisi: DefinisiSop,
    pub fakta: Fakta,
}

impl Kasus {
    /// Loads all that belongs to a case.
    pub(crate) async fn muat(
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        pelaku: &Pelaku,
        permohonan: Permohonan,
    ) -> Result<Self, Galat> {
        let (layanan, definisi) = definisi_kasus(work, &permohonan).await?;
        // Papers are read only for an SOP that asks for anything at all.
        let terjawab = if definisi.ungkapan().is_empty() && layanan.ungkapan().is_empty() {
            Vec::new()
        } else {
            terjawab_kasus(work, permohonan.id).await?
        };
        let bebas = definisi.bertarif() && work.produk().perbaikan(permohonan.id).await?.is_some();
        let (zona, sekarang) = (pelaku.tenant.zona, ports.clock.now());
        let fakta = Fakta {
            konteks: konteks_kasus(&permohonan, &layanan, &terjawab, zona, sekarang),
            sekarang,
            kalender: kalender_bila_perlu(work, &definisi, permohonan.kanal).await?,
            unit: satuan(work, permohonan.unit.as_ref()).await?,
            bebas,
        };
        Ok(Self { permohonan, layanan, definisi, fakta })
    }

    /// The case of a tugas, kept from other writers, with all that belongs to it.
    pub(crate) async fn kunci(
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        pelaku: &Pelaku,
        tugas: TugasId,
    ) -> Result<Self, Galat> {
        let permohonan = work.permohonan().kunci_oleh_tugas(tugas).await?;
        let permohonan = permohonan.ok_or(Galat::TidakDitemukan("tugas"))?;
        Self::muat(ports, work, pelaku, permohonan).await
    }

    /// The engine on this case.
    pub(crate) fn mesin<'a>(&'a self, ports: &'a Ports) -> Mesin<'a> {
        Mesin { definisi: &self.definisi, ids: ports.ids.as_ref(), penilai: &self.fakta }
    }
}

/// The office's calendar, read only for an SOP in which something hangs on time.
pub(crate) async fn kalender_bila_perlu(
    work: &mut dyn UnitOfWork,
    definisi: &DefinisiSop,
    kanal: Kanal,
) -> Result<Option<Kalender>, Galat> {
    if definisi.berwaktu() { kalender_kanal(work, kanal).await.map(Some) } else { Ok(None) }
}

/// The calendar by which cases of that channel are worked on.
pub(crate) async fn kalender_kanal(
    work: &mut dyn UnitOfWork,
    kanal: Kanal,
) -> Result<Kalender, Galat> {
    let kalender = work.katalog().kalender().await?;
    let kalender =
        kalender.ok_or_else(|| PortError::tak_terduga("the tenant has no working hours"))?;
    Ok(kalender.untuk(kanal))
}

/// A unit with those above it, the lowest first.
pub(crate) async fn satuan(
    work: &mut dyn UnitOfWork,
    unit: Option<&Kode>,
) -> Result<Vec<(JenisUnit, Kode)>, Galat> {
    match unit {
        Some(kode) => Ok(work.akses().silsilah_unit(kode).await?),
        None => Ok(Vec::new()),
    }
}

/// The service and the pinned SOP of a case.
pub(crate) async fn definisi_kasus(
    work: &mut dyn UnitOfWork,
    permohonan: &Permohonan,
) -> Result<(Layanan, DefinisiSop), Galat> {
    let hilang = |apa: &str| PortError::tak_terduga(format!("{apa} of a stored case is missing"));
    let layanan = work
        .katalog()
        .layanan_tersimpan(&permohonan.layanan)
        .await?
        .ok_or_else(|| hilang("service"))?;
    let definisi =
        work.katalog().sop_versi(permohonan.sop).await?.ok_or_else(|| hilang("SOP version"))?;
    Ok((layanan, definisi))
}

/// Refuses a change to a case that changed since the officer looked at it.
pub(crate) fn versi_usang(pilihan: Vec<String>) -> Galat {
    Bentrok::baru(
        "versi_usang",
        "Permohonan ini sudah berubah sejak Anda membukanya. Muat ulang, lalu ulangi.",
    )
    .dengan_pilihan(pilihan)
    .into()
}

/// The case is still as the officer saw it.
pub(crate) fn satu_versi(kasus: &Kasus, versi: u64) -> Result<(), Galat> {
    if kasus.permohonan.keadaan.versi == versi { Ok(()) } else { Err(versi_usang(Vec::new())) }
}

/// Turns the engine's refusal into the answer of a use case.
pub(crate) fn tolak(penolakan: Penolakan) -> Galat {
    Bentrok::from(penolakan).into()
}

/// Applies `peristiwa` to the case and stores all that follows from it.
pub(crate) async fn terapkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: &mut Kasus,
    peristiwa: &[Peristiwa],
    aksi: &'static str,
) -> Result<(), Galat> {
    if peristiwa.is_empty() {
        return Ok(());
    }
    let now = ports.clock.now();
    let permohonan = &mut kasus.permohonan;
    permohonan.keadaan = permohonan.keadaan.clone().setelah(peristiwa);
    permohonan.diubah_pada = now;
    work.permohonan().simpan(permohonan, peristiwa, pelaku.jejak()).await?;
    catat(ports, work, pelaku.jejak(), permohonan, aksi).await?;
    if matches!(permohonan.keadaan.status, StatusKasus::Berakhir { .. }) {
        work.susulan().batalkan(permohonan.id, now).await?;
    }
    tindak_lanjuti(ports, work, pelaku, kasus, peristiwa).await?;
    let dibuka: Vec<TugasId> = peristiwa.iter().filter_map(dibuka_pemohon).collect();
    if dibuka.is_empty() { Ok(()) } else { tawarkan_langkah(ports, work, kasus, &dibuka).await }
}

/// The tugas that an event opens for the applicant.
fn dibuka_pemohon(peristiwa: &Peristiwa) -> Option<TugasId> {
    match peristiwa {
        Peristiwa::TugasDibuka(dibuka) => dibuka.untuk.pemohon.then_some(dibuka.tugas),
        _ => None,
    }
}

/// One audit row on a case.
pub(crate) async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: JejakPelaku,
    permohonan: &Permohonan,
    aksi: &'static str,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, pelaku, aksi, "permohonan", Some(permohonan.id.uuid()))
        .dengan(json!({
            "nomor": permohonan.nomor.as_str(),
            "versi": permohonan.keadaan.versi,
            "status": permohonan.keadaan.status.kata(),
        }));
    work.audit().catat(&catatan).await?;
    Ok(())
}

/// What a decision means for the applicant: the notice, the documents, the request to complete.
pub(crate) async fn akibat_keputusan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: &Kasus,
    keputusan: &Keputusan,
    alasan: Option<&str>,
) -> Result<(), Galat> {
    let permohonan = &kasus.permohonan;
    if keputusan.aksi.contains(&Aksi::KirimDokumen) {
        kirim_dokumen(ports, work, &pelaku.tenant, kasus).await?;
    }
    let Some(kontak) = permohonan.kontak else { return Ok(()) };
    let kata = kamus_kontak(work, kontak).await?;
    let nomor = permohonan.nomor.as_str();
    let isi = match &keputusan.beritahu_pemohon {
        Some(asli) => {
            let bahasa = work.kontak().bahasa(kontak).await?;
            let pola = dalam_bahasa(asli, &keputusan.terjemahan, bahasa.as_ref());
            let isian = [
                ("nomor", nomor),
                ("layanan", &permohonan.layanan_nama),
                ("alasan", alasan.unwrap_or("-")),
                ("kantor", &pelaku.tenant.nama),
            ];
            Some(teks::isi_pola(pola, &isian))
        }
        // Who decides it themselves is answered for that.
        None if matches!(pelaku.siapa, Siapa::Pemohon(_)) => None,
        None => kabar_akhir(&kata, permohonan, keputusan, alasan),
    };
    let menunggu = matches!(permohonan.keadaan.status, StatusKasus::MenungguPemohon { .. });
    let isi = if menunggu {
        let bebas = work.kontak().mulai_melengkapi(kontak, permohonan.id).await?;
        let isi = isi.unwrap_or_else(|| teks::minta_melengkapi(&kata, permohonan, alasan));
        if bebas && minta_lewat_tautan(ports, work, pelaku, permohonan, kontak, &isi).await? {
            return Ok(());
        }
        let cara = if bebas { &kabar::CARA_MELENGKAPI } else { &kabar::LENGKAPI_NANTI };
        Some(format!("{isi}\n\n{}", kata.pola(cara)))
    } else {
        isi
    };
    if let Some(isi) = isi {
        let golongan = if menunggu { Golongan::Kelengkapan } else { Golongan::Kabar };
        let pesan = pesan_teks(ports, kontak, Some(permohonan), isi).sebagai(golongan);
        work.pesan().antrekan(&pesan).await?;
    }
    Ok(())
}

/// What the applicant hears when a case ends and the SOP has no words of its own; a document that is sent speaks for
/// itself.
fn kabar_akhir(
    kata: &Kamus,
    permohonan: &Permohonan,
    keputusan: &Keputusan,
    alasan: Option<&str>,
) -> Option<String> {
    let StatusKasus::Berakhir { akhir, .. } = &permohonan.keadaan.status else { return None };
    let teks = match akhir {
        Akhir::Selesai if keputusan.aksi.contains(&Aksi::KirimDokumen) => return None,
        Akhir::Selesai => &kabar::KABAR_SELESAI,
        Akhir::Ditolak => &kabar::KABAR_DITOLAK,
        Akhir::Dibatalkan => &kabar::KABAR_DIBATALKAN,
    };
    let isian = [
        ("nomor", permohonan.nomor.as_str()),
        ("layanan", &permohonan.layanan_nama),
        ("alasan", alasan.unwrap_or("-")),
    ];
    Some(kata.isi(teks, &isian))
}

/// A text message, ready for the outbox.
pub(crate) fn pesan_teks(
    ports: &Ports,
    kontak: crate::percakapan::KontakId,
    permohonan: Option<&Permohonan>,
    isi: String,
) -> PesanKeluar {
    PesanKeluar::baru(ports, kontak, permohonan.map(|p| p.id), IsiPesan::Teks { isi })
}

/// The year on the tenant's wall clock.
pub(crate) fn tahun_setempat(pelaku: &Pelaku, now: OffsetDateTime) -> i32 {
    pelaku.tenant.zona.setempat(now).year()
}
