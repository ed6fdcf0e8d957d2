//! Which papers a case still lacks: pure.

use super::{Berkas, KeadaanBerkas};
use crate::{layanan::Layanan, nilai::Kode};

/// Required papers that no sound file answers, in the order of the service.
pub fn berkas_kurang(layanan: &Layanan, berkas: &[Berkas]) -> Vec<Kode> {
    layanan
        .syarat
        .iter()
        .filter(|syarat| syarat.wajib)
        .filter(|syarat| {
            !berkas.iter().any(|satu| {
                satu.syarat.as_ref() == Some(&syarat.kode)
                    && matches!(satu.keadaan, KeadaanBerkas::Sah { .. })
            })
        })
        .map(|syarat| syarat.kode.clone())
        .collect()
}
