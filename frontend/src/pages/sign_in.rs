//! Signing in: on a page of its own, or over the page where the session ran out.

use std::time::Duration;

use leptos::prelude::*;
use sigillo_contract::operations::GetServiceInfo;
use sigillo_contract::service::ServiceInfo;
use sigillo_contract::session::Credentials;
use sigillo_domain::{Code, Fault, FaultCode, Faults};

use crate::api;
use crate::components::{
    Alert, AlertKind, Dialog, ErrorSummary, Form, Icon, Languages, PasswordField, Submit,
    TextField, load, set_title,
};
use crate::i18n::{problem_text, t, texts};
use crate::session;

#[component]
pub fn SignIn() -> impl IntoView {
    set_title(t!(session.sign_in).into());
    view! {
        <div class="gate">
            <header class="gate-head">
                <div class="brand">
                    <Icon name="it-mail" class="brand-mark" />
                    <span>
                        <span class="brand-name">"Sigillo"</span>
                        <span class="brand-line">{t!(common.tagline)}</span>
                    </span>
                </div>
                <Languages />
            </header>
            <main class="gate-card">
                <h1>{t!(session.sign_in)}</h1>
                <p class="page-lead">{t!(session.who)}</p>
                <SignInForm id="sign-in" known=String::new() />
                <Forgotten />
            </main>
        </div>
    }
}

/// Over the page: the session has ended, and what was typed is still there.
#[component]
pub fn SessionDialog() -> impl IntoView {
    let open = Signal::derive(session::has_ended);
    view! {
        <Dialog id="session-ended" open=open title=t!(session.ended_title) start="again-password">
            <p>{t!(session.ended_text)}</p>
            {
                let me = session::me();
                let known = me.map(|me| me.account.username).unwrap_or_default();
                view! { <SignInForm id="again" known=known /> }
            }
            <p class="sheet-out">
                <button type="button" class="link" on:click=|_| session::leave()>{t!(session.leave)}</button>
            </p>
        </Dialog>
    }
}

#[component]
fn SignInForm(id: &'static str, known: String) -> impl IntoView {
    let form = Form::new(id);
    let username = RwSignal::new(known);
    let password = RwSignal::new(String::new());
    let throttle = Throttle::new();

    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if throttle.is_on() {
            return;
        }
        let credentials = match read(username, password) {
            Ok(credentials) => credentials,
            Err(faults) => return form.refuse(faults),
        };
        form.send(async move { session::sign_in(&credentials).await }, move |outcome| {
            let Err(error) = outcome else { return };
            if let api::ApiError::Refused(refusal) = &error
                && refusal.code == Code::TooManyRequests
                && let Some(seconds) = refusal.retry_after
            {
                throttle.start(seconds);
                return;
            }
            if error.is(Code::InvalidCredentials) {
                password.set(String::new());
            }
            form.fail(error);
        });
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

/// The wait the server asks for after too many attempts, counted down.
#[derive(Clone, Copy)]
struct Throttle(RwSignal<u32>);

impl Throttle {
    fn new() -> Self {
        Self(RwSignal::new(0))
    }

    fn is_on(self) -> bool {
        self.0.try_get().unwrap_or(0) > 0
    }

    fn start(self, seconds: u32) {
        self.0.set(seconds);
        self.tick();
    }

    fn tick(self) {
        set_timeout(
            move || {
                if let Some(left) = self.0.try_get_untracked()
                    && left > 0
                {
                    self.0.set(left - 1);
                    self.tick();
                }
            },
            Duration::from_secs(1),
        );
    }
}

#[component]
fn ThrottleNotice(throttle: Throttle) -> impl IntoView {
    let on = Memo::new(move |_| throttle.is_on());
    view! {
        <Show when=move || on.get()>
            <Alert kind=AlertKind::Warning title=t!(session.throttled)>
                // The seconds run in silence: a screen reader hears the message, not the clock.
                <p aria-live="off" role="timer">{move || texts().session().wait(throttle.0.get())}</p>
            </Alert>
        </Show>
    }
}

/// A1: whom to turn to. The panel neither shows nor sends passwords of its accounts.
#[component]
fn Forgotten() -> impl IntoView {
    let info = load(|| api::get::<GetServiceInfo>(()));
    let answer = move || match info.outcome() {
        None => view! { <p>{t!(common.loading)}</p> }.into_any(),
        Some(Err(error)) => view! { <p>{move || problem_text(&error)}</p> }.into_any(),
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

/// The number of the support and its hours, in sight of who cannot enter.
#[component]
fn Support(info: ServiceInfo) -> impl IntoView {
    info.support_phone.map(|phone| {
        let dial = format!("tel:{}", phone.replace(' ', ""));
        view! {
            <div class="support-line">
                <p>{t!(session.support)}</p>
                <p class="support">
                    <Icon name="it-telephone" />
                    <a href=dial>{phone}</a>
                </p>
                {info.support_hours.map(|hours| view! { <p>{hours}</p> })}
            </div>
        }
    })
}
