//! Whom passkeys are made for: the name of the relying party, and the pages on which they may be shown.

use webauthn_rs::prelude::Url;

/// Why the settings of passkeys cannot be used. Each names what is wrong with what was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PengaturanSalah {
    /// The name.
    #[error("tulis nama host tanpa skema dan port, misalnya loket.contoh.go.id")]
    Rp,
    /// An origin.
    #[error(
        "asal {0} tidak dapat dipakai: tulis persis, misalnya https://loket.contoh.go.id, di bawah nama kunci sandi ({1})"
    )]
    Asal(String, String),
}

/// Whom passkeys are made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RpKunciSandi {
    /// The name that passkeys are bound to for good (`rpId`).
    pub id: String,
    /// The pages on which they may be shown; at least one.
    pub asal: Vec<Url>,
}

impl RpKunciSandi {
    /// From the settings. Without any of its own it is the host of the public address; this machine by number is
    /// `localhost`. `None` where browsers make no passkeys: an address without a name, or without TLS.
    ///
    /// # Errors
    /// What is written and cannot be right.
    pub fn baca(publik: &str, rp_id: &str, asal: &str) -> Result<Option<Self>, PengaturanSalah> {
        let bawaan = Url::parse(publik).ok().and_then(dengan_nama);
        let rp_id = rp_id.trim();
        let id = match (rp_id, &bawaan) {
            ("", None) if asal.trim().is_empty() => return Ok(None),
            ("", None) => return Err(PengaturanSalah::Rp),
            ("", Some(url)) => url.domain().ok_or(PengaturanSalah::Rp)?.to_owned(),
            (tertulis, _) if nama_host(tertulis) => tertulis.to_owned(),
            _ => return Err(PengaturanSalah::Rp),
        };
        let mut semua = Vec::new();
        for satu in asal.split(',').map(str::trim).filter(|satu| !satu.is_empty()) {
            let url =
                Url::parse(satu).ok().filter(|url| url.origin().ascii_serialization() == satu);
            let url = url.filter(aman).filter(|url| di_bawah(url, &id));
            semua.push(url.ok_or_else(|| PengaturanSalah::Asal(satu.to_owned(), id.clone()))?);
        }
        if semua.is_empty() {
            let tertulis = || PengaturanSalah::Asal(publik.to_owned(), id.clone());
            semua.push(bawaan.filter(|url| di_bawah(url, &id)).ok_or_else(tertulis)?);
        }
        Ok(Some(Self { id, asal: semua }))
    }
}

/// The origin of an address as browsers name it.
fn dengan_nama(mut url: Url) -> Option<Url> {
    let ini = match url.host_str()? {
        "[::1]" => true,
        host => host.parse::<std::net::Ipv4Addr>().is_ok_and(|alamat| alamat.is_loopback()),
    };
    if ini {
        url.set_host(Some("localhost")).ok()?;
    }
    url.domain()?;
    let asal = Url::parse(&url.origin().ascii_serialization()).ok()?;
    aman(&asal).then_some(asal)
}

/// https, or this very machine.
fn aman(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && url.domain() == Some("localhost"))
}

/// Whether a page of that origin may show passkeys of that name.
fn di_bawah(url: &Url, id: &str) -> bool {
    url.domain().is_some_and(|host| {
        host == id || host.strip_suffix(id).is_some_and(|depan| depan.ends_with('.'))
    })
}

/// A name of at least two parts, or `localhost`: nobody owns a whole top-level domain.
fn nama_host(teks: &str) -> bool {
    let bagian = |satu: &str| {
        !satu.is_empty()
            && satu.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let angka = teks.parse::<std::net::IpAddr>().is_ok();
    teks == "localhost" || (teks.contains('.') && !angka && teks.split('.').all(bagian))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baca(publik: &str, rp_id: &str, asal: &str) -> Option<(String, Vec<String>)> {
        let rp = RpKunciSandi::baca(publik, rp_id, asal).unwrap()?;
        super::super::KunciWebauthn::new(&rp).expect("the library takes it");
        let asal = rp.asal.iter().map(|satu| satu.origin().ascii_serialization()).collect();
        Some((rp.id, asal))
    }

    fn sebagai(id: &str, asal: &[&str]) -> (String, Vec<String>) {
        (id.to_owned(), asal.iter().map(|satu| (*satu).to_owned()).collect())
    }

    #[test]
    fn without_settings_passkeys_are_for_the_public_address() {
        let publik = "https://loket.contoh.go.id";
        let sendiri = |asal| Some(sebagai("loket.contoh.go.id", &[asal]));
        assert_eq!(baca(publik, "", ""), sendiri(publik));
        let port = "https://loket.contoh.go.id:8443";
        assert_eq!(baca(&format!("{port}/"), "", ""), sendiri(port));
        // The demo: browsers make passkeys for `localhost`, never for a number.
        let demo = Some(sebagai("localhost", &["http://localhost:8080"]));
        assert_eq!(baca("http://127.0.0.1:8080", "", ""), demo);
        assert_eq!(baca("http://[::1]:8080", "", ""), demo);
        assert_eq!(baca("http://localhost:8080", "", ""), demo);
        for tanpa in ["https://10.1.2.3", "http://10.1.2.3:8080", "http://loket.lan.go.id", "x"] {
            assert_eq!(baca(tanpa, "", ""), None, "{tanpa}");
        }
    }

    #[test]
    fn an_application_on_another_host_of_the_office_is_named() {
        let publik = "https://loket.contoh.go.id";
        let asal = "https://petugas.contoh.go.id, https://loket.contoh.go.id";
        assert_eq!(
            baca(publik, "contoh.go.id", asal),
            Some(sebagai("contoh.go.id", &["https://petugas.contoh.go.id", publik]))
        );
        assert_eq!(baca(publik, "contoh.go.id", ""), Some(sebagai("contoh.go.id", &[publik])));
        for (rp, asal) in [
            ("id", ""),
            ("https://contoh.go.id", ""),
            ("CONTOH.go.id", ""),
            ("10.1.2.3", ""),
            ("lain.go.id", ""),
            ("contoh.go.id", "https://contoh.go.id/"),
            ("contoh.go.id", "http://contoh.go.id"),
            ("contoh.go.id", "https://jahatcontoh.go.id"),
            ("contoh.go.id", "https://contoh.go.id.jahat.id"),
            ("contoh.go.id", "*"),
            ("", "https://petugas.contoh.go.id"),
        ] {
            assert!(RpKunciSandi::baca(publik, rp, asal).is_err(), "{rp} {asal}");
        }
        assert!(RpKunciSandi::baca("https://10.1.2.3", "", "https://contoh.go.id").is_err());
    }
}
