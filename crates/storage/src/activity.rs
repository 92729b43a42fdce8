//! The history of all subjects in a scope as one list, newest first.
//!
//! There are two ways to read a page. Normally the list is walked by the index of times, past the records
//! that do not match, which reads little where matches are frequent. A scope of few subjects has few
//! records among many, so there the records are found by their subjects and sorted.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::account::Role;
use sigillo_domain::history::Action;
use sigillo_domain::id::{DomainId, OrganizationId};
use sigillo_domain::subject::SubjectKind;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;
use crate::history::{self, SealedRecord, record_columns};
use crate::list::Conditions;

/// Up to this many subjects, records are found by their subjects. With a million mailboxes a walk passes
/// 500 records for each one of a scope of 2,000, so that a page of 50 takes about as long either way.
const FEW_SUBJECTS: i64 = 2000;

/// Which records may be listed at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    All,
    /// Of the organisation, its domains and their mailboxes, its accounts and the views that they share, its
    /// holders, companies, resellers, contracts and their templates, and its tickets.
    Organization(OrganizationId),
    /// Of these domains, their mailboxes, and the contracts of these.
    Domains(Vec<DomainId>),
    /// Of these domains as above, and the tickets of an organisation.
    DomainsAndTickets(Vec<DomainId>, OrganizationId),
}

/// Which records a list shows. Empty filters let every record in scope pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub scope: Scope,
    /// Only what this actor did, by the name in the records.
    pub person: Option<String>,
    pub actions: Vec<Action>,
    pub subject_kinds: Vec<SubjectKind>,
    /// Recorded at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Recorded before this moment.
    pub to: Option<DateTime<Utc>>,
}

impl Filter {
    pub const fn new(scope: Scope) -> Self {
        Self { scope, person: None, actions: vec![], subject_kinds: vec![], from: None, to: None }
    }
}

/// The place of a record in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityKey {
    pub at: DateTime<Utc>,
    pub subject_id: Uuid,
    pub seq: i64,
}

/// A record, and what is known at present about its subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityRecord {
    pub sealed: SealedRecord,
    /// The subject's name; None if it is there no more.
    pub subject_name: Option<String>,
    /// The domain that the subject is or belongs to.
    pub domain: Option<String>,
    /// The role of a subject that is an account.
    pub account_role: Option<Role>,
}

impl ActivityRecord {
    pub fn key(&self) -> ActivityKey {
        let record = &self.sealed.record;
        ActivityKey { at: record.at, subject_id: record.subject.id, seq: record.seq }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    record: history::Row,
    subject_name: Option<String>,
    domain_name: Option<String>,
    account_role: Option<String>,
}

impl From<Row> for ActivityRecord {
    fn from(row: Row) -> Self {
        Self {
            sealed: row.record.into(),
            subject_name: row.subject_name,
            domain: row.domain_name,
            account_role: row.account_role.as_deref().and_then(Role::parse),
        }
    }
}

/// Up to `limit` records after a place in the list, newest first.
pub async fn list(
    on: &mut impl Connection,
    filter: &Filter,
    after: Option<&ActivityKey>,
    limit: i64,
) -> Result<Vec<ActivityRecord>, StorageError> {
    let by_subjects = has_few_subjects(on, &filter.scope).await?;
    let mut keys = Statement::default();
    let statement = &mut keys;
    statement.push("SELECT h.subject_id, h.seq FROM ");
    let mut conditions = from_history(filter, by_subjects, statement);
    if let Some(after) = after {
        conditions.and().push("(h.at, h.subject_id, h.seq) < ").bind_list([
            Value::Time(after.at),
            Value::id(after.subject_id),
            Value::Int(after.seq),
        ]);
    }
    statement.push(" ORDER BY h.at DESC, h.subject_id DESC, h.seq DESC LIMIT ");
    statement.bind(Value::Int(limit));
    let mut records = with_subjects(on, keys).await?;
    records.sort_unstable_by_key(|record| Reverse(record.key()));
    Ok(records)
}

/// The number of records that match.
pub async fn count(on: &mut impl Connection, filter: &Filter) -> Result<i64, StorageError> {
    let by_subjects = has_few_subjects(on, &filter.scope).await?;
    let mut statement = Statement::default();
    statement.push("SELECT COUNT(*) FROM ");
    from_history(filter, by_subjects, &mut statement);
    statement.plan_each_time();
    statement.number(on).await
}

/// Up to `limit` records that match, of those after one position of the log and up to another, in the order
/// of the log. That is also the order in which they were committed: see [`crate::history_log`].
pub async fn logged(
    on: &mut impl Connection,
    filter: &Filter,
    after: i64,
    up_to: i64,
    limit: i64,
) -> Result<Vec<ActivityRecord>, StorageError> {
    let mut keys = Statement::default();
    keys.push("SELECT h.subject_id, h.seq FROM ");
    let mut conditions = from_history(filter, false, &mut keys);
    conditions.and().push("h.log_position > ").bind(Value::Int(after));
    conditions.and().push("h.log_position <= ").bind(Value::Int(up_to));
    keys.push(" ORDER BY h.log_position LIMIT ").bind(Value::Int(limit));
    let mut records = with_subjects(on, keys).await?;
    records.sort_unstable_by_key(|record| record.sealed.log_position);
    Ok(records)
}

/// The position of a record in the log: None if there is no such record, Some(None) if it has none yet.
pub async fn position(
    on: &mut impl Connection,
    subject_id: Uuid,
    seq: i64,
) -> Result<Option<Option<i64>>, StorageError> {
    let found = fetch_optional!(
        on,
        (Option<i64>,),
        "SELECT log_position FROM history WHERE subject_id = $1 AND seq = $2",
        subject_id,
        seq
    )?;
    Ok(found.map(|(position,)| position))
}

/// Adds the tables of the records that match, and the conditions on them. SQLite takes the tables of a
/// CROSS JOIN in the order in which they are written.
fn from_history<'s>(
    filter: &Filter,
    by_subjects: bool,
    statement: &'s mut Statement,
) -> Conditions<'s> {
    if by_subjects {
        statement.push("(");
        subjects(&filter.scope, statement);
        statement.push(") s CROSS JOIN ");
    }
    statement.push(
        "history h CROSS JOIN history_chain c \
         LEFT JOIN contract ct ON ct.id = h.subject_id \
         LEFT JOIN mailbox m ON m.id = COALESCE(ct.mailbox_id, h.subject_id) \
         LEFT JOIN domain d ON d.id = COALESCE(m.domain_id, h.subject_id) \
         LEFT JOIN account a ON a.id = h.subject_id \
         LEFT JOIN reseller r ON r.id = h.subject_id \
         LEFT JOIN contract_template tp ON tp.id = h.subject_id \
         LEFT JOIN ticket tk ON tk.id = h.subject_id \
         LEFT JOIN holder hp ON hp.id = h.subject_id \
         LEFT JOIN company hc ON hc.id = h.subject_id",
    );
    let mut conditions = Conditions::new(statement);
    if by_subjects {
        conditions.and().push("h.subject_id = s.id");
    }
    conditions.and().push("c.subject_id = h.subject_id");
    in_scope(&filter.scope, &mut conditions);
    conditions
        .equals("h.actor_name", filter.person.as_deref().map(Value::text))
        .one_of("h.action", &filter.actions)
        .one_of("c.subject_kind", &filter.subject_kinds)
        .between("h.at", filter.from, filter.to);
    conditions
}

fn in_scope(scope: &Scope, conditions: &mut Conditions<'_>) {
    if *scope != Scope::All {
        // The notes of the support are nobody else's.
        conditions.and().push("h.action <> ").bind(Value::text(Action::InternalNoteAdded.as_str()));
    }
    match scope {
        Scope::All => {}
        Scope::Organization(id) => {
            let statement = conditions.and();
            let own = Value::id(*id);
            statement.push("(d.organization_id = ").bind(own.clone());
            statement.push(" OR a.organization_id = ").bind(own.clone());
            statement.push(" OR r.organization_id = ").bind(own.clone());
            statement.push(" OR tp.organization_id = ").bind(own.clone());
            statement.push(" OR tk.organization_id = ").bind(own.clone());
            statement.push(" OR h.subject_id = ").bind(own.clone());
            statement.push(" OR hp.organization_id = ").bind(own.clone());
            statement.push(" OR hc.organization_id = ").bind(own.clone());
            // A shared view is changed by accounts of its own organisation only. Once it is deleted,
            // nothing else says whose it was.
            statement.push(
                " OR (c.subject_kind = 'saved_view' AND EXISTS (SELECT 1 FROM account p \
                    WHERE p.username = h.actor_name AND p.organization_id = ",
            );
            statement.bind(own).push(")))");
        }
        Scope::Domains(ids) => {
            conditions.within("d.id", ids.iter().copied());
        }
        Scope::DomainsAndTickets(ids, organization) => {
            let statement = conditions.and();
            statement.push("(tk.organization_id = ").bind(Value::id(*organization));
            if !ids.is_empty() {
                statement.push(" OR d.id IN ").bind_list(ids.iter().map(|id| Value::id(*id)));
            }
            statement.push(")");
        }
    }
}

/// Adds a statement that selects the ids of the subjects in a scope.
fn subjects(scope: &Scope, statement: &mut Statement) {
    match scope {
        Scope::All => {
            statement.push("SELECT subject_id AS id FROM history_chain");
        }
        Scope::Organization(id) => {
            let own = Value::id(*id);
            statement.push("SELECT id FROM domain WHERE organization_id = ").bind(own.clone());
            statement.push(
                " UNION ALL SELECT mailbox.id FROM mailbox JOIN domain \
                    ON domain.id = mailbox.domain_id WHERE domain.organization_id = ",
            );
            statement.bind(own.clone());
            statement.push(" UNION ALL SELECT id FROM account WHERE organization_id = ");
            statement.bind(own.clone());
            statement.push(" UNION ALL SELECT id FROM holder WHERE organization_id = ");
            statement.bind(own.clone());
            statement.push(" UNION ALL SELECT id FROM company WHERE organization_id = ");
            statement.bind(own.clone());
            statement.push(" UNION ALL SELECT id FROM reseller WHERE organization_id = ");
            statement.bind(own.clone());
            statement.push(" UNION ALL SELECT id FROM contract WHERE organization_id = ");
            statement.bind(own.clone());
            statement.push(" UNION ALL SELECT id FROM contract_template WHERE organization_id = ");
            statement.bind(own.clone());
            statement.push(" UNION ALL SELECT id FROM ticket WHERE organization_id = ");
            statement.bind(own.clone());
            statement.push(" UNION ALL SELECT id FROM organization WHERE id = ").bind(own);
            statement.push(
                " UNION ALL SELECT subject_id FROM history_chain \
                    WHERE subject_kind = 'saved_view'",
            );
        }
        Scope::Domains(ids) => subjects_of_domains(ids, statement),
        Scope::DomainsAndTickets(ids, organization) => {
            if !ids.is_empty() {
                subjects_of_domains(ids, statement);
                statement.push(" UNION ALL ");
            }
            statement.push("SELECT id FROM ticket WHERE organization_id = ");
            statement.bind(Value::id(*organization));
        }
    }
}

fn subjects_of_domains(ids: &[DomainId], statement: &mut Statement) {
    let ids = || ids.iter().map(|id| Value::id(*id));
    statement.push("SELECT id FROM domain WHERE id IN ").bind_list(ids());
    statement.push(" UNION ALL SELECT id FROM mailbox WHERE domain_id IN ");
    statement.bind_list(ids());
    statement.push(
        " UNION ALL SELECT contract.id FROM contract JOIN mailbox \
            ON mailbox.id = contract.mailbox_id WHERE mailbox.domain_id IN ",
    );
    statement.bind_list(ids());
}

async fn has_few_subjects(on: &mut impl Connection, scope: &Scope) -> Result<bool, StorageError> {
    match scope {
        Scope::All => Ok(false),
        Scope::Domains(ids) if ids.is_empty() => Ok(false),
        Scope::Organization(_) | Scope::Domains(_) | Scope::DomainsAndTickets(..) => {
            let mut statement = Statement::default();
            statement.push("SELECT COUNT(*) FROM (SELECT id FROM (");
            subjects(scope, &mut statement);
            statement.push(") s LIMIT ").bind(Value::Int(FEW_SUBJECTS + 1)).push(") few");
            Ok(statement.number(on).await? <= FEW_SUBJECTS)
        }
    }
}

/// Reads the records with these keys, in no particular order.
async fn with_subjects(
    on: &mut impl Connection,
    mut keys: Statement,
) -> Result<Vec<ActivityRecord>, StorageError> {
    // The plan depends on how rare the values of the filters are.
    keys.plan_each_time().wrap(
        concat!(
            "SELECT ",
            record_columns!(),
            ", COALESCE(m.address, a.username, o.name, v.name, d.name, r.name, p.code, tp.name, sp.period, \
                tk.reference, TRIM(hp.family_name || ' ' || hp.given_name), hc.legal_name) AS subject_name, \
             d.name AS domain_name, a.role AS account_role FROM ("
        ),
        ") k CROSS JOIN history h \
         JOIN history_chain c ON c.subject_id = h.subject_id \
         LEFT JOIN contract ct ON ct.id = h.subject_id \
         LEFT JOIN mailbox m ON m.id = COALESCE(ct.mailbox_id, h.subject_id) \
         LEFT JOIN domain d ON d.id = COALESCE(m.domain_id, h.subject_id) \
         LEFT JOIN account a ON a.id = h.subject_id \
         LEFT JOIN contract_template tp ON tp.id = h.subject_id \
         LEFT JOIN ticket tk ON tk.id = h.subject_id \
         LEFT JOIN organization o ON o.id = h.subject_id \
         LEFT JOIN saved_view v ON v.id = h.subject_id \
         LEFT JOIN holder hp ON hp.id = h.subject_id \
         LEFT JOIN company hc ON hc.id = h.subject_id \
         LEFT JOIN reseller r ON r.id = h.subject_id \
         LEFT JOIN plan p ON p.id = h.subject_id \
         LEFT JOIN sla_period sp ON sp.id = h.subject_id \
         WHERE h.subject_id = k.subject_id AND h.seq = k.seq",
    );
    let rows = keys.fetch_all::<Row>(on).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
