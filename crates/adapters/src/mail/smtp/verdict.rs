//! The failure of an attempt: the server's reply, or our own description, and whether another
//! attempt could help.

use std::error::Error as _;
use std::io::{self, ErrorKind};
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;

/// Upper bound on the characters of a stored reply.
const LONGEST_REPLY: usize = 1000;

/// The step that an attempt had reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Connecting, including TLS and the greeting.
    Connect,
    SignIn,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`, up to the server's permission to continue.
    Data,
    /// The message itself, up to the receipt.
    Content,
}

/// A failed attempt.
#[derive(Debug)]
pub(crate) struct Failure {
    pub step: Step,
    pub reason: Reason,
}

#[derive(Debug)]
pub(crate) enum Reason {
    /// The server refused the step.
    Refused { code: u16, reply: String },
    /// The server's answer makes no sense at this step.
    Unexpected { reply: String },
    /// The server did not answer within this time.
    Silence(Duration),
    /// The server lacks a feature that this recipient needs.
    Incapable(&'static str),
    /// A failure of the network or of TLS, or a server that does not speak SMTP.
    Broken(String),
}

impl Failure {
    /// Whether the connection can be used again: the server has answered and keeps it open.
    pub fn leaves_connection(&self) -> bool {
        match &self.reason {
            Reason::Refused { code, .. } => {
                *code != 421 && !matches!(self.step, Step::Connect | Step::SignIn)
            }
            Reason::Incapable(_) => true,
            Reason::Unexpected { .. } | Reason::Silence(_) | Reason::Broken(_) => false,
        }
    }

    /// Whether the failure is that of an idle connection that was closed meanwhile, so that a new
    /// one may succeed.
    pub fn is_stale_connection(&self) -> bool {
        self.step == Step::Sender && !self.leaves_connection()
    }

    /// Whether trying again cannot help.
    ///
    /// RFC 5321, 4.2.1 discourages repeating a command that got a 5yz reply. But most of these
    /// replies are about the two servers and are resolved within hours: a password (535), a sender
    /// that may not send, a command unknown to a server under maintenance (500 to 504), a full
    /// mailbox (552), a server that accepts no mail from us (554 as its greeting). A refusal is
    /// final when it answers the recipient or the message and has one of the codes about them
    /// (4.2.3, and RFC 7504 for 556): 550 and 556 unknown recipient, 551 recipient elsewhere, 553
    /// name not allowed, 554 failed. The enhanced codes of RFC 3463 distinguish these further,
    /// where the server sends them (RFC 2034): X.2.2 is a full mailbox, X.1.7 and X.1.8 are about
    /// the sender, X.3 to X.5 about systems, routes and protocols, X.7 about permissions; all of
    /// these can be resolved on one of the two sides.
    pub fn is_final(&self) -> bool {
        match &self.reason {
            Reason::Refused { code, reply } => {
                matches!(self.step, Step::Recipient | Step::Data | Step::Content)
                    && matches!(code, 550 | 551 | 553 | 554 | 556)
                    && !enhanced(reply).is_some_and(is_of_others)
            }
            Reason::Incapable(_) => true,
            Reason::Unexpected { .. } | Reason::Silence(_) | Reason::Broken(_) => false,
        }
    }

    /// Whether the server refused the step.
    pub const fn is_refusal(&self) -> bool {
        matches!(self.reason, Reason::Refused { .. })
    }

    /// Whether the server did not answer in time.
    pub const fn is_silence(&self) -> bool {
        matches!(self.reason, Reason::Silence(_))
    }

    /// The server's own reply if there is one, or else a description of the failure.
    pub fn reply(&self) -> String {
        let step = match self.step {
            Step::Connect => "while connecting",
            Step::SignIn => "while signing in",
            Step::Sender => "after MAIL FROM",
            Step::Recipient => "after RCPT TO",
            Step::Data => "after DATA",
            Step::Content => "after the message",
        };
        let reply = match &self.reason {
            Reason::Refused { reply, .. } => reply.clone(),
            Reason::Unexpected { reply } => format!("unexpected answer {step}: {reply}"),
            Reason::Silence(limit) => format!("no answer within {} {step}", seconds(*limit)),
            Reason::Incapable(what) => (*what).to_owned(),
            Reason::Broken(how) => format!("{how} {step}"),
        };
        reply.chars().take(LONGEST_REPLY).collect()
    }
}

/// Parses the enhanced status code after the reply code: its subject and detail.
fn enhanced(reply: &str) -> Option<(u16, u16)> {
    let mut numbers = reply.split(' ').nth(1)?.split('.');
    let class = numbers.next()?;
    let status = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    (class == "5" && numbers.next().is_none()).then_some(status)
}

fn is_of_others(status: (u16, u16)) -> bool {
    matches!(status, (1, 7 | 8) | (2, 2) | (3 | 4 | 5 | 7, _))
}

fn seconds(limit: Duration) -> String {
    format!("{} s", limit.as_secs_f32())
}

/// A reply on one line, with its code and text.
pub(super) fn words(response: &Response) -> String {
    let text: Vec<&str> = response.message().collect();
    let words = format!("{} {}", response.code(), text.join(" "));
    words.trim_end().chars().take(LONGEST_REPLY).collect()
}

impl From<Error> for Reason {
    fn from(error: Error) -> Self {
        let detail = error.source().map(ToString::to_string).unwrap_or_default();
        if let Some(code) = error.status() {
            let reply = format!("{code} {detail}").trim_end().to_owned();
            return Reason::Refused { code: code.into(), reply };
        }
        Reason::Broken(match io_error(&error) {
            Some(io) => broken(io),
            // lettre returns this error for a truncated reply.
            None if detail == "incomplete response" => CLOSED.to_owned(),
            None if error.is_response() => format!("unreadable answer ({detail})"),
            None => detail,
        })
    }
}

const CLOSED: &str = "connection closed by the server";

/// The underlying network error, however deeply nested.
fn io_error(error: &Error) -> Option<&io::Error> {
    let mut next = error.source();
    while let Some(source) = next {
        if let Some(io) = source.downcast_ref() {
            return Some(io);
        }
        next = source.source();
    }
    None
}

fn broken(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused".to_owned(),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => CLOSED.to_owned(),
        // An error of rustls is wrapped in this kind; a reply that is not UTF-8 has this kind
        // without an inner error.
        ErrorKind::InvalidData if error.get_ref().is_some() => {
            format!("no secure connection ({error})")
        }
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(step: Step, reply: &str) -> Failure {
        let code = reply[..3].parse().unwrap();
        Failure { step, reason: Reason::Refused { code, reply: reply.into() } }
    }

    #[test]
    fn only_a_refusal_of_the_recipient_or_of_the_message_is_final() {
        for (step, reply, is_final) in [
            (Step::Recipient, "550 no such user", true),
            (Step::Recipient, "550 5.1.1 no such user", true),
            (Step::Recipient, "550 5.2.1 mailbox disabled", true),
            (Step::Recipient, "551 5.1.6 moved", true),
            (Step::Recipient, "553 5.1.3 bad address", true),
            (Step::Recipient, "556 5.1.10 no mail here", true),
            (Step::Data, "554 no valid recipients", true),
            (Step::Content, "554 5.6.0 broken message", true),
            // The reply only seems to have an enhanced status code.
            (Step::Recipient, "550 4.7.1.2", true),
            (Step::Recipient, "550 5.7.1 relay access denied", false),
            (Step::Recipient, "550 5.1.8 sender's domain unknown", false),
            (Step::Recipient, "550 5.2.2 over quota", false),
            (Step::Recipient, "552 mailbox full", false),
            (Step::Recipient, "450 4.2.0 greylisted", false),
            (Step::Recipient, "503 bad sequence", false),
            (Step::Content, "451 try later", false),
            (Step::Sender, "550 5.1.0 sender refused", false),
            (Step::SignIn, "535 5.7.8 wrong password", false),
            (Step::SignIn, "554 not now", false),
            (Step::Connect, "554 no service here", false),
            (Step::Connect, "421 too many connections", false),
        ] {
            assert_eq!(refused(step, reply).is_final(), is_final, "{step:?} {reply}");
        }
        let silence = Reason::Silence(Duration::from_mins(1));
        let silent = Failure { step: Step::Recipient, reason: silence };
        assert!(!silent.is_final());
        assert_eq!(silent.reply(), "no answer within 60 s after RCPT TO");
    }
}
