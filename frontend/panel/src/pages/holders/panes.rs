//! The three panes of a holder: addresses, companies, mailboxes (B6).

use leptos::prelude::*;
use sigillo_contract::holder::HolderDetail;
use sigillo_contract::operations::AddHolderAddress;
use sigillo_domain::holder::HolderState;

use super::addresses::Addresses;
use super::boxes::Boxes;
use super::companies::Companies;
use crate::session;

#[component]
pub fn Panes(
    detail: HolderDetail,
    /// Runs when an address or a company was changed here.
    on_change: Callback<()>,
) -> impl IntoView {
    let HolderDetail { holder, addresses, address_count, companies, company_count, mailbox_count } =
        detail;
    let may_edit = holder.state == HolderState::Registered && session::may::<AddHolderAddress>();
    let is_erased = holder.state == HolderState::Erased;
    view! {
        {(!is_erased).then(|| view! {
            <Addresses holder=holder.id addresses=addresses count=address_count may_edit=may_edit on_change=on_change />
            <Companies
                holder=holder.id
                organization=holder.organization_id
                companies=companies
                count=company_count
                may_edit=may_edit
                on_change=on_change
            />
        })}
        <Boxes holder=holder.id count=mailbox_count />
    }
}
