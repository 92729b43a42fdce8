//! The mailboxes of a holder.

use leptos::prelude::*;
use sigillo_contract::mailbox::{Mailbox, MailboxQuery};
use sigillo_contract::operations::ListMailboxes;
use sigillo_domain::id::HolderId;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::name::readable;

use super::pane::Pane;
use crate::api;
use crate::components::{Column, DataTable, LoadMore, PasswordBadge, StateBadge, incremental_list};
use crate::i18n::{date, t, texts};
use crate::route::Route;

#[component]
pub fn Boxes(holder: HolderId, count: i64) -> impl IntoView {
    let boxes = incremental_list(move |page| {
        let query = MailboxQuery {
            holder: Some(holder),
            sort: Some("-created_at".to_owned()),
            cursor: page.cursor,
            limit: page.limit,
            ..MailboxQuery::default()
        };
        api::list::<ListMailboxes>((), &query)
    });
    let list = move || match boxes.items() {
        None => boxes.placeholder(),
        Some(items) if items.is_empty() => {
            view! { <p class="fact-note">{t!(holders.no_mailboxes)}</p> }.into_any()
        }
        Some(items) => {
            let items = Signal::stored(items);
            view! {
                <DataTable
                    caption=t!(holders.mailboxes)
                    testid="holder-mailboxes"
                    columns=columns()
                    rows=items
                    row_class=Some(row_class)
                />
            }
            .into_any()
        }
    };
    view! {
        <Pane id="holder-mailboxes-title" title=t!(holders.mailboxes) count=Signal::stored(count) state=None>
            {list}
            <LoadMore list=boxes />
        </Pane>
    }
}

fn row_class(mailbox: &Mailbox) -> &'static str {
    if mailbox.state == MailboxState::Cancelled { "row-cancelled" } else { "" }
}

fn columns() -> Vec<Column<Mailbox>> {
    vec![
        Column::new(t!(list.mailbox), |row: &Mailbox| {
            view! { <a href=Route::Mailbox(row.id).href()>{readable(&row.address).into_owned()}</a> }
        })
        .class("cell-name"),
        Column::new(t!(list.state), |row: &Mailbox| {
            view! {
                <span class="states">
                    <StateBadge state=row.state />
                    <PasswordBadge mailbox=row.state password=row.password_state />
                </span>
            }
        })
        .class("cell-state"),
        Column::new(t!(holders.created), |row: &Mailbox| {
            let at = row.created_at;
            move || date(at)
        })
        .class("cell-date")
        .labelled(),
        Column::new(t!(holders.expires), |row: &Mailbox| {
            let at = row.expires_at;
            move || at.map_or_else(|| t!(detail.no_expiry)().to_owned(), date)
        })
        .class("cell-date")
        .labelled(),
        Column::new(t!(identification.rem_readiness), |row: &Mailbox| {
            let readiness = row.rem_readiness;
            move || texts().identification().readiness(readiness)
        })
        .labelled(),
    ]
}
