//! The form that changes a mailbox: state, quota, soft limit, preservation and communication e-mail
//! in one request (A10).

use leptos::prelude::*;
use sigillo_contract::domain::Domain;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operations::ListAccounts;
use sigillo_contract::page::Page as List;
use sigillo_contract::reseller::Reseller;
use sigillo_domain::id::{MailboxId, OrganizationId};
use sigillo_domain::mailbox::{MailboxState, Warning};
use sigillo_domain::name::readable;
use sigillo_domain::permission::Permission;
use sigillo_domain::quota::BYTES_PER_MB;
use sigillo_kit::edit::Part;

use super::gone::Gone;
use super::mailbox_edit::{self, MailboxEdit};
use super::manager::{ManagerField, assistants, choice_of};
use super::plan_field::PlanField;
use super::reset::{NoEmail, ResetButton, ResetDialog, may_reset};
use super::{crumbs, load_mailbox};
use crate::components::{
    Alert, AlertKind, EditConflict, ErrorSummary, Form, Icon, LinkButton, Load, NumberField, Page,
    RadioGroup, Submit, TextField, UndoNote, YesNo, announce, guarded, loaded,
};
use crate::i18n::{bytes, parse_integer, t, texts};
use crate::pages::resellers::{ResellerField, options_of_domain};
use crate::route::Route;
use crate::{router, session};

#[component]
pub fn Edit(id: MailboxId) -> impl IntoView {
    let mailbox = load_mailbox(id);
    let lead = move || {
        mailbox.get().map(|mailbox| readable(&mailbox.address).into_owned()).unwrap_or_default()
    };
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
    if mailbox.state == MailboxState::Cancelled {
        return view! { <Gone id=mailbox.id /> }.into_any();
    }
    let form = Form::keeping("edit");
    let (id, back) = (mailbox.id, Route::Mailbox(mailbox.id));
    let domain = session::domain(&mailbox.domain);
    let resellers = domain.as_ref().map(options_of_domain);
    let edited = MailboxEdit::of(mailbox.clone(), domain.clone());
    let mailbox_state = mailbox.state;
    let may_cancel = session::may_on(&mailbox.domain, Permission::Cancel);
    let resettable = may_reset(&mailbox);
    let resetting = RwSignal::new(false);
    // The link is sent to the saved address, not to the one that is being typed.
    let email = mailbox.communication_email.clone();
    let can_reset = resettable && email.is_some();
    let dialog = email.clone().filter(|_| resettable).map(|email| {
        view! { <ResetDialog open=resetting mailbox=mailbox email=email page=Route::EditMailbox(id) /> }
    });
    view! {
        {(mailbox_state == MailboxState::PendingActivation).then(|| view! {
            <Alert kind=AlertKind::Info quiet=true><p>{t!(detail.pending_note)}</p></Alert>
        })}
        {email.is_none().then(NoEmail)}
        <EditConflict edit=edited.edit title=t!(forms.stale_title) />
        <form
            class="panel"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save(&edited, form);
            }
        >
            <ErrorSummary form=form />
            <Fields form=form edited=edited domain=domain resellers=resellers />
            <UndoNote text=t!(undo.by_restoring) />
            <div class="form-actions">
                <Submit form=form label=t!(forms.save) />
                <LinkButton href=back.href() label=t!(forms.cancel) class="btn btn-outline-primary" />
                {can_reset.then(|| view! { <ResetButton open=resetting /> })}
            </div>
        </form>
        // Apart from the other actions, so that nobody presses it in their place.
        {may_cancel.then(|| view! {
            <section class="panel panel-danger danger-zone" aria-labelledby="danger-zone">
                <div>
                    <h2 id="danger-zone">{t!(cancel.warning_title)}</h2>
                    <p>{t!(cancel.warning_short)}</p>
                </div>
                <LinkButton
                    href=Route::CancelMailbox(id).href()
                    label=t!(forms.cancel_mailbox)
                    class="btn btn-outline-danger"
                />
            </section>
        })}
        {dialog}
    }
    .into_any()
}

fn save(edited: &MailboxEdit, form: Form) {
    let edited = *edited;
    let Mailbox { id, version, .. } = edited.edit.base();
    if !edited.edit.has_changes(Part::Whole) {
        let nothing = texts().forms().nothing_changed();
        return announce(AlertKind::Info, nothing, Route::EditMailbox(id));
    }
    let patch = match edited.patch() {
        Ok(patch) => patch,
        Err(faults) => return form.show_faults(faults),
    };
    let work = async move { mailbox_edit::save(id, &patch, version).await };
    let redo = Callback::new(move |()| save(&edited, form));
    edited.edit.send(form, Part::Whole, work, redo, move |updated| {
        let (saved, page) =
            (texts().forms().saved(&readable(&updated.mailbox.address)), Route::Mailbox(id));
        if updated.warnings.contains(&Warning::QuotaBelowUse) {
            let advice = texts().forms().quota_below_use();
            announce(AlertKind::Warning, format!("{saved}. {advice}"), page);
        } else {
            announce(AlertKind::Success, saved, page);
        }
        router::go(page);
    });
}

#[component]
fn Fields(
    form: Form,
    edited: MailboxEdit,
    #[prop(optional_no_strip)] domain: Option<Domain>,
    #[prop(optional_no_strip)] resellers: Option<Load<List<Reseller>>>,
) -> impl IntoView {
    let base = edited.edit.base();
    let organization = domain.as_ref().map(|domain| domain.organization_id);
    let present = vec![
        choice_of(&base.created_by, base.created_by_display_name.as_deref()),
        choice_of(&base.managed_by, base.managed_by_display_name.as_deref()),
    ];
    let may = |permission| session::may_on(&base.domain, permission);
    let switchable = may(Permission::Disable)
        && matches!(base.state, MailboxState::Active | MailboxState::Disabled);
    let may_edit = may(Permission::Edit);
    // A mailbox with preservation may keep it or give it up, even if the domain no longer offers
    // it.
    let preservable =
        domain.as_ref().is_some_and(|domain| domain.preservation_available) || base.preservation;
    let (plan, reseller) = (base.plan.clone(), base.reseller.clone());
    let on_plan = Callback::new(move |()| edited.plan_chosen());
    view! {
        {may_edit.then(|| view! {
            <TextField
                form=form
                pointer="/communication_email"
                label=t!(forms.communication_email)
                hint=t!(forms.communication_email_hint)
                value=edited.email.input
                kind="email"
            />
        })}
        {switchable.then(|| view! {
            <RadioGroup
                form=form
                pointer="/state"
                label=t!(forms.state)
                value=edited.state.input
                options=vec![
                    (MailboxState::Active, t!(words.active).into(), Some(t!(forms.active_meaning).into())),
                    (MailboxState::Disabled, t!(words.disabled).into(), Some(t!(forms.disabled_meaning).into())),
                ]
            />
        })}
        {domain.filter(|_| may_edit).map(|domain| view! {
            <PlanField
                form=form
                domain=domain
                may_be_empty=plan.is_none()
                present=plan
                value=edited.plan.input
                on_chosen=on_plan
            />
        })}
        {may_edit.then(|| view! { <SpaceFields form=form edited=edited /> })}
        {(may_edit && preservable).then(|| view! {
            <YesNo
                form=form
                pointer="/preservation"
                label=t!(words.preservation)
                hint=t!(forms.preservation_hint)
                value=edited.preservation.input
            />
        })}
        {resellers.filter(|_| may_edit).map(|found| view! {
            <ResellerField form=form found=found present=reseller value=edited.reseller.input />
        })}
        {may_edit.then(|| organization.map(|id| view! {
            <Manager form=form organization_id=id present=present value=edited.managed_by.input />
        }))}
    }
}

/// Who manages the mailbox. The assistants are read only for whoever wants to hand it over.
#[component]
fn Manager(
    form: Form,
    organization_id: OrganizationId,
    /// Who created it and who manages it.
    present: Vec<(String, String)>,
    value: RwSignal<String>,
) -> impl IntoView {
    let draft = form.draft("/managed_by", &value.get_untracked());
    let is_open = RwSignal::new(draft.is_some());
    let manager = present.last().map(|(_, words)| words.clone()).unwrap_or_default();
    let first = unique(present);
    let found = move || is_open.get().then(|| assistants(Some(organization_id))).flatten();
    session::may::<ListAccounts>().then_some(move || match found() {
        Some(found) => view! {
            <ManagerField form=form pointer="/managed_by" found=found first=first.clone() value=value />
        }
        .into_any(),
        None => view! {
            <div class="fact-line">
                <span>{t!(words.managed_by)}": "<strong>{manager.clone()}</strong></span>
                <button type="button" class="btn btn-outline-primary btn-sm" on:click=move |_| is_open.set(true)>
                    {t!(bulk.manager)}
                </button>
            </div>
        }
        .into_any(),
    })
}

fn unique(mut people: Vec<(String, String)>) -> Vec<(String, String)> {
    people.dedup();
    people
}

#[component]
fn SpaceFields(form: Form, edited: MailboxEdit) -> impl IntoView {
    // A quota below the space in use is advised against, but not refused (A13).
    let advice = move || {
        let used = edited.edit.with_base(|base| base.used_bytes)?;
        let quota = parse_integer(&edited.quota.input.get()).ok()?;
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
                    value=edited.quota.input
                    on_typed=Callback::new(move |()| edited.quota_typed())
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
                value=edited.soft_limit.input
                on_typed=Callback::new(move |()| edited.soft_limit.mark_chosen())
            />
        </div>
    }
}
