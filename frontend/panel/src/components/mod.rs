//! The panel's own components, in addition to those of the kit.

mod account_badge;
mod combobox;
mod download_button;
mod effect;
mod error_pages;
mod export;
mod folded_panel;
mod header;
mod history;
mod live;
mod measured_at;
mod notes;
mod organization_picker;
mod page_list;
mod pending_accounts;
pub mod person;
mod seal_notice;

pub use account_badge::AccountBadge;
pub use combobox::{Combobox, Suggestion, settled, suggestions};
pub use download_button::DownloadButton;
pub use effect::{EffectLines, outcome as effect_outcome};
pub use error_pages::{ForbiddenPage, NoSuchPage, guarded};
pub use export::{ExportMenu, FORMATS};
pub use folded_panel::FoldedPanel;
pub use header::{Areas, Header};
pub use history::{
    History, HistoryPanel, HistorySubject, Restorable, Restoring, Undoing, reference_page,
    restore_dialog, undoing,
};
pub use live::{Connection, ConnectionState, Following, about_it, any_record, follow, keep_open};
pub use measured_at::MeasuredAt;
pub use notes::Notes;
pub use organization_picker::{OrganizationField, OrganizationPicker, OrganizationSearch};
pub use page_list::PageList;
pub use pending_accounts::{PendingAccountsBadge, refresh_pending_accounts};
pub use seal_notice::{SealBadge, SealNotice};
pub use sigillo_kit::components::*;
