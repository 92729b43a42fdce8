//! Asking for a package.

use std::collections::HashSet;

use sigillo_contract::own_receipts::{DistributionPackage, DistributionPackageCreate};
use sigillo_domain::id::MailboxId;
use sigillo_domain::message::Language;
use sigillo_domain::receipt::DistributionPackageState;
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::distribution_packages as stored;
use sigillo_storage::receipt_list::{self, Filter};

use super::get::shown;
use super::selection::Selection;
use crate::error::{AppError, NOT_FOUND};
use crate::own_mailbox::Owner;
use crate::scope::InScope;
use crate::{App, access_log};

/// How many packages of a mailbox may wait or be made at a time.
const AT_ONCE: i64 = 2;
/// The most receipts that are named one by one.
const NAMED: usize = 1_000;

pub async fn ask(
    app: &App,
    owner: &Owner,
    request: &DistributionPackageCreate,
) -> Result<DistributionPackage, AppError> {
    let now = app.now();
    let mut faults = Faults::default();
    let selection = read(request, &mut faults);
    let filter =
        selection.as_ref().map(|selection| selection.filter(owner.mailbox_id(), now, &mut faults));
    let (selection, filter) = faults.result(selection.zip(filter))?;
    let total = total(app, &selection, &filter).await?;
    let package = stored::DistributionPackage {
        id: app.new_id(),
        mailbox_id: owner.mailbox_id(),
        asked_at: now,
        language: request.language.unwrap_or(Language::It),
        selection: selection.stored()?,
        state: DistributionPackageState::Waiting,
        total,
        done: 0,
        finished_at: None,
        expires_at: None,
        file: None,
        attempts: 0,
    };
    insert(app, owner, &package).await?;
    access_log::record_download(app, owner, &format!("package:{}", package.id), total).await?;
    Ok(shown(package))
}

fn read(request: &DistributionPackageCreate, faults: &mut Faults) -> Option<Selection> {
    match (&request.receipts, &request.matching) {
        (Some(ids), None) => {
            let distinct: HashSet<_> = ids.iter().collect();
            let code = match ids.len() {
                0 => Some(FaultCode::Required),
                count if count > NAMED => Some(FaultCode::TooLong),
                count if count > distinct.len() => Some(FaultCode::Repeated),
                _ => None,
            };
            if let Some(code) = code {
                faults.add("/receipts", code);
            }
            Some(Selection::Receipts(ids.clone()))
        }
        (None, Some(selection)) => Some(Selection::Matching(selection.clone())),
        (Some(_), Some(_)) => {
            faults.add("/matching", FaultCode::NotExpected);
            None
        }
        (None, None) => {
            faults.add("/receipts", FaultCode::Required);
            None
        }
    }
}

/// How many receipts the package will have: one at least, and all that are named.
async fn total(app: &App, selection: &Selection, filter: &Filter) -> Result<i64, AppError> {
    let mut on = app.db.read().await?;
    let found = receipt_list::count(&mut on, filter).await?;
    match selection {
        Selection::Receipts(ids) if i64::try_from(ids.len()) != Ok(found) => {
            Err(AppError::fault("/receipts", FaultCode::Unknown))
        }
        Selection::Matching(_) if found == 0 => {
            Err(AppError::fault("/matching", FaultCode::NotAvailable))
        }
        _ => Ok(found),
    }
}

/// Stores the package, unless there are as many as there may be. The lock of the mailbox lets one request at a time
/// count.
async fn insert(
    app: &App,
    owner: &Owner,
    package: &stored::DistributionPackage,
) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let mailbox = InScope::of_user(&mut tx, owner).await?.ok_or(NOT_FOUND)?;
    let mailbox_id: MailboxId = mailbox.id;
    if stored::count_unfinished(&mut tx, mailbox_id).await? >= AT_ONCE {
        return Err(AppError::Problem(Code::LimitReached));
    }
    stored::insert(&mut tx, package).await?;
    Ok(tx.commit().await?)
}
