//! The creation of a mailbox (A7), and step by step with its holder (B13).

mod availability;
mod draft;
mod fields;
mod step;
mod summary;

use leptos::prelude::*;
use sigillo_contract::domain::Domain;
use sigillo_contract::mailbox::{Mailbox, MailboxCreate};
use sigillo_contract::operations::CreateMailbox;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::name::readable;
use sigillo_domain::{Code, Fault, Faults};
use sigillo_kit::list_view::SORT;
use sigillo_kit::routes::with_query;

use self::fields::{CompanyStep, TieStep};
use self::step::{HEADING, show, step_of_page};
use self::summary::{Summary, SummaryAside};
use super::create::{Draft, MailboxFields, NAME};
use crate::api::{self, ApiError};
use crate::components::{
    AlertKind, ErrorSummary, FieldError, Form, LinkButton, Submit, UndoNote, YesNo, announce,
};
use crate::i18n::{t, texts};
use crate::route::{Route, key};
use crate::router;

pub use availability::Availability;
pub use draft::{HolderDraft, TAX_CODE};
pub use fields::{AddressStep, HolderFields};
pub use step::Step;

/// What the steps share.
#[derive(Clone, Copy)]
pub struct Wizard {
    form: Form,
    domain: StoredValue<Domain>,
    mailbox: Draft,
    holder: HolderDraft,
    step: Memo<Step>,
}

impl Wizard {
    fn new(domain: Domain) -> Self {
        let form = Form::keeping("create");
        let holder = HolderDraft::new(form, &domain);
        let asked = step_of_page();
        // Only whoever gives a holder goes beyond the first step.
        let step = Memo::new(move |_| {
            let has_holder = holder.has_holder.get() && !holder.code.with(String::is_empty);
            if has_holder { asked.get() } else { Step::Mailbox }
        });
        let mailbox = Draft::new(&domain);
        Self { form, domain: StoredValue::new(domain), mailbox, holder, step }
    }

    fn show(self, step: Step) {
        self.form.clear();
        self.domain.with_value(|domain| show(step, &domain.name));
    }

    /// Whether there is another step before the mailbox is created. A view that reads it follows the input.
    fn goes_on(self) -> bool {
        self.holder.has_holder.get() && self.step.get() != Step::Confirmation
    }

    /// The faults of a step.
    fn faults_of(self, step: Step) -> Vec<Fault> {
        let mut faults = Faults::default();
        if self.holder.has_holder.get_untracked() {
            self.holder.check(step, &mut faults);
        }
        let mut all = vec![];
        if step == Step::Mailbox {
            all = self
                .domain
                .with_value(|domain| self.mailbox.read(domain))
                .err()
                .unwrap_or_default();
        }
        all.extend(faults.into_vec());
        all
    }

    /// The errors of a step if something still has to be confirmed there.
    fn unconfirmed(self, step: Step) -> Vec<(String, FieldError)> {
        let is_new = untrack(|| self.holder.known()).is_none();
        let asks = step == Step::Mailbox && self.holder.has_holder.get_untracked() && is_new;
        if !asks {
            return vec![];
        }
        let HolderDraft { confirmation, omocodia, .. } = self.holder;
        confirmation.error().into_iter().chain(omocodia.error()).collect()
    }

    /// Goes to the next step, or creates the mailbox at the last one.
    fn submit(self) {
        let step = self.step.get_untracked();
        if !untrack(|| self.goes_on()) {
            return self.create();
        }
        let mut faults = self.faults_of(step);
        // Only here: a request that was carried out but not answered is sent again with its name taken.
        if step == Step::Mailbox {
            faults.extend(self.domain.with_value(|domain| self.mailbox.taken_name(domain)));
        }
        if !faults.is_empty() {
            return self.form.show_faults(faults);
        }
        let unconfirmed = self.unconfirmed(step);
        if !unconfirmed.is_empty() {
            return self.form.show_errors(unconfirmed);
        }
        self.show(step.next(self.holder.has_company.get_untracked()));
    }

    fn create(self) {
        for step in Step::ALL {
            let faults = self.faults_of(step);
            if !faults.is_empty() {
                return self.show_at_fields(faults);
            }
            let unconfirmed = self.unconfirmed(step);
            if !unconfirmed.is_empty() {
                self.show(step);
                return self.form.show_errors(unconfirmed);
            }
        }
        let read = self.domain.with_value(|domain| self.mailbox.read(domain));
        let Ok(create) = read else { return };
        let holder = self.holder;
        let create = if holder.has_holder.get_untracked() {
            untrack(|| MailboxCreate {
                holder: Some(holder.holder()),
                address: holder.address(),
                company: holder.company(),
                ..create
            })
        } else {
            create
        };
        let form = self.form;
        form.send(
            async move { api::send::<CreateMailbox>((), &create, None).await },
            move |outcome| match outcome {
                Ok(mailbox) => created(&mailbox),
                Err(error) => self.failed(error),
            },
        );
    }

    /// Shows faults at the step of the first one.
    fn show_at_fields(self, faults: Vec<Fault>) {
        let steps = faults.iter().map(|fault| Step::of_pointer(&fault.pointer));
        if let Some(first) = steps.min() {
            let of_step = |fault: &Fault| Step::of_pointer(&fault.pointer) == first;
            self.show(first);
            self.form.show_faults(faults.into_iter().filter(of_step).collect());
        }
    }

    /// Shows why the server refused the mailbox, at the step and the field concerned.
    fn failed(self, error: ApiError) {
        let pointer = match error.code() {
            Some(Code::MailboxExists | Code::AddressRetired) => Some(NAME),
            Some(Code::HolderExists) => Some(TAX_CODE),
            _ => None,
        };
        if let Some(pointer) = pointer {
            self.show(Step::Mailbox);
            self.form.show_errors(vec![(pointer.to_owned(), FieldError::Problem(error))]);
        } else if error.is(Code::HolderVariantExists) {
            self.show(Step::Mailbox);
            self.holder.omocodia.asks(&error);
        } else if error.is(Code::Validation) && !error.faults().is_empty() {
            self.show_at_fields(error.faults());
        } else {
            self.form.show_failure(error);
        }
    }
}

/// Says that the mailbox was created, and what it waits for.
fn created(mailbox: &Mailbox) {
    let address = readable(&mailbox.address);
    if mailbox.state == MailboxState::PendingActivation {
        let page = Route::Mailbox(mailbox.id);
        announce(AlertKind::Success, texts().wizard().created_pending(&address), page);
        return router::go(page);
    }
    announce(AlertKind::Success, texts().forms().created(&address), Route::Mailboxes);
    // The list is sorted by newest first, so that the new mailbox is the first row.
    let newest = [(key::DOMAIN, mailbox.domain.as_str()), (SORT, "-created_at")];
    router::go(with_query(Route::Mailboxes, &newest));
}

#[component]
pub fn WizardForm(domain: Domain) -> impl IntoView {
    let list = Route::Mailboxes.for_domain(&domain.name);
    let wizard = Wizard::new(domain.clone());
    let Wizard { form, holder, step, .. } = wizard;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        wizard.submit();
    };
    let has_holder = holder.has_holder;
    let is_by_contract = holder.is_required;
    let primary = move || if wizard.goes_on() { t!(wizard.next)() } else { t!(forms.create)() };
    let back = move || {
        (step.get() != Step::Mailbox).then(|| {
            let previous = move |_| {
                let has_company = holder.has_company.get_untracked();
                wizard.show(step.get_untracked().previous(has_company));
            };
            view! {
                <button type="button" class="btn btn-outline-primary" on:click=previous>{t!(wizard.back)}</button>
            }
        })
    };
    view! {
        <div class="wizard" class:wizard-with-holder=move || has_holder.get()>
            {move || has_holder.get().then(|| view! { <Steps wizard=wizard /> })}
            <form class="panel" on:submit=submit novalidate>
                <h2 id=HEADING tabindex="-1" class="wizard-heading" class:visually-hidden=move || !has_holder.get()>
                    {move || step.get().name()}
                </h2>
                <ErrorSummary form=form />
                <div hidden=move || step.get() != Step::Mailbox>
                    <MailboxFields form=form draft=wizard.mailbox domain=domain />
                    {(!holder.is_required).then(|| view! {
                        <YesNo
                            form=form
                            pointer="/has_holder"
                            label=t!(wizard.has_holder)
                            hint=t!(wizard.has_holder_hint)
                            value=has_holder
                        />
                    })}
                    <div hidden=move || !has_holder.get()><HolderFields form=form draft=holder /></div>
                </div>
                <div hidden=move || step.get() != Step::Address><AddressStep form=form draft=holder /></div>
                <div hidden=move || step.get() != Step::Tie><TieStep form=form draft=holder /></div>
                <div hidden=move || step.get() != Step::Company><CompanyStep form=form draft=holder wizard=wizard /></div>
                {move || (step.get() == Step::Confirmation).then(|| view! { <Summary wizard=wizard /> })}
                {move || (step.get() == Step::Confirmation && is_by_contract).then(|| view! {
                    <p class="wizard-next" data-testid="what-follows">{move || texts().wizard().contract_follows(wizard.mailbox.email.get().trim())}</p>
                })}
                {move || (!wizard.goes_on()).then(|| view! { <UndoNote text=t!(undo.creation) /> })}
                <div class="form-actions">
                    <Submit form=form label=primary />
                    {back}
                    <LinkButton href=list label=t!(forms.cancel) class="btn btn-outline-primary" />
                </div>
            </form>
            {move || (has_holder.get() && step.get() != Step::Confirmation).then(|| view! { <SummaryAside wizard=wizard /> })}
        </div>
    }
}

/// The steps, of which those already seen lead back.
#[component]
fn Steps(wizard: Wizard) -> impl IntoView {
    let item = move |step: Step| {
        let is_past = move || step < wizard.step.get();
        let words = move || format!("{}. {}", step.number(), step.name());
        view! {
            <li
                class="wizard-step"
                class:is-past=is_past
                aria-current=move || (wizard.step.get() == step).then_some("step")
            >
                {move || if is_past() {
                    view! {
                        <button type="button" class="link" on:click=move |_| wizard.show(step)>{words}</button>
                    }
                    .into_any()
                } else {
                    view! { <span>{words}</span> }.into_any()
                }}
            </li>
        }
    };
    view! {
        <nav class="wizard-steps" aria-label=t!(wizard.steps)>
            <ol>{Step::ALL.map(item).into_iter().collect_view()}</ol>
        </nav>
    }
}
