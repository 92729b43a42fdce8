//! The companies of a holder, and what the holder is for each (attività).

use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use sigillo_contract::company::Company;
use sigillo_contract::holder::HolderCompany;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{ListHolderCompanies, RemoveHolderCompany};
use sigillo_contract::page::{MAX_LIMIT, PageQuery};
use sigillo_domain::id::{CompanyTieId, HolderId, OrganizationId};

use super::company_forms::{ChangeCompany, ChangeTie, NewTie};
use super::pane::{OpenForm, Pane, PaneState, Removal, RemovalDialog};
use crate::api;
use crate::components::{AlertKind, Icon, announce, load};
use crate::i18n::{day_text, t, texts};
use crate::route::Route;
use crate::router;

/// What of an entry is being changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    Tie(CompanyTieId),
    Company(CompanyTieId),
}

/// The companies as the pane shows them, which follow what is changed in it.
#[derive(Clone, Copy)]
pub struct List {
    pub holder: HolderId,
    pub organization: OrganizationId,
    items: RwSignal<Vec<HolderCompany>>,
    open: RwSignal<OpenForm<Changed>>,
    pub pane: PaneState,
    on_change: Callback<()>,
}

impl List {
    pub fn close(self) {
        self.open.set(OpenForm::None);
        self.pane.form.set(None);
    }

    fn done(self, words: &'static str) {
        announce(AlertKind::Success, words, router::path().get_untracked());
        self.close();
        self.on_change.run(());
    }

    pub fn tie_saved(self, tie: HolderCompany) {
        self.items.update(|items| match items.iter_mut().find(|item| item.id == tie.id) {
            Some(item) => *item = tie,
            None => items.push(tie),
        });
        self.done(texts().holders().tie_saved());
    }

    pub fn company_saved(self, company: &Company) {
        self.items.update(|items| {
            for item in items.iter_mut().filter(|item| item.company.id == company.id) {
                item.company = company.clone();
            }
        });
        self.done(texts().companies().saved());
    }

    fn removed(self, id: CompanyTieId) {
        self.items.update(|items| items.retain(|item| item.id != id));
        self.done(texts().holders().tie_removed());
    }
}

#[component]
pub fn Companies(
    holder: HolderId,
    organization: OrganizationId,
    companies: Vec<HolderCompany>,
    count: i64,
    may_edit: bool,
    on_change: Callback<()>,
) -> impl IntoView {
    let has_more = i64::try_from(companies.len()).is_ok_and(|shown| shown < count);
    let items = RwSignal::new(companies);
    if has_more {
        read_rest(holder, items);
    }
    let (open, pane) = (RwSignal::new(OpenForm::None), PaneState::new());
    let list = List { holder, organization, items, open, pane, on_change };
    // Whoever ends the changes closes what is open.
    Effect::new(move |_| {
        if !pane.is_enabled.get() {
            list.close();
        }
    });
    let removal = RwSignal::new(None::<Removal>);
    let rows = move || {
        let items = list.items.get();
        if items.is_empty() {
            return view! { <p class="fact-note">{t!(holders.no_companies)}</p> }.into_any();
        }
        let item = move |tie: HolderCompany| view! { <Item tie=tie list=list removal=removal /> };
        view! { <ul class="pane-entries">{items.into_iter().map(item).collect_view()}</ul> }
            .into_any()
    };
    let add = move || {
        let is_new = list.open.get() == OpenForm::New;
        list.pane.is_enabled.get().then(|| {
            if is_new {
                return view! { <NewTie list=list /> }.into_any();
            }
            view! {
                <button type="button" class="btn btn-outline-primary btn-sm" on:click=move |_| list.open.set(OpenForm::New)>
                    <Icon name="it-plus" />
                    <span>{t!(holders.add_company)}</span>
                </button>
            }
            .into_any()
        })
    };
    let count = Signal::derive(move || items.with(|items| i64::try_from(items.len()).unwrap_or(0)));
    view! {
        <Pane id="holder-companies" title=t!(holders.companies) count=count state=may_edit.then_some(pane)>
            {rows}
            {add}
        </Pane>
        <RemovalDialog
            id="remove-tie"
            title=t!(holders.remove_tie)
            text=t!(holders.remove_tie_text)
            removal=removal
        />
    }
}

/// Reads the companies that did not come with the holder.
fn read_rest(holder: HolderId, items: RwSignal<Vec<HolderCompany>>) {
    let query = PageQuery { limit: Some(MAX_LIMIT), ..PageQuery::default() };
    let all = load(move || api::list::<ListHolderCompanies>(holder, &query));
    Effect::new(move |_| {
        if let Some(page) = all.get() {
            items.set(page.items);
        }
    });
}

#[component]
fn Item(tie: HolderCompany, list: List, removal: RwSignal<Option<Removal>>) -> impl IntoView {
    let id = tie.id;
    let tie = StoredValue::new(tie);
    let open = Memo::new(move |_| match list.open.get() {
        OpenForm::Of(changed @ (Changed::Tie(of) | Changed::Company(of))) if of == id => {
            Some(changed)
        }
        _ => None,
    });
    view! {
        <li>
            {move || match open.get() {
                Some(Changed::Tie(_)) => view! { <ChangeTie tie=tie.get_value() list=list /> }.into_any(),
                Some(Changed::Company(_)) => {
                    view! { <ChangeCompany company=tie.with_value(|tie| tie.company.clone()) list=list /> }.into_any()
                }
                None => view! {
                    <div><Summary tie=tie.get_value() /></div>
                    <Actions tie=tie.get_value() list=list removal=removal />
                }
                .into_any(),
            }}
        </li>
    }
}

#[component]
fn Actions(tie: HolderCompany, list: List, removal: RwSignal<Option<Removal>>) -> impl IntoView {
    let (id, version) = (tie.id, tie.version);
    let name = StoredValue::new(tie.company.legal_name);
    let remove = move |_| {
        let send = move || api::send::<RemoveHolderCompany>(id, &Nothing {}, Some(version));
        removal.set(Some(Removal {
            name: name.get_value(),
            send: Arc::new(send),
            done: Callback::new(move |()| list.removed(id)),
        }));
    };
    let open = move |changed| move |_| list.open.set(OpenForm::Of(changed));
    move || {
        list.pane.is_enabled.get().then(|| {
            view! {
                <span class="pane-actions">
                    <button
                        type="button"
                        class="link"
                        aria-label=move || texts().holders().change_tie_with(&name.get_value())
                        on:click=open(Changed::Tie(id))
                    >
                        {t!(holders.change_tie)}
                    </button>
                    <button
                        type="button"
                        class="link"
                        aria-label=move || texts().holders().change_company_named(&name.get_value())
                        on:click=open(Changed::Company(id))
                    >
                        {t!(holders.change_company)}
                    </button>
                    <button
                        type="button"
                        class="icon-button"
                        aria-haspopup="dialog"
                        aria-label=move || texts().holders().remove_this(&name.get_value())
                        title=t!(holders.remove)
                        on:click=remove
                    >
                        <Icon name="it-delete" />
                    </button>
                </span>
            }
        })
    }
}

/// A company and the tie to it.
#[component]
fn Summary(tie: HolderCompany) -> impl IntoView {
    let HolderCompany { company, role, from, to, .. } = tie;
    let id = company.id;
    let name = company.legal_name.clone();
    let tied = move || {
        let parts = [role.clone(), period(from, to)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    view! {
        <p class="pane-line">
            <a href=Route::Company(id).href()>{name}</a>
            " "
            <span class="pane-tie">{tied}</span>
        </p>
        <p class="pane-second">{move || company_codes(&company)}</p>
    }
}

/// How long a tie lasts, as far as it is known.
pub fn period(from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    match (from, to) {
        (None, None) => String::new(),
        (Some(from), None) => texts().holders().since(&day_text(from)),
        (None, Some(to)) => texts().holders().until(&day_text(to)),
        (Some(from), Some(to)) => texts().holders().from_to(&day_text(from), &day_text(to)),
    }
}

/// What identifies a company, on one line.
fn company_codes(company: &Company) -> String {
    let t = texts().companies();
    let parts = [
        ("", &company.legal_form),
        (t.vat_number(), &company.vat_number),
        (t.tax_code_short(), &company.tax_code),
        (t.rea(), &company.rea),
        (t.recipient_code(), &company.recipient_code),
        (t.recipient_pec(), &company.recipient_pec),
        (t.administrative_reference_short(), &company.administrative_reference),
    ];
    let given = parts.into_iter().filter(|(_, value)| !value.is_empty());
    let given = given.map(|(label, value)| format!("{label} {value}").trim().to_owned());
    given.collect::<Vec<_>>().join(" · ")
}
