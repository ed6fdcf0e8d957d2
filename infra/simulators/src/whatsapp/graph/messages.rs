//! `POST /{version}/{phone_number_id}/messages`: sends, read receipts, and the faults around them.

use std::{sync::Arc, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    body::{BodyStream, MessageBody, SizedStream},
    web,
};
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::{
    super::{
        config::SimNumber,
        entry::{Answer, Direction, LedgerStatus},
        faults::take,
        shared::Shared,
        storm::Fate,
    },
    Sim, authorised_number,
    error::GraphError,
    send::{self, Accepted},
};

/// How long an answer waits for its statuses to overtake it.
const OVERTAKEN: Duration = Duration::from_secs(5);

/// Takes a message, or tells Meta that one was read.
pub(super) async fn post(
    sim: Sim,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let (_, phone_number_id) = path.into_inner();
    let slow = sim.0.state().faults.slow_answer_ms;
    if slow > 0 {
        tokio::time::sleep(Duration::from_millis(slow)).await;
    }
    let (answer, reply, overtaken) = match take_in(&sim.0, &request, &phone_number_id, &body) {
        Ok(Taken::Read) => return HttpResponse::Ok().json(json!({ "success": true })),
        Ok(Taken::Cut) => return cut_connection(),
        Ok(Taken::Sent { answer, reply, overtaken }) => (answer, reply, overtaken),
        Err(error) => return error.response(),
    };
    if let Some(overtaken) = overtaken {
        // Neither a slow callback nor a lost sender keeps the answer for ever.
        let _ = tokio::time::timeout(OVERTAKEN, overtaken).await;
    }
    match answer {
        Answer::Dropped => cut_connection(),
        Answer::ServerError => {
            GraphError::new(500, 131_000, "(#131000) Something went wrong").response()
        }
        Answer::Accepted | Answer::None => told(&sim.0, &reply),
    }
}

/// The ordinary answer, perhaps with a pause in the middle.
fn told(shared: &Shared, reply: &Value) -> HttpResponse {
    let (slow, wait) = {
        let faults = &mut shared.state().faults;
        (take(&mut faults.slow_body), Duration::from_millis(faults.slow_body_ms))
    };
    if slow {
        let body = web::Bytes::from(reply.to_string());
        return HttpResponse::Ok().content_type("application/json").body(slow_body(&body, wait));
    }
    HttpResponse::Ok().json(reply)
}

enum Taken {
    Read,
    Cut,
    Sent { answer: Answer, reply: Value, overtaken: Option<oneshot::Receiver<()>> },
}

fn take_in(
    shared: &Arc<Shared>,
    request: &HttpRequest,
    phone_number_id: &str,
    body: &[u8],
) -> Result<Taken, GraphError> {
    let number = authorised_number(shared, request, phone_number_id)?;
    let message: Value = serde_json::from_slice(body)
        .map_err(|e| GraphError::parameter(format!("The body is not JSON: {e}")))?;
    if message["status"] == "read" {
        mark_read(shared, number, &message)?;
        return Ok(Taken::Read);
    }
    let fate = {
        let state = &mut *shared.state();
        state.faults.fate(&mut state.rng)
    };
    let taken = send_under(shared, number, &message, fate);
    let accepted = matches!(taken, Ok(Taken::Sent { .. }));
    shared.state().counters.count_send(fate, accepted);
    taken
}

/// Takes a message on, whatever is to become of its answer.
fn send_under(
    shared: &Arc<Shared>,
    number: &SimNumber,
    message: &Value,
    fate: Fate,
) -> Result<Taken, GraphError> {
    let answer = match fate {
        Fate::Refuse(status, code) => return Err(GraphError::injected(status, code)),
        Fate::CutBefore => return Ok(Taken::Cut),
        Fate::CutAfter => Answer::Dropped,
        Fate::ErrorAfter => Answer::ServerError,
        Fate::Fair => Answer::Accepted,
    };
    let accepted = send::accept(shared, number, message, answer)?;
    let early = {
        let faults = &mut shared.state().faults;
        faults.spend(fate);
        faults.status_before_answer
    };
    let overtaken = if early && accepted.link.is_none() {
        Some(overtake(shared, number, &accepted))
    } else {
        shared.follow(number, &accepted.wamid, accepted.link, accepted.failure);
        None
    };
    Ok(Taken::Sent { answer, reply: accepted.reply, overtaken })
}

/// Posts the statuses at once; the receiver hears when they were.
fn overtake(
    shared: &Arc<Shared>,
    number: &SimNumber,
    accepted: &Accepted,
) -> oneshot::Receiver<()> {
    let (done, overtaken) = oneshot::channel();
    let (all, number, wamid) = (Arc::clone(shared), number.clone(), accepted.wamid.clone());
    let failure = accepted.failure;
    shared.spawn(async move {
        all.follow_first(&number, &wamid, failure).await;
        // Nobody listens when the answer has waited long enough.
        let _ = done.send(());
    });
    overtaken
}

fn mark_read(shared: &Shared, number: &SimNumber, message: &Value) -> Result<(), GraphError> {
    let wamid = message["message_id"].as_str().ok_or_else(|| GraphError::missing("message_id"))?;
    let typing = &message["typing_indicator"];
    if !typing.is_null() && typing["type"] != "text" {
        return Err(GraphError::value("typing_indicator['type'] must be 'text'"));
    }
    let at = shared.clock.now_ms();
    let mut state = shared.state();
    let known = state.ledger.find(wamid).is_some_and(|entry| {
        entry.direction == Direction::Inbound && entry.phone_number_id == number.phone_number_id
    });
    if !known {
        return Err(GraphError::value("message_id is not a message this number received"));
    }
    state.record_status(wamid, LedgerStatus { status: "read".to_owned(), at, code: None });
    if !typing.is_null() {
        state.record_status(wamid, LedgerStatus { status: "typing".to_owned(), at, code: None });
    }
    Ok(())
}

/// Closes the connection before a single byte of an answer was written.
pub(super) fn cut_connection() -> HttpResponse {
    let broken = stream::once(async {
        Err::<web::Bytes, _>(std::io::Error::new(
            std::io::ErrorKind::ConnectionAborted,
            "cut by a fault",
        ))
    });
    HttpResponse::Ok().body(BodyStream::new(Box::pin(broken)))
}

/// A body whose second half comes later.
pub(super) fn slow_body(bytes: &web::Bytes, wait: Duration) -> impl MessageBody + use<> {
    let middle = bytes.len() / 2;
    let (first, second) = (bytes.slice(..middle), bytes.slice(middle..));
    let halves = stream::iter([Ok::<_, std::io::Error>(first)]).chain(stream::once(async move {
        tokio::time::sleep(wait).await;
        Ok(second)
    }));
    SizedStream::new(bytes.len() as u64, Box::pin(halves))
}
