//! The page on which the mailbox's user changes the communication e-mail (A15).

use leptos::prelude::*;
use sigillo_contract::operations::ChangeOwnCommunicationEmail;
use sigillo_contract::own_mailbox::{CommunicationEmailChange, OwnMailbox};
use sigillo_contract::user_page::UserPage;
use sigillo_domain::name::Email;
use sigillo_domain::{Code, FaultCode, Faults};

use crate::i18n::{t, texts};
use crate::session::{go_to_sign_in, load_mailbox, with_mailbox};
use sigillo_kit::components::{
    AlertKind, Crumb, ErrorSummary, Fact, Facts, FieldError, Form, LinkButton, Page, PasswordField,
    Submit, TextField, Throttle, ThrottleNotice, announce,
};
use sigillo_kit::{api, router};

const EMAIL: &str = "/communication_email";
const CURRENT: &str = "/current_password";

#[component]
pub fn ChangeEmail() -> impl IntoView {
    let mailbox = load_mailbox();
    let crumbs = vec![Crumb::new(t!(own.title), UserPage::Mailbox)];
    view! {
        <Page title=t!(own.email_title) lead=t!(own.email_lead) crumbs=crumbs narrow=true>
            {with_mailbox(mailbox, |mailbox| view! { <EmailForm mailbox=mailbox /> })}
        </Page>
    }
}

#[component]
fn EmailForm(mailbox: OwnMailbox) -> impl IntoView {
    let form = Form::keeping("email");
    let value = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let throttle = Throttle::default();
    let OwnMailbox { communication_email: present, unconfirmed_email: unconfirmed, .. } = mailbox;
    let now = present.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if throttle.is_on() {
            return;
        }
        let read = match Email::parse(&value.get_untracked()) {
            Ok(email) if now.as_deref() == Some(email.as_str()) => Err(FaultCode::Unchanged),
            read => read,
        };
        let current_password = password.get_untracked();
        let mut faults = Faults::default();
        let email = faults.check(EMAIL, read).map(|email| email.to_string());
        if current_password.is_empty() {
            faults.add(CURRENT, FaultCode::Required);
        }
        let email = match faults.result(email) {
            Ok(email) => email,
            Err(faults) => return form.show_faults(faults),
        };
        let change =
            CommunicationEmailChange { communication_email: email.clone(), current_password };
        form.send(
            async move { api::send::<ChangeOwnCommunicationEmail>((), &change, None).await },
            move |outcome| match outcome {
                Ok(_) => {
                    announce(
                        AlertKind::Success,
                        texts().own().email_asked(&email),
                        UserPage::Mailbox,
                    );
                    router::go(UserPage::Mailbox);
                }
                Err(error) if throttle.start_if_throttled(&error) => {}
                Err(error) if error.is_unauthenticated() => go_to_sign_in(),
                Err(error) if error.is(Code::InvalidCredentials) => {
                    let wrong = FieldError::Text(t!(passwords.wrong_password).into());
                    form.show_errors(vec![(CURRENT.to_owned(), wrong)]);
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <ThrottleNotice throttle=throttle />
            <div class="fixed-facts">
                <Facts>
                    <Fact label=t!(own.email_present)>
                        {match present {
                            Some(email) => email.into_any(),
                            None => view! { <span class="fact-note">{t!(detail.none)}</span> }.into_any(),
                        }}
                        {unconfirmed.map(|email| view! {
                            <p class="fact-note">{move || texts().own().unconfirmed(&email)}</p>
                        })}
                    </Fact>
                </Facts>
            </div>
            <TextField form=form pointer=EMAIL label=t!(own.email_new) value=value kind="email" autocomplete="email" />
            <PasswordField form=form pointer=CURRENT label=t!(passwords.current_password) value=password />
            <div class="form-actions">
                <Submit
                    form=form
                    label=t!(forms.save_email)
                    disabled=Signal::derive(move || throttle.is_on())
                />
                <LinkButton href=UserPage::Mailbox.path() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}
