//! Attacks on authorisation and isolation, generated from the OpenAPI document.

mod banyak;
mod lawan;
mod penyewa;
mod peran;
mod relasi;
mod rute;
mod segar;
mod tabel;

use std::sync::Arc;

use loket_domain::{
    akses::{Izin, TambahPengguna},
    kalender::Clock,
    nilai::Kode,
    tenant::{Paket, Peran},
};
use loket_infra::crypto::SystemClock;
use loket_tests::{
    app::{Kantor, SANDI, TestApp, petugas_baru},
    jam::Jam,
    klien::{HTTP, Klien},
};
use serde_json::Value;

use self::tabel::{Operasi, Permintaan};

/// A role that holds everything.
pub const SEMUA: &str = "uji_semua";
/// A role that holds nothing.
pub const TANPA: &str = "uji_tanpa";

/// The role of the tests that holds that one permission.
fn peran_satu(izin: Izin) -> String {
    format!("uji_{}", izin.kode().replace('.', "_"))
}

/// Beside the roles of the office: one that holds everything, one that holds nothing, and one per permission.
fn peran_uji(paket: &mut Paket) {
    let satu = Izin::SEMUA.map(|izin| (peran_satu(izin), vec![izin]));
    let ujung = [(SEMUA.to_owned(), Izin::SEMUA.to_vec()), (TANPA.to_owned(), Vec::new())];
    for (kode, izin) in satu.into_iter().chain(ujung) {
        paket.peran.push(Peran {
            kode: Kode::parse(&kode).unwrap(),
            nama: format!("Uji {kode}"),
            izin: izin.into_iter().collect(),
        });
    }
}

/// Balangan with the roles of the tests, by a clock that stands: a long table is asked under sessions and confirmations that are
/// as fresh at its end as at its beginning.
pub async fn kantor_diam() -> TestApp {
    let jam = Arc::new(Jam::di(SystemClock.now()));
    TestApp::layani(Kantor::siapkan_pada("balangan", Some(jam), peran_uji).await)
}

/// Adds an officer who holds that role alone, and logs them in.
pub async fn petugas(app: &TestApp, peran: &str) -> Klien {
    petugas_berperan(app, &[peran]).await
}

/// Adds an officer who holds those roles, and logs them in: the one place of these tests that does.
pub async fn petugas_berperan(app: &TestApp, peran: &[&str]) -> Klien {
    let tenant = &app.kantor.tenant;
    let nama = format!("{}-x", peran.join("-").replace('_', "-"));
    let tambah = TambahPengguna {
        nama_pengguna: nama.clone(),
        nama: "Petugas Uji".to_owned(),
        nip: None,
        nik: None,
        peran: peran.iter().map(|satu| (*satu).to_owned()).collect(),
        unit: None,
        tim: Vec::new(),
        surel: None,
        idempotensi: None,
    };
    petugas_baru(&app.kantor.parts, tenant, tambah).await;
    Klien::masuk(&app.basis, tenant.slug.as_str(), &nama, SANDI).await
}

/// What came back: the status, and the body where it is an answer that ends.
pub struct Balasan {
    pub status: u16,
    pub teks: String,
    pub kode: String,
}

/// Sends the request as `klien`. A stream of live updates is not read.
pub async fn kirim(
    basis: &str,
    klien: &Klien,
    operasi: &Operasi,
    permintaan: &Permintaan,
    kepala: &[(&str, &str)],
) -> Balasan {
    let mut kiriman = HTTP.request(operasi.metode.clone(), format!("{basis}{}", permintaan.jalur));
    if let Some(token) = &klien.token {
        kiriman = kiriman.bearer_auth(token);
    }
    for (nama, nilai) in &permintaan.kepala {
        kiriman = kiriman.header(nama, nilai);
    }
    for (nama, nilai) in kepala {
        kiriman = kiriman.header(*nama, *nilai);
    }
    if let Some(isi) = permintaan.isi() {
        kiriman = kiriman.body(isi);
    }
    let jawaban = kiriman.send().await.unwrap();
    let status = jawaban.status().as_u16();
    let jenis =
        jawaban.headers().get("content-type").map(|nilai| nilai.to_str().unwrap().to_owned());
    if jenis.is_some_and(|jenis| jenis.starts_with("text/event-stream")) {
        return Balasan { status, teks: String::new(), kode: String::new() };
    }
    let teks = String::from_utf8_lossy(&jawaban.bytes().await.unwrap()).into_owned();
    let json: Value = serde_json::from_str(&teks).unwrap_or_default();
    let kode = json["kode"].as_str().filter(|_| status >= 400).unwrap_or_default().to_owned();
    Balasan { status, teks, kode }
}
