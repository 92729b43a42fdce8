//! The e-mails to the support that no ticket has taken.

use leptos::prelude::*;
use sigillo_contract::operations::ListRefusedMail;
use sigillo_contract::page::Page as PageOf;
use sigillo_contract::refused_mail::{RefusedMail, RefusedMailQuery};

use crate::components::{
    Column, Crumb, DataTable, EmptyState, ForbiddenPage, LoadMore, Page, incremental_list,
};
use crate::i18n::{date_time, t, texts};
use crate::route::Route;
use crate::{api, session};

#[component]
pub fn RefusedMailList() -> impl IntoView {
    if !session::may::<ListRefusedMail>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let crumbs = vec![Crumb::new(t!(tickets.title), Route::Tickets)];
    let mails = incremental_list(move |page| {
        let query = RefusedMailQuery {
            cursor: page.cursor,
            limit: page.limit,
            ..RefusedMailQuery::default()
        };
        async move { api::list::<ListRefusedMail>((), &query).await as Result<PageOf<RefusedMail>, _> }
    });
    let table = move || {
        match mails.items() {
        None => mails.placeholder(),
        Some(items) if items.is_empty() => view! {
            <EmptyState icon="it-mail" title=t!(tickets.no_refused_mail)>
                <p>{t!(tickets.no_refused_mail_text)}</p>
            </EmptyState>
        }
        .into_any(),
        Some(items) => view! {
            <DataTable caption=t!(tickets.refused_mail) testid="refused-mail" columns=columns() rows=items />
        }
        .into_any(),
    }
    };
    view! {
        <Page title=t!(tickets.refused_mail) lead=t!(tickets.refused_mail_lead) crumbs=crumbs>
            {table}
            <LoadMore list=mails />
        </Page>
    }
    .into_any()
}

fn columns() -> Vec<Column<RefusedMail>> {
    vec![
        Column::new(t!(tickets.received), |row: &RefusedMail| {
            let at = row.received_at;
            move || date_time(at)
        })
        .class("cell-date"),
        Column::new(t!(tickets.sender), |row: &RefusedMail| row.sender.clone())
            .class("cell-name")
            .as_row_header(),
        Column::new(t!(tickets.summary), |row: &RefusedMail| row.subject.clone()).labelled(),
        Column::new(t!(tickets.refusal), |row: &RefusedMail| {
            let reason = row.reason;
            move || texts().tickets().refusal_name(reason)
        })
        .labelled(),
        Column::new(t!(tickets.reference), |row: &RefusedMail| {
            let ticket = row.ticket_id.zip(row.reference.clone());
            ticket.map(|(id, reference)| view! { <a class="ticket-reference" href=Route::Ticket(id).href()>{reference}</a> })
        })
        .labelled(),
    ]
}
