//! A receipt as the e-mail that it was.

use bytes::Bytes;
use chrono::SecondsFormat;
use futures_util::stream::BoxStream;
use sigillo_domain::id::ReceiptId;
use sigillo_storage::receipts::Receipt;

use super::find;
use crate::error::AppError;
use crate::objects::read_verified;
use crate::own_mailbox::Owner;
use crate::ports::ObjectError;
use crate::{App, access_log};

/// A file that was verified, and is read while it is sent.
pub struct ReceiptFile {
    pub name: String,
    pub bytes: i64,
    pub content: BoxStream<'static, Result<Bytes, ObjectError>>,
}

pub async fn content(app: &App, owner: &Owner, id: ReceiptId) -> Result<ReceiptFile, AppError> {
    let receipt = find(&mut app.db.read().await?, owner, id).await?;
    let content = read_verified(app, &receipt.sha256).await?;
    access_log::record_download(app, owner, &format!("receipt:{id}"), 1).await?;
    Ok(ReceiptFile { name: format!("{}.eml", file_name(&receipt)), bytes: receipt.bytes, content })
}

/// The name of a receipt's files, without its extension: they sort by time and never collide.
pub(super) fn file_name(receipt: &Receipt) -> String {
    let at = receipt.happened_at().to_rfc3339_opts(SecondsFormat::Secs, true);
    let at: String = at.chars().filter(|letter| !matches!(letter, '-' | ':')).collect();
    format!("{at}_{}_{}", receipt.read.kind.as_str(), receipt.id.uuid().simple())
}
