//! The end of a period: what was frozen, and the button that freezes it.

use leptos::prelude::*;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::CloseSlaPeriod;
use sigillo_contract::sla::{SlaClosure, SlaOverview};
use sigillo_domain::sla::Period;

use crate::api;
use crate::components::{
    Alert, AlertKind, Dialog, DownloadButton, ErrorSummary, Form, Load, Submit, announce,
};
use crate::i18n::{moment, t, texts};
use crate::route::Route;

#[component]
pub fn Closure(closure: SlaClosure) -> impl IntoView {
    let SlaClosure { period, closed_at, closed_by, sha256 } = closure;
    let download = move |()| -> api::Pending<api::Download> {
        Box::pin(async move { api::download_sla_figures(period).await })
    };
    view! {
        <Alert kind=AlertKind::Info>
            <p>{move || texts().sla().closed_it(&closed_by, &moment(closed_at).at())}</p>
            <p class="sla-seal">{t!(sla.seal)}": "<code>{sha256}</code></p>
            <DownloadButton label=t!(sla.download_figures) download=download class="btn btn-outline-primary btn-sm" />
        </Alert>
    }
}

#[component]
pub fn Close(period: Period, found: Load<SlaOverview>) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <section class="panel" aria-labelledby="sla-close">
            <h2 id="sla-close">{t!(sla.close)}</h2>
            <p>{t!(sla.close_text)}</p>
            <button
                type="button"
                class="btn btn-outline-danger"
                aria-haspopup="dialog"
                on:click=move |_| open.set(true)
            >
                {t!(sla.close)}
            </button>
        </section>
        <Dialog id="close-period" open=open title=t!(sla.close) on_close=move |()| open.set(false)>
            <Confirmation period=period found=found open=open />
        </Dialog>
    }
}

#[component]
fn Confirmation(period: Period, found: Load<SlaOverview>, open: RwSignal<bool>) -> impl IntoView {
    let form = Form::new("close");
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.send(api::send::<CloseSlaPeriod>(period, &Nothing {}, None), move |outcome| {
            match outcome {
                Ok(_) => {
                    open.set(false);
                    let words = texts().sla().closed_now();
                    announce(AlertKind::Success, words.to_owned(), Route::ServiceLevels);
                    found.reload();
                }
                Err(error) => form.show_failure(error),
            }
        });
    };
    view! {
        <form on:submit=submit>
            <p>{move || texts().sla().period_name(period.year(), period.number())}</p>
            <p>{t!(sla.close_text)}</p>
            <ErrorSummary form=form />
            <div class="form-actions"><Submit form=form label=t!(sla.do_close) class="btn btn-danger" /></div>
        </form>
    }
}
