//! Verifying the signatures of documents, as work under a lease.

use chrono::TimeDelta;
use sigillo_domain::document::Document;
use sigillo_domain::history::{Action, Actor, ActorKind};
use sigillo_domain::id::DocumentId;
use sigillo_storage::documents::NamedDocument;
use sigillo_storage::{contracts as stored_contracts, documents};
use uuid::Uuid;

use super::audit::record_change;
use super::report::{signers, stored};
use crate::error::AppError;
use crate::objects::read_whole;
use crate::ports::VerifiedFile;
use crate::{App, contracts};

/// The name under which the history records verdicts.
const SERVICE: &str = "sigillo documents";
/// How long a server may take over one document before another one does it.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// The pauses between attempts that fail, each twice the one before.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(1);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(6);

/// Verifies up to `limit` documents that wait for their verdict, and returns how many were claimed.
pub async fn verify_pending(app: &App, limit: i64) -> Result<usize, AppError> {
    let now = app.now();
    if !documents::any_to_verify(&mut app.db.read().await?, now).await? {
        return Ok(0);
    }
    let lease = app.new_id();
    let mut tx = app.db.begin().await?;
    let claimed = documents::claim_to_verify(&mut tx, lease, now, now + LEASE, limit).await?;
    tx.commit().await?;
    for id in &claimed {
        if let Err(error) = verify(app, *id, lease).await {
            tracing::warn!(document = %id, %error, "a document could not be verified");
            postpone(app, *id, lease).await?;
        }
    }
    Ok(claimed.len())
}

async fn verify(app: &App, id: DocumentId, lease: Uuid) -> Result<(), AppError> {
    let found = documents::find(&mut app.db.read().await?, id).await?;
    // It was deleted meanwhile.
    let Some(NamedDocument { document, .. }) = found else { return Ok(()) };
    let content = read_whole(app, &document.sha256).await?;
    let expected = match document.contract_id {
        Some(contract) => Some(contracts::expected_document(app, contract).await?),
        None => None,
    };
    // What is judged is the file as of the moment it was given in: certificates that expire later change nothing.
    let verified = app.signature_verifier.verify(content, expected, document.created_at).await;
    let verified = verified.map_err(|error| {
        AppError::Detailed(sigillo_domain::Code::Unavailable, error.to_string())
    })?;
    save(app, &document, verified, lease).await
}

async fn save(
    app: &App,
    read: &Document,
    verified: VerifiedFile,
    lease: Uuid,
) -> Result<(), AppError> {
    let VerifiedFile { verdict, is_expected } = verified;
    let mut tx = app.db.begin().await?;
    // The contract comes before its copy, as everywhere where both change.
    let contract = match read.contract_id {
        Some(id) => stored_contracts::find_to_change(&mut tx, id).await?,
        None => None,
    };
    let Some(found) = documents::find_to_change(&mut tx, read.id).await? else { return Ok(()) };
    let before = found.document;
    let after = Document {
        verdict: verdict.verdict(),
        signer_tax_codes: signers(&verdict),
        report: Some(stored(&verdict)?),
        holds_contract: is_expected,
        verified_at: Some(app.now()),
        version: before.version + 1,
        ..before.clone()
    };
    if !documents::save_verdict(&mut tx, &after, lease).await? {
        return Ok(());
    }
    let actor = Actor { kind: ActorKind::System, id: None, name: SERVICE.to_owned() };
    let change = (Some(&before), Some(&after));
    record_change(app, &mut tx, &actor, Action::DocumentVerified, change).await?;
    if let Some(contract) = contract {
        contracts::judge_copy(app, &mut tx, &contract, &after, &verdict).await?;
    }
    Ok(tx.commit().await?)
}

async fn postpone(app: &App, id: DocumentId, lease: Uuid) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let attempts = documents::attempts(&mut tx, id).await?;
    let doubled = u32::try_from(attempts.clamp(1, 10) - 1).unwrap_or_default();
    let pause = (FIRST_PAUSE * 2_i32.pow(doubled)).min(LONGEST_PAUSE);
    documents::verify_later(&mut tx, id, lease, app.now() + pause).await?;
    Ok(tx.commit().await?)
}
