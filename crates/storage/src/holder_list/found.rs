//! Finding the holders that have a text, by the indexes of the texts.

use std::collections::HashSet;

use sigillo_domain::holder_search::HolderSearchField;
use sigillo_domain::id::HolderId;
use uuid::Uuid;

use super::texts::{Place, Search, Source, Text, compared_address, email, texts};
use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::mailbox_list::{containing, last_beginning};

/// Upper bound on the holders that an index finds for a page: these are checked and sorted. Where there are
/// more, a walk of the list in its order soon meets enough of them to fill a page.
///
/// At 200,000 holders on SQLite, 2,000 of one family name took 11 ms in this way and 74 ms by a walk, since they
/// lie together in the order of names.
pub(crate) const MANY: usize = 10_000;
/// So few holders are not worth asking another index for fewer.
const FEW: usize = 200;

/// Upper bounds on the holders that the lookups of a search find, by where their texts are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    own: usize,
    letters: usize,
    elsewhere: usize,
}

impl Bounds {
    /// Finding and checking a holder by a text of another table costs more than twice as much as by one of
    /// their own.
    pub(crate) const fn new(many: usize) -> Self {
        let elsewhere = if many < 5 { many } else { many / 5 * 2 };
        Self { own: many, letters: many, elsewhere }
    }

    /// The bounds for a list in the order of names, where a codice fiscale begins with letters that follow the
    /// family name: people with the same ones lie together. At 600,000 holders on SQLite, the statement that
    /// sorts 19,000 with the same three letters took 72 ms, a request that walked to them 750 ms.
    pub(super) const fn of_list(many: usize) -> Self {
        Self { letters: many * 4, ..Self::new(many) }
    }

    /// The bounds where a walk of the list has met too few: people of one family name have it in their e-mails
    /// and mailboxes, and may lie late in the order of names. Other lookups have been tried before.
    pub(super) const fn after_walk(many: usize) -> Self {
        Self { own: 0, letters: 0, elsewhere: many * 4 }
    }

    const fn of(self, kind: Kind) -> usize {
        match kind {
            Kind::Own => self.own,
            Kind::Letters => self.letters,
            Kind::Elsewhere => self.elsewhere,
        }
    }
}

/// Whether a text of another table is searched for.
pub(super) fn searches_elsewhere(searches: &[Search]) -> bool {
    searches.iter().any(|search| matches!(kind(search), Kind::Elsewhere))
}

/// The holders among which all are that have these texts; None where every index finds as many as its
/// bound, or more.
pub(crate) async fn candidates(
    on: &mut impl Connection,
    searches: &[Search],
    place: Place,
    bounds: Bounds,
) -> Result<Option<HashSet<HolderId>>, StorageError> {
    let sqlite = on.engine().is_sqlite();
    let mut fewest: Option<HashSet<HolderId>> = None;
    for Lookup { statements, kind } in lookups(searches, place, sqlite) {
        let many = bounds.of(kind);
        if many == 0 {
            continue;
        }
        let mut found = HashSet::new();
        let mut rows = 0;
        for mut statement in statements {
            statement.push(" LIMIT ").push(&(many - rows).to_string()).plan_each_time();
            let ids = statement.fetch_all::<(Uuid,)>(on).await?;
            rows += ids.len();
            found.extend(ids.into_iter().map(|(id,)| HolderId::from_uuid(id)));
            if rows >= many {
                break;
            }
        }
        if rows < many && fewest.as_ref().is_none_or(|fewest| found.len() < fewest.len()) {
            fewest = Some(found);
        }
        if fewest.as_ref().is_some_and(|fewest| fewest.len() <= FEW) {
            break;
        }
    }
    Ok(fewest)
}

/// The holders with an address whose e-mail has this text; None where they are as many as this, or more.
pub(crate) async fn address_candidates(
    on: &mut impl Connection,
    search: &Search,
    many: usize,
) -> Result<Option<HashSet<HolderId>>, StorageError> {
    let statement = if on.engine().is_sqlite() { having_on_sqlite } else { having_on_postgres };
    let addresses: Vec<_> =
        texts(search.field).iter().filter(|text| text.source == Source::Address).copied().collect();
    let mut statement = statement(&addresses, search);
    statement.push(" LIMIT ").push(&many.to_string()).plan_each_time();
    let ids = statement.fetch_all::<(Uuid,)>(on).await?;
    let few = (ids.len() < many).then_some(ids);
    Ok(few.map(|ids| ids.into_iter().map(|(id,)| HolderId::from_uuid(id)).collect()))
}

/// The statements that together find the holders with some of the texts.
struct Lookup {
    statements: Vec<Statement>,
    kind: Kind,
}

/// Which bound holds for the texts of a lookup.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// The holders' own texts, in their table.
    Own,
    /// Letters of a codice fiscale.
    Letters,
    /// Texts of other tables.
    Elsewhere,
}

fn kind(search: &Search) -> Kind {
    let letters = || search.text.chars().all(char::is_alphabetic);
    match search.field {
        HolderSearchField::TaxCode if letters() => Kind::Letters,
        field if texts(field)[0].source == Source::Holder => Kind::Own,
        _ => Kind::Elsewhere,
    }
}

/// The lookups, those of the rarest texts first. A holder that has all texts is in what each of them finds.
fn lookups(searches: &[Search], place: Place, sqlite: bool) -> Vec<Lookup> {
    let by_beginning =
        |search: &&Search| place == Place::Beginning || search.finds_beginnings_only();
    let is_own = |search: &&Search| !matches!(kind(search), Kind::Elsewhere);
    let (beginnings, parts): (Vec<_>, Vec<_>) = searches.iter().partition(by_beginning);
    // The index of the names finds the holders that have several of these texts.
    let (own, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(is_own);
    let elsewhere = |search| Lookup { statements: having(search, sqlite), kind: Kind::Elsewhere };
    let mut lookups: Vec<_> = others.into_iter().map(elsewhere).collect();
    if !own.is_empty() {
        let kind = own.iter().map(|search| kind(search)).find(|kind| matches!(kind, Kind::Letters));
        let kind = kind.unwrap_or(Kind::Own);
        lookups.push(Lookup { statements: vec![own_texts(&own, sqlite)], kind });
    }
    let at_beginning =
        |search: &Search| Lookup { statements: beginning(search, sqlite), kind: kind(search) };
    lookups.extend(beginnings.into_iter().map(at_beginning));
    lookups
}

/// The holders whose own texts contain these.
fn own_texts(searches: &[&Search], sqlite: bool) -> Statement {
    let mut statement = Statement::default();
    let columns = searches.iter().map(|search| (&texts(search.field)[0], &search.text));
    if sqlite {
        statement.push(
            "SELECT k.holder_id FROM holder_search CROSS JOIN holder_rowid k \
             ON k.id = holder_search.rowid WHERE holder_search MATCH ",
        );
        let phrases: Vec<_> =
            columns.map(|(column, text)| phrase(&[column.trigrams], text)).collect();
        statement.bind(Value::Text(phrases.join(" AND ")));
    } else {
        statement.push("SELECT t.id FROM holder t WHERE TRUE");
        for (column, text) in columns {
            statement.push(" AND t.").push(column.column).push(" LIKE ");
            statement.bind(Value::Text(containing(text)));
        }
    }
    statement
}

/// A phrase of FTS5 in these columns.
pub(crate) fn phrase(columns: &[&str], text: &str) -> String {
    format!("{{{}}} : \"{}\"", columns.join(" "), text.replace('"', "\"\""))
}

/// The holders that have a text in another table.
fn having(search: &Search, sqlite: bool) -> Vec<Statement> {
    let groups = texts(search.field).chunk_by(|one, other| one.source == other.source);
    let statement = if sqlite { having_on_sqlite } else { having_on_postgres };
    groups.map(|group| statement(group, search)).collect()
}

/// CROSS keeps SQLite from reading all rows and looking each one up in the trigram index.
fn having_on_sqlite(group: &[Text], search: &Search) -> Statement {
    let mut statement = Statement::default();
    statement.push(match group[0].source {
        Source::Holder => {
            "SELECT t.holder_id FROM holder_search CROSS JOIN holder_rowid t \
             ON t.id = holder_search.rowid WHERE holder_search MATCH "
        }
        Source::Address => {
            "SELECT t.holder_id FROM holder_address_search \
             CROSS JOIN holder_address_rowid k ON k.id = holder_address_search.rowid \
             CROSS JOIN holder_address t ON t.id = k.address_id WHERE holder_address_search MATCH "
        }
        Source::Company => {
            "SELECT t.holder_id FROM company_search \
             CROSS JOIN company_rowid k ON k.id = company_search.rowid \
             CROSS JOIN holder_company t ON t.company_id = k.company_id WHERE company_search MATCH "
        }
        Source::Mailbox => {
            "SELECT t.holder_id FROM mailbox_search CROSS JOIN mailbox t \
             ON t.id = mailbox_search.mailbox_id WHERE t.holder_id IS NOT NULL AND mailbox_search MATCH "
        }
        Source::Email => {
            "SELECT t.holder_id FROM mailbox_email_search \
             CROSS JOIN mailbox_email e ON e.id = mailbox_email_search.rowid \
             CROSS JOIN mailbox t ON t.id = e.mailbox_id \
             WHERE t.holder_id IS NOT NULL AND mailbox_email_search MATCH "
        }
    });
    let columns: Vec<_> = group.iter().map(|text| text.trigrams).collect();
    let name = search.text.split('@').next().unwrap_or_default();
    let of_mailbox = group[0].source == Source::Mailbox;
    let indexed = if of_mailbox { name } else { &search.text };
    statement.bind(Value::Text(phrase(&columns, indexed)));
    if of_mailbox && name.len() < search.text.len() {
        statement.push(" AND ");
        compared_address(&mut statement, search, true);
    }
    statement
}

fn having_on_postgres(group: &[Text], search: &Search) -> Statement {
    let mut statement = Statement::default();
    statement.push(match group[0].source {
        Source::Holder => "SELECT t.id FROM holder t WHERE (",
        Source::Address => "SELECT t.holder_id FROM holder_address t WHERE (",
        Source::Company => {
            "SELECT tie.holder_id FROM company t JOIN holder_company tie ON tie.company_id = t.id WHERE ("
        }
        Source::Mailbox | Source::Email => {
            "SELECT t.holder_id FROM mailbox t WHERE t.holder_id IS NOT NULL AND ("
        }
    });
    let whole_name = search.text.split_once('@').filter(|_| group[0].source == Source::Mailbox);
    let pattern = match whole_name {
        Some((name, _)) => containing(name).trim_end_matches('%').to_owned(),
        None => containing(&search.text),
    };
    for (number, text) in group.iter().enumerate() {
        statement.push(if number > 0 { " OR " } else { "" });
        if text.source == Source::Email {
            statement.push(email(false));
        } else {
            statement.push("t.").push(text.column);
        }
        statement.push(" LIKE ").bind(Value::text(&pattern));
    }
    statement.push(")");
    if whole_name.is_some() {
        statement.push(" AND ");
        compared_address(&mut statement, search, false);
    }
    statement
}

/// The holders that have a text which begins with the searched one: a range of an index.
fn beginning(search: &Search, sqlite: bool) -> Vec<Statement> {
    texts(search.field).iter().map(|text| beginning_in(text, search, sqlite)).collect()
}

fn beginning_in(text: &Text, search: &Search, sqlite: bool) -> Statement {
    let mut statement = Statement::default();
    statement.push(match text.source {
        Source::Holder => "SELECT t.id FROM holder t WHERE ",
        Source::Address => "SELECT t.holder_id FROM holder_address t WHERE ",
        Source::Company if sqlite => {
            "SELECT tie.holder_id FROM company t CROSS JOIN holder_company tie \
             ON tie.company_id = t.id WHERE "
        }
        Source::Company => {
            "SELECT tie.holder_id FROM company t JOIN holder_company tie ON tie.company_id = t.id WHERE "
        }
        Source::Email if sqlite => {
            "SELECT m.holder_id FROM mailbox_email t CROSS JOIN mailbox m ON m.id = t.mailbox_id \
             WHERE m.holder_id IS NOT NULL AND "
        }
        Source::Mailbox | Source::Email => {
            "SELECT t.holder_id FROM mailbox t WHERE t.holder_id IS NOT NULL AND "
        }
    });
    let column = match text.source {
        Source::Email if sqlite => "t.email".to_owned(),
        Source::Email => email(false).to_owned(),
        _ => format!("t.{}", text.ordered),
    };
    if text.without_empty {
        statement.push(&column).push(" <> '' AND ");
    }
    statement.push(&column).push(" >= ").bind(Value::text(&search.text));
    statement.push(" AND ").push(&column).push(" < ").bind(last_beginning(&search.text));
    statement
}
