//! A list of mailboxes as a table: its columns, and how a mailbox fills them.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::mailbox_list::{Listed, ListedHolder, SearchField, Sort, SortField};
use sigillo_domain::message::Language;
use sigillo_domain::service_term::ServiceRequest;

use super::further_filters::{readiness_name, request_name};
use crate::caller::signature;
use crate::export_file::order_words;
use crate::local_time;
use crate::ports::table::{
    Cell, Column, ColumnKind, Report, RowStyle, TableDescription, TableWriter, WriteError,
};

/// The list of mailboxes that a file is made from.
#[derive(Debug, Clone)]
pub struct MailboxTable {
    /// None means every domain in the caller's scope.
    pub domains: Option<String>,
    pub search: Option<String>,
    /// Empty means the address alone.
    pub search_in: Vec<SearchField>,
    pub communication_email: Option<String>,
    pub note: Option<String>,
    /// Empty means every state.
    pub states: Vec<MailboxState>,
    /// Empty means every password state.
    pub passwords: Vec<PasswordState>,
    pub over_soft_limit: bool,
    /// The codes of plans; empty means every plan, and none.
    pub plans: Vec<String>,
    /// The names of resellers; empty means every reseller, and none.
    pub resellers: Vec<String>,
    /// The name of the holder whose mailboxes are listed.
    pub holder: Option<String>,
    /// The further filters, each with its label.
    pub further: Vec<(&'static str, String)>,
    /// None for mailboxes that were chosen one by one, in the order of the choice.
    pub sort: Option<Sort>,
    /// The name and user name of a person.
    pub exported_by: String,
    pub exported_at: DateTime<Utc>,
    pub language: Language,
}

impl MailboxTable {
    pub fn description(&self) -> TableDescription {
        let l = self.language;
        TableDescription {
            language: l,
            sheet_name: l.choose("Caselle", "Mailboxes").into(),
            columns: columns(l),
            report: Some(Report {
                title: l.choose("Elenco delle caselle PEC", "List of certified mailboxes"),
                subject: self.domains.clone(),
                criteria: self.criteria(),
                author: self.exported_by.clone(),
                created_at: self.exported_at,
                count_label: l.choose("Numero di caselle", "Number of mailboxes"),
                empty_text: l.choose("Nessuna casella.", "No mailboxes."),
            }),
        }
    }

    fn criteria(&self) -> Vec<(&'static str, String)> {
        let l = self.language;
        let all = || l.choose("tutti", "all").to_owned();
        let domain = self.domains.clone().unwrap_or_else(all);
        let states: Vec<&str> = self.states.iter().map(|state| state_name(*state, l)).collect();
        let states = if states.is_empty() { all() } else { states.join(", ") };
        let mut criteria = vec![(l.choose("Dominio", "Domain"), domain)];
        let Some(sort) = self.sort else {
            let chosen = l.choose("caselle scelte una per una", "mailboxes chosen one by one");
            criteria.push((l.choose("Selezione", "Selection"), chosen.to_owned()));
            return criteria;
        };
        if let Some(search) = &self.search {
            criteria.push((l.choose("Ricerca", "Search"), self.searched(search)));
        }
        if let Some(text) = &self.communication_email {
            let label = l.choose("E-mail di comunicazione", "Communication e-mail");
            criteria.push((label, format!("“{text}”")));
        }
        if let Some(text) = &self.note {
            criteria.push((l.choose("Note", "Notes"), format!("“{text}”")));
        }
        if let Some(holder) = &self.holder {
            criteria.push((l.choose("Titolare", "Holder"), holder.clone()));
        }
        criteria.push((l.choose("Stato", "Status"), states));
        if !self.passwords.is_empty() {
            let names: Vec<&str> =
                self.passwords.iter().map(|state| password_name(*state, l)).collect();
            criteria.push(("Password", names.join(", ")));
        }
        if !self.plans.is_empty() {
            criteria.push((l.choose("Piano", "Plan"), self.plans.join(", ")));
        }
        if !self.resellers.is_empty() {
            criteria.push((l.choose("Rivenditore", "Reseller"), self.resellers.join(", ")));
        }
        if self.over_soft_limit {
            let over = l.choose("oltre il soft limit", "over the soft limit");
            criteria.push((l.choose("Spazio usato", "Space used"), over.to_owned()));
        }
        criteria.extend(self.further.iter().cloned());
        criteria.push((l.choose("Ordine", "Order"), order(sort, l)));
        criteria
    }

    /// The text that was searched for, and where unless it was in the address alone.
    fn searched(&self, text: &str) -> String {
        let l = self.language;
        let fields: Vec<&str> = self.search_in.iter().map(|field| field_name(*field, l)).collect();
        match self.search_in.as_slice() {
            [] | [SearchField::Address] => format!("“{text}”"),
            _ => format!("“{text}” ({})", fields.join(", ")),
        }
    }
}

fn columns(l: Language) -> Vec<Column> {
    use ColumnKind::{Bytes, Megabytes, Text, Time, YesNo};
    let column = |it, en, kind| Column::new(l.choose(it, en), kind);
    vec![
        column("Casella", "Mailbox", Text).sheet_width(42).page_width(64.0),
        column("Nome", "Name", Text).sheet_width(28),
        column("Dominio", "Domain", Text).sheet_width(28),
        column("Stato", "Status", Text).sheet_width(24),
        // On a page the state includes the date of cancellation, which has no column there.
        column("Stato", "Status", Text).only_on_pages().page_width(33.0),
        column("Password", "Password", Text).sheet_width(16).page_width(20.0),
        column("E-mail di comunicazione", "Communication e-mail", Text)
            .sheet_width(36)
            .page_width(52.0),
        column("Quota", "Quota", Megabytes).sheet_width(14).page_width(14.0),
        column("Soft limit", "Soft limit", Megabytes).sheet_width(20).page_width(15.0),
        column("Spazio usato", "Used space", Bytes).sheet_width(20).page_width(16.0),
        column("Conservazione", "Preservation", YesNo).sheet_width(16).page_width(22.0),
        column("Creata il", "Created on", Time).sheet_width(18).page_width(18.5),
        column("Creata da", "Created by", Text).sheet_width(20),
        column("Attivata il", "Activated on", Time).sheet_width(18),
        column("Scadenza", "Expires on", Time).sheet_width(18).page_width(18.5),
        column("Cancellata il", "Deleted on", Time).sheet_width(18),
        column("Piano", "Plan", Text).sheet_width(26),
        column("Rivenditore", "Reseller", Text).sheet_width(28),
        column("Titolare", "Holder", Text).sheet_width(32),
        column("Codice fiscale", "Codice fiscale", Text).sheet_width(20),
        column("Ragione sociale", "Legal name", Text).sheet_width(36),
        column("Richiesta", "Request", Text).sheet_width(14),
        column("Pronta per la REM", "Ready for REM", Text).sheet_width(32),
    ]
}

/// Writes a mailbox as a row of a [`MailboxTable`].
pub fn write_mailbox(
    mailbox: &Listed,
    language: Language,
    file: &mut dyn TableWriter,
) -> Result<(), WriteError> {
    let cancelled = mailbox.state == MailboxState::Cancelled;
    let style = if cancelled { RowStyle::Muted } else { RowStyle::Normal };
    let holder = mailbox.holder.as_ref();
    let company = holder.and_then(|holder| holder.company.as_deref());
    let cells = [
        Cell::text(&mailbox.address),
        Cell::text(&mailbox.local_part),
        Cell::text(mailbox.domain()),
        Cell::text(state_name(mailbox.state, language)),
        Cell::Text(state_on_page(mailbox, language)),
        Cell::text(password_name(mailbox.password_state, language)),
        mailbox.communication_email.as_deref().map_or(Cell::Empty, Cell::text),
        Cell::Megabytes(mailbox.quota_mb),
        Cell::Megabytes(mailbox.soft_limit_mb),
        mailbox.used_bytes.map_or(Cell::Empty, Cell::Bytes),
        Cell::YesNo(mailbox.preservation),
        Cell::Time(mailbox.created_at),
        Cell::Text(creator(mailbox)),
        Cell::time(mailbox.activated_at),
        Cell::time(mailbox.expires_at),
        Cell::time(mailbox.cancelled_at),
        mailbox.plan_code.as_deref().map_or(Cell::Empty, Cell::text),
        mailbox.reseller_name.as_deref().map_or(Cell::Empty, Cell::text),
        holder.map_or(Cell::Empty, |it| Cell::Text(full_name(it).into())),
        holder.map_or(Cell::Empty, |it| Cell::text(&it.tax_code)),
        company.map_or(Cell::Empty, Cell::text),
        request_cell(mailbox, language),
        Cell::text(readiness_name(mailbox.rem_readiness, language)),
    ];
    file.row(style, &cells)
}

/// What was requested of the service; empty where nothing was.
fn request_cell(mailbox: &Listed, l: Language) -> Cell<'static> {
    match mailbox.request {
        ServiceRequest::None => Cell::Empty,
        request => Cell::text(request_name(request, l)),
    }
}

/// `Verdi Anna`, as registers sort people.
fn full_name(holder: &ListedHolder) -> String {
    format!("{} {}", holder.family_name, holder.given_name).trim().to_owned()
}

/// The name and user name of whoever created the mailbox.
fn creator(mailbox: &Listed) -> Cow<'_, str> {
    match &mailbox.created_by_display_name {
        Some(name) => signature(name, &mailbox.created_by).into(),
        None => Cow::Borrowed(&mailbox.created_by),
    }
}

/// The state; for a cancelled mailbox, with the date.
fn state_on_page(mailbox: &Listed, l: Language) -> Cow<'static, str> {
    let state = state_name(mailbox.state, l);
    match (mailbox.state, mailbox.cancelled_at) {
        (MailboxState::Cancelled, Some(at)) => {
            let day = local_time(at).format("%d/%m/%Y");
            format!("{state} {} {day}", l.choose("il", "on")).into()
        }
        _ => state.into(),
    }
}

pub(crate) const fn state_name(state: MailboxState, l: Language) -> &'static str {
    match state {
        MailboxState::PendingActivation => {
            l.choose("In attesa di attivazione", "Awaiting activation")
        }
        MailboxState::Active => l.choose("Attiva", "Active"),
        MailboxState::Disabled => l.choose("Disabilitata", "Disabled"),
        MailboxState::Suppressed => l.choose("Soppressa", "Suppressed"),
        MailboxState::Cancelled => l.choose("Cancellata", "Deleted"),
    }
}

const fn password_name(state: PasswordState, l: Language) -> &'static str {
    match state {
        PasswordState::ToSet => l.choose("Da impostare", "To be set"),
        PasswordState::Valid => l.choose("Valida", "Valid"),
        PasswordState::Expired => l.choose("Scaduta", "Expired"),
    }
}

const fn field_name(field: SearchField, l: Language) -> &'static str {
    match field {
        SearchField::Address => l.choose("indirizzo", "address"),
        SearchField::CommunicationEmail => {
            l.choose("e-mail di comunicazione", "communication e-mail")
        }
        SearchField::Note => l.choose("note", "notes"),
    }
}

fn order(sort: Sort, l: Language) -> String {
    let field = match sort.field {
        SortField::Address => l.choose("indirizzo", "address"),
        SortField::LocalPart => l.choose("casella", "mailbox"),
        SortField::CreatedAt => l.choose("data di creazione", "creation date"),
        SortField::State => l.choose("stato", "state"),
        SortField::Quota => l.choose("quota", "quota"),
        SortField::Fill => l.choose("spazio usato", "space used"),
    };
    order_words(field, sort.descending, l)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::table::PAGE_TABLE_WIDTH;

    #[test]
    fn the_columns_fill_a_page() {
        let widths = columns(Language::It).into_iter().filter_map(|column| column.page_width);
        let sum: f32 = widths.sum();
        assert!((sum - PAGE_TABLE_WIDTH).abs() < f32::EPSILON, "{sum}");
    }
}
