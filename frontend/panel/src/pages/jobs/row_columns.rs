//! The columns of the rows of a job.

use leptos::prelude::*;
use sigillo_contract::import::ImportValues;
use sigillo_contract::job::JobRow;
use sigillo_domain::Code;
use sigillo_domain::job::{BulkAction, Outcome};
use sigillo_domain::mailbox::Warning;
use sigillo_domain::name::readable;

use crate::api;
use crate::components::{ChangedFields, Column};
use crate::i18n::{fault_text, integer, megabytes, problem_text, t, texts};
use crate::route::Route;

/// What the shown rows have: a column that would be empty is left out.
#[derive(Clone, Copy)]
pub struct PageContent {
    /// Whether any row has values that an import would write.
    pub has_values: Signal<bool>,
    /// Whether any row may have a reason.
    pub has_reasons: Signal<bool>,
}

/// `action` is that of a bulk change; an import has none. `names` is the column of the file that names
/// the mailbox.
pub fn columns(
    action: Option<BulkAction>,
    names: Option<usize>,
    content: PageContent,
) -> Vec<Column<JobRow>> {
    let mut columns = vec![];
    if action.is_none() {
        columns.push(line());
    }
    columns.push(mailbox(names));
    if action.is_none() {
        columns.extend(values().map(|column| column.shown_when(content.has_values)));
    }
    columns.push(outcome(action));
    if action.is_some() {
        columns.push(changes());
    }
    columns.push(reasons().shown_when(content.has_reasons));
    columns
}

fn line() -> Column<JobRow> {
    Column::new(t!(jobs.row_line), |row: &JobRow| {
        let line = row.line.unwrap_or(row.seq);
        move || integer(line)
    })
    .class("cell-number")
    .labelled()
}

fn mailbox(names: Option<usize>) -> Column<JobRow> {
    Column::new(t!(jobs.row_mailbox), move |row: &JobRow| {
        // A row without a valid address shows what stands in its place.
        let named = || row.cells.as_ref()?.get(names?).filter(|cell| !cell.trim().is_empty());
        let address = row.address.as_ref().or_else(named).cloned();
        let address =
            address.map_or_else(|| "–".to_owned(), |address| readable(&address).into_owned());
        match row.mailbox_id.filter(|_| row.address.is_some()) {
            Some(id) => view! { <a href=Route::Mailbox(id).href()>{address}</a> }.into_any(),
            None => address.into_any(),
        }
    })
    .class("cell-name")
}

fn outcome(action: Option<BulkAction>) -> Column<JobRow> {
    Column::new(t!(jobs.row_outcome), move |row: &JobRow| {
        let outcome = row.outcome;
        view! {
            <span class=outcome_class(outcome)>
                {move || texts().jobs().outcome_of_one(outcome, action)}
            </span>
        }
    })
    .class("cell-state")
    .optional("outcome")
}

fn changes() -> Column<JobRow> {
    Column::new(t!(jobs.row_changes), |row: &JobRow| {
        view! { <ChangedFields changes=row.changes.clone() /> }
    })
    .class("cell-changes")
    .optional("changes")
}

fn reasons() -> Column<JobRow> {
    Column::new(t!(jobs.row_reason), |row: &JobRow| {
        let row = row.clone();
        let own_text = own_text(&row);
        view! {
            {move || reason(&row)}
            {own_text.map(|text| view! {
                <span class="cell-second">{move || texts().jobs().in_file(&text)}</span>
            })}
        }
    })
    .class("cell-reason")
    .optional("reason")
}

/// The values that an import would write.
fn values() -> impl Iterator<Item = Column<JobRow>> {
    let column = |label: TextProp, show: fn(&ImportValues) -> String| {
        Column::new(label, move |row: &JobRow| {
            let values = row.values.clone();
            move || values.as_ref().map(show)
        })
        .labelled()
    };
    [
        column(t!(jobs.field_email).into(), |values| values.communication_email.clone())
            .class("cell-email")
            .optional("communication_email"),
        column(t!(jobs.field_quota).into(), |values| megabytes(values.quota_mb))
            .class("cell-number")
            .optional("quota_mb"),
        column(t!(jobs.field_soft_limit).into(), |values| megabytes(values.soft_limit_mb))
            .class("cell-number")
            .optional("soft_limit_mb"),
        column(t!(jobs.field_preservation).into(), |values| {
            texts().words().yes_no(values.preservation).to_owned()
        })
        .optional("preservation"),
    ]
    .into_iter()
}

/// The text of a row that failed, as it is in the file.
fn own_text(row: &JobRow) -> Option<String> {
    let cells = row.cells.as_ref().filter(|_| row.outcome == Outcome::Failed)?;
    let filled: Vec<&str> =
        cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    (!filled.is_empty()).then(|| filled.join(" · "))
}

const fn outcome_class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pending | Outcome::ToDo => "state state-pending",
        Outcome::Unchanged => "state state-cancelled",
        Outcome::Failed => "state state-expired",
        Outcome::Done => "state state-active",
    }
}

/// Why a row failed, or its warning.
fn reason(row: &JobRow) -> String {
    let mut reasons: Vec<String> = vec![];
    if let Some(code) = row.code.filter(|code| *code != Code::Validation) {
        reasons.push(problem_text(&api::ApiError::of(code)));
    }
    reasons.extend(row.errors.iter().map(|error| {
        let text = fault_text(&error.pointer, error.code);
        match field_name(&error.pointer) {
            Some(name) => format!("{name}: {text}"),
            None => text,
        }
    }));
    if row.warnings.contains(&Warning::QuotaBelowUse) {
        reasons.push(texts().jobs().below_use().to_owned());
    }
    reasons.join(" ")
}

fn field_name(pointer: &str) -> Option<&'static str> {
    let t = texts().jobs();
    Some(match pointer {
        "/local_part" => t.field_local_part(),
        "/domain" => t.field_domain(),
        "/communication_email" => t.field_email(),
        "/quota_mb" => t.field_quota(),
        "/soft_limit_mb" => t.field_soft_limit(),
        "/preservation" => t.field_preservation(),
        _ => return None,
    })
}
