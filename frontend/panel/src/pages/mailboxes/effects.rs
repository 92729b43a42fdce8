//! The effects of a mailbox's changes on the mail host, followed until they are applied.

use std::time::Duration;

use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::*;
use sigillo_contract::mail_host::{MailHostEffect, NewestEffects};
use sigillo_contract::operations::ListMailboxEffects;
use sigillo_contract::page::Page;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mail_host::EffectState;

use crate::api;
use crate::components::{
    EffectLines, IncrementalList, LoadMore, effect_outcome, incremental_list_from,
};
use crate::i18n::{t, texts};

/// The interval at which unfinished effects are read again.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// The number of effects shown; earlier ones are in a section that unfolds.
const SHOWN: usize = 1;

/// The effects of a mailbox; `first` is their first page, which comes with the mailbox except as the
/// answer to a change.
pub fn effects_of(id: MailboxId, first: Option<NewestEffects>) -> IncrementalList<MailHostEffect> {
    let first = first.map(|newest| Page::new(newest.items, newest.next_cursor));
    incremental_list_from(first, move |query| async move {
        api::list::<ListMailboxEffects>(id, &query).await
    })
}

/// The section is left out if the mailbox never had an effect on a mail host.
#[component]
pub fn Effects(effects: IncrementalList<MailHostEffect>) -> impl IntoView {
    // A memo, so that a read without news leaves the page, and what is unfolded in it, as it is.
    let items = Memo::new(move |_| effects.items().unwrap_or_default());
    let unfinished = Memo::new(move |_| items.with(|items| items.iter().any(is_unfinished)));
    follow(effects, unfinished);
    let any = Memo::new(move |_| items.with(|items| !items.is_empty()));
    move || {
        any.get().then(|| {
            view! {
                <section class="panel" aria-labelledby="effects" data-testid="effects">
                    <h2 id="effects">{t!(effects.title)}</h2>
                    <Announcement items=items unfinished=unfinished />
                    {move || list(items.get(), effects)}
                </section>
            }
        })
    }
}

fn is_unfinished(effect: &MailHostEffect) -> bool {
    matches!(effect.state, EffectState::Requested | EffectState::Failing)
}

/// Reads the effects again regularly until all are finished or the page is left.
fn follow(effects: IncrementalList<MailHostEffect>, unfinished: Memo<bool>) {
    Effect::new(move |_| {
        // A restart would remove the further pages that the person asked for.
        let look = move || {
            if !effects.has_more_than_first_page() {
                effects.restart();
            }
        };
        if unfinished.get()
            && let Ok(handle) = set_interval_with_handle(look, POLL_INTERVAL)
        {
            on_cleanup(move || handle.clear());
        }
    });
}

fn list(items: Vec<MailHostEffect>, effects: IncrementalList<MailHostEffect>) -> impl IntoView {
    let entry = |effect| view! { <li class="message"><EffectLines effect=effect /></li> };
    let mut items = items;
    let earlier = items.split_off(items.len().min(SHOWN));
    let latest = items.into_iter().map(entry).collect_view();
    let earlier = (!earlier.is_empty()).then(|| {
        view! {
            <details class="earlier">
                <summary>{t!(effects.earlier)}</summary>
                <ul class="note-entries">{earlier.into_iter().map(entry).collect_view()}</ul>
                <LoadMore list=effects />
            </details>
        }
    });
    view! {
        <ul class="note-entries">{latest}</ul>
        {earlier}
    }
}

/// The outcome of the latest effect, announced to screen readers once any effect was seen
/// unfinished.
#[component]
fn Announcement(items: Memo<Vec<MailHostEffect>>, unfinished: Memo<bool>) -> impl IntoView {
    let awaited = RwSignal::new(false);
    Effect::new(move |_| {
        if unfinished.get() {
            awaited.set(true);
        }
    });
    let spoken = move || {
        let latest = items.with(|items| items.first().cloned()).filter(|_| awaited.get())?;
        let name = texts().effects().effect(latest.effect);
        Some(format!("{name}: {}", effect_outcome(&latest)))
    };
    view! { <p class="visually-hidden" role="status">{spoken}</p> }
}
