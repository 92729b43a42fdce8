//! Proposing a disposal: the list of what is past its retention is written, and its receipts wait for a decision.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;
use sigillo_contract::operations::CreateReceiptDisposal;
use sigillo_contract::preservation::{ReceiptDisposal, ReceiptDisposalCreate};
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::holder::parse_reason;
use sigillo_domain::preservation::{Disposal, DisposalState};
use sigillo_domain::{Code, Faults};
use sigillo_storage::disposals::{self, Discardable};
use sigillo_storage::{StorageError, Tx, preservation_settings};

use super::decide::{field, shown};
use crate::caller::Identity;
use crate::error::AppError;
use crate::objects::{Claimed, Incoming};
use crate::organizations::of_new_row;
use crate::record::{HistoryEntry, record};
use crate::{App, Grant};

/// The most receipts of one disposal, whose list is read by a person.
const MAX_RECEIPTS: i64 = 20_000;
/// The lines of the list that are written at a time.
const PIECE: usize = 500;
const HEADING: &str = "ricevuta;pacchetto;tipo;identificativo;data;conservata_dal;byte;sha256\n";

pub async fn propose(
    app: &App,
    grant: &Grant<CreateReceiptDisposal>,
    request: &ReceiptDisposalCreate,
) -> Result<ReceiptDisposal, AppError> {
    let mut faults = Faults::default();
    let reason = faults.check("/reason", parse_reason(&request.reason));
    let caller = grant.caller();
    let mut on = app.db.read().await?;
    let organization = of_new_row(&mut on, caller, request.organization_id, &mut faults).await?;
    let (organization, reason) = faults.result(organization.zip(reason))?;
    let settings = preservation_settings::find(&mut on, organization.id).await?;
    let now = app.now();
    let stored_before = settings.retained_since(now);
    let listed =
        disposals::discardable(&mut on, organization.id, stored_before, MAX_RECEIPTS).await?;
    drop(on);
    if listed.is_empty() {
        return Err(AppError::Problem(Code::RetentionRuns));
    }
    let list = write_list(app, &listed).await?;
    let disposal = Disposal {
        id: app.new_id(),
        organization_id: organization.id,
        state: DisposalState::Proposed,
        stored_before,
        receipts: i64::try_from(listed.len()).unwrap_or(i64::MAX),
        bytes: listed.iter().map(|receipt| receipt.bytes).sum(),
        list_sha256: list.sha256.clone(),
        proposed_at: now,
        proposed_by: caller.actor().name.clone(),
        proposed_by_id: caller.account_id(),
        reason,
        decided_at: None,
        decided_by: None,
        decision_reason: None,
        version: 1,
    };
    let mut tx = app.db.begin().await?;
    save(&mut tx, &disposal, &list, &listed).await?;
    let change =
        FieldChange::new(&field(&disposal), serde_json::Value::Null, json!(disposal.state));
    let entry = HistoryEntry {
        subject: organization.id.subject(),
        action: Action::DisposalProposed,
        changes: &[change],
    };
    record(&mut tx, caller.actor(), now, entry).await?;
    tx.commit().await?;
    Ok(shown(disposal, caller))
}

async fn save(
    tx: &mut Tx,
    disposal: &Disposal,
    list: &Claimed,
    listed: &[Discardable],
) -> Result<(), AppError> {
    list.lock(tx).await?;
    disposals::insert(tx, disposal).await.map_err(|error| match error {
        StorageError::Taken => AppError::Problem(Code::DisposalPending),
        other => other.into(),
    })?;
    let ids: Vec<_> = listed.iter().map(|receipt| receipt.id).collect();
    let assigned = disposals::assign(tx, disposal.id, &ids).await?;
    // Somebody else has proposed some of them meanwhile.
    if assigned == listed.len() { Ok(()) } else { Err(AppError::Problem(Code::DisposalPending)) }
}

async fn write_list(app: &App, listed: &[Discardable]) -> Result<Claimed, AppError> {
    let mut incoming = Incoming::begin(app).await?;
    incoming.write(HEADING.into()).await?;
    for piece in listed.chunks(PIECE) {
        let mut text = String::new();
        for receipt in piece {
            write_line(&mut text, receipt);
        }
        incoming.write(text.into_bytes().into()).await?;
    }
    incoming.keep(app).await
}

fn write_line(text: &mut String, receipt: &Discardable) {
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let identifier = receipt.identifier.as_deref().unwrap_or_default().replace('"', "\"\"");
    // A sheet would take what begins like this for a formula.
    let guard = if identifier.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    // Writing into a String cannot fail.
    let _ = writeln!(
        text,
        "{};{};{};\"{guard}{identifier}\";{};{};{};{}",
        receipt.id,
        receipt.package,
        receipt.kind,
        time(receipt.happened_at),
        time(receipt.stored_at),
        receipt.bytes,
        receipt.sha256,
    );
}
