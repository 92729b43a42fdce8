//! Uploading a contract that its holder has signed with a signature of their own.

use sigillo_contract::signing::{SigningProgress, SigningUpload};
use sigillo_domain::Code;
use sigillo_domain::contract::{Contract, ContractState};
use sigillo_domain::document::{Document, DocumentFormat, DocumentKind, parse_name};
use sigillo_domain::history::Action;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_storage::contracts::{self, NamedContract};
use sigillo_storage::{Tx, documents};

use super::super::copy::shown_copy;
use super::super::{Evidence, Step, WRONG_STATE, holder_actor, record};
use super::{NOT_VALID, check_time, visited, visited_to_change};
use crate::documents::{FileUpload, ReceivedFile, record_change, remove};
use crate::error::AppError;
use crate::objects::Claimed;
use crate::{App, Origin};

/// A signed contract that is being uploaded.
pub struct CopyUpload {
    token: String,
    name: String,
    file: FileUpload,
}

/// Checks that the token is that of an opened contract.
pub async fn check_visit(app: &App, token: &str) -> Result<(), AppError> {
    let mut on = app.db.read().await?;
    visited(app, &mut on, token).await.map(drop)
}

impl CopyUpload {
    /// Judges everything but the file, before any of it is read.
    pub async fn begin(app: &App, token: &str, query: &SigningUpload) -> Result<Self, AppError> {
        let name = parse_name(&query.name).map_err(|code| AppError::fault("name", code))?;
        let mut on = app.db.read().await?;
        let id = visited(app, &mut on, token).await?;
        let named = contracts::find(&mut on, id).await?.ok_or(NOT_VALID)?;
        check_awaits_signature(app, &named.contract)?;
        drop(on);
        Ok(Self { token: token.to_owned(), name, file: FileUpload::begin(app).await? })
    }

    /// The file, to write its pieces to.
    pub fn file(&mut self) -> &mut FileUpload {
        &mut self.file
    }

    /// Gives the upload up.
    pub async fn abort(self) {
        self.file.abort().await;
    }

    /// Keeps the file, whose signatures are verified next.
    pub async fn finish(self, app: &App, origin: &Origin) -> Result<SigningProgress, AppError> {
        let Self { token, name, file } = self;
        match file.finish(app).await? {
            ReceivedFile::Clean(format, claimed) => {
                save(app, origin, &token, (name, format), claimed).await
            }
            ReceivedFile::Infected { sha256, finding } => {
                refuse(app, origin, &token, &sha256, &finding).await?;
                Err(AppError::Problem(Code::Infected))
            }
        }
    }
}

/// A copy is taken once the holder has accepted every text, which a signature does not prove.
fn check_awaits_signature(app: &App, contract: &Contract) -> Result<(), AppError> {
    check_time(contract, app.now())?;
    if contract.state == ContractState::Consented { Ok(()) } else { Err(WRONG_STATE) }
}

async fn save(
    app: &App,
    origin: &Origin,
    token: &str,
    (name, format): (String, DocumentFormat),
    claimed: Claimed,
) -> Result<SigningProgress, AppError> {
    let mut tx = app.db.begin().await?;
    let named = visited_to_change(app, &mut tx, token).await?;
    check_awaits_signature(app, &named.contract)?;
    claimed.lock(&mut tx).await?;
    let actor = holder_actor(&named);
    delete_former(app, &mut tx, &named).await?;
    let document = document(app, &named, name, format, &claimed);
    documents::insert(&mut tx, &document).await?;
    let change = (None, Some(&document));
    record_change(app, &mut tx, &actor, Action::DocumentUploaded, change).await?;
    // Whoever accepts a copy accepts the contract as it was with that copy.
    let contract = Contract { version: named.contract.version + 1, ..named.contract.clone() };
    contracts::update(&mut tx, &contract).await?;
    let step = Step {
        actor: &actor,
        action: Action::CopyUploaded,
        before: Some(&named.contract),
        after: &contract,
        evidence: Evidence::of(origin).plain("document_sha256", document.sha256.as_str()),
    };
    record(app, &mut tx, step).await?;
    let copy = shown_copy(&mut tx, &contract).await?;
    tx.commit().await?;
    Ok(SigningProgress { state: contract.state, copy })
}

/// Deletes the copy that this one replaces: nothing rests on it, since the contract is not signed.
async fn delete_former(app: &App, tx: &mut Tx, named: &NamedContract) -> Result<(), AppError> {
    let Some(former) = documents::newest_copy(tx, named.contract.id).await? else { return Ok(()) };
    let former = documents::find_to_change(tx, former.id).await?;
    let Some(former) = former.map(|named| named.document) else { return Ok(()) };
    remove(app, tx, &holder_actor(named), &former).await
}

fn document(
    app: &App,
    named: &NamedContract,
    name: String,
    format: DocumentFormat,
    claimed: &Claimed,
) -> Document {
    let contract = &named.contract;
    Document {
        id: app.new_id(),
        organization_id: contract.organization_id,
        mailbox_id: Some(contract.mailbox_id),
        holder_id: Some(contract.holder_id),
        kind: DocumentKind::ActivationContract,
        format,
        name,
        bytes: claimed.bytes,
        sha256: claimed.sha256.clone(),
        verdict: Verdict::Pending,
        report: None,
        signer_tax_codes: vec![],
        verified_at: None,
        contract_id: Some(contract.id),
        holds_contract: None,
        created_at: app.now(),
        created_by: named.mailbox_address.clone(),
        version: 1,
    }
}

/// Records that a file was not taken.
async fn refuse(
    app: &App,
    origin: &Origin,
    token: &str,
    sha256: &str,
    finding: &str,
) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let named = visited_to_change(app, &mut tx, token).await?;
    let step = Step {
        actor: &holder_actor(&named),
        action: Action::CopyRefused,
        before: Some(&named.contract),
        after: &named.contract,
        evidence: Evidence::of(origin).plain("document_sha256", sha256).plain("finding", finding),
    };
    record(app, &mut tx, step).await?;
    Ok(tx.commit().await?)
}

/// How the contract of a visit and its signed copy stand.
pub async fn progress(app: &App, token: &str) -> Result<SigningProgress, AppError> {
    let mut on = app.db.read().await?;
    let id = visited(app, &mut on, token).await?;
    let contract = contracts::find(&mut on, id).await?.ok_or(NOT_VALID)?.contract;
    let copy = shown_copy(&mut on, &contract).await?;
    Ok(SigningProgress { state: contract.state, copy })
}
