//! The sign-in form: on its own page, or over the page on which the session ended.

use leptos::prelude::*;
use sigillo_contract::operations::GetServiceInfo;
use sigillo_contract::session::Credentials;
use sigillo_contract::user_page::UserPage;
use sigillo_domain::{Code, Fault, FaultCode, Faults};
use sigillo_kit::first_paint::{self, EarlyInput};
use sigillo_kit::router::EXTERNAL;

use crate::api::{self, ApiError};
use crate::components::{
    Brand, Dialog, ErrorSummary, Failure, Form, Languages, PasswordField, Submit, Support,
    TextField, ThemeMenu, Throttle, ThrottleNotice, load, set_title,
};
use crate::i18n::t;
use crate::session;

#[component]
pub fn SignIn() -> impl IntoView {
    set_title(t!(session.sign_in).into());
    view! {
        <div class="gate">
            <header class="gate-head">
                <div class="brand"><Brand line=t!(common.tagline) /></div>
                <div class="gate-tools">
                    <Languages />
                    <ThemeMenu />
                </div>
            </header>
            <main class="gate-card">
                <h1>{t!(session.sign_in)}</h1>
                <p class="page-lead">{t!(session.who)}</p>
                <SignInForm id="sign-in" early=first_paint::take_over() />
                <Forgotten />
                // The link leads to another app, which the browser has to load.
                <p class="other-door">
                    {t!(session.mailbox_user)}" "
                    <a href=UserPage::ROOT rel=EXTERNAL>{t!(session.own_door)}</a>
                </p>
            </main>
        </div>
    }
}

/// The sign-in dialog over the page on which the session ended. The page keeps what was typed.
#[component]
pub fn SessionDialog() -> impl IntoView {
    let open = Signal::derive(session::has_ended);
    view! {
        <Dialog id="session-ended" open=open title=t!(session.ended_title) start="again-password">
            <p>{t!(session.ended_text)}</p>
            {
                let me = session::me();
                let known = me.map(|me| me.account.username).unwrap_or_default();
                view! { <SignInForm id="again" known=known early=EarlyInput::default() /> }
            }
            <p class="sheet-out">
                <button type="button" class="link" on:click=|_| session::leave()>{t!(session.leave)}</button>
            </p>
        </Dialog>
    }
}

#[component]
fn SignInForm(
    id: &'static str,
    #[prop(optional)] known: String,
    /// What was done in the form before the app arrived.
    mut early: EarlyInput,
) -> impl IntoView {
    let form = Form::new(id);
    let username = RwSignal::new(if known.is_empty() { early.typed("username") } else { known });
    let password = RwSignal::new(early.typed("password"));
    let throttle = Throttle::default();

    let signed_in = move |outcome: Result<(), ApiError>| {
        let Err(error) = outcome else { return };
        if throttle.start_if_throttled(&error) {
            return;
        }
        if error.is(Code::InvalidCredentials) {
            password.set(String::new());
        }
        form.show_failure(error);
    };
    let send = move || {
        if throttle.is_on() {
            return;
        }
        match read(username, password) {
            Ok(credentials) => {
                form.send(async move { session::sign_in(&credentials).await }, signed_in);
            }
            Err(faults) => form.show_faults(faults),
        }
    };
    let sign_in = early.take_sign_in();
    early.resume(form, send);
    if let Some(sign_in) = sign_in {
        form.send(session::continue_sign_in(sign_in), signed_in);
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
                pointer="/username"
                label=t!(session.username)
                value=username
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

fn read(username: RwSignal<String>, password: RwSignal<String>) -> Result<Credentials, Vec<Fault>> {
    let credentials = Credentials {
        username: username.get_untracked().trim().to_owned(),
        password: password.get_untracked(),
    };
    let mut faults = Faults::default();
    for (pointer, value) in
        [("/username", &credentials.username), ("/password", &credentials.password)]
    {
        if value.is_empty() {
            faults.add(pointer, FaultCode::Required);
        }
    }
    faults.result(Some(credentials))
}

/// Whom to contact for a lost password (A1). The panel neither shows nor sends the passwords of its
/// accounts.
#[component]
fn Forgotten() -> impl IntoView {
    let info = load(|| api::get::<GetServiceInfo>(()));
    let answer = move || match info.outcome() {
        None => view! { <p>{t!(common.loading)}</p> }.into_any(),
        // What is read again by itself says so.
        Some(Err(error)) => {
            let retry = Callback::new(move |()| info.reload());
            view! { <Failure error=error retry=retry /> }.into_any()
        }
        Some(Ok(info)) if info.support_phone.is_none() => {
            view! { <p>{t!(session.ask_provider)}</p> }.into_any()
        }
        Some(Ok(_)) => view! { <p>{t!(session.ask_support)}</p> }.into_any(),
    };
    view! {
        <details class="forgotten">
            <summary>{t!(session.forgotten)}</summary>
            <div class="forgotten-body">{answer}</div>
        </details>
        {move || info.get().map(|info| view! { <Support info=info /> })}
    }
}
