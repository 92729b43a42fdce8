//! The message about an edit conflict: what somebody else changed meanwhile, what the person
//! changed, and a way to keep both.

use leptos::prelude::*;

use super::{Column, DataTable, Icon};
use crate::browser;
use crate::edit::Edit;
use crate::i18n::t;

/// A field that either side changed: its value when it was read, and each side's new value if there
/// is one.
#[derive(Clone)]
pub struct Difference {
    pub field: TextProp,
    pub before: TextProp,
    pub theirs: Option<TextProp>,
    pub mine: Option<TextProp>,
}

impl Difference {
    /// None if neither side has changed the value.
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

/// Shown above the edit form, which keeps the person's input until they decide.
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
    /// None if the newer version can no longer be changed.
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
    let value = |value: &Option<TextProp>| match value.clone() {
        Some(value) => view! { <strong>{move || value.get()}</strong> }.into_any(),
        None => view! { <span>{t!(edit_conflict.same)}</span> }.into_any(),
    };
    let columns = vec![
        Column::new(t!(edit_conflict.field), |row: &Difference| {
            let field = row.field.clone();
            move || field.get()
        })
        .as_row_header(),
        Column::new(t!(edit_conflict.before), |row: &Difference| {
            let before = row.before.clone();
            view! { <span>{move || before.get()}</span> }
        })
        .labelled(),
        Column::new(t!(edit_conflict.now), move |row: &Difference| value(&row.theirs)).labelled(),
        Column::new(t!(edit_conflict.mine), move |row: &Difference| value(&row.mine)).labelled(),
    ];
    view! {
        <DataTable
            caption=t!(edit_conflict.title)
            columns=columns
            rows=Signal::stored(differences)
        />
    }
}
