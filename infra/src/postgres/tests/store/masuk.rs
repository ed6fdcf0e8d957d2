//! The inbox: each element once, a sender's elements one after another.

use loket_domain::percakapan::{ElemenMasuk, Giliran, JenisElemen, TAHAN_PERCOBAAN};

use super::*;

fn elemen(kunci: &str, pengirim: Option<&str>) -> (Uuid, ElemenMasuk) {
    let elemen = ElemenMasuk {
        waba_id: None,
        phone_number_id: "100".to_owned(),
        jenis: if pengirim.is_some() { JenisElemen::Pesan } else { JenisElemen::Status },
        kunci: kunci.to_owned(),
        pengirim: pengirim.map(str::to_owned),
        isi: json!({ "kunci": kunci }),
    };
    (uuid_baru(), elemen)
}

async fn simpan(kantor: &Kantor, elemen: &[(Uuid, ElemenMasuk)]) -> u64 {
    let mut work = kantor.tulis().await;
    let baru = work.masuk().simpan(elemen, KINI).await.unwrap();
    work.commit().await.unwrap();
    baru
}

async fn antre(kantor: &Kantor, pada: OffsetDateTime) -> Vec<String> {
    let mut work = kantor.baca().await;
    let semua = work.masuk().antre(pada, 10).await.unwrap();
    let kunci = |giliran: &Giliran| {
        let isi = giliran.iter().map(|e| e.isi["kunci"].as_str().unwrap());
        isi.collect::<Vec<_>>().join("+")
    };
    semua.iter().map(kunci).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_is_stored_once_however_often_it_comes() {
    let kantor = Kantor::satu().await;
    let (a, b, a_lagi) = (elemen("a", Some("1")), elemen("b", None), elemen("a", Some("1")));
    assert_eq!(simpan(&kantor, &[a.clone(), b.clone(), a_lagi.clone()]).await, 2);
    assert_eq!(simpan(&kantor, &[a_lagi, elemen("c", Some("2")), b]).await, 1);
    assert_eq!(simpan(&kantor, &[]).await, 0);
    assert_eq!(antre(&kantor, KINI).await, ["a", "b", "c"]);
    let banyak: Vec<_> = (0..1_000).map(|ke| elemen(&format!("x{ke}"), None)).collect();
    assert_eq!(simpan(&kantor, &banyak).await, 1_000);
    assert_eq!(simpan(&kantor, &banyak).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_waits_for_the_earlier_element_even_when_that_is_delayed() {
    let kantor = Kantor::satu().await;
    let semua = [
        elemen("a1", Some("1")),
        elemen("a2", Some("1")),
        elemen("b1", Some("2")),
        elemen("s1", None),
        elemen("s2", None),
    ];
    simpan(&kantor, &semua).await;
    assert_eq!(antre(&kantor, KINI - Duration::seconds(1)).await, Vec::<String>::new());
    assert_eq!(antre(&kantor, KINI).await, ["a1+a2", "b1", "s1", "s2"]);

    let mut work = kantor.tulis().await;
    assert!(work.masuk().kunci(&[semua[0].0]).await.unwrap());
    work.masuk().tunda(semua[0].0, Some(menit(5)), "konflik").await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(antre(&kantor, menit(1)).await, ["b1", "s1", "s2"], "a2 waits for a1");
    assert_eq!(
        antre(&kantor, menit(5)).await,
        ["b1", "s1", "s2", "a1"],
        "what failed is tried alone"
    );

    // One that keeps failing does not hold its sender up for ever.
    let mut work = kantor.tulis().await;
    for _ in 1..TAHAN_PERCOBAAN {
        work.masuk().tunda(semua[0].0, Some(menit(9)), "konflik").await.unwrap();
    }
    work.commit().await.unwrap();
    assert_eq!(antre(&kantor, menit(5)).await, ["a2", "b1", "s1", "s2"]);

    // Given up, it no longer blocks, and an officer sees it.
    let mut work = kantor.tulis().await;
    work.masuk().tunda(semua[0].0, None, "tak_terduga").await.unwrap();
    assert!(!work.masuk().kunci(&[semua[0].0]).await.unwrap());
    let masalah = work.bacaan().masalah(loket_domain::halaman::Halaman::new(None, None)).await;
    assert_eq!(masalah.unwrap()[0].galat.as_deref(), Some("tak_terduga"));
    work.commit().await.unwrap();
    assert_eq!(antre(&kantor, KINI).await, ["a2", "b1", "s1", "s2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_is_held_by_one_worker_and_done_once() {
    let kantor = Kantor::satu().await;
    let satu = elemen("a", Some("1"));
    simpan(&kantor, std::slice::from_ref(&satu)).await;
    let (mut kami, mut lain) = (kantor.tulis().await, kantor.tulis().await);
    assert!(kami.masuk().kunci(&[satu.0]).await.unwrap());
    assert!(!lain.masuk().kunci(&[satu.0]).await.unwrap(), "held elsewhere, without waiting");
    kami.masuk().selesai(&[satu.0]).await.unwrap();
    kami.commit().await.unwrap();
    assert!(!lain.masuk().kunci(&[satu.0]).await.unwrap(), "done");
    assert!(antre(&kantor, KINI).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_that_waits_takes_along_what_comes_meanwhile() {
    let kantor = Kantor::satu().await;
    let (satu, dua) = (elemen("a1", Some("1")), elemen("a2", Some("1")));
    simpan(&kantor, std::slice::from_ref(&satu)).await;
    let mut work = kantor.tulis().await;
    work.masuk().tunggu(&[satu.0], menit(1)).await.unwrap();
    work.commit().await.unwrap();
    simpan(&kantor, std::slice::from_ref(&dua)).await;
    assert!(antre(&kantor, KINI).await.is_empty(), "the later one waits for the turn");
    assert_eq!(antre(&kantor, menit(1)).await, ["a1+a2"]);
    let (mut kami, mut lain) = (kantor.tulis().await, kantor.tulis().await);
    assert!(kami.masuk().kunci(&[dua.0]).await.unwrap());
    assert!(!lain.masuk().kunci(&[satu.0, dua.0]).await.unwrap(), "all of it or nothing");
}
