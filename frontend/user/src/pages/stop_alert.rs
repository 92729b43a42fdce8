//! The page that ends the alert of a saved view, with the link in its messages. Opening it ends
//! nothing, because virus scanners open links too.

use leptos::prelude::*;
use sigillo_contract::operations::StopViewAlert;
use sigillo_contract::saved_view::AlertStop;
use sigillo_domain::Code;

use super::link::for_each_link;
use crate::i18n::t;
use sigillo_kit::api;
use sigillo_kit::components::{Alert, AlertKind, CardPage, ErrorSummary, Form, Submit};

/// What has become of the link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Open,
    Stopped,
    NotValid,
}

#[component]
pub fn StopAlert() -> impl IntoView {
    for_each_link(|token| view! { <ByLink token=token /> })
}

#[component]
fn ByLink(token: String) -> impl IntoView {
    let is_empty = token.is_empty();
    let outcome = RwSignal::new(if is_empty { Outcome::NotValid } else { Outcome::Open });
    move || match outcome.get() {
        Outcome::Open => view! { <StopForm token=token.clone() outcome=outcome /> }.into_any(),
        Outcome::Stopped => view! {
            <CardPage title=t!(own.alert_stopped_title)>
                <div class="card-note">
                    <Alert kind=AlertKind::Success><p>{t!(own.alert_stopped)}</p></Alert>
                </div>
            </CardPage>
        }
        .into_any(),
        Outcome::NotValid => view! {
            <CardPage title=t!(own.dead_title)>
                <div class="card-note">
                    <Alert kind=AlertKind::Warning><p>{t!(own.stop_alert_dead)}</p></Alert>
                </div>
            </CardPage>
        }
        .into_any(),
    }
}

#[component]
fn StopForm(token: String, outcome: RwSignal<Outcome>) -> impl IntoView {
    let form = Form::new("stop-alert");
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let stop = AlertStop { token: token.clone() };
        form.send(
            async move { api::send::<StopViewAlert>((), &stop, None).await },
            move |answer| match answer {
                Ok(_) => outcome.set(Outcome::Stopped),
                Err(error) if error.is(Code::LinkNotValid) => outcome.set(Outcome::NotValid),
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <CardPage title=t!(own.stop_alert_title)>
            <form on:submit=submit novalidate>
                <ErrorSummary form=form />
                <p class="card-text">{t!(own.stop_alert_effect)}</p>
                <Submit form=form label=t!(own.do_stop_alert) class="btn btn-primary btn-wide" />
            </form>
        </CardPage>
    }
}
