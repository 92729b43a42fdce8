//! The packages of a mailbox, and their files.

use sigillo_contract::own_receipts::DistributionPackage;
use sigillo_contract::page::{Page, PageQuery};
use sigillo_domain::Code;
use sigillo_domain::id::DistributionPackageId;
use sigillo_domain::receipt::DistributionPackageState;
use sigillo_storage::distribution_packages as stored;

use super::super::content::ReceiptFile;
use crate::error::{AppError, NOT_FOUND};
use crate::listing::Window;
use crate::objects::read_verified;
use crate::own_mailbox::Owner;
use crate::{App, access_log, local_time};

pub type PackageContent = ReceiptFile;

pub async fn list(
    app: &App,
    owner: &Owner,
    query: &PageQuery,
) -> Result<Page<DistributionPackage>, AppError> {
    let window = Window::<DistributionPackageId>::of(query)?;
    let mut on = app.db.read().await?;
    let rows = stored::list(&mut on, owner.mailbox_id(), window.after, window.fetch()).await?;
    Ok(window.page(rows, |row| row.id, shown))
}

pub async fn get(
    app: &App,
    owner: &Owner,
    id: DistributionPackageId,
) -> Result<DistributionPackage, AppError> {
    let mut on = app.db.read().await?;
    let found = stored::find(&mut on, owner.mailbox_id(), id).await?;
    found.map(shown).ok_or(NOT_FOUND)
}

/// The file of a package that is ready.
pub async fn content(
    app: &App,
    owner: &Owner,
    id: DistributionPackageId,
) -> Result<PackageContent, AppError> {
    let mut on = app.db.read().await?;
    let package = stored::find(&mut on, owner.mailbox_id(), id).await?.ok_or(NOT_FOUND)?;
    drop(on);
    let file = package.file.filter(|_| package.state == DistributionPackageState::Ready);
    let file = file.ok_or(AppError::Problem(Code::NotInThisState))?;
    let content = read_verified(app, &file.sha256).await?;
    access_log::record_download(app, owner, &format!("package:{id}"), package.total).await?;
    let at = local_time(package.asked_at).format("%Y%m%d-%H%M%S");
    Ok(ReceiptFile { name: format!("ricevute_{at}.zip"), bytes: file.bytes, content })
}

pub(super) fn shown(package: stored::DistributionPackage) -> DistributionPackage {
    let file = package.file;
    DistributionPackage {
        id: package.id,
        asked_at: package.asked_at,
        state: package.state,
        total: package.total,
        done: package.done,
        finished_at: package.finished_at,
        expires_at: package.expires_at,
        bytes: file.as_ref().map(|file| file.bytes),
        sha256: file.map(|file| file.sha256),
    }
}
