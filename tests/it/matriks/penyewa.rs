//! Another office's ids, hosts, keys and webhooks, on every operation of the document.

use std::collections::BTreeMap;

use futures_util::{StreamExt, stream};
use loket_tests::{
    app::TestApp,
    klien::{HTTP, Klien},
    warga::FOTO,
};
use reqwest::Method;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    SEMUA, kantor_diam, kirim, petugas,
    tabel::{Isian, Operasi, acak, semua},
};
use crate::{
    balangan::{ajukan_akta, sampai_ditandatangani},
    buruk,
    pekanbaru::cari,
};

/// Cells at once.
const SERENTAK: usize = 8;

/// An office where somebody holds every permission.
async fn kantor() -> (TestApp, Klien) {
    let app = kantor_diam().await;
    let semua = petugas(&app, SEMUA).await;
    (app, semua)
}

/// A signed document, a case at the counter with a paper, and one of everything that the document's examples make.
async fn isi(app: &TestApp, petugas: &Klien, wa_id: &str) {
    let nomor = ajukan_akta(&app.kantor.warga(wa_id)).await;
    let layanan = app.sebagai("operator_layanan").await;
    let id = cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();
    layanan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
    app.sebagai("operator_siak").await.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();
    sampai_ditandatangani(app, &id).await;
    berkas(petugas).await;
    let tenant = app.kantor.tenant.slug.as_str();
    for satu in semua().iter().filter(|satu| satu.metode == Method::POST && !satu.umum) {
        if satu.id == "terimaWebhook" {
            continue;
        }
        let permintaan = satu.permintaan(Isian { id: id.parse().unwrap(), tenant });
        kirim(&app.basis, petugas, satu, &permintaan, &[]).await;
    }
}

/// A case at the counter with one paper; gives the id of the paper.
async fn berkas(petugas: &Klien) -> String {
    let isi = json!({
        "layanan": "kk_perubahan", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" },
        "isian": { "perubahan": "pekerjaan menjadi petani" },
    });
    let kunci = acak().to_string();
    let kepala = [("idempotency-key", kunci.as_str())];
    let baru = petugas.post_dengan("/v1/permohonan", &kepala, isi).await.ok();
    let umum = json!({ "syarat": "kk", "tipe": "image/jpeg", "ukuran": FOTO.len() });
    let jalur = format!("/v1/permohonan/{}/berkas", baru["id"].as_str().unwrap());
    let umum = petugas.post(&jalur, umum).await.ok();
    loket_tests::klien::taruh(&umum["unggah"], FOTO).await;
    let id = umum["id"].as_str().unwrap().to_owned();
    petugas.post(&format!("/v1/berkas/{id}/selesai"), json!({})).await.ok();
    id
}

async fn teks(app: &TestApp, sql: &str) -> Vec<String> {
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let baris = tx
        .query_all_raw(Statement::from_string(DbBackend::Postgres, sql.to_owned()))
        .await
        .unwrap();
    baris.iter().filter_map(|satu| satu.try_get::<Option<String>>("", "t").unwrap()).collect()
}

/// One id of every table that has any.
async fn id_semua(app: &TestApp) -> BTreeMap<String, Uuid> {
    let tabel = "SELECT table_name::text AS t FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND column_name = 'id' AND data_type = 'uuid'";
    let mut semua = BTreeMap::new();
    for tabel in teks(app, tabel).await {
        let ada = teks(app, &format!("SELECT id::text AS t FROM {tabel} LIMIT 1")).await;
        if let Some(id) = ada.first() {
            semua.insert(tabel, id.parse().unwrap());
        }
    }
    semua
}

/// A digest of every row of every table.
async fn sidik(app: &TestApp) -> BTreeMap<String, String> {
    let tabel = "SELECT DISTINCT table_name::text AS t FROM information_schema.columns \
                 WHERE table_schema = current_schema()";
    let mut semua = BTreeMap::new();
    for tabel in teks(app, tabel).await {
        let sql = format!(
            "SELECT coalesce(md5(string_agg(x::text, '|' ORDER BY x::text)), '') AS t FROM {tabel} x"
        );
        semua.insert(tabel, teks(app, &sql).await.concat());
    }
    semua
}

/// The answer without what tells one request from the other.
fn polos(teks: &str, id: Uuid) -> String {
    let mut isi: Value = serde_json::from_str(teks).unwrap_or_else(|_| json!(teks));
    if isi.is_object() {
        isi["instance"] = Value::Null;
    }
    isi.to_string().replace(&id.to_string(), "<id>")
}

/// Security bar 18. One id of every table of an office, in every place of every operation that takes an id, under a token
/// of another office that may do everything there: always the answer that an id nobody has gets, and nothing changes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_id_of_another_office_is_as_unknown_as_a_random_one_on_every_operation() {
    let (mut mereka, pemilik) = kantor().await;
    isi(&mereka, &pemilik, "6281400000901").await;
    let (kita, penyusup) = kantor().await;
    let asing = id_semua(&mereka).await;
    assert!(asing.len() >= 15, "only {:?}", asing.keys());
    mereka.hentikan_pekerja().await;
    let sebelum = sidik(&mereka).await;
    let operasi: Vec<Operasi> =
        semua().into_iter().filter(|satu| satu.menyebut_id() && !satu.umum).collect();
    let tanya = |satu: &Operasi, id: Uuid| {
        let permintaan = satu.permintaan(Isian { id, tenant: kita.kantor.tenant.slug.as_str() });
        let (basis, penyusup) = (kita.basis.clone(), penyusup.clone());
        let satu = satu.clone();
        async move { kirim(&basis, &penyusup, &satu, &permintaan, &[]).await }
    };
    let mut salah = Vec::new();
    let mut sel = 0_usize;
    for satu in &operasi {
        let tak_ada = acak();
        let patokan = tanya(satu, tak_ada).await;
        if satu.jalur_ber_id() && patokan.status < 300 {
            salah.push(format!("{}: a random id is answered {}", satu.nama(), patokan.status));
        }
        let patokan = (patokan.status, polos(&patokan.teks, tak_ada));
        let jawaban: Vec<_> = stream::iter(asing.iter())
            .map(|(tabel, id)| {
                let tanya = tanya(satu, *id);
                async move { (tabel, *id, tanya.await) }
            })
            .buffer_unordered(SERENTAK)
            .collect()
            .await;
        for (tabel, id, balasan) in jawaban {
            sel += 1;
            let balasan = (balasan.status, polos(&balasan.teks, id));
            if balasan != patokan {
                salah.push(format!(
                    "{} with an id of {tabel}: {balasan:?}, not {patokan:?}",
                    satu.nama()
                ));
            }
        }
    }
    assert!(salah.is_empty(), "{} of {sel} cells differ:\n{}", salah.len(), salah.join("\n"));
    assert_eq!(sidik(&mereka).await, sebelum, "something of the other office changed");
    eprintln!("isolation: {} operations, {} tables, {sel} cells", operasi.len(), asing.len());
}

/// Security bar 19. No header, host, cookie or query makes the token of one office speak for another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_host_nor_header_nor_query_changes_the_office() {
    let (mereka, pemilik) = kantor().await;
    berkas(&pemilik).await;
    let (kita, penyusup) = kantor().await;
    let lain = mereka.kantor.tenant.slug.as_str();
    let host = format!("{lain}.loket.uji");
    let teruskan = format!("host={host};proto=https");
    let cookie = format!("tenant={lain}");
    let jalur_asing = format!("/v1/tenant/{lain}/permohonan");
    let muslihat = [
        ("host", host.as_str()),
        ("x-forwarded-host", &host),
        ("forwarded", &teruskan),
        ("x-tenant", lain),
        ("x-tenant-id", lain),
        ("x-loket-tenant", lain),
        ("tenant", lain),
        ("cookie", &cookie),
        ("origin", "https://lain.loket.uji"),
        ("x-original-url", &jalur_asing),
        ("x-http-method-override", "DELETE"),
    ];
    let saya = penyusup.get("/v1/saya").await.ok();
    for jalur in
        ["/v1/saya", "/v1/permohonan", "/v1/pengguna", "/v1/tugas", "/v1/percakapan", "/v1/sop"]
    {
        let patokan = penyusup.get(jalur).await;
        assert_eq!(patokan.status, 200, "{jalur}");
        for kepala in muslihat {
            let jawaban = penyusup.panggil(Method::GET, jalur, &[kepala], None).await;
            assert_eq!(jawaban.status, 200, "{jalur} {kepala:?}: {}", jawaban.teks);
            assert_eq!(jawaban.json, patokan.json, "{jalur} {kepala:?}");
        }
        for nama in ["tenant", "tenant_id", "skema", "kantor"] {
            let jawaban = penyusup.get(&format!("{jalur}?{nama}={lain}")).await;
            assert!(
                jawaban.json == patokan.json || jawaban.status == 422,
                "{jalur}?{nama}: {}",
                jawaban.teks
            );
        }
    }
    assert_eq!(penyusup.get("/v1/saya").await.ok(), saya);
    // A token is for its office; the refresh token of one opens nothing in the path of another.
    let orang = kita.kantor.pemegang("admin");
    let slug = kita.kantor.tenant.slug.as_str();
    let jalur = format!("/v1/tenant/{slug}/sesi");
    let tiket =
        Klien::tiket(&kita.basis, slug, &orang.nama_pengguna, loket_tests::app::SANDI).await;
    let isi = json!({ "token_segar": tiket["token_segar"] });
    let asing = kita.anonim().post(&format!("/v1/tenant/{lain}/sesi/segarkan"), isi.clone()).await;
    assert_eq!(asing.masalah(401), "sesi_tidak_berlaku");
    kita.anonim().post(&format!("{jalur}/segarkan"), isi).await.ok();
}

/// Security bar 23. What a key of one office remembers is nobody else's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_idempotency_key_in_two_offices_is_two_cases() {
    let isi = json!({
        "layanan": "kk_perubahan", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" },
        "isian": { "perubahan": "pekerjaan menjadi petani" },
    });
    let mut semua = Vec::new();
    for _ in 0..2 {
        let app = TestApp::start("balangan").await;
        let petugas = app.sebagai("operator_layanan").await;
        let kirim = async || {
            let kepala = [("idempotency-key", "satu-kunci")];
            petugas.post_dengan("/v1/permohonan", &kepala, isi.clone()).await.ok()["id"].clone()
        };
        let id = kirim().await;
        assert_eq!(kirim().await, id, "once in its office");
        let daftar = petugas.get("/v1/permohonan").await.ok();
        assert_eq!(daftar["data"].as_array().unwrap().len(), 1);
        semua.push(id);
    }
    assert_ne!(semua[0], semua[1]);
}

/// Security bar 24. A download link opens the one object it was made for: with the key of another office's object, another
/// method or other parameters the store refuses it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_presigned_link_opens_nothing_but_its_object() {
    let (mereka, pemilik) = kantor().await;
    let (kita, petugas) = kantor().await;
    let (punya_mereka, punya_kita) = (berkas(&pemilik).await, berkas(&petugas).await);
    let tautan = |klien: &Klien, id: String| {
        let klien = klien.clone();
        async move {
            let unduh = klien.get(&format!("/v1/berkas/{id}/unduhan?asli=true")).await.ok();
            reqwest::Url::parse(unduh["url"].as_str().unwrap()).unwrap()
        }
    };
    let (kita_url, mereka_url) =
        (tautan(&petugas, punya_kita).await, tautan(&pemilik, punya_mereka).await);
    let status = |metode: Method, url: reqwest::Url| async move {
        HTTP.request(metode, url).send().await.unwrap().status().as_u16()
    };
    let lama: u64 = kita_url
        .query_pairs()
        .find(|(nama, _)| nama == "X-Amz-Expires")
        .unwrap()
        .1
        .parse()
        .unwrap();
    assert!(lama <= 300, "a link is good for {lama} s");
    assert!(kita_url.path().contains(kita.kantor.tenant.slug.as_str()), "{}", kita_url.path());
    assert_eq!(status(Method::GET, kita_url.clone()).await, 200);
    let mut kunci_lain = kita_url.clone();
    kunci_lain.set_path(mereka_url.path());
    assert_eq!(status(Method::GET, kunci_lain).await, 403, "the key of another office");
    let mut tanpa_tanda = mereka_url.clone();
    tanpa_tanda.set_query(None);
    assert_eq!(status(Method::GET, tanpa_tanda).await, 403, "no signature: the bucket is private");
    for metode in [Method::PUT, Method::DELETE] {
        assert_eq!(status(metode.clone(), kita_url.clone()).await, 403, "{metode}");
    }
    let mut lebih_lama = kita_url.clone();
    let kueri =
        kita_url.query().unwrap().replace(&format!("X-Amz-Expires={lama}"), "X-Amz-Expires=86400");
    lebih_lama.set_query(Some(&kueri));
    assert_eq!(status(Method::GET, lebih_lama).await, 403, "a longer life");
    assert_eq!(status(Method::GET, mereka_url).await, 200, "theirs is as it was");
    drop(mereka);
}

/// Security bar 41. A webhook for the number of one office under the signature of another office's app is stored nowhere;
/// one office's signature does not pass for another's number in the same delivery either.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_signed_by_another_offices_app_reaches_nobody() {
    let (kita, mereka) = (TestApp::start("sinjai").await, TestApp::start("sinjai").await);
    let hitung = |app: &TestApp| {
        let slug = app.kantor.tenant.slug.clone();
        let postgres = app.kantor.parts.postgres.clone();
        async move {
            let tx = postgres.begin_tenant_read(&slug).await.unwrap();
            let sql = "SELECT count(*) AS n FROM wa_masuk";
            let baris = tx
                .query_one_raw(Statement::from_string(DbBackend::Postgres, sql))
                .await
                .unwrap()
                .unwrap();
            baris.try_get::<i64>("", "n").unwrap()
        }
    };
    let isi = |nomor: &[(&str, &str)]| {
        let entri: Vec<Value> = nomor
            .iter()
            .map(|(nomor, wamid)| {
                json!({ "id": "waba", "changes": [{ "field": "messages", "value": {
                    "messaging_product": "whatsapp",
                    "metadata": { "display_phone_number": "62800", "phone_number_id": nomor },
                    "contacts": [{ "profile": { "name": "Contoh" }, "wa_id": "6281400000902" }],
                    "messages": [{ "from": "6281400000902", "id": wamid, "timestamp": "1790000000",
                        "type": "text", "text": { "body": "halo" } }],
                } }] })
            })
            .collect();
        json!({ "object": "whatsapp_business_account", "entry": entri }).to_string().into_bytes()
    };
    let (a, b) = (kita.kantor.phone_number_id.as_str(), mereka.kantor.phone_number_id.as_str());
    // Theirs alone, and theirs beside ours, under our signature.
    for (badan, tambah) in
        [(isi(&[(b, "wamid.P")]), 0), (isi(&[(a, "wamid.Q"), (b, "wamid.R")]), 1)]
    {
        let sebelum = hitung(&kita).await;
        let tanda = buruk::tanda(&kita.kantor.app_secret, &badan);
        assert_eq!(buruk::webhook(&kita, badan, Some(&tanda)).await, 200);
        assert_eq!(hitung(&kita).await - sebelum, tambah, "ours");
        assert_eq!(hitung(&mereka).await, 0, "theirs");
    }
}
