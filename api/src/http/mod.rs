//! HTTP: thin handlers over the use cases, one error shape, one document.

mod akses;
mod ambil;
mod audit;
mod auth;
mod badan;
mod bantuan;
mod cetak;
mod dokumen;
mod dokumentasi;
mod forum;
mod gangguan;
mod hak_subjek;
mod kalender;
mod kartu;
mod kata;
mod kepala;
mod kirim;
mod klien;
mod kontak;
mod langganan;
mod lapis;
mod laporan;
mod layanan;
mod loket;
mod metrik;
mod notifikasi;
mod pagar;
mod paket;
mod pemeriksaan;
mod penyerahan;
mod percakapan;
mod permohonan;
mod privasi;
mod problem;
mod produk;
mod resmi;
mod salinan;
mod sementara;
mod sesi;
mod sistem;
mod sop;
mod status;
mod tautan;
mod teks;
mod tte;
mod tugas;
#[cfg(test)]
mod uji;
mod verifikasi;
mod wa;

use std::{io, net::TcpListener, sync::Arc, time::Duration};

use actix_web::{
    App, Error, HttpServer,
    body::BoxBody,
    dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::from_fn,
    web::{self, Data},
};
use futures_util::future::LocalBoxFuture;
use loket_domain::{
    akses::Pelaku,
    ports::Ports,
    tenant::{TenantSlug, baca::UKURAN_MAKS},
};
use utoipa_actix_web::{AppExt, service_config::ServiceConfig};

use crate::{aliran::Aliran, meja::Meja};

pub use dokumentasi::openapi_json;
pub use metrik::Metrik;
pub use pagar::{AsalCors, AsalTidakSah, AturanLaju, Laju, Pagar};
pub use problem::{IsianSalah, Problem, ProblemView};
pub use tautan::Penjaga;

/// A request on its way to its answer.
pub type Perjalanan = LocalBoxFuture<'static, Result<ServiceResponse<BoxBody>, Error>>;

/// What every handler can reach.
pub struct AppState {
    /// The ports of the business.
    pub ports: Ports,
    /// Tells the worker that a tenant has work.
    pub kotor: Arc<dyn Fn(&TenantSlug) + Send + Sync>,
    /// Live updates.
    pub aliran: Arc<Aliran>,
    /// Bundles that are being signed in this process.
    pub meja: Arc<Meja>,
    /// Counters.
    pub metrik: Arc<Metrik>,
    /// How much and how long a client may send.
    pub batas: Batas,
    /// Attempts and memory of the pages behind one-time links.
    pub penjaga: Arc<Penjaga>,
    /// How often somebody may ask, and which web pages may.
    pub pagar: Arc<Pagar>,
    /// What an adapter counts or limits for a request as a whole is put around it with this.
    pub bingkai: fn(Perjalanan) -> Perjalanan,
}

impl AppState {
    /// Tells the worker that the caller's tenant has work.
    fn tandai(&self, pelaku: &Pelaku) {
        (self.kotor)(&pelaku.tenant.slug);
    }
}

/// How much and how long a client may send, and whether the documentation page is served.
#[derive(Clone, Copy, Debug)]
pub struct Batas {
    /// Bytes of a JSON body.
    pub json: usize,
    /// Bytes of a configuration pack.
    pub paket: usize,
    /// Bytes of a WhatsApp webhook; Meta sends up to 3 MB.
    pub webhook: usize,
    /// How long the head of a request may take.
    pub waktu_kepala: Duration,
    /// How long the body of a request may take.
    pub waktu_badan: Duration,
    /// How long an idle connection is kept.
    pub keep_alive: Duration,
    /// Connections per worker.
    pub koneksi: usize,
    /// Whether `/docs` and `/openapi.json` are served; switch off where they are not public.
    pub dokumentasi: bool,
    /// Whether `/metrics` is served beside the API; switch off where that is public, and use [`serve_metrik`].
    pub metrik: bool,
}

impl Default for Batas {
    fn default() -> Self {
        Self {
            json: 64 * 1024,
            paket: UKURAN_MAKS,
            webhook: 3 * 1024 * 1024,
            waktu_kepala: Duration::from_secs(5),
            waktu_badan: Duration::from_secs(15),
            keep_alive: Duration::from_secs(30),
            koneksi: 10_000,
            dokumentasi: true,
            metrik: true,
        }
    }
}

/// Serves on `listener`. The server handles no signals: stop it through [`Server::handle`].
///
/// # Errors
/// The listener cannot be used.
pub fn serve(listener: TcpListener, state: AppState, workers: usize) -> io::Result<Server> {
    let batas = state.batas;
    let state = Data::new(state);
    let server = HttpServer::new(move || app(state.clone()))
        .workers(workers.max(1))
        .keep_alive(batas.keep_alive)
        .client_request_timeout(batas.waktu_kepala)
        .client_disconnect_timeout(Duration::from_secs(2))
        .max_connections(batas.koneksi)
        .shutdown_timeout(20)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}

/// Serves the counters alone, on an address of their own.
///
/// # Errors
/// The listener cannot be used.
pub fn serve_metrik(listener: TcpListener, metrik: Arc<Metrik>) -> io::Result<Server> {
    let metrik = Data::from(metrik);
    let server = HttpServer::new(move || {
        App::new().app_data(metrik.clone()).route("/metrics", web::get().to(sistem::metrik_saja))
    });
    Ok(server.workers(1).shutdown_timeout(1).disable_signals().listen(listener)?.run())
}

/// The application with every route and layer, as [`serve`] runs it.
pub fn app(
    state: Data<AppState>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let dokumentasi = state.batas.dokumentasi;
    let (app, _) = App::new().into_utoipa_app().configure(rute).split_for_parts();
    let app = if dokumentasi { app.configure(sistem::halaman_dokumentasi) } else { app };
    let app = app
        .configure(tautan::rute)
        .configure(ambil::rute)
        .configure(salinan::rute)
        .configure(verifikasi::rute_halaman)
        .configure(status::rute_halaman);
    app.app_data(state).default_service(web::to(lapis::tidak_ada)).wrap(from_fn(lapis::jejak))
}

/// Every route, in the order of the document.
fn rute(config: &mut ServiceConfig<'_>) {
    layanan::rute(config);
    sesi::rute(config);
    permohonan::rute(config);
    dokumen::rute(config);
    produk::rute(config);
    sementara::rute(config);
    penyerahan::rute(config);
    tugas::rute(config);
    tte::rute(config);
    kalender::rute(config);
    teks::rute(config);
    gangguan::rute(config);
    sop::rute(config);
    akses::rute(config);
    klien::rute(config);
    langganan::rute(config);
    paket::rute(config);
    notifikasi::rute(config);
    percakapan::rute(config);
    kontak::rute(config);
    forum::rute(config);
    pemeriksaan::rute(config);
    cetak::rute(config);
    kartu::rute(config);
    loket::rute(config);
    laporan::rute(config);
    privasi::rute(config);
    hak_subjek::rute(config);
    kirim::rute(config);
    audit::rute(config);
    bantuan::rute(config);
    wa::rute(config);
    resmi::rute(config);
    verifikasi::rute(config);
    status::rute(config);
    sistem::rute(config);
}
