//! What the page knew where somebody reports a problem: shown before it is sent, each piece removable.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::history::{HistoryQuery, HistoryRecord};
use sigillo_contract::mailbox::MailboxDetailQuery;
use sigillo_contract::message::MessageQuery;
use sigillo_contract::operations::{
    GetMailbox, GetMailboxHistory, ListMailboxEffects, ListMailboxMessages,
};
use sigillo_contract::page::PageQuery;
use sigillo_contract::ticket::TicketContext;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mail_host::EffectState;
use sigillo_domain::message::MessageState;
use sigillo_domain::name::readable;
use sigillo_domain::ticket::CONTEXT_LINE_MAX;

use super::report_key;
use crate::i18n::{date_time, t, texts};
use crate::route::Route;
use crate::{api, router};

/// How many lines of each list are read.
const LINES: u32 = 5;

/// The pieces of a context, of which each can be removed.
pub type Context = RwSignal<TicketContext>;

/// The context of the page that the address of this one names.
pub fn context_of_address() -> Context {
    let query = router::query();
    let of = |key: &str| query.with_untracked(|query| query.get(key)).map(|text| line(&text));
    let page = of(report_key::PAGE).filter(|page| page.starts_with('/'));
    let trace_id = of(report_key::TRACE).filter(|text| !text.is_empty());
    let mailbox = page.as_deref().and_then(mailbox_of);
    let context = RwSignal::new(TicketContext { page, trace_id, ..TicketContext::default() });
    if let Some(id) = mailbox {
        spawn_local(read(context, id));
    }
    context
}

fn mailbox_of(path: &str) -> Option<MailboxId> {
    match Route::parse(path)? {
        Route::Mailbox(id)
        | Route::EditMailbox(id)
        | Route::CancelMailbox(id)
        | Route::NewHolderChange(id) => Some(id),
        _ => None,
    }
}

/// Reads what is known of a mailbox. What cannot be read is left out: it only helps.
async fn read(context: Context, id: MailboxId) {
    let mailbox = api::list::<GetMailbox>(id, &MailboxDetailQuery::default()).await;
    let Ok(mailbox) = mailbox else { return };
    let latest = HistoryQuery { limit: Some(LINES), ..HistoryQuery::default() };
    let history = api::list::<GetMailboxHistory>(id, &latest).await;
    let failed = MessageQuery {
        state: Some(MessageState::Failed.as_str().to_owned()),
        limit: Some(LINES),
        ..MessageQuery::default()
    };
    let messages = api::list::<ListMailboxMessages>(id, &failed).await;
    let newest = PageQuery { limit: Some(20), ..PageQuery::default() };
    let effects = api::list::<ListMailboxEffects>(id, &newest).await;
    let _ = context.try_update(|context| {
        context.mailbox = Some(line(&readable(&mailbox.address)));
        let records = history.map(|page| page.items).unwrap_or_default();
        context.history = records.iter().map(record).collect();
        let messages = messages.map(|page| page.items).unwrap_or_default().into_iter();
        let message = |it: sigillo_contract::message::Message| {
            let kind = texts().messages().kind(it.kind);
            line(&format!("{}: {kind}, {}", date_time(it.created_at), it.recipient))
        };
        context.failed_messages = messages.map(message).collect();
        let effects = effects.map(|page| page.items).unwrap_or_default().into_iter();
        let open = effects
            .filter(|it| matches!(it.state, EffectState::Requested | EffectState::Failing))
            .take(LINES as usize);
        let effect = |it: sigillo_contract::mail_host::MailHostEffect| {
            let what = texts().effects().effect(it.effect);
            line(&format!("{}: {what}", date_time(it.requested_at)))
        };
        context.unapplied_effects = open.map(effect).collect();
    });
}

fn record(record: &HistoryRecord) -> String {
    let action = texts().detail().action_name(record.action);
    line(&format!("{}: {action}, {}", date_time(record.at), record.actor.name))
}

fn line(text: &str) -> String {
    text.chars().take(CONTEXT_LINE_MAX).collect()
}

/// The pieces that are left, each with the button that removes it.
#[component]
pub fn ContextBox(context: Context) -> impl IntoView {
    move || {
        let shown = pieces(context.get());
        (!shown.is_empty()).then(|| {
            let lines =
                shown.into_iter().map(|piece| view! { <PieceLine piece=piece context=context /> });
            view! {
                <section class="field ticket-context" aria-labelledby="ticket-context">
                    <h2 id="ticket-context" class="field-label">{t!(tickets.context)}</h2>
                    <p class="field-hint">{t!(tickets.context_lead)}</p>
                    <ul class="ticket-lines">{lines.collect_view()}</ul>
                </section>
            }
        })
    }
}

/// A piece of a context as a person sees it.
#[derive(Clone)]
struct Piece {
    label: fn() -> &'static str,
    texts: Vec<String>,
    remove: fn(&mut TicketContext),
}

fn pieces(context: TicketContext) -> Vec<Piece> {
    let one = |text: Option<String>| text.into_iter().collect::<Vec<_>>();
    let all = [
        Piece { label: t!(tickets.page), texts: one(context.page), remove: |it| it.page = None },
        Piece {
            label: t!(tickets.mailbox),
            texts: one(context.mailbox),
            remove: |it| it.mailbox = None,
        },
        Piece {
            label: t!(tickets.trace_id),
            texts: one(context.trace_id),
            remove: |it| it.trace_id = None,
        },
        Piece {
            label: t!(tickets.history),
            texts: context.history,
            remove: |it| it.history.clear(),
        },
        Piece {
            label: t!(tickets.failed_messages),
            texts: context.failed_messages,
            remove: |it| it.failed_messages.clear(),
        },
        Piece {
            label: t!(tickets.unapplied_effects),
            texts: context.unapplied_effects,
            remove: |it| it.unapplied_effects.clear(),
        },
        Piece {
            label: t!(tickets.outages),
            texts: context.outages,
            remove: |it| it.outages.clear(),
        },
    ];
    all.into_iter().filter(|piece| !piece.texts.is_empty()).collect()
}

#[component]
fn PieceLine(piece: Piece, context: Context) -> impl IntoView {
    let Piece { label, texts: lines, remove } = piece;
    view! {
        <li>
            <PieceText label=label lines=lines />
            <button
                type="button"
                class="link"
                aria-label=move || texts().tickets().remove_it(label())
                on:click=move |_| context.update(remove)
            >
                {t!(tickets.remove)}
            </button>
        </li>
    }
}

#[component]
fn PieceText(label: fn() -> &'static str, lines: Vec<String>) -> impl IntoView {
    let lines = lines.into_iter().map(|line| view! { <span class="ticket-piece">{line}</span> });
    view! { <span class="ticket-file"><strong>{label}</strong>{lines.collect_view()}</span> }
}

/// The context that came with a ticket.
#[component]
pub fn SentContext(context: TicketContext) -> impl IntoView {
    let lines = pieces(context).into_iter();
    let lines =
        lines.map(|piece| view! { <li><PieceText label=piece.label lines=piece.texts /></li> });
    view! { <ul class="ticket-lines">{lines.collect_view()}</ul> }
}
