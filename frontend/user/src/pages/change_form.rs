//! Password attuale, Nuova password, Conferma nuova password, SALVA.

use leptos::prelude::*;
use sigillo_contract::operations::ChangeMailboxPassword;
use sigillo_contract::own_mailbox::{MailboxCredentials, MailboxPasswordChange};
use sigillo_domain::{Code, FaultCode};

use super::session;
use crate::api::{self, ApiError};
use crate::components::{
    AlertKind, Complaint, ErrorSummary, Form, NewPassword, NewPasswordFields, PasswordField,
    Submit, Throttle, ThrottleNotice, announce,
};
use crate::i18n::{t, texts};
use crate::{paths, router};

const CURRENT: &str = "/current_password";

/// Changes the password of the mailbox, and goes in with the new one.
#[component]
pub fn ChangeForm(
    address: String,
    /// What was typed as the present password a moment ago.
    #[prop(optional)]
    current: String,
    /// What stands beside the button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let form = Form::new("change");
    let current = RwSignal::new(current);
    let password = NewPassword::of(Some(&address));
    let throttle = Throttle::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if throttle.is_on() {
            return;
        }
        let change = match read(&address, current, password) {
            Ok(change) => change,
            Err(complaints) => return form.complain(complaints),
        };
        form.send(changed(change), move |outcome| match outcome {
            Ok(page) => router::go(page),
            Err(error) if throttle.catches(&error) => {}
            Err(error) if error.is(Code::InvalidCredentials) => {
                let said = Complaint::Said(t!(me.wrong_password).into());
                form.complain(vec![(CURRENT.to_owned(), said)]);
            }
            Err(error) => form.fail(error),
        });
    };
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <ThrottleNotice throttle=throttle />
            <PasswordField form=form pointer=CURRENT label=t!(me.current_password) value=current />
            <NewPasswordFields form=form password=password />
            <div class="form-actions">
                <Submit
                    form=form
                    label=t!(me.save_password)
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
) -> Result<MailboxPasswordChange, Vec<(String, Complaint)>> {
    let current_password = current.get_untracked();
    let new = password.read();
    let mut complaints = vec![];
    if current_password.is_empty() {
        complaints.push((CURRENT.to_owned(), Complaint::Fault(FaultCode::Required)));
    }
    match new {
        Ok(new_password) if complaints.is_empty() => Ok(MailboxPasswordChange {
            address: address.to_owned(),
            current_password,
            new_password,
        }),
        new => {
            complaints.extend(new.err().unwrap_or_default());
            Err(complaints)
        }
    }
}

/// Changes it, which ends every session, and opens one with the new password. The page to go to, with
/// what is to be said there.
async fn changed(change: MailboxPasswordChange) -> Result<&'static str, ApiError> {
    api::send::<ChangeMailboxPassword>((), &change, None).await?;
    let MailboxPasswordChange { address, new_password: password, .. } = change;
    let t = texts().own();
    let entered = session::sign_in(&MailboxCredentials { address, password }).await.is_ok();
    // It is changed in either case.
    let (words, page) = if entered {
        (t.password_changed(), paths::OWN)
    } else {
        (t.changed_sign_in(), paths::OWN_SIGN_IN)
    };
    announce(AlertKind::Success, words, page);
    Ok(page)
}
