//! What the SDK's errors mean to a caller.

use std::error::Error as StdError;

use aws_sdk_s3::{
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
};
use loket_domain::galat::PortError;

const SISTEM: &str = "s3";

/// A failure in words: the SDK's own `Display` says only "service error".
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct GalatS3(String);

/// The object is larger than the caller can take.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("objek lebih besar dari {0} byte")]
pub(super) struct TerlaluBesar(pub(super) u64);

/// Tells a server that may come back from a mistake of ours.
pub(super) fn dari_sdk<E>(error: &SdkError<E, HttpResponse>) -> PortError
where
    E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
{
    let sementara = match error {
        SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) | SdkError::ResponseError(_) => {
            true
        }
        SdkError::ServiceError(jawaban) => {
            let status = jawaban.raw().status().as_u16();
            status >= 500 || status == 429 || status == 408
        }
        _ => false,
    };
    let kata = GalatS3(uraian(error));
    if sementara { PortError::tidak_tersedia(SISTEM, kata) } else { PortError::tak_terduga(kata) }
}

/// The status the server answered with, if it answered.
pub(super) fn status<E>(error: &SdkError<E, HttpResponse>) -> Option<u16> {
    error.raw_response().map(|jawaban| jawaban.status().as_u16())
}

/// The connection broke while the object was being read, or took too long.
pub(super) fn putus(error: &(dyn StdError + 'static)) -> PortError {
    PortError::tidak_tersedia(SISTEM, GalatS3(uraian(error)))
}

/// The error and its causes, on one line.
fn uraian(error: &(dyn StdError + 'static)) -> String {
    let mut bagian = vec![error.to_string()];
    let mut sebab = error.source();
    while let Some(error) = sebab {
        bagian.push(error.to_string());
        sebab = error.source();
    }
    bagian.dedup();
    bagian.join(": ")
}
