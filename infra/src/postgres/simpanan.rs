//! Published SOP versions, parsed once.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use loket_domain::{
    sop::{DefinisiSop, SopVersiId},
    tenant::TenantSlug,
};

/// How many SOP versions are kept in memory.
const SOP_TERBANYAK: usize = 1_024;

/// Published SOP versions, which never change, parsed once.
#[derive(Debug, Default)]
pub(super) struct SimpananSop(Mutex<BTreeMap<(TenantSlug, SopVersiId), Arc<DefinisiSop>>>);

impl SimpananSop {
    pub(super) fn ambil(&self, slug: &TenantSlug, id: SopVersiId) -> Option<Arc<DefinisiSop>> {
        let semua = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        semua.get(&(slug.clone(), id)).cloned()
    }

    pub(super) fn simpan(&self, slug: &TenantSlug, id: SopVersiId, definisi: DefinisiSop) {
        let mut semua = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if semua.len() >= SOP_TERBANYAK {
            semua.pop_first();
        }
        semua.insert((slug.clone(), id), Arc::new(definisi));
    }
}
