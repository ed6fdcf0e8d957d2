//! Cases that follow by themselves: what one service has to issue before another can begin (K-16: akta, then KIA).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{nilai::Kode, ungkapan::Ungkapan};

/// A case of another service that is registered by itself once a product of this one is issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Susulan {
    /// The service of the case that follows.
    pub layanan: Kode,
    /// The product of this service whose issue starts it.
    pub setelah: Kode,
    /// For which cases of this service; for all, when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jika: Option<Ungkapan>,
    /// The fields of the service that follows, each answered by a field of this one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub isian: BTreeMap<Kode, Kode>,
    /// Papers of the service that follows, each answered by a paper of this one: nobody sends them twice.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub berkas: BTreeMap<Kode, Kode>,
    /// The paper of the service that follows which the issued product itself answers; a PDF with an electronic signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hasil: Option<Kode>,
}
