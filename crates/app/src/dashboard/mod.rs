//! The figures that an office looks at every morning (B3).

mod attention;

use std::collections::HashMap;

use sigillo_contract::dashboard::{
    AssistantFigures, Dashboard, DashboardQuery, GeneralFigures, MailboxFigures,
};
use sigillo_contract::operations::GetDashboard;
use sigillo_domain::id::DomainId;
use sigillo_domain::permission::{Permission, Reach};
use sigillo_storage::Connection;
use sigillo_storage::accounts::{self, Assistant};
use sigillo_storage::mailbox_counts::{self, EntryCounts};

use crate::caller::Identity;
use crate::error::AppError;
use crate::scope::domains_with;
use crate::{App, Grant};

pub async fn dashboard(
    app: &App,
    grant: &Grant<GetDashboard>,
    query: &DashboardQuery,
) -> Result<Dashboard, AppError> {
    let mut on = app.db.read().await?;
    let domains = domains_of(&mut on, grant, query).await?;
    let entered = mailbox_counts::by_creator(&mut on, &domains).await?;
    let assistants = assistants_of(&mut on, grant, query, &entered).await?;
    let by_name: HashMap<&str, &EntryCounts> =
        entered.iter().map(|counts| (counts.created_by.as_str(), counts)).collect();
    let is_assistant = |counts: &&EntryCounts| {
        assistants.iter().any(|assistant| assistant.username == counts.created_by)
    };
    let all = sum(entered.iter());
    let general = GeneralFigures {
        domains: i64::try_from(domains.len()).unwrap_or_default(),
        inserted: all.inserted,
        active: all.active,
        pending: all.pending,
        activated_then_cancelled: all.activated_then_cancelled,
    };
    let direct = sum(entered.iter().filter(|counts| !is_assistant(counts)));
    let figures = |assistant: &Assistant| {
        let counts = by_name.get(assistant.username.as_str());
        AssistantFigures {
            account_id: assistant.id,
            username: assistant.username.clone(),
            name: assistant.display_name.clone(),
            inserted: counts.map_or(0, |counts| counts.inserted),
            active: counts.map_or(0, |counts| counts.active),
        }
    };
    let assistants = assistants.iter().map(figures).collect();
    let organization = query.organization;
    let attention = attention::attention(app, &mut on, grant, organization, domains).await?;
    Ok(Dashboard { as_of: app.now(), general, direct, assistants, attention })
}

fn sum<'c>(counts: impl Iterator<Item = &'c EntryCounts>) -> MailboxFigures {
    counts.fold(MailboxFigures::default(), |mut sum, counts| {
        sum.inserted += counts.inserted;
        sum.active += counts.active;
        sum.pending += counts.pending;
        sum.activated_then_cancelled += counts.activated_then_cancelled;
        sum
    })
}

/// The domains whose mailboxes the caller sees, of the organisation if one is asked for.
async fn domains_of(
    on: &mut impl Connection,
    grant: &Grant<GetDashboard>,
    query: &DashboardQuery,
) -> Result<Vec<DomainId>, AppError> {
    let seen = domains_with(on, grant, Permission::View).await?.into_iter();
    let seen =
        seen.filter(|domain| query.organization.is_none_or(|id| domain.organization_id == id));
    Ok(seen.map(|domain| domain.id).collect())
}

/// The assistants whose figures are shown, and by whom a mailbox counts as not entered directly.
async fn assistants_of(
    on: &mut impl Connection,
    grant: &Grant<GetDashboard>,
    query: &DashboardQuery,
    entered: &[EntryCounts],
) -> Result<Vec<Assistant>, AppError> {
    let organization = match grant.caller().reach() {
        Reach::Organization(id) => Some(*id),
        Reach::Everything => query.organization,
        Reach::Granted(_) => None,
    };
    let creators = entered.iter().map(|counts| counts.created_by.clone());
    Ok(accounts::assistants(on, organization, creators).await?)
}
