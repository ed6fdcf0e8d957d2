//! Rows of a tenant's schema as sea-orm knows them; they never leave this adapter.

pub(super) mod audit;
pub(super) mod berkas;
pub(super) mod delegasi;
pub(super) mod dokumen;
pub(super) mod idempotensi;
pub(super) mod kontak;
pub(super) mod pengguna;
pub(super) mod penyerahan;
pub(super) mod permohonan;
pub(super) mod sesi;
pub(super) mod sesi_token;
pub(super) mod sop_versi;
pub(super) mod tte_percobaan;
