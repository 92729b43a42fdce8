//! Uploading a document, piece by piece.

use serde_json::{Value, json};
use sigillo_contract::document::{Document as Shown, DocumentUpload};
use sigillo_contract::operations::CreateDocument;
use sigillo_domain::document::{Document, DocumentFormat, DocumentKind, parse_name};
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::document_list::Subject;
use sigillo_storage::{Tx, documents};

use super::audit::{key_of, record_change};
use super::receive::{FileUpload, ReceivedFile};
use super::{FoundSubject, parse_subject, shown};
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::objects::Claimed;
use crate::record::{HistoryEntry, record};
use crate::{App, Grant};

/// What a request says of its file.
#[derive(Clone)]
struct Described {
    subject: Subject,
    kind: DocumentKind,
    name: String,
}

/// A document that is being uploaded.
pub struct Upload {
    described: Described,
    file: FileUpload,
}

impl Upload {
    /// Judges everything but the file, before any of it is read.
    pub async fn begin(
        app: &App,
        grant: &Grant<CreateDocument>,
        query: &DocumentUpload,
    ) -> Result<Self, AppError> {
        let described = described(query)?;
        let mut on = app.db.read().await?;
        let found = FoundSubject::find(&mut on, grant, described.subject).await;
        check_changeable(&found.map_err(at_subject)?)?;
        drop(on);
        Ok(Self { described, file: FileUpload::begin(app).await? })
    }

    /// The file, to write its pieces to.
    pub fn file(&mut self) -> &mut FileUpload {
        &mut self.file
    }

    /// Gives the upload up.
    pub async fn abort(self) {
        self.file.abort().await;
    }

    /// Keeps the file, and the document that names it.
    pub async fn finish(self, app: &App, grant: &Grant<CreateDocument>) -> Result<Shown, AppError> {
        let Self { described, file } = self;
        match file.finish(app).await? {
            ReceivedFile::Clean(format, claimed) => {
                save(app, grant, described, format, claimed).await
            }
            ReceivedFile::Infected { sha256, finding } => {
                refuse(app, grant, described, &sha256, &finding).await?;
                Err(AppError::Problem(Code::Infected))
            }
        }
    }
}

fn described(query: &DocumentUpload) -> Result<Described, AppError> {
    let mut faults = Faults::default();
    let subject = parse_subject(&query.subject, &mut faults);
    let kind = match DocumentKind::parse(&query.kind) {
        None if query.kind.is_empty() => Err(FaultCode::Required),
        None => Err(FaultCode::Unknown),
        Some(kind) => Ok(kind),
    };
    let kind = faults.check("kind", kind);
    let name = faults.check("name", parse_name(&query.name));
    let read = subject.zip(kind).zip(name);
    Ok(faults.result(read.map(|((subject, kind), name)| Described { subject, kind, name }))?)
}

fn at_subject(error: AppError) -> AppError {
    match error {
        AppError::Problem(Code::NotFound) => AppError::not_found_at("subject"),
        other => other,
    }
}

/// A holder that was merged or erased takes no more documents; a cancelled mailbox does, such as the request to
/// cancel it.
fn check_changeable(subject: &FoundSubject) -> Result<(), AppError> {
    match subject {
        FoundSubject::Mailbox(_) => Ok(()),
        FoundSubject::Holder(holder) => holder.check_changeable().map_err(AppError::Problem),
    }
}

/// The document that a file makes of its subject.
fn document(
    app: &App,
    grant: &Grant<CreateDocument>,
    found: &FoundSubject,
    described: Described,
    (format, sha256, bytes): (DocumentFormat, String, i64),
    organization_id: OrganizationId,
) -> Document {
    let (mailbox_id, holder_id) = match found {
        FoundSubject::Mailbox(mailbox) => {
            (Some(mailbox.id), mailbox.holder.map(|held| held.holder_id))
        }
        FoundSubject::Holder(holder) => (None, Some(holder.id)),
    };
    Document {
        id: app.new_id(),
        organization_id,
        mailbox_id,
        holder_id,
        kind: described.kind,
        format,
        name: described.name,
        bytes,
        sha256,
        verdict: Verdict::Pending,
        report: None,
        signer_tax_codes: vec![],
        verified_at: None,
        contract_id: None,
        holds_contract: None,
        created_at: app.now(),
        created_by: grant.caller().actor().name.clone(),
        version: 1,
    }
}

async fn save(
    app: &App,
    grant: &Grant<CreateDocument>,
    described: Described,
    format: DocumentFormat,
    claimed: Claimed,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let found = FoundSubject::find_to_change(&mut tx, grant, described.subject).await;
    let found = found.map_err(at_subject)?;
    check_changeable(&found)?;
    claimed.lock(&mut tx).await?;
    let organization_id = found.organization_id(&mut tx).await?;
    let content = (format, claimed.sha256, claimed.bytes);
    let document = document(app, grant, &found, described, content, organization_id);
    documents::insert(&mut tx, &document).await?;
    let actor = grant.caller().actor();
    let change = (None, Some(&document));
    record_change(app, &mut tx, actor, Action::DocumentUploaded, change).await?;
    let named = documents::find(&mut tx, document.id).await?.ok_or(NOT_FOUND)?;
    tx.commit().await?;
    Ok(shown(named))
}

/// Records that a file was not taken.
async fn refuse(
    app: &App,
    grant: &Grant<CreateDocument>,
    described: Described,
    sha256: &str,
    finding: &str,
) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let found = FoundSubject::find_to_change(&mut tx, grant, described.subject).await;
    let found = found.map_err(at_subject)?;
    let organization_id = found.organization_id(&mut tx).await?;
    let name = described.name.clone();
    let content = (DocumentFormat::Pdf, sha256.to_owned(), 0);
    let refused = document(app, grant, &found, described, content, organization_id);
    let new = |field, value: Value| FieldChange::new(field, Value::Null, value);
    let mut changes = vec![
        new("document_kind", json!(refused.kind)),
        new("document_sha256", json!(refused.sha256)),
        new("finding", json!(finding)),
    ];
    changes.extend(refused_name(&mut tx, &refused, &name).await?);
    let subject = refused.subject().ok_or(NOT_FOUND)?;
    let entry = HistoryEntry { subject, action: Action::DocumentRefused, changes: &changes };
    record(&mut tx, grant.caller().actor(), app.now(), entry).await?;
    Ok(tx.commit().await?)
}

/// The name of a file that was not taken, sealed; None in the chain of a mailbox, which has no key.
async fn refused_name(
    tx: &mut Tx,
    refused: &Document,
    name: &str,
) -> Result<Option<FieldChange>, AppError> {
    const FIELD: &str = "document_name";
    let Some(key) = key_of(tx, refused).await? else { return Ok(None) };
    let sealed = key.seal(FIELD, &json!(name))?;
    Ok(Some(FieldChange::new(FIELD, Value::Null, sealed)))
}
