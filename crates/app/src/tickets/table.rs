//! A list of tickets as a table: its columns, and how a ticket fills them.

use chrono::{DateTime, Utc};
use sigillo_domain::list::Sort;
use sigillo_domain::message::Language;
use sigillo_domain::ticket::{
    ServiceDesk, TicketPriority, TicketQueue, TicketSortField, TicketStatus, TicketType,
};
use sigillo_storage::ticket_list::Filter;
use sigillo_storage::tickets::NamedTicket;

use crate::caller::signature;
use crate::export_file::order_words;
use crate::ports::table::{
    Cell, Column, ColumnKind, Report, RowStyle, TableDescription, TableWriter, WriteError,
};

/// The list of tickets that a file is made from.
pub(super) struct TicketTable {
    pub filter: Filter,
    pub sort: Sort<TicketSortField>,
    /// The name and user name of a person.
    pub exported_by: String,
    pub exported_at: DateTime<Utc>,
    pub language: Language,
}

impl TicketTable {
    pub fn description(&self) -> TableDescription {
        let l = self.language;
        TableDescription {
            language: l,
            sheet_name: l.choose("Ticket", "Tickets").into(),
            columns: columns(l),
            report: Some(Report {
                title: l.choose("Elenco dei ticket", "List of tickets"),
                subject: None,
                criteria: self.criteria(),
                author: self.exported_by.clone(),
                created_at: self.exported_at,
                count_label: l.choose("Numero di ticket", "Number of tickets"),
                empty_text: l.choose("Nessun ticket.", "No tickets."),
            }),
        }
    }

    fn criteria(&self) -> Vec<(&'static str, String)> {
        let (l, filter) = (self.language, &self.filter);
        let mut criteria = vec![];
        if let Some(search) = &filter.search {
            criteria.push((l.choose("Ricerca", "Search"), search.clone()));
        }
        let mut names = |label, names: Vec<&str>| {
            if !names.is_empty() {
                criteria.push((label, names.join(", ")));
            }
        };
        let queues = filter.queues.iter().map(|queue| queue_name(*queue, l));
        names(l.choose("Coda", "Queue"), queues.collect());
        let statuses = filter.statuses.iter().map(|status| status_name(*status, l));
        names(l.choose("Stato", "Status"), statuses.collect());
        let priorities = filter.priorities.iter().map(|priority| priority_name(*priority, l));
        names(l.choose("Priorità", "Priority"), priorities.collect());
        let types = filter.types.iter().map(|ticket_type| type_name(*ticket_type, l));
        names(l.choose("Tipo", "Type"), types.collect());
        let desks = filter.desks.iter().map(|desk| desk_name(*desk, l));
        names(l.choose("Sportello", "Service desk"), desks.collect());
        criteria.push((l.choose("Ordine", "Order"), order(self.sort, l)));
        criteria
    }
}

fn columns(l: Language) -> Vec<Column> {
    use ColumnKind::{Text, Time};
    let column = |it, en, kind| Column::new(l.choose(it, en), kind);
    vec![
        column("Tipo", "Type", Text).sheet_width(16).page_width(24.0),
        column("Riferimento", "Reference", Text).sheet_width(18).page_width(32.0),
        column("Oggetto", "Summary", Text).sheet_width(50).page_width(76.0),
        column("Sportello", "Service desk", Text).sheet_width(18).page_width(28.0),
        column("Stato", "Status", Text).sheet_width(22).page_width(36.0),
        column("Richiedente", "Requester", Text).sheet_width(30).page_width(46.0),
        column("Apertura", "Opened", Time).sheet_width(18).page_width(31.0),
        column("Priorità", "Priority", Text).sheet_width(12),
        column("Organizzazione", "Organisation", Text).sheet_width(30),
        column("In carico a", "Taken by", Text).sheet_width(30),
        column("Ultimo aggiornamento", "Last update", Time).sheet_width(18),
        column("Prima risposta", "First answer", Time).sheet_width(18),
        column("Chiusura", "Closed", Time).sheet_width(18),
        column("Descrizione", "Description", Text).sheet_width(60),
        column("Problema riscontrato", "Problem", Text).sheet_width(40),
        column("Azione effettuata", "Action", Text).sheet_width(40),
        column("Soluzione adottata", "Solution", Text).sheet_width(40),
    ]
}

/// Writes a ticket as a row of a [`TicketTable`].
pub(super) fn write_ticket(
    named: &NamedTicket,
    l: Language,
    file: &mut dyn TableWriter,
) -> Result<(), WriteError> {
    let ticket = &named.ticket;
    let is_closed = ticket.status == TicketStatus::Closed;
    let style = if is_closed { RowStyle::Muted } else { RowStyle::Normal };
    let time = |at: Option<DateTime<Utc>>| at.map_or(Cell::Empty, Cell::Time);
    let closure = ticket.closure.as_ref();
    let person = |name: Option<&str>, username: &str| match name {
        Some(name) => signature(name, username),
        None => username.to_owned(),
    };
    let requester = person(named.requester_name.as_deref(), &ticket.requester);
    let assignee = ticket.assignee.as_deref();
    let assignee = assignee.map(|it| person(named.assignee_name.as_deref(), it));
    let cells = [
        Cell::text(type_name(ticket.ticket_type, l)),
        Cell::text(&ticket.reference),
        Cell::text(&ticket.summary),
        Cell::text(desk_name(ticket.desk, l)),
        Cell::text(status_name(ticket.status, l)),
        Cell::text(&requester),
        Cell::Time(ticket.created_at),
        Cell::text(priority_name(ticket.priority, l)),
        Cell::text(&named.organization_name),
        assignee.as_deref().map_or(Cell::Empty, Cell::text),
        Cell::Time(ticket.updated_at),
        time(ticket.first_answer_at),
        time(ticket.closed_at),
        Cell::text(&ticket.description),
        closure.map_or(Cell::Empty, |closure| Cell::text(&closure.problem)),
        closure.map_or(Cell::Empty, |closure| Cell::text(&closure.action)),
        closure.map_or(Cell::Empty, |closure| Cell::text(&closure.solution)),
    ];
    file.row(style, &cells)
}

const fn queue_name(queue: TicketQueue, l: Language) -> &'static str {
    match queue {
        TicketQueue::Mine => l.choose("i miei", "mine"),
        TicketQueue::Unassigned => l.choose("non assegnati", "unassigned"),
        TicketQueue::Waiting => l.choose("in attesa di risposta", "awaiting an answer"),
        TicketQueue::Open => l.choose("aperti", "open"),
    }
}

const fn status_name(status: TicketStatus, l: Language) -> &'static str {
    match status {
        TicketStatus::WaitingForSupport => {
            l.choose("In attesa del supporto", "Waiting for support")
        }
        TicketStatus::InProgress => l.choose("In lavorazione", "In progress"),
        TicketStatus::WaitingForCustomer => {
            l.choose("In attesa del cliente", "Waiting for customer")
        }
        TicketStatus::NeedApproval => l.choose("Da approvare", "Need approval"),
        TicketStatus::Closed => l.choose("Chiuso", "Closed"),
    }
}

const fn priority_name(priority: TicketPriority, l: Language) -> &'static str {
    match priority {
        TicketPriority::Low => l.choose("Bassa", "Low"),
        TicketPriority::Medium => l.choose("Media", "Medium"),
        TicketPriority::High => l.choose("Alta", "High"),
        TicketPriority::Urgent => l.choose("Urgente", "Urgent"),
    }
}

const fn type_name(ticket_type: TicketType, l: Language) -> &'static str {
    match ticket_type {
        TicketType::Problem => l.choose("Problema", "Problem"),
        TicketType::Request => l.choose("Richiesta", "Request"),
        TicketType::Question => l.choose("Domanda", "Question"),
    }
}

const fn desk_name(desk: ServiceDesk, l: Language) -> &'static str {
    match desk {
        ServiceDesk::Technical => l.choose("Tecnico", "Technical"),
        ServiceDesk::Administrative => l.choose("Amministrativo", "Administrative"),
    }
}

fn order(sort: Sort<TicketSortField>, l: Language) -> String {
    let field = match sort.field {
        TicketSortField::UpdatedAt => l.choose("ultimo aggiornamento", "last update"),
        TicketSortField::CreatedAt => l.choose("data di apertura", "date of opening"),
        TicketSortField::Reference => l.choose("riferimento", "reference"),
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
