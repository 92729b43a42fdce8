//! One step of an import: a few rows are checked, or their mailboxes are created.

use std::collections::HashMap;

use sigillo_contract::import::ImportFile;
use sigillo_contract::operations::CreateImport;
use sigillo_domain::history::Actor;
use sigillo_domain::id::{DomainId, JobId, MailboxId};
use sigillo_domain::import::{self, Field, ImportRow, Mapping};
use sigillo_domain::job::Outcome;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::name::Email;
use sigillo_domain::{Code, Fault, FaultCode};
use sigillo_storage::job_rows::{self, JobRow};
use sigillo_storage::{StorageError, Tx, domains, mailboxes};

use super::super::remarks::Remarks;
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::mailboxes::create_many;
use crate::scope::InScope;
use crate::{App, Grant};

/// The job that the rows belong to.
pub(super) struct Task<'a> {
    pub job_id: JobId,
    pub domain_id: DomainId,
    pub file: &'a ImportFile,
    pub dry_run: bool,
}

/// A valid row and the mailbox that it asks for.
struct Candidate {
    asked: ImportRow,
    mailbox: Mailbox,
}

/// Processes rows and returns them with their outcomes, or in a dry run with the expected outcomes.
/// If the caller may no longer create mailboxes, the job ends.
pub(super) async fn step(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<CreateImport>,
    task: &Task<'_>,
    rows: Vec<JobRow>,
) -> Result<Vec<JobRow>, AppError> {
    let domain = domains::find(tx, task.domain_id).await?.ok_or(NOT_FOUND)?.domain;
    // The domain was in scope when the file was uploaded, so the job reports the lost permission
    // rather than `not_found`.
    let domain = InScope::new(grant, domain).map_err(|_| AppError::Problem(Code::Forbidden))?;
    let actor = grant.caller().actor();
    let mapping = task.file.mapping();
    let mut settled = Vec::with_capacity(rows.len());
    let mut candidates = vec![];
    for mut row in rows {
        match read(app, &row, &mapping, &domain, actor)? {
            Ok(candidate) => {
                row.subject_name = Some(candidate.mailbox.address.clone());
                candidates.push((row, candidate));
            }
            Err(faults) => settled.push(failed(row, &Remarks::faults(faults))),
        }
    }
    let mut open = vec![];
    for (row, candidate, verdict) in judged(tx, task.job_id, candidates).await? {
        match verdict {
            Verdict::Free => open.push((row, candidate)),
            Verdict::AsAsked(mailbox) => settled.push(JobRow {
                outcome: Outcome::Unchanged,
                subject: Some(mailbox.subject()),
                remarks: None,
                ..row
            }),
            Verdict::Against(remarks) => settled.push(failed(row, &remarks)),
        }
    }
    if task.dry_run {
        let to_do = |(row, _)| JobRow { outcome: Outcome::ToDo, remarks: None, ..row };
        settled.extend(open.into_iter().map(to_do));
    } else {
        settled.extend(carry_out(app, tx, actor, &domain, open).await?);
    }
    Ok(settled)
}

/// The mailbox that a row asks for, or what is wrong with the row.
fn read(
    app: &App,
    row: &JobRow,
    mapping: &Mapping,
    domain: &MailDomain,
    actor: &Actor,
) -> Result<Result<Candidate, Vec<Fault>>, AppError> {
    let cells: Vec<String> = serde_json::from_str(row.cells.as_deref().unwrap_or("[]"))
        .map_err(|error| StorageError::Broken(format!("cells of a row: {error}")))?;
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let asked = match import::read_row(mapping, &cells, Some(&domain.name)) {
        Ok(asked) if asked.domain.as_str() == domain.name => asked,
        Ok(_) => return Ok(Err(vec![Fault::new("/domain", FaultCode::Unknown)])),
        Err(mut faults) => {
            faults.extend(missing_email(mapping, &cells));
            return Ok(Err(faults));
        }
    };
    let new = asked.new_mailbox();
    let built = new.build(app.new_id(), domain, &actor.name, app.now());
    Ok(built.map(|mailbox| Candidate { asked, mailbox }))
}

/// The form reports a missing e-mail as well; a row that has other faults reports it together with
/// them.
fn missing_email(mapping: &Mapping, cells: &[&str]) -> Option<Fault> {
    let place = mapping.position(Field::CommunicationEmail);
    let cell = place.and_then(|place| cells.get(place)).copied().unwrap_or_default();
    let missing = cell.trim().is_empty();
    missing.then(|| Fault::new("/communication_email", FaultCode::Required))
}

enum Verdict {
    Free,
    /// The mailbox exists as the row asks for it.
    AsAsked(MailboxId),
    Against(Remarks),
}

/// Compares the mailboxes that rows ask for with the existing ones and with earlier rows.
async fn judged(
    tx: &mut Tx,
    job_id: JobId,
    candidates: Vec<(JobRow, Candidate)>,
) -> Result<Vec<(JobRow, Candidate, Verdict)>, AppError> {
    let Some((first, _)) = candidates.first() else { return Ok(vec![]) };
    let before = first.seq;
    let addresses: Vec<_> =
        candidates.iter().map(|(_, candidate)| candidate.mailbox.address.clone()).collect();
    let named = job_rows::named_before(tx, job_id, before, addresses.clone()).await?;
    let mut named: HashMap<String, i64> = named.into_iter().collect();
    let held = mailboxes::find_by_addresses(tx, addresses).await?;
    let held: HashMap<_, _> =
        held.into_iter().map(|mailbox| (mailbox.address.clone(), mailbox)).collect();
    let mut judged = Vec::with_capacity(candidates.len());
    for (row, candidate) in candidates {
        let address = candidate.mailbox.address.clone();
        let repeated = named.contains_key(&address);
        named.entry(address.clone()).or_insert(row.seq);
        let verdict = match held.get(&address) {
            _ if repeated => Verdict::Against(Remarks::code(Code::RowRepeated)),
            None => Verdict::Free,
            Some(present) => compared(present, &candidate.asked),
        };
        judged.push((row, candidate, verdict));
    }
    Ok(judged)
}

/// Whether an existing mailbox equals the requested one in every field that the row gives.
fn compared(present: &Mailbox, asked: &ImportRow) -> Verdict {
    if present.state == MailboxState::Cancelled {
        return Verdict::Against(Remarks::code(Code::AddressRetired));
    }
    let email = asked.communication_email.as_ref().map(Email::as_str);
    let differing = [
        ("/communication_email", email != present.communication_email.as_deref()),
        ("/quota_mb", asked.quota_mb.is_some_and(|quota| quota != present.quota_mb)),
        ("/soft_limit_mb", asked.soft_limit_mb.is_some_and(|limit| limit != present.soft_limit_mb)),
        ("/preservation", asked.preservation.is_some_and(|kept| kept != present.preservation)),
    ];
    let faults: Vec<_> = differing
        .into_iter()
        .filter(|(_, differs)| *differs)
        .map(|(pointer, _)| Fault::new(pointer, FaultCode::Differs))
        .collect();
    if faults.is_empty() {
        return Verdict::AsAsked(present.id);
    }
    Verdict::Against(Remarks { faults, ..Remarks::code(Code::MailboxDiffers) })
}

async fn carry_out(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    domain: &InScope<MailDomain>,
    open: Vec<(JobRow, Candidate)>,
) -> Result<Vec<JobRow>, AppError> {
    let (rows, new): (Vec<_>, Vec<_>) =
        open.into_iter().map(|(row, candidate)| (row, candidate.mailbox)).unzip();
    let ids: Vec<_> = new.iter().map(|mailbox| mailbox.id).collect();
    let created = create_many(app, tx, actor, domain, new).await?;
    let done = |(row, id): (JobRow, MailboxId)| {
        if created.contains(&id) {
            let subject = Some(id.subject());
            JobRow { outcome: Outcome::Done, subject, remarks: None, ..row }
        } else {
            // Somebody else created the mailbox in the meantime.
            failed(row, &Remarks::code(Code::MailboxExists))
        }
    };
    Ok(rows.into_iter().zip(ids).map(done).collect())
}

fn failed(row: JobRow, remarks: &Remarks) -> JobRow {
    JobRow { outcome: Outcome::Failed, remarks: remarks.text(), ..row }
}
