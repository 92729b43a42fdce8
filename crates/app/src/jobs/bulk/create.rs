//! Requesting a change to many mailboxes. The mailboxes are selected here; the dry run finds the
//! effect of the change on each.

use std::collections::BTreeSet;

use sigillo_contract::job::{BulkChangeCreate, Job as Shown, MailboxSelection};
use sigillo_contract::operations::CreateBulkChange;
use sigillo_domain::id::{DomainId, MailboxId};
use sigillo_domain::job::{JobKind, JobState, MAX_NAMED, MAX_ROWS};
use sigillo_domain::mailbox_list::Sort;
use sigillo_domain::{Code, Fault, FaultCode, Faults};
use sigillo_storage::job_rows::{self, NewRow};
use sigillo_storage::jobs::{self, Counts, Job};
use sigillo_storage::{Tx, mailbox_list};

use super::super::request::{Request, complete_view};
use super::super::scope;
use crate::error::AppError;
use crate::mailboxes::select::{MailboxListRequest, Selection};
use crate::{App, Grant};

/// The number of rows read and written at a time.
const BATCH: usize = 1_000;

pub async fn create(
    app: &App,
    grant: &Grant<CreateBulkChange>,
    request: &BulkChangeCreate,
) -> Result<Shown, AppError> {
    let chosen = check(request)?;
    let (account_id, account_name) = scope::account_of(grant.caller())?;
    let now = app.now();
    let id = app.new_id();
    let mut job = Job {
        id,
        kind: JobKind::BulkChange,
        state: JobState::Checking,
        account_id,
        account_name,
        run_by: None,
        organization_id: grant.caller().organization_id(),
        request: Request::BulkChange(request.change.clone()).text()?,
        matching: request.matching.as_ref().and_then(|filters| serde_json::to_string(filters).ok()),
        counts: Counts::default(),
        created_at: now,
        started_at: None,
        finished_at: None,
        problem: None,
        rows_forgotten: false,
        version: 1,
        attempts: 0,
    };
    let mut tx = app.db.begin().await?;
    let (rows, domains) = match chosen {
        // The dry run finds the domains of those that are in scope.
        Chosen::Named(ids) => (named(ids), BTreeSet::new()),
        Chosen::Matching(selection, domain) => {
            let permission = request.change.action.permission();
            let selection = selection.scoped_for(&mut tx, grant, domain, permission).await?;
            matching(&mut tx, &selection).await?
        }
    };
    let found = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    if request.count.is_some_and(|count| count != found) {
        return Err(AppError::AtField(
            Code::CountDiffers,
            Fault::new("/count", FaultCode::Differs),
        ));
    }
    if rows.is_empty() {
        return Err(AppError::Problem(Code::RowsOutOfRange));
    }
    job.counts.pending = found;
    jobs::insert(&mut tx, &job).await?;
    jobs::add_domains(&mut tx, id, domains).await?;
    job_rows::insert(&mut tx, id, 0, rows).await?;
    let shown = complete_view(&mut tx, job).await?;
    tx.commit().await?;
    Ok(shown)
}

enum Chosen<'a> {
    Named(&'a [MailboxId]),
    /// The selection, and the names of the domains if the request is limited to some.
    Matching(Box<Selection>, Option<&'a str>),
}

/// Validates the whole request.
fn check(request: &BulkChangeCreate) -> Result<Chosen<'_>, AppError> {
    let mut faults = Faults::default();
    request.change.values().check(request.change.action, "/change", &mut faults);
    let chosen = match (&request.ids, &request.matching) {
        (Some(ids), None) => {
            if ids.is_empty() || ids.len() > MAX_NAMED {
                faults.add("/ids", FaultCode::OutOfRange);
            }
            Some(Chosen::Named(ids))
        }
        (None, Some(filters)) => {
            if request.count.is_none() {
                faults.add("/count", FaultCode::Required);
            }
            read(filters, &mut faults)
        }
        (Some(_), Some(_)) => {
            faults.add("/matching", FaultCode::NotExpected);
            None
        }
        (None, None) => {
            faults.add("/ids", FaultCode::Required);
            None
        }
    };
    Ok(faults.result(chosen)?)
}

fn read<'a>(filters: &'a MailboxSelection, faults: &mut Faults) -> Option<Chosen<'a>> {
    let mut own = Faults::default();
    let selection = MailboxListRequest::from(filters).read(&mut own);
    for fault in own.into_vec() {
        faults.add(&format!("/matching/{}", fault.pointer), fault.code);
    }
    selection.map(|found| Chosen::Matching(Box::new(found), filters.domain.as_deref()))
}

/// One row for each id, without duplicates. The dry run checks that the mailboxes exist and are in
/// the caller's scope.
fn named(ids: &[MailboxId]) -> Vec<NewRow> {
    let mut seen = std::collections::HashSet::new();
    let ids = ids.iter().copied().filter(|id| seen.insert(*id));
    ids.map(|id| NewRow { subject: Some(id.subject()), ..NewRow::default() }).collect()
}

/// One row for each mailbox that a selection finds, and the domains that they are in.
async fn matching(
    tx: &mut Tx,
    selection: &Selection,
) -> Result<(Vec<NewRow>, BTreeSet<DomainId>), AppError> {
    let mut rows = vec![];
    let mut domains = BTreeSet::new();
    let mut after = None;
    if selection.filter.domains.is_empty() {
        return Ok((rows, domains));
    }
    loop {
        let (found, end) =
            mailbox_list::page(tx, &selection.filter, Sort::default(), after.as_ref(), BATCH)
                .await?;
        domains.extend(found.iter().map(|mailbox| mailbox.domain_id));
        rows.extend(found.into_iter().map(|mailbox| NewRow {
            subject: Some(mailbox.subject()),
            subject_name: Some(mailbox.address),
            ..NewRow::default()
        }));
        if rows.len() > MAX_ROWS {
            return Err(AppError::Problem(Code::RowsOutOfRange));
        }
        if end.is_none() {
            return Ok((rows, domains));
        }
        after = end;
    }
}
