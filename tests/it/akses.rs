//! Plh and Plt, officers and roles over HTTP.

use std::sync::Arc;

use loket_domain::tenant::Paket;
use loket_tests::{
    app::{Kantor, SANDI, TestApp},
    jam::Jam,
    klien::{Jawaban, Klien},
};
use reqwest::Method;
use serde_json::{Value, json};
use time::{Date, Duration, macros::datetime};

/// Pekanbaru with an SOP of one step, which the Kadis decides.
fn satu_langkah(paket: &mut Paket) {
    let mut nilai = serde_json::to_value(&*paket).unwrap();
    // This flow signs nothing, so its service promises something signed on another channel only.
    nilai["layanan"][0]["produk"][0]["jika"] = json!("kanal == 'daring'");
    nilai["sop"][0]["mulai"] = json!("putus");
    nilai["sop"][0]["tahap"] = json!([{
        "kode": "putus", "nama": "Putusan", "jenis": "verifikasi",
        "pelaksana": { "salah_satu": ["kadis"] },
        "keputusan": [{ "kode": "cocok", "label": "Cocok", "tujuan": ["selesai"] }],
    }]);
    *paket = serde_json::from_value(nilai).unwrap();
}

async fn masuk(app: &TestApp, nama: &str) -> Klien {
    Klien::masuk(&app.basis, app.kantor.tenant.slug.as_str(), nama, SANDI).await
}

async fn daftarkan(app: &TestApp, kunci: &str) -> String {
    let isi = json!({
        "layanan": "kirim_pdf", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" },
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471" },
    });
    let fo = app.sebagai("fo").await;
    let baru = fo.post_dengan("/v1/permohonan", &[("idempotency-key", kunci)], isi).await.ok();
    baru["id"].as_str().unwrap().to_owned()
}

async fn antrean(petugas: &Klien) -> usize {
    petugas.get("/v1/tugas").await.ok()["data"].as_array().unwrap().len()
}

/// The officer of that login name, as administrators see them.
async fn orang(admin: &Klien, nama: &str) -> Value {
    let semua = admin.get("/v1/pengguna?batas=100").await.ok();
    let semua = semua["data"].as_array().unwrap().iter();
    semua.clone().find(|satu| satu["nama_pengguna"] == nama).unwrap().clone()
}

async fn plh(admin: &Klien, dari: &str, kepada: &str, hari: [Date; 2], kunci: &str) -> Jawaban {
    let isi = json!({
        "jenis": "plh",
        "dari": orang(admin, dari).await["id"],
        "kepada": orang(admin, kepada).await["id"],
        "nomor_sk": "800/45/2026",
        "mulai": hari[0].to_string(),
        "sampai": hari[1].to_string(),
        "peran": ["kadis"],
    });
    // Whoever hands a role over shows that it is them; clocks of these tests leap over days.
    admin.post("/v1/sesi/konfirmasi", json!({ "sandi": SANDI })).await.ok();
    admin.post_dengan("/v1/delegasi", &[("idempotency-key", kunci)], isi).await
}

async fn ubah(admin: &Klien, nama: &str, isi: Value) -> Jawaban {
    let lama = orang(admin, nama).await;
    ubah_pada(admin, &lama, isi).await
}

async fn ubah_pada(admin: &Klien, lama: &Value, isi: Value) -> Jawaban {
    let jalur = format!("/v1/pengguna/{}", lama["id"].as_str().unwrap());
    let cocok = format!("\"v{}\"", lama["versi"]);
    kirim(admin, Method::PATCH, &jalur, Some(&cocok), isi).await
}

async fn simpan_peran(admin: &Klien, kode: &str, versi: Option<u64>, izin: Value) -> Jawaban {
    let cocok = versi.map(|versi| format!("\"v{versi}\""));
    let isi = json!({ "nama": kode, "izin": izin });
    kirim(admin, Method::PUT, &format!("/v1/peran/{kode}"), cocok.as_deref(), isi).await
}

async fn kirim(
    admin: &Klien,
    metode: Method,
    jalur: &str,
    cocok: Option<&str>,
    isi: Value,
) -> Jawaban {
    let mut kepala = vec![("content-type", "application/json")];
    kepala.extend(cocok.map(|cocok| ("if-match", cocok)));
    admin.panggil(metode, jalur, &kepala, Some(isi.to_string().into_bytes())).await
}

fn kode_isian(jawaban: &Jawaban) -> Vec<(&str, &str)> {
    assert_eq!(jawaban.status, 422, "{}", jawaban.teks);
    let salah = jawaban.json["errors"].as_array().unwrap().iter();
    salah.map(|satu| (satu["pointer"].as_str().unwrap(), satu["kode"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn a_plh_has_the_queue_on_the_days_of_the_sk_and_on_no_other() {
    let mut kantor = Kantor::siapkan_dengan("pekanbaru", satu_langkah).await;
    let jam = Arc::new(Jam::di(datetime!(2027-03-02 23:50 +07)));
    kantor.parts.ports.clock = jam.clone();
    let app = TestApp::layani(kantor);
    let (satu, dua) = (daftarkan(&app, "a").await, daftarkan(&app, "b").await);
    let (admin, kabid) = (app.sebagai("admin").await, app.sebagai("kabid").await);
    let hari = [datetime!(2027-03-03 0:00 +07).date(), datetime!(2027-03-04 0:00 +07).date()];
    let baru = plh(&admin, "kadis", "kabid", hari, "k").await.ok();
    assert_eq!(baru["keadaan"], "akan_datang");
    assert_eq!(antrean(&kabid).await, 0, "sehari sebelum SK berlaku");
    let saya = kabid.get("/v1/saya").await.ok();
    assert_eq!(saya["mandat"], json!([]));
    assert!(!saya["izin"].to_string().contains("dokumen.tanda_tangan"), "{saya}");

    // Midnight passes in an open session.
    jam.pindah(datetime!(2027-03-03 0:01 +07));
    assert_eq!(antrean(&kabid).await, 2);
    let saya = kabid.get("/v1/saya").await.ok();
    assert_eq!(saya["peran"], json!(["kabid"]));
    let atas_nama = saya["mandat"][0]["atas_nama"].as_str().unwrap();
    let nama = &app.kantor.pemegang("kadis").nama;
    assert!(
        atas_nama.starts_with("Plh. ") && atas_nama.contains(&format!("a.n. {nama}")),
        "{saya}"
    );
    assert!(saya["izin"].to_string().contains("dokumen.tanda_tangan"), "{saya}");
    kabid.putuskan(&satu, "putus", "cocok", None).await.ok();

    // The last minutes of the last day.
    jam.pindah(datetime!(2027-03-04 23:55 +07));
    let (admin, kabid) = (app.sebagai("admin").await, app.sebagai("kabid").await);
    assert_eq!(antrean(&kabid).await, 1);
    let tugas = kabid.terima(&dua, "putus").await;
    jam.pindah(datetime!(2027-03-05 0:01 +07));
    assert_eq!(antrean(&kabid).await, 0, "juga yang sudah diterimanya");
    let terlambat = kabid.putuskan_tugas(&tugas, "cocok", None).await;
    assert_eq!(terlambat.masalah(409), "bukan_pelaksana");
    assert_eq!(admin.get("/v1/delegasi").await.ok()["data"], json!([]));
    let semua = admin.get("/v1/delegasi?pilih=semua").await.ok();
    assert_eq!(semua["data"][0]["keadaan"], "berakhir");
    let lewat = plh(&admin, "kadis", "kabid", hari, "l").await;
    assert_eq!(kode_isian(&lewat), [("/sampai", "delegasi_sudah_lewat")]);
}

#[tokio::test]
async fn an_open_session_gains_and_loses_a_mandate_at_once() {
    let app = TestApp::layani(Kantor::siapkan_dengan("pekanbaru", satu_langkah).await);
    daftarkan(&app, "a").await;
    let (admin, kabid) = (app.sebagai("admin").await, app.sebagai("kabid").await);
    let hari_ini = app.kantor.parts.ports.clock.now().to_offset(time::macros::offset!(+7)).date();
    let hari = [hari_ini, hari_ini + Duration::days(2)];
    assert_eq!(antrean(&kabid).await, 0);
    let baru = plh(&admin, "kadis", "kabid", hari, "k").await.ok();
    assert_eq!(antrean(&kabid).await, 1);
    let lagi = plh(&admin, "kadis", "kabid", hari, "k").await.ok();
    assert_eq!(lagi["id"], baru["id"], "kunci yang sama memberi delegasi yang sama");
    let jauh = [hari_ini, hari_ini + Duration::days(1)];
    assert_eq!(
        plh(&admin, "kadis", "kabid", jauh, "k").await.masalah(409),
        "kunci_idempotensi_dipakai"
    );
    assert_eq!(plh(&admin, "kadis", "kasi", hari, "l").await.masalah(409), "delegasi_bertumpuk");
    let lama = [hari_ini, hari_ini + Duration::days(30)];
    assert_eq!(
        kode_isian(&plh(&admin, "kadis", "kasi", lama, "m").await),
        [("/sampai", "delegasi_terlalu_lama")]
    );
    assert_eq!(
        kode_isian(&plh(&admin, "kabid", "kasi", hari, "n").await),
        [("/peran/0", "mandat_tidak_dapat_didelegasikan")]
    );
    assert_eq!(
        plh(&admin, "kadis", "admin", hari, "o").await.masalah(409),
        "menaikkan_izin_sendiri"
    );

    let jalur = format!("/v1/delegasi/{}/cabut", baru["id"].as_str().unwrap());
    kabid.post(&jalur, json!({})).await.masalah(403);
    let dicabut = admin.panggil(Method::POST, &jalur, &[], None).await.ok();
    assert_eq!(dicabut["keadaan"], "dicabut");
    assert_eq!(antrean(&kabid).await, 0);
    assert_eq!(kabid.get("/v1/saya").await.ok()["mandat"], json!([]));
    let lagi = admin.panggil(Method::POST, &jalur, &[], None).await;
    assert_eq!(lagi.masalah(409), "delegasi_sudah_dicabut");
    plh(&admin, "kadis", "kasi", hari, "p").await.ok();
}

#[tokio::test]
async fn a_plh_signs_with_a_certificate_of_their_own() {
    let app = TestApp::start("balangan").await;
    let warga = app.kantor.warga("6281300000701");
    let nomor = crate::balangan::ajukan_akta(&warga).await;
    let layanan = app.sebagai("operator_layanan").await;
    let id = crate::pekanbaru::cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();
    layanan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
    let siak = app.sebagai("operator_siak").await;
    siak.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();
    let proses = siak.terima(&id, "proses").await;
    let draf = loket_simulators::contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["CONTOH"]);
    siak.unggah_dokumen(&id, "akta", &draf, false).await.ok();
    siak.putuskan_tugas(&proses, "ajukan", None).await.ok();
    app.sebagai("kasi").await.putuskan(&id, "persetujuan", "setuju", None).await.ok();
    app.sebagai("kabid").await.putuskan(&id, "persetujuan", "setuju", None).await.ok();

    let (admin, kabid) = (app.sebagai("admin").await, masuk(&app, "kabid2").await);
    let hari_ini = app.kantor.parts.ports.clock.now().to_offset(time::macros::offset!(+8)).date();
    plh(&admin, "kadis", "kabid2", [hari_ini, hari_ini], "k").await.ok();
    let tugas = kabid.terima(&id, "persetujuan").await;
    let versi = kabid.get(&format!("/v1/tugas/{tugas}")).await.ok()["versi"].clone();
    let jalur = format!("/v1/tugas/{tugas}/tanda-tangan");
    let sandi = |nama: &str| {
        let orang = app.kantor.petugas.iter().find(|satu| satu.nama_pengguna == nama).unwrap();
        (orang.passphrase_simulator.clone().unwrap(), orang.nama.clone())
    };
    let milik_kadis = json!({ "passphrase": sandi("kadis").0, "versi": versi });
    assert_eq!(kabid.post(&jalur, milik_kadis).await.masalah(409), "tte_passphrase_salah");
    let sendiri = json!({ "passphrase": sandi("kabid2").0, "versi": versi });
    kabid.post(&jalur, sendiri).await.ok();
    let rinci = layanan.get(&format!("/v1/permohonan/{id}")).await.ok();
    let dokumen = &rinci["dokumen"][0];
    assert_eq!(dokumen["keadaan"], "sah", "{dokumen}");
    assert!(dokumen.to_string().contains(&sandi("kabid2").1), "{dokumen}");
}

#[tokio::test]
async fn officers_are_added_changed_and_let_go() {
    let app = TestApp::start("balangan").await;
    let admin = app.sebagai("admin").await;
    let isi = json!({
        "nama_pengguna": "Baru.Sekali", "nama": "Baru Contoh", "nik": "6311010101900001",
        "peran": ["kasi"], "unit": "disdukcapil", "tim": ["jemput_bola"],
    });
    let tambah = async |kunci: &str, isi: &Value| {
        admin.post_dengan("/v1/pengguna", &[("idempotency-key", kunci)], isi.clone()).await
    };
    let baru = tambah("k", &isi).await;
    assert_eq!(baru.status, 201, "{}", baru.teks);
    assert_eq!(baru.header["etag"], "\"v1\"");
    assert!(!baru.teks.contains("6311010101900001") && !baru.teks.contains(SANDI), "{}", baru.teks);
    let undangan = baru.json["undangan"]["kode"].as_str().unwrap().to_owned();
    let lagi = tambah("k", &isi).await.ok();
    assert_eq!((&lagi["id"], &lagi["undangan"]), (&baru.json["id"], &Value::Null));
    assert_eq!(tambah("l", &isi).await.masalah(409), "nama_pengguna_terpakai");
    let mut lain = isi.clone();
    lain["nama"] = json!("Orang Lain");
    assert_eq!(tambah("k", &lain).await.masalah(409), "kunci_idempotensi_dipakai");
    let mut asing = isi;
    asing["nama_pengguna"] = json!("asing");
    asing["peran"] = json!(["kasi", "bupati"]);
    asing["unit"] = json!("bulan");
    asing["tim"] = json!(["hantu"]);
    assert_eq!(
        kode_isian(&tambah("m", &asing).await),
        [("/peran/1", "peran_tidak_ada"), ("/unit", "unit_tidak_ada"), ("/tim/0", "tim_tidak_ada")]
    );

    let (slug, sandi) = (app.kantor.tenant.slug.as_str(), "kuda laut biru tua");
    let dia = Klien::datang(&app.basis, slug, "baru.sekali", (&undangan, sandi)).await;
    let saya = dia.get("/v1/saya").await.ok();
    assert_eq!(
        (&saya["unit"]["kode"], &saya["unit"]["jenis"]),
        (&json!("disdukcapil"), &json!("dinas"))
    );
    assert_eq!(saya["tim"], json!(["jemput_bola"]));
    dia.get("/v1/pengguna").await.masalah(403);
    let tua = orang(&admin, "baru.sekali").await;
    let perubahan = json!({ "peran": ["kabid", "loket"], "unit": null, "tim": [], "nip": "199203142015042001" });
    let berubah = ubah_pada(&admin, &tua, perubahan).await;
    assert_eq!(berubah.header["etag"], "\"v2\"");
    assert_eq!(berubah.json["unit"], Value::Null);
    assert_eq!(
        dia.get("/v1/saya").await.ok()["peran"],
        json!(["kabid", "loket"]),
        "sesi yang sama"
    );
    assert_eq!(
        ubah_pada(&admin, &tua, json!({ "aktif": false })).await.masalah(409),
        "versi_usang"
    );
    let satu = format!("/v1/pengguna/{}", tua["id"].as_str().unwrap());
    assert_eq!(
        kirim(&admin, Method::PATCH, &satu, None, json!({ "aktif": false })).await.status,
        422
    );
    assert_eq!(admin.get(&satu).await.header["etag"], "\"v2\"");
    assert_eq!(
        kode_isian(&ubah(&admin, "baru.sekali", json!({ "nip": "1" })).await),
        [("/nip", "nip_tidak_sah")]
    );

    ubah(&admin, "baru.sekali", json!({ "aktif": false })).await.ok();
    dia.get("/v1/saya").await.masalah(401);
    ubah(&admin, "baru.sekali", json!({ "aktif": true })).await.ok();
    dia.get("/v1/saya").await.masalah(401);
    Klien::masuk(&app.basis, slug, "baru.sekali", sandi).await.get("/v1/saya").await.ok();

    let halaman = admin.get("/v1/pengguna?peran=kabid&aktif=true&batas=1").await.ok();
    let sesudah = halaman["berikut"].as_str().unwrap();
    let lanjut =
        admin.get(&format!("/v1/pengguna?peran=kabid&aktif=true&sesudah={sesudah}")).await.ok();
    assert_eq!(lanjut["data"].as_array().unwrap().len(), 2);
    assert_eq!(lanjut["berikut"], Value::Null);
}

#[tokio::test]
async fn no_administrator_raises_themselves_and_one_always_remains() {
    let app = TestApp::start("balangan").await;
    let admin = app.sebagai("admin").await;
    let naik = ubah(&admin, "admin", json!({ "peran": ["admin", "kadis"] })).await;
    assert_eq!(naik.masalah(409), "menaikkan_izin_sendiri");
    let lebih = json!(["operasi.lihat", "akses.kelola", "dokumen.tanda_tangan"]);
    assert_eq!(
        simpan_peran(&admin, "admin", Some(1), lebih).await.masalah(409),
        "menaikkan_izin_sendiri"
    );
    for isi in [json!({ "aktif": false }), json!({ "peran": [] })] {
        assert_eq!(ubah(&admin, "admin", isi).await.masalah(409), "pengelola_terakhir");
    }
    let kurang = simpan_peran(&admin, "admin", Some(1), json!(["operasi.lihat"])).await;
    assert_eq!(kurang.masalah(409), "pengelola_terakhir");
    admin.get("/v1/pengguna").await.ok();

    // Standing in for somebody lends their permissions, not the right to keep them.
    let hari_ini = app.kantor.parts.ports.clock.now().to_offset(time::macros::offset!(+8)).date();
    ubah(&admin, "kasi", json!({ "peran": ["kasi", "admin"] })).await.ok();
    let kasi = masuk(&app, "kasi").await;
    plh(&kasi, "kadis", "admin", [hari_ini, hari_ini], "k").await.ok();
    let tetap = ubah(&admin, "admin", json!({ "peran": ["admin", "kadis"] })).await;
    assert_eq!(tetap.masalah(409), "menaikkan_izin_sendiri");
    let semua: Vec<Value> = admin.get("/v1/izin").await.ok()["data"].as_array().unwrap().clone();
    let semua: Vec<&Value> = semua.iter().map(|izin| &izin["kode"]).collect();
    let titipan = simpan_peran(&admin, "kadis", Some(1), json!(semua)).await;
    assert_eq!(titipan.masalah(409), "menaikkan_izin_sendiri");

    // With a second administrator the first may go.
    ubah(&admin, "admin", json!({ "aktif": false })).await.ok();
    admin.get("/v1/pengguna").await.masalah(401);
    kasi.get("/v1/pengguna").await.ok();
}

#[tokio::test]
async fn a_role_goes_only_when_nothing_names_it() {
    let app = TestApp::layani(Kantor::siapkan_dengan("pekanbaru", satu_langkah).await);
    daftarkan(&app, "a").await;
    let admin = app.sebagai("admin").await;
    let dipakai = admin.delete("/v1/peran/kadis").await;
    assert_eq!(dipakai.masalah(409), "peran_dipakai");
    assert_eq!(dipakai.json["pilihan"], json!(["pengguna:1", "tugas:1", "sop:1", "layanan:1"]));
    assert!(dipakai.teks.contains("1 petugas, 1 tugas terbuka, 1 versi SOP"), "{}", dipakai.teks);

    let baru = simpan_peran(&admin, "arsiparis", None, json!(["permohonan.baca"])).await;
    assert_eq!((baru.status.as_u16(), &baru.json["versi"]), (200, &json!(1)), "{}", baru.teks);
    assert_eq!(
        kode_isian(&simpan_peran(&admin, "arsiparis", None, json!([])).await),
        [("If-Match", "versi_wajib")]
    );
    let asing = simpan_peran(&admin, "arsiparis", Some(1), json!(["segala.hal"])).await;
    assert_eq!(kode_isian(&asing), [("/izin/0", "izin_tidak_ada")]);
    ubah(&admin, "kasi", json!({ "peran": ["kasi", "arsiparis"] })).await.ok();
    let dipegang = admin.delete("/v1/peran/arsiparis").await;
    assert_eq!(dipegang.masalah(409), "peran_dipakai");
    assert_eq!(dipegang.json["pilihan"], json!(["pengguna:1"]));
    ubah(&admin, "kasi", json!({ "peran": ["kasi"] })).await.ok();
    assert_eq!(admin.delete("/v1/peran/arsiparis").await.status, 204);
    assert_eq!(admin.delete("/v1/peran/arsiparis").await.status, 404);
    let semua = admin.get("/v1/peran").await.ok();
    assert!(!semua.to_string().contains("arsiparis"), "{semua}");
}

#[tokio::test]
async fn officers_and_delegations_of_another_office_do_not_exist() {
    let (kami, mereka) = (TestApp::start("pekanbaru").await, TestApp::start("pekanbaru").await);
    let (admin, tetangga) = (kami.sebagai("admin").await, mereka.sebagai("admin").await);
    let hari_ini = kami.kantor.parts.ports.clock.now().to_offset(time::macros::offset!(+7)).date();
    let baru = plh(&admin, "kadis", "kabid", [hari_ini, hari_ini], "k").await.ok();
    let kadis = orang(&admin, "kadis").await;
    let satu = format!("/v1/pengguna/{}", kadis["id"].as_str().unwrap());
    assert_eq!(tetangga.get(&satu).await.status, 404);
    assert_eq!(ubah_pada(&tetangga, &kadis, json!({ "aktif": false })).await.status, 404);
    let cabut = format!("/v1/delegasi/{}/cabut", baru["id"].as_str().unwrap());
    assert_eq!(tetangga.panggil(Method::POST, &cabut, &[], None).await.status, 404);
    assert_eq!(tetangga.get("/v1/delegasi?pilih=semua").await.ok()["data"], json!([]));
    let isi = json!({
        "jenis": "plt", "dari": kadis["id"], "kepada": orang(&tetangga, "kabid").await["id"],
        "nomor_sk": "1", "mulai": hari_ini.to_string(), "sampai": hari_ini.to_string(), "peran": ["kadis"],
    });
    let silang = tetangga.post_dengan("/v1/delegasi", &[("idempotency-key", "x")], isi).await;
    assert_eq!(kode_isian(&silang), [("/dari", "pengguna_tidak_ada")]);
    admin.get(&satu).await.ok();
}
