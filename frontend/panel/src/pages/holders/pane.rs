//! A pane of a holder: what it lists, and the switch that lets a person change it (B7).

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::Pending;
use crate::components::{AlertKind, Dialog, ErrorSummary, Form, announce};
use crate::i18n::{integer, t, texts};
use crate::router;

/// What is open in a pane that can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenForm<Id> {
    None,
    New,
    Of(Id),
}

/// Whether a pane can be changed at present, and the form that is open in it.
#[derive(Clone, Copy)]
pub struct PaneState {
    pub is_enabled: RwSignal<bool>,
    /// The form with which something is being changed.
    pub form: RwSignal<Option<Form>>,
}

impl PaneState {
    pub fn new() -> Self {
        Self { is_enabled: RwSignal::new(false), form: RwSignal::new(None) }
    }

    /// Switches, unless something typed would be lost.
    fn switch(self) {
        let is_unsaved = self.form.get_untracked().is_some_and(Form::has_unsaved);
        if self.is_enabled.get_untracked() && is_unsaved {
            let here = router::path().get_untracked();
            return announce(AlertKind::Warning, texts().holders().save_first(), here);
        }
        self.is_enabled.update(|is| *is = !*is);
    }
}

#[component]
pub fn Pane(
    /// The id of its heading.
    id: &'static str,
    #[prop(into)] title: TextProp,
    #[prop(into)] count: Signal<i64>,
    /// None if this person may not change it.
    #[prop(optional_no_strip)]
    state: Option<PaneState>,
    children: Children,
) -> impl IntoView {
    let switch = state.map(|state| {
        let words = move || {
            if state.is_enabled.get() {
                t!(holders.disable_fields)()
            } else {
                t!(holders.enable_fields)()
            }
        };
        view! {
            <button
                type="button"
                class="btn btn-outline-primary btn-sm pane-switch"
                aria-pressed=move || if state.is_enabled.get() { "true" } else { "false" }
                on:click=move |_| state.switch()
            >
                {words}
            </button>
        }
    });
    view! {
        <section class="panel pane" class:pane-enabled=move || state.is_some_and(|state| state.is_enabled.get()) aria-labelledby=id>
            <div class="panel-head">
                <h2 id=id>{move || title.get()}" "<span class="pane-count">{move || integer(count.get())}</span></h2>
                {switch}
            </div>
            {children()}
        </section>
    }
}

/// What is to be removed from a pane.
#[derive(Clone)]
pub struct Removal {
    /// What it is called.
    pub name: String,
    pub send:
        std::sync::Arc<dyn Fn() -> Pending<sigillo_contract::operation::Nothing> + Send + Sync>,
    pub done: Callback<()>,
}

/// The dialog that asks before something is removed.
#[component]
pub fn RemovalDialog(
    id: &'static str,
    #[prop(into)] title: TextProp,
    #[prop(into)] text: TextProp,
    removal: RwSignal<Option<Removal>>,
) -> impl IntoView {
    let form = Form::new(id);
    let open = Signal::derive(move || removal.with(Option::is_some));
    let close = Callback::new(move |()| {
        form.clear();
        removal.set(None);
    });
    let send = move |_| {
        let Some(Removal { send, done, .. }) = removal.get_untracked() else { return };
        form.send(send(), move |outcome| match outcome {
            Ok(_) => {
                close.run(());
                // The dialog gives the focus back first.
                spawn_local(async move { done.run(()) });
            }
            Err(error) => form.show_failure(error),
        });
    };
    let text = StoredValue::new(text);
    view! {
        <Dialog id=id open=open title=title on_close=close>
            <ErrorSummary form=form />
            <p><strong>{move || removal.get().map(|removal| removal.name)}</strong></p>
            <p>{move || text.with_value(TextProp::get)}</p>
            <div class="form-actions">
                <button
                    type="button"
                    class="btn btn-danger"
                    aria-busy=move || form.is_busy().then_some("true")
                    on:click=send
                >
                    {t!(holders.remove)}
                </button>
                <button type="button" class="btn btn-outline-primary" on:click=move |_| close.run(())>
                    {t!(forms.cancel)}
                </button>
            </div>
        </Dialog>
    }
}
