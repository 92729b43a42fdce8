//! Answers by e-mail.

use futures_util::future::join_all;
use sigillo_app::tickets::{Received, TakenIn, take_in};
use sigillo_app::{App, MailPlace, OutgoingMessage};
use sigillo_domain::ticket::MailRefusal;
use sigillo_testkit::{TICKET_MAILBOX, TestApp};

mod matching;
mod odd;
mod once;
mod refused;

use super::{EMAIL, Office, act, check_history, close, events, office, opened};

/// An e-mail, as the headers that differ from an ordinary answer say.
struct Mail<'a> {
    from: &'a str,
    to: &'a str,
    headers: &'a str,
    body: &'a str,
}

impl Default for Mail<'_> {
    fn default() -> Self {
        Self { from: EMAIL, to: TICKET_MAILBOX, headers: "", body: "Dal mittente ugo@example.org" }
    }
}

impl Mail<'_> {
    fn raw(&self) -> Vec<u8> {
        let Self { from, to, headers, body } = self;
        let lines = format!(
            "From: Rosa <{from}>\nTo: {to}\nSubject: Re: segnalazione\n{headers}\n{body}\n"
        );
        lines.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes()
    }
}

fn received(uid: i64, raw: Vec<u8>) -> Received {
    let place = MailPlace { mailbox: TICKET_MAILBOX.into(), uid_validity: 1, uid };
    Received { place, raw, is_whole: true }
}

async fn take(app: &App, uid: i64, mail: Mail<'_>) -> TakenIn {
    take_in(app, received(uid, mail.raw())).await.expect("it is taken in")
}

/// A ticket of Rosa's whose support has asked something, and the notice that she has got.
async fn asked(app: &TestApp, office: &Office) -> (String, OutgoingMessage) {
    let path = opened(app, &office.rosa).await;
    act(app, &path, &office.otto, "ask", "Da quale mittente?").expect(200).await;
    let notice = app.work().await.pop().expect("a notice");
    (path, notice)
}

fn reply_to(notice: &OutgoingMessage) -> &str {
    notice.reply_to.as_deref().expect("an address for answers")
}
