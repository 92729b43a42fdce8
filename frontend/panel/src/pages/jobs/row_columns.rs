//! The columns of the rows of a job.

use leptos::prelude::*;
use sigillo_contract::import::{ImportHolder, ImportValues};
use sigillo_contract::job::JobRow;
use sigillo_domain::Code;
use sigillo_domain::id::HolderId;
use sigillo_domain::import::Field;
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
    columns.push(outcome(move |outcome| texts().jobs().outcome_of_one(outcome, action)));
    if action.is_some() {
        columns.push(changes());
    }
    let resembles = |row: &JobRow| row.values.as_ref()?.holder.as_ref()?.resembles;
    columns.push(reasons(reason, resembles).shown_when(content.has_reasons));
    columns
}

pub(super) fn line() -> Column<JobRow> {
    Column::new(t!(jobs.row_line), |row: &JobRow| {
        let line = row.line.unwrap_or(row.seq);
        move || integer(line)
    })
    .class("cell-number")
    .labelled()
}

fn mailbox(names: Option<usize>) -> Column<JobRow> {
    Column::new(t!(jobs.row_mailbox), move |row: &JobRow| {
        let address = row.address.clone().or_else(|| cell(row, names));
        let address =
            address.map_or_else(|| "–".to_owned(), |address| readable(&address).into_owned());
        match row.mailbox_id.filter(|_| row.address.is_some()) {
            Some(id) => view! { <a href=Route::Mailbox(id).href()>{address}</a> }.into_any(),
            None => address.into_any(),
        }
    })
    .class("cell-name")
}

/// What the file has in a column; None where it is blank. It stands in the place of a value that is not
/// valid.
pub(super) fn cell(row: &JobRow, column: Option<usize>) -> Option<String> {
    row.cells.as_ref()?.get(column?).filter(|cell| !cell.trim().is_empty()).cloned()
}

/// `words` names the outcome of one row.
pub(super) fn outcome(
    words: impl Fn(Outcome) -> &'static str + Copy + Send + Sync + 'static,
) -> Column<JobRow> {
    Column::new(t!(jobs.row_outcome), move |row: &JobRow| {
        let outcome = row.outcome;
        view! { <span class=outcome_class(outcome)>{move || words(outcome)}</span> }
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

/// `reason` says why a row failed, or its warnings; `resembles` names the registered holder that one of them is
/// about.
pub(super) fn reasons(
    reason: fn(&JobRow) -> String,
    resembles: fn(&JobRow) -> Option<HolderId>,
) -> Column<JobRow> {
    Column::new(t!(jobs.row_reason), move |row: &JobRow| {
        let row = row.clone();
        let own_text = own_text(&row);
        let link = resembles(&row).map(|id| {
            view! { " "<a href=Route::Holder(id).href()>{t!(holders.open_variant)}</a> }
        });
        view! {
            {move || reason(&row)}
            {link}
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
        column(t!(jobs.row_holder).into(), |values| {
            values.holder.as_ref().map(holder_text).unwrap_or_default()
        })
        .optional("holder"),
        column(t!(jobs.field_plan).into(), |values| values.plan.clone().unwrap_or_default())
            .on_request("plan"),
        column(t!(jobs.field_reseller).into(), |values| {
            values.reseller.clone().unwrap_or_default()
        })
        .on_request("reseller"),
    ]
    .into_iter()
}

/// The holder of a mailbox, whether it is a new one, and the company.
fn holder_text(holder: &ImportHolder) -> String {
    let t = texts().jobs();
    let name = format!("{} {}", holder.family_name, holder.given_name);
    let known = if holder.is_new { t.new_holder() } else { t.known_holder() };
    let parts = [name.trim(), &holder.tax_code, &holder.company, known];
    let filled: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    filled.join(" · ")
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
    reasons.extend(faults(row));
    if row.warnings.contains(&Warning::QuotaBelowUse) {
        reasons.push(texts().jobs().below_use().to_owned());
    }
    let holder = row.values.as_ref().and_then(|values| values.holder.as_ref());
    let warnings = holder.into_iter().flat_map(|holder| &holder.warnings);
    reasons.extend(warnings.map(|warning| texts().holders().warning(*warning).to_owned()));
    reasons.join(" ")
}

/// The faults of a row, each with the name of its field.
pub(super) fn faults(row: &JobRow) -> impl Iterator<Item = String> {
    row.errors.iter().map(|error| {
        let text = fault_text(&error.pointer, error.code);
        match field_name(&error.pointer) {
            Some(name) => format!("{name}: {text}"),
            None => text,
        }
    })
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
        "/plan" => t.field_plan(),
        "/reseller" => t.field_reseller(),
        "/holder" => t.row_holder(),
        "/address" => t.row_holder_address(),
        "/tax_code" => t.field(Field::TaxCode),
        pointer => {
            let named = Field::parse(pointer.trim_start_matches('/'));
            let named = named.filter(|field| field.is_of_identification());
            t.field(named.or_else(|| Field::of_holder(pointer))?)
        }
    })
}
