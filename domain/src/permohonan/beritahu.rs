//! What follows from events besides the next step: moments to remember, and notices at points of a step.

use super::{Kasus, Pengingat, kalender_kanal, pengingat_dari, pesan_teks};
use crate::{
    akses::{Pelaku, Siapa},
    galat::{Galat, PortError},
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    percakapan::teks,
    ports::{Ports, UnitOfWork},
    sop::{Catatan, Penerima, Peristiwa, SaatPemberitahuan, Tahap, TugasId},
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
                beritahu(ports, work, pelaku, kasus, tahap, tugas, &aturan.kepada, &aturan.pesan)
                    .await?;
            }
        }
    }
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

#[expect(clippy::too_many_arguments, reason = "one notice, every argument distinct in type")]
async fn beritahu(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: &Kasus,
    tahap: &Tahap,
    tugas: TugasId,
    kepada: &Penerima,
    pola: &str,
) -> Result<(), Galat> {
    let permohonan = &kasus.permohonan;
    let zona = pelaku.tenant.zona;
    let jadwal = permohonan.keadaan.tugas(tugas).and_then(|terbuka| terbuka.jadwal);
    let jadwal = match jadwal {
        Some(jadwal) => {
            kalender_kanal(work, permohonan.kanal).await?.tulis_saat(zona.setempat(jadwal))
        }
        None => "-".to_owned(),
    };
    let isi = teks::isi_pola(
        pola,
        &[
            ("nomor", permohonan.nomor.as_str()),
            ("layanan", &permohonan.layanan_nama),
            ("tahap", &tahap.nama),
            ("kantor", &pelaku.tenant.nama),
            ("jadwal", &jadwal),
            ("tagihan", &rupiah(permohonan.keadaan.belum_lunas())),
        ],
    );
    match kepada {
        Penerima::Peran(peran) => {
            let notifikasi = Notifikasi {
                id: ports.ids.id(),
                kepada: Kepada::Peran(peran.clone()),
                permohonan: Some(permohonan.id),
                tugas: Some(tugas),
                jenis: JenisNotifikasi::Pemberitahuan,
                isi,
                dibuat_pada: ports.clock.now(),
            };
            work.notifikasi().tambah(&notifikasi).await?;
        }
        Penerima::Pemohon => kabari(ports, work, kasus, isi).await?,
    }
    Ok(())
}

/// A message to the applicant, when they have a number.
pub(crate) async fn kabari(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
    isi: String,
) -> Result<(), Galat> {
    if let Some(kontak) = kasus.permohonan.kontak {
        let pesan = pesan_teks(ports, kontak, Some(&kasus.permohonan), isi);
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
    let isi = if mulai {
        let Some(saat) = perkiraan_tertulis(ports, work, kasus).await? else { return Ok(()) };
        let nomor = &kasus.permohonan.nomor;
        format!("Permohonan {nomor} mulai dikerjakan. Perkiraan selesai: {saat}.")
    } else {
        let Some(kalimat) = perkiraan_baru(ports, work, kasus).await? else { return Ok(()) };
        kalimat
    };
    kabari(ports, work, kasus, isi).await
}

/// The sentence that tells an applicant who completed when the case will be done now, and why.
pub(crate) async fn perkiraan_baru(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
) -> Result<Option<String>, Galat> {
    let nomor = &kasus.permohonan.nomor;
    let saat = perkiraan_tertulis(ports, work, kasus).await?;
    Ok(saat.map(|saat| {
        format!(
            "Perkiraan selesai permohonan {nomor} diperbarui menjadi {saat}, karena waktu menunggu kelengkapan dari \
             Anda tidak dihitung."
        )
    }))
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
