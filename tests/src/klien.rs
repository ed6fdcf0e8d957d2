//! A client of the REST API, as an officer's application would be one.

use std::sync::LazyLock;

use loket_domain::nilai::Rahasia;
use reqwest::{Client, Method, StatusCode, header::HeaderMap};
use serde_json::{Value, json};

use crate::{faktor, sampai};

/// One HTTP client for all; installs the cryptography it needs. It keeps no connection open: each test has a runtime of
/// its own, and a connection dies with the runtime that opened it.
pub static HTTP: LazyLock<Client> = LazyLock::new(|| {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().pool_max_idle_per_host(0).build().expect("HTTP client")
});

/// An answer.
#[derive(Debug)]
pub struct Jawaban {
    /// Status code.
    pub status: StatusCode,
    /// Headers.
    pub header: HeaderMap,
    /// Body, as JSON; `null` when it is none.
    pub json: Value,
    /// Body, as text.
    pub teks: String,
    /// Body, as it came.
    pub isi: Vec<u8>,
}

impl Jawaban {
    /// The body, provided the call succeeded.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.teks);
        self.json
    }

    /// The body as text, provided the call succeeded.
    #[track_caller]
    pub fn ok_teks(self) -> String {
        assert!(self.status.is_success(), "{} {}", self.status, self.teks);
        self.teks
    }

    /// The stable code of a problem with that status.
    #[track_caller]
    pub fn masalah(&self, status: u16) -> &str {
        assert_eq!(self.status.as_u16(), status, "{}", self.teks);
        let jenis = self.header.get("content-type").and_then(|nilai| nilai.to_str().ok());
        assert_eq!(jenis, Some("application/problem+json"), "{}", self.teks);
        self.json["kode"].as_str().unwrap_or_else(|| panic!("tanpa kode: {}", self.teks))
    }
}

/// A caller of the API.
#[derive(Clone, Debug)]
pub struct Klien {
    basis: String,
    /// The access token.
    pub token: Option<String>,
}

impl Klien {
    /// Nobody in particular.
    pub fn anonim(basis: &str) -> Self {
        Self { basis: basis.to_owned(), token: None }
    }

    /// The bearer of that token.
    pub fn dengan_token(basis: &str, token: &str) -> Self {
        Self { basis: basis.to_owned(), token: Some(token.to_owned()) }
    }

    /// Logs in.
    pub async fn masuk(basis: &str, tenant: &str, nama: &str, sandi: &str) -> Self {
        let tiket = Self::tiket(basis, tenant, nama, sandi).await;
        Self::dengan_token(basis, tiket["token_akses"].as_str().expect("token"))
    }

    /// Logs in, with the second factor where it is asked for; the tokens as they came.
    pub async fn tiket(basis: &str, tenant: &str, nama: &str, sandi: &str) -> Value {
        let anonim = Self::anonim(basis);
        let giliran = faktor::giliran(tenant, nama);
        let _giliran = giliran.lock().await;
        let isi = json!({ "nama_pengguna": nama, "sandi": sandi });
        let satu = anonim.post(&format!("/v1/tenant/{tenant}/sesi"), isi).await.ok();
        if !satu["tiket"].is_string() {
            return satu;
        }
        let mut isi = faktor::bukti(tenant, nama);
        isi["tiket"] = satu["tiket"].clone();
        anonim.post(&format!("/v1/tenant/{tenant}/sesi/faktor"), isi).await.ok()
    }

    /// A new officer comes in: sets a password by the invitation, logs in, enrols an authenticator.
    pub async fn datang(
        basis: &str,
        tenant: &str,
        nama: &str,
        (undangan, sandi): (&str, &str),
    ) -> Self {
        let anonim = Self::anonim(basis);
        let isi = json!({ "kode": undangan, "sandi": sandi });
        let jawaban = anonim.post(&format!("/v1/tenant/{tenant}/sandi"), isi).await;
        assert_eq!(jawaban.status, 204, "{}", jawaban.teks);
        let isi = json!({ "nama_pengguna": nama, "sandi": sandi });
        let tiket = anonim.post(&format!("/v1/tenant/{tenant}/sesi"), isi).await.ok();
        let dia = Self::dengan_token(basis, tiket["token_akses"].as_str().expect("token"));
        dia.daftarkan_totp(tenant, nama).await;
        dia
    }

    /// Enrols an authenticator, which the harness reads from then on; the recovery codes.
    pub async fn daftarkan_totp(&self, tenant: &str, nama: &str) -> Vec<String> {
        let benih = self.panggil(Method::POST, "/v1/saya/totp", &[], None).await.ok();
        let benih = Rahasia::new(benih["rahasia"].as_str().expect("seed"));
        let kini = faktor::langkah_kini(tenant);
        let isi = json!({ "kode": faktor::kode(&benih, kini) });
        let kode = self.post("/v1/saya/totp/sahkan", isi).await.ok();
        let kode: Vec<String> =
            serde_json::from_value(kode["kode_pulih"].clone()).expect("recovery codes");
        let pulih = kode.iter().map(Rahasia::new).collect();
        faktor::ingat_terdaftar(tenant, nama, benih, pulih, kini);
        kode
    }

    /// Any call.
    pub async fn panggil(
        &self,
        metode: Method,
        jalur: &str,
        header: &[(&str, &str)],
        isi: Option<Vec<u8>>,
    ) -> Jawaban {
        let mut permintaan = HTTP.request(metode, format!("{}{jalur}", self.basis));
        if let Some(token) = &self.token {
            permintaan = permintaan.bearer_auth(token);
        }
        for (nama, nilai) in header {
            permintaan = permintaan.header(*nama, *nilai);
        }
        if let Some(isi) = isi {
            permintaan = permintaan.body(isi);
        }
        let jawaban = permintaan.send().await.expect("answer");
        let (status, header) = (jawaban.status(), jawaban.headers().clone());
        let isi = jawaban.bytes().await.expect("body").to_vec();
        let teks = String::from_utf8_lossy(&isi).into_owned();
        let json = serde_json::from_str(&teks).unwrap_or(Value::Null);
        Jawaban { status, header, json, teks, isi }
    }

    /// GET.
    pub async fn get(&self, jalur: &str) -> Jawaban {
        self.panggil(Method::GET, jalur, &[], None).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, jalur: &str, isi: Value) -> Jawaban {
        self.post_dengan(jalur, &[], isi).await
    }

    /// POST with a JSON body and more headers.
    pub async fn post_dengan(&self, jalur: &str, header: &[(&str, &str)], isi: Value) -> Jawaban {
        let mut semua = vec![("content-type", "application/json")];
        semua.extend_from_slice(header);
        self.panggil(Method::POST, jalur, &semua, Some(isi.to_string().into_bytes())).await
    }

    /// DELETE.
    pub async fn delete(&self, jalur: &str) -> Jawaban {
        self.panggil(Method::DELETE, jalur, &[], None).await
    }

    /// Waits until a tugas of that case and step is in the caller's queue, and takes it.
    pub async fn terima(&self, permohonan: &str, tahap: &str) -> String {
        let apa = format!("tugas {tahap}");
        let id = sampai(&apa, || async {
            let antrean = self.get("/v1/tugas?batas=100").await.ok();
            antrean["data"].as_array()?.iter().find_map(|tugas| {
                let cocok = tugas["permohonan_id"] == permohonan && tugas["tahap"] == tahap;
                cocok.then(|| tugas["id"].as_str().map(str::to_owned)).flatten()
            })
        })
        .await;
        self.panggil(Method::POST, &format!("/v1/tugas/{id}/penerimaan"), &[], None).await.ok();
        id
    }

    /// Takes the tugas of that case and step and decides it.
    pub async fn putuskan(
        &self,
        permohonan: &str,
        tahap: &str,
        keputusan: &str,
        alasan: Option<&str>,
    ) -> Jawaban {
        let id = self.terima(permohonan, tahap).await;
        self.putuskan_tugas(&id, keputusan, alasan).await
    }

    /// Decides a tugas that was taken.
    pub async fn putuskan_tugas(&self, id: &str, keputusan: &str, alasan: Option<&str>) -> Jawaban {
        let versi = self.get(&format!("/v1/tugas/{id}")).await.ok()["versi"].clone();
        let mut isi = json!({ "keputusan": keputusan, "versi": versi });
        if let Some(alasan) = alasan {
            isi["alasan"] = json!(alasan);
        }
        self.post(&format!("/v1/tugas/{id}/keputusan"), isi).await
    }

    /// Uploads a PDF as a document of the case: announce, put, complete.
    pub async fn unggah_dokumen(
        &self,
        permohonan: &str,
        produk: &str,
        pdf: &[u8],
        bertanda_tangan: bool,
    ) -> Jawaban {
        let isi = json!({
            "produk": produk,
            "ukuran": pdf.len(),
            "bertanda_tangan": bertanda_tangan,
        });
        let umum = self.post(&format!("/v1/permohonan/{permohonan}/dokumen"), isi).await.ok();
        taruh(&umum["unggah"], pdf).await;
        let id = umum["id"].as_str().expect("id");
        self.panggil(Method::POST, &format!("/v1/dokumen/{id}/selesai"), &[], None).await
    }
}

/// Puts the bytes at a presigned link.
pub async fn taruh(unggah: &Value, isi: &[u8]) {
    let mut permintaan = HTTP.put(unggah["url"].as_str().expect("url"));
    for header in unggah["header"].as_array().into_iter().flatten() {
        let teks = |kunci: &str| header[kunci].as_str().expect("header").to_owned();
        permintaan = permintaan.header(teks("nama"), teks("nilai"));
    }
    let jawaban = permintaan.body(isi.to_vec()).send().await.expect("answer");
    assert!(jawaban.status().is_success(), "{}", jawaban.status());
}
