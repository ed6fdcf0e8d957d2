//! The page behind a one-time link, over real HTTP: from the button in the chat to the papers on an officer's desk.

use std::sync::Arc;

use loket_domain::{layanan::JenisIsian, tenant::Paket};
use loket_infra::postgres::PostgresAdmin;
use loket_simulators::whatsapp::LedgerEntry;
use loket_tests::{
    app::{Kantor, TestApp, lewat_tautan},
    jam::Jam,
    klien::HTTP,
    sampai,
    server::{SERVER, urut},
    warga::{FOTO, Warga, isi, nomor, tautan},
};
use reqwest::{
    Method, Response,
    multipart::{Form, Part},
};
use serde_json::Value;
use time::{Duration, macros::datetime};

use crate::{jejak::sebab, pekanbaru::cari, proses::Proses, rahasia::pg_dump};

const NIK: &str = "1471010101900001";

/// Pekanbaru, whose service asks for a NIK and two papers beside what it asks in the chat.
fn ber_nik(paket: &mut Paket) {
    lewat_tautan(paket);
    let layanan = &mut paket.layanan[0];
    layanan.isian[1].jenis = JenisIsian::Nik;
    "Berapa NIK pemohon?".clone_into(&mut layanan.isian[1].label);
    let mut kk = layanan.syarat[0].clone();
    kk.kode = "kartu_keluarga".to_owned().try_into().unwrap();
    "Kartu keluarga".clone_into(&mut kk.nama);
    layanan.syarat.push(kk);
}

async fn app(ubah: impl FnOnce(&mut Paket)) -> TestApp {
    TestApp::layani(Kantor::siapkan_dengan("pekanbaru", ubah).await)
}

/// Up to the button.
async fn sampai_tombol(warga: &Warga<'_>) -> LedgerEntry {
    warga.tulis("Halo").await;
    warga.tulis("1").await;
    warga.tulis("Siti Aminah").await;
    let tombol = warga.tulis("kartu keluarga").await;
    assert!(tautan(&tombol).is_some(), "{}", tombol.payload);
    tombol
}

async fn buka(url: &str) -> (u16, String) {
    let jawaban = HTTP.get(url).send().await.unwrap();
    (jawaban.status().as_u16(), jawaban.text().await.unwrap())
}

async fn kirim(url: &str, formulir: Form) -> (u16, String) {
    let jawaban = HTTP.post(url).multipart(formulir).send().await.unwrap();
    (jawaban.status().as_u16(), jawaban.text().await.unwrap())
}

fn foto(isi: &[u8]) -> Part {
    Part::bytes(isi.to_vec()).file_name("IMG_0001.jpg").mime_str("image/jpeg").unwrap()
}

fn kepala<'a>(jawaban: &'a Response, nama: &str) -> &'a str {
    jawaban.headers().get(nama).and_then(|nilai| nilai.to_str().ok()).unwrap_or_default()
}

fn lengkap() -> Form {
    Form::new()
        .text("isian.nomor_dokumen", NIK)
        .part("syarat.ktp", foto(FOTO))
        .part("syarat.kartu_keluarga", foto(FOTO))
}

#[tokio::test]
async fn what_is_sensitive_is_filled_in_on_the_page_and_ends_on_an_officers_desk() {
    let app = app(ber_nik).await;
    let warga = app.kantor.warga("6281300000901");
    let tombol = sampai_tombol(&warga).await;
    for kata in [
        "Berapa NIK pemohon?",
        "Foto KTP-el pemohon",
        "Foto Kartu keluarga",
        "berlaku sampai",
        "PETUGAS",
    ] {
        assert!(isi(&tombol).contains(kata), "{kata}: {}", isi(&tombol));
    }
    let judul = &tombol.payload["interactive"]["action"]["parameters"]["display_text"];
    assert_eq!(judul, "Isi dengan aman");
    let url = tautan(&tombol).unwrap();

    // A preview looks first; looking changes nothing.
    let (pertama, kedua) = (buka(&url).await, buka(&url).await);
    assert_eq!(pertama, kedua);
    assert_eq!(pertama.0, 200);
    assert!(pertama.1.len() < 10_000, "{} bytes", pertama.1.len());
    for hak in ["DATA SAYA", "TARIK PERSETUJUAN", "HAPUS DATA"] {
        assert!(pertama.1.contains(hak), "what becomes of the data, and what may be asked: {hak}");
    }
    let kepala_saja = HTTP.head(&url).send().await.unwrap();
    assert_eq!(kepala_saja.status(), 200);
    for (nama, nilai) in [
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("x-robots-tag", "noindex, nofollow, noarchive"),
        ("content-type", "text/html; charset=utf-8"),
    ] {
        assert_eq!(kepala(&kepala_saja, nama), nilai, "{nama}");
    }
    let kebijakan = kepala(&kepala_saja, "content-security-policy");
    assert!(kebijakan.starts_with("default-src 'none'; style-src 'sha256-"), "{kebijakan}");
    assert!(kepala_saja.text().await.unwrap().is_empty());

    // A number with a slip, a file that is no photo, and one that is.
    let salah = Form::new()
        .text("isian.nomor_dokumen", "147101010190000")
        .text("asing", "<script>")
        .part("syarat.ktp", foto(b"bukan foto"))
        .part("syarat.kartu_keluarga", foto(FOTO));
    let (status, halaman) = kirim(&url, salah).await;
    assert_eq!(status, 422);
    assert!(
        halaman.contains("1 dari 3 sudah kami terima:</p><ul><li>Kartu keluarga</li></ul>"),
        "{halaman}"
    );
    assert!(halaman.contains("value=\"147101010190000\""), "what was typed comes again");
    assert!(
        halaman.contains("bukan foto JPEG/PNG atau PDF")
            && !halaman.contains("syarat.kartu_keluarga"),
        "{halaman}"
    );
    let sebelum = warga.masuk().len();

    let benar = Form::new().text("isian.nomor_dokumen", NIK).part("syarat.ktp", foto(FOTO));
    let (status, halaman) = kirim(&url, benar).await;
    assert_eq!(status, 200, "{halaman}");
    assert!(
        halaman.contains("Sudah kami terima") && halaman.contains("https://wa.me/"),
        "{halaman}"
    );
    let ringkasan = warga.pesan("Isian dari halaman sudah kami terima.").await;
    assert!(isi(&ringkasan).contains("Berkas: 2 foto/PDF"), "{}", isi(&ringkasan));
    assert_eq!(warga.masuk().len(), sebelum + 1, "one message for the whole page");
    let (status, lagi) = kirim(&url, lengkap()).await;
    assert_eq!((status, lagi.contains("Sudah kami terima")), (200, true));
    assert_eq!(buka(&url).await, (200, lagi));

    let terdaftar = warga.tulis("kirim").await;
    let fo = app.sebagai("fo").await;
    let id = cari(&fo, &nomor(&terdaftar)).await["id"].as_str().unwrap().to_owned();
    let rinci = fo.get(&format!("/v1/permohonan/{id}")).await.ok();
    assert_eq!(slot(&rinci), ["kartu_keluarga", "ktp"]);
    let berkas = rinci["berkas"][0]["id"].as_str().unwrap();
    let unduh = fo.get(&format!("/v1/berkas/{berkas}/unduhan?asli=true")).await;
    let objek = HTTP.get(unduh.ok()["url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(objek.bytes().await.unwrap(), FOTO);
    assert!(buka(&url).await.1.contains("Sudah kami terima"), "also after registration");
}

/// Requirements that papers answer, sorted.
fn slot(rinci: &Value) -> Vec<&str> {
    let semua = rinci["berkas"].as_array().unwrap().iter();
    let mut semua: Vec<&str> = semua.filter_map(|satu| satu["syarat"].as_str()).collect();
    semua.sort_unstable();
    semua
}

#[tokio::test]
async fn a_link_ends_with_its_time_and_with_batal_and_the_chat_gives_another() {
    let mulai = datetime!(2027-03-02 08:00 +07);
    let jam = Arc::new(Jam::di(mulai));
    let kantor = Kantor::siapkan_pada("pekanbaru", Some(jam.clone()), |paket| {
        ber_nik(paket);
        paket.percakapan.umur_tautan_jam = 2;
    });
    let app = TestApp::layani(kantor.await);
    app.kantor.samakan_jam(mulai);
    let warga = app.kantor.warga("6281300000902");
    let tombol = sampai_tombol(&warga).await;
    let url = tautan(&tombol).unwrap();
    assert!(isi(&tombol).contains("Selasa, 2 Maret 2027 pukul 10.00 WIB"), "{}", isi(&tombol));
    let ulang = warga.tulis("kirim ulang tautan").await;
    assert_eq!(tautan(&ulang).as_deref(), Some(&*url), "the same link as long as it is good");

    jam.pindah(mulai + Duration::hours(2));
    let (status, halaman) = buka(&url).await;
    assert_eq!(status, 410);
    assert!(
        halaman.contains("habis masa berlakunya") && halaman.contains("Kirim pesan apa saja"),
        "{halaman}"
    );
    assert_eq!(kirim(&url, lengkap()).await, (410, halaman));
    let baru = tautan(&warga.tulis("halo").await).unwrap();
    assert_ne!(baru, url);
    assert_eq!(buka(&baru).await.0, 200);
    let (status, lama) = buka(&url).await;
    assert_eq!(status, 410);
    assert!(lama.contains("sudah tidak dipakai"), "{lama}");

    warga.tulis("batal").await;
    let (status, halaman) = kirim(&baru, lengkap()).await;
    assert_eq!(status, 410);
    assert!(halaman.contains("sudah tidak dipakai"), "{halaman}");
    // The same service once more: the old link is not that of the new collection.
    let tombol = sampai_tombol(&warga).await;
    assert_ne!(tautan(&tombol).as_deref(), Some(&*baru));
    assert_eq!(buka(&baru).await.0, 410);
}

#[tokio::test]
async fn no_link_no_token_of_another_office_and_no_suspended_office_can_be_told_apart() {
    let (satu, dua) = (app(ber_nik).await, app(ber_nik).await);
    let warga = satu.kantor.warga("6281300000903");
    let url = tautan(&sampai_tombol(&warga).await).unwrap();
    let token = url.rsplit('/').next().unwrap();
    assert_eq!(token.len(), 48);
    let milik = satu.kantor.tenant.slug.to_string();
    let lain = dua.kantor.tenant.slug.to_string();
    let karangan = "0".repeat(48);
    let mut semua = Vec::new();
    for jalur in [
        format!("{}/t/{milik}/{karangan}", satu.basis),
        format!("{}/t/{lain}/{token}", satu.basis),
        format!("{}/t/{lain}/{token}", dua.basis),
        format!("{}/t/tidak_ada/{token}", satu.basis),
        format!("{}/t/{milik}/{}", satu.basis, &token[1..]),
        format!("{}/t/{milik}/{}", satu.basis, token.to_uppercase()),
    ] {
        semua.push(buka(&jalur).await);
        semua.push(kirim(&jalur, lengkap()).await);
    }
    let admin = PostgresAdmin::connect(&SERVER.config().postgres_admin().unwrap()).await.unwrap();
    assert!(admin.buka_tutup(&satu.kantor.tenant.slug, false, &sebab()).await.unwrap());
    satu.kantor.parts.postgres.segarkan_register().await;
    semua.push(buka(&url).await);
    semua.push(kirim(&url, lengkap()).await);
    admin.tutup().await;
    for (status, halaman) in &semua {
        assert_eq!((*status, halaman), (404, &semua[0].1));
    }
    let lain = HTTP.request(Method::DELETE, &url).send().await.unwrap();
    assert_eq!(lain.status(), 405);
}

#[tokio::test]
async fn whoever_guesses_is_held_back_and_residents_behind_the_same_address_are_not() {
    let app = app(ber_nik).await;
    let warga = app.kantor.warga("6281300000907");
    let url = tautan(&sampai_tombol(&warga).await).unwrap();
    let asal = format!("{}/t/{}/", app.basis, app.kantor.tenant.slug);
    let mut status = Vec::new();
    for n in 0..62 {
        status.push(buka(&format!("{asal}{n:048}")).await.0);
    }
    assert_eq!((status[0], status[59], status[61]), (404, 404, 429));
    assert_eq!(buka(&url).await.0, 200);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_with_a_page_and_takes_nothing_with_it() {
    let app = app(ber_nik).await;
    let warga = app.kantor.warga("6281300000904");
    let url = tautan(&sampai_tombol(&warga).await).unwrap();
    let sebelum = warga.masuk().len();
    let mut besar = FOTO.to_vec();
    besar.resize(25 * 1024 * 1024, 0);
    let formulir = Form::new()
        .part("syarat.ktp", foto(&besar))
        .part("syarat.kartu_keluarga", foto(FOTO))
        .text("isian.nomor_dokumen", NIK);
    let (status, halaman) = kirim(&url, formulir).await;
    assert_eq!(status, 422);
    assert!(halaman.contains("terlalu besar, paling besar 20 MB"), "{halaman}");
    assert!(
        halaman.contains("2 dari 3 sudah kami terima:</p><ul><li>Berapa NIK pemohon?</li><li>Kartu keluarga</li></ul>"),
        "{halaman}"
    );
    assert_eq!(warga.masuk().len(), sebelum, "the chat is silent while the page asks");
    let (status, _) = kirim(&url, Form::new().part("syarat.ktp", foto(FOTO))).await;
    assert_eq!(status, 200);
    warga.pesan("Berkas: 2 foto/PDF").await;

    // What is no form at all, and a form that breaks off.
    let tombol = {
        warga.tulis("batal").await;
        sampai_tombol(&warga).await
    };
    let url = tautan(&tombol).unwrap();
    let polos = HTTP.post(&url).body("halo").send().await.unwrap();
    assert_eq!(polos.status(), 422);
    let putus = "--x\r\ncontent-disposition: form-data; name=\"isian.nomor_dokumen\"\r\n\r\n1471010101900001\r\n--x\r\n";
    let putus = HTTP
        .post(&url)
        .header("content-type", "multipart/form-data; boundary=x")
        .body(putus)
        .send()
        .await;
    let putus = putus.unwrap();
    assert_eq!(putus.status(), 422);
    let halaman = putus.text().await.unwrap();
    assert!(halaman.contains("terputus") && halaman.contains("1 dari 3"), "{halaman}");
}

#[tokio::test]
async fn what_a_case_lacks_is_sent_by_the_page_and_the_case_goes_on() {
    let app = TestApp::layani(Kantor::siapkan_dengan("balangan", lewat_tautan).await);
    let warga = app.kantor.warga("6281300000905");
    let kata = ["assalamualaikum", "akta kelahiran", "Ahmad Fauzi", "Zahra Fauzi"];
    for kata in kata.into_iter().chain(["Paringin, 5 Mei 2026"]) {
        warga.tulis(kata).await;
    }
    let tombol = warga.tulis("tidak").await;
    let url = tautan(&tombol).unwrap();
    let (_, halaman) = buka(&url).await;
    let mut formulir = Form::new();
    for nama in nama_bagian(&halaman) {
        formulir = formulir.part(nama, foto(FOTO));
    }
    assert_eq!(kirim(&url, formulir).await.0, 200);
    warga.pesan("Berkas: 4 foto/PDF").await;
    let nomor = nomor(&warga.tulis("kirim").await);
    let layanan = app.sebagai("operator_layanan").await;
    let id = cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();

    layanan.putuskan(&id, "verifikasi_awal", "kurang", Some("foto KK buram")).await.ok();
    let minta = warga.pesan("foto KK buram").await;
    let url = tautan(&minta).unwrap_or_else(|| panic!("{}", minta.payload));
    let (status, halaman) = buka(&url).await;
    assert_eq!(status, 200);
    assert!(halaman.contains("Petugas meminta") && halaman.contains("foto KK buram"), "{halaman}");
    assert!(halaman.contains("Sudah ada. Kirim lagi hanya bila diminta"), "{halaman}");
    assert!(halaman.len() < 10_000, "{} bytes", halaman.len());
    let (status, kosong) = kirim(&url, Form::new().text("a", "b")).await;
    assert_eq!(status, 422);
    assert!(kosong.contains("Pilih paling sedikit satu"), "{kosong}");

    let kirim_dua = Form::new().part("syarat.kk", foto(FOTO)).part("lain.1", foto(b"rusak"));
    let (status, halaman) = kirim(&url, kirim_dua).await;
    assert_eq!(status, 422, "{halaman}");
    let rinci = layanan.get(&format!("/v1/permohonan/{id}")).await.ok();
    assert_eq!(rinci["status"], "menunggu_pemohon");
    assert_eq!(rinci["berkas"].as_array().unwrap().len(), 5, "what was sound is attached already");
    let (status, halaman) = kirim(&url, Form::new().part("lain.1", foto(FOTO))).await;
    assert_eq!((status, halaman.contains("Sudah kami terima")), (200, true), "{halaman}");
    warga.pesan("sudah diteruskan ke petugas").await;
    let rinci = layanan.get(&format!("/v1/permohonan/{id}")).await.ok();
    assert_eq!(rinci["status"], "berjalan");
    assert_eq!(rinci["berkas"].as_array().unwrap().len(), 6);
    assert!(buka(&url).await.1.contains("Sudah kami terima"));
}

/// The names of the fields of a form.
fn nama_bagian(halaman: &str) -> Vec<String> {
    let semua = halaman.split(" name=\"").skip(1).filter_map(|sisa| sisa.split('"').next());
    // How the product is handed over may be chosen there, too; that is no paper.
    semua
        .filter(|nama| {
            nama.contains('.') && !nama.starts_with("serah.") && !nama.starts_with("tujuan.")
        })
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn a_photo_sent_in_the_chat_all_the_same_is_kept_and_not_asked_for_again() {
    let app = app(ber_nik).await;
    let warga = app.kantor.warga("6281300000906");
    let url = tautan(&sampai_tombol(&warga).await).unwrap();
    let terima = warga.kirim_foto().await;
    assert!(
        isi(&terima).starts_with("Foto sudah kami terima. Lain kali lebih aman"),
        "{}",
        isi(&terima)
    );
    assert_eq!(tautan(&terima).as_deref(), Some(&*url));
    assert!(!buka(&url).await.1.contains("syarat.ktp"));
    let sisa =
        Form::new().text("isian.nomor_dokumen", NIK).part("syarat.kartu_keluarga", foto(FOTO));
    assert_eq!(kirim(&url, sisa).await.0, 200);
    warga.pesan("Berkas: 2 foto/PDF").await;
}

#[tokio::test]
async fn no_log_no_metric_and_no_dump_holds_a_token_or_what_was_filled_in() {
    let kantor = Kantor::siapkan_dengan("pekanbaru", ber_nik).await;
    let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let mut config = SERVER.config();
    config.bind = port;
    config.pekerja_tenant = kantor.tenant.slug.to_string();
    config.publik_url = format!("http://{port}");
    let mut lingkungan = SERVER.lingkungan(&config);
    lingkungan.push(("LOKET_LOG", "debug,hyper=info,h2=info".to_owned()));
    let metrik = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    lingkungan.push(("LOKET_METRIK_BIND", metrik.to_string()));
    kantor.arahkan_webhook(&config.publik_url);
    let log = SERVER.dir.join(format!("log-{}", urut()));
    let mut server = Proses::mulai_dengan_log("serve", &lingkungan, &log);
    sampai("server siap", || async {
        let jawaban = HTTP.get(format!("{}/readyz", config.publik_url)).send().await;
        jawaban.ok().filter(|jawaban| jawaban.status().is_success())
    })
    .await;
    let warga = kantor.warga("6281300000908");
    let url = tautan(&sampai_tombol(&warga).await).unwrap();
    let token = url.rsplit('/').next().unwrap().to_owned();
    let karangan = "7".repeat(48);
    buka(&url.replace(&token, &karangan)).await;
    buka(&url).await;
    let salah = Form::new().text("isian.nomor_dokumen", format!("{NIK}9"));
    assert_eq!(kirim(&url, salah).await.0, 422);
    let dump_aktif = dump(&kantor);
    assert_eq!(kirim(&url, lengkap()).await.0, 200);
    warga.pesan("Isian dari halaman sudah kami terima.").await;
    let (status, metrik) = buka(&format!("http://{metrik}/metrics")).await;
    assert_eq!(status, 200);
    server.hentikan();
    let catatan = std::fs::read_to_string(&log).unwrap();
    assert!(
        catatan.contains("/t/{tenant}/{token}"),
        "the log knows the page by its route:\n{catatan}"
    );
    for kenari in [&*token, &*karangan, NIK, &*format!("{NIK}9")] {
        for (tempat, teks) in [
            ("log", &catatan),
            ("metrik", &metrik),
            ("dump", &dump(&kantor)),
            ("dump sebelum dipakai", &dump_aktif),
        ] {
            assert!(!teks.contains(kenari), "{kenari} ada di {tempat}");
            assert!(
                !teks.contains(&hex::encode(kenari)),
                "{kenari} ada sebagai heksadesimal di {tempat}"
            );
        }
    }
}

fn dump(kantor: &Kantor) -> String {
    let dump = std::process::Command::new(pg_dump())
        .args(["--schema", &kantor.tenant.slug.schema(), "--inserts"])
        .arg(SERVER.postgres.superuser_url("loket_uji"))
        .output()
        .unwrap();
    let dump = String::from_utf8_lossy(&dump.stdout).into_owned();
    assert!(dump.contains(".tautan VALUES"), "dump kosong tidak membuktikan apa pun");
    dump
}
