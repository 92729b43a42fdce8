//! One step of a bulk change: a few mailboxes are checked or changed.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use sigillo_contract::job::BulkChange;
use sigillo_contract::operations::CreateBulkChange;
use sigillo_domain::Code;
use sigillo_domain::id::{DomainId, JobId, MailboxId};
use sigillo_domain::job::{BulkAction, Outcome, is_already_done};
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::{Edit, Mailbox};
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::job_rows::JobRow;
use sigillo_storage::{Tx, domains, jobs, mailboxes};

use super::super::remarks::Remarks;
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::mailboxes::references::manager;
use crate::mailboxes::{Found, cancel, send_password_reset, update};
use crate::plans::offer::Offer;
use crate::scope::InScope;
use crate::{App, Grant, service};

/// The job whose rows are processed.
pub(super) struct Task<'a> {
    pub app: &'a App,
    pub job_id: JobId,
    pub change: &'a BulkChange,
    pub dry_run: bool,
}

/// Processes rows and returns them with their outcomes, or in a dry run with the expected outcomes.
pub(super) async fn step(
    task: &Task<'_>,
    tx: &mut Tx,
    grant: &Grant<CreateBulkChange>,
    rows: Vec<JobRow>,
) -> Result<Vec<JobRow>, AppError> {
    let Task { app, job_id, change, dry_run } = *task;
    let ids = rows.iter().filter_map(mailbox_id);
    let found = mailboxes::find_many_to_change(tx, ids).await?;
    let mut found: HashMap<_, _> = found.into_iter().map(|mailbox| (mailbox.id, mailbox)).collect();
    let mut work = Work {
        app,
        grant,
        change,
        domains: HashMap::new(),
        offers: HashMap::new(),
        shown_domains: HashSet::new(),
    };
    let mut settled = Vec::with_capacity(rows.len());
    for mut row in rows {
        let mailbox = mailbox_id(&row).and_then(|id| found.remove(&id));
        let result = match mailbox {
            None => Err(NOT_FOUND),
            Some(mailbox) if dry_run => work.check(tx, mailbox, &mut row).await,
            Some(mailbox) => work.carry_out(tx, mailbox, &row).await,
        };
        let (outcome, remarks) = match result {
            Ok((outcome, remarks)) => (outcome, remarks),
            Err(error) => (Outcome::Failed, Remarks::of(error)?),
        };
        row.outcome = outcome;
        row.remarks = remarks.text();
        settled.push(row);
    }
    jobs::add_domains(tx, job_id, work.shown_domains).await?;
    Ok(settled)
}

fn mailbox_id(row: &JobRow) -> Option<MailboxId> {
    row.subject.and_then(SubjectRef::id_of)
}

struct Work<'a> {
    app: &'a App,
    grant: &'a Grant<CreateBulkChange>,
    change: &'a BulkChange,
    domains: HashMap<DomainId, MailDomain>,
    offers: HashMap<DomainId, Offer>,
    /// The domains of the mailboxes that the rows name from now on.
    shown_domains: HashSet<DomainId>,
}

impl Work<'_> {
    /// The mailbox and its domain, if the caller has the permission for this action there.
    async fn in_scope(&mut self, tx: &mut Tx, mailbox: Mailbox) -> Result<Found, AppError> {
        let known = self.domains.get(&mailbox.domain_id).cloned();
        let domain = if let Some(domain) = known {
            domain
        } else {
            let domain = domains::find(tx, mailbox.domain_id).await?.ok_or(NOT_FOUND)?.domain;
            self.domains.insert(domain.id, domain.clone());
            domain
        };
        let found = Found::new(self.grant, mailbox, domain)?;
        if !found.permissions.has(self.change.action.permission()) {
            return Err(AppError::Problem(Code::Forbidden));
        }
        Ok(found)
    }

    /// Determines the expected outcome for a mailbox and stores the mailbox's version in the row.
    async fn check(
        &mut self,
        tx: &mut Tx,
        mailbox: Mailbox,
        row: &mut JobRow,
    ) -> Result<(Outcome, Remarks), AppError> {
        let Found { mailbox, domain, .. } = self.in_scope(tx, mailbox).await?;
        row.subject_name = Some(mailbox.address.clone());
        self.shown_domains.insert(domain.id);
        row.subject_version = Some(mailbox.version);
        let action = self.change.action;
        if is_already_done(action, &mailbox) {
            return Ok((Outcome::Unchanged, Remarks::default()));
        }
        match action {
            BulkAction::Cancel => {
                mailbox.cancelled(self.app.now())?;
            }
            BulkAction::SendPasswordReset => send_password_reset::check(&mailbox)?,
            BulkAction::Renew | BulkAction::Terminate => {
                let after = self.with_service(&mailbox, &domain)?;
                return Ok((Outcome::ToDo, self.remarks(&mailbox, &after)));
            }
            BulkAction::Disable | BulkAction::Enable | BulkAction::Update => {
                let edit = self.edit(tx, &mailbox, &domain).await?;
                let after = mailbox.edited(&edit, domain.preservation_available)?;
                if after == *mailbox {
                    return Ok((Outcome::Unchanged, Remarks::default()));
                }
                return Ok((Outcome::ToDo, self.remarks(&mailbox, &after)));
            }
        }
        Ok((Outcome::ToDo, Remarks::default()))
    }

    async fn carry_out(
        &mut self,
        tx: &mut Tx,
        mailbox: Mailbox,
        row: &JobRow,
    ) -> Result<(Outcome, Remarks), AppError> {
        let Found { mailbox, domain, .. } = self.in_scope(tx, mailbox).await?;
        let action = self.change.action;
        if is_already_done(action, &mailbox) {
            return Ok((Outcome::Unchanged, Remarks::default()));
        }
        // The person confirmed what the dry run showed for this version of the mailbox only.
        if row.subject_version != Some(mailbox.version) {
            return Err(AppError::Problem(Code::Stale));
        }
        let (app, actor) = (self.app, self.grant.caller().actor());
        match action {
            BulkAction::Cancel => {
                cancel::apply(app, tx, actor, &mailbox, &domain).await?;
            }
            BulkAction::SendPasswordReset => {
                send_password_reset::apply(app, tx, actor, &mailbox, &domain).await?;
            }
            BulkAction::Renew | BulkAction::Terminate => {
                let after = self.change_service(tx, &mailbox, &domain).await?;
                return Ok((Outcome::Done, self.remarks(&mailbox, &after)));
            }
            BulkAction::Disable | BulkAction::Enable | BulkAction::Update => {
                let edit = self.edit(tx, &mailbox, &domain).await?;
                let after = update::apply(app, tx, actor, &mailbox, &edit, &domain, vec![]).await?;
                if after == mailbox {
                    return Ok((Outcome::Unchanged, Remarks::default()));
                }
                return Ok((Outcome::Done, self.remarks(&mailbox, &after)));
            }
        }
        Ok((Outcome::Done, Remarks::default()))
    }

    /// The mailbox with its service renewed or terminated.
    fn with_service(&self, mailbox: &Mailbox, domain: &MailDomain) -> Result<Mailbox, AppError> {
        let (app, actor, until) = (self.app, self.grant.caller().actor(), self.change.until);
        match (self.change.action, until) {
            (BulkAction::Terminate, Some(day)) => {
                service::terminated(app, actor, mailbox, day.into(), "/until")
            }
            _ => service::renewed(app, actor, mailbox, domain, until.into()),
        }
    }

    async fn change_service(
        &self,
        tx: &mut Tx,
        mailbox: &InScope<Mailbox>,
        domain: &MailDomain,
    ) -> Result<InScope<Mailbox>, AppError> {
        let (app, actor, until) = (self.app, self.grant.caller().actor(), self.change.until);
        match (self.change.action, until) {
            (BulkAction::Terminate, Some(day)) => {
                service::apply_termination(app, tx, actor, mailbox, domain, day).await
            }
            _ => service::apply_renewal(app, tx, actor, mailbox, domain, until.into()).await,
        }
    }

    async fn edit(
        &mut self,
        tx: &mut Tx,
        mailbox: &Mailbox,
        domain: &MailDomain,
    ) -> Result<Edit<'_>, AppError> {
        let wanted = self.change.plan.filter(|plan| mailbox.plan != Some(*plan));
        let plan = match wanted {
            Some(id) => Some(self.offer(tx, domain).await?.by_id(id)),
            None => None,
        };
        let managed_by = match self.change.managed_by.as_deref() {
            Some(name) => manager(tx, domain, mailbox, name).await?,
            None => None,
        };
        Ok(Edit {
            plan,
            managed_by,
            communication_email: self.change.communication_email.as_deref(),
            state: self.change.action.target(),
            quota_mb: self.change.quota_mb,
            soft_limit_mb: self.change.soft_limit_mb,
            preservation: self.change.preservation,
            ..Edit::default()
        })
    }

    async fn offer(&mut self, tx: &mut Tx, domain: &MailDomain) -> Result<&Offer, AppError> {
        match self.offers.entry(domain.id) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => Ok(place.insert(Offer::lock(tx, domain).await?)),
        }
    }

    /// What the change does to a mailbox, and its warnings.
    fn remarks(&self, before: &Mailbox, after: &Mailbox) -> Remarks {
        let sets_quota = self.change.quota_mb.is_some() || self.change.plan.is_some();
        let warnings = if sets_quota { after.warnings() } else { vec![] };
        let changes = after.changes_since(Some(before));
        Remarks { warnings, changes, ..Remarks::default() }
    }
}
