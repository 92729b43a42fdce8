//! The dialog of a page whose session now belongs to somebody else.

use leptos::prelude::*;

use super::Dialog;
use crate::i18n::{t, texts};
use crate::unsaved;

/// Shown over a page when somebody else has signed in, in another tab.
#[component]
pub fn AnotherPersonDialog(
    /// The name of whoever signed in; None while nobody else has.
    #[prop(into)]
    successor: Signal<Option<String>>,
    /// The name of whoever the page was opened for.
    #[prop(into)]
    me: Signal<String>,
    on_continue: fn(),
) -> impl IntoView {
    let open = Signal::derive(move || successor.get().is_some());
    let name = move || successor.get().unwrap_or_default();
    // What was typed stays in this tab for whoever typed it.
    let has_draft = Memo::new(move |_| open.get() && unsaved::any());
    let kept = move || {
        has_draft.get().then(|| {
            view! { <p data-testid="draft-kept">{move || texts().session().draft_kept(&me.get())}</p> }
        })
    };
    view! {
        <Dialog id="another-person" open=open title=t!(session.another_title) start="go-on">
            <p>{move || texts().session().another_text(&name(), &me.get())}</p>
            {kept}
            <div class="form-actions">
                <button type="button" id="go-on" class="btn btn-primary" on:click=move |_| on_continue()>
                    {move || texts().session().go_on_as(&name())}
                </button>
            </div>
        </Dialog>
    }
}
