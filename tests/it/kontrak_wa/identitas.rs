//! Numbers and identities that change hands: nothing of a case is told until it is sure who asks.

use loket_tests::{
    app::TestApp,
    sampai,
    warga::{Warga, isi},
};
use serde_json::json;

use super::{
    alat::{dijawab, hitung, kantor, kirim, tanya, tuntas},
    contoh::{pesan, teks},
};
use crate::pekanbaru::{ajukan_pdf, cari};

/// The resident's phone tells that it went to another number.
async fn nomor_berubah(app: &TestApp, dari: &str, wamid: &str) {
    let sistem = json!({ "type": "user_changed_number", "body": "User A changed", "wa_id": "6281440099999" });
    let badan = pesan(app, dari, wamid, &json!({ "type": "system", "system": sistem }));
    assert_eq!(dijawab(app, &badan).await, 0);
}

async fn tidak_menyebut(warga: &Warga<'_>, teks: &str, rahasia: &[&str]) -> String {
    let jawaban = isi(&warga.tulis(teks).await);
    for satu in rahasia {
        assert!(!jawaban.contains(satu), "{teks}: {jawaban}");
    }
    jawaban
}

#[tokio::test]
async fn a_changed_number_learns_nothing_until_the_resident_proves_themselves() {
    let app = kantor("pekanbaru").await;
    let dari = "6281440000001";
    let warga = app.kantor.warga(dari);
    let nomor = ajukan_pdf(&warga).await;
    nomor_berubah(&app, dari, "wamid.n1").await;
    assert_eq!(hitung(&app, "kontak WHERE verifikasi_ulang = 'nomor_berubah'").await, 1);
    nomor_berubah(&app, dari, "wamid.n1").await;
    // The new number begins as a stranger.
    let baru = app.kantor.warga("6281440099999");
    let rahasia = [nomor.as_str(), "Siti", "Aminah"];
    tidak_menyebut(&baru, "halo", &rahasia).await;
    let status = tidak_menyebut(&baru, "status", &rahasia).await;
    assert!(status.contains("Belum ada permohonan"), "{status}");
    // The old number is asked for a proof whatever it says.
    for kata in ["status", "menu", "lengkapi", "batal"] {
        let jawaban = tidak_menyebut(&warga, kata, &rahasia).await;
        assert!(jawaban.contains("4 angka terakhir NIK"), "{jawaban}");
    }
    let salah = tidak_menyebut(&warga, &format!("{nomor} Budi"), &rahasia).await;
    assert!(salah.contains("1 dari 3"), "{salah}");
    // What an officer does meanwhile is held.
    let fo = app.sebagai("fo").await;
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    fo.putuskan(&id, "cek_daftar", "kurang", Some("Foto buram")).await.ok();
    let ditahan = "pesan_keluar WHERE keadaan = 'tertahan' AND galat = 'verifikasi_ulang'";
    sampai("pesan tertahan", || async { (hitung(&app, ditahan).await == 1).then_some(()) }).await;
    let sebelum = warga.masuk().len();
    // What was held comes first, and then that they are known again.
    warga.tulis(&format!("{nomor} siti AMINAH")).await;
    warga.pesan("sudah cocok").await;
    let dilepas = warga.pesan("Foto buram").await;
    assert!(isi(&dilepas).contains(&nomor));
    assert_eq!(hitung(&app, ditahan).await, 0);
    assert_eq!(warga.masuk().len(), sebelum + 2);
    let status = warga.tulis("status").await;
    assert!(isi(&status).contains(&nomor), "{}", isi(&status));
    let jejak = tanya(
        &app,
        "SELECT string_agg(aksi, ' ' ORDER BY id) FROM audit WHERE aksi LIKE 'kontak.%verifikasi%'",
    );
    assert_eq!(jejak.await.as_deref(), Some("kontak.verifikasi_diminta kontak.terverifikasi"));
}

#[tokio::test]
async fn three_wrong_proofs_leave_it_to_an_officer_who_vouches_with_a_reason() {
    let app = kantor("pekanbaru").await;
    let dari = "6281440000002";
    let warga = app.kantor.warga(dari);
    let nomor = ajukan_pdf(&warga).await;
    nomor_berubah(&app, dari, "wamid.n2").await;
    warga.tulis("halo").await;
    for (teks, sisa) in
        [("0001", "1 dari 3"), ("0002", "2 dari 3"), ("0003", "Petugas akan memeriksa")]
    {
        let jawaban = warga.tulis(teks).await;
        assert!(isi(&jawaban).contains(sisa), "{}", isi(&jawaban));
    }
    // Now even the right answer is not enough, and nothing is said.
    let benar = pesan(&app, dari, "wamid.v1", &teks(&format!("{nomor} Siti Aminah")));
    assert_eq!(dijawab(&app, &benar).await, 0);
    let jawaban = warga.tulis("status").await;
    assert!(isi(&jawaban).contains("Petugas sedang memeriksa"), "{}", isi(&jawaban));
    let kontak =
        tanya(&app, "SELECT id FROM kontak WHERE verifikasi_ulang IS NOT NULL").await.unwrap();
    let jalur = format!("/v1/kontak/{kontak}/verifikasi");
    let alasan = json!({ "alasan": "Datang ke loket dengan KTP-el asli" });
    let kasi = app.sebagai("kasi").await;
    assert_eq!(kasi.post(&jalur, alasan.clone()).await.masalah(403), "tidak_berizin");
    let fo = app.sebagai("fo").await;
    assert_eq!(fo.post(&jalur, json!({ "alasan": " " })).await.masalah(422), "isian_tidak_sah");
    assert_eq!(fo.post(&jalur, alasan.clone()).await.status, 204);
    assert_eq!(fo.post(&jalur, alasan).await.masalah(409), "kontak_tidak_ditandai");
    warga.pesan("Petugas sudah memastikan").await;
    let status = warga.tulis("status").await;
    assert!(isi(&status).contains(&nomor), "{}", isi(&status));
    assert_eq!(hitung(&app, "kontak_jaminan").await, 1);
    let tahu = "audit WHERE aksi = 'kontak.terverifikasi' AND pelaku ->> 'jenis' = 'petugas'";
    assert_eq!(hitung(&app, tahu).await, 1);
}

#[tokio::test]
async fn another_identity_behind_the_same_number_is_asked_for_a_proof() {
    let app = kantor("pekanbaru").await;
    let dari = "6281440000003";
    let warga = app.kantor.warga(dari);
    let nomor = ajukan_pdf(&warga).await;
    let dengan = |wamid: &str, hash: &str| {
        let mut badan = pesan(&app, dari, wamid, &teks("status"));
        let kontak = &mut badan["entry"][0]["changes"][0]["value"]["contacts"][0];
        kontak["identity_key_hash"] = json!(hash);
        badan
    };
    let ada = |jumlah: u64| {
        let app = &app;
        async move {
            tuntas(app).await;
            assert_eq!(
                hitung(app, "kontak WHERE verifikasi_ulang = 'identitas_berubah'").await,
                jumlah
            );
        }
    };
    for (wamid, hash) in [("wamid.h1", "a"), ("wamid.h2", "a")] {
        kirim(&app, &dengan(wamid, hash)).await;
        ada(0).await;
    }
    kirim(&app, &dengan("wamid.h3", "b")).await;
    ada(1).await;
    warga.pesan("4 angka terakhir NIK").await;
    let benar = warga.tulis(&format!("{nomor} Siti Aminah")).await;
    assert!(isi(&benar).contains("sudah cocok"), "{}", isi(&benar));
    ada(0).await;
    // WhatsApp says it itself; and so does another business-scoped id behind the same number.
    let sistem = json!({ "type": "system", "system": { "type": "customer_identity_changed" }, "identity": { "hash": "c" } });
    kirim(&app, &pesan(&app, dari, "wamid.h4", &sistem)).await;
    ada(1).await;
    warga.tulis("halo").await;
    warga.tulis(&format!("Siti Aminah {nomor}")).await;
    ada(0).await;
    let mut asing = pesan(&app, dari, "wamid.h5", &teks("status"));
    let nilai = &mut asing["entry"][0]["changes"][0]["value"];
    nilai["messages"][0]["from_user_id"] = json!("ID.ORANGLAIN");
    kirim(&app, &asing).await;
    ada(1).await;
}

#[tokio::test]
async fn a_contact_without_a_case_is_not_bothered_but_begins_anew() {
    let app = kantor("pekanbaru").await;
    let dari = "6281440000004";
    let warga = app.kantor.warga(dari);
    for kata in ["halo", "1", "Siti Aminah"] {
        warga.tulis(kata).await;
    }
    nomor_berubah(&app, dari, "wamid.n4").await;
    let jawaban = tidak_menyebut(&warga, "kartu keluarga", &["Siti", "4 angka"]).await;
    assert!(
        jawaban.contains("Kirim PDF dokumen"),
        "the menu, not the intake of whoever had the number: {jawaban}"
    );
    assert_eq!(hitung(&app, "kontak WHERE verifikasi_ulang IS NOT NULL").await, 0);
}
