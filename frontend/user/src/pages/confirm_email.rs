//! The page that confirms a communication e-mail with the link that was sent to it. The e-mail is
//! used from then on.

use leptos::prelude::*;
use sigillo_contract::operations::ConfirmCommunicationEmail;
use sigillo_contract::own_mailbox::{LinkInfo, LinkPurpose, LinkToken};
use sigillo_contract::user_page::UserPage;
use sigillo_domain::Code;

use super::link::{LinkPage, check, for_each_link};
use crate::i18n::{t, texts};
use sigillo_kit::api;
use sigillo_kit::components::{
    Alert, AlertKind, CardPage, ErrorSummary, Form, LinkButton, Load, Submit,
};

#[component]
pub fn ConfirmEmail() -> impl IntoView {
    for_each_link(|token| view! { <ByLink token=token /> })
}

#[component]
fn ByLink(token: String) -> impl IntoView {
    let confirmed = RwSignal::new(None::<String>);
    let purpose = LinkPurpose::ConfirmCommunicationEmail;
    let link = check(token.clone(), purpose);
    let form = Callback::new(move |info| {
        view! { <ConfirmForm token=token.clone() info=info link=link confirmed=confirmed /> }
            .into_any()
    });
    move || match confirmed.get() {
        Some(email) => view! { <Done email=email /> }.into_any(),
        None => view! {
            <LinkPage link=link purpose=purpose title=t!(own.confirm_title) view=form />
        }
        .into_any(),
    }
}

#[component]
fn ConfirmForm(
    token: String,
    info: LinkInfo,
    link: Load<LinkInfo>,
    confirmed: RwSignal<Option<String>>,
) -> impl IntoView {
    let form = Form::new("confirm");
    let LinkInfo { mailbox, communication_email, .. } = info;
    let email = communication_email.unwrap_or_default();
    let submit = {
        let email = email.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let (token, email) = (LinkToken { token: token.clone() }, email.clone());
            form.send(
                async move { api::send::<ConfirmCommunicationEmail>((), &token, None).await },
                move |outcome| match outcome {
                    Ok(_) => confirmed.set(Some(email)),
                    // The link was used or replaced while the page was open; reading it again shows
                    // that.
                    Err(error) if error.is(Code::LinkNotValid) => link.reload(),
                    Err(error) => form.show_failure(error),
                },
            );
        }
    };
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <p class="card-text">{move || texts().own().confirm(&email, &mailbox)}</p>
            <p class="card-text">{t!(own.confirm_not_you)}</p>
            <Submit form=form label=t!(own.do_confirm) class="btn btn-primary btn-wide" />
        </form>
    }
}

#[component]
fn Done(email: String) -> impl IntoView {
    view! {
        <CardPage title=t!(own.confirmed_title)>
            <div class="card-note">
                <Alert kind=AlertKind::Success>
                    <p>{move || texts().own().confirmed(&email)}</p>
                </Alert>
            </div>
            <div class="form-actions">
                <LinkButton href=UserPage::Mailbox.path() label=t!(own.go_mailbox) />
            </div>
        </CardPage>
    }
}
