//! A reseller: its name, which can be changed, and its history.

use leptos::prelude::*;
use sigillo_contract::operations::{GetReseller, UpdateReseller};
use sigillo_contract::reseller::{Reseller, ResellerPatch};
use sigillo_domain::account::parse_display_name;
use sigillo_domain::id::ResellerId;
use sigillo_kit::edit::{Edit, FieldSpec, Part};

use crate::api;
use crate::components::{
    AlertKind, Crumb, EditConflict, ErrorSummary, ForbiddenPage, Form, HistoryPanel, LinkButton,
    Page, Submit, TextField, UndoNote, announce, guarded, load, loaded,
};
use crate::i18n::{date, t, texts};
use crate::pages::mailboxes;
use crate::route::Route;
use crate::session;

#[component]
pub fn Detail(id: ResellerId) -> impl IntoView {
    if !session::may::<UpdateReseller>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let found = load(move || api::get::<GetReseller>(id));
    let shown = RwSignal::new(None::<Reseller>);
    Effect::new(move |_| shown.set(found.get()));
    let title =
        move || shown.get().map_or_else(|| t!(resellers.reseller)().to_owned(), |found| found.name);
    let lead = move || {
        let created =
            shown.get().map(|found| texts().resellers().created_on(&date(found.created_at)));
        created.unwrap_or_default()
    };
    let crumbs = vec![Crumb::new(t!(resellers.title), Route::Resellers)];
    let restored = RwSignal::new(None::<Reseller>);
    let put = Callback::new(move |newer| restored.set(Some(newer)));
    let is_there = Memo::new(move |_| shown.with(Option::is_some));
    let list = mailboxes::list_of_reseller(id);
    let actions = move || {
        let list = list.clone();
        view! { <LinkButton href=list label=t!(resellers.see_mailboxes) class="btn btn-outline-primary" /> }
    };
    let page = move || {
        view! {
            <Page title=title lead=lead crumbs=crumbs.clone() narrow=true actions=actions.clone()>
                {loaded(found, move |found| view! {
                    <Rename reseller=found shown=shown restored=restored />
                })}
                {move || is_there.get().then(|| view! {
                    <HistoryPanel<Reseller> subject=shown.into() put=put />
                })}
            </Page>
        }
    };
    guarded(found, |_| true, page).into_any()
}

#[component]
fn Rename(
    reseller: Reseller,
    shown: RwSignal<Option<Reseller>>,
    /// The reseller after a recorded change of it was undone.
    restored: RwSignal<Option<Reseller>>,
) -> impl IntoView {
    let form = Form::keeping("reseller");
    let edit = Edit::<_, ResellerPatch>::of(reseller);
    let name = edit.field(FieldSpec {
        pointer: "/name",
        label: t!(resellers.name),
        read: |reseller: &Reseller| reseller.name.clone(),
        write: |patch, name| patch.name = Some(name),
        words: String::clone,
        format: String::clone,
        parse: |input: &String| parse_display_name(input),
    });
    Effect::new(move |_| shown.set(Some(edit.with_base(Clone::clone))));
    Effect::new(move |_| {
        if let Some(newer) = restored.get() {
            edit.rebase(newer);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(edit, form);
    };
    view! {
        <EditConflict edit=edit />
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <TextField
                form=form
                pointer="/name"
                label=t!(resellers.name)
                hint=t!(resellers.name_hint)
                value=name.input
            />
            <UndoNote text=t!(undo.by_restoring) />
            <div class="form-actions">
                <Submit form=form label=t!(resellers.save) />
            </div>
        </form>
    }
}

fn save(edit: Edit<Reseller, ResellerPatch>, form: Form) {
    let Reseller { id, version, .. } = edit.base();
    let page = Route::Reseller(id);
    if !edit.has_changes(Part::Whole) {
        return announce(AlertKind::Info, texts().forms().nothing_changed(), page);
    }
    let patch = match edit.patch() {
        Ok(patch) => patch,
        Err(faults) => return form.show_faults(faults),
    };
    let work = async move { api::change::<UpdateReseller, GetReseller>(id, &patch, version).await };
    let redo = Callback::new(move |()| save(edit, form));
    edit.send(form, Part::Whole, work, redo, move |saved| {
        announce(AlertKind::Success, texts().resellers().saved(&saved.name), page);
        edit.reset(saved);
    });
}
