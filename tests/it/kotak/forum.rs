//! Sinjai's Forum: any employee drops a request, an operator makes a case of it, notes mention officers.

use loket_tests::{app::TestApp, klien::taruh, sampai, warga::FOTO};
use serde_json::{Value, json};

use super::{id, masuk, post};

async fn sebutan(app: &TestApp, nama: &str) -> Vec<Value> {
    let semua = masuk(app, nama).await.get("/v1/notifikasi").await.ok();
    let semua = semua["data"].as_array().unwrap().iter();
    semua.filter(|satu| satu["jenis"] == "sebutan").cloned().collect()
}

#[tokio::test]
async fn an_employee_drops_a_request_and_an_operator_makes_a_case_of_it() {
    let app = TestApp::start("sinjai").await;
    let (desa, operator) = (masuk(&app, "desa").await, masuk(&app, "layanan1").await);
    let lain = masuk(&app, "layanan2").await;
    let isi = json!({ "teks": "Ibu Becce minta akta anaknya.", "nomor_wa": "0813 0000 0921" });
    let titip = desa.post_dengan("/v1/forum", &[("idempotency-key", "a")], isi.clone()).await.ok();
    let lagi = desa.post_dengan("/v1/forum", &[("idempotency-key", "a")], isi).await.ok();
    assert_eq!(titip["id"], lagi["id"]);
    let jalur = format!("/v1/forum/{}", id(&titip));
    let umum = json!({ "tipe": "image/jpeg", "ukuran": FOTO.len() });
    let umum = desa.post(&format!("{jalur}/berkas"), umum).await.ok();
    taruh(&umum["unggah"], FOTO).await;
    desa.post(&format!("/v1/berkas/{}/selesai", id(&umum)), json!({})).await.ok();

    let terbuka = operator.get("/v1/forum?keadaan=terbuka").await.ok();
    assert_eq!(terbuka["data"][0]["id"], titip["id"]);
    assert!(!terbuka.to_string().contains("6281300000921"), "masked: {terbuka}");
    let satu = operator.get(&jalur).await.ok();
    assert_eq!(satu["berkas"][0]["keadaan"], "sah");
    assert_eq!(post(&operator, &format!("{jalur}/pengambilan")).await.status, 204);
    let direbut = post(&lain, &format!("{jalur}/pengambilan")).await;
    assert_eq!(direbut.masalah(409), "permintaan_diambil_lain");
    let siak = masuk(&app, "siak1").await;
    let tanpa = post(&siak, &format!("{jalur}/pengambilan")).await;
    assert_eq!(tanpa.masalah(403), "tidak_berizin");

    let lahir = app.kantor.parts.ports.clock.now() - time::Duration::days(9);
    let kasus = json!({
        "layanan": "one_three", "pemohon": { "nama": "Becce Contoh" },
        "isian": {
            "nama_anak": "Andi Contoh", "tempat_lahir": "Bonto Katute",
            "tanggal_lahir": lahir.date().to_string(),
        },
        "berkas": [{ "id": umum["id"], "syarat": "sptjm_lahir" }],
    });
    let jadikan = format!("{jalur}/permohonan");
    let baru =
        operator.post_dengan(&jadikan, &[("idempotency-key", "b")], kasus.clone()).await.ok();
    let rinci = operator.get(&format!("/v1/permohonan/{}", id(&baru))).await.ok();
    assert_eq!(rinci["berkas"][0]["syarat"], "sptjm_lahir", "a paper that counts instead");
    assert_eq!(rinci["pemohon"]["nomor_wa"], "6281******921", "{}", rinci["pemohon"]);
    let satu = operator.get(&jalur).await.ok();
    assert_eq!((&satu["keadaan"], &satu["permohonan_id"]), (&json!("selesai"), &baru["id"]));
    let dua = operator.post_dengan(&jadikan, &[("idempotency-key", "c")], kasus).await;
    assert_eq!(dua.masalah(409), "permintaan_sudah_selesai");
}

#[tokio::test]
async fn a_note_that_mentions_an_officer_tells_them_and_nobody_else() {
    let app = TestApp::start("sinjai").await;
    let operator = masuk(&app, "layanan1").await;
    let isi = json!({
        "layanan": "one_three", "kanal": "loket", "pemohon": { "nama": "Becce Contoh" },
        "isian": {
            "nama_anak": "Andi Contoh", "tempat_lahir": "Bonto Katute",
            "tanggal_lahir": app.kantor.parts.ports.clock.now().date().to_string(),
        },
    });
    let permohonan = crate::kembaran::daftarkan(&operator, "a", isi).await;
    let jalur = format!("/v1/permohonan/{permohonan}/forum");
    let catatan = json!({ "isi": "@siak1 mohon dicek, buku nikah sudah terbaca." });
    operator.post(&jalur, catatan).await.ok();
    let disebut = sampai("sebutan", || async { sebutan(&app, "siak1").await.pop() }).await;
    assert_eq!(disebut["permohonan_id"], permohonan.as_str());
    assert!(!disebut.to_string().contains("buku nikah"), "no text: {disebut}");
    assert!(sebutan(&app, "siak2").await.is_empty());
    let forum = operator.get(&jalur).await.ok();
    assert_eq!(forum["data"][0]["sebutan"], json!(["siak1"]));

    let asing = operator.post(&jalur, json!({ "isi": "@tidak_ada tolong" })).await;
    assert_eq!(asing.masalah(422), "isian_tidak_sah");
    assert_eq!(asing.json["errors"][0]["kode"], "sebutan_tidak_dikenal");
    let desa = masuk(&app, "desa").await;
    assert_eq!(desa.get(&jalur).await.masalah(403), "tidak_berizin", "drops, and reads no case");
}
