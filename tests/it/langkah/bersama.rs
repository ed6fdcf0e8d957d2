//! Steps of several roles, of a unit, of a team, and of the applicant.

use serde_json::{Value, json};
use time::macros::datetime;

use super::{antrean, daftarkan, kantor, kasus, kerjakan, masuk, rinci, tugas};

#[tokio::test]
async fn all_roles_must_agree_and_one_that_differs_decides() {
    let (app, _) = kantor(datetime!(2026-03-02 10:00 +08)).await;
    let (petugas, siak, kasi) =
        (masuk(&app, "layanan1").await, masuk(&app, "siak1").await, masuk(&app, "kasi").await);
    let id = daftarkan(&petugas, "bersama", "loket", json!({})).await;
    assert_eq!(kasus(&petugas, &id).await["tugas"].as_array().unwrap().len(), 2);
    let satu = siak.terima(&id, "periksa").await;
    assert_eq!(rinci(&siak, &satu).await["pilihan"][0]["sepakat"], true);
    siak.putuskan_tugas(&satu, "cocok", None).await;
    assert_eq!(kasus(&petugas, &id).await["tugas"][0]["peran"], json!(["kasi"]), "menunggu kasi");
    kasi.putuskan(&id, "periksa", "cocok", None).await;
    assert_eq!(kasus(&petugas, &id).await["tugas"][0]["tahap"], "naik");

    let beda = daftarkan(&petugas, "bersama", "daring", json!({})).await;
    kasi.putuskan(&beda, "periksa", "beda", None).await;
    assert_eq!(kasus(&petugas, &beda).await["status"], "ditolak");
    assert_eq!(antrean(&siak).await.len(), 0, "tugas peran lain ikut berakhir");
}

#[tokio::test]
async fn a_step_is_for_officers_of_a_unit_and_then_of_a_team() {
    let (app, _) = kantor(datetime!(2026-03-02 10:00 +08)).await;
    let (petugas, kasi) = (masuk(&app, "layanan1").await, masuk(&app, "kasi").await);
    let id = daftarkan(&petugas, "terbatas", "loket", json!({})).await;
    for (tahap, batas, isi, kode, keputusan) in [
        ("unit", "unit_jenis", "dinas", "untuk_unit_lain", "lanjut"),
        ("tim", "tim", "jemput_bola", "untuk_tim_lain", "selesai"),
    ] {
        assert_eq!(antrean(&petugas).await.len(), 0, "{tahap}");
        let tugas = tugas(&petugas, &id, tahap).await;
        let layar = rinci(&petugas, &tugas).await;
        assert_eq!(layar["untuk"][batas], isi);
        assert_eq!(
            (&layar["saya"]["boleh"], &layar["saya"]["halangan"]["kode"]),
            (&json!(false), &json!(kode))
        );
        let terima = petugas.post(&format!("/v1/tugas/{tugas}/penerimaan"), json!({})).await;
        assert_eq!(terima.masalah(409), kode);
        assert_eq!(rinci(&kasi, &tugas).await["saya"]["boleh"], true);
        assert_eq!(kasi.putuskan(&id, tahap, keputusan, None).await.status, 204);
    }
    assert_eq!(kasus(&petugas, &id).await["status"], "selesai");
}

#[tokio::test]
async fn an_officer_records_what_the_applicant_decided() {
    let (app, _) = kantor(datetime!(2026-03-02 10:00 +08)).await;
    let (petugas, kadis) = (masuk(&app, "layanan1").await, masuk(&app, "kadis").await);
    let id = daftarkan(&petugas, "bersama", "jemput_bola", json!({})).await;
    masuk(&app, "siak1").await.putuskan(&id, "periksa", "cocok", None).await;
    masuk(&app, "kasi").await.putuskan(&id, "periksa", "cocok", None).await;
    kadis.putuskan(&id, "naik", "setuju", None).await;
    let satu = tugas(&petugas, &id, "tanya").await;
    let layar = rinci(&petugas, &satu).await;
    assert_eq!((&layar["untuk"]["pemohon"], &layar["saya"]), (&json!(true), &Value::Null));
    let jawab = |keputusan: &str| json!({ "keputusan": keputusan });
    let tanpa = kerjakan(&kadis, &satu, "jawaban-pemohon", jawab("benar")).await;
    assert_eq!(tanpa.masalah(403), "tidak_berizin");
    let asing = kerjakan(&petugas, &satu, "jawaban-pemohon", jawab("entah")).await;
    assert_eq!(asing.masalah(409), "keputusan_tidak_ada");
    assert_eq!(asing.json["pilihan"], json!(["benar", "salah"]));
    assert_eq!(kerjakan(&petugas, &satu, "jawaban-pemohon", jawab("benar")).await.status, 204);
    assert_eq!(kasus(&petugas, &id).await["status"], "selesai");
    let linimasa = petugas.get(&format!("/v1/permohonan/{id}/linimasa")).await.ok();
    let jejak = linimasa["data"].as_array().unwrap().iter().rev();
    let jejak = jejak.clone().find(|satu| satu["peristiwa"]["keputusan"] == "benar").unwrap();
    assert_eq!(jejak["pelaku"]["nama"], app.kantor.pemegang("operator_layanan").nama);
}
