//! Appointments, fees, registers and outside parties.

use serde_json::{Value, json};
use time::macros::datetime;

use super::{antrean, daftarkan, daftarkan_lagi, kantor, kasus, kerjakan, masuk, rinci, salah};

#[tokio::test]
async fn an_appointment_is_agreed_moved_with_a_reason_and_waited_for() {
    let (app, jam) = kantor(datetime!(2026-03-02 10:00 +08)).await;
    let petugas = masuk(&app, "layanan1").await;
    let id = daftarkan(&petugas, "janji", "loket", json!({})).await;
    let tugas = petugas.terima(&id, "janji").await;
    assert_eq!(rinci(&petugas, &tugas).await["aturan_jadwal"], json!({ "jenis": "janji" }));
    let jadwal = |pada: &str| json!({ "jenis": "jadwal", "pada": pada });
    let belum = petugas.putuskan_tugas(&tugas, "hadir", None).await;
    assert_eq!(belum.masalah(409), "jadwal_belum_ada");
    let lampau = kerjakan(&petugas, &tugas, "catatan", jadwal("2026-03-02T09:00:00+08:00")).await;
    assert_eq!(lampau.masalah(409), "jadwal_lampau");
    let bukan = kerjakan(&petugas, &tugas, "catatan", jadwal("besok")).await;
    assert_eq!(salah(&bukan), [("/pada", "nilai_tidak_sah")]);
    kerjakan(&petugas, &tugas, "catatan", jadwal("2026-03-03T09:00:00+08:00")).await.ok();
    let mut pindah = jadwal("2026-03-04T09:00:00+08:00");
    let tanpa = kerjakan(&petugas, &tugas, "catatan", pindah.clone()).await;
    assert_eq!(tanpa.masalah(409), "alasan_wajib");
    pindah["alasan"] = json!("Pemohon sakit.");
    let tercatat = kerjakan(&petugas, &tugas, "catatan", pindah).await.ok();
    assert_eq!(tercatat["alasan"], "Pemohon sakit.");
    assert_eq!(antrean(&petugas).await[0]["jadwal"], "2026-03-04T01:00:00Z");
    let dini = petugas.putuskan_tugas(&tugas, "hadir", None).await;
    assert_eq!(dini.masalah(409), "belum_waktunya");
    let butuh = &rinci(&petugas, &tugas).await["pilihan"][0]["butuh"];
    assert_eq!((&butuh[0]["terpenuhi"], &butuh[1]["terpenuhi"]), (&json!(true), &json!(false)));
    jam.pindah(datetime!(2026-03-04 9:01 +08));
    let petugas = masuk(&app, "layanan1").await;
    petugas.putuskan_tugas(&tugas, "hadir", None).await;
    assert_eq!(kasus(&petugas, &id).await["status"], "selesai");
}

#[tokio::test]
async fn a_fine_grows_with_lateness_is_waived_on_some_days_and_holds_a_later_step_up() {
    let (app, jam) = kantor(datetime!(2026-04-01 10:00 +08)).await;
    let petugas = masuk(&app, "layanan1").await;
    let tagihan = async |petugas: &_, id: &str| kasus(petugas, id).await["tagihan"].clone();
    for (peristiwa, jumlah) in [("2026-03-20", 0), ("2026-02-20", 25_000), ("2026-01-01", 50_000)] {
        let id = daftarkan(&petugas, "denda", "loket", json!({ "peristiwa": peristiwa })).await;
        let satu = tagihan(&petugas, &id).await;
        assert_eq!((&satu[0]["jumlah"], &satu[0]["lunas"]), (&json!(jumlah), &json!(jumlah == 0)));
        assert_eq!(satu[0]["nama"], "Denda keterlambatan");
        let tugas = petugas.terima(&id, "tagih").await;
        petugas.putuskan_tugas(&tugas, "lanjut", None).await;
        let buku = petugas.terima(&id, "buku").await;
        kerjakan(&petugas, &buku, "catatan", json!({ "jenis": "nomor_register" })).await.ok();
        let bayar = |jumlah: u64, bukti: &str| json!({ "jenis": "pembayaran", "tarif": "denda", "jumlah": jumlah, "bukti": bukti });
        if jumlah > 0 {
            let belum = petugas.putuskan_tugas(&buku, "catat", None).await;
            assert_eq!(belum.masalah(409), "belum_lunas");
            let layar = rinci(&petugas, &buku).await;
            assert_eq!(layar["tagihan"][0]["di_sini"], false);
            let kurang = kerjakan(&petugas, &buku, "catatan", bayar(1, "STS-1")).await;
            assert_eq!(kurang.masalah(409), "jumlah_tidak_sesuai");
            let tanpa = kerjakan(&petugas, &buku, "catatan", bayar(jumlah, " ")).await;
            assert_eq!(salah(&tanpa), [("/bukti", "nomor_tidak_sah")]);
            kerjakan(&petugas, &buku, "catatan", bayar(jumlah, "STS-1")).await.ok();
        }
        let lagi = kerjakan(&petugas, &buku, "catatan", bayar(jumlah, "STS-2")).await;
        assert_eq!(lagi.masalah(409), "sudah_lunas");
        assert_eq!(petugas.putuskan_tugas(&buku, "catat", None).await.status, 204);
        assert_eq!(tagihan(&petugas, &id).await[0]["lunas"], true);
    }
    jam.pindah(datetime!(2026-08-12 10:00 +08));
    let petugas = masuk(&app, "layanan1").await;
    let id =
        daftarkan_lagi(&petugas, "bebas", "denda", "loket", json!({ "peristiwa": "2026-01-01" }))
            .await;
    assert_eq!(tagihan(&petugas, &id).await[0]["jumlah"], 0);
}

#[tokio::test]
async fn a_register_number_is_given_once_and_never_twice() {
    let (app, _) = kantor(datetime!(2026-03-02 10:00 +08)).await;
    let (satu, dua) = (masuk(&app, "layanan1").await, masuk(&app, "layanan2").await);
    let mut buku = Vec::new();
    for (petugas, hari) in [(&satu, "2026-03-01"), (&dua, "2026-03-02")] {
        let id = daftarkan(petugas, "denda", "loket", json!({ "peristiwa": hari })).await;
        petugas.putuskan(&id, "tagih", "lanjut", None).await;
        buku.push(petugas.terima(&id, "buku").await);
    }
    let beri = json!({ "jenis": "nomor_register" });
    let versi = rinci(&satu, &buku[0]).await["versi"].clone();
    assert_eq!(rinci(&satu, &buku[0]).await["register"]["nama"], "Register kelahiran");
    let jalur = format!("/v1/tugas/{}/catatan", buku[0]);
    let isi = json!({ "jenis": "nomor_register", "versi": versi });
    // The same officer twice and another one, all at once.
    let (a, b, lain) = tokio::join!(
        satu.post(&jalur, isi.clone()),
        satu.post(&jalur, isi),
        kerjakan(&dua, &buku[1], "catatan", beri.clone()),
    );
    let (diberi, ditolak) = if a.status == 200 { (a, b) } else { (b, a) };
    assert_eq!(ditolak.masalah(409), "versi_usang");
    let mut nomor = [diberi.ok()["nomor"].clone(), lain.ok()["nomor"].clone()];
    nomor.sort_by_key(Value::to_string);
    assert_eq!(nomor, [json!("63.11-LT-032026-1"), json!("63.11-LT-032026-2")]);
    let lagi = kerjakan(&satu, &buku[0], "catatan", beri).await;
    assert_eq!(lagi.masalah(409), "sudah_bernomor");
    let rebut = kerjakan(&dua, &buku[0], "catatan", json!({ "jenis": "nomor_register" })).await;
    assert_eq!(rebut.masalah(409), "sudah_diterima_lain");
}

#[tokio::test]
async fn an_outside_party_answers_under_its_reference_number() {
    let (app, _) = kantor(datetime!(2026-03-02 10:00 +08)).await;
    let petugas = masuk(&app, "layanan1").await;
    let id = daftarkan(&petugas, "luar", "loket", json!({})).await;
    let tugas = petugas.terima(&id, "luar").await;
    let belum = petugas.putuskan_tugas(&tugas, "terjawab", None).await;
    assert_eq!(belum.masalah(409), "rujukan_belum_ada");
    assert_eq!(rinci(&petugas, &tugas).await["pihak_luar"], "Pengadilan Negeri Paringin");
    let formulir = json!({ "jenis": "formulir", "isi": {} });
    let lain = kerjakan(&petugas, &tugas, "catatan", formulir).await;
    assert_eq!(lain.masalah(409), "catatan_tidak_diminta");
    let rujukan = json!({ "jenis": "rujukan", "nomor": " 12/Pdt.P/2026 " });
    let tercatat = kerjakan(&petugas, &tugas, "catatan", rujukan).await.ok();
    assert_eq!(tercatat, json!({ "jenis": "rujukan", "nomor": "12/Pdt.P/2026" }));
    assert_eq!(petugas.putuskan_tugas(&tugas, "terjawab", None).await.status, 204);

    let layanan = app.anonim();
    let jalur = format!("/v1/tenant/{}/layanan/luar", app.kantor.tenant.slug);
    let layanan = layanan.get(&jalur).await.ok();
    assert_eq!(layanan["kuota"], json!({ "per_hari": 500, "kanal": ["daring"] }));
    let syarat = &layanan["syarat"][0];
    assert_eq!((&syarat["rupa"], &syarat["perlakuan"]), (&json!("salinan"), &json!("tunjukkan")));
    assert_eq!(syarat["tanda_tangan"], json!(["Kepala desa"]));
    assert_eq!(syarat["foto"]["latar"], "merah");
    assert_eq!(layanan["isian"][1]["pilihan"][1]["kode"], "lansia");
}
