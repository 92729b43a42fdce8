//! Lists that come a page at a time, in the order of one unique key.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sigillo_contract::page::{DEFAULT_LIMIT, MAX_LIMIT, Page, PageQuery};
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::{Cursor, decode_cursor, encode_cursor};

use crate::error::AppError;

/// How many rows, and after which key.
pub(crate) struct Window<K> {
    pub after: Option<K>,
    limit: usize,
}

/// Judges the number of rows asked for.
pub(crate) fn limit(asked: Option<u32>, faults: &mut Faults) -> usize {
    let limit = asked.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        faults.add("limit", FaultCode::OutOfRange);
    }
    limit as usize
}

impl<K: Serialize + DeserializeOwned> Window<K> {
    pub fn new(cursor: Option<&str>, limit_asked: Option<u32>) -> Result<Self, AppError> {
        let mut faults = Faults::default();
        let limit = limit(limit_asked, &mut faults);
        let after = cursor.and_then(|text| {
            let cursor = decode_cursor::<Cursor<K>>(text).ok_or(FaultCode::InvalidCursor);
            faults.check("cursor", cursor).map(|cursor| cursor.after)
        });
        Ok(faults.result(Some(Self { after, limit }))?)
    }

    pub fn of(query: &PageQuery) -> Result<Self, AppError> {
        Self::new(query.cursor.as_deref(), query.limit)
    }

    /// One row more than the page holds: it tells whether there is a next one.
    pub fn fetch(&self) -> i64 {
        i64::try_from(self.limit).unwrap_or(i64::MAX) + 1
    }

    /// The page out of the rows that were fetched.
    pub fn page<R, T>(
        &self,
        mut rows: Vec<R>,
        key: impl Fn(&R) -> K,
        view: impl Fn(R) -> T,
    ) -> Page<T> {
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next = rows.last().filter(|_| more).map(|last| Cursor { after: key(last) });
        Page {
            next_cursor: next.as_ref().map(encode_cursor),
            items: rows.into_iter().map(view).collect(),
            total: None,
        }
    }
}
