//! `serve` and `worker`.

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use clap::Args;
use loket_domain::{
    gangguan::AturanKabar, percakapan::Tenang, permohonan::KunciObjek, ports::Ports,
};
use tokio::{sync::watch, task::JoinHandle};

use super::Gagal;
use crate::{
    aliran::{Aliran, AliranConfig},
    compose::{Parts, bingkai, compose},
    config::Config,
    http::{AppState, AturanLaju, Batas, Laju, Metrik, Pagar, Penjaga, serve, serve_metrik},
    meja::Meja,
    worker::{Hanya, Kotor, WorkerConfig, jalankan},
};

/// Serve the API.
#[derive(Debug, Args)]
pub struct Serve {
    /// Leave the worker to `loket worker` processes.
    #[arg(long)]
    tanpa_pekerja: bool,
}

impl Serve {
    /// Serves until SIGINT or SIGTERM; requests and rounds under way are finished.
    pub async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        config.layak_melayani().map_err(Gagal::dari)?;
        let muka = Muka::dari(config)?;
        let parts = compose(config).await.map_err(Gagal::dari)?;
        peran_layak(&parts).await?;
        let listener = dengar(config.bind)?;
        let metrik = config.metrik_bind.map(dengar).transpose()?;
        let kotor = Arc::new(Kotor::default());
        kabar_penyimpanan(&parts.ports, config).await;
        if config.webhook_izinkan_lokal {
            tracing::warn!(
                "LOKET_WEBHOOK_IZINKAN_LOKAL aktif: kabar boleh dikirim ke jaringan dalam"
            );
        }
        let (stop, berhenti) = watch::channel(false);
        let milik = milik_pekerja(&parts.ports, config)?;
        let pekerja = (!self.tanpa_pekerja)
            .then(|| tokio::spawn(jalankan(milik, kotor.clone(), atur(config), berhenti)));
        layani(listener, metrik, &parts, kotor, config.http_workers, muka).await?;
        let _ = stop.send(true);
        tunggu(pekerja).await;
        parts.postgres.tutup().await;
        Ok(())
    }
}

/// What the worker works with: the offices that are its own.
fn milik_pekerja(ports: &Ports, config: &Config) -> Result<Ports, Gagal> {
    let milik = config.tenant_pekerja().map_err(Gagal::dari)?;
    let daftar = Hanya::dari(milik, ports.daftar.clone());
    Ok(Ports { daftar, ..ports.clone() })
}

/// `loket worker`.
pub async fn worker(config: &Config) -> Result<(), Gagal> {
    config.layak_melayani().map_err(Gagal::dari)?;
    let parts = compose(config).await.map_err(Gagal::dari)?;
    peran_layak(&parts).await?;
    kabar_penyimpanan(&parts.ports, config).await;
    let (stop, berhenti) = watch::channel(false);
    let pekerja = tokio::spawn(jalankan(
        milik_pekerja(&parts.ports, config)?,
        Arc::new(Kotor::default()),
        atur(config),
        berhenti,
    ));
    tracing::info!("pekerja siap");
    sinyal().await;
    let _ = stop.send(true);
    tunggu(Some(pekerja)).await;
    parts.postgres.tutup().await;
    Ok(())
}

/// What the serving side shows to the outside.
#[derive(Debug, Default)]
pub(super) struct Muka {
    /// Who asks, and how much of a link's uploads is in memory.
    penjaga: Penjaga,
    /// How often, and from which web pages.
    pagar: Pagar,
    /// How much, and what is public.
    batas: Batas,
}

impl Muka {
    fn dari(config: &Config) -> Result<Self, Gagal> {
        Ok(Self {
            penjaga: Penjaga::di_belakang(config.kepala_proksi().map_err(Gagal::dari)?),
            pagar: Pagar {
                laju: Laju::dengan(AturanLaju {
                    alamat: config.laju_alamat,
                    sesi: config.laju_sesi,
                    tenant: config.laju_tenant,
                    mahal: config.laju_mahal,
                }),
                cors: config.cors().map_err(Gagal::dari)?,
            },
            batas: Batas { dokumentasi: config.dokumentasi, metrik: false, ..Batas::default() },
        })
    }
}

fn dengar(alamat: SocketAddr) -> Result<TcpListener, Gagal> {
    TcpListener::bind(alamat)
        .map_err(|galat| Gagal::kata(format!("alamat {alamat} tidak dapat dipakai: {galat}")))
}

/// Refuses a login that could do more in the database than the application needs.
async fn peran_layak(parts: &Parts) -> Result<(), Gagal> {
    if parts.postgres.login_berkuasa().await.map_err(Gagal::dari)? {
        return Err(Gagal::kata(
            "LOKET_DATABASE_URL memakai peran yang terlalu berkuasa (superuser atau pemilik skema); pakai peran aplikasi dari `loket migrate --siapkan`",
        ));
    }
    Ok(())
}

/// Serves on a listener until a signal comes.
pub(super) async fn layani(
    listener: TcpListener,
    metrik: Option<TcpListener>,
    parts: &Parts,
    kotor: Arc<Kotor>,
    workers: usize,
    muka: Muka,
) -> Result<(), Gagal> {
    let alamat = listener.local_addr().map_err(Gagal::dari)?;
    let state = state(&parts.ports, kotor, muka);
    if let Some(listener) = metrik {
        // It ends with the process: whoever watches wants to see it stop.
        tokio::spawn(serve_metrik(listener, state.metrik.clone()).map_err(Gagal::dari)?);
    }
    let (aliran, meja) = (state.aliran.clone(), state.meja.clone());
    let workers = match workers {
        0 => std::thread::available_parallelism().map_or(2, usize::from),
        n => n,
    };
    let server = serve(listener, state, workers).map_err(Gagal::dari)?;
    tracing::info!(%alamat, "melayani");
    let handle = server.handle();
    let hasil = tokio::select! {
        hasil = server => hasil.map_err(Gagal::dari),
        // Requests under way are finished before the listener goes.
        // Live updates never finish by themselves.
        () = async { sinyal().await; aliran.tutup(); handle.stop(true).await } => Ok(()),
    };
    // A signature that was sent for is waited for: the adapter gives up by itself.
    meja.tutup().await;
    hasil
}

/// Says at the start what protects files here and what does not, so that nobody has to guess later.
async fn kabar_penyimpanan(ports: &Ports, config: &Config) {
    match ports.objek.kunci_objek().await {
        Ok(KunciObjek::Aktif) => tracing::info!("berkas asli dikunci oleh penyimpanan"),
        Ok(KunciObjek::TidakDidukung) => {
            tracing::warn!("penyimpanan tidak mengunci objek; berkas asli hanya dijaga oleh Loket");
        }
        Err(galat) => {
            let galat = &galat as &dyn std::error::Error;
            tracing::warn!(galat, "belum diketahui apakah penyimpanan mengunci objek");
        }
    }
    if config.audit_jangkar_detik == 0 {
        tracing::warn!(
            "LOKET_AUDIT_JANGKAR_DETIK=0: jejak audit tidak ditambatkan di luar basis data"
        );
    }
    if !ports.pemindai.terpasang() {
        tracing::warn!("LOKET_CLAMD tidak diisi: berkas tidak dipindai virus");
    }
}

fn state(ports: &Ports, kotor: Arc<Kotor>, muka: Muka) -> AppState {
    AppState {
        aliran: Aliran::baru(ports.clone(), kotor.clone(), AliranConfig::default()),
        meja: Meja::baru(),
        ports: ports.clone(),
        kotor: Arc::new(move |tenant| kotor.tandai(tenant)),
        metrik: Arc::new(Metrik::default()),
        batas: muka.batas,
        penjaga: Arc::new(muka.penjaga),
        pagar: Arc::new(muka.pagar),
        bingkai,
    }
}

/// How the worker works under this configuration.
pub(super) fn atur(config: &Config) -> WorkerConfig {
    WorkerConfig {
        tenggang: Duration::from_secs(config.kirim_tenggang_detik),
        sapuan: Duration::from_secs(config.pekerja_sapuan_detik.max(1)),
        serentak: 4,
        tte: Duration::from_secs(config.tte_tenggang_detik),
        sapu: Duration::from_secs(config.sapu_berkas_detik.max(1)),
        jangkar: Duration::from_secs(config.audit_jangkar_detik),
        tenang: Tenang {
            jeda: time::Duration::milliseconds(config.balas_tenang_milidetik.into()),
            ..Tenang::default()
        },
        gangguan: AturanKabar {
            tunda: time::Duration::minutes(config.gangguan_tunda_menit.into()),
            jeda_ulang: time::Duration::minutes(config.gangguan_jeda_ulang_menit.into()),
            ..AturanKabar::default()
        },
    }
}

pub(super) async fn tunggu(pekerja: Option<JoinHandle<()>>) {
    if let Some(pekerja) = pekerja
        && tokio::time::timeout(Duration::from_secs(30), pekerja).await.is_err()
    {
        tracing::warn!(
            "pekerja belum selesai setelah 30 detik; pekerjaannya dilanjutkan proses berikutnya"
        );
    }
}

/// Waits for Ctrl-C or the end of the service.
pub(super) async fn sinyal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}
