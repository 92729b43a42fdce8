//! A certified mailbox: its life cycle and its rules of change.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::fault::{Fault, FaultCode, Faults};
use crate::history::FieldChange;
use crate::history_key::HistoryKey;
use crate::id::{AddressId, CompanyTieId, DomainId, HolderId, MailboxId, PlanId, ResellerId};
use crate::identification::{Identification, IdentityDocument};
use crate::mail_domain::{MailDomain, Onboarding};
use crate::name::{Email, LocalPart};
pub use crate::password_term::PasswordState;
use crate::password_term::Term;
use crate::plan::PlanChoice;
use crate::quota::{BYTES_PER_MB, Limits, fill};
use crate::service_term::{Service, ServiceRequest};
use crate::storage_key::StorageKey;
use crate::subject::SubjectRef;

text_enum! {
    /// What else a request for one mailbox can return.
    pub enum MailboxPart {
        MailHost = "mail_host",
        Effects = "effects",
        /// How much of it is preserved.
        Preserved = "preserved",
    }
}

text_enum! {
    /// The state of a mailbox (C1).
    #[derive(PartialOrd, Ord)]
    pub enum MailboxState {
        PendingActivation = "pending_activation",
        Active = "active",
        /// Content kept, no access, incoming mail deferred (A11, C7).
        Disabled = "disabled",
        /// The service has ended: content is kept, there is no access and no delivery.
        Suppressed = "suppressed",
        /// Gone for ever with its messages; the name is never used again (A12).
        Cancelled = "cancelled",
    }
}

impl MailboxState {
    /// Every state but that of a cancelled mailbox, which lists leave out unless it is asked for.
    pub fn not_cancelled() -> Vec<Self> {
        Self::ALL.into_iter().filter(|state| *state != Self::Cancelled).collect()
    }

    /// Whether the mail host keeps a store for a mailbox in this state.
    pub const fn has_store(self) -> bool {
        matches!(self, Self::Active | Self::Disabled | Self::Suppressed)
    }

    /// Whether an administrator's edit may move a mailbox from this state to `next`. Cancelling is
    /// an operation of its own; activation and suppression are not a person's choice.
    pub const fn may_be_set_to(self, next: MailboxState) -> bool {
        matches!(
            (self, next),
            (
                MailboxState::Active | MailboxState::Disabled,
                MailboxState::Active | MailboxState::Disabled
            )
        )
    }

    /// Whether the user of a mailbox in this state has a password or can set one: the credentials
    /// for preserved receipts survive a cancellation (C5).
    pub const fn may_have_password(self, preservation: bool) -> bool {
        match self {
            MailboxState::Active | MailboxState::Disabled | MailboxState::Suppressed => true,
            MailboxState::PendingActivation => false,
            MailboxState::Cancelled => preservation,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    pub id: MailboxId,
    pub domain_id: DomainId,
    pub address: String,
    pub local_part: String,
    pub state: MailboxState,
    pub password: Term,
    pub communication_email: Option<String>,
    pub quota_mb: i64,
    pub soft_limit_mb: i64,
    /// Measured by the mail host; None where none is configured.
    pub used_bytes: Option<i64>,
    /// Whether the user was notified that the soft limit is reached, and use has not fallen since.
    pub soft_limit_told: bool,
    pub preservation: bool,
    pub plan: Option<PlanId>,
    /// None where the archive has no quota of its own.
    pub archive_mb: Option<i64>,
    pub reseller: Option<ResellerId>,
    pub created_at: DateTime<Utc>,
    /// User name of its creator.
    pub created_by: String,
    /// User name of who manages it, where that is not its creator.
    pub managed_by: Option<String>,
    pub activated_at: Option<DateTime<Utc>>,
    /// End of the service.
    pub expires_at: Option<DateTime<Utc>>,
    pub service: Service,
    pub cancelled_at: Option<DateTime<Utc>>,
    pub holder: Option<HeldBy>,
    /// How the holder was identified; None if that is not known.
    pub identification: Option<Identification>,
    /// Since when the user needs a second factor to enter the mailbox; None if that is not known.
    pub second_factor_since: Option<NaiveDate>,
    pub version: i64,
}

/// The person who holds a mailbox, with one of its addresses and the tie to the company that it has the
/// mailbox for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldBy {
    pub holder_id: HolderId,
    pub address_id: Option<AddressId>,
    pub tie_id: Option<CompanyTieId>,
}

/// A request for a new mailbox, as typed.
#[derive(Debug, Clone, Default)]
pub struct NewMailbox<'a> {
    pub local_part: &'a str,
    pub communication_email: &'a str,
    pub preservation: Option<bool>,
    pub quota_mb: Option<i64>,
    pub soft_limit_mb: Option<i64>,
    /// The plan that was looked up, or why it cannot be had; None where the domain offers none.
    pub plan: Option<Result<PlanChoice, FaultCode>>,
    pub reseller: Option<Result<Option<ResellerId>, FaultCode>>,
}

/// The fields of a new mailbox, once they are valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFields {
    pub local_part: LocalPart,
    pub communication_email: Email,
    pub preservation: bool,
    pub limits: Limits,
    pub plan: Option<PlanChoice>,
    pub reseller: Option<ResellerId>,
}

impl NewMailbox<'_> {
    /// Validates every field against what the domain supplies.
    pub fn validate(
        &self,
        domain_name: &str,
        default_quota_mb: i64,
        preservation_available: bool,
    ) -> Result<NewFields, Vec<Fault>> {
        let mut faults = Faults::default();
        let local_part = faults.check("/local_part", LocalPart::parse(self.local_part));
        let address = local_part.as_ref().map(|name| format!("{name}@{domain_name}"));
        let email = Email::parse_for(self.communication_email, &address.unwrap_or_default());
        let email = faults.check("/communication_email", email);
        let preservation = self.preservation.unwrap_or(false);
        check_preservation(preservation, preservation_available, &mut faults);
        let plan = self.plan.and_then(|found| faults.check("/plan", found));
        let reseller = self.reseller.and_then(|found| faults.check("/reseller", found)).flatten();
        let quota_mb = self.quota_mb.or(plan.map(|plan| plan.inbox_mb));
        let quota_mb = quota_mb.unwrap_or(default_quota_mb);
        let limits = Limits::new(quota_mb, self.soft_limit_mb, &mut faults);
        let fields = local_part.zip(email).zip(limits);
        faults.result(fields.map(|((local_part, communication_email), limits)| NewFields {
            local_part,
            communication_email,
            preservation,
            limits,
            plan,
            reseller,
        }))
    }

    /// Validates every field against the domain's supply and builds the mailbox.
    pub fn build(
        &self,
        id: MailboxId,
        domain: &MailDomain,
        created_by: &str,
        now: DateTime<Utc>,
    ) -> Result<Mailbox, Vec<Fault>> {
        let fields =
            self.validate(&domain.name, domain.default_quota_mb, domain.preservation_available)?;
        let NewFields { local_part, communication_email, preservation, limits, plan, reseller } =
            fields;
        let active = domain.onboarding == Onboarding::Direct;
        Ok(Mailbox {
            id,
            domain_id: domain.id,
            address: format!("{local_part}@{}", domain.name),
            local_part: local_part.to_string(),
            state: if active { MailboxState::Active } else { MailboxState::PendingActivation },
            password: Term::TO_SET,
            communication_email: Some(communication_email.to_string()),
            quota_mb: limits.quota_mb,
            soft_limit_mb: limits.soft_limit_mb,
            used_bytes: None,
            soft_limit_told: false,
            preservation,
            plan: plan.map(|plan| plan.id),
            archive_mb: plan.and_then(|plan| plan.archive_mb),
            reseller,
            created_at: now,
            created_by: created_by.to_owned(),
            managed_by: None,
            activated_at: active.then_some(now),
            expires_at: None,
            service: Service::default(),
            cancelled_at: None,
            holder: None,
            identification: None,
            second_factor_since: None,
            version: 1,
        })
    }
}

/// Refuses a new mailbox without a holder and an address of theirs where the domain has contracts: whoever
/// signs one is a person who lives somewhere (B13, B14).
pub fn check_holder(onboarding: Onboarding, (holder, address): (bool, bool), faults: &mut Faults) {
    if onboarding == Onboarding::Direct {
        return;
    }
    for (pointer, is_given) in [("/holder", holder), ("/address", address)] {
        if !is_given {
            faults.add(pointer, FaultCode::Required);
        }
    }
}

fn check_preservation(wanted: bool, available: bool, faults: &mut Faults) {
    if wanted && !available {
        faults.add("/preservation", FaultCode::NotAvailable);
    }
}

/// A request for changes, as typed; a field that is left out stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Edit<'a> {
    pub communication_email: Option<&'a str>,
    pub state: Option<MailboxState>,
    pub quota_mb: Option<i64>,
    pub soft_limit_mb: Option<i64>,
    pub preservation: Option<bool>,
    /// The plan that was looked up, or why the mailbox cannot have it.
    pub plan: Option<Result<PlanChoice, FaultCode>>,
    /// The reseller that was looked up; None within takes it away.
    pub reseller: Option<Result<Option<ResellerId>, FaultCode>>,
    /// The user name that was looked up; None within gives it back to its creator.
    pub managed_by: Option<Result<Option<String>, FaultCode>>,
    /// The day since when there is a second factor, or why it cannot be; None within takes it away.
    pub second_factor_since: Option<Result<Option<NaiveDate>, FaultCode>>,
}

/// Why a mailbox was not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Cancelled mailboxes are read-only for ever.
    Cancelled,
    Invalid(Vec<Fault>),
}

/// The fields of a mailbox that decide which edits it allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Editable<'a> {
    pub address: &'a str,
    pub state: MailboxState,
    pub preservation: bool,
    pub limits: Limits,
    pub plan: Option<PlanId>,
    pub archive_mb: Option<i64>,
    pub reseller: Option<ResellerId>,
    pub second_factor_since: Option<NaiveDate>,
}

impl Editable<'_> {
    /// The fields after the edit, with the new communication e-mail if the edit has one.
    pub fn edited(
        mut self,
        edit: &Edit<'_>,
        preservation_available: bool,
    ) -> Result<(Self, Option<Email>), Refusal> {
        if self.state == MailboxState::Cancelled {
            return Err(Refusal::Cancelled);
        }
        let mut faults = Faults::default();
        let email = edit.communication_email;
        let email = email.map(|text| Email::parse_for(text, self.address));
        let email = email.and_then(|parsed| faults.check("/communication_email", parsed));
        if let Some(state) = edit.state {
            if state != self.state && !self.state.may_be_set_to(state) {
                faults.add("/state", FaultCode::InvalidTransition);
            }
            self.state = state;
        }
        if let Some(preservation) = edit.preservation {
            // A mailbox that has preservation may keep it after the supply ends; only switching it
            // on needs the supply.
            let switched_on = preservation && !self.preservation;
            check_preservation(switched_on, preservation_available, &mut faults);
            self.preservation = preservation;
        }
        if let Some(found) = edit.reseller {
            self.reseller = faults.check("/reseller", found).flatten();
        }
        if let Some(Err(fault)) = &edit.managed_by {
            faults.add("/managed_by", *fault);
        }
        if let Some(day) = edit.second_factor_since {
            self.second_factor_since = faults.check("/second_factor_since", day).flatten();
        }
        // A new plan moves the quota, unless one is given (C8).
        let plan = edit.plan.and_then(|found| faults.check("/plan", found));
        let new_plan = plan.filter(|plan| self.plan != Some(plan.id));
        if let Some(plan) = new_plan {
            (self.plan, self.archive_mb) = (Some(plan.id), plan.archive_mb);
        }
        let quota_mb = edit.quota_mb.or(new_plan.map(|plan| plan.inbox_mb));
        if let Some(limits) = self.limits.changed(quota_mb, edit.soft_limit_mb, &mut faults) {
            self.limits = limits;
        }
        faults.result(Some((self, email))).map_err(Refusal::Invalid)
    }
}

/// A consequence of a successful change that the person should know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = MailboxWarning))]
pub enum Warning {
    /// The quota is below the space in use: advised against, not refused (A13).
    QuotaBelowUse,
}

impl Mailbox {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }

    /// The mailbox after its contract was signed and sealed; None unless it waits for that.
    pub fn activated(&self, now: DateTime<Utc>) -> Option<Mailbox> {
        (self.state == MailboxState::PendingActivation).then(|| Mailbox {
            state: MailboxState::Active,
            activated_at: Some(now),
            ..self.clone()
        })
    }

    /// The mailbox after the edit: all of the edit is applied, or none of it.
    pub fn edited(
        &self,
        edit: &Edit<'_>,
        preservation_available: bool,
    ) -> Result<Mailbox, Refusal> {
        let present = Editable {
            address: &self.address,
            state: self.state,
            preservation: self.preservation,
            limits: Limits { quota_mb: self.quota_mb, soft_limit_mb: self.soft_limit_mb },
            plan: self.plan,
            archive_mb: self.archive_mb,
            reseller: self.reseller,
            second_factor_since: self.second_factor_since,
        };
        let (next, email) = present.edited(edit, preservation_available)?;
        let managed_by = match &edit.managed_by {
            Some(Ok(name)) => name.clone(),
            _ => self.managed_by.clone(),
        };
        Ok(Mailbox {
            managed_by: managed_by.filter(|name| *name != self.created_by),
            state: next.state,
            preservation: next.preservation,
            plan: next.plan,
            archive_mb: next.archive_mb,
            reseller: next.reseller,
            second_factor_since: next.second_factor_since,
            quota_mb: next.limits.quota_mb,
            soft_limit_mb: next.limits.soft_limit_mb,
            communication_email: email
                .map_or_else(|| self.communication_email.clone(), |email| Some(email.to_string())),
            ..self.clone()
        })
    }

    /// The mailbox after its cancellation: a tombstone that keeps the name taken.
    pub fn cancelled(&self, now: DateTime<Utc>) -> Result<Mailbox, Refusal> {
        if self.state == MailboxState::Cancelled {
            return Err(Refusal::Cancelled);
        }
        // The credentials go with the mailbox, unless receipts are preserved: they give access to
        // the receipts (C5). They no longer expire.
        let password = if self.preservation { self.password.stopped() } else { Term::TO_SET };
        Ok(Mailbox {
            state: MailboxState::Cancelled,
            cancelled_at: Some(now),
            password,
            service: Service { next_step_at: None, ..self.service.clone() },
            ..self.clone()
        })
    }

    /// The fields whose changes the history records, by their names in the API.
    pub fn audited_fields(&self) -> [(&'static str, serde_json::Value); 25] {
        let holder = self.holder.as_ref();
        let identified = self.identification.as_ref().map(|identification| &identification.fields);
        let document = identified.and_then(|fields| fields.document.as_ref());
        let request = Some(self.service.request).filter(|it| *it != ServiceRequest::None);
        [
            ("address", json!(self.address)),
            ("communication_email", json!(self.communication_email)),
            ("state", json!(self.state)),
            ("quota_mb", json!(self.quota_mb)),
            ("soft_limit_mb", json!(self.soft_limit_mb)),
            ("preservation", json!(self.preservation)),
            ("password_state", json!(self.password.state)),
            ("holder_id", json!(holder.map(|holder| holder.holder_id))),
            ("holder_address_id", json!(holder.and_then(|holder| holder.address_id))),
            ("holder_company_id", json!(holder.and_then(|holder| holder.tie_id))),
            ("plan", json!(self.plan)),
            ("archive_mb", json!(self.archive_mb)),
            ("reseller", json!(self.reseller)),
            ("managed_by", json!(self.managed_by)),
            ("expires_at", json!(self.expires_at)),
            ("request", json!(request)),
            ("request_document_id", json!(self.service.document_id)),
            ("state_before_end", json!(self.service.state_before_end)),
            ("identification_method", json!(identified.map(|fields| fields.method))),
            ("assurance_level", json!(identified.map(|fields| fields.level))),
            ("identified_on", json!(identified.map(|fields| fields.identified_on))),
            ("identified_by", json!(identified.map(|fields| &fields.identified_by))),
            ("capacity", json!(identified.map(|fields| fields.capacity))),
            ("identity_document", json!(document.map(IdentityDocument::shown_in_history))),
            ("second_factor_since", json!(self.second_factor_since)),
        ]
    }

    /// The changes that a record of the history holds: the audited fields, and digests of those that the
    /// history does not show.
    pub fn recorded_changes(&self, before: Option<&Mailbox>, key: &HistoryKey) -> Vec<FieldChange> {
        let hidden = |mailbox: &Mailbox| {
            vec![
                mailbox.lifecycle_digest(key),
                mailbox.service_digest(key),
                mailbox.identification_digest(key),
            ]
        };
        let mut changes = self.changes_since(before);
        changes.extend(FieldChange::between(before.map(hidden), hidden(self)));
        changes.retain(|change| change.before != change.after);
        changes
    }

    /// The digest of the fields that follow from the others, or that the API shows elsewhere: to whom the
    /// mailbox belongs, and when it came to be what it is.
    pub fn lifecycle_digest(&self, key: &HistoryKey) -> (&'static str, Value) {
        let time = |at: Option<DateTime<Utc>>| at.map(|at| at.timestamp_micros());
        let fields = json!([
            self.domain_id,
            self.created_by,
            time(Some(self.created_at)),
            time(self.activated_at),
            time(self.expires_at),
            time(self.cancelled_at),
            time(self.password.set_at),
            time(self.password.expires_at),
        ]);
        ("lifecycle_digest", json!(key.digest(self.subject(), "lifecycle", &fields)))
    }

    /// The digest of who requested something of its service and when, and of what a withdrawn termination brings
    /// back; null where nothing of that is known.
    pub fn service_digest(&self, key: &HistoryKey) -> (&'static str, Value) {
        let Service { requested_at, requested_by, end_before_termination, .. } = &self.service;
        let is_empty = requested_at.is_none() && end_before_termination.is_none();
        let time = |at: &Option<DateTime<Utc>>| at.map(|at| at.timestamp_micros());
        let fields = json!([time(requested_at), requested_by, time(end_before_termination)]);
        let digest = (!is_empty).then(|| key.digest(self.subject(), "service", &fields));
        ("service_digest", json!(digest))
    }

    /// The digest of the name of its folder on the mail host, which is set once.
    pub fn storage_key_digest(
        &self,
        storage_key: &StorageKey,
        key: &HistoryKey,
    ) -> (&'static str, Value) {
        let digest = key.digest(self.subject(), "storage_key", &json!(storage_key.as_str()));
        ("storage_key_digest", json!(digest))
    }

    /// The fields that differ from `before`, or every field when there is no `before`.
    pub fn changes_since(&self, before: Option<&Mailbox>) -> Vec<FieldChange> {
        let before = before.map(|mailbox| mailbox.audited_fields().to_vec());
        let mut changes = FieldChange::between(before, self.audited_fields().to_vec());
        // What a new mailbox does not have.
        changes.retain(|change| change.before != change.after);
        changes
    }

    /// Compares use with the soft limit after either has changed. Returns true when the user must
    /// be notified that space is running out: once, and again only after use has fallen 5 % below
    /// (A14).
    pub fn judge_soft_limit(&mut self) -> bool {
        let Some(used) = self.used_bytes else { return false };
        let limit = self.soft_limit_mb * BYTES_PER_MB;
        if used >= limit {
            return !std::mem::replace(&mut self.soft_limit_told, true);
        }
        if used < limit / 100 * 95 {
            self.soft_limit_told = false;
        }
        false
    }

    /// Whether its user has a password or can set one.
    pub fn may_have_password(&self) -> bool {
        self.state.may_have_password(self.preservation)
    }

    /// Use in ten-thousandths of the quota; -1 where it was never measured.
    pub fn fill(&self) -> i64 {
        fill(self.used_bytes, self.quota_mb)
    }

    /// The warnings that a change to this quota gives.
    pub fn warnings(&self) -> Vec<Warning> {
        let over = self.used_bytes.is_some_and(|used| used > self.quota_mb * BYTES_PER_MB);
        if over { vec![Warning::QuotaBelowUse] } else { vec![] }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::id::OrganizationId;

    fn domain(onboarding: Onboarding, preservation_available: bool) -> MailDomain {
        MailDomain {
            id: DomainId::from_u128(7),
            organization_id: OrganizationId::from_u128(8),
            name: "pec.example.it".into(),
            onboarding,
            preservation_available,
            default_quota_mb: 1000,
            mailbox_term_months: 24,
            password_lifetime_days: 90,
            language: crate::message::Language::It,
            plans: vec![],
            default_plan: None,
            client_servers: crate::client_servers::ClientServers::default(),
            created_at: DateTime::UNIX_EPOCH,
            version: 1,
        }
    }

    fn build(new: &NewMailbox<'_>, domain: &MailDomain) -> Result<Mailbox, Vec<Fault>> {
        new.build(MailboxId::from_u128(1), domain, "anna.verdi", DateTime::UNIX_EPOCH)
    }

    const GOOD: NewMailbox<'_> = NewMailbox {
        local_part: "Protocollo",
        communication_email: "protocollo@example.org",
        preservation: None,
        quota_mb: None,
        soft_limit_mb: None,
        plan: None,
        reseller: None,
    };

    pub(crate) fn mailbox() -> Mailbox {
        build(&GOOD, &domain(Onboarding::Direct, false)).unwrap()
    }

    #[test]
    fn a_new_mailbox_takes_the_quota_of_its_domain() {
        let mailbox = mailbox();
        assert_eq!(mailbox.address, "protocollo@pec.example.it");
        assert_eq!((mailbox.quota_mb, mailbox.soft_limit_mb), (1000, 800));
        assert_eq!((mailbox.state, mailbox.password), (MailboxState::Active, Term::TO_SET));
    }

    #[test]
    fn onboarding_by_contract_leaves_it_pending() {
        let mailbox = build(&GOOD, &domain(Onboarding::Contract, false)).unwrap();
        assert_eq!((mailbox.state, mailbox.activated_at), (MailboxState::PendingActivation, None));
    }

    #[test]
    fn all_the_faults_of_a_form_come_at_once() {
        let new = NewMailbox {
            local_part: "anna verdi",
            communication_email: "anna",
            preservation: Some(true),
            quota_mb: Some(0),
            soft_limit_mb: None,
            plan: Some(Err(FaultCode::NotAvailable)),
            reseller: Some(Err(FaultCode::Unknown)),
        };
        let faults = build(&new, &domain(Onboarding::Direct, false)).unwrap_err();
        let pointers: Vec<_> = faults.iter().map(|f| f.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            [
                "/local_part",
                "/communication_email",
                "/preservation",
                "/plan",
                "/reseller",
                "/quota_mb",
            ]
        );
    }

    #[test]
    fn the_quota_of_a_plan_holds_unless_one_is_given() {
        let plan = PlanChoice { id: PlanId::from_u128(1), inbox_mb: 2048, archive_mb: Some(512) };
        let with = |quota_mb| {
            let new = NewMailbox { plan: Some(Ok(plan)), quota_mb, ..GOOD };
            let mailbox = build(&new, &domain(Onboarding::Direct, false)).unwrap();
            (mailbox.quota_mb, mailbox.soft_limit_mb, mailbox.archive_mb, mailbox.plan)
        };
        assert_eq!(with(None), (2048, 1638, Some(512), Some(plan.id)));
        assert_eq!(with(Some(100)), (100, 80, Some(512), Some(plan.id)));
    }

    #[test]
    fn another_plan_moves_the_quota_and_the_same_one_nothing() {
        let id = PlanId::from_u128(1);
        let plan = PlanChoice { id, inbox_mb: 2048, archive_mb: Some(512) };
        let edit = Edit { plan: Some(Ok(plan)), ..Edit::default() };
        let moved = mailbox().edited(&edit, false).unwrap();
        assert_eq!(
            (moved.quota_mb, moved.soft_limit_mb, moved.archive_mb),
            (2048, 1638, Some(512))
        );
        let own = Mailbox { quota_mb: 3000, soft_limit_mb: 2900, ..moved.clone() };
        assert_eq!(own.edited(&edit, false), Ok(own.clone()));
        let given = Edit { quota_mb: Some(100), ..edit };
        assert_eq!(mailbox().edited(&given, false).unwrap().quota_mb, 100);
        let smaller = PlanChoice { id: PlanId::from_u128(2), inbox_mb: 512, archive_mb: None };
        let edit = Edit { plan: Some(Ok(smaller)), ..Edit::default() };
        let fields: Vec<_> = moved
            .edited(&edit, false)
            .unwrap()
            .changes_since(Some(&moved))
            .into_iter()
            .map(|change| change.field)
            .collect();
        assert_eq!(fields, ["quota_mb", "soft_limit_mb", "plan", "archive_mb"]);
    }

    #[test]
    fn preservation_needs_the_supply() {
        let edit = Edit { preservation: Some(true), ..Edit::default() };
        let refused = mailbox().edited(&edit, false).unwrap_err();
        let fault = Fault::new("/preservation", FaultCode::NotAvailable);
        assert_eq!(refused, Refusal::Invalid(vec![fault]));
        assert!(mailbox().edited(&edit, true).unwrap().preservation);
    }

    #[test]
    fn an_edit_disables_and_enables_but_does_nothing_else_to_the_state() {
        let set = |from, to| {
            let mailbox = Mailbox { state: from, ..mailbox() };
            mailbox.edited(&Edit { state: Some(to), ..Edit::default() }, false)
        };
        assert_eq!(
            set(MailboxState::Active, MailboxState::Disabled).unwrap().state,
            MailboxState::Disabled
        );
        assert_eq!(
            set(MailboxState::Disabled, MailboxState::Active).unwrap().state,
            MailboxState::Active
        );
        assert_eq!(
            set(MailboxState::Suppressed, MailboxState::Suppressed).unwrap().state,
            MailboxState::Suppressed
        );
        for (from, to) in [
            (MailboxState::Active, MailboxState::Cancelled),
            (MailboxState::Active, MailboxState::Suppressed),
            (MailboxState::PendingActivation, MailboxState::Active),
            (MailboxState::PendingActivation, MailboxState::Disabled),
            (MailboxState::Suppressed, MailboxState::Active),
        ] {
            let fault = Fault::new("/state", FaultCode::InvalidTransition);
            assert_eq!(set(from, to), Err(Refusal::Invalid(vec![fault])), "{from:?} → {to:?}");
        }
    }

    #[test]
    fn a_cancelled_mailbox_stays_as_it_is() {
        let cancelled = mailbox().cancelled(DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(cancelled.state, MailboxState::Cancelled);
        assert_eq!(cancelled.edited(&Edit::default(), true), Err(Refusal::Cancelled));
        assert_eq!(cancelled.cancelled(DateTime::UNIX_EPOCH), Err(Refusal::Cancelled));
    }

    #[test]
    fn a_quota_below_the_use_is_advised_against() {
        let full = Mailbox { used_bytes: Some(600 * BYTES_PER_MB), ..mailbox() };
        let edited = |quota| full.edited(&Edit { quota_mb: Some(quota), ..Edit::default() }, false);
        assert_eq!(edited(599).unwrap().warnings(), [Warning::QuotaBelowUse]);
        assert_eq!(edited(600).unwrap().warnings(), []);
    }

    #[test]
    fn the_soft_limit_is_told_once_until_use_falls() {
        let mut mailbox = mailbox();
        let mut notified = |used_mb: i64| {
            mailbox.used_bytes = Some(used_mb * BYTES_PER_MB);
            mailbox.judge_soft_limit()
        };
        assert_eq!(
            [notified(799), notified(800), notified(900), notified(780), notified(801)],
            [false, true, false, false, false]
        );
        assert_eq!([notified(759), notified(801)], [false, true]);
    }

    #[test]
    fn credentials_outlive_a_cancellation_only_for_preserved_receipts() {
        let password = Term::starting(DateTime::UNIX_EPOCH, 90);
        let cancelled = |preservation| {
            Mailbox { password, preservation, ..mailbox() }.cancelled(DateTime::UNIX_EPOCH).unwrap()
        };
        assert_eq!(cancelled(true).password, password.stopped());
        assert_eq!(cancelled(false).password, Term::TO_SET);
        assert!(cancelled(true).may_have_password() && !cancelled(false).may_have_password());
    }

    #[test]
    fn the_history_tells_what_changed_and_nothing_else() {
        let before = mailbox();
        let edit =
            Edit { quota_mb: Some(2000), state: Some(MailboxState::Disabled), ..Edit::default() };
        let after = before.edited(&edit, false).unwrap();
        let fields: Vec<_> =
            after.changes_since(Some(&before)).into_iter().map(|c| c.field).collect();
        assert_eq!(fields, ["state", "quota_mb", "soft_limit_mb"]);
        assert_eq!(before.changes_since(None).len(), 7);
    }
}
