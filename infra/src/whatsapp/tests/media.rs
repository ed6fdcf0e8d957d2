//! Media: two hops, hashes, limits, and where the token goes.

use base64::{Engine, engine::general_purpose::STANDARD};
use loket_domain::percakapan::{IsiMasuk, MediaGagal, MediaMasuk};
use loket_simulators::whatsapp::{Direction, InboundMedia};
use ring::digest;

use super::{
    palsu::{Diterima, jawaban, server},
    *,
};

const BATAS: u64 = 1024;

fn foto() -> Vec<u8> {
    [vec![0xFF, 0xD8, 0xFF], (0..100).collect()].concat()
}

fn sidik(isi: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, isi).as_ref().to_vec()
}

fn sementara(kode: &str) -> Result<MediaMasuk, MediaGagal> {
    Err(MediaGagal::Sementara(kode.to_owned()))
}

/// A simulator in which the resident has sent a photo.
async fn berfoto() -> (Panggung, String) {
    let panggung = Panggung::siap().await;
    let media = InboundMedia {
        mime_type: "image/jpeg".to_owned(),
        bytes: foto(),
        ..InboundMedia::default()
    };
    let (_, id) = panggung.sim.send_media(WARGA, KANTOR, media).unwrap();
    (panggung, id)
}

/// Security bar 42.
#[tokio::test]
async fn a_photo_comes_whole_or_not_at_all() {
    let (panggung, id) = berfoto().await;
    let nomor = panggung.nomor();
    let ambil =
        async |batas| panggung.api.ambil_media(&nomor, &id, Some(&sidik(&foto())), batas).await;
    assert_eq!(ambil(BATAS).await.unwrap().isi, foto());
    assert_eq!(ambil(foto().len() as u64).await.unwrap().isi, foto());
    assert_eq!(ambil(foto().len() as u64 - 1).await, Err(MediaGagal::TerlaluBesar));
    panggung.sim.faults(|f| f.media_lookup_503 = 1);
    assert_eq!(ambil(BATAS).await, sementara("wa_2"));
    panggung.sim.faults(|f| f.media_download_503 = 1);
    assert_eq!(ambil(BATAS).await, sementara("wa_http_503"));
    panggung.sim.faults(|f| f.media_truncated = 1);
    assert_eq!(ambil(BATAS).await, sementara("wa_sidik_berbeda"));
    panggung.sim.faults(|f| f.media_cut = 1);
    assert_eq!(ambil(BATAS).await, sementara("wa_unduh_putus"));
    panggung.sim.faults(|f| f.media_wrong_sha = 1);
    assert_eq!(ambil(BATAS).await, sementara("wa_sidik_berbeda"));
    let salah = panggung.api.ambil_media(&nomor, &id, Some(&[0; 32]), BATAS).await;
    assert_eq!(salah, sementara("wa_sidik_berbeda"));
    assert_eq!(ambil(BATAS).await.unwrap().isi, foto());

    // Another office, and an id that ran out.
    let asing = NomorLayanan {
        phone_number_id: KANTOR_LAIN.to_owned(),
        token: Rahasia::new(format!("token-{KANTOR_LAIN}")),
        ..panggung.nomor()
    };
    let tetap = Err(MediaGagal::Tetap("wa_100".to_owned()));
    assert_eq!(panggung.api.ambil_media(&asing, &id, None, BATAS).await, tetap);
    panggung.sim.advance(Duration::from_hours(8 * 24));
    assert_eq!(ambil(BATAS).await, tetap);
}

#[tokio::test]
async fn the_hash_of_the_webhook_fits_what_is_fetched() {
    let (panggung, _) = berfoto().await;
    let catatan = panggung.sim.ledger().remove(0);
    assert_eq!(catatan.direction, Direction::Inbound);
    let (_, terbaca) = satu(&amplop(&json!({ "messages": [catatan.payload] })));
    let ElemenTerbaca::Pesan(pesan) = terbaca else { panic!("{terbaca:?}") };
    let IsiMasuk::Media { media, sha256 } = pesan.isi else { panic!("{:?}", pesan.isi) };
    assert_eq!(sha256, Some(sidik(&foto())));
    let hasil = panggung.api.ambil_media(&panggung.nomor(), &media, sha256.as_deref(), BATAS).await;
    assert_eq!(hasil.unwrap().isi, foto());
}

/// A lookup that gives `url`, with these further members.
fn lookup(url: &str, lagi: &Value) -> String {
    let mut json = json!({ "url": url, "id": "1" });
    json.as_object_mut().unwrap().extend(lagi.as_object().unwrap().clone());
    jawaban(200, "content-type: application/json\r\n", &json.to_string())
}

/// A server whose lookups lead to itself and whose downloads are given by `unduh`.
async fn sendiri(
    lagi: Value,
    unduh: impl Fn(usize) -> String + Send + Sync + 'static,
) -> (String, Diterima) {
    let alamat = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
    let milik = alamat.clone();
    let (url, diterima) = server(move |jalur, urutan| {
        if jalur.starts_with("/v25.0/") {
            lookup(&format!("{}/berkas", milik.get().unwrap()), &lagi)
        } else {
            unduh(urutan)
        }
    })
    .await;
    alamat.set(url.clone()).unwrap();
    (url, diterima)
}

#[tokio::test]
async fn lookups_are_read_in_both_spellings() {
    let isi = "berkas";
    for sha256 in [hex::encode(sidik(b"berkas")), STANDARD.encode(sidik(b"berkas"))] {
        for ukuran in [json!(6), json!("6"), json!(null)] {
            let lagi = json!({ "sha256": sha256, "file_size": ukuran });
            let (alamat, _) = sendiri(lagi, move |_| jawaban(200, "", isi)).await;
            let hasil = api().ambil_media(&nomor(&alamat), "1", None, BATAS).await;
            assert_eq!(hasil.unwrap().isi, isi.as_bytes());
        }
        let (alamat, _) = sendiri(json!({ "sha256": sha256 }), |_| jawaban(200, "", "lain")).await;
        let hasil = api().ambil_media(&nomor(&alamat), "1", None, BATAS).await;
        assert_eq!(hasil, sementara("wa_sidik_berbeda"));
    }
    let (alamat, _) = sendiri(json!({ "file_size": 7 }), move |_| jawaban(200, "", isi)).await;
    let hasil = api().ambil_media(&nomor(&alamat), "1", None, BATAS).await;
    assert_eq!(hasil, sementara("wa_ukuran_berbeda"));
}

#[tokio::test]
async fn the_limit_holds_whatever_the_server_announces() {
    let panjang = "x".repeat(2000);
    let (alamat, _) = sendiri(json!({}), move |_| {
        format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{panjang}")
    })
    .await;
    let ambil = async |batas| api().ambil_media(&nomor(&alamat), "1", None, batas).await;
    assert_eq!(ambil(1999).await, Err(MediaGagal::TerlaluBesar));
    assert_eq!(ambil(2000).await.unwrap().isi.len(), 2000);
    let (alamat, diterima) =
        sendiri(json!({ "file_size": "2000" }), |_| jawaban(200, "", "x")).await;
    let hasil = api().ambil_media(&nomor(&alamat), "1", None, 1999).await;
    assert_eq!((hasil, diterima.semua().len()), (Err(MediaGagal::TerlaluBesar), 1));
}

#[tokio::test]
async fn an_address_that_ran_out_is_asked_for_once_more() {
    let (alamat, diterima) = sendiri(json!({}), |urutan| match urutan {
        0..2 => jawaban(404, "", ""),
        _ => jawaban(200, "", "berkas"),
    })
    .await;
    let hasil = api().ambil_media(&nomor(&alamat), "1", None, BATAS).await;
    assert_eq!((hasil.unwrap().isi, diterima.semua().len()), (b"berkas".to_vec(), 4));
    let (alamat, diterima) = sendiri(json!({}), |_| jawaban(404, "", "")).await;
    let hasil = api().ambil_media(&nomor(&alamat), "1", None, BATAS).await;
    assert_eq!((hasil, diterima.semua().len()), (sementara("wa_http_404"), 4));
}

/// Security bar 42.
#[tokio::test]
async fn the_token_goes_to_listed_hosts_only() {
    let (asing, di_asing) = server(|_, _| jawaban(200, "", "berkas")).await;
    let host = asing.trim_start_matches("http://").to_owned();
    let port = host.rsplit(':').next().unwrap().to_owned();
    for url in [
        asing.clone(),
        format!("http://localhost:{port}/"),
        format!("http://127.0.0.1@evil.example:{port}/"),
        "http://lookaside.fbsbx.com/x".to_owned(),
        "file:///etc/passwd".to_owned(),
        "https://lookaside.fbsbx.com.evil.example/".to_owned(),
        "https://lookaside.fbsbx.com:8443/".to_owned(),
        "https://token@lookaside.fbsbx.com/".to_owned(),
        "bukan alamat".to_owned(),
    ] {
        let (alamat, _) = server(move |_, _| lookup(&url, &json!({}))).await;
        let mut milik = nomor(&alamat);
        milik.host_media = vec!["lookaside.fbsbx.com".to_owned()];
        let hasil = api().ambil_media(&milik, "1", None, BATAS).await;
        assert_eq!(hasil, Err(MediaGagal::Tetap("wa_host_media".to_owned())));
    }
    assert!(di_asing.semua().is_empty());

    // Once the office lists it, it is fetched.
    let url = asing.clone();
    let (alamat, _) = server(move |_, _| lookup(&url, &json!({}))).await;
    let mut milik = nomor(&alamat);
    milik.host_media = vec![host];
    assert_eq!(api().ambil_media(&milik, "1", None, BATAS).await.unwrap().isi, b"berkas");
    assert!(di_asing.semua()[0].to_lowercase().contains("authorization: bearer token-100001"));
}

/// Security bar 42.
#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (asing, di_asing) = server(|_, _| jawaban(200, "", "berkas")).await;
    let (alamat, _) =
        sendiri(json!({}), move |_| jawaban(302, &format!("location: {asing}/\r\n"), "")).await;
    let hasil = api().ambil_media(&nomor(&alamat), "1", None, BATAS).await;
    assert_eq!(hasil, sementara("wa_http_302"));
    assert!(di_asing.semua().is_empty());
}

#[tokio::test]
async fn ids_that_are_no_names_and_lookups_without_address_fetch_nothing() {
    let (alamat, diterima) = server(|_, _| jawaban(200, "", "{}")).await;
    for id in ["", "..", "../100002/messages", "1?x=2", "1%2f2", "a b"] {
        let hasil = api().ambil_media(&nomor(&alamat), id, None, BATAS).await;
        assert_eq!(hasil, sementara("wa_alamat_media"), "{id}");
    }
    assert!(diterima.semua().is_empty());
    let hasil = api().ambil_media(&nomor(&alamat), "1", None, BATAS).await;
    assert_eq!(hasil, sementara("wa_jawaban_media"));
}
