//! Commands and their answers. The ones of the library take a refusal of FETCH and SEARCH for an empty answer, which
//! here would lose receipts.

use std::fmt::Display;
use std::time::Duration;

use async_imap::imap_proto::{
    AttributeValue, MailboxDatum, NameAttribute, Response, ResponseCode, Status,
};
use chrono::{DateTime, Utc};
use sigillo_app::{MailSourceError, OpenedFolder};

use crate::probe::Session;

/// The timeout of one step.
const STEP: Duration = Duration::from_secs(10);

/// What a line of an answer says.
pub enum Line {
    /// A folder that can be opened.
    Folder(String),
    UidValidity(u32),
    NextUid(u32),
    Found(Vec<i64>),
    Mail(Fetched),
}

/// What a FETCH says of one e-mail.
#[derive(Default)]
pub struct Fetched {
    pub uid: Option<i64>,
    pub bytes: Option<i64>,
    pub arrived_at: Option<DateTime<Utc>>,
    /// The part of its content that was asked for.
    pub content: Option<Vec<u8>>,
}

/// The answer to a command.
pub struct Answer {
    pub lines: Vec<Line>,
    /// Why it was refused; None if it was done.
    pub refusal: Option<String>,
}

/// Sends a command and reads its answer.
pub async fn ask(session: &mut Session, command: &str) -> Result<Answer, MailSourceError> {
    let what = name(command);
    let failed = |error: &(dyn Display + Sync)| MailSourceError(format!("{what}: {error}"));
    let asking = async {
        let tag = session.run_command(command).await.map_err(|error| failed(&error))?;
        let mut lines = vec![];
        loop {
            let read = session.read_response().await.map_err(|error| failed(&error))?;
            let read = read.ok_or_else(|| failed(&"the session is over"))?;
            match read.parsed() {
                Response::Done { tag: of, status, outcome } if *of == tag => {
                    let words = || outcome.information.as_deref().unwrap_or("refused").to_owned();
                    let refusal = (*status != Status::Ok).then(words);
                    return Ok(Answer { lines, refusal });
                }
                other => lines.extend(line(other)),
            }
        }
    };
    let late = format!("no answer within {} seconds", STEP.as_secs());
    tokio::time::timeout(STEP, asking).await.map_err(|_| failed(&late))?
}

/// Like [`ask`], for a command that must not be refused.
pub async fn ask_ok(session: &mut Session, command: &str) -> Result<Vec<Line>, MailSourceError> {
    let answer = ask(session, command).await?;
    match answer.refusal {
        None => Ok(answer.lines),
        Some(refusal) => Err(MailSourceError(format!("{}: {refusal}", name(command)))),
    }
}

/// The beginning of a command, for the log.
fn name(command: &str) -> String {
    command.split(' ').take(2).collect::<Vec<_>>().join(" ")
}

/// A name as a quoted string.
pub fn quoted(name: &str) -> Result<String, MailSourceError> {
    if name.contains(['\r', '\n', '\0']) {
        return Err(MailSourceError("a folder's name has more than one line".to_owned()));
    }
    Ok(format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")))
}

fn line(response: &Response<'_>) -> Option<Line> {
    match response {
        Response::MailboxData(MailboxDatum::List(list)) => {
            let can_be_opened = !list.name_attributes.iter().any(|attribute| match attribute {
                NameAttribute::NoSelect => true,
                NameAttribute::Extension(name) => name.eq_ignore_ascii_case("\\NonExistent"),
                _ => false,
            });
            can_be_opened.then(|| Line::Folder(list.name.to_string()))
        }
        Response::MailboxData(MailboxDatum::Search(uids)) => {
            Some(Line::Found(uids.iter().map(|uid| i64::from(*uid)).collect()))
        }
        Response::Data { outcome, .. } => match outcome.code {
            Some(ResponseCode::UidValidity(value)) => Some(Line::UidValidity(value)),
            Some(ResponseCode::UidNext(value)) => Some(Line::NextUid(value)),
            _ => None,
        },
        Response::Fetch(_, attributes) => Some(Line::Mail(fetched(attributes))),
        _ => None,
    }
}

fn fetched(attributes: &[AttributeValue<'_>]) -> Fetched {
    let mut fetched = Fetched::default();
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(uid) => fetched.uid = Some(i64::from(*uid)),
            AttributeValue::Rfc822Size(bytes) => fetched.bytes = Some(i64::from(*bytes)),
            AttributeValue::InternalDate(text) => fetched.arrived_at = time(text),
            AttributeValue::BodySection { data, .. } => {
                fetched.content = data.as_ref().map(|data| data.to_vec());
            }
            _ => {}
        }
    }
    fetched
}

/// The folders of a LIST.
pub fn folders(lines: Vec<Line>) -> Vec<String> {
    let folder = |line| if let Line::Folder(name) = line { Some(name) } else { None };
    lines.into_iter().filter_map(folder).collect()
}

/// What an EXAMINE says of its folder.
pub fn opened(lines: &[Line]) -> Option<OpenedFolder> {
    let (mut uid_validity, mut next_uid) = (None, None);
    for line in lines {
        match line {
            Line::UidValidity(value) => uid_validity = Some(*value),
            Line::NextUid(value) => next_uid = Some(*value),
            _ => {}
        }
    }
    Some(OpenedFolder { uid_validity: uid_validity?.into(), next_uid: next_uid?.into() })
}

/// The numbers of a SEARCH, ascending.
pub fn found(lines: Vec<Line>) -> Vec<i64> {
    let numbers = |line| if let Line::Found(uids) = line { uids } else { vec![] };
    let mut found: Vec<_> = lines.into_iter().flat_map(numbers).collect();
    found.sort_unstable();
    found
}

/// The e-mails of a FETCH.
pub fn mails(lines: Vec<Line>) -> impl Iterator<Item = Fetched> {
    lines.into_iter().filter_map(|line| if let Line::Mail(mail) = line { Some(mail) } else { None })
}

/// An INTERNALDATE, such as ` 1-Dec-2026 09:24:36 +0000`.
fn time(text: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_str(text.trim(), "%e-%b-%Y %H:%M:%S %z").ok()?;
    Some(at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_with_its_zone() {
        let at: DateTime<Utc> = "2026-12-01T09:24:36Z".parse().unwrap();
        assert_eq!(time(" 1-Dec-2026 09:24:36 +0000"), Some(at));
        assert_eq!(time("01-Dec-2026 10:24:36 +0100"), Some(at));
        assert_eq!(time("yesterday"), None);
    }

    #[test]
    fn a_name_is_quoted() {
        assert_eq!(quoted(r#"A "B" \C"#).unwrap(), r#""A \"B\" \\C""#);
        assert!(quoted("A\r\nLOGOUT").is_err());
    }
}
