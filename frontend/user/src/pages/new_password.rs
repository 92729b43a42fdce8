//! The fields for a new mailbox password, with the rules, each marked once it is met, and the
//! strength. Rules and strength are the server's own (`sigillo_domain::mailbox_password`).

use leptos::prelude::*;
use sigillo_domain::mailbox_password::{Strength, check, strength};
use sigillo_domain::{Fault, FaultCode};

use crate::i18n::{t, texts};
use sigillo_kit::components::{FieldError, Form, Icon, PasswordField, field_errors};

const NEW: &str = "/new_password";
const AGAIN: &str = "/new_password_again";

/// The typed new password and its repetition, with the mailbox's name if the page knows it.
#[derive(Clone, Copy)]
pub struct NewPassword {
    new: RwSignal<String>,
    again: RwSignal<String>,
    local_part: StoredValue<Option<String>>,
}

impl NewPassword {
    /// `address` is the mailbox's address; None if the page does not know it.
    pub fn of(address: Option<&str>) -> Self {
        let local_part = address.and_then(|address| address.split('@').next());
        let local_part = local_part.map(str::to_lowercase).filter(|name| !name.is_empty());
        Self {
            new: RwSignal::new(String::new()),
            again: RwSignal::new(String::new()),
            local_part: StoredValue::new(local_part),
        }
    }

    /// The new password if it meets the rules, otherwise the errors.
    pub fn read(self) -> Result<String, Vec<(String, FieldError)>> {
        let new = self.new.get_untracked();
        let judged = self.verdict(&new).map_err(|code| vec![Fault::new(NEW, code)]);
        let mut errors = judged.err().map(field_errors).unwrap_or_default();
        if new != self.again.get_untracked() {
            errors
                .push((AGAIN.to_owned(), FieldError::Text(t!(passwords.passwords_differ).into())));
        }
        if errors.is_empty() { Ok(new) } else { Err(errors) }
    }

    fn verdict(self, password: &str) -> Result<(), FaultCode> {
        self.local_part.with_value(|name| check(password, name.as_deref()))
    }

    fn strength(self) -> Option<Strength> {
        let new = self.new.get();
        let judge = |name: &Option<String>| strength(&new, name.as_deref());
        (!new.is_empty()).then(|| self.local_part.with_value(judge))
    }

    /// The rules that the page can check, in the order in which they are listed.
    fn rules(self) -> Vec<Rule> {
        // The other rules stay unmarked while the password is too short: the list of common
        // passwords has none that are shorter than the minimum.
        let is_long = move || {
            let new = self.new.get();
            let short = [FaultCode::Required, FaultCode::TooShort, FaultCode::TooLong];
            !short.iter().any(|code| check(&new, None) == Err(*code))
        };
        let is_rare = move || is_long() && check(&self.new.get(), None).is_ok();
        let is_foreign = move || {
            is_long() && self.verdict(&self.new.get()) != Err(FaultCode::ContainsMailboxName)
        };
        let is_same = move || !self.new.get().is_empty() && self.new.get() == self.again.get();
        let mut rules: Vec<Rule> = Vec::new();
        rules.push((t!(own.rule_length), Signal::derive(is_long)));
        rules.push((t!(own.rule_common), Signal::derive(is_rare)));
        if self.local_part.with_value(Option::is_some) {
            rules.push((t!(own.rule_name), Signal::derive(is_foreign)));
        }
        rules.push((t!(own.rule_same), Signal::derive(is_same)));
        rules
    }
}

/// The text of a rule, and whether it is met.
type Rule = (fn() -> &'static str, Signal<bool>);

#[component]
pub fn NewPasswordFields(form: Form, password: NewPassword) -> impl IntoView {
    view! {
        <PasswordField
            form=form
            pointer=NEW
            label=t!(passwords.new_password)
            value=password.new
            autocomplete="new-password"
        />
        <StrengthMeter password=password />
        <Rules form=form password=password />
        <PasswordField
            form=form
            pointer=AGAIN
            label=t!(passwords.new_password_again)
            value=password.again
            autocomplete="new-password"
        />
    }
}

/// The strength of the password, as a bar and as text, whose changes screen readers announce.
#[component]
fn StrengthMeter(password: NewPassword) -> impl IntoView {
    let strength = Memo::new(move |_| password.strength());
    let class = move || match strength.get() {
        None => "strength",
        Some(Strength::Refused) => "strength strength-refused",
        Some(Strength::Weak) => "strength strength-weak",
        Some(Strength::Good) => "strength strength-good",
        Some(Strength::Strong) => "strength strength-strong",
    };
    let words = move || {
        let t = texts().own();
        strength.get().map(|strength| match strength {
            Strength::Refused => t.strength_refused(),
            Strength::Weak => t.strength_weak(),
            Strength::Good => t.strength_good(),
            Strength::Strong => t.strength_strong(),
        })
    };
    view! {
        <div class=class>
            <div class="strength-bar" aria-hidden="true"><span></span><span></span><span></span><span></span></div>
            <p class="strength-words" aria-live="polite">
                {move || words().map(|words| view! { {t!(own.strength)}": "<strong>{words}</strong> })}
            </p>
        </div>
    }
}

/// The list of rules, which describes the field.
#[component]
fn Rules(form: Form, password: NewPassword) -> impl IntoView {
    let lines = password.rules().into_iter().map(|(words, met)| {
        view! {
            <li class:rule-met=move || met.get()>
                {move || {
                    let name = if met.get() { "it-check-circle" } else { "it-minus" };
                    view! { <Icon name=name class="icon-sm" /> }
                }}
                <span>
                    {words}
                    <span class="visually-hidden">
                        {move || met.get().then(|| format!(" ({})", texts().own().rule_met()))}
                    </span>
                </span>
            </li>
        }
    });
    view! {
        <ul class="rules" id=format!("{}-hint", form.field_id(NEW))>
            {lines.collect_view()}
            <li>
                <Icon name="it-info-circle" class="icon-sm" />
                <span>{t!(own.rule_past)}</span>
            </li>
        </ul>
    }
}
