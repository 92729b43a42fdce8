//! The fields for a new mailbox password, with the rules, each marked once it is met, and the
//! strength. Rules and strength are the server's own (`sigillo_domain::password`).

use leptos::prelude::*;
use sigillo_domain::password::{Context, Strength, check, strength};
use sigillo_domain::{Fault, FaultCode};

use crate::i18n::{t, texts};
use sigillo_kit::components::{FieldError, Form, Icon, PasswordField, field_errors};

const NEW: &str = "/new_password";
const AGAIN: &str = "/new_password_again";

/// The typed new password and its repetition, with what the page knows about the mailbox.
#[derive(Clone, Copy)]
pub struct NewPassword {
    new: RwSignal<String>,
    again: RwSignal<String>,
    /// The mailbox's name, if the page knows it, and its domain.
    context: StoredValue<Context>,
    /// The domain alone.
    nameless: StoredValue<Context>,
    has_name: bool,
}

impl NewPassword {
    /// For the mailbox of an address.
    pub fn of(address: &str) -> Self {
        let (local_part, domain) = address.split_once('@').unwrap_or((address, ""));
        Self::new(Some(local_part).filter(|name| !name.is_empty()), domain)
    }

    /// For a mailbox whose address is shown in part: only its domain is known.
    pub fn of_masked(address: &str) -> Self {
        Self::new(None, address.split_once('@').map_or("", |(_, domain)| domain))
    }

    fn new(local_part: Option<&str>, domain: &str) -> Self {
        Self {
            new: RwSignal::new(String::new()),
            again: RwSignal::new(String::new()),
            context: StoredValue::new(Context::of_mailbox(local_part, domain)),
            nameless: StoredValue::new(Context::of_mailbox(None, domain)),
            has_name: local_part.is_some(),
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
        self.context.with_value(|context| check(password, context))
    }

    fn strength(self) -> Option<Strength> {
        let new = self.new.get();
        (!new.is_empty()).then(|| self.context.with_value(|context| strength(&new, context)))
    }

    /// The rules that the page can check, in the order in which they are listed.
    fn rules(self) -> Vec<Rule> {
        // The other rules stay unmarked while the password is too short.
        let without_name =
            move || self.nameless.with_value(|context| check(&self.new.get(), context));
        let is_long = move || {
            let outcome = without_name();
            let of_length = [
                FaultCode::Required,
                FaultCode::TooShort,
                FaultCode::TooLong,
                FaultCode::InvalidCharacters,
            ];
            !of_length.iter().any(|code| outcome == Err(*code))
        };
        let is_rare = move || without_name().is_ok();
        let is_foreign = move || {
            is_long() && self.verdict(&self.new.get()) != Err(FaultCode::ContainsMailboxName)
        };
        let is_same = move || !self.new.get().is_empty() && self.new.get() == self.again.get();
        let mut rules: Vec<Rule> = Vec::new();
        rules.push((t!(own.rule_length), Signal::derive(is_long)));
        rules.push((t!(own.rule_common), Signal::derive(is_rare)));
        if self.has_name {
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
