//! Field encryption: a master key wraps one data key per tenant, from which come an encryption and an index key.

use std::{fmt, fs, io, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use loket_domain::tenant::TenantSlug;
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf, hmac,
};
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

use super::{TanpaAcak, acak};

const PANJANG: usize = 32;
/// The form of a wrapped data key.
const BUNGKUS_V1: u8 = 1;

/// Why a key or a sealed value cannot be used. Never tells more than that it does not fit.
#[derive(Debug, thiserror::Error)]
pub enum KunciError {
    /// Not 32 bytes as hex, base64 or raw.
    #[error("kunci harus 32 byte, ditulis sebagai 64 digit heksadesimal atau base64")]
    Bentuk,
    /// The key file cannot be read.
    #[error("berkas kunci tidak dapat dibaca: {0}")]
    Berkas(#[from] io::Error),
    /// A table or column name that would make the bound context ambiguous.
    #[error("nama tabel atau kolom tidak sah untuk penyegelan")]
    Nama,
    /// The value was changed, moved, or sealed under another key.
    #[error("isi tersegel tidak dapat dibuka")]
    TidakTerbuka,
    /// The system gave no randomness, or the cipher refused.
    #[error("isi tidak dapat disegel")]
    TidakTersegel,
}

impl From<TanpaAcak> for KunciError {
    fn from(_: TanpaAcak) -> Self {
        Self::TidakTersegel
    }
}

/// A tenant's data key in the clear; lives only between unwrapping and [`KunciTenant::new`].
pub struct KunciData(Zeroizing<[u8; PANJANG]>);

impl KunciData {
    /// A fresh key for a new tenant, or for rotation.
    pub fn acak() -> Result<Self, KunciError> {
        Ok(Self(Zeroizing::new(acak()?)))
    }
}

impl fmt::Debug for KunciData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KunciData([rahasia])")
    }
}

/// The master key. It wraps data keys and seals the platform's own secrets; losing it makes every tenant unreadable.
pub struct KunciInduk {
    pub(super) aktif: LessSafeKey,
    /// Keys of a rotation under way: they open, and never wrap.
    pub(super) lama: Vec<LessSafeKey>,
}

impl KunciInduk {
    /// Reads 64 hex digits or the base64 of 32 bytes.
    pub fn baca(teks: &str) -> Result<Self, KunciError> {
        let teks = teks.trim();
        let bytes = if teks.len() == PANJANG * 2 {
            hex::decode(teks).map_err(|_| KunciError::Bentuk)
        } else {
            STANDARD.decode(teks).map_err(|_| KunciError::Bentuk)
        };
        Self::dari_byte(&Zeroizing::new(bytes?))
    }

    /// Reads a file that holds the key as text, or as 32 raw bytes.
    pub fn dari_berkas(path: &Path) -> Result<Self, KunciError> {
        let isi = Zeroizing::new(fs::read(path)?);
        if isi.len() == PANJANG {
            return Self::dari_byte(&isi);
        }
        Self::baca(std::str::from_utf8(&isi).map_err(|_| KunciError::Bentuk)?)
    }

    fn dari_byte(bytes: &[u8]) -> Result<Self, KunciError> {
        let bytes: &[u8; PANJANG] = bytes.try_into().map_err(|_| KunciError::Bentuk)?;
        // A key of equal bytes is a placeholder somebody forgot to replace.
        if bytes.iter().all(|byte| *byte == bytes[0]) {
            return Err(KunciError::Bentuk);
        }
        Ok(Self { aktif: kunci_aead(bytes)?, lama: Vec::new() })
    }

    /// Lets what an older master key wrapped be opened, until it was wrapped again.
    #[must_use]
    pub fn dengan_lama(mut self, lama: Self) -> Self {
        self.lama.push(lama.aktif);
        self.lama.extend(lama.lama);
        self
    }

    /// Opens with the key in use, else with those before it.
    pub(super) fn buka_salah_satu(
        &self,
        konteks: &[u8],
        isi: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KunciError> {
        std::iter::once(&self.aktif)
            .chain(&self.lama)
            .find_map(|kunci| dekripsi(kunci, konteks, isi).ok())
            .map(Zeroizing::new)
            .ok_or(KunciError::TidakTerbuka)
    }

    /// Encrypts a data key for storage, bound to the tenant.
    pub fn bungkus(&self, tenant: &TenantSlug, kunci: &KunciData) -> Result<Vec<u8>, KunciError> {
        enkripsi(&self.aktif, BUNGKUS_V1, tenant.as_str().as_bytes(), kunci.0.as_slice())
    }

    /// Decrypts a stored data key of this tenant.
    pub fn buka_bungkus(&self, tenant: &TenantSlug, isi: &[u8]) -> Result<KunciData, KunciError> {
        if isi.first() != Some(&BUNGKUS_V1) {
            return Err(KunciError::TidakTerbuka);
        }
        let terbuka = self.buka_salah_satu(tenant.as_str().as_bytes(), isi)?;
        let bytes = terbuka.as_slice().try_into().map_err(|_| KunciError::TidakTerbuka)?;
        Ok(KunciData(Zeroizing::new(bytes)))
    }
}

impl fmt::Debug for KunciInduk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KunciInduk([rahasia])")
    }
}

/// The keys in use for one tenant: one version that seals, and older ones that still open.
pub struct KunciTenant {
    tenant: TenantSlug,
    aktif: Versi,
    lama: Vec<Versi>,
}

struct Versi {
    nomor: u8,
    enkripsi: LessSafeKey,
    indeks: hmac::Key,
}

impl KunciTenant {
    /// Derives the keys; `versi` is written in front of everything sealed with them.
    pub fn new(tenant: TenantSlug, versi: u8, kunci: &KunciData) -> Result<Self, KunciError> {
        let aktif = Versi::turunkan(&tenant, versi, kunci)?;
        Ok(Self { tenant, aktif, lama: Vec::new() })
    }

    /// Lets an older version be opened while its values are being sealed again.
    pub fn dengan_lama(mut self, versi: u8, kunci: &KunciData) -> Result<Self, KunciError> {
        self.lama.push(Versi::turunkan(&self.tenant, versi, kunci)?);
        Ok(self)
    }

    /// Whether a rotation is under way: older versions still open.
    pub fn berputar(&self) -> bool {
        !self.lama.is_empty()
    }

    /// The version that seals now.
    pub fn versi(&self) -> u8 {
        self.aktif.nomor
    }

    /// Encrypts a field, bound to its tenant, table, column and row:
    /// one byte of key version, 12 bytes of nonce, the ciphertext with its tag.
    pub fn segel(
        &self,
        tabel: &str,
        kolom: &str,
        id_baris: Uuid,
        isi: &[u8],
    ) -> Result<Vec<u8>, KunciError> {
        let konteks = self.konteks(tabel, kolom, id_baris)?;
        enkripsi(&self.aktif.enkripsi, self.aktif.nomor, &konteks, isi)
    }

    /// Decrypts a field that was sealed for exactly this place.
    pub fn buka(
        &self,
        tabel: &str,
        kolom: &str,
        id_baris: Uuid,
        tersegel: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KunciError> {
        let konteks = self.konteks(tabel, kolom, id_baris)?;
        let versi = tersegel
            .first()
            .and_then(|nomor| self.semua().find(|versi| versi.nomor == *nomor))
            .ok_or(KunciError::TidakTerbuka)?;
        dekripsi(&versi.enkripsi, &konteks, tersegel).map(Zeroizing::new)
    }

    /// The blind index of a normalised value: 32 bytes, the same for the same column and value of this tenant only.
    pub fn indeks(&self, kolom: &str, nilai_normal: &str) -> Vec<u8> {
        self.aktif.indeks(kolom, nilai_normal)
    }

    /// The indexes under every version, the active one first: what to search for while a rotation runs.
    pub fn indeks_semua(&self, kolom: &str, nilai_normal: &str) -> Vec<Vec<u8>> {
        self.semua().map(|versi| versi.indeks(kolom, nilai_normal)).collect()
    }

    fn semua(&self) -> impl Iterator<Item = &Versi> {
        std::iter::once(&self.aktif).chain(&self.lama)
    }

    fn konteks(&self, tabel: &str, kolom: &str, id_baris: Uuid) -> Result<Vec<u8>, KunciError> {
        if tabel.contains('|') || kolom.contains('|') {
            return Err(KunciError::Nama);
        }
        Ok(format!("{}|{tabel}|{kolom}|{id_baris}", self.tenant).into_bytes())
    }
}

impl fmt::Debug for KunciTenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KunciTenant").field("tenant", &self.tenant).finish_non_exhaustive()
    }
}

impl Versi {
    fn turunkan(tenant: &TenantSlug, nomor: u8, kunci: &KunciData) -> Result<Self, KunciError> {
        let garam = hkdf::Salt::new(hkdf::HKDF_SHA256, b"loket/kunci-tenant/v1");
        let akar = garam.extract(kunci.0.as_slice());
        let turunan = |guna: &str| {
            let mut bytes = Zeroizing::new([0_u8; PANJANG]);
            akar.expand(&[guna.as_bytes(), b"|", tenant.as_str().as_bytes()], hkdf::HKDF_SHA256)
                .and_then(|okm| okm.fill(bytes.as_mut_slice()))
                .map(|()| bytes)
                .map_err(|_| KunciError::Bentuk)
        };
        Ok(Self {
            nomor,
            enkripsi: kunci_aead(&*turunan("enkripsi")?)?,
            indeks: hmac::Key::new(hmac::HMAC_SHA256, turunan("indeks")?.as_slice()),
        })
    }

    fn indeks(&self, kolom: &str, nilai_normal: &str) -> Vec<u8> {
        let mut hitung = hmac::Context::with_key(&self.indeks);
        hitung.update(kolom.as_bytes());
        hitung.update(&[0]);
        hitung.update(nilai_normal.as_bytes());
        hitung.sign().as_ref().to_vec()
    }
}

fn kunci_aead(bytes: &[u8; PANJANG]) -> Result<LessSafeKey, KunciError> {
    UnboundKey::new(&AES_256_GCM, bytes).map(LessSafeKey::new).map_err(|_| KunciError::Bentuk)
}

pub(super) fn enkripsi(
    kunci: &LessSafeKey,
    versi: u8,
    konteks: &[u8],
    isi: &[u8],
) -> Result<Vec<u8>, KunciError> {
    let nonce: [u8; NONCE_LEN] = acak()?;
    let mut hasil = Vec::with_capacity(1 + NONCE_LEN + isi.len() + AES_256_GCM.tag_len());
    hasil.push(versi);
    hasil.extend_from_slice(&nonce);
    hasil.extend_from_slice(isi);
    let (_, badan) = hasil.split_at_mut(1 + NONCE_LEN);
    let nonce = Nonce::assume_unique_for_key(nonce);
    if let Ok(tag) = kunci.seal_in_place_separate_tag(nonce, Aad::from(konteks), badan) {
        hasil.extend_from_slice(tag.as_ref());
        Ok(hasil)
    } else {
        hasil.zeroize();
        Err(KunciError::TidakTersegel)
    }
}

pub(super) fn dekripsi(
    kunci: &LessSafeKey,
    konteks: &[u8],
    isi: &[u8],
) -> Result<Vec<u8>, KunciError> {
    let (nonce, badan) = isi
        .get(1..)
        .and_then(|sisa| sisa.split_first_chunk::<NONCE_LEN>())
        .ok_or(KunciError::TidakTerbuka)?;
    let mut badan = badan.to_vec();
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let panjang = kunci
        .open_in_place(nonce, Aad::from(konteks), &mut badan)
        .map_err(|_| KunciError::TidakTerbuka)?
        .len();
    badan.truncate(panjang);
    Ok(badan)
}

#[cfg(test)]
#[path = "kunci_tests.rs"]
mod tests;
