//! The sign-in page, for a mailbox's address and password.

use leptos::prelude::*;
use sigillo_contract::own_mailbox::MailboxCredentials;
use sigillo_contract::user_page::UserPage;
use sigillo_domain::name::Email;
use sigillo_domain::{Code, Fault, FaultCode, Faults};

use super::expired_password::ExpiredPassword;
use crate::i18n::{t, texts};
use crate::session;
use sigillo_kit::api::ApiError;
use sigillo_kit::components::{
    CardPage, ErrorSummary, Form, PasswordField, Service, Submit, Support, TextField, Throttle,
    ThrottleNotice,
};
use sigillo_kit::router::EXTERNAL;
use sigillo_kit::routes::PANEL_ROOT;
use sigillo_kit::{first_paint, router};

#[component]
pub fn SignIn() -> impl IntoView {
    // A sign-in with an expired password leads to changing it (A20).
    let expired = RwSignal::new(None::<MailboxCredentials>);
    let info = use_context::<Service>();
    let to_receipts = session::wanted_page().is_some();
    let title = move || {
        if to_receipts { texts().preservation().sign_in() } else { texts().own().sign_in() }
    };
    let lead = move || {
        let (own, receipts) = (texts().own(), texts().preservation());
        if to_receipts { receipts.sign_in_lead() } else { own.sign_in_lead() }
    };
    move || {
        match expired.get() {
        Some(credentials) => {
            view! { <ExpiredPassword credentials=credentials expired=expired /> }.into_any()
        }
        None => view! {
            <CardPage title=title lead=lead>
                <SignInForm expired=expired />
                <p class="other-door"><a href=UserPage::ForgottenPassword.path()>{t!(own.forgotten)}</a></p>
                {move || info?.get().map(|info| view! { <Support info=info /> })}
                // The link leads to another app, which the browser has to load.
                <p class="other-door">
                    {t!(own.administrator)}" "
                    <a href=PANEL_ROOT rel=EXTERNAL>{t!(own.panel_door)}</a>
                </p>
            </CardPage>
        }
        .into_any(),
    }
    }
}

#[component]
fn SignInForm(expired: RwSignal<Option<MailboxCredentials>>) -> impl IntoView {
    let form = Form::new("own");
    let mut early = first_paint::take_over();
    let address = RwSignal::new(early.typed("address"));
    let password = RwSignal::new(early.typed("password"));
    let throttle = Throttle::default();
    let wanted = StoredValue::new(session::wanted_page());
    let signed_in = move |credentials: MailboxCredentials, outcome: Result<(), ApiError>| {
        let Err(error) = outcome else {
            return router::go(wanted.get_value().unwrap_or_else(|| UserPage::Mailbox.to_string()));
        };
        if throttle.start_if_throttled(&error) {
            return;
        }
        if error.is(Code::PasswordExpired) {
            expired.set(Some(credentials));
        } else if error.is(Code::InvalidCredentials) {
            password.set(String::new());
            form.show_message(t!(own.wrong).into());
        } else {
            form.show_failure(error);
        }
    };
    let send = move || {
        if throttle.is_on() {
            return;
        }
        let credentials = match read(address, password) {
            Ok(credentials) => credentials,
            Err(faults) => return form.show_faults(faults),
        };
        let typed = credentials.clone();
        form.send(async move { session::sign_in(&credentials).await }, move |outcome| {
            signed_in(typed, outcome);
        });
    };
    let sign_in = early.take_sign_in();
    early.resume(form, send);
    if let Some(sign_in) = sign_in {
        let typed = MailboxCredentials {
            address: address.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        form.send(session::continue_sign_in(sign_in), move |outcome| signed_in(typed, outcome));
    }
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <ThrottleNotice throttle=throttle />
            <TextField
                form=form
                pointer="/address"
                label=t!(own.address)
                hint=t!(own.address_hint)
                value=address
                kind="email"
                autocomplete="username"
            />
            <PasswordField form=form pointer="/password" label=t!(session.password) value=password />
            <Submit
                form=form
                label=t!(session.enter)
                class="btn btn-primary btn-wide"
                disabled=Signal::derive(move || throttle.is_on())
            />
        </form>
    }
}

fn read(
    address: RwSignal<String>,
    password: RwSignal<String>,
) -> Result<MailboxCredentials, Vec<Fault>> {
    let mut faults = Faults::default();
    let address = faults.check("/address", Email::parse(&address.get_untracked()));
    let password = password.get_untracked();
    if password.is_empty() {
        faults.add("/password", FaultCode::Required);
    }
    let credentials =
        address.map(|address| MailboxCredentials { address: address.to_string(), password });
    faults.result(credentials)
}
