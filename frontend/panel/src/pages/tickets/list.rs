//! The list of tickets, with the queues that somebody looks at first.

use std::time::Duration;

use leptos::prelude::*;
use sigillo_contract::activity::ActivityEventsQuery;
use sigillo_contract::operations::{CreateTicket, ExportHolders, ListTickets};
use sigillo_contract::ticket::{Ticket, TicketExportQuery, TicketQuery};
use sigillo_domain::preferences::ListName;
use sigillo_domain::subject::SubjectKind;
use sigillo_domain::ticket::{TicketPriority, TicketQueue, TicketStatus, TicketType};
use sigillo_kit::list_view::{ListView, PageRequest};
use sigillo_kit::routes::with_query;

use super::{StatusBadge, is_support};
use crate::components::{
    Column, ConnectionState, ExportMenu, Following, ForbiddenPage, LinkButton, ListSpec, Page,
    PageList, SearchBox, SelectFilter, Toolbar, any_record, follow, load_list, view_of_page,
    with_any,
};
use crate::i18n::{date_time, lang, t, texts};
use crate::route::{Route, key};
use crate::{api, session};

const NAME: ListName = ListName::Tickets;

pub const QUEUE: &str = "coda";
const PRIORITY: &str = "priorita";
const TYPE: &str = "tipo";
const FROM: &str = "dal";
const TO: &str = "al";
const FILTERS: &[&str] = &[QUEUE, key::STATE, PRIORITY, TYPE, FROM, TO];

fn query(view: &ListView, request: PageRequest) -> TicketQuery {
    let PageRequest { q, sort, cursor, limit, count } = request;
    TicketQuery {
        q,
        status: view.filter(key::STATE),
        priority: view.filter(PRIORITY),
        ticket_type: view.filter(TYPE),
        queue: view.filter(QUEUE),
        created_from: view.filter(FROM).and_then(|day| day.parse().ok()),
        created_to: view.filter(TO).and_then(|day| day.parse().ok()),
        sort,
        cursor,
        limit,
        count,
        ..TicketQuery::default()
    }
}

/// What is exported is what the list shows.
fn export_query(view: &ListView, format: &str) -> TicketExportQuery {
    let english = lang() == crate::i18n::Lang::En;
    TicketExportQuery {
        format: format.to_owned(),
        lang: english.then(|| "en".to_owned()),
        q: Some(view.search.clone()).filter(|text| !text.is_empty()),
        status: view.filter(key::STATE),
        priority: view.filter(PRIORITY),
        ticket_type: view.filter(TYPE),
        queue: view.filter(QUEUE),
        created_from: view.filter(FROM).and_then(|day| day.parse().ok()),
        created_to: view.filter(TO).and_then(|day| day.parse().ok()),
        sort: Some(view.order_or("-updated_at")),
        ..TicketExportQuery::default()
    }
}

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<ListTickets>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let view = view_of_page(NAME, FILTERS);
    let data = load_list::<ListTickets, Ticket>(view, query);
    let following = Following {
        query: of_tickets(),
        is_news: any_record,
        about: None,
        every: Duration::from_mins(5),
    };
    let connection = follow(following, Callback::new(move |()| data.rows.reload()));
    let spec = ListSpec {
        name: NAME,
        caption: t!(tickets.title).into(),
        columns: columns().into(),
        path: Route::Tickets.to_string(),
        order: |view| view.order_or("-updated_at"),
        search: Some(SearchBox { label: t!(tickets.search), hint: None }),
        filters: filters(),
        toolbar: Toolbar::Always,
        row_class: None,
    };
    let lead = || {
        let words = texts().tickets();
        if is_support() { words.lead_support() } else { words.lead() }
    };
    view! {
        <Page
            title=t!(tickets.title)
            lead=lead
            actions=move || view! { <Export view=view /> <ForSupport /> <Add /> }
        >
            <div class="ticket-head">
                <Queues view=view />
                <p><ConnectionState connection=connection /></p>
            </div>
            <PageList
                spec=spec
                data=data
                view=view
                page=Route::Tickets
                picker=None
                none_icon="it-help-circle"
                none_title=t!(tickets.none_title)
                none_text=t!(tickets.none_text)
                add=Add
            />
        </Page>
    }
    .into_any()
}

/// The records of tickets, of the whole activity.
pub fn of_tickets() -> ActivityEventsQuery {
    let subject_kind = Some(SubjectKind::Ticket.as_str().to_owned());
    ActivityEventsQuery { subject_kind, ..ActivityEventsQuery::default() }
}

/// The pages of the support alone.
#[component]
fn ForSupport() -> impl IntoView {
    let class = "btn btn-outline-primary";
    is_support().then(|| {
        view! {
            <LinkButton href=Route::CannedAnswers.href() label=t!(tickets.canned) class=class />
            <LinkButton href=Route::RefusedMail.href() label=t!(tickets.refused_mail) class=class />
        }
    })
}

#[component]
fn Add() -> impl IntoView {
    session::may::<CreateTicket>().then(|| {
        view! { <LinkButton href=Route::NewTicket.href() label=t!(tickets.new) icon="it-plus" key="n" /> }
    })
}

#[component]
fn Export(view: Memo<ListView>) -> impl IntoView {
    let download = Callback::new(move |format| {
        let query = view.with_untracked(|view| export_query(view, format));
        Box::pin(async move { api::download_tickets(&query).await }) as api::Pending<_>
    });
    // Whoever may export anything may export tickets.
    let may_export = session::may::<ExportHolders>;
    view! {
        <Show when=may_export>
            <ExportMenu download=download hint=t!(tickets.export_hint) />
        </Show>
    }
}

/// Links to the queues, before everything else.
#[component]
fn Queues(view: Memo<ListView>) -> impl IntoView {
    let support: &[TicketQueue] =
        &[TicketQueue::Unassigned, TicketQueue::Mine, TicketQueue::Waiting, TicketQueue::Open];
    let queues = if is_support() {
        support
    } else {
        &[TicketQueue::Waiting, TicketQueue::Mine, TicketQueue::Open]
    };
    let shown = move || view.with(|view| view.filter(QUEUE)).unwrap_or_default();
    let link = move |queue: Option<TicketQueue>| {
        let value = queue.map_or("", TicketQueue::as_str);
        let words = move || match queue {
            None => texts().tickets().all(),
            Some(queue) => texts().tickets().queue_name(queue, is_support()),
        };
        view! {
            <li>
                <a
                    href=with_query(Route::Tickets, &[(QUEUE, value)])
                    aria-current=move || (shown() == value).then_some("page")
                >
                    {words}
                </a>
            </li>
        }
    };
    let each = queues.iter().map(|queue| Some(*queue)).chain([None]);
    view! {
        <nav aria-label=t!(tickets.queues)>
            <ul class="ticket-queues">{each.map(link).collect_view()}</ul>
        </nav>
    }
}

fn filters() -> Vec<SelectFilter> {
    vec![
        SelectFilter::new(QUEUE, "queue", t!(tickets.queues), || {
            let words = texts().tickets();
            let each = TicketQueue::ALL.into_iter();
            let name = |it| words.queue_name(it, is_support()).to_owned();
            with_any(words.all(), each.map(|it| (it.as_str(), name(it))))
        })
        .offered_when(Signal::stored(false)),
        SelectFilter::new(key::STATE, "status", t!(tickets.status), || {
            let words = texts().tickets();
            let each = TicketStatus::ALL.into_iter();
            with_any(words.any(), each.map(|it| (it.as_str(), words.status_name(it).to_owned())))
        }),
        SelectFilter::new(PRIORITY, "priority", t!(tickets.priority), || {
            let words = texts().tickets();
            let each = TicketPriority::ALL.into_iter();
            with_any(words.any(), each.map(|it| (it.as_str(), words.priority_name(it).to_owned())))
        }),
        SelectFilter::new(TYPE, "type", t!(tickets.kind), || {
            let words = texts().tickets();
            let each = TicketType::ALL.into_iter();
            with_any(words.any(), each.map(|it| (it.as_str(), words.type_name(it).to_owned())))
        }),
        SelectFilter::day(FROM, "from", t!(tickets.opened_from)).as_further(),
        SelectFilter::day(TO, "to", t!(tickets.opened_to)).as_further(),
    ]
}

fn columns() -> Vec<Column<Ticket>> {
    let mut columns = vec![
        Column::new(t!(tickets.reference), |row: &Ticket| {
            view! { <a class="ticket-reference" href=Route::Ticket(row.id).href()>{row.reference.clone()}</a> }
        })
        .class("cell-name")
        .sorted_by("reference"),
        Column::new(t!(tickets.summary), |row: &Ticket| row.summary.clone())
            .labelled()
            .optional("summary"),
        Column::new(t!(tickets.status), |row: &Ticket| {
            view! { <StatusBadge status=row.status /> }
        })
        .class("cell-state")
        .optional("status"),
        Column::new(t!(tickets.kind), |row: &Ticket| {
            let kind = row.ticket_type;
            move || texts().tickets().type_name(kind)
        })
        .labelled()
        .optional("type"),
        Column::new(t!(tickets.priority), |row: &Ticket| {
            let priority = row.priority;
            move || texts().tickets().priority_name(priority)
        })
        .labelled()
        .optional("priority"),
        Column::new(t!(tickets.desk), |row: &Ticket| {
            let desk = row.desk;
            move || texts().tickets().desk_name(desk)
        })
        .labelled()
        .optional("desk"),
        Column::new(t!(tickets.requester), |row: &Ticket| {
            row.requester_name.clone().unwrap_or_else(|| row.requester.clone())
        })
        .labelled()
        .optional("requester"),
    ];
    if is_support() {
        columns.push(
            Column::new(t!(tickets.organization), |row: &Ticket| row.organization_name.clone())
                .labelled()
                .optional("organization"),
        );
    }
    columns.push(
        Column::new(t!(tickets.updated), |row: &Ticket| {
            let at = row.updated_at;
            move || date_time(at)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("updated_at")
        .optional("updated_at"),
    );
    columns
}
