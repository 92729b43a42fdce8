//! A mailbox that is read over IMAP: every command is one of those that change nothing.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use sigillo_app::{MailSourceError, MailSummary, OpenMailbox, OpenedFolder};

use super::commands::{ask, ask_ok, folders, found, mails, opened, quoted};
use crate::probe::Session;

/// The folders in which the mail host keeps what users delete. `sigillo mailhost config` sets them up.
const DELETED: &str = "Sigillo.Expunged/";
/// The headers by which receipts and notices of certified mail are known (technical rules of DM 2/11/2005, 6).
const HEADERS: &str = "X-Ricevuta X-Trasporto";

pub struct ImapMailbox {
    session: Session,
}

impl ImapMailbox {
    pub fn new(session: Session) -> Self {
        Self { session }
    }

    async fn names(&mut self, pattern: &str) -> Result<Vec<String>, MailSourceError> {
        let answer = ask_ok(&mut self.session, &format!("LIST \"\" {}", quoted(pattern)?)).await?;
        Ok(folders(answer))
    }

    async fn search(
        &mut self,
        (from, to): (i64, i64),
        since: DateTime<Utc>,
        criteria: &str,
    ) -> Result<Vec<i64>, MailSourceError> {
        // SINCE disregards the time zone of what it compares.
        let day = (since - TimeDelta::days(1)).format("%d-%b-%Y");
        let command = format!("UID SEARCH UID {from}:{to} SINCE {day}{criteria}");
        let answer = ask_ok(&mut self.session, &command).await?;
        let mut uids = found(answer);
        uids.retain(|uid| (from..=to).contains(uid));
        Ok(uids)
    }

    /// Whether an e-mail that nothing was answered about is gone, rather than unreadable now.
    async fn is_gone(&mut self, uid: i64, refusal: Option<String>) -> Result<(), MailSourceError> {
        ask_ok(&mut self.session, "NOOP").await?;
        let answer = ask_ok(&mut self.session, &format!("UID SEARCH UID {uid}")).await?;
        if found(answer).contains(&uid) {
            let why = refusal.unwrap_or_else(|| "nothing was answered".to_owned());
            return Err(MailSourceError(format!("UID FETCH {uid}: {why}")));
        }
        Ok(())
    }

    async fn content(
        &mut self,
        uid: i64,
        section: &str,
    ) -> Result<Option<Vec<u8>>, MailSourceError> {
        let command = format!("UID FETCH {uid} (UID {section})");
        let answer = ask(&mut self.session, &command).await?;
        if answer.refusal.is_none() {
            let mut parts = mails(answer.lines);
            let content = parts.find(|part| part.uid == Some(uid)).and_then(|part| part.content);
            if content.is_some() {
                return Ok(content);
            }
        }
        self.is_gone(uid, answer.refusal).await.map(|()| None)
    }
}

#[async_trait]
impl OpenMailbox for ImapMailbox {
    async fn folders(&mut self) -> Result<Vec<String>, MailSourceError> {
        let mut names = self.names("*").await?;
        names.retain(|name| !name.starts_with(DELETED));
        names.extend(self.names(&format!("{DELETED}*")).await?);
        Ok(names)
    }

    async fn open(&mut self, folder: &str) -> Result<Option<OpenedFolder>, MailSourceError> {
        let answer = ask(&mut self.session, &format!("EXAMINE {}", quoted(folder)?)).await?;
        if let Some(refusal) = answer.refusal {
            let there = self.names(folder).await?;
            if there.iter().any(|name| name == folder) {
                return Err(MailSourceError(format!("EXAMINE {folder}: {refusal}")));
            }
            return Ok(None);
        }
        let nothing = || MailSourceError(format!("EXAMINE {folder}: it says no UIDVALIDITY"));
        opened(&answer.lines).map(Some).ok_or_else(nothing)
    }

    async fn arrived(
        &mut self,
        uids: (i64, i64),
        since: DateTime<Utc>,
    ) -> Result<Vec<i64>, MailSourceError> {
        self.search(uids, since, "").await
    }

    async fn search_receipts(
        &mut self,
        uids: (i64, i64),
        since: DateTime<Utc>,
    ) -> Result<Vec<i64>, MailSourceError> {
        self.search(uids, since, " OR HEADER X-Ricevuta \"\" HEADER X-Trasporto errore").await
    }

    async fn summaries(&mut self, uids: &[i64]) -> Result<Vec<MailSummary>, MailSourceError> {
        if uids.is_empty() {
            return Ok(vec![]);
        }
        let set = uids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let command = format!(
            "UID FETCH {set} (UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({HEADERS})])"
        );
        let answer = ask(&mut self.session, &command).await?;
        let mut summaries: Vec<_> = mails(answer.lines)
            .filter_map(|mail| {
                Some(MailSummary {
                    uid: mail.uid?,
                    arrived_at: mail.arrived_at?,
                    bytes: mail.bytes?,
                    is_receipt: is_receipt(&mail.content?),
                })
            })
            .collect();
        summaries.sort_unstable_by_key(|mail| mail.uid);
        summaries.dedup_by_key(|mail| mail.uid);
        for uid in uids {
            if summaries.binary_search_by_key(uid, |mail| mail.uid).is_err() {
                self.is_gone(*uid, answer.refusal.clone()).await?;
            }
        }
        Ok(summaries)
    }

    async fn headers(&mut self, uid: i64) -> Result<Option<Vec<u8>>, MailSourceError> {
        self.content(uid, "BODY.PEEK[HEADER]").await
    }

    async fn read(
        &mut self,
        uid: i64,
        offset: i64,
        length: i64,
    ) -> Result<Option<Vec<u8>>, MailSourceError> {
        self.content(uid, &format!("BODY.PEEK[]<{offset}.{length}>")).await
    }

    async fn close(mut self: Box<Self>) {
        // Everything was read: how the session ends makes no difference.
        let _ = ask(&mut self.session, "LOGOUT").await;
    }
}

/// Whether headers say that an e-mail is a receipt or notice: any `X-Ricevuta`, or the envelope of an anomaly. The
/// envelope of a certified message (`posta-certificata`) is none.
fn is_receipt(headers: &[u8]) -> bool {
    let headers = String::from_utf8_lossy(headers).replace("\r\n ", " ").replace("\r\n\t", " ");
    headers.lines().filter_map(|line| line.split_once(':')).any(|(name, value)| {
        let name = name.trim();
        name.eq_ignore_ascii_case("X-Ricevuta")
            || (name.eq_ignore_ascii_case("X-Trasporto")
                && value.trim().eq_ignore_ascii_case("errore"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipts_and_anomalies_are_known_by_their_headers() {
        for (headers, known) in [
            ("X-Ricevuta: avvenuta-consegna\r\n\r\n", true),
            ("x-ricevuta:\r\n accettazione\r\n\r\n", true),
            ("X-Ricevuta: un valore nuovo\r\n\r\n", true),
            ("X-Trasporto: errore\r\n\r\n", true),
            ("X-Trasporto: posta-certificata\r\n\r\n", false),
            ("\r\n", false),
        ] {
            assert_eq!(is_receipt(headers.as_bytes()), known, "{headers}");
        }
    }
}
