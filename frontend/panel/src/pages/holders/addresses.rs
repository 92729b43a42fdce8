//! The addresses of a holder.

use std::sync::Arc;

use leptos::prelude::*;
use sigillo_contract::holder::{AddressCreate, HolderAddress};
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{
    AddHolderAddress, ListHolderAddresses, RemoveHolderAddress, UpdateHolderAddress,
};
use sigillo_contract::page::{MAX_LIMIT, PageQuery};
use sigillo_domain::Faults;
use sigillo_domain::id::{AddressId, HolderId};
use sigillo_kit::edit::Part;

use super::pane::{OpenForm, Pane, PaneState, Removal, RemovalDialog};
use crate::api::{self, Change};
use crate::components::person::{
    ADDRESS, AddressEdit, AddressFields, AddressInputs, address_line, check_address, contacts_line,
    typed_address,
};
use crate::components::{
    AlertKind, EditConflict, ErrorSummary, Form, Icon, Submit, announce, load,
};
use crate::i18n::{t, texts};
use crate::router;

/// The addresses as the pane shows them, which follow what is changed in it.
#[derive(Clone, Copy)]
struct List {
    holder: HolderId,
    items: RwSignal<Vec<HolderAddress>>,
    open: RwSignal<OpenForm<AddressId>>,
    pane: PaneState,
    on_change: Callback<()>,
}

impl List {
    fn close(self) {
        self.open.set(OpenForm::None);
        self.pane.form.set(None);
    }

    fn saved(self, address: HolderAddress) {
        announce(
            AlertKind::Success,
            texts().holders().address_saved(),
            router::path().get_untracked(),
        );
        self.items.update(|items| match items.iter_mut().find(|item| item.id == address.id) {
            Some(item) => *item = address,
            None => items.push(address),
        });
        self.close();
        self.on_change.run(());
    }

    fn removed(self, id: AddressId) {
        announce(
            AlertKind::Success,
            texts().holders().address_removed(),
            router::path().get_untracked(),
        );
        self.items.update(|items| items.retain(|item| item.id != id));
        self.on_change.run(());
    }
}

#[component]
pub fn Addresses(
    holder: HolderId,
    addresses: Vec<HolderAddress>,
    count: i64,
    may_edit: bool,
    on_change: Callback<()>,
) -> impl IntoView {
    let has_more = i64::try_from(addresses.len()).is_ok_and(|shown| shown < count);
    let items = RwSignal::new(addresses);
    if has_more {
        read_rest(holder, items);
    }
    let list = List {
        holder,
        items,
        open: RwSignal::new(OpenForm::None),
        pane: PaneState::new(),
        on_change,
    };
    // Whoever ends the changes closes what is open.
    Effect::new(move |_| {
        if !list.pane.is_enabled.get() {
            list.close();
        }
    });
    let removal = RwSignal::new(None::<Removal>);
    let rows = move || {
        let items = list.items.get();
        if items.is_empty() {
            return view! { <p class="fact-note">{t!(holders.no_addresses)}</p> }.into_any();
        }
        let item = move |address: HolderAddress| view! { <Item address=address list=list removal=removal /> };
        view! { <ul class="pane-entries">{items.into_iter().map(item).collect_view()}</ul> }
            .into_any()
    };
    let count = Signal::derive(move || items.with(|items| i64::try_from(items.len()).unwrap_or(0)));
    view! {
        <Pane id="holder-addresses" title=t!(holders.addresses) count=count state=may_edit.then_some(list.pane)>
            {rows}
            <Add holder=holder list=list />
        </Pane>
        <RemovalDialog
            id="remove-address"
            title=t!(holders.remove_address)
            text=t!(holders.remove_address_text)
            removal=removal
        />
    }
}

/// The button for another address, or the form that it opens.
#[component]
fn Add(holder: HolderId, list: List) -> impl IntoView {
    let open = move |_| list.open.set(OpenForm::New);
    move || {
        let is_new = list.open.get() == OpenForm::New;
        list.pane.is_enabled.get().then(|| {
            if is_new {
                return view! { <NewAddress holder=holder list=list /> }.into_any();
            }
            view! {
                <button type="button" class="btn btn-outline-primary btn-sm" on:click=open>
                    <Icon name="it-plus" />
                    <span>{t!(holders.add_address)}</span>
                </button>
            }
            .into_any()
        })
    }
}

/// Reads the addresses that did not come with the holder.
fn read_rest(holder: HolderId, items: RwSignal<Vec<HolderAddress>>) {
    let query = PageQuery { limit: Some(MAX_LIMIT), ..PageQuery::default() };
    let all = load(move || api::list::<ListHolderAddresses>(holder, &query));
    Effect::new(move |_| {
        if let Some(page) = all.get() {
            items.set(page.items);
        }
    });
}

#[component]
fn Item(address: HolderAddress, list: List, removal: RwSignal<Option<Removal>>) -> impl IntoView {
    let (id, version) = (address.id, address.version);
    let address = StoredValue::new(address);
    let shown = move || {
        let typed = address.with_value(typed_address);
        let (line, contacts) = (address_line(&typed), contacts_line(&typed));
        view! {
            <p class="pane-line">{line}</p>
            {(!contacts.is_empty()).then(|| view! { <p class="pane-second">{contacts}</p> })}
        }
    };
    let remove = move |_| {
        let send = move || api::send::<RemoveHolderAddress>(id, &Nothing {}, Some(version));
        removal.set(Some(Removal {
            name: address.with_value(|address| address_line(&typed_address(address))),
            send: Arc::new(send),
            done: Callback::new(move |()| list.removed(id)),
        }));
    };
    let actions = move || {
        list.pane.is_enabled.get().then(|| view! {
            <span class="pane-actions">
                <button type="button" class="icon-button" aria-label=move || texts().holders().change_address(&address.with_value(|a| a.street.clone())) title=t!(holders.change) on:click=move |_| list.open.set(OpenForm::Of(id))>
                    <Icon name="it-pencil" />
                </button>
                <button type="button" class="icon-button" aria-haspopup="dialog" aria-label=move || texts().holders().remove_this(&address.with_value(|a| a.street.clone())) title=t!(holders.remove) on:click=remove>
                    <Icon name="it-delete" />
                </button>
            </span>
        })
    };
    let is_open = Memo::new(move |_| list.open.get() == OpenForm::Of(id));
    view! {
        <li>
            {move || if is_open.get() {
                view! { <ChangeAddress address=address.get_value() list=list /> }.into_any()
            } else {
                view! { <div>{shown}</div> {actions} }.into_any()
            }}
        </li>
    }
}

#[component]
fn NewAddress(holder: HolderId, list: List) -> impl IntoView {
    let form = Form::keeping_of("new-address", holder);
    list.pane.form.set(Some(form));
    let inputs = AddressInputs::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let address: AddressCreate = untrack(|| inputs.values());
        let mut faults = Faults::default();
        check_address(&address, "", &mut faults);
        if !faults.is_empty() {
            return form.show_faults(faults.into_vec());
        }
        form.send(
            async move { api::send::<AddHolderAddress>(holder, &address, None).await },
            move |outcome| match outcome {
                Ok(made) => list.saved(made),
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <form class="pane-form" on:submit=submit novalidate aria-label=t!(holders.add_address)>
            <ErrorSummary form=form />
            <AddressFields form=form at=ADDRESS inputs=inputs />
            <Buttons form=form list=list />
        </form>
    }
}

#[component]
fn ChangeAddress(address: HolderAddress, list: List) -> impl IntoView {
    let form = Form::keeping_of("address", address.id);
    list.pane.form.set(Some(form));
    let edited = AddressEdit::of(address);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(edited, form, list);
    };
    view! {
        <EditConflict edit=edited.edit />
        <form class="pane-form" on:submit=submit novalidate aria-label=t!(holders.change_this_address)>
            <ErrorSummary form=form />
            <AddressFields form=form at=ADDRESS inputs=edited.inputs />
            <Buttons form=form list=list />
        </form>
    }
}

#[component]
fn Buttons(form: Form, list: List) -> impl IntoView {
    let cancel = move |_| {
        form.mark_saved();
        list.close();
    };
    view! {
        <div class="form-actions">
            <Submit form=form label=t!(holders.save) class="btn btn-primary btn-sm" />
            <button type="button" class="btn btn-outline-primary btn-sm" on:click=cancel>
                {t!(forms.cancel)}
            </button>
        </div>
    }
}

fn save(edited: AddressEdit, form: Form, list: List) {
    let base = edited.edit.base();
    if !edited.edit.has_changes(Part::Whole) {
        return list.close();
    }
    let mut faults = Faults::default();
    check_address(&untrack(|| edited.inputs.values()), "", &mut faults);
    let patch = edited.edit.changes(Part::Whole, &mut faults);
    if !faults.is_empty() {
        return form.show_faults(faults.into_vec());
    }
    let (id, version) = (base.id, base.version);
    let holder = list.holder;
    let work = async move {
        match api::send::<UpdateHolderAddress>(id, &patch, Some(version)).await {
            Err(error) if error.is(sigillo_domain::Code::Stale) => {
                let query = PageQuery { limit: Some(MAX_LIMIT), ..PageQuery::default() };
                let page = api::list::<ListHolderAddresses>(holder, &query).await?;
                let newer = page.items.into_iter().find(|item| item.id == id);
                newer.map(Change::Conflict).ok_or(error)
            }
            outcome => outcome.map(Change::Made),
        }
    };
    let redo = Callback::new(move |()| save(edited, form, list));
    edited.edit.send(form, Part::Whole, work, redo, move |saved| list.saved(saved));
}
