//! Somebody else was first: what they changed, what was to be changed, and the way to have both.

use leptos::prelude::*;

use super::Icon;
use crate::browser;
use crate::i18n::t;

/// One field: as it was read, as it is now, and as it was to become, where that differs.
#[derive(Clone)]
pub struct Difference {
    pub field: TextProp,
    pub before: TextProp,
    pub now: Option<TextProp>,
    pub mine: Option<TextProp>,
}

const PANEL: &str = "overtaken";

/// Stands over a form that came too late. Nothing of the form is lost either way: redoing puts the
/// person's changes over the others'.
#[component]
pub fn Overtaken(
    #[prop(optional, into)] title: Option<TextProp>,
    #[prop(optional, into)] text: Option<TextProp>,
    differences: Vec<Difference>,
    /// None where there is nothing left to change.
    #[prop(into)]
    on_redo: Option<Callback<()>>,
    on_drop: Callback<()>,
) -> impl IntoView {
    let title = title.unwrap_or_else(|| t!(stale.title).into());
    let text = text.unwrap_or_else(|| t!(stale.text).into());
    Effect::new(|_| browser::focus(PANEL));
    view! {
        <section class="panel panel-stale" id=PANEL tabindex="-1" role="alert" aria-labelledby="overtaken-title">
            <h2 id="overtaken-title"><Icon name="it-warning-circle" /><span>{move || title.get()}</span></h2>
            <p>{move || text.get()}</p>
            {on_redo.map(|_| view! { <Comparison differences=differences /> })}
            <div class="form-actions">
                {on_redo.map(|redo| view! {
                    <button type="button" class="btn btn-primary" on:click=move |_| redo.run(())>
                        {t!(stale.redo)}
                    </button>
                })}
                <button type="button" class="btn btn-outline-primary" on:click=move |_| on_drop.run(())>
                    {t!(stale.drop)}
                </button>
            </div>
        </section>
    }
}

#[component]
fn Comparison(differences: Vec<Difference>) -> impl IntoView {
    let cell = |label: fn() -> &'static str, value: Option<TextProp>, changed: bool| {
        let changed = changed && value.is_some();
        let value = value.unwrap_or_else(|| t!(stale.same).into());
        view! {
            <td role="cell">
                <span class="cell-label" aria-hidden="true">{label}": "</span>
                {if changed {
                    view! { <strong>{move || value.get()}</strong> }.into_any()
                } else {
                    view! { <span>{move || value.get()}</span> }.into_any()
                }}
            </td>
        }
    };
    let row = |difference: Difference| {
        let Difference { field, before, now, mine } = difference;
        view! {
            <tr role="row">
                <th role="rowheader" scope="row">{move || field.get()}</th>
                {cell(t!(stale.before), Some(before), false)}
                {cell(t!(stale.now), now, true)}
                {cell(t!(stale.mine), mine, true)}
            </tr>
        }
    };
    view! {
        <table class="list" role="table">
            <caption class="visually-hidden">{t!(stale.title)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t!(stale.field)}</th>
                    <th role="columnheader" scope="col">{t!(stale.before)}</th>
                    <th role="columnheader" scope="col">{t!(stale.now)}</th>
                    <th role="columnheader" scope="col">{t!(stale.mine)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{differences.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
