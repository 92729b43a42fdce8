//! The bar of every page, with the organisation and the chosen domain, and the menu of the areas.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::operations::{
    CheckMailHost, CreatePlan, CreateReseller, GetDashboard, GetPreservationStatus, GetReport,
    ListAccessLog, ListAccounts, ListActivity, ListContracts, ListDocuments, ListHolderChanges,
    ListHolders, ListOrganizations, ListTickets,
};
use sigillo_contract::panel_page::EVERY;
use sigillo_domain::name::readable;

use super::{
    AlertKind, AreaLink, Menu, MenuArea, MenuButton, MenuLink, MenuTop, PendingAccountsBadge,
    SealBadge, SideMenu, TopBar, announce, refresh_pending_accounts,
};
use crate::i18n::{problem_text, t, texts};
use crate::pages::accounts;
use crate::pages::holder_changes::ChangesBadge;
use crate::palette::SearchButton;
use crate::route::{Route, key};
use crate::{router, session};

#[component]
pub fn Header() -> impl IntoView {
    let place = || {
        view! {
            <span class="head-owner">{owner}</span>
            <ChosenDomain test_id="current-domain" />
        }
    };
    view! {
        <TopBar
            home=Route::Home.href()
            tagline=t!(common.tagline)
            place=place
            search=SearchButton
            account=UserMenu
            has_menu=true
        />
    }
}

/// The account's organisation; for operators, the provider.
fn owner() -> String {
    let organization = session::me().and_then(|me| me.account.organization_name);
    organization.unwrap_or_else(|| texts().common().provider().to_owned())
}

#[component]
fn UserMenu() -> impl IntoView {
    let name = move || session::me().map(|me| me.account.display_name).unwrap_or_default();
    let role = move || session::role().map(|role| texts().words().role(role));
    let here = router::path();
    let sign_out = move |()| {
        let here = here.get_untracked();
        spawn_local(async move {
            if let Err(error) = session::sign_out().await {
                announce(AlertKind::Danger, problem_text(&error), here);
            }
        });
    };
    let sign_out = Callback::new(sign_out);
    view! {
        <Menu id="user-menu" label=name icon="it-user">
            <p class="menu-note">{role}</p>
            <MenuLink href=Route::Profile.href() label=t!(me.title) />
            <MenuButton label=t!(session.sign_out) on_click=sign_out />
        </Menu>
    }
}

#[component]
fn ChosenDomain(
    /// Set on the one in the bar.
    #[prop(optional)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    let many = move || session::domains().len() > 1;
    let path = router::path();
    let query = router::query();
    // Only pages about mailboxes are about a domain, and not the list of all domains.
    let is_about_one = Memo::new(move |_| {
        let of_all = query.with(|query| query.get(key::DOMAIN).as_deref() == Some(EVERY));
        let here = Route::parse(&path.get());
        !of_all && here.is_some_and(|here| here.is_below(Route::Mailboxes))
    });
    move || {
        session::chosen_domain().filter(|_| is_about_one.get()).map(|domain| {
            view! {
                <div class="head-domain">
                    <span class="head-domain-label">{t!(domains.domain)}</span>
                    <a class="head-domain-name" href=Route::Mailboxes.for_domain(&domain.name) data-testid=test_id>
                        {readable(&domain.name).into_owned()}
                    </a>
                    <Show when=many>
                        <a class="head-domain-change" href=Route::ChooseDomain.href()>{t!(domains.change)}</a>
                    </Show>
                </div>
            }
        })
    }
}

/// The menu of the panel's areas.
#[component]
pub fn Areas() -> impl IntoView {
    refresh_pending_accounts();
    view! {
        <SideMenu drawer_foot=|| view! { <ChosenDomain /> }>
            <AreaLinks />
        </SideMenu>
    }
}

#[component]
fn AreaLinks() -> impl IntoView {
    let path = router::path();
    let here = Memo::new(move |_| Route::parse(&path.get()));
    let current = move |root: Route| {
        Signal::derive(move || here.get().is_some_and(|here| here.in_menu().is_below(root)))
    };
    let fixed = move |root: Route, icon: &'static str, label: TextProp| {
        view! { <AreaLink href=root.href() label=label icon=icon current=current(root) /> }
    };
    let mailboxes = Signal::derive(|| {
        let domain = session::chosen_domain();
        domain
            .map_or(Route::ChooseDomain.href(), |domain| Route::Mailboxes.for_domain(&domain.name))
    });
    let may_dashboard = session::may::<GetDashboard>;
    let may_holders = session::may::<ListHolders>;
    let may_contracts = session::may::<ListContracts>;
    let may_documents = session::may::<ListDocuments>;
    let may_changes = session::may::<ListHolderChanges>;
    let may_tickets = session::may::<ListTickets>;
    let may_organizations = session::may::<ListOrganizations>;
    let may_reports = session::may::<GetReport>;
    let may_activity = session::may::<ListActivity>;
    let may_accounts = session::may::<ListAccounts>;
    let may_access_log = session::may::<ListAccessLog>;
    let may_mail_host = session::may::<CheckMailHost>;
    let may_preserve = session::may::<GetPreservationStatus>;
    let may_plans = session::may::<CreatePlan>;
    let may_resellers = session::may::<CreateReseller>;
    view! {
        <Show when=may_dashboard>
            <MenuTop>{fixed(Route::Dashboard, "it-chart-line", t!(dashboard.title).into())}</MenuTop>
        </Show>
        <MenuArea title=t!(areas.registry)>
            <AreaLink href=mailboxes label=t!(list.title) icon="it-mail" current=current(Route::Mailboxes) />
            <Show when=may_holders>
                {fixed(Route::Holders, "it-card", t!(holders.title).into())}
                {fixed(Route::Companies, "it-box", t!(companies.title).into())}
            </Show>
            <Show when=may_contracts>
                <AreaLink
                    href=Route::Contracts.href()
                    label=t!(contracts.title)
                    icon="it-file-signed"
                    current=current(Route::Contracts)
                    beside=SealBadge
                />
            </Show>
            <Show when=may_documents>
                {fixed(Route::Documents, "it-files", t!(documents.title).into())}
            </Show>
            <Show when=may_preserve>
                {fixed(Route::Preservation, "it-box", t!(preservation.title).into())}
            </Show>
            <Show when=may_changes>
                <AreaLink
                    href=Route::HolderChanges.href()
                    label=t!(holder_changes.title)
                    icon="it-restore"
                    current=current(Route::HolderChanges)
                    beside=ChangesBadge
                />
            </Show>
            {fixed(Route::Jobs, "it-exchange-circle", t!(jobs.title).into())}
            <Show when=may_reports>
                {fixed(Route::Reports, "it-presentation", t!(reports.title).into())}
            </Show>
            <Show when=may_activity>
                {fixed(Route::Activity, "it-list", t!(activity.title).into())}
            </Show>
        </MenuArea>
        <MenuArea title=t!(domains.title)>
            {fixed(Route::Domains, "it-share", t!(domains.title).into())}
            <Show when=may_accounts>
                <AreaLink
                    href=Route::Accounts.href()
                    label=accounts::title
                    icon="it-user"
                    current=current(Route::Accounts)
                    beside=PendingAccountsBadge
                />
            </Show>
            <Show when=may_resellers>
                {fixed(Route::Resellers, "it-files", t!(resellers.title).into())}
            </Show>
            <Show when=may_access_log>
                {fixed(Route::AccessLog, "it-password-visible", t!(access_log.title).into())}
            </Show>
        </MenuArea>
        <MenuArea title=t!(areas.support)>
            <Show when=may_tickets>
                {fixed(Route::Tickets, "it-help-circle", t!(tickets.title).into())}
            </Show>
            {fixed(Route::ServiceLevels, "it-clock", t!(sla.title).into())}
        </MenuArea>
        <Show when=move || may_organizations() || may_mail_host()>
            <MenuArea title=t!(areas.provider)>
                <Show when=may_organizations>
                    {fixed(Route::Organizations, "it-pa", t!(organizations.title).into())}
                </Show>
                <Show when=may_plans>
                    {fixed(Route::Plans, "it-list", t!(plans.title).into())}
                </Show>
                <Show when=may_mail_host>
                    {fixed(Route::MailHost, "it-settings", t!(host.title).into())}
                </Show>
            </MenuArea>
        </Show>
    }
}
