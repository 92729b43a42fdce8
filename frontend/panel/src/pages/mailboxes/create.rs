//! The page for a new mailbox (A7).

use leptos::prelude::*;
use sigillo_contract::domain::Domain;
use sigillo_contract::mailbox::MailboxCreate;
use sigillo_contract::operations::CreateMailbox;
use sigillo_domain::name::{LocalPart, readable};
use sigillo_domain::permission::Permission;
use sigillo_domain::quota::automatic_soft_limit;
use sigillo_domain::{Code, Fault, Faults};

use super::list_title;
use super::validation::{faults_of_new, parse_optional_mb};
use crate::components::{
    AlertKind, Crumb, ErrorSummary, FieldError, ForbiddenPage, Form, LinkButton, NumberField, Page,
    Submit, TextField, UndoNote, YesNo, announce,
};
use crate::i18n::{megabytes, parse_integer, t, texts};
use crate::route::{Route, key};
use crate::{api, router, session};
use sigillo_kit::list_view::SORT;
use sigillo_kit::routes::with_query;

const NAME: &str = "/local_part";

#[component]
pub fn Create() -> impl IntoView {
    let params = router::query();
    let name = params.with_untracked(|params| params.get(key::DOMAIN)).unwrap_or_default();
    let Some(domain) = session::domain(&name) else {
        return router::redirect(Route::Home);
    };
    session::choose_domain(&name);
    let list = Route::Mailboxes.for_domain(&name);
    if !session::may_on(&name, Permission::Create) {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let (in_lead, in_crumb) = (name.clone(), name);
    view! {
        <Page
            title=t!(forms.create_title)
            lead=move || texts().forms().create_lead(&readable(&in_lead))
            crumbs=vec![Crumb::new(move || list_title(&in_crumb), list)]
            narrow=true
        >
            <CreateForm domain=domain />
        </Page>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    email: RwSignal<String>,
    preservation: RwSignal<bool>,
    quota: RwSignal<String>,
    soft_limit: RwSignal<String>,
}

impl Draft {
    fn new() -> Self {
        Self {
            name: RwSignal::new(String::new()),
            email: RwSignal::new(String::new()),
            preservation: RwSignal::new(false),
            quota: RwSignal::new(String::new()),
            soft_limit: RwSignal::new(String::new()),
        }
    }

    fn read(self, domain: &Domain) -> Result<MailboxCreate, Vec<Fault>> {
        let mut unread = Faults::default();
        let mut limit = |pointer, text: RwSignal<String>| {
            unread.check(pointer, parse_optional_mb(&text.get_untracked())).flatten()
        };
        let create = MailboxCreate {
            domain: domain.name.clone(),
            local_part: self.name.get_untracked(),
            communication_email: self.email.get_untracked(),
            preservation: domain.preservation_available.then(|| self.preservation.get_untracked()),
            quota_mb: limit("/quota_mb", self.quota),
            soft_limit_mb: limit("/soft_limit_mb", self.soft_limit),
        };
        let mut faults = faults_of_new(&create, domain);
        faults.extend(unread.into_vec());
        if faults.is_empty() { Ok(create) } else { Err(faults) }
    }
}

#[component]
fn CreateForm(domain: Domain) -> impl IntoView {
    let form = Form::keeping("create");
    let draft = Draft::new();
    let list = Route::Mailboxes.for_domain(&domain.name);
    let judged = domain.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let create = match draft.read(&judged) {
            Ok(create) => create,
            Err(faults) => return form.show_faults(faults),
        };
        send(form, create);
    };
    let shown_domain = readable(&domain.name).into_owned();
    let (suffix, preview_domain) = (format!("@{shown_domain}"), shown_domain);
    let available = domain.preservation_available;
    view! {
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <TextField
                form=form
                pointer=NAME
                label=t!(forms.name)
                hint=t!(forms.name_hint)
                value=draft.name
                suffix=suffix
            />
            <Preview name=draft.name domain=preview_domain />
            <TextField
                form=form
                pointer="/communication_email"
                label=t!(forms.communication_email)
                hint=t!(forms.communication_email_create_hint)
                value=draft.email
                kind="email"
            />
            {available.then(|| view! {
                <YesNo
                    form=form
                    pointer="/preservation"
                    label=t!(words.preservation)
                    hint=t!(forms.preservation_hint)
                    value=draft.preservation
                />
            })}
            <Limits form=form draft=draft default_quota_mb=domain.default_quota_mb />
            <UndoNote text=t!(undo.creation) />
            <div class="form-actions">
                <Submit form=form label=t!(forms.create) />
                <LinkButton href=list label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

fn send(form: Form, create: MailboxCreate) {
    form.send(async move { api::send::<CreateMailbox>((), &create, None).await }, move |outcome| {
        match outcome {
            Ok(mailbox) => {
                announce(
                    AlertKind::Success,
                    texts().forms().created(&readable(&mailbox.address)),
                    Route::Mailboxes,
                );
                // The list is sorted by newest first, so that the new mailbox is the first row.
                let newest = [(key::DOMAIN, mailbox.domain.as_str()), (SORT, "-created_at")];
                router::go(with_query(Route::Mailboxes, &newest));
            }
            Err(error) if error.is(Code::MailboxExists) || error.is(Code::AddressRetired) => {
                form.show_errors(vec![(NAME.to_owned(), FieldError::Problem(error))]);
            }
            Err(error) => form.show_failure(error),
        }
    });
}

#[component]
fn Limits(form: Form, draft: Draft, default_quota_mb: i64) -> impl IntoView {
    let quota_hint = move || texts().forms().quota_default(&megabytes(default_quota_mb));
    let soft_limit_hint = move || {
        let quota = parse_integer(&draft.quota.get()).unwrap_or(default_quota_mb);
        texts().forms().soft_limit_default(&megabytes(automatic_soft_limit(quota)))
    };
    view! {
        <div class="field-pair">
            <NumberField
                form=form
                pointer="/quota_mb"
                label=t!(forms.quota)
                unit=t!(forms.mb)
                hint=quota_hint
                value=draft.quota
                optional=true
            />
            <NumberField
                form=form
                pointer="/soft_limit_mb"
                label=t!(forms.soft_limit)
                unit=t!(forms.mb)
                hint=soft_limit_hint
                value=draft.soft_limit
                optional=true
            />
        </div>
    }
}

/// The future address, while the name is being typed.
#[component]
fn Preview(name: RwSignal<String>, domain: String) -> impl IntoView {
    let address = Memo::new(move |_| {
        let name = LocalPart::parse(&name.get()).ok()?;
        Some(format!("{name}@{domain}"))
    });
    view! {
        <div aria-live="polite" data-testid="address-preview">
            {move || address.get().map(|address| view! {
                <p class="preview">{t!(forms.preview)}": "<strong>{address}</strong></p>
            })}
        </div>
    }
}
