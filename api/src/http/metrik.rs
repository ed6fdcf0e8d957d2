//! Counters for Prometheus. Labels hold route patterns and fixed words, never anything a client wrote.

use std::time::Duration;

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};

/// Upper bounds of the latency buckets, in seconds.
const WADAH: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct LabelPermintaan {
    metode: &'static str,
    rute: String,
    kelas: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct LabelElemen {
    hasil: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct LabelTenant {
    tenant: String,
    kelas: &'static str,
}

/// The counters of the HTTP side, in a registry that others may add theirs to.
#[derive(Debug)]
pub struct Metrik {
    daftar: Registry,
    permintaan: Family<LabelPermintaan, Histogram, fn() -> Histogram>,
    permintaan_tenant: Family<LabelTenant, Counter>,
    elemen_wa: Family<LabelElemen, Counter>,
    tanda_tangan_wa: Counter,
}

impl Metrik {
    /// Counters in a registry of their own.
    pub fn new() -> Self {
        Self::dengan(Registry::default())
    }

    /// Counters in a registry that already holds others.
    pub fn dengan(mut daftar: Registry) -> Self {
        let permintaan: Family<LabelPermintaan, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(WADAH));
        let permintaan_tenant = Family::<LabelTenant, Counter>::default();
        let elemen_wa = Family::<LabelElemen, Counter>::default();
        let tanda_tangan_wa = Counter::default();
        daftar.register(
            "loket_http_detik",
            "HTTP requests by route pattern, method and status class",
            permintaan.clone(),
        );
        daftar.register(
            "loket_http_tenant",
            "HTTP requests by office, where it was proved, and status class",
            permintaan_tenant.clone(),
        );
        daftar.register(
            "loket_wa_elemen",
            "WhatsApp webhook elements: new, repeated, or of a number nobody knows",
            elemen_wa.clone(),
        );
        daftar.register(
            "loket_wa_tanda_tangan_gagal",
            "WhatsApp webhooks refused for their signature",
            tanda_tangan_wa.clone(),
        );
        Self { daftar, permintaan, permintaan_tenant, elemen_wa, tanda_tangan_wa }
    }

    /// One answered request.
    pub(super) fn permintaan(&self, metode: &str, rute: &str, status: u16, lama: Duration) {
        let label = LabelPermintaan {
            metode: kata_metode(metode),
            rute: rute.to_owned(),
            kelas: kelas(status),
        };
        self.permintaan.get_or_create(&label).observe(lama.as_secs_f64());
    }

    /// One answered request of an office that was proved: by a token, or by a public page that found it.
    pub(super) fn permintaan_tenant(&self, tenant: &str, status: u16) {
        let label = LabelTenant { tenant: tenant.to_owned(), kelas: kelas(status) };
        self.permintaan_tenant.get_or_create(&label).inc();
    }

    /// The elements of one webhook.
    pub(super) fn elemen_wa(&self, semua: u64, baru: u64, tak_dikenal: u64) {
        let ulangan = semua.saturating_sub(baru).saturating_sub(tak_dikenal);
        for (hasil, jumlah) in [("baru", baru), ("ulangan", ulangan), ("tak_dikenal", tak_dikenal)]
        {
            self.elemen_wa.get_or_create(&LabelElemen { hasil }).inc_by(jumlah);
        }
    }

    /// A webhook whose signature is missing or wrong.
    pub(super) fn tanda_tangan_gagal(&self) {
        self.tanda_tangan_wa.inc();
    }

    /// Everything, in the text format.
    pub(super) fn teks(&self) -> Result<String, std::fmt::Error> {
        let mut teks = String::new();
        encode(&mut teks, &self.daftar)?;
        Ok(teks)
    }
}

impl Default for Metrik {
    fn default() -> Self {
        Self::new()
    }
}

/// One of a few words, whatever the client sent.
fn kata_metode(metode: &str) -> &'static str {
    ["GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "PATCH"]
        .into_iter()
        .find(|kata| *kata == metode)
        .unwrap_or("LAIN")
}

fn kelas(status: u16) -> &'static str {
    match status / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_elements_are_counted_by_fixed_words() {
        let metrik = Metrik::new();
        metrik.permintaan("GET", "/v1/tugas/{id}", 404, Duration::from_millis(7));
        metrik.permintaan("BREW", "tidak_dikenal", 404, Duration::from_millis(7));
        metrik.permintaan_tenant("balangan", 200);
        metrik.elemen_wa(5, 2, 1);
        metrik.tanda_tangan_gagal();
        let teks = metrik.teks().unwrap();
        for baris in [
            r#"loket_http_detik_count{metode="GET",rute="/v1/tugas/{id}",kelas="4xx"} 1"#,
            r#"loket_http_detik_count{metode="LAIN",rute="tidak_dikenal",kelas="4xx"} 1"#,
            r#"loket_http_tenant_total{tenant="balangan",kelas="2xx"} 1"#,
            r#"loket_wa_elemen_total{hasil="ulangan"} 2"#,
            r#"loket_wa_elemen_total{hasil="tak_dikenal"} 1"#,
            "loket_wa_tanda_tangan_gagal_total 1",
        ] {
            assert!(teks.contains(baris), "{baris} is missing in:\n{teks}");
        }
    }
}
