//! The one guard of calls to addresses that somebody outside wrote: only public addresses are ever connected to.
//!
//! Names are resolved here, and the connection is made to what was found here and looked at, so that a name that changes
//! its mind between the check and the call changes nothing.

mod alamat;

pub use alamat::publik;

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};

/// Lets through what leads to the public internet; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Pagar {
    longgar: Arc<AtomicBool>,
    mesin_ini: bool,
}

/// The name leads to this machine, to an inner network, or nowhere.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("alamat tujuan tidak terbuka untuk umum")]
pub struct BukanPublik;

impl Pagar {
    /// Public addresses only.
    pub fn ketat() -> Self {
        Self::default()
    }

    /// The same, and this machine by the name `localhost`, where simulators run.
    pub fn ketat_atau_mesin_ini() -> Self {
        Self { longgar: Arc::default(), mesin_ini: true }
    }

    /// From now on every address, for demos and tests.
    pub fn longgarkan(&self) {
        self.longgar.store(true, Ordering::Relaxed);
    }

    /// Whether every address is let through.
    pub fn longgar(&self) -> bool {
        self.longgar.load(Ordering::Relaxed)
    }

    /// Whether that address may be connected to.
    pub fn boleh(&self, ip: IpAddr) -> bool {
        self.longgar() || publik(ip)
    }

    /// Whether a URL may be called by its looks: TLS, no credentials in it, a host that is not plainly an inner one. An
    /// address written as numbers is looked at here, as no resolver ever sees it; the parser knows all its spellings.
    pub fn boleh_url(&self, url: &Url) -> bool {
        let skema = match url.scheme() {
            "https" => true,
            "http" => self.longgar(),
            _ => false,
        };
        skema
            && url.username().is_empty()
            && url.password().is_none()
            && match (url.host_str(), angka(url)) {
                (None, _) => false,
                (Some(_), Some(ip)) => self.boleh(ip),
                (Some(host), None) => self.longgar() || nama_luar(host),
            }
    }
}

/// The host of a URL, when it is an address and not a name.
fn angka(url: &Url) -> Option<IpAddr> {
    let host = url.host_str()?;
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether a name may be one of the internet: it has a dot, and does not end in what is reserved for inner networks.
fn nama_luar(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let dalam = [
        "localhost",
        "local",
        "internal",
        "lan",
        "home",
        "corp",
        "intranet",
        "arpa",
        "test",
        "onion",
    ];
    host.rsplit_once('.').is_some_and(|(_, akhir)| !dalam.contains(&akhir))
}

impl Resolve for Pagar {
    fn resolve(&self, name: Name) -> Resolving {
        let pagar = self.clone();
        Box::pin(async move {
            let ditemukan = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let sini = pagar.mesin_ini && name.as_str().eq_ignore_ascii_case("localhost");
            let boleh = |alamat: &SocketAddr| {
                pagar.boleh(alamat.ip()) || (sini && alamat.ip().is_loopback())
            };
            let boleh: Vec<SocketAddr> = ditemukan.filter(boleh).collect();
            if boleh.is_empty() {
                return Err(Box::new(io::Error::other(BukanPublik)) as _);
            }
            Ok(Box::new(boleh.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
