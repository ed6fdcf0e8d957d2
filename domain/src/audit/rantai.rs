//! The chain: every row has a number without gaps and a hash over its content and the hash before it.

use async_trait::async_trait;
use serde_json::{Map, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{BarisAudit, Jangkar};
use crate::{galat::PortError, ports::Sidik, tenant::TenantSlug};

/// Bytes of a hash.
pub const PANJANG_SIDIK: usize = 32;
/// What every hash begins with, so that no other hash of ours can pass for one.
const RANAH: &[u8] = b"loket/audit/1\0";

/// Where a chain ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kepala {
    /// The number of the last link; 0 when there is none.
    pub urut: u64,
    /// Its hash; zeroes when there is none.
    pub sidik: Vec<u8>,
}

impl Kepala {
    /// The head of a chain without links.
    pub fn kosong() -> Self {
        Self { urut: 0, sidik: vec![0; PANJANG_SIDIK] }
    }
}

/// One link with the row it ties.
#[derive(Clone, Debug, PartialEq)]
pub struct MataRantai {
    /// Its number, from 1, without gaps.
    pub urut: u64,
    /// The row.
    pub audit: Uuid,
    /// Its hash.
    pub sidik: Vec<u8>,
    /// The row itself; `None` when it is gone.
    pub baris: Option<BarisAudit>,
}

/// The chain of one tenant.
#[async_trait]
pub trait RantaiRepository: Send {
    /// Links behind that number, in order.
    async fn mata(&mut self, sesudah: u64, batas: u32) -> Result<Vec<MataRantai>, PortError>;

    /// Where the chain ends, as the head says.
    async fn kepala(&mut self) -> Result<Option<Kepala>, PortError>;

    /// How many rows no link ties, and the oldest of them.
    async fn di_luar(&mut self) -> Result<(u64, Option<Uuid>), PortError>;

    /// Ties rows that no link ties yet when the unit of work is committed, the oldest first; how many they are. Only rows
    /// after the UUIDv7 `sejak` are looked at, or all of them.
    async fn sambungkan(&mut self, sejak: Option<Uuid>, batas: u32) -> Result<u32, PortError>;

    /// The last head that was anchored.
    async fn jangkar_terakhir(&mut self) -> Result<Option<Jangkar>, PortError>;

    /// Remembers that a head was anchored.
    async fn simpan_jangkar(&mut self, jangkar: &Jangkar) -> Result<(), PortError>;
}

/// The content of a row, the same bytes wherever it is read: every field with its length, JSON with sorted keys, time in
/// microseconds as the database keeps it.
pub fn isi_kanonis(baris: &BarisAudit) -> Vec<u8> {
    let mut isi = Vec::with_capacity(256);
    bagian(&mut isi, baris.id.as_bytes());
    bagian(&mut isi, &mikrodetik(baris.pada).to_be_bytes());
    bagian(&mut isi, kanonis(&baris.pelaku).as_bytes());
    bagian(&mut isi, baris.aksi.as_bytes());
    bagian(&mut isi, baris.objek.as_bytes());
    match baris.objek_id {
        Some(id) => bagian(&mut isi, id.as_bytes()),
        None => bagian(&mut isi, &[]),
    }
    bagian(&mut isi, kanonis(&baris.rincian).as_bytes());
    isi
}

/// The hash of a link: over the office, its number, the hash before it, and the content of its row.
pub fn sidik_mata(
    sidik: &dyn Sidik,
    tenant: &TenantSlug,
    urut: u64,
    sebelum: &[u8],
    isi: &[u8],
) -> Vec<u8> {
    let mut bahan = Vec::with_capacity(RANAH.len() + 64 + sebelum.len() + isi.len());
    bahan.extend_from_slice(RANAH);
    bagian(&mut bahan, tenant.as_str().as_bytes());
    bahan.extend_from_slice(&urut.to_be_bytes());
    bagian(&mut bahan, sebelum);
    bagian(&mut bahan, isi);
    sidik.sha256(&bahan)
}

fn bagian(tujuan: &mut Vec<u8>, isi: &[u8]) {
    tujuan.extend_from_slice(&(isi.len() as u64).to_be_bytes());
    tujuan.extend_from_slice(isi);
}

/// Microseconds since 1970, rounded down as the database does.
fn mikrodetik(pada: OffsetDateTime) -> i128 {
    pada.unix_timestamp_nanos().div_euclid(1_000)
}

/// JSON without choice: keys sorted, no spaces. The database keeps the meaning of JSON, never its writing.
fn kanonis(nilai: &Value) -> String {
    urutkan(nilai).to_string()
}

fn urutkan(nilai: &Value) -> Value {
    match nilai {
        Value::Array(semua) => Value::Array(semua.iter().map(urutkan).collect()),
        Value::Object(peta) => {
            let mut kunci: Vec<&String> = peta.keys().collect();
            kunci.sort_unstable();
            let isi = kunci.into_iter().map(|satu| (satu.clone(), urutkan(&peta[satu])));
            Value::Object(isi.collect::<Map<_, _>>())
        }
        // Numbers have one writing: 2.0 and 2 are the same to the database.
        Value::Number(angka) => match angka.as_f64() {
            Some(pecahan) if angka.is_f64() && pecahan.fract() == 0.0 && pecahan.abs() < 9e15 => {
                #[expect(clippy::cast_possible_truncation, reason = "whole, and within the range")]
                let bulat = pecahan as i64;
                Value::from(bulat)
            }
            _ => nilai.clone(),
        },
        lain => lain.clone(),
    }
}

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JenisKerusakan {
    /// A number is missing or out of order.
    NomorLoncat,
    /// A link has no row.
    BarisHilang,
    /// The row, or its place in the chain, is not what was written.
    IsiBerubah,
    /// The head is not the last link.
    KepalaTidakCocok,
    /// There is no head.
    KepalaHilang,
    /// A signed head says otherwise.
    JangkarTidakCocok,
    /// A signed head lies behind the last link: the end was cut off.
    EkorTerpotong,
    /// A row is tied by no link.
    DiLuarRantai,
    /// A signed head has no valid signature, or one of another office.
    TandaTanganSalah,
}

impl JenisKerusakan {
    /// The stable code.
    pub fn kode(self) -> &'static str {
        match self {
            Self::NomorLoncat => "nomor_loncat",
            Self::BarisHilang => "baris_hilang",
            Self::IsiBerubah => "isi_berubah",
            Self::KepalaTidakCocok => "kepala_tidak_cocok",
            Self::KepalaHilang => "kepala_hilang",
            Self::JangkarTidakCocok => "jangkar_tidak_cocok",
            Self::EkorTerpotong => "ekor_terpotong",
            Self::DiLuarRantai => "di_luar_rantai",
            Self::TandaTanganSalah => "tanda_tangan_salah",
        }
    }
}

/// The first thing wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("rantai audit rusak di nomor {urut}: {}", .jenis.kode())]
pub struct Kerusakan {
    /// What.
    pub jenis: JenisKerusakan,
    /// At which number.
    pub urut: u64,
    /// At which row, when one is known.
    pub audit: Option<Uuid>,
}

/// A chain that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingkasanRantai {
    /// How many links.
    pub jumlah: u64,
    /// Its head.
    pub kepala: Kepala,
    /// How many signed heads were compared with a link.
    pub jangkar: u64,
    /// The number up to which a signed head vouches for it.
    pub terjamin: u64,
}

/// Checks a chain link by link; holds one hash and the anchors, however long the chain is.
pub struct PemeriksaRantai<'a> {
    sidik: &'a dyn Sidik,
    tenant: &'a TenantSlug,
    kini: Kepala,
    /// Anchors, the highest number first.
    jangkar: Vec<(u64, Vec<u8>)>,
    cocok: u64,
    terjamin: u64,
}

impl<'a> PemeriksaRantai<'a> {
    /// A check from the first link on; `jangkar` are heads that were signed, whose signatures hold.
    pub fn baru(
        sidik: &'a dyn Sidik,
        tenant: &'a TenantSlug,
        mut jangkar: Vec<(u64, Vec<u8>)>,
    ) -> Self {
        jangkar.sort_by(|a, b| b.cmp(a));
        Self { sidik, tenant, kini: Kepala::kosong(), jangkar, cocok: 0, terjamin: 0 }
    }

    /// How many links were checked.
    pub fn diperiksa(&self) -> u64 {
        self.kini.urut
    }

    /// The next link.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn tambah(&mut self, mata: &MataRantai) -> Result<(), Kerusakan> {
        let urut = self.kini.urut + 1;
        let rusak = |jenis, audit| Kerusakan { jenis, urut, audit };
        if mata.urut != urut {
            return Err(rusak(JenisKerusakan::NomorLoncat, None));
        }
        let Some(baris) = &mata.baris else {
            return Err(rusak(JenisKerusakan::BarisHilang, Some(mata.audit)));
        };
        let isi = isi_kanonis(baris);
        let benar = sidik_mata(self.sidik, self.tenant, urut, &self.kini.sidik, &isi);
        if baris.id != mata.audit || benar != mata.sidik {
            return Err(rusak(JenisKerusakan::IsiBerubah, Some(mata.audit)));
        }
        while let Some((_, sidik)) = self.jangkar.pop_if(|satu| satu.0 == urut) {
            if sidik != benar {
                return Err(rusak(JenisKerusakan::JangkarTidakCocok, Some(mata.audit)));
            }
            self.cocok += 1;
            self.terjamin = urut;
        }
        self.kini = Kepala { urut, sidik: benar };
        Ok(())
    }

    /// After the last link: the head, the anchors that are left, and rows that no link ties.
    ///
    /// # Errors
    /// The first thing wrong.
    pub fn selesai(
        self,
        kepala: Option<&Kepala>,
        di_luar: Option<Uuid>,
    ) -> Result<RingkasanRantai, Kerusakan> {
        let urut = self.kini.urut;
        if let Some((jangkar, _)) = self.jangkar.last() {
            let jenis = if *jangkar > urut {
                JenisKerusakan::EkorTerpotong
            } else {
                JenisKerusakan::JangkarTidakCocok
            };
            return Err(Kerusakan { jenis, urut: urut.min(*jangkar) + 1, audit: None });
        }
        match kepala {
            None => {
                return Err(Kerusakan { jenis: JenisKerusakan::KepalaHilang, urut, audit: None });
            }
            Some(kepala) if *kepala != self.kini => {
                let jenis = JenisKerusakan::KepalaTidakCocok;
                return Err(Kerusakan { jenis, urut: urut.min(kepala.urut) + 1, audit: None });
            }
            Some(_) => {}
        }
        if di_luar.is_some() {
            return Err(Kerusakan { jenis: JenisKerusakan::DiLuarRantai, urut, audit: di_luar });
        }
        Ok(RingkasanRantai {
            jumlah: urut,
            kepala: self.kini,
            jangkar: self.cocok,
            terjamin: self.terjamin,
        })
    }
}
