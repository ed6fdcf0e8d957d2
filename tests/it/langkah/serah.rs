//! Questions, hand-overs, batches, and who comes first.

use serde_json::{Value, json};
use time::macros::datetime;

use super::{
    antrean, daftarkan, daftarkan_lagi, id_petugas, kantor, kartu, kasus, kerjakan, masuk, rinci,
    salah, tugas,
};

#[tokio::test]
async fn a_question_is_asked_answered_and_taken_back_while_the_tugas_stays_open() {
    let (app, _) = kantor(datetime!(2026-03-02 10:00 +08)).await;
    let (petugas, kasi) = (masuk(&app, "layanan1").await, masuk(&app, "kasi").await);
    let id = daftarkan(&petugas, "isi", "loket", json!({})).await;
    let tugas = petugas.terima(&id, "isi").await;
    let tanya = |kepada: &str, apa: &str| json!({ "kepada": kepada, "pertanyaan": apa });
    let asing = kerjakan(&petugas, &tugas, "konsultasi", tanya("kadis", "Boleh?")).await;
    assert_eq!(asing.masalah(409), "tidak_boleh_konsultasi");
    assert_eq!(asing.json["pilihan"], json!(["kasi"]));
    let kosong = kerjakan(&petugas, &tugas, "konsultasi", tanya("kasi", "  ")).await;
    assert_eq!(salah(&kosong), [("/pertanyaan", "pertanyaan_wajib")]);
    let layar = rinci(&petugas, &tugas).await;
    assert_eq!(layar["boleh_ditanya"][0]["kode"], "kasi");

    let baru = kerjakan(&petugas, &tugas, "konsultasi", tanya("kasi", "Cap bidan hilang?")).await;
    assert_eq!(baru.status, 201, "{}", baru.teks);
    let pertanyaan = baru.json["tugas_id"].as_str().unwrap().to_owned();
    let baris = antrean(&kasi).await;
    assert_eq!(
        (&baris[0]["id"], &baris[0]["pertanyaan"]),
        (&baru.json["tugas_id"], &json!("Cap bidan hilang?"))
    );
    let layar = rinci(&kasi, &pertanyaan).await;
    assert_eq!(layar["konsultasi_atas"], json!(tugas));
    assert_eq!(
        (&layar["pilihan"][0]["kode"], &layar["pilihan"][0]["alasan"]),
        (&json!("jawab"), &json!("wajib"))
    );
    assert_eq!(layar["formulir"], Value::Null, "pertanyaan tidak meminta formulir tahapnya");
    assert_eq!(kasi.terima(&id, "isi").await, pertanyaan);
    let diam = kasi.putuskan_tugas(&pertanyaan, "jawab", None).await;
    assert_eq!(diam.masalah(409), "alasan_wajib");
    assert_eq!(rinci(&petugas, &tugas).await["konsultasi"][0]["keadaan"], "menunggu");
    let jawab = kasi.putuskan_tugas(&pertanyaan, "jawab", Some("Boleh, dengan SPTJM.")).await;
    assert_eq!(jawab.status, 204, "{}", jawab.teks);
    let jawaban = rinci(&petugas, &tugas).await["konsultasi"][0].clone();
    assert_eq!(
        (&jawaban["keadaan"], &jawaban["jawaban"]),
        (&json!("dijawab"), &json!("Boleh, dengan SPTJM."))
    );
    assert_eq!(jawaban["dijawab_oleh"], app.kantor.pemegang("kasi").nama);

    let dua = kerjakan(&petugas, &tugas, "konsultasi", tanya("kasi", "Satu lagi?")).await.ok();
    let tarik = format!("/v1/tugas/{}/konsultasi/penarikan", dua["tugas_id"].as_str().unwrap());
    let lain = masuk(&app, "layanan2").await;
    assert_eq!(lain.post(&tarik, json!({})).await.masalah(409), "sudah_diterima_lain");
    assert_eq!(petugas.post(&tarik, json!({})).await.status, 204);
    assert_eq!(antrean(&kasi).await.len(), 0);
    assert_eq!(rinci(&petugas, &tugas).await["konsultasi"][1]["keadaan"], "ditarik");
    assert_eq!(petugas.post(&tarik, json!({})).await.masalah(409), "tugas_tidak_terbuka");
}

#[tokio::test]
async fn a_tugas_is_handed_on_with_both_parafs() {
    let (app, _) = kantor(datetime!(2026-03-02 10:00 +08)).await;
    let (satu, dua, kasi) =
        (masuk(&app, "layanan1").await, masuk(&app, "layanan2").await, masuk(&app, "kasi").await);
    let id = daftarkan(&satu, "isi", "loket", json!({})).await;
    let tugas = satu.terima(&id, "isi").await;
    let (orang_dua, orang_siak) =
        (id_petugas(&app, "layanan2").await, id_petugas(&app, "siak1").await);
    let ke = |siapa: &Value, alasan: Value| json!({ "kepada": siapa, "alasan": alasan });
    let rebut = kerjakan(&dua, &tugas, "pengalihan", ke(&orang_dua, json!("Saya saja."))).await;
    assert_eq!(rebut.masalah(403), "tidak_berizin");
    let diam = kerjakan(&kasi, &tugas, "pengalihan", ke(&orang_dua, Value::Null)).await;
    assert_eq!(salah(&diam), [("/alasan", "alasan_wajib")]);
    let bukan = kerjakan(&kasi, &tugas, "pengalihan", ke(&orang_siak, json!("Cuti."))).await;
    assert_eq!(bukan.masalah(409), "bukan_pelaksana");
    let alih = kerjakan(&kasi, &tugas, "pengalihan", ke(&orang_dua, json!("Cuti."))).await;
    assert_eq!(alih.status, 204, "{}", alih.teks);
    let terima = format!("/v1/tugas/{tugas}/penerimaan");
    assert_eq!(satu.post(&terima, json!({})).await.masalah(409), "untuk_petugas_lain");
    assert_eq!(antrean(&satu).await.len(), 0);
    assert_eq!(rinci(&dua, &tugas).await["untuk"]["pengguna_id"], orang_dua);
    assert_eq!(dua.terima(&id, "isi").await, tugas);

    let baris = kartu(&satu, &id).await;
    let paraf = |baris: &Value| {
        (baris["diserahkan_oleh"]["nama"].clone(), baris["diterima_oleh"]["nama"].clone())
    };
    let nama = |login: &str| {
        let orang = app.kantor.petugas.iter().find(|satu| satu.nama_pengguna == login).unwrap();
        json!(orang.nama)
    };
    assert_eq!(paraf(&baris[0]), (Value::Null, nama("layanan1")));
    assert_eq!(paraf(&baris[1]), (nama("kasi"), nama("layanan2")));
    assert_eq!(baris[0]["tugas_id"], baris[1]["tugas_id"]);
    assert!(baris[0]["selesai_pada"].is_string() && baris[1]["selesai_pada"].is_null());

    let lepas = kerjakan(&dua, &tugas, "pengalihan", ke(&Value::Null, Value::Null)).await;
    assert_eq!(lepas.status, 204, "tugas sendiri tanpa alasan: {}", lepas.teks);
    assert_eq!(rinci(&satu, &tugas).await["nama_penerima"], Value::Null);
    assert_eq!(satu.terima(&id, "isi").await, tugas);
}

#[tokio::test]
async fn a_batch_decides_each_on_its_own() {
    let (app, _) = kantor(datetime!(2026-03-02 10:00 +08)).await;
    let petugas = masuk(&app, "layanan1").await;
    let mut semua = Vec::new();
    for kunci in ["a", "b", "c"] {
        let id = daftarkan_lagi(&petugas, kunci, "denda", "loket", json!({})).await;
        let tugas = tugas(&petugas, &id, "tagih").await;
        semua.push((id, json!({ "id": tugas, "versi": rinci(&petugas, &tugas).await["versi"] })));
    }
    semua[1].1["versi"] = json!(99);
    let tugas: Vec<&Value> = semua.iter().map(|satu| &satu.1).collect();
    let isi = json!({ "tugas": tugas, "keputusan": "lanjut" });
    let hasil = petugas.post("/v1/tugas/keputusan", isi).await.ok();
    let hasil = hasil["data"].as_array().unwrap();
    let kata: Vec<&str> = hasil.iter().map(|satu| satu["hasil"].as_str().unwrap()).collect();
    assert_eq!(kata, ["berhasil", "gagal", "berhasil"]);
    assert_eq!(hasil[1]["id"], semua[1].1["id"]);
    let masalah = &hasil[1]["masalah"];
    assert_eq!((&masalah["kode"], &masalah["status"]), (&json!("versi_usang"), &json!(409)));
    assert!(masalah["detail"].as_str().unwrap().contains("Muat ulang"));
    for ((id, _), tahap) in semua.iter().zip(["buku", "tagih", "buku"]) {
        assert_eq!(kasus(&petugas, id).await["tugas"][0]["tahap"], tahap);
    }
    let kosong =
        petugas.post("/v1/tugas/keputusan", json!({ "tugas": [], "keputusan": "x" })).await;
    assert_eq!(salah(&kosong), [("/tugas", "jumlah_tugas")]);
}

#[tokio::test]
async fn vulnerable_applicants_come_first() {
    let (app, _) = kantor(datetime!(2026-03-02 10:00 +08)).await;
    let petugas = masuk(&app, "layanan1").await;
    let mut id = Vec::new();
    for rentan in ["tidak", "lansia"] {
        id.push(daftarkan(&petugas, "isi", "loket", json!({ "rentan": rentan })).await);
    }
    let baris = antrean(&petugas).await;
    let urutan: Vec<_> =
        baris.iter().map(|satu| (&satu["permohonan_id"], &satu["prioritas"])).collect();
    assert_eq!(urutan, [(&json!(id[1]), &json!(true)), (&json!(id[0]), &json!(false))]);
    let halaman = petugas.get("/v1/tugas?batas=1").await.ok();
    let sesudah = halaman["berikut"].as_str().unwrap();
    let lanjut = petugas.get(&format!("/v1/tugas?batas=1&sesudah={sesudah}")).await.ok();
    assert_eq!(lanjut["data"][0]["permohonan_id"], json!(id[0]));
    assert_eq!(kasus(&petugas, &id[1]).await["prioritas"], true);
}
