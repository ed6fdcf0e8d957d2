//! The daily report (P-14): its numbers against the raw ledger, closed days, corrections, and what leaves as a file.

use std::{collections::BTreeMap, fmt::Write, sync::Arc};

use loket_domain::laporan::TutupLaporan;
use loket_simulators::{bsre::sign_pdf, contoh_pdf};
use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
    sampai,
    warga::nomor,
};
use reqwest::Method;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use serde_json::{Value, json};
use time::{Date, Duration, OffsetDateTime, Time, UtcOffset, macros::datetime};
use uuid::Uuid;

use crate::{
    kembaran::{ajukan, daftarkan},
    loket::simpan_gambar,
    pekanbaru::{ajukan_pdf, cari},
};

#[derive(FromQueryResult)]
struct Serah {
    id: Uuid,
    produk_jenis: String,
    saluran: String,
    keadaan: String,
    pesan_keluar_id: Option<Uuid>,
    dibuat_pada: OffsetDateTime,
    diubah_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct Jejak {
    pesan_id: Uuid,
    keadaan: String,
    status_kirim: Option<String>,
    pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct Ambil {
    penyerahan_id: Uuid,
    pengambil: String,
    pada: OffsetDateTime,
}

async fn semua<B: FromQueryResult>(app: &TestApp, sql: &str) -> Vec<B> {
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let baris = tx.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    baris.iter().map(|satu| B::from_query_result(satu, "").unwrap()).collect()
}

async fn jalankan(app: &TestApp, sql: &str) -> Result<(), sea_orm::DbErr> {
    let tx = app.kantor.parts.postgres.begin_tenant(&app.kantor.tenant.slug).await.unwrap();
    tx.execute_unprepared(sql).await?;
    tx.commit().await.unwrap();
    Ok(())
}

const KOLOM: [&str; 7] =
    ["dikirim", "sampai", "gagal", "diambil_sendiri", "diambil_kuasa", "ditarik", "menunggu"];

/// The numbers of a day, counted row by row from the bare tables in another way than the report does.
async fn hitung_ulang(
    app: &TestApp,
    dari: OffsetDateTime,
    sampai: OffsetDateTime,
) -> BTreeMap<(String, String), [u64; 7]> {
    let serah: Vec<Serah> = semua(
        app,
        "SELECT p.id, d.produk_jenis, p.saluran, p.keadaan, p.pesan_keluar_id, p.dibuat_pada, p.diubah_pada
         FROM penyerahan p, dokumen d WHERE d.id = p.dokumen_id",
    )
    .await;
    let jejak: Vec<Jejak> =
        semua(app, "SELECT pesan_id, keadaan, status_kirim, pada FROM pesan_keluar_jejak").await;
    let ambil: Vec<Ambil> = semua(
        app,
        "SELECT i.penyerahan_id, k.pengambil, k.pada FROM loket_pengambilan_isi i, loket_pengambilan k
         WHERE k.id = i.pengambilan_id",
    )
    .await;
    let mut hasil: BTreeMap<(String, String), [u64; 7]> = BTreeMap::new();
    let hari = |pada: OffsetDateTime| pada >= dari && pada < sampai;
    for satu in serah.iter().filter(|satu| satu.dibuat_pada < sampai) {
        let mut angka = [0_u64; 7];
        let mut ujung: Vec<OffsetDateTime> = Vec::new();
        angka[0] = u64::from(hari(satu.dibuat_pada));
        let kirim: Vec<&Jejak> =
            jejak.iter().filter(|j| Some(j.pesan_id) == satu.pesan_keluar_id).collect();
        let status = |j: &&&Jejak, kata: &str| j.status_kirim.as_deref() == Some(kata);
        let tiba = kirim
            .iter()
            .filter(|j| status(j, "delivered") || status(j, "read"))
            .map(|j| j.pada)
            .min();
        let rusak = kirim
            .iter()
            .filter(|j| status(j, "failed") || j.keadaan == "gagal")
            .map(|j| j.pada)
            .max();
        if let Some(orang) = ambil.iter().find(|orang| orang.penyerahan_id == satu.id) {
            angka[if orang.pengambil == "pemohon" { 3 } else { 4 }] = u64::from(hari(orang.pada));
            ujung.push(orang.pada);
        } else {
            let selesai = (satu.keadaan == "diserahkan").then_some(satu.diubah_pada);
            if let Some(pada) = tiba.or(selesai) {
                angka[1] = u64::from(hari(pada));
                ujung.push(pada);
            }
        }
        let gagal = match satu.keadaan.as_str() {
            "gagal" => Some(satu.diubah_pada),
            _ if tiba.is_none() => rusak,
            _ => None,
        };
        if let Some(pada) = gagal {
            angka[2] = u64::from(hari(pada));
            ujung.push(pada);
        }
        if satu.keadaan == "ditarik" {
            angka[5] = u64::from(hari(satu.diubah_pada));
            ujung.push(satu.diubah_pada);
        }
        if satu.keadaan == "dibatalkan" {
            ujung.push(satu.diubah_pada);
        }
        angka[6] = u64::from(ujung.iter().all(|pada| *pada >= sampai));
        let tempat = hasil.entry((satu.produk_jenis.clone(), satu.saluran.clone())).or_default();
        for (jumlah, satu) in tempat.iter_mut().zip(angka) {
            *jumlah += satu;
        }
    }
    hasil.retain(|_, angka| angka.iter().any(|satu| *satu > 0));
    hasil
}

/// The rows of a report as it was answered.
fn baris(laporan: &Value) -> BTreeMap<(String, String), [u64; 7]> {
    let semua = laporan["ringkasan"]["baris"].as_array().unwrap().iter();
    semua
        .map(|baris| {
            let kata = |nama: &str| baris[nama].as_str().unwrap().to_owned();
            ((kata("jenis"), kata("saluran")), KOLOM.map(|nama| baris[nama].as_u64().unwrap()))
        })
        .collect()
}

/// The moments between which a day of the office lies.
fn batas(app: &TestApp, dari: Date, sampai: Date) -> (OffsetDateTime, OffsetDateTime) {
    let jam = app.kantor.tenant.zona.setempat(OffsetDateTime::UNIX_EPOCH).hour();
    let zona = UtcOffset::from_hms(i8::try_from(jam).unwrap(), 0, 0).unwrap();
    let awal = |hari: Date| hari.with_time(Time::MIDNIGHT).assume_offset(zona);
    (awal(dari), awal(sampai.next_day().unwrap()))
}

/// Today's report of an office says what its raw ledger says, and the list has a line for everything that is counted.
pub async fn cocok(app: &TestApp) -> Value {
    let hari = app.kantor.tenant.zona.setempat(app.kantor.parts.ports.clock.now()).date();
    let pembaca = app.kantor.petugas.iter();
    let mut laporan = None;
    for satu in pembaca {
        let klien = app.sebagai(&satu.peran[0]).await;
        let jawaban = klien.get("/v1/laporan/pengambilan-pengiriman").await;
        if jawaban.status == 200 {
            laporan = Some(jawaban.json);
            break;
        }
    }
    let laporan = laporan.expect("somebody reads reports");
    let (dari, sampai) = batas(app, hari, hari);
    let harap = hitung_ulang(app, dari, sampai).await;
    assert!(!harap.is_empty(), "something happened");
    assert_eq!(baris(&laporan), harap);
    let kejadian: u64 = harap.values().flat_map(|angka| &angka[..6]).sum();
    assert_eq!(u64::try_from(laporan["rincian"].as_array().unwrap().len()).unwrap(), kejadian);
    laporan
}

/// Numbers that look random and are the same every time.
struct Acak(u64);

impl Acak {
    fn sampai(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    fn pilih<'a>(&mut self, dari: &[&'a str]) -> &'a str {
        dari[usize::try_from(self.sampai(dari.len() as u64)).unwrap()]
    }
}

const SENIN: OffsetDateTime = datetime!(2027-02-01 10:00 +08);

#[derive(FromQueryResult)]
struct BarisId {
    id: Uuid,
}

/// A case and a contact to hang a ledger on; ids of case, officer and contact.
async fn pangkal(app: &TestApp) -> (Uuid, Uuid, Uuid) {
    let layanan = app.sebagai("operator_layanan").await;
    let id = daftarkan(
        &layanan,
        "a",
        json!({
            "layanan": "ktp_el", "kanal": "loket",
            "pemohon": { "nama": "=Siti Aminah", "nomor_wa": "0813 0000 1921" },
            "isian": { "sebab": "hilang" },
        }),
    )
    .await;
    let orang: Vec<BarisId> = semua(app, "SELECT id FROM pengguna ORDER BY id LIMIT 1").await;
    let kontak: Vec<BarisId> = semua(app, "SELECT id FROM kontak LIMIT 1").await;
    (Uuid::parse_str(&id).unwrap(), orang[0].id, kontak[0].id)
}

/// Writes one random hand-over with all that belongs to it into the bare tables.
async fn tulis_acak(app: &TestApp, acak: &mut Acak, pangkal: (Uuid, Uuid, Uuid), nomor: u32) {
    let (kasus, orang, kontak) = pangkal;
    let ids = &app.kantor.parts.ports.ids;
    let saat = |jam: u64| {
        let pada = SENIN + Duration::hours(i64::try_from(jam).unwrap());
        pada.format(&time::format_description::well_known::Rfc3339).unwrap()
    };
    let dibuat = acak.sampai(96);
    let diubah = dibuat + acak.sampai(48);
    let jenis = acak.pilih(&["kk", "kia", "ktp_el", "akta_kelahiran"]);
    let saluran = acak.pilih(&["whatsapp", "email", "loket", "kurir"]);
    let keadaan = acak.pilih(&[
        "antre",
        "menunggu_penerima",
        "berjalan",
        "siap",
        "diserahkan",
        "gagal",
        "dibatalkan",
        "ditarik",
    ]);
    let (dokumen, serah, pesan) = (ids.uuid(), ids.uuid(), ids.uuid());
    let mut sql = format!(
        "INSERT INTO dokumen (id, permohonan_id, produk_kode, produk_jenis, medium, nama, versi, keadaan, bertanda_tangan, siap_pada, dibuat_pada)
         VALUES ('{dokumen}', '{kasus}', 'p{nomor}', '{jenis}', 'kartu', 'Contoh', 1, 'siap', false, '{}', '{}');",
        saat(dibuat), saat(dibuat)
    );
    let berpesan = saluran == "whatsapp";
    if berpesan {
        write!(
            sql,
            "INSERT INTO pesan_keluar (id, kontak_id, jenis, isi_tersegel, keadaan, percobaan, tersedia_pada, dibuat_pada, selesai_pada)
             VALUES ('{pesan}', '{kontak}', 'teks', '\\x00', 'terkirim', 1, '{0}', '{0}', '{0}');",
            saat(dibuat)
        )
        .unwrap();
        for urutan in 1..=acak.sampai(4) {
            let (kata, status) = match acak.sampai(5) {
                0 => ("gagal", "NULL"),
                1 => ("terkirim", "'sent'"),
                2 => ("terkirim", "'delivered'"),
                3 => ("terkirim", "'read'"),
                _ => ("terkirim", "'failed'"),
            };
            write!(
                sql,
                "INSERT INTO pesan_keluar_jejak (pesan_id, urutan, keadaan, status_kirim, pada)
                 VALUES ('{pesan}', {}, '{kata}', {status}, '{}');",
                urutan + 100,
                // The trail ends no later than the hand-over was touched last, as the messages of real offices.
                saat(dibuat + acak.sampai(diubah - dibuat + 1))
            )
            .unwrap();
        }
    }
    let pesan = if berpesan { format!("'{pesan}'") } else { "NULL".to_owned() };
    write!(
            sql,
        "INSERT INTO penyerahan (id, dokumen_id, permohonan_id, saluran, pesan_keluar_id, keadaan, urutan, oleh, dibuat_pada, diubah_pada)
         VALUES ('{serah}', '{dokumen}', '{kasus}', '{saluran}', {pesan}, '{keadaan}', 1, '{orang}', '{}', '{}');",
        saat(dibuat), saat(diubah)
    )
    .unwrap();
    let terambil = saluran == "loket" && matches!(keadaan, "diserahkan" | "ditarik");
    if terambil && acak.sampai(4) > 0 {
        let (rak, ambil) = (ids.uuid(), ids.uuid());
        let pengambil = acak.pilih(&["pemohon", "orang_tua_wali"]);
        let pada = saat(dibuat + acak.sampai(diubah - dibuat + 1));
        write!(
            sql,
            "INSERT INTO loket_rak (id, penyerahan_id, permohonan_id, dokumen_id, kode_ambil_tersegel, kode_ambil_indeks, keadaan, siap_pada, dilepas_pada, diubah_pada)
             VALUES ('{rak}', '{serah}', '{kasus}', '{dokumen}', '\\x00', '\\x00', 'diambil', '{pada}', '{pada}', '{pada}');
             INSERT INTO loket_pengambilan (id, nomor, permohonan_id, pengambil, nama_tersegel, identitas, ditunjukkan, oleh, pada, keadaan)
             VALUES ('{ambil}', 'TT-{nomor}', '{kasus}', '{pengambil}', '\\x00', 'ktp_el', '{{}}', '{orang}', '{pada}', 'sah');
             INSERT INTO loket_pengambilan_isi VALUES ('{ambil}', '{serah}', '{rak}', 'Contoh');"
        )
        .unwrap();
    }
    jalankan(app, &sql).await.unwrap();
}

#[tokio::test]
async fn the_report_says_what_the_raw_ledger_says_whatever_happened() {
    // The office's own worker stands still: its clock is long before all that is written here.
    let jam = Arc::new(Jam::di(SENIN - Duration::days(30)));
    let kantor = Kantor::siapkan_pada("balangan", Some(jam.clone()), |_| {}).await;
    let app = TestApp::layani(kantor);
    let pangkal = pangkal(&app).await;
    let mut acak = Acak(0x5EED_1234_5678_9ABC);
    for nomor in 0..120 {
        tulis_acak(&app, &mut acak, pangkal, nomor).await;
    }
    let pembaca = app.sebagai("loket").await;
    let awal = SENIN.date();
    let mut berisi = 0;
    for (dari, sampai) in (0..7).flat_map(|a| [(a, a), (a, a + 2), (0, a)]) {
        let hari = |n: i64| awal + Duration::days(n);
        let (dari, sampai) = (hari(dari), hari(sampai));
        let jalur = format!("/v1/laporan/pengambilan-pengiriman?dari={dari}&sampai={sampai}");
        let laporan = pembaca.get(&jalur).await.ok();
        let (a, b) = batas(&app, dari, sampai);
        let harap = hitung_ulang(&app, a, b).await;
        assert_eq!(baris(&laporan), harap, "{dari} {sampai}");
        let kejadian: u64 = harap.values().flat_map(|angka| &angka[..6]).sum();
        assert_eq!(
            laporan["rincian"].as_array().unwrap().len() as u64,
            kejadian,
            "{dari} {sampai}"
        );
        berisi += kejadian;
    }
    assert!(berisi > 500, "the histories were worth counting: {berisi}");

    // As files: names whole for who reads cases, no formula, a sheet with the office and a place to sign.
    let hari = awal + Duration::days(2);
    let csv = pembaca
        .get(&format!("/v1/laporan/pengambilan-pengiriman/csv?dari={hari}&sampai={hari}"))
        .await;
    assert_eq!(csv.header["content-type"], "text/csv; charset=utf-8");
    assert!(
        csv.teks.starts_with("no,tanggal,jam,nama,nomor_registrasi,jenis_dokumen"),
        "{}",
        csv.teks
    );
    assert!(csv.teks.contains(",'=Siti Aminah,") && !csv.teks.contains(",=Siti"), "{}", csv.teks);
    let lembar = pembaca
        .get(&format!("/v1/laporan/pengambilan-pengiriman/lembar?dari={hari}&sampai={hari}"))
        .await;
    assert_eq!(lembar.header["content-type"], "application/pdf");
    simpan_gambar("laporan.pdf", &lembar.isi);
    let pdf = lopdf::Document::load_mem(&lembar.isi).unwrap();
    let halaman: Vec<u32> = pdf.get_pages().into_keys().collect();
    let teks = pdf.extract_text(&halaman).unwrap();
    for kata in ["BALANGAN", "Mengetahui", "Jumlah", "Petugas"] {
        assert!(teks.contains(kata), "{kata} is missing: {teks}");
    }
    let salah =
        pembaca.get("/v1/laporan/pengambilan-pengiriman?dari=2027-01-01&sampai=2027-03-01").await;
    assert_eq!(salah.json["errors"][0]["kode"], "rentang_tanggal_tidak_sah");
    let tanpa = app.sebagai("operator_siak").await.get("/v1/laporan/harian").await;
    assert_eq!(tanpa.masalah(403), "tidak_berizin");
}

#[tokio::test]
async fn a_day_is_closed_in_the_evening_for_good_and_corrected_in_the_next_report() {
    let jam = Arc::new(Jam::di(SENIN));
    let kantor = Kantor::siapkan_pada("balangan", Some(jam.clone()), |_| {}).await;
    let app = TestApp::layani(kantor);
    let pangkal = pangkal(&app).await;
    let mut acak = Acak(77);
    for nomor in 0..20 {
        tulis_acak(&app, &mut acak, pangkal, nomor).await;
    }
    let tenant = &app.kantor.tenant;
    let tutup = async |saat: OffsetDateTime| {
        jam.pindah(saat);
        while TutupLaporan.execute(&app.kantor.parts.ports, tenant).await.unwrap() > 0 {}
    };
    let malam = SENIN + Duration::hours(8);
    tutup(malam).await;
    let pembaca = app.sebagai("loket").await;
    let hari = SENIN.date();
    let semua_tutup = pembaca.get(&format!("/v1/laporan/harian?sampai={hari}")).await.ok();
    assert_eq!(semua_tutup["data"][0]["tanggal"], hari.to_string());
    let jalur = format!("/v1/laporan/harian/{hari}");
    let awal = pembaca.get(&jalur).await.ok();
    let (dari, sampai) = batas(&app, hari, hari);
    assert_eq!(baris(&awal), hitung_ulang(&app, dari, sampai).await);
    assert_eq!(awal["sha256"].as_str().unwrap().len(), 64);

    // Something of that day becomes known later: the closed report stays, the next one says so.
    let lama = baris(&awal);
    for nomor in 100..140 {
        tulis_acak(&app, &mut acak, pangkal, nomor).await;
    }
    tutup(malam + Duration::days(1)).await;
    let pembaca = app.sebagai("loket").await;
    let tetap = pembaca.get(&jalur).await.ok();
    assert_eq!((&tetap, baris(&tetap)), (&awal, lama.clone()));
    let besok = pembaca.get(&format!("/v1/laporan/harian/{}", hari.next_day().unwrap())).await.ok();
    let mut terkoreksi = lama;
    for satu in besok["ringkasan"]["koreksi"].as_array().unwrap() {
        assert_eq!(satu["tanggal"], hari.to_string());
        let kata = |nama: &str| satu[nama].as_str().unwrap().to_owned();
        let tempat = terkoreksi.entry((kata("jenis"), kata("saluran"))).or_default();
        let kolom = KOLOM.iter().position(|nama| *nama == satu["kolom"]).unwrap();
        tempat[kolom] =
            tempat[kolom].checked_add_signed(satu["selisih"].as_i64().unwrap()).unwrap();
    }
    terkoreksi.retain(|_, angka| angka.iter().any(|satu| *satu > 0));
    assert_eq!(terkoreksi, hitung_ulang(&app, dari, sampai).await);

    // Nothing is corrected twice, missed days are made up for, and nobody can change what is closed.
    tutup(malam + Duration::days(4)).await;
    let pembaca = app.sebagai("loket").await;
    let semua_tutup = pembaca
        .get(&format!("/v1/laporan/harian?dari={hari}&sampai={}", hari + Duration::days(4)))
        .await
        .ok();
    let tutupan = semua_tutup["data"].as_array().unwrap();
    assert_eq!(tutupan.len(), 5);
    assert!(
        tutupan[..3].iter().all(|satu| satu["ringkasan"]["koreksi"] == json!([])),
        "{tutupan:?}"
    );
    for sql in ["UPDATE laporan_harian SET sha256 = '\\x00'", "DELETE FROM laporan_harian"] {
        assert!(jalankan(&app, sql).await.is_err(), "{sql}");
    }
    assert_eq!(pembaca.get("/v1/laporan/harian/2020-01-01").await.status, 404);
    assert_eq!(pembaca.get("/v1/laporan/harian/kemarin").await.status, 404);
}

#[tokio::test]
async fn the_report_of_pekanbaru_counts_the_pdf_that_was_delivered() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281200001931");
    let nomor = ajukan_pdf(&warga).await;
    let fo = app.sebagai("fo").await;
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    fo.putuskan(&id, "cek_daftar", "lanjut", None).await.ok();
    let cek = fo.terima(&id, "cek_siak").await;
    let kadis = app.kantor.pemegang("kadis");
    let penanda = app.kantor.bsre.signer(kadis.nik.as_deref().unwrap()).unwrap();
    let pdf = sign_pdf(&contoh_pdf("KARTU KELUARGA", &["CONTOH"]), &penanda).unwrap();
    fo.unggah_dokumen(&id, "kk", &pdf, true).await.ok();
    fo.putuskan_tugas(&cek, "sudah_tte", None).await.ok();
    warga.dokumen("kk-").await;
    sampai("status sampai", || async {
        let sql = "SELECT pesan_id, keadaan, status_kirim, pada FROM pesan_keluar_jejak
             WHERE status_kirim = 'delivered' AND pesan_id IN (SELECT pesan_keluar_id FROM penyerahan)";
        let jejak: Vec<Jejak> = semua(&app, sql).await;
        (!jejak.is_empty()).then_some(())
    })
    .await;
    let laporan = cocok(&app).await;
    let angka = baris(&laporan)[&("kk".to_owned(), "whatsapp".to_owned())];
    assert_eq!(angka, [1, 1, 0, 0, 0, 0, 0]);
}

#[tokio::test]
async fn the_report_of_kembaran_counts_the_kia_that_a_parent_collected() {
    let app = TestApp::start("kembaran").await;
    let warga = app.kantor.warga("6281900001932");
    let jawaban = [
        ("nama lengkap anak", "Zahra Fauzi"),
        ("anak lahir", "5-5-2020"),
        ("disabilitas", "tidak"),
        ("*Foto anak*", "lewati"),
    ];
    let terdaftar = ajukan(&warga, "1", "Siti Fauzi", &jawaban).await;
    let depan = app.sebagai("petugas_pelayanan").await;
    let id = cari(&depan, &nomor(&terdaftar)).await["id"].as_str().unwrap().to_owned();
    let isi = json!({ "permohonan_id": id, "produk": "kia" });
    depan.post("/v1/loket/rak", isi).await.ok();
    let ini = json!({
        "kode": nomor(&terdaftar), "pengambil": "orang_tua_wali", "nama": "Budi Fauzi",
        "hubungan": "ayah", "identitas": "ktp_el",
    });
    let kepala = [("idempotency-key", "k")];
    let tanpa = depan.post_dengan("/v1/loket/pengambilan", &kepala, ini.clone()).await;
    assert_eq!(tanpa.json["errors"][0]["kode"], "bukti_wajib", "{}", tanpa.teks);
    // An office may do without evidence of parents.
    let mut atur = depan.get("/v1/loket/pengaturan").await.ok();
    atur["bukti_kuasa"] = json!(false);
    let admin = app.sebagai("admin").await;
    let isi = Some(atur.to_string().into_bytes());
    let tipe = [("content-type", "application/json")];
    admin.panggil(Method::PUT, "/v1/loket/pengaturan", &tipe, isi).await.ok();
    let hasil = depan.post_dengan("/v1/loket/pengambilan", &kepala, ini).await.ok();
    // The step of handing over is not open yet, so only the hand-over is recorded.
    assert_eq!(hasil["tahap_selesai"], false);
    let laporan = cocok(&app).await;
    let angka = baris(&laporan)[&("kia".to_owned(), "loket".to_owned())];
    assert_eq!(angka, [1, 0, 0, 0, 1, 0, 0]);
}
