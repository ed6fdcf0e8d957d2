//! The bench: the real server under load, beside the same SQL through pgbench on the same cluster, in the same run.

mod basis;
mod beban;
mod contoh;
mod fase;
mod galat;
mod isi;
mod kantor;
mod kasus;
mod klien;
mod laporan;
mod mesin;
mod murni;
mod opsi;
mod pantau;
mod peladen;
mod pgbench;
mod proses;
mod skrip;
mod sql;
mod statistik;

use std::{fs, process::ExitCode, sync::atomic::Ordering, time::Instant};

use clap::Parser;
use loket_tests::server::{SERVER, TAHAN};

use crate::{
    basis::Basis,
    beban::Armada,
    fase::Lapangan,
    galat::{Gagal, Hasil, Ketika},
    kantor::{Kantor, RESEP},
    laporan::{Laporan, Memori},
    mesin::Mesin,
    opsi::Opsi,
    pantau::Pantau,
    peladen::Peladen,
    pgbench::Pgbench,
};

fn main() -> ExitCode {
    if let Some(akhir) = peladen::sebagai_anak() {
        return akhir;
    }
    let opsi = Opsi::parse();
    match jalankan(&opsi) {
        Ok(()) => ExitCode::SUCCESS,
        Err(gagal) => {
            eprintln!("bench: {gagal}");
            ExitCode::FAILURE
        }
    }
}

fn jalankan(opsi: &Opsi) -> Hasil<()> {
    if !cfg!(target_os = "linux") {
        return Err(Gagal::baru("bench membaca /proc, jadi hanya berjalan di Linux"));
    }
    if let Some(kasus) = opsi.mesin {
        murni::ukur(kasus, opsi.benih)?.cetak();
        return Ok(());
    }
    let mulai = Instant::now();
    TAHAN.store(opsi.tahan, Ordering::Relaxed);
    eprintln!("starting PostgreSQL and {} offices", opsi.tenant());
    let mut basis = Basis::buka()?;
    let mesin = Mesin::lihat(&mut basis)?;
    let kantor = siapkan_kantor(opsi)?;

    let mut config = SERVER.config();
    config.database_koneksi = opsi.koneksi;
    config.http_workers = opsi.pekerja_http;
    let peladen = Peladen::mulai(&config)?;
    let hasil = ukur(opsi, kantor, basis, &peladen);
    let (catatan, memori) = hasil.map_err(|gagal| peladen.jelaskan(&gagal))?;
    drop(peladen);
    for sisa in ["pgbench", "s3"] {
        let _ = fs::remove_dir_all(SERVER.dir.join(sisa));
    }

    let lama = mulai.elapsed().as_secs_f64();
    let laporan = Laporan { opsi, mesin, catatan: &catatan, memori, lama };
    laporan.cetak();
    if let Some(berkas) = &opsi.json {
        let teks = format!("{:#}\n", laporan.json());
        fs::write(berkas, teks).ketika(&berkas.display().to_string())?;
    }
    Ok(())
}

/// The offices, each under a name of its own.
fn siapkan_kantor(opsi: &Opsi) -> Hasil<Vec<Kantor>> {
    let runtime = tokio::runtime::Runtime::new().ketika("runtime")?;
    Ok(runtime.block_on(async {
        let mut semua = Vec::with_capacity(opsi.tenant());
        for resep in RESEP.iter().cycle().take(opsi.tenant()) {
            semua.push(Kantor::siapkan(resep).await);
        }
        semua
    }))
}

/// Prepares the cases and runs every scenario.
fn ukur(
    opsi: &Opsi,
    mut kantor: Vec<Kantor>,
    mut basis: Basis,
    peladen: &Peladen,
) -> Hasil<(Vec<fase::Catatan>, Memori)> {
    for satu in &mut kantor {
        satu.masuk(peladen.alamat, &mut basis)?;
    }
    let mut armada = Armada::buka(peladen.alamat, opsi.klien())?;
    eprintln!("preparing {} cases", opsi.tugas());
    let tugas = kasus::siapkan(opsi.tugas(), &kantor, &mut armada, &mut basis)?;

    let pantau = Pantau { server: peladen.pid(), postmaster: basis.postmaster };
    // What follows the question mark is for sqlx only.
    let url = SERVER.klaster.aplikasi.buka();
    let pgbench = Pgbench::cari(
        &basis.folder_program()?,
        url.split_once('?').map_or(url, |(url, _)| url),
        SERVER.dir.join("pgbench"),
        opsi.klien(),
        opsi.benih,
    )?;
    let mut lapangan = Lapangan::baru(opsi, &kantor, armada, basis, pgbench, pantau);
    eprintln!("webhook");
    lapangan.webhook()?;
    eprintln!("antrean");
    lapangan.antrean()?;
    eprintln!("penerimaan, keputusan");
    lapangan.putusan(&tugas)?;

    let (rss, puncak) = proses::memori(pantau.server)?;
    let memori = Memori {
        server_rss: rss / 1024,
        server_puncak: puncak / 1024,
        postgres_pss: proses::pss_pohon(pantau.postmaster)? / 1024,
    };
    Ok((lapangan.catatan, memori))
}
