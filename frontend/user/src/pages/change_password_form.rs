//! The form that changes the password of a mailbox: the current one, and the new one twice.

use leptos::prelude::*;
use sigillo_contract::operations::ChangeMailboxPassword;
use sigillo_contract::own_mailbox::{MailboxCredentials, MailboxPasswordChange};
use sigillo_contract::user_page::UserPage;
use sigillo_domain::{Code, FaultCode};

use super::new_password::{NewPassword, NewPasswordFields};
use crate::i18n::{t, texts};
use crate::session;
use sigillo_kit::api::{self, ApiError};
use sigillo_kit::components::{
    AlertKind, ErrorSummary, FieldError, Form, PasswordField, Submit, Throttle, ThrottleNotice,
    UndoNote, announce,
};
use sigillo_kit::router;

const CURRENT: &str = "/current_password";

/// Changes the password of the mailbox, and signs in with the new one.
#[component]
pub fn ChangePasswordForm(
    address: String,
    /// The current password, if it has just been typed.
    #[prop(optional)]
    current: String,
    /// Shown beside the button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let form = Form::new("change");
    let current = RwSignal::new(current);
    let password = NewPassword::of(&address);
    let throttle = Throttle::default();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if throttle.is_on() {
            return;
        }
        let change = match read(&address, current, password) {
            Ok(change) => change,
            Err(errors) => return form.show_errors(errors),
        };
        form.send(change_password(change), move |outcome| match outcome {
            Ok(page) => router::go(page),
            Err(error) if throttle.start_if_throttled(&error) => {}
            Err(error) if error.is(Code::InvalidCredentials) => {
                let error = FieldError::Text(t!(passwords.wrong_password).into());
                form.show_errors(vec![(CURRENT.to_owned(), error)]);
            }
            Err(error) => form.show_failure(error),
        });
    };
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <ThrottleNotice throttle=throttle />
            <PasswordField form=form pointer=CURRENT label=t!(passwords.current_password) value=current />
            <NewPasswordFields form=form password=password />
            <UndoNote text=t!(undo.never) />
            <div class="form-actions">
                <Submit
                    form=form
                    label=t!(passwords.save)
                    disabled=Signal::derive(move || throttle.is_on())
                />
                {children.map(|children| children())}
            </div>
        </form>
    }
}

fn read(
    address: &str,
    current: RwSignal<String>,
    password: NewPassword,
) -> Result<MailboxPasswordChange, Vec<(String, FieldError)>> {
    let current_password = current.get_untracked();
    let new = password.read();
    let mut errors = vec![];
    if current_password.is_empty() {
        errors.push((CURRENT.to_owned(), FieldError::Fault(FaultCode::Required)));
    }
    match new {
        Ok(new_password) if errors.is_empty() => Ok(MailboxPasswordChange {
            address: address.to_owned(),
            current_password,
            new_password,
        }),
        new => {
            errors.extend(new.err().unwrap_or_default());
            Err(errors)
        }
    }
}

/// Changes the password, which ends every session, and signs in with the new one. Returns the page
/// to go to, where the outcome is announced.
async fn change_password(change: MailboxPasswordChange) -> Result<UserPage, ApiError> {
    api::send::<ChangeMailboxPassword>((), &change, None).await?;
    let MailboxPasswordChange { address, new_password: password, .. } = change;
    let t = texts().own();
    let entered = session::sign_in(&MailboxCredentials { address, password }).await.is_ok();
    // The password has been changed even if signing in failed.
    let (words, page) = if entered {
        (t.password_changed(), UserPage::Mailbox)
    } else {
        (t.changed_sign_in(), UserPage::SignIn)
    };
    announce(AlertKind::Success, words, page);
    Ok(page)
}
