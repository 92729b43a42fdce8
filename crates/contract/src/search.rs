//! The search over everything that a person may see.

use serde::{Deserialize, Serialize};
use sigillo_domain::search::SearchKind;
use uuid::Uuid;

use crate::operation::ReplyBody;
use crate::panel_page;

/// Default number of hits.
pub const DEFAULT_HITS: u32 = 20;
/// Largest number of hits.
pub const MAX_HITS: u32 = 50;

/// What to search for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SearchQuery {
    /// Part of a name, whatever its case and accents; of a holder also part of the tax code, of a telephone
    /// number or of an e-mail, of a company also of the VAT number or the tax code. Without it nothing is found.
    /// A text of one or two characters finds the mailboxes and holders whose names begin with it. A search that
    /// finds holders is recorded in the access log.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub q: Option<String>,
    /// Kinds of things, separated by commas; every kind by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<SearchKind>>))]
    pub kinds: Option<String>,
    /// Largest number of hits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 50, default = 20))]
    pub limit: Option<u32>,
    /// Language of titles and subtitles that are words rather than names; `it` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<sigillo_domain::message::Language>, default = "it"))]
    pub lang: Option<String>,
}

/// What was found, the best first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchResults {
    pub items: Vec<SearchHit>,
}

impl ReplyBody for SearchResults {}

/// A thing that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchHit {
    pub kind: SearchKind,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: Uuid,
    /// Its name.
    pub title: String,
    /// What tells it from others of the same name.
    pub subtitle: Option<String>,
    /// The path of its page in the panel.
    pub href: String,
}

/// The path of the panel's page about a thing.
pub fn panel_path(kind: SearchKind, id: Uuid) -> String {
    let pages = match kind {
        SearchKind::Mailbox => "/caselle",
        SearchKind::Holder => return panel_page::holder(id),
        SearchKind::Company => return panel_page::company(id),
        SearchKind::Domain => "/domini",
        SearchKind::Account => "/account",
        SearchKind::Organization => "/organizzazioni",
        SearchKind::Job => "/operazioni",
    };
    format!("{pages}/{id}")
}
