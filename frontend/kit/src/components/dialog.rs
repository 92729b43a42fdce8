use leptos::html;
use leptos::prelude::*;

use super::Icon;
use crate::browser;
use crate::i18n::t;

/// A modal dialog. The browser's own `<dialog>` keeps the focus inside, closes on Esc, and gives the
/// focus back to where it was.
#[component]
pub fn Dialog(
    id: &'static str,
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] title: TextProp,
    /// Called when the person closes the dialog; without it, only its content can close it.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// Id of the field that takes the focus.
    #[prop(optional)]
    start: Option<&'static str>,
    #[prop(default = "sheet")] class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
            if let Some(id) = start {
                browser::focus(id);
            }
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let dismiss = move || {
        if let Some(on_close) = on_close {
            on_close.run(());
        }
    };
    let heading = format!("{id}-title");
    let named_by = heading.clone();
    view! {
        <dialog
            node_ref=dialog
            id=id
            class=class
            aria-labelledby=named_by
            on:cancel=move |event: leptos::ev::Event| {
                event.prevent_default();
                dismiss();
            }
            on:close=move |_| if open.get_untracked() { dismiss() }
        >
            <Show when=move || open.get()>
                <div class="sheet-head">
                    <h2 id=heading.clone()>{let title = title.clone(); move || title.get()}</h2>
                    {on_close.map(|on_close| view! {
                        <button
                            type="button"
                            class="icon-button"
                            aria-label=t!(common.close)
                            on:click=move |_| on_close.run(())
                        >
                            <Icon name="it-close-big" />
                        </button>
                    })}
                </div>
                <div class="sheet-body">{children()}</div>
            </Show>
        </dialog>
    }
}
