//! An edit whose object was changed by somebody else meanwhile: what they changed, what the person
//! changed, and a way to keep both.

use leptos::prelude::*;

use super::Icon;
use crate::browser;
use crate::edit::Edit;
use crate::i18n::t;

/// A field that either of the two changed: its value as it was read, and the new ones where there are.
#[derive(Clone)]
pub struct Difference {
    pub field: TextProp,
    pub before: TextProp,
    pub theirs: Option<TextProp>,
    pub mine: Option<TextProp>,
}

impl Difference {
    /// None where neither side has changed the value.
    pub fn of<T: Send + Sync + 'static>(
        field: TextProp,
        before: T,
        theirs: Option<T>,
        mine: Option<T>,
        words: fn(&T) -> String,
    ) -> Option<Self> {
        let text = |value: T| TextProp::from(move || words(&value));
        (theirs.is_some() || mine.is_some()).then(|| Self {
            field,
            before: text(before),
            theirs: theirs.map(text),
            mine: mine.map(text),
        })
    }
}

const PANEL_ID: &str = "edit-conflict";

/// Shown over the form of an edit, which keeps what was typed until the person decides.
#[component]
pub fn EditConflict<M, P>(
    edit: Edit<M, P>,
    #[prop(optional, into)] title: Option<TextProp>,
) -> impl IntoView
where
    M: Clone + Send + Sync + 'static,
    P: Default + 'static,
{
    let title = title.unwrap_or_else(|| t!(edit_conflict.title).into());
    move || {
        edit.pending_conflict().map(|(pending, differences)| {
            let text = pending.conflict.text.unwrap_or_else(|| t!(edit_conflict.text).into());
            let redo = Callback::new(move |()| edit.redo());
            view! {
                <ConflictPanel
                    title=title.clone()
                    text=text
                    differences=differences
                    on_redo=pending.conflict.is_editable.then_some(redo)
                    on_drop=Callback::new(move |()| edit.drop_changes())
                />
            }
        })
    }
}

#[component]
fn ConflictPanel(
    title: TextProp,
    text: TextProp,
    differences: Vec<Difference>,
    /// None where the newer version cannot be changed any more.
    on_redo: Option<Callback<()>>,
    on_drop: Callback<()>,
) -> impl IntoView {
    let title_id = format!("{PANEL_ID}-title");
    let labelled_by = title_id.clone();
    Effect::new(|_| browser::focus(PANEL_ID));
    view! {
        <section class="panel panel-stale" id=PANEL_ID tabindex="-1" role="alert" aria-labelledby=labelled_by>
            <h2 id=title_id><Icon name="it-warning-circle" /><span>{move || title.get()}</span></h2>
            <p>{move || text.get()}</p>
            {on_redo.map(|_| view! { <Comparison differences=differences /> })}
            <div class="form-actions">
                {on_redo.map(|redo| view! {
                    <button type="button" class="btn btn-primary" on:click=move |_| redo.run(())>
                        {t!(edit_conflict.redo)}
                    </button>
                })}
                <button type="button" class="btn btn-outline-primary" on:click=move |_| on_drop.run(())>
                    {t!(edit_conflict.drop)}
                </button>
            </div>
        </section>
    }
}

#[component]
fn Comparison(differences: Vec<Difference>) -> impl IntoView {
    let cell = |label: fn() -> &'static str, value: Option<TextProp>, emphasised: bool| {
        let emphasised = emphasised && value.is_some();
        let value = value.unwrap_or_else(|| t!(edit_conflict.same).into());
        view! {
            <td role="cell">
                <span class="cell-label" aria-hidden="true">{label}": "</span>
                {if emphasised {
                    view! { <strong>{move || value.get()}</strong> }.into_any()
                } else {
                    view! { <span>{move || value.get()}</span> }.into_any()
                }}
            </td>
        }
    };
    let row = |difference: Difference| {
        let Difference { field, before, theirs, mine } = difference;
        view! {
            <tr role="row">
                <th role="rowheader" scope="row">{move || field.get()}</th>
                {cell(t!(edit_conflict.before), Some(before), false)}
                {cell(t!(edit_conflict.now), theirs, true)}
                {cell(t!(edit_conflict.mine), mine, true)}
            </tr>
        }
    };
    view! {
        <table class="list" role="table">
            <caption class="visually-hidden">{t!(edit_conflict.title)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t!(edit_conflict.field)}</th>
                    <th role="columnheader" scope="col">{t!(edit_conflict.before)}</th>
                    <th role="columnheader" scope="col">{t!(edit_conflict.now)}</th>
                    <th role="columnheader" scope="col">{t!(edit_conflict.mine)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{differences.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
