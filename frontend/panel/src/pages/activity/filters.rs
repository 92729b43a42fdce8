//! The filters of the list.

use std::collections::BTreeMap;

use leptos::prelude::*;
use sigillo_contract::account::AccountQuery;
use sigillo_contract::history::HistoryActor;
use sigillo_contract::operations::ListAccounts;
use sigillo_contract::page::MAX_LIMIT;
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::name::readable;
use sigillo_domain::subject::SubjectKind;
use sigillo_kit::list_view::ListView;

use super::requests::{ACTION, FROM, KIND, PERSON, TO};
use crate::api;
use crate::components::{SelectFilter, load, with_any};
use crate::i18n::{t, texts};
use crate::route::key;
use crate::session;

/// The people of the records that were shown, by the name in the records.
#[derive(Clone, Copy)]
pub struct People(RwSignal<BTreeMap<String, String>>);

impl People {
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeMap::new()))
    }

    /// Adds the accounts that the caller may see, whether a record of theirs was shown or not.
    pub fn of_accounts(self) -> Self {
        if session::may::<ListAccounts>() {
            let query = AccountQuery { limit: Some(MAX_LIMIT), ..AccountQuery::default() };
            let accounts = load(move || api::list::<ListAccounts>((), &query));
            Effect::new(move |_| {
                let Some(accounts) = accounts.get() else { return };
                let names = accounts.items.into_iter().map(|one| (one.username, one.display_name));
                self.0.update(|people| people.extend(names));
            });
        }
        self
    }

    pub fn remember<'a>(self, actors: impl IntoIterator<Item = &'a HistoryActor>) {
        for actor in actors {
            let name = match actor.kind {
                ActorKind::System => texts().words().system(),
                _ => actor.display_name.as_deref().unwrap_or(&actor.name),
            };
            if self.0.with_untracked(|people| people.get(&actor.name).is_none_or(|n| n != name)) {
                self.0.update(|people| drop(people.insert(actor.name.clone(), name.to_owned())));
            }
        }
    }
}

pub fn filters(view: Memo<ListView>, people: People) -> Vec<SelectFilter> {
    vec![
        persons(PERSON, view, people),
        actions(),
        kinds(),
        domains(),
        SelectFilter::day(FROM, "from", t!(activity.from)),
        SelectFilter::day(TO, "to", t!(activity.to)),
    ]
}

/// The filter of the people, under a query key.
pub fn persons(key: &'static str, view: Memo<ListView>, people: People) -> SelectFilter {
    SelectFilter::new(key, "person", t!(activity.person), move || {
        let mut known = people.0.get();
        // A person of whom no record has been shown, from a bookmarked address.
        if let Some(chosen) = view.with(|view| view.filter(key)) {
            known.entry(chosen.clone()).or_insert(chosen);
        }
        let every = (String::new(), texts().detail().every_person().to_owned());
        std::iter::once(every).chain(known).collect()
    })
}

fn actions() -> SelectFilter {
    SelectFilter::new(ACTION, "action", t!(activity.action), || {
        let detail = texts().detail();
        let each = Action::ALL.into_iter();
        let each = each.map(|action| (action.as_str(), detail.action_name(action).to_owned()));
        with_any(detail.every_action(), each)
    })
}

fn kinds() -> SelectFilter {
    SelectFilter::new(KIND, "kind", t!(activity.kind), || {
        let words = texts().activity();
        let each = SubjectKind::ALL.into_iter();
        let each = each.map(|kind| (kind.as_str(), words.subject_kind(kind).to_owned()));
        with_any(words.every_kind(), each)
    })
}

fn domains() -> SelectFilter {
    let options = || {
        let every = (String::new(), texts().list().every_domain().to_owned());
        let domains = session::domains().into_iter();
        let each = domains.map(|domain| (domain.name.clone(), readable(&domain.name).into_owned()));
        std::iter::once(every).chain(each).collect()
    };
    SelectFilter::new(key::DOMAIN, "domain", t!(activity.domain), options)
        .offered_when(Signal::derive(|| session::domains().len() > 1))
}
