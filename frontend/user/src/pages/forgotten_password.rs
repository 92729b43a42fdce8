//! The page that asks for a link to set a forgotten password (A16). The answer is the same whether
//! or not the mailbox exists.

use leptos::prelude::*;
use sigillo_contract::operations::RequestPasswordLink;
use sigillo_contract::own_mailbox::PasswordLinkRequest;
use sigillo_contract::user_page::UserPage;
use sigillo_domain::Fault;
use sigillo_domain::name::Email;

use crate::i18n::{t, texts};
use sigillo_kit::api;
use sigillo_kit::components::{
    Alert, AlertKind, CardPage, ErrorSummary, Form, LinkButton, Submit, TextField, Throttle,
    ThrottleNotice,
};

const ADDRESS: &str = "/address";

#[component]
pub fn ForgottenPassword() -> impl IntoView {
    let asked = RwSignal::new(None::<String>);
    move || {
        match asked.get() {
        None => view! {
            <CardPage title=t!(own.forgotten_title) lead=t!(own.forgotten_lead)>
                <AskForm asked=asked />
                <p class="other-door"><a href=UserPage::SignIn.path()>{t!(own.back)}</a></p>
            </CardPage>
        }
        .into_any(),
        Some(address) => view! {
            <CardPage title=t!(own.link_title)>
                <div class="card-note">
                    <Alert kind=AlertKind::Info>
                        <p>{move || texts().own().link_sent(&address)}</p>
                    </Alert>
                </div>
                <p class="card-text">{t!(own.link_missing)}</p>
                <div class="form-actions">
                    <LinkButton href=UserPage::SignIn.path() label=t!(own.back) class="btn btn-outline-primary" />
                </div>
            </CardPage>
        }
        .into_any(),
    }
    }
}

#[component]
fn AskForm(asked: RwSignal<Option<String>>) -> impl IntoView {
    let form = Form::new("forgotten");
    let address = RwSignal::new(String::new());
    let throttle = Throttle::default();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if throttle.is_on() {
            return;
        }
        let request = match Email::parse(&address.get_untracked()) {
            Ok(address) => PasswordLinkRequest { address: address.to_string() },
            Err(code) => return form.show_faults(vec![Fault::new(ADDRESS, code)]),
        };
        let typed = request.address.clone();
        form.send(
            async move { api::send::<RequestPasswordLink>((), &request, None).await },
            move |outcome| match outcome {
                Ok(_) => asked.set(Some(typed)),
                Err(error) if throttle.start_if_throttled(&error) => {}
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <ThrottleNotice throttle=throttle />
            <TextField
                form=form
                pointer=ADDRESS
                label=t!(own.address)
                hint=t!(own.address_hint)
                value=address
                kind="email"
                autocomplete="username"
            />
            <Submit
                form=form
                label=t!(own.send_link)
                class="btn btn-primary btn-wide"
                disabled=Signal::derive(move || throttle.is_on())
            />
        </form>
    }
}
