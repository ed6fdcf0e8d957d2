//! The counter: the shelf with codes, who collects and what they show, old cards withdrawn, the queue, reminders.

use std::{collections::BTreeSet, sync::Arc};

use loket_domain::loket::IngatkanPengambilan;
use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
    klien::{HTTP, Jawaban, Klien, taruh},
    sampai,
    warga::{FOTO, Warga, isi},
};
use reqwest::Method;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime, macros::datetime};
use tokio::task::JoinSet;

use crate::{
    kartu::{cetak_kasus, siapkan},
    kembaran::{daftarkan, rinci, unggah},
    laporan::cocok,
    sinjai::{hari_lalu, sampai_tte},
};

/// The pickup code in what a resident was told.
async fn kode_ambil(warga: &Warga<'_>) -> String {
    let teks = isi(&warga.pesan("kode ambil *").await);
    teks.split("kode ambil *").nth(1).unwrap()[..8].to_owned()
}

/// Fields of a refusal.
fn salah(jawaban: &Jawaban) -> Vec<(&str, &str)> {
    assert_eq!(jawaban.status, 422, "{}", jawaban.teks);
    let semua = jawaban.json["errors"].as_array().unwrap().iter();
    semua.map(|s| (s["pointer"].as_str().unwrap(), s["kode"].as_str().unwrap())).collect()
}

/// Hands over at the counter.
pub async fn ambil(loket: &Klien, kunci: &str, isi: &Value) -> Jawaban {
    loket.post_dengan("/v1/loket/pengambilan", &[("idempotency-key", kunci)], isi.clone()).await
}

/// Puts a product of a case onto the shelf, or finds it there.
pub async fn rak(loket: &Klien, id: &str, produk: &str) -> Value {
    loket.post("/v1/loket/rak", json!({ "permohonan_id": id, "produk": produk })).await.ok()
}

/// The printer of Balangan with blank cards; the same one however often it is asked for.
async fn mesin(app: &TestApp) -> String {
    siapkan(&app.sebagai("kasi").await, "disdukcapil", &["ktp_el"], 20).await
}

/// Hands everything of a case over at the counter, to the applicant, with every old card withdrawn.
pub async fn serahkan(loket: &Klien, id: &str) {
    let nomor = rinci(loket, id).await["nomor"].as_str().unwrap().to_owned();
    let lembar = loket.get(&format!("/v1/loket/siap-diambil?kode={nomor}")).await.ok();
    let kode = |daftar: &str| -> Vec<Value> {
        lembar[daftar].as_array().unwrap().iter().map(|satu| satu["kode"].clone()).collect()
    };
    let ini = json!({
        "kode": nomor, "pengambil": "pemohon", "identitas": "ktp_el",
        "ditarik": kode("ditarik"), "ditunjukkan": kode("ditunjukkan"),
    });
    let hasil = ambil(loket, &format!("serah-{id}"), &ini).await.ok();
    assert_eq!(hasil["tahap_selesai"], true, "{hasil}");
}

/// A KTP-el of Balangan that was printed; the case waits at the counter.
pub async fn ktp_tercetak(
    app: &TestApp,
    kunci: &str,
    nomor_wa: Option<&str>,
    sebab: &str,
) -> String {
    let layanan = app.sebagai("operator_layanan").await;
    let mut isi = json!({
        "layanan": "ktp_el", "kanal": "loket",
        "pemohon": { "nama": "Siti Aminah", "nik": "6311014101900001" },
        "isian": { "sebab": sebab },
    });
    if let Some(nomor) = nomor_wa {
        isi["pemohon"]["nomor_wa"] = json!(nomor);
    }
    let id = daftarkan(&layanan, kunci, isi).await;
    let syarat: &[&str] = if sebab == "hilang" { &["kk", "surat_hilang"] } else { &["kk"] };
    unggah(&layanan, &id, syarat).await;
    layanan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
    let siak = app.sebagai("operator_siak").await;
    siak.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();
    cetak_kasus(&siak, &mesin(app).await, &id).await;
    siak.putuskan(&id, "cetak", "tercetak", None).await.ok();
    id
}

/// A photo of who collects, checked.
pub async fn bukti(loket: &Klien, id: &str, isi: &[u8]) -> (String, Jawaban) {
    let umum =
        json!({ "permohonan_id": id, "jenis": "foto", "tipe": "image/jpeg", "ukuran": isi.len() });
    let umum = loket.post("/v1/loket/bukti", umum).await.ok();
    taruh(&umum["unggah"], isi).await;
    let bukti = umum["id"].as_str().unwrap().to_owned();
    let selesai = loket.post(&format!("/v1/loket/bukti/{bukti}/selesai"), json!({})).await;
    (bukti, selesai)
}

#[tokio::test]
async fn a_ktp_el_is_collected_with_its_code_and_the_old_card_is_withdrawn_and_destroyed() {
    let app = TestApp::start("balangan").await;
    let warga = app.kantor.warga("6281300001901");
    warga.tulis("halo").await;
    let id = ktp_tercetak(&app, "a", Some("0813 0000 1901"), "rusak").await;
    let loket = app.sebagai("loket").await;
    let di_rak = rak(&loket, &id, "ktp_el").await;
    assert_eq!(di_rak["kode_rak"], "R0001");
    assert_eq!(rak(&loket, &id, "ktp_el").await["id"], di_rak["id"], "laid there once");
    let kode = kode_ambil(&warga).await;
    assert!(!di_rak.to_string().contains(&kode), "the code is the resident's alone");

    // The shelf is found by code, by number and by slot; names are short.
    let lembar = loket.get(&format!("/v1/loket/siap-diambil?kode={kode}")).await.ok();
    let nomor = lembar["nomor"].as_str().unwrap().to_owned();
    assert_eq!(lembar["nama"], "Siti Aminah");
    assert_eq!(lembar["ditarik"][0]["kode"], "ktp_lama");
    for cari in [kode.as_str(), &nomor, "R0001", "r0001"] {
        let daftar = loket.get(&format!("/v1/loket/rak?cari={cari}&umur=0-3")).await.ok();
        assert_eq!(daftar["data"][0]["id"], di_rak["id"], "{cari}");
        assert_eq!(daftar["data"][0]["nama"], "Siti A.");
    }
    let kosong = loket.get("/v1/loket/rak?umur=4-14").await.ok();
    assert_eq!(kosong["data"], json!([]));
    let umur = loket.get("/v1/loket/rak/umur").await.ok();
    assert_eq!(umur["data"][0], json!({ "umur": "0-3", "jumlah": 1 }));

    // Not by a click, not without the old card, not with a wrong code.
    let tugas = loket.terima(&id, "serah").await;
    let klik = loket.putuskan_tugas(&tugas, "diserahkan", None).await;
    assert_eq!(klik.masalah(409), "masih_di_rak");
    let mut ini = json!({ "kode": kode.to_lowercase(), "pengambil": "pemohon", "identitas": "kk", "akhir_identitas": "0001" });
    let tanpa = ambil(&loket, "k", &ini).await;
    assert_eq!(salah(&tanpa), [("/ditarik", "kartu_lama_belum_ditarik")]);
    let mut keliru = ini.clone();
    let akhir = if kode.ends_with('2') { "3" } else { "2" };
    keliru["kode"] = json!(format!("{}{akhir}", &kode[..7]));
    assert_eq!(salah(&ambil(&loket, "k", &keliru).await), [("/kode", "kode_ambil_salah")]);
    ini["ditarik"] = json!(["ktp_lama"]);
    let hasil = ambil(&loket, "k", &ini).await;
    assert_eq!(hasil.status, 201, "{}", hasil.teks);
    assert_eq!(
        (&hasil.json["nama"], &hasil.json["tahap_selesai"]),
        (&json!("Siti A."), &json!(true))
    );
    assert_eq!(ambil(&loket, "k", &ini).await.ok()["id"], hasil.json["id"], "the same key, once");
    assert_eq!(ambil(&loket, "l", &ini).await.masalah(409), "tidak_ada_di_rak");
    let kasus = rinci(&loket, &id).await;
    assert_eq!(kasus["status"], "selesai");
    assert_eq!(kasus["penyerahan"][0]["saluran"], "loket");
    assert_eq!(loket.get("/v1/loket/rak").await.ok()["data"], json!([]));
    warga.pesan("sudah Anda terima").await;

    // The receipt, on paper and on the phone.
    let satu = hasil.json["id"].as_str().unwrap();
    let lembar = loket.get(&format!("/v1/loket/pengambilan/{satu}/lembar")).await;
    assert_eq!(lembar.status, 200, "{}", lembar.teks);
    simpan_gambar("tanda-terima.pdf", &lembar.isi);
    let pdf = lopdf::Document::load_mem(&lembar.isi).unwrap();
    let teks = pdf.extract_text(&[1]).unwrap();
    for kata in [nomor.as_str(), "TT-20", "Halimah", "KTP-el lama", "Ditarik dari pemohon"] {
        assert!(teks.contains(kata), "{kata} is missing: {teks}");
    }
    let kirim = format!("/v1/loket/pengambilan/{satu}/kiriman");
    assert_eq!(loket.post(&kirim, json!({})).await.status, 204);
    let (_, diterima) = warga.dokumen("tanda-terima-").await;
    assert!(diterima.starts_with(b"%PDF-"));

    // The old card is cut up in a batch, once.
    let ditarik = loket.get("/v1/loket/ditarik").await.ok();
    assert_eq!(
        (&ditarik["data"][0]["nama"], &ditarik["data"][0]["nomor"]),
        (&json!("KTP-el lama"), &json!(nomor))
    );
    let berita = json!({
        "id": [ditarik["data"][0]["id"]], "cara": "digunting", "nomor": "470/12/BA/2026",
        "tanggal": hari_lalu(&app, 1), "saksi": "Hairani Contoh",
    });
    let musnah = loket.post("/v1/loket/ditarik/pemusnahan", berita.clone()).await;
    assert_eq!(
        (musnah.status.as_u16(), &musnah.json["jumlah"]),
        (201, &json!(1)),
        "{}",
        musnah.teks
    );
    assert_eq!(loket.get("/v1/loket/ditarik").await.ok()["data"], json!([]));
    let lagi = loket.post("/v1/loket/ditarik/pemusnahan", berita).await;
    assert_eq!(lagi.masalah(409), "nomor_berita_acara_dipakai");
    let batal = format!("/v1/loket/pengambilan/{satu}/pembatalan");
    let batal = loket.post(&batal, json!({ "alasan": "salah orang" })).await;
    assert_eq!(batal.masalah(409), "sudah_dimusnahkan");
    cocok(&app).await;
}

#[tokio::test]
async fn a_wrong_collection_is_called_off_and_the_card_waits_again() {
    let app = TestApp::start("balangan").await;
    let loket = app.sebagai("loket").await;
    let (satu, dua) = (
        ktp_tercetak(&app, "a", None, "hilang").await,
        ktp_tercetak(&app, "b", None, "hilang").await,
    );
    assert_eq!(rak(&loket, &satu, "ktp_el").await["kode_rak"], "R0001");
    assert_eq!(rak(&loket, &dua, "ktp_el").await["kode_rak"], "R0002");
    let nomor = rinci(&loket, &satu).await["nomor"].clone();
    let ini = json!({ "kode": nomor, "pengambil": "pemohon", "identitas": "ktp_el" });
    let hasil = ambil(&loket, "k", &ini).await.ok();
    let jalur = format!("/v1/loket/pengambilan/{}/pembatalan", hasil["id"].as_str().unwrap());
    let kosong = loket.post(&jalur, json!({ "alasan": "  " })).await;
    assert_eq!(salah(&kosong), [("/alasan", "alasan_wajib")]);
    let batal = loket.post(&jalur, json!({ "alasan": "kartu orang lain" })).await.ok();
    assert!(batal["dibatalkan_pada"].is_string(), "{batal}");
    let lagi = loket.post(&jalur, json!({ "alasan": "lagi" })).await;
    assert_eq!(lagi.masalah(409), "pengambilan_sudah_dibatalkan");
    // The freed slot is used again, and the ledger keeps both attempts.
    let daftar = loket.get("/v1/loket/rak").await.ok();
    let slot: Vec<&Value> =
        daftar["data"].as_array().unwrap().iter().map(|baris| &baris["kode_rak"]).collect();
    assert_eq!(slot, [&json!("R0002"), &json!("R0001")]);
    ambil(&loket, "l", &ini).await.ok();
    let hari = loket.get("/v1/laporan/pengambilan-pengiriman").await.ok();
    let baris = &hari["ringkasan"]["baris"][0];
    assert_eq!(
        (&baris["diambil_sendiri"], &baris["ditarik"], &baris["menunggu"], &baris["dikirim"]),
        (&json!(2), &json!(1), &json!(1), &json!(3)),
        "{hari}"
    );
    cocok(&app).await;
}

#[tokio::test]
async fn in_sinjai_the_hardcopy_is_shown_and_a_proxy_leaves_evidence() {
    let app = TestApp::start("sinjai").await;
    let desa = app.sebagai("aparat_desa").await;
    let isi = json!({
        "layanan": "one_three", "kanal": "loket",
        "pemohon": { "nama": "Becce Contoh" },
        "kuasa": { "hubungan": "aparat_desa", "nama": "Ambo Contoh" },
        "isian": {
            "nama_anak": "Andi Contoh", "tempat_lahir": "Bonto Katute",
            "tanggal_lahir": hari_lalu(&app, 10), "kelompok_rentan": "lansia",
        },
    });
    let id = daftarkan(&desa, "a", isi).await;
    unggah(&desa, &id, &["formulir_f201", "sptjm_lahir", "buku_nikah", "kk"]).await;
    app.sebagai("pegawai").await.putuskan(&id, "verifikasi", "lengkap", None).await.ok();
    sampai_tte(&app, &id, &["kk", "akta"]).await;
    let loket = app.sebagai("operator").await;
    let siak = app.sebagai("operator_siak").await;
    // The village may hand over what it asked for; this family comes to the counter.
    let pilih = json!({ "produk": "kia", "saluran": "loket" }).to_string().into_bytes();
    let jalur = format!("/v1/permohonan/{id}/penyerahan/pilihan");
    loket
        .panggil(Method::PUT, &jalur, &[("content-type", "application/json")], Some(pilih))
        .await
        .ok();
    let pencetak = siapkan(&siak, "disdukcapil", &["kia"], 5).await;
    cetak_kasus(&siak, &pencetak, &id).await;
    siak.putuskan(&id, "cetak", "tercetak", None).await.ok();
    loket.putuskan(&id, "kirim", "cetak", None).await.ok();
    // B-25: the signed PDFs were printed on wish; the card is there.
    for produk in ["kk", "akta", "kia"] {
        rak(&loket, &id, produk).await;
    }
    let nomor = rinci(&loket, &id).await["nomor"].as_str().unwrap().to_owned();
    let lembar = loket.get(&format!("/v1/loket/siap-diambil?kode={nomor}")).await.ok();
    assert_eq!(lembar["ditunjukkan"][0]["kode"], "hardcopy", "S-6: {lembar}");
    assert_eq!(lembar["isi"].as_array().unwrap().len(), 3);
    assert_eq!(lembar["kuasa"]["nama"], "Ambo Contoh");

    let mut ini = json!({
        "kode": nomor, "isi": [lembar["isi"][2]["id"]], "pengambil": "kuasa", "nama": "Ambo Contoh",
        "hubungan": "aparat desa", "identitas": "ktp_el", "akhir_identitas": "0801",
    });
    assert_eq!(salah(&ambil(&loket, "k", &ini).await), [("/dasar_kuasa", "dasar_kuasa_salah")]);
    ini["dasar_kuasa"] = json!("kuasa_permohonan");
    assert_eq!(salah(&ambil(&loket, "k", &ini).await), [("/bukti", "bukti_wajib")]);
    let (palsu, ditolak) = bukti(&loket, &id, b"bukan gambar sama sekali").await;
    assert_eq!(salah(&ditolak), [("", "bukti_bukan_gambar")]);
    ini["bukti_id"] = json!(palsu);
    assert_eq!(salah(&ambil(&loket, "k", &ini).await), [("/bukti", "bukti_belum_sah")]);
    let (foto, sah) = bukti(&loket, &id, FOTO).await;
    assert_eq!(sah.ok()["keadaan"], "sah");
    ini["bukti_id"] = json!(foto);
    let kurang = ambil(&loket, "k", &ini).await;
    assert_eq!(salah(&kurang), [("/ditunjukkan", "hardcopy_belum_ditunjukkan")]);
    ini["ditunjukkan"] = json!(["hardcopy"]);
    let sebagian = ambil(&loket, "k", &ini).await.ok();
    assert_eq!((&sebagian["tahap_selesai"], &sebagian["nama"]), (&json!(false), &json!("Ambo C.")));

    // The rest, for which nothing is shown again; then the step is passed.
    let lembar = loket.get(&format!("/v1/loket/siap-diambil?kode={nomor}")).await.ok();
    assert_eq!((&lembar["ditunjukkan"], lembar["isi"].as_array().unwrap().len()), (&json!([]), 2));
    let sisa = json!({
        "kode": nomor, "pengambil": "kuasa", "nama": "Ambo Contoh", "hubungan": "aparat desa",
        "identitas": "ktp_el", "dasar_kuasa": "f_1_07", "bukti_id": foto,
    });
    assert_eq!(ambil(&loket, "l", &sisa).await.ok()["tahap_selesai"], true);
    assert_eq!(rinci(&loket, &id).await["status"], "selesai");
    // Neither the name of the proxy nor the code lies open in the database.
    let terbaca = "SELECT count(*) AS n FROM loket_pengambilan WHERE encode(nama_tersegel, 'escape') LIKE '%Ambo%'";
    assert_eq!(angka(&app, terbaca).await, 0);
    cocok(&app).await;
}

#[tokio::test]
async fn parallel_calls_never_give_one_ticket_twice_and_priority_starves_nobody() {
    let app = TestApp::start("balangan").await;
    let loket = app.sebagai("loket").await;
    for i in 0..12 {
        let kelompok = if i % 2 == 1 { json!("lansia") } else { Value::Null };
        let tiket = loket.post("/v1/loket/tiket", json!({ "jenis": "umum", "kelompok": kelompok }));
        assert_eq!(tiket.await.ok()["kode"], format!("A{:03}", i + 1));
    }
    let asing = loket.post("/v1/loket/tiket", json!({ "jenis": "hantu" })).await;
    assert_eq!(salah(&asing), [("/jenis", "antrean_tidak_ada")]);
    let papan = app.anonim().get(&format!("/v1/publik/antrean/{}", app.kantor.tenant.slug)).await;
    assert_eq!(papan.ok()["antrean"][0]["menunggu"], 12);

    // Eight officers press the button at the same moment.
    let mut panggilan = JoinSet::new();
    for _ in 0..8 {
        let loket = loket.clone();
        panggilan.spawn(async move {
            loket.post("/v1/loket/panggilan", json!({ "loket": "loket_1" })).await.ok()
        });
    }
    let mut dipanggil = Vec::new();
    while let Some(satu) = panggilan.join_next().await {
        dipanggil.push(satu.unwrap()["tiket"].clone());
    }
    let kode: BTreeSet<&str> =
        dipanggil.iter().map(|tiket| tiket["kode"].as_str().unwrap()).collect();
    // Two of priority, one ordinary, and so on: six elderly would otherwise all go first.
    let harap = ["A001", "A002", "A003", "A004", "A006", "A008", "A010", "A012"];
    assert_eq!(kode, BTreeSet::from(harap), "two of priority, then one of the others");

    // Absent: behind three others. Served: the statistics say so.
    let cari = |kode: &str| {
        let tiket = dipanggil.iter().find(|tiket| tiket["kode"] == kode).unwrap();
        format!("/v1/loket/tiket/{}/langkah", tiket["id"].as_str().unwrap())
    };
    let langkah = async |kode: &str, apa: Value| loket.post(&cari(kode), apa).await;
    assert_eq!(langkah("A001", json!({ "langkah": "ulang" })).await.ok()["panggilan"], 2);
    let lewat = langkah("A001", json!({ "langkah": "lewati" })).await.ok();
    assert_eq!((&lewat["keadaan"], &lewat["loket"]), (&json!("menunggu"), &Value::Null));
    assert_eq!(
        langkah("A001", json!({ "langkah": "mulai" })).await.masalah(409),
        "tiket_tidak_sesuai"
    );
    langkah("A002", json!({ "langkah": "mulai" })).await.ok();
    langkah("A002", json!({ "langkah": "selesai" })).await.ok();
    let pindah = langkah("A003", json!({ "langkah": "pindah", "jenis": "ambil" })).await.ok();
    assert_eq!((&pindah["jenis"], &pindah["kode"]), (&json!("ambil"), &json!("A003")));
    // Ordinary tickets that wait: A003 (moved), A005, A007, A009, A011; A001 stands behind three of its kind.
    let mut urutan = Vec::new();
    loop {
        let satu = loket.post("/v1/loket/panggilan", json!({ "loket": "loket_1" })).await.ok();
        let Some(kode) = satu["tiket"]["kode"].as_str() else { break };
        urutan.push(kode.to_owned());
    }
    assert_eq!(urutan, ["A003", "A005", "A007", "A009", "A001", "A011"]);
    let hari = loket.get("/v1/loket/antrean/statistik").await.ok();
    let umum =
        hari["data"].as_array().unwrap().iter().find(|satu| satu["jenis"] == "umum").unwrap();
    assert_eq!((&umum["diambil"], &umum["selesai"]), (&json!(11), &json!(1)));
    assert!(umum["rata_tunggu_detik"].is_u64() && umum["rata_layanan_detik"].is_u64(), "{umum}");

    let halaman = HTTP.get(format!("{}/{}/antrean", app.basis, app.kantor.tenant.slug));
    let halaman = halaman.send().await.unwrap();
    let csp = halaman.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(csp.starts_with("default-src 'none'; style-src 'unsafe-inline'"), "{csp}");
    let halaman = halaman.text().await.unwrap();
    assert!(halaman.contains("<b>A011</b>Loket 1") && !halaman.contains("<script"), "{halaman}");
    simpan_gambar("antrean.html", halaman.as_bytes());
    assert_eq!(app.anonim().get("/tidak_ada/antrean").await.status, 404);
}

async fn angka(app: &TestApp, sql: &str) -> i64 {
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let satu = Statement::from_string(DbBackend::Postgres, sql);
    tx.query_one_raw(satu).await.unwrap().unwrap().try_get("", "n").unwrap()
}

/// What `LOKET_GAMBAR` names, for a person to look at.
pub fn simpan_gambar(nama: &str, isi: &[u8]) {
    if let Some(folder) = std::env::var_os("LOKET_GAMBAR") {
        std::fs::write(std::path::Path::new(&folder).join(nama), isi).unwrap();
    }
}

const SENIN: OffsetDateTime = datetime!(2027-02-01 10:00 +08);

#[tokio::test]
async fn who_has_not_collected_is_reminded_three_times_and_never_after_the_collection() {
    let jam = Arc::new(Jam::di(SENIN));
    let kantor = Kantor::siapkan_pada("balangan", Some(jam.clone()), |_| {}).await;
    kantor.samakan_jam(SENIN);
    let app = TestApp::layani(kantor);
    let (satu, dua) = (app.kantor.warga("6281300001911"), app.kantor.warga("6281300001912"));
    satu.tulis("halo").await;
    dua.tulis("halo").await;
    let id = ktp_tercetak(&app, "a", Some("0813 0000 1911"), "hilang").await;
    let lain = ktp_tercetak(&app, "b", Some("0813 0000 1912"), "hilang").await;
    let loket = app.sebagai("loket").await;
    rak(&loket, &id, "ktp_el").await;
    rak(&loket, &lain, "ktp_el").await;
    let (kode, _) = (kode_ambil(&satu).await, kode_ambil(&dua).await);
    let diingatkan = "SELECT count(*) AS n FROM pesan_keluar WHERE golongan = 'pengingat'";
    let tenant = &app.kantor.tenant;
    let tuntas = async |saat: OffsetDateTime| {
        jam.pindah(saat);
        while IngatkanPengambilan.execute(&app.kantor.parts.ports, tenant).await.unwrap() > 0 {}
        angka(&app, diingatkan).await
    };
    assert_eq!(tuntas(SENIN + Duration::days(2)).await, 0);
    assert_eq!(tuntas(SENIN + Duration::days(3)).await, 2, "both after three days");
    assert_eq!(tuntas(SENIN + Duration::days(4)).await, 2, "each once");
    // One is collected; the other is reminded after 14 and 30 days.
    let masuk = app.sebagai("loket").await;
    let umur = masuk.get("/v1/loket/rak/umur").await.ok();
    assert_eq!(umur["data"][1], json!({ "umur": "4-14", "jumlah": 2 }));
    let ini = json!({ "kode": kode, "pengambil": "pemohon", "identitas": "ktp_el" });
    ambil(&masuk, "k", &ini).await.ok();
    assert_eq!(tuntas(SENIN + Duration::days(14)).await, 3);
    assert_eq!(tuntas(SENIN + Duration::days(30)).await, 4);
    assert_eq!(tuntas(SENIN + Duration::days(80)).await, 4);

    // Back to the archive only after 90 days, by an officer, with a berita acara.
    let masuk = app.sebagai("loket").await;
    let sisa = masuk.get("/v1/loket/rak?umur=%3E30").await.ok();
    let berita = |nomor: &str, hari: OffsetDateTime| json!({ "id": [sisa["data"][0]["id"]], "nomor": nomor, "tanggal": hari.date().to_string(), "saksi": "Hairani" });
    let awal = masuk.post("/v1/loket/rak/arsip", berita("1/BA", SENIN)).await;
    assert_eq!(awal.masalah(409), "belum_waktunya_diarsipkan");
    jam.pindah(SENIN + Duration::days(91));
    let masuk = app.sebagai("loket").await;
    let arsip = masuk.post("/v1/loket/rak/arsip", berita("1/BA", SENIN)).await;
    assert_eq!(arsip.status, 201, "{}", arsip.teks);
    assert_eq!(masuk.get("/v1/loket/rak").await.ok()["data"], json!([]));
}

#[tokio::test]
async fn a_full_shelf_loses_nothing_and_the_settings_are_checked() {
    let app = TestApp::start("balangan").await;
    let (admin, loket) = (app.sebagai("admin").await, app.sebagai("loket").await);
    let mut atur = admin.get("/v1/loket/pengaturan").await.ok();
    let kirim = async |siapa: &Klien, isi: &Value| {
        let kepala = [("content-type", "application/json")];
        let isi = Some(isi.to_string().into_bytes());
        siapa.panggil(Method::PUT, "/v1/loket/pengaturan", &kepala, isi).await
    };
    atur["rak"] = json!({ "jenis": "rak_lajur_nomor", "rak": 27, "lajur": 1, "nomor": 1 });
    assert_eq!(salah(&kirim(&admin, &atur).await), [("/rak", "rak_tidak_sah")]);
    atur["rak"] = json!({ "jenis": "rak_lajur_nomor", "rak": 1, "lajur": 1, "nomor": 1 });
    assert_eq!(kirim(&loket, &atur).await.masalah(403), "tidak_berizin");
    kirim(&admin, &atur).await.ok();
    let satu = ktp_tercetak(&app, "a", None, "hilang").await;
    let dua = ktp_tercetak(&app, "b", None, "hilang").await;
    assert_eq!(rak(&loket, &satu, "ktp_el").await["kode_rak"], "A-1-01");
    assert_eq!(rak(&loket, &dua, "ktp_el").await["kode_rak"], Value::Null);
    let nomor = rinci(&loket, &satu).await["nomor"].clone();
    let ini = json!({ "kode": nomor, "pengambil": "pemohon", "identitas": "ktp_el" });
    ambil(&loket, "k", &ini).await.ok();
    // The sweep gives the freed slot to what lay beside the shelf.
    sampai("tempat di rak", || async {
        let daftar = loket.get("/v1/loket/rak").await.ok();
        (daftar["data"][0]["kode_rak"] == "A-1-01").then_some(())
    })
    .await;
}
