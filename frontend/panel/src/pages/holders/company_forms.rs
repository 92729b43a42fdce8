//! The forms of the pane of companies: a new tie, a changed tie, and a changed company.

use chrono::NaiveDate;
use leptos::prelude::*;
use sigillo_contract::company::Company;
use sigillo_contract::holder::{HolderCompany, HolderCompanyCreate, HolderCompanyPatch};
use sigillo_contract::operations::{
    AddHolderCompany, GetCompany, ListHolderCompanies, UpdateCompany, UpdateHolderCompany,
};
use sigillo_contract::page::{MAX_LIMIT, PageQuery};
use sigillo_domain::company as rules;
use sigillo_domain::id::CompanyId;
use sigillo_domain::{Code, Fault, FaultCode, Faults};
use sigillo_kit::edit::{Edit, EditField, FieldSpec, Part};

use super::companies::List;
use crate::api::{self, Change};
use crate::components::person::{
    COMPANY, CompanyEdit, CompanyFields, CompanyInputs, check_company, company_of_tie,
    find_companies,
};
use crate::components::{
    Alert, AlertKind, Combobox, EditConflict, ErrorSummary, Form, Submit, Suggestion, TextField,
    YesNo, suggestions,
};
use crate::i18n::{parse_day, t};

#[component]
fn TieFields(
    form: Form,
    role: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="field-row">
            <TextField form=form pointer="/role" label=t!(holders.role) hint=t!(holders.role_hint) value=role optional=true />
            <TextField form=form pointer="/from" label=t!(holders.tie_from) value=from kind="date" optional=true />
            <TextField form=form pointer="/to" label=t!(holders.tie_to) value=to kind="date" optional=true />
        </div>
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

const COMPANY_ID: &str = "/company_id";

/// What is typed for a new tie.
#[derive(Clone, Copy)]
struct TieDraft {
    /// Whether the company is one of the organisation's already.
    is_known: RwSignal<bool>,
    search: RwSignal<String>,
    chosen: RwSignal<Option<Suggestion<CompanyId>>>,
    company: CompanyInputs,
    role: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl TieDraft {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            is_known: RwSignal::new(true),
            search: text(),
            chosen: RwSignal::new(None),
            company: CompanyInputs::new(),
            role: text(),
            from: text(),
            to: text(),
        }
    }

    fn read(self) -> Result<HolderCompanyCreate, Vec<Fault>> {
        let mut faults = Faults::default();
        let mut tie = if self.is_known.get_untracked() {
            // What was chosen counts only as long as the text still names it.
            let search = self.search.get_untracked();
            let chosen = self.chosen.get_untracked().filter(|one| one.title == search);
            let company_id = chosen.map(|one| one.key);
            if company_id.is_none() {
                faults.add(COMPANY_ID, FaultCode::Required);
            }
            HolderCompanyCreate { company_id, ..HolderCompanyCreate::default() }
        } else {
            let company = untrack(|| company_of_tie(self.company));
            check_company(&company, "", &mut faults);
            company
        };
        self.role.get_untracked().trim().clone_into(&mut tie.role);
        tie.from = faults.check("/from", parse_day(&self.from.get_untracked())).flatten();
        tie.to = faults.check("/to", parse_day(&self.to.get_untracked())).flatten();
        rules::NewTie { role: &tie.role, from: tie.from, to: tie.to }.validate("", &mut faults);
        faults.result(Some(tie))
    }
}

#[component]
pub fn NewTie(list: List) -> impl IntoView {
    let form = Form::keeping_of("new-tie", list.holder);
    list.pane.form.set(Some(form));
    let draft = TieDraft::new();
    let organization = Some(list.organization);
    let found = suggestions(draft.search, 2, move |text| find_companies(text, organization));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let tie = match draft.read() {
            Ok(tie) => tie,
            Err(faults) => return form.show_faults(faults),
        };
        let holder = list.holder;
        form.send(
            async move { api::send::<AddHolderCompany>(holder, &tie, None).await },
            move |outcome| match outcome {
                Ok(made) => list.tie_saved(made),
                Err(error) => form.show_failure(error),
            },
        );
    };
    let choose = Callback::new(move |one| draft.chosen.set(Some(one)));
    view! {
        <form class="pane-form" on:submit=submit novalidate aria-label=t!(holders.add_company)>
            <ErrorSummary form=form />
            <YesNo form=form pointer="/is_known" label=t!(holders.company_is_known) value=draft.is_known />
            {move || if draft.is_known.get() {
                view! {
                    <Combobox
                        form=form
                        pointer=COMPANY_ID
                        label=t!(companies.company)
                        hint=t!(holders.find_company_hint)
                        value=draft.search
                        found=found
                        on_choose=choose
                    />
                }
                .into_any()
            } else {
                view! { <CompanyFields form=form at=COMPANY inputs=draft.company /> }.into_any()
            }}
            <TieFields form=form role=draft.role from=draft.from to=draft.to />
            <Buttons form=form list=list />
        </form>
    }
}

/// A tie that is being changed.
#[derive(Clone, Copy)]
struct TieEdit {
    edit: Edit<HolderCompany, HolderCompanyPatch>,
    role: EditField<String>,
    from: EditField<String>,
    to: EditField<String>,
}

/// A field of the tie as it is typed.
fn tie_field(
    pointer: &'static str,
    label: fn() -> &'static str,
    read: fn(&HolderCompany) -> String,
    write: fn(&mut HolderCompanyPatch, String),
) -> FieldSpec<HolderCompany, HolderCompanyPatch, String> {
    FieldSpec {
        pointer,
        label,
        read,
        write,
        words: String::clone,
        format: String::clone,
        parse: |input: &String| Ok(input.trim().to_owned()),
    }
}

impl TieEdit {
    fn of(tie: HolderCompany) -> Self {
        let edit = Edit::of(tie);
        Self {
            edit,
            role: edit.field(tie_field(
                "/role",
                t!(holders.role),
                |tie| tie.role.clone(),
                |p, v| p.role = Some(v),
            )),
            from: edit.field(tie_field(
                "/from",
                t!(holders.tie_from),
                |tie| day_text(tie.from),
                |p, v| p.from = Some(v),
            )),
            to: edit.field(tie_field(
                "/to",
                t!(holders.tie_to),
                |tie| day_text(tie.to),
                |p, v| p.to = Some(v),
            )),
        }
    }
}

fn day_text(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

#[component]
pub fn ChangeTie(tie: HolderCompany, list: List) -> impl IntoView {
    let form = Form::keeping_of("tie", tie.id);
    list.pane.form.set(Some(form));
    let name = tie.company.legal_name.clone();
    let edited = TieEdit::of(tie);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save_tie(edited, form, list);
    };
    view! {
        <EditConflict edit=edited.edit />
        <form class="pane-form" on:submit=submit novalidate aria-label=t!(holders.change_tie)>
            <ErrorSummary form=form />
            <p class="pane-line">{name}</p>
            <TieFields form=form role=edited.role.input from=edited.from.input to=edited.to.input />
            <Buttons form=form list=list />
        </form>
    }
}

fn save_tie(edited: TieEdit, form: Form, list: List) {
    if !edited.edit.has_changes(Part::Whole) {
        return list.close();
    }
    let HolderCompany { id, version, .. } = edited.edit.base();
    let mut faults = Faults::default();
    let text = |field: EditField<String>| field.input.get_untracked();
    let from = faults.check("/from", parse_day(&text(edited.from))).flatten();
    let to = faults.check("/to", parse_day(&text(edited.to))).flatten();
    rules::NewTie { role: &text(edited.role), from, to }.validate("", &mut faults);
    let patch = edited.edit.changes(Part::Whole, &mut faults);
    if !faults.is_empty() {
        return form.show_faults(faults.into_vec());
    }
    let holder = list.holder;
    let work = async move {
        match api::send::<UpdateHolderCompany>(id, &patch, Some(version)).await {
            Err(error) if error.is(Code::Stale) => {
                let query = PageQuery { limit: Some(MAX_LIMIT), ..PageQuery::default() };
                let page = api::list::<ListHolderCompanies>(holder, &query).await?;
                let newer = page.items.into_iter().find(|item| item.id == id);
                newer.map(Change::Conflict).ok_or(error)
            }
            outcome => outcome.map(Change::Made),
        }
    };
    let redo = Callback::new(move |()| save_tie(edited, form, list));
    edited.edit.send(form, Part::Whole, work, redo, move |saved| list.tie_saved(saved));
}

#[component]
pub fn ChangeCompany(company: Company, list: List) -> impl IntoView {
    let form = Form::keeping_of("company", company.id);
    list.pane.form.set(Some(form));
    let edited = CompanyEdit::of(company);
    let saved = Callback::new(move |company| list.company_saved(&company));
    let unchanged = Callback::new(move |()| list.close());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save_company(edited, form, saved, unchanged);
    };
    view! {
        <EditConflict edit=edited.edit />
        <form class="pane-form" on:submit=submit novalidate aria-label=t!(holders.change_company)>
            <ErrorSummary form=form />
            <Alert kind=AlertKind::Warning quiet=true><p>{t!(companies.changes_for_all)}</p></Alert>
            <CompanyFields form=form at=COMPANY inputs=edited.inputs />
            <Buttons form=form list=list />
        </form>
    }
}

/// Saves a company, which may have been changed by somebody else.
pub fn save_company(
    edited: CompanyEdit,
    form: Form,
    saved: Callback<Company>,
    unchanged: Callback<()>,
) {
    if !edited.edit.has_changes(Part::Whole) {
        return unchanged.run(());
    }
    let Company { id, version, .. } = edited.edit.base();
    let mut faults = Faults::default();
    check_company(&untrack(|| company_of_tie(edited.inputs)), "", &mut faults);
    let patch = edited.edit.changes(Part::Whole, &mut faults);
    if !faults.is_empty() {
        return form.show_faults(faults.into_vec());
    }
    let work = async move { api::change::<UpdateCompany, GetCompany>(id, &patch, version).await };
    let redo = Callback::new(move |()| save_company(edited, form, saved, unchanged));
    edited.edit.send(form, Part::Whole, work, redo, move |company| saved.run(company));
}
