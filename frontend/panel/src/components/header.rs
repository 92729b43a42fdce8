//! The head of every page: whose panel it is, the domain in hand, where one can go.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::operations::{CheckMailHost, ListAccounts, ListOrganizations};
use sigillo_domain::account::Role;

use super::{AlertKind, Icon, Menu, MenuButton, MenuLink, announce};
use crate::i18n::{self, Lang, lang, problem_text, t};
use crate::{paths, router, session};

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
                    <a class="brand" href=paths::HOME>
                        <Brand line=t!(common.tagline) />
                    </a>
                    <DomainInHand />
                </div>
            </div>
            <Navigation />
        </header>
    }
}

/// The service's mark and name, and whose part of it this is.
#[component]
pub fn Brand(#[prop(into)] line: TextProp) -> impl IntoView {
    view! {
        <Icon name="it-mail" class="brand-mark" />
        <span>
            <span class="brand-name">"Sigillo"</span>
            <span class="brand-line">{move || line.get()}</span>
        </span>
    }
}

/// The organisation, or the provider for its own people.
fn owner() -> String {
    let organization = session::me().and_then(|me| me.account.organization_name);
    organization.unwrap_or_else(|| i18n::texts().common().provider().to_owned())
}

/// Italian or English; each is called by its own speakers' name.
#[component]
pub fn Languages() -> impl IntoView {
    let button = |choice: Lang| {
        view! {
            <button
                type="button"
                class="lang"
                lang=choice.code()
                aria-label=choice.name()
                aria-pressed=move || if lang() == choice { "true" } else { "false" }
                on:click=move |_| i18n::set_lang(choice)
            >
                {choice.code().to_uppercase()}
            </button>
        }
    };
    view! {
        <div class="langs" role="group" aria-label=t!(common.language)>
            {Lang::ALL.map(button).into_iter().collect_view()}
        </div>
    }
}

#[component]
fn UserMenu() -> impl IntoView {
    let name = move || session::me().map(|me| me.account.display_name).unwrap_or_default();
    let role = move || session::role().map(|role| i18n::texts().words().role(role));
    let here = router::path();
    let sign_out = move |()| {
        let here = here.get_untracked();
        spawn_local(async move {
            if let Err(error) = session::sign_out().await {
                announce(AlertKind::Danger, problem_text(&error), &here);
            }
        });
    };
    let sign_out = Callback::new(sign_out);
    view! {
        <Menu id="user-menu" label=name icon="it-user">
            <p class="menu-note">{role}</p>
            <MenuLink href=paths::ME label=t!(me.title) />
            <MenuButton label=t!(session.sign_out) on_click=sign_out />
        </Menu>
    }
}

#[component]
fn DomainInHand() -> impl IntoView {
    let many = move || session::domains().len() > 1;
    move || {
        session::chosen_domain().map(|domain| {
            view! {
                <div class="head-domain">
                    <span class="head-domain-label">{t!(domains.domain)}</span>
                    <a class="head-domain-name" href=paths::mailboxes_of(&domain.name) data-testid="current-domain">
                        {domain.name.clone()}
                    </a>
                    <Show when=many>
                        <a class="head-domain-change" href=paths::HOME>{t!(domains.change)}</a>
                    </Show>
                </div>
            }
        })
    }
}

#[component]
fn Navigation() -> impl IntoView {
    let path = router::path();
    let link = move |root: &'static str, href: Signal<String>, label: TextProp| {
        let current = move || {
            let path = path.get();
            let here =
                path == root || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
            here.then_some("page")
        };
        view! {
            <li><a href=move || href.get() aria-current=current>{move || label.get()}</a></li>
        }
    };
    let mailboxes = Signal::derive(|| {
        session::chosen_domain().map_or(paths::HOME.to_owned(), |d| paths::mailboxes_of(&d.name))
    });
    let fixed = |path: &'static str| Signal::derive(move || path.to_owned());
    let accounts = move || match session::role() {
        Some(Role::Postmaster) => i18n::texts().accounts().assistants(),
        _ => i18n::texts().accounts().title(),
    };
    let may_organizations = session::may::<ListOrganizations>;
    let may_accounts = session::may::<ListAccounts>;
    let may_mail_host = session::may::<CheckMailHost>;
    view! {
        <nav class="head-nav" aria-label=t!(common.main_menu)>
            <ul class="container">
                {link(paths::MAILBOXES, mailboxes, t!(list.title).into())}
                {link(paths::JOBS, fixed(paths::JOBS), t!(jobs.title).into())}
                {link(paths::DOMAINS, fixed(paths::DOMAINS), t!(domains.title).into())}
                <Show when=may_organizations>
                    {link(paths::ORGANIZATIONS, fixed(paths::ORGANIZATIONS), t!(organizations.title).into())}
                </Show>
                <Show when=may_accounts>
                    {link(paths::ACCOUNTS, fixed(paths::ACCOUNTS), accounts.into())}
                </Show>
                <Show when=may_mail_host>
                    {link(paths::MAIL_HOST, fixed(paths::MAIL_HOST), t!(host.title).into())}
                </Show>
            </ul>
        </nav>
    }
}
