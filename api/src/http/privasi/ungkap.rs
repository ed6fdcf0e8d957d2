//! Revealing what is masked.

use actix_web::{
    post,
    web::{Data, Json, Path},
};
use loket_domain::{
    nilai::Rahasia,
    privasi::{UngkapKontak, UngkapPermohonan},
};
use uuid::Uuid;

use super::{
    isian::{UngkapKontakRequest, UngkapRequest},
    view::{DataTerungkapView, NomorTerungkapView},
};
use crate::http::{
    AppState, auth::Caller, badan::Isi, dokumentasi::galat::GalatUngkap, problem::Problem,
};

/// Reveal masked data of a case
///
/// In one call, for one case, with a reason. What was revealed, by whom and why is in the audit trail, without a value. An
/// officer may do so 30 times in a quarter of an hour and 300 times a day. A case about a child is revealed to who has taken
/// a tugas of it, or holds `privasi.kelola`.
#[utoipa::path(
    tag = "privasi",
    operation_id = "ungkapPermohonan",
    params(("id" = Uuid, Path, description = "The case")),
    request_body = UngkapRequest,
    responses((status = OK, description = "The data", body = DataTerungkapView), GalatUngkap),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("data.ungkap"))),
)]
#[post("/v1/permohonan/{id}/ungkap")]
pub(super) async fn permohonan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<UngkapRequest>)>,
) -> Result<Json<DataTerungkapView>, Problem> {
    let ungkap = UngkapPermohonan {
        id: id.into_inner().into(),
        bidang: isi.bidang.into_iter().map(Into::into).collect(),
        alasan: isi.alasan.into(),
        keterangan: Rahasia::new(isi.keterangan),
    };
    Ok(Json(ungkap.execute(&state.ports, &pelaku).await?.into()))
}

/// Reveal the number of a contact
///
/// The same for the number of a conversation.
#[utoipa::path(
    tag = "privasi",
    operation_id = "ungkapPercakapan",
    params(("id" = Uuid, Path, description = "The contact")),
    request_body = UngkapKontakRequest,
    responses((status = OK, description = "The number", body = NomorTerungkapView), GalatUngkap),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("data.ungkap"))),
)]
#[post("/v1/percakapan/{id}/ungkap")]
pub(super) async fn percakapan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<UngkapKontakRequest>)>,
) -> Result<Json<NomorTerungkapView>, Problem> {
    let ungkap = UngkapKontak {
        id: id.into_inner().into(),
        alasan: isi.alasan.into(),
        keterangan: Rahasia::new(isi.keterangan),
    };
    let nomor = ungkap.execute(&state.ports, &pelaku).await?;
    Ok(Json(NomorTerungkapView { nomor_wa: nomor.map(|nomor| nomor.lengkap().to_owned()) }))
}
