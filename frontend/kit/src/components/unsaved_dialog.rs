use leptos::prelude::*;

use super::Dialog;
use crate::i18n::t;
use crate::{router, unsaved};

/// Asks whether to leave a page with unsaved input.
#[component]
pub fn UnsavedDialog() -> impl IntoView {
    let open = Signal::derive(|| unsaved::asked().is_some());
    let stay = Callback::new(|()| drop(unsaved::take_asked()));
    let leave = |_| {
        if let Some(departure) = unsaved::take_asked() {
            unsaved::discard();
            router::depart(departure);
        }
    };
    view! {
        <Dialog id="unsaved" open=open title=t!(forms.unsaved_title) on_close=stay start="unsaved-stay">
            <p>{t!(forms.unsaved_text)}</p>
            <div class="form-actions">
                <button type="button" id="unsaved-stay" class="btn btn-primary" on:click=move |_| stay.run(())>
                    {t!(forms.stay)}
                </button>
                <button type="button" class="btn btn-outline-danger" on:click=leave>
                    {t!(forms.leave_unsaved)}
                </button>
            </div>
        </Dialog>
    }
}
