//! Which papers a case still lacks: pure.

use super::{Berkas, KeadaanBerkas};
use crate::{layanan::Layanan, nilai::Kode, ungkapan::KonteksUngkapan};

/// Required papers that no sound file answers, in the order of the service.
pub fn berkas_kurang(layanan: &Layanan, konteks: &KonteksUngkapan, berkas: &[Berkas]) -> Vec<Kode> {
    layanan
        .syarat_berlaku(konteks)
        .into_iter()
        .filter(|syarat| syarat.wajib)
        .filter(|syarat| {
            !berkas.iter().any(|satu| {
                satu.syarat.as_ref().is_some_and(|kode| syarat.dijawab(kode))
                    && matches!(satu.keadaan, KeadaanBerkas::Sah { .. })
            })
        })
        .map(|syarat| syarat.kode.clone())
        .collect()
}
