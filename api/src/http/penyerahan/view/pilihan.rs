//! Choices as clients read them.

use loket_domain::penyerahan::{Pilihan, TawaranProduk};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::samar;
use crate::http::kata::SaluranPenyerahan;

/// How the applicant wants a product.
#[derive(Serialize, ToSchema)]
#[schema(as = PilihanPenyerahan, example = json!({
    "produk": "akta", "saluran": "email", "tujuan": "b***@contoh.id", "unit": null,
    "dipilih_pada": "2026-01-05T02:00:00Z"
}))]
pub(in crate::http::penyerahan) struct PilihanView {
    /// The product.
    produk: String,
    /// The channel.
    saluran: SaluranPenyerahan,
    /// Where to, masked.
    tujuan: Option<String>,
    /// The desa or kecamatan.
    unit: Option<String>,
    /// When it was chosen.
    #[serde(with = "time::serde::rfc3339")]
    dipilih_pada: OffsetDateTime,
}

impl From<Pilihan> for PilihanView {
    fn from(satu: Pilihan) -> Self {
        Self {
            produk: satu.produk.into(),
            saluran: satu.saluran.into(),
            tujuan: satu.tujuan.map(|tujuan| samar(satu.saluran, &tujuan)),
            unit: satu.unit.map(Into::into),
            dipilih_pada: satu.dipilih_pada,
        }
    }
}

/// What may be chosen for one product.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "produk": "kia", "nama": "Kartu Identitas Anak", "boleh": ["kunjungan", "loket"], "pilihan": null
}))]
pub(in crate::http::penyerahan) struct TawaranView {
    /// The product.
    produk: String,
    /// As residents know it.
    nama: String,
    /// The channels, in the order of the office. A card is never among the softcopy ones.
    boleh: Vec<SaluranPenyerahan>,
    /// What was chosen.
    pilihan: Option<PilihanView>,
}

/// What may be chosen for the products of a case.
#[derive(Serialize, ToSchema)]
pub(in crate::http::penyerahan) struct DaftarTawaran {
    /// Product by product.
    data: Vec<TawaranView>,
}

impl From<Vec<TawaranProduk>> for DaftarTawaran {
    fn from(semua: Vec<TawaranProduk>) -> Self {
        let satu = |satu: TawaranProduk| TawaranView {
            produk: satu.produk.into(),
            nama: satu.nama,
            boleh: satu.boleh.into_iter().map(Into::into).collect(),
            pilihan: satu.pilihan.map(Into::into),
        };
        Self { data: semua.into_iter().map(satu).collect() }
    }
}
