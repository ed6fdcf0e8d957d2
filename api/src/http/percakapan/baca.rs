//! Reading conversations.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    percakapan::{BacaPercakapan, DaftarPercakapan, PilihPercakapan},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    view::{LembarPercakapan, PercakapanView},
    view_benang::LembarBenang,
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Kueri,
    dokumentasi::galat::{GalatBaca, GalatDaftar},
    problem::Problem,
};

/// Which conversations.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Pilih {
    /// Those that wait for an officer, the longest wait first.
    Menunggu,
    /// Those that I look after, the newest first.
    MilikSaya,
    /// Those with messages that no officer saw, the newest first.
    BelumDibaca,
    /// All, the newest first.
    #[default]
    Semua,
}

impl From<Pilih> for PilihPercakapan {
    fn from(pilih: Pilih) -> Self {
        match pilih {
            Pilih::Menunggu => Self::Menunggu,
            Pilih::MilikSaya => Self::MilikSaya,
            Pilih::BelumDibaca => Self::BelumDibaca,
            Pilih::Semua => Self::Semua,
        }
    }
}

/// Which conversations, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DaftarParams {
    /// `menunggu`, `milik_saya`, `belum_dibaca` or `semua`.
    #[serde(default)]
    #[param(inline)]
    pilih: Pilih,
    /// Continue behind this place: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// List conversations
///
/// Those that wait come with the longest wait first, whoever wrote again in between; all others with the newest first. A
/// message counts as unread, and waits, while an officer is wanted: what the bot answers is not the officers'.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "daftarPercakapan",
    params(DaftarParams),
    responses((status = OK, description = "One page", body = LembarPercakapan), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.baca"))),
)]
#[get("/v1/percakapan")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<DaftarParams>>,
) -> Result<Json<LembarPercakapan>, Problem> {
    let halaman = Halaman::new(kueri.sesudah, kueri.batas);
    let daftar = DaftarPercakapan { pilih: kueri.pilih.into(), halaman };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}

/// Read a conversation
///
/// Where it stands: who looks after it, since when it waits, until when the resident may be answered freely.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "bacaPercakapan",
    params(("id" = Uuid, Path, description = "The conversation")),
    responses((status = OK, description = "The conversation", body = PercakapanView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.baca"))),
)]
#[get("/v1/percakapan/{id}")]
pub(super) async fn satu(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<PercakapanView>, Problem> {
    let baca = BacaPercakapan { id: id.into_inner().into() };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}

/// Which page of a thread.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BenangParams {
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// Read the thread of a conversation
///
/// What the resident wrote, what the office wrote (by itself, by an officer here or on its phone) and the officers' notes,
/// the newest first. Files are read with `unduhBerkas`.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "bacaPesanPercakapan",
    params(("id" = Uuid, Path, description = "The conversation"), BenangParams),
    responses((status = OK, description = "One page", body = LembarBenang), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.baca"))),
)]
#[get("/v1/percakapan/{id}/pesan")]
pub(super) async fn benang(
    state: Data<AppState>,
    Caller(pelaku, (id, Kueri(kueri))): Caller<(Path<Uuid>, Kueri<BenangParams>)>,
) -> Result<Json<LembarBenang>, Problem> {
    let baca = BacaPercakapan { id: id.into_inner().into() };
    let halaman = Halaman::new(kueri.sesudah, kueri.batas);
    Ok(Json(baca.benang(&state.ports, &pelaku, halaman).await?.into()))
}
