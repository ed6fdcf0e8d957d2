//! Blank cards: never below nothing, and the queue waits for them in order.

use super::*;

#[tokio::test]
async fn when_blank_cards_run_out_the_clocks_stop_and_the_queue_goes_on_in_order_when_some_arrive()
{
    let app = TestApp::start("kembaran").await;
    crate::kalender::buka_terus(&app).await;
    let (adm, depan, kasi) = (
        app.sebagai("petugas_administrator").await,
        app.sebagai("petugas_pelayanan").await,
        app.sebagai("kasi").await,
    );
    let lahir = hari_lalu(&app, 700);
    let mut kasus = Vec::new();
    for kunci in ["a", "b", "c", "d"] {
        kasus.push(sampai_cetak(&adm, &depan, kunci, anak(&lahir, "tidak")).await);
    }
    let pencetak = siapkan(&adm, "kecamatan", &["kia"], 2).await;
    let alarm = || async {
        let kabar = kasi.get("/v1/notifikasi?batas=100").await.ok();
        let isi = kabar["data"].as_array().unwrap().clone();
        let hitung = |kata: &str| {
            isi.iter().filter(|satu| satu["isi"].as_str().unwrap().contains(kata)).count()
        };
        (hitung("Minta tambahan"), hitung("habis di semua unit"))
    };
    assert_eq!(alarm().await, (1, 0), "two cards for a queue of four");
    assert!(saldo(&kasi).await["alarm_sejak"].is_string());
    let urutan: Vec<Value> =
        antrean(&adm, "menunggu").await.iter().map(|s| s["id"].clone()).collect();
    let diambil = klaim(&adm, &pencetak, 3).await.ok();
    let id = |n: usize| diambil["data"][n]["id"].as_str().unwrap().to_owned();
    tercetak(&adm, &id(0)).await;
    let terbuka = "/v1/gangguan?terbuka=true";
    assert_eq!(kasi.get(terbuka).await.ok()["data"], json!([]));
    tercetak(&adm, &id(1)).await;

    // Nothing left: refused rather than counted below nothing, and the clocks of card services stand still.
    let jalur = format!("/v1/kartu/antrean/{}/tercetak", id(2));
    assert_eq!(adm.post(&jalur, json!({})).await.masalah(409), "blanko_habis");
    adm.post(&format!("/v1/kartu/antrean/{}/lepas", id(2)), json!({})).await.ok();
    assert_eq!(klaim(&adm, &pencetak, 1).await.masalah(409), "blanko_habis");
    let gangguan = kasi.get(terbuka).await.ok()["data"].as_array().unwrap().clone();
    assert_eq!(gangguan.len(), 1);
    assert_eq!(
        (&gangguan[0]["sebab"], &gangguan[0]["kode_asal"]),
        (&json!("blanko"), &json!("blanko_habis"))
    );
    assert_eq!(gangguan[0]["layanan"], json!(["kia"]));
    let tenggat = format!("/v1/permohonan/{}/tenggat", kasus[3]);
    let berhenti = adm.get(&tenggat).await.ok()["berhenti_karena"].clone();
    assert!(berhenti.as_str().unwrap().to_lowercase().contains("blanko"), "{berhenti}");
    assert_eq!(alarm().await, (1, 1), "told once");

    let masuk = json!({ "macam": "terima", "jumlah": 100, "berita_acara": "BA-2",
        "seri_awal": "KIA101", "seri_akhir": "KIA200" });
    gerak(&adm, "isi-ulang", "kia", "kecamatan", masuk.clone()).await.ok();
    // The same delivery, sent twice, is one.
    gerak(&adm, "isi-ulang", "kia", "kecamatan", masuk).await.ok();
    let kini = saldo(&kasi).await;
    assert_eq!((&kini["keping"], &kini["antre"]), (&json!(100), &json!(2)));
    assert_eq!(kasi.get(terbuka).await.ok()["data"], json!([]));
    assert_eq!(adm.get(&tenggat).await.ok()["berhenti_karena"], Value::Null);
    let lanjut = klaim(&adm, &pencetak, 5).await.ok();
    let lanjut: Vec<Value> =
        lanjut["data"].as_array().unwrap().iter().map(|satu| satu["id"].clone()).collect();
    assert_eq!(lanjut, urutan[2..], "in the order they had");
}

#[tokio::test]
async fn blank_cards_are_never_counted_below_nothing_however_many_take_them_at_once() {
    let app = TestApp::start("kembaran").await;
    let adm = app.sebagai("petugas_administrator").await;
    siapkan(&adm, "kecamatan", &["kia"], 5).await;
    let ambil = (0..12).map(|n| {
        let adm = adm.clone();
        async move {
            let isi = match n % 3 {
                0 => json!({ "macam": "pindah", "jumlah": 1, "ke": "desa_ledug" }),
                1 => json!({ "macam": "hilang", "jumlah": 1, "alasan": "tidak ditemukan" }),
                _ => json!({ "macam": "rusak", "jumlah": 1, "alasan": "terlipat" }),
            };
            gerak(&adm, &format!("ambil-{n}"), "kia", "kecamatan", isi).await
        }
    });
    let jawaban = join_all(ambil).await;
    let berhasil = jawaban.iter().filter(|satu| satu.status == 201).count();
    assert_eq!(berhasil, 5, "as many as there were");
    for satu in jawaban.iter().filter(|satu| satu.status != 201) {
        assert_eq!(satu.masalah(409), "blanko_tidak_cukup");
    }
    let semua = adm.get("/v1/blanko").await.ok();
    let lembar = adm.get("/v1/blanko/gerak?batas=100").await.ok();
    for unit in ["kecamatan", "desa_ledug"] {
        let milik = |baris: &&Value| baris["unit"] == unit;
        let jumlah: i64 = lembar["data"]
            .as_array()
            .unwrap()
            .iter()
            .filter(milik)
            .map(|baris| baris["jumlah"].as_i64().unwrap())
            .sum();
        let saldo = semua["data"].as_array().unwrap().iter().find(milik);
        let keping = saldo.map_or(0, |saldo| saldo["keping"].as_i64().unwrap());
        assert_eq!(keping, jumlah, "the stock is the sum of its lines: {unit}");
    }
    // What was counted is what counts, with a reason where it differs.
    let opname = |fisik: u32, alasan: Option<&str>| json!({ "macam": "opname", "fisik": fisik, "alasan": alasan });
    let tanpa = gerak(&adm, "opname-1", "kia", "kecamatan", opname(3, None)).await;
    assert_eq!(
        (tanpa.masalah(422), &tanpa.json["errors"][0]["kode"]),
        ("isian_tidak_sah", &json!("alasan_wajib"))
    );
    gerak(&adm, "opname-2", "kia", "kecamatan", opname(3, Some("ditemukan di lemari"))).await.ok();
    gerak(&adm, "opname-3", "kia", "kecamatan", opname(3, None)).await.ok();
    let asing = gerak(&adm, "x", "kia", "entah", opname(3, None)).await;
    assert_eq!(asing.json["errors"][0]["kode"], "unit_tidak_ada");
    let sama = json!({ "macam": "pindah", "jumlah": 1, "ke": "kecamatan" });
    let sama = gerak(&adm, "y", "kia", "kecamatan", sama).await;
    assert_eq!(sama.json["errors"][0]["kode"], "unit_sama");
}

#[tokio::test]
async fn a_stock_that_nobody_counts_is_reminded_of_weekly_until_it_is_counted() {
    let jam = Arc::new(Jam::di(SystemClock.now()));
    let kantor =
        Kantor::siapkan_pada("kembaran", Some(jam.clone() as Arc<dyn Clock>), |_| {}).await;
    let app = TestApp::layani(kantor);
    let adm = app.sebagai("petugas_administrator").await;
    siapkan(&adm, "kecamatan", &["kia"], 5).await;
    assert_eq!(saldo(&adm).await["opname_pada"], Value::Null);
    let ingatkan = async |hari: i64| {
        jam.pindah(jam.now() + Duration::days(hari));
        let (ports, tenant) = (&app.kantor.parts.ports, &app.kantor.tenant);
        IngatkanOpname.execute(ports, tenant).await.unwrap();
        let adm = app.sebagai("petugas_administrator").await;
        let kabar = adm.get("/v1/notifikasi?batas=100").await.ok();
        let semua = kabar["data"].as_array().unwrap().clone();
        semua.iter().filter(|satu| satu["isi"].as_str().unwrap().contains("belum dihitung")).count()
    };
    assert_eq!(ingatkan(29).await, 0);
    assert_eq!(ingatkan(2).await, 1);
    assert_eq!(ingatkan(3).await, 1, "not every day");
    assert_eq!(ingatkan(5).await, 2);
    let adm = app.sebagai("petugas_administrator").await;
    let hitung = json!({ "macam": "opname", "fisik": 5 });
    gerak(&adm, "hitung", "kia", "kecamatan", hitung).await.ok();
    assert!(saldo(&adm).await["opname_pada"].is_string());
    assert_eq!(ingatkan(29).await, 2);
    assert_eq!(ingatkan(2).await, 3);
}
