//! A change that is being applied on the mail host: requested, failing, applied.

use leptos::prelude::*;
use sigillo_contract::mail_host::MailHostEffect;
use sigillo_domain::mail_host::{Effect, EffectState, WATCH};

use crate::i18n::{instant, t, texts};

/// The name and state of the change, the time of each step, and why it fails if it does.
#[component]
pub fn EffectLines(effect: MailHostEffect) -> impl IntoView {
    let (kind, state) = (effect.effect, effect.state);
    let class = match state {
        EffectState::Requested => "state state-pending",
        EffectState::Failing => "state state-expired",
        EffectState::Applied => "state state-active",
        EffectState::Superseded => "state state-cancelled",
    };
    let detail = effect.detail.clone().filter(|_| state == EffectState::Failing);
    let (requested, finished) = (effect.clone(), effect.clone());
    view! {
        <p class="message-head">
            <strong>{move || texts().effects().effect(kind)}</strong>
            <span class=class>{move || texts().effects().state(state)}</span>
        </p>
        <p class="message-fate">
            {move || texts().effects().requested(&instant(requested.requested_at).at())}
            <span aria-hidden="true">" → "</span>
            <span class="visually-hidden">", "{t!(effects.then)}" "</span>
            {move || outcome(&finished)}
        </p>
        {detail.map(|detail| view! {
            <p class="message-reply">{t!(effects.said)}" "<code>{detail}</code></p>
        })}
        <p class="message-fate effect-store">{move || stored_messages(&effect)}</p>
    }
}

/// The progress of the change, as part of a sentence.
pub fn outcome(effect: &MailHostEffect) -> String {
    let t = texts().effects();
    match (effect.state, effect.finished_at) {
        (EffectState::Requested, _) => t.in_progress().to_owned(),
        (EffectState::Failing, _) => {
            let since = effect.failing_since.unwrap_or(effect.requested_at);
            let why = effect.trouble.map(|trouble| t.trouble(trouble)).unwrap_or_default();
            let failing = t.failing(&instant(since).since(), why);
            match effect.next_attempt_at {
                Some(next) => format!("{failing}; {}", t.next(&instant(next).at())),
                None => failing,
            }
        }
        (EffectState::Applied, Some(at)) if effect.effect == Effect::Cancelled => {
            t.destroyed(&instant(at).at())
        }
        (EffectState::Applied, at) => t.applied(&instant(at.unwrap_or(effect.requested_at)).at()),
        (EffectState::Superseded, _) => t.superseded().to_owned(),
    }
}

/// What happens to the messages of a cancelled mailbox, until they are destroyed for good.
fn stored_messages(effect: &MailHostEffect) -> Option<String> {
    if effect.effect != Effect::Cancelled {
        return None;
    }
    let t = texts().effects();
    match (effect.state, effect.finished_at) {
        (EffectState::Requested | EffectState::Failing, _) => Some(t.destroying().to_owned()),
        (EffectState::Applied, Some(at)) => {
            effect.next_attempt_at.map(|_| t.watched(&instant(at + WATCH).until()))
        }
        _ => None,
    }
}
