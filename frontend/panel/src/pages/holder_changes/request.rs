//! The request for another holder: the signed document, the new holder, and where to write to them.

use leptos::prelude::*;
use sigillo_contract::document::Document;
use sigillo_contract::domain::Domain;
use sigillo_contract::holder_change::{HolderChange, HolderChangeCreate};
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::mailbox::MailboxDetailQuery;
use sigillo_contract::operations::{CreateHolderChange, GetMailbox};
use sigillo_domain::document::DocumentKind;
use sigillo_domain::holder_change::DOCUMENT;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::name::{Email, readable};
use sigillo_domain::permission::Permission;
use sigillo_domain::{Code, Fault, FaultCode, Faults};

use crate::api::{self, ApiError};
use crate::components::{
    AlertKind, Crumb, ErrorSummary, FieldError, Form, LinkButton, Page, Select, Submit, TextField,
    UndoNote, announce, guarded, load, loaded,
};
use crate::i18n::{t, texts};
use crate::pages::documents::{UploadBox, document_options, documents_of};
use crate::pages::mailboxes::{AddressStep, Gone, HolderDraft, HolderFields, Step, TAX_CODE};
use crate::route::Route;
use crate::{router, session};

const EMAIL: &str = "/communication_email";
/// Where the request has the holder, and where the fields have it that it shares with a new mailbox.
const NEW_HOLDER: &str = "/new_holder";
const HOLDER: &str = "/holder";

#[component]
pub fn Ask(id: MailboxId) -> impl IntoView {
    let mailbox = load(move || api::list::<GetMailbox>(id, &MailboxDetailQuery::default()));
    let lead = t!(holder_changes.ask_lead);
    let crumbs = Signal::derive(move || {
        let found: Option<Mailbox> = mailbox.get();
        let crumb = |found: Mailbox| {
            Crumb::new(readable(&found.address).into_owned(), Route::Mailbox(found.id))
        };
        found.map(crumb).into_iter().collect::<Vec<_>>()
    });
    let page = move || {
        view! {
            <Page title=t!(holder_changes.ask_title) lead=lead crumbs=crumbs narrow=true>
                {loaded(mailbox, |mailbox| view! { <OfMailbox mailbox=mailbox /> })}
            </Page>
        }
    };
    let may = |mailbox: &Mailbox| session::may_on(&mailbox.domain, Permission::Edit);
    guarded(mailbox, may, page)
}

#[component]
fn OfMailbox(mailbox: Mailbox) -> impl IntoView {
    if mailbox.state == MailboxState::Cancelled {
        return view! { <Gone id=mailbox.id /> }.into_any();
    }
    match session::domain(&mailbox.domain) {
        Some(domain) => view! { <AskForm mailbox=mailbox domain=domain /> }.into_any(),
        None => ().into_any(),
    }
}

/// What is typed.
#[derive(Clone, Copy)]
struct Draft {
    form: Form,
    mailbox: StoredValue<Mailbox>,
    document: RwSignal<String>,
    holder: HolderDraft,
    email: RwSignal<String>,
}

#[component]
fn AskForm(mailbox: Mailbox, domain: Domain) -> impl IntoView {
    let form = Form::keeping("holder-change");
    let (id, back) = (mailbox.id, Route::Mailbox(mailbox.id));
    let may_upload = session::may_on(&mailbox.domain, Permission::Documents);
    let holder = HolderDraft::new(form, &domain);
    holder.has_holder.set(true);
    let document = RwSignal::new(String::new());
    let mailbox = StoredValue::new(mailbox);
    let draft = Draft { form, mailbox, document, holder, email: RwSignal::new(String::new()) };
    let documents = load(move || documents_of(id, DocumentKind::ChangeOfHolder));
    // The newest one is the one that was signed for this, as a rule.
    Effect::new(move |_| {
        let newest = documents.get().and_then(|all: Vec<Document>| all.into_iter().next());
        if let Some(newest) = newest {
            document.set(newest.id.to_string());
            form.clear_error(DOCUMENT);
        }
    });
    let uploaded = Callback::new(move |()| documents.reload());
    let subject = format!("mailbox:{id}");
    let upload = may_upload.then(|| {
        view! {
            <section class="panel">
                <p>{t!(holder_changes.upload_first)}</p>
                <UploadBox subject=subject on_uploaded=uploaded only=Some(DocumentKind::ChangeOfHolder) />
            </section>
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.send();
    };
    view! {
        {upload}
        <form class="panel" novalidate on:submit=submit>
            <ErrorSummary form=form />
            <Select
                form=form
                pointer=DOCUMENT
                label=t!(holder_changes.document)
                hint=t!(holder_changes.document_hint)
                value=document
                options=document_options(documents, t!(holder_changes.choose_document))
            />
            <HolderFields form=form draft=holder />
            <AddressStep form=form draft=holder />
            <TextField
                form=form
                pointer=EMAIL
                label=t!(holder_changes.email)
                hint=t!(holder_changes.email_hint)
                value=draft.email
                kind="email"
            />
            <UndoNote text=t!(holder_changes.ask_lead) />
            <div class="form-actions">
                <Submit form=form label=t!(holder_changes.send) />
                <LinkButton href=back.href() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

impl Draft {
    /// What can be said of the fields before they are sent.
    fn faults(self) -> Vec<Fault> {
        let mut faults = Faults::default();
        if self.document.with_untracked(String::is_empty) {
            faults.add(DOCUMENT, FaultCode::Required);
        }
        self.holder.check(Step::Mailbox, &mut faults);
        self.holder.check(Step::Address, &mut faults);
        let address = self.mailbox.with_value(|mailbox| mailbox.address.clone());
        faults.check(EMAIL, Email::parse_for(&self.email.get_untracked(), &address));
        faults.into_vec()
    }

    fn request(self) -> HolderChangeCreate {
        untrack(|| HolderChangeCreate {
            mailbox_id: self.mailbox.with_value(|mailbox| mailbox.id),
            document_id: self.document.get().parse().unwrap_or_default(),
            new_holder: self.holder.holder(),
            address: self.holder.address(),
            company: None,
            communication_email: self.email.get().trim().to_owned(),
        })
    }

    fn send(self) {
        let Self { form, holder, .. } = self;
        let faults = self.faults();
        if !faults.is_empty() {
            return form.show_faults(faults);
        }
        if untrack(|| holder.known()).is_none() {
            let unconfirmed: Vec<_> =
                holder.confirmation.error().into_iter().chain(holder.omocodia.error()).collect();
            if !unconfirmed.is_empty() {
                return form.show_errors(unconfirmed);
            }
        }
        let request = self.request();
        form.send(
            async move { api::send::<CreateHolderChange>((), &request, None).await },
            move |outcome: Result<HolderChange, ApiError>| match outcome {
                Ok(change) => {
                    let page = Route::HolderChange(change.id);
                    announce(AlertKind::Success, texts().holder_changes().sent(), page);
                    router::go(page);
                }
                Err(error) => self.failed(error),
            },
        );
    }

    /// Shows why the server refused the request, at the fields that it shares with a new mailbox.
    fn failed(self, error: ApiError) {
        if error.is(Code::HolderExists) {
            let errors = vec![(TAX_CODE.to_owned(), FieldError::Problem(error))];
            return self.form.show_errors(errors);
        }
        if error.is(Code::HolderVariantExists) {
            self.holder.omocodia.asks(&error);
            return;
        }
        if !error.is(Code::Validation) || error.faults().is_empty() {
            return self.form.show_failure(error);
        }
        let here = |mut fault: Fault| {
            if let Some(rest) = fault.pointer.strip_prefix(NEW_HOLDER) {
                // A holder who is known is chosen by the codice fiscale.
                fault.pointer = match rest {
                    "/id" => TAX_CODE.to_owned(),
                    rest => format!("{HOLDER}{rest}"),
                };
            }
            fault
        };
        self.form.show_faults(error.faults().into_iter().map(here).collect());
    }
}
