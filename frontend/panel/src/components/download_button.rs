//! A button that saves a file from the server.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_kit::api::{Download, Pending};

use super::{AlertKind, Icon, announce};
use crate::i18n::problem_text;
use crate::{browser, router};

#[component]
pub fn DownloadButton(
    #[prop(into)] label: TextProp,
    #[prop(into)] download: Callback<(), Pending<Download>>,
    #[prop(default = "btn btn-outline-primary")] class: &'static str,
) -> impl IntoView {
    let is_busy = RwSignal::new(false);
    let here = router::path();
    let take = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let file = download.run(());
        spawn_local(async move {
            let outcome = file.await;
            // The person may have left the page meanwhile.
            if is_busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(file) => browser::save_file(&file.blob, &file.name),
                Err(error) => {
                    announce(AlertKind::Danger, problem_text(&error), here.get_untracked());
                }
            }
        });
    };
    view! {
        <button
            type="button"
            class=class
            aria-busy=move || is_busy.get().then_some("true")
            on:click=take
        >
            <Icon name="it-download" />
            <span>{move || label.get()}</span>
        </button>
    }
}
