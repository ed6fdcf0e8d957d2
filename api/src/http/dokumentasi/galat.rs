//! The refusals that operations list, by group.

use std::collections::BTreeMap;

use utoipa::{
    IntoResponses,
    openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder},
};

use actix_web::http::StatusCode;

use crate::http::problem::{MEDIA, judul};

/// Every refusal that is described on its own: status, when, an example code and an example detail.
const SEMUA: [(&str, &str, &str, &str); 16] = [
    (
        "400",
        "The request cannot be read",
        "json_tidak_sah",
        "Isi permintaan bukan JSON yang benar.",
    ),
    (
        "401",
        "No valid session, or credentials that do not match",
        "sesi_tidak_berlaku",
        "Sesi tidak berlaku, silakan masuk kembali.",
    ),
    (
        "403",
        "The officer lacks the permission",
        "tidak_berizin",
        "Anda tidak memiliki izin permohonan.baca.",
    ),
    (
        "404",
        "It does not exist, or belongs to another office; the two are never told apart",
        "tidak_ditemukan",
        "Yang Anda cari tidak ada, atau bukan milik kantor Anda.",
    ),
    (
        "405",
        "This path has no such method",
        "metode_tidak_dilayani",
        "Metode ini tidak dilayani di alamat tersebut.",
    ),
    (
        "409",
        "The request does not fit the present state; `pilihan` says what is possible now",
        "versi_usang",
        "Permohonan ini sudah berubah sejak Anda membukanya. Muat ulang, lalu putuskan lagi.",
    ),
    (
        "412",
        "What is to be replaced has changed since it was read",
        "draf_usang",
        "Draf ini sudah berubah sejak Anda membukanya. Muat ulang, lalu ubah lagi.",
    ),
    ("413", "The body is too large", "isi_terlalu_besar", "Isi permintaan paling besar 64 KiB."),
    (
        "415",
        "The body is of another media type than the operation takes",
        "jenis_isi_tidak_didukung",
        "Kirim isi permintaan sebagai application/json.",
    ),
    (
        "422",
        "Fields that cannot be accepted, each with its place",
        "isian_tidak_sah",
        "Ada 1 isian yang belum benar.",
    ),
    (
        "428",
        "`If-Match` is missing",
        "if_match_wajib",
        "Sebutkan ETag yang Anda baca di If-Match, misalnya \"v3\".",
    ),
    (
        "429",
        "Too many attempts; see `Retry-After`",
        "terlalu_banyak_percobaan",
        "Terlalu banyak percobaan masuk yang gagal. Coba lagi 15 menit lagi.",
    ),
    (
        "500",
        "A failure that is looked into; name the request id",
        "kesalahan_sistem",
        "Terjadi kesalahan pada sistem. Sebutkan nomor permintaan ini kepada pengelola.",
    ),
    (
        "503",
        "An outside system or the database is away; see `Retry-After`",
        "sedang_tidak_tersedia",
        "Sistem sedang tidak tersedia. Coba lagi sebentar lagi.",
    ),
    ("4XX", "Any other refusal", "permintaan_tidak_sah", "Permintaan tidak dapat dibaca."),
    (
        "5XX",
        "Any other failure",
        "kesalahan_sistem",
        "Terjadi kesalahan pada sistem. Sebutkan nomor permintaan ini kepada pengelola.",
    ),
];

/// The refusals as reusable components.
pub(super) fn komponen() -> impl Iterator<Item = (String, RefOr<Response>)> {
    SEMUA.into_iter().map(|(status, kapan, kode, detail)| {
        let angka: u16 = status.replace('X', "0").parse().unwrap_or(500);
        let title = judul(StatusCode::from_u16(angka).unwrap_or(StatusCode::BAD_REQUEST));
        let contoh = serde_json::json!({
            "type": format!("urn:loket:{kode}"),
            "title": title,
            "status": angka,
            "detail": detail,
            "instance": "urn:uuid:0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
            "kode": kode,
            "errors": [],
            "pilihan": []
        });
        let isi = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .example(Some(contoh))
            .build();
        let jawaban = ResponseBuilder::new().description(kapan).content(MEDIA, isi).build();
        (nama(status), jawaban.into())
    })
}

fn nama(status: &str) -> String {
    format!("Galat{status}")
}

fn daftar(khusus: &[&str]) -> BTreeMap<String, RefOr<Response>> {
    khusus
        .iter()
        .chain(&["4XX", "503", "5XX"])
        .map(|status| ((*status).to_owned(), Ref::from_response_name(nama(status)).into()))
        .collect()
}

/// Refusals of an operation that takes nothing.
pub(in crate::http) struct GalatUmum;
/// Refusals of a public operation in an office.
pub(in crate::http) struct GalatPublik;
/// Refusals of a public question.
pub(in crate::http) struct GalatKueri;
/// Refusals of a public question that may be asked so often.
pub(in crate::http) struct GalatKueriTerbatas;
/// Refusals of a public question about one thing that may be asked so often.
pub(in crate::http) struct GalatStatus;
/// Refusals of a file that anybody sends.
pub(in crate::http) struct GalatUnggahPublik;
/// Refusals of an operation of officers that takes nothing and asks for a permission.
pub(in crate::http) struct GalatPetugasIzin;
/// Refusals of a login.
pub(in crate::http) struct GalatMasuk;
/// Refusals of a login by passkey.
pub(in crate::http) struct GalatMasukKunci;
/// Refusals of what an officer does to their own account.
pub(in crate::http) struct GalatAkun;
/// Refusals of an operation of officers that takes nothing.
pub(in crate::http) struct GalatPetugas;
/// Refusals of a list.
pub(in crate::http) struct GalatDaftar;
/// Refusals of reading one thing.
pub(in crate::http) struct GalatBaca;
/// Refusals of live updates.
pub(in crate::http) struct GalatAliran;
/// Refusals of printing one thing.
pub(in crate::http) struct GalatCetak;
/// Refusals of changing one thing, without a body.
pub(in crate::http) struct GalatUbah;
/// Refusals of changing one thing, with a body.
pub(in crate::http) struct GalatUbahIsi;
/// Refusals of replacing one thing as it was read.
pub(in crate::http) struct GalatGanti;
/// Refusals of removing one thing as it was read.
pub(in crate::http) struct GalatHapus;
/// Refusals of making something where nothing was named.
pub(in crate::http) struct GalatBuat;
/// Refusals of revealing masked data.
pub(in crate::http) struct GalatUngkap;
/// Refusals of the handshake.
pub(in crate::http) struct GalatJabatTangan;
/// Refusals of the webhook.
pub(in crate::http) struct GalatWebhook;

impl IntoResponses for GalatUmum {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["405"])
    }
}
impl IntoResponses for GalatPublik {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["404"])
    }
}
impl IntoResponses for GalatKueri {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["422"])
    }
}
impl IntoResponses for GalatKueriTerbatas {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["422", "429"])
    }
}
impl IntoResponses for GalatStatus {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["404", "422", "429"])
    }
}
impl IntoResponses for GalatUnggahPublik {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["400", "413", "415", "422", "429"])
    }
}
impl IntoResponses for GalatPetugasIzin {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["401", "403"])
    }
}
impl IntoResponses for GalatMasuk {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["400", "401", "404", "413", "415", "422", "429"])
    }
}
impl IntoResponses for GalatMasukKunci {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["400", "401", "404", "409", "413", "415", "422", "429"])
    }
}
impl IntoResponses for GalatAkun {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["400", "401", "403", "404", "409", "413", "415", "422", "429"])
    }
}
impl IntoResponses for GalatPetugas {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["401"])
    }
}
impl IntoResponses for GalatDaftar {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["401", "403", "422"])
    }
}
impl IntoResponses for GalatBaca {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["401", "403", "404", "409"])
    }
}
impl IntoResponses for GalatAliran {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["401", "403", "422", "429"])
    }
}
impl IntoResponses for GalatCetak {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["401", "403", "404", "422"])
    }
}
impl IntoResponses for GalatUbah {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["401", "403", "404", "409", "422"])
    }
}
impl IntoResponses for GalatUbahIsi {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["400", "401", "403", "404", "409", "413", "415", "422"])
    }
}
impl IntoResponses for GalatGanti {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["400", "401", "403", "404", "409", "412", "413", "415", "422", "428"])
    }
}
impl IntoResponses for GalatHapus {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["401", "403", "404", "409", "412", "422"])
    }
}
impl IntoResponses for GalatBuat {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["400", "401", "403", "409", "413", "415", "422"])
    }
}
impl IntoResponses for GalatUngkap {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["400", "401", "403", "404", "409", "413", "415", "422", "429"])
    }
}
impl IntoResponses for GalatJabatTangan {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["403"])
    }
}
impl IntoResponses for GalatWebhook {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        daftar(&["401", "413"])
    }
}
