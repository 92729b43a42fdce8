//! Messages sent to a mail server that accepts, refuses, delays and disconnects.

use std::time::Duration;

use sigillo_adapters::mail::{Limits, SmtpMailer, Writer};
use sigillo_app::{Accepted, Mailer, OutgoingMessage, Undelivered};
use sigillo_domain::id::MessageId;
use sigillo_domain::message::{Language, MessageKind};

use crate::sample::{self, FROM, PUBLIC_URL};
use crate::server::{Server, ServerAction};

pub fn writer() -> Writer {
    Writer::new(FROM, PUBLIC_URL).unwrap()
}

pub fn message() -> OutgoingMessage {
    sample::message(MessageKind::SetPassword, Language::It)
}

fn mailer(server: &Server) -> SmtpMailer {
    SmtpMailer::new(writer(), &server.url()).unwrap()
}

/// A mailer with short timeouts.
fn mailer_with_short_timeouts(server: &Server) -> SmtpMailer {
    let [step, whole] = [300, 900].map(Duration::from_millis);
    let limits = Limits { step, whole, ..Limits::default() };
    SmtpMailer::with(writer(), &server.url(), limits, None).unwrap()
}

/// Sends a message to a server that deviates in this way at a step.
async fn acting(
    verb: &'static str,
    act: fn() -> ServerAction,
) -> (Server, Result<Accepted, Undelivered>) {
    let server = Server::start(move |at| (at.verb == verb).then(act)).await;
    let outcome = mailer(&server).send(&message()).await;
    (server, outcome)
}

async fn refusal(verb: &'static str, act: fn() -> ServerAction) -> Undelivered {
    let (server, outcome) = acting(verb, act).await;
    let undelivered = outcome.unwrap_err();
    assert_eq!(undelivered.server, server.address.to_string());
    undelivered
}

#[tokio::test]
async fn a_message_arrives_as_it_was_written() {
    let server = Server::start(|_| None).await;
    let accepted = mailer(&server).send(&message()).await.unwrap();
    assert_eq!(accepted.server, server.address.to_string());
    assert_eq!(accepted.reply, "250 2.0.0 Ok: queued as 1");
    let written = String::from_utf8(writer().message(&message()).unwrap().formatted()).unwrap();
    server.log(|log| {
        assert_eq!(log.messages.len(), 1);
        assert_eq!(log.messages[0].trim_end(), written.trim_end());
        assert!(log.commands[0].starts_with("EHLO "));
        let [mail, rcpt] = [1, 2].map(|nth| log.commands[nth].trim_end());
        assert_eq!(mail, "MAIL FROM:<sigillo@pannello.example.it>");
        assert_eq!(rcpt, "RCPT TO:<anna.verdi@example.org>");
    });
}

#[tokio::test]
async fn consecutive_messages_share_a_connection() {
    let server = Server::start(|_| None).await;
    let mailer = mailer(&server);
    for nth in 1..=3 {
        let accepted = mailer.send(&message()).await.unwrap();
        assert_eq!(accepted.reply, format!("250 2.0.0 Ok: queued as {nth}"));
    }
    assert_eq!(server.log(|log| (log.connections, log.messages.len())), (1, 3));
}

#[tokio::test]
async fn concurrent_messages_use_at_most_eight_connections() {
    let server = Server::start(|at| (at.verb == "RCPT").then_some(ServerAction::Late(20))).await;
    let mailer = std::sync::Arc::new(mailer(&server));
    let mut sending = tokio::task::JoinSet::new();
    for nth in 0..40 {
        let (mailer, mut message) = (mailer.clone(), message());
        message.id = MessageId::from_u128(nth);
        sending.spawn(async move { mailer.send(&message).await.is_ok() });
    }
    assert!(sending.join_all().await.into_iter().all(|accepted| accepted));
    let (connections, messages) = server.log(|log| (log.connections, log.messages.len()));
    assert_eq!(messages, 40);
    assert!((2..=8).contains(&connections), "{connections}");
}

#[tokio::test]
async fn a_refused_recipient_is_final_and_the_connection_is_kept() {
    let refuse =
        || ServerAction::Say("550-5.1.1 <anna.verdi@example.org>: no such user\r\n550 5.1.1 here");
    let server = Server::start(move |at| {
        (at.verb == "RCPT" && at.kept == 0 && at.connection == 1).then(refuse)
    })
    .await;
    let mailer = mailer(&server);
    let undelivered = mailer.send(&message()).await.unwrap_err();
    assert!(undelivered.is_final);
    assert_eq!(undelivered.reply, "550 5.1.1 <anna.verdi@example.org>: no such user here");
    mailer.send(&message()).await.unwrap_err();
    server.log(|log| {
        assert_eq!((log.connections, log.messages.len()), (1, 0));
        assert_eq!(log.commands.iter().filter(|line| line.trim() == "RSET").count(), 2);
    });
}

#[tokio::test]
async fn a_refused_message_is_final() {
    let undelivered = refusal(".", || ServerAction::Say("554 5.6.0 not like this")).await;
    assert_eq!(
        (undelivered.reply.as_str(), undelivered.is_final),
        ("554 5.6.0 not like this", true)
    );
}

#[tokio::test]
async fn temporary_failures_are_tried_again_and_keep_the_servers_reply() {
    for (verb, act, reply) in [
        (
            "RCPT",
            (|| ServerAction::Say("451 4.7.1 greylisted")) as fn() -> ServerAction,
            "451 4.7.1 greylisted",
        ),
        (
            "RCPT",
            || ServerAction::Say("550 5.7.1 relay access denied"),
            "550 5.7.1 relay access denied",
        ),
        ("MAIL", || ServerAction::Say("550 5.1.0 not you"), "550 5.1.0 not you"),
        ("MAIL", || ServerAction::Say("503 wrong order"), "503 wrong order"),
        (".", || ServerAction::Say("452 4.3.1 disk full"), "452 4.3.1 disk full"),
        ("CONNECT", || ServerAction::SayAndDrop("421 4.3.2 too busy"), "421 4.3.2 too busy"),
        ("CONNECT", || ServerAction::SayAndDrop("554 no service"), "554 no service"),
        ("DATA", || ServerAction::Say("250 what?"), "unexpected answer after DATA: 250 what?"),
        (".", || ServerAction::Say("354 more"), "unexpected answer after the message: 354 more"),
        ("CONNECT", || ServerAction::Drop, "connection closed by the server while connecting"),
        ("DATA", || ServerAction::Drop, "connection closed by the server after DATA"),
        ("BODY", || ServerAction::Drop, "connection closed by the server after the message"),
        (".", || ServerAction::Drop, "connection closed by the server after the message"),
        ("CONNECT", || ServerAction::Say("HTTP/1.1 400 Bad Request"), "unreadable answer"),
    ] {
        let undelivered = refusal(verb, act).await;
        assert!(undelivered.reply.starts_with(reply), "{verb}: {}", undelivered.reply);
        assert!(!undelivered.is_final, "{verb}: {}", undelivered.reply);
    }
}

#[tokio::test]
async fn a_server_that_does_not_answer_runs_into_the_timeout() {
    for (verb, reply) in [
        ("CONNECT", "no answer within 0.3 s while connecting"),
        ("MAIL", "no answer within 0.3 s after MAIL FROM"),
        ("RCPT", "no answer within 0.3 s after RCPT TO"),
        (".", "no answer within 0.9 s"),
    ] {
        let server =
            Server::start(move |at| (at.verb == verb).then_some(ServerAction::Late(5000))).await;
        let undelivered = mailer_with_short_timeouts(&server).send(&message()).await.unwrap_err();
        assert_eq!((undelivered.reply.as_str(), undelivered.is_final), (reply, false), "{verb}");
    }
}

#[tokio::test]
async fn a_message_that_gets_no_connection_fails_with_that_reason() {
    let server = Server::start(|at| (at.verb == ".").then_some(ServerAction::Late(5000))).await;
    let mailer = std::sync::Arc::new(mailer_with_short_timeouts(&server));
    let mut sending = tokio::task::JoinSet::new();
    for _ in 0..9 {
        let mailer = mailer.clone();
        sending.spawn(async move { mailer.send(&message()).await.unwrap_err() });
    }
    let mut replies: Vec<String> =
        sending.join_all().await.into_iter().map(|undelivered| undelivered.reply).collect();
    replies.sort();
    assert_eq!(replies[7..], ["no answer within 0.9 s", "no free connection within 0.6 s"]);
}

#[tokio::test]
async fn an_idle_connection_is_closed_and_a_new_one_opened() {
    let server = Server::start(|_| None).await;
    let limits = Limits { idle: Duration::from_millis(100), ..Limits::default() };
    let mailer = SmtpMailer::with(writer(), &server.url(), limits, None).unwrap();
    for connection in 1..=2 {
        mailer.send(&message()).await.unwrap();
        assert_eq!(server.log(|log| log.connections), connection);
        let farewells =
            || server.log(|log| log.commands.iter().filter(|line| line.trim() == "QUIT").count());
        for _ in 0..500 {
            if farewells() == connection {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(farewells(), connection);
    }
}

#[tokio::test]
async fn an_idle_connection_is_kept_for_a_while() {
    let server = Server::start(|_| None).await;
    let limits = Limits { idle: Duration::from_secs(3), ..Limits::default() };
    let mailer = SmtpMailer::with(writer(), &server.url(), limits, None).unwrap();
    mailer.send(&message()).await.unwrap();
    // By now the pool has checked its idle connections once.
    tokio::time::sleep(Duration::from_millis(1700)).await;
    mailer.send(&message()).await.unwrap();
    assert_eq!(server.log(|log| log.connections), 1);
}

/// A late reply must not be taken for the answer to the next message.
#[tokio::test]
async fn a_connection_is_not_reused_after_a_timeout() {
    for verb in [".", "RCPT"] {
        let server = Server::start(move |at| {
            (at.verb == verb && at.connection == 1).then_some(ServerAction::Late(1200))
        })
        .await;
        let mailer = mailer_with_short_timeouts(&server);
        mailer.send(&message()).await.unwrap_err();
        let accepted = mailer.send(&message()).await.unwrap();
        let (connections, kept) = server.log(|log| (log.connections, log.messages.len()));
        assert_eq!(connections, 2, "{verb}");
        assert_eq!(accepted.reply, format!("250 2.0.0 Ok: queued as {kept}"));
    }
}

#[tokio::test]
async fn a_connection_that_the_server_closed_while_idle_is_replaced() {
    for act in [
        || ServerAction::SayAndDrop("421 4.4.2 idle for too long"),
        (|| ServerAction::Drop) as fn() -> ServerAction,
    ] {
        let server = Server::start(move |at| {
            (at.connection == 1 && at.kept == 1 && at.verb == "MAIL").then(act)
        })
        .await;
        let mailer = mailer(&server);
        mailer.send(&message()).await.unwrap();
        assert_eq!(mailer.send(&message()).await.unwrap().reply, "250 2.0.0 Ok: queued as 2");
        assert_eq!(server.log(|log| (log.connections, log.messages.len())), (2, 2));
    }
    // This server closes the connection right after it accepted the message.
    let server = Server::start(|at| {
        (at.connection == 1 && at.verb == ".")
            .then_some(ServerAction::SayAndDrop("250 2.0.0 Ok, and goodbye"))
    })
    .await;
    let mailer = mailer(&server);
    mailer.send(&message()).await.unwrap();
    assert!(mailer.send(&message()).await.is_ok());
    assert_eq!(server.log(|log| log.connections), 2);
}

#[tokio::test]
async fn the_mailer_signs_in_and_tries_again_after_a_wrong_password() {
    let server = Server::start(|_| None).await;
    let url = format!("smtp://pec%40example.it:a%2Fb@{}", server.address);
    SmtpMailer::new(writer(), &url).unwrap().send(&message()).await.unwrap();
    // The argument is the base64 of "\0pec@example.it\0a/b".
    let signed_in = "AUTH PLAIN AHBlY0BleGFtcGxlLml0AGEvYg==";
    assert!(server.log(|log| log.commands.iter().any(|line| line.trim() == signed_in)));

    let server = Server::start(|at| {
        (at.verb == "AUTH").then_some(ServerAction::Say("535 5.7.8 authentication failed"))
    })
    .await;
    let url = format!("smtp://anna:segreta@{}", server.address);
    let undelivered = SmtpMailer::new(writer(), &url).unwrap().send(&message()).await.unwrap_err();
    assert_eq!(undelivered.server, server.address.to_string());
    assert_eq!(undelivered.reply, "535 5.7.8 authentication failed");
    assert!(!undelivered.is_final);
}

#[tokio::test]
async fn an_unreachable_server_is_tried_again() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    for (url, reply) in [
        (format!("smtp://{address}"), "connection refused while connecting"),
        ("smtp://nowhere.invalid".to_owned(), ""),
    ] {
        let undelivered =
            SmtpMailer::new(writer(), &url).unwrap().send(&message()).await.unwrap_err();
        assert!(undelivered.reply.starts_with(reply) && !undelivered.is_final, "{undelivered:?}");
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_used_is_final() {
    let server = Server::start(|_| None).await;
    let mailer = mailer(&server);
    for (recipient, reply) in [
        ("a<b>@example.org", "the recipient's address cannot be written to"),
        ("niccolò@example.org", "the mail server takes no address with letters outside ASCII"),
    ] {
        let mut message = message();
        message.recipient = recipient.into();
        let undelivered = mailer.send(&message).await.unwrap_err();
        assert!(undelivered.reply.starts_with(reply) && undelivered.is_final, "{undelivered:?}");
    }
    assert_eq!(server.log(|log| log.messages.len()), 0);
}

#[tokio::test]
async fn an_address_outside_ascii_is_sent_to_a_server_that_accepts_it() {
    let server = Server::start(|at| {
        (at.verb == "EHLO")
            .then_some(ServerAction::Say("250-mail.example.it\r\n250-8BITMIME\r\n250 SMTPUTF8"))
    })
    .await;
    let mut message = message();
    message.recipient = "niccolò@example.org".into();
    mailer(&server).send(&message).await.unwrap();
    let mail = server.log(|log| log.commands[1].clone());
    assert!(mail.contains("SMTPUTF8") && mail.contains("BODY=8BITMIME"), "{mail}");
}
