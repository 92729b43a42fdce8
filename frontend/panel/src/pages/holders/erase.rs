//! The page that erases the personal data of a holder (GDPR, art. 17).

use leptos::prelude::*;
use sigillo_contract::holder::{Holder, HolderDetail, HolderErase};
use sigillo_contract::operations::{EraseHolder, GetHolder};
use sigillo_domain::holder::{HolderState, parse_reason};
use sigillo_domain::id::HolderId;
use sigillo_domain::{Code, Faults};

use super::{crumbs, full_name};
use crate::components::{
    Alert, AlertKind, Crumb, ErrorSummary, FieldError, Form, Icon, LinkButton, Load, Page, Submit,
    TextArea, TextField, UndoNote, announce, guarded, load, loaded,
};
use crate::i18n::{integer, t, texts};
use crate::route::Route;
use crate::{api, router, session};

const CONFIRMATION: &str = "/confirmation";
const REASON: &str = "/reason";

#[component]
pub fn Erase(id: HolderId) -> impl IntoView {
    let detail = load(move || api::get::<GetHolder>(id));
    let holder = Memo::new(move |_| detail.get().map(|found| found.holder));
    let trail = Signal::derive(move || -> Vec<Crumb> { crumbs(holder.get().as_ref()) });
    let lead = move || holder.get().map(|found| full_name(&found)).unwrap_or_default();
    let page = move || {
        view! {
            <Page title=t!(holders.erase_title) lead=lead crumbs=trail narrow=true>
                {loaded(detail, move |found| view! { <EraseForm detail=found source=detail /> })}
            </Page>
        }
    };
    guarded(detail, |_| session::may::<EraseHolder>(), page)
}

#[component]
fn EraseForm(detail: HolderDetail, source: Load<HolderDetail>) -> impl IntoView {
    let Holder { id, version, tax_code, state, .. } = detail.holder.clone();
    if state != HolderState::Registered {
        return view! {
            <Alert kind=AlertKind::Info quiet=true><p>{t!(problems.holder_ended)}</p></Alert>
        }
        .into_any();
    }
    let form = Form::new("erase");
    let (reason, typed) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let shown_code = tax_code.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut faults = Faults::default();
        let read = faults.check(REASON, parse_reason(&reason.get_untracked()));
        let Some(reason) = read else { return form.show_faults(faults.into_vec()) };
        if !typed.get_untracked().trim().eq_ignore_ascii_case(&tax_code) {
            let error = FieldError::Text(t!(holders.erase_mismatch).into());
            return form.show_errors(vec![(CONFIRMATION.to_owned(), error)]);
        }
        let erase = HolderErase { reason };
        form.send(
            async move { api::send::<EraseHolder>(id, &erase, Some(version)).await },
            move |outcome| match outcome {
                Ok(_) => {
                    let page = Route::Holder(id);
                    announce(AlertKind::Success, texts().holders().erased(), page);
                    router::go(page);
                }
                Err(error) => {
                    if error.is(Code::Stale) {
                        source.reload();
                    }
                    form.show_failure(error);
                }
            },
        );
    };
    view! {
        <form class="panel panel-danger" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <Losses detail=detail />
            <UndoNote text=t!(undo.never) />
            <TextArea form=form pointer=REASON label=t!(holders.reason) hint=t!(holders.erase_reason_hint) value=reason rows=2 />
            <TextField
                form=form
                pointer=CONFIRMATION
                label=move || texts().holders().erase_confirm(&shown_code)
                value=typed
            />
            <div class="form-actions">
                <Submit form=form label=t!(holders.do_erase) class="btn btn-danger" />
                <LinkButton href=Route::Holder(id).href() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
    .into_any()
}

/// What is lost, what stays, and when the erasure is refused.
#[component]
fn Losses(detail: HolderDetail) -> impl IntoView {
    let boxes = detail.mailbox_count;
    view! {
        <div class="losses">
            <h2><Icon name="it-warning-circle" />{t!(holders.erase_lost)}</h2>
            <ul>
                <li>{t!(holders.erase_lost_identity)}</li>
                <li>{move || texts().holders().erase_lost_addresses(&integer(detail.address_count))}</li>
                <li>{t!(holders.erase_lost_history)}</li>
            </ul>
            <p><strong>{t!(holders.erase_kept)}</strong></p>
            <ul>
                <li>{move || texts().holders().erase_kept_mailboxes(&integer(boxes))}</li>
                <li>{t!(holders.erase_kept_history)}</li>
                <li>{t!(holders.erase_kept_companies)}</li>
            </ul>
            <p>{t!(holders.erase_refused)}</p>
        </div>
    }
}
