//! Domains.

use chrono::{DateTime, Utc};
use sigillo_domain::id::{DomainId, OrganizationId, PlanId};
use sigillo_domain::mail_domain::{MailDomain, Onboarding};
use sigillo_domain::message::Language;
use sigillo_domain::name::DomainName;
use sigillo_domain::permission::Reach;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::domain_list;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::list::Conditions;
use crate::tx::Tx;

/// A domain and the name of the organisation that owns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedDomain {
    pub domain: MailDomain,
    pub organization_name: String,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(try_from = "Uuid")]
    pub(crate) id: DomainId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    organization_name: String,
    pub(crate) name: String,
    #[sqlx(try_from = "String")]
    onboarding: Onboarding,
    preservation_available: bool,
    default_quota_mb: i64,
    mailbox_term_months: i64,
    password_lifetime_days: i64,
    #[sqlx(try_from = "String")]
    language: Language,
    #[sqlx(try_from = "String")]
    plans: Plans,
    default_plan_id: Option<Uuid>,
    client_servers: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
    version: i64,
}

/// The plans that a domain offers, which are stored as JSON.
struct Plans(Vec<PlanId>);

impl TryFrom<String> for Plans {
    type Error = StorageError;

    fn try_from(text: String) -> Result<Self, StorageError> {
        let ids = serde_json::from_str(&text);
        Ok(Self(ids.map_err(|_| StorageError::unknown("plans of a domain", &text))?))
    }
}

fn plans_text(domain: &MailDomain) -> String {
    // Serialisation cannot fail, since ids are texts.
    serde_json::to_string(&domain.plans).unwrap_or_default()
}

fn servers_text(domain: &MailDomain) -> Option<String> {
    // Serialisation cannot fail, since all of it are texts and numbers.
    let is_given = !domain.client_servers.is_empty();
    is_given.then(|| serde_json::to_string(&domain.client_servers).unwrap_or_default())
}

impl From<Row> for OwnedDomain {
    fn from(row: Row) -> Self {
        // What a later release has stored in another form counts as not given.
        let servers = row.client_servers.as_deref();
        let servers = servers.and_then(|text| serde_json::from_str(text).ok());
        let domain = MailDomain {
            id: row.id,
            organization_id: row.organization_id,
            name: row.name,
            onboarding: row.onboarding,
            preservation_available: row.preservation_available,
            default_quota_mb: row.default_quota_mb,
            mailbox_term_months: row.mailbox_term_months,
            password_lifetime_days: row.password_lifetime_days,
            language: row.language,
            plans: row.plans.0,
            default_plan: row.default_plan_id.map(PlanId::from),
            client_servers: servers.unwrap_or_default(),
            created_at: row.created_at,
            version: row.version,
        };
        Self { domain, organization_name: row.organization_name }
    }
}

pub(crate) const COLUMNS: &str = "d.id, d.organization_id, o.name AS organization_name, d.name, \
     d.onboarding, d.preservation_available, d.default_quota_mb, d.mailbox_term_months, \
     d.password_lifetime_days, d.language, d.plans, d.default_plan_id, d.client_servers, \
     d.created_at, d.version";

pub(crate) const FROM: &str = "domain d JOIN organization o ON o.id = d.organization_id";

fn select() -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT ").push(COLUMNS).push(" FROM ").push(FROM);
    statement
}

pub async fn insert(tx: &mut Tx, domain: &MailDomain) -> Result<(), StorageError> {
    execute!(
        tx,
        "INSERT INTO domain (id, organization_id, name, onboarding, preservation_available,
            default_quota_mb, mailbox_term_months, password_lifetime_days, language, plans,
            default_plan_id, client_servers, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        domain.id,
        domain.organization_id,
        &domain.name,
        domain.onboarding.as_str(),
        domain.preservation_available,
        domain.default_quota_mb,
        domain.mailbox_term_months,
        domain.password_lifetime_days,
        domain.language.as_str(),
        plans_text(domain),
        domain.default_plan,
        servers_text(domain),
        domain.created_at,
        domain.version,
    )?;
    Ok(())
}

/// Saves a changed domain if the row is still at the previous version.
pub async fn update(tx: &mut Tx, domain: &MailDomain) -> Result<(), StorageError> {
    update_version!(
        tx,
        "UPDATE domain SET onboarding = $1, preservation_available = $2, default_quota_mb = $3,
            mailbox_term_months = $4, password_lifetime_days = $5, language = $6, plans = $7,
            default_plan_id = $8, client_servers = $9, version = $10
         WHERE id = $11 AND version = $12",
        domain.onboarding.as_str(),
        domain.preservation_available,
        domain.default_quota_mb,
        domain.mailbox_term_months,
        domain.password_lifetime_days,
        domain.language.as_str(),
        plans_text(domain),
        domain.default_plan,
        servers_text(domain),
        domain.version,
        domain.id,
        domain.version - 1,
    )
}

pub async fn find(
    on: &mut impl Connection,
    id: DomainId,
) -> Result<Option<OwnedDomain>, StorageError> {
    one(by_id(id), on).await
}

/// Finds a domain in order to change it: nobody else can change it until the transaction ends.
pub async fn find_to_change(
    tx: &mut Tx,
    id: DomainId,
) -> Result<Option<OwnedDomain>, StorageError> {
    let mut statement = by_id(id);
    statement.push(&tx.row_lock_of("d"));
    one(statement, tx).await
}

fn by_id(id: DomainId) -> Statement {
    let mut statement = select();
    statement.push(" WHERE d.id = ").bind(Value::id(id));
    statement
}

/// Finds a domain by its name, in any spelling of it.
pub async fn find_by_name(
    on: &mut impl Connection,
    name: &str,
) -> Result<Option<OwnedDomain>, StorageError> {
    let mut statement = select();
    statement.push(" WHERE d.name = ").bind(Value::Text(DomainName::lookup_key(name)));
    one(statement, on).await
}

/// The domain that was created first.
pub async fn oldest(on: &mut impl Connection) -> Result<Option<OwnedDomain>, StorageError> {
    let mut statement = select();
    statement.push(" ORDER BY d.created_at, d.id LIMIT 1");
    one(statement, on).await
}

async fn one(
    statement: Statement,
    on: &mut impl Connection,
) -> Result<Option<OwnedDomain>, StorageError> {
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().next().map(Into::into))
}

/// All domains within reach, by name.
pub async fn within_reach(
    on: &mut impl Connection,
    reach: &Reach,
) -> Result<Vec<OwnedDomain>, StorageError> {
    let mut statement = select();
    domain_list::within_reach(&mut Conditions::new(&mut statement), reach);
    statement.push(" ORDER BY d.name");
    Ok(statement.fetch_all::<Row>(on).await?.into_iter().map(Into::into).collect())
}
