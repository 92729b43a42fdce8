//! The storico (B12): every change, in sentences, each under its seal.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use sigillo_contract::history::{Change, HistoryRecord};
use sigillo_contract::operations::GetMailboxHistory;
use sigillo_domain::history::{Action, ActorKind};
use uuid::Uuid;

use super::fields::{field_name, field_value};
use crate::api;
use crate::components::{Growing, More, Waiting, growing};
use crate::i18n::{date_time, t, texts};

/// Characters of a seal that are shown until the whole is asked for.
const SEAL_SHOWN: usize = 12;

pub fn history_of(id: Uuid) -> Growing<HistoryRecord> {
    growing(move |query| async move { api::list::<GetMailboxHistory>(id, &query).await })
}

#[component]
pub fn History(records: Growing<HistoryRecord>) -> impl IntoView {
    let list = move || match records.items() {
        None => view! { <Waiting /> }.into_any(),
        Some(items) => view! {
            <ol class="timeline" data-testid="history">
                {items.into_iter().map(|record| view! { <Record record=record /> }).collect_view()}
            </ol>
        }
        .into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="history">
            <h2 id="history">{t!(detail.history)}</h2>
            {list}
            <More list=records />
        </section>
    }
}

#[component]
fn Record(record: HistoryRecord) -> impl IntoView {
    let (at, action, seq) = (record.at, record.action, record.seq);
    let by = record.actor.kind;
    let sentence = move || {
        let who = match by {
            ActorKind::System => texts().words().system().to_owned(),
            kind => format!("{} ({})", record.actor.name, texts().words().actor(kind)),
        };
        texts().detail().sentence(action, by, &who)
    };
    let short = record.hash.chars().take(SEAL_SHOWN).collect::<String>();
    view! {
        <Event at=at action=action sentence=sentence changes=record.changes>
            <details class="seal">
                <summary>{t!(detail.seal)}" "<code>{short}"…"</code></summary>
                <p>{move || texts().detail().seal_whole(seq)}</p>
                <code>{record.hash}</code>
            </details>
        </Event>
    }
}

/// Something that was done to a mailbox, in a timeline: when, what, and the fields it changed.
#[component]
pub fn Event(
    at: DateTime<Utc>,
    action: Action,
    #[prop(into)] sentence: TextProp,
    changes: Vec<Change>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let class = match action {
        Action::Created | Action::Enabled | Action::PasswordSet => "record record-good",
        Action::Disabled | Action::PasswordExpired => "record record-warn",
        Action::Cancelled => "record record-bad",
        Action::Updated
        | Action::NoteAdded
        | Action::PasswordLinkSent
        | Action::EmailChangeRequested
        | Action::Exported => "record",
    };
    // That a password is new is all a record tells of it, and its sentence says so.
    let changes = changes.into_iter().filter(|change| change.field != "password");
    view! {
        <li class=class>
            <time datetime=at.to_rfc3339()>{move || date_time(at)}</time>
            <p class="record-line">{move || sentence.get()}</p>
            <ul class="record-changes">
                {changes.map(|change| view! { <ChangeLine change=change action=action /> }).collect_view()}
            </ul>
            {children.map(|children| children())}
        </li>
    }
}

#[component]
fn ChangeLine(change: Change, action: Action) -> impl IntoView {
    let Change { field, before, after } = change;
    let name = {
        let field = field.clone();
        move || field_name(&field)
    };
    // What was made, or sent, had nothing before: the value alone says it.
    let changed = matches!(action, Action::Updated | Action::Disabled | Action::Enabled);
    let made = !changed && before.is_null();
    let was = (!made).then(|| {
        let field = field.clone();
        move || field_value(&field, &before)
    });
    let is = move || field_value(&field, &after);
    view! {
        <li>
            <span class="record-field">{name}": "</span>
            {was.map(|was| view! {
                <span class="record-before">{was}</span>
                <span aria-hidden="true">" → "</span>
                <span class="visually-hidden">" "{t!(detail.becomes)}" "</span>
            })}
            <strong>{is}</strong>
        </li>
    }
}
