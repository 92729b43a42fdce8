//! What an import would write, row by row.

use chrono::DateTime;
use sigillo_contract::import::{ImportHolder, ImportValues, RowHolder};
use sigillo_domain::id::MailboxId;
use sigillo_domain::import::{self, Everything, HolderRow, Mapping};
use sigillo_domain::job::Outcome;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::NewMailbox;
use sigillo_storage::job_rows::JobRow;
use sigillo_storage::{Connection, domains};

use super::super::remarks::Remarks;
use super::holders::HolderPreview;
use super::{HolderImportRequest, ImportRequest, cells_of, company_name, texts};
use crate::error::AppError;
use crate::plans::offer::Offer;

/// The longest cell that is shown, in characters.
const MAX_CELL_CHARS: usize = 200;

/// Shows the rows of an import as a run would carry them out.
pub(in super::super) enum Preview {
    Mailboxes(Box<MailboxPreview>),
    Holders(HolderPreview),
    /// The changes of its mailbox say what a row enters.
    Identifications,
}

impl Preview {
    pub async fn of_mailboxes(
        on: &mut impl Connection,
        request: &ImportRequest,
    ) -> Result<Self, AppError> {
        let preview = MailboxPreview::load(on, request).await?;
        Ok(Self::Mailboxes(Box::new(preview)))
    }

    pub fn of_holders(request: &HolderImportRequest) -> Self {
        Self::Holders(HolderPreview::new(request))
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
    pub fn values(
        &self,
        row: &JobRow,
        remarks: &Remarks,
    ) -> Result<Option<ImportValues>, AppError> {
        match self {
            Preview::Mailboxes(preview) => preview.values(row, remarks),
            Preview::Holders(_) | Preview::Identifications => Ok(None),
        }
    }

    /// The holder of a row of a file of holders.
    pub fn holder(&self, row: &JobRow, remarks: &Remarks) -> Result<Option<RowHolder>, AppError> {
        match self {
            Preview::Mailboxes(_) | Preview::Identifications => Ok(None),
            Preview::Holders(preview) => preview.holder(row, remarks),
        }
    }
}

pub(in super::super) struct MailboxPreview {
    mapping: Mapping,
    /// None if the domain is gone.
    domain: Option<MailDomain>,
    offer: Option<Offer>,
}

impl MailboxPreview {
    async fn load(on: &mut impl Connection, request: &ImportRequest) -> Result<Self, AppError> {
        let domain = domains::find(on, request.domain_id).await?.map(|found| found.domain);
        let offer = match &domain {
            Some(domain) => Some(Offer::read(on, domain).await?),
            None => None,
        };
        Ok(Self { mapping: request.file.mapping(), domain, offer })
    }

    fn values(&self, row: &JobRow, remarks: &Remarks) -> Result<Option<ImportValues>, AppError> {
        let Some(domain) = self.domain.as_ref().filter(|_| row.outcome == Outcome::ToDo) else {
            return Ok(None);
        };
        let cells = cells_of(row)?;
        let cells = texts(&cells);
        let Ok(asked) = import::read_row(&self.mapping, &cells, Some(&domain.name)) else {
            return Ok(None);
        };
        let holder = import::read_holder(&self.mapping, &cells, domain.onboarding, &Everything);
        let holder = holder.ok().flatten().map(|holder| shown(holder, remarks));
        // Only the values count, which depend neither on the id nor on the author nor on the time.
        let offer = self.offer.as_ref();
        let plan = offer.and_then(|offer| offer.of_new_by_code(asked.plan.as_deref()));
        let code = plan.and_then(Result::ok).and_then(|plan| offer?.code(plan.id));
        let new = NewMailbox { plan, ..asked.new_mailbox() };
        let built = new.build(MailboxId::MAX, domain, "", DateTime::UNIX_EPOCH);
        Ok(built.ok().map(|mailbox| ImportValues {
            communication_email: mailbox.communication_email.unwrap_or_default(),
            quota_mb: mailbox.quota_mb,
            soft_limit_mb: mailbox.soft_limit_mb,
            preservation: mailbox.preservation,
            holder,
            plan: code,
            reseller: asked.reseller.clone(),
        }))
    }
}

fn shown(row: HolderRow, remarks: &Remarks) -> ImportHolder {
    ImportHolder {
        given_name: row.given_name.unwrap_or_default(),
        family_name: row.family_name.unwrap_or_default(),
        tax_code: row.tax_code.to_string(),
        is_new: remarks.is_new_holder.unwrap_or_default(),
        warnings: remarks.holder_warnings.clone(),
        resembles: remarks.resembles,
        company: company_name(row.company),
    }
}
