//! A form as it comes in: one part at a time, each within its limits, files straight on to object storage.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use actix_multipart::{Field, Multipart};
use actix_web::{HttpRequest, web::Payload};
use futures_util::StreamExt;
use loket_domain::{
    percakapan::{Butir, Kiriman, Medan, SimpanKiriman, terlalu_besar},
    permohonan::BATAS_BERKAS,
    ports::Ports,
    tenant::TenantSlug,
};
use tokio::time::{Instant, timeout_at};

use super::penjaga::Penjaga;
use crate::http::problem::Problem;

/// Bytes of one typed answer.
const BATAS_TEKS: usize = 4 * 1024;
/// Parts of one form, asked for or not.
const BAGIAN: usize = 64;
/// Bytes of one form, all files together.
pub(super) const BATAS_FORMULIR: u64 = 128 * 1024 * 1024;
/// How long one form may take on a slow phone.
const WAKTU: Duration = Duration::from_mins(5);
/// How long nothing may come.
const DIAM: Duration = Duration::from_secs(30);

/// What a form brought. It holds what was typed, so it is never printed.
#[derive(Default)]
pub(super) struct Unggahan {
    pub isian: BTreeMap<String, String>,
    pub berkas: BTreeMap<String, Result<Kiriman, String>>,
    /// Whether it came whole.
    pub utuh: bool,
}

/// Reads a form for a page that asks for these. Nothing else of it is kept.
pub(super) async fn baca(
    req: &HttpRequest,
    payload: Payload,
    ports: &Ports,
    penjaga: &Penjaga,
    tenant: &TenantSlug,
    butir: &[Butir],
) -> Unggahan {
    let berkas = |satu: &&Butir| satu.medan == Medan::Berkas;
    let diminta_berkas: BTreeSet<&str> =
        butir.iter().filter(berkas).map(|satu| satu.nama.as_str()).collect();
    let diminta_isian: BTreeSet<&str> =
        butir.iter().filter(|satu| !berkas(satu)).map(|satu| satu.nama.as_str()).collect();
    let mut aliran = Aliran {
        multipart: Multipart::new(req.headers(), payload),
        akhir: Instant::now() + WAKTU,
        sisa: BATAS_FORMULIR,
    };
    let mut hasil = Unggahan::default();
    for _ in 0..BAGIAN {
        let mut bagian = match aliran.berikut().await {
            Ok(Some(bagian)) => bagian,
            Ok(None) => {
                hasil.utuh = true;
                break;
            }
            Err(Putus) => break,
        };
        let nama = bagian.name().unwrap_or_default().to_owned();
        let diminta = diminta_berkas.contains(nama.as_str());
        if diminta && !hasil.berkas.contains_key(&nama) {
            let isi = aliran.isi(&mut bagian, BATAS_BERKAS, penjaga).await;
            let Ok(isi) = isi else { break };
            let kiriman = match isi {
                // A file field that was left empty comes as a part without bytes.
                Isi::Utuh(isi, _) if isi.is_empty() => continue,
                Isi::Utuh(isi, _memori) => simpan(ports, tenant, isi).await,
                Isi::TerlaluBesar => Err(terlalu_besar()),
                Isi::Ramai => Err("Sedang ramai. Kirim ulang berkas ini sebentar lagi.".to_owned()),
            };
            hasil.berkas.insert(nama, kiriman);
        } else {
            let isi = aliran.isi(&mut bagian, BATAS_TEKS as u64, penjaga).await;
            let Ok(isi) = isi else { break };
            if let (true, Isi::Utuh(isi, _)) = (diminta_isian.contains(nama.as_str()), isi) {
                hasil.isian.insert(nama, String::from_utf8_lossy(&isi).into_owned());
            }
        }
    }
    hasil
}

/// Stores a file; where that fails, only this file has to be sent again.
async fn simpan(ports: &Ports, tenant: &TenantSlug, isi: Vec<u8>) -> Result<Kiriman, String> {
    let simpan = SimpanKiriman { tenant: tenant.clone(), isi };
    simpan.execute(ports).await.map_err(|galat| {
        let sebab = Problem::from(galat).sebab();
        tracing::error!(tenant = %tenant, sebab, "berkas dari halaman tautan tidak tersimpan");
        "Berkas ini belum bisa kami simpan. Kirim ulang sebentar lagi.".to_owned()
    })
}

/// The form broke off, took too long, or is larger than any form.
struct Putus;

enum Isi {
    Utuh(Vec<u8>, super::penjaga::Memori),
    TerlaluBesar,
    Ramai,
}

struct Aliran {
    multipart: Multipart,
    akhir: Instant,
    sisa: u64,
}

impl Aliran {
    async fn berikut(&mut self) -> Result<Option<Field>, Putus> {
        let akhir = self.akhir.min(Instant::now() + DIAM);
        match timeout_at(akhir, self.multipart.next()).await {
            Ok(None) => Ok(None),
            Ok(Some(Ok(bagian))) => Ok(Some(bagian)),
            Ok(Some(Err(_))) | Err(_) => Err(Putus),
        }
    }

    /// The bytes of a part. What is over the limit is read to its end and thrown away, so that the parts after it count.
    async fn isi(
        &mut self,
        bagian: &mut Field,
        batas: u64,
        penjaga: &Penjaga,
    ) -> Result<Isi, Putus> {
        let mut isi = Vec::new();
        let mut memori = penjaga.memori();
        let (mut jumlah, mut ramai) = (0_u64, false);
        loop {
            let akhir = self.akhir.min(Instant::now() + DIAM);
            let potongan = match timeout_at(akhir, bagian.next()).await {
                Ok(None) => break,
                Ok(Some(Ok(potongan))) => potongan,
                Ok(Some(Err(_))) | Err(_) => return Err(Putus),
            };
            let panjang = potongan.len() as u64;
            self.sisa = self.sisa.checked_sub(panjang).ok_or(Putus)?;
            jumlah += panjang;
            if jumlah > batas || ramai {
                isi = Vec::new();
                memori = penjaga.memori();
            } else if memori.ambil(potongan.len()) {
                isi.extend_from_slice(&potongan);
            } else {
                ramai = true;
            }
        }
        Ok(match (jumlah > batas, ramai) {
            (true, _) => Isi::TerlaluBesar,
            (false, true) => Isi::Ramai,
            (false, false) => Isi::Utuh(isi, memori),
        })
    }
}
