//! The button that takes a version into use or out of use, with its dialog.

use leptos::prelude::*;
use sigillo_contract::contract_template::{ContractTemplate, ContractTemplatePatch};
use sigillo_contract::operations::{GetContractTemplate, UpdateContractTemplate};

use super::version_name;
use crate::api::{self, Change};
use crate::components::{AlertKind, Dialog, DialogActions, ErrorSummary, Form, Load, announce};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::session;

#[component]
pub fn UseButton(source: Load<ContractTemplate>) -> impl IntoView {
    let open = RwSignal::new(false);
    let in_use = Memo::new(move |_| source.get().is_some_and(|found| found.in_use));
    let label = move || {
        if in_use.get() {
            t!(contract_templates.take_out)()
        } else {
            t!(contract_templates.put_in_use)()
        }
    };
    let class = move || if in_use.get() { "btn btn-outline-primary" } else { "btn btn-primary" };
    session::may::<UpdateContractTemplate>().then(|| {
        view! {
            <button
                type="button"
                class=class
                aria-haspopup="dialog"
                on:click=move |_| open.set(true)
            >
                {label}
            </button>
            <UseDialog open=open source=source label=label />
        }
    })
}

#[component]
fn UseDialog(
    open: RwSignal<bool>,
    source: Load<ContractTemplate>,
    #[prop(into)] label: TextProp,
) -> impl IntoView {
    let form = Form::new("template-use");
    let close = Callback::new(move |()| {
        form.clear();
        open.set(false);
    });
    let send = move |()| {
        let Some(found) = untrack(|| source.get()) else { return };
        let (id, version) = (found.id, found.version);
        let patch = ContractTemplatePatch { in_use: Some(!found.in_use) };
        let work = async move {
            api::change::<UpdateContractTemplate, GetContractTemplate>(id, &patch, version).await
        };
        form.send(work, move |outcome| {
            let page = Route::ContractTemplate(id);
            let words = texts().contract_templates();
            let newer = match outcome {
                Ok(Change::Made(now)) => {
                    let name = version_name(&now);
                    let said =
                        if now.in_use { words.now_in_use(&name) } else { words.now_out(&name) };
                    announce(AlertKind::Success, said, page);
                    now
                }
                // The page shows what has changed before the person decides again.
                Ok(Change::Conflict(newer)) => {
                    announce(AlertKind::Warning, words.moved_on(), page);
                    newer
                }
                Err(error) => return form.show_failure(error),
            };
            close.run(());
            source.put(newer);
        });
    };
    let title = label.clone();
    let text = move || {
        let found = source.get()?;
        let (words, name) = (texts().contract_templates(), version_name(&found));
        Some(if found.in_use {
            words.take_out_text(&name)
        } else {
            words.put_in_use_text(&name, &found.organization_name)
        })
    };
    view! {
        <Dialog id="template-use" open=open title=title on_close=close start="template-use-send">
            <ErrorSummary form=form />
            <p>{text}</p>
            <p>{t!(contract_templates.sent_stay)}</p>
            <DialogActions form=form id="template-use-send" label=label.clone() on_send=send on_close=close />
        </Dialog>
    }
}
