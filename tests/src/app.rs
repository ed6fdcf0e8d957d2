//! One office, started as users start it: real server, real worker, real database, both simulators.

use std::{collections::BTreeMap, net::TcpListener, path::PathBuf, sync::Arc};

use loket::{
    aliran::{Aliran, AliranConfig},
    cli::baca_paket,
    compose::{Parts, bingkai, compose},
    http::{AppState, Batas, Metrik, serve},
    meja::Meja,
    setup,
    worker::{Hanya, Kotor, WorkerConfig, jalankan},
};
use loket_domain::{
    akses::TambahPengguna,
    dokumen::KoneksiTte,
    kalender::Clock,
    layanan::Tangkap,
    nilai::Rahasia,
    percakapan::{AlamatPublik, NomorLayanan, Tenang},
    tenant::{Paket, Tenant, TenantSlug},
};
use loket_infra::postgres::{DSN_UTAMA, PostgresAdmin};
use loket_simulators::{
    bsre::{BsreSim, BsreSimConfig, SignerStatus, SimKey, SimSigner},
    smtp::{SmtpSim, SmtpSimConfig},
    whatsapp::{SimApp, SimNumber, WhatsAppSim, WhatsAppSimConfig},
};
use serde::Deserialize;
use time::OffsetDateTime;
use tokio::{sync::watch, task::JoinHandle};

use crate::{
    faktor,
    klien::Klien,
    server::{SERVER, urut},
    warga::Warga,
};

/// The password of every sample officer.
pub const SANDI: &str = "sandi untuk pengujian";

/// A sample officer of `deploy/demo/petugas.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PetugasContoh {
    /// Login name.
    pub nama_pengguna: String,
    /// Full name.
    pub nama: String,
    /// NIP.
    #[serde(default)]
    pub nip: Option<String>,
    /// NIK.
    #[serde(default)]
    pub nik: Option<String>,
    /// Roles.
    pub peran: Vec<String>,
    /// Unit.
    #[serde(default)]
    pub unit: Option<String>,
    /// Teams.
    #[serde(default)]
    pub tim: Vec<String>,
    /// Passphrase at the simulator.
    #[serde(default)]
    pub passphrase_simulator: Option<String>,
}

/// The repository's root.
pub fn akar() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("workspace").to_path_buf()
}

/// The pack of a seed office, under another slug.
pub fn paket(nama: &str, slug: &str) -> Paket {
    let berkas = akar().join("deploy/tenants").join(format!("{nama}.yaml"));
    let teks = std::fs::read_to_string(&berkas).expect("pack");
    let mut paket = baca_paket(&teks).expect("pack parses");
    paket.tenant.slug = TenantSlug::parse(slug).expect("slug");
    paket
}

/// Residents of this office type and send everything in the chat, as where the provider allows it. The offices of the
/// harness are like that; a test of the one-time links, which is what an office has otherwise, begins with
/// [`lewat_tautan`].
pub fn lewat_chat(paket: &mut Paket) {
    tangkap(paket, Some(Tangkap::Chat));
}

/// What is sensitive is asked for by one-time link.
pub fn lewat_tautan(paket: &mut Paket) {
    tangkap(paket, None);
}

fn tangkap(paket: &mut Paket, bawaan: Option<Tangkap>) {
    paket.percakapan.tangkap_bawaan = bawaan;
    for layanan in &mut paket.layanan {
        for isian in &mut layanan.isian {
            isian.tangkap = None;
        }
        for syarat in &mut layanan.syarat {
            syarat.tangkap = None;
        }
    }
}

/// The sample officers of a seed office.
pub fn petugas(nama: &str) -> Vec<PetugasContoh> {
    let teks = std::fs::read_to_string(akar().join("deploy/demo/petugas.yaml")).expect("officers");
    let mut semua: BTreeMap<String, Vec<PetugasContoh>> =
        yaml_serde::from_str(&teks).expect("officers parse");
    semua.remove(nama).expect("office")
}

/// An office that is set up and ready to be served.
pub struct Kantor {
    /// Use cases and database.
    pub parts: Parts,
    /// The tenant.
    pub tenant: Arc<Tenant>,
    /// Its service number at the simulator.
    pub phone_number_id: String,
    /// The WhatsApp app its webhooks are signed for.
    pub app_id: String,
    /// The secret that signs them.
    pub app_secret: String,
    /// The token of the handshake.
    pub verify_token: String,
    /// WhatsApp.
    pub wa: WhatsAppSim,
    /// The signing host.
    pub bsre: BsreSim,
    /// The mail server.
    pub smtp: SmtpSim,
    /// Sample officers.
    pub petugas: Vec<PetugasContoh>,
}

impl Kantor {
    /// Sets an office up from the pack of a seed office; nothing is served yet.
    pub async fn siapkan(nama: &str) -> Self {
        Self::siapkan_dengan(nama, |_| {}).await
    }

    /// The same with a changed pack.
    pub async fn siapkan_dengan(nama: &str, ubah: impl FnOnce(&mut Paket)) -> Self {
        Self::siapkan_pada(nama, None, ubah).await
    }

    /// The same by another clock, which was there from the start: its SOPs are in force at that moment.
    pub async fn siapkan_pada(
        nama: &str,
        jam: Option<Arc<dyn Clock>>,
        ubah: impl FnOnce(&mut Paket),
    ) -> Self {
        let n = urut();
        let slug = format!("{nama}_{n}");
        let smtp = SmtpSim::start(SmtpSimConfig::default()).await.expect("SMTP simulator");
        let mut config = SERVER.config();
        config.smtp_host = Some("127.0.0.1".to_owned());
        config.smtp_port = smtp.port();
        config.smtp_dari = Some("layanan@loket.uji".to_owned());
        let mut parts = compose(&config).await.expect("parts");
        if let Some(jam) = jam {
            parts.ports.clock = jam;
        }
        let admin = PostgresAdmin::connect(&config.postgres_admin().expect("admin url"))
            .await
            .expect("owner");
        let mut paket = paket(nama, &slug);
        lewat_chat(&mut paket);
        ubah(&mut paket);
        let (tenant, _) = setup::tenant(&admin, &parts, paket, DSN_UTAMA).await.expect("tenant");
        admin.tutup().await;
        let petugas = petugas(nama);
        tambah_petugas(&parts, &tenant, &petugas).await;
        let bsre = bsre(&petugas).await;
        let koneksi =
            KoneksiTte::baru(bsre.base_url(), "loket", Rahasia::new("sandi-tte"), bsre.ca_pem());
        setup::koneksi_tte(&parts, &tenant, koneksi).await.expect("signing host");

        let phone_number_id = format!("{}{n:04}", tenant.wilayah.as_str().replace('.', ""));
        let app = SimApp {
            app_id: format!("app-{slug}"),
            app_secret: format!("rahasia-{slug}"),
            verify_token: format!("verifikasi-{slug}"),
            callback_url: "http://127.0.0.1:9/belum-ada".to_owned(),
        };
        let wa = whatsapp(&parts, &tenant, n, &phone_number_id, app.clone()).await;
        let SimApp { app_id, app_secret, verify_token, .. } = app;
        Self {
            parts,
            tenant,
            phone_number_id,
            app_id,
            app_secret,
            verify_token,
            wa,
            bsre,
            smtp,
            petugas,
        }
    }

    /// Puts the simulator's clock at that moment, where an office lives by a clock of the test: windows are counted from
    /// the moments of messages. It never goes back.
    pub fn samakan_jam(&self, saat: OffsetDateTime) {
        let kini = i128::from(self.wa.now_ms()) * 1_000_000;
        let selisih = saat.unix_timestamp_nanos() - kini;
        self.wa.advance(std::time::Duration::from_nanos(selisih.try_into().unwrap_or(0)));
    }

    /// Tells the simulator where webhooks go.
    pub fn arahkan_webhook(&self, basis: &str) {
        self.wa.set_callback(&self.app_id, &format!("{basis}/v1/wa/webhook"));
    }

    /// A resident with that number.
    pub fn warga<'a>(&'a self, wa_id: &'a str) -> Warga<'a> {
        Warga::new(&self.wa, wa_id, &self.phone_number_id)
    }

    /// Some officer who holds the role.
    pub fn pemegang(&self, peran: &str) -> &PetugasContoh {
        self.petugas
            .iter()
            .find(|satu| satu.peran.iter().any(|kode| kode == peran))
            .unwrap_or_else(|| panic!("tidak ada petugas contoh berperan {peran}"))
    }
}

/// Sample officers with the password of the tests and an authenticator each, which the harness reads.
async fn tambah_petugas(parts: &Parts, tenant: &Arc<Tenant>, petugas: &[PetugasContoh]) {
    faktor::pakai_jam(tenant.slug.as_str(), parts.ports.clock.clone());
    for satu in petugas {
        let tambah = TambahPengguna {
            nama_pengguna: satu.nama_pengguna.clone(),
            nama: satu.nama.clone(),
            nip: satu.nip.clone(),
            nik: satu.nik.clone(),
            peran: satu.peran.clone(),
            unit: satu.unit.clone(),
            tim: satu.tim.clone(),
            surel: None,
            idempotensi: None,
        };
        petugas_baru(parts, tenant, tambah).await;
    }
}

/// Adds an officer with the password of the tests and an authenticator, which the harness reads.
pub async fn petugas_baru(parts: &Parts, tenant: &Arc<Tenant>, tambah: TambahPengguna) {
    let (benih, nama) = (faktor::benih(), tambah.nama_pengguna.clone());
    let pulih = setup::petugas_contoh(parts, tenant, tambah, &Rahasia::new(SANDI), &benih)
        .await
        .expect("officer");
    faktor::ingat(tenant.slug.as_str(), &nama, benih, pulih);
}

/// A signing host that knows the office's signers.
async fn bsre(petugas: &[PetugasContoh]) -> BsreSim {
    let penanda = |satu: &PetugasContoh| {
        Some(SimSigner {
            nik: satu.nik.clone()?,
            name: satu.nama.clone(),
            passphrase: satu.passphrase_simulator.clone()?,
            status: SignerStatus::Issue,
            key: SimKey::P256,
        })
    };
    BsreSim::start(BsreSimConfig {
        bind: ([127, 0, 0, 1], 0).into(),
        user: "loket".to_owned(),
        password: "sandi-tte".to_owned(),
        signers: petugas.iter().filter_map(penanda).collect(),
        data_dir: None,
    })
    .await
    .expect("BSrE simulator")
}

/// WhatsApp with one number, routed to the office.
async fn whatsapp(
    parts: &Parts,
    tenant: &Arc<Tenant>,
    n: u32,
    phone_number_id: &str,
    app: SimApp,
) -> WhatsAppSim {
    let (token, tampilan) = (format!("token-{}", tenant.slug), format!("+62 800 {n:06}"));
    let wa = WhatsAppSim::start(WhatsAppSimConfig {
        bind: ([127, 0, 0, 1], 0).into(),
        apps: vec![app.clone()],
        numbers: vec![SimNumber {
            app_id: app.app_id.clone(),
            waba_id: format!("waba-{}", tenant.slug),
            phone_number_id: phone_number_id.to_owned(),
            display_phone_number: tampilan.clone(),
            access_token: token.clone(),
        }],
        data_dir: None,
        seed: u64::from(n),
    })
    .await
    .expect("WhatsApp simulator");
    let (rahasia, verifikasi) = (Rahasia::new(app.app_secret), Rahasia::new(app.verify_token));
    setup::aplikasi_wa(parts, &app.app_id, &rahasia, &verifikasi).await.expect("app");
    let nomor = NomorLayanan {
        phone_number_id: phone_number_id.to_owned(),
        nomor_tampilan: tampilan,
        waba_id: Some(format!("waba-{}", tenant.slug)),
        base_url: wa.base_url(),
        versi: "v25.0".to_owned(),
        token: Rahasia::new(token),
        host_media: Vec::new(),
    };
    setup::nomor_wa(parts, tenant, &app.app_id, nomor).await.expect("number");
    wa
}

/// How long a resident must be quiet; no time passes by a clock that stands where the test put it.
fn hening(jam: &dyn Clock) -> Tenang {
    let awal = jam.now();
    let berdetak = (0..10_000).any(|_| jam.now() != awal);
    let jeda = if berdetak { time::Duration::milliseconds(150) } else { time::Duration::ZERO };
    Tenang { jeda, ..Tenang::default() }
}

/// An office that is served, in this process.
pub struct TestApp {
    /// The office.
    pub kantor: Kantor,
    /// Where the API is.
    pub basis: String,
    stop: watch::Sender<bool>,
    pekerja: JoinHandle<()>,
}

impl TestApp {
    /// Sets up and serves the office of that seed.
    pub async fn start(nama: &str) -> Self {
        Self::layani(Kantor::siapkan(nama).await)
    }

    /// Serves an office.
    pub fn layani(kantor: Kantor) -> Self {
        // Anchors of the audit trail are objects in storage that come by themselves: only tests of them have the worker
        // make any.
        Self::layani_berjangkar(kantor, std::time::Duration::ZERO)
    }

    /// Serves an office whose worker anchors the audit trail that often.
    pub fn layani_berjangkar(mut kantor: Kantor, jangkar: std::time::Duration) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("port");
        let basis = format!("http://{}", listener.local_addr().expect("address"));
        kantor.arahkan_webhook(&basis);
        faktor::pakai_jam(kantor.tenant.slug.as_str(), kantor.parts.ports.clock.clone());
        kantor.parts.ports.alamat_publik = AlamatPublik::parse(&basis, false).expect("address");
        let kotor = Arc::new(Kotor::default());
        let (stop, berhenti) = watch::channel(false);
        let atur = WorkerConfig {
            tenggang: std::time::Duration::from_secs(5),
            sapuan: std::time::Duration::from_secs(1),
            tenang: hening(kantor.parts.ports.clock.as_ref()),
            gangguan: loket_domain::gangguan::AturanKabar::default(),
            serentak: 2,
            tte: std::time::Duration::from_secs(15),
            // Clocks of tests leap, and the sweep goes by the clock: tests of it call it themselves.
            sapu: std::time::Duration::from_hours(24),
            jangkar,
        };
        let mut ports = kantor.parts.ports.clone();
        ports.daftar = Hanya::dari([kantor.tenant.slug.clone()].into(), ports.daftar);
        let pekerja = tokio::spawn(jalankan(ports, kotor.clone(), atur, berhenti));
        let denyut = std::time::Duration::from_millis(500);
        let atur = AliranConfig { denyut, ..AliranConfig::default() };
        let state = AppState {
            meja: Meja::baru(),
            aliran: Aliran::baru(kantor.parts.ports.clone(), kotor.clone(), atur),
            ports: kantor.parts.ports.clone(),
            kotor: Arc::new(move |tenant| kotor.tandai(tenant)),
            metrik: Arc::new(Metrik::default()),
            // A busy machine is no slow client.
            batas: Batas {
                waktu_kepala: std::time::Duration::from_mins(1),
                waktu_badan: std::time::Duration::from_mins(1),
                ..Batas::default()
            },
            penjaga: Arc::default(),
            pagar: Arc::default(),
            bingkai,
        };
        tokio::spawn(serve(listener, state, 1).expect("server"));
        Self { kantor, basis, stop, pekerja }
    }

    /// Stops the worker when its rounds are done; the server goes on, and the test does the worker's work.
    pub async fn hentikan_pekerja(&mut self) {
        let _ = self.stop.send(true);
        (&mut self.pekerja).await.expect("worker");
    }

    /// A client nobody knows.
    pub fn anonim(&self) -> Klien {
        Klien::anonim(&self.basis)
    }

    /// A logged-in officer who holds the role.
    pub async fn sebagai(&self, peran: &str) -> Klien {
        let orang = self.kantor.pemegang(peran);
        Klien::masuk(&self.basis, self.kantor.tenant.slug.as_str(), &orang.nama_pengguna, SANDI)
            .await
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
    }
}
