//! The OpenAPI document, built from the routes that are served.

pub(super) mod galat;
#[cfg(test)]
mod uji;

use std::sync::LazyLock;

use actix_web::App;
use serde_json::Value;
use utoipa::{
    OpenApi,
    openapi::{
        Components,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_actix_web::AppExt;

use super::problem::{IsianSalah, ProblemView};

/// The extension that names the permission of an operation.
const X_IZIN: &str = "x-izin";
/// The extension of operations that ask for a proof of the last five minutes.
const X_SEGAR: &str = "x-segar";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Loket",
        version = env!("CARGO_PKG_VERSION"),
        description = "Civil registration over WhatsApp, one service counter for every regency.\n\n\
            Officers log in with `masuk` and send the access token as `Authorization: Bearer`. The token says which \
            office it is for; nothing else of a request can change that. Refusals are RFC 9457 problem details with a \
            stable `kode`. Lists are paged: send `berikut` of one page as `sesudah` for the next. Times are RFC 3339.",
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT"),
    ),
    components(schemas(ProblemView, IsianSalah)),
    tags(
        (name = "publik", description = "Offices and what they offer; for everybody"),
        (name = "sesi", description = "Logging in and out"),
        (name = "permohonan", description = "Cases, their timeline, kartu kendali and papers"),
        (name = "dokumen", description = "Drafts and signed documents"),
        (name = "penyerahan", description = "Hand-overs: ledger, choices, trips, letters of conveyance, recalls"),
        (name = "percakapan", description = "Conversations with residents, quick replies, live updates, the daily check"),
        (name = "forum", description = "The Forum: notes at cases, and requests that employees dropped"),
        (name = "tugas", description = "The work of officers: queue, decisions, electronic signature"),
        (name = "tte", description = "The signing desk: queue, bundles, unknown outcomes, those who sign"),
        (name = "paket", description = "The configuration of an office as one pack"),
        (name = "akses", description = "Officers, roles, units, teams, Plh and Plt"),
        (name = "klien", description = "Programs of the office: keys, and what they are told"),
        (name = "kalender", description = "Working hours, holidays, deadlines"),
        (name = "teks", description = "What residents read in chat, in the office's own words and languages"),
        (name = "sop", description = "SOP versions: drafts, checks, publishing, retiring, moving running cases"),
        (name = "cetak", description = "Sheets for paper and wall: SOP-AP and kartu kendali"),
        (name = "kartu", description = "Cards: print queue, printers, blank cards, who may have a KIA"),
        (name = "loket", description = "The counter: shelf, collections, withdrawn cards, queue and board"),
        (name = "laporan", description = "The daily report of collections and deliveries"),
        (name = "audit", description = "The audit trail: who did what, and who read personal data"),
        (name = "privasi", description = "Personal data: revealing, requests of their subjects, retention, register, breaches"),
        (name = "operasi", description = "What failed or hangs, and interruptions of the office's work"),
        (name = "whatsapp", description = "Message templates, and the webhook that Meta calls"),
        (name = "sistem", description = "Health, metrics, this document"),
    ),
)]
struct Dasar;

/// The document: pretty, in a stable order, with a newline at the end.
pub fn openapi_json() -> String {
    DOKUMEN.clone()
}

static DOKUMEN: LazyLock<String> = LazyLock::new(|| {
    let mut teks = serde_json::to_string_pretty(&dokumen()).unwrap_or_default();
    teks.push('\n');
    teks
});

/// The document as it is served.
pub(super) fn teks() -> &'static str {
    &DOKUMEN
}

/// Every path with the methods it has, as `Allow` names them.
pub(super) fn metode_per_jalur() -> Vec<(String, String)> {
    operasi(&dokumen()).into_iter().fold(Vec::new(), |mut semua, (jalur, metode, _)| {
        let metode = metode.to_uppercase();
        match semua.last_mut() {
            Some((sama, daftar)) if *sama == jalur => *daftar = format!("{daftar}, {metode}"),
            _ => semua.push((jalur, metode)),
        }
        semua
    })
}

fn dokumen() -> Value {
    let (_, mut openapi) = App::new()
        .into_utoipa_app()
        .openapi(Dasar::openapi())
        .configure(super::rute)
        .split_for_parts();
    let komponen = openapi.components.get_or_insert_with(Components::new);
    komponen.responses.extend(galat::komponen());
    komponen.add_security_scheme(
        "bearer",
        SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .bearer_format("JWT")
                .description(Some(
                    "The access token of a session, good for 15 minutes; or the key of a program of the office, `lk_…`, \
                     which opens what `bacaKlien` says.",
                ))
                .build(),
        ),
    );
    komponen.add_security_scheme(
        "tanda_tangan_meta",
        SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(
            "X-Hub-Signature-256",
            "HMAC-SHA256 of the raw body under the secret of the app: `sha256=` and lower-case hex.",
        ))),
    );
    let mut dokumen = serde_json::to_value(&openapi).unwrap_or_default();
    sebut_izin(&mut dokumen);
    urutkan_tambahan(&mut dokumen);
    sebut_u32(&mut dokumen);
    dokumen
}

/// `int32` that begins at zero or above is a `u32` here: clients must not think that it ends at 2^31.
fn sebut_u32(nilai: &mut Value) {
    match nilai {
        Value::Object(isi) => {
            let kecil = isi.get("format").and_then(Value::as_str) == Some("int32")
                && isi.get("minimum").and_then(Value::as_i64).is_some_and(|paling| paling >= 0);
            if kecil {
                isi.insert("format".to_owned(), Value::from("int64"));
                isi.entry("maximum").or_insert_with(|| Value::from(u32::MAX));
            }
            isi.values_mut().for_each(sebut_u32);
        }
        Value::Array(semua) => semua.iter_mut().for_each(sebut_u32),
        _ => {}
    }
}

/// Says in every description which permission the operation needs, from its extension.
fn sebut_izin(dokumen: &mut Value) {
    let Some(jalur) = dokumen.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for operasi in jalur.values_mut().filter_map(Value::as_object_mut).flat_map(|m| m.values_mut())
    {
        let kata = if operasi.get(X_IZIN).is_some_and(Value::is_object) { " and " } else { " or " };
        let izin: Vec<String> = izin(operasi).map(|satu| format!("`{satu}`")).collect();
        let kalimat = match (izin.is_empty(), operasi.get("security")) {
            (false, _) => format!("Permission: {}.", izin.join(kata)),
            (true, Some(_)) => "Permission: none besides a valid credential.".to_owned(),
            (true, None) => "Permission: none, public.".to_owned(),
        };
        let kalimat = match operasi.get(X_SEGAR) {
            Some(_) => format!(
                "{kalimat} The session must be confirmed within five minutes before (`konfirmasiSesi`)."
            ),
            None => kalimat,
        };
        let lama = operasi.get("description").and_then(Value::as_str).unwrap_or_default();
        // Doc comments are wrapped for this code; readers wrap for themselves.
        let alinea: Vec<String> = lama.split("\n\n").map(|satu| satu.replace('\n', " ")).collect();
        let baru = format!("{}\n\n{kalimat}", alinea.join("\n\n"));
        operasi["description"] = Value::String(baru.trim().to_owned());
    }
}

/// Puts extensions last and in one order: they come from a map that has none.
fn urutkan_tambahan(dokumen: &mut Value) {
    let Some(jalur) = dokumen.get_mut("paths").and_then(Value::as_object_mut) else { return };
    let semua = jalur.values_mut().filter_map(Value::as_object_mut).flat_map(|m| m.values_mut());
    for operasi in semua.filter_map(Value::as_object_mut) {
        let mut bidang: Vec<_> = std::mem::take(operasi).into_iter().collect();
        bidang.sort_by_key(|(nama, _)| nama.starts_with("x-").then(|| nama.clone()));
        operasi.extend(bidang);
    }
}

/// The permissions of an operation. Its extension is one code, a list of which one is enough, or `{ "semua": [...] }`, of
/// which all are needed.
fn izin(operasi: &Value) -> impl Iterator<Item = &str> {
    let izin = operasi.get(X_IZIN);
    let daftar = izin.map(|izin| izin.get("semua").unwrap_or(izin)).and_then(Value::as_array);
    izin.into_iter().chain(daftar.into_iter().flatten()).filter_map(Value::as_str)
}

/// Path, method and operation of everything in the document.
fn operasi(dokumen: &Value) -> Vec<(String, String, Value)> {
    let jalur = dokumen.get("paths").and_then(Value::as_object);
    jalur
        .into_iter()
        .flatten()
        .flat_map(|(jalur, metode)| {
            metode
                .as_object()
                .into_iter()
                .flatten()
                .map(move |(metode, operasi)| (jalur.clone(), metode.clone(), operasi.clone()))
        })
        .collect()
}
