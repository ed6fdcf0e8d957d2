//! The mailbox for people: a list, a text, a file.

use std::fmt::Write as _;

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};

use super::{Mail, Shared};

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .route("/", web::get().to(list))
        .route("/sim/surat", web::get().to(list))
        .route("/sim/surat/{number}", web::get().to(read))
        .route("/sim/surat/{number}/{file}", web::get().to(file));
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn page(body: &str) -> HttpResponse {
    let html = format!(
        "<!doctype html><html lang=\"id\"><head><meta charset=\"utf-8\"><title>Kotak surat simulator</title></head>\
         <body><h1>Kotak surat (simulator)</h1>{body}</body></html>"
    );
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(html)
}

async fn list(shared: Data<Shared>) -> HttpResponse {
    let mut body = String::from("<ul>");
    for (number, mail) in shared.mails().iter().enumerate().rev() {
        // Writing to a String cannot fail.
        let _ = write!(
            body,
            "<li><a href=\"/sim/surat/{number}\">{}</a> kepada {}</li>",
            escape(&mail.subject()),
            escape(&mail.to.join(", "))
        );
    }
    body.push_str("</ul>");
    page(&body)
}

fn find(shared: &Shared, number: usize) -> Option<Mail> {
    shared.mails().get(number).cloned()
}

async fn read(shared: Data<Shared>, number: Path<usize>) -> HttpResponse {
    let number = number.into_inner();
    let Some(mail) = find(&shared, number) else { return HttpResponse::NotFound().finish() };
    let mut body = format!("<h2>{}</h2>", escape(&mail.subject()));
    for word in mail.text().split('\n') {
        let safe = escape(word);
        let line = if word.starts_with("http://") || word.starts_with("https://") {
            format!("<a href=\"{safe}\">{safe}</a>")
        } else {
            safe
        };
        let _ = write!(body, "{line}<br>");
    }
    for name in mail.attachments() {
        let name = escape(&name);
        let _ = write!(body, "<p><a href=\"/sim/surat/{number}/{name}\">{name}</a></p>");
    }
    page(&body)
}

async fn file(shared: Data<Shared>, path: Path<(usize, String)>) -> HttpResponse {
    let (number, name) = path.into_inner();
    let bytes = find(&shared, number).and_then(|mail| mail.attachment(&name));
    match bytes {
        Some(bytes) => HttpResponse::Ok().content_type("application/pdf").body(bytes),
        None => HttpResponse::NotFound().finish(),
    }
}
