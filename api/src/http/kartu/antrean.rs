//! The print queue.

use actix_web::{
    get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    kartu::{
        AntreanCetak, CatatHasilCetak, CetakId, HasilCetak, KlaimCetak, LangkahCetak, PencetakId,
        PindahkanCetak, SaringCetak,
    },
    nilai::Rahasia,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    kata::{JenisKartu, KeadaanCetak},
    view::{
        CetakView, DaftarCetak, KembaliRequest, KlaimRequest, LembarCetak, RusakRequest,
        TercetakRequest,
    },
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatDaftar, GalatUbah, GalatUbahIsi},
    problem::Problem,
};

/// Which print jobs, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AntreanParams {
    /// Where they stand; those that wait when absent.
    #[serde(default)]
    keadaan: KeadaanCetak,
    /// On which blank card.
    jenis: Option<JenisKartu>,
    /// Taken for which printer.
    pencetak_id: Option<Uuid>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// Read the print queue
///
/// In the order in which cards are printed: spoilt ones again first, then vulnerable applicants as if they had come two
/// days ago, everybody else by the deadline of the case and never later than a week after entry; the cards of one jemput
/// bola together.
#[utoipa::path(
    tag = "kartu",
    operation_id = "antreanCetak",
    params(AntreanParams),
    responses((status = OK, description = "One page", body = LembarCetak), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kartu.cetak"))),
)]
#[get("/v1/kartu/antrean")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<AntreanParams>>,
) -> Result<Json<LembarCetak>, Problem> {
    let antrean = AntreanCetak {
        saring: SaringCetak {
            keadaan: kueri.keadaan.into(),
            jenis: kueri.jenis.map(Into::into),
            pencetak: kueri.pencetak_id.map(PencetakId::new),
        },
        halaman: Halaman::new(kueri.sesudah, kueri.batas),
    };
    Ok(Json(antrean.execute(&state.ports, &pelaku).await?.into()))
}

/// Take cards for a printer
///
/// Those whose turn it is, of the unit of the printer and the units below it; an empty list when none waits. Two officers
/// never take the same card. 409 `blanko_habis` when the unit has no blank card left.
#[utoipa::path(
    tag = "kartu",
    operation_id = "klaimCetak",
    request_body = KlaimRequest,
    responses((status = OK, description = "The cards", body = DaftarCetak), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kartu.cetak"))),
)]
#[post("/v1/kartu/antrean/klaim")]
pub(super) async fn klaim(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<KlaimRequest>>,
) -> Result<Json<DaftarCetak>, Problem> {
    let klaim = KlaimCetak {
        pencetak: PencetakId::new(isi.pencetak_id),
        jenis: isi.jenis.map(Into::into),
        jumlah: isi.jumlah.unwrap_or(1),
    };
    Ok(Json(klaim.execute(&state.ports, &pelaku).await?.into()))
}

async fn pindahkan(
    state: &AppState,
    pelaku: &loket_domain::akses::Pelaku,
    id: Uuid,
    langkah: LangkahCetak,
) -> Result<Json<CetakView>, Problem> {
    let pindahkan = PindahkanCetak { id: CetakId::new(id), langkah };
    Ok(Json(pindahkan.execute(&state.ports, pelaku).await?.into()))
}

/// Begin to print a card
///
/// By who took it.
#[utoipa::path(
    tag = "kartu",
    operation_id = "mulaiCetak",
    params(("id" = Uuid, Path, description = "The print job")),
    responses((status = OK, description = "The print job", body = CetakView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kartu.cetak"))),
)]
#[post("/v1/kartu/antrean/{id}/mulai")]
pub(super) async fn mulai(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<CetakView>, Problem> {
    pindahkan(&state, &pelaku, id.into_inner(), LangkahCetak::Mulai).await
}

/// Let a card go
///
/// Back to its place in the queue, unprinted; by who took it, or by who may hand on the work of others.
#[utoipa::path(
    tag = "kartu",
    operation_id = "lepasCetak",
    params(("id" = Uuid, Path, description = "The print job")),
    responses((status = OK, description = "The print job", body = CetakView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kartu.cetak"))),
)]
#[post("/v1/kartu/antrean/{id}/lepas")]
pub(super) async fn lepas(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<CetakView>, Problem> {
    pindahkan(&state, &pelaku, id.into_inner(), LangkahCetak::Lepas).await
}

/// Queue a card again
///
/// One that was held back or given back. What held it back is judged anew; it stays held when that still stands.
#[utoipa::path(
    tag = "kartu",
    operation_id = "ulangCetak",
    params(("id" = Uuid, Path, description = "The print job")),
    responses((status = OK, description = "The print job", body = CetakView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kartu.cetak"))),
)]
#[post("/v1/kartu/antrean/{id}/ulang")]
pub(super) async fn ulang(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<CetakView>, Problem> {
    pindahkan(&state, &pelaku, id.into_inner(), LangkahCetak::Ulang).await
}

async fn hasil(
    state: &AppState,
    pelaku: &loket_domain::akses::Pelaku,
    id: Uuid,
    hasil: HasilCetak,
) -> Result<Json<CetakView>, Problem> {
    let catat = CatatHasilCetak { id: CetakId::new(id), hasil };
    Ok(Json(catat.execute(&state.ports, pelaku).await?.into()))
}

/// Record a printed card
///
/// It takes one blank card. With the last card of the case, all of them wait for the applicant and the SOP step may be
/// decided. Recording it again changes nothing.
#[utoipa::path(
    tag = "kartu",
    operation_id = "catatTercetak",
    params(("id" = Uuid, Path, description = "The print job")),
    request_body = TercetakRequest,
    responses((status = OK, description = "The print job", body = CetakView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kartu.cetak"))),
)]
#[post("/v1/kartu/antrean/{id}/tercetak")]
pub(super) async fn tercetak(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<TercetakRequest>)>,
) -> Result<Json<CetakView>, Problem> {
    let keluar = HasilCetak::Tercetak { nomor_seri: isi.nomor_seri };
    hasil(&state, &pelaku, id.into_inner(), keluar).await
}

/// Record a spoilt card
///
/// It takes one blank card, and the job goes to the head of the queue; after three it is given back instead.
#[utoipa::path(
    tag = "kartu",
    operation_id = "catatRusak",
    params(("id" = Uuid, Path, description = "The print job")),
    request_body = RusakRequest,
    responses((status = OK, description = "The print job", body = CetakView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kartu.cetak"))),
)]
#[post("/v1/kartu/antrean/{id}/rusak")]
pub(super) async fn rusak(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<RusakRequest>)>,
) -> Result<Json<CetakView>, Problem> {
    let keluar = HasilCetak::Rusak {
        sebab: isi.sebab.into(),
        nomor_seri: isi.nomor_seri,
        catatan: isi.catatan.map(Rahasia::new),
    };
    hasil(&state, &pelaku, id.into_inner(), keluar).await
}

/// Give a card back
///
/// It cannot be printed: who decides the SOP step is told, and decides.
#[utoipa::path(
    tag = "kartu",
    operation_id = "kembalikanCetak",
    params(("id" = Uuid, Path, description = "The print job")),
    request_body = KembaliRequest,
    responses((status = OK, description = "The print job", body = CetakView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kartu.cetak"))),
)]
#[post("/v1/kartu/antrean/{id}/kembali")]
pub(super) async fn kembali(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<KembaliRequest>)>,
) -> Result<Json<CetakView>, Problem> {
    let keluar =
        HasilCetak::Kembali { sebab: isi.sebab.into(), catatan: isi.catatan.map(Rahasia::new) };
    hasil(&state, &pelaku, id.into_inner(), keluar).await
}
