//! Signed documents of mailboxes and holders (B16).
//!
//! A document is in the scope of whoever has its mailbox or its holder in scope.

mod audit;
mod content;
mod delete;
mod erase;
mod get;
mod list;
mod preview;
mod receive;
mod report;
mod upload;
mod verify;

pub(crate) use audit::{document_change, document_field, record_change};
pub use content::{DocumentFile, content};
pub use delete::delete;
pub(crate) use delete::remove;
pub(crate) use erase::erase_of_holder;
pub use get::get;
pub use list::list;
pub(crate) use list::scope;
pub use preview::preview;
pub(crate) use receive::ReceivedFile;
pub use receive::{FileFormat, FileUpload};
pub(crate) use report::read as read_report;
pub(crate) use report::signature as shown_signature;
pub use upload::Upload;
pub use verify::verify_pending;

use sigillo_contract::Operation;
use sigillo_contract::document::Document as Shown;
use sigillo_domain::document::Document;
use sigillo_domain::holder::Holder;
use sigillo_domain::id::{DocumentId, HolderId, MailboxId, OrganizationId};
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_domain::tax_code::TaxCode;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::document_list::Subject;
use sigillo_storage::documents::NamedDocument;
use sigillo_storage::{Connection, Tx, documents, domains, holders};

use crate::error::{AppError, NOT_FOUND};
use crate::scope::InScope;
use crate::{Grant, mailboxes};

/// What a document is of, which the caller has in scope.
enum FoundSubject {
    Mailbox(Box<InScope<Mailbox>>),
    Holder(Box<InScope<Holder>>),
}

impl FoundSubject {
    /// Finds the subject for reading; out of scope is `not_found`.
    async fn find<O: Operation>(
        on: &mut impl Connection,
        grant: &Grant<O>,
        subject: Subject,
    ) -> Result<Self, AppError> {
        Ok(match subject {
            Subject::Mailbox(id) => {
                Self::Mailbox(Box::new(mailboxes::find(on, grant, id).await?.mailbox))
            }
            Subject::Holder(id) => {
                let holder = holders::find(on, id).await?.ok_or(NOT_FOUND)?;
                Self::Holder(Box::new(InScope::new(grant, holder)?))
            }
        })
    }

    /// Finds the subject and locks it for a change; out of scope is `not_found`.
    async fn find_to_change<O: Operation>(
        tx: &mut Tx,
        grant: &Grant<O>,
        subject: Subject,
    ) -> Result<Self, AppError> {
        Ok(match subject {
            Subject::Mailbox(id) => {
                Self::Mailbox(Box::new(mailboxes::find_to_change(tx, grant, id).await?.mailbox))
            }
            Subject::Holder(id) => {
                let holder = holders::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?;
                Self::Holder(Box::new(InScope::new(grant, holder)?))
            }
        })
    }
}

impl FoundSubject {
    async fn organization_id(&self, on: &mut impl Connection) -> Result<OrganizationId, AppError> {
        match self {
            Self::Holder(holder) => Ok(holder.organization_id),
            Self::Mailbox(mailbox) => {
                let domain = domains::find(on, mailbox.domain_id).await?.ok_or(NOT_FOUND)?;
                Ok(domain.domain.organization_id)
            }
        }
    }
}

fn subject_of(document: &Document) -> Option<Subject> {
    let of_holder = || document.holder_id.map(Subject::Holder);
    document.mailbox_id.map(Subject::Mailbox).or_else(of_holder)
}

/// Reads `mailbox:ID` or `holder:ID`.
fn parse_subject(text: &str, faults: &mut Faults) -> Option<Subject> {
    let parsed = match text.split_once(':') {
        None if text.is_empty() => Err(FaultCode::Required),
        Some(("mailbox", id)) => {
            id.parse::<MailboxId>().map(Subject::Mailbox).map_err(|_| FaultCode::Unknown)
        }
        Some(("holder", id)) => {
            id.parse::<HolderId>().map(Subject::Holder).map_err(|_| FaultCode::Unknown)
        }
        _ => Err(FaultCode::Unknown),
    };
    faults.check("subject", parsed)
}

/// A document that an act rests on, whose subject the caller has in scope; None once it was deleted.
pub(crate) async fn shown_by_id(
    on: &mut impl Connection,
    id: DocumentId,
) -> Result<Option<Shown>, AppError> {
    Ok(documents::find(on, id).await?.map(shown))
}

/// The document as the API shows it.
fn shown(named: NamedDocument) -> Shown {
    let NamedDocument { document, mailbox_address, family_name, given_name, tax_code } = named;
    let report = document.report.as_deref().map(report::read).unwrap_or_default();
    let subject = match document.mailbox_id {
        Some(id) => format!("mailbox:{id}"),
        None => format!("holder:{}", document.holder_id.unwrap_or_default()),
    };
    let signers = &document.signer_tax_codes;
    let is_known = document.verdict != Verdict::Pending && !signers.is_empty();
    let holder = tax_code.filter(|code| is_known && !code.is_empty());
    let signer_is_holder =
        holder.map(|holder| signers.iter().any(|code| TaxCode::are_of_one_person(code, &holder)));
    let holder_name = family_name.zip(given_name);
    Shown {
        id: document.id,
        organization_id: document.organization_id,
        subject,
        mailbox_id: document.mailbox_id,
        mailbox_address,
        holder_id: document.holder_id,
        holder_name: holder_name
            .map(|(family, given)| format!("{family} {given}").trim().to_owned()),
        kind: document.kind,
        format: document.format,
        name: document.name,
        bytes: document.bytes,
        sha256: document.sha256,
        verdict: document.verdict,
        verified_at: document.verified_at,
        finding: report.finding,
        detail: report.finding.map(|finding| finding.detail(None)),
        signatures: report.signatures.into_iter().map(report::signature).collect(),
        signer_is_holder,
        created_at: document.created_at,
        created_by: document.created_by,
        version: document.version,
    }
}
