//! Printed sheets over HTTP: an SOP on the wall, and the kartu kendali that goes with the papers.

use std::{fs, process::ExitCode};

use loket_tests::{
    app::{TestApp, akar},
    klien::Jawaban,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::json;

/// Pages and text of a PDF answer.
fn baca_pdf(jawaban: &Jawaban) -> (usize, String) {
    assert_eq!(jawaban.status, 200, "{}", jawaban.teks);
    assert_eq!(jawaban.header["content-type"], "application/pdf");
    let dokumen = lopdf::Document::load_mem(&jawaban.isi).unwrap();
    let halaman: Vec<u32> = dokumen.get_pages().into_keys().collect();
    (halaman.len(), dokumen.extract_text(&halaman).unwrap())
}

/// The text of an HTML answer that a browser may render.
fn baca_html(jawaban: &Jawaban) -> &str {
    assert_eq!(jawaban.status, 200, "{}", jawaban.teks);
    assert_eq!(jawaban.header["content-type"], "text/html; charset=utf-8");
    let csp = jawaban.header["content-security-policy"].to_str().unwrap();
    assert!(csp.starts_with("default-src 'none'; style-src 'unsafe-inline'"), "{csp}");
    assert!(jawaban.teks.contains("<html lang=\"id\">"));
    &jawaban.teks
}

#[tokio::test]
async fn the_published_sop_prints_as_pdf_and_html() {
    let app = TestApp::start("pekanbaru").await;
    let fo = app.sebagai("fo").await;
    let jawaban = fo.get("/v1/sop/menwa/lembar").await;
    assert_eq!(jawaban.header["content-disposition"], "inline; filename=\"sop-menwa.pdf\"");
    let (halaman, teks) = baca_pdf(&jawaban);
    assert!(halaman >= 2, "{halaman} pages");
    // The number of the sheet (P-15), and a role by the name it has in the office.
    assert!(teks.contains("060/Dukcapil-PDIP/702/2020"), "{teks}");
    assert!(teks.contains("Office"), "{teks}");
    let halaman = fo.get("/v1/sop/menwa/lembar?format=html").await;
    assert!(baca_html(&halaman).contains("060/Dukcapil-PDIP/702/2020"));

    assert_eq!(fo.get("/v1/sop/kk/lembar").await.masalah(404), "tidak_ditemukan");
    assert_eq!(fo.get("/v1/sop/Bukan-Kode/lembar").await.masalah(404), "tidak_ditemukan");
    let salah = fo.get("/v1/sop/menwa/lembar?format=docx").await;
    assert_eq!(salah.masalah(422), "isian_tidak_sah");
    assert_eq!(salah.json["errors"][0]["pointer"], "format");
    let admin = app.sebagai("admin").await;
    assert_eq!(admin.get("/v1/sop/menwa/lembar").await.masalah(403), "tidak_berizin");
    assert_eq!(app.anonim().get("/v1/sop/menwa/lembar").await.masalah(401), "sesi_tidak_berlaku");
}

#[tokio::test]
async fn the_kartu_kendali_prints_with_both_parafs_and_is_audited() {
    let app = TestApp::start("pekanbaru").await;
    let fo = app.sebagai("fo").await;
    let isi = json!({
        "layanan": "kirim_pdf", "kanal": "loket", "pemohon": { "nama": "Siti Aminah" },
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471" },
    });
    let baru = fo.post_dengan("/v1/permohonan", &[("idempotency-key", "a")], isi).await.ok();
    let (id, nomor) = (baru["id"].as_str().unwrap(), baru["nomor"].as_str().unwrap());
    fo.terima(id, "cek_daftar").await;

    let jalur = format!("/v1/permohonan/{id}/kartu-kendali/lembar");
    let (halaman, teks) = baca_pdf(&fo.get(&jalur).await);
    assert_eq!(halaman, 1);
    let petugas = &app.kantor.pemegang("fo").nama;
    for satu in [nomor, petugas, "Siti A.", "Pemohon", "WIB", "Sedang dikerjakan"] {
        assert!(teks.contains(satu), "{satu} is missing: {teks}");
    }
    assert!(!teks.contains("Aminah"), "the name is shortened: {teks}");
    let halaman = fo.get(&format!("{jalur}?format=html")).await;
    assert!(baca_html(&halaman).contains(nomor) && !halaman.teks.contains("Aminah"));
    assert_eq!(cetakan(&app, id).await, 2, "each print leaves one audit row");

    let asing = format!("/v1/permohonan/{}/kartu-kendali/lembar", uuid::Uuid::nil());
    assert_eq!(fo.get(&asing).await.masalah(404), "tidak_ditemukan");
    let admin = app.sebagai("admin").await;
    assert_eq!(admin.get(&jalur).await.masalah(403), "tidak_berizin");
    let balangan = TestApp::start("balangan").await;
    let lain = balangan.sebagai("operator_layanan").await;
    assert_eq!(
        lain.get(&jalur).await.masalah(404),
        "tidak_ditemukan",
        "the case of another office"
    );
    assert_eq!(cetakan(&app, id).await, 2, "what was refused printed nothing");
}

/// Audit rows of prints of that case.
async fn cetakan(app: &TestApp, id: &str) -> i64 {
    let tenant = &app.kantor.tenant.slug;
    let tx = app.kantor.parts.postgres.begin_tenant_read(tenant).await.unwrap();
    let sql = "SELECT count(*) AS n FROM audit WHERE aksi = 'kartu_kendali.cetak' AND objek_id = $1::uuid";
    let satu = Statement::from_sql_and_values(DbBackend::Postgres, sql, [id.into()]);
    tx.query_one_raw(satu).await.unwrap().unwrap().try_get("", "n").unwrap()
}

#[test]
fn the_command_line_prints_a_pack() {
    let folder = std::env::temp_dir().join(format!("loket-cetak-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let paket = akar().join("deploy/tenants/sinjai.yaml");
    let cetak = |sop: &str, format: &str, nama: &str| {
        let keluar = folder.join(nama);
        let args = ["loket", "sop", "print"].map(Into::into).into_iter();
        let args = args.chain([paket.clone().into(), "--sop".into(), sop.into()]);
        let args =
            args.chain(["--format".into(), format.into(), "--out".into(), keluar.clone().into()]);
        // An exit code says what it is only to the debugger.
        let berhasil =
            format!("{:?}", loket::cli::jalankan(args)) == format!("{:?}", ExitCode::SUCCESS);
        (berhasil, fs::read(keluar).unwrap_or_default())
    };
    let (berhasil, pdf) = cetak("dokumen", "pdf", "a.pdf");
    assert!(berhasil && lopdf::Document::load_mem(&pdf).unwrap().get_pages().len() >= 2);
    let (berhasil, halaman) = cetak("dokumen", "html", "a.html");
    assert!(berhasil && String::from_utf8(halaman).unwrap().contains("Verifikator SIAK"));
    let (berhasil, isi) = cetak("tidak_ada", "pdf", "b.pdf");
    assert!(!berhasil && isi.is_empty(), "an unknown SOP writes nothing");
    let (berhasil, _) = cetak("dokumen", "pdf", "tidak/ada/c.pdf");
    assert!(!berhasil, "a folder that does not exist is said");
    fs::remove_dir_all(&folder).unwrap();
}
