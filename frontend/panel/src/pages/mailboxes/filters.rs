//! The filters of the mailbox list.

use leptos::prelude::*;
use sigillo_contract::operations::GetReseller;
use sigillo_contract::reseller::Reseller;
use sigillo_domain::id::ResellerId;
use sigillo_domain::identification::RemReadiness;
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::mailbox_list::{EntryKind, OVER_SOFT_LIMIT, Trouble};
use sigillo_domain::name::readable;
use sigillo_domain::service_term::ServiceRequest;
use sigillo_kit::list_view::ListView;

use super::requests::{
    ACTIVATED, COMPANY_NAME, CREATED_BY, CREATED_FROM, CREATED_TO, EMAIL, ENTRY, EVERY_DOMAIN,
    EVERY_STATE, EXPIRES_BEFORE, FAMILY_NAME, FILL, GIVEN_NAME, IN_SERVICE, MANAGED_BY,
    NOT_OPENED_SINCE, PASSWORD, PLAN, REM_READINESS, REQUEST, RESELLER, TAX_CODE, TROUBLE,
    domain_of,
};
use crate::api;
use crate::components::{SelectFilter, load, with_any};
use crate::i18n::{t, texts};
use crate::pages::plans::described;
use crate::pages::resellers::options_of_list;
use crate::route::key;
use crate::session;

pub fn filters(measured: Memo<bool>, view: Memo<ListView>) -> Vec<SelectFilter> {
    let main = [domains(), states(), passwords(), fills().offered_when(measured)];
    let sold = [plans(view), resellers(view)];
    main.into_iter()
        .chain(further().into_iter().chain(sold).map(SelectFilter::as_further))
        .collect()
}

/// The plans of the listed domains, where there are any.
fn plans(view: Memo<ListView>) -> SelectFilter {
    let offered = Memo::new(move |_| {
        let domain = view.with(domain_of);
        let listed = session::domains().into_iter();
        let listed = listed.filter(|one| domain == EVERY_DOMAIN || one.name == domain);
        let mut plans: Vec<_> = listed.flat_map(|domain| domain.plans).collect();
        plans.sort_by(|one, other| one.code.cmp(&other.code));
        plans.dedup_by(|one, other| one.id == other.id);
        plans.into_iter().map(|plan| (plan.id.to_string(), described(&plan))).collect::<Vec<_>>()
    });
    let options = move || {
        let every = (String::new(), texts().plans().every().to_owned());
        std::iter::once(every).chain(offered.get()).collect()
    };
    SelectFilter::new(PLAN, "plan", t!(words.plan), options)
        .offered_when(Signal::derive(move || offered.with(|plans| !plans.is_empty())))
}

/// The resellers of the listed domains, where there are any. They are read when somebody looks for the filter, or
/// where it is in effect.
fn resellers(view: Memo<ListView>) -> SelectFilter {
    let is_wanted = RwSignal::new(false);
    let chosen = Memo::new(move |_| view.with(|view| view.filter(RESELLER)));
    let of_list = Memo::new(move |_| {
        let domain = view.with(domain_of);
        let is_read = is_wanted.get() || chosen.with(Option::is_some);
        is_read.then(|| session::domain(&domain).map(|domain| domain.organization_id))
    });
    let found = options_of_list(move || of_list.get());
    let listed = Memo::new(move |_| found.get().flatten());
    let missing = Memo::new(move |_| {
        let id = chosen.get()?.parse::<ResellerId>().ok()?;
        let is_missing = listed.get()?.iter().all(|one| one.id != id);
        is_missing.then_some(id)
    });
    // The one that is chosen may be beyond the first page, or another organisation's.
    let chosen_one = load(move || {
        let id = missing.get();
        async move {
            match id {
                Some(id) => api::get::<GetReseller>(id).await.map(Some),
                None => Ok(None),
            }
        }
    });
    let options = move || {
        let every = (String::new(), texts().resellers().every().to_owned());
        let listed = listed.get().unwrap_or_default();
        let first = listed.first().map(|one| one.organization_id);
        let of_several = listed.iter().any(|one| Some(one.organization_id) != first);
        let name = |one: Reseller| {
            let organization = of_several.then(|| format!(" – {}", one.organization_name));
            (one.id.to_string(), one.name + &organization.unwrap_or_default())
        };
        let more = chosen_one.get().flatten();
        std::iter::once(every).chain(listed.into_iter().chain(more).map(name)).collect()
    };
    let offered = Signal::derive(move || {
        chosen.with(Option::is_some)
            || listed.with(|listed| listed.as_ref().is_some_and(|all| !all.is_empty()))
    });
    SelectFilter::new(RESELLER, "reseller", t!(words.reseller), options)
        .offered_when(offered)
        .when_unfolded(move |()| is_wanted.set(true))
}

/// By the holder, by the time and the author of the creation, and by the expiry (B8).
fn further() -> [SelectFilter; 16] {
    [
        requests(),
        readiness(),
        troubles(),
        activated(),
        entries(),
        SelectFilter::day(CREATED_FROM, "created_from", t!(list.created_from)),
        SelectFilter::day(CREATED_TO, "created_to", t!(list.created_to)),
        SelectFilter::day(EXPIRES_BEFORE, "expires_before", t!(list.expires_before)),
        SelectFilter::day(NOT_OPENED_SINCE, "not_opened_since", t!(list.not_opened_since)),
        SelectFilter::text(FAMILY_NAME, "family_name", t!(holders.family_name)),
        SelectFilter::text(GIVEN_NAME, "given_name", t!(holders.given_name)),
        SelectFilter::text(TAX_CODE, "tax_code", t!(holders.tax_code)),
        SelectFilter::text(EMAIL, "email", t!(holders.email)),
        SelectFilter::text(COMPANY_NAME, "company_name", t!(companies.legal_name)),
        SelectFilter::text(CREATED_BY, "created_by", t!(list.created_by_user)),
        SelectFilter::text(MANAGED_BY, "managed_by", t!(list.managed_by_user)),
    ]
}

/// The domain, or all of them, for whoever has several.
fn domains() -> SelectFilter {
    let options = || {
        let every = (EVERY_DOMAIN.to_owned(), texts().list().every_domain().to_owned());
        let domains = session::domains().into_iter();
        let each = domains.map(|domain| (domain.name.clone(), readable(&domain.name).into_owned()));
        each.chain(std::iter::once(every)).collect()
    };
    SelectFilter::new(key::DOMAIN, "domain", t!(detail.domain), options)
        .as_scope()
        .offered_when(Signal::derive(|| session::domains().len() > 1))
}

fn states() -> SelectFilter {
    SelectFilter::new(key::STATE, "state", t!(list.state), || {
        let every = (EVERY_STATE, texts().list().every_state().to_owned());
        let each = MailboxState::ALL.into_iter();
        let each = each.map(|state| (state.as_str(), texts().words().states(state).to_owned()));
        let in_service = (IN_SERVICE, texts().words().in_service_many().to_owned());
        let each = [every, in_service].into_iter().chain(each);
        with_any(texts().list().not_cancelled(), each)
    })
}

fn passwords() -> SelectFilter {
    SelectFilter::new(PASSWORD, "password", t!(list.password), || {
        let words = texts().words();
        let each = PasswordState::ALL.into_iter();
        let each = each.map(|state| (state.as_str(), words.password_state(state).to_owned()));
        with_any(texts().list().every_password(), each)
    })
}

/// By what was requested of the service.
fn requests() -> SelectFilter {
    SelectFilter::new(REQUEST, "request", t!(words.request), || {
        let words = texts().words();
        let each = ServiceRequest::ALL.into_iter();
        let each =
            each.map(|request| (request.as_str(), words.service_request(request).to_owned()));
        with_any(texts().list().every_request(), each)
    })
}

/// By what somebody has to see to.
fn troubles() -> SelectFilter {
    SelectFilter::new(TROUBLE, "trouble", t!(list.trouble), || {
        let each = Trouble::ALL.into_iter();
        let each = each.map(|trouble| (trouble.as_str(), trouble_name(trouble).to_owned()));
        with_any(texts().list().any_trouble(), each)
    })
}

/// What somebody has to see to, in words.
pub fn trouble_name(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::UndeliveredMessage => texts().list().undelivered_message(),
        Trouble::UnappliedEffect => texts().list().unapplied_effect(),
    }
}

/// By whether they have ever been active.
fn activated() -> SelectFilter {
    SelectFilter::new(ACTIVATED, "activated", t!(list.activated), || {
        let each = [true, false].map(|answer| {
            (if answer { "true" } else { "false" }, texts().words().yes_no(answer).to_owned())
        });
        with_any(texts().list().activated_or_not(), each.into_iter())
    })
}

/// By whether the office itself entered them, or an assistant.
fn entries() -> SelectFilter {
    SelectFilter::new(ENTRY, "entry", t!(list.entry), || {
        let each = EntryKind::ALL.into_iter();
        let each = each.map(|kind| (kind.as_str(), entry_name(kind).to_owned()));
        with_any(texts().list().any_entry(), each)
    })
}

/// Who entered mailboxes, in words.
pub fn entry_name(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Direct => texts().list().entered_directly(),
        EntryKind::Assistant => texts().list().entered_by_assistants(),
    }
}

/// By what the mailboxes lack for the European registered e-mail.
fn readiness() -> SelectFilter {
    SelectFilter::new(REM_READINESS, "rem_readiness", t!(identification.rem_readiness), || {
        let words = texts().identity();
        let of = |passes: fn(RemReadiness) -> bool| {
            let passing = RemReadiness::ALL.into_iter().filter(|it| passes(*it));
            passing.map(RemReadiness::as_str).collect::<Vec<_>>().join(",")
        };
        let each = [
            (of(|it| it == RemReadiness::Ready), words.ready_many().to_owned()),
            (of(|it| it != RemReadiness::Ready), words.not_ready_many().to_owned()),
            (of(|it| !it.is_identified()), words.to_identify_many().to_owned()),
            (of(|it| !it.has_second_factor()), words.without_factor_many().to_owned()),
        ];
        let any = (String::new(), words.any_readiness().to_owned());
        std::iter::once(any).chain(each).collect()
    })
}

fn fills() -> SelectFilter {
    SelectFilter::new(FILL, "fill", t!(usage.fill), || {
        let usage = texts().usage();
        let over = (OVER_SOFT_LIMIT, usage.filter_over_soft_limit().to_owned());
        with_any(usage.every_fill(), std::iter::once(over))
    })
}
