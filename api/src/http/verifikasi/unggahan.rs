//! The one file of a form: bounded in size, time and memory, and never written anywhere.

use std::time::Duration;

use actix_multipart::{Multipart, MultipartError};
use actix_web::{HttpRequest, web::Payload};
use futures_util::StreamExt;
use loket_domain::permohonan::BATAS_BERKAS;
use tokio::time::{Instant, timeout_at};

use crate::http::tautan::{Memori, Penjaga};

/// The field of the form.
pub(super) const NAMA: &str = "berkas";
/// How long one upload may take on a slow phone.
const WAKTU: Duration = Duration::from_mins(2);

/// Why there is no file.
pub(super) enum Gagal {
    BukanFormulir,
    TerlaluBesar,
    Kosong,
    Putus,
    Ramai,
}

/// Reads the file, with the memory it holds.
pub(super) async fn baca(
    req: &HttpRequest,
    payload: Payload,
    penjaga: &Penjaga,
) -> Result<(Vec<u8>, Memori), Gagal> {
    let akhir = Instant::now() + WAKTU;
    let mut multipart = Multipart::new(req.headers(), payload);
    loop {
        let bagian = timeout_at(akhir, multipart.next()).await.map_err(|_| Gagal::Putus)?;
        let mut bagian = match bagian {
            None => return Err(Gagal::Kosong),
            Some(Err(
                MultipartError::ContentTypeMissing
                | MultipartError::ContentTypeParse
                | MultipartError::ContentTypeIncompatible
                | MultipartError::BoundaryMissing,
            )) => return Err(Gagal::BukanFormulir),
            Some(Err(_)) => return Err(Gagal::Putus),
            Some(Ok(bagian)) => bagian,
        };
        let diminta = bagian.name() == Some(NAMA);
        let (mut isi, mut jumlah, mut memori) = (Vec::new(), 0_u64, penjaga.memori());
        loop {
            let potongan = timeout_at(akhir, bagian.next()).await.map_err(|_| Gagal::Putus)?;
            let potongan = match potongan {
                None => break,
                Some(Err(_)) => return Err(Gagal::Putus),
                Some(Ok(potongan)) => potongan,
            };
            jumlah += potongan.len() as u64;
            if jumlah > BATAS_BERKAS {
                return Err(Gagal::TerlaluBesar);
            }
            if !diminta {
                continue;
            }
            if !memori.ambil(potongan.len()) {
                return Err(Gagal::Ramai);
            }
            isi.extend_from_slice(&potongan);
        }
        if diminta {
            return if isi.is_empty() { Err(Gagal::Kosong) } else { Ok((isi, memori)) };
        }
    }
}
