//! The header of every page: the organisation, the chosen domain, and the menu.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::operations::{CheckMailHost, ListAccounts, ListOrganizations};
use sigillo_domain::account::Role;
use sigillo_domain::name::readable;

use super::{AlertKind, Brand, Languages, Menu, MenuButton, MenuLink, announce};
use crate::i18n::{problem_text, t, texts};
use crate::route::Route;
use crate::{router, session};

#[component]
pub fn Header() -> impl IntoView {
    view! {
        <header class="head">
            <div class="head-slim">
                <div class="container head-row">
                    <span class="head-owner">{owner}</span>
                    <div class="head-tools">
                        <Languages />
                        <UserMenu />
                    </div>
                </div>
            </div>
            <div class="head-center">
                <div class="container head-row">
                    <a class="brand" href=Route::Home.href()>
                        <Brand line=t!(common.tagline) />
                    </a>
                    <ChosenDomain />
                </div>
            </div>
            <Navigation />
        </header>
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
fn ChosenDomain() -> impl IntoView {
    let many = move || session::domains().len() > 1;
    let path = router::path();
    // Only pages about mailboxes are about a domain.
    let is_about_one = Memo::new(move |_| {
        Route::parse(&path.get()).is_some_and(|here| here.is_below(Route::Mailboxes))
    });
    move || {
        session::chosen_domain().filter(|_| is_about_one.get()).map(|domain| {
            view! {
                <div class="head-domain">
                    <span class="head-domain-label">{t!(domains.domain)}</span>
                    <a class="head-domain-name" href=Route::Mailboxes.for_domain(&domain.name) data-testid="current-domain">
                        {readable(&domain.name).into_owned()}
                    </a>
                    <Show when=many>
                        <a class="head-domain-change" href=Route::Home.href()>{t!(domains.change)}</a>
                    </Show>
                </div>
            }
        })
    }
}

#[component]
fn Navigation() -> impl IntoView {
    let path = router::path();
    let here = Memo::new(move |_| Route::parse(&path.get()));
    let link = move |root: Route, href: Signal<String>, label: TextProp| {
        let current = move || here.get().is_some_and(|here| here.is_below(root)).then_some("page");
        view! {
            <li><a href=move || href.get() aria-current=current>{move || label.get()}</a></li>
        }
    };
    let plain_link =
        move |root: Route, label: TextProp| link(root, Signal::stored(root.href()), label);
    let mailboxes = Signal::derive(|| {
        let domain = session::chosen_domain();
        domain.map_or(Route::Home.href(), |domain| Route::Mailboxes.for_domain(&domain.name))
    });
    let accounts = move || match session::role() {
        Some(Role::Postmaster) => texts().accounts().assistants(),
        _ => texts().accounts().title(),
    };
    let may_organizations = session::may::<ListOrganizations>;
    let may_accounts = session::may::<ListAccounts>;
    let may_mail_host = session::may::<CheckMailHost>;
    view! {
        <nav class="head-nav" aria-label=t!(common.main_menu)>
            <ul class="container">
                {link(Route::Mailboxes, mailboxes, t!(list.title).into())}
                {plain_link(Route::Jobs, t!(jobs.title).into())}
                {plain_link(Route::Domains, t!(domains.title).into())}
                <Show when=may_organizations>
                    {plain_link(Route::Organizations, t!(organizations.title).into())}
                </Show>
                <Show when=may_accounts>
                    {plain_link(Route::Accounts, accounts.into())}
                </Show>
                <Show when=may_mail_host>
                    {plain_link(Route::MailHost, t!(host.title).into())}
                </Show>
            </ul>
        </nav>
    }
}
