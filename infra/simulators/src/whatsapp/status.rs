//! What happens to a message after it was accepted: sent, delivered, perhaps read, or failed.

use std::{sync::Arc, time::Duration};

use super::{
    config::SimNumber,
    journal::Record,
    ledger::LedgerStatus,
    media::{Origin, sniff},
    payload::{self, Failure},
    state::Shared,
};

const MEDIA_UPLOAD: Failure = Failure {
    code: 131_053,
    title: "Media upload error",
    details: "Unable to fetch the media from the link, or its content does not match its type.",
};

impl Shared {
    /// Lets the statuses of an accepted message follow, `failure` instead of success.
    pub(super) fn follow(
        self: &Arc<Self>,
        number: &SimNumber,
        wamid: &str,
        link: Option<Link>,
        failure: Option<Failure>,
    ) {
        let (shared, number, wamid) = (Arc::clone(self), number.clone(), wamid.to_owned());
        self.spawn(async move {
            let failure = match (failure, link) {
                (None, Some(link)) => shared.fetch_link(&number, &wamid, link).await.err(),
                (failure, _) => failure.or_else(|| shared.media_mismatch(&wamid)),
            };
            shared.report(&number, &wamid, failure).await;
        });
    }

    async fn report(self: &Arc<Self>, number: &SimNumber, wamid: &str, failure: Option<Failure>) {
        let faults = self.state().faults.clone();
        let mut steps = match (failure, faults.read_without_delivered, faults.read_receipts) {
            (Some(_), ..) => vec!["failed"],
            (None, true, _) => vec!["sent", "read"],
            (None, false, true) => vec!["sent", "delivered", "read"],
            (None, false, false) => vec!["sent", "delivered"],
        };
        let first_after_sent = steps.get(1).copied();
        if faults.statuses_out_of_order {
            steps.reverse();
        }
        for status in steps {
            let wait = {
                let mut state = self.state();
                let (low, high) =
                    (state.faults.status_latency_min_ms, state.faults.status_latency_max_ms);
                state.rng.between(low, high)
            };
            tokio::time::sleep(Duration::from_millis(wait)).await;
            while self.state().faults.hold_statuses {
                self.pause(Duration::from_millis(250)).await;
            }
            let priced = status == "sent" || Some(status) == first_after_sent;
            self.report_one(number, wamid, status, priced && failure.is_none(), failure);
        }
    }

    fn report_one(
        self: &Arc<Self>,
        number: &SimNumber,
        wamid: &str,
        status: &str,
        priced: bool,
        failure: Option<Failure>,
    ) {
        let at = self.clock.now_ms();
        let (body, copies) = {
            let mut state = self.state();
            let code = failure.map(|f| f.code);
            state.record_status(wamid, LedgerStatus { status: status.to_owned(), at, code });
            let twice = state.faults.duplicate_statuses;
            let copies = 1 + usize::from(state.rng.chance(twice));
            let Some(entry) = state.ledger.find(wamid) else { return };
            (payload::status(number, entry, status, at, priced, failure), copies)
        };
        self.enqueue(&number.app_id, &body, copies);
    }

    /// Fetches a file that was sent by link, as Meta does, and shows it to the resident.
    async fn fetch_link(&self, number: &SimNumber, wamid: &str, link: Link) -> Result<(), Failure> {
        let fetched = async {
            let request = self.client.get(&link.url).timeout(Duration::from_secs(15));
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
        if sniffed.is_some_and(|s| s != mime) {
            return Err(MEDIA_UPLOAD);
        }
        let now = self.clock.now_ms();
        let mut state = self.state();
        let item = state.add_media(&number.phone_number_id, &mime, None, bytes, now, Origin::Link);
        let media = item.to_ledger(link.filename);
        state.journal.write(&Record::Media { wamid: wamid.to_owned(), media: media.clone() });
        if let Some(entry) = state.ledger.find_mut(wamid) {
            entry.media = Some(media);
        }
        Ok(())
    }

    /// 131053 when uploaded bytes are not what their type says.
    fn media_mismatch(&self, wamid: &str) -> Option<Failure> {
        let state = self.state();
        let media = state.ledger.find(wamid)?.media.as_ref()?;
        let item = state.media.get(&media.media_id)?;
        sniff(&item.bytes).filter(|sniffed| *sniffed != item.mime_type).map(|_| MEDIA_UPLOAD)
    }
}

/// A file given by address instead of by media id.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) url: String,
    pub(super) filename: Option<String>,
}
