//! The caller's account, and what it may do.

use sigillo_contract::Operation;
use sigillo_contract::operations::{self, GetDocumentSeal, GetMe};
use sigillo_contract::service::ServiceInfo;
use sigillo_contract::session::Me;
use sigillo_storage::domains;

use crate::caller::Identity;
use crate::error::AppError;
use crate::reference_names::References;
use crate::{
    App, Grant, SessionCaller, accounts, document_seal, holder_changes, preferences, view,
};

pub async fn me(
    app: &App,
    grant: &Grant<GetMe, SessionCaller>,
    service: ServiceInfo,
) -> Result<Me, AppError> {
    let caller = grant.caller();
    let mut on = app.db.read().await?;
    let domains = domains::within_reach(&mut on, caller.reach()).await?;
    let plans = domains.iter().flat_map(|owned| owned.domain.plans.iter().copied());
    let references = References::of_plans(&mut on, plans).await?;
    let shown = |owned: domains::OwnedDomain| {
        let permissions = caller.reach().on(owned.domain.id, owned.domain.organization_id);
        view::domain(owned, permissions, &references)
    };
    let document_seal = if caller.may(GetDocumentSeal::SPEC.access) {
        Some(document_seal::read(app, &mut on).await?)
    } else {
        None
    };
    let open = operations::ALL.iter().filter(|spec| caller.may(spec.access));
    Ok(Me {
        account: accounts::shown(&mut on, caller.named_account().clone()).await?,
        role: caller.role(),
        domains: domains.into_iter().map(shown).collect(),
        operations: open.map(|spec| spec.id.to_owned()).collect(),
        preferences: preferences::of_account(&mut on, caller.account_id()).await?,
        service,
        document_seal,
        holder_changes_to_decide: holder_changes::count_to_decide(&mut on, caller).await?,
    })
}
