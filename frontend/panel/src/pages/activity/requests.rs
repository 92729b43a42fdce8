//! The requests of the list.

use chrono::NaiveDate;
use sigillo_contract::activity::{ActivityEventsQuery, ActivityExportQuery, ActivityQuery};
use sigillo_kit::list_view::{ListView, PageRequest};

use crate::i18n::lang;
use crate::route::{Route, key};

/// The query keys of the filters that only this list has.
pub const PERSON: &str = "persona";
pub const ACTION: &str = "azione";
pub const KIND: &str = "tipo";
pub const FROM: &str = "dal";
pub const TO: &str = "al";

pub const FILTERS: &[&str] = &[key::DOMAIN, PERSON, ACTION, KIND, FROM, TO];

pub fn href(view: &ListView) -> String {
    view.href(Route::Activity)
}

/// A day in the address; one that is none does not filter.
fn day(view: &ListView, key: &str) -> Option<NaiveDate> {
    view.filter(key)?.parse().ok()
}

pub fn query(view: &ListView, request: PageRequest) -> ActivityQuery {
    ActivityQuery {
        domain: view.filter(key::DOMAIN),
        person: view.filter(PERSON),
        action: view.filter(ACTION),
        subject_kind: view.filter(KIND),
        from: day(view, FROM),
        to: day(view, TO),
        cursor: request.cursor,
        limit: request.limit,
    }
}

/// The request for the whole list as a file.
pub fn export(view: &ListView, format: &str) -> ActivityExportQuery {
    let ActivityQuery { domain, person, action, subject_kind, from, to, .. } =
        query(view, view.page_request());
    ActivityExportQuery {
        format: format.to_owned(),
        separator: None,
        lang: Some(lang().code().to_owned()),
        domain,
        person,
        action,
        subject_kind,
        from,
        to,
    }
}

/// The request for what happens after an event.
pub fn events(view: &ListView, after: Option<String>) -> ActivityEventsQuery {
    let ActivityQuery { domain, person, action, subject_kind, from, to, .. } =
        query(view, view.page_request());
    ActivityEventsQuery { domain, person, action, subject_kind, from, to, after }
}

#[cfg(test)]
mod tests {
    use sigillo_kit::router::Query;

    use super::*;

    #[test]
    fn the_filters_of_the_address_are_those_of_every_request() {
        let address = "dominio=pec.example.it&persona=anna&azione=updated&tipo=mailbox&dal=2026-01-02&al=ieri";
        let view = ListView::read(&Query::of(address), FILTERS);
        let asked = query(&view, view.page_request());
        assert_eq!(asked.person.as_deref(), Some("anna"));
        assert_eq!((asked.from, asked.to), (NaiveDate::from_ymd_opt(2026, 1, 2), None));
        let following = events(&view, Some("5.2".to_owned()));
        assert_eq!((following.domain, following.action), (asked.domain, asked.action));
        assert_eq!((following.subject_kind, following.from), (asked.subject_kind, asked.from));
        assert_eq!(href(&view), format!("/attivita?{address}"));
    }
}
