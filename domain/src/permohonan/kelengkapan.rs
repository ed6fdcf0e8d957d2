//! Which papers a case still lacks: pure.

use super::Berkas;
use crate::{layanan::Layanan, nilai::Kode, ungkapan::KonteksUngkapan};

/// The requirements that sound papers answer, one per paper; `None` for a paper that is for none.
pub fn syarat_terjawab(berkas: &[Berkas]) -> Vec<Option<Kode>> {
    berkas.iter().filter(|satu| satu.keadaan.sah()).map(|satu| satu.syarat.clone()).collect()
}

/// Required papers that nothing sound answers, in the order of the service.
pub fn berkas_kurang(
    layanan: &Layanan,
    konteks: &KonteksUngkapan,
    terjawab: &[Option<Kode>],
) -> Vec<Kode> {
    layanan
        .syarat_berlaku(konteks)
        .into_iter()
        .filter(|syarat| syarat.wajib)
        .filter(|syarat| !terjawab.iter().flatten().any(|kode| syarat.dijawab(kode)))
        .map(|syarat| syarat.kode.clone())
        .collect()
}
