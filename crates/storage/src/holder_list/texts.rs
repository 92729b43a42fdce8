//! Where the texts are that holders are searched by, and the conditions on them.

use sigillo_domain::holder_search::HolderSearchField;

use crate::bind::{Statement, Value};

/// A text to search for, as [`HolderSearchField::parse_text`] returns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    pub field: HolderSearchField,
    pub text: String,
}

impl Search {
    pub(crate) fn finds_beginnings_only(&self) -> bool {
        self.field.finds_beginnings_only(&self.text)
    }
}

/// A table with texts by which a holder is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Holder,
    Address,
    Company,
    Mailbox,
    /// The communication e-mails of mailboxes.
    Email,
}

/// A text of a source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    pub source: Source,
    /// The column of `t`, which a condition compares.
    pub column: &'static str,
    /// The column of the trigram index of SQLite.
    pub trigrams: &'static str,
    /// The column of `t` of which the beginnings are a range of an index.
    pub ordered: &'static str,
    /// Whether that index leaves the empty texts out.
    pub without_empty: bool,
}

impl Text {
    const fn new(source: Source, column: &'static str, trigrams: &'static str) -> Self {
        Self { source, column, trigrams, ordered: column, without_empty: false }
    }

    const fn partly(source: Source, column: &'static str, trigrams: &'static str) -> Self {
        Self { source, column, trigrams, ordered: column, without_empty: true }
    }
}

const GIVEN_NAME: &[Text] = &[Text::new(Source::Holder, "given_name_folded", "given_name")];
const FAMILY_NAME: &[Text] = &[Text {
    ordered: "name_folded",
    ..Text::new(Source::Holder, "family_name_folded", "family_name")
}];
const TAX_CODE: &[Text] = &[Text::new(Source::Holder, "tax_code", "tax_code")];
const EMAIL: &[Text] = &[
    Text::partly(Source::Address, "email_folded", "email"),
    Text::new(Source::Email, "communication_email", "email"),
];
const PHONE: &[Text] = &[
    Text::partly(Source::Address, "phone_digits", "phone"),
    Text::partly(Source::Address, "mobile_digits", "mobile"),
];
const FAX: &[Text] = &[Text::partly(Source::Address, "fax_digits", "fax")];
const COMPANY_NAME: &[Text] = &[Text::new(Source::Company, "legal_name_folded", "legal_name")];
const VAT_NUMBER: &[Text] = &[Text::partly(Source::Company, "vat_number", "vat_number")];
const MAILBOX: &[Text] =
    &[Text { ordered: "address", ..Text::new(Source::Mailbox, "local_part", "local_part") }];

pub(crate) fn texts(field: HolderSearchField) -> &'static [Text] {
    match field {
        HolderSearchField::GivenName => GIVEN_NAME,
        HolderSearchField::FamilyName => FAMILY_NAME,
        HolderSearchField::TaxCode => TAX_CODE,
        HolderSearchField::Email => EMAIL,
        HolderSearchField::Phone => PHONE,
        HolderSearchField::Fax => FAX,
        HolderSearchField::CompanyName => COMPANY_NAME,
        HolderSearchField::VatNumber => VAT_NUMBER,
        HolderSearchField::Mailbox => MAILBOX,
    }
}

/// Where in a stored text the searched one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Beginning,
    Anywhere,
}

/// Adds the condition that the holder `h` has the searched text at this place.
pub(super) fn holds(statement: &mut Statement, search: &Search, place: Place, sqlite: bool) {
    statement.push("(");
    let texts = texts(search.field);
    for (number, group) in texts.chunk_by(|one, other| one.source == other.source).enumerate() {
        statement.push(if number > 0 { " OR " } else { "" });
        let source = group[0].source;
        if source == Source::Holder {
            any(statement, "h.", group, search, place, sqlite);
        } else {
            one_of(statement, of_holder(source, sqlite), group, search, place, sqlite);
        }
    }
    statement.push(")");
}

/// Adds the condition that the mailbox `m` has the searched text: its holder has, its communication e-mail
/// does, or the company does that the holder has it for.
pub(crate) fn mailbox_holds(statement: &mut Statement, search: &Search, sqlite: bool) {
    let place = if search.finds_beginnings_only() { Place::Beginning } else { Place::Anywhere };
    statement.push("(");
    let texts = texts(search.field);
    for (number, group) in texts.chunk_by(|one, other| one.source == other.source).enumerate() {
        statement.push(if number > 0 { " OR " } else { "" });
        one_of(statement, of_mailbox(group[0].source, sqlite), group, search, place, sqlite);
    }
    statement.push(")");
}

/// Adds the condition that one of these rows has the text.
///
/// Not EXISTS, which PostgreSQL may join to all rows that have the text; this way it looks at one holder after
/// the other until the page is full.
fn one_of(
    statement: &mut Statement,
    rows: &str,
    group: &[Text],
    search: &Search,
    place: Place,
    sqlite: bool,
) {
    statement.push("COALESCE((SELECT TRUE FROM ").push(rows).push(" AND ");
    any(statement, "t.", group, search, place, sqlite);
    statement.push(" LIMIT 1), FALSE)");
}

/// The rows of a source that belong to the holder `h`. CROSS keeps SQLite from beginning at the companies.
fn of_holder(source: Source, sqlite: bool) -> &'static str {
    match source {
        Source::Holder => "holder t WHERE t.id = h.id",
        Source::Address => "holder_address t WHERE t.holder_id = h.id",
        Source::Company if sqlite => {
            "holder_company tie CROSS JOIN company t ON t.id = tie.company_id WHERE tie.holder_id = h.id"
        }
        Source::Company => {
            "holder_company tie JOIN company t ON t.id = tie.company_id WHERE tie.holder_id = h.id"
        }
        Source::Mailbox | Source::Email => "mailbox t WHERE t.holder_id = h.id",
    }
}

/// The rows of a source that belong to the mailbox `m`.
fn of_mailbox(source: Source, sqlite: bool) -> &'static str {
    match source {
        Source::Holder => "holder t WHERE t.id = m.holder_id",
        Source::Address => "holder_address t WHERE t.holder_id = m.holder_id",
        Source::Company if sqlite => {
            "holder_company tie CROSS JOIN company t ON t.id = tie.company_id \
             WHERE tie.id = m.holder_company_id"
        }
        Source::Company => {
            "holder_company tie JOIN company t ON t.id = tie.company_id WHERE tie.id = m.holder_company_id"
        }
        Source::Mailbox | Source::Email => "mailbox t WHERE t.id = m.id",
    }
}

fn any(
    statement: &mut Statement,
    of: &str,
    texts: &[Text],
    search: &Search,
    place: Place,
    sqlite: bool,
) {
    statement.push("(");
    for (number, text) in texts.iter().enumerate() {
        statement.push(if number > 0 { " OR " } else { "" });
        compared(statement, of, text, search, place, sqlite);
    }
    statement.push(")");
}

/// Adds the comparison of one stored text with the searched one.
fn compared(
    statement: &mut Statement,
    of: &str,
    text: &Text,
    search: &Search,
    place: Place,
    sqlite: bool,
) {
    statement.push(if sqlite { "instr(" } else { "strpos(" });
    match text.source {
        Source::Email => {
            statement.push(email(sqlite));
        }
        Source::Mailbox if place == Place::Beginning || search.text.contains('@') => {
            statement.push("t.address");
        }
        _ => {
            statement.push(of).push(text.column);
        }
    }
    statement.push(", ").bind(Value::text(&search.text));
    statement.push(if place == Place::Beginning { ") = 1" } else { ") > 0" });
}

/// The communication e-mail of the mailbox `t`, as PostgreSQL has it in its index.
pub(super) const fn email(sqlite: bool) -> &'static str {
    if sqlite {
        "lower(t.communication_email)"
    } else {
        "lower(t.communication_email COLLATE \"C\")"
    }
}

/// Adds the condition that the address of the mailbox `t` contains the searched text.
pub(super) fn compared_address(statement: &mut Statement, search: &Search, sqlite: bool) {
    statement.push(if sqlite { "instr(t.address, " } else { "strpos(t.address, " });
    statement.bind(Value::text(&search.text)).push(") > 0");
}
