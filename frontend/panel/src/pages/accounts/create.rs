//! A new account: an operator chooses any role, a postmaster creates assistants.

use leptos::prelude::*;
use sigillo_contract::account::AccountCreate;
use sigillo_contract::operations::CreateAccount;
use sigillo_domain::account::{AccountState, Role, parse_display_name, parse_username};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::password::{Context, check};
use sigillo_domain::{Fault, FaultCode, Faults};

use super::grants::{Grants, GrantsField, fault_at_row, to_send};
use super::matrix::Matrix;
use super::{crumbs, of_assistants};
use crate::components::{
    Alert, AlertKind, ErrorSummary, ForbiddenPage, Form, LinkButton, OrganizationField, Page,
    PasswordField, RadioGroup, Submit, TextField, UndoNote, YesNo, announce,
    refresh_pending_accounts,
};
use crate::i18n::{t, texts};
use crate::route::{Route, key};
use crate::{api, router, session};

#[component]
pub fn Create() -> impl IntoView {
    if !session::may::<CreateAccount>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let title = || {
        let t = texts().accounts();
        if of_assistants() { t.create_assistant_title() } else { t.create_title() }
    };
    view! {
        <Page title=title crumbs=crumbs()>
            <CreateForm />
        </Page>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Draft {
    role: RwSignal<Role>,
    /// The id of the organisation; empty while none is chosen.
    organization: RwSignal<String>,
    display_name: RwSignal<String>,
    username: RwSignal<String>,
    password: RwSignal<String>,
    enabled: RwSignal<bool>,
    grants: GrantsField,
}

impl Draft {
    /// `asked` is the organisation id in the page's address.
    fn new(asked: Option<String>) -> Self {
        let own = session::me().and_then(|me| me.account.organization_id);
        let organization = own.map(|own| own.to_string()).or(asked).unwrap_or_default();
        let role = if of_assistants() { Role::Assistant } else { Role::Postmaster };
        Self {
            role: RwSignal::new(role),
            organization: RwSignal::new(organization),
            display_name: RwSignal::new(String::new()),
            username: RwSignal::new(String::new()),
            password: RwSignal::new(String::new()),
            enabled: RwSignal::new(!of_assistants()),
            grants: GrantsField::of(&[]),
        }
    }

    fn organization_id(self) -> Option<OrganizationId> {
        self.organization.get().parse().ok()
    }

    fn read(self) -> Result<AccountCreate, Vec<Fault>> {
        let mut faults = Faults::default();
        let role = self.role.get_untracked();
        let organization_id = untrack(|| self.organization_id()).filter(|_| role != Role::Operator);
        if role != Role::Operator && organization_id.is_none() {
            faults.add("/organization_id", FaultCode::Required);
        }
        let display_name = self.display_name.get_untracked();
        let display_name = faults.check("/display_name", parse_display_name(&display_name));
        let username = faults.check("/username", parse_username(&self.username.get_untracked()));
        let password = self.password.get_untracked();
        // The server also knows the name of the organisation.
        let context = Context::of_account(
            username.as_deref().unwrap_or_default(),
            display_name.as_deref().unwrap_or_default(),
            None,
        );
        faults.check("/password", check(&password, &context));
        let grants = if role == Role::Assistant { self.grants.value() } else { Grants::new() };
        let create = username.zip(display_name).map(|(username, display_name)| AccountCreate {
            username,
            display_name,
            role,
            organization_id,
            password,
            enabled: (!of_assistants()).then(|| self.enabled.get_untracked()),
            grants: to_send(&grants),
        });
        faults.result(create)
    }
}

#[component]
fn CreateForm() -> impl IntoView {
    let form = Form::keeping("account");
    let asked = router::query().with_untracked(|query| query.get(key::ORGANIZATION));
    let draft = Draft::new(asked);
    // Another organisation has other domains, so the grants no longer apply.
    Effect::new(move |before: Option<String>| {
        let organization = draft.organization.get();
        if before.is_some_and(|before| before != organization) {
            draft.grants.clear();
        }
        organization
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let create = match draft.read() {
            Ok(create) => create,
            Err(faults) => return form.show_faults(faults),
        };
        let sent = create.grants.clone();
        form.send(
            async move { api::send::<CreateAccount>((), &create, None).await },
            move |outcome| match outcome {
                Ok(made) => {
                    let (t, page) = (texts().accounts(), Route::Account(made.id));
                    let text = match made.state {
                        AccountState::Enabled => t.created_it(&made.username),
                        _ if of_assistants() => t.created_pending(&made.username),
                        _ => t.created_pending_for_you(&made.username),
                    };
                    announce(AlertKind::Success, text, page);
                    refresh_pending_accounts();
                    router::go(page);
                }
                Err(error) => form.show_failure(fault_at_row(error, &sent)),
            },
        );
    };
    let chosen = !of_assistants();
    let action = move || {
        let t = texts().accounts();
        if chosen { t.create() } else { t.create_assistant() }
    };
    let is_assistant = Memo::new(move |_| draft.role.get() == Role::Assistant);
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            {(!chosen).then(|| view! {
                <Alert kind=AlertKind::Info title=t!(accounts.pending_title) quiet=true>
                    <p>{t!(accounts.pending_text)}</p>
                </Alert>
            })}
            {chosen.then(|| view! { <Place form=form draft=draft /> })}
            <Person form=form draft=draft />
            <Show when=move || is_assistant.get()>
                <Granted form=form draft=draft />
            </Show>
            {chosen.then(|| view! {
                <section class="panel">
                    <h2>{t!(accounts.sign_in)}</h2>
                    <YesNo
                        form=form
                        pointer="/enabled"
                        label=t!(accounts.enable_now)
                        hint=t!(accounts.enable_now_hint)
                        value=draft.enabled
                    />
                </section>
            })}
            <UndoNote text=t!(undo.creation) />
            <div class="form-actions">
                <Submit form=form label=action />
                <LinkButton href=Route::Accounts.href() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

/// The role and the organisation of the account.
#[component]
fn Place(form: Form, draft: Draft) -> impl IntoView {
    let roles = [Role::Postmaster, Role::Assistant, Role::Operator].map(|role| {
        (
            role,
            TextProp::from(move || texts().words().role(role)),
            Some(TextProp::from(move || texts().accounts().role_meaning(role))),
        )
    });
    let of_organization = Memo::new(move |_| draft.role.get() != Role::Operator);
    view! {
        <section class="panel">
            <h2>{t!(accounts.place)}</h2>
            <RadioGroup
                form=form
                pointer="/role"
                label=t!(accounts.role)
                value=draft.role
                options=roles.to_vec()
            />
            <Show when=move || of_organization.get()>
                <div class="measure">
                    <OrganizationField form=form label=t!(accounts.organization) value=draft.organization />
                </div>
            </Show>
        </section>
    }
}

#[component]
fn Person(form: Form, draft: Draft) -> impl IntoView {
    view! {
        <section class="panel">
            <h2>{t!(accounts.who)}</h2>
            <div class="measure">
                <TextField
                    form=form
                    pointer="/display_name"
                    label=t!(accounts.display_name)
                    hint=t!(accounts.display_name_hint)
                    value=draft.display_name
                />
                <TextField
                    form=form
                    pointer="/username"
                    label=t!(session.username)
                    hint=t!(accounts.username_hint)
                    value=draft.username
                />
                <PasswordField
                    form=form
                    pointer="/password"
                    label=t!(accounts.first_password)
                    hint=move || texts().accounts().first_password_hint(texts().passwords().rule())
                    value=draft.password
                    autocomplete="new-password"
                />
            </div>
        </section>
    }
}

/// The new assistant's grants on the domains of its organisation.
#[component]
fn Granted(form: Form, draft: Draft) -> impl IntoView {
    let organization = Memo::new(move |_| draft.organization_id());
    let matrix = move || match organization.get() {
        None => view! { <p>{t!(accounts.choose_organization_first)}</p> }.into_any(),
        Some(organization) => {
            view! { <Matrix form=form organization=organization grants=draft.grants /> }.into_any()
        }
    };
    view! {
        <section class="panel">
            <h2>{t!(accounts.grants)}</h2>
            <p class="field-hint grants-hint">{t!(accounts.grants_hint)}</p>
            {matrix}
        </section>
    }
}
