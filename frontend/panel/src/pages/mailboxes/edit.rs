//! MODIFICA: state, quota, soft limit, preservation and communication e-mail, in one request (A10).

use leptos::prelude::*;
use sigillo_contract::mailbox::{Mailbox, MailboxPatch};
use sigillo_domain::mailbox::{State, Warning};
use sigillo_domain::permission::Permission;
use sigillo_domain::quota::BYTES_PER_MB;
use uuid::Uuid;

use super::draft::Draft;
use super::gone::Gone;
use super::reset::{NoEmail, ResetButton, ResetDialog, may_reset};
use super::stale::{Saved, Stale, StalePanel, save};
use super::{crumbs, load_mailbox};
use crate::components::{
    AlertKind, ErrorSummary, Form, Icon, LinkButton, NumberField, Page, RadioGroup, Submit,
    TextField, YesNo, announce, guarded, loaded,
};
use crate::i18n::{bytes, parse_integer, t, texts};
use crate::route::Route;
use crate::{router, session};

#[component]
pub fn Edit(id: Uuid) -> impl IntoView {
    let mailbox = load_mailbox(id);
    let lead = move || mailbox.get().map(|mailbox| mailbox.address).unwrap_or_default();
    let page = move || {
        view! {
            <Page title=t!(forms.edit_title) lead=lead crumbs=crumbs(mailbox, true) narrow=true>
                {loaded(mailbox, |mailbox| view! { <EditForm mailbox=mailbox /> })}
            </Page>
        }
    };
    let may = |mailbox: &Mailbox| {
        session::may_on(&mailbox.domain, Permission::Edit)
            || session::may_on(&mailbox.domain, Permission::Disable)
    };
    guarded(mailbox, may, page)
}

#[component]
fn EditForm(mailbox: Mailbox) -> impl IntoView {
    let draft = Draft::of(&mailbox);
    if mailbox.state == State::Cancelled {
        return view! { <Gone id=mailbox.id /> }.into_any();
    }
    let form = Form::new("edit");
    let stale = RwSignal::new(None::<Stale>);
    let (id, back) = (mailbox.id, Route::Mailbox(mailbox.id));
    let leave = Callback::new(move |()| router::go(back));
    let submit = Callback::new(move |()| match draft.patch() {
        Err(faults) => form.show_faults(faults),
        Ok(patch) if patch == MailboxPatch::default() => {
            announce(AlertKind::Info, texts().forms().nothing_changed(), Route::EditMailbox(id));
        }
        Ok(patch) => send(draft, patch, form, stale, leave),
    });
    let may_cancel = draft.may(Permission::Cancel);
    let resettable = may_reset(&mailbox);
    let resetting = RwSignal::new(false);
    // The link goes to the address that is saved, not to the one that is being typed.
    let email = mailbox.communication_email.clone();
    let can_reset = resettable && email.is_some();
    let dialog = email.clone().filter(|_| resettable).map(|email| {
        view! { <ResetDialog open=resetting mailbox=mailbox email=email page=Route::EditMailbox(id) /> }
    });
    view! {
        {email.is_none().then(NoEmail)}
        <StalePanel stale=stale draft=draft redo=submit />
        <form
            class="panel"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submit.run(());
            }
        >
            <ErrorSummary form=form />
            <Fields form=form draft=draft />
            <div class="form-actions">
                <LinkButton href=back.href() label=t!(forms.cancel) class="btn btn-outline-primary" />
                {can_reset.then(|| view! { <ResetButton open=resetting /> })}
                {may_cancel.then(|| view! {
                    <LinkButton
                        href=Route::CancelMailbox(id).href()
                        label=t!(forms.cancel_mailbox)
                        class="btn btn-outline-danger"
                    />
                })}
                <Submit form=form label=t!(forms.save) class="btn btn-primary push" />
            </div>
        </form>
        {dialog}
    }
    .into_any()
}

fn send(
    draft: Draft,
    patch: MailboxPatch,
    form: Form,
    stale: RwSignal<Option<Stale>>,
    leave: Callback<()>,
) {
    let base = draft.base.get_untracked();
    let (id, version) = (base.id, base.version);
    form.send(async move { save(id, &patch, version).await }, move |outcome| match outcome {
        Ok(Saved::Done(updated)) => {
            let saved = texts().forms().saved(&updated.mailbox.address);
            let at = Route::Mailbox(id);
            if updated.warnings.contains(&Warning::QuotaBelowUse) {
                let advice = texts().forms().quota_below_use();
                announce(AlertKind::Warning, format!("{saved}. {advice}"), at);
            } else {
                announce(AlertKind::Success, saved, at);
            }
            leave.run(());
        }
        Ok(Saved::Conflict(newer)) => stale.set(Some(newer)),
        Err(error) => form.show_failure(error),
    });
}

#[component]
fn Fields(form: Form, draft: Draft) -> impl IntoView {
    let base = draft.base.get_untracked();
    let switchable =
        draft.may(Permission::Disable) && matches!(base.state, State::Active | State::Disabled);
    let may_edit = draft.may(Permission::Edit);
    // One that has it may keep it, or give it up, also where it is no longer supplied.
    let preservable = draft.preservation_available() || base.preservation;
    view! {
        {may_edit.then(|| view! {
            <TextField
                form=form
                pointer="/communication_email"
                label=t!(forms.communication_email)
                hint=t!(forms.communication_email_hint)
                value=draft.email
                kind="email"
            />
        })}
        {switchable.then(|| view! {
            <RadioGroup
                form=form
                pointer="/state"
                label=t!(forms.state)
                value=draft.state
                options=vec![
                    (State::Active, t!(words.active).into(), Some(t!(forms.active_meaning).into())),
                    (State::Disabled, t!(words.disabled).into(), Some(t!(forms.disabled_meaning).into())),
                ]
            />
        })}
        {may_edit.then(|| view! { <SpaceFields form=form draft=draft /> })}
        {(may_edit && preservable).then(|| view! {
            <YesNo
                form=form
                pointer="/preservation"
                label=t!(words.preservation)
                hint=t!(forms.preservation_hint)
                value=draft.preservation
            />
        })}
    }
}

#[component]
fn SpaceFields(form: Form, draft: Draft) -> impl IntoView {
    // Advised against, not refused (A13).
    let advice = move || {
        let used = draft.base.with(|base| base.used_bytes)?;
        let quota = parse_integer(&draft.quota.get()).ok()?;
        (used > quota * BYTES_PER_MB).then(|| texts().forms().quota_below_use_advice(&bytes(used)))
    };
    view! {
        <div class="field-pair">
            <div>
                <NumberField
                    form=form
                    pointer="/quota_mb"
                    label=t!(forms.quota)
                    unit=t!(forms.mb)
                    value=draft.quota
                    on_typed=Callback::new(move |()| draft.quota_typed())
                />
                <div role="status">
                    {move || advice().map(|text| view! {
                        <p class="field-advice">
                            <Icon name="it-warning-circle" class="icon-sm" />
                            <span>{text}</span>
                        </p>
                    })}
                </div>
            </div>
            <NumberField
                form=form
                pointer="/soft_limit_mb"
                label=t!(forms.soft_limit)
                hint=t!(forms.soft_limit_hint)
                unit=t!(forms.mb)
                value=draft.soft_limit
                on_typed=Callback::new(move |()| draft.soft_limit_typed())
            />
        </div>
    }
}
