//! One step of an import of holders: a few rows are checked, or their holders are entered.

use std::collections::HashMap;

use sigillo_contract::Operation;
use sigillo_contract::operations::UpdateHolder;
use sigillo_domain::holder::Holder;
use sigillo_domain::import::{HolderPart, HolderRow, NamedCodes, read_holder_alone};
use sigillo_domain::job::Outcome;
use sigillo_domain::{Code, Fault, FaultCode};
use sigillo_storage::job_rows::{self, JobRow};

use super::super::super::remarks::Remarks;
use super::super::super::request::Step;
use super::super::registry::Registry;
use super::super::{cells_of, failed, texts};
use super::HolderImportRequest;
use crate::caller::Identity;
use crate::error::AppError;
use crate::{App, Caller};

/// Processes rows and returns them with their outcomes, or in a dry run with the expected outcomes.
pub(super) async fn step(
    request: &HolderImportRequest,
    step: Step<'_>,
    caller: &Caller,
    rows: Vec<JobRow>,
) -> Result<Vec<JobRow>, AppError> {
    let Step { app, tx, job_id, dry_run, .. } = step;
    let mapping = request.file.mapping();
    let rows = rows.into_iter().map(|row| Ok((cells_of(&row)?, row)));
    let rows = rows.collect::<Result<Vec<_>, AppError>>()?;
    let named = rows.iter().map(|(cells, _)| NamedCodes::of(&mapping, &texts(cells))).collect();
    let mut registry = Registry::load(tx, request.organization_id, named).await?;
    let mut settled = Vec::with_capacity(rows.len());
    let mut read = vec![];
    for (cells, mut row) in rows {
        match read_holder_alone(&mapping, &texts(&cells), &registry) {
            Ok(holder) => {
                row.subject_name = Some(holder.tax_code.to_string());
                read.push((row, holder));
            }
            Err(faults) => settled.push(failed(row, &Remarks::faults(faults))),
        }
    }
    let first = read.first().map_or(0, |(row, _)| row.seq);
    let codes = read.iter().map(|(_, holder)| holder.tax_code.to_string()).collect();
    let earlier = job_rows::named_before(tx, job_id, first, codes).await?;
    let mut earlier: HashMap<String, i64> = earlier.into_iter().collect();
    let entry = Entry { app, caller, may_edit: caller.may(UpdateHolder::SPEC.access), dry_run };
    for (row, holder) in read {
        let code = holder.tax_code.to_string();
        let is_repeated = *earlier.entry(code).or_insert(row.seq) != row.seq;
        settled.push(if is_repeated {
            failed(row, &Remarks::code(Code::RowRepeated))
        } else {
            entry.settle(&mut registry, row, &holder)
        });
    }
    if !dry_run {
        registry.save(app, tx, caller).await?;
    }
    Ok(settled)
}

/// How rows are entered.
struct Entry<'a> {
    app: &'a App,
    caller: &'a Caller,
    /// Whether the caller may add to the holders that exist.
    may_edit: bool,
    dry_run: bool,
}

impl Entry<'_> {
    /// Plans what a row adds to the register, if anything. Nothing that is there is overwritten.
    fn settle(&self, registry: &mut Registry, row: JobRow, holder: &HolderRow) -> JobRow {
        let differences = registry.differences(holder);
        if !differences.is_empty() {
            return failed(row, &Remarks::faults(differences));
        }
        let adds = registry.additions(holder);
        if adds.is_empty() {
            let subject = registry.holder(holder).map(Holder::subject);
            return JobRow { outcome: Outcome::Unchanged, subject, remarks: None, ..row };
        }
        let is_new = adds.contains(&HolderPart::Holder);
        if !is_new && !self.may_edit {
            return failed(row, &Remarks::code(Code::Forbidden));
        }
        let held = registry.take(self.app, self.caller.actor(), holder);
        let (Some(held), Some(entered)) = (held, registry.holder(holder)) else {
            // A row without a name is none of an unknown holder: it was refused when it was read.
            let fault = Fault::new("/holder/given_name", FaultCode::Required);
            return failed(row, &Remarks::faults(vec![fault]));
        };
        let (holder_warnings, resembles) =
            if is_new { registry.warnings(holder) } else { (vec![], None) };
        let remarks = Remarks { adds, holder_warnings, resembles, ..Remarks::default() }.text();
        if self.dry_run {
            // What is planned has no id yet that would stay.
            let subject = if is_new { None } else { Some(entered.subject()) };
            return JobRow { outcome: Outcome::ToDo, subject, remarks, ..row };
        }
        let subject = Some(held.holder_id.subject());
        JobRow { outcome: Outcome::Done, subject, remarks, ..row }
    }
}
