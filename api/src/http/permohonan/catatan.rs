//! What was recorded at a step, as clients read it.

use loket_domain::sop::Catatan;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

/// Something recorded at a step.
#[derive(Serialize, ToSchema)]
#[serde(tag = "jenis", rename_all = "snake_case")]
pub(in crate::http) enum CatatanView {
    /// The form was filled in.
    Formulir {
        /// Its code.
        kode: String,
    },
    /// An appointment or visit was agreed, or moved.
    Jadwal {
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        pada: OffsetDateTime,
        /// Why it was moved.
        alasan: Option<String>,
    },
    /// A bill was paid.
    Pembayaran {
        /// By which table it was billed.
        tarif: String,
        /// Rupiah.
        jumlah: u64,
        /// Number of the receipt.
        bukti: String,
    },
    /// An outside party gave a reference number.
    Rujukan {
        /// The number.
        nomor: String,
    },
    /// The register gave a number.
    NomorRegister {
        /// Which register.
        register: String,
        /// The number.
        nomor: String,
    },
}

impl From<Catatan> for CatatanView {
    fn from(catatan: Catatan) -> Self {
        match catatan {
            Catatan::Formulir { kode } => Self::Formulir { kode },
            Catatan::Jadwal { pada, alasan } => Self::Jadwal { pada, alasan },
            Catatan::Pembayaran { tarif, jumlah, bukti } => {
                Self::Pembayaran { tarif: tarif.into(), jumlah, bukti }
            }
            Catatan::Rujukan { nomor } => Self::Rujukan { nomor },
            Catatan::NomorRegister { register, nomor } => {
                Self::NomorRegister { register: register.into(), nomor }
            }
        }
    }
}
