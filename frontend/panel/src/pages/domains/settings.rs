//! A domain's settings for its new mailboxes: the fields that the forms for a new and for an
//! existing domain have in common.

use leptos::prelude::*;
use sigillo_contract::domain::{Domain, DomainCreate, DomainPatch};
use sigillo_domain::Fault;
use sigillo_domain::id::PlanId;
use sigillo_domain::mail_domain::{DEFAULT_QUOTA_MB, DEFAULT_TERM_MONTHS, Onboarding, check_term};
use sigillo_domain::message::Language;
use sigillo_domain::password_term::{DEFAULT_LIFETIME_DAYS, check_lifetime};
use sigillo_domain::quota::check_quota;
use sigillo_kit::edit::{Edit, EditField, FieldSpec};

use super::plans::PlansField;
use super::servers::{ServersField, ServersInputs};
use crate::components::{Form, NumberField, RadioGroup, YesNo};
use crate::i18n::{integer, megabytes, parse_integer, t, texts};
use crate::pages::plans::name_of;

/// A domain, or None for a new one, whose fields start with the server's defaults.
type Subject = Option<Domain>;

#[derive(Clone, Copy)]
pub struct Settings {
    pub edit: Edit<Subject, DomainPatch>,
    onboarding: EditField<Onboarding>,
    preservation: EditField<bool>,
    quota: EditField<i64, String>,
    term: EditField<i64, String>,
    lifetime: EditField<i64, String>,
    language: EditField<Language>,
    plans: RwSignal<Vec<PlanId>>,
    default_plan: RwSignal<String>,
    servers: StoredValue<ServersField>,
}

impl Settings {
    pub fn of(domain: Subject) -> Self {
        let servers = ServersField::of(domain.as_ref());
        let edit = Edit::of(domain);
        edit.add(servers);
        Self {
            edit,
            servers: StoredValue::new(servers),
            onboarding: edit.field(FieldSpec::choice(
                "/onboarding",
                t!(domains.onboarding),
                |domain: &Subject| domain.as_ref().map_or(Onboarding::Direct, |it| it.onboarding),
                |patch, it| patch.onboarding = Some(it),
                |it| texts().words().onboarding(*it).to_owned(),
            )),
            preservation: edit.field(FieldSpec::choice(
                "/preservation_available",
                t!(words.preservation),
                |domain: &Subject| domain.as_ref().is_some_and(|it| it.preservation_available),
                |patch, it| patch.preservation_available = Some(it),
                |it| texts().words().included(*it).to_owned(),
            )),
            quota: edit.field(FieldSpec {
                pointer: "/default_quota_mb",
                label: t!(domains.default_quota),
                read: |it| it.as_ref().map_or(DEFAULT_QUOTA_MB, |it| it.default_quota_mb),
                write: |patch, mb| patch.default_quota_mb = Some(mb),
                words: |mb| megabytes(*mb),
                format: number,
                parse: |text: &String| parse_integer(text).and_then(check_quota),
            }),
            term: edit.field(FieldSpec {
                pointer: "/mailbox_term_months",
                label: t!(domains.term),
                read: |it| it.as_ref().map_or(DEFAULT_TERM_MONTHS, |it| it.mailbox_term_months),
                write: |patch, months| patch.mailbox_term_months = Some(months),
                words: |months| texts().domains().months(&integer(*months)),
                format: number,
                parse: |text: &String| parse_integer(text).and_then(check_term),
            }),
            lifetime: edit.field(FieldSpec {
                pointer: "/password_lifetime_days",
                label: t!(domains.lifetime),
                read: |it| {
                    it.as_ref().map_or(DEFAULT_LIFETIME_DAYS, |it| it.password_lifetime_days)
                },
                write: |patch, days| patch.password_lifetime_days = Some(days),
                words: |days| texts().domains().days(&integer(*days)),
                format: number,
                parse: |text: &String| parse_integer(text).and_then(check_lifetime),
            }),
            language: edit.field(FieldSpec::choice(
                "/language",
                t!(domains.language),
                |domain: &Subject| domain.as_ref().map_or(Language::default(), |it| it.language),
                |patch, it| patch.language = Some(it),
                |it| texts().words().language(*it).to_owned(),
            )),
            plans: edit.field(plans()).input,
            default_plan: edit.field(default_plan()).input,
        }
    }

    /// The faults at the fields that they are about, for the form.
    pub fn at_fields(self, faults: Vec<Fault>) -> Vec<Fault> {
        self.servers.get_value().at_fields(faults)
    }
}

fn plans() -> FieldSpec<Subject, DomainPatch, Vec<PlanId>> {
    FieldSpec::choice(
        "/plans",
        t!(plans.of_domain),
        |domain: &Subject| {
            let plans = domain.iter().flat_map(|it| &it.plans);
            plans.map(|plan| plan.id).collect()
        },
        |patch, plans| patch.plans = Some(plans),
        |plans: &Vec<PlanId>| {
            let names: Vec<_> = plans.iter().map(|id| name_of(*id)).collect();
            if names.is_empty() { texts().plans().none().to_owned() } else { names.join(", ") }
        },
    )
}

fn default_plan() -> FieldSpec<Subject, DomainPatch, String> {
    FieldSpec::choice(
        "/default_plan",
        t!(plans.default),
        |domain: &Subject| {
            let default = domain.as_ref().and_then(|it| it.default_plan);
            default.map(|id| id.to_string()).unwrap_or_default()
        },
        |patch, id| patch.default_plan = id.parse().ok(),
        |id| id.parse().map_or_else(|_| texts().plans().none().to_owned(), name_of),
    )
}

fn number(number: &i64) -> String {
    integer(*number)
}

/// A request for a new domain with all settings of the form, so that it does not depend on the
/// server's defaults.
pub fn create_with(settings: &DomainPatch, create: DomainCreate) -> DomainCreate {
    let DomainPatch {
        onboarding,
        preservation_available,
        default_quota_mb,
        mailbox_term_months,
        password_lifetime_days,
        language,
        plans,
        default_plan,
        client_servers,
    } = settings.clone();
    DomainCreate {
        onboarding,
        preservation_available,
        default_quota_mb,
        mailbox_term_months,
        password_lifetime_days,
        language,
        plans: plans.filter(|plans| !plans.is_empty()),
        default_plan,
        client_servers: client_servers.filter(|servers| !servers.is_empty()),
        ..create
    }
}

#[component]
pub fn SettingsFields(form: Form, settings: Settings) -> impl IntoView {
    let onboarding = Onboarding::ALL.map(|one| {
        (
            one,
            TextProp::from(move || texts().words().onboarding(one)),
            Some(TextProp::from(move || texts().words().onboarding_meaning(one))),
        )
    });
    let languages =
        Language::ALL.map(|one| (one, TextProp::from(move || texts().words().language(one)), None));
    let name = settings.edit.base().map(|domain| domain.name);
    view! {
        <RadioGroup
            form=form
            pointer="/onboarding"
            label=t!(domains.onboarding_of)
            value=settings.onboarding.input
            options=onboarding.to_vec()
        />
        <YesNo
            form=form
            pointer="/preservation_available"
            label=t!(domains.preservation_supplied)
            hint=t!(domains.preservation_hint)
            value=settings.preservation.input
        />
        <div class="field-pair">
            <NumberField
                form=form
                pointer="/default_quota_mb"
                label=t!(domains.default_quota)
                hint=t!(domains.default_quota_hint)
                unit=t!(forms.mb)
                value=settings.quota.input
            />
            <NumberField
                form=form
                pointer="/mailbox_term_months"
                label=t!(domains.term)
                hint=t!(domains.term_hint)
                unit=t!(domains.months_unit)
                value=settings.term.input
            />
        </div>
        <NumberField
            form=form
            pointer="/password_lifetime_days"
            label=t!(domains.lifetime)
            hint=t!(domains.lifetime_hint)
            unit=t!(domains.days_unit)
            value=settings.lifetime.input
        />
        <RadioGroup
            form=form
            pointer="/language"
            label=t!(domains.language)
            hint=t!(domains.language_hint)
            value=settings.language.input
            options=languages.to_vec()
        />
        <PlansField form=form plans=settings.plans default_plan=settings.default_plan />
        <ServersInputs form=form servers=settings.servers.get_value() domain=name />
    }
}
