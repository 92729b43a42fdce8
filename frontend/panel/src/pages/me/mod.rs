//! The signed-in account's own page.

mod password;

use leptos::prelude::*;

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
            <section class="panel">
                <h2>{t!(me.change_password)}</h2>
                <ChangePassword />
            </section>
        </Page>
    }
}
