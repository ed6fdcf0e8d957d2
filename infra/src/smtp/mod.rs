//! Email by SMTP. The steps of a delivery are taken one by one, so that it is known whether the server may have taken the
//! email when the connection ends.

#[cfg(test)]
mod tests;

use std::time::Duration;

use async_trait::async_trait;
use lettre::{
    Address, Message,
    message::{Attachment, Mailbox, MultiPart, SinglePart, header::ContentType},
    transport::smtp::{
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::ClientId,
    },
};
use loket_domain::{
    galat::PortError,
    nilai::Rahasia,
    penyerahan::{PengirimSurel, SurelGagal, SurelSiap},
};

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// STARTTLS, and nothing is said before it.
    Starttls,
    /// TLS from the first byte.
    Implisit,
    /// None: for a server on this very machine.
    Tanpa,
}

/// How to reach the mail server.
#[derive(Clone, Debug)]
pub struct SmtpConfig {
    /// Host name, as its certificate has it.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection.
    pub tls: SmtpTls,
    /// Name and password, where the server asks for them.
    pub masuk: Option<(String, Rahasia)>,
    /// The address emails come from.
    pub dari: String,
    /// How long each step may take.
    pub batas_waktu: Duration,
}

/// A mail server.
pub struct Smtp {
    config: SmtpConfig,
    dari: Address,
    tls: Option<TlsParameters>,
}

/// No mail server: the channel does not exist.
#[derive(Clone, Copy, Debug)]
pub struct TanpaSurel;

impl Smtp {
    /// A client of that server; nothing is connected yet.
    ///
    /// # Errors
    /// The address emails come from is none, or TLS cannot be set up.
    pub fn new(config: SmtpConfig) -> Result<Self, PortError> {
        let dari: Address = config.dari.parse().map_err(PortError::tak_terduga)?;
        let tls = match config.tls {
            SmtpTls::Tanpa => None,
            SmtpTls::Starttls | SmtpTls::Implisit => {
                Some(TlsParameters::new(config.host.clone()).map_err(PortError::tak_terduga)?)
            }
        };
        Ok(Self { config, dari, tls })
    }

    async fn sambung(&self) -> Result<AsyncSmtpConnection, SurelGagal> {
        let halo = ClientId::Domain("loket.invalid".to_owned());
        let implisit = self.tls.clone().filter(|_| self.config.tls == SmtpTls::Implisit);
        let alamat = (self.config.host.as_str(), self.config.port);
        let batas = Some(self.config.batas_waktu);
        let mut sambungan =
            AsyncSmtpConnection::connect_tokio1(alamat, batas, &halo, implisit, None)
                .await
                .map_err(|galat| gagal(&galat, "smtp_koneksi"))?;
        if let (SmtpTls::Starttls, Some(tls)) = (self.config.tls, self.tls.clone()) {
            sambungan.starttls(tls, &halo).await.map_err(|galat| gagal(&galat, "smtp_tls"))?;
        }
        if let Some((nama, sandi)) = &self.config.masuk {
            let kredensial = Credentials::new(nama.clone(), sandi.buka().to_owned());
            // A password that is refused is ours to repair, and no fault of the email: it waits.
            sambungan
                .auth(DEFAULT_MECHANISMS, &kredensial)
                .await
                .map_err(|_| SurelGagal::Sementara { galat: "smtp_masuk".to_owned() })?;
        }
        Ok(sambungan)
    }

    async fn serahkan(
        &self,
        dari: &Address,
        kepada: &Address,
        isi: &[u8],
    ) -> Result<(), SurelGagal> {
        let mut sambungan = self.sambung().await?;
        let hasil = langkah(&mut sambungan, dari, kepada, isi).await;
        if hasil.is_ok() {
            // It was taken; how the connection ends changes nothing.
            drop(sambungan.quit().await);
        } else {
            sambungan.abort().await;
        }
        hasil
    }
}

async fn langkah(
    sambungan: &mut AsyncSmtpConnection,
    dari: &Address,
    kepada: &Address,
    isi: &[u8],
) -> Result<(), SurelGagal> {
    let awal = |galat: lettre::transport::smtp::Error| gagal(&galat, "smtp_koneksi");
    sambungan.command(Mail::new(Some(dari.clone()), Vec::new())).await.map_err(awal)?;
    sambungan.command(Rcpt::new(kepada.clone(), Vec::new())).await.map_err(awal)?;
    sambungan.command(Data).await.map_err(awal)?;
    sambungan.message(isi).await.map(drop).map_err(|galat| {
        // The email was given over: without an answer, nobody knows.
        if galat.status().is_some() {
            gagal(&galat, "smtp_koneksi")
        } else {
            SurelGagal::TidakDiketahui
        }
    })
}

/// What an error means; codes only, as the text of a server may repeat the address.
fn gagal(galat: &lettre::transport::smtp::Error, lain: &str) -> SurelGagal {
    match galat.status() {
        Some(kode) if galat.is_permanent() => SurelGagal::Tetap { galat: format!("smtp_{kode}") },
        Some(kode) => SurelGagal::Sementara { galat: format!("smtp_{kode}") },
        None if galat.is_timeout() => SurelGagal::Sementara { galat: "smtp_lambat".to_owned() },
        None => SurelGagal::Sementara { galat: lain.to_owned() },
    }
}

fn tak_terbentuk() -> SurelGagal {
    SurelGagal::Tetap { galat: "surel_tidak_terbentuk".to_owned() }
}

/// The email as it travels. The same Message-ID at every attempt: who gets it twice sees that it is one.
fn susun(dari: &Address, surel: SurelSiap) -> Result<(Address, Vec<u8>), SurelGagal> {
    let kepada: Address = surel
        .kepada
        .buka()
        .parse()
        .map_err(|_| SurelGagal::Tetap { galat: "surel_alamat".to_owned() })?;
    let pesan_id = format!("<{}@{}>", surel.id, dari.domain());
    let mut pesan = Message::builder()
        .message_id(Some(pesan_id))
        .from(Mailbox::new(Some(surel.nama_pengirim), dari.clone()))
        .to(Mailbox::new(None, kepada.clone()))
        .subject(surel.subjek);
    if let Some(balas) = surel.balas.as_deref().and_then(|alamat| alamat.parse::<Address>().ok()) {
        pesan = pesan.reply_to(Mailbox::new(None, balas));
    }
    let teks = SinglePart::plain(surel.teks);
    let pesan = match surel.lampiran {
        None => pesan.singlepart(teks),
        Some((nama, isi)) => {
            let pdf = ContentType::parse("application/pdf").map_err(|_| tak_terbentuk())?;
            let lampiran = Attachment::new(nama).body(isi, pdf);
            pesan.multipart(MultiPart::mixed().singlepart(teks).singlepart(lampiran))
        }
    };
    Ok((kepada, pesan.map_err(|_| tak_terbentuk())?.formatted()))
}

#[async_trait]
impl PengirimSurel for Smtp {
    fn ada(&self) -> bool {
        true
    }

    async fn kirim(&self, surel: SurelSiap) -> Result<(), SurelGagal> {
        let dari = match &surel.dari {
            Some(alamat) => alamat.parse().map_err(|_| tak_terbentuk())?,
            None => self.dari.clone(),
        };
        let (kepada, isi) = susun(&dari, surel)?;
        // Every step has its own limit; this one is for a server that answers a byte at a time.
        let semua = self.config.batas_waktu.saturating_mul(4);
        match tokio::time::timeout(semua, self.serahkan(&dari, &kepada, &isi)).await {
            Ok(hasil) => hasil,
            Err(_) => Err(SurelGagal::TidakDiketahui),
        }
    }
}

#[async_trait]
impl PengirimSurel for TanpaSurel {
    fn ada(&self) -> bool {
        false
    }

    async fn kirim(&self, _: SurelSiap) -> Result<(), SurelGagal> {
        Err(SurelGagal::Sementara { galat: "surel_belum_diatur".to_owned() })
    }
}
