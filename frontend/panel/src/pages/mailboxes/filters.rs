//! The filters of the mailbox list.

use leptos::prelude::*;
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::mailbox_list::OVER_SOFT_LIMIT;
use sigillo_domain::name::readable;

use super::requests::{EVERY_DOMAIN, EVERY_STATE, FILL, PASSWORD};
use crate::components::{SelectFilter, with_any};
use crate::i18n::{t, texts};
use crate::route::key;
use crate::session;

pub fn filters(measured: Memo<bool>) -> Vec<SelectFilter> {
    vec![domains(), states(), passwords(), fills().offered_when(measured)]
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
        with_any(texts().list().not_cancelled(), std::iter::once(every).chain(each))
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

fn fills() -> SelectFilter {
    SelectFilter::new(FILL, "fill", t!(usage.fill), || {
        let usage = texts().usage();
        let over = (OVER_SOFT_LIMIT, usage.filter_over_soft_limit().to_owned());
        with_any(usage.every_fill(), std::iter::once(over))
    })
}
