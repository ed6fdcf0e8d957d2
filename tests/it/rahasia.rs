//! Personal data stay where they belong: not in logs, metrics, error bodies, keys of objects, or a dump of the database with
//! its trail.

use std::{fs, process::Command};

use loket_tests::{
    app::{Kantor, SANDI},
    klien::Klien,
    sampai,
    server::{SERVER, urut},
};
use serde_json::json;

use crate::proses::Proses;

const NIK: &str = "6311015505900077";
const KK: &str = "6311012201150088";
const NOMOR: &str = "6281799990077";
const NAMA: &str = "Kenari Ungu Canaria";
const PERUBAHAN: &str = "pekerjaan kenari menjadi penyanyi";

/// Security bar 55 and 58.
#[tokio::test]
async fn canaries_appear_in_no_log_no_metric_and_no_dump() {
    let kantor = Kantor::siapkan("balangan").await;
    let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let mut config = SERVER.config();
    config.bind = port;
    config.pekerja_tenant = kantor.tenant.slug.to_string();
    let mut lingkungan = SERVER.lingkungan(&config);
    lingkungan.push(("LOKET_LOG", "debug,hyper=info,h2=info".to_owned()));
    let metrik = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    lingkungan.push(("LOKET_METRIK_BIND", metrik.to_string()));
    let basis = format!("http://{port}");
    kantor.arahkan_webhook(&basis);
    let log = SERVER.dir.join(format!("log-{}", urut()));
    let mut server = Proses::mulai_dengan_log("serve", &lingkungan, &log);
    sampai("server siap", || async {
        let jawaban = loket_tests::klien::HTTP.get(format!("{basis}/readyz")).send().await;
        jawaban.ok().filter(|jawaban| jawaban.status().is_success())
    })
    .await;

    let warga = kantor.warga(NOMOR);
    warga.tulis("halo").await;
    warga.tulis("2").await;
    warga.tulis(NAMA).await;
    warga.tulis(PERUBAHAN).await;
    warga.kirim_foto().await;
    let slug = kantor.tenant.slug.as_str();
    let orang = kantor.pemegang("operator_layanan");
    let petugas = Klien::masuk(&basis, slug, &orang.nama_pengguna, SANDI).await;
    let isi = json!({
        "layanan": "kk_perubahan", "kanal": "loket",
        "pemohon": { "nama": NAMA, "nik": NIK, "nomor_kk": KK, "nomor_wa": NOMOR },
        "isian": { "perubahan": PERUBAHAN },
    });
    let baru =
        petugas.post_dengan("/v1/permohonan", &[("idempotency-key", "k")], isi.clone()).await.ok();
    let mut salah = isi;
    salah["pemohon"]["nik"] = json!(format!("{NIK}9"));
    let salah = petugas.post_dengan("/v1/permohonan", &[("idempotency-key", "s")], salah).await;
    assert_eq!(salah.status, 422);
    assert!(!salah.teks.contains(NIK));
    let kasus = baru["id"].as_str().unwrap();
    petugas.get(&format!("/v1/permohonan/{kasus}")).await.ok();
    // Bodies of refusals, wherever a canary can be put.
    let mut penolakan = salah.teks.clone();
    for (jalur, isi) in [
        (format!("/v1/permohonan/{kasus}/ungkap"), json!({ "alasan": NIK, "keterangan": NAMA })),
        (
            format!("/v1/permohonan/{kasus}/ungkap"),
            json!({ "alasan": "input_siak", "keterangan": NIK }),
        ),
        ("/v1/hak-subjek".to_owned(), json!({ "jenis": "salinan", "nama": NAMA, "uraian": NIK })),
        (format!("/v1/permohonan/{NIK}"), json!({ "pemohon": NAMA })),
        (format!("/v1/tenant/{slug}/sesi"), json!({ "nama_pengguna": NIK, "sandi": NAMA })),
    ] {
        let jawaban = petugas.post_dengan(&jalur, &[("idempotency-key", NIK)], isi).await;
        assert!(jawaban.status.is_client_error(), "{jalur}: {}", jawaban.status);
        penolakan.push_str(&jawaban.teks);
    }
    for jalur in [format!("/v1/permohonan?layanan={NIK}"), format!("/v1/permohonan/{NIK}")] {
        penolakan.push_str(&petugas.get(&jalur).await.teks);
    }
    // The access log of a request carries its route, never what stood in its path.
    let webhook = json!({ "object": NIK, "entry": [{ "nama": NAMA }] }).to_string().into_bytes();
    let tanda = [("x-hub-signature-256", "sha256=00"), ("content-type", "application/json")];
    let palsu = petugas.panggil(reqwest::Method::POST, "/v1/wa/webhook", &tanda, Some(webhook));
    penolakan.push_str(&palsu.await.teks);
    warga.tulis("data saya").await;
    let metrik = Klien::anonim(&format!("http://{metrik}")).get("/metrics").await.ok_teks();
    server.hentikan();

    let catatan = fs::read_to_string(&log).unwrap();
    assert!(catatan.lines().count() > 10, "log kosong tidak membuktikan apa pun");
    assert!(
        catatan.contains("request_id") && catatan.contains(slug),
        "log membawa id permintaan dan tenant"
    );
    // Every schema: that of the office, and control with what is known of all.
    let dump = Command::new(pg_dump())
        .args(["--schema", &kantor.tenant.slug.schema(), "--schema", "control", "--inserts"])
        .arg(SERVER.postgres.superuser_url("loket_uji"))
        .output()
        .unwrap();
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    let dump = String::from_utf8_lossy(&dump.stdout).into_owned();
    assert!(dump.contains("INSERT INTO"), "dump kosong tidak membuktikan apa pun");
    let audit: Vec<&str> = dump.lines().filter(|baris| baris.contains(".audit VALUES")).collect();
    assert!(audit.len() > 5, "jejak kosong tidak membuktikan apa pun");
    let ports = &kantor.parts.ports;
    let objek = ports.objek.daftar(&format!("{slug}/"), None, 1_000).await.unwrap();
    assert!(!objek.is_empty(), "penyimpanan kosong tidak membuktikan apa pun");
    let objek = objek.into_iter().map(|satu| satu.kunci).collect::<Vec<_>>().join("\n");
    for kenari in [NIK, KK, NOMOR, &NOMOR[2..], NAMA, PERUBAHAN, SANDI] {
        for (tempat, teks) in [
            ("log", &catatan),
            ("metrik", &metrik),
            ("dump", &dump),
            ("penyimpanan", &objek),
            ("penolakan", &penolakan),
        ] {
            assert!(!teks.contains(kenari), "{kenari} ada di {tempat}");
            let heksa = hex::encode(kenari);
            assert!(!teks.contains(&heksa), "{kenari} ada sebagai heksadesimal di {tempat}");
        }
    }
}

/// The dumper of the cluster's version.
pub fn pg_dump() -> std::path::PathBuf {
    let versi = SERVER.postgres.major_version();
    let debian = std::path::PathBuf::from(format!("/usr/lib/postgresql/{versi}/bin/pg_dump"));
    if debian.exists() { debian } else { "pg_dump".into() }
}
