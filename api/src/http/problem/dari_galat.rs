//! Which answer each refusal of the business becomes.

use actix_web::http::{StatusCode, header};
use loket_domain::galat::{Bentrok, GagalMasuk, Galat, PortError};

use super::Problem;

impl From<Galat> for Problem {
    fn from(galat: Galat) -> Self {
        match galat {
            Galat::TidakDitemukan(_) => Self::tidak_ditemukan(),
            Galat::Autentikasi(gagal) => gagal.into(),
            Galat::TidakBerizin(izin) => Self::new(
                StatusCode::FORBIDDEN,
                "tidak_berizin",
                format!("Anda tidak memiliki izin {}.", izin.kode()),
            ),
            Galat::PerluKonfirmasi => Self::new(
                StatusCode::FORBIDDEN,
                "perlu_konfirmasi",
                "Tunjukkan sekali lagi bahwa ini Anda (POST /v1/sesi/konfirmasi), lalu ulangi. Konfirmasi berlaku lima menit.",
            ),
            Galat::PerluFaktorKedua => Self::new(
                StatusCode::FORBIDDEN,
                "perlu_faktor_kedua",
                "Kantor ini mewajibkan faktor kedua. Daftarkan aplikasi kode (POST /v1/saya/totp) atau kunci sandi (POST /v1/saya/kunci-sandi/mulai) dahulu.",
            ),
            Galat::TerlaluSering { tunggu } => terlalu_sering(tunggu),
            Galat::KodeTerlaluSering { tunggu } => kode_terlalu_sering(tunggu),
            Galat::TidakSah(salah) => {
                Self::isian_tidak_sah(salah.into_iter().map(Into::into).collect())
            }
            Galat::Bentrok(bentrok) => bentrok.into(),
            Galat::Port(galat) => galat.into(),
        }
    }
}

impl From<GagalMasuk> for Problem {
    fn from(gagal: GagalMasuk) -> Self {
        let (kode, detail, tantangan) = match gagal {
            GagalMasuk::KredensialSalah => (
                "kredensial_salah",
                "Nama pengguna atau kata sandi salah.",
                r#"Bearer realm="loket""#,
            ),
            GagalMasuk::SesiTidakBerlaku => (
                "sesi_tidak_berlaku",
                "Sesi tidak berlaku, silakan masuk kembali.",
                r#"Bearer realm="loket", error="invalid_token""#,
            ),
            GagalMasuk::TiketTidakBerlaku => (
                "tiket_tidak_berlaku",
                "Langkah masuk ini sudah lewat atau terlalu sering salah. Masuk lagi dari awal.",
                r#"Bearer realm="loket""#,
            ),
            GagalMasuk::FaktorSalah => (
                "faktor_salah",
                "Faktor kedua salah, sudah pernah dipakai, atau sudah lewat. Tunggu kode berikutnya, atau mulai kunci sandi lagi.",
                r#"Bearer realm="loket""#,
            ),
            GagalMasuk::RahasiaTidakBerlaku => (
                "kode_tidak_berlaku",
                "Kode undangan atau pemulihan ini tidak berlaku: salah, sudah dipakai, atau sudah lewat. Minta yang baru.",
                r#"Bearer realm="loket""#,
            ),
        };
        Self::new(StatusCode::UNAUTHORIZED, kode, detail)
            .dengan_kepala(header::WWW_AUTHENTICATE, header::HeaderValue::from_static(tantangan))
    }
}

/// Seconds to wait, and the same in words.
fn kapan(tunggu: time::Duration) -> (i64, String) {
    let detik = tunggu.whole_seconds().saturating_add(1).max(1);
    let kapan =
        if detik > 90 { format!("{} menit", (detik + 59) / 60) } else { format!("{detik} detik") };
    (detik, kapan)
}

fn kode_terlalu_sering(tunggu: time::Duration) -> Problem {
    let (detik, kapan) = kapan(tunggu);
    let pesan = format!("Nomor ini sudah terlalu sering mendapat kode. Kirim lagi {kapan} lagi.");
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "kode_terlalu_sering", pesan)
        .dengan_kepala(header::RETRY_AFTER, header::HeaderValue::from(detik))
}

fn terlalu_sering(tunggu: time::Duration) -> Problem {
    let (detik, kapan) = kapan(tunggu);
    let pesan = format!("Terlalu banyak percobaan yang gagal. Coba lagi {kapan} lagi.");
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "terlalu_banyak_percobaan", pesan);
    problem.dengan_kepala(header::RETRY_AFTER, header::HeaderValue::from(detik))
}

impl From<Bentrok> for Problem {
    fn from(bentrok: Bentrok) -> Self {
        if bentrok.kode == "terlalu_banyak_percobaan" {
            return Self::new(StatusCode::TOO_MANY_REQUESTS, bentrok.kode, bentrok.pesan)
                .dengan_kepala(header::RETRY_AFTER, header::HeaderValue::from_static("900"));
        }
        if bentrok.kode == "kuota_berkas_habis" {
            return Self::new(StatusCode::TOO_MANY_REQUESTS, bentrok.kode, bentrok.pesan)
                .dengan_kepala(header::RETRY_AFTER, header::HeaderValue::from_static("3600"));
        }
        // What was read through an entity tag and has changed since.
        let status = match bentrok.kode {
            "draf_usang" | "teks_usang" => StatusCode::PRECONDITION_FAILED,
            _ => StatusCode::CONFLICT,
        };
        let mut problem = Self::new(status, bentrok.kode, bentrok.pesan);
        problem.0.pilihan = bentrok.pilihan;
        problem
    }
}

impl From<PortError> for Problem {
    fn from(galat: PortError) -> Self {
        match galat {
            PortError::Konflik => Self::new(
                StatusCode::CONFLICT,
                "perubahan_bersamaan",
                "Data ini baru saja diubah bersamaan. Muat ulang, lalu coba lagi.",
            ),
            PortError::TidakTersedia { .. } => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "sedang_tidak_tersedia",
                "Sistem sedang tidak tersedia. Coba lagi sebentar lagi.",
            )
            .dengan_kepala(header::RETRY_AFTER, header::HeaderValue::from_static("5"))
            .karena(galat),
            PortError::TakTerduga(_) => Self::kesalahan_sistem().karena(galat),
        }
    }
}
