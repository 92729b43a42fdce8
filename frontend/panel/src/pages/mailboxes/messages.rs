//! The messages to the mailbox's user, and their delivery.

use std::time::Duration;

use leptos::prelude::*;
use sigillo_contract::message::{Message, MessageQuery, OUTBOX_FOLDER};
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{ListMailboxMessages, ResendMessage};
use sigillo_domain::id::MailboxId;
use sigillo_domain::message::{MessageKind, MessageState};

use crate::components::{
    AlertKind, ErrorSummary, Form, Icon, IncrementalList, LoadMore, NothingMatches, Pick, announce,
    incremental_list,
};
use crate::i18n::{date_time, t, texts};
use crate::route::Route;
use crate::{api, browser};

/// How often, and how many times, the messages are read again while one has just been queued.
const POLL_INTERVAL: Duration = Duration::from_secs(4);
const MAX_POLLS: u32 = 8;

const LIST: &str = "message-list";

/// The id of the filter by kind.
const KIND: &str = "message-kind";

/// `changed` says that a message was queued elsewhere on the page, so that they are read again.
#[component]
pub fn Messages(id: MailboxId, may_resend: bool, changed: RwSignal<u32>) -> impl IntoView {
    let (kind, state) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let clear = Callback::new(move |()| {
        kind.set(String::new());
        state.set(String::new());
    });
    let kinds = Signal::derive(|| {
        let words = texts().messages();
        let each = MessageKind::ALL.iter();
        let each = each.map(|kind| (kind.as_str().to_owned(), words.kind(*kind).to_owned()));
        std::iter::once((String::new(), words.every_kind().to_owned())).chain(each).collect()
    });
    let states = Signal::derive(|| {
        let words = texts().messages();
        let each = MessageState::ALL.into_iter();
        let each = each.map(|state| (state.as_str().to_owned(), words.outcome(state).to_owned()));
        std::iter::once((String::new(), words.every_outcome().to_owned())).chain(each).collect()
    });
    view! {
        <div class="picks">
            <Pick id=KIND label=t!(messages.kind_label) options=kinds value=kind />
            <Pick id="message-state" label=t!(messages.outcome_label) options=states value=state />
            <button
                type="button"
                class="icon-button"
                aria-label=t!(messages.refresh)
                title=t!(messages.refresh)
                on:click=move |_| changed.update(|count| *count += 1)
            >
                <Icon name="it-refresh" />
            </button>
        </div>
        {move || {
            changed.track();
            let given = |text: String| (!text.is_empty()).then_some(text);
            let (kind, state) = (given(kind.get()), given(state.get()));
            view! { <Found id=id kind=kind state=state clear=clear may_resend=may_resend /> }
        }}
    }
}

#[component]
fn Found(
    id: MailboxId,
    kind: Option<String>,
    state: Option<String>,
    clear: Callback<()>,
    may_resend: bool,
) -> impl IntoView {
    let is_filtered = kind.is_some() || state.is_some();
    let messages = incremental_list(move |page| {
        let (kind, state) = (kind.clone(), state.clone());
        let query = MessageQuery { kind, state, cursor: page.cursor, limit: page.limit };
        async move { api::list::<ListMailboxMessages>(id, &query).await }
    });
    // A message that has just been queued is on its way.
    let is_queued =
        |message: &Message| message.state == MessageState::Queued && message.attempts == 0;
    messages.follow(is_queued, POLL_INTERVAL, MAX_POLLS);
    let form = Form::new("resend");
    let resend =
        may_resend.then(|| Callback::new(move |message| send_again(form, &message, messages)));
    let list = move || match messages.items() {
        None => messages.placeholder(),
        Some(items) if items.is_empty() && is_filtered => view! {
            <NothingMatches text=t!(messages.none_matches) clear=clear filter=KIND />
        }
        .into_any(),
        Some(items) if items.is_empty() => {
            view! { <p class="fact-note">{t!(messages.none)}</p> }.into_any()
        }
        Some(items) => view! {
            <ul class="message-events" data-testid="messages" id=LIST tabindex="-1">
                {by_event(items).into_iter().map(|event| view! {
                    <EventLine messages=event resend=resend />
                }).collect_view()}
            </ul>
        }
        .into_any(),
    };
    view! {
        <ErrorSummary form=form />
        {list}
        <LoadMore list=messages />
    }
}

/// The messages that one event caused: they are of one kind, and were queued at one moment.
fn by_event(messages: Vec<Message>) -> Vec<Vec<Message>> {
    let mut events: Vec<Vec<Message>> = vec![];
    for message in messages {
        let is_same = |event: &&mut Vec<Message>| {
            event.first().is_some_and(|first| {
                (first.kind, first.created_at) == (message.kind, message.created_at)
            })
        };
        match events.iter_mut().rev().find(is_same) {
            Some(event) => event.push(message),
            None => events.push(vec![message]),
        }
    }
    events
}

/// An event on one line; it unfolds into what the servers answered.
#[component]
fn EventLine(messages: Vec<Message>, resend: Option<Callback<Message>>) -> impl IntoView {
    let first = messages.first().cloned()?;
    let (kind, at) = (first.kind, first.created_at);
    let recipients: Vec<_> = messages.iter().map(|message| message.recipient.clone()).collect();
    let mut states: Vec<_> = messages.iter().map(state_of).collect();
    states.dedup();
    let badges = states
        .into_iter()
        .map(|(state, in_folder)| view! { <Badge state=state in_folder=in_folder /> });
    // What needs a person is unfolded from the start.
    let open = messages.iter().any(|message| message.state == MessageState::Failed);
    Some(view! {
        <li>
            <details class="message-event" open=open>
                <summary>
                    <time datetime=at.to_rfc3339()>{move || date_time(at)}</time>
                    <strong>{move || texts().messages().kind(kind)}</strong>
                    <span class="message-to">{recipients.join(", ")}</span>
                    <span class="message-states">{badges.collect_view()}</span>
                </summary>
                <ul class="note-entries">
                    {messages.into_iter().map(|message| view! {
                        <Delivery message=message resend=resend />
                    }).collect_view()}
                </ul>
            </details>
        </li>
    })
}

/// The state of a message, and whether it was only written to a file.
fn state_of(message: &Message) -> (MessageState, bool) {
    (message.state, message.server.as_deref() == Some(OUTBOX_FOLDER))
}

#[component]
fn Badge(state: MessageState, in_folder: bool) -> impl IntoView {
    let class = match state {
        // Nobody has received what was written to a file.
        MessageState::Sent if in_folder => "state state-cancelled",
        MessageState::Queued => "state state-pending",
        MessageState::Sent => "state state-active",
        MessageState::Failed => "state state-expired",
        MessageState::Dropped => "state state-cancelled",
    };
    view! {
        <span class=class>{move || match state {
            MessageState::Sent if in_folder => texts().messages().written_to_file(),
            _ => texts().messages().state(state),
        }}</span>
    }
}

/// The delivery of a message to one recipient.
#[component]
fn Delivery(message: Message, resend: Option<Callback<Message>>) -> impl IntoView {
    let (kind, (state, in_folder)) = (message.kind, state_of(&message));
    let resend = resend.filter(|_| state == MessageState::Failed);
    let (recipient, failed) = (message.recipient.clone(), message.clone());
    let reply = message.reply.clone();
    let said = move || {
        let t = texts().messages();
        if in_folder { t.file() } else { t.server_said() }
    };
    view! {
        <li class="message">
            <p class="message-fate">
                <span class="message-to">{message.recipient.clone()}</span>": "{move || delivery_of(&message)}
            </p>
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
                browser::focus(LIST);
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(kind: &str, second: u32) -> Message {
        serde_json::from_value(json!({
            "id": "00000000-0000-0000-0000-000000000001",
            "mailbox_id": "00000000-0000-0000-0000-000000000002",
            "kind": kind, "recipient": "u@example.org", "state": "sent", "attempts": 1,
            "created_at": format!("2026-01-01T00:00:{second:02}Z"),
        }))
        .unwrap()
    }

    #[test]
    fn messages_of_one_kind_and_moment_are_one_event() {
        let changed = "communication_email_changed";
        let all = vec![
            message(changed, 9),
            message("set_password", 9),
            message(changed, 9),
            message(changed, 5),
        ];
        let sizes: Vec<_> = by_event(all).iter().map(Vec::len).collect();
        assert_eq!(sizes, [2, 1, 1]);
    }
}
