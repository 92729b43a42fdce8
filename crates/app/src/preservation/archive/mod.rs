//! The archive of preserved receipts (A18): packages, seals, retention, disposal, and verification.
//!
//! Packages of an organisation are a chain: each index has the hash of the one before. Nobody sees contents here, only
//! counts and volumes.

mod archives;
mod close;
mod decide;
mod facts;
mod index;
mod intake_report;
mod list;
mod metadata;
mod propose;
mod read_index;
mod seal;
mod settings;
mod verify;
mod xml;

pub use archives::status;
pub(crate) use close::{HEAD_FIELD, head_text};
pub use close::{close, close_due};
pub(crate) use decide::field as disposal_field;
pub use decide::{ListFile, approve, list_file, reject, withdraw};
pub use facts::{REPORT_PATH, receipt_path};
pub use list::{get_disposal, list_disposals, list_packages};
pub use propose::propose;
pub use seal::seal_waiting;
pub use settings::{get_settings, update_settings};
pub use verify::{verify, verify_all, verify_due};

use chrono::TimeDelta;

use crate::App;

/// The actor that the history names for what workers do here.
const SERVICE: &str = "archive of receipts";
/// How often everything is verified.
const VERIFY_EVERY: TimeDelta = TimeDelta::weeks(1);

/// Whether the certificate of the present seal is self-signed; None where there is no seal that can be used.
async fn seal_is_self_signed(app: &App) -> Option<bool> {
    let certificate = app.document_seal.as_ref()?.describe().await.ok()?;
    certificate.check_validity(app.now()).ok()?;
    Some(certificate.is_self_signed)
}
