//! What was entered so far, in sight at every step.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "a draft is a set of signals, and components take their properties by value"
)]

use leptos::prelude::*;
use sigillo_domain::name::{LocalPart, readable};

use super::Wizard;
use super::draft::{CompanyOption, HolderDraft};
use super::step::Step;
use crate::components::person::{address_line, contacts_line, typed_address};
use crate::components::{Fact, Facts};
use crate::i18n::{megabytes, parse_integer, t, texts};
use crate::pages::plans::described;
use crate::pages::resellers::name_of;

/// The width from which the summary stands beside the steps, as the style sheet has it.
const BESIDE: f64 = 992.0;

/// The summary beside the steps, which is folded on a phone.
#[component]
pub fn SummaryAside(wizard: Wizard) -> impl IntoView {
    let width = window().inner_width().ok().and_then(|width| width.as_f64());
    let is_wide = width.is_some_and(|width| width >= BESIDE);
    view! {
        <details class="panel wizard-summary" open=is_wide>
            <summary><h2>{t!(wizard.summary)}</h2></summary>
            <Summary wizard=wizard />
        </details>
    }
}

/// A fact that is shown once it is known.
fn fact(
    label: fn() -> &'static str,
    value: impl Fn() -> String + Send + Sync + 'static,
) -> impl IntoView {
    let value = Memo::new(move |_| value());
    move || {
        let value = value.get();
        (!value.is_empty()).then(|| view! { <Fact label=label>{value}</Fact> })
    }
}

#[component]
pub fn Summary(wizard: Wizard) -> impl IntoView {
    let Wizard { mailbox, holder, domain, .. } = wizard;
    let address = move || {
        let name = LocalPart::parse(&mailbox.name.get()).ok();
        let domain = domain.with_value(|domain| readable(&domain.name).into_owned());
        name.map(|name| format!("{name}@{domain}")).unwrap_or_default()
    };
    let plan = move || {
        let id = mailbox.plan.get();
        let plan = domain.with_value(|domain| {
            domain.plans.iter().find(|plan| plan.id.to_string() == id).map(described)
        });
        plan.unwrap_or_default()
    };
    let reseller = move || {
        let id = mailbox.reseller.get();
        if id.is_empty() { id } else { name_of(&id) }
    };
    let quota = move || parse_integer(&mailbox.quota.get()).map(megabytes).unwrap_or_default();
    let soft_limit =
        move || parse_integer(&mailbox.soft_limit.get()).map(megabytes).unwrap_or_default();
    let preservation = move || {
        let is_available = domain.with_value(|domain| domain.preservation_available);
        let agreed = mailbox.preservation.get();
        if is_available {
            texts().words().preservation_is(agreed).to_owned()
        } else {
            String::new()
        }
    };
    view! {
        <Part wizard=wizard step=Step::Mailbox title=t!(list.mailbox)>
            {fact(t!(detail.address), address)}
            {fact(t!(forms.communication_email), move || mailbox.email.get().trim().to_owned())}
            {fact(t!(words.plan), plan)}
            {fact(t!(forms.quota), quota)}
            {fact(t!(forms.soft_limit), soft_limit)}
            {fact(t!(words.preservation), preservation)}
            {fact(t!(words.reseller), reseller)}
        </Part>
        <Part wizard=wizard step=Step::Mailbox title=t!(holders.holder)>
            {fact(t!(wizard.person), move || holder_name(holder))}
            {fact(t!(holders.tax_code), move || holder.code.get().trim().to_uppercase())}
        </Part>
        <Part wizard=wizard step=Step::Address title=t!(holders.address)>
            {fact(t!(holders.address), move || address_of(holder).0)}
            {fact(t!(wizard.contacts), move || address_of(holder).1)}
        </Part>
        <Part wizard=wizard step=Step::Tie title=t!(wizard.company)>
            {fact(t!(wizard.has_company_short), move || texts().words().yes_no(holder.has_company.get()).to_owned())}
            {fact(t!(companies.company), move || company_name(holder))}
            {fact(t!(companies.vat_number), move || new_company(holder, |company| company.vat_number))}
            {fact(t!(companies.tax_code), move || new_company(holder, |company| company.tax_code))}
            {fact(t!(companies.legal_form), move || new_company(holder, |company| company.legal_form))}
            {fact(t!(companies.rea), move || new_company(holder, |company| company.rea))}
            {fact(t!(companies.recipient_code), move || new_company(holder, |company| company.recipient_code))}
            {fact(t!(companies.recipient_pec), move || new_company(holder, |company| company.recipient_pec))}
            {fact(t!(companies.administrative_reference), move || new_company(holder, |company| company.administrative_reference))}
            {fact(t!(holders.role), move || if holder.has_company.get() { holder.role.get().trim().to_owned() } else { String::new() })}
        </Part>
    }
}

/// A part of the summary, which appears with its step and leads back to it.
#[component]
fn Part(
    wizard: Wizard,
    step: Step,
    title: fn() -> &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    let is_reached = Memo::new(move |_| wizard.step.get() >= step);
    let is_past = Memo::new(move |_| wizard.step.get() > step);
    view! {
        <Show when=move || is_reached.get()>
            <section class="wizard-entered">
                <div class="wizard-entered-head">
                    <h3>{title}</h3>
                    <Show when=move || is_past.get()>
                        <button
                            type="button"
                            class="link"
                            aria-label=move || texts().wizard().change_part(title())
                            on:click=move |_| wizard.show(step)
                        >
                            {t!(wizard.change)}
                        </button>
                    </Show>
                </div>
                <Facts>{children.with_value(|children| children())}</Facts>
            </section>
        </Show>
    }
}

fn holder_name(holder: HolderDraft) -> String {
    let (family, given) = match holder.known() {
        Some(known) => (known.holder.family_name, known.holder.given_name),
        None => (holder.family.get(), holder.given.get()),
    };
    format!("{} {}", family.trim(), given.trim()).trim().to_owned()
}

/// The address and its contacts.
fn address_of(holder: HolderDraft) -> (String, String) {
    if let Some(known) = holder.known_address() {
        let typed = typed_address(&known);
        return (address_line(&typed), contacts_line(&typed));
    }
    let Some(choice) = holder.address() else {
        return (texts().wizard().no_address().to_owned(), String::new());
    };
    if choice.id.is_some() {
        return (String::new(), String::new());
    }
    let typed = holder.address.values();
    (address_line(&typed), contacts_line(&typed))
}

fn company_name(holder: HolderDraft) -> String {
    if !holder.has_company.get() {
        return String::new();
    }
    match holder.company_option.get() {
        CompanyOption::Known(_) => {
            holder.known_company().map(|company| company.legal_name).unwrap_or_default()
        }
        CompanyOption::Registered => holder.company_search.get(),
        CompanyOption::New => new_company(holder, |company| company.legal_name),
    }
}

/// A field of the company that is typed; empty if another one is chosen.
fn new_company(
    holder: HolderDraft,
    field: fn(sigillo_contract::holder::CompanyChoice) -> String,
) -> String {
    holder.company().map(field).unwrap_or_default()
}
