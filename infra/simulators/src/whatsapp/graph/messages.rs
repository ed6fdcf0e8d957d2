//! `POST /{version}/{phone_number_id}/messages`: sends, read receipts, and the faults around them.

use std::{sync::Arc, time::Duration};

use actix_web::{HttpRequest, HttpResponse, body::BodyStream, web};
use futures_util::stream;
use serde_json::{Value, json};

use super::{
    super::{
        config::SimNumber,
        faults::take,
        ledger::{Answer, Direction, LedgerStatus},
        state::Shared,
        status::Link,
    },
    Sim, authorised_number,
    error::GraphError,
    send,
};

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
    match take_in(&sim.0, &request, &phone_number_id, &body) {
        Ok(Taken::Read) => HttpResponse::Ok().json(json!({ "success": true })),
        Ok(Taken::Cut) => cut_connection(),
        Ok(Taken::Sent { answer, reply, early }) => {
            if early {
                tokio::time::sleep(Duration::from_millis(400)).await;
            }
            match answer {
                Answer::Dropped => cut_connection(),
                Answer::ServerError => {
                    GraphError::new(500, 131_000, "(#131000) Something went wrong").response()
                }
                Answer::Accepted | Answer::None => HttpResponse::Ok().json(reply),
            }
        }
        Err(error) => error.response(),
    }
}

enum Taken {
    Read,
    Cut,
    Sent { answer: Answer, reply: Value, early: bool },
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
    let (refusal, cut) = {
        let faults = &mut shared.state().faults;
        (faults.take_fail_send(), take(&mut faults.drop_before_accept))
    };
    if let Some((status, code)) = refusal {
        return Err(GraphError::injected(status, code));
    }
    if cut {
        return Ok(Taken::Cut);
    }
    let planned = planned_answer(shared);
    let accepted = send::accept(shared, number, &message, planned)?;
    spend_answer(shared, planned);
    let early = shared.state().faults.status_before_answer;
    let link: Option<Link> = accepted.link;
    shared.follow(number, &accepted.wamid, link, accepted.failure);
    let reply = json!({
        "messaging_product": "whatsapp",
        "contacts": [{ "input": accepted.input, "wa_id": accepted.wa_id }],
        "messages": [{ "id": accepted.wamid }],
    });
    Ok(Taken::Sent { answer: planned, reply, early })
}

/// What the sender will be told if the message is accepted.
fn planned_answer(shared: &Shared) -> Answer {
    let faults = &shared.state().faults;
    if faults.drop_after_accept > 0 {
        Answer::Dropped
    } else if faults.error_after_accept > 0 {
        Answer::ServerError
    } else {
        Answer::Accepted
    }
}

/// Counts the fault only once a message was really accepted under it.
fn spend_answer(shared: &Shared, answer: Answer) {
    let faults = &mut shared.state().faults;
    match answer {
        Answer::Dropped => take(&mut faults.drop_after_accept),
        Answer::ServerError => take(&mut faults.error_after_accept),
        Answer::Accepted | Answer::None => false,
    };
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
