//! The edges, on a real process: limits, headers, origins, idle sockets, start and stop.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::Command,
    time::{Duration, Instant},
};

use loket_tests::{
    app::{Kantor, SANDI, TestApp},
    klien::{HTTP, Klien},
    sampai,
    server::{SERVER, program},
};
use reqwest::Method;
use serde_json::json;

use super::angka;
use crate::proses::Proses;

struct Layanan {
    proses: Proses,
    basis: String,
    alamat: SocketAddr,
    metrik: SocketAddr,
}

fn kosong() -> SocketAddr {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap()
}

/// `loket serve` as a process of its own, with these settings changed.
async fn layani(ubah: &[(&'static str, &str)]) -> Layanan {
    let (alamat, metrik) = (kosong(), kosong());
    let mut config = SERVER.config();
    config.bind = alamat;
    let mut lingkungan = SERVER.lingkungan(&config);
    lingkungan.push(("LOKET_METRIK_BIND", metrik.to_string()));
    for (nama, nilai) in ubah {
        lingkungan.retain(|(lama, _)| lama != nama);
        lingkungan.push((*nama, (*nilai).to_owned()));
    }
    let proses = Proses::mulai("serve --tanpa-pekerja", &lingkungan);
    let basis = format!("http://{alamat}");
    sampai("server siap", || async {
        let jawaban = HTTP.get(format!("{basis}/readyz")).send().await;
        jawaban.ok().filter(|jawaban| jawaban.status().is_success()).map(drop)
    })
    .await;
    Layanan { proses, basis, alamat, metrik }
}

/// One request as bytes; the whole answer as text.
fn mentah(alamat: SocketAddr, permintaan: &str) -> String {
    let mut soket = TcpStream::connect(alamat).unwrap();
    soket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // The server may answer before it read everything.
    let _ = soket.write_all(permintaan.as_bytes());
    let mut jawaban = Vec::new();
    let _ = soket.read_to_end(&mut jawaban);
    String::from_utf8_lossy(&jawaban).into_owned()
}

/// Security bar 47. Security bar 48. Security bar 50.
#[tokio::test]
async fn nothing_internal_is_public_and_only_listed_origins_are_answered() {
    let server = layani(&[("LOKET_CORS_ASAL", "https://app.contoh.go.id")]).await;
    let anonim = Klien::anonim(&server.basis);
    for jalur in ["/metrics", "/docs/", "/docs", "/openapi.json", "/debug", "/.env"] {
        assert_eq!(anonim.get(jalur).await.status, 404, "{jalur}");
    }
    let metrik = HTTP.get(format!("http://{}/metrics", server.metrik)).send().await.unwrap();
    assert!(metrik.text().await.unwrap().contains("loket_http_detik"));
    let lain = HTTP.get(format!("http://{}/v1/tenant/x", server.metrik)).send().await.unwrap();
    assert_eq!(lain.status(), 404);

    let asal = |asal: &'static str| {
        let anonim = anonim.clone();
        async move { anonim.panggil(Method::GET, "/healthz", &[("origin", asal)], None).await }
    };
    let boleh = asal("https://app.contoh.go.id").await;
    let kepala = |jawaban: &loket_tests::klien::Jawaban, nama: &str| {
        jawaban.header.get(nama).map(|nilai| nilai.to_str().unwrap().to_owned())
    };
    assert_eq!(
        kepala(&boleh, "access-control-allow-origin").as_deref(),
        Some("https://app.contoh.go.id")
    );
    assert_eq!(kepala(&boleh, "access-control-allow-credentials"), None);
    for nama in ["server", "x-powered-by"] {
        assert_eq!(kepala(&boleh, nama), None, "{nama}");
    }
    for (nama, nilai) in [
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
    ] {
        assert_eq!(kepala(&boleh, nama).as_deref(), Some(nilai));
    }
    assert!(kepala(&boleh, "strict-transport-security").is_some());
    assert!(kepala(&boleh, "content-security-policy").unwrap().contains("frame-ancestors 'none'"));
    for salah in ["null", "https://jahat.example", "http://app.contoh.go.id"] {
        let jawaban = asal(salah).await;
        assert_eq!(kepala(&jawaban, "access-control-allow-origin"), None, "{salah}");
    }
    let tanya = [("origin", "https://app.contoh.go.id"), ("access-control-request-method", "PUT")];
    let tanya = anonim.panggil(Method::OPTIONS, "/v1/permohonan", &tanya, None).await;
    assert_eq!(tanya.status, 204);
    let tanya = [("origin", "https://jahat.example"), ("access-control-request-method", "PUT")];
    let tanya = anonim.panggil(Method::OPTIONS, "/v1/permohonan", &tanya, None).await;
    assert_eq!(kepala(&tanya, "access-control-allow-methods"), None);
    assert!(!tanya.status.is_success());
}

/// Security bar 45.
#[tokio::test]
async fn whoever_asks_too_often_is_told_when_to_come_again_and_cannot_hide_behind_a_header() {
    let kantor = Kantor::siapkan("pekanbaru").await;
    let slug = kantor.tenant.slug.as_str();
    let server = layani(&[("LOKET_LAJU_ALAMAT", "40"), ("LOKET_LAJU_MAHAL", "5")]).await;
    let anonim = Klien::anonim(&server.basis);
    let mut ditolak = None;
    let mut berhasil = 0;
    for n in 0..20 {
        let isi = json!({ "nama_pengguna": "siapa", "sandi": "salah" }).to_string().into_bytes();
        let palsu = format!("203.0.113.{n}");
        let kepala = [("content-type", "application/json"), ("x-forwarded-for", palsu.as_str())];
        let jalur = format!("/v1/tenant/{slug}/sesi");
        let jawaban = anonim.panggil(Method::POST, &jalur, &kepala, Some(isi)).await;
        if jawaban.status == 429 && jawaban.json["kode"] == "terlalu_sering" {
            ditolak = Some(jawaban);
            break;
        }
        berhasil += 1;
    }
    let ditolak = ditolak.expect("a login is costly");
    assert!(berhasil <= 6, "{berhasil}");
    let nanti: u64 = ditolak.header["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=61).contains(&nanti));
    assert_eq!(ditolak.masalah(429), "terlalu_sering");
    let mut status = std::collections::BTreeMap::<u16, u32>::new();
    for _ in 0..60 {
        let jawaban = anonim.get("/v1/tenant/tidak_ada").await;
        *status.entry(jawaban.status.as_u16()).or_default() += 1;
    }
    assert!(status[&429] > 10 && status[&404] > 10, "{status:?}");
    assert_eq!(anonim.get("/healthz").await.status, 200, "who watches is never held back");
}

/// Security bar 46. Security bar 49.
#[tokio::test]
async fn idle_sockets_slow_bodies_and_huge_headers_stop_nobody_else() {
    let server = layani(&[]).await;
    // 200 sockets that say half a request, and nothing more.
    let diam: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut soket = TcpStream::connect(server.alamat).unwrap();
            soket.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n").unwrap();
            soket
        })
        .collect();
    let mulai = Instant::now();
    assert_eq!(Klien::anonim(&server.basis).get("/healthz").await.status, 200);
    assert!(mulai.elapsed() < Duration::from_secs(3), "{:?}", mulai.elapsed());
    // They are cut off, each with an answer or none.
    let mut pertama = diam.into_iter().next().unwrap();
    pertama.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut sisa = Vec::new();
    let _ = pertama.read_to_end(&mut sisa);
    assert!(mulai.elapsed() < Duration::from_secs(15), "a half request is kept for ever");

    let besar = format!(
        "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Besar: {}\r\nConnection: close\r\n\r\n",
        "a".repeat(40_000)
    );
    let jawaban = mentah(server.alamat, &besar);
    assert!(
        jawaban.starts_with("HTTP/1.1 431") || jawaban.starts_with("HTTP/1.1 400"),
        "{jawaban:.80}"
    );
    let banyak = format!(
        "GET /healthz HTTP/1.1\r\nHost: x\r\n{}Connection: close\r\n\r\n",
        (0..200).map(|n| format!("X-K{n}: 1\r\n")).collect::<Vec<_>>().concat()
    );
    let jawaban = mentah(server.alamat, &banyak);
    assert!(jawaban.starts_with("HTTP/1.1 4"), "{jawaban:.80}");
    // A body that never comes.
    let lambat = "POST /v1/tenant/x/sesi HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\nConnection: close\r\n\r\n{";
    let mulai = Instant::now();
    let jawaban = mentah(server.alamat, lambat);
    assert!(mulai.elapsed() < Duration::from_secs(19), "{:?}", mulai.elapsed());
    assert!(
        jawaban.starts_with("HTTP/1.1 408") || jawaban.starts_with("HTTP/1.1 400"),
        "{jawaban:.80}"
    );
    for rahasia in ["panicked", "/src/", "sqlx", "SELECT"] {
        assert!(!jawaban.contains(rahasia));
    }
    assert_eq!(Klien::anonim(&server.basis).get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_stop_waits_for_what_is_under_way_and_then_ends() {
    let kantor = Kantor::siapkan("pekanbaru").await;
    let slug = kantor.tenant.slug.to_string();
    let mut server = layani(&[]).await;
    let orang = kantor.pemegang("fo").nama_pengguna.clone();
    Klien::masuk(&server.basis, &slug, &orang, SANDI).await;
    // The server says that it reads the request; the stop comes before the rest of it.
    let isi = json!({ "nama_pengguna": orang, "sandi": SANDI }).to_string();
    let mut soket = TcpStream::connect(server.alamat).unwrap();
    soket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let kepala = format!(
        "POST /v1/tenant/{slug}/sesi HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
        isi.len()
    );
    soket.write_all(kepala.as_bytes()).unwrap();
    let mut lanjut = [0; 25];
    soket.read_exact(&mut lanjut).unwrap();
    assert!(lanjut.starts_with(b"HTTP/1.1 100 Continue"), "{}", String::from_utf8_lossy(&lanjut));
    let pid = server.proses.pid().to_string();
    let db = super::superuser(&kantor).await;
    let mulai = Instant::now();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    soket.write_all(isi.as_bytes()).unwrap();
    let mut jawaban = Vec::new();
    soket.read_to_end(&mut jawaban).unwrap();
    let jawaban = String::from_utf8_lossy(&jawaban).into_owned();
    assert!(jawaban.starts_with("HTTP/1.1 20"), "what was under way is finished: {jawaban:.60}");
    while server.proses.hidup() {
        assert!(mulai.elapsed() < Duration::from_secs(40), "the stop takes for ever");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // Each right password gave a ticket for the second factor: that of the harness, and that of the cut-off request.
    assert_eq!(angka(&db, "SELECT count(*) FROM tiket_masuk").await, 2);
    assert!(TcpStream::connect(server.alamat).is_err(), "nobody listens any more");
}

#[tokio::test]
async fn a_worker_anchors_the_trail_at_its_first_look_and_at_its_stop() {
    let kantor = Kantor::siapkan("pekanbaru").await;
    let mut app = TestApp::layani_berjangkar(kantor, Duration::from_hours(24));
    let db = super::superuser(&app.kantor).await;
    sampai("the first anchor", || async {
        (angka(&db, "SELECT count(*) FROM audit_jangkar").await == 1).then_some(())
    })
    .await;
    app.sebagai("fo").await;
    app.hentikan_pekerja().await;
    assert_eq!(angka(&db, "SELECT count(*) FROM audit_jangkar").await, 2, "anchored at the stop");
    let belum = "SELECT (SELECT urut FROM audit_kepala) - (SELECT max(urut) FROM audit_jangkar)";
    assert_eq!(angka(&db, belum).await, 0);
    assert!(super::periksa(&app.kantor).await.utuh());
}

/// Security bar 52. Security bar 53.
#[tokio::test]
async fn serving_is_refused_with_default_secrets_and_with_a_login_that_may_do_everything() {
    let config = SERVER.config();
    let coba = |ubah: &[(&str, String)]| {
        let keluar = Command::new(program())
            .args(["serve", "--tanpa-pekerja"])
            .envs(SERVER.lingkungan(&config))
            .env("LOKET_BIND", "127.0.0.1:0")
            .envs(ubah.iter().cloned())
            .output()
            .unwrap();
        assert!(!keluar.status.success(), "{ubah:?}");
        String::from_utf8_lossy(&keluar.stderr).into_owned()
    };
    let superuser = SERVER.postgres.superuser_url("loket_uji");
    let pemilik = config.database_admin_url.as_ref().unwrap().buka().to_owned();
    for (nama, nilai, kata) in [
        ("LOKET_KUNCI_INDUK", "00".repeat(32), "LOKET_KUNCI_INDUK"),
        ("LOKET_S3_SECRET_KEY", "ganti-64-angka".to_owned(), "LOKET_S3_SECRET_KEY"),
        ("LOKET_PUBLIK_URL", "http://loket.contoh.go.id".to_owned(), "LOKET_PUBLIK_URL"),
        (
            "LOKET_DATABASE_URL",
            "postgres://a:postgres@127.0.0.1/x".to_owned(),
            "LOKET_DATABASE_URL",
        ),
        ("LOKET_DATABASE_URL", "postgres://a:b8Kq02mZx1@db.contoh/x".to_owned(), "sslmode"),
        ("LOKET_DATABASE_URL", superuser, "terlalu berkuasa"),
        // The owner is no member of the application's roles, so it does not even get that far.
        ("LOKET_DATABASE_URL", pemilik, "permission denied to set role"),
        ("LOKET_CORS_ASAL", "*".to_owned(), "LOKET_CORS_ASAL"),
    ] {
        let galat = coba(&[(nama, nilai.clone())]);
        assert!(galat.contains(kata), "{nama}={nilai}: {galat}");
    }
}
