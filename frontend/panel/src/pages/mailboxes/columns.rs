//! The table of mailboxes.

use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::mailbox_list::SortField;
use sigillo_domain::permission::Permission;

use super::bulk::{PageCheckbox, RowCheckbox, Selection};
use crate::components::{Column, DataTable, Icon, Order, PasswordBadge, SpaceCell, StateBadge};
use crate::i18n::{date, megabytes, t, texts};
use crate::route::Route;
use crate::session;

#[component]
pub fn Table(
    rows: Vec<Mailbox>,
    order: Order,
    /// Whether the space in use is measured; otherwise its column would be empty and is hidden.
    measured: Memo<bool>,
    /// None if this account may not take any bulk action.
    selection: Option<Selection>,
) -> impl IntoView {
    let mut columns = columns(measured);
    if let Some(selection) = selection {
        columns.insert(0, selection_column(selection));
    }
    view! {
        {selection.map(|selection| view! {
            <div class="select-cards"><PageCheckbox selection=selection id="select-cards" /></div>
        })}
        <DataTable
            caption=t!(list.title)
            testid="mailboxes"
            columns=columns
            rows=rows
            order=order
            row_class=row_class
        />
    }
}

fn row_class(mailbox: &Mailbox) -> &'static str {
    if mailbox.state == MailboxState::Cancelled { "row-cancelled" } else { "" }
}

fn selection_column(selection: Selection) -> Column<Mailbox> {
    let all = move || view! { <PageCheckbox selection=selection id="select-page" /> };
    let one = move |row: &Mailbox| view! { <RowCheckbox selection=selection mailbox=row /> };
    Column::with_control(all, one).class("cell-tick")
}

fn columns(measured: Memo<bool>) -> Vec<Column<Mailbox>> {
    vec![
        Column::new(t!(list.mailbox), |row: &Mailbox| {
            view! {
                <a href=Route::Mailbox(row.id).href() title=row.address.clone()>{row.local_part.clone()}</a>
            }
        })
        .class("cell-name")
        .sorted_by(SortField::LocalPart.as_str()),
        Column::new(t!(list.creation), |row: &Mailbox| {
            let at = row.created_at;
            move || texts().list().created_on(&date(at))
        })
        .class("cell-date")
        .sorted_by(SortField::CreatedAt.as_str()),
        Column::new(t!(list.state), |row: &Mailbox| {
            view! {
                <span class="states">
                    <StateBadge state=row.state />
                    <PasswordBadge mailbox=row.state password=row.password_state />
                </span>
            }
        })
        .class("cell-state")
        .sorted_by(SortField::State.as_str()),
        Column::new(t!(list.communication_email), |row: &Mailbox| row.communication_email.clone())
            .class("cell-email"),
        Column::new(t!(list.quota), |row: &Mailbox| {
            let quota = row.quota_mb;
            move || megabytes(quota)
        })
        .class("cell-number")
        .labelled()
        .sorted_by(SortField::Quota.as_str()),
        Column::new(t!(usage.used), |row: &Mailbox| {
            view! {
                <SpaceCell quota_mb=row.quota_mb soft_limit_mb=row.soft_limit_mb used_bytes=row.used_bytes />
            }
        })
        .class("cell-space")
        .labelled()
        .sorted_by(SortField::Fill.as_str())
        .shown_when(measured),
        Column::without_heading(t!(list.actions), edit_link).class("cell-actions"),
    ]
}

fn edit_link(row: &Mailbox) -> Option<impl IntoView + use<>> {
    let may = |permission| session::may_on(&row.domain, permission);
    let is_editable =
        row.state != MailboxState::Cancelled && (may(Permission::Edit) || may(Permission::Disable));
    let address = row.address.clone();
    is_editable.then(|| {
        view! {
            <a
                class="icon-button"
                href=Route::EditMailbox(row.id).href()
                aria-label=move || texts().list().edit(&address)
                title=t!(list.edit_short)
            >
                <Icon name="it-pencil" />
            </a>
        }
    })
}
