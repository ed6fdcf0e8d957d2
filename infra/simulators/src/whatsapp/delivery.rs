//! Webhook delivery: signing, posting, retrying with growing pauses, and the handshake.

use std::{sync::Arc, time::Duration};

use actix_web::web::Bytes;
use serde::Serialize;
use serde_json::Value;

use super::{
    config::SimError,
    faults::take,
    journal::Record,
    payload::{meta_json, sign},
    state::{Leftover, Shared},
};

/// What a callback answered.
#[derive(Clone, Debug, Serialize)]
pub struct WebhookAnswer {
    /// HTTP status.
    pub status: u16,
    /// The body, as text.
    pub body: String,
}

impl Shared {
    /// Sends a webhook to the app's callback until it answers 200, `copies` times at once.
    pub(super) fn enqueue(self: &Arc<Self>, app_id: &str, payload: &Value, copies: usize) {
        let body = meta_json(payload);
        for _ in 0..copies {
            let id = {
                let mut state = self.state();
                let id = state.next_webhook;
                state.next_webhook += 1;
                state.journal.write(&Record::Queued {
                    id,
                    app_id: app_id.to_owned(),
                    body: body.clone(),
                });
                id
            };
            self.deliver(Leftover { id, app_id: app_id.to_owned(), body: body.clone() });
        }
    }

    /// Sends what an earlier run could not deliver.
    pub(super) fn resume(self: &Arc<Self>) {
        let leftovers = std::mem::take(&mut self.state().leftovers);
        for leftover in leftovers {
            self.deliver(leftover);
        }
    }

    fn deliver(self: &Arc<Self>, webhook: Leftover) {
        let shared = Arc::clone(self);
        self.spawn(async move {
            shared.deliver_until_taken(&webhook.app_id, webhook.body.into()).await;
            shared.state().journal.write(&Record::Settled { id: webhook.id });
        });
    }

    async fn deliver_until_taken(&self, app_id: &str, body: Bytes) {
        let mut attempt = 0_u32;
        loop {
            let outcome = self.post_once(app_id, body.clone()).await;
            match &outcome {
                Ok(answer) if answer.status == 200 => return,
                Ok(answer) => tracing::debug!(app_id, status = answer.status, "webhook refused"),
                Err(error) => tracing::debug!(app_id, %error, "webhook not delivered"),
            }
            let (max, first, cap) = {
                let faults = &self.state().faults;
                (
                    faults.webhook_max_attempts,
                    faults.webhook_retry_first_ms,
                    faults.webhook_retry_cap_ms,
                )
            };
            attempt += 1;
            if attempt >= max {
                tracing::warn!(app_id, attempt, "webhook given up");
                return;
            }
            let wait = first.saturating_mul(1 << attempt.min(20).saturating_sub(1)).min(cap);
            self.pause(Duration::from_millis(wait)).await;
        }
    }

    /// One signed POST, with the faults that spoil signatures.
    pub(super) async fn post_once(
        &self,
        app_id: &str,
        body: Bytes,
    ) -> Result<WebhookAnswer, SimError> {
        let app = self.app(app_id)?;
        let (url, wrong_secret, missing, prefix, altered, timeout) = {
            let mut state = self.state();
            let url = state.callbacks.get(&app.app_id).cloned().unwrap_or_default();
            if url.is_empty() {
                return Err(SimError::Invalid(format!("app {app_id} has no callback yet")));
            }
            let faults = &mut state.faults;
            (
                url,
                take(&mut faults.wrong_secret),
                take(&mut faults.missing_signature),
                if take(&mut faults.wrong_prefix) { "sha1" } else { "sha256" },
                take(&mut faults.altered_byte),
                Duration::from_millis(faults.webhook_timeout_ms),
            )
        };
        let secret = if wrong_secret { "not-the-secret" } else { &app.app_secret };
        let signature = sign(secret, &body);
        let body = if altered { alter(&body) } else { body };
        let mut request = self
            .client
            .post(url)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("User-Agent", "facebookexternalua");
        if !missing {
            request = request.header("X-Hub-Signature-256", format!("{prefix}={signature}"));
        }
        answer(request.body(body).send().await?).await
    }

    /// The verification handshake: true when the callback echoed the challenge.
    pub(super) async fn handshake(&self, app_id: &str) -> Result<bool, SimError> {
        let app = self.app(app_id)?;
        let (url, challenge) = {
            let mut state = self.state();
            let challenge = state.rng.between(100_000_000, 4_000_000_000).to_string();
            (state.callbacks.get(&app.app_id).cloned().unwrap_or_default(), challenge)
        };
        let request = self.client.get(url).query(&[
            ("hub.mode", "subscribe"),
            ("hub.challenge", challenge.as_str()),
            ("hub.verify_token", app.verify_token.as_str()),
        ]);
        let answer = answer(request.timeout(Duration::from_secs(10)).send().await?).await?;
        Ok(answer.status == 200 && answer.body == challenge)
    }
}

async fn answer(response: reqwest::Response) -> Result<WebhookAnswer, SimError> {
    let status = response.status().as_u16();
    Ok(WebhookAnswer { status, body: response.text().await? })
}

/// The body with one digit changed, still JSON.
fn alter(body: &Bytes) -> Bytes {
    let mut bytes = body.to_vec();
    if let Some(digit) = bytes.iter_mut().rfind(|b| b.is_ascii_digit()) {
        *digit = if *digit == b'9' { b'0' } else { *digit + 1 };
    }
    bytes.into()
}
