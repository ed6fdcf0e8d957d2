//! Begins that are cancelled on their way, at every point the scheduler allows.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::{Duration, Instant},
};

use super::{config::Penjagaan, *};

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_of_cancelled_begins_leave_nothing_to_the_next_borrower() {
    let uji = Uji::dengan_tenant(&["balangan", "kudus"]).await;
    let db = uji.aplikasi().await;
    let (.., semula, _) = tanpa_cakupan(&db).await;

    for ke in 0..600 {
        batalkan(&db, "balangan", ke).await;
        let (akun, jalur, pid, terlihat) = tanpa_cakupan(&db).await;
        assert_eq!((akun.as_str(), jalur.as_str()), ("loket_app", ""), "after cancellation {ke}");
        assert_eq!(terlihat, Err("42P01".to_owned()), "after cancellation {ke}");
        assert_eq!(pid, semula, "the connection was lost: begin is not a task of its own");
        batalkan(&db, "balangan", ke).await;
        let tx = db.begin_tenant(&s("kudus")).await.unwrap();
        assert_eq!(Tampak::di(&tx).await, Tampak::milik("kudus"), "after cancellation {ke}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_and_commits_may_be_cancelled_too() {
    let uji = Uji::dengan_tenant(&["balangan", "kudus"]).await;
    let db = uji.aplikasi().await;
    for ke in 0..200 {
        let tx = db.begin_tenant(&s("balangan")).await.unwrap();
        if ke % 2 == 0 {
            putus(tx.execute_unprepared("SELECT pg_sleep(0.002)"), ke / 2 % 3).await;
            drop(tx);
        } else {
            putus(tx.commit(), ke / 2 % 3).await;
        }
        let (akun, jalur, _, terlihat) = tanpa_cakupan(&db).await;
        assert_eq!((akun.as_str(), jalur.as_str()), ("loket_app", ""), "after cancellation {ke}");
        assert_eq!(terlihat, Err("42P01".to_owned()), "after cancellation {ke}");
        let tx = db.begin_tenant(&s("kudus")).await.unwrap();
        assert_eq!(Tampak::di(&tx).await, Tampak::milik("kudus"), "after cancellation {ke}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_both_guards_a_cancelled_begin_hands_over_the_tenant() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    let db = dengan_jaga(&uji, Penjagaan { pelepasan: false, mulai: false }).await;
    let mut bocor = false;
    for ke in 0..2000 {
        batalkan(&db, "balangan", ke).await;
        let (akun, _, _, terlihat) = tanpa_cakupan(&db).await;
        bocor = akun == "loket_t_balangan" && terlihat.is_ok();
        if bocor {
            break;
        }
    }
    assert!(bocor, "the hazard is gone; so may be the guards");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_release_guard_alone_stops_the_leak_by_closing_the_connection() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    let db = dengan_jaga(&uji, Penjagaan { pelepasan: true, mulai: false }).await;
    let (.., semula, _) = tanpa_cakupan(&db).await;
    let mut ditutup = 0;
    let mut terakhir = semula;
    for ke in 0..2000 {
        batalkan(&db, "balangan", ke).await;
        let (akun, _, pid, terlihat) = tanpa_cakupan(&db).await;
        assert_eq!((akun.as_str(), terlihat), ("loket_app", Err("42P01".to_owned())));
        ditutup += u32::from(pid != std::mem::replace(&mut terakhir, pid));
        if ditutup == 5 {
            break;
        }
    }
    assert_eq!(ditutup, 5, "too few begins were caught on their way");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_task_alone_stops_the_leak_and_keeps_the_connection() {
    let uji = Uji::dengan_tenant(&["balangan"]).await;
    let db = dengan_jaga(&uji, Penjagaan { pelepasan: false, mulai: true }).await;
    let (.., semula, _) = tanpa_cakupan(&db).await;
    for ke in 0..200 {
        batalkan(&db, "balangan", ke).await;
        let (akun, _, pid, terlihat) = tanpa_cakupan(&db).await;
        assert_eq!((akun.as_str(), terlihat), ("loket_app", Err("42P01".to_owned())));
        assert_eq!(pid, semula);
    }
}

async fn dengan_jaga(uji: &Uji, jaga: Penjagaan) -> Postgres {
    Postgres::connect(&PostgresConfig { jaga, ..uji.satu_koneksi() }).await.unwrap()
}

/// Begins and gives up: by turns after a number of polls, and by aborting the task after some microseconds.
async fn batalkan(db: &Postgres, slug: &str, ke: u32) {
    if ke.is_multiple_of(2) {
        // Only with the connection at rest is the first wait that of the begin itself.
        for _ in 0..50 {
            if db.dalam.utama.pool.num_idle() == 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        putus(db.begin_tenant(&s(slug)), ke / 2 % 5).await;
    } else {
        let (db, slug) = (db.clone(), s(slug));
        let tugas = tokio::spawn(async move { drop(db.begin_tenant(&slug).await) });
        // The timer's grain is a millisecond, far too coarse for a begin.
        let mulai = Instant::now();
        while mulai.elapsed().as_micros() < u128::from(ke * 37 % 700) {
            tokio::task::yield_now().await;
        }
        tugas.abort();
        tugas.await.ok();
    }
}

/// Drops the future when it has been left pending `kali` times more.
async fn putus(masa_depan: impl Future, mut kali: u32) {
    let mut masa_depan = pin!(masa_depan);
    poll_fn(|cx| match masa_depan.as_mut().poll(cx) {
        Poll::Ready(_) => Poll::Ready(()),
        Poll::Pending if kali == 0 => Poll::Ready(()),
        Poll::Pending => {
            kali -= 1;
            Poll::Pending
        }
    })
    .await;
}
