//! Which receipts a package has, as its row says it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_contract::own_receipts::ReceiptSelection;
use sigillo_domain::Faults;
use sigillo_domain::id::{MailboxId, ReceiptId};
use sigillo_storage::StorageError;
use sigillo_storage::distribution_packages::DistributionPackage;
use sigillo_storage::receipt_list::Filter;

use super::super::select;

/// Some receipts, or what a search found when the package was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Selection {
    Receipts(Vec<ReceiptId>),
    Matching(ReceiptSelection),
}

impl Selection {
    pub fn stored(&self) -> Result<String, StorageError> {
        serde_json::to_string(self).map_err(|error| StorageError::Broken(error.to_string()))
    }

    /// The receipts that were stored when the package was asked for.
    pub fn filter(
        &self,
        mailbox_id: MailboxId,
        stored_until: DateTime<Utc>,
        faults: &mut Faults,
    ) -> Filter {
        let filter = match self {
            Selection::Receipts(ids) => {
                Filter { ids: Some(ids.clone()), ..Filter::new(mailbox_id) }
            }
            Selection::Matching(selection) => {
                select::filter(mailbox_id, selection, "/matching/", faults)
            }
        };
        Filter { stored_until: Some(stored_until), ..filter }
    }
}

/// The filter of a stored package.
pub(super) fn filter_of(package: &DistributionPackage) -> Result<Filter, StorageError> {
    let broken = || StorageError::Broken("the selection of a package cannot be read".into());
    let selection: Selection = serde_json::from_str(&package.selection).map_err(|_| broken())?;
    let mut faults = Faults::default();
    let filter = selection.filter(package.mailbox_id, package.asked_at, &mut faults);
    faults.result(Some(filter)).map_err(|_| broken())
}
