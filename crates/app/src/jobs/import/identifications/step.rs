//! One step of an import of identifications: a few rows are checked, or entered.

use std::collections::HashMap;

use sigillo_contract::operations::CreateIdentificationImport;
use sigillo_domain::history::Action;
use sigillo_domain::holder::Holder;
use sigillo_domain::id::HolderId;
use sigillo_domain::import::{IdentificationRow, read_identification};
use sigillo_domain::job::Outcome;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::tax_code::TaxCode;
use sigillo_domain::{Code, Fault, FaultCode};
use sigillo_storage::job_rows::{self, JobRow};
use sigillo_storage::{Tx, domains, holders, mailboxes};

use super::super::super::remarks::Remarks;
use super::super::super::request::Step;
use super::super::{cells_of, failed, texts};
use super::IdentificationImportRequest;
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::identification::{Asked, applied, save};
use crate::scope::InScope;
use crate::{App, Grant};

/// Processes rows and returns them with their outcomes, or in a dry run with the expected outcomes. If the caller may
/// no longer change the mailboxes of the domain, the job ends.
pub(super) async fn step(
    request: &IdentificationImportRequest,
    step: Step<'_>,
    grant: &Grant<CreateIdentificationImport>,
    rows: Vec<JobRow>,
) -> Result<Vec<JobRow>, AppError> {
    let Step { app, tx, job_id, dry_run, .. } = step;
    let domain = domains::find(tx, request.domain_id).await?.ok_or(NOT_FOUND)?.domain;
    let domain = InScope::new(grant, domain).map_err(|_| AppError::Problem(Code::Forbidden))?;
    let mapping = request.file.mapping();
    let mut settled = Vec::with_capacity(rows.len());
    let mut read = vec![];
    for mut row in rows {
        let cells = cells_of(&row)?;
        match read_identification(&mapping, &texts(&cells), Some(&domain.name)) {
            Ok(asked) if asked.domain.as_str() != domain.name => {
                let fault = Fault::new("/domain", FaultCode::Unknown);
                settled.push(failed(row, &Remarks::faults(vec![fault])));
            }
            Ok(asked) => {
                row.subject_name = Some(asked.address());
                read.push((row, asked));
            }
            Err(faults) => settled.push(failed(row, &Remarks::faults(faults))),
        }
    }
    let first = read.first().map_or(0, |(row, _)| row.seq);
    let addresses: Vec<_> = read.iter().map(|(_, asked)| asked.address()).collect();
    let earlier = job_rows::named_before(tx, job_id, first, addresses.clone()).await?;
    let mut earlier: HashMap<String, i64> = earlier.into_iter().collect();
    let mut known = Known::load(tx, &domain, addresses).await?;
    for (mut row, asked) in read {
        let address = asked.address();
        let is_repeated = *earlier.entry(address.clone()).or_insert(row.seq) != row.seq;
        let result = if is_repeated {
            Err(AppError::Problem(Code::RowRepeated))
        } else {
            known.settle(app, tx, grant, &mut row, (&address, &asked), dry_run).await
        };
        match result {
            Ok((outcome, remarks)) => {
                settled.push(JobRow { outcome, remarks: remarks.text(), ..row });
            }
            Err(error) => settled.push(failed(row, &Remarks::of(error)?)),
        }
    }
    Ok(settled)
}

/// The mailboxes that the rows name, and their holders.
struct Known {
    mailboxes: HashMap<String, InScope<Mailbox>>,
    holders: HashMap<HolderId, Holder>,
}

impl Known {
    /// Finds the mailboxes, and locks them.
    async fn load(
        tx: &mut Tx,
        domain: &InScope<MailDomain>,
        addresses: Vec<String>,
    ) -> Result<Self, AppError> {
        if addresses.is_empty() {
            return Ok(Self { mailboxes: HashMap::new(), holders: HashMap::new() });
        }
        let found = mailboxes::find_by_addresses(tx, addresses).await?;
        let ids: Vec<_> = found.iter().map(|mailbox| mailbox.id).collect();
        let mut all = HashMap::new();
        if !ids.is_empty() {
            for mailbox in mailboxes::find_many_to_change(tx, ids).await? {
                all.insert(mailbox.address.clone(), domain.mailbox(mailbox)?);
            }
        }
        let ids: Vec<_> =
            all.values().filter_map(|it| it.holder.map(|held| held.holder_id)).collect();
        let holders = holders::find_many(tx, ids).await?;
        let holders = holders.into_iter().map(|holder| (holder.id, holder)).collect();
        Ok(Self { mailboxes: all, holders })
    }

    async fn settle(
        &mut self,
        app: &App,
        tx: &mut Tx,
        grant: &Grant<CreateIdentificationImport>,
        row: &mut JobRow,
        (address, asked): (&str, &IdentificationRow),
        dry_run: bool,
    ) -> Result<(Outcome, Remarks), AppError> {
        let unknown = || AppError::fault("/local_part", FaultCode::Unknown);
        let before = self.mailboxes.remove(address).ok_or_else(unknown)?;
        row.subject = Some(before.subject());
        self.check_holder(&before, asked)?;
        let IdentificationRow { identification, second_factor_since, .. } = asked;
        let wanted = Asked {
            identification: identification.clone(),
            second_factor_since: *second_factor_since,
        };
        let actor = grant.caller().actor();
        let after = applied(app, actor, &before, &wanted)?;
        if after == *before {
            return Ok((Outcome::Unchanged, Remarks::default()));
        }
        let changes = after.changes_since(Some(&before));
        let remarks = Remarks { changes, ..Remarks::default() };
        if dry_run {
            return Ok((Outcome::ToDo, remarks));
        }
        let is_new = after.identification != before.identification;
        let action = if is_new { Action::Identified } else { Action::Updated };
        save(app, tx, actor, action, &before, after).await?;
        Ok((Outcome::Done, remarks))
    }

    /// Refuses a row that names somebody who does not hold the mailbox. A variant of a tax code is of the same person.
    fn check_holder(&self, mailbox: &Mailbox, asked: &IdentificationRow) -> Result<(), AppError> {
        let Some(code) = &asked.tax_code else { return Ok(()) };
        let holder = mailbox.holder.and_then(|held| self.holders.get(&held.holder_id));
        let Some(holder) = holder else { return Ok(()) };
        let is_same = TaxCode::are_of_one_person(&holder.tax_code, code.as_str());
        if is_same { Ok(()) } else { Err(AppError::fault("/tax_code", FaultCode::Differs)) }
    }
}
