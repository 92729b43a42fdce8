//! Searches in the texts beside the name: the communication e-mail and the notes.
//!
//! A trigram index finds the mailboxes when there are few of them; when there are many, a scan of the
//! list soon meets enough of them to fill a page.

use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox_list::{SearchField, TEXT_MIN};
use uuid::Uuid;

use super::names::containing;
use super::sample::Sample;
use super::search_plan::{RARE, SearchPlan, rare};
use super::{Filter, trigrams};
use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;

/// A text of a mailbox, other than its name, that can be searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextField {
    Email,
    Note,
}

/// The indexed expression of PostgreSQL.
pub(super) const POSTGRES_EMAIL: &str = "lower(m.communication_email COLLATE \"C\")";
pub(super) const SQLITE_EMAIL: &str = "lower(m.communication_email)";

impl TextField {
    pub fn search_field(self) -> SearchField {
        match self {
            Self::Email => SearchField::CommunicationEmail,
            Self::Note => SearchField::Note,
        }
    }

    /// Whether the index can find a text.
    pub fn can_find(text: &str) -> bool {
        text.chars().count() >= TEXT_MIN
    }

    /// Adds an expression that is true where the text of a mailbox contains another; it may be null
    /// where there is no text.
    pub fn contains(self, statement: &mut Statement, text: &str, sqlite: bool) {
        let position = if sqlite { "instr(" } else { "strpos(" };
        let value = Value::text(text);
        match self {
            Self::Email => {
                let email = if sqlite { SQLITE_EMAIL } else { POSTGRES_EMAIL };
                statement.push(position).push(email).push(", ").bind(value).push(") > 0");
            }
            Self::Note => {
                // Not EXISTS, which PostgreSQL may join to all notes that contain the text; this way it
                // looks at the notes of one mailbox after the other until the page is full.
                statement.push("COALESCE((SELECT TRUE FROM note n WHERE n.subject_id = m.id AND ");
                statement.push(position).push("n.text_folded, ").bind(value);
                statement.push(") > 0 LIMIT 1), FALSE)");
            }
        }
    }

    /// Chooses how the mailboxes are found whose text contains another.
    pub async fn plan(
        self,
        on: &mut impl Connection,
        filter: &Filter,
        text: &str,
    ) -> Result<SearchPlan, StorageError> {
        let sqlite = on.engine().is_sqlite();
        let (mut statement, rare) = match self {
            Self::Email => {
                let sample = Sample::of_emails(on, filter).await?;
                let rare = rare(sample.all());
                if sample.seen(&[text]) >= rare {
                    return Ok(SearchPlan::Scan);
                }
                let pieces = trigrams::telling(text, &sample, sqlite);
                let emails = if sqlite { emails_on_sqlite } else { emails_on_postgres };
                (emails(text, &pieces), rare)
            }
            Self::Note => {
                let notes = if sqlite { notes_on_sqlite } else { notes_on_postgres };
                (notes(filter, text), RARE)
            }
        };
        statement.push(" LIMIT ").push(&rare.to_string()).plan_each_time();
        let ids = statement.fetch_all::<(Uuid,)>(on).await?;
        if ids.len() < rare {
            Ok(SearchPlan::Ids(ids.into_iter().map(|(id,)| MailboxId::from_uuid(id)).collect()))
        } else {
            Ok(SearchPlan::Scan)
        }
    }
}

/// A query of FTS5 for rows that contain all of these texts.
fn phrases(texts: &[&str]) -> Value {
    let quoted = texts.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\"")));
    Value::Text(quoted.collect::<Vec<_>>().join(" AND "))
}

fn emails_on_sqlite(text: &str, pieces: &[&str]) -> Statement {
    let mut statement = Statement::default();
    // CROSS keeps SQLite from reading all e-mails and looking each one up in the index.
    statement.push(
        "SELECT e.mailbox_id FROM mailbox_email_search CROSS JOIN mailbox_email e \
         ON e.id = mailbox_email_search.rowid WHERE mailbox_email_search MATCH ",
    );
    statement.bind(phrases(pieces));
    statement.push(" AND instr(e.email, ").bind(Value::text(text)).push(") > 0");
    statement
}

fn emails_on_postgres(text: &str, pieces: &[&str]) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT m.id FROM mailbox m WHERE TRUE");
    for piece in pieces {
        statement.push(" AND ").push(POSTGRES_EMAIL).push(" LIKE ");
        statement.bind(Value::Text(containing(piece)));
    }
    statement.push(" AND ");
    TextField::Email.contains(&mut statement, text, false);
    statement
}

/// The hits are limited to the domains of the list, so that many notes in other domains do not lead to
/// a scan of these.
fn notes_on_sqlite(filter: &Filter, text: &str) -> Statement {
    let mut statement = Statement::default();
    statement.push(
        "SELECT DISTINCT m.id FROM note_search CROSS JOIN mailbox m \
         ON m.id = note_search.subject_id WHERE note_search MATCH ",
    );
    statement.bind(phrases(&[text]));
    statement.push(" AND instr(note_search.text_folded, ").bind(Value::text(text)).push(") > 0");
    statement.push(" AND +m.domain_id IN ");
    statement.bind_list(filter.domains.iter().map(|id| Value::id(*id)));
    statement
}

fn notes_on_postgres(filter: &Filter, text: &str) -> Statement {
    let mut statement = Statement::default();
    statement.push(
        "SELECT DISTINCT m.id FROM note n JOIN mailbox m ON m.id = n.subject_id \
         WHERE n.text_folded LIKE ",
    );
    statement.bind(Value::Text(containing(text))).push(" AND m.domain_id IN ");
    statement.bind_list(filter.domains.iter().map(|id| Value::id(*id)));
    statement
}
