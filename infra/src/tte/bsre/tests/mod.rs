//! Over real HTTP, against the simulator and against servers that behave worse than it.
#![expect(clippy::disallowed_methods, reason = "the simulator signs by the clock of this machine")]

mod letak;
mod segel;
mod v1;

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::SystemTime,
};

use loket_domain::{
    dokumen::{
        HarapanTte, PemeriksaTandaTangan, PenandaTanganDiharapkan, Tampilan, TandaTanganDitolak,
    },
    nilai::Rahasia,
};
use loket_simulators::{
    bsre::{BsreSim, BsreSimConfig, Fault, SignerStatus, SimKey, SimSigner},
    contoh_pdf,
};
use time::OffsetDateTime;

use super::{super::PemeriksaPades, *};

const NIK: &str = "3402014107800001";
const NIK_RSA: &str = "3402011203750002";
const NAMA: &str = "Dra. SRI WAHYUNI, M.Si";
const PASSPHRASE: &str = "frasa-rahasia-kadis";

async fn simulator() -> BsreSim {
    let signer = |nik: &str, key| SimSigner {
        nik: nik.to_owned(),
        name: NAMA.to_owned(),
        passphrase: PASSPHRASE.to_owned(),
        status: SignerStatus::Issue,
        key,
    };
    BsreSim::start(BsreSimConfig {
        bind: SocketAddr::from(([127, 0, 0, 1], 0)),
        user: "loket".to_owned(),
        password: "sandi-aplikasi".to_owned(),
        signers: vec![signer(NIK, SimKey::P256), signer(NIK_RSA, SimKey::Rsa3072)],
        data_dir: None,
    })
    .await
    .unwrap()
}

fn koneksi(base_url: &str, jangkar_pem: &str) -> KoneksiTte {
    KoneksiTte::baru(base_url, "loket", Rahasia::new("sandi-aplikasi"), jangkar_pem)
}

fn draf() -> Vec<u8> {
    contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["Nama: SITI AMINAH"])
}

fn permintaan(nik: &str, passphrase: &str) -> PermintaanTte {
    PermintaanTte {
        pdf: draf(),
        nik: Nik::parse(nik).unwrap(),
        kunci: KunciTte::Passphrase(Rahasia::new(passphrase)),
        tampilan: Tampilan::TakTerlihat,
        alasan: "Pengesahan kutipan".to_owned(),
        lokasi: "Bantul".to_owned(),
    }
}

async fn tanda_tangani(base_url: &str, passphrase: &str) -> Result<Vec<u8>, TteGagal> {
    let klien = Bsre::new().unwrap().dengan_tenggat(Duration::from_secs(5));
    let hasil = klien.tanda_tangani(&koneksi(base_url, ""), permintaan(NIK, passphrase)).await;
    hasil.map(|hasil| hasil.pdf)
}

/// Whether a file is what the head of the office signed over the draft.
fn diterima(pdf: &[u8], jangkar_pem: &str) -> bool {
    let harapan = HarapanTte {
        jangkar_pem,
        penanda_tangan: Some(PenandaTanganDiharapkan {
            nik: Some(Nik::parse(NIK).unwrap()),
            nama: NAMA.to_owned(),
        }),
        disetujui: Some(&draf()),
        sekarang: OffsetDateTime::from(SystemTime::now()),
        crl_pem: "",
        pencabutan_wajib: false,
    };
    PemeriksaPades.periksa(pdf, &harapan).is_ok()
}

/// The failure without its source, for comparison.
fn jenis(gagal: &TteGagal) -> String {
    match gagal {
        TteGagal::PassphraseSalah => "passphrase".to_owned(),
        TteGagal::PenandaTanganTidakSiap(status) => format!("tidak siap {status}"),
        TteGagal::Ditolak { kode } => format!("ditolak {kode}"),
        TteGagal::TidakDiketahui(_) => "tidak diketahui".to_owned(),
        TteGagal::TidakTerunduh { nomor_host, .. } => format!("tidak terunduh {nomor_host}"),
        TteGagal::TidakTerkirim(_) => "tidak terkirim".to_owned(),
    }
}

/// A server that reads a whole request, answers with these bytes, closes, and counts.
fn peladen(jawaban: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    peladen_lalu(jawaban, jawaban)
}

/// The same, with another answer from the second request on.
fn peladen_lalu(pertama: &'static [u8], kemudian: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let telinga = TcpListener::bind("127.0.0.1:0").unwrap();
    let alamat = format!("http://{}", telinga.local_addr().unwrap());
    let banyak = Arc::new(AtomicUsize::new(0));
    let hitung = Arc::clone(&banyak);
    std::thread::spawn(move || {
        for sambungan in telinga.incoming() {
            let mut sambungan = sambungan.unwrap();
            let ke = hitung.fetch_add(1, Ordering::SeqCst);
            let mut penampung = vec![0; 64 * 1024];
            let mut terbaca = Vec::new();
            let utuh = |terbaca: &[u8]| {
                let tanpa_badan = terbaca.starts_with(b"GET") && terbaca.ends_with(b"\r\n\r\n");
                tanpa_badan || terbaca.ends_with(b"]}") || terbaca.ends_with(b"--\r\n")
            };
            while !utuh(&terbaca) {
                let n = sambungan.read(&mut penampung).unwrap();
                if n == 0 {
                    break;
                }
                terbaca.extend_from_slice(&penampung[..n]);
            }
            sambungan.write_all(if ke == 0 { pertama } else { kemudian }).unwrap();
        }
    });
    (alamat, banyak)
}

#[tokio::test]
async fn what_the_host_signs_is_accepted_by_the_verifier() {
    let sim = simulator().await;
    let koneksi = koneksi(sim.base_url(), sim.ca_pem());
    let klien = Bsre::new().unwrap();

    for nik in [NIK, NIK_RSA] {
        let pdf = klien.tanda_tangani(&koneksi, permintaan(nik, PASSPHRASE)).await.unwrap().pdf;
        let nik = Nik::parse(nik).unwrap();
        let siap = klien.status(&koneksi, &nik).await.unwrap().siap();
        let sah = PemeriksaPades.periksa(
            &pdf,
            &HarapanTte {
                jangkar_pem: &koneksi.jangkar_pem,
                penanda_tangan: Some(PenandaTanganDiharapkan {
                    nik: Some(nik),
                    nama: String::new(),
                }),
                disetujui: Some(&draf()),
                sekarang: OffsetDateTime::from(SystemTime::now()),
                crl_pem: "",
                pencabutan_wajib: false,
            },
        );
        assert_eq!(sah.unwrap().penanda_tangan, NAMA);
        assert!(siap);
    }
    assert_eq!(sim.journal().len(), 2);
}

#[tokio::test]
async fn each_fault_before_or_around_signing_has_its_own_meaning() {
    let sim = simulator().await;
    let kasus = [
        ("salah", "passphrase"),
        ("sim:wrong_passphrase_field", "passphrase"),
        ("sim:wrong_passphrase_text", "passphrase"),
        ("sim:not_registered", "tidak siap NOT_REGISTERED"),
        ("sim:status:NO_CERTIFICATE", "tidak siap NO_CERTIFICATE"),
        ("sim:status:EXPIRED", "tidak siap EXPIRED"),
        ("sim:status:RENEW", "tidak siap RENEW"),
        ("sim:status:NEW", "tidak siap NEW"),
        ("sim:status:SUSPEND", "tidak siap SUSPEND"),
        ("sim:status:REVOKE", "tidak siap REVOKE"),
        ("sim:status:WAITING_FOR_VERIFICATION", "tidak siap WAITING_FOR_VERIFICATION"),
        ("sim:unauthorized", "ditolak 401"),
        ("sim:bad_request_html", "ditolak 400"),
        ("sim:bad_request_text", "ditolak 400"),
        ("sim:server_error_json", "tidak diketahui"),
        ("sim:bad_gateway_html", "tidak diketahui"),
        ("sim:ok_html", "tidak diketahui"),
        ("sim:not_base64", "tidak diketahui"),
        ("sim:drop_after_sign", "tidak diketahui"),
        ("sim:cut_answer", "tidak diketahui"),
        ("sim:slow_ms:60000", "tidak diketahui"),
    ];
    for (passphrase, makna) in kasus {
        let gagal = tanda_tangani(sim.base_url(), passphrase).await.unwrap_err();
        assert_eq!(jenis(&gagal), makna, "{passphrase}");
    }
    let tertanda = sim.journal().into_iter().filter(|entri| entri.signed).count();
    assert_eq!(tertanda, 3, "dropped, cut and slow, each signed exactly once");
}

/// Security bar 43.
#[tokio::test]
async fn what_a_faulty_host_calls_success_is_refused_by_the_verifier() {
    use TandaTanganDitolak as T;
    let sim = simulator().await;
    let kasus = [
        ("sim:empty_file", T::Kosong),
        ("sim:no_file", T::Kosong),
        ("sim:empty_answer", T::Kosong),
        ("sim:not_pdf", T::BukanPdf),
        ("sim:damaged", T::IsiBerubah),
        ("sim:other_signer", T::PenandaTanganLain),
        ("sim:extra_page", T::BukanYangDisetujui),
        ("sim:altered_text", T::BukanYangDisetujui),
    ];
    for (passphrase, kode) in kasus {
        let pdf = tanda_tangani(sim.base_url(), passphrase).await.unwrap();
        let harapan = HarapanTte {
            jangkar_pem: sim.ca_pem(),
            penanda_tangan: Some(PenandaTanganDiharapkan {
                nik: Some(Nik::parse(NIK).unwrap()),
                nama: NAMA.to_owned(),
            }),
            disetujui: Some(&draf()),
            sekarang: OffsetDateTime::from(SystemTime::now()),
            crl_pem: "",
            pencabutan_wajib: false,
        };
        assert_eq!(PemeriksaPades.periksa(&pdf, &harapan), Err(kode), "{passphrase}");
    }
}

#[tokio::test]
async fn states_are_told_and_only_issue_may_sign() {
    let sim = simulator().await;
    let koneksi = koneksi(sim.base_url(), "");
    let klien = Bsre::new().unwrap();
    let nik = Nik::parse(NIK).unwrap();

    for versi in [VersiEsign::V1, VersiEsign::V2] {
        let koneksi = KoneksiTte { versi, ..koneksi.clone() };
        for status in SignerStatus::ALL {
            sim.faults(|faults| faults.for_nik(NIK, Fault::Status(status)));
            let didapat = klien.status(&koneksi, &nik).await.unwrap();
            let siap = status == SignerStatus::Issue;
            assert_eq!((didapat.status.as_str(), didapat.siap()), (status.as_str(), siap));
        }
    }
    let asing = Nik::parse("3402014107809999").unwrap();
    assert_eq!(klien.status(&koneksi, &asing).await.unwrap().status, "NOT_REGISTERED");
    let salah = KoneksiTte { sandi: Rahasia::new("lain"), ..koneksi };
    assert_eq!(jenis(&klien.status(&salah, &nik).await.unwrap_err()), "ditolak 401");
}

#[tokio::test]
async fn a_one_time_code_signs_as_many_files_as_it_was_asked_for() {
    let sim = simulator().await;
    let (koneksi, klien) = (koneksi(sim.base_url(), sim.ca_pem()), Bsre::new().unwrap());
    let nik = Nik::parse(NIK).unwrap();
    let dengan = |kode: &str| PermintaanTte {
        kunci: KunciTte::Totp(Rahasia::new(kode)),
        ..permintaan(NIK, "")
    };

    klien.minta_totp(&koneksi, &nik, 2).await.unwrap();
    let kode = sim.totp(NIK).unwrap();
    let salah = klien.tanda_tangani(&koneksi, dengan("kode-lain")).await.unwrap_err();
    assert_eq!(jenis(&salah), "passphrase");
    for _ in 0..2 {
        let pdf = klien.tanda_tangani(&koneksi, dengan(&kode)).await.unwrap().pdf;
        assert!(diterima(&pdf, sim.ca_pem()));
    }
    let habis = klien.tanda_tangani(&koneksi, dengan(&kode)).await.unwrap_err();
    assert_eq!(jenis(&habis), "passphrase");
    assert_eq!(sim.journal().len(), 2);

    let asing = Nik::parse("3402014107809999").unwrap();
    let tak_siap = klien.minta_totp(&koneksi, &asing, 1).await.unwrap_err();
    assert_eq!(jenis(&tak_siap), "tidak siap NOT_REGISTERED");
}

#[tokio::test]
async fn a_request_that_was_sent_is_never_sent_again() {
    for (jawaban, makna) in [
        (b"".as_slice(), "tidak diketahui"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"fi", "tidak diketahui"),
        (b"HTTP/1.1 503 Sibuk\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n", "tidak diketahui"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{\"file\":null}", "tidak diketahui"),
        (b"HTTP/1.1 307 Ke\r\nlocation: /lain\r\ncontent-length: 0\r\n\r\n", "ditolak 307"),
        (b"HTTP/1.1 413 Besar\r\ncontent-length: 0\r\n\r\n", "ditolak 413"),
        (b"HTTP/1.1 400 X\r\nconnection: close\r\n\r\n{\"status_code\":4044}", "ditolak 4044"),
        (b"HTTP/1.1 500 X\r\nconnection: close\r\n\r\n{\"error\":\"salah: 2031\"}", "passphrase"),
    ] {
        let (alamat, banyak) = peladen(jawaban);
        let gagal = tanda_tangani(&alamat, PASSPHRASE).await.unwrap_err();
        assert_eq!(jenis(&gagal), makna, "{}", String::from_utf8_lossy(jawaban));
        assert_eq!(banyak.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn without_a_connection_or_over_open_http_nothing_leaves() {
    let tertutup = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for alamat in [
        format!("http://{tertutup}"),
        format!("https://{tertutup}"),
        "http://esign.contoh.invalid".to_owned(),
        "http://127.0.0.1.contoh.invalid".to_owned(),
        "ftp://127.0.0.1".to_owned(),
        "esign".to_owned(),
        String::new(),
    ] {
        let gagal = tanda_tangani(&alamat, PASSPHRASE).await.unwrap_err();
        assert_eq!(jenis(&gagal), "tidak terkirim", "{alamat}");
    }
}

#[test]
fn plain_http_to_another_machine_needs_an_exception_of_the_office() {
    let mut polos = koneksi("http://10.1.2.3:8080/esign/", "");

    assert!(kirim::alamat(&polos, "/api").is_err());
    polos.http_polos = true;
    let alamat = kirim::alamat(&polos, "/api").unwrap();
    assert_eq!(alamat.as_str(), "http://10.1.2.3:8080/esign/api");
}

#[tokio::test]
async fn no_failure_tells_a_secret() {
    let sim = simulator().await;
    let (putus, _) = peladen(b"");
    let (cerita, _) = peladen(
        b"HTTP/1.1 400 X\r\nconnection: close\r\n\r\n{\"error\":\"3402014107800001 frasa-rahasia-kadis bukan apa\"}",
    );
    for (alamat, passphrase) in [
        (sim.base_url(), "sim:drop_after_sign"),
        (sim.base_url(), "sim:not_registered"),
        (sim.base_url(), "sim:ok_html"),
        (putus.as_str(), PASSPHRASE),
        (cerita.as_str(), PASSPHRASE),
        ("http://127.0.0.1:1", PASSPHRASE),
    ] {
        let gagal = tanda_tangani(alamat, passphrase).await.unwrap_err();
        let teks = format!("{gagal} {gagal:?}");
        for rahasia in [NIK, PASSPHRASE, "sandi-aplikasi", passphrase, "api/v2"] {
            assert!(!teks.contains(rahasia), "{teks}");
        }
    }
}
