//! The exchange of a ticket: what was written, and each change of its status, in order.

use leptos::prelude::*;
use sigillo_contract::ticket::{TicketAttachment, TicketDetail, TicketMessage};
use sigillo_domain::id::TicketMessageId;
use sigillo_domain::ticket::split_quoted;

use super::StatusBadge;
use crate::api;
use crate::components::DownloadButton;
use crate::i18n::{date_time, file_size, t, texts};

#[component]
pub fn Exchange(detail: TicketDetail) -> impl IntoView {
    let files = StoredValue::new(detail.attachments.clone());
    let closure = detail.closure.clone();
    let last_close = detail
        .messages
        .iter()
        .rev()
        .find(|it| it.event == sigillo_domain::ticket::TicketEvent::Close);
    let last_close = last_close.map(|message| message.id);
    let entries = detail.messages.into_iter().map(move |message| {
        let closure = closure.clone().filter(|_| last_close == Some(message.id));
        let closure = closure.map(|closure| {
            view! {
                <dl class="ticket-closure">
                    <dt>{t!(tickets.problem)}</dt><dd>{closure.problem}</dd>
                    <dt>{t!(tickets.action)}</dt><dd>{closure.action}</dd>
                    <dt>{t!(tickets.solution)}</dt><dd>{closure.solution}</dd>
                </dl>
            }
        });
        let files = files.with_value(|all| files_of(all, Some(message.id)));
        view! { <Entry message=message files=files>{closure}</Entry> }
    });
    view! {
        <section class="panel" aria-labelledby="ticket-exchange">
            <h2 id="ticket-exchange">{t!(tickets.exchange)}</h2>
            <ol class="ticket-thread">{entries.collect_view()}</ol>
        </section>
    }
}

#[component]
fn Entry(
    message: TicketMessage,
    files: Vec<TicketAttachment>,
    children: Children,
) -> impl IntoView {
    let TicketMessage {
        at,
        event,
        from,
        to,
        author,
        author_name,
        by_support,
        by_mail,
        internal,
        text,
        ..
    } = message;
    let who = author_name.unwrap_or(author);
    let sentence = move || {
        let words = texts().tickets();
        let who = if by_support { format!("{who} ({})", words.support()) } else { who.clone() };
        words.sentence(event, &who)
    };
    let class = match (internal, by_support) {
        (true, _) => "ticket-entry ticket-internal",
        (false, true) => "ticket-entry ticket-support",
        (false, false) => "ticket-entry",
    };
    let moved = (from != to).then(|| view! { <StatusBadge status=to /> });
    let (own, quoted) = split_quoted(&text);
    let quoted = (by_mail && !quoted.is_empty()).then(|| quoted.to_owned());
    let own = if quoted.is_some() { own.to_owned() } else { text };
    let text = (!own.is_empty()).then(|| view! { <p class="ticket-text">{own}</p> });
    let quoted = quoted.map(|quoted| {
        view! {
            <details class="ticket-quoted">
                <summary>{t!(tickets.quoted)}</summary>
                <p class="ticket-text">{quoted}</p>
            </details>
        }
    });
    view! {
        <li class=class>
            <p class="ticket-entry-head">
                <strong>{sentence}</strong>
                <span class="fact-note">{move || date_time(at)}</span>
                {moved}
                {by_mail.then(|| view! { <span class="ticket-by-mail">{t!(tickets.by_mail)}</span> })}
                {internal.then(|| view! { <span class="ticket-private">{t!(tickets.internal)}</span> })}
            </p>
            {text}
            {quoted}
            {children()}
            <FileList files=files />
        </li>
    }
}

/// The files of an entry; of the description where there is none.
pub fn files_of(
    all: &[TicketAttachment],
    message: Option<TicketMessageId>,
) -> Vec<TicketAttachment> {
    all.iter().filter(|file| file.message_id == message).cloned().collect()
}

#[component]
pub fn FileList(files: Vec<TicketAttachment>) -> impl IntoView {
    let line = |file: TicketAttachment| {
        let (id, name, label) = (file.id, file.name.clone(), file.name.clone());
        let download = Callback::new(move |()| {
            Box::pin(api::download_ticket_file(id, name.clone())) as api::Pending<_>
        });
        view! {
            <li>
                <DownloadButton label=move || texts().tickets().download(&label) download=download class="link" />
                <span class="fact-note">{move || file_size(file.bytes)}</span>
            </li>
        }
    };
    (!files.is_empty()).then(|| {
        let lines = files.into_iter().map(line).collect_view();
        view! { <ul class="ticket-lines" aria-label=t!(tickets.attachments)>{lines}</ul> }
    })
}
