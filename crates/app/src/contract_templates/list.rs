//! Listing the templates of contracts.

use sigillo_contract::contract_template::{ContractTemplate, ContractTemplateQuery};
use sigillo_contract::operations::ListContractTemplates;
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::contract_template::ContractTemplateSortField;
use sigillo_domain::list::Sort;
use sigillo_storage::contract_template_list::{self, Filter, Scope};

use super::shown;
use crate::error::AppError;
use crate::listing::{self, ListRequest};
use crate::{App, Grant};

const DEFAULT_ORDER: Sort<ContractTemplateSortField> =
    Sort::descending(ContractTemplateSortField::CreatedAt);

pub async fn list(
    app: &App,
    grant: &Grant<ListContractTemplates>,
    query: &ContractTemplateQuery,
) -> Result<Page<ContractTemplate>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListContractTemplates>(query, DEFAULT_ORDER, &mut faults);
    let search = listing::search(query.q.as_deref(), &mut faults);
    let request = faults.result(request)?;
    // The same rule as that of `Scoped`.
    let scope = grant.caller().organization_id().map_or(Scope::All, Scope::Of);
    let filter = Filter { scope, search, organization_id: query.organization_id };
    let mut on = app.db.read().await?;
    let found = contract_template_list::page(&mut on, &filter, &request.page).await?;
    Ok(request.page(found, |named| ContractTemplate { text: None, ..shown(named) }))
}
