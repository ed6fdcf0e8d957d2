//! The office's seal.

use loket_domain::dokumen::PermintaanSegel;
use loket_simulators::bsre::SEAL_SUBSCRIBER;

use super::*;

fn permintaan_segel(totp: Rahasia) -> PermintaanSegel {
    PermintaanSegel {
        pdf: draf(),
        totp,
        tampilan: Tampilan::TakTerlihat,
        alasan: "Segel".to_owned(),
        lokasi: "Bantul".to_owned(),
    }
}

#[tokio::test]
async fn a_seal_is_activated_used_once_per_code_and_revoked() {
    let sim = simulator().await;
    let klien = Bsre::new().unwrap();
    let segel = Some(SEAL_SUBSCRIBER.to_owned());
    let koneksi = KoneksiTte { segel, ..koneksi(sim.base_url(), sim.ca_pem()) };

    klien.aktifkan_segel(&koneksi).await.unwrap();
    let aktivasi = Rahasia::new(sim.seal_activation().unwrap());
    let kode = klien.minta_totp_segel(&koneksi, &aktivasi, 1).await.unwrap();
    let pdf = klien.segel(&koneksi, permintaan_segel(kode.clone())).await.unwrap();
    let lagi = klien.segel(&koneksi, permintaan_segel(kode)).await.unwrap_err();
    let salah = klien.minta_totp_segel(&koneksi, &Rahasia::new("lain"), 1).await.unwrap_err();
    klien.cabut_segel(&koneksi, &aktivasi).await.unwrap();
    let dicabut = klien.minta_totp_segel(&koneksi, &aktivasi, 1).await.unwrap_err();

    let harapan = HarapanTte {
        jangkar_pem: sim.ca_pem(),
        penanda_tangan: None,
        disetujui: Some(&draf()),
        sekarang: OffsetDateTime::from(SystemTime::now()),
        crl_pem: "",
        pencabutan_wajib: false,
    };
    let sah = PemeriksaPades.periksa(&pdf, &harapan).unwrap();
    assert!(sah.penanda_tangan.starts_with("SEGEL") && sah.bercap_waktu, "{sah:?}");
    assert_eq!(jenis(&lagi), "passphrase");
    assert_eq!((jenis(&salah), jenis(&dicabut)), ("ditolak 200".into(), "ditolak 200".into()));
    let jurnal: Vec<_> = sim.journal().into_iter().map(|e| e.api).collect();
    assert_eq!(jurnal, ["seal"]);
}

#[tokio::test]
async fn an_office_without_a_seal_asks_nobody() {
    let (alamat, banyak) = peladen(b"");

    let gagal = Bsre::new().unwrap().aktifkan_segel(&koneksi(&alamat, "")).await.unwrap_err();

    assert_eq!(jenis(&gagal), "tidak terkirim");
    assert_eq!(banyak.load(Ordering::SeqCst), 0);
}
