//! Errors in Meta's shape.

use actix_web::{HttpResponse, http::StatusCode};
use ring::digest;
use serde_json::json;

/// A refusal by the Graph API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GraphError {
    pub(super) status: u16,
    pub(super) code: i64,
    pub(super) subcode: Option<i64>,
    pub(super) message: String,
    pub(super) details: Option<String>,
}

impl GraphError {
    pub(super) fn new(status: u16, code: i64, message: impl Into<String>) -> Self {
        Self { status, code, subcode: None, message: message.into(), details: None }
    }

    pub(super) fn with_details(self, details: impl Into<String>) -> Self {
        Self { details: Some(details.into()), ..self }
    }

    /// 100 with subcode 33: no such object, or not for this token.
    pub(super) fn unknown_object(id: &str) -> Self {
        Self {
            subcode: Some(33),
            ..Self::new(
                400,
                100,
                format!(
                    "Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation"
                ),
            )
        }
    }

    /// 100: a parameter breaks a limit.
    pub(super) fn parameter(details: impl Into<String>) -> Self {
        Self::new(400, 100, "(#100) Invalid parameter").with_details(details)
    }

    /// 131009: a parameter has a value that is not allowed.
    pub(super) fn value(details: impl Into<String>) -> Self {
        Self::new(400, 131_009, "(#131009) Parameter value is not valid").with_details(details)
    }

    /// 131008: a parameter is missing.
    pub(super) fn missing(parameter: &str) -> Self {
        Self::new(400, 131_008, "(#131008) Required parameter is missing")
            .with_details(format!("Parameter '{parameter}' is required"))
    }

    /// The error by which a fault refuses a send.
    pub(super) fn injected(status: u16, code: i64) -> Self {
        let message = match code {
            0 => "Authentication failed",
            1 => "An unknown error occurred",
            2 => "Service temporarily unavailable",
            3 => "(#3) Application does not have the capability to make this API call.",
            4 => "(#4) Application request limit reached",
            10 => "(#10) Application does not have permission for this action",
            200 => "(#200) Permission denied",
            368 => "(#368) Temporarily blocked for policies violations",
            190 => "Error validating access token: Session has expired",
            80_007 => "(#80007) Rate limit issues",
            130_429 => "(#130429) Rate limit hit",
            131_000 => "(#131000) Something went wrong",
            131_005 => "(#131005) Access denied",
            131_021 => "(#131021) Recipient cannot be sender",
            131_031 => "(#131031) Business Account locked",
            131_016 => "(#131016) Service unavailable",
            131_026 => "(#131026) Message undeliverable",
            131_042 => "(#131042) Business eligibility payment issue",
            131_045 => "(#131045) Incorrect certificate",
            131_047 => "(#131047) Re-engagement message",
            131_048 => "(#131048) Spam rate limit hit",
            131_049 => "(#131049) Message not delivered to maintain healthy ecosystem engagement",
            131_050 => "(#131050) User has stopped marketing messages",
            131_051 => "(#131051) Unsupported message type",
            131_053 => "(#131053) Media upload error",
            133_004 => "(#133004) Server temporarily unavailable",
            133_010 => "(#133010) Phone number not registered",
            131_056 => "(#131056) (Business Account, Consumer Account) pair rate limit hit",
            131_057 => "(#131057) Account in maintenance mode",
            _ => "An unexpected error has occurred. Please retry your request later.",
        };
        Self::new(status, code, message).with_details("Injected by the simulator")
    }

    pub(super) fn response(&self) -> HttpResponse {
        let kind = if self.status >= 500 { "GraphMethodException" } else { "OAuthException" };
        let trace = digest::digest(&digest::SHA256, format!("{self:?}").as_bytes());
        let mut error = json!({ "message": self.message, "type": kind, "code": self.code });
        if let Some(subcode) = self.subcode {
            error["error_subcode"] = json!(subcode);
        }
        if let Some(details) = &self.details {
            error["error_data"] = json!({ "messaging_product": "whatsapp", "details": details });
        }
        error["fbtrace_id"] = json!(format!("A{}", hex::encode(&trace.as_ref()[..11])));
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        HttpResponse::build(status).json(json!({ "error": error }))
    }
}
