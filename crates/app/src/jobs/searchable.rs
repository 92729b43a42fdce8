//! Jobs as a search looks at them.

use sigillo_contract::job::Job as Shown;
use sigillo_domain::id::JobId;
use sigillo_domain::job::{BulkAction, JobSortField};
use sigillo_domain::list::Sort;
use sigillo_domain::message::Language;
use sigillo_storage::job_list::{self, Filter};
use sigillo_storage::{Connection, PageRequest};

use super::request::view;
use super::scope;
use crate::error::AppError;
use crate::{Caller, local_time};

/// The number of jobs that are searched. They have no name that a database could search.
const NEWEST: usize = 200;

pub(crate) struct SearchableJob {
    pub id: JobId,
    /// The file of an import, or what a bulk change does.
    pub title: String,
    /// User name.
    pub created_by: String,
    /// The day, in Rome.
    pub created_on: String,
}

/// The newest jobs that a caller may list, newest first.
pub(crate) async fn newest(
    on: &mut impl Connection,
    caller: &Caller,
    language: Language,
) -> Result<Vec<SearchableJob>, AppError> {
    let Some(scope) = scope::of_list(caller) else { return Ok(vec![]) };
    let sort = Sort::descending(JobSortField::CreatedAt);
    let page = PageRequest { sort, after: None, limit: NEWEST, count: false };
    let found = job_list::page(on, &Filter::new(scope), &page).await?;
    let mut jobs = vec![];
    for job in found.items {
        let shown = view(job)?;
        jobs.push(SearchableJob {
            id: shown.id,
            created_on: local_time(shown.created_at).format("%d/%m/%Y").to_string(),
            title: title(&shown, language),
            created_by: shown.created_by,
        });
    }
    Ok(jobs)
}

fn title(job: &Shown, l: Language) -> String {
    match (&job.import, &job.change) {
        (Some(file), _) => {
            let place = || file.domain.clone().or_else(|| file.organization.clone());
            file.name.clone().or_else(place).unwrap_or_default()
        }
        (None, Some(change)) => action_name(change.action, l).to_owned(),
        (None, None) => job.kind.as_str().to_owned(),
    }
}

const fn action_name(action: BulkAction, l: Language) -> &'static str {
    match action {
        BulkAction::Disable => l.choose("Disabilitazione di caselle", "Disabling mailboxes"),
        BulkAction::Enable => l.choose("Abilitazione di caselle", "Enabling mailboxes"),
        BulkAction::Update => l.choose("Modifica di caselle", "Changing mailboxes"),
        BulkAction::SendPasswordReset => {
            l.choose("Invio di link per la password", "Sending links for passwords")
        }
        BulkAction::Renew => l.choose("Rinnovo di caselle", "Renewing mailboxes"),
        BulkAction::Terminate => l.choose("Cessazione di caselle", "Terminating mailboxes"),
        BulkAction::Cancel => l.choose("Cancellazione di caselle", "Cancelling mailboxes"),
    }
}
