//! Turns the query of a list into its page.
//!
//! [`ListRequest`] is for lists of resources, which are filtered, sorted and counted. [`Window`] is
//! for what belongs to one resource and has one fixed order (its history, its notes).

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sigillo_contract::Operation;
use sigillo_contract::page::{DEFAULT_LIMIT, ListQuery, MAX_LIMIT, Page, PageQuery};
use sigillo_domain::list::{Sort, check_time, parse_comma_list, parse_search};
use sigillo_domain::text_enum::TextEnum;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::{Cursor, ListPage, PageRequest, Position, decode_cursor, encode_cursor};

use crate::error::AppError;

/// A request for a page of a list, with validated sort, cursor, limit and count.
pub(crate) struct ListRequest<F> {
    pub page: PageRequest<F>,
    list: ListId,
}

/// A cursor: the list, and the position where a page of it ended.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListCursor {
    list: ListId,
    after: Position,
}

/// Identifies a list with its filters and its order. A cursor of another list is refused, since its
/// position would be meaningless here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct ListId(String);

impl ListId {
    /// The number of digest bytes that are kept: enough to make a collision of two lists
    /// improbable.
    const BYTES: usize = 8;

    fn new<O: Operation<Query: ListQuery>>(query: &O::Query, sort: &str) -> Self {
        let mut filters = serde_json::to_value(query).unwrap_or_default();
        if let Some(fields) = filters.as_object_mut() {
            // Later pages may omit the count, and a request may name the default order: both are
            // the same list.
            let display = ["sort", "cursor", "limit", "count", "count_rows"];
            fields.retain(|name, _| !display.contains(&name.as_str()));
        }
        let digest = Sha256::digest(format!("{} {sort} {filters}", O::SPEC.id));
        Self(hex::encode(&digest[..Self::BYTES]))
    }
}

impl<F: TextEnum> ListRequest<F> {
    /// Validates what all lists have in common; None if any of it is invalid.
    pub fn read<O: Operation<Query: ListQuery>>(
        query: &O::Query,
        default: Sort<F>,
        faults: &mut Faults,
    ) -> Option<Self> {
        let limit = limit(query.limit(), faults);
        let count = count(query.count(), faults);
        let sort = faults.check("sort", query.sort().map_or(Ok(default), Sort::parse))?;
        let list = ListId::new::<O>(query, &sort.to_string());
        let after = match query.cursor() {
            None => None,
            Some(text) => {
                let cursor = decode_cursor::<ListCursor>(text).filter(|cursor| cursor.list == list);
                let cursor = faults.check("cursor", cursor.ok_or(FaultCode::InvalidCursor))?;
                Some(cursor.after)
            }
        };
        Some(Self { page: PageRequest { sort, after, limit, count }, list })
    }

    /// The page as the API returns it.
    pub fn page<R, T>(&self, found: ListPage<R>, view: impl Fn(R) -> T) -> Page<T> {
        let cursor = |after| encode_cursor(&ListCursor { list: self.list.clone(), after });
        let items = found.items.into_iter().map(view).collect();
        Page { total: found.total, ..Page::new(items, found.end.map(cursor)) }
    }

    /// An empty page, for a caller that sees nothing of the list.
    pub fn empty_page<T>(&self) -> Page<T> {
        Page { total: self.page.count.then_some(0), ..Page::new(vec![], None) }
    }
}

/// Reads a filter that accepts several values.
pub(crate) fn one_of<T: TextEnum>(name: &str, text: Option<&str>, faults: &mut Faults) -> Vec<T> {
    faults.check(name, parse_comma_list(text.unwrap_or_default())).unwrap_or_default()
}

/// Reads a search text.
pub(crate) fn search(text: Option<&str>, faults: &mut Faults) -> Option<String> {
    faults.check("q", parse_search(text.unwrap_or_default())).flatten()
}

/// Reads the name of an actor, as the history has it.
pub(crate) fn person(text: Option<&str>, faults: &mut Faults) -> Option<String> {
    let name = text.map(str::trim).filter(|name| !name.is_empty())?;
    // The check of a search text; a name is compared as it is stored and not folded.
    faults.check("person", parse_search(name)).flatten().map(|_| name.to_owned())
}

/// Reads a bound on a time.
pub(crate) fn time(
    name: &str,
    time: Option<DateTime<Utc>>,
    faults: &mut Faults,
) -> Option<DateTime<Utc>> {
    time.and_then(|time| faults.check(name, check_time(time)))
}

/// Reads whether the whole list is to be counted.
pub(crate) fn count(asked: Option<&str>, faults: &mut Faults) -> bool {
    if asked.is_some_and(|asked| asked != "exact") {
        faults.add("count", FaultCode::Unknown);
    }
    asked.is_some()
}

/// The part of an ordered list that makes a page: its size, and the key after which it begins.
pub(crate) struct Window<K> {
    pub after: Option<K>,
    limit: usize,
}

/// Validates the number of rows asked for.
pub(crate) fn limit(asked: Option<u32>, faults: &mut Faults) -> usize {
    let limit = asked.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        faults.add("limit", FaultCode::OutOfRange);
    }
    limit as usize
}

impl<K: Serialize + DeserializeOwned> Window<K> {
    pub fn new(cursor: Option<&str>, limit: Option<u32>) -> Result<Self, AppError> {
        let mut faults = Faults::default();
        let window = Self::read(cursor, limit, &mut faults);
        Ok(faults.result(Some(window))?)
    }

    /// Like [`Window::new`], with its faults among those of the rest of the request.
    pub fn read(cursor: Option<&str>, limit_asked: Option<u32>, faults: &mut Faults) -> Self {
        let limit = limit(limit_asked, faults);
        let after = cursor.and_then(|text| {
            let cursor = decode_cursor::<Cursor<K>>(text).ok_or(FaultCode::InvalidCursor);
            faults.check("cursor", cursor).map(|cursor| cursor.after)
        });
        Self { after, limit }
    }

    pub fn of(query: &PageQuery) -> Result<Self, AppError> {
        Self::new(query.cursor.as_deref(), query.limit)
    }

    /// One more than the page size: the extra row shows that there is a next page.
    pub fn fetch(&self) -> i64 {
        i64::try_from(self.limit).unwrap_or(i64::MAX) + 1
    }

    /// Builds the page from the fetched rows.
    pub fn page<R, T>(
        &self,
        mut rows: Vec<R>,
        key: impl Fn(&R) -> K,
        view: impl Fn(R) -> T,
    ) -> Page<T> {
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next = rows.last().filter(|_| more).map(|last| Cursor { after: key(last) });
        Page::new(rows.into_iter().map(view).collect(), next.as_ref().map(encode_cursor))
    }
}
