//! One step of an import: a few rows are checked, or their mailboxes are created.

use std::collections::HashMap;

use sigillo_contract::import::ImportFile;
use sigillo_contract::operations::CreateImport;
use sigillo_domain::history::Actor;
use sigillo_domain::id::{DomainId, JobId, MailboxId, ResellerId};
use sigillo_domain::import::{self, Field, HolderRow, ImportRow, Mapping, NamedCodes};
use sigillo_domain::job::Outcome;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{Mailbox, MailboxState, NewMailbox};
use sigillo_domain::name::Email;
use sigillo_domain::{Code, Fault, FaultCode, Faults};
use sigillo_storage::job_rows::{self, JobRow};
use sigillo_storage::{StorageError, Tx, domains, mailboxes, resellers};

use super::super::remarks::Remarks;
use super::registry::Registry;
use super::{cells_of, failed, texts};
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::mailboxes::create_many;
use crate::plans::offer::Offer;
use crate::scope::InScope;
use crate::{App, Grant, service};

/// The job that the rows belong to.
pub(super) struct Task<'a> {
    pub job_id: JobId,
    pub domain_id: DomainId,
    pub file: &'a ImportFile,
    pub dry_run: bool,
}

/// A valid row, and the mailbox and the holder that it asks for.
struct Candidate {
    asked: ImportRow,
    mailbox: Mailbox,
    holder: Option<HolderRow>,
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
    let mut lookup = Lookup { offer: Offer::lock(tx, &domain).await?, resellers: HashMap::new() };
    let mut settled = Vec::with_capacity(rows.len());
    let mut candidates = vec![];
    let rows = rows.into_iter().map(|row| Ok((cells_of(&row)?, row)));
    let rows = rows.collect::<Result<Vec<_>, AppError>>()?;
    let named = rows.iter().map(|(cells, _)| NamedCodes::of(&mapping, &texts(cells))).collect();
    let mut registry = Registry::load(tx, domain.organization_id, named).await?;
    for (cells, mut row) in rows {
        let cells = &texts(&cells);
        let read =
            read(app, tx, cells, &mapping, (&domain, &mut lookup), (actor, &registry)).await?;
        match read {
            Ok(candidate) => {
                row.subject_name = Some(candidate.mailbox.address.clone());
                candidates.push((row, candidate));
            }
            Err(faults) => settled.push(failed(row, &Remarks::faults(faults))),
        }
    }
    let mut open = vec![];
    for (row, candidate, verdict) in judged(tx, task.job_id, &registry, candidates).await? {
        match verdict {
            Verdict::Free => match with_holder(app, actor, &mut registry, candidate) {
                Ok((mailbox, remarks)) => open.push((row, mailbox, remarks)),
                Err(faults) => settled.push(failed(row, &Remarks::faults(faults))),
            },
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
        let to_do = |(row, _, remarks): (_, _, Remarks)| JobRow {
            outcome: Outcome::ToDo,
            remarks: remarks.text(),
            ..row
        };
        settled.extend(open.into_iter().map(to_do));
    } else {
        registry.save(app, tx, grant.caller()).await?;
        settled.extend(carry_out(app, tx, actor, &domain, open).await?);
    }
    Ok(settled)
}

/// The mailbox and the holder that a row asks for, or everything that is wrong with the row.
async fn read(
    app: &App,
    tx: &mut Tx,
    cells: &[&str],
    mapping: &Mapping,
    (domain, lookup): (&MailDomain, &mut Lookup),
    (actor, registry): (&Actor, &Registry),
) -> Result<Result<Candidate, Vec<Fault>>, AppError> {
    let mut faults = Faults::default();
    let asked = match import::read_row(mapping, cells, Some(&domain.name)) {
        Ok(asked) if asked.domain.as_str() == domain.name => Ok(asked),
        Ok(_) => Err(vec![Fault::new("/domain", FaultCode::Unknown)]),
        Err(mut faults) => {
            faults.extend(missing_email(mapping, cells));
            Err(faults)
        }
    };
    let built = match faults.collect(asked) {
        Some(asked) => {
            let plan = lookup.offer.of_new_by_code(asked.plan.as_deref());
            let reseller = match &asked.reseller {
                Some(name) => Some(lookup.reseller(tx, domain, name).await?),
                None => None,
            };
            let new = NewMailbox { plan, reseller, ..asked.new_mailbox() };
            let built = new.build(app.new_id(), domain, &actor.name, app.now());
            let term = domain.mailbox_term_months;
            let built = faults.collect(built);
            built.map(|mailbox| (service::started(mailbox, term, app.now()), asked))
        }
        None => None,
    };
    let holder = import::read_holder(mapping, cells, domain.onboarding, registry);
    let holder = holder.and_then(|holder| {
        let differences = holder.as_ref().map(|holder| registry.differences(holder));
        let differences = differences.unwrap_or_default();
        if differences.is_empty() { Ok(holder) } else { Err(differences) }
    });
    let holder = faults.collect(holder);
    let candidate = built.zip(holder);
    let candidate =
        candidate.map(|((mailbox, asked), holder)| Candidate { asked, mailbox, holder });
    Ok(faults.result(candidate))
}

/// The mailbox with its holder. An earlier row of the same file may have named the holder otherwise.
fn with_holder(
    app: &App,
    actor: &Actor,
    registry: &mut Registry,
    candidate: Candidate,
) -> Result<(Mailbox, Remarks), Vec<Fault>> {
    let Candidate { mailbox, holder, .. } = candidate;
    let Some(asked) = holder else { return Ok((mailbox, Remarks::default())) };
    let differences = registry.differences(&asked);
    if !differences.is_empty() {
        return Err(differences);
    }
    let is_new = registry.is_new(&asked);
    let held = registry.take(app, actor, &asked);
    let (holder_warnings, resembles) =
        if is_new { registry.warnings(&asked) } else { (vec![], None) };
    let is_new_holder = Some(is_new);
    let remarks = Remarks { is_new_holder, holder_warnings, resembles, ..Remarks::default() };
    Ok((Mailbox { holder: held, ..mailbox }, remarks))
}

/// What rows refer to, looked up once for all.
struct Lookup {
    offer: Offer,
    resellers: HashMap<String, Option<ResellerId>>,
}

impl Lookup {
    async fn reseller(
        &mut self,
        tx: &mut Tx,
        domain: &MailDomain,
        name: &str,
    ) -> Result<Result<Option<ResellerId>, FaultCode>, AppError> {
        let found = if let Some(known) = self.resellers.get(name) {
            *known
        } else {
            let found = resellers::find_by_name(tx, domain.organization_id, name).await?;
            found.map(|named| named.reseller.id)
        };
        self.resellers.insert(name.to_owned(), found);
        Ok(found.map(Some).ok_or(FaultCode::Unknown))
    }
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
    registry: &Registry,
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
            Some(present) => compared(present, &candidate, registry),
        };
        judged.push((row, candidate, verdict));
    }
    Ok(judged)
}

/// Whether an existing mailbox equals the requested one in every field that the row gives.
fn compared(present: &Mailbox, candidate: &Candidate, registry: &Registry) -> Verdict {
    let Candidate { asked, mailbox: wanted, holder } = candidate;
    if present.state == MailboxState::Cancelled {
        return Verdict::Against(Remarks::code(Code::AddressRetired));
    }
    let email = asked.communication_email.as_ref().map(Email::as_str);
    let differing = [
        ("/communication_email", email != present.communication_email.as_deref()),
        ("/quota_mb", asked.quota_mb.is_some_and(|quota| quota != present.quota_mb)),
        ("/soft_limit_mb", asked.soft_limit_mb.is_some_and(|limit| limit != present.soft_limit_mb)),
        ("/preservation", asked.preservation.is_some_and(|kept| kept != present.preservation)),
        ("/plan", asked.plan.is_some() && wanted.plan != present.plan),
        ("/reseller", asked.reseller.is_some() && wanted.reseller != present.reseller),
    ];
    let mut faults: Vec<_> = differing
        .into_iter()
        .filter(|(_, differs)| *differs)
        .map(|(pointer, _)| Fault::new(pointer, FaultCode::Differs))
        .collect();
    let others = holder.as_ref().map(|asked| registry.differences_of(present.holder, asked));
    faults.extend(others.unwrap_or_default());
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
    open: Vec<(JobRow, Mailbox, Remarks)>,
) -> Result<Vec<JobRow>, AppError> {
    let (rows, new): (Vec<_>, Vec<_>) =
        open.into_iter().map(|(row, mailbox, _)| (row, mailbox)).unzip();
    let with_holders = new.iter().filter(|mailbox| mailbox.holder.is_some());
    let with_holders: Vec<_> = with_holders.map(|mailbox| mailbox.id).collect();
    let ids: Vec<_> = new.iter().map(|mailbox| mailbox.id).collect();
    let created = create_many(app, tx, actor, domain, new).await?;
    if !with_holders.iter().all(|id| created.contains(id)) {
        // Somebody else created the mailbox in the meantime. The step is done again, so that no holder
        // enters without the mailbox of its row.
        return Err(AppError::Storage(StorageError::Stale));
    }
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
