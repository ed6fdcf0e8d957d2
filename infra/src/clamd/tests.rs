//! The daemon's protocol over a real socket, against the simulator.

use std::time::Duration;

use loket_simulators::clamd::{ClamdSim, eicar};

use super::*;

async fn dunia() -> (ClamdSim, Clamd) {
    let sim = ClamdSim::start().await.unwrap();
    let alamat = AlamatClamd::parse(&sim.address()).unwrap();
    (sim, Clamd::new(alamat, Duration::from_secs(5)))
}

#[tokio::test]
async fn what_is_clean_passes_and_what_is_known_is_found_wherever_it_stands() {
    let (sim, clamd) = dunia().await;
    clamd.sehat().await.unwrap();
    assert_eq!(clamd.pindai(b"").await.unwrap(), HasilPindai::Bersih);
    assert_eq!(clamd.pindai(&vec![7; 3_000_000]).await.unwrap(), HasilPindai::Bersih);
    assert_eq!(clamd.pindai(&eicar()).await.unwrap(), HasilPindai::Terinfeksi);
    // Across the border of two chunks.
    let mut besar = vec![b' '; POTONGAN - 10];
    besar.extend(eicar());
    assert_eq!(clamd.pindai(&besar).await.unwrap(), HasilPindai::Terinfeksi);
    assert_eq!(sim.scanned(), 4);
}

#[tokio::test]
async fn no_answer_and_an_error_of_the_daemon_are_no_verdict() {
    let (sim, clamd) = dunia().await;
    sim.down();
    assert!(clamd.pindai(b"x").await.is_err());
    assert!(clamd.sehat().await.is_err());
    sim.broken();
    assert!(clamd.pindai(&eicar()).await.is_err(), "an error is not clean");
    sim.up();
    assert!(clamd.pindai(&vec![0; 26 * 1024 * 1024]).await.is_err(), "too large to be scanned");
    assert_eq!(clamd.pindai(b"x").await.unwrap(), HasilPindai::Bersih);
    drop(sim);
    let gagal = clamd.pindai(b"x").await.unwrap_err();
    assert!(matches!(gagal, PortError::TidakTersedia { sistem: "clamd", .. }), "{gagal:?}");
}

#[test]
fn addresses_are_sockets_or_hosts_with_a_port() {
    let tcp = |teks: &str| Some(AlamatClamd::Tcp(teks.to_owned()));
    assert_eq!(AlamatClamd::parse("clamd:3310"), tcp("clamd:3310"));
    assert_eq!(AlamatClamd::parse(" tcp://127.0.0.1:3310 "), tcp("127.0.0.1:3310"));
    let soket = Some(AlamatClamd::Soket("/run/clamd.sock".into()));
    assert_eq!(AlamatClamd::parse("/run/clamd.sock"), soket);
    assert_eq!(AlamatClamd::parse("unix:/run/clamd.sock"), soket);
    assert_eq!(AlamatClamd::parse("unix:///run/clamd.sock"), soket);
    for salah in ["", "clamd", "clamd:x", "http://a:1/b", "unix:clamd", ":3310"] {
        assert_eq!(AlamatClamd::parse(salah), None, "{salah}");
    }
}
