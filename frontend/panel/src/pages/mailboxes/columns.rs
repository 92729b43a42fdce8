//! The columns of the list of mailboxes.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::mailbox_list::SortField;
use sigillo_domain::name::readable;
use sigillo_domain::permission::Permission;
use sigillo_domain::service_term::ServiceRequest;

use super::bulk::{PageCheckbox, RowCheckbox, Selection};
use crate::components::{Column, CopyButton, Icon, PasswordBadge, SpaceCell, StateBadge};
use crate::i18n::{date, megabytes, t, texts};
use crate::route::Route;
use crate::session;

/// The columns of the list. `measured` says whether the space in use is measured; otherwise its
/// column would be empty. `of_all` says whether the mailboxes of all domains are listed, which are
/// then named by their whole addresses. `selection` is None if this account may not take any bulk
/// action.
pub fn columns(
    measured: Memo<bool>,
    of_all: Memo<bool>,
    selection: Option<Selection>,
) -> Vec<Column<Mailbox>> {
    let mut columns: Vec<_> = selection.map(selection_column).into_iter().collect();
    columns.push(name(of_all));
    columns.extend(shown(measured));
    columns.extend(on_request());
    columns.push(Column::without_heading(t!(list.actions), actions).class("cell-actions"));
    columns
}

pub fn row_class(mailbox: &Mailbox) -> &'static str {
    if mailbox.state == MailboxState::Cancelled { "row-cancelled" } else { "" }
}

fn selection_column(selection: Selection) -> Column<Mailbox> {
    let all = move || view! { <PageCheckbox selection=selection id="select-page" /> };
    let one = move |row: &Mailbox| view! { <RowCheckbox selection=selection mailbox=row /> };
    Column::with_control(all, one).class("cell-tick")
}

fn name(of_all: Memo<bool>) -> Column<Mailbox> {
    Column::new(t!(list.mailbox), move |row: &Mailbox| {
        let name =
            if of_all.get() { readable(&row.address).into_owned() } else { row.local_part.clone() };
        view! { <a href=Route::Mailbox(row.id).href() title=row.address.clone()>{name}</a> }
    })
    .class("cell-name")
    .sorted_by(SortField::LocalPart.as_str())
}

/// The columns that are shown unless a person hides them.
fn shown(measured: Memo<bool>) -> Vec<Column<Mailbox>> {
    vec![
        Column::new(t!(list.creation), |row: &Mailbox| {
            let at = row.created_at;
            move || texts().list().created_on(&date(at))
        })
        .class("cell-date")
        .sorted_by(SortField::CreatedAt.as_str())
        .optional("created_at"),
        Column::new(t!(list.state), |row: &Mailbox| {
            view! {
                <span class="states">
                    <StateBadge state=row.state />
                    <PasswordBadge mailbox=row.state password=row.password_state />
                </span>
            }
        })
        .class("cell-state")
        .sorted_by(SortField::State.as_str())
        .optional("state"),
        Column::new(t!(list.communication_email), |row: &Mailbox| {
            row.communication_email.as_deref().map(|email| readable(email).into_owned())
        })
        .class("cell-email")
        .optional("communication_email"),
        Column::new(t!(list.quota), |row: &Mailbox| {
            let quota = row.quota_mb;
            move || megabytes(quota)
        })
        .class("cell-number")
        .labelled()
        .sorted_by(SortField::Quota.as_str())
        .optional("quota_mb"),
        Column::new(t!(usage.used), |row: &Mailbox| {
            view! {
                <SpaceCell quota_mb=row.quota_mb soft_limit_mb=row.soft_limit_mb used_bytes=row.used_bytes />
            }
        })
        .class("cell-space")
        .labelled()
        .sorted_by(SortField::Fill.as_str())
        .shown_when(measured)
        .optional("used_bytes"),
    ]
}

/// The columns that a person can add.
fn on_request() -> Vec<Column<Mailbox>> {
    let day = |at: Option<DateTime<Utc>>| move || at.map(date);
    vec![
        Column::new(t!(detail.domain), |row: &Mailbox| readable(&row.domain).into_owned())
            .class("cell-email")
            .labelled()
            .on_request("domain"),
        Column::new(t!(forms.soft_limit), |row: &Mailbox| {
            let limit = row.soft_limit_mb;
            move || megabytes(limit)
        })
        .class("cell-number")
        .labelled()
        .on_request("soft_limit_mb"),
        Column::new(t!(words.preservation), |row: &Mailbox| {
            let preserved = row.preservation;
            move || texts().words().preservation_is(preserved)
        })
        .labelled()
        .on_request("preservation"),
        Column::new(t!(list.created_by), |row: &Mailbox| {
            row.created_by_display_name.clone().unwrap_or_else(|| row.created_by.clone())
        })
        .labelled()
        .on_request("created_by"),
        Column::new(t!(words.managed_by), |row: &Mailbox| {
            row.managed_by_display_name.clone().unwrap_or_else(|| row.managed_by.clone())
        })
        .labelled()
        .on_request("managed_by"),
        Column::new(t!(detail.activated), move |row: &Mailbox| day(row.activated_at))
            .class("cell-date")
            .labelled()
            .on_request("activated_at"),
        Column::new(t!(detail.expires), move |row: &Mailbox| day(row.expires_at))
            .class("cell-date")
            .labelled()
            .on_request("expires_at"),
        Column::new(t!(words.request), |row: &Mailbox| {
            let request = row.request;
            move || {
                (request != ServiceRequest::None).then(|| texts().words().service_request(request))
            }
        })
        .labelled()
        .on_request("request"),
        Column::new(t!(identification.rem_readiness), |row: &Mailbox| {
            let readiness = row.rem_readiness;
            move || texts().identification().readiness(readiness)
        })
        .class("cell-brief")
        .labelled()
        .on_request("rem_readiness"),
        Column::new(t!(words.plan), |row: &Mailbox| {
            row.plan.as_ref().map(|plan| plan.code.clone())
        })
        .labelled()
        .on_request("plan"),
        Column::new(t!(words.reseller), |row: &Mailbox| {
            row.reseller.as_ref().map(|reseller| reseller.name.clone())
        })
        .labelled()
        .on_request("reseller"),
        Column::new(t!(holders.holder), |row: &Mailbox| {
            let holder = row.holder.clone()?;
            let name = format!("{} {}", holder.family_name, holder.given_name);
            Some(view! { <a href=Route::Holder(holder.id).href()>{name}</a> })
        })
        .class("cell-brief")
        .labelled()
        .on_request("holder"),
        Column::new(t!(holders.tax_code), |row: &Mailbox| {
            row.holder.as_ref().map(|holder| holder.tax_code.clone())
        })
        .class("cell-brief")
        .labelled()
        .on_request("tax_code"),
        Column::new(t!(companies.legal_name), |row: &Mailbox| {
            row.company.as_ref().map(|company| company.legal_name.clone())
        })
        .class("cell-brief")
        .labelled()
        .on_request("company_name"),
    ]
}

fn actions(row: &Mailbox) -> impl IntoView + use<> {
    let (named, done) = (row.address.clone(), row.address.clone());
    view! {
        <CopyButton
            text=row.address.clone()
            label=move || texts().list().copy(&named)
            done=move || texts().list().copied(&done)
        />
        {edit_link(row)}
    }
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
                aria-keyshortcuts="e"
                href=Route::EditMailbox(row.id).href()
                aria-label=move || texts().list().edit(&address)
                title=t!(list.edit_short)
            >
                <Icon name="it-pencil" />
            </a>
        }
    })
}

#[cfg(test)]
mod tests {
    use sigillo_domain::mailbox_list::COLUMNS;

    use super::*;

    #[test]
    fn the_server_knows_the_columns_that_can_be_chosen() {
        Owner::new().with(|| {
            let always = || Memo::new(|_| true);
            let columns = columns(always(), always(), None);
            let keys: Vec<_> = columns.iter().filter_map(Column::key).collect();
            assert_eq!(keys, COLUMNS);
        });
    }
}
