//! What time tells, and what hashing costs others.

use std::time::{Duration, Instant};

use loket_tests::app::{SANDI, TestApp};
use serde_json::json;

use super::{SAAT, kantor_berjam, langkah_satu, slug};

fn tengah(mut semua: Vec<Duration>) -> Duration {
    semua.sort_unstable();
    semua[semua.len() / 2]
}

/// Security bar 3.
#[tokio::test]
async fn an_unknown_user_takes_as_long_as_a_wrong_password() {
    let (app, jam) = kantor_berjam("sinjai").await;
    let nama = app.kantor.petugas[0].nama_pengguna.clone();
    let (mut ada, mut hantu) = (Vec::new(), Vec::new());
    // What somebody else does on the machine moves a median once, not a hundred tries further on.
    let beda = |ada: &[Duration], hantu: &[Duration]| {
        let (ada, hantu) =
            (tengah(ada.to_vec()).as_secs_f64(), tengah(hantu.to_vec()).as_secs_f64());
        (ada - hantu).abs() / ada.max(hantu)
    };
    for n in 0..400 {
        if n >= 100 && n % 100 == 0 && beda(&ada, &hantu) <= 0.1 {
            break;
        }
        // Counters forget, so that every try is made; the two take turns, so that both see the same machine, and who comes
        // first after the leap pays for it in turn, too.
        jam.pindah(SAAT + time::Duration::hours(n));
        let mut giliran = [(nama.as_str(), &mut ada), ("hantu", &mut hantu)];
        if n % 2 == 1 {
            giliran.reverse();
        }
        for (siapa, waktu) in giliran {
            let mulai = Instant::now();
            let jawaban = langkah_satu(&app, siapa, "salah sama sekali").await;
            waktu.push(mulai.elapsed());
            assert_eq!(jawaban.masalah(401), "kredensial_salah");
        }
    }
    let selisih = beda(&ada, &hantu);
    assert!(selisih <= 0.1, "{selisih}: {:?} dan {:?}", tengah(ada), tengah(hantu));
    // The bodies differ in nothing but the id of the request.
    let (mut satu, mut dua) = (
        langkah_satu(&app, &nama, "salah sama sekali").await.json,
        langkah_satu(&app, "hantu", "salah sama sekali").await.json,
    );
    for isi in [&mut satu, &mut dua] {
        isi["instance"] = json!(null);
    }
    assert_eq!(satu, dua);
}

/// Security bar 1.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_logins_at_once_do_not_hold_others_up() {
    let app = TestApp::start("sinjai").await;
    let anonim = app.anonim();
    let sehat = async || {
        let mulai = Instant::now();
        assert_eq!(anonim.get("/healthz").await.status, 200);
        mulai.elapsed()
    };
    let jalur = format!("/v1/tenant/{}/sesi", slug(&app));
    let serbu = tokio::spawn({
        let anonim = anonim.clone();
        async move {
            let satu = |n: u32| {
                let (anonim, jalur) = (anonim.clone(), jalur.clone());
                async move {
                    let isi = json!({ "nama_pengguna": format!("hantu{n}"), "sandi": SANDI });
                    anonim.post(&jalur, isi).await.status.as_u16()
                }
            };
            futures_util::future::join_all((0..200).map(satu)).await
        }
    });
    let mut waktu = Vec::new();
    while !serbu.is_finished() {
        waktu.push(sehat().await);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let semua = serbu.await.unwrap();
    // Wrong, told to wait, or told that the pool is busy: nobody hangs, nothing breaks.
    assert!(semua.iter().all(|status| [401, 429, 503].contains(status)), "{semua:?}");
    assert!(semua.iter().filter(|status| **status == 401).count() >= 10, "{semua:?}");
    assert!(waktu.len() > 20, "{}", waktu.len());
    let tengah = tengah(waktu);
    assert!(tengah <= Duration::from_millis(200), "{tengah:?}");
}
