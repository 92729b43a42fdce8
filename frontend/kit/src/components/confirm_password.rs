//! The dialog that asks for the password again before a sensitive act.

use leptos::prelude::*;
use sigillo_contract::operations::ConfirmSession;
use sigillo_contract::session::Confirmation;
use sigillo_domain::{Code, FaultCode};

use super::{
    Dialog, ErrorSummary, FieldError, Form, PasswordField, Submit, Throttle, ThrottleNotice,
};
use crate::i18n::t;
use crate::{api, confirmation};

const PASSWORD: &str = "/password";

/// The dialog, which an app with sessions of accounts shows once, beside its pages.
#[component]
pub fn ConfirmPassword() -> impl IntoView {
    let open = Signal::derive(confirmation::is_asking);
    let give_up = Callback::new(|()| confirmation::answer(false));
    view! {
        <Dialog
            id="confirm-password"
            open=open
            title=t!(session.confirm_title)
            on_close=give_up
            start="confirm-session-password"
        >
            <p>{t!(session.confirm_text)}</p>
            <ConfirmForm />
        </Dialog>
    }
}

#[component]
fn ConfirmForm() -> impl IntoView {
    let form = Form::new("confirm-session");
    let password = RwSignal::new(String::new());
    let throttle = Throttle::default();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // The dialog may stand within another form, which is not to be sent.
        event.stop_propagation();
        if throttle.is_on() {
            return;
        }
        let request = Confirmation { password: password.get_untracked() };
        if request.password.is_empty() {
            let missing = FieldError::Fault(FaultCode::Required);
            return form.show_errors(vec![(PASSWORD.to_owned(), missing)]);
        }
        form.send(
            async move { api::send::<ConfirmSession>((), &request, None).await },
            move |outcome| match outcome {
                Ok(_) => confirmation::answer(true),
                Err(error) if throttle.start_if_throttled(&error) => {}
                Err(error) if error.is(Code::InvalidCredentials) => {
                    password.set(String::new());
                    let wrong = FieldError::Text(t!(session.confirm_wrong).into());
                    form.show_errors(vec![(PASSWORD.to_owned(), wrong)]);
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <ThrottleNotice throttle=throttle />
            <PasswordField form=form pointer=PASSWORD label=t!(session.confirm_password) value=password />
            <div class="form-actions">
                <Submit
                    form=form
                    label=t!(session.confirm)
                    disabled=Signal::derive(move || throttle.is_on())
                />
                <button
                    type="button"
                    class="btn btn-outline-primary"
                    on:click=|_| confirmation::answer(false)
                >
                    {t!(forms.cancel)}
                </button>
            </div>
        </form>
    }
}
