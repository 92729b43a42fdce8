//! The panel's own components, in addition to those of the kit.

mod account_badge;
mod effect;
mod error_pages;
mod export;
mod header;
mod history;
mod measured_at;
mod organization_picker;
mod pending_accounts;

pub use account_badge::AccountBadge;
pub use effect::{EffectLines, outcome as effect_outcome};
pub use error_pages::{ForbiddenPage, NoSuchPage, guarded};
pub use export::{ExportMenu, FORMATS};
pub use header::{Areas, Header};
pub use history::{History, HistoryPanel, HistorySubject, Undoing, undoing};
pub use measured_at::MeasuredAt;
pub use organization_picker::{OrganizationField, OrganizationPicker, OrganizationSearch};
pub use pending_accounts::{PendingAccounts, PendingAccountsBadge, refresh_pending_accounts};
pub use sigillo_kit::components::*;
