//! Reads a whole list of mailboxes, for an export.
//!
//! The rows are those of [`mailbox_list`](crate::mailbox_list) in the same order, and each is read
//! only once: a page of a list over several domains reads a page from every domain and drops most
//! of it, which is not noticeable in the panel but would be in an export of a hundred domains. No
//! statement stays open between two batches, so a slow reader holds no connection and keeps no old
//! row versions alive.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};
use sigillo_domain::id::{PlanId, ResellerId};
use sigillo_domain::identification::{AssuranceLevel, RemReadiness};
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::mailbox_list::{Listed, Sort, SortField};
use sigillo_domain::quota;
use sigillo_domain::service_term::ServiceRequest;
use uuid::Uuid;

use crate::day::parse_day;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::mailbox_list::{Filter, Key, Kind, Part, Position, Rank, Select, ranks};

/// Only the columns that an export contains, which are half of a mailbox's columns.
macro_rules! columns {
    () => {
        "m.address, m.local_part, m.state, m.password_state, m.communication_email, m.quota_mb, \
         m.soft_limit_mb, m.used_bytes, m.preservation, m.created_at, m.created_by, \
         m.activated_at, m.expires_at, m.cancelled_at, m.service_request, m.assurance_level, \
         m.second_factor_since"
    };
}
const COLUMNS: &str = concat!(columns!(), ", m.plan_id, m.reseller_id");
/// On SQLite a batch is read as one value. Separate values would each be allocated on SQLite's
/// thread and freed on ours, and each row would be a message between the two threads, which took
/// longer than everything else.
const PACKED: &str = concat!(
    "json_array(",
    columns!(),
    ", CASE WHEN m.plan_id IS NOT NULL THEN lower(hex(m.plan_id)) END, \
     CASE WHEN m.reseller_id IS NOT NULL THEN lower(hex(m.reseller_id)) END) AS packed"
);

/// Columns are read by position, because looking up nineteen names in every row costs as much as
/// reading it. `B` is the type of a boolean.
#[derive(sqlx::FromRow, serde::Deserialize)]
struct Row<B>(
    String,
    String,
    String,
    String,
    Option<String>,
    i64,
    i64,
    Option<i64>,
    B,
    DateTime<Utc>,
    String,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
    String,
    Option<String>,
    Option<String>,
    Option<Uuid>,
    Option<Uuid>,
);

fn listed<B>(row: Row<B>, truth: impl FnOnce(B) -> bool) -> Result<Listed, StorageError> {
    Ok(Listed {
        address: row.0,
        local_part: row.1,
        state: MailboxState::try_from(row.2)?,
        password_state: PasswordState::try_from(row.3)?,
        communication_email: row.4,
        quota_mb: row.5,
        soft_limit_mb: row.6,
        used_bytes: row.7,
        preservation: truth(row.8),
        created_at: row.9,
        created_by: row.10,
        created_by_display_name: None,
        holder: None,
        activated_at: row.11,
        expires_at: row.12,
        cancelled_at: row.13,
        request: ServiceRequest::try_from(row.14)?,
        rem_readiness: RemReadiness::by(
            row.15.map(AssuranceLevel::try_from).transpose()?,
            parse_day(row.16)?,
        ),
        plan: row.17.map(PlanId::from),
        plan_code: None,
        reseller: row.18.map(ResellerId::from),
        reseller_name: None,
    })
}

/// Decodes the rows of a batch that was read as one value.
fn unpacked(text: &str) -> Result<Vec<Listed>, StorageError> {
    let rows: Vec<Row<u8>> =
        serde_json::from_str(text).map_err(|error| StorageError::Broken(error.to_string()))?;
    rows.into_iter().map(|row| listed(row, |number| number != 0)).collect()
}

/// Minimum number of rows that are worth a statement.
const FEWEST: usize = 50;

/// A list that is being read, and how far.
#[derive(Debug)]
pub struct Reader {
    filter: Filter,
    sort: Sort,
    /// The ranks still to be read; None before the first batch.
    ranks: Option<VecDeque<(u8, Kind)>>,
    sources: Vec<Source>,
    /// The next row of each source, in the order of the list.
    heads: BTreeMap<(Key, String), (usize, Listed)>,
}

/// Rows that one index returns in the order of the list.
#[derive(Debug)]
struct Source {
    parts: Vec<Part>,
    rank: (u8, Rank),
    after: Option<Position>,
    rows: VecDeque<Listed>,
    ended: bool,
}

impl Reader {
    pub fn new(filter: Filter, sort: Sort) -> Self {
        Self { filter, sort, ranks: None, sources: vec![], heads: BTreeMap::new() }
    }

    /// The next rows, up to `limit`; empty when all were read.
    pub async fn next(
        &mut self,
        on: &mut impl Connection,
        limit: usize,
    ) -> Result<Vec<Listed>, StorageError> {
        if self.ranks.is_none() {
            let ranks = if self.filter.domains.is_empty() { vec![] } else { ranks(&self.filter) };
            self.ranks = Some((0..).zip(ranks).collect());
        }
        let mut batch = Vec::with_capacity(limit);
        while batch.len() < limit {
            if self.sources.is_empty() && !self.begin_rank(on, limit).await? {
                break;
            }
            let missing = limit - batch.len();
            if let [source] = self.sources.as_mut_slice() {
                let rows = source.fetch(on, &self.filter, self.sort, missing).await?;
                batch.extend(rows);
                if source.ended {
                    self.sources.clear();
                }
            } else {
                match self.first_head() {
                    Some((source, row)) => {
                        self.refill_head(on, source, limit).await?;
                        batch.push(row);
                    }
                    None => self.sources.clear(),
                }
            }
        }
        Ok(batch)
    }

    /// Goes on to the next rank; false if there is none.
    async fn begin_rank(
        &mut self,
        on: &mut impl Connection,
        limit: usize,
    ) -> Result<bool, StorageError> {
        let Some((place, kind)) = self.ranks.as_mut().and_then(VecDeque::pop_front) else {
            return Ok(false);
        };
        let Some(rank) = kind.planned(on, &self.filter, self.sort).await? else {
            return Ok(true);
        };
        let select = Select {
            columns: COLUMNS,
            filter: &self.filter,
            rank: &rank,
            sort: self.sort,
            after: None,
            limit,
            sqlite: on.engine().is_sqlite(),
        };
        let source = |parts| Source {
            parts,
            rank: (place, rank.clone()),
            after: None,
            rows: VecDeque::new(),
            ended: false,
        };
        self.sources = select.portions(1).into_iter().map(source).collect();
        if self.sources.len() > 1 {
            for place in 0..self.sources.len() {
                self.refill_head(on, place, limit).await?;
            }
        }
        Ok(true)
    }

    fn first_head(&mut self) -> Option<(usize, Listed)> {
        let first =
            if self.sort.descending { self.heads.pop_last() } else { self.heads.pop_first() };
        first.map(|(_, head)| head)
    }

    async fn refill_head(
        &mut self,
        on: &mut impl Connection,
        place: usize,
        limit: usize,
    ) -> Result<(), StorageError> {
        // All sources together buffer about one batch.
        let share = (limit / self.sources.len().max(1)).max(FEWEST);
        let source = &mut self.sources[place];
        if source.rows.is_empty() && !source.ended {
            source.rows = source.fetch(on, &self.filter, self.sort, share).await?.into();
        }
        if let Some(row) = source.rows.pop_front() {
            self.heads.insert((key(&row, self.sort.field), row.address.clone()), (place, row));
        }
        Ok(())
    }
}

impl Source {
    async fn fetch(
        &mut self,
        on: &mut impl Connection,
        filter: &Filter,
        sort: Sort,
        limit: usize,
    ) -> Result<Vec<Listed>, StorageError> {
        let (place, rank) = &self.rank;
        let sqlite = on.engine().is_sqlite();
        let after = self.after.as_ref();
        let columns = if sqlite { PACKED } else { COLUMNS };
        let select = Select { columns, filter, rank, sort, after, limit, sqlite };
        let mut statement = select.statement(&self.parts);
        let rows: Vec<Listed> = if sqlite {
            // SQLite does not guarantee the order of `group_concat`, but reads a subquery with a
            // LIMIT in the subquery's order. The SQLite library is built in, and the tests of lists
            // check the order.
            statement.wrap("SELECT '[' || group_concat(packed) || ']' FROM (", ")");
            let batch = statement.fetch_all::<(Option<String>,)>(on).await?;
            let batch = batch.first().and_then(|(text,)| text.as_deref());
            batch.map_or(Ok(vec![]), unpacked)?
        } else {
            let rows = statement.fetch_all::<Row<bool>>(on).await?;
            let read = |row| listed(row, |truth| truth);
            rows.into_iter().map(read).collect::<Result<_, _>>()?
        };
        self.ended = rows.len() < limit;
        self.after = rows
            .last()
            .map(|last| Position::new(sort, *place, key(last, sort.field), last.address.clone()));
        Ok(rows)
    }
}

fn key(row: &Listed, field: SortField) -> Key {
    match field {
        SortField::Address => Key::None,
        SortField::LocalPart => Key::Text(row.local_part.clone()),
        SortField::CreatedAt => Key::Time(row.created_at),
        SortField::State => Key::Text(row.state.as_str().to_owned()),
        SortField::Quota => Key::Int(row.quota_mb),
        SortField::Fill => Key::Int(quota::fill(row.used_bytes, row.quota_mb)),
    }
}
