//! The pages shown instead of the requested one: forbidden, not found.

use leptos::prelude::*;
use sigillo_domain::Code;
use sigillo_domain::account::Role;

use super::{Icon, Load, Page};
use crate::i18n::{t, texts};
use crate::pages::tickets::report_error;
use crate::route::Route;
use crate::{router, session};

/// Shown where the account may not see the page.
#[component]
pub fn ForbiddenPage() -> impl IntoView {
    let text = || {
        let t = texts().problems();
        // A postmaster cannot be given more permissions: such pages are for the provider alone.
        let is_postmaster = session::role() == Some(Role::Postmaster);
        if is_postmaster { t.forbidden_to_postmaster() } else { t.forbidden_text() }
    };
    view! { <ErrorPage icon="it-lock" title=t!(problems.forbidden_title) text=text /> }
}

/// Shown where the object does not exist, or is outside the account's scope.
#[component]
pub fn MissingPage() -> impl IntoView {
    let route = Route::parse(&router::path().get_untracked());
    let domain = session::chosen_domain().map(|domain| domain.name);
    let back = route.and_then(|route| way_back(route, domain.as_deref()));
    view! { <ErrorPage icon="it-search" title=t!(problems.not_found_title) text=t!(problems.not_found_text) back=back /> }
}

/// Shown at an address that has no page.
#[component]
pub fn NoSuchPage() -> impl IntoView {
    view! { <ErrorPage icon="it-help-circle" title=t!(problems.no_page_title) text=t!(problems.no_page_text) /> }
}

/// The address of a page, and the words of the link to it.
type Link = (String, fn() -> &'static str);

/// The list in which whatever is missing at `route` would be.
fn way_back(route: Route, domain: Option<&str>) -> Option<Link> {
    Some(match route {
        Route::Job(_) => (Route::Jobs.href(), t!(problems.back_to_jobs)),
        Route::Domain(_) | Route::EditDomain(_) => {
            (Route::Domains.href(), t!(problems.back_to_domains))
        }
        Route::Organization(_) => (Route::Organizations.href(), t!(problems.back_to_organizations)),
        Route::Holder(_) | Route::EditHolder(_) | Route::MergeHolder(_) | Route::EraseHolder(_) => {
            (Route::Holders.href(), t!(problems.back_to_holders))
        }
        Route::Contract(_) => (Route::Contracts.href(), t!(problems.back_to_contracts)),
        Route::ContractTemplate(_) | Route::NewContractTemplateVersion(_) => {
            (Route::ContractTemplates.href(), t!(problems.back_to_templates))
        }
        Route::Ticket(_) => (Route::Tickets.href(), t!(tickets.title)),
        Route::Company(_) => (Route::Companies.href(), t!(problems.back_to_companies)),
        Route::Account(_) => (Route::Accounts.href(), t!(problems.back_to_accounts)),
        Route::Mailbox(_) | Route::EditMailbox(_) | Route::CancelMailbox(_) => {
            (Route::Mailboxes.for_domain(domain?), t!(problems.back_to_mailboxes))
        }
        _ => return None,
    })
}

#[component]
fn ErrorPage(
    icon: &'static str,
    #[prop(into)] title: TextProp,
    #[prop(into)] text: TextProp,
    /// Where to go from here; the first page by default.
    #[prop(default = None)]
    back: Option<Link>,
) -> impl IntoView {
    let (href, label) = back.unwrap_or_else(|| (Route::Home.href(), t!(common.go_home)));
    view! {
        <Page title=title>
            <div class="empty">
                <Icon name=icon />
                <p>{move || text.get()}</p>
                <a class="btn btn-primary" href=href>{label}</a>
                {report_error("")}
            </div>
        </Page>
    }
}

#[derive(Clone, Copy, PartialEq)]
enum PageAccess {
    Allowed,
    Forbidden,
    Missing,
}

/// Shows `page`, unless what it reads does not exist or `may` says that the account may not see it.
pub fn guarded<T, V>(
    load: Load<T>,
    may: impl Fn(&T) -> bool + Send + Sync + 'static,
    page: impl Fn() -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let access = Memo::new(move |_| match load.outcome() {
        Some(Ok(value)) if !may(&value) => PageAccess::Forbidden,
        Some(Err(error)) => match error.code() {
            Some(Code::NotFound) => PageAccess::Missing,
            Some(Code::Forbidden) => PageAccess::Forbidden,
            _ => PageAccess::Allowed,
        },
        _ => PageAccess::Allowed,
    });
    move || match access.get() {
        PageAccess::Allowed => page().into_any(),
        PageAccess::Forbidden => view! { <ForbiddenPage /> }.into_any(),
        PageAccess::Missing => view! { <MissingPage /> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use sigillo_domain::id::{
        AccountId, CompanyId, DomainId, HolderId, JobId, MailboxId, OrganizationId,
    };

    use super::*;

    #[test]
    fn whatever_is_missing_leads_back_to_its_list() {
        let domain = Some("pec.example.it");
        for (route, list) in [
            (Route::Job(JobId::NIL), "/operazioni"),
            (Route::Domain(DomainId::NIL), "/domini"),
            (Route::EditDomain(DomainId::NIL), "/domini"),
            (Route::Organization(OrganizationId::NIL), "/organizzazioni"),
            (Route::Account(AccountId::NIL), "/account"),
            (Route::Holder(HolderId::NIL), "/titolari"),
            (Route::MergeHolder(HolderId::NIL), "/titolari"),
            (Route::Company(CompanyId::NIL), "/aziende"),
            (Route::Mailbox(MailboxId::NIL), "/caselle?dominio=pec.example.it"),
            (Route::EditMailbox(MailboxId::NIL), "/caselle?dominio=pec.example.it"),
            (Route::CancelMailbox(MailboxId::NIL), "/caselle?dominio=pec.example.it"),
        ] {
            assert_eq!(way_back(route, domain).map(|(href, _)| href).as_deref(), Some(list));
        }
        assert!(way_back(Route::Mailbox(MailboxId::NIL), None).is_none());
    }
}
