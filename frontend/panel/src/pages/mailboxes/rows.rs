//! The rows of the list. On a narrow screen each becomes a card: the roles keep it a table for who
//! listens to it.

use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::mailbox::State;
use sigillo_domain::mailbox_list::{Sort, SortField};
use sigillo_domain::permission::Permission;

use super::bulk::{PageTick, Selection, Tick};
use crate::components::{Icon, PasswordBadge, SortHeader, SpaceCell, StateBadge};
use crate::i18n::{date, megabytes, t, texts};
use crate::route::Route;
use crate::session;

#[component]
pub fn Table(
    rows: Vec<Mailbox>,
    sort: Signal<Sort>,
    on_sort: Callback<Sort>,
    /// Whether use is measured at all: where nobody does, a column of dashes says nothing.
    measured: Memo<bool>,
    /// Where rows can be chosen.
    selection: Option<Selection>,
) -> impl IntoView {
    view! {
        {selection.map(|selection| view! {
            <div class="select-cards"><PageTick selection=selection id="select-cards" /></div>
        })}
        <table class="list" role="table" data-testid="mailboxes">
            <caption class="visually-hidden">{t!(list.title)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    {selection.map(|selection| view! {
                        <th role="columnheader" scope="col" class="cell-tick">
                            <PageTick selection=selection id="select-page" />
                        </th>
                    })}
                    <SortHeader field=SortField::LocalPart label=t!(list.mailbox) sort=sort on_sort=on_sort />
                    <SortHeader field=SortField::CreatedAt label=t!(list.creation) sort=sort on_sort=on_sort />
                    <SortHeader field=SortField::State label=t!(list.state) sort=sort on_sort=on_sort />
                    <th role="columnheader" scope="col">{t!(list.communication_email)}</th>
                    <SortHeader field=SortField::Quota label=t!(list.quota) sort=sort on_sort=on_sort />
                    <Show when=move || measured.get()>
                        <SortHeader field=SortField::Fill label=t!(usage.used) sort=sort on_sort=on_sort />
                    </Show>
                    <th role="columnheader" scope="col"><span class="visually-hidden">{t!(list.actions)}</span></th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {rows.into_iter().map(|row| view! { <Row row=row measured=measured selection=selection /> }).collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Row(row: Mailbox, measured: Memo<bool>, selection: Option<Selection>) -> impl IntoView {
    let (created, quota, soft_limit, used) =
        (row.created_at, row.quota_mb, row.soft_limit_mb, row.used_bytes);
    let editable = row.state != State::Cancelled
        && (session::may_on(&row.domain, Permission::Edit)
            || session::may_on(&row.domain, Permission::Disable));
    let address = row.address.clone();
    view! {
        <tr role="row" class:row-cancelled=row.state == State::Cancelled>
            {selection.map(|selection| view! {
                <td role="cell" class="cell-tick"><Tick selection=selection mailbox=&row /></td>
            })}
            <td role="cell" class="cell-name">
                <a href=Route::Mailbox(row.id).href() title=row.address>{row.local_part}</a>
            </td>
            <td role="cell" class="cell-date">{move || texts().list().created_on(&date(created))}</td>
            <td role="cell" class="cell-state">
                <span class="states">
                    <StateBadge state=row.state />
                    <PasswordBadge mailbox=row.state password=row.password_state />
                </span>
            </td>
            <td role="cell" class="cell-email">{row.communication_email}</td>
            <td role="cell" class="cell-number">
                <span class="cell-label" aria-hidden="true">{t!(list.quota)}": "</span>
                {move || megabytes(quota)}
            </td>
            <Show when=move || measured.get()>
                <td role="cell" class="cell-space">
                    <span class="cell-label" aria-hidden="true">{t!(usage.used)}": "</span>
                    <SpaceCell quota_mb=quota soft_limit_mb=soft_limit used_bytes=used />
                </td>
            </Show>
            <td role="cell" class="cell-actions">
                {editable.then(|| view! {
                    <a
                        class="icon-button"
                        href=Route::EditMailbox(row.id).href()
                        aria-label=move || texts().list().edit(&address)
                        title=t!(list.edit_short)
                    >
                        <Icon name="it-pencil" />
                    </a>
                })}
            </td>
        </tr>
    }
}
