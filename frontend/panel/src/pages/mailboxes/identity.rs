//! The identity of the holder of a mailbox, and the second factor of its user: what the mailbox needs for the
//! European registered e-mail.

use leptos::prelude::*;
use sigillo_contract::identification::Identification;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::WithdrawIdentification;
use sigillo_domain::identification::RemReadiness;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::permission::Permission;

use super::dialog_outcome::show_outcome;
use super::identity_forms::{RecordDialog, SecondFactorDialog};
use crate::api;
use crate::components::{Dialog, DialogActions, ErrorSummary, Fact, Facts, Form, Load};
use crate::i18n::{date, day_text, t, texts};
use crate::session;

/// Shown where somebody holds the mailbox.
#[component]
pub fn IdentitySection(mailbox: Mailbox, source: Load<Mailbox>) -> impl IntoView {
    let may_edit = mailbox.state != MailboxState::Cancelled
        && session::may_on(&mailbox.domain, Permission::Edit);
    let (has_holder, readiness) = (mailbox.holder.is_some(), mailbox.rem_readiness);
    let second = mailbox.clone();
    has_holder.then(|| {
        view! {
            <section class="panel data" aria-label=t!(identity.title)>
                <Facts>
                    <IdentificationFacts mailbox=mailbox source=source may_edit=may_edit />
                </Facts>
                <Facts>
                    <SecondFactorFact mailbox=second source=source may_edit=may_edit />
                    <Fact label=t!(identification.rem_readiness)>
                        <span class=readiness_class(readiness) data-testid="rem-readiness">
                            {move || texts().identification().readiness(readiness)}
                        </span>
                    </Fact>
                </Facts>
            </section>
        }
    })
}

const fn readiness_class(readiness: RemReadiness) -> &'static str {
    match readiness {
        RemReadiness::Ready => "state state-active",
        RemReadiness::NotIdentified | RemReadiness::NoSecondFactor | RemReadiness::NotPrepared => {
            "fact-note"
        }
    }
}

#[component]
fn IdentificationFacts(mailbox: Mailbox, source: Load<Mailbox>, may_edit: bool) -> impl IntoView {
    let (recording, withdrawing) = (RwSignal::new(false), RwSignal::new(false));
    let known = mailbox.identification.clone();
    let is_known = known.is_some();
    let buttons = may_edit.then(|| {
        let record = if is_known { t!(identity.replace) } else { t!(identity.record) };
        view! {
            <span class="fact-buttons">
                <button
                    type="button"
                    class="btn btn-outline-primary"
                    aria-haspopup="dialog"
                    on:click=move |_| recording.set(true)
                >
                    {record}
                </button>
                {is_known.then(|| view! {
                    <button
                        type="button"
                        class="btn btn-outline-primary"
                        aria-haspopup="dialog"
                        on:click=move |_| withdrawing.set(true)
                    >
                        {t!(identity.withdraw)}
                    </button>
                })}
            </span>
        }
    });
    let dialogs = may_edit.then(|| {
        view! {
            <RecordDialog open=recording mailbox=mailbox.clone() source=source />
            <WithdrawDialog open=withdrawing mailbox=mailbox source=source />
        }
    });
    let (summary, details) = match known {
        Some(known) => (view! { <Summary known=known.clone() /> }.into_any(), Some(details(known))),
        None => (view! { <span class="fact-note">{t!(identity.none)}</span> }.into_any(), None),
    };
    view! {
        <Fact label=t!(identity.identification)>{summary}{buttons}</Fact>
        {details}
        {dialogs}
    }
}

/// The method and the level, with who identified the holder and who entered it.
#[component]
fn Summary(known: Identification) -> impl IntoView {
    let Identification { method, level, identified_on, recorded_at, .. } = known;
    let (identified_by, recorded_by) = (known.identified_by, known.recorded_by);
    let how = move || {
        let words = texts().identification();
        let level = words.level_is(level).to_lowercase();
        texts().identity().by_method(words.method_is(method), &level)
    };
    let when = move || texts().identity().on(&day_text(identified_on), &identified_by);
    let entered = move || texts().identity().recorded(&date(recorded_at), &recorded_by);
    view! {
        <span data-testid="identification">{how}</span>
        <span class="fact-note">{when}</span>
        <span class="fact-note">{entered}</span>
    }
}

/// The document that was shown, and for whom the holder has the mailbox.
fn details(known: Identification) -> impl IntoView {
    let capacity = known.capacity;
    let document = known.document.map(|document| {
        let text = move || {
            let kind = texts().identification().document_is(document.kind);
            let until = day_text(document.expires_on);
            texts().identity().document_until(kind, &document.number, &until)
        };
        view! { <Fact label=t!(identification.document)>{text}</Fact> }
    });
    view! {
        {document}
        <Fact label=t!(identification.capacity)>
            {move || texts().identification().capacity_is(capacity)}
        </Fact>
    }
}

#[component]
fn SecondFactorFact(mailbox: Mailbox, source: Load<Mailbox>, may_edit: bool) -> impl IntoView {
    let open = RwSignal::new(false);
    let Mailbox { id, version, second_factor_since: since, .. } = mailbox;
    let text = move || match since {
        Some(day) => {
            let text = texts().identity().since(&day_text(day));
            view! { <span data-testid="second-factor">{text}</span> }.into_any()
        }
        None => view! { <span class="fact-note">{t!(identity.no_second_factor)}</span> }.into_any(),
    };
    let label = if since.is_some() {
        t!(identity.change_second_factor)
    } else {
        t!(identity.set_second_factor)
    };
    view! {
        <Fact label=t!(identity.second_factor)>
            {text}
            {may_edit.then(|| view! {
                <span class="fact-buttons">
                    <button
                        type="button"
                        class="btn btn-outline-primary"
                        aria-haspopup="dialog"
                        on:click=move |_| open.set(true)
                    >
                        {label}
                    </button>
                </span>
            })}
        </Fact>
        {may_edit.then(|| view! { <SecondFactorDialog open=open id=id version=version since=since source=source /> })}
    }
}

#[component]
fn WithdrawDialog(open: RwSignal<bool>, mailbox: Mailbox, source: Load<Mailbox>) -> impl IntoView {
    let form = Form::new("identity-withdraw");
    let close = Callback::new(move |()| {
        form.clear();
        open.set(false);
    });
    let (id, version) = (mailbox.id, mailbox.version);
    let send = move |()| {
        let work = api::send::<WithdrawIdentification>(id, &Nothing {}, Some(version));
        form.send(work, move |outcome| {
            let done = |_: &_| texts().identity().withdrawn_done().to_owned();
            show_outcome(id, outcome, done, (form, close), source);
        });
    };
    view! {
        <Dialog id="identity-withdraw" open=open title=t!(identity.withdraw_title) on_close=close start="identity-withdraw-send">
            <ErrorSummary form=form />
            <p>{t!(identity.withdraw_text)}</p>
            <DialogActions
                form=form
                id="identity-withdraw-send"
                label=t!(identity.withdraw)
                on_send=send
                on_close=close
            />
        </Dialog>
    }
}
