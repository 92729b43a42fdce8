//! The page that sets the password with a link: for the first time (A9), or after it was forgotten
//! (A16).

use leptos::prelude::*;
use sigillo_contract::operations::SetPasswordByLink;
use sigillo_contract::own_mailbox::{LinkInfo, LinkPurpose, PasswordByLink};
use sigillo_contract::user_page::UserPage;
use sigillo_domain::Code;

use super::link::{LinkPage, check, for_each_link};
use super::new_password::{NewPassword, NewPasswordFields};
use crate::i18n::{date_time, t, texts};
use sigillo_kit::api;
use sigillo_kit::components::{
    Alert, AlertKind, CardPage, ErrorSummary, Form, LinkButton, Load, Submit, UndoNote,
};

#[component]
pub fn SetPassword() -> impl IntoView {
    for_each_link(|token| view! { <ByLink token=token /> })
}

#[component]
fn ByLink(token: String) -> impl IntoView {
    let done = RwSignal::new(false);
    let link = check(token.clone(), LinkPurpose::SetPassword);
    let lead = move || {
        let link = link.get().filter(|link| link.purpose == LinkPurpose::SetPassword);
        link.map(|link| texts().own().set_lead(&link.mailbox)).unwrap_or_default()
    };
    let form = Callback::new(move |info| {
        view! { <SetForm token=token.clone() info=info link=link done=done /> }.into_any()
    });
    move || {
        if done.get() {
            return view! { <Done /> }.into_any();
        }
        view! {
            <LinkPage link=link purpose=LinkPurpose::SetPassword title=t!(own.set_title) lead=lead view=form />
        }
        .into_any()
    }
}

#[component]
fn SetForm(
    token: String,
    info: LinkInfo,
    link: Load<LinkInfo>,
    done: RwSignal<bool>,
) -> impl IntoView {
    let form = Form::new("set");
    let password = NewPassword::of_masked(&info.mailbox);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let set = match password.read() {
            Ok(new_password) => PasswordByLink { token: token.clone(), new_password },
            Err(errors) => return form.show_errors(errors),
        };
        form.send(
            async move { api::send::<SetPasswordByLink>((), &set, None).await },
            move |outcome| match outcome {
                Ok(_) => done.set(true),
                // The link was used or replaced while the page was open; reading it again shows
                // that.
                Err(error) if error.is(Code::LinkNotValid) => link.reload(),
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <NewPasswordFields form=form password=password />
            <UndoNote text=t!(undo.never) />
            <Submit form=form label=t!(own.set_title) class="btn btn-primary btn-wide" />
            <p class="field-hint">{move || texts().own().link_until(&date_time(info.expires_at))}</p>
        </form>
    }
}

#[component]
fn Done() -> impl IntoView {
    view! {
        <CardPage title=t!(own.set_done_title)>
            <div class="card-note">
                <Alert kind=AlertKind::Success><p>{t!(own.set_done)}</p></Alert>
            </div>
            <div class="form-actions">
                <LinkButton href=UserPage::SignIn.path() label=t!(own.go_sign_in) />
            </div>
        </CardPage>
    }
}
