//! The messages to the mailbox's user, and their delivery.

use std::time::Duration;

use leptos::prelude::*;
use sigillo_contract::message::{Message, OUTBOX_FOLDER};
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{ListMailboxMessages, ResendMessage};
use sigillo_domain::id::MailboxId;
use sigillo_domain::message::MessageState;

use crate::components::{
    AlertKind, ErrorSummary, Form, Icon, IncrementalList, LoadMore, Waiting, announce,
    incremental_list,
};
use crate::i18n::{date_time, t, texts};
use crate::route::Route;
use crate::{api, browser};

/// How often, and how many times, the messages are read again while one has just been queued.
const POLL_INTERVAL: Duration = Duration::from_secs(4);
const MAX_POLLS: u32 = 8;

const HEADING: &str = "messages";

pub fn messages_of(id: MailboxId) -> IncrementalList<Message> {
    incremental_list(move |query| async move { api::list::<ListMailboxMessages>(id, &query).await })
}

#[component]
pub fn Messages(messages: IncrementalList<Message>, may_resend: bool) -> impl IntoView {
    follow(messages);
    let form = Form::new("resend");
    let resend =
        may_resend.then(|| Callback::new(move |message| send_again(form, &message, messages)));
    let list = move || match messages.items() {
        None => view! { <Waiting /> }.into_any(),
        Some(items) if items.is_empty() => {
            view! { <p class="fact-note">{t!(messages.none)}</p> }.into_any()
        }
        Some(items) => view! {
            <ul class="note-entries" data-testid="messages">
                {items.into_iter().map(|message| view! {
                    <Entry message=message resend=resend />
                }).collect_view()}
            </ul>
        }
        .into_any(),
    };
    view! {
        <section class="panel" aria-labelledby=HEADING>
            <div class="panel-head">
                <h2 id=HEADING tabindex="-1">{t!(messages.title)}</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=t!(messages.refresh)
                    title=t!(messages.refresh)
                    on:click=move |_| messages.restart()
                >
                    <Icon name="it-refresh" />
                </button>
            </div>
            <ErrorSummary form=form />
            {list}
            <LoadMore list=messages />
        </section>
    }
}

/// Reads the messages again while one has just been queued, to show its delivery.
fn follow(messages: IncrementalList<Message>) {
    let looks = StoredValue::new(MAX_POLLS);
    Effect::new(move |_| {
        let on_its_way = messages.items().is_some_and(|items| {
            items
                .iter()
                .any(|message| message.state == MessageState::Queued && message.attempts == 0)
        });
        let left = looks.get_value();
        if !on_its_way || left == 0 || messages.has_more_than_first_page() {
            return;
        }
        looks.set_value(left - 1);
        set_timeout(
            move || {
                // The person may have left the page meanwhile.
                if looks.try_get_value().is_some() {
                    messages.restart();
                }
            },
            POLL_INTERVAL,
        );
    });
}

#[component]
fn Entry(message: Message, resend: Option<Callback<Message>>) -> impl IntoView {
    let (kind, state, at) = (message.kind, message.state, message.created_at);
    let class = match state {
        MessageState::Queued => "state state-pending",
        MessageState::Sent => "state state-active",
        MessageState::Failed => "state state-expired",
        MessageState::Dropped => "state state-cancelled",
    };
    let resend = resend.filter(|_| state == MessageState::Failed);
    let (recipient, failed) = (message.recipient.clone(), message.clone());
    let reply = message.reply.clone();
    let in_folder = message.server.as_deref() == Some(OUTBOX_FOLDER);
    let said = move || {
        let t = texts().messages();
        if in_folder { t.file() } else { t.server_said() }
    };
    view! {
        <li class="message">
            <p class="message-head">
                <strong>{move || texts().messages().kind(kind)}</strong>
                <span class=class>{move || texts().messages().state(state)}</span>
            </p>
            <p class="note-by">
                {t!(messages.to)}" "<span class="message-to">{message.recipient.clone()}</span>
                " · "
                <time datetime=at.to_rfc3339()>{move || date_time(at)}</time>
            </p>
            <p class="message-fate">{move || delivery_of(&message)}</p>
            {reply.map(|reply| view! {
                <p class="message-reply">{said}" "<code>{reply}</code></p>
            })}
            {resend.map(|resend| view! {
                <button
                    type="button"
                    class="btn btn-outline-primary btn-sm"
                    aria-label=move || {
                        let t = texts().messages();
                        t.again_one(t.kind(kind), &recipient)
                    }
                    on:click=move |_| resend.run(failed.clone())
                >
                    {t!(messages.again)}
                </button>
            })}
        </li>
    }
}

fn send_again(form: Form, message: &Message, messages: IncrementalList<Message>) {
    let id = message.id;
    let page = Route::Mailbox(message.mailbox_id);
    form.send(
        async move { api::send::<ResendMessage>(id, &Nothing {}, None).await },
        move |outcome| match outcome {
            Ok(message) => {
                let queued = texts().messages().queued_again(&message.recipient);
                announce(AlertKind::Success, queued, page);
                messages.restart();
                // The button that was pressed disappears with the failure.
                browser::focus(HEADING);
            }
            Err(error) => form.show_failure(error),
        },
    );
}

/// The state of the message's delivery as text.
fn delivery_of(message: &Message) -> String {
    let t = texts().messages();
    let finished = message.finished_at.map(date_time).unwrap_or_default();
    match (message.state, &message.server) {
        (MessageState::Sent, Some(server)) if server == OUTBOX_FOLDER => t.written(&finished),
        (MessageState::Sent, Some(server)) => t.accepted_by(server, &finished),
        (MessageState::Sent, None) => t.accepted(&finished),
        (MessageState::Failed, Some(server)) => t.refused_by(server, &finished),
        (MessageState::Failed, None) => t.given_up(&finished),
        (MessageState::Dropped, _) => t.not_needed().to_owned(),
        // An attempt is counted when it starts, so the first one may still be in progress.
        (MessageState::Queued, _) if message.reply.is_none() => t.waiting().to_owned(),
        (MessageState::Queued, _) => {
            let tried = t.tried(message.attempts);
            match message.next_attempt_at {
                Some(at) => format!("{tried}; {}", t.next(&date_time(at))),
                None => tried,
            }
        }
    }
}
