//! How much is preserved.

use sigillo_contract::own_receipts::PreservedFigures;
use sigillo_storage::preserved_totals::PreservedTotal;

/// What was preserved, unless there is nothing.
pub(crate) fn shown_figures(total: Option<PreservedTotal>) -> Option<PreservedFigures> {
    total.filter(|total| total.receipts > 0).map(|total| PreservedFigures {
        receipts: total.receipts,
        bytes: total.bytes,
        last_at: total.last_at,
    })
}
