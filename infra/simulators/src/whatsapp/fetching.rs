//! Files that offices send: fetched from links as Meta does, and checked against what they claim to be.

use super::{
    config::SimNumber,
    journal::Record,
    media::{Origin, fits, sniff},
    payload::Failure,
    shared::Shared,
    status::Link,
};

const MEDIA_UPLOAD: Failure = Failure {
    code: 131_053,
    title: "Media upload error",
    details: "Unable to fetch the media from the link, or its content does not match its type.",
};

impl Shared {
    /// Fetches a file that was sent by link and shows it to the resident.
    pub(super) async fn fetch_link(
        &self,
        number: &SimNumber,
        wamid: &str,
        link: Link,
    ) -> Result<(), Failure> {
        let fetched = async {
            let request = self.client.get(&link.url).timeout(std::time::Duration::from_secs(15));
            let response = request.send().await?.error_for_status()?;
            let mime = response
                .headers()
                .get("content-type")
                .and_then(|v| v.to_str().ok())
                .and_then(|v| v.split(';').next())
                .map(|v| v.trim().to_owned());
            Ok::<_, reqwest::Error>((mime, response.bytes().await?))
        };
        let (mime, bytes) = fetched.await.map_err(|error| {
            tracing::debug!(%error, url = link.url, "media link");
            MEDIA_UPLOAD
        })?;
        let sniffed = sniff(&bytes);
        let mime = mime
            .filter(|m| m != "application/octet-stream" && m != "binary/octet-stream")
            .or(sniffed.map(str::to_owned))
            .unwrap_or_else(|| "application/octet-stream".to_owned());
        if sniffed.is_some_and(|s| s != mime) || !fits(&link.kind, &mime, &bytes) {
            return Err(MEDIA_UPLOAD);
        }
        let now = self.clock.now_ms();
        let mut state = self.state();
        let item = state.add_media(&number.phone_number_id, &mime, None, bytes, now, Origin::Link);
        let media = item.to_ledger(link.filename);
        if state.journal.keeps() {
            state.journal.write(&Record::Media { wamid: wamid.to_owned(), media: media.clone() });
        }
        state.ledger.change(wamid, |entry| entry.media = Some(media));
        Ok(())
    }

    /// 131053 when uploaded bytes are not what their type says, or too large for their kind of message.
    pub(super) fn media_mismatch(&self, wamid: &str) -> Option<Failure> {
        let state = self.state();
        let entry = state.ledger.find(wamid)?;
        let item = state.media.get(&entry.media.as_ref()?.media_id)?;
        let lies = sniff(&item.bytes).is_some_and(|sniffed| sniffed != item.mime_type);
        let sticker_too_big =
            entry.kind == "sticker" && !fits("sticker", &item.mime_type, &item.bytes);
        (lies || sticker_too_big).then_some(MEDIA_UPLOAD)
    }
}
