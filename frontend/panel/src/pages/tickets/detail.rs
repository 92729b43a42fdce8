//! A ticket: what was reported, the exchange about it, and what can be done now.

use std::time::Duration;

use leptos::prelude::*;
use sigillo_contract::operations::GetTicket;
use sigillo_contract::ticket::TicketDetail;
use sigillo_domain::id::TicketId;
use sigillo_domain::ticket::TicketStatus;

use super::act::{ActForm, Buttons};
use super::classify::Classify;
use super::context::SentContext;
use super::exchange::{Exchange, FileList, files_of};
use super::list::of_tickets;
use super::{StatusBadge, is_support};
use crate::components::{
    Alert, AlertKind, ConnectionState, Crumb, Fact, Facts, Following, ForbiddenPage, HistoryPanel,
    Load, Page, about_it, follow, guarded, load, loaded,
};
use crate::i18n::{date_time, t, texts};
use crate::route::Route;
use crate::{api, session};

#[component]
pub fn Detail(id: TicketId) -> impl IntoView {
    if !session::may::<GetTicket>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let ticket = load(move || api::get::<GetTicket>(id));
    let following = Following {
        query: of_tickets(),
        is_news: about_it,
        about: Some(id.uuid()),
        every: Duration::from_mins(5),
    };
    let connection = follow(following, Callback::new(move |()| ticket.reload()));
    let history = Signal::derive(move || ticket.get());
    let put = Callback::new(move |newer| ticket.put(newer));
    let is_there = Memo::new(move |_| ticket.get().is_some());
    let title = move || match ticket.get() {
        Some(found) => format!("{} – {}", found.ticket.reference, found.ticket.summary),
        None => texts().tickets().title().to_owned(),
    };
    let crumbs = vec![Crumb::new(t!(tickets.title), Route::Tickets)];
    let beside =
        move || ticket.get().map(|found| view! { <StatusBadge status=found.ticket.status /> });
    let page = move || {
        view! {
            <Page title=title crumbs=crumbs.clone() beside=beside actions=move || view! { <Buttons ticket=ticket /> }>
                <p class="ticket-live"><ConnectionState connection=connection /></p>
                {loaded(ticket, move |found| view! { <Sheet detail=found ticket=ticket /> })}
                <ActForm id=id ticket=ticket />
                {move || is_there.get().then(|| view! {
                    <HistoryPanel<TicketDetail> subject=history put=put />
                })}
            </Page>
        }
    };
    guarded(ticket, |_| true, page).into_any()
}

#[component]
fn Sheet(detail: TicketDetail, ticket: Load<TicketDetail>) -> impl IntoView {
    let description = detail.description.clone();
    let description =
        (!description.is_empty()).then(|| view! { <p class="ticket-text">{description}</p> });
    let files = files_of(&detail.attachments, None);
    let context = detail.context.clone().map(|context| {
        view! {
            <h3 class="ticket-sent">{t!(tickets.context)}</h3>
            <SentContext context=context />
        }
    });
    let exchange = (!detail.messages.is_empty()).then({
        let detail = detail.clone();
        move || view! { <Exchange detail=detail /> }
    });
    let has_more = description.is_some() || !files.is_empty() || context.is_some();
    view! {
        <StatusNote detail=detail.clone() />
        <Data detail=detail.clone() />
        <Classify detail=detail ticket=ticket />
        {has_more.then(|| view! {
            <section class="panel" aria-labelledby="ticket-description">
                <h2 id="ticket-description">{t!(tickets.description)}</h2>
                {description}
                <FileList files=files />
                {context}
            </section>
        })}
        {exchange}
    }
}

/// What the requester's side has to do.
#[component]
fn StatusNote(detail: TicketDetail) -> impl IntoView {
    if is_support() {
        return ().into_any();
    }
    match detail.ticket.status {
        TicketStatus::WaitingForCustomer => view! {
            <Alert kind=AlertKind::Warning quiet=true title=t!(tickets.waits_title)>
                <p>{t!(tickets.waits_text)}</p>
            </Alert>
        }
        .into_any(),
        TicketStatus::NeedApproval => view! {
            <Alert kind=AlertKind::Warning quiet=true title=t!(tickets.approval_title)>
                <p>{t!(tickets.approval_text)}</p>
            </Alert>
        }
        .into_any(),
        TicketStatus::WaitingForSupport | TicketStatus::InProgress | TicketStatus::Closed => {
            ().into_any()
        }
    }
}

#[component]
fn Data(detail: TicketDetail) -> impl IntoView {
    let TicketDetail { ticket, email, .. } = detail;
    let (kind, priority, desk) = (ticket.ticket_type, ticket.priority, ticket.desk);
    // What can be changed is shown where it is changed.
    let is_closed = ticket.status == TicketStatus::Closed;
    let assignee = ticket.assignee_name.or(ticket.assignee);
    let assignee =
        move || assignee.clone().unwrap_or_else(|| texts().tickets().nobody().to_owned());
    let email = move || email.clone().unwrap_or_else(|| texts().tickets().no_email().to_owned());
    view! {
        <section class="panel data" aria-label=t!(tickets.data)>
            <Facts>
                {is_closed.then(|| view! {
                    <Fact label=t!(tickets.kind)>{move || texts().tickets().type_name(kind)}</Fact>
                    <Fact label=t!(tickets.priority)>{move || texts().tickets().priority_name(priority)}</Fact>
                })}
                {(is_closed || !is_support()).then(|| view! {
                    <Fact label=t!(tickets.desk)>{move || texts().tickets().desk_name(desk)}</Fact>
                })}
                <Fact label=t!(tickets.organization)>{ticket.organization_name}</Fact>
            </Facts>
            <Facts>
                <Fact label=t!(tickets.requester)>{ticket.requester_name.unwrap_or(ticket.requester)}</Fact>
                <Fact label=t!(tickets.assignee)>{assignee}</Fact>
                <Fact label=t!(tickets.opened)>{move || date_time(ticket.created_at)}</Fact>
                <Fact label=t!(tickets.email)>{email}</Fact>
            </Facts>
        </section>
    }
}
