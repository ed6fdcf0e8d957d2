//! Things that samples refer to.

use serde_json::{Value, json};

/// A media id.
pub(super) const MEDIA_ID: &str = "1003383421387256";
/// A SHA-256 in base64, as webhooks have it.
pub(super) const HASH_BASE64: &str = "3F0wXQYAUQ2mYQFOvjVrmO3uqQQ+mUJzKxkG0XsAQsE=";
/// A message of the office.
pub(super) const REFERENCE: &str = "wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABEYEjAwMDAwMDAwMDAwMDAwMDAwMAA=";

/// The context of a forwarded message.
pub(super) fn forwarded(frequently: bool) -> Value {
    let name = if frequently { "frequently_forwarded" } else { "forwarded" };
    json!({ name: true })
}

/// Where a resident came from: an advertisement.
pub(super) fn referral() -> Value {
    json!({
        "source_url": "https://fb.me/3cr4Wqqkv", "source_id": "120226305854810726", "source_type": "ad",
        "headline": "Layanan Dukcapil", "body": "Urus akta dari rumah", "media_type": "image",
        "image_url": "https://scontent.contoh.id/x.jpg", "ctwa_clid": "Aff-n8ZTODiE79d22KtAwQKj9e",
    })
}
