//! The page that stops a password reset, with the link that the previous communication e-mail got.

use leptos::prelude::*;
use sigillo_contract::operations::StopPasswordReset;
use sigillo_contract::own_mailbox::{LinkInfo, LinkPurpose, LinkToken};
use sigillo_contract::user_page::UserPage;
use sigillo_domain::Code;

use super::link::{LinkPage, check, for_each_link};
use crate::i18n::{t, texts};
use sigillo_kit::api;
use sigillo_kit::components::{
    Alert, AlertKind, CardPage, ErrorSummary, Form, LinkButton, Load, Submit, UndoNote,
};

#[component]
pub fn StopReset() -> impl IntoView {
    for_each_link(|token| view! { <ByLink token=token /> })
}

#[component]
fn ByLink(token: String) -> impl IntoView {
    let stopped = RwSignal::new(false);
    let purpose = LinkPurpose::StopPasswordReset;
    let link = check(token.clone(), purpose);
    let form = Callback::new(move |info| {
        view! { <StopForm token=token.clone() info=info link=link stopped=stopped /> }.into_any()
    });
    move || {
        if stopped.get() {
            return view! { <Done /> }.into_any();
        }
        view! { <LinkPage link=link purpose=purpose title=t!(own.stop_title) view=form /> }
            .into_any()
    }
}

#[component]
fn StopForm(
    token: String,
    info: LinkInfo,
    link: Load<LinkInfo>,
    stopped: RwSignal<bool>,
) -> impl IntoView {
    let form = Form::new("stop");
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let token = LinkToken { token: token.clone() };
        form.send(
            async move { api::send::<StopPasswordReset>((), &token, None).await },
            move |outcome| match outcome {
                Ok(_) => stopped.set(true),
                // The link was used, or the password was set, while the page was open; reading the
                // link again shows that.
                Err(error) if error.is(Code::LinkNotValid) => link.reload(),
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <p class="card-text">{move || texts().own().stop(&info.mailbox)}</p>
            <p class="card-text">{t!(own.stop_effect)}</p>
            <UndoNote text=t!(undo.never) />
            <Submit form=form label=t!(own.do_stop) class="btn btn-primary btn-wide" />
        </form>
    }
}

#[component]
fn Done() -> impl IntoView {
    view! {
        <CardPage title=t!(own.stopped_title)>
            <div class="card-note">
                <Alert kind=AlertKind::Success><p>{t!(own.stopped)}</p></Alert>
            </div>
            <div class="form-actions">
                <LinkButton href=UserPage::SignIn.path() label=t!(own.go_sign_in) />
            </div>
        </CardPage>
    }
}
