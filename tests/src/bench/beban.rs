//! The load: a fixed list of requests over a fixed number of connections, each sending when the last was answered.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use super::{
    galat::{Gagal, Hasil, Ketika},
    klien::Sambungan,
};

/// Requests in their order, and the status each must be answered with.
#[derive(Clone, Copy, Debug)]
pub struct Beban<'a> {
    /// The requests there are.
    pub permintaan: &'a [Vec<u8>],
    /// Which of them, one after another.
    pub urutan: &'a [usize],
    /// What each must be answered with.
    pub status: u16,
}

/// What a run measured.
#[derive(Debug)]
pub struct Lari {
    /// From the first request to the last answer.
    pub lama: Duration,
    /// Every response time.
    pub latensi: Vec<Duration>,
    /// Everything that was sent, warm-up of the same run included; what CPU time is divided by.
    pub terkirim: usize,
}

/// Connections that stay open from warm-up to the end.
#[derive(Debug)]
pub struct Armada(Vec<Sambungan>);

impl Armada {
    /// Opens `n` connections.
    pub fn buka(alamat: SocketAddr, n: usize) -> Hasil<Self> {
        (0..n).map(|_| Sambungan::buka(alamat)).collect::<Hasil<_>>().map(Self)
    }

    /// Sends everything. The first wrong answer ends the run with an error.
    pub fn jalankan(&mut self, beban: Beban<'_>) -> Hasil<Lari> {
        let berikut = AtomicUsize::new(0);
        let mulai = Instant::now();
        let bagian: Vec<Hasil<Vec<Duration>>> = thread::scope(|cakupan| {
            let berikut = &berikut;
            let semua: Vec<_> = self
                .0
                .iter_mut()
                .map(|sambungan| cakupan.spawn(move || kirim(sambungan, beban, berikut)))
                .collect();
            semua
                .into_iter()
                .map(|satu| satu.join().unwrap_or_else(|_| Err(Gagal::baru("pengirim panik"))))
                .collect()
        });
        let lama = mulai.elapsed();
        let mut latensi = Vec::with_capacity(beban.urutan.len());
        for satu in bagian {
            latensi.extend(satu?);
        }
        Ok(Lari { lama, latensi, terkirim: beban.urutan.len() })
    }
}

fn kirim(
    sambungan: &mut Sambungan,
    beban: Beban<'_>,
    berikut: &AtomicUsize,
) -> Hasil<Vec<Duration>> {
    let mut latensi = Vec::with_capacity(beban.urutan.len());
    while let Some(&letak) = beban.urutan.get(berikut.fetch_add(1, Ordering::Relaxed)) {
        let permintaan = beban.permintaan.get(letak).ketika("permintaan tidak ada")?;
        let mulai = Instant::now();
        let hasil = sambungan.minta(permintaan).and_then(|jawaban| {
            let lama = mulai.elapsed();
            jawaban.berstatus(beban.status).map(|()| lama)
        });
        match hasil {
            Ok(lama) => latensi.push(lama),
            Err(galat) => {
                // Nobody sends the rest.
                berikut.store(beban.urutan.len(), Ordering::Relaxed);
                let awal = permintaan.split(|b| *b == b'\r').next().unwrap_or_default();
                return Err(Gagal::baru(format!("{}: {galat}", String::from_utf8_lossy(awal))));
            }
        }
    }
    Ok(latensi)
}
