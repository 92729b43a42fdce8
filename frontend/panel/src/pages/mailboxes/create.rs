//! The page for a new mailbox (A7).

use leptos::prelude::*;
use sigillo_contract::domain::Domain;
use sigillo_contract::mailbox::MailboxCreate;
use sigillo_domain::name::{LocalPart, readable};
use sigillo_domain::permission::Permission;
use sigillo_domain::quota::automatic_soft_limit;
use sigillo_domain::{Fault, FaultCode, Faults};

use super::list_title;
use super::plan_field::{PlanField, default_plan};
use super::validation::{faults_of_new, parse_optional_mb};
use super::wizard::{Availability, WizardForm};
use crate::components::{Crumb, ForbiddenPage, Form, NumberField, Page, TextField, YesNo};
use crate::i18n::{megabytes, parse_integer, t, texts};
use crate::pages::resellers::{ResellerField, options_of_domain};
use crate::route::{Route, key};
use crate::{router, session};

pub const NAME: &str = "/local_part";

#[component]
pub fn Create() -> impl IntoView {
    let params = router::query();
    let name = params.with_untracked(|params| params.get(key::DOMAIN)).unwrap_or_default();
    let Some(domain) = session::domain(&name) else {
        return router::redirect(Route::ChooseDomain);
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
        >
            <WizardForm domain=domain />
        </Page>
    }
    .into_any()
}

#[derive(Clone, Copy)]
pub struct Draft {
    pub name: RwSignal<String>,
    /// The address that was found not to be free.
    pub taken: RwSignal<Option<String>>,
    pub email: RwSignal<String>,
    pub preservation: RwSignal<bool>,
    pub quota: RwSignal<String>,
    pub soft_limit: RwSignal<String>,
    pub plan: RwSignal<String>,
    pub reseller: RwSignal<String>,
}

impl Draft {
    pub fn new(domain: &Domain) -> Self {
        // The default may have been retired since, and then the person chooses.
        let default = default_plan(domain).map(|plan| plan.id.to_string());
        Self {
            plan: RwSignal::new(default.unwrap_or_default()),
            reseller: RwSignal::new(String::new()),
            name: RwSignal::new(String::new()),
            taken: RwSignal::new(None),
            email: RwSignal::new(String::new()),
            preservation: RwSignal::new(false),
            quota: RwSignal::new(String::new()),
            soft_limit: RwSignal::new(String::new()),
        }
    }

    /// The fault of a name that is known not to be free.
    pub fn taken_name(self, domain: &Domain) -> Option<Fault> {
        let name = LocalPart::parse(&self.name.get_untracked()).ok()?;
        let address = format!("{name}@{}", domain.name);
        let is_taken = self.taken.with_untracked(|taken| taken.as_ref() == Some(&address));
        is_taken.then(|| Fault::new(NAME, FaultCode::Taken))
    }

    pub fn read(self, domain: &Domain) -> Result<MailboxCreate, Vec<Fault>> {
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
            plan: self.plan.get_untracked().parse().ok(),
            reseller: Some(self.reseller.get_untracked()).filter(|id| !id.is_empty()),
            ..MailboxCreate::default()
        };
        let mut faults = faults_of_new(&create, domain);
        faults.extend(unread.into_vec());
        if faults.is_empty() { Ok(create) } else { Err(faults) }
    }
}

/// The fields of the mailbox itself.
#[component]
pub fn MailboxFields(form: Form, draft: Draft, domain: Domain) -> impl IntoView {
    let resellers = options_of_domain(&domain);
    let shown_domain = readable(&domain.name).into_owned();
    let (suffix, preview_domain) = (format!("@{shown_domain}"), shown_domain);
    let available = domain.preservation_available;
    view! {
        <TextField
            form=form
            pointer=NAME
            label=t!(forms.name)
            hint=t!(forms.name_hint)
            value=draft.name
            suffix=suffix
        />
        <Preview name=draft.name domain=preview_domain />
        <Availability name=draft.name domain=domain.name.clone() taken=draft.taken />
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
        <PlanField form=form domain=domain.clone() value=draft.plan />
        <Limits form=form draft=draft domain=domain />
        <ResellerField form=form found=resellers present=None value=draft.reseller />
    }
}

#[component]
fn Limits(form: Form, draft: Draft, domain: Domain) -> impl IntoView {
    let plans = domain.plans;
    let of_plan = Memo::new(move |_| {
        let id = draft.plan.get();
        plans.iter().find(|plan| plan.id.to_string() == id).map(|plan| plan.inbox_mb)
    });
    let of_domain = domain.default_quota_mb;
    let quota_hint = move || match of_plan.get() {
        Some(mb) => texts().plans().quota_default(&megabytes(mb)),
        None => texts().forms().quota_default(&megabytes(of_domain)),
    };
    let soft_limit_hint = move || {
        let default = of_plan.get().unwrap_or(of_domain);
        let quota = parse_integer(&draft.quota.get()).unwrap_or(default);
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
