//! The dialog that saves, changes or deletes a view.

use leptos::prelude::*;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{CreateView, DeleteView, UpdateView};
use sigillo_contract::saved_view::{
    SavedView, SavedViewCreate, SavedViewPatch, ViewAlert, ViewAlertPatch,
};
use sigillo_domain::saved_view::ViewList;
use sigillo_domain::{Fault, FaultCode};
use sigillo_kit::list_view::ListView;

use super::address::parameters;
use crate::api;
use crate::components::{
    ColumnChoice, Dialog, ErrorSummary, Form, NumberField, Submit, TextField, UndoNote, YesNo,
};
use crate::i18n::{parse_integer, t};
use crate::session;

const NAME: &str = "/name";
const SHARED: &str = "/shared";
const ABOVE: &str = "/alert/above";
const EMAIL: &str = "/alert/email";

/// What the dialog is open for.
#[derive(Clone)]
pub enum Editing {
    New,
    Present(Box<SavedView>),
}

#[component]
pub fn ViewDialog(
    /// None while it is closed.
    editing: RwSignal<Option<Editing>>,
    view: Memo<ListView>,
    column_choice: ColumnChoice,
    /// Runs with the view that was saved; None if it was deleted.
    on_done: Callback<Option<SavedView>>,
) -> impl IntoView {
    let open = Signal::derive(move || editing.with(Option::is_some));
    let close = Callback::new(move |()| editing.set(None));
    let is_new = move || editing.with(|editing| !matches!(editing, Some(Editing::Present(_))));
    let title = move || if is_new() { t!(views.save)() } else { t!(views.edit)() };
    view! {
        <Dialog id="view" open=open title=title on_close=close start="view-name">
            {move || editing.get().map(|editing| {
                let saved = match editing {
                    Editing::New => None,
                    Editing::Present(saved) => Some(*saved),
                };
                view! { <ViewForm saved=saved view=view close=close column_choice=column_choice on_done=on_done /> }
            })}
        </Dialog>
    }
}

#[component]
fn ViewForm(
    saved: Option<SavedView>,
    view: Memo<ListView>,
    close: Callback<()>,
    column_choice: ColumnChoice,
    /// Runs with the view that was saved; None if it was deleted.
    on_done: Callback<Option<SavedView>>,
) -> impl IntoView {
    let form = Form::new("view");
    let draft = Draft::of(saved.as_ref());
    let done = Callback::new(move |saved| {
        close.run(());
        on_done.run(saved);
    });
    let present = saved.as_ref().map(|saved| (saved.id, saved.version));
    // An alert belongs to the owner; a postmaster who changes a shared view does not see it.
    let is_own = saved
        .as_ref()
        .is_none_or(|saved| session::me().is_some_and(|me| me.account.id == saved.owner.id));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let alert = match draft.alert() {
            Ok(alert) => alert,
            Err(fault) => return form.show_faults(vec![fault]),
        };
        let outcome = move |outcome: Result<SavedView, api::ApiError>| match outcome {
            Ok(saved) => done.run(Some(saved)),
            Err(error) => form.show_failure(error),
        };
        let columns = known_columns(column_choice.columns.get_untracked());
        let shown = view.get_untracked();
        match present {
            None => {
                let body = draft.create(&shown, columns, alert);
                form.send(async move { api::send::<CreateView>((), &body, None).await }, outcome);
            }
            Some((id, version)) => {
                let body = draft.patch(&shown, columns, alert.filter(|_| is_own), is_own);
                let work = async move { api::send::<UpdateView>(id, &body, Some(version)).await };
                form.send(work, outcome);
            }
        }
    };
    let delete = present.map(|(id, version)| {
        let delete = move |_| {
            let work =
                async move { api::send::<DeleteView>(id, &Nothing {}, Some(version)).await };
            form.send(work, move |outcome| match outcome {
                Ok(_) => done.run(None),
                Err(error) => form.show_failure(error),
            });
        };
        view! {
            <button type="button" class="btn btn-outline-danger push" on:click=delete>{t!(views.delete)}</button>
        }
    });
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <TextField form=form pointer=NAME label=t!(views.name) value=draft.name />
            <YesNo form=form pointer=SHARED label=t!(views.shared) hint=t!(views.shared_hint) value=draft.shared />
            {is_own.then(|| view! {
                <YesNo form=form pointer="/alert" label=t!(views.alert) hint=t!(views.alert_hint) value=draft.has_alert />
                <Show when=move || draft.has_alert.get()>
                    <NumberField form=form pointer=ABOVE label=t!(views.above) unit=t!(views.above_unit) value=draft.above />
                    <TextField form=form pointer=EMAIL label=t!(views.email) kind="email" value=draft.email />
                </Show>
            })}
            {present.map(|_| view! { <UndoNote text=t!(views.delete_note) /> })}
            <div class="form-actions">
                <Submit form=form label=t!(views.do_save) />
                <button type="button" class="btn btn-outline-primary" on:click=move |_| close.run(())>
                    {t!(forms.cancel)}
                </button>
                {delete}
            </div>
        </form>
    }
}

/// What a person enters.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    shared: RwSignal<bool>,
    has_alert: RwSignal<bool>,
    above: RwSignal<String>,
    email: RwSignal<String>,
}

impl Draft {
    fn of(saved: Option<&SavedView>) -> Self {
        let alert = saved.and_then(|saved| saved.alert.clone());
        Self {
            name: RwSignal::new(saved.map(|saved| saved.name.clone()).unwrap_or_default()),
            shared: RwSignal::new(saved.is_some_and(|saved| saved.shared)),
            has_alert: RwSignal::new(alert.is_some()),
            above: RwSignal::new(alert.as_ref().map(|a| a.above.to_string()).unwrap_or_default()),
            email: RwSignal::new(alert.map(|alert| alert.email).unwrap_or_default()),
        }
    }

    fn name(self) -> String {
        self.name.with_untracked(|name| name.trim().to_owned())
    }

    /// The alert, if one is wanted. The server judges the address.
    fn alert(self) -> Result<Option<ViewAlert>, Fault> {
        if !self.has_alert.get_untracked() {
            return Ok(None);
        }
        let above = self.above.with_untracked(|text| parse_integer(text));
        let above = above.map_err(|code| Fault::new(ABOVE, code))?;
        let email = self.email.with_untracked(|email| email.trim().to_owned());
        if email.is_empty() {
            return Err(Fault::new(EMAIL, FaultCode::Required));
        }
        Ok(Some(ViewAlert { above, email }))
    }

    fn create(
        self,
        shown: &ListView,
        columns: Option<Vec<String>>,
        alert: Option<ViewAlert>,
    ) -> SavedViewCreate {
        SavedViewCreate {
            name: self.name(),
            list: ViewList::Mailboxes,
            query: parameters(shown),
            columns,
            sort: (!shown.sort.is_empty()).then(|| shown.sort.clone()),
            shared: Some(self.shared.get_untracked()),
            alert,
        }
    }

    fn patch(
        self,
        shown: &ListView,
        columns: Option<Vec<String>>,
        alert: Option<ViewAlert>,
        is_own: bool,
    ) -> SavedViewPatch {
        let removed = ViewAlertPatch { above: None, email: Some(String::new()) };
        let alert = alert.map(|ViewAlert { above, email }| ViewAlertPatch {
            above: Some(above),
            email: Some(email),
        });
        SavedViewPatch {
            name: Some(self.name()),
            query: None,
            columns: Some(columns.unwrap_or_default()),
            sort: Some(shown.sort.clone()),
            shared: Some(self.shared.get_untracked()),
            alert: is_own.then(|| alert.unwrap_or(removed)),
        }
    }
}

/// The columns that a view can have; None, for those of the list, if there are none. The account may
/// remember a column that the list no longer has.
fn known_columns(chosen: Option<Vec<String>>) -> Option<Vec<String>> {
    let mut columns = chosen?;
    columns.retain(|column| ViewList::Mailboxes.columns().contains(&column.as_str()));
    (!columns.is_empty()).then_some(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_the_list_no_longer_has_is_not_saved() {
        let names = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(
            known_columns(names(&["state", "colour", "domain"])),
            names(&["state", "domain"])
        );
        assert_eq!(known_columns(names(&["colour"])), None);
        assert_eq!(known_columns(None), None);
    }
}
