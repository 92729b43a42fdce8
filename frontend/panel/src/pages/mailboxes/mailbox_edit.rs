//! A mailbox that is being edited.

use leptos::prelude::*;
use sigillo_contract::domain::Domain;
use sigillo_contract::history::HistoryQuery;
use sigillo_contract::mailbox::{Mailbox, MailboxPatch, MailboxUpdated};
use sigillo_contract::operations::{GetMailbox, GetMailboxHistory, UpdateMailbox};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::quota::automatic_soft_limit;
use sigillo_domain::{Code, Fault, Faults};
use sigillo_kit::edit::{Conflict, Edit, EditField, FieldSpec, Part};

use super::validation::faults_of_change;
use crate::api::{self, ApiError, Change};
use crate::i18n::{date_time, megabytes, parse_integer, t, texts};
use crate::pages::{plans, resellers};

#[derive(Clone, Copy)]
pub struct MailboxEdit {
    pub edit: Edit<Mailbox, MailboxPatch>,
    pub email: EditField<String>,
    pub state: EditField<MailboxState>,
    pub quota: EditField<i64, String>,
    pub soft_limit: EditField<i64, String>,
    pub preservation: EditField<bool>,
    pub plan: EditField<String>,
    pub reseller: EditField<String>,
    pub managed_by: EditField<String>,
    domain: StoredValue<Option<Domain>>,
}

impl MailboxEdit {
    /// The domain says what the mailbox can have.
    pub fn of(mailbox: Mailbox, domain: Option<Domain>) -> Self {
        let edit = Edit::of(mailbox);
        Self {
            edit,
            email: edit.field(email_field()),
            state: edit.field(FieldSpec::choice(
                "/state",
                t!(forms.state),
                |mailbox: &Mailbox| mailbox.state,
                |patch, state| patch.state = Some(state),
                |state| texts().words().state(*state).to_owned(),
            )),
            quota: edit.field(FieldSpec {
                pointer: "/quota_mb",
                label: t!(forms.quota),
                read: |mailbox| mailbox.quota_mb,
                write: |patch, mb| patch.quota_mb = Some(mb),
                words: |mb| megabytes(*mb),
                format: ToString::to_string,
                parse: |text: &String| parse_integer(text),
            }),
            soft_limit: edit.field(FieldSpec {
                pointer: "/soft_limit_mb",
                label: t!(forms.soft_limit),
                read: |mailbox| mailbox.soft_limit_mb,
                write: |patch, mb| patch.soft_limit_mb = Some(mb),
                words: |mb| megabytes(*mb),
                format: ToString::to_string,
                parse: |text: &String| parse_integer(text),
            }),
            preservation: edit.field(FieldSpec::choice(
                "/preservation",
                t!(words.preservation),
                |mailbox: &Mailbox| mailbox.preservation,
                |patch, on| patch.preservation = Some(on),
                |on| texts().words().yes_no(*on).to_owned(),
            )),
            plan: edit.field(FieldSpec::choice(
                "/plan",
                t!(words.plan),
                |mailbox: &Mailbox| {
                    mailbox.plan.as_ref().map(|plan| plan.id.to_string()).unwrap_or_default()
                },
                |patch, id| patch.plan = id.parse().ok(),
                |id| match id.parse() {
                    Ok(id) => plans::name_of(id),
                    Err(_) => texts().plans().none().to_owned(),
                },
            )),
            reseller: edit.field(FieldSpec::choice(
                "/reseller",
                t!(words.reseller),
                |mailbox: &Mailbox| {
                    mailbox.reseller.as_ref().map(|one| one.id.to_string()).unwrap_or_default()
                },
                |patch, id| patch.reseller = Some(id),
                |id| resellers::name_of(id),
            )),
            managed_by: edit.field(FieldSpec::choice(
                "/managed_by",
                t!(words.managed_by),
                |mailbox: &Mailbox| mailbox.managed_by.clone(),
                |patch, name| patch.managed_by = Some(name),
                String::clone,
            )),
            domain: StoredValue::new(domain),
        }
    }

    /// Puts in the limits of the plan that was chosen, which the person may still change.
    pub fn plan_chosen(self) {
        let chosen = self.plan.input.get_untracked();
        let offered = self.domain.with_value(|domain| {
            let plans = domain.as_ref().map(|domain| domain.plans.as_slice()).unwrap_or_default();
            plans.iter().find(|plan| plan.id.to_string() == chosen).map(|plan| plan.inbox_mb)
        });
        let quota = if chosen == self.plan.base() { Some(self.quota.base()) } else { offered };
        if let Some(quota) = quota {
            self.quota.set(&quota);
            self.quota_typed();
        }
    }

    /// Updates the soft limit for the quota that is being typed (A13), unless the person has chosen
    /// a soft limit (C8).
    pub fn quota_typed(self) {
        if self.soft_limit.is_chosen() {
            return;
        }
        if let Ok(quota) = self.quota.value() {
            let is_base = quota == self.quota.base();
            let limit = if is_base { self.soft_limit.base() } else { automatic_soft_limit(quota) };
            self.soft_limit.set(&limit);
        }
    }

    /// The changed fields, or their faults.
    pub fn patch(self) -> Result<MailboxPatch, Vec<Fault>> {
        let mut unreadable = Faults::default();
        let mut patch = self.edit.changes(Part::Whole, &mut unreadable);
        if let Some(quota) = patch.quota_mb {
            // The server sets the automatic soft limit for a new quota, so any other one has to be
            // sent, even if it is unchanged.
            let soft_limit = self.soft_limit.value().ok();
            patch.soft_limit_mb = soft_limit.filter(|mb| *mb != automatic_soft_limit(quota));
        }
        if patch.plan.is_some() {
            // The form shows both limits, which would follow the plan otherwise.
            patch.quota_mb = self.quota.value().ok();
            patch.soft_limit_mb = self.soft_limit.value().ok();
        }
        let base = self.edit.base();
        let mut faults =
            self.domain.with_value(|domain| faults_of_change(&base, &patch, domain.as_ref()));
        let unreadable = unreadable.into_vec();
        // A field that cannot be parsed gets only that fault.
        faults.retain(|fault| unreadable.iter().all(|other| other.pointer != fault.pointer));
        faults.extend(unreadable);
        if faults.is_empty() { Ok(patch) } else { Err(faults) }
    }
}

pub const EMAIL: &str = "/communication_email";

/// The communication e-mail. Its syntax is only checked if it was changed.
pub fn email_field() -> FieldSpec<Mailbox, MailboxPatch, String> {
    FieldSpec {
        pointer: EMAIL,
        label: t!(forms.communication_email),
        read: |mailbox| mailbox.communication_email.clone().unwrap_or_default(),
        write: |patch, email| patch.communication_email = Some(email),
        words: |email| {
            if email.is_empty() { texts().forms().empty().to_owned() } else { email.clone() }
        },
        format: String::clone,
        parse: |input: &String| Ok(input.trim().to_owned()),
    }
}

/// Saves a change of a mailbox. After a conflict, the newer mailbox is read at once.
pub async fn save(
    id: MailboxId,
    patch: &MailboxPatch,
    version: i64,
) -> Result<Change<MailboxUpdated, Conflict<Mailbox>>, ApiError> {
    match api::send::<UpdateMailbox>(id, patch, Some(version)).await {
        Ok(updated) => Ok(Change::Made(updated)),
        Err(error) if error.is(Code::Stale) => Ok(Change::Conflict(read_newer(id).await?)),
        Err(error) => Err(error),
    }
}

async fn read_newer(id: MailboxId) -> Result<Conflict<Mailbox>, ApiError> {
    let newer = api::get::<GetMailbox>(id).await?;
    let last = HistoryQuery { limit: Some(1), ..HistoryQuery::default() };
    // Who changed the mailbox is useful but optional, so a failure is ignored.
    let history = api::list::<GetMailboxHistory>(id, &last).await;
    let record = history.ok().and_then(|page| page.items.into_iter().next());
    let is_editable = newer.state != MailboxState::Cancelled;
    let text = move || match &record {
        _ if !is_editable => texts().problems().mailbox_cancelled().to_owned(),
        Some(record) => {
            let actor = &record.actor;
            let who = actor.display_name.as_ref().unwrap_or(&actor.name);
            texts().forms().stale_by(who, &date_time(record.at))
        }
        None => texts().forms().stale_text().to_owned(),
    };
    Ok(Conflict { newer, text: Some(text.into()), is_editable })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use sigillo_domain::FaultCode;

    use super::*;

    fn mailbox(quota_mb: i64, soft_limit_mb: i64) -> Mailbox {
        serde_json::from_value(json!({
            "id": MailboxId::from_u128(7), "address": "tributi@pec.example.it", "local_part": "tributi",
            "domain": "pec.example.it", "state": "active", "password_state": "valid",
            "communication_email": "tributi@example.org",
            "quota_mb": quota_mb, "soft_limit_mb": soft_limit_mb, "preservation": false,
            "created_at": "2026-01-01T00:00:00Z", "created_by": "anna.verdi", "version": 3,
        }))
        .unwrap()
    }

    fn type_quota(edit: &MailboxEdit, text: &str) {
        edit.quota.input.set(text.to_owned());
        edit.quota_typed();
    }

    fn choose_soft_limit(edit: &MailboxEdit, text: &str) {
        edit.soft_limit.input.set(text.to_owned());
        edit.soft_limit.mark_chosen();
    }

    fn limits(edit: &MailboxEdit) -> (Option<i64>, Option<i64>) {
        let patch = edit.patch().unwrap();
        (patch.quota_mb, patch.soft_limit_mb)
    }

    #[test]
    fn the_soft_limit_follows_the_quota_until_the_person_chooses_one() {
        let edit = MailboxEdit::of(mailbox(1000, 700), None);
        type_quota(&edit, "2000");
        assert_eq!((edit.soft_limit.value(), limits(&edit)), (Ok(1600), (Some(2000), None)));
        type_quota(&edit, "1000");
        assert_eq!((edit.soft_limit.value(), limits(&edit)), (Ok(700), (None, None)));
        choose_soft_limit(&edit, "900");
        type_quota(&edit, "2000");
        assert_eq!((edit.soft_limit.value(), limits(&edit)), (Ok(900), (Some(2000), Some(900))));
    }

    #[test]
    fn a_chosen_soft_limit_is_sent_with_a_new_quota_even_if_unchanged() {
        let edit = MailboxEdit::of(mailbox(1000, 700), None);
        choose_soft_limit(&edit, "700");
        type_quota(&edit, "2000");
        assert_eq!(limits(&edit), (Some(2000), Some(700)));
    }

    #[test]
    fn a_chosen_soft_limit_survives_a_rebase_but_not_a_reset() {
        let edit = MailboxEdit::of(mailbox(1000, 700), None);
        choose_soft_limit(&edit, "700");
        type_quota(&edit, "2000");
        edit.edit.rebase(mailbox(1000, 500));
        assert_eq!(limits(&edit), (Some(2000), Some(700)));
        edit.edit.reset(mailbox(1000, 500));
        assert_eq!((edit.soft_limit.value(), limits(&edit)), (Ok(500), (None, None)));
    }

    #[test]
    fn each_fault_is_reported_once_at_its_field() {
        let edit = MailboxEdit::of(mailbox(1000, 700), None);
        edit.email.input.set("tributi".to_owned());
        choose_soft_limit(&edit, "molto");
        type_quota(&edit, "0");
        edit.preservation.input.set(true);
        let mut faults = edit.patch().unwrap_err();
        faults.sort_by(|one, other| one.pointer.cmp(&other.pointer));
        let expected = [
            ("/communication_email", FaultCode::InvalidEmail),
            ("/preservation", FaultCode::NotAvailable),
            ("/quota_mb", FaultCode::OutOfRange),
            ("/soft_limit_mb", FaultCode::OutOfRange),
        ];
        assert_eq!(faults, expected.map(|(pointer, code)| Fault::new(pointer, code)));
    }

    #[test]
    fn an_email_is_compared_without_surrounding_spaces() {
        let edit = MailboxEdit::of(mailbox(1000, 700), None);
        edit.email.input.set(" tributi@example.org ".to_owned());
        assert!(!edit.edit.has_changes(Part::Whole));
    }
}
