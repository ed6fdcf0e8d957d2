//! A mail server that speaks SMTP (RFC 5321) without TLS, keeps what it takes, and fails on demand. What it keeps can be
//! read at `/sim/surat`.

mod mail;
mod session;
mod viewer;

use std::{
    net::{SocketAddr, TcpListener as StdListener},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use actix_web::{App, HttpServer, dev::ServerHandle, rt::System, web::Data};
use tokio::{
    net::TcpListener,
    sync::{oneshot, watch},
};

pub use mail::Mail;

/// How many emails are kept.
const KEEP: usize = 1_000;

/// Where the simulator listens.
#[derive(Clone, Copy, Debug)]
pub struct SmtpSimConfig {
    /// SMTP; port 0 takes any.
    pub bind: SocketAddr,
    /// The mailbox viewer; port 0 takes any.
    pub viewer: SocketAddr,
}

impl Default for SmtpSimConfig {
    fn default() -> Self {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        Self { bind: any, viewer: any }
    }
}

/// What goes wrong next; each is a number of times.
#[derive(Clone, Copy, Debug, Default)]
pub struct SmtpFaults {
    /// The connection ends before a greeting.
    pub drop_on_connect: u32,
    /// The recipient is refused for now.
    pub rcpt_4xx: u32,
    /// The recipient is refused.
    pub rcpt_5xx: u32,
    /// The email is refused after it was given over.
    pub data_5xx: u32,
    /// The email is taken, and the connection ends without an answer.
    pub drop_after_data: u32,
    /// The email is taken, and the answer takes longer than anybody waits.
    pub slow_after_data: u32,
}

/// Why the simulator does not start.
#[derive(Debug, thiserror::Error)]
pub enum SmtpSimError {
    /// An address is taken.
    #[error("cannot listen: {0}")]
    Listen(#[from] std::io::Error),
    /// Its thread ended.
    #[error("the simulator ended before it started")]
    Ended,
}

#[derive(Debug, Default)]
struct Shared {
    mails: Mutex<Vec<Mail>>,
    faults: Mutex<SmtpFaults>,
}

impl Shared {
    fn mails(&self) -> MutexGuard<'_, Vec<Mail>> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn faults(&self) -> MutexGuard<'_, SmtpFaults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, mail: Mail) {
        let mut mails = self.mails();
        if mails.len() >= KEEP {
            mails.remove(0);
        }
        mails.push(mail);
    }

    /// Whether this fault happens now; it happens once less from now on.
    fn fault(&self, which: impl FnOnce(&mut SmtpFaults) -> &mut u32) -> bool {
        let mut faults = self.faults();
        let count = which(&mut faults);
        let happens = *count > 0;
        *count = count.saturating_sub(1);
        happens
    }
}

/// A running simulator, on a thread and a runtime of its own; dropping it stops it.
pub struct SmtpSim {
    shared: Arc<Shared>,
    smtp: SocketAddr,
    viewer: SocketAddr,
    stop: watch::Sender<bool>,
    server: ServerHandle,
}

impl SmtpSim {
    /// Starts listening.
    ///
    /// # Errors
    /// An address is taken.
    pub async fn start(config: SmtpSimConfig) -> Result<Self, SmtpSimError> {
        let smtp = StdListener::bind(config.bind)?;
        let web = StdListener::bind(config.viewer)?;
        let (smtp_addr, viewer) = (smtp.local_addr()?, web.local_addr()?);
        smtp.set_nonblocking(true)?;
        let shared = Arc::new(Shared::default());
        let (stop, stopped) = watch::channel(false);
        let (started, starting) = oneshot::channel();
        let kept = shared.clone();
        thread::Builder::new().name("smtp-sim".to_owned()).spawn(move || {
            System::new().block_on(async move {
                let data = Data::from(kept.clone());
                let server = HttpServer::new(move || {
                    App::new().app_data(data.clone()).configure(viewer::configure)
                });
                let server = server.workers(1).disable_signals().listen(web).map(HttpServer::run);
                let (server, listener) = match (server, TcpListener::from_std(smtp)) {
                    (Ok(server), Ok(listener)) => (server, listener),
                    (Err(error), _) | (_, Err(error)) => {
                        drop(started.send(Err(error)));
                        return;
                    }
                };
                if started.send(Ok(server.handle())).is_err() {
                    return;
                }
                actix_web::rt::spawn(session::listen(listener, kept, stopped));
                if let Err(error) = server.await {
                    tracing::error!(%error, "SMTP simulator");
                }
            });
        })?;
        let server = starting.await.map_err(|_| SmtpSimError::Ended)??;
        Ok(Self { shared, smtp: smtp_addr, viewer, stop, server })
    }

    /// The port of SMTP.
    pub fn port(&self) -> u16 {
        self.smtp.port()
    }

    /// Where people read what was taken.
    pub fn viewer(&self) -> String {
        format!("http://{}/sim/surat", self.viewer)
    }

    /// Every email to that address, the oldest first.
    pub fn mailbox(&self, address: &str) -> Vec<Mail> {
        let to = |mail: &&Mail| mail.to.iter().any(|to| to.eq_ignore_ascii_case(address));
        self.shared.mails().iter().filter(to).cloned().collect()
    }

    /// Changes the faults.
    pub fn faults(&self, f: impl FnOnce(&mut SmtpFaults)) {
        f(&mut self.shared.faults());
    }

    /// Stops listening.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        self.server.stop(false).await;
    }
}

impl Drop for SmtpSim {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        // The command is sent at once; the future would only wait for its end.
        drop(self.server.stop(false));
    }
}
