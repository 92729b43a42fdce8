//! Conversions from stored types to those of the API.

use std::collections::BTreeMap;

use sigillo_contract as contract;
use sigillo_domain::access_log::AccessRecord;
use sigillo_domain::export_record::ExportRecord;
use sigillo_domain::history::FieldChange;
use sigillo_domain::id::DomainId;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::organization::Organization;
use sigillo_domain::permission::PermissionSet;
use sigillo_domain::plan::Plan;
use sigillo_storage::StorageError;
use sigillo_storage::accounts::{Grants, NamedAccount};
use sigillo_storage::domains::OwnedDomain;
use sigillo_storage::history::SealedRecord;
use sigillo_storage::mail_host_effects;
use sigillo_storage::mailbox_usage::{Figures, Point};
use sigillo_storage::messages;
use sigillo_storage::notes::Note;
use sigillo_storage::resellers::NamedReseller;

use crate::reference_names::References;

pub(crate) fn mailbox(mailbox: Mailbox, references: &References) -> contract::mailbox::Mailbox {
    // The address is always `local_part@domain`, so the slice cannot be out of range.
    let domain = mailbox.address[mailbox.local_part.len() + 1..].to_owned();
    let rem_readiness = mailbox.rem_readiness();
    contract::mailbox::Mailbox {
        id: mailbox.id,
        address: mailbox.address,
        local_part: mailbox.local_part,
        domain,
        state: mailbox.state,
        password_state: mailbox.password.state,
        password_set_at: mailbox.password.set_at,
        password_expires_at: mailbox.password.expires_at,
        communication_email: mailbox.communication_email,
        quota_mb: mailbox.quota_mb,
        soft_limit_mb: mailbox.soft_limit_mb,
        used_bytes: mailbox.used_bytes,
        preservation: mailbox.preservation,
        plan: mailbox.plan.and_then(|id| references.plan(id)),
        archive_mb: mailbox.archive_mb,
        reseller: mailbox.reseller.and_then(|id| references.reseller(id)),
        created_at: mailbox.created_at,
        managed_by: mailbox.managed_by.unwrap_or_else(|| mailbox.created_by.clone()),
        managed_by_display_name: None,
        created_by: mailbox.created_by,
        created_by_display_name: None,
        mail_host: None,
        effects: None,
        preserved: None,
        activated_at: mailbox.activated_at,
        expires_at: mailbox.expires_at,
        request: mailbox.service.request,
        requested_at: mailbox.service.requested_at,
        requested_by: mailbox.service.requested_by,
        request_document: None,
        end_before_termination: mailbox.service.end_before_termination,
        cancelled_at: mailbox.cancelled_at,
        holder: None,
        company: None,
        holder_address: None,
        contract: None,
        holder_change: None,
        rem_readiness,
        second_factor_since: mailbox.second_factor_since,
        identification: None,
        version: mailbox.version,
    }
}

pub(crate) fn domain(
    owned: OwnedDomain,
    permissions: PermissionSet,
    references: &References,
) -> contract::domain::Domain {
    let OwnedDomain { domain, organization_name } = owned;
    contract::domain::Domain {
        id: domain.id,
        name: domain.name,
        organization_id: domain.organization_id,
        organization_name,
        onboarding: domain.onboarding,
        preservation_available: domain.preservation_available,
        default_quota_mb: domain.default_quota_mb,
        mailbox_term_months: domain.mailbox_term_months,
        password_lifetime_days: domain.password_lifetime_days,
        language: domain.language,
        plans: domain.plans.iter().filter_map(|id| references.plan(*id)).collect(),
        default_plan: domain.default_plan,
        client_servers: domain.client_servers,
        created_at: domain.created_at,
        version: domain.version,
        permissions: permissions.to_vec(),
    }
}

pub(crate) fn organization(organization: Organization) -> contract::organization::Organization {
    contract::organization::Organization {
        id: organization.id,
        name: organization.name,
        created_at: organization.created_at,
        version: organization.version,
    }
}

pub(crate) fn plan(plan: Plan) -> contract::plan::Plan {
    contract::plan::Plan {
        id: plan.id,
        code: plan.code,
        name: plan.name,
        inbox_mb: plan.inbox_mb,
        archive_mb: plan.archive_mb,
        preservation_mb: plan.preservation_mb,
        state: plan.state,
        created_at: plan.created_at,
        version: plan.version,
    }
}

pub(crate) fn plan_summary(plan: &Plan) -> contract::plan::PlanSummary {
    contract::plan::PlanSummary {
        id: plan.id,
        code: plan.code.clone(),
        name: plan.name.clone(),
        inbox_mb: plan.inbox_mb,
        archive_mb: plan.archive_mb,
        preservation_mb: plan.preservation_mb,
        state: plan.state,
    }
}

pub(crate) fn reseller(named: NamedReseller) -> contract::reseller::Reseller {
    let NamedReseller { reseller, organization_name } = named;
    contract::reseller::Reseller {
        id: reseller.id,
        name: reseller.name,
        organization_id: reseller.organization_id,
        organization_name,
        created_at: reseller.created_at,
        version: reseller.version,
    }
}

/// `names` maps the ids of granted domains to their names.
pub(crate) fn account(
    named: NamedAccount,
    grants: &Grants,
    names: &BTreeMap<DomainId, String>,
) -> contract::account::Account {
    let NamedAccount { account, organization_name } = named;
    let mut grants: Vec<_> = grants
        .iter()
        .filter_map(|(id, set)| {
            let domain = names.get(id)?.clone();
            Some(contract::account::DomainGrant { domain, permissions: set.to_vec() })
        })
        .collect();
    grants.sort_by(|a, b| a.domain.cmp(&b.domain));
    contract::account::Account {
        id: account.id,
        username: account.username,
        display_name: account.display_name,
        role: account.role,
        organization_id: account.organization_id,
        organization_name,
        state: account.state,
        grants,
        created_at: account.created_at,
        enabled_at: account.enabled_at,
        last_sign_in_at: account.last_sign_in_at,
        version: account.version,
    }
}

pub(crate) fn record(
    sealed: SealedRecord,
) -> Result<contract::history::HistoryRecord, StorageError> {
    let changes: Vec<FieldChange> = serde_json::from_str(&sealed.record.changes)
        .map_err(|error| StorageError::Broken(format!("changes of a record: {error}")))?;
    Ok(contract::history::HistoryRecord {
        seq: sealed.record.seq,
        at: sealed.record.at,
        actor: contract::history::HistoryActor {
            kind: sealed.record.actor.kind,
            name: sealed.record.actor.name,
            display_name: None,
        },
        action: sealed.record.action,
        changes: changes.into_iter().filter(|change| !change.is_hidden()).map(change).collect(),
        hash: sealed.hash,
    })
}

pub(crate) fn change(change: FieldChange) -> contract::history::Change {
    contract::history::Change {
        field: change.field,
        before: change.before,
        after: change.after,
        ..contract::history::Change::default()
    }
}

pub(crate) fn note(note: Note) -> contract::history::Note {
    contract::history::Note {
        id: note.id,
        at: note.at,
        author: note.author,
        author_display_name: None,
        text: note.text,
    }
}

/// A message about a mailbox: those about other things are not shown.
pub(crate) fn message(message: messages::Message) -> contract::message::Message {
    contract::message::Message {
        id: message.id,
        mailbox_id: message.subject.id.into(),
        kind: message.kind,
        recipient: message.recipient,
        created_at: message.created_at,
        state: message.state,
        attempts: message.attempts,
        next_attempt_at: message.next_attempt_at,
        finished_at: message.finished_at,
        server: message.server,
        reply: message.reply,
    }
}

pub(crate) fn effect(
    effect: mail_host_effects::MailHostEffect,
) -> contract::mail_host::MailHostEffect {
    contract::mail_host::MailHostEffect {
        id: effect.id,
        mailbox_id: effect.mailbox_id,
        effect: effect.effect,
        requested_at: effect.requested_at,
        state: effect.state,
        attempts: effect.attempts,
        next_attempt_at: effect.next_attempt_at,
        failing_since: effect.failing_since,
        trouble: effect.trouble,
        detail: effect.detail,
        finished_at: effect.finished_at,
    }
}

pub(crate) fn export_record(record: ExportRecord) -> contract::export_record::ExportRecord {
    let selected = record.selected();
    contract::export_record::ExportRecord {
        id: record.id,
        at: record.at,
        account_id: record.account_id,
        actor: contract::history::HistoryActor {
            kind: record.actor_kind,
            name: record.actor_name,
            display_name: None,
        },
        organization_id: record.organization_id,
        format: record.format,
        list: contract::export_record::ExportedList {
            list: record.list.kind,
            domain: record.list.domain,
            q: record.list.search,
            search_in: record.list.search_in,
            communication_email: record.list.communication_email,
            note: record.list.note,
            plan: record.list.plans,
            reseller: record.list.resellers,
            state: record.list.states,
            password_state: record.list.password_states,
            fill: record.list.fill,
            holder: record.list.holder,
            sort: record.list.sort,
            selected,
            person: record.list.person,
            action: record.list.actions,
            subject_kind: record.list.subject_kinds,
            from: record.list.from,
            to: record.list.to,
            filters: record.list.filters,
        },
        rows_announced: record.rows_announced,
        outcome: record.outcome,
        finished_at: record.finished_at,
        rows_written: record.rows_written,
    }
}

pub(crate) fn access_record(record: AccessRecord) -> contract::access_log::AccessRecord {
    contract::access_log::AccessRecord {
        id: record.id,
        at: record.at,
        actor: contract::history::HistoryActor {
            kind: record.actor.kind,
            name: record.actor.name,
            display_name: None,
        },
        kind: record.kind,
        holder_id: record.holder_id,
        holder_name: None,
        fields: record.fields,
        rows: record.rows,
    }
}

pub(crate) fn figures(figures: Figures) -> contract::mail_host::UsageFigures {
    contract::mail_host::UsageFigures {
        inbox_bytes: figures.inbox_bytes,
        archive_bytes: figures.archive_bytes,
        used_bytes: figures.used_bytes,
        messages: figures.messages,
    }
}

pub(crate) fn usage_point(point: Point) -> contract::mail_host::UsagePoint {
    contract::mail_host::UsagePoint { hour: point.hour, figures: figures(point.figures) }
}
