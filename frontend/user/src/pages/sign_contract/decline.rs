//! Declining the contract, perhaps with a reason.

use leptos::prelude::*;
use sigillo_contract::operations::DeclineContract;
use sigillo_contract::signing::SigningDecline;
use sigillo_domain::contract::parse_reason;

use super::{Opened, Step, Visit};
use crate::i18n::{t, texts};
use sigillo_kit::api;
use sigillo_kit::components::{
    CardPage, ErrorSummary, FieldError, Form, Submit, TextArea, UndoNote,
};

const REASON: &str = "/reason";

#[component]
pub(super) fn DeclineForm(visit: Visit, contract: Opened) -> impl IntoView {
    let form = Form::new("decline");
    let reason = RwSignal::new(String::new());
    let mailbox = contract.mailbox_address.clone();
    let (declined, back) = (contract.clone(), contract);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(reason) = parse_reason(&reason.get_untracked()) else {
            let error = FieldError::Text(t!(signing.reason_too_long).into());
            return form.show_errors(vec![(REASON.to_owned(), error)]);
        };
        let reason = reason.unwrap_or_default();
        let decline = SigningDecline { token: declined.token.clone(), reason };
        form.send(
            async move { api::send::<DeclineContract>((), &decline, None).await },
            move |outcome| match outcome {
                Ok(_) => visit.go(Step::Declined),
                Err(error) if visit.ends_with(&error) => {}
                Err(error) => form.show_failure(error),
            },
        );
    };
    view! {
        <CardPage title=t!(signing.decline_title)>
            <form class="card-text" on:submit=submit novalidate>
                <ErrorSummary form=form />
                <p class="card-text">{move || texts().signing().decline_effect(&mailbox)}</p>
                <TextArea
                    form=form
                    pointer=REASON
                    label=t!(signing.reason)
                    hint=t!(signing.reason_hint)
                    value=reason
                    optional=true
                />
                <UndoNote text=t!(undo.never) />
                <div class="form-actions">
                    <Submit form=form label=t!(signing.do_decline) class="btn btn-danger" />
                    <button
                        type="button"
                        class="btn btn-outline-primary"
                        on:click=move |_| visit.go(Step::Read(back.clone()))
                    >
                        {t!(signing.back)}
                    </button>
                </div>
            </form>
        </CardPage>
    }
}
