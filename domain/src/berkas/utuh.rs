//! Whether storage holds what rows name: after a restore, after an accident of the store, and in the monthly drill
//! (security 64). The sweep looks from the other side: at objects that no row names.

use uuid::Uuid;

use crate::{galat::Galat, ports::Ports, tenant::TenantSlug};

/// Rows that are looked at once.
const LEMBAR: u32 = 500;
/// The largest object that is read as a whole, in bytes.
const TERBESAR: u64 = 256 << 20;

/// Where a check goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LetakPeriksa {
    /// The kind of row, from 0.
    pub sumber: usize,
    /// The row of that kind after which it goes on.
    pub sesudah: Option<Uuid>,
}

/// An object that a row names and that must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjekDinamai {
    /// The row.
    pub id: Uuid,
    /// The key.
    pub kunci: String,
    /// The hash of the content, where the row holds one.
    pub sha256: Option<Vec<u8>>,
}

/// Check what the rows of a tenant name, a piece at a time.
#[derive(Clone, Copy, Debug, Default)]
pub struct PeriksaObjek {
    /// Whether contents are read and compared with their hashes, too.
    pub isi: bool,
    /// Where it begins.
    pub letak: LetakPeriksa,
}

/// What a piece showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HasilPeriksaObjek {
    /// Objects that were looked for.
    pub diperiksa: u64,
    /// Keys without an object.
    pub hilang: Vec<String>,
    /// Keys whose content is not what the row says.
    pub berubah: Vec<String>,
    /// Where it goes on; `None` once everything was seen.
    pub lanjut: Option<LetakPeriksa>,
}

impl PeriksaObjek {
    /// One piece. Changes nothing.
    ///
    /// # Errors
    /// The database or the store does not answer: nothing is said about the rest.
    pub async fn execute(
        self,
        ports: &Ports,
        slug: &TenantSlug,
    ) -> Result<HasilPeriksaObjek, Galat> {
        let LetakPeriksa { sumber, sesudah } = self.letak;
        let mut work = ports.store.read(slug).await?;
        let lembar = work.berkas().dinamai(sumber, sesudah, LEMBAR).await?;
        drop(work);
        let Some(lembar) = lembar else { return Ok(HasilPeriksaObjek::default()) };
        let lanjut = match lembar.last() {
            Some(satu) if lembar.len() == LEMBAR as usize => {
                LetakPeriksa { sumber, sesudah: Some(satu.id) }
            }
            _ => LetakPeriksa { sumber: sumber + 1, sesudah: None },
        };
        let mut hasil = HasilPeriksaObjek {
            diperiksa: lembar.len() as u64,
            lanjut: Some(lanjut),
            ..HasilPeriksaObjek::default()
        };
        for satu in lembar {
            match (&satu.sha256, self.isi) {
                (Some(sha256), true) => match ports.objek.ambil(&satu.kunci, TERBESAR).await? {
                    None => hasil.hilang.push(satu.kunci),
                    Some(isi) if ports.sidik(&isi) != *sha256 => hasil.berubah.push(satu.kunci),
                    Some(_) => {}
                },
                _ if ports.objek.ada(&satu.kunci).await? => {}
                _ => hasil.hilang.push(satu.kunci),
            }
        }
        // What was removed by rule between the two looks is not missing: no row names it any more.
        if !hasil.hilang.is_empty() {
            let mut work = ports.store.read(slug).await?;
            hasil.hilang = work.berkas().kunci_dipakai(&hasil.hilang).await?;
        }
        Ok(hasil)
    }
}
