//! Removal for good against a server that keeps versions and locks, which the embedded one does not: one thread that speaks
//! as much of the protocol as is asked of it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    time::Duration,
};

use loket_domain::{nilai::Rahasia, permohonan::PenyimpanObjek};

use super::{Checksums, S3Config, S3Objek};

/// Key, version, whether it is a delete marker, whether it is locked.
type Versi = (String, String, bool, bool);

/// Starts the server; it ends with the process.
fn server(isi: Arc<Mutex<Vec<Versi>>>) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let alamat = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            let mut socket = socket.unwrap();
            let mut pembaca = BufReader::new(socket.try_clone().unwrap());
            let mut baris = String::new();
            pembaca.read_line(&mut baris).unwrap();
            let (mut panjang, mut terobos) = (0, false);
            loop {
                let mut kepala = String::new();
                pembaca.read_line(&mut kepala).unwrap();
                let kepala = kepala.trim().to_ascii_lowercase();
                if kepala.is_empty() {
                    break;
                }
                if let Some(nilai) = kepala.strip_prefix("content-length:") {
                    panjang = nilai.trim().parse().unwrap();
                }
                terobos |= kepala == "x-amz-bypass-governance-retention: true";
            }
            let mut badan = vec![0; panjang];
            pembaca.read_exact(&mut badan).unwrap();
            let (status, badan) = jawab(&isi, &baris, terobos);
            write!(
                socket,
                "HTTP/1.1 {status} X\r\ncontent-type: application/xml\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{badan}",
                badan.len()
            )
            .unwrap();
        }
    });
    alamat
}

fn jawab(isi: &Mutex<Vec<Versi>>, baris: &str, terobos: bool) -> (u16, String) {
    let (metode, sisa) = baris.split_once(' ').unwrap();
    let jalur = sisa.split(' ').next().unwrap();
    let (jalur, kueri) = jalur.split_once('?').unwrap_or((jalur, ""));
    let nilai = |nama: &str| {
        let cari = kueri.split('&').find_map(|satu| satu.strip_prefix(&format!("{nama}=")));
        cari.map(|teks| teks.replace("%2F", "/"))
    };
    let mut isi = isi.lock().unwrap();
    if kueri.split('&').any(|satu| satu.starts_with("object-lock")) {
        let badan = "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>";
        return (200, badan.to_owned());
    }
    if metode == "GET" {
        let awalan = nilai("prefix").unwrap_or_default();
        let mut badan = "<ListVersionsResult>".to_owned();
        for (kunci, versi, penanda, _) in isi.iter().filter(|satu| satu.0.starts_with(&awalan)) {
            let unsur = if *penanda { "DeleteMarker" } else { "Version" };
            let satu =
                format!("<{unsur}><Key>{kunci}</Key><VersionId>{versi}</VersionId></{unsur}>");
            badan.push_str(&satu);
        }
        return (200, badan + "</ListVersionsResult>");
    }
    assert_eq!(metode, "DELETE");
    let kunci = jalur.trim_start_matches("/loket/").to_owned();
    let versi = nilai("versionId").expect("a delete without a version only hides the object");
    let letak = isi.iter().position(|satu| satu.0 == kunci && satu.1 == versi).unwrap();
    if isi[letak].3 && !terobos {
        return (403, "<Error><Code>AccessDenied</Code></Error>".to_owned());
    }
    isi.remove(letak);
    (204, String::new())
}

/// Security bar 61: every version and every delete marker goes, locked ones too, and no other object does.
#[tokio::test]
async fn every_version_and_delete_marker_of_an_object_goes() {
    let satu = |kunci: &str, versi: &str, penanda: bool, kunci_objek: bool| {
        (kunci.to_owned(), versi.to_owned(), penanda, kunci_objek)
    };
    let isi = Arc::new(Mutex::new(vec![
        satu("balangan/berkas/a", "v3", true, false),
        satu("balangan/berkas/a", "v2", false, true),
        satu("balangan/berkas/a", "v1", false, false),
        satu("balangan/berkas/ab", "v1", false, false),
        satu("balangan/lain/x", "v1", true, false),
        satu("balangan2/berkas/a", "v1", false, false),
    ]));
    let objek = S3Objek::new(&S3Config {
        endpoint: server(isi.clone()),
        endpoint_publik: None,
        region: "us-east-1".to_owned(),
        bucket: "loket".to_owned(),
        access_key: "uji".to_owned(),
        secret_key: Rahasia::new("rahasia-uji"),
        force_path_style: true,
        checksums: Checksums::WhenRequired,
        batas_waktu: Duration::from_secs(5),
        kunci_hari: 30,
    });
    assert_eq!(objek.hapus_tuntas("balangan/berkas/a").await.unwrap(), 3);
    assert_eq!(objek.hapus_tuntas("balangan/berkas/a").await.unwrap(), 0, "absence is fine");
    let sisa: Vec<String> = isi.lock().unwrap().iter().map(|satu| satu.0.clone()).collect();
    assert_eq!(sisa, ["balangan/berkas/ab", "balangan/lain/x", "balangan2/berkas/a"]);
    assert_eq!(objek.hapus_tuntas_awalan("balangan/", 500).await.unwrap(), 2);
    let sisa: Vec<String> = isi.lock().unwrap().iter().map(|satu| satu.0.clone()).collect();
    assert_eq!(sisa, ["balangan2/berkas/a"], "another office keeps its own");
    assert!(objek.hapus_tuntas_awalan("", 500).await.is_err(), "never the whole bucket");
    assert!(objek.hapus_tuntas_awalan("balangan", 500).await.is_err());
}
