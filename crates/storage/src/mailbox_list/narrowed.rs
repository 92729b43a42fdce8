//! Finding the mailboxes of a filter by an index of its own, where they are few.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sigillo_domain::holder_search::HolderSearchField;
use sigillo_domain::id::{HolderId, MailboxId};
use sigillo_domain::identification::{AssuranceLevel, RemReadiness};
use sigillo_domain::mailbox_list::{EntryKind, Trouble};
use sigillo_domain::service_term::ServiceRequest;
use uuid::Uuid;

use super::Filter;
use super::search_plan::SearchPlan;
use super::texts::TextField;
use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::holder_list::{Bounds, Place, Search, address_candidates, candidates};
use crate::mailbox_openings::{CAN_BE_OPENED, LAST_OPENING};

/// The plan by the first filter that finds few mailboxes; the statement of the page checks the others on each
/// of these.
pub(super) async fn few(
    on: &mut impl Connection,
    filter: &Filter,
) -> Result<Option<SearchPlan>, StorageError> {
    for (column, ids) in filter.references() {
        if let Some(ids) = referring(on, filter, (column, ids)).await? {
            return Ok(Some(SearchPlan::Ids(ids)));
        }
    }
    for (field, text) in filter.texts() {
        if let plan @ SearchPlan::Ids(_) = field.plan(on, filter, text).await? {
            return Ok(Some(plan));
        }
    }
    if let Some(plan) = by_people(on, filter).await? {
        return Ok(Some(plan));
    }
    let by_time_and_request = [
        by_trouble(on, filter).await?,
        by_creator(on, filter).await?,
        by_manager(on, filter).await?,
        by_request(on, filter).await?,
        by_expiry(on, filter).await?,
        by_opening(on, filter).await?,
    ];
    for ids in by_time_and_request {
        if ids.is_some() {
            return Ok(ids.map(SearchPlan::Ids));
        }
    }
    Ok(by_creation(on, filter).await?.map(SearchPlan::Ids))
}

/// The mailboxes that refer to one of these ids.
async fn referring(
    on: &mut impl Connection,
    filter: &Filter,
    (column, ids): (&'static str, Vec<Value>),
) -> Result<Option<Arc<[MailboxId]>>, StorageError> {
    let mut statement = Statement::default();
    statement.push("SELECT m.id FROM mailbox m WHERE m.").push(column).push(" IN ").bind_list(ids);
    few_ids(on, filter, statement).await
}

/// The mailboxes of the people who have the texts, or these people where they have many mailboxes.
async fn by_people(
    on: &mut impl Connection,
    filter: &Filter,
) -> Result<Option<SearchPlan>, StorageError> {
    // An e-mail may be that of a mailbox without a holder.
    let is_email = |search: &&Search| search.field == HolderSearchField::Email;
    let (emails, others): (Vec<_>, Vec<_>) =
        filter.people.iter().cloned().partition(|search| is_email(&search));
    if !others.is_empty()
        && let Some(holders) =
            candidates(on, &others, Place::Anywhere, Bounds::new(filter.bounds.holders)).await?
    {
        return of_holders(on, filter, holders).await.map(Some);
    }
    for email in &emails {
        if let Some(ids) = by_email(on, filter, email).await? {
            return Ok(Some(SearchPlan::Ids(ids)));
        }
    }
    Ok(None)
}

async fn of_holders(
    on: &mut impl Connection,
    filter: &Filter,
    holders: HashSet<HolderId>,
) -> Result<SearchPlan, StorageError> {
    let holders: Arc<[HolderId]> = holders.into_iter().collect();
    Ok(match mailboxes_of(on, filter, &holders).await? {
        Some(ids) => SearchPlan::Ids(ids),
        None => SearchPlan::Holders(holders),
    })
}

async fn mailboxes_of(
    on: &mut impl Connection,
    filter: &Filter,
    holders: &[HolderId],
) -> Result<Option<Arc<[MailboxId]>>, StorageError> {
    if holders.is_empty() {
        return Ok(Some(Arc::default()));
    }
    if holders.len() >= filter.bounds.mailboxes {
        return Ok(None);
    }
    let sqlite = on.engine().is_sqlite();
    let mut statement = Statement::default();
    statement.push("SELECT id FROM mailbox WHERE ");
    statement.one_of_ids("holder_id", holders.iter().copied(), sqlite);
    few_ids(on, filter, statement).await
}

/// The mailboxes with this communication e-mail, and those of the people with this e-mail. Of one or two
/// characters no index tells.
async fn by_email(
    on: &mut impl Connection,
    filter: &Filter,
    search: &Search,
) -> Result<Option<Arc<[MailboxId]>>, StorageError> {
    if search.finds_beginnings_only() {
        return Ok(None);
    }
    let SearchPlan::Ids(own) = TextField::Email.plan(on, filter, &search.text).await? else {
        return Ok(None);
    };
    let Some(holders) = address_candidates(on, search, filter.bounds.holders).await? else {
        return Ok(None);
    };
    let holders: Vec<_> = holders.into_iter().collect();
    let Some(of_people) = mailboxes_of(on, filter, &holders).await? else { return Ok(None) };
    let all: HashSet<_> = own.iter().chain(of_people.iter()).copied().collect();
    Ok((all.len() < filter.bounds.mailboxes).then(|| all.into_iter().collect()))
}

async fn by_creator(
    on: &mut impl Connection,
    filter: &Filter,
) -> Result<Option<Arc<[MailboxId]>>, StorageError> {
    if filter.created_by.is_empty() {
        return Ok(None);
    }
    let mut statement = Statement::default();
    statement.push("SELECT id FROM mailbox WHERE created_by IN ");
    statement.bind_list(filter.created_by.iter().map(|name| Value::text(name)));
    few_ids(on, filter, statement).await
}

async fn by_manager(
    on: &mut impl Connection,
    filter: &Filter,
) -> Result<Option<Arc<[MailboxId]>>, StorageError> {
    if filter.managed_by.is_empty() {
        return Ok(None);
    }
    let mut statement = Statement::default();
    statement.push("SELECT id FROM mailbox WHERE COALESCE(managed_by, created_by) IN ");
    statement.bind_list(filter.managed_by.iter().map(|name| Value::text(name)));
    few_ids(on, filter, statement).await
}

/// By the indexes of failed messages and of unfinished effects.
async fn by_trouble(
    on: &mut impl Connection,
    filter: &Filter,
) -> Result<Option<Arc<[MailboxId]>>, StorageError> {
    if filter.troubles.is_empty() {
        return Ok(None);
    }
    let mut statement = Statement::default();
    for (place, trouble) in filter.troubles.iter().enumerate() {
        statement.push(if place == 0 { "" } else { " UNION " });
        statement.push("SELECT ").push(troubled(*trouble));
    }
    few_ids(on, filter, statement).await
}

/// The mailboxes of which something was requested; the index does not hold the others.
async fn by_request(
    on: &mut impl Connection,
    filter: &Filter,
) -> Result<Option<Arc<[MailboxId]>>, StorageError> {
    if filter.requests.is_empty() || filter.requests.contains(&ServiceRequest::None) {
        return Ok(None);
    }
    let mut statement = Statement::default();
    statement
        .push("SELECT id FROM mailbox WHERE service_request <> 'none' AND service_request IN ");
    statement.bind_list(filter.requests.iter().map(|it| Value::text(it.as_str())));
    few_ids(on, filter, statement).await
}

async fn by_expiry(
    on: &mut impl Connection,
    filter: &Filter,
) -> Result<Option<Arc<[MailboxId]>>, StorageError> {
    let Some(before) = filter.expires_before else { return Ok(None) };
    let mut statement = Statement::default();
    statement.push("SELECT id FROM mailbox WHERE expires_at < ").bind(Value::Time(before));
    few_ids(on, filter, statement).await
}

/// By the index of openings, a range in each domain.
async fn by_opening(
    on: &mut impl Connection,
    filter: &Filter,
) -> Result<Option<Arc<[MailboxId]>>, StorageError> {
    let Some(since) = filter.not_opened_since else { return Ok(None) };
    let mut statement = Statement::default();
    statement.push("SELECT id FROM mailbox WHERE ").push(CAN_BE_OPENED).push(" AND domain_id IN ");
    statement.bind_list(filter.domains.iter().map(|id| Value::id(*id)));
    statement.push(" AND ").push(LAST_OPENING).push(" < ").bind(Value::Time(since));
    few_ids(on, filter, statement).await
}

/// By the index of times, a range in each domain.
async fn by_creation(
    on: &mut impl Connection,
    filter: &Filter,
) -> Result<Option<Arc<[MailboxId]>>, StorageError> {
    if filter.created_from.is_none() && filter.created_to.is_none() {
        return Ok(None);
    }
    let mut all = vec![];
    for domain in &filter.domains {
        let mut statement = Statement::default();
        statement.push("SELECT m.id FROM mailbox m WHERE m.domain_id = ").bind(Value::id(*domain));
        created(&mut statement, (filter.created_from, filter.created_to), "");
        let Some(ids) = few_ids(on, filter, statement).await? else { return Ok(None) };
        all.extend(ids.iter().copied());
        if all.len() >= filter.bounds.mailboxes {
            return Ok(None);
        }
    }
    Ok(Some(all.into()))
}

/// Adds the condition that the mailbox `m` was entered by one of these.
pub(super) fn entry(statement: &mut Statement, chosen: &[EntryKind]) {
    let [kind] = chosen else { return };
    statement.push(" AND m.created_by ");
    statement.push(match kind {
        EntryKind::Direct => "NOT IN ",
        EntryKind::Assistant => "IN ",
    });
    statement.push("(SELECT username FROM account WHERE role = 'assistant')");
}

/// Adds the condition that the mailbox `m` is managed by one of these.
pub(super) fn managed_by(statement: &mut Statement, names: &[String], sign: &str) {
    if names.is_empty() {
        return;
    }
    statement.push(" AND ").push(sign).push("COALESCE(m.managed_by, m.created_by) IN ");
    statement.bind_list(names.iter().map(|name| Value::text(name)));
}

/// Adds the condition that the mailbox `m` has been active, or has never been.
pub(super) fn activated(statement: &mut Statement, activated: Option<bool>) {
    match activated {
        Some(true) => statement.push(" AND m.activated_at IS NOT NULL"),
        Some(false) => statement.push(" AND m.activated_at IS NULL"),
        None => statement,
    };
}

/// Adds the condition that the mailbox `m` has one of these troubles. Nothing can be done for a cancelled one.
pub(super) fn troubles(statement: &mut Statement, troubles: &[Trouble]) {
    if troubles.is_empty() {
        return;
    }
    statement.push(" AND m.state <> 'cancelled'");
    for (place, trouble) in troubles.iter().enumerate() {
        statement.push(if place == 0 { " AND (" } else { " OR " });
        statement.push("m.id IN (SELECT ").push(troubled(*trouble)).push(")");
    }
    statement.push(")");
}

/// Selects the ids of the mailboxes with a trouble, after `SELECT`.
const fn troubled(trouble: Trouble) -> &'static str {
    match trouble {
        // A message that a person sends again keeps its row and is queued. Ids rise with time: a later message of the
        // same kind, such as another link, takes the place of one that failed.
        Trouble::UndeliveredMessage => {
            "subject_id FROM message x WHERE x.state = 'failed' AND x.subject_kind = 'mailbox' \
             AND NOT EXISTS (SELECT 1 FROM message newer WHERE newer.subject_id = x.subject_id \
                AND newer.subject_kind = 'mailbox' AND newer.kind = x.kind AND newer.id > x.id \
                AND newer.state IN ('queued', 'sent'))"
        }
        Trouble::UnappliedEffect => {
            "mailbox_id FROM mail_host_effect x WHERE x.finished_at IS NULL AND x.state = 'failing'"
        }
    }
}

/// Adds the condition that the mailbox `m` lacks one of these for the European registered e-mail.
pub(super) fn readiness(statement: &mut Statement, chosen: &[RemReadiness]) {
    if chosen.is_empty() {
        return;
    }
    for (place, readiness) in chosen.iter().enumerate() {
        statement.push(if place == 0 { " AND (" } else { " OR " });
        // A comparison with null is neither true nor false.
        statement.push("COALESCE(m.assurance_level, '') ");
        statement.push(if readiness.is_identified() { "IN " } else { "NOT IN " });
        statement
            .bind_list(AssuranceLevel::SUFFICIENT.iter().map(|level| Value::text(level.as_str())));
        statement.push(" AND m.second_factor_since IS ");
        statement.push(if readiness.has_second_factor() { "NOT NULL" } else { "NULL" });
    }
    statement.push(")");
}

/// Adds the condition that the mailbox `m` can be opened, and was not since this time.
pub(super) fn unopened(statement: &mut Statement, since: Option<DateTime<Utc>>, sign: &str) {
    let Some(since) = since else { return };
    statement.push(" AND ").push(sign).push("m.state IN ('active', 'disabled', 'suppressed') AND ");
    statement.push(sign).push("COALESCE(m.last_opened_at, m.activated_at) < ");
    statement.bind(Value::Time(since));
}

/// Adds the bounds on the time of creation of the mailbox `m`.
pub(super) fn created(
    statement: &mut Statement,
    (from, to): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    sign: &str,
) {
    if let Some(from) = from {
        statement.push(" AND ").push(sign).push("m.created_at >= ").bind(Value::Time(from));
    }
    if let Some(to) = to {
        statement.push(" AND ").push(sign).push("m.created_at < ").bind(Value::Time(to));
    }
}

/// The ids that a statement selects, if they are few.
async fn few_ids(
    on: &mut impl Connection,
    filter: &Filter,
    mut statement: Statement,
) -> Result<Option<Arc<[MailboxId]>>, StorageError> {
    let many = filter.bounds.mailboxes;
    statement.push(" LIMIT ").push(&many.to_string()).plan_each_time();
    let ids = statement.fetch_all::<(Uuid,)>(on).await?;
    let few = (ids.len() < many).then_some(ids);
    Ok(few.map(|ids| ids.into_iter().map(|(id,)| MailboxId::from_uuid(id)).collect()))
}
