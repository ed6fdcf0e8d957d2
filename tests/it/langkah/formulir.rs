//! A form at a step, and the three ends of a case.

use std::{fs, process::Command};

use loket_tests::{
    app::Kantor,
    app::SANDI,
    klien::{HTTP, Klien},
    sampai,
    server::{SERVER, urut},
};
use serde_json::{Value, json};
use time::macros::datetime;

use super::{antrean, daftarkan, kasus, kerjakan, masuk, paket, rinci, salah};
use crate::{proses::Proses, rahasia::pg_dump};

const KENARI: &str = "Kenari Biru Nusantara";

#[tokio::test]
async fn answers_of_a_form_are_checked_and_stay_out_of_logs_and_dumps() {
    let kantor = Kantor::siapkan_dengan("balangan", paket::langkah).await;
    let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let mut config = SERVER.config();
    config.bind = port;
    config.pekerja_tenant = kantor.tenant.slug.to_string();
    let mut lingkungan = SERVER.lingkungan(&config);
    lingkungan.push(("LOKET_LOG", "debug,hyper=info,h2=info".to_owned()));
    let (basis, slug) = (format!("http://{port}"), kantor.tenant.slug.as_str());
    let log = SERVER.dir.join(format!("log-{}", urut()));
    let mut server = Proses::mulai_dengan_log("serve", &lingkungan, &log);
    sampai("server siap", || async {
        let jawaban = HTTP.get(format!("{basis}/readyz")).send().await;
        jawaban.ok().filter(|jawaban| jawaban.status().is_success())
    })
    .await;

    let petugas = Klien::masuk(&basis, slug, "layanan1", SANDI).await;
    let id = daftarkan(&petugas, "isi", "loket", json!({})).await;
    let tugas = petugas.terima(&id, "isi").await;
    let belum = petugas.putuskan_tugas(&tugas, "lanjut", None).await;
    assert_eq!(belum.masalah(409), "formulir_belum_diisi");
    let layar = rinci(&petugas, &tugas).await;
    assert_eq!(layar["formulir"]["kode"], "F-2.01");
    assert_eq!(layar["formulir"]["skema"]["required"], json!(["nama", "lahir"]));
    let butuh = json!([{ "jenis": "formulir", "terpenuhi": false, "kurang": [] }]);
    assert_eq!(layar["pilihan"][0]["butuh"], butuh);
    assert_eq!(layar["keterangan"], "Isi sesuai surat keterangan lahir.");

    let isian = |isi: Value| json!({ "jenis": "formulir", "isi": isi });
    let buruk = json!({ "lahir": KENARI, "kelamin": KENARI, "lain": KENARI });
    let buruk = kerjakan(&petugas, &tugas, "catatan", isian(buruk)).await;
    let letak: Vec<&str> = salah(&buruk).into_iter().map(|satu| satu.0).collect();
    assert_eq!(letak, ["/isi/nama", "/isi/lahir", "/isi/kelamin", "/isi/lain"]);
    assert!(!buruk.teks.contains(KENARI), "{}", buruk.teks);
    let asing = kerjakan(&petugas, &tugas, "catatan", json!({ "jenis": KENARI })).await;
    assert_eq!(salah(&asing), [("/jenis", "pilihan_tidak_dikenal")]);
    let benar = json!({ "nama": KENARI, "lahir": "2026-01-05" });
    let tercatat = kerjakan(&petugas, &tugas, "catatan", isian(benar.clone())).await.ok();
    assert_eq!(tercatat, json!({ "jenis": "formulir", "kode": "F-2.01" }));
    let layar = rinci(&petugas, &tugas).await;
    assert_eq!(layar["pilihan"][0]["butuh"][0]["terpenuhi"], true);
    assert_eq!(layar["catatan"][0]["isi"]["kode"], "F-2.01");
    assert_eq!(layar["catatan"][0]["oleh"], kantor.pemegang("operator_layanan").nama);
    assert!(!layar.to_string().contains(KENARI));

    let jalur = format!("/v1/permohonan/{id}/formulir");
    let terisi = petugas.get(&jalur).await.ok();
    assert_eq!(
        (&terisi["data"][0]["isi"], &terisi["data"][0]["tugas_id"]),
        (&benar, &json!(tugas))
    );
    let admin = Klien::masuk(&basis, slug, "admin", SANDI).await;
    assert_eq!(admin.get(&jalur).await.masalah(403), "tidak_berizin");
    petugas.putuskan_tugas(&tugas, "lanjut", None).await.ok();
    let linimasa = petugas.get(&format!("/v1/permohonan/{id}/linimasa")).await.ok();
    assert!(!linimasa.to_string().contains(KENARI), "{linimasa}");
    assert_eq!(rinci(&petugas, &tugas).await["catatan"][0]["isi"]["jenis"], "formulir");
    server.hentikan();

    let catatan = fs::read_to_string(&log).unwrap();
    assert!(catatan.lines().count() > 10, "log kosong tidak membuktikan apa pun");
    let dump = Command::new(pg_dump())
        .args(["--schema", &kantor.tenant.slug.schema(), "--inserts"])
        .arg(SERVER.postgres.superuser_url("loket_uji"))
        .output()
        .unwrap();
    let dump = String::from_utf8_lossy(&dump.stdout).into_owned();
    assert!(dump.contains("tugas_formulir VALUES"), "formulir tersimpan");
    assert!(dump.contains("formulir.baca"), "pembacaan diaudit");
    for (tempat, teks) in [("log", &catatan), ("dump", &dump)] {
        assert!(!teks.contains(KENARI), "{KENARI} ada di {tempat}");
        assert!(!teks.contains(&hex::encode(KENARI)), "{KENARI} ada sebagai heksa di {tempat}");
    }
}

#[tokio::test]
async fn three_ends_and_a_return_have_reason_codes_and_a_limit() {
    let (app, _) = super::kantor(datetime!(2026-03-02 10:00 +08)).await;
    let petugas = masuk(&app, "layanan1").await;
    let berakhir = [("tolak", "bukan_warga", "ditolak"), ("cabut", "ditarik", "dibatalkan")];
    for (keputusan, alasan, status) in berakhir {
        let id = daftarkan(
            &petugas,
            "isi",
            "loket",
            json!({ "peristiwa": if status == "ditolak" { "2026-01-01" } else { "2026-01-02" } }),
        )
        .await;
        let tugas = petugas.terima(&id, "isi").await;
        let layar = rinci(&petugas, &tugas).await;
        let pilihan = layar["pilihan"].as_array().unwrap().iter();
        let pilihan = pilihan.clone().find(|satu| satu["kode"] == keputusan).unwrap();
        assert_eq!(
            (&pilihan["alasan"], &pilihan["kode_alasan"][0]["kode"]),
            (&json!("wajib"), &json!(alasan))
        );
        assert!(pilihan["kode_alasan"][0]["nama"].as_str().unwrap().len() > alasan.len());
        let tanpa = petugas.putuskan_tugas(&tugas, keputusan, Some("Sudah diperiksa.")).await;
        assert_eq!(tanpa.masalah(409), "kode_alasan_tidak_sesuai");
        assert_eq!(tanpa.json["pilihan"], json!([alasan]));
        let isi =
            json!({ "keputusan": keputusan, "alasan": "Sudah diperiksa.", "kode_alasan": alasan });
        assert_eq!(kerjakan(&petugas, &tugas, "keputusan", isi).await.status, 204);
        let kasus = kasus(&petugas, &id).await;
        assert_eq!((&kasus["status"], &kasus["kode_alasan"]), (&json!(status), &json!(alasan)));
        assert_eq!(rinci(&petugas, &tugas).await["pilihan"], json!([]));
    }
    let id = daftarkan(&petugas, "isi", "loket", json!({})).await;
    let tugas = petugas.terima(&id, "isi").await;
    let isi = json!({ "keputusan": "kurang", "alasan": "Foto buram.", "kode_alasan": "buram" });
    kerjakan(&petugas, &tugas, "keputusan", isi).await;
    let kasus = kasus(&petugas, &id).await;
    assert_eq!(
        (&kasus["status"], &kasus["prioritas"]),
        (&json!("menunggu_pemohon"), &json!(false))
    );
    let batas = kasus["batas"].as_str().unwrap();
    assert!(batas.starts_with("2026-03-05T"), "tiga hari kerja: {batas}");
    assert_eq!(antrean(&petugas).await.len(), 0);
    let tenggat = petugas.get(&format!("/v1/permohonan/{id}/tenggat")).await.ok();
    assert_eq!(tenggat["batas_pemohon"], batas);
    assert!(tenggat["penjelasan"].to_string().contains("Pemohon ditunggu melengkapi"), "{tenggat}");
}
