//! The filters of the list, and its requests.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use leptos::prelude::*;
use sigillo_contract::access_log::{AccessLogQuery, AccessRecord};
use sigillo_domain::holder::AccessKind;
use sigillo_domain::id::HolderId;
use sigillo_kit::list_view::{ListView, PageRequest};

use crate::components::{SelectFilter, with_any};
use crate::i18n::{t, texts};
use crate::pages::activity::{People, persons};
use crate::route::Route;

/// The query keys of the filters.
const PERSON: &str = "persona";
const HOLDER: &str = "titolare";
const KIND: &str = "tipo";
const FROM: &str = "dal";
const TO: &str = "al";

pub const FILTERS: &[&str] = &[PERSON, HOLDER, KIND, FROM, TO];

/// The address of the records about one holder.
pub fn of_holder(id: HolderId) -> String {
    sigillo_kit::routes::with_query(Route::AccessLog, &[(HOLDER, &id.to_string())])
}

pub fn query(view: &ListView, request: PageRequest) -> AccessLogQuery {
    let PageRequest { sort, cursor, limit, count, .. } = request;
    let day = |key| -> Option<NaiveDate> { view.filter(key)?.parse().ok() };
    AccessLogQuery {
        person: view.filter(PERSON),
        holder: view.filter(HOLDER).and_then(|id| id.parse().ok()),
        kind: view.filter(KIND),
        from: day(FROM),
        to: day(TO),
        sort,
        cursor,
        limit,
        count,
    }
}

/// The holders of the records that were shown, by their ids.
#[derive(Clone, Copy)]
pub struct Holders(RwSignal<BTreeMap<String, String>>);

impl Holders {
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeMap::new()))
    }

    pub fn remember(self, records: &[AccessRecord]) {
        for record in records {
            let Some((id, name)) = record.holder_id.zip(record.holder_name.as_ref()) else {
                continue;
            };
            let id = id.to_string();
            if self.0.with_untracked(|known| known.get(&id) != Some(name)) {
                self.0.update(|known| drop(known.insert(id, name.clone())));
            }
        }
    }
}

pub fn filters(view: Memo<ListView>, people: People, holders: Holders) -> Vec<SelectFilter> {
    vec![
        persons(PERSON, view, people),
        of_holders(view, holders),
        kinds(),
        SelectFilter::day(FROM, "from", t!(access_log.from)),
        SelectFilter::day(TO, "to", t!(access_log.to)),
    ]
}

fn of_holders(view: Memo<ListView>, holders: Holders) -> SelectFilter {
    SelectFilter::new(HOLDER, "holder", t!(access_log.holder), move || {
        let mut known = holders.0.get();
        // A holder of whom no record has been shown, from the address.
        if let Some(chosen) = view.with(|view| view.filter(HOLDER)) {
            known.entry(chosen.clone()).or_insert(chosen);
        }
        let mut known: Vec<_> = known.into_iter().collect();
        known.sort_by(|(_, one), (_, other)| one.cmp(other));
        let every = (String::new(), texts().access_log().every_holder().to_owned());
        std::iter::once(every).chain(known).collect()
    })
}

fn kinds() -> SelectFilter {
    SelectFilter::new(KIND, "kind", t!(access_log.kind), || {
        let words = texts().access_log();
        let each = AccessKind::ALL.into_iter();
        let each = each.map(|kind| (kind.as_str(), words.kind_of(kind).to_owned()));
        with_any(words.every_kind(), each)
    })
}

#[cfg(test)]
mod tests {
    use sigillo_kit::router::Query;

    use super::*;

    #[test]
    fn the_filters_of_the_address_are_those_of_the_request() {
        let id = HolderId::from_u128(7);
        let address = format!("persona=anna&titolare={id}&tipo=search&dal=2026-01-02&al=ieri");
        let view = ListView::read(&Query::of(&address), FILTERS);
        let asked = query(&view, view.page_request());
        assert_eq!((asked.person.as_deref(), asked.holder), (Some("anna"), Some(id)));
        assert_eq!(asked.kind.as_deref(), Some("search"));
        assert_eq!((asked.from, asked.to), (NaiveDate::from_ymd_opt(2026, 1, 2), None));
        assert_eq!(of_holder(id), format!("/accessi?titolare={id}"));
    }
}
