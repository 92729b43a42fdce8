//! The list of holders, and the searches for them (B5).
//!
//! A search first asks the indexes of the texts for the holders that have them ([`found`]). If one of these
//! finds few, they are checked against the other texts and sorted; otherwise the list is walked in its order
//! until the page is full.

mod found;
mod texts;

use std::collections::HashSet;

use sigillo_domain::holder::{Holder, HolderSortField, HolderState};
use sigillo_domain::holder_search::HolderSearchField;
use sigillo_domain::id::{HolderId, OrganizationId};
use sigillo_domain::list::Sort;
use uuid::Uuid;

use crate::bind::Value;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::holders;
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, Position, SortColumn};
use crate::mailbox_list::last_beginning;
use found::searches_elsewhere;
pub(crate) use found::{Bounds, MANY, address_candidates, candidates, phrase};
pub use texts::Search;
use texts::holds;
pub(crate) use texts::{Place, mailbox_holds};

/// Which holders may be listed at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    Of(OrganizationId),
}

/// Which holders a list shows. Empty filters let every holder in scope pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub scope: Scope,
    pub states: Vec<HolderState>,
    pub organization_id: Option<OrganizationId>,
    /// The texts that a holder must have, all of them.
    pub searches: Vec<Search>,
}

impl Filter {
    pub const fn new(scope: Scope) -> Self {
        Self { scope, states: vec![], organization_id: None, searches: vec![] }
    }
}

/// The holders of a search come in ranks, each in the order asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// Those that have texts which begin with every searched one; without a search, all.
    Beginning,
    /// Those that have the searched texts, elsewhere at least one of them.
    Elsewhere,
}

fn ranks(filter: &Filter) -> &'static [Rank] {
    // Short texts are found at the beginning alone.
    if filter.searches.iter().all(Search::finds_beginnings_only) {
        &[Rank::Beginning]
    } else {
        &[Rank::Beginning, Rank::Elsewhere]
    }
}

/// The holders of a list, or of one rank of it. `SORTED` ones are few, which an index on the texts found:
/// they are checked and sorted. The others are read in the order of the list, and each is checked.
struct Selected<'a, const SORTED: bool> {
    filter: &'a Filter,
    /// None for those of all ranks.
    rank: Option<Rank>,
    ids: &'a HashSet<HolderId>,
    sort: Option<Sort<HolderSortField>>,
    after: Option<&'a Position>,
    /// Where a walk of the list ends at the latest.
    up_to: Option<&'a Position>,
    sqlite: bool,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(flatten)]
    holder: holders::Row,
    name_folded: String,
    given_name_folded: String,
}

impl<const SORTED: bool> List for Selected<'_, SORTED> {
    type SortField = HolderSortField;
    type Row = Row;
    type Item = Holder;

    const COLUMNS: &'static [&'static str] =
        &[holders::COLUMNS, "h.name_folded", "h.given_name_folded"];
    const FROM: &'static str = "holder h";
    const ID: &'static str = "h.id";

    /// Of rows that an index on the texts found, the order is an expression that no index has: both engines
    /// would rather walk all holders in their order, and look for these among them.
    fn sort_column(field: HolderSortField) -> SortColumn<Row> {
        match field {
            HolderSortField::FamilyName => SortColumn::new(
                if SORTED { "COALESCE(h.name_folded, '')" } else { "h.name_folded" },
                KeyOf::Text(|row| row.name_folded.clone()),
            ),
            HolderSortField::GivenName => SortColumn::new(
                if SORTED { "COALESCE(h.given_name_folded, '')" } else { "h.given_name_folded" },
                KeyOf::Text(|row| row.given_name_folded.clone()),
            ),
            HolderSortField::CreatedAt => SortColumn::new(
                if SORTED { "COALESCE(h.created_at, h.created_at)" } else { "h.created_at" },
                KeyOf::Time(|row| row.holder.created_at),
            ),
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        let Self { filter, sqlite, .. } = self;
        // The unary plus keeps SQLite from reading all of the organisation.
        let organization =
            if SORTED && *sqlite { "+h.organization_id" } else { "h.organization_id" };
        if let Scope::Of(organization_id) = filter.scope {
            conditions.equals(organization, Some(Value::id(organization_id)));
        }
        conditions
            .one_of("h.state", &filter.states)
            .equals(organization, filter.organization_id.map(Value::id));
        if SORTED {
            conditions.and().one_of_ids("h.id", self.ids.iter().copied(), *sqlite);
        }
        if let Some((sort, end)) = self.sort.zip(self.up_to) {
            let column = Self::sort_column(sort.field);
            column.up_to(end, Self::ID, sort.descending, conditions.and());
        }
        self.ranked(conditions);
    }

    fn id(row: &Row) -> Uuid {
        row.holder.id.uuid()
    }

    fn item(row: Row) -> Result<Holder, StorageError> {
        Ok(row.holder.into())
    }
}

impl<const SORTED: bool> Selected<'_, SORTED> {
    /// Adds the conditions of the searches.
    fn ranked(&self, conditions: &mut Conditions<'_>) {
        let searches = &self.filter.searches;
        for search in searches {
            let beginning = self.rank == Some(Rank::Beginning) || search.finds_beginnings_only();
            let place = if beginning { Place::Beginning } else { Place::Anywhere };
            holds(conditions.and().plan_each_time(), search, place, self.sqlite);
            if self.rank == Some(Rank::Beginning) && !SORTED {
                self.range(search, conditions);
            }
        }
        if self.rank == Some(Rank::Elsewhere) {
            conditions.and().push("NOT (TRUE");
            for search in searches.iter().filter(|search| !search.finds_beginnings_only()) {
                let statement = conditions.statement().push(" AND ");
                holds(statement, search, Place::Beginning, self.sqlite);
            }
            conditions.statement().push(")");
        }
    }

    /// Narrows the walk to the range of names that begin with the text, if that is the order.
    ///
    /// On the side where the last page ended, the position is the only bound: given two bounds on one side,
    /// SQLite uses one for the index and checks every row against the other.
    fn range(&self, search: &Search, conditions: &mut Conditions<'_>) {
        let Some(sort) = self.sort else { return };
        let column = match (search.field, sort.field) {
            (HolderSearchField::FamilyName, HolderSortField::FamilyName) => "h.name_folded",
            (HolderSearchField::GivenName, HolderSortField::GivenName) => "h.given_name_folded",
            _ => return,
        };
        let entered = self.after.is_some_and(|after| after.begins_with(&search.text));
        if !entered || sort.descending {
            conditions.and().push(column).push(" >= ").bind(Value::text(&search.text));
        }
        if !entered || !sort.descending {
            conditions.and().push(column).push(" < ").bind(last_beginning(&search.text));
        }
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<HolderSortField>,
) -> Result<ListPage<Holder>, StorageError> {
    page_sorting(on, filter, request, MANY).await
}

/// Like [`page`], where fewer than `many` holders of a text are checked and sorted.
pub async fn page_sorting(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<HolderSortField>,
    many: usize,
) -> Result<ListPage<Holder>, StorageError> {
    let parts = candidates(on, &filter.searches, Place::Anywhere, Bounds::of_list(many)).await?;
    let wanted = request.limit.saturating_add(1);
    let first = request.after.as_ref().map_or(0, Position::rank);
    let mut found: Vec<(u8, Row)> = vec![];
    for (place, rank) in (0u8..).zip(ranks(filter)).skip(usize::from(first)) {
        if found.len() == wanted {
            break;
        }
        let after = request.after.clone().filter(|after| after.rank() == place);
        let request = PageRequest { after, ..request.clone() };
        let limit = wanted - found.len();
        let rows = of_rank(on, filter, *rank, (parts.as_ref(), many), &request, limit).await?;
        found.extend(rows.into_iter().map(|row| (place, row)));
    }
    let more = found.len() > request.limit;
    found.truncate(request.limit);
    let end = found.last().filter(|_| more).map(|(rank, row)| {
        list::position::<Selected<'_, false>>(row, request.sort.field).in_rank(*rank)
    });
    let items = found.into_iter().map(|(_, row)| row.holder.into()).collect();
    let total = if request.count { Some(count(on, filter, parts.as_ref()).await?) } else { None };
    Ok(ListPage { items, end, total })
}

/// The first rows of a rank after a position. `parts` are the holders that have the searched texts anywhere,
/// if they are few.
async fn of_rank(
    on: &mut impl Connection,
    filter: &Filter,
    rank: Rank,
    (parts, many): (Option<&HashSet<HolderId>>, usize),
    request: &PageRequest<HolderSortField>,
    limit: usize,
) -> Result<Vec<Row>, StorageError> {
    let beginnings = if parts.is_none() && rank == Rank::Beginning {
        candidates(on, &filter.searches, Place::Beginning, Bounds::of_list(many)).await?
    } else {
        None
    };
    match parts.or(beginnings.as_ref()) {
        Some(ids) => sorted(on, filter, rank, ids, request, limit).await,
        // So many spread over the list fill a page soon. Where they lie together, late in its order, a walk of all
        // of it would take seconds.
        None if searches_elsewhere(&filter.searches) => {
            let (found, ended) = walked(on, filter, rank, request, (limit, Some(many))).await?;
            if ended || found.len() == limit {
                return Ok(found);
            }
            let place = if rank == Rank::Beginning { Place::Beginning } else { Place::Anywhere };
            match candidates(on, &filter.searches, place, Bounds::after_walk(many)).await? {
                Some(ids) => sorted(on, filter, rank, &ids, request, limit).await,
                None => Ok(walked(on, filter, rank, request, (limit, None)).await?.0),
            }
        }
        None => Ok(walked(on, filter, rank, request, (limit, None)).await?.0),
    }
}

/// The first rows of a rank among these holders.
async fn sorted(
    on: &mut impl Connection,
    filter: &Filter,
    rank: Rank,
    ids: &HashSet<HolderId>,
    request: &PageRequest<HolderSortField>,
    limit: usize,
) -> Result<Vec<Row>, StorageError> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let (sqlite, sort, after) =
        (on.engine().is_sqlite(), Some(request.sort), request.after.as_ref());
    let selected =
        Selected::<true> { filter, rank: Some(rank), ids, sort, after, up_to: None, sqlite };
    list::rows(on, &selected, request, limit).await
}

/// The first rows of a rank in a walk of the list, which looks at this many holders at most; and whether the
/// list has no more.
async fn walked(
    on: &mut impl Connection,
    filter: &Filter,
    rank: Rank,
    request: &PageRequest<HolderSortField>,
    (limit, most): (usize, Option<usize>),
) -> Result<(Vec<Row>, bool), StorageError> {
    let (sqlite, sort, after) =
        (on.engine().is_sqlite(), Some(request.sort), request.after.as_ref());
    let ids = &HashSet::new();
    let up_to = match most {
        Some(most) => {
            let filter = &Filter { searches: vec![], ..filter.clone() };
            let all =
                Selected::<false> { filter, rank: None, ids, sort, after, up_to: None, sqlite };
            list::position_after(on, &all, request, most).await?
        }
        None => None,
    };
    let up_to = up_to.as_ref();
    let selected = Selected::<false> { filter, rank: Some(rank), ids, sort, after, up_to, sqlite };
    let found = list::rows(on, &selected, request, limit).await?;
    Ok((found, up_to.is_none()))
}

async fn count(
    on: &mut impl Connection,
    filter: &Filter,
    parts: Option<&HashSet<HolderId>>,
) -> Result<i64, StorageError> {
    let sqlite = on.engine().is_sqlite();
    let (rank, sort, after, up_to) = (None, None, None, None);
    let searches = &filter.searches;
    let more = if parts.is_none() && searches_elsewhere(searches) {
        candidates(on, searches, Place::Anywhere, Bounds::after_walk(MANY)).await?
    } else {
        None
    };
    match parts.or(more.as_ref()) {
        Some(ids) if ids.is_empty() => Ok(0),
        Some(ids) => {
            list::count(on, &Selected::<true> { filter, rank, ids, sort, after, up_to, sqlite })
                .await
        }
        None => {
            let ids = &HashSet::new();
            list::count(on, &Selected::<false> { filter, rank, ids, sort, after, up_to, sqlite })
                .await
        }
    }
}

/// The number of holders in a list.
pub async fn length(on: &mut impl Connection, filter: &Filter) -> Result<i64, StorageError> {
    let parts = candidates(on, &filter.searches, Place::Anywhere, Bounds::of_list(MANY)).await?;
    count(on, filter, parts.as_ref()).await
}
