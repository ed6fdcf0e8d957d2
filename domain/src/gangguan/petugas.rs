//! What officers are told of interruptions: that their work stands still, that it goes on, that nobody closed it.

use std::collections::BTreeMap;

use super::LangkahTerbuka;
use crate::{
    akses::Izin,
    galat::PortError,
    kalender::{Gangguan, SebabJeda, ZonaWaktu, tulis_saat},
    nilai::Kode,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    ports::{Ports, UnitOfWork},
};

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kabar {
    /// Work stands still.
    Mulai,
    /// Work goes on, in the order of the queue.
    Pulih,
    /// It has lasted for a working day or more.
    Terlupa,
}

/// Tells the roles whose work needs what broke, and those who watch the operation.
pub(super) async fn kabari_petugas(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    zona: ZonaWaktu,
    gangguan: &Gangguan,
    langkah: &[LangkahTerbuka],
    kabar: Kabar,
) -> Result<(), PortError> {
    let semua: Vec<&LangkahTerbuka> = langkah.iter().collect();
    let mut kepada = vec![(Kepada::Izin(Izin::OperasiLihat), semua)];
    // Who works on the steps knows that they stand still; who watches the office has to ask why it takes so long.
    if kabar != Kabar::Terlupa {
        let mut per_peran: BTreeMap<&Kode, Vec<&LangkahTerbuka>> = BTreeMap::new();
        for satu in langkah {
            for peran in &satu.peran {
                per_peran.entry(peran).or_default().push(satu);
            }
        }
        let per_peran = per_peran.into_iter();
        kepada.extend(per_peran.map(|(peran, satu)| (Kepada::Peran(peran.clone()), satu)));
    }
    for (kepada, langkah) in kepada {
        let notifikasi = Notifikasi::baru(
            ports,
            kepada,
            JenisNotifikasi::Gangguan,
            kalimat(zona, gangguan, &langkah, kabar),
        );
        work.notifikasi().tambah(&notifikasi).await?;
    }
    Ok(())
}

fn kalimat(
    zona: ZonaWaktu,
    gangguan: &Gangguan,
    langkah: &[&LangkahTerbuka],
    kabar: Kabar,
) -> String {
    let sebab = SebabJeda::from(gangguan.sebab).kalimat();
    let sejak = tulis_saat(zona, gangguan.mulai_pada);
    let daftar = per_tahap(langkah);
    match (kabar, daftar.is_empty()) {
        (Kabar::Mulai, true) => format!(
            "Gangguan sejak {sejak}: {sebab}. Belum ada pekerjaan yang terhenti; waktu layanan dihentikan sementara."
        ),
        (Kabar::Mulai, false) => format!(
            "Gangguan sejak {sejak}: {sebab}. Yang terhenti: {daftar}. Waktu layanan dihentikan sementara; urutan \
             antrean tetap."
        ),
        (Kabar::Pulih, true) => {
            format!("Gangguan selesai ({sebab}). Tidak ada pekerjaan yang tertahan.")
        }
        (Kabar::Pulih, false) => {
            format!("Gangguan selesai ({sebab}). Lanjutkan sesuai urutan antrean: {daftar}.")
        }
        (Kabar::Terlupa, true) => format!(
            "Gangguan ({sebab}) sejak {sejak} belum dinyatakan selesai. Bila sudah pulih, nyatakan selesai agar \
             waktu layanan berjalan lagi."
        ),
        (Kabar::Terlupa, false) => format!(
            "Gangguan ({sebab}) sejak {sejak} belum dinyatakan selesai; terhenti: {daftar}. Bila sudah pulih, \
             nyatakan selesai agar waktu layanan berjalan lagi."
        ),
    }
}

/// How many cases wait at each kind of work, the most first.
fn per_tahap(langkah: &[&LangkahTerbuka]) -> String {
    let mut jumlah: BTreeMap<&str, u32> = BTreeMap::new();
    for satu in langkah {
        *jumlah.entry(&satu.nama).or_default() += satu.jumlah;
    }
    let mut urut: Vec<(&str, u32)> = jumlah.into_iter().collect();
    urut.sort_by_key(|(_, jumlah)| std::cmp::Reverse(*jumlah));
    let kata = urut.iter().map(|(nama, jumlah)| format!("{nama} ({jumlah})"));
    kata.collect::<Vec<_>>().join("; ")
}
