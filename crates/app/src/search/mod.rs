//! The search over everything that the caller may see. It is asked at each key press, so every kind of
//! thing is read by one bounded statement or a few.

mod choose;
mod hits;
mod people;

use sigillo_contract::operations::Search;
use sigillo_contract::search::{DEFAULT_HITS, MAX_HITS, SearchQuery, SearchResults};
use sigillo_domain::message::Language;
use sigillo_domain::search::SearchKind;
use sigillo_domain::{FaultCode, Faults, mailbox_list};

use crate::access_log::{self, Shown};
use crate::error::AppError;
use crate::{App, Grant, listing};

/// A validated request.
struct Request {
    /// The text as folded texts are searched for it.
    folded: String,
    /// The text as mailboxes are searched for it.
    lower: String,
    kinds: Vec<SearchKind>,
    limit: usize,
    language: Language,
}

pub async fn search(
    app: &App,
    grant: &Grant<Search>,
    query: &SearchQuery,
) -> Result<SearchResults, AppError> {
    let Some(request) = read(query)? else { return Ok(SearchResults { items: vec![] }) };
    let mut on = app.db.read().await?;
    let mut found = vec![];
    for kind in &request.kinds {
        let hits = match kind {
            SearchKind::Mailbox => hits::mailboxes(&mut on, grant, &request).await?,
            SearchKind::Holder => people::holders(&mut on, grant, &request).await?,
            SearchKind::Company => people::companies(&mut on, grant, &request).await?,
            SearchKind::Domain => hits::domains(&mut on, grant, &request).await?,
            SearchKind::Account => hits::accounts(&mut on, grant, &request).await?,
            SearchKind::Organization => hits::organizations(&mut on, grant, &request).await?,
            SearchKind::Job => hits::jobs(&mut on, grant, &request).await?,
        };
        found.push(hits);
    }
    drop(on);
    let items = choose::best(found, request.limit);
    let holders = items.iter().filter(|hit| hit.kind == SearchKind::Holder).count();
    if holders > 0 {
        let organization_id = grant.caller().organization_id();
        let shown = Shown { organization_id, fields: &["q"], rows: holders };
        access_log::record_search(app, grant, &shown).await?;
    }
    Ok(SearchResults { items })
}

/// None when there is nothing to search for.
fn read(query: &SearchQuery) -> Result<Option<Request>, AppError> {
    let mut faults = Faults::default();
    let folded = listing::search(query.q.as_deref(), &mut faults);
    let lower = mailbox_list::parse_search(query.q.as_deref().unwrap_or_default()).ok().flatten();
    let mut kinds = listing::one_of::<SearchKind>("kinds", query.kinds.as_deref(), &mut faults);
    if kinds.is_empty() {
        kinds = SearchKind::ALL.to_vec();
    }
    // Each kind once, in the order in which equal hits are shown.
    let kinds = SearchKind::ALL.into_iter().filter(|kind| kinds.contains(kind)).collect();
    let limit = query.limit.unwrap_or(DEFAULT_HITS);
    if !(1..=MAX_HITS).contains(&limit) {
        faults.add("limit", FaultCode::OutOfRange);
    }
    let language = query.lang.as_deref().map_or(Some(Language::It), Language::parse);
    let language = faults.check("lang", language.ok_or(FaultCode::Unknown));
    let language = faults.result(language)?;
    let request = folded.zip(lower).map(|(folded, lower)| Request {
        folded,
        lower,
        kinds,
        limit: limit as usize,
        language,
    });
    Ok(request)
}
