//! What has to be confirmed before a holder is registered: that the name is right although it does not fit the
//! codice fiscale, and that the person is another one than the holder with a variant of the code.

use leptos::prelude::*;
use sigillo_contract::holder::MailboxHolder;
use sigillo_domain::Code;
use sigillo_domain::tax_code::TaxCode;

use crate::api::ApiError;
use crate::components::{FieldError, Form};
use crate::i18n::{t, texts};
use crate::route::Route;

const NAME: &str = "/name_confirmed";

/// A warning with a box that confirms it.
#[derive(Clone, Copy)]
struct Confirmation {
    form: Form,
    pointer: &'static str,
    is_confirmed: RwSignal<bool>,
}

impl Confirmation {
    fn new(form: Form, pointer: &'static str, label: fn() -> &'static str) -> Self {
        form.register(pointer, label.into());
        Self { form, pointer, is_confirmed: RwSignal::new(false) }
    }

    fn error(self, words: fn() -> &'static str) -> (String, FieldError) {
        (self.pointer.to_owned(), FieldError::Text(words.into()))
    }

    fn view(self, warning: AnyView, label: fn() -> &'static str) -> impl IntoView {
        let Self { form, pointer, is_confirmed } = self;
        let id = form.field_id(pointer);
        view! {
            <div class="field name-confirmation" class:field-invalid=move || form.has_error(pointer)>
                {warning}
                <div class="choice">
                    <input
                        type="checkbox"
                        id=id.clone()
                        prop:checked=move || is_confirmed.get()
                        on:change=move |event| {
                            form.clear_error(pointer);
                            is_confirmed.set(event_target_checked(&event));
                        }
                    />
                    <label for=id>{label}</label>
                </div>
                {move || form.error_text(pointer).map(|text| view! { <p class="field-fault">{text}</p> })}
            </div>
        }
    }
}

/// Whether the names give the letters of the code; true while that cannot be said.
fn fits_name(code: &str, given: &str, family: &str) -> bool {
    let (given, family) = (given.trim(), family.trim());
    let Ok(code) = TaxCode::parse(code) else { return true };
    given.is_empty() || family.is_empty() || code.fits_name(given, family)
}

/// The warning that a name does not fit the code, to be confirmed before the form is sent.
#[derive(Clone, Copy)]
pub struct NameConfirmation {
    confirmation: Confirmation,
    is_needed: Memo<bool>,
}

impl NameConfirmation {
    pub fn new(
        form: Form,
        code: RwSignal<String>,
        given: RwSignal<String>,
        family: RwSignal<String>,
    ) -> Self {
        let is_needed = Memo::new(move |_| !fits_name(&code.get(), &given.get(), &family.get()));
        let confirmation = Confirmation::new(form, NAME, t!(holders.name_and_code));
        // Another name has to be confirmed anew.
        Effect::new(move |_| {
            for text in [code, given, family] {
                text.track();
            }
            confirmation.is_confirmed.set(false);
        });
        Self { confirmation, is_needed }
    }

    /// The error of the form if the person has yet to confirm.
    pub fn error(self) -> Option<(String, FieldError)> {
        let is_confirmed = self.confirmation.is_confirmed.get_untracked();
        let is_missing = self.is_needed.get_untracked() && !is_confirmed;
        is_missing.then(|| self.confirmation.error(t!(holders.confirm_name_first)))
    }

    pub fn view(self) -> impl IntoView {
        let Self { confirmation, is_needed } = self;
        view! {
            <div role="status">
                {move || is_needed.get().then(|| {
                    let warning = view! { <p>{t!(holders.name_does_not_fit)}</p> }.into_any();
                    confirmation.view(warning, t!(holders.confirm_name))
                })}
            </div>
        }
    }
}

/// The question whether the person is the registered holder whose code is a variant of the typed one (omocodia).
/// Only the server knows, so it is asked when it has refused the form.
#[derive(Clone, Copy)]
pub struct OmocodiaConfirmation {
    confirmation: Confirmation,
    /// Whom the server has named for the code that is typed.
    variants: RwSignal<Vec<MailboxHolder>>,
}

impl OmocodiaConfirmation {
    /// `pointer` is that of the confirmation in the request.
    pub fn new(form: Form, pointer: &'static str, code: RwSignal<String>) -> Self {
        let confirmation = Confirmation::new(form, pointer, t!(holders.omocodia));
        let variants = RwSignal::new(vec![]);
        // Nobody knows yet about another code.
        Effect::new(move |_| {
            code.track();
            confirmation.is_confirmed.set(false);
            variants.set(vec![]);
        });
        Self { confirmation, variants }
    }

    /// Whether the person has said that it is another one.
    pub fn is_confirmed(self) -> bool {
        self.confirmation.is_confirmed.get_untracked()
    }

    /// Asks, if that is why the server has refused the form.
    pub fn asks(self, error: &ApiError) -> bool {
        match error {
            ApiError::Refused(refusal) if refusal.code == Code::HolderVariantExists => {
                self.variants.set(refusal.holders.clone());
                self.confirmation
                    .form
                    .show_errors(vec![self.confirmation.error(t!(holders.omocodia_confirm_first))]);
                true
            }
            _ => false,
        }
    }

    /// The error of the form if the person has yet to answer.
    pub fn error(self) -> Option<(String, FieldError)> {
        let is_asked = self.variants.with_untracked(|variants| !variants.is_empty());
        let is_missing = is_asked && !self.is_confirmed();
        is_missing.then(|| self.confirmation.error(t!(holders.omocodia_confirm_first)))
    }

    /// `choose` takes one of the registered holders for the form, where it can.
    pub fn view(self, choose: Option<Callback<MailboxHolder>>) -> impl IntoView {
        let Self { confirmation, variants } = self;
        let warning = move |known: Vec<MailboxHolder>| {
            let items = known.into_iter().map(|holder| variant(holder, choose)).collect_view();
            view! { <p>{t!(holders.omocodia_asks)}</p><ul>{items}</ul> }.into_any()
        };
        view! {
            <div role="status" data-testid="omocodia">
                {move || {
                    let known = variants.get();
                    (!known.is_empty()).then(|| confirmation.view(warning(known), t!(holders.omocodia_confirm)))
                }}
            </div>
        }
    }
}

fn variant(holder: MailboxHolder, choose: Option<Callback<MailboxHolder>>) -> impl IntoView {
    let href = Route::Holder(holder.id).href();
    let name = format!("{} {}", holder.family_name, holder.given_name);
    let code = holder.tax_code.clone();
    let label = name.clone();
    let button = choose.map(|choose| {
        view! {
            " "
            <button
                type="button"
                class="btn btn-outline-primary btn-sm"
                aria-label=move || texts().holders().use_holder_named(&label)
                on:click=move |_| choose.run(holder.clone())
            >
                {t!(holders.use_holder)}
            </button>
        }
    });
    view! {
        <li><a href=href>{name}</a>", "<span class="tax-code">{code}</span>{button}</li>
    }
}
