//! A door in front of a server: it lets requests through, and holds exactly the one a test asks for, before or behind the
//! server. So a process can be killed at a chosen moment, without sleeping.

use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    web::{self, Bytes, Data, PayloadConfig},
};
use loket_tests::{klien::HTTP, sampai};

/// Which request is held, and where.
#[derive(Clone, Debug)]
pub struct Tahan {
    pub metode: &'static str,
    /// What its path contains.
    pub jalur: &'static str,
    /// Behind the server: it did its work, and nobody hears of it.
    pub sesudah: bool,
}

#[derive(Default)]
struct Dalam {
    tahan: Option<Tahan>,
    /// The body of the answer that was held, once a request is.
    tertahan: Option<Vec<u8>>,
}

/// The door.
pub struct Pintu {
    pub alamat: String,
    dalam: Arc<Mutex<Dalam>>,
}

struct Keadaan {
    tujuan: String,
    dalam: Arc<Mutex<Dalam>>,
}

impl Pintu {
    /// A door in front of `tujuan`.
    pub fn buka(tujuan: &str) -> Self {
        let dalam: Arc<Mutex<Dalam>> = Arc::default();
        let keadaan = Data::new(Keadaan { tujuan: tujuan.to_owned(), dalam: dalam.clone() });
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let alamat = format!("http://{}", listener.local_addr().unwrap());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(keadaan.clone())
                .app_data(PayloadConfig::new(80 * 1024 * 1024))
                .default_service(web::to(teruskan))
        });
        let server = server.workers(1).disable_signals().listen(listener).unwrap();
        tokio::spawn(server.run());
        Self { alamat, dalam }
    }

    /// Holds the next such request, until [`Self::lepas`].
    pub fn tahan(&self, tahan: Tahan) {
        *self.dalam.lock().unwrap() = Dalam { tahan: Some(tahan), tertahan: None };
    }

    /// Waits until it is held; the body of the answer, when it is held behind the server.
    pub async fn tertahan(&self) -> Vec<u8> {
        sampai("permintaan tertahan", || async { self.dalam.lock().unwrap().tertahan.clone() })
            .await
    }

    /// Holds nothing more. What was held is never let through.
    pub fn lepas(&self) {
        self.dalam.lock().unwrap().tahan = None;
    }
}

async fn teruskan(keadaan: Data<Keadaan>, req: HttpRequest, badan: Bytes) -> HttpResponse {
    let kena = {
        let dalam = keadaan.dalam.lock().unwrap();
        let cocok = |tahan: &Tahan| {
            req.method().as_str() == tahan.metode && req.path().contains(tahan.jalur)
        };
        dalam.tahan.clone().filter(|tahan| dalam.tertahan.is_none() && cocok(tahan))
    };
    if kena.as_ref().is_some_and(|tahan| !tahan.sesudah) {
        return selamanya(&keadaan, Vec::new()).await;
    }
    let url = format!("{}{}", keadaan.tujuan, req.uri());
    let metode = reqwest::Method::from_bytes(req.method().as_str().as_bytes()).unwrap();
    let mut permintaan = HTTP.request(metode, url);
    for (nama, nilai) in req.headers() {
        // The host header stays: signatures of S3 cover it.
        if nama != "connection" && nama != "content-length" && nama != "transfer-encoding" {
            permintaan = permintaan.header(nama.as_str(), nilai.as_bytes());
        }
    }
    let Ok(jawaban) = permintaan.body(badan.to_vec()).send().await else {
        return HttpResponse::BadGateway().finish();
    };
    let mut keluar = HttpResponse::build(
        actix_web::http::StatusCode::from_u16(jawaban.status().as_u16()).unwrap(),
    );
    for (nama, nilai) in jawaban.headers() {
        if nama != "connection" && nama != "content-length" && nama != "transfer-encoding" {
            keluar.append_header((nama.as_str(), nilai.as_bytes()));
        }
    }
    let isi = jawaban.bytes().await.unwrap_or_default().to_vec();
    if kena.is_some() {
        return selamanya(&keadaan, isi).await;
    }
    keluar.body(isi)
}

async fn selamanya(keadaan: &Keadaan, isi: Vec<u8>) -> HttpResponse {
    keadaan.dalam.lock().unwrap().tertahan = Some(isi);
    std::future::pending().await
}
