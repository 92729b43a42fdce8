//! The three groups of figures (B3), each a link to the list that it counts.

use leptos::prelude::*;
use sigillo_contract::dashboard::{AssistantFigures, GeneralFigures, MailboxFigures};
use sigillo_contract::operations::ListAccounts;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::mailbox_list::EntryKind;
use sigillo_kit::routes::with_query;

use crate::i18n::{integer, t};
use crate::pages::mailboxes::{EVERY_DOMAIN, EVERY_STATE, filter_key as of_mailboxes};
use crate::route::{Route, key};
use crate::session;

type Words = fn() -> &'static str;

#[component]
pub fn General(figures: GeneralFigures) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="general">
            <h2 id="general">{t!(dashboard.general)}</h2>
            <dl class="figures" data-testid="general">
                <Figure label=t!(dashboard.domains) count=figures.domains href=Route::Domains.href() />
                <Figure label=t!(dashboard.inserted) count=figures.inserted href=inserted(&[]) />
                <Figure label=t!(dashboard.active) count=figures.active href=active(&[]) />
                <Figure label=t!(dashboard.pending) count=figures.pending href=pending(&[]) />
                <Figure
                    label=t!(dashboard.activated_then_cancelled)
                    count=figures.activated_then_cancelled
                    href=cancelled(&[])
                />
            </dl>
        </section>
    }
}

#[component]
pub fn Direct(figures: MailboxFigures) -> impl IntoView {
    let direct = [(of_mailboxes::ENTRY, EntryKind::Direct.as_str())];
    view! {
        <section class="panel" aria-labelledby="direct">
            <h2 id="direct">{t!(dashboard.direct)}</h2>
            <dl class="figures" data-testid="direct">
                <Figure label=t!(dashboard.inserted) count=figures.inserted href=inserted(&direct) />
                <Figure label=t!(dashboard.active) count=figures.active href=active(&direct) />
                <Figure label=t!(dashboard.pending) count=figures.pending href=pending(&direct) />
                <Figure
                    label=t!(dashboard.activated_then_cancelled)
                    count=figures.activated_then_cancelled
                    href=cancelled(&direct)
                />
            </dl>
            <p class="fact-note">{t!(dashboard.direct_hint)}</p>
        </section>
    }
}

#[component]
fn Figure(label: Words, count: i64, href: String) -> impl IntoView {
    view! {
        <div class="figure">
            <dt>{label}</dt>
            <dd><a href=href>{move || integer(count)}</a></dd>
        </div>
    }
}

#[component]
pub fn Assistants(assistants: Vec<AssistantFigures>) -> impl IntoView {
    let is_empty = assistants.is_empty();
    let rows = assistants.into_iter().map(|assistant| {
        let by = [(of_mailboxes::CREATED_BY, assistant.username.as_str())];
        let (inserted, active) = (inserted(&by), active(&by));
        let name = if session::may::<ListAccounts>() {
            view! { <a href=Route::Account(assistant.account_id).href()>{assistant.name}</a> }
                .into_any()
        } else {
            assistant.name.into_any()
        };
        let (all, in_use) = (assistant.inserted, assistant.active);
        view! {
            <tr>
                <th scope="row">{name}<span class="fact-note">{assistant.username}</span></th>
                <td><a href=inserted>{move || integer(all)}</a></td>
                <td><a href=active>{move || integer(in_use)}</a></td>
            </tr>
        }
    });
    view! {
        <section class="panel dashboard-assistants" aria-labelledby="assistants">
            <h2 id="assistants">{t!(dashboard.assistants)}</h2>
            {is_empty.then(|| view! { <p>{t!(dashboard.no_assistants)}</p> })}
            {(!is_empty).then(|| view! {
                <table class="figure-table" aria-labelledby="assistants">
                    <thead>
                        <tr>
                            <th scope="col">{t!(dashboard.assistant)}</th>
                            <th scope="col">{t!(dashboard.inserted)}</th>
                            <th scope="col">{t!(dashboard.active)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            })}
        </section>
    }
}

/// The list of the mailboxes of all domains with these filters.
fn list(state: &str, filters: &[(&str, &str)]) -> String {
    let first = [(key::DOMAIN, EVERY_DOMAIN), (key::STATE, state)];
    with_query(Route::Mailboxes, &[&first, filters].concat())
}

fn inserted(filters: &[(&str, &str)]) -> String {
    list(EVERY_STATE, filters)
}

fn active(filters: &[(&str, &str)]) -> String {
    list(MailboxState::Active.as_str(), filters)
}

fn pending(filters: &[(&str, &str)]) -> String {
    list(MailboxState::PendingActivation.as_str(), filters)
}

fn cancelled(filters: &[(&str, &str)]) -> String {
    let activated = [(of_mailboxes::ACTIVATED, "true")];
    list(MailboxState::Cancelled.as_str(), &[&activated, filters].concat())
}
