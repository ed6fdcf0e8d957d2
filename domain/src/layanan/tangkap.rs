//! Through which channel a resident hands over a field or a paper: in the chat itself, or on a page behind a one-time
//! link. WhatsApp forbids asking for identity numbers and photos of identity papers in the chat, so the link is what an
//! office has unless it says otherwise.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Isian, JenisIsian, MaknaIsian, Syarat};

/// How a resident hands something over while a permohonan is collected on WhatsApp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tangkap {
    /// As a message in the chat; only with the provider's written position that this office may.
    Chat,
    /// On the office's page, behind a one-time link that the chat sends.
    Tautan,
}

impl Isian {
    /// Whether the answer identifies a person by number, or is personal data of the specific kind (UU 27/2022 ps. 4).
    pub fn sensitif(&self) -> bool {
        matches!(self.jenis, JenisIsian::Nik | JenisIsian::NomorKk)
            || self.makna == Some(MaknaIsian::KelompokRentan)
    }

    /// How it is captured: as it says itself; a sensitive one as the office says, by link otherwise; the rest in the chat.
    pub fn cara_tangkap(&self, bawaan: Option<Tangkap>) -> Tangkap {
        let umum = if self.sensitif() { bawaan.unwrap_or(Tangkap::Tautan) } else { Tangkap::Chat };
        self.tangkap.unwrap_or(umum)
    }
}

impl Syarat {
    /// How its picture is captured: as it says itself, else as the office says, else by link.
    pub fn cara_tangkap(&self, bawaan: Option<Tangkap>) -> Tangkap {
        self.tangkap.or(bawaan).unwrap_or(Tangkap::Tautan)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn isian(nilai: serde_json::Value) -> Isian {
        serde_json::from_value(nilai).unwrap()
    }

    #[test]
    fn numbers_of_people_and_specific_personal_data_go_by_link_and_the_rest_by_chat() {
        let pilihan = json!([{ "kode": "tidak", "nama": "Tidak" }]);
        for (jenis, makna, sensitif) in [
            ("nik", None, true),
            ("nomor_kk", None, true),
            ("teks", None, false),
            ("tanggal", Some("tanggal_lahir"), false),
            ("pilihan", Some("kelompok_rentan"), true),
        ] {
            let satu = isian(json!({
                "kode": "a", "label": "A", "jenis": jenis, "makna": makna, "pilihan": pilihan,
            }));
            let harapan = if sensitif { Tangkap::Tautan } else { Tangkap::Chat };
            assert_eq!(satu.cara_tangkap(None), harapan, "{jenis} {makna:?}");
            assert_eq!(satu.cara_tangkap(Some(Tangkap::Chat)), Tangkap::Chat, "{jenis}");
        }
    }

    #[test]
    fn what_a_field_or_a_paper_says_itself_goes_before_the_office() {
        let satu =
            isian(json!({ "kode": "a", "label": "A", "jenis": "teks", "tangkap": "tautan" }));
        assert_eq!(satu.cara_tangkap(Some(Tangkap::Chat)), Tangkap::Tautan);
        let mut syarat: Syarat =
            serde_json::from_value(json!({ "kode": "kk", "nama": "KK" })).unwrap();
        assert_eq!(syarat.cara_tangkap(None), Tangkap::Tautan);
        assert_eq!(syarat.cara_tangkap(Some(Tangkap::Chat)), Tangkap::Chat);
        syarat.tangkap = Some(Tangkap::Tautan);
        assert_eq!(syarat.cara_tangkap(Some(Tangkap::Chat)), Tangkap::Tautan);
    }
}
