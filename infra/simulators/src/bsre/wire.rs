//! JSON bodies of the v2 API, as the host reads and writes them.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::Value;

use super::{
    appearance::{Placing, Visible},
    signing::{Api, Call, Credential, Property},
};

/// Body of `POST /api/v2/sign/pdf` and `POST /api/v2/seal/pdf`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SignRequest {
    nik: Option<String>,
    id_subscriber: Option<String>,
    passphrase: Option<String>,
    totp: Option<String>,
    #[serde(default)]
    signature_properties: Vec<SignatureProperty>,
    #[serde(default)]
    file: Vec<String>,
}

impl SignRequest {
    /// The call this body asks for; the error is a sentence for the host's 400.
    pub(super) fn call(self, api: Api) -> Result<Call, &'static str> {
        let who = if api == Api::Seal { self.id_subscriber } else { self.nik };
        let credential = match (self.passphrase, self.totp) {
            (Some(passphrase), None) if api != Api::Seal => Credential::Passphrase(passphrase),
            (None, Some(code)) => Credential::Totp(code),
            (None, None) => return Err("Passphrase atau TOTP harus diisi"),
            _ => return Err("Passphrase dan TOTP tidak boleh diisi bersamaan"),
        };
        let properties = self.signature_properties;
        Ok(Call {
            api,
            who: who.unwrap_or_default(),
            credential,
            properties: properties
                .into_iter()
                .map(SignatureProperty::read)
                .collect::<Result<_, _>>()?,
            files: self.file.iter().map(|file| STANDARD.decode(file).unwrap_or_default()).collect(),
        })
    }
}

/// How one file is to be signed.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct SignatureProperty {
    tampilan: String,
    image_base64: Option<String>,
    page: Option<u32>,
    origin_x: Option<f32>,
    origin_y: Option<f32>,
    width: Option<f32>,
    height: Option<f32>,
    #[serde(rename = "tag_koordinat")]
    tag: Option<String>,
    location: Option<String>,
    reason: Option<String>,
}

impl SignatureProperty {
    fn read(self) -> Result<Property, &'static str> {
        if self.tag.is_some() {
            return Err("tag_koordinat tidak ditemukan pada dokumen");
        }
        let visible = if self.tampilan.eq_ignore_ascii_case("visible") {
            let image = self.image_base64.filter(|image| !image.is_empty());
            let image = image
                .map(|image| STANDARD.decode(image))
                .transpose()
                .map_err(|_| "imageBase64 tidak valid")?;
            Some(Visible {
                page: self.page.unwrap_or(1),
                origin_x: self.origin_x.unwrap_or(0.0),
                origin_y: self.origin_y.unwrap_or(0.0),
                width: self.width.unwrap_or(180.0),
                height: self.height.unwrap_or(60.0),
                placing: Placing::V2,
                image,
            })
        } else {
            None
        };
        Ok(Property {
            visible,
            location: self.location.unwrap_or_default(),
            reason: self.reason.unwrap_or_default(),
        })
    }
}

/// Body of the calls about a person: state, one-time code, registration.
#[derive(Deserialize)]
pub(super) struct PersonRequest {
    pub(super) nik: Option<String>,
    pub(super) email: Option<String>,
    pub(super) data: Option<Value>,
    pub(super) nama: Option<String>,
}

/// Body of the calls about the seal.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SealRequest {
    pub(super) id_subscriber: Option<String>,
    pub(super) totp: Option<String>,
    pub(super) data: Option<Value>,
}

/// A number of files, which callers send as a number or as text.
pub(super) fn files(data: Option<&Value>) -> usize {
    match data {
        Some(Value::String(text)) => text.parse().unwrap_or(1),
        Some(number) => {
            number.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or(1)
        }
        None => 1,
    }
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
