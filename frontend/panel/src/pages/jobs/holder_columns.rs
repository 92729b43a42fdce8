//! The columns of the rows of an import of holders.

use leptos::prelude::*;
use sigillo_contract::import::RowHolder;
use sigillo_contract::job::JobRow;
use sigillo_domain::Code;

use super::row_columns::{PageContent, cell, faults, line, outcome, reasons};
use crate::api;
use crate::components::Column;
use crate::i18n::{problem_text, t, texts};
use crate::route::Route;

/// `names` is the column of the file that has the tax codes.
pub fn columns_of_holders(names: Option<usize>, content: PageContent) -> Vec<Column<JobRow>> {
    vec![
        line(),
        holder(names),
        text(t!(jobs.field_tax_code).into(), |holder| &holder.tax_code).optional("tax_code"),
        text(t!(holder_import.row_address).into(), |holder| &holder.address).optional("address"),
        text(t!(holder_import.row_company).into(), |holder| &holder.company).optional("company"),
        adds(),
        outcome(|outcome| texts().holder_import().outcome_of_one(outcome)),
        reasons(reason, |row| row.holder.as_ref().and_then(|holder| holder.resembles))
            .shown_when(content.has_reasons),
    ]
}

fn holder(names: Option<usize>) -> Column<JobRow> {
    Column::new(t!(jobs.row_holder), move |row: &JobRow| {
        let name = match &row.holder {
            Some(holder) => full_name(holder),
            None => cell(row, names).unwrap_or_else(|| "–".to_owned()),
        };
        match row.holder.as_ref().and_then(|holder| holder.id) {
            Some(id) => view! { <a href=Route::Holder(id).href()>{name}</a> }.into_any(),
            None => name.into_any(),
        }
    })
    .class("cell-name")
}

/// The name in the row; the tax code where the row names a known holder by it alone.
fn full_name(holder: &RowHolder) -> String {
    let name = format!("{} {}", holder.family_name, holder.given_name);
    let name = name.trim();
    if name.is_empty() { holder.tax_code.clone() } else { name.to_owned() }
}

fn text(label: TextProp, of: fn(&RowHolder) -> &String) -> Column<JobRow> {
    Column::new(label, move |row: &JobRow| row.holder.as_ref().map(of).cloned()).labelled()
}

fn adds() -> Column<JobRow> {
    Column::new(t!(holder_import.row_adds), |row: &JobRow| {
        let parts = row.holder.as_ref().map(|holder| holder.adds.clone());
        move || parts.as_ref().map(|parts| texts().holder_import().adds(parts))
    })
    .labelled()
    .optional("adds")
}

/// Why a row failed, or its warnings.
fn reason(row: &JobRow) -> String {
    let code = row.code.filter(|code| *code != Code::Validation).map(|code| match code {
        Code::RowRepeated => texts().holder_import().repeated().to_owned(),
        Code::Forbidden => texts().holder_import().may_not_add().to_owned(),
        code => problem_text(&api::ApiError::of(code)),
    });
    let warnings = row.holder.iter().flat_map(|holder| &holder.warnings);
    let warnings = warnings.map(|warning| texts().holders().warning(*warning).to_owned());
    code.into_iter().chain(faults(row)).chain(warnings).collect::<Vec<_>>().join(" ")
}
