//! JSON bodies of the v2 API, as the host reads and writes them.

use serde::{Deserialize, Serialize};

use super::appearance::Visible;

/// Body of `POST /api/v2/sign/pdf`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SignRequest {
    pub(super) nik: Option<String>,
    pub(super) passphrase: Option<String>,
    #[serde(default)]
    pub(super) signature_properties: Vec<SignatureProperty>,
    #[serde(default)]
    pub(super) file: Vec<String>,
}

/// How one file is to be signed.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct SignatureProperty {
    tampilan: String,
    page: Option<u32>,
    origin_x: Option<f32>,
    origin_y: Option<f32>,
    width: Option<f32>,
    height: Option<f32>,
    pub(super) location: Option<String>,
    pub(super) reason: Option<String>,
}

impl SignatureProperty {
    /// Where to draw, when `tampilan` asks for it.
    pub(super) fn visible(&self) -> Option<Visible> {
        self.tampilan.eq_ignore_ascii_case("visible").then(|| Visible {
            page: self.page.unwrap_or(1),
            origin_x: self.origin_x.unwrap_or(0.0),
            origin_y: self.origin_y.unwrap_or(0.0),
            width: self.width.unwrap_or(180.0),
            height: self.height.unwrap_or(60.0),
        })
    }
}

/// Answer of a successful sign call.
#[derive(Serialize)]
pub(super) struct SignAnswer {
    pub(super) time: u64,
    pub(super) file: Vec<String>,
}

/// Body of `POST /api/v2/user/check/status`.
#[derive(Deserialize)]
pub(super) struct StatusRequest {
    pub(super) nik: Option<String>,
}

/// Body of `POST /api/v2/verify/pdf`.
#[derive(Deserialize)]
pub(super) struct VerifyRequest {
    pub(super) file: String,
}

/// Body of `POST /sim/faults`.
#[derive(Deserialize)]
pub(super) struct FaultRequest {
    pub(super) fault: super::faults::Fault,
    /// For this signer and until cleared; otherwise for the next calls.
    pub(super) nik: Option<String>,
    pub(super) count: Option<usize>,
}
