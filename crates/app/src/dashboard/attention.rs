//! What needs somebody's hands (B3): each figure is the length of a list.

use chrono::TimeDelta;
use sigillo_contract::dashboard::Attention;
use sigillo_contract::operations::GetDashboard;
use sigillo_domain::account::{AccountState, Role};
use sigillo_domain::contract::ContractState;
use sigillo_domain::holder_change::HolderChangeState;
use sigillo_domain::id::{DomainId, OrganizationId};
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::mailbox_list::Trouble;
use sigillo_domain::service_term::ServiceRequest;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_storage::mailbox_list::{self, Filter};
use sigillo_storage::{Connection, account_list, contract_list, document_list, holder_change_list};

use crate::caller::{Caller, Identity};
use crate::error::AppError;
use crate::local_time::{local_time, start_of_day};
use crate::{App, Grant, accounts, contracts, documents, holder_changes, sla, tickets};

/// How far ahead a service counts as ending soon, in days: the last one ends with the day that many days away.
const SOON_DAYS: i64 = 30;

pub(super) async fn attention(
    app: &App,
    on: &mut impl Connection,
    grant: &Grant<GetDashboard>,
    organization: Option<OrganizationId>,
    domains: Vec<DomainId>,
) -> Result<Attention, AppError> {
    let caller = grant.caller();
    let ending_before = local_time(app.now()).date() + TimeDelta::days(SOON_DAYS + 1);
    let mailboxes = not_cancelled(domains);
    let ending = Filter {
        states: vec![MailboxState::Active, MailboxState::Disabled],
        expires_before: start_of_day(ending_before),
        requests: vec![ServiceRequest::None],
        ..mailboxes.clone()
    };
    let over_soft_limit = Filter { over_soft_limit: true, ..mailboxes.clone() };
    let expired = Filter { passwords: vec![PasswordState::Expired], ..mailboxes.clone() };
    let with = |trouble| Filter { troubles: vec![trouble], ..mailboxes.clone() };
    let undelivered = with(Trouble::UndeliveredMessage);
    let unapplied = with(Trouble::UnappliedEffect);
    Ok(Attention {
        over_soft_limit: count(on, &over_soft_limit).await?,
        passwords_expired: count(on, &expired).await?,
        ending_soon: count(on, &ending).await?,
        ending_before,
        undelivered_messages: count(on, &undelivered).await?,
        unapplied_effects: count(on, &unapplied).await?,
        contracts_open: open_contracts(on, caller, organization, false).await?,
        contracts_blocked: open_contracts(on, caller, organization, true).await?,
        documents_undetermined: undetermined_documents(on, caller, organization).await?,
        holder_changes_pending: pending_changes(on, caller, organization).await?,
        tickets_waiting: tickets::count_awaiting(on, caller).await?,
        outages: sla::count_present(on, app.now()).await?,
        accounts_pending: pending_accounts(on, caller, organization).await?,
    })
}

async fn count(on: &mut impl Connection, filter: &Filter) -> Result<i64, AppError> {
    // Nobody has mailboxes without a domain, and a statement needs one.
    if filter.domains.is_empty() {
        return Ok(0);
    }
    Ok(mailbox_list::count(on, filter).await?)
}

/// As the panel lists mailboxes by default.
fn not_cancelled(domains: Vec<DomainId>) -> Filter {
    Filter { domains, states: MailboxState::not_cancelled(), ..Filter::default() }
}

async fn open_contracts(
    on: &mut impl Connection,
    caller: &Caller,
    organization_id: Option<OrganizationId>,
    link_is_blocked: bool,
) -> Result<i64, AppError> {
    let filter = contract_list::Filter {
        states: ContractState::open(),
        link_is_blocked,
        organization_id,
        ..contract_list::Filter::new(contracts::scope(caller))
    };
    Ok(contract_list::count(on, &filter).await?)
}

async fn undetermined_documents(
    on: &mut impl Connection,
    caller: &Caller,
    organization_id: Option<OrganizationId>,
) -> Result<i64, AppError> {
    let Some(scope) = documents::scope(caller) else { return Ok(0) };
    let scope = match (scope, organization_id) {
        (document_list::Scope::All, Some(id)) => document_list::Scope::Of(id),
        (scope, _) => scope,
    };
    let verdicts = vec![Verdict::Undetermined];
    let filter = document_list::Filter { verdicts, ..document_list::Filter::new(scope) };
    Ok(document_list::count(on, &filter).await?)
}

async fn pending_changes(
    on: &mut impl Connection,
    caller: &Caller,
    organization_id: Option<OrganizationId>,
) -> Result<i64, AppError> {
    use holder_change_list::{Filter, Scope, count};
    let scope = match (holder_changes::scope(caller), organization_id) {
        (Scope::All, Some(id)) => Scope::Of(id),
        (scope, _) => scope,
    };
    let states = vec![HolderChangeState::Pending];
    let filter = Filter { scope, states, domain_id: None, mailbox_id: None, search: None };
    Ok(count(on, &filter).await?)
}

/// Only an operator enables an account for the first time.
async fn pending_accounts(
    on: &mut impl Connection,
    caller: &Caller,
    organization_id: Option<OrganizationId>,
) -> Result<Option<i64>, AppError> {
    let scope = accounts::scope(caller).filter(|_| caller.role() == Role::Operator);
    let Some(scope) = scope else { return Ok(None) };
    let states = vec![AccountState::Pending];
    let filter =
        account_list::Filter { scope, search: None, roles: vec![], states, organization_id };
    Ok(Some(account_list::count(on, &filter).await?))
}
