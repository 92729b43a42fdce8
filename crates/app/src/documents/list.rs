//! Listing documents.

use sigillo_contract::document::{Document, DocumentQuery};
use sigillo_contract::operations::ListDocuments;
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::document::DocumentSortField;
use sigillo_domain::list::Sort;
use sigillo_domain::permission::{Permission, Reach};
use sigillo_storage::document_list::{self, Filter, Scope, Subject};
use sigillo_storage::{Connection, domains};

use super::{FoundSubject, parse_subject, shown};
use crate::caller::{Caller, Identity};
use crate::error::AppError;
use crate::listing::{self, ListRequest, one_of};
use crate::{App, Grant, access_log};

const DEFAULT_ORDER: Sort<DocumentSortField> = Sort::descending(DocumentSortField::CreatedAt);

pub async fn list(
    app: &App,
    grant: &Grant<ListDocuments>,
    query: &DocumentQuery,
) -> Result<Page<Document>, AppError> {
    let mut faults = Faults::default();
    let request = ListRequest::read::<ListDocuments>(query, DEFAULT_ORDER, &mut faults);
    let kinds = one_of("kind", query.kind.as_deref(), &mut faults);
    let verdicts = one_of("verdict", query.verdict.as_deref(), &mut faults);
    let search = listing::search(query.q.as_deref(), &mut faults);
    let subject = query.subject.as_deref().map(|text| parse_subject(text, &mut faults));
    let request = faults.result(request)?;
    let Some(scope) = scope(grant.caller()) else { return Ok(request.empty_page()) };
    let mut on = app.db.read().await?;
    let domain_id = match query.domain.as_deref().map(str::trim) {
        Some(name) => match domains::find_by_name(&mut on, name).await? {
            Some(owned) => Some(owned.domain.id),
            // A domain that is not there has no documents.
            None => return Ok(request.empty_page()),
        },
        None => None,
    };
    let filter = Filter {
        subject: subject.flatten(),
        kinds,
        verdicts,
        domain_id,
        search,
        ..Filter::new(scope)
    };
    let found = document_list::page(&mut on, &filter, &request.page).await?;
    let holder = holder_of(&mut on, grant, filter.subject).await?;
    drop(on);
    if let Some(FoundSubject::Holder(holder)) = &holder {
        access_log::record_reading_of_part(app, grant, holder).await?;
    }
    Ok(request.page(found, shown))
}

/// The holder whose documents are read; None if they are those of others, or out of scope, where there are none.
async fn holder_of(
    on: &mut impl Connection,
    grant: &Grant<ListDocuments>,
    subject: Option<Subject>,
) -> Result<Option<FoundSubject>, AppError> {
    let Some(subject @ Subject::Holder(_)) = subject else { return Ok(None) };
    match FoundSubject::find(on, grant, subject).await {
        Ok(found) => Ok(Some(found)),
        Err(AppError::Problem(sigillo_domain::Code::NotFound)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A document is in the scope of whoever sees its mailbox or its holder.
pub(crate) fn scope(caller: &Caller) -> Option<Scope> {
    match caller.reach() {
        Reach::Everything => Some(Scope::All),
        Reach::Organization(id) => Some(Scope::Of(*id)),
        Reach::Granted(grants) => {
            let seen = grants.iter().filter(|(_, set)| set.has(Permission::View));
            let domains = seen.map(|(id, _)| *id).collect();
            caller.organization_id().map(|id| Scope::Domains(id, domains))
        }
    }
}
