//! The signing connection from the command line: set, check a file by hand, see where the stamp goes.

use std::{fs, process::Command};

use loket_simulators::bsre::{sign_pdf, with_other_text};
use loket_tests::{app::TestApp, server::SERVER};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

/// What `loket` prints, both ways, with these words and this environment.
pub fn loket(perintah: &str, lingkungan: &[(&str, &str)]) -> String {
    let hasil = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "proses::anak", "--nocapture", "--test-threads=1"])
        .env("LOKET_UJI_PERINTAH", perintah.trim())
        .envs(SERVER.lingkungan(&SERVER.config()))
        .envs(lingkungan.iter().copied())
        .output()
        .unwrap();
    let teks = String::from_utf8_lossy(&hasil.stdout).into_owned();
    teks + &String::from_utf8_lossy(&hasil.stderr)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_sets_checks_and_calibrates_a_connection() {
    let app = TestApp::start("balangan").await;
    let slug = app.kantor.tenant.slug.to_string();
    let dir = SERVER.dir.join(format!("tte-{slug}"));
    fs::create_dir_all(&dir).unwrap();
    let berkas = |nama: &str| dir.join(nama).display().to_string();
    fs::write(berkas("ca.pem"), app.kantor.bsre.ca_pem()).unwrap();
    let base_url = app.kantor.bsre.base_url().to_owned();
    let atur = |lagi: &str| {
        format!(
            "tte atur --tenant {slug} --base-url {base_url} --nama-pengguna loket --jangkar {} {lagi}",
            berkas("ca.pem")
        )
    };
    let sandi = [("LOKET_TTE_SANDI", "sandi-tte")];

    let tersimpan = loket(&atur("--versi v1 --http-polos"), &sandi);
    assert!(tersimpan.contains("tersimpan") && tersimpan.contains("PERINGATAN"), "{tersimpan}");
    let kering = format!("tte uji --tenant {slug} --kering --keluar {}", berkas("kering.pdf"));
    let v1 = loket(&kering, &[]);
    let tersimpan = loket(&atur("--versi v2"), &sandi);
    assert!(tersimpan.contains("tersimpan") && !tersimpan.contains("PERINGATAN"), "{tersimpan}");
    let v2 = loket(&kering, &[]);
    // The same frame, counted from below and from above.
    assert!(v1.contains("kiri bawah   halaman 1 x 28.0 y 28.0 lebar 212.0 tinggi 72.0"), "{v1}");
    assert!(v2.contains("kiri bawah   halaman 1 x 28.0 y 742.0 lebar 212.0 tinggi 72.0"), "{v2}");
    assert_eq!(app.kantor.bsre.journal().len(), 0);
    assert!(lopdf::Document::load(berkas("kering.pdf")).is_ok());

    let penanda = app.kantor.petugas.iter().find(|p| p.passphrase_simulator.is_some()).unwrap();
    let (nik, passphrase) =
        (penanda.nik.clone().unwrap(), penanda.passphrase_simulator.clone().unwrap());
    let uji = format!("tte uji --tenant {slug} --putar 90 --keluar {}", berkas("uji.pdf"));
    let kunci = [("LOKET_TTE_NIK", nik.as_str()), ("LOKET_TTE_PASSPHRASE", passphrase.as_str())];
    let teruji = loket(&uji, &kunci);
    assert!(teruji.contains("SAH") && teruji.contains("cap waktu"), "{teruji}");
    assert!(!teruji.contains(&nik) && !teruji.contains(&passphrase), "{teruji}");
    assert_eq!(app.kantor.bsre.journal().len(), 1);
    let salah = loket(&uji, &[kunci[0], ("LOKET_TTE_PASSPHRASE", "salah")]);
    assert!(salah.contains("passphrase salah"), "{salah}");

    let periksa = |nama: &str, lagi: &str| {
        loket(&format!("tte periksa {} --tenant {slug} {lagi}", berkas(nama)), &[])
    };
    let sah = periksa("uji.pdf", "--host");
    assert!(sah.contains("VALID (1 tanda tangan)") && sah.contains(&penanda.nama), "{sah}");
    let hasil = periksa("uji.pdf", "--nama LAIN");
    assert!(hasil.contains("[tte_penanda_tangan_lain]"), "{hasil}");
    let hasil = periksa("kering.pdf", "");
    assert!(hasil.contains("[tte_tanpa_tanda_tangan]"), "{hasil}");
    let pdf = fs::read(berkas("uji.pdf")).unwrap();
    fs::write(berkas("diubah.pdf"), with_other_text(&pdf).unwrap()).unwrap();
    let hasil = periksa("diubah.pdf", "");
    assert!(hasil.contains("[tte_diubah_setelahnya]"), "{hasil}");
    let lain = app.kantor.bsre.signer(&nik).unwrap();
    fs::write(
        berkas("lain.pdf"),
        sign_pdf(&fs::read(berkas("kering.pdf")).unwrap(), &lain).unwrap(),
    )
    .unwrap();
    let hasil = periksa("lain.pdf", "");
    assert!(hasil.contains("menurut penanda tangan"), "{hasil}");

    // Evidence of revocation is kept by command as well.
    fs::write(berkas("crl.pem"), app.kantor.bsre.crl_pem(&[&nik]).unwrap()).unwrap();
    let asing = loket(&format!("tte crl --tenant {slug} {}", berkas("ca.pem")), &[]);
    assert!(asing.contains("[crl_rusak]"), "{asing}");
    let tersimpan = loket(&format!("tte crl --tenant {slug} {}", berkas("crl.pem")), &[]);
    assert!(tersimpan.contains("1 daftar pencabutan"), "{tersimpan}");
    let lihat = loket(&format!("tte crl --tenant {slug} --lihat"), &[]);
    assert!(lihat.contains("1 sertifikat dicabut") && lihat.contains("(berlaku)"), "{lihat}");
    let hasil = periksa("lain.pdf", "");
    assert!(hasil.contains("[tte_sertifikat_dicabut]"), "{hasil}");
    // The connection is set anew, and what was kept stays.
    loket(&atur("--versi v2"), &sandi);
    assert!(periksa("lain.pdf", "").contains("[tte_sertifikat_dicabut]"));
    loket(&format!("tte crl --tenant {slug} --wajib"), &[]);
    assert!(periksa("lain.pdf", "").contains("[tte_pencabutan_tidak_diketahui]"));

    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let sql = "SELECT string_agg(aksi || ' ' || coalesce(rincian ->> 'http_polos', '-'), ', ' ORDER BY id) AS jejak
               FROM audit WHERE aksi LIKE 'koneksi_tte.%'";
    let baris = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    let jejak: String = baris.unwrap().try_get("", "jejak").unwrap();
    assert_eq!(
        jejak,
        "koneksi_tte.atur false, koneksi_tte.atur true, koneksi_tte.atur false, koneksi_tte.uji -, koneksi_tte.uji -, \
         koneksi_tte.pencabutan -, koneksi_tte.atur false, koneksi_tte.pencabutan -"
    );
}
