//! The first generation.

use super::*;

fn v1(base_url: &str, jangkar_pem: &str) -> KoneksiTte {
    let versi = VersiEsign::V1;
    KoneksiTte { versi, asal_koordinat: versi.asal_baku(), ..koneksi(base_url, jangkar_pem) }
}

async fn tanda_tangani_v1(base_url: &str, passphrase: &str) -> Result<Vec<u8>, TteGagal> {
    let klien = Bsre::new().unwrap().dengan_tenggat(Duration::from_secs(5));
    let hasil = klien.tanda_tangani(&v1(base_url, ""), permintaan(NIK, passphrase)).await?;
    // Whatever arrived whole came with the number under which the host keeps it.
    assert!(hasil.nomor_host.is_some_and(|nomor| nomor.len() == 32));
    Ok(hasil.pdf)
}

#[tokio::test]
async fn the_body_is_the_signed_file_and_nothing_is_fetched() {
    let sim = simulator().await;

    let pdf = tanda_tangani_v1(sim.base_url(), PASSPHRASE).await.unwrap();

    assert!(diterima(&pdf, sim.ca_pem()));
    let jurnal: Vec<_> = sim.journal().into_iter().map(|e| (e.api, e.signed)).collect();
    assert_eq!(jurnal, [("v1".to_owned(), true)]);
}

#[tokio::test]
async fn a_file_that_did_not_arrive_is_fetched_and_never_signed_again() {
    let sim = simulator().await;

    for passphrase in ["sim:empty_answer", "sim:cut_answer"] {
        let pdf = tanda_tangani_v1(sim.base_url(), passphrase).await.unwrap();
        assert!(diterima(&pdf, sim.ca_pem()), "{passphrase}");
    }
    let hilang = tanda_tangani_v1(sim.base_url(), "sim:download_gone").await.unwrap_err();

    assert!(jenis(&hilang).starts_with("tidak terunduh "), "{hilang:?}");
    assert_eq!(sim.journal().len(), 3, "one signature per call");
}

#[tokio::test]
async fn a_file_is_given_out_once() {
    let jawaban = b"HTTP/1.1 200 OK\r\nid_dokumen: 0123456789abcdef\r\ncontent-length: 0\r\n\r\n";
    let (alamat, banyak) =
        peladen_lalu(jawaban, b"HTTP/1.1 404 X\r\nconnection: close\r\n\r\n{\"status_code\":4044}");

    let gagal = tanda_tangani_v1(&alamat, PASSPHRASE).await.unwrap_err();

    assert_eq!(jenis(&gagal), "tidak terunduh 0123456789abcdef");
    assert_eq!(banyak.load(Ordering::SeqCst), 2, "one signing, one fetching");
}

#[tokio::test]
async fn each_fault_has_the_same_meaning_as_in_the_second_generation() {
    let sim = simulator().await;
    let kasus = [
        ("salah", "passphrase"),
        ("sim:wrong_passphrase_field", "passphrase"),
        ("sim:wrong_passphrase_text", "passphrase"),
        ("sim:not_registered", "tidak siap NOT_REGISTERED"),
        ("sim:status:REVOKE", "tidak siap REVOKE"),
        ("sim:status:NO_CERTIFICATE", "tidak siap NO_CERTIFICATE"),
        ("sim:unauthorized", "ditolak 401"),
        ("sim:bad_request_html", "ditolak 400"),
        ("sim:bad_request_text", "ditolak 400"),
        ("sim:server_error_json", "tidak diketahui"),
        ("sim:bad_gateway_html", "tidak diketahui"),
        ("sim:slow_ms:60000", "tidak diketahui"),
    ];
    for (passphrase, makna) in kasus {
        let gagal = tanda_tangani_v1(sim.base_url(), passphrase).await.unwrap_err();
        assert_eq!(jenis(&gagal), makna, "{passphrase}");
    }
    for passphrase in ["sim:extra_page", "sim:other_signer", "sim:damaged", "sim:altered_text"] {
        let pdf = tanda_tangani_v1(sim.base_url(), passphrase).await.unwrap();
        assert!(!diterima(&pdf, sim.ca_pem()), "{passphrase}");
    }
}

#[tokio::test]
async fn success_that_is_json_is_a_refusal_or_nobody_knows() {
    for (badan, makna) in [
        (b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"status_code\":2031,\"error\":\"x\"}".as_slice(), "passphrase"),
        (b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"error\":\"User tidak terdaftar 2011\"}", "tidak siap NOT_REGISTERED"),
        (b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"message\":\"berhasil\"}", "tidak diketahui"),
        (b"HTTP/1.1 200 OK\r\nid_dokumen: ../../rahasia\r\nconnection: close\r\n\r\n{}", "tidak diketahui"),
        (b"", "tidak diketahui"),
    ] {
        let (alamat, banyak) = peladen(badan);
        let gagal = tanda_tangani_v1(&alamat, PASSPHRASE).await.unwrap_err();
        assert_eq!(jenis(&gagal), makna, "{}", String::from_utf8_lossy(badan));
        assert_eq!(banyak.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn there_are_neither_one_time_codes_nor_seals() {
    let (alamat, banyak) = peladen(b"");
    let (koneksi, klien) = (v1(&alamat, ""), Bsre::new().unwrap());
    let nik = Nik::parse(NIK).unwrap();
    let totp = PermintaanTte {
        kunci: KunciTte::Totp(Rahasia::new("123456")),
        ..permintaan(NIK, PASSPHRASE)
    };

    let gagal = [
        klien.minta_totp(&koneksi, &nik, 1).await.unwrap_err(),
        klien.tanda_tangani(&koneksi, totp).await.unwrap_err(),
        klien.aktifkan_segel(&koneksi).await.unwrap_err(),
    ];

    assert!(gagal.iter().all(|gagal| jenis(gagal) == "ditolak tidak_ada_di_v1"));
    assert_eq!(banyak.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn the_host_gives_its_own_opinion_in_both_generations() {
    let sim = simulator().await;
    let klien = Bsre::new().unwrap();
    let pdf = tanda_tangani_v1(sim.base_url(), PASSPHRASE).await.unwrap();
    let mut rusak = pdf.clone();
    rusak[10] ^= 1;

    for koneksi in [v1(sim.base_url(), ""), koneksi(sim.base_url(), "")] {
        let sah = klien.verifikasi(&koneksi, &pdf).await.unwrap();
        assert_eq!((sah.sah, sah.jumlah), (true, 1), "{sah:?}");
        assert!(!klien.verifikasi(&koneksi, &rusak).await.unwrap().sah);
        let kosong = klien.verifikasi(&koneksi, &draf()).await.unwrap();
        assert_eq!(
            (kosong.sah, kosong.kesimpulan.as_str(), kosong.jumlah),
            (false, "NO_SIGNATURE", 0)
        );
        let buta = klien.verifikasi(&koneksi, b"bukan pdf").await.unwrap_err();
        assert_eq!(jenis(&buta), "tidak diketahui");
    }
}
