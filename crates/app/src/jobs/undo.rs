//! Undoing a bulk change: a job whose rows are those that the other one changed. Each row keeps the
//! changes that it undoes, as the rows of the other job may be forgotten meanwhile.

use std::collections::HashMap;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sigillo_contract::job::Job as Shown;
use sigillo_contract::operations::UndoJob;
use sigillo_domain::Code;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::id::{JobId, MailboxId};
use sigillo_domain::job::{JobKind, JobState, Outcome};
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::mailbox_restore::{Restoration, restoration};
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::job_rows::{self, JobRow, NewRow};
use sigillo_storage::jobs::{self, Counts, Job};
use sigillo_storage::{Connection, StorageError, Tx, domains, mailboxes};

use super::remarks::Remarks;
use super::request::{Details, JobHandler, Request, Step, complete_view};
use super::scope;
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::mailboxes::references::{Named, with_references};
use crate::mailboxes::{Found, restore, update};
use crate::{App, Grant};

/// The number of rows read and written at a time.
const BATCH: i64 = 1_000;

/// What a job that undoes another was requested to do, as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct UndoRequest {
    pub of: JobId,
}

/// Makes the job that undoes another; its dry run starts at once.
pub async fn undo(app: &App, grant: &Grant<UndoJob>, id: JobId) -> Result<Shown, AppError> {
    let (account_id, account_name) = scope::account_of(grant.caller())?;
    let mut tx = app.db.begin().await?;
    let undone = scope::find_to_change(&mut tx, grant, id).await?.into_row();
    check(&undone)?;
    // The lock on the undone job lets one request at a time look, so that two do not both find nothing.
    let request = Request::Undo(UndoRequest { of: id }).text()?;
    if !jobs::effective_undos(&mut tx, [request.clone()]).await?.is_empty() {
        return Err(AppError::Problem(Code::AlreadyUndone));
    }
    let mut job = Job {
        id: app.new_id(),
        kind: JobKind::Undo,
        state: JobState::Checking,
        account_id,
        account_name,
        run_by: None,
        organization_id: undone.organization_id,
        request,
        matching: None,
        counts: Counts::default(),
        created_at: app.now(),
        started_at: None,
        finished_at: None,
        problem: None,
        rows_forgotten: false,
        version: 1,
        attempts: 0,
    };
    job.counts.pending = undone.counts.done;
    jobs::insert(&mut tx, &job).await?;
    let domains = jobs::domains(&mut tx, id).await?;
    jobs::add_domains(&mut tx, job.id, domains).await?;
    copy_rows(&mut tx, id, job.id).await?;
    let shown = complete_view(&mut tx, job).await?;
    tx.commit().await?;
    Ok(shown)
}

/// Only a bulk change that is over can be undone, as long as its rows are kept.
fn check(job: &Job) -> Result<(), AppError> {
    let can_be_undone = match Request::of(job)? {
        Request::BulkChange(change) => change.action.can_be_undone(),
        Request::Import(_)
        | Request::HolderImport(_)
        | Request::IdentificationImport(_)
        | Request::Undo(_) => false,
    };
    if !can_be_undone || job.rows_forgotten {
        return Err(AppError::Problem(Code::CannotBeUndone));
    }
    if !job.state.is_over() || job.counts.done == 0 {
        return Err(AppError::Problem(Code::NotInThisState));
    }
    Ok(())
}

/// Adds to each job the one that undoes it.
pub(super) async fn fill_undone_by(
    on: &mut impl Connection,
    shown: &mut [Shown],
) -> Result<(), AppError> {
    let mut requests = HashMap::new();
    for job in shown.iter().filter(|job| job.change.is_some() && job.state.is_over()) {
        requests.insert(Request::Undo(UndoRequest { of: job.id }).text()?, job.id);
    }
    if requests.is_empty() {
        return Ok(());
    }
    let undos = jobs::effective_undos(on, requests.keys().cloned()).await?;
    let undone_by: HashMap<_, _> = undos
        .into_iter()
        .filter_map(|(request, undo)| Some((*requests.get(&request)?, undo)))
        .collect();
    for job in shown {
        job.undone_by = undone_by.get(&job.id).copied();
    }
    Ok(())
}

/// Copies the rows that were done, with what was changed.
async fn copy_rows(tx: &mut Tx, from: JobId, to: JobId) -> Result<(), AppError> {
    let (mut after, mut written) = (0, 0);
    loop {
        let done = job_rows::list(tx, from, Some(Outcome::Done), after, BATCH).await?;
        let Some(last) = done.last() else { return Ok(()) };
        after = last.seq;
        let rows = done.iter().map(undoing).collect::<Result<Vec<_>, _>>()?;
        let count = rows.len();
        job_rows::insert(tx, to, written, rows).await?;
        written += count;
    }
}

fn undoing(row: &JobRow) -> Result<NewRow, AppError> {
    let changes = Remarks::read(row.remarks.as_deref())?.changes;
    let changes = serde_json::to_string(&changes);
    Ok(NewRow {
        cells: Some(changes.map_err(|error| StorageError::Broken(error.to_string()))?),
        subject: row.subject,
        subject_name: row.subject_name.clone(),
        ..NewRow::default()
    })
}

#[async_trait]
impl JobHandler for UndoRequest {
    fn rows_per_step(&self) -> i64 {
        50
    }

    fn is_irreversible(&self) -> bool {
        false
    }

    fn details(&self) -> Details {
        Details { undoes: Some(self.of), ..Details::default() }
    }

    async fn step(&self, step: Step<'_>, rows: Vec<JobRow>) -> Result<Vec<JobRow>, AppError> {
        let Step { app, tx, caller, dry_run, .. } = step;
        let grant: Grant<UndoJob> = Grant::of_job(caller);
        let ids = rows.iter().filter_map(mailbox_id);
        let found = mailboxes::find_many_to_change(tx, ids).await?;
        let mut found: HashMap<_, _> =
            found.into_iter().map(|mailbox| (mailbox.id, mailbox)).collect();
        let mut settled = Vec::with_capacity(rows.len());
        for mut row in rows {
            let result = match mailbox_id(&row).and_then(|id| found.remove(&id)) {
                None => Err(NOT_FOUND),
                Some(mailbox) => undo_row(app, tx, &grant, mailbox, &mut row, dry_run).await,
            };
            let (outcome, remarks) = match result {
                Ok((outcome, remarks)) => (outcome, remarks),
                Err(error) => (Outcome::Failed, Remarks::of(error)?),
            };
            row.outcome = outcome;
            row.remarks = remarks.text();
            settled.push(row);
        }
        Ok(settled)
    }
}

fn mailbox_id(row: &JobRow) -> Option<MailboxId> {
    row.subject.and_then(SubjectRef::id_of)
}

async fn undo_row(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<UndoJob>,
    mailbox: Mailbox,
    row: &mut JobRow,
    dry_run: bool,
) -> Result<(Outcome, Remarks), AppError> {
    let domain = domains::find(tx, mailbox.domain_id).await?.ok_or(NOT_FOUND)?.domain;
    let Found { mailbox, domain, permissions } = Found::new(grant, mailbox, domain)?;
    let values = values(&mailbox, row)?;
    restore::check_permissions(permissions, &values)?;
    let references = Named {
        plan: values.plan,
        reseller: values.reseller.as_deref(),
        managed_by: values.managed_by.as_deref(),
    };
    let edit = with_references(tx, &domain, &mailbox, references, values.edit()).await?;
    if dry_run {
        row.subject_version = Some(mailbox.version);
        let after = mailbox.edited(&edit, domain.preservation_available)?;
        return Ok((Outcome::ToDo, remarks(&mailbox, &after)));
    }
    // The person confirmed what the dry run showed for this version of the mailbox only.
    if row.subject_version != Some(mailbox.version) {
        return Err(AppError::Problem(Code::Stale));
    }
    let actor = grant.caller().actor();
    let after = update::apply(app, tx, actor, &mailbox, &edit, &domain, vec![]).await?;
    Ok((Outcome::Done, remarks(&mailbox, &after)))
}

/// What undoes the changes of a row.
fn values(mailbox: &Mailbox, row: &JobRow) -> Result<Restoration, AppError> {
    if mailbox.state == MailboxState::Cancelled {
        return Err(AppError::Problem(Code::MailboxCancelled));
    }
    let changes: Vec<FieldChange> = serde_json::from_str(row.cells.as_deref().unwrap_or("[]"))
        .map_err(|error| StorageError::Broken(format!("changes of a row: {error}")))?;
    // Every change of a bulk change that can be undone is an edit.
    Ok(restoration(mailbox, Action::Updated, &changes)?)
}

fn remarks(before: &Mailbox, after: &Mailbox) -> Remarks {
    let changes = after.changes_since(Some(before));
    Remarks { warnings: after.warnings(), changes, ..Remarks::default() }
}
