//! Media: bytes, their metadata and how long Meta keeps them.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use actix_web::web::Bytes;
use ring::{digest, hmac};
use serde::{Deserialize, Serialize};

use super::entry::LedgerMedia;

/// A download url lives five minutes.
pub(super) const URL_LIFE_MS: i64 = 5 * 60 * 1000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Where a media object came from; it decides how long its id lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Origin {
    /// Sent by a resident: the id lives 7 days.
    Resident,
    /// Uploaded through the API: the id lives 30 days.
    Upload,
    /// Fetched by the simulator from a link: no id is ever given out.
    Link,
}

/// One media object. The bytes outlive the id, for the ledger.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct MediaItem {
    pub(super) id: String,
    pub(super) phone_number_id: String,
    pub(super) mime_type: String,
    pub(super) filename: Option<String>,
    pub(super) sha256: String,
    pub(super) created_ms: i64,
    pub(super) origin: Origin,
    #[serde(default)]
    pub(super) deleted: bool,
    #[serde(skip)]
    pub(super) bytes: Bytes,
}

impl MediaItem {
    /// An item over these bytes.
    pub(super) fn new(
        id: String,
        phone_number_id: &str,
        mime_type: &str,
        bytes: Bytes,
        created_ms: i64,
        origin: Origin,
    ) -> Self {
        Self {
            id,
            phone_number_id: phone_number_id.to_owned(),
            mime_type: mime_type.to_owned(),
            filename: None,
            sha256: hex::encode(digest::digest(&digest::SHA256, &bytes)),
            created_ms,
            origin,
            deleted: false,
            bytes,
        }
    }

    /// Whether the Graph API still knows the id.
    pub(super) fn known_at(&self, now_ms: i64) -> bool {
        let days = match self.origin {
            Origin::Resident => 7,
            Origin::Upload => 30,
            Origin::Link => 0,
        };
        !self.deleted && now_ms < self.created_ms + days * DAY_MS
    }

    /// The ledger's view, under the name the resident sees.
    pub(super) fn to_ledger(&self, filename: Option<String>) -> LedgerMedia {
        LedgerMedia {
            media_id: self.id.clone(),
            mime_type: self.mime_type.clone(),
            filename: filename.or_else(|| self.filename.clone()),
            sha256: self.sha256.clone(),
            size: self.bytes.len(),
        }
    }
}

/// All media, in memory and, with a directory, on disk.
#[derive(Debug)]
pub(super) struct MediaStore {
    items: HashMap<String, MediaItem>,
    dir: Option<PathBuf>,
    key: hmac::Key,
}

impl MediaStore {
    /// A store that signs its download urls with a key made from the seed.
    pub(super) fn open(seed: u64, data_dir: Option<&Path>) -> std::io::Result<Self> {
        let dir = data_dir.map(|dir| dir.join("media"));
        let mut items = HashMap::new();
        if let Some(dir) = &dir {
            std::fs::create_dir_all(dir)?;
            for file in std::fs::read_dir(dir)? {
                let path = file?.path();
                if path.extension().is_none_or(|e| e != "json") {
                    continue;
                }
                let Ok(mut item) = serde_json::from_slice::<MediaItem>(&std::fs::read(&path)?)
                else {
                    continue;
                };
                item.bytes = std::fs::read(path.with_extension("bin")).unwrap_or_default().into();
                items.insert(item.id.clone(), item);
            }
        }
        let key = hmac::Key::new(hmac::HMAC_SHA256, &seed.to_be_bytes());
        Ok(Self { items, dir, key })
    }

    pub(super) fn contains(&self, id: &str) -> bool {
        self.items.contains_key(id)
    }

    pub(super) fn get(&self, id: &str) -> Option<&MediaItem> {
        self.items.get(id)
    }

    /// Keeps the item.
    pub(super) fn put(&mut self, item: MediaItem) {
        if let Err(error) = self.save(&item) {
            tracing::warn!(%error, "the simulator's media could not be written");
        }
        self.items.insert(item.id.clone(), item);
    }

    /// Forgets the id; the bytes stay for the ledger.
    pub(super) fn delete(&mut self, id: &str) {
        if let Some(item) = self.items.get(id) {
            self.put(MediaItem { deleted: true, ..item.clone() });
        }
    }

    fn save(&self, item: &MediaItem) -> std::io::Result<()> {
        let Some(dir) = &self.dir else { return Ok(()) };
        std::fs::write(dir.join(&item.id).with_extension("bin"), &item.bytes)?;
        let json = serde_json::to_vec(item).map_err(std::io::Error::other)?;
        std::fs::write(dir.join(&item.id).with_extension("json"), json)
    }

    /// Path and query of a download that works until `URL_LIFE_MS` from now.
    pub(super) fn download_path(&self, id: &str, now_ms: i64) -> String {
        let ext = now_ms + URL_LIFE_MS;
        let hash = self.url_hash(id, ext);
        format!(
            "/lookaside/whatsapp_business/attachments/?mid={id}&source=getMedia&ext={ext}&hash={hash}"
        )
    }

    /// The item behind a download url, unless the url is forged or too old, or the id is gone.
    pub(super) fn by_url(&self, id: &str, ext: i64, hash: &str, now_ms: i64) -> Option<&MediaItem> {
        if ext < now_ms || self.url_hash(id, ext) != hash {
            return None;
        }
        self.get(id).filter(|item| item.known_at(now_ms))
    }

    fn url_hash(&self, id: &str, ext: i64) -> String {
        let tag = hmac::sign(&self.key, format!("{id}|{ext}").as_bytes());
        hex::encode(&tag.as_ref()[..16])
    }
}

const MB: usize = 1024 * 1024;

/// The largest file Meta takes of a type; `None` for a type it does not take.
pub(super) fn size_limit(mime_type: &str) -> Option<usize> {
    match mime_type {
        "image/jpeg" | "image/png" => Some(5 * MB),
        "image/webp" => Some(500 * 1024),
        "audio/aac" | "audio/amr" | "audio/mpeg" | "audio/mp4" | "audio/ogg" | "audio/opus"
        | "video/mp4" | "video/3gpp" => Some(16 * MB),
        "text/plain"
        | "application/pdf"
        | "application/msword"
        | "application/vnd.ms-excel"
        | "application/vnd.ms-powerpoint"
        | "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        | "application/vnd.openxmlformats-officedocument.presentationml.presentation" => {
            Some(100 * MB)
        }
        _ => None,
    }
}

/// Whether this kind of message can carry this type at all.
pub(super) fn carries(kind: &str, mime_type: &str) -> bool {
    match kind {
        "image" => matches!(mime_type, "image/jpeg" | "image/png"),
        "video" | "audio" => mime_type.starts_with(kind),
        "sticker" => mime_type == "image/webp",
        _ => !mime_type.starts_with("image/") && !mime_type.starts_with("audio/"),
    }
}

/// Whether a file may be sent as this kind of message: its type and its size.
pub(super) fn fits(kind: &str, mime_type: &str, bytes: &[u8]) -> bool {
    let limit = match kind {
        "sticker" if !animated(bytes) => Some(100 * 1024),
        // Documents of any type are shown as files.
        "document" => Some(100 * MB),
        _ => size_limit(mime_type),
    };
    (kind == "document" || carries(kind, mime_type))
        && limit.is_some_and(|most| bytes.len() <= most)
}

/// Whether a WebP picture moves: the animation flag of its extended header.
pub(super) fn animated(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF")
        && bytes.get(8..16) == Some(b"WEBPVP8X")
        && bytes.get(20).is_some_and(|flags| flags & 0x02 != 0)
}

/// The MIME type the bytes themselves show, for the kinds that matter here.
pub(super) fn sniff(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'%', b'P', b'D', b'F', ..] => Some("application/pdf"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}
