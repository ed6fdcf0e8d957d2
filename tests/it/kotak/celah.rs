//! What the listeners of a process get when commits come out of order, when no bell rings, and when they are slow.

use std::{sync::Arc, time::Duration};

use loket::{
    aliran::{Aliran, AliranConfig, Langganan, Susulan},
    worker::Kotor,
};
use loket_domain::{
    aliran::Kabar, id::Id, nilai::Rahasia, percakapan::KontakId, ports::UnitOfWork,
};
use loket_tests::app::TestApp;
use uuid::Uuid;

use super::{id, masuk, menunggu};

/// A note in a unit of work that is not committed yet.
async fn catat(app: &TestApp, kontak: KontakId, petugas: Uuid) -> (Uuid, Box<dyn UnitOfWork>) {
    let ports = &app.kantor.parts.ports;
    let mut work = ports.store.begin(&app.kantor.tenant.slug).await.unwrap();
    let (catatan, isi) = (ports.ids.uuid(), Rahasia::new("catatan"));
    work.kotak()
        .tambah_catatan(catatan, kontak, Id::new(petugas), &isi, ports.clock.now())
        .await
        .unwrap();
    crate::jejak::beralasan(ports, work.as_mut()).await;
    (catatan, work)
}

async fn terima(langganan: &mut Langganan) -> Option<Arc<Kabar>> {
    let batas = Duration::from_mins(1);
    tokio::time::timeout(batas, langganan.terima.recv()).await.expect("nothing was told")
}

/// An office with one conversation; the conversation and an officer.
async fn kantor() -> (TestApp, KontakId, Uuid) {
    let app = TestApp::start("pekanbaru").await;
    let fo = masuk(&app, "fo1").await;
    app.kantor.warga("6281300000951").tulis("petugas").await;
    let kontak = KontakId::new(id(&menunggu(&fo, 1).await[0]).parse().unwrap());
    let petugas = id(&fo.get("/v1/saya").await.ok()).parse().unwrap();
    (app, kontak, petugas)
}

#[tokio::test]
async fn an_event_that_becomes_visible_behind_a_later_one_is_told_once_without_any_bell() {
    let (app, kontak, petugas) = kantor().await;
    // As another process has it: nobody rings here.
    let aliran = Aliran::baru(
        app.kantor.parts.ports.clone(),
        Arc::new(Kotor::default()),
        AliranConfig::default(),
    );
    let slug = &app.kantor.tenant.slug;
    let mut layar = aliran.langgan(slug, Id::new(petugas)).await.unwrap().unwrap();
    let mut penanda = layar.penanda.clone();
    let (awal, lambat) = catat(&app, kontak, petugas).await;
    let (akhir, cepat) = catat(&app, kontak, petugas).await;
    cepat.commit().await.unwrap();
    let mut urut = Vec::new();
    for sisa in [Some(lambat), None] {
        loop {
            let kabar = terima(&mut layar).await.unwrap();
            assert!(penanda.terima(kabar.id), "told twice");
            if kabar.objek.is_some_and(|objek| objek == awal || objek == akhir) {
                urut.push(kabar.objek.unwrap());
                break;
            }
        }
        if let Some(work) = sisa {
            work.commit().await.unwrap();
        }
    }
    assert_eq!(urut, [akhir, awal]);
    drop(layar);
    assert_eq!(aliran.jumlah(), 0);
}

#[tokio::test]
async fn a_listener_that_is_too_slow_is_cut_off_and_loses_nothing_when_it_resumes() {
    let (app, kontak, petugas) = kantor().await;
    let atur = AliranConfig { antrean: 1, ..AliranConfig::default() };
    let aliran = Aliran::baru(app.kantor.parts.ports.clone(), Arc::new(Kotor::default()), atur);
    let slug = &app.kantor.tenant.slug;
    let mut layar = aliran.langgan(slug, Id::new(petugas)).await.unwrap().unwrap();
    let mut penanda = layar.penanda.clone();
    let mut ditulis = Vec::new();
    for _ in 0..4 {
        let (catatan, work) = catat(&app, kontak, petugas).await;
        work.commit().await.unwrap();
        ditulis.push(catatan);
    }
    let mut sampai = Vec::new();
    while let Some(kabar) = terima(&mut layar).await {
        if penanda.terima(kabar.id) {
            sampai.extend(kabar.objek.filter(|objek| ditulis.contains(objek)));
        }
        // It reads no faster than events come.
        for _ in 0..3 {
            let (catatan, work) = catat(&app, kontak, petugas).await;
            work.commit().await.unwrap();
            ditulis.push(catatan);
        }
    }
    let Susulan::Kabar(semua) = aliran.susulan(slug, &penanda).await.unwrap() else {
        panic!("too much was missed");
    };
    for kabar in semua {
        if penanda.terima(kabar.id) {
            sampai.extend(kabar.objek.filter(|objek| ditulis.contains(objek)));
        }
    }
    assert_eq!(sampai, ditulis, "each once, in order");
}
