//! The list of companies. A text that few companies have is looked up in an index; otherwise the list is walked
//! in its order until the page is full.

use sigillo_domain::company::{Company, CompanySortField};
use sigillo_domain::holder_search::PART_MIN;
use sigillo_domain::id::{CompanyId, OrganizationId};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::companies;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::holder_list::{MANY, Scope, phrase};
use crate::list::{self, Conditions, KeyOf, List, ListPage, PageRequest, SortColumn};
use crate::mailbox_list::containing;

/// Which companies a list shows. Empty filters let every company in scope pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub scope: Scope,
    /// Part of the legal name, folded and without spaces.
    pub search: Option<String>,
    /// Part of the VAT number or the tax code, in capitals.
    pub code: Option<String>,
    pub organization_id: Option<OrganizationId>,
}

impl Filter {
    pub const fn new(scope: Scope) -> Self {
        Self { scope, search: None, code: None, organization_id: None }
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    #[sqlx(flatten)]
    company: companies::Row,
    legal_name_folded: String,
}

/// The companies of a list. `SORTED` ones are few, which the index of the texts found: they are checked and
/// sorted.
struct Selected<'a, const SORTED: bool> {
    filter: &'a Filter,
    ids: Vec<CompanyId>,
    sqlite: bool,
}

impl<const SORTED: bool> List for Selected<'_, SORTED> {
    type SortField = CompanySortField;
    type Row = Row;
    type Item = Company;

    const COLUMNS: &'static [&'static str] = &[companies::COLUMNS, "c.legal_name_folded"];
    const FROM: &'static str = "company c";
    const ID: &'static str = "c.id";

    /// Of rows that the index of the texts found, the order is an expression, as in the list of holders.
    fn sort_column(field: CompanySortField) -> SortColumn<Row> {
        match field {
            CompanySortField::LegalName => SortColumn::new(
                if SORTED { "COALESCE(c.legal_name_folded, '')" } else { "c.legal_name_folded" },
                KeyOf::Text(|row| row.legal_name_folded.clone()),
            ),
            CompanySortField::CreatedAt => SortColumn::new(
                if SORTED { "COALESCE(c.created_at, c.created_at)" } else { "c.created_at" },
                KeyOf::Time(|row| row.company.company_created_at),
            ),
        }
    }

    fn conditions(&self, conditions: &mut Conditions<'_>) {
        let Self { filter, ids, sqlite } = self;
        let organization =
            if SORTED && *sqlite { "+c.organization_id" } else { "c.organization_id" };
        if let Scope::Of(organization_id) = filter.scope {
            conditions.equals(organization, Some(Value::id(organization_id)));
        }
        conditions.equals(organization, filter.organization_id.map(Value::id));
        if SORTED {
            let statement = conditions.and().plan_each_time();
            statement.one_of_ids("c.id", ids.iter().copied(), *sqlite);
        }
        conditions.contains_any(&filter.texts().map(|(column, _, text)| (column, text)));
    }

    fn id(row: &Row) -> Uuid {
        row.company.company_id.uuid()
    }

    fn item(row: Row) -> Result<Company, StorageError> {
        Ok(row.company.into())
    }
}

impl Filter {
    /// Each searched column, its name in the trigram index of SQLite, and the text.
    fn texts(&self) -> [(&'static str, &'static str, Option<&str>); 3] {
        [
            ("c.legal_name_folded", "legal_name", self.search.as_deref()),
            ("c.vat_number", "vat_number", self.code.as_deref()),
            ("c.tax_code", "tax_code", self.code.as_deref()),
        ]
    }
}

pub async fn page(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<CompanySortField>,
) -> Result<ListPage<Company>, StorageError> {
    page_sorting(on, filter, request, MANY).await
}

/// Like [`page`], where fewer than `many` companies with the texts are checked and sorted.
pub async fn page_sorting(
    on: &mut impl Connection,
    filter: &Filter,
    request: &PageRequest<CompanySortField>,
    many: usize,
) -> Result<ListPage<Company>, StorageError> {
    let sqlite = on.engine().is_sqlite();
    if let Some(ids) = having(on, filter, many).await? {
        list::page(on, &Selected::<true> { filter, ids, sqlite }, request).await
    } else {
        let all = Selected::<false> { filter, ids: vec![], sqlite };
        list::page(on, &all, request).await
    }
}

/// The companies that have one of the texts; None where they are as many as this, or more, or a text is too
/// short for the index.
async fn having(
    on: &mut impl Connection,
    filter: &Filter,
    many: usize,
) -> Result<Option<Vec<CompanyId>>, StorageError> {
    let texts: Vec<_> = filter
        .texts()
        .into_iter()
        .filter_map(|(column, indexed, text)| Some((column, indexed, text?)))
        .collect();
    if texts.is_empty() || texts.iter().any(|(_, _, text)| text.chars().count() < PART_MIN) {
        return Ok(None);
    }
    let mut statement = Statement::default();
    if on.engine().is_sqlite() {
        statement.push(
            "SELECT k.company_id FROM company_search CROSS JOIN company_rowid k \
             ON k.id = company_search.rowid WHERE company_search MATCH ",
        );
        let phrases: Vec<_> =
            texts.iter().map(|(_, indexed, text)| phrase(&[*indexed], text)).collect();
        statement.bind(Value::Text(phrases.join(" OR ")));
    } else {
        statement.push("SELECT c.id FROM company c WHERE ");
        for (place, (column, _, text)) in texts.iter().enumerate() {
            statement.push(if place > 0 { " OR " } else { "" }).push(column).push(" LIKE ");
            statement.bind(Value::Text(containing(text)));
        }
    }
    statement.push(" LIMIT ").push(&many.to_string()).plan_each_time();
    let ids = statement.fetch_all::<(Uuid,)>(on).await?;
    let few = (ids.len() < many).then_some(ids);
    Ok(few.map(|ids| ids.into_iter().map(|(id,)| CompanyId::from_uuid(id)).collect()))
}
