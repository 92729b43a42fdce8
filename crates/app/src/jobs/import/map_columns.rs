use sigillo_contract::import::{ImportColumn, ImportFile, ImportMapping};
use sigillo_contract::job::Job as Shown;
use sigillo_contract::operations::MapImport;
use sigillo_domain::Code;
use sigillo_domain::id::JobId;
use sigillo_domain::import::{Layout, Mapping, hide_secrets};
use sigillo_domain::job::JobState;
use sigillo_storage::jobs::Counts;
use sigillo_storage::{Tx, job_rows, jobs};

use super::super::request::{Request, complete_view};
use super::super::scope;
use super::samples::Samples;
use super::{cells_of, text_of};
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::{App, Grant};

/// The number of rows whose cells are rewritten at a time.
const BATCH_ROWS: i64 = 1_000;

/// Assigns the columns of an import by hand, and starts the dry run again.
pub async fn map_columns(
    app: &App,
    grant: &Grant<MapImport>,
    id: JobId,
    expected_version: Option<ExpectedVersions>,
    mapping: &ImportMapping,
) -> Result<Shown, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let mut job = scope::find_to_change(&mut tx, grant, id).await?.into_row();
    check_version(expected_version, job.version)?;
    let mut request = Request::of(&job)?;
    let Some((kind, file)) = job.kind.imports().zip(request.file_mut()) else {
        return Err(AppError::Problem(Code::NotInThisState));
    };
    if !matches!(job.state, JobState::Mapping | JobState::Checking | JobState::Ready)
        || job.rows_forgotten
    {
        return Err(AppError::Problem(Code::NotInThisState));
    }
    let columns = mapping.columns.iter().map(|column| column.map(Into::into)).collect();
    let chosen = Mapping { columns };
    let faults = chosen.check(kind, file.columns.len());
    if !faults.is_empty() {
        return Err(AppError::Invalid(faults));
    }
    let known = file.mapping();
    if chosen.secret().any(|column| !known.secret().any(|known| known == column)) {
        let samples = erase_secrets(&mut tx, id, file, &chosen).await?;
        for (column, samples) in file.columns.iter_mut().zip(samples) {
            column.samples = samples;
        }
    }
    for (column, holds) in file.columns.iter_mut().zip(&mapping.columns) {
        column.holds = *holds;
        column.doubt = None;
    }
    job.request = request.text()?;
    job.counts = Counts { pending: job.counts.total(), ..Counts::default() };
    job.state = JobState::Checking;
    job.version += 1;
    jobs::update(&mut tx, &job, now).await?;
    job_rows::reset(&mut tx, id).await?;
    let shown = complete_view(&mut tx, job).await?;
    tx.commit().await?;
    Ok(shown)
}

/// How the stored rows of a file with passwords are laid out. A column without a heading after the
/// last one with one is a part of a password that has a separator in it.
fn layout(file: &ImportFile, mapping: &Mapping) -> Layout {
    let has_heading =
        |column: &ImportColumn| column.heading.as_ref().is_some_and(|heading| !heading.is_empty());
    let named = file.columns.iter().rposition(has_heading).map(|last| last + 1);
    let columns = named.unwrap_or(file.columns.len());
    Layout {
        columns: columns.max(mapping.secret().last().map_or(0, |last| last + 1)),
        // The width of the row of headings is not known any more.
        max_cells: usize::MAX,
        can_shift: file.separator.is_some(),
    }
}

/// Erases the cells of columns that turn out to hold passwords. Returns the samples of all columns
/// from the cells that are left.
async fn erase_secrets(
    tx: &mut Tx,
    job_id: JobId,
    file: &ImportFile,
    mapping: &Mapping,
) -> Result<Vec<Vec<String>>, AppError> {
    let layout = layout(file, mapping);
    let mut samples = Samples::new(file.columns.len());
    let mut after = 0;
    loop {
        let rows = job_rows::list(tx, job_id, None, after, BATCH_ROWS).await?;
        let Some(last) = rows.last() else { return Ok(samples.into_columns()) };
        after = last.seq;
        let mut changed = vec![];
        for row in &rows {
            let stored = cells_of(row)?;
            let mut cells = stored.clone();
            hide_secrets(&mut cells, mapping, layout);
            samples.add(&cells);
            if cells != stored {
                changed.push((row.seq, text_of(&cells)?));
            }
        }
        job_rows::replace_cells(tx, job_id, changed).await?;
    }
}
