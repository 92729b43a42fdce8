//! The link in a message. Its token is the fragment of the address, because fragments never reach a
//! server's log. Checking a link does not use it up.

use leptos::prelude::*;
use sigillo_contract::operations::CheckLink;
use sigillo_contract::own_mailbox::{LinkInfo, LinkPurpose, LinkToken};
use sigillo_contract::user_page::UserPage;
use sigillo_domain::Code;

use crate::i18n::t;
use sigillo_kit::api::{self, ApiError};
use sigillo_kit::components::{
    Alert, AlertKind, CardPage, Failure, LinkButton, Load, Waiting, load,
};
use sigillo_kit::router;

/// Shows the page of a link, and a new one if another link is pasted into the address bar.
pub fn for_each_link<V: IntoView + 'static>(
    page: impl Fn(String) -> V + Send + 'static,
) -> impl IntoView {
    let token = router::hash();
    move || page(token.get())
}

/// Reads what a link is for. A link for another purpose is redirected to that purpose's page.
pub fn check(token: String, purpose: LinkPurpose) -> Load<LinkInfo> {
    let asked = token.clone();
    let link = load(move || {
        let token = asked.clone();
        async move {
            if token.is_empty() {
                return Err(ApiError::of(Code::LinkNotValid));
            }
            api::send::<CheckLink>((), &LinkToken { token }, None).await
        }
    });
    Effect::new(move |_| {
        if let Some(info) = link.get().filter(|info| info.purpose != purpose) {
            let page = match info.purpose {
                LinkPurpose::SetPassword => UserPage::SetPassword,
                LinkPurpose::ConfirmCommunicationEmail => UserPage::ConfirmEmail,
                LinkPurpose::StopPasswordReset => UserPage::StopReset,
                LinkPurpose::SignContract => UserPage::SignContract,
            };
            router::replace(format!("{page}#{token}"));
        }
    });
    link
}

/// The page of a link: `view` if the link is valid for `purpose`, otherwise why it is not and what
/// to do.
#[component]
pub fn LinkPage(
    link: Load<LinkInfo>,
    purpose: LinkPurpose,
    #[prop(into)] title: TextProp,
    #[prop(optional, into)] lead: TextProp,
    view: Callback<LinkInfo, AnyView>,
) -> impl IntoView {
    let is_dead = Memo::new(move |_| match link.outcome() {
        Some(Err(error)) => error.is(Code::LinkNotValid) || error.is(Code::Validation),
        _ => false,
    });
    move || {
        if is_dead.get() {
            return view! { <InvalidLink purpose=purpose /> }.into_any();
        }
        let content = move || match link.outcome() {
            Some(Ok(info)) if info.purpose == purpose => view.run(info),
            Some(Err(error)) => {
                let retry = Callback::new(move |()| link.reload());
                view! { <div class="card-note"><Failure error=error retry=retry /></div> }
                    .into_any()
            }
            _ => view! { <Waiting /> }.into_any(),
        };
        view! { <CardPage title=title.clone() lead=lead.clone()>{content}</CardPage> }.into_any()
    }
}

#[component]
fn InvalidLink(purpose: LinkPurpose) -> impl IntoView {
    let (page, label, text) = match purpose {
        // The page of a contract checks its link itself.
        LinkPurpose::SetPassword | LinkPurpose::SignContract => {
            (UserPage::ForgottenPassword, TextProp::from(t!(own.ask_again)), t!(own.dead))
        }
        LinkPurpose::ConfirmCommunicationEmail => {
            (UserPage::ChangeEmail, t!(own.email_again).into(), t!(own.dead))
        }
        LinkPurpose::StopPasswordReset => {
            (UserPage::ForgottenPassword, t!(own.ask_again).into(), t!(own.stop_dead))
        }
    };
    view! {
        <CardPage title=t!(own.dead_title)>
            <div class="card-note">
                <Alert kind=AlertKind::Warning><p>{text}</p></Alert>
            </div>
            <div class="form-actions">
                <LinkButton href=page.path() label=label />
                <LinkButton href=UserPage::SignIn.path() label=t!(own.go_sign_in) class="btn btn-outline-primary" />
            </div>
        </CardPage>
    }
}
