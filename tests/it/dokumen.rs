//! Products: registers, letters on paper, SIAK numbers, letters from templates.

use loket_domain::id::IdSource as _;
use loket_simulators::contoh_pdf;
use loket_tests::{
    app::TestApp,
    klien::{HTTP, Klien, taruh},
    warga::isi,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    balangan::{ajukan_akta, sampai_ditandatangani},
    kembaran::{daftarkan, unggah},
    pdf::sha256,
    pekanbaru::cari,
    verifikasi::{periksa, periksa_berkas, produk},
};

fn kia(nama: &str) -> Value {
    json!({
        "layanan": "kia", "kanal": "jemput_bola",
        "pemohon": { "nama": "Siti Contoh" },
        "isian": { "nama_anak": nama, "tanggal_lahir": "5-5-2020", "kelompok_rentan": "tidak" },
    })
}

async fn ambil(petugas: &Klien, jalur: &str) -> Vec<u8> {
    let tautan = petugas.get(jalur).await.ok();
    let jawaban = HTTP.get(tautan["url"].as_str().unwrap()).send().await.unwrap();
    jawaban.bytes().await.unwrap().to_vec()
}

async fn kirim_put(petugas: &Klien, jalur: &str, isi: Value) -> loket_tests::klien::Jawaban {
    let header = [("content-type", "application/json")];
    petugas.panggil(Method::PUT, jalur, &header, Some(isi.to_string().into_bytes())).await
}

#[tokio::test]
async fn a_register_gives_no_number_twice_however_many_enter_at_once() {
    let app = TestApp::start("kembaran").await;
    let adm = app.sebagai("petugas_administrator").await;
    let mut kasus = Vec::new();
    for n in 0..5 {
        let id = daftarkan(&adm, &format!("r{n}"), kia(&format!("Anak {n}"))).await;
        adm.terima(&id, "foto").await;
        kasus.push(id);
    }
    let catat = |id: String| {
        let adm = adm.clone();
        async move {
            let isi = json!({ "produk": "akta", "buku": "II", "halaman": "17" });
            adm.post(&format!("/v1/permohonan/{id}/register"), isi).await.ok()
        }
    };
    // Each case twice at the same time: one entry per case, one number per entry.
    let dua_kali = kasus.iter().chain(&kasus).cloned().map(catat);
    let semua = futures_util::future::join_all(dua_kali).await;
    let mut nomor: Vec<&str> = semua.iter().map(|satu| satu["nomor"].as_str().unwrap()).collect();
    nomor.sort_unstable();
    nomor.dedup();
    assert_eq!(nomor.len(), kasus.len(), "{semua:?}");
    assert!(nomor[0].contains("/LHR/33.02"), "{nomor:?}");

    let bukan = json!({ "produk": "kia" });
    let bukan = adm.post(&format!("/v1/permohonan/{}/register", kasus[0]), bukan).await;
    bukan.masalah(422);
    assert_eq!(bukan.json["errors"][0]["kode"], "bukan_produk_register");
    // The kutipan is printed: it waits at the counter, and anybody can check it.
    let dokumen = semua[0]["dokumen_id"].as_str().unwrap();
    let siap = adm.post(&format!("/v1/dokumen/{dokumen}/kutipan"), json!({})).await.ok();
    assert_eq!(siap["keadaan"], "siap");
    let kode = siap["kode_verifikasi"].as_str().unwrap();
    assert_eq!(periksa(&app, kode).await.json["hasil"], "berlaku");
    let daftar = produk(&adm, &kasus[0]).await;
    let akta = daftar["produk"].as_array().unwrap().iter().find(|p| p["kode"] == "akta").unwrap();
    assert_eq!(akta["register"]["nomor"], semua[0]["nomor"]);
    assert_eq!(akta["penyerahan"][0]["keadaan"], "siap");
    let jalur = format!("/v1/permohonan/{}/register", kasus[0]);
    let lagi = adm.post(&jalur, json!({ "produk": "akta" })).await;
    assert_eq!(lagi.masalah(409), "dokumen_sudah_siap");
}

#[tokio::test]
async fn a_letter_is_rendered_signed_on_paper_scanned_and_checked() {
    let app = TestApp::start("kembaran").await;
    let (depan, adm) =
        (app.sebagai("petugas_pelayanan").await, app.sebagai("petugas_administrator").await);
    let isi = json!({
        "layanan": "disabilitas", "kanal": "loket",
        "pemohon": { "nama": "Tono Rahasia", "nik": "3302010101900001" },
        "isian": { "dokumen": "kartu keluarga", "kelompok_rentan": "disabilitas", "kebutuhan": "didampingi" },
    });
    let id = daftarkan(&depan, "surat", isi).await;
    unggah(&depan, &id, &["kk"]).await;
    depan.putuskan(&id, "terima", "ya", None).await.ok();
    adm.putuskan(&id, "proses", "selesai_diproses", None).await.ok();
    let registrasi = adm.terima(&id, "registrasi").await;
    let draf = json!({ "produk": "dokumen" });
    let (jalur, kunci) =
        (format!("/v1/permohonan/{id}/dokumen/rakit"), [("idempotency-key", "rakit-1")]);
    let minta = draf;
    assert_eq!(adm.post(&jalur, minta.clone()).await.masalah(400), "kunci_idempotensi_wajib");
    let draf = adm.post_dengan(&jalur, &kunci, minta.clone()).await.ok();
    // The answer was lost, and the client asks again: the same draft, and no second number of the register.
    let lagi = adm.post_dengan(&jalur, &kunci, minta).await.ok();
    assert_eq!(
        (&lagi["id"], &lagi["nomor"], &lagi["versi"]),
        (&draf["id"], &draf["nomor"], &json!(1))
    );
    let lain = json!({ "produk": "dokumen", "templat": "surat_keterangan" });
    let lain = adm.post_dengan(&jalur, &kunci, lain).await;
    assert_eq!(lain.masalah(409), "kunci_idempotensi_dipakai");
    assert_eq!(
        (&draf["keadaan"], &draf["templat"]),
        (&json!("draf"), &json!("surat_keterangan/0"))
    );
    let dokumen = draf["id"].as_str().unwrap();
    let kode = draf["kode_verifikasi"].as_str().unwrap();
    assert_eq!(
        periksa(&app, kode).await.json["hasil"],
        "tidak_ditemukan",
        "a draft is nothing yet"
    );
    let pdf = ambil(&adm, &format!("/v1/dokumen/{dokumen}/unduhan")).await;
    assert_eq!(sha256(&pdf), draf["sha256"].as_str().unwrap());

    // Only who may sign it, only with the stamp, and never on a day to come.
    let camat = id_petugas(&app, "camat").await;
    let lain = id_petugas(&app, "petugas_pelayanan").await;
    let jalur = format!("/v1/dokumen/{dokumen}/tanda-tangan-basah");
    let hari = hari_ini(&app);
    let basah = |siapa: &str, hari: &str, stempel: bool| json!({ "penanda_tangan": siapa, "tanggal": hari, "distempel": stempel });
    for (isi, kode) in [
        (basah(&lain, &hari, true), "bukan_penanda_tangan"),
        (basah(&camat, &hari, false), "stempel_wajib"),
        (basah(&camat, "2999-01-01", true), "tanggal_belum_tiba"),
    ] {
        let tolak = adm.post(&jalur, isi).await;
        tolak.masalah(422);
        assert_eq!(tolak.json["errors"][0]["kode"], kode);
    }
    let versi = adm.get(&format!("/v1/tugas/{registrasi}")).await.ok()["versi"].clone();
    let nomor = json!({ "jenis": "nomor_register", "versi": versi });
    adm.post(&format!("/v1/tugas/{registrasi}/catatan"), nomor).await.ok();
    let belum = adm.putuskan_tugas(&registrasi, "terdaftar", None).await;
    assert_eq!(belum.masalah(409), "produk_belum_siap");
    let siap = adm.post(&jalur, basah(&camat, &hari, true)).await.ok();
    assert_eq!(siap["keadaan"], "siap");
    assert_eq!(siap["tanda_tangan_basah"]["nama"], app.kantor.pemegang("camat").nama.as_str());

    let pindai = contoh_pdf("PINDAIAN", &["CONTOH"]);
    let jalur = format!("/v1/dokumen/{dokumen}/pindaian");
    let umum = adm.post(&jalur, json!({ "ukuran": pindai.len() })).await.ok();
    let belum = adm.post(&format!("{jalur}/selesai"), json!({})).await;
    assert_eq!(belum.masalah(409), "unggahan_belum_ada");
    taruh(&umum["unggah"], &pindai).await;
    let dipindai = adm.post(&format!("{jalur}/selesai"), json!({})).await.ok();
    assert_eq!(dipindai["tanda_tangan_basah"]["dipindai"], true);

    let terlihat = periksa(&app, kode).await;
    assert_eq!(terlihat.json["hasil"], "berlaku");
    assert_eq!(terlihat.json["penanda_tangan"], app.kantor.pemegang("camat").nama.as_str());
    assert!(!terlihat.teks.contains("Rahasia"), "{}", terlihat.teks);
    adm.putuskan_tugas(&registrasi, "terdaftar", None).await.ok();
    crate::loket::serahkan(&depan, &id).await;
}

/// Today at the office.
pub fn hari_ini(app: &TestApp) -> String {
    let zona = app.kantor.tenant.zona;
    zona.setempat(app.kantor.parts.ports.clock.now()).date().to_string()
}

/// The id of an officer.
pub async fn id_petugas(app: &TestApp, peran: &str) -> String {
    let nama = app.kantor.pemegang(peran).nama_pengguna.as_str();
    let admin = app.sebagai("admin").await;
    let daftar = admin.get("/v1/pengguna?batas=100").await.ok();
    let satu = daftar["data"].as_array().unwrap().iter().find(|p| p["nama_pengguna"] == nama);
    satu.unwrap()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_receipt_keeps_the_version_of_the_template_it_came_from() {
    let app = TestApp::start("balangan").await;
    let warga = app.kantor.warga("6281300001710");
    let nomor = ajukan_akta(&warga).await;
    let (layanan, admin) = (app.sebagai("operator_layanan").await, app.sebagai("admin").await);
    let id = cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();
    let minta = json!({ "templat": "tanda_terima" });
    let jalur = format!("/v1/permohonan/{id}/sementara");
    let kunci = [("idempotency-key", "tanda-1")];
    let satu = layanan.post_dengan(&jalur, &kunci, minta.clone()).await.ok();
    let lagi = layanan.post_dengan(&jalur, &kunci, minta.clone()).await.ok();
    assert_eq!((&lagi["id"], &lagi["sha256"]), (&satu["id"], &satu["sha256"]), "the same again");
    assert_eq!((&satu["templat_versi"], &satu["halaman"]), (&json!(0), &json!(1)));
    let pdf =
        ambil(&layanan, &format!("/v1/sementara/{}/unduhan", satu["id"].as_str().unwrap())).await;
    assert_eq!(sha256(&pdf), satu["sha256"].as_str().unwrap());
    assert_eq!(periksa_berkas(&app, &pdf).await["hasil"], "berlaku");

    // The resident asked for it: it arrives as it was rendered.
    let kirim = format!("/v1/sementara/{}/kirim", satu["id"].as_str().unwrap());
    assert_eq!(layanan.post(&kirim, json!({})).await.status, 202);
    let (pesan, diterima) = warga.dokumen("tanda_terima-").await;
    assert_eq!(sha256(&diterima), sha256(&pdf));
    assert!(isi(&pesan).contains(&nomor));

    // The office words its own: a draft changes nothing until it is published.
    let kata = json!({ "isi": {
        "judul": "Bukti pendaftaran",
        "bagian": [{ "teks": "Permohonan {nomor} untuk {layanan} sudah kami terima." }, "berkas",
            { "tanda": { "jabatan": "Petugas" } }],
    } });
    let templat = "/v1/templat-dokumen/tanda_terima";
    assert_eq!(layanan.get(templat).await.masalah(403), "tidak_berizin");
    let mut salah = kata.clone();
    salah["isi"]["bagian"][0]["teks"] = json!("{nama_ibu}");
    let tolak = kirim_put(&admin, &format!("{templat}/draf"), salah).await;
    tolak.masalah(422);
    assert_eq!(tolak.json["errors"][0]["pointer"], "/isi/bagian/0/teks");
    let pratinjau = admin.post("/v1/templat-dokumen/pratinjau", kata.clone()).await;
    assert!(pratinjau.isi.starts_with(b"%PDF-"));
    let draf = kirim_put(&admin, &format!("{templat}/draf"), kata).await.ok();
    assert_eq!((&draf["versi"], &draf["terbit"]), (&json!(1), &json!(false)));
    let kunci = |nilai: &'static str| [("idempotency-key", nilai)];
    let lama = layanan.post_dengan(&jalur, &kunci("tanda-2"), minta.clone()).await.ok();
    assert_eq!(lama["templat_versi"], 0);
    let terbit = format!("{templat}/terbit");
    assert_eq!(admin.post(&terbit, json!({ "versi": 7 })).await.masalah(409), "draf_tidak_ada");
    admin.post(&terbit, json!({ "versi": 1 })).await.ok();
    let baru = layanan.post_dengan(&jalur, &kunci("tanda-3"), minta).await.ok();
    assert_eq!((&baru["templat_versi"], &baru["nama"]), (&json!(1), &json!("Bukti pendaftaran")));
    // The newest receipt is the one that counts; the old one keeps what it was rendered from.
    assert_eq!(periksa_berkas(&app, &pdf).await["hasil"], "diganti");
    assert_eq!(layanan.post(&kirim, json!({})).await.masalah(409), "dokumen_tidak_berlaku");
    let daftar = produk(&layanan, &id).await;
    let versi: Vec<&Value> =
        daftar["sementara"].as_array().unwrap().iter().map(|s| &s["templat_versi"]).collect();
    assert_eq!(versi, [&json!(1), &json!(0), &json!(0)]);
}

#[tokio::test]
async fn a_siak_number_may_change_until_the_signature_and_warns_when_another_case_has_it() {
    let app = TestApp::start("balangan").await;
    let layanan = app.sebagai("operator_layanan").await;
    let siak = app.sebagai("operator_siak").await;
    let nomor_siak = format!("6311-LU-{}", loket_infra::crypto::SystemIds.acak_hex(4));
    let mut dokumen = Vec::new();
    for wa in ["6281300001721", "6281300001722"] {
        let warga = app.kantor.warga(wa);
        let nomor = ajukan_akta(&warga).await;
        let id = cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();
        layanan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
        siak.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();
        let proses = siak.terima(&id, "proses").await;
        let draf = contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["CONTOH"]);
        let satu = siak.unggah_dokumen(&id, "akta", &draf, false).await.ok();
        siak.putuskan_tugas(&proses, "ajukan", None).await.ok();
        dokumen.push((id, satu["id"].as_str().unwrap().to_owned()));
    }
    let isi = json!({ "nomor": nomor_siak });
    let jalur = |n: usize| format!("/v1/dokumen/{}/nomor", dokumen[n].1);
    let pertama = kirim_put(&siak, &jalur(0), isi.clone()).await.ok();
    assert_eq!(pertama["nomor_ganda"], false);
    let kedua = kirim_put(&siak, &jalur(1), isi.clone()).await.ok();
    assert_eq!(kedua["nomor_ganda"], true);
    assert!(!kedua.to_string().contains(&dokumen[0].0), "which case is not told");
    let salah = kirim_put(&siak, &jalur(1), json!({ "nomor": "belum ada" })).await;
    salah.masalah(422);
    assert_eq!(salah.json["errors"][0]["kode"], "nomor_siak_bentuk");

    let id = &dokumen[0].0;
    app.sebagai("kasi").await.putuskan(id, "persetujuan", "setuju", None).await.ok();
    app.sebagai("kabid").await.putuskan(id, "persetujuan", "setuju", None).await.ok();
    crate::balangan::tanda_tangani(&app, id, "persetujuan").await;
    let terlambat = kirim_put(&siak, &jalur(0), isi).await;
    assert_eq!(terlambat.masalah(409), "dokumen_sudah_ditandatangani");
}

#[tokio::test]
async fn a_new_draft_takes_nothing_from_what_was_issued_until_it_is_issued_itself() {
    let app = TestApp::start("balangan").await;
    let warga = app.kantor.warga("6281300001730");
    let nomor = ajukan_akta(&warga).await;
    let layanan = app.sebagai("operator_layanan").await;
    let siak = app.sebagai("operator_siak").await;
    let id = cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();
    layanan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
    siak.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();
    // Two drafts one after the other: the later one counts, and only it is approved.
    let proses = siak.terima(&id, "proses").await;
    siak.unggah_dokumen(&id, "akta", &contoh_pdf("DRAF SATU", &["CONTOH"]), false).await.ok();
    siak.putuskan_tugas(&proses, "ajukan", None).await.ok();
    app.sebagai("kasi")
        .await
        .putuskan(&id, "persetujuan", "kembalikan", Some("nama salah"))
        .await
        .ok();
    sampai_ditandatangani(&app, &id).await;
    let daftar = produk(&layanan, &id).await;
    let akta = &daftar["produk"][0];
    assert_eq!(akta["sekarang"]["versi"], 2);
    assert_eq!(akta["riwayat"][1]["keadaan"], "diganti");
    let setuju = akta["persetujuan"].as_array().unwrap();
    assert!(setuju.iter().all(|satu| satu["dokumen_id"] == akta["sekarang"]["id"]), "{setuju:?}");
    assert_eq!(akta["riwayat"][1]["kode_verifikasi"], Value::Null, "a draft has no code");
}
