use leptos::prelude::*;
use sigillo_contract::operations::ChangeOwnPassword;
use sigillo_contract::session::PasswordChange;
use sigillo_domain::password::{Context, check};
use sigillo_domain::{Code, FaultCode, Faults};

use crate::api;
use crate::components::{
    AlertKind, ErrorSummary, FieldError, Form, PasswordField, Submit, UndoNote, announce,
    field_errors,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::session;

const CURRENT: &str = "/current_password";
const NEW: &str = "/new_password";
const AGAIN: &str = "/new_password_again";

#[derive(Clone, Copy)]
struct Draft {
    current: RwSignal<String>,
    new: RwSignal<String>,
    again: RwSignal<String>,
}

impl Draft {
    fn new() -> Self {
        Self {
            current: RwSignal::new(String::new()),
            new: RwSignal::new(String::new()),
            again: RwSignal::new(String::new()),
        }
    }

    fn wipe(self) {
        for field in [self.current, self.new, self.again] {
            field.set(String::new());
        }
    }

    fn read(self) -> Result<PasswordChange, Vec<(String, FieldError)>> {
        let context = session::me().map(|me| {
            let account = &me.account;
            let organization = account.organization_name.as_deref();
            Context::of_account(&account.username, &account.display_name, organization)
        });
        let change = PasswordChange {
            current_password: self.current.get_untracked(),
            new_password: self.new.get_untracked(),
        };
        let mut faults = Faults::default();
        if change.current_password.is_empty() {
            faults.add(CURRENT, FaultCode::Required);
        }
        faults.check(NEW, check(&change.new_password, &context.unwrap_or_default()));
        let mut errors = field_errors(faults.into_vec());
        if change.new_password != self.again.get_untracked() {
            errors
                .push((AGAIN.to_owned(), FieldError::Text(t!(passwords.passwords_differ).into())));
        }
        if errors.is_empty() { Ok(change) } else { Err(errors) }
    }
}

#[component]
pub fn ChangePassword() -> impl IntoView {
    let form = Form::new("password");
    let draft = Draft::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let change = match draft.read() {
            Ok(change) => change,
            Err(errors) => return form.show_errors(errors),
        };
        form.send(
            async move { api::send::<ChangeOwnPassword>((), &change, None).await },
            move |outcome| match outcome {
                Ok(_) => {
                    draft.wipe();
                    announce(AlertKind::Success, texts().me().password_changed(), Route::Profile);
                }
                Err(error) if error.is(Code::InvalidCredentials) => {
                    form.show_errors(vec![(
                        CURRENT.to_owned(),
                        FieldError::Text(t!(passwords.wrong_password).into()),
                    )]);
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <PasswordField form=form pointer=CURRENT label=t!(passwords.current_password) value=draft.current />
            <PasswordField
                form=form
                pointer=NEW
                label=t!(passwords.new_password)
                hint=move || texts().me().password_hint(texts().passwords().rule())
                value=draft.new
                autocomplete="new-password"
            />
            <PasswordField
                form=form
                pointer=AGAIN
                label=t!(passwords.new_password_again)
                value=draft.again
                autocomplete="new-password"
            />
            <UndoNote text=t!(undo.never) />
            <div class="form-actions">
                <Submit form=form label=t!(passwords.save) />
            </div>
        </form>
    }
}
