//! What an import would write, row by row.

use chrono::DateTime;
use sigillo_contract::import::ImportValues;
use sigillo_domain::id::MailboxId;
use sigillo_domain::import::{self, Mapping};
use sigillo_domain::job::Outcome;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_storage::job_rows::JobRow;
use sigillo_storage::{Connection, domains};

use super::{ImportRequest, cells_of};
use crate::error::AppError;

/// The longest cell that is shown, in characters.
const MAX_CELL_CHARS: usize = 200;

/// Shows the rows of an import as a run would carry them out.
pub(in super::super) struct Preview {
    mapping: Mapping,
    /// None if the domain is gone.
    domain: Option<MailDomain>,
}

impl Preview {
    pub async fn load(on: &mut impl Connection, request: &ImportRequest) -> Result<Self, AppError> {
        let domain = domains::find(on, request.domain_id).await?.map(|found| found.domain);
        Ok(Self { mapping: request.file.mapping(), domain })
    }

    /// The row's own text.
    pub fn cells(row: &JobRow) -> Result<Vec<String>, AppError> {
        let shown = |cell: String| match cell.char_indices().nth(MAX_CELL_CHARS) {
            Some((end, _)) => format!("{}…", &cell[..end]),
            None => cell,
        };
        Ok(cells_of(row)?.into_iter().map(shown).collect())
    }

    /// The values of the mailbox that a row would create; None if it would not.
    pub fn values(&self, row: &JobRow) -> Result<Option<ImportValues>, AppError> {
        let Some(domain) = self.domain.as_ref().filter(|_| row.outcome == Outcome::ToDo) else {
            return Ok(None);
        };
        let cells = cells_of(row)?;
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let Ok(asked) = import::read_row(&self.mapping, &cells, Some(&domain.name)) else {
            return Ok(None);
        };
        // Only the values count, which depend neither on the id nor on the author nor on the time.
        let built = asked.new_mailbox().build(MailboxId::MAX, domain, "", DateTime::UNIX_EPOCH);
        Ok(built.ok().map(|mailbox| ImportValues {
            communication_email: mailbox.communication_email.unwrap_or_default(),
            quota_mb: mailbox.quota_mb,
            soft_limit_mb: mailbox.soft_limit_mb,
            preservation: mailbox.preservation,
        }))
    }
}
