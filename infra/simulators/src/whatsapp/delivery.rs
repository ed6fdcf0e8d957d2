//! Webhook delivery: signing, posting, retrying with growing pauses, and the handshake.

use std::{sync::Arc, time::Duration};

use actix_web::web::Bytes;
use serde::Serialize;

use super::{
    config::SimError,
    faults::take,
    hostile::Spoil,
    journal::Record,
    queue::{Leftover, Scope},
    shared::Shared,
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
    /// Sends what an earlier run could not deliver.
    pub(super) fn resume(self: &Arc<Self>) {
        let leftovers = std::mem::take(&mut self.state().leftovers);
        let now = self.clock.now_ms();
        for leftover in leftovers {
            self.deliver(leftover, now);
        }
    }

    /// Delivers a webhook from its moment on, in the background.
    pub(super) fn deliver(self: &Arc<Self>, webhook: Leftover, due: i64) {
        let shared = Arc::clone(self);
        self.spawn(async move {
            if due > shared.clock.now_ms() {
                shared.sleep_until(due).await;
            }
            shared.deliver_until_taken(&webhook).await;
            let mut state = shared.state();
            if state.journal.keeps() {
                state.journal.write(&Record::Settled { id: webhook.id });
            }
        });
    }

    async fn deliver_until_taken(&self, webhook: &Leftover) {
        let (scope, body) = (&webhook.scope, Bytes::from(webhook.body.clone()));
        let first = self.clock.now_ms();
        let mut attempt = 0_u32;
        loop {
            self.hold(None, |state| state.faults.outage || state.callback_of(scope).is_empty())
                .await;
            let turn = {
                let mut state = self.state();
                state.counters.webhook_attempts += 1;
                state.callback_turn
            };
            let outcome = self.post_once(scope, body.clone()).await;
            let app_id = &scope.app_id;
            match &outcome {
                Ok(answer) if answer.status == 200 => {
                    self.note_taken(webhook);
                    return;
                }
                Ok(answer) => tracing::debug!(app_id, status = answer.status, "webhook refused"),
                Err(error) => tracing::debug!(app_id, %error, "webhook not delivered"),
            }
            attempt += 1;
            let now = self.clock.now_ms();
            let (wait, given_up) = {
                let faults = &self.state().faults;
                let doubled =
                    faults.webhook_retry_first_ms.saturating_mul(1 << attempt.min(40) >> 1);
                let age = u64::try_from(now - first).unwrap_or_default();
                let given_up =
                    attempt >= faults.webhook_max_attempts || age >= faults.webhook_give_up_ms;
                let left = faults.webhook_give_up_ms.saturating_sub(age);
                (doubled.min(faults.webhook_retry_cap_ms).min(left), given_up)
            };
            if given_up {
                self.state().counters.webhooks_dropped += 1;
                tracing::warn!(app_id, attempt, "webhook given up");
                return;
            }
            // A callback that moved is tried at once.
            let again = now.saturating_add(i64::try_from(wait).unwrap_or(i64::MAX));
            self.hold(Some(again), |state| state.callback_turn == turn).await;
            self.state().counters.webhook_retries += 1;
        }
    }

    fn note_taken(&self, webhook: &Leftover) {
        let now = self.clock.now_ms();
        let mut state = self.state();
        state.counters.webhooks_taken += 1;
        for wamid in &webhook.wamids {
            state.ledger.change(wamid, |entry| {
                entry.taken_at.get_or_insert(now);
            });
        }
    }

    /// One signed POST to the callback of a scope, with the faults that spoil signatures.
    pub(super) async fn post_once(
        &self,
        scope: &Scope,
        body: Bytes,
    ) -> Result<WebhookAnswer, SimError> {
        let spoil = {
            let faults = &mut self.state().faults;
            Spoil {
                wrong_secret: take(&mut faults.wrong_secret),
                missing: take(&mut faults.missing_signature),
                wrong_prefix: take(&mut faults.wrong_prefix),
                altered: take(&mut faults.altered_byte),
                ..Spoil::default()
            }
        };
        self.post_spoilt(scope, body, spoil).await
    }

    /// One POST, signed well or badly.
    pub(super) async fn post_spoilt(
        &self,
        scope: &Scope,
        body: Bytes,
        spoil: Spoil,
    ) -> Result<WebhookAnswer, SimError> {
        let app = self.app(&scope.app_id)?;
        let (url, timeout) = {
            let state = self.state();
            (state.callback_of(scope), Duration::from_millis(state.faults.webhook_timeout_ms))
        };
        if url.is_empty() {
            return Err(SimError::Invalid(format!("app {} has no callback yet", app.app_id)));
        }
        let (body, signature) = spoil.sign(&app.app_secret, &body);
        let mut request = self
            .client
            .post(url)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("User-Agent", "facebookexternalua");
        if let Some(signature) = signature {
            request = request.header("X-Hub-Signature-256", signature);
        }
        // The semaphore is never closed.
        let _place = self.posts.acquire().await;
        answer(request.body(body).send().await?).await
    }

    /// The app's verification handshake: true when the callback echoed the challenge.
    pub(super) async fn handshake(&self, app_id: &str) -> Result<bool, SimError> {
        let app = self.app(app_id)?;
        let url = self.state().callbacks.get(&app.app_id).cloned().unwrap_or_default();
        self.handshake_with(&url, &app.verify_token).await
    }

    /// The handshake with any callback.
    pub(super) async fn handshake_with(
        &self,
        url: &str,
        verify_token: &str,
    ) -> Result<bool, SimError> {
        let challenge = self.state().rng.between(100_000_000, 4_000_000_000).to_string();
        let request = self.client.get(url).query(&[
            ("hub.mode", "subscribe"),
            ("hub.challenge", challenge.as_str()),
            ("hub.verify_token", verify_token),
        ]);
        let answer = answer(request.timeout(Duration::from_secs(10)).send().await?).await?;
        Ok(answer.status == 200 && answer.body == challenge)
    }
}

async fn answer(response: reqwest::Response) -> Result<WebhookAnswer, SimError> {
    let status = response.status().as_u16();
    Ok(WebhookAnswer { status, body: response.text().await? })
}
