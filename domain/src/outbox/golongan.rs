//! What a message is for.

use serde::{Deserialize, Serialize};

/// The purpose of a message: whether it may reach somebody who opted out, and which template stands in for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Golongan {
    /// An answer in the conversation.
    #[default]
    Balasan,
    /// News of a case.
    Kabar,
    /// A request to complete a case.
    Kelengkapan,
    /// A finished product.
    Dokumen,
    /// A reminder.
    Pengingat,
    /// Written by an officer.
    Petugas,
    /// A code that proves a number.
    Kode,
}

impl Golongan {
    /// Every purpose there is.
    pub const SEMUA: [Self; 7] = [
        Self::Balasan,
        Self::Kabar,
        Self::Kelengkapan,
        Self::Dokumen,
        Self::Pengingat,
        Self::Petugas,
        Self::Kode,
    ];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Balasan => "balasan",
            Self::Kabar => "kabar",
            Self::Kelengkapan => "kelengkapan",
            Self::Dokumen => "dokumen",
            Self::Pengingat => "pengingat",
            Self::Petugas => "petugas",
            Self::Kode => "kode",
        }
    }

    /// The purpose of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }

    /// Whether the office speaks unasked: such messages end with an opt-out.
    pub const fn tanpa_diminta(self) -> bool {
        matches!(self, Self::Kabar | Self::Kelengkapan | Self::Pengingat)
    }
}
