//! Tell those who were told that it is over, in the order in which their cases stand.

use super::{
    BarisKabar, JenisKabar, KasusKabar, PapanKabar, kabar_pulih,
    kabari::{baris, catat, langkah_terkena, per_kontak, teks_kantor, tulis},
    perkiraan, pesan,
    petugas::{Kabar, kabari_petugas},
};
use crate::{
    akses::Pelaku,
    galat::Galat,
    kalender::Gangguan,
    nilai::Rahasia,
    outbox::KeadaanPesan,
    percakapan::kamus::Kamus,
    permohonan::Kasus,
    ports::{Ports, UnitOfWork},
    tenant::TeksKantor,
};

/// How many residents one unit of work tells that work goes on; each gets estimates of their own.
const BATAS: u32 = 25;

/// One batch; the telling is over with the last one.
pub(super) async fn pulihkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    papan: &mut PapanKabar,
) -> Result<usize, Galat> {
    let kini = ports.clock.now();
    let gangguan = papan.gangguan.clone();
    // Officers were not told of an interruption that was over before its time to tell.
    if papan.pulih_pada.is_none() && papan.dikabarkan_pada.is_some() {
        papan.pulih_pada = Some(kini);
        let (zona, langkah) = (pelaku.tenant.zona, langkah_terkena(work, &gangguan).await?);
        kabari_petugas(ports, work, zona, &gangguan, &langkah, Kabar::Pulih).await?;
        catat(ports, work, &gangguan, "gangguan.pulihkan").await?;
    }
    let semua = per_kontak(work.kabar_gangguan().belum_pulih(gangguan.id, BATAS).await?);
    if semua.is_empty() {
        papan.giliran_pada = None;
        return Ok(0);
    }
    let kantor = teks_kantor(work).await?;
    let terbuka = work.kabar_gangguan().terbuka().await?;
    let lagi = terbuka.into_iter().map(|satu| satu.gangguan).find(|g| g.sebab == gangguan.sebab);
    for kasus in &semua {
        kabari_warga(ports, work, pelaku, &kantor, (&gangguan, lagi.as_ref()), kasus).await?;
    }
    papan.giliran_pada = Some(kini);
    Ok(semua.len())
}

/// Tells one resident of all their cases that go on. Cases that ended meanwhile speak for themselves; cases for which the
/// same broke again belong to that interruption: who knows that work stands still is right about it.
async fn kabari_warga(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kantor: &TeksKantor,
    (gangguan, lagi): (&Gangguan, Option<&Gangguan>),
    kasus: &[KasusKabar],
) -> Result<(), Galat> {
    let kini = ports.clock.now();
    let mut lanjut = Vec::new();
    for satu in kasus {
        if !matches!(satu.status.as_str(), "berjalan" | "menunggu_pemohon") {
            continue;
        }
        if let Some(lagi) = lagi.filter(|lagi| lagi.mengenai(&satu.layanan)) {
            // It may be there already, when the case came to know of both.
            let sama = baris(lagi, JenisKabar::Mulai, satu);
            work.kabar_gangguan().catat(&sama, kini).await?;
            continue;
        }
        lanjut.push((satu, saat(ports, work, pelaku, satu).await?));
    }
    let mut pesan_id = None;
    let tahu = tarik_pembuka(ports, work, gangguan, kasus).await?;
    if let Some((pertama, _)) = lanjut.first().filter(|_| tahu) {
        let kata = Kamus::baru(kantor, pertama.bahasa.as_ref());
        // Something else holds them up only when it holds up every one of them.
        let lain = pertama.tertahan.filter(|_| lanjut.iter().all(|(k, _)| k.tertahan.is_some()));
        let pesan = pesan(ports, pertama, kabar_pulih(&kata, gangguan.sebab, lain, &lanjut));
        work.pesan().antrekan(&pesan).await?;
        pesan_id = Some((pertama.permohonan, pesan.id));
    }
    for satu in kasus {
        let milik = pesan_id.filter(|(permohonan, _)| *permohonan == satu.permohonan);
        let pesan = milik.map(|(_, pesan)| pesan);
        let baris = BarisKabar { pesan, ..baris(gangguan, JenisKabar::Pulih, satu) };
        tulis(work, &baris, kini).await?;
    }
    Ok(())
}

/// Takes back the message that work stands still, when it has not left: it is no longer true. Tells whether the resident
/// knows of the interruption all the same.
async fn tarik_pembuka(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    gangguan: &Gangguan,
    kasus: &[KasusKabar],
) -> Result<bool, Galat> {
    let Some(pertama) = kasus.first() else { return Ok(false) };
    let pembuka = work.kabar_gangguan().pembuka(gangguan.id, pertama.kontak).await?;
    let Some((id, tahu_kemudian)) = pembuka else { return Ok(true) };
    let pesan = work.pesan().kunci(id).await?;
    let belum = [KeadaanPesan::Antre, KeadaanPesan::Tertahan, KeadaanPesan::Gagal];
    if !pesan.is_some_and(|pesan| belum.contains(&pesan.keadaan)) {
        return Ok(true);
    }
    work.pesan().abaikan(id, &Rahasia::new("gangguan_selesai"), ports.clock.now()).await?;
    Ok(tahu_kemudian)
}

/// The new estimate of a case that is being worked on.
async fn saat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: &KasusKabar,
) -> Result<Option<String>, Galat> {
    if kasus.status != "berjalan" {
        return Ok(None);
    }
    let Some(permohonan) = work.permohonan().baca(kasus.permohonan).await? else {
        return Ok(None);
    };
    let kasus = Kasus::muat(ports, work, pelaku, permohonan).await?;
    perkiraan(ports, work, &kasus).await
}
