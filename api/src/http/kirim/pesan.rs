//! Messages of the outbox, and elements of webhooks that were given up.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    nilai::Rahasia,
    outbox::{AbaikanPesan, BacaPesan, DaftarPesan, SaringPesan, UlangiPesan},
    percakapan::{DaftarMasukGagal, UlangiMasuk},
};
use serde::Deserialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    view::{LembarMasukGagal, MasukParams},
    view_pesan::{
        AbaikanRequest, GolonganView, KeadaanPesanView, LembarPesan, PesanView, RingkasPesanView,
        UlangRequest,
    },
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatBaca, GalatDaftar, GalatUbah, GalatUbahIsi},
    problem::Problem,
};

/// Which messages, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PesanParams {
    /// Only in this state.
    #[param(inline)]
    keadaan: Option<KeadaanPesanView>,
    /// Only to this contact.
    kontak: Option<Uuid>,
    /// Only of this case.
    permohonan: Option<Uuid>,
    /// Only for this purpose.
    #[param(inline)]
    golongan: Option<GolonganView>,
    /// Only those queued since then.
    #[param(example = "2026-01-05T00:00:00+07:00", format = DateTime)]
    sejak: Option<String>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// List outgoing messages
///
/// The newest first, each with where it stands, why, and what can be done; without what it says.
#[utoipa::path(
    tag = "operasi",
    operation_id = "daftarPesanKeluar",
    params(PesanParams),
    responses((status = OK, description = "One page", body = LembarPesan), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("operasi.lihat"))),
)]
#[get("/v1/pesan-keluar")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<PesanParams>>,
) -> Result<Json<LembarPesan>, Problem> {
    let sejak = kueri.sejak.as_deref().map(|teks| OffsetDateTime::parse(teks, &Rfc3339));
    let sejak = sejak.transpose().map_err(|_| {
        Problem::isian(
            "sejak",
            "saat_tidak_sah",
            "Tulis saat lengkap dengan zona, misalnya 2026-01-05T00:00:00+07:00.",
        )
    })?;
    let daftar = DaftarPesan {
        saring: SaringPesan {
            keadaan: kueri.keadaan.map(Into::into),
            kontak: kueri.kontak.map(Into::into),
            permohonan: kueri.permohonan.map(Into::into),
            golongan: kueri.golongan.map(Into::into),
            sejak,
        },
        halaman: Halaman::new(kueri.sesudah, kueri.batas),
    };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}

/// Read an outgoing message
///
/// With every state it went through. What it says is only for holders of `permohonan.baca`.
#[utoipa::path(
    tag = "operasi",
    operation_id = "bacaPesanKeluar",
    params(("id" = Uuid, Path, description = "The message")),
    responses((status = OK, description = "The message", body = PesanView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("operasi.lihat"))),
)]
#[get("/v1/pesan-keluar/{id}")]
pub(super) async fn satu(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<PesanView>, Problem> {
    let baca = BacaPesan { id: id.into_inner().into() };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}

/// Send a message again
///
/// One that failed, waits or was skipped; window, opt-out and limits decide again. When nobody knows whether it arrived
/// before, 409 `pesan_mungkin_ganda` asks for `paksa` with a reason.
#[utoipa::path(
    tag = "operasi",
    operation_id = "ulangPesanKeluar",
    params(("id" = Uuid, Path, description = "The message")),
    request_body = UlangRequest,
    responses(
        (status = OK, description = "The message, queued", body = RingkasPesanView),
        GalatUbahIsi,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("wa.kelola"))),
)]
#[post("/v1/pesan-keluar/{id}/ulang")]
pub(super) async fn ulang(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<UlangRequest>)>,
) -> Result<Json<RingkasPesanView>, Problem> {
    let ulangi = UlangiPesan {
        id: id.into_inner().into(),
        paksa: isi.paksa,
        alasan: isi.alasan.map(Rahasia::new),
    };
    let pesan = ulangi.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(pesan.into()))
}

/// Do not send a message
///
/// One that failed or waits is ended; it stays in the ledger with the reason.
#[utoipa::path(
    tag = "operasi",
    operation_id = "abaikanPesanKeluar",
    params(("id" = Uuid, Path, description = "The message")),
    request_body = AbaikanRequest,
    responses(
        (status = OK, description = "The message, ended", body = RingkasPesanView),
        GalatUbahIsi,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("wa.kelola"))),
)]
#[post("/v1/pesan-keluar/{id}/abaikan")]
pub(super) async fn abaikan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<AbaikanRequest>)>,
) -> Result<Json<RingkasPesanView>, Problem> {
    let abaikan = AbaikanPesan { id: id.into_inner().into(), alasan: Rahasia::new(isi.alasan) };
    Ok(Json(abaikan.execute(&state.ports, &pelaku).await?.into()))
}

/// List incoming elements that were given up
///
/// Messages and statuses that could not be processed after many attempts; the newest first, without what they say.
#[utoipa::path(
    tag = "operasi",
    operation_id = "daftarMasukGagal",
    params(MasukParams),
    responses((status = OK, description = "One page", body = LembarMasukGagal), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("operasi.lihat"))),
)]
#[get("/v1/wa/masuk-gagal")]
pub(super) async fn masuk_gagal(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<MasukParams>>,
) -> Result<Json<LembarMasukGagal>, Problem> {
    let gagal = DaftarMasukGagal { halaman: Halaman::new(kueri.sesudah, kueri.batas) };
    Ok(Json(gagal.execute(&state.ports, &pelaku).await?.into()))
}

/// Process an incoming element again
///
/// As if it had just come.
#[utoipa::path(
    tag = "operasi",
    operation_id = "ulangMasukGagal",
    params(("id" = Uuid, Path, description = "The element")),
    responses((status = NO_CONTENT, description = "It is in the inbox again"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("wa.kelola"))),
)]
#[post("/v1/wa/masuk-gagal/{id}/ulang")]
pub(super) async fn ulang_masuk(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    UlangiMasuk { id: id.into_inner() }.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}
