//! A worker that is killed in the middle of telling.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll},
};

use loket_domain::{gangguan::KabarkanGangguan, outbox::KirimAntrean};
use loket_tests::sampai;
use time::Duration;

use super::alat::{PAGI, PULIH, TERHENTI, Uji, daftar, jumlah, kerjakan, nomor};

/// Polls the work at most so often, then drops it where it stands: what a killed worker leaves is what was committed.
async fn bunuh_sesudah(kerja: impl Future<Output = bool>, kali: u32) -> Option<bool> {
    let mut kerja = pin!(kerja);
    let mut sisa = kali;
    std::future::poll_fn(move |cx: &mut Context<'_>| {
        if let Poll::Ready(hasil) = kerja.as_mut().poll(cx) {
            return Poll::Ready(Some(hasil));
        }
        sisa = sisa.saturating_sub(1);
        if sisa == 0 { Poll::Ready(None) } else { Poll::Pending }
    })
    .await
}

#[tokio::test]
async fn a_worker_killed_anywhere_in_the_middle_tells_nobody_twice_and_forgets_nobody() {
    let mut uji = Uji::mulai().await;
    let (layanan, siak) = (uji.masuk("operator_layanan").await, uji.masuk("operator_siak").await);
    let mut kasus = Vec::new();
    for ke in 0..12 {
        uji.app.kantor.warga(&nomor(ke)).tulis("halo").await;
        kasus
            .push(daftar(&layanan, "data_kependudukan", &format!("k{ke}"), Some(&nomor(ke))).await);
    }
    kerjakan(&layanan, &kasus, "verifikasi_awal", "lengkap").await;
    kerjakan(&siak, &kasus, "verifikasi_siak", "lolos").await;
    uji.tuntas().await;
    uji.app.hentikan_pekerja().await;
    let id = uji.buka("siak", &[]).await;
    uji.pindah(PAGI + Duration::minutes(15));
    uji.dibunuh_lalu_tuntas("mulai", 12).await;
    uji.kirim().await;
    for ke in 0..12 {
        assert_eq!(jumlah(&uji.kotak(&nomor(ke)).await, TERHENTI), 1, "{ke}");
    }
    uji.tutup(&id).await;
    uji.dibunuh_lalu_tuntas("pulih", 12).await;
    uji.kirim().await;
    for ke in 0..12 {
        assert_eq!(jumlah(&uji.kotak(&nomor(ke)).await, PULIH), 1, "{ke}");
    }
    assert!(uji.app.kantor.wa.duplicates().is_empty());
}

impl Uji {
    /// A worker that is killed ever later, until one gets through.
    async fn dibunuh_lalu_tuntas(&self, jenis: &str, semua: i64) {
        let (ports, tenant) = (&self.app.kantor.parts.ports, &self.app.kantor.tenant);
        let ronde = || async {
            KabarkanGangguan::default().execute(ports, tenant).await.unwrap();
            true
        };
        let sql = format!("SELECT count(*) FROM gangguan_kabar WHERE jenis = '{jenis}'");
        let (mut mati, mut sebagian) = (0, 0);
        for kali in 1..5_000 {
            if bunuh_sesudah(ronde(), kali).await.is_none() {
                mati += 1;
            }
            let tahu = self.angka(&sql).await;
            if tahu == semua {
                break;
            }
            sebagian += tahu;
        }
        assert_eq!(self.angka(&sql).await, semua);
        // How often a round waits depends on how busy the database is.
        assert!(mati >= 3, "killed {mati} times only");
        assert_eq!(sebagian, 0, "a batch is told as a whole or not at all");
    }

    /// Sends what is queued, as the worker would.
    async fn kirim(&self) {
        let kirim = KirimAntrean { tenggang: Duration::seconds(5) };
        sampai("antrean terkirim", || async {
            kirim.execute(&self.app.kantor.parts.ports, &self.app.kantor.tenant).await.unwrap();
            let sql = "SELECT count(*) FROM pesan_keluar WHERE keadaan IN ('antre', 'mengirim')";
            (self.angka(sql).await == 0).then_some(())
        })
        .await;
    }
}
