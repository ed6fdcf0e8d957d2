//! What follows from events besides the next step: moments to remember, and notices at points of a step.

use std::collections::BTreeMap;

use super::{Kasus, Pengingat, kalender_kanal, pengingat_dari, pesan_teks};
use crate::{
    akses::{Pelaku, Siapa},
    galat::{Galat, PortError},
    kalender::tulis_saat,
    kartu::ikuti_cetak,
    nilai::Kode,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    outbox::Golongan,
    percakapan::{
        kamus::{Kamus, Teks, kabar, kamus_kontak},
        teks,
    },
    ports::{Ports, UnitOfWork},
    sop::{Catatan, Pemberitahuan, Penerima, Peristiwa, SaatPemberitahuan, Tahap, TugasId},
};

/// Stores what the events just applied to the case make due, and gives the notices they ask for.
pub(crate) async fn tindak_lanjuti(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: &Kasus,
    peristiwa: &[Peristiwa],
) -> Result<(), Galat> {
    let now = ports.clock.now();
    let tempo = pengingat_dari(&kasus.definisi, kasus.fakta.kalender.as_ref(), peristiwa, now)
        .map_err(PortError::tak_terduga)?;
    let tempo: Vec<Pengingat> = tempo
        .into_iter()
        .map(|(tugas, jenis, pada)| Pengingat {
            id: ports.ids.uuid(),
            permohonan: kasus.permohonan.id,
            tugas,
            jenis,
            pada,
        })
        .collect();
    if !tempo.is_empty() {
        work.pengingat().tambah(&tempo, now).await?;
    }
    for satu in peristiwa {
        for (tugas, saat) in titik(satu) {
            let tahap = tahap_dari(kasus, peristiwa, tugas);
            let Some(tahap) = tahap else { continue };
            for aturan in tahap.pemberitahuan.iter().filter(|aturan| aturan.saat == saat) {
                beritahu(ports, work, pelaku, kasus, (tahap, tugas), aturan).await?;
            }
        }
    }
    ikuti_cetak(ports, work, pelaku, kasus, peristiwa).await?;
    perbarui_perkiraan(ports, work, pelaku, kasus, peristiwa).await
}

/// The points of a step that an event reaches.
fn titik(peristiwa: &Peristiwa) -> Vec<(TugasId, SaatPemberitahuan)> {
    match peristiwa {
        Peristiwa::TugasDibuka(dibuka) if dibuka.bagian.is_none() => {
            let ditagih = dibuka.tagihan.as_ref().is_some_and(|tagihan| tagihan.jumlah > 0);
            let mut semua = vec![(dibuka.tugas, SaatPemberitahuan::Dibuka)];
            semua.extend(ditagih.then_some((dibuka.tugas, SaatPemberitahuan::Ditagih)));
            semua
        }
        Peristiwa::TugasDiterima { tugas, .. } => vec![(*tugas, SaatPemberitahuan::Diterima)],
        Peristiwa::TugasDicatat { tugas, isi: Catatan::Jadwal { .. }, .. } => {
            vec![(*tugas, SaatPemberitahuan::Dijadwalkan)]
        }
        _ => Vec::new(),
    }
}

fn tahap_dari<'k>(kasus: &'k Kasus, peristiwa: &[Peristiwa], tugas: TugasId) -> Option<&'k Tahap> {
    let terbuka = kasus.permohonan.keadaan.tugas(tugas).map(|terbuka| &terbuka.tahap);
    let dibuka = peristiwa.iter().find_map(|satu| match satu {
        Peristiwa::TugasDibuka(dibuka) if dibuka.tugas == tugas => Some(&dibuka.tahap),
        _ => None,
    });
    kasus.definisi.tahap(terbuka.or(dibuka)?)
}

async fn beritahu(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: &Kasus,
    (tahap, tugas): (&Tahap, TugasId),
    aturan: &Pemberitahuan,
) -> Result<(), Galat> {
    let permohonan = &kasus.permohonan;
    let zona = pelaku.tenant.zona;
    let jadwal = permohonan.keadaan.tugas(tugas).and_then(|terbuka| terbuka.jadwal);
    let jadwal = match jadwal {
        Some(jadwal) => tulis_saat(zona, jadwal),
        None => "-".to_owned(),
    };
    let tagihan = rupiah(permohonan.keadaan.belum_lunas());
    let isian = [
        ("nomor", permohonan.nomor.as_str()),
        ("layanan", &permohonan.layanan_nama),
        ("tahap", &tahap.nama),
        ("kantor", &pelaku.tenant.nama),
        ("jadwal", &jadwal),
        ("tagihan", &tagihan),
    ];
    match &aturan.kepada {
        Penerima::Peran(peran) => {
            let notifikasi = Notifikasi::baru(
                ports,
                Kepada::Peran(peran.clone()),
                JenisNotifikasi::Pemberitahuan,
                teks::isi_pola(&aturan.pesan, &isian),
            )
            .tentang(permohonan.id)
            .pada_tugas(tugas);
            work.notifikasi().tambah(&notifikasi).await?;
        }
        Penerima::Pemohon => {
            if let Some(kontak) = permohonan.kontak {
                let bahasa = work.kontak().bahasa(kontak).await?;
                let pola = dalam_bahasa(&aturan.pesan, &aturan.terjemahan, bahasa.as_ref());
                let isi = teks::isi_pola(pola, &isian);
                let pesan =
                    pesan_teks(ports, kontak, Some(permohonan), isi).sebagai(Golongan::Kabar);
                work.pesan().antrekan(&pesan).await?;
            }
        }
    }
    Ok(())
}

/// Words in the language that was chosen, where the office has them.
pub(crate) fn dalam_bahasa<'t>(
    asli: &'t str,
    terjemahan: &'t BTreeMap<Kode, String>,
    bahasa: Option<&Kode>,
) -> &'t str {
    bahasa.and_then(|kode| terjemahan.get(kode)).map_or(asli, String::as_str)
}

/// A text of the catalogue to the applicant, in their language, when they have a number.
pub(crate) async fn kabari(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
    teks: &'static Teks,
    isian: &[(&str, &str)],
) -> Result<(), Galat> {
    if let Some(kontak) = kasus.permohonan.kontak {
        let isi = kamus_kontak(work, kontak).await?.isi(teks, isian);
        let pesan =
            pesan_teks(ports, kontak, Some(&kasus.permohonan), isi).sebagai(Golongan::Kabar);
        work.pesan().antrekan(&pesan).await?;
    }
    Ok(())
}

/// The new estimate with its reason, when an officer recorded that the applicant completed, or when the step opened with
/// which the promise begins. Who completes in the chat hears it in the answer.
async fn perbarui_perkiraan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: &Kasus,
    peristiwa: &[Peristiwa],
) -> Result<(), Galat> {
    let sejak = kasus.layanan.janji_sejak.as_ref();
    let mulai = peristiwa.iter().any(|satu| match satu {
        Peristiwa::TugasDibuka(dibuka) => sejak == Some(&dibuka.tahap) && dibuka.kunjungan == 1,
        _ => false,
    });
    let dilengkapi = peristiwa.iter().any(|satu| matches!(satu, Peristiwa::DilengkapiPemohon))
        && !matches!(pelaku.siapa, Siapa::Pemohon(_));
    if kasus.permohonan.kontak.is_none() || !(mulai || dilengkapi) {
        return Ok(());
    }
    let Some(saat) = perkiraan_tertulis(ports, work, kasus).await? else { return Ok(()) };
    let teks = if mulai { &kabar::KABAR_MULAI } else { &kabar::PERKIRAAN_BARU };
    let isian = [("nomor", kasus.permohonan.nomor.as_str()), ("saat", &saat)];
    kabari(ports, work, kasus, teks, &isian).await
}

/// The sentence that tells an applicant who completed when the case will be done now, and why.
pub(crate) async fn perkiraan_baru(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
    kata: &Kamus,
) -> Result<Option<String>, Galat> {
    let nomor = kasus.permohonan.nomor.as_str();
    let saat = perkiraan_tertulis(ports, work, kasus).await?;
    Ok(saat.map(|saat| kata.isi(&kabar::PERKIRAAN_BARU, &[("nomor", nomor), ("saat", &saat)])))
}

async fn perkiraan_tertulis(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
) -> Result<Option<String>, Galat> {
    let Some(saat) = super::perkiraan_selesai(ports, work, kasus).await? else { return Ok(None) };
    let kalender = kalender_kanal(work, kasus.permohonan.kanal).await?;
    Ok(Some(kalender.tulis_saat(saat)))
}

/// Rupiah with dots between thousands.
fn rupiah(jumlah: u64) -> String {
    let angka = jumlah.to_string();
    let mut keluar = String::from("Rp");
    for (letak, satu) in angka.chars().enumerate() {
        if letak > 0 && (angka.len() - letak).is_multiple_of(3) {
            keluar.push('.');
        }
        keluar.push(satu);
    }
    keluar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rupiah_are_grouped_by_thousands() {
        assert_eq!(rupiah(0), "Rp0");
        assert_eq!(rupiah(500), "Rp500");
        assert_eq!(rupiah(50_000), "Rp50.000");
        assert_eq!(rupiah(1_000_000), "Rp1.000.000");
    }
}
