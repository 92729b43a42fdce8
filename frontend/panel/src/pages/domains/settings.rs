//! What a domain gives to its new mailboxes: the part of its forms that a new one and a change share.

use leptos::prelude::*;
use sigillo_contract::domain::{Domain, DomainCreate, DomainPatch};
use sigillo_domain::domain::{DEFAULT_QUOTA_MB, DEFAULT_TERM_MONTHS, Onboarding, check_term};
use sigillo_domain::message::Language;
use sigillo_domain::password_term::{DEFAULT_LIFETIME_DAYS, check_lifetime};
use sigillo_domain::quota::check_quota;
use sigillo_domain::{Fault, Faults};

use crate::components::{Difference, Form, NumberField, RadioGroup, YesNo};
use crate::i18n::{integer, megabytes, parse_integer, t, texts};

/// The settings as they are typed.
#[derive(Clone, Copy)]
pub struct Settings {
    onboarding: RwSignal<Onboarding>,
    preservation: RwSignal<bool>,
    quota: RwSignal<String>,
    term: RwSignal<String>,
    lifetime: RwSignal<String>,
    language: RwSignal<Language>,
}

/// The settings, read and judged by the server's own rules.
#[derive(Clone, Copy)]
pub struct Read {
    onboarding: Onboarding,
    preservation: bool,
    quota_mb: i64,
    term_months: i64,
    lifetime_days: i64,
    language: Language,
}

impl Settings {
    /// Those the server would choose.
    pub fn usual() -> Self {
        Self {
            onboarding: RwSignal::new(Onboarding::Direct),
            preservation: RwSignal::new(false),
            quota: RwSignal::new(integer(DEFAULT_QUOTA_MB)),
            term: RwSignal::new(integer(DEFAULT_TERM_MONTHS)),
            lifetime: RwSignal::new(integer(DEFAULT_LIFETIME_DAYS)),
            language: RwSignal::new(Language::default()),
        }
    }

    pub fn of(domain: &Domain) -> Self {
        let settings = Self::usual();
        settings.reset(domain);
        settings
    }

    /// Forgets what was typed.
    pub fn reset(self, domain: &Domain) {
        self.onboarding.set(domain.onboarding);
        self.preservation.set(domain.preservation_available);
        self.quota.set(integer(domain.default_quota_mb));
        self.term.set(integer(domain.mailbox_term_months));
        self.lifetime.set(integer(domain.password_lifetime_days));
        self.language.set(domain.language);
    }

    /// Puts what the person typed over a newer domain: what they did not touch follows it.
    pub fn rebase(self, base: &Domain, newer: &Domain) {
        let onboarding = self.onboarding.get_untracked();
        let preservation = self.preservation.get_untracked();
        let (quota, term) = (self.quota.get_untracked(), self.term.get_untracked());
        let (lifetime, language) = (self.lifetime.get_untracked(), self.language.get_untracked());
        self.reset(newer);
        if onboarding != base.onboarding {
            self.onboarding.set(onboarding);
        }
        if preservation != base.preservation_available {
            self.preservation.set(preservation);
        }
        if parse_integer(&quota) != Ok(base.default_quota_mb) {
            self.quota.set(quota);
        }
        if parse_integer(&term) != Ok(base.mailbox_term_months) {
            self.term.set(term);
        }
        if parse_integer(&lifetime) != Ok(base.password_lifetime_days) {
            self.lifetime.set(lifetime);
        }
        if language != base.language {
            self.language.set(language);
        }
    }

    pub fn read(self, faults: &mut Faults) -> Option<Read> {
        let quota = parse_integer(&self.quota.get_untracked()).and_then(check_quota);
        let term = parse_integer(&self.term.get_untracked()).and_then(check_term);
        let lifetime = parse_integer(&self.lifetime.get_untracked()).and_then(check_lifetime);
        let quota = faults.check("/default_quota_mb", quota);
        let term = faults.check("/mailbox_term_months", term);
        let lifetime = faults.check("/password_lifetime_days", lifetime);
        Some(Read {
            onboarding: self.onboarding.get_untracked(),
            preservation: self.preservation.get_untracked(),
            quota_mb: quota?,
            term_months: term?,
            lifetime_days: lifetime?,
            language: self.language.get_untracked(),
        })
    }

    /// Only what differs from `base`.
    pub fn patch(self, base: &Domain) -> Result<DomainPatch, Vec<Fault>> {
        let mut faults = Faults::default();
        let read = self.read(&mut faults);
        let patch = read.map(|read| DomainPatch {
            onboarding: Some(read.onboarding).filter(|it| *it != base.onboarding),
            preservation_available: Some(read.preservation)
                .filter(|it| *it != base.preservation_available),
            default_quota_mb: Some(read.quota_mb).filter(|it| *it != base.default_quota_mb),
            mailbox_term_months: Some(read.term_months)
                .filter(|it| *it != base.mailbox_term_months),
            password_lifetime_days: Some(read.lifetime_days)
                .filter(|it| *it != base.password_lifetime_days),
            language: Some(read.language).filter(|it| *it != base.language),
        });
        faults.result(patch)
    }
}

impl Read {
    /// With all the settings said, a change of the server's own choices changes nothing here.
    pub fn into_create(self, create: DomainCreate) -> DomainCreate {
        DomainCreate {
            onboarding: Some(self.onboarding),
            preservation_available: Some(self.preservation),
            default_quota_mb: Some(self.quota_mb),
            mailbox_term_months: Some(self.term_months),
            password_lifetime_days: Some(self.lifetime_days),
            language: Some(self.language),
            ..create
        }
    }
}

/// What others changed between `base` and `newer`, and what `patch` was to change.
pub fn differences(base: &Domain, newer: &Domain, patch: &DomainPatch) -> Vec<Difference> {
    fn row<T: Copy + PartialEq + Send + Sync + 'static>(
        field: fn() -> &'static str,
        (before, now, mine): (T, T, Option<T>),
        told: fn(T) -> String,
    ) -> Option<Difference> {
        let theirs = Some(now).filter(|now| *now != before);
        (theirs.is_some() || mine.is_some()).then(|| Difference {
            field: field.into(),
            before: (move || told(before)).into(),
            theirs: theirs.map(|now| (move || told(now)).into()),
            mine: mine.map(|mine| (move || told(mine)).into()),
        })
    }
    let rows = [
        row(t!(domains.onboarding), (base.onboarding, newer.onboarding, patch.onboarding), |it| {
            texts().words().onboarding(it).to_owned()
        }),
        row(
            t!(words.preservation),
            (
                base.preservation_available,
                newer.preservation_available,
                patch.preservation_available,
            ),
            |it| texts().words().included(it).to_owned(),
        ),
        row(
            t!(domains.default_quota),
            (base.default_quota_mb, newer.default_quota_mb, patch.default_quota_mb),
            megabytes,
        ),
        row(
            t!(domains.term),
            (base.mailbox_term_months, newer.mailbox_term_months, patch.mailbox_term_months),
            |it| texts().domains().months(&integer(it)),
        ),
        row(
            t!(domains.lifetime),
            (
                base.password_lifetime_days,
                newer.password_lifetime_days,
                patch.password_lifetime_days,
            ),
            |it| texts().domains().days(&integer(it)),
        ),
        row(t!(domains.language), (base.language, newer.language, patch.language), |it| {
            texts().words().language(it).to_owned()
        }),
    ];
    rows.into_iter().flatten().collect()
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
    view! {
        <RadioGroup
            form=form
            pointer="/onboarding"
            label=t!(domains.onboarding_of)
            value=settings.onboarding
            options=onboarding.to_vec()
        />
        <YesNo
            form=form
            pointer="/preservation_available"
            label=t!(domains.preservation_supplied)
            hint=t!(domains.preservation_hint)
            value=settings.preservation
        />
        <div class="field-pair">
            <NumberField
                form=form
                pointer="/default_quota_mb"
                label=t!(domains.default_quota)
                hint=t!(domains.default_quota_hint)
                unit=t!(forms.mb)
                value=settings.quota
            />
            <NumberField
                form=form
                pointer="/mailbox_term_months"
                label=t!(domains.term)
                hint=t!(domains.term_hint)
                unit=t!(domains.months_unit)
                value=settings.term
            />
        </div>
        <NumberField
            form=form
            pointer="/password_lifetime_days"
            label=t!(domains.lifetime)
            hint=t!(domains.lifetime_hint)
            unit=t!(domains.days_unit)
            value=settings.lifetime
        />
        <RadioGroup
            form=form
            pointer="/language"
            label=t!(domains.language)
            hint=t!(domains.language_hint)
            value=settings.language
            options=languages.to_vec()
        />
    }
}
