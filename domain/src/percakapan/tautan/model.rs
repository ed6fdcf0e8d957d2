//! A link as it is stored, the port to it, and the address at which residents reach its page.

use std::sync::Arc;

use async_trait::async_trait;
use time::OffsetDateTime;

use super::SubjekTautan;
use crate::{
    galat::PortError,
    id::Id,
    nilai::{NilaiTidakSah, Rahasia},
    percakapan::KontakId,
    tenant::TenantSlug,
    verifikasi::KodeVerifikasi,
};

/// Marks ids of links.
#[derive(Debug)]
pub enum TautanTag {}
/// The id of a link; it is not the token.
pub type TautanId = Id<TautanTag>;

/// Random bytes of a token.
pub(super) const ACAK_TOKEN: usize = 24;

/// What became of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanTautan {
    /// It opens its page, until it ends.
    Aktif,
    /// Everything was filled in.
    Dipakai,
    /// The conversation went elsewhere.
    Dicabut,
}

/// A one-time link. At most one of a contact is active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tautan {
    /// Its id.
    pub id: TautanId,
    /// Who got it.
    pub kontak: KontakId,
    /// What it is for.
    pub subjek: SubjekTautan,
    /// The token, sealed as long as the link is active, so that a repeated question gives the same link.
    pub token: Option<Rahasia>,
    /// What became of it.
    pub keadaan: KeadaanTautan,
    /// The end of its life.
    pub berlaku_sampai: OffsetDateTime,
    /// When it was made.
    pub dibuat_pada: OffsetDateTime,
}

/// Links of one tenant. A link is found by the hash of its token, never by the token.
#[async_trait]
pub trait TautanRepository: Send {
    /// The active link of a contact, good or past its life.
    async fn aktif(&mut self, kontak: KontakId) -> Result<Option<Tautan>, PortError>;

    /// Stores a link under the hash of its token; the contact has no other active one. Forgets links of the contact that
    /// ended before `lupakan`.
    async fn tambah(
        &mut self,
        tautan: &Tautan,
        sidik: &[u8],
        lupakan: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// The link whose token hashes to that.
    async fn cari(&mut self, sidik: &[u8]) -> Result<Option<Tautan>, PortError>;

    /// Ends the active link of a contact, and forgets its token; nothing when there is none.
    async fn tutup(
        &mut self,
        kontak: KontakId,
        menjadi: KeadaanTautan,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
}

/// The address at which residents reach the installation: https, or http on this very machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlamatPublik(Arc<str>);

impl AlamatPublik {
    /// Reads an address; `longgar` lets plain http through, for machines without a certificate.
    ///
    /// # Errors
    /// It is no address of a web server, or not a safe one.
    pub fn parse(teks: &str, longgar: bool) -> Result<Self, NilaiTidakSah> {
        let bersih = teks.trim().trim_end_matches('/');
        let salah = |kode, pesan| NilaiTidakSah { kode, pesan };
        let (aman, tuan) = match (bersih.strip_prefix("https://"), bersih.strip_prefix("http://")) {
            (Some(tuan), _) => (true, tuan),
            (_, Some(tuan)) => (longgar || setempat(tuan), tuan),
            _ => {
                return Err(salah(
                    "alamat_publik",
                    "Tulis alamat seperti https://loket.contoh.go.id.",
                ));
            }
        };
        let layak = |huruf: char| huruf.is_ascii_alphanumeric() || "-._~:/[]".contains(huruf);
        if tuan.is_empty() || tuan.starts_with('/') || !tuan.chars().all(layak) {
            return Err(salah("alamat_publik", "Tulis alamat seperti https://loket.contoh.go.id."));
        }
        if !aman {
            return Err(salah(
                "alamat_publik_tidak_aman",
                "Alamat yang dibuka warga harus https; http hanya di mesin ini sendiri.",
            ));
        }
        Ok(Self(bersih.into()))
    }

    /// The address of the page of a token.
    pub fn halaman(&self, tenant: &TenantSlug, token: &Rahasia) -> String {
        format!("{}/t/{tenant}/{}", self.0, token.buka())
    }

    /// The address of the page that says what a document is worth: short enough for a small QR.
    pub fn verifikasi(&self, tenant: &TenantSlug, kode: &KodeVerifikasi) -> String {
        format!("{}/v/{tenant}/{kode}", self.0)
    }

    /// The address of the page at which a resident fetches a copy of their data.
    pub fn salinan(&self, tenant: &TenantSlug, token: &Rahasia) -> String {
        format!("{}/{tenant}/salinan/{}", self.0, token.buka())
    }

    /// The address of the page at which a document is collected.
    pub fn ambil(&self, tenant: &TenantSlug, token: &Rahasia) -> String {
        format!("{}/{tenant}/ambil/{}", self.0, token.buka())
    }
}

fn setempat(tuan: &str) -> bool {
    let tanpa_jalur = tuan.split('/').next().unwrap_or_default();
    let nama = match tanpa_jalur.strip_prefix('[') {
        Some(sisa) => sisa.split(']').next().unwrap_or_default(),
        None => tanpa_jalur.split(':').next().unwrap_or_default(),
    };
    matches!(nama, "localhost" | "127.0.0.1" | "::1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn residents_are_only_sent_to_https_or_to_this_machine() {
        for baik in [
            "https://loket.contoh.go.id",
            "https://contoh.go.id/loket/",
            "http://127.0.0.1:8080",
            "http://[::1]:80",
        ] {
            assert!(AlamatPublik::parse(baik, false).is_ok(), "{baik}");
        }
        for buruk in [
            "",
            "loket.go.id",
            "http://loket.go.id",
            "http://127.0.0.1.jahat.id",
            "https://",
            "https:///x",
            "https://a\"b",
            "ftp://a",
        ] {
            assert!(AlamatPublik::parse(buruk, false).is_err(), "{buruk}");
        }
        assert!(AlamatPublik::parse("http://loket.uji", true).is_ok());
        let tenant = TenantSlug::parse("balangan").unwrap();
        let alamat = AlamatPublik::parse("https://contoh.go.id/loket/", false).unwrap();
        assert_eq!(
            alamat.halaman(&tenant, &Rahasia::new("ab")),
            "https://contoh.go.id/loket/t/balangan/ab"
        );
    }
}
