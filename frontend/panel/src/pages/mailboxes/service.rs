//! The end of the service of a mailbox: the day, what was requested, and the acts that move it (C1, C9).

use chrono::NaiveDate;
use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::mailbox_service::{MailboxRenewal, MailboxTermination};
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{
    ListDocuments, RenewMailbox, TerminateMailbox, WithdrawMailboxTermination,
};
use sigillo_domain::document::DocumentKind;
use sigillo_domain::id::DocumentId;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::name::readable;
use sigillo_domain::permission::Permission;
use sigillo_domain::service_term::ServiceRequest;
use sigillo_domain::{Fault, FaultCode};

use super::dialog_outcome::show_outcome;
use crate::api::{self, ApiError};
use crate::components::{
    Dialog, DialogActions, ErrorSummary, Fact, Form, Load, Select, TextField, UndoNote, load,
};
use crate::i18n::{date, parse_day, t, texts};
use crate::pages::documents::{document_options, documents_of};
use crate::session;

/// What can be done about the end of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Renew,
    Terminate,
    /// Taking a termination back before it takes effect.
    Withdraw,
}

impl Act {
    const ALL: [Act; 3] = [Act::Renew, Act::Terminate, Act::Withdraw];

    const fn label(self) -> fn() -> &'static str {
        match self {
            Act::Renew => t!(service.renew),
            Act::Terminate => t!(service.terminate),
            Act::Withdraw => t!(service.withdraw),
        }
    }

    const fn title(self) -> fn() -> &'static str {
        match self {
            Act::Renew => t!(service.renew_title),
            Act::Terminate => t!(service.terminate_title),
            Act::Withdraw => t!(service.withdraw_title),
        }
    }

    const fn permission(self) -> Permission {
        match self {
            Act::Renew => Permission::Edit,
            Act::Terminate | Act::Withdraw => Permission::Disable,
        }
    }

    /// The field of the request with the day.
    const fn pointer(self) -> &'static str {
        match self {
            Act::Terminate => "/at",
            Act::Renew | Act::Withdraw => "/until",
        }
    }

    /// What a document must be for the act to rest on it.
    const fn document_kind(self) -> Option<DocumentKind> {
        match self {
            Act::Renew => Some(DocumentKind::Other),
            Act::Terminate => Some(DocumentKind::Closure),
            Act::Withdraw => None,
        }
    }

    const fn document_hint(self) -> fn() -> &'static str {
        match self {
            Act::Terminate => t!(service.document_of_termination),
            Act::Renew | Act::Withdraw => t!(service.document_of_renewal),
        }
    }

    /// Whether this account may do it, and the mailbox is in a state for it.
    fn is_possible(self, mailbox: &Mailbox) -> bool {
        let is_terminated = mailbox.request == ServiceRequest::Termination;
        let is_suppressed = mailbox.state == MailboxState::Suppressed;
        let is_in_state = match mailbox.state {
            MailboxState::PendingActivation | MailboxState::Cancelled => false,
            MailboxState::Active | MailboxState::Disabled | MailboxState::Suppressed => {
                match self {
                    Act::Renew => true,
                    Act::Terminate => !is_terminated,
                    Act::Withdraw => is_terminated && !is_suppressed,
                }
            }
        };
        is_in_state && session::may_on(&mailbox.domain, self.permission())
    }
}

/// The end of the service, with what was requested and the buttons that move it.
#[component]
pub fn ServiceFact(mailbox: Mailbox, source: Load<Mailbox>) -> impl IntoView {
    let chosen = RwSignal::new(None::<Act>);
    let ends_at = mailbox.expires_at;
    let possible = Act::ALL.into_iter().filter(|act| act.is_possible(&mailbox));
    let button = move |act: Act| {
        view! {
            <button
                type="button"
                class="btn btn-outline-primary"
                aria-haspopup="dialog"
                on:click=move |_| chosen.set(Some(act))
            >
                {act.label()}
            </button>
        }
    };
    let buttons = possible.map(button).collect_view();
    let request = mailbox.clone();
    let document = mailbox.request_document.clone();
    view! {
        <Fact label=t!(detail.expires)>
            <span data-testid="service-end">
                {move || ends_at.map_or_else(|| texts().detail().no_expiry().to_owned(), date)}
            </span>
            {move || requested(&request).map(|text| view! { <span class="fact-note">{text}</span> })}
            {document.map(|document| view! {
                <span class="fact-note" data-testid="request-document">{t!(service.document)}": "{document.name}</span>
            })}
            <span class="fact-buttons">{buttons}</span>
        </Fact>
        <ActDialog chosen=chosen mailbox=mailbox source=source />
    }
}

/// What was requested, by whom and when; None where nothing was.
fn requested(mailbox: &Mailbox) -> Option<String> {
    let words = texts().service();
    let (at, by) = (date(mailbox.requested_at?), mailbox.requested_by.as_deref()?);
    match mailbox.request {
        ServiceRequest::None => None,
        ServiceRequest::Renewal => Some(words.renewal_by(&at, by)),
        ServiceRequest::Termination => Some(words.termination_by(&at, by)),
    }
}

#[component]
fn ActDialog(
    chosen: RwSignal<Option<Act>>,
    mailbox: Mailbox,
    source: Load<Mailbox>,
) -> impl IntoView {
    let form = Form::new("service-act");
    let asked = Asked { day: RwSignal::new(String::new()), document: RwSignal::new(String::new()) };
    let close = Callback::new(move |()| {
        form.clear();
        asked.clear();
        chosen.set(None);
    });
    let act =
        Memo::new(move |last: Option<&Act>| chosen.get().or(last.copied()).unwrap_or(Act::Renew));
    let id = mailbox.id;
    // Read when a dialog opens, so that a document that was uploaded a moment ago is there.
    let documents = load(move || {
        let kind = chosen.get().and_then(Act::document_kind);
        let kind = kind.filter(|_| session::may::<ListDocuments>());
        async move {
            match kind {
                Some(kind) => documents_of(id, kind).await,
                None => Ok(vec![]),
            }
        }
    });
    let mailbox = StoredValue::new(mailbox);
    let send = move |()| {
        let act = act.get_untracked();
        let mailbox = mailbox.get_value();
        // A suppressed mailbox needs no day, so that what is missing is for the server to judge.
        let request = match asked.request() {
            Ok(request) => request,
            Err(code) => return form.show_faults(vec![Fault::new(act.pointer(), code)]),
        };
        form.send(perform(act, mailbox, request), move |outcome| {
            show_outcome(id, outcome, |now| done(act, now), (form, close), source);
        });
    };
    let open = Signal::derive(move || chosen.get().is_some());
    let title = move || act.get().title()();
    view! {
        <Dialog id="service-act" open=open title=title on_close=close start="service-act-send">
            <ErrorSummary form=form />
            <p><strong>{move || mailbox.with_value(|it| readable(&it.address).into_owned())}</strong></p>
            {move || mailbox.with_value(|it| fields(act.get(), it, form, asked))}
            {move || act.get().document_kind().map(|_| view! {
                <Select
                    form=form
                    pointer="/document_id"
                    label=t!(service.document_optional)
                    hint=move || act.get().document_hint()()
                    value=asked.document
                    options=document_options(documents, t!(service.no_document))
                />
            })}
            {move || undo_note(act.get(), mailbox.with_value(|it| it.state)).map(|text| view! { <UndoNote text=text /> })}
            <DialogActions
                form=form
                id="service-act-send"
                label=move || act.get().label()()
                on_send=send
                on_close=close
            />
        </Dialog>
    }
}

/// What is typed.
#[derive(Clone, Copy)]
struct Asked {
    day: RwSignal<String>,
    /// The id of the chosen document.
    document: RwSignal<String>,
}

impl Asked {
    fn clear(self) {
        self.day.set(String::new());
        self.document.set(String::new());
    }

    fn request(self) -> Result<Request, FaultCode> {
        let day = parse_day(&self.day.get_untracked())?;
        Ok(Request { day, document_id: self.document.get_untracked().parse().ok() })
    }
}

/// What is asked of an act.
struct Request {
    day: Option<NaiveDate>,
    document_id: Option<DocumentId>,
}

/// What an act does, and the day that it takes.
fn fields(act: Act, mailbox: &Mailbox, form: Form, asked: Asked) -> AnyView {
    let day = asked.day;
    let is_suppressed = mailbox.state == MailboxState::Suppressed;
    match act {
        Act::Renew => view! {
            <p>{if is_suppressed { t!(service.renew_suppressed) } else { t!(service.renew_text) }}</p>
            <TextField form=form pointer=act.pointer() label=t!(service.until) hint=t!(service.until_hint) value=day kind="date" optional=true />
        }
        .into_any(),
        Act::Terminate if is_suppressed => {
            view! { <p>{t!(service.terminate_suppressed)}</p> }.into_any()
        }
        Act::Terminate => view! {
            <p>{t!(service.terminate_text)}</p>
            <TextField form=form pointer=act.pointer() label=t!(service.last_day) value=day kind="date" />
        }
        .into_any(),
        Act::Withdraw => {
            let before = mailbox.end_before_termination;
            view! {
                <p>{move || match before {
                    Some(end) => texts().service().withdraw_until(&date(end)),
                    None => texts().service().withdraw_no_end().to_owned(),
                }}</p>
            }
            .into_any()
        }
    }
}

/// How an act can be undone; None for one that undoes another.
const fn undo_note(act: Act, state: MailboxState) -> Option<fn() -> &'static str> {
    match act {
        Act::Renew => Some(t!(service.undo_renewal)),
        Act::Terminate if matches!(state, MailboxState::Suppressed) => {
            Some(t!(service.undo_by_renewal))
        }
        Act::Terminate => Some(t!(service.undo_termination)),
        Act::Withdraw => None,
    }
}

async fn perform(act: Act, mailbox: Mailbox, request: Request) -> Result<Mailbox, ApiError> {
    let Request { day, document_id } = request;
    let Mailbox { id, version, .. } = mailbox;
    let version = Some(version);
    match act {
        Act::Renew => {
            let renewal = MailboxRenewal { until: day, document_id };
            api::send::<RenewMailbox>(id, &renewal, version).await
        }
        Act::Terminate => {
            // The service of a suppressed mailbox has ended: the day is that of the end.
            let ended = mailbox.expires_at.filter(|_| mailbox.state == MailboxState::Suppressed);
            let at = day.or(ended.map(|at| at.date_naive()));
            api::send::<TerminateMailbox>(id, &MailboxTermination { at, document_id }, version)
                .await
        }
        Act::Withdraw => api::send::<WithdrawMailboxTermination>(id, &Nothing {}, version).await,
    }
}

fn done(act: Act, mailbox: &Mailbox) -> String {
    let words = texts().service();
    let end = mailbox.expires_at.map(date);
    match (act, end) {
        (Act::Renew | Act::Withdraw, Some(end)) => words.goes_on_until(&end),
        (Act::Renew | Act::Withdraw, None) => words.goes_on().to_owned(),
        (Act::Terminate, _) if mailbox.state == MailboxState::Suppressed => {
            words.terminated().to_owned()
        }
        (Act::Terminate, end) => words.terminates_on(&end.unwrap_or_default()),
    }
}
