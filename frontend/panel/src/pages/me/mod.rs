//! The signed-in account's own page.

mod password;

use leptos::prelude::*;
use sigillo_contract::operations::GetDashboard;
use sigillo_domain::preferences::StartPage;
use sigillo_kit::preferences;

use crate::components::{Fact, Facts, Languages, Page};
use crate::i18n::{date_time, t, texts};
use crate::session;
use password::ChangePassword;

#[component]
pub fn Me() -> impl IntoView {
    let facts = move || {
        session::me().map(|me| {
            let account = me.account;
            let role = me.role;
            let seen = account.last_sign_in_at;
            view! {
                <Facts>
                    <Fact label=t!(me.display_name)>{account.display_name}</Fact>
                    <Fact label=t!(session.username)>{account.username}</Fact>
                    <Fact label=t!(me.role)>{move || texts().words().role(role)}</Fact>
                    {account.organization_name.map(|name| view! {
                        <Fact label=t!(me.organization)>{name}</Fact>
                    })}
                    {seen.map(|at| view! {
                        <Fact label=t!(me.last_sign_in)>{move || date_time(at)}</Fact>
                    })}
                </Facts>
            }
        })
    };
    let has_dashboard = session::may::<GetDashboard>;
    view! {
        <Page title=t!(me.title) narrow=true>
            <section class="panel">
                <h2>{t!(me.data)}</h2>
                {facts}
                <div class="fact-line">
                    <span>{t!(common.language)}</span>
                    <Languages />
                </div>
            </section>
            <Show when=has_dashboard>
                <section class="panel">
                    <h2>{t!(dashboard.start_page)}</h2>
                    <StartPageChoice />
                </section>
            </Show>
            <section class="panel">
                <h2>{t!(me.change_password)}</h2>
                <ChangePassword />
            </section>
        </Page>
    }
}

/// Takes effect and is stored at once, like the language.
#[component]
fn StartPageChoice() -> impl IntoView {
    let radios = StartPage::ALL.map(|page| {
        let id = format!("start-page-{page}");
        let label: fn() -> &'static str = match page {
            StartPage::Dashboard => t!(dashboard.title),
            StartPage::Mailboxes => t!(dashboard.start_list),
        };
        view! {
            <div class="choice">
                <input
                    type="radio"
                    id=id.clone()
                    name="start-page"
                    prop:checked=move || preferences::start_page() == page
                    on:change=move |_| preferences::choose_start_page(page)
                />
                <label for=id>{label}</label>
            </div>
        }
    });
    view! {
        <fieldset class="field">
            <legend class="field-label">{t!(dashboard.start_page_hint)}</legend>
            <div class="choices">{radios.into_iter().collect_view()}</div>
        </fieldset>
    }
}
