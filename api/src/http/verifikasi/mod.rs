//! Public verification: by the code on a document, and by its file. For everybody, without personal data, limited per address
//! and per office.

mod halaman;
mod lembar;
mod unggahan;
mod view;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::{StatusCode, header},
    post,
    web::{self, Data, Json, Path, Payload},
};
use loket_domain::{
    galat::Galat,
    permohonan::TipeBerkas,
    tenant::TenantSlug,
    verifikasi::{
        BerkasAsing, CariBerkas, CatatanBerkas, KodeVerifikasi, PeriksaKode, nilai_berkas,
    },
};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) use self::{
    halaman::{JALUR, JALUR_KODE, rute as rute_halaman},
    lembar::KEBIJAKAN,
};
use self::{
    unggahan::{Gagal, baca},
    view::{Jawaban, UnggahanVerifikasi, VerifikasiView},
};
use super::{
    AppState,
    dokumentasi::galat::{GalatKueriTerbatas, GalatUnggahPublik},
    problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(periksa).service(unggah);
}

/// Check a document by its code
///
/// The answer has the same fields whatever is found. A mistyped code is refused with 422 before anything is looked up. Too
/// many questions, and far fewer wrong codes, are refused with 429 and `Retry-After`.
#[utoipa::path(
    tag = "publik",
    operation_id = "verifikasiKode",
    params(
        ("tenant" = String, Path, description = "Slug of the office", example = "balangan"),
        ("kode" = String, Path, description = "The code on the document", example = "7Q2M-KX9D-0FHA-T3WB"),
    ),
    responses((status = OK, description = "What is known of it", body = VerifikasiView), GalatKueriTerbatas),
)]
#[get("/v1/publik/{tenant}/verifikasi/{kode}")]
async fn periksa(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<(String, String)>,
) -> Result<Json<VerifikasiView>, Problem> {
    let (tenant, kode) = jalur.into_inner();
    let kode = KodeVerifikasi::parse(&kode)
        .map_err(|salah| Problem::isian("kode", salah.kode, salah.pesan))?;
    Ok(Json(cari_kode(&state, &req, &tenant, kode).await?.into()))
}

/// Check a document by its file
///
/// The file is compared with the records by its hash; where no office issued it, its signature is checked. It is never
/// stored. At most 20 MB.
#[utoipa::path(
    tag = "publik",
    operation_id = "verifikasiBerkas",
    params(("tenant" = String, Path, description = "Slug of the office", example = "balangan")),
    request_body(content = UnggahanVerifikasi, content_type = "multipart/form-data"),
    responses((status = OK, description = "What is known of it", body = VerifikasiView), GalatUnggahPublik),
)]
#[post("/v1/publik/{tenant}/verifikasi")]
async fn unggah(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<String>,
    payload: Payload,
) -> Result<Json<VerifikasiView>, Problem> {
    Ok(Json(cari_berkas(&state, &req, &jalur, payload).await?.into()))
}

/// What is known of a code, within the limits.
async fn cari_kode(
    state: &AppState,
    req: &HttpRequest,
    tenant: &str,
    kode: KodeVerifikasi,
) -> Result<Jawaban, Problem> {
    let (asal, kini) = (state.penjaga.asal(req), state.ports.clock.now());
    // A name that no office can have is asked for like any other, so that the answers do not tell offices apart.
    if !state.penjaga.boleh_memeriksa(asal, tenant, kini) {
        return Err(terlalu_sering());
    }
    let ada = match TenantSlug::parse(tenant) {
        Ok(tenant) => PeriksaKode { tenant, kode }.execute(&state.ports).await?,
        Err(_) => None,
    };
    let Some(dokumen) = ada else {
        state.penjaga.kode_salah(asal, tenant, kini);
        return Ok(Jawaban::TidakDitemukan);
    };
    Ok(Jawaban::Dokumen(Box::new(dokumen)))
}

/// What is known of a file, within the limits.
async fn cari_berkas(
    state: &AppState,
    req: &HttpRequest,
    tenant: &str,
    payload: Payload,
) -> Result<Jawaban, Problem> {
    let (asal, kini) = (state.penjaga.asal(req), state.ports.clock.now());
    if !state.penjaga.boleh_memeriksa(asal, tenant, kini)
        || !state.penjaga.boleh_mengunggah(asal, kini)
    {
        return Err(terlalu_sering());
    }
    // A check takes memory and a processor, so only a few run at once; it ends with what it holds.
    let _giliran = state.penjaga.giliran().await.ok_or_else(ramai)?;
    let (isi, _memori) = baca(req, payload, &state.penjaga).await.map_err(|gagal| match gagal {
        Gagal::BukanFormulir => Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "jenis_isi_tidak_didukung",
            "Kirim berkasnya sebagai multipart/form-data, di isian `berkas`.",
        ),
        Gagal::TerlaluBesar => Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "isi_terlalu_besar",
            "Berkas paling besar 20 MB.",
        ),
        Gagal::Kosong => {
            Problem::isian("berkas", "berkas_wajib", "Pilih berkas PDF yang diperiksa.")
        }
        Gagal::Putus => Problem::new(
            StatusCode::BAD_REQUEST,
            "unggahan_putus",
            "Unggahan terputus. Kirim ulang berkasnya.",
        ),
        Gagal::Ramai => ramai(),
    })?;
    let Ok(tenant) = TenantSlug::parse(tenant) else { return Ok(Jawaban::TidakDitemukan) };
    let cari = CariBerkas { tenant, sha256: state.ports.sidik(&isi) };
    let percaya = match cari.execute(&state.ports).await? {
        CatatanBerkas::TanpaKantor => return Ok(Jawaban::TidakDitemukan),
        CatatanBerkas::Ada(dokumen) => return Ok(Jawaban::Dokumen(dokumen)),
        CatatanBerkas::TidakAda { jangkar_pem, crl_pem } => (jangkar_pem, crl_pem),
    };
    // A stranger's file is taken apart here only after a process of its own found nothing hostile in it.
    let diperiksa = state.ports.pemeriksa_berkas.periksa(&isi).await.map_err(Galat::from)?;
    if diperiksa.map(|hasil| hasil.tipe) != Ok(TipeBerkas::Pdf) {
        return Ok(Jawaban::Asing(BerkasAsing::TidakTerbaca));
    }
    let ports = state.ports.clone();
    let nilai = web::block(move || nilai_berkas(&ports, &isi, (&percaya.0, &percaya.1))).await;
    let nilai = nilai.map_err(|galat| Problem::kesalahan_sistem().karena(galat))?;
    Ok(Jawaban::Asing(nilai))
}

fn terlalu_sering() -> Problem {
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "terlalu_banyak_percobaan",
        "Terlalu banyak pemeriksaan dari sini. Coba lagi 10 menit lagi.",
    )
    .dengan_kepala(header::RETRY_AFTER, header::HeaderValue::from_static("600"))
}

fn ramai() -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "sedang_tidak_tersedia",
        "Pemeriksaan berkas sedang ramai. Coba lagi sebentar lagi.",
    )
    .dengan_kepala(header::RETRY_AFTER, header::HeaderValue::from_static("10"))
}

/// A page of this path.
fn halaman(status: StatusCode, isi: String) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("x-frame-options", "DENY"))
        .insert_header(("x-robots-tag", "noindex, nofollow, noarchive"))
        .body(isi)
}
