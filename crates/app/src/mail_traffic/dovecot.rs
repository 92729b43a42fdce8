//! Dovecot's events, each a JSON object on a line of its log, as its statistics process writes them.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sigillo_domain::list::check_time;

use super::lines::{Event, Unreadable, address};

/// A message was stored, or could not be.
const DELIVERED: &str = "mail_delivery_finished";
/// A user who has proven their password was let in. `auth_request_finished` would also tell of those who are then kept
/// out, since their mailbox is disabled.
const LET_IN: &str = "auth_master_client_login_finished";
/// The services by which people read their mail.
const READERS: [&str; 2] = ["service:imap", "service:pop3"];

#[derive(Deserialize)]
struct Written {
    event: String,
    end_time: Option<String>,
    #[serde(default)]
    categories: Vec<String>,
    fields: Option<Fields>,
}

#[derive(Deserialize)]
struct Fields {
    user: Option<String>,
    error: Option<serde_json::Value>,
}

pub fn read(line: &str) -> Result<Option<Event>, Unreadable> {
    let Some(json) = event(line) else { return Ok(None) };
    let Ok(written) = serde_json::from_str::<Written>(json) else { return Err(Unreadable) };
    let is_opening = match written.event.as_str() {
        DELIVERED => false,
        LET_IN if written.categories.iter().any(|it| READERS.contains(&it.as_str())) => true,
        _ => return Ok(None),
    };
    let fields = written.fields.ok_or(Unreadable)?;
    if fields.error.is_some() {
        return Ok(None);
    }
    let address = address(fields.user.as_deref().unwrap_or_default())?;
    let at = time(written.end_time.as_deref().unwrap_or_default())?;
    Ok(Some(if is_opening {
        Event::Opened { address, at }
    } else {
        Event::Received { address, at }
    }))
}

/// The object of a line, if the statistics process has written it: alone on the line, or as
/// `Dec 01 03:18:38 stats: Info: {…}`. What stands behind the first colon of other processes' lines may be anything,
/// also something that a stranger has sent.
fn event(line: &str) -> Option<&str> {
    if line.starts_with('{') {
        return Some(line);
    }
    let (before, rest) = line.split_once(": ")?;
    let process = before.rsplit(' ').next()?;
    let is_statistics = process == "stats" || process.starts_with("stats(");
    let json = rest.strip_prefix("Info: ")?;
    (is_statistics && json.starts_with('{')).then_some(json)
}

fn time(text: &str) -> Result<DateTime<Utc>, Unreadable> {
    let at = DateTime::parse_from_rfc3339(text).map_err(|_| Unreadable)?;
    check_time(at.with_timezone(&Utc)).map_err(|_| Unreadable)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const AT: &str = "2026-12-01T03:18:38.569142Z";

    fn line(event: &str, categories: &[&str], fields: &serde_json::Value) -> String {
        let object = json!({"event": event, "hostname": "posta", "start_time": AT, "end_time": AT, "categories": categories, "fields": fields});
        format!("Dec 01 03:18:38 stats: Info: {object}")
    }

    fn delivery(fields: &serde_json::Value) -> String {
        line(DELIVERED, &["local-delivery", "lmtp", "service:lmtp"], fields)
    }

    #[test]
    fn a_stored_message_and_a_sign_in_are_read() {
        let (address, at) = ("anna@pec.example.it".to_owned(), AT.parse().unwrap());
        let stored = delivery(&json!({"user": "Anna@PEC.example.it", "message_size": 206}));
        let received = Event::Received { address: address.clone(), at };
        assert_eq!(read(&stored), Ok(Some(received.clone())));
        // The file of a Dovecot that writes events alone.
        let alone = stored.split_once("Info: ").unwrap().1;
        assert_eq!(read(alone), Ok(Some(received)));
        let opened = Ok(Some(Event::Opened { address, at }));
        let user = json!({"user": "anna@pec.example.it"});
        assert_eq!(read(&line(LET_IN, &["service:imap", "auth-client"], &user)), opened);
        assert_eq!(read(&line(LET_IN, &["service:pop3", "auth-client"], &user)), opened);
    }

    #[test]
    fn other_lines_tell_nothing() {
        let user = json!({"user": "anna@pec.example.it"});
        let forged = delivery(&user);
        for line in [
            delivery(&json!({"user": "anna@pec.example.it", "error": "Mailbox is full"})),
            line(LET_IN, &["service:submission", "auth-client"], &user),
            line("auth_request_finished", &["service:auth", "auth"], &user),
            "Dec 01 03:18:38 lmtp(13444): Info: Connect from 127.0.0.1".to_owned(),
            format!("Dec 01 03:18:38 imap-login: Info: Login: user=<{forged}>"),
            format!("Dec 01 03:18:38 lmtp(x): Info: msgid=<stats: Info: {forged}>: saved"),
            String::new(),
        ] {
            assert_eq!(read(&line), Ok(None), "{line}");
        }
    }

    #[test]
    fn a_line_that_is_cut_or_has_no_user_or_time_is_unreadable() {
        let whole = delivery(&json!({"user": "anna@pec.example.it"}));
        for line in [
            whole[..whole.len() - 3].to_owned(),
            delivery(&json!({})),
            delivery(&json!({"user": "an\0na@pec.example.it"})),
            whole.replace(AT, "yesterday"),
            whole.replace(AT, "+99999-12-01T03:18:38Z"),
        ] {
            assert_eq!(read(&line), Err(Unreadable), "{line}");
        }
    }
}
