//! Reading a contract, its documents and its history.

use sigillo_contract::Operation;
use sigillo_contract::contract::{Contract as Shown, ContractFileQuery};
use sigillo_contract::history::{HistoryQuery, HistoryRecord};
use sigillo_contract::operations::{GetContract, GetContractFile, GetContractHistory};
use sigillo_contract::page::Page;
use sigillo_domain::contract::ContractFile;
use sigillo_domain::id::ContractId;
use sigillo_storage::contract_files::StoredFile;
use sigillo_storage::contracts::{self, NamedContract};
use sigillo_storage::{Connection, contract_files, messages};

use super::copy::shown_copy;
use super::issue::reference;
use super::shown;
use crate::error::{AppError, NOT_FOUND};
use crate::mailboxes;
use crate::subject_history::HistoryPage;
use crate::{App, Attachment, Grant};

/// A document, with a name for the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfFile {
    pub name: String,
    pub content: Vec<u8>,
}

pub async fn get(app: &App, grant: &Grant<GetContract>, id: ContractId) -> Result<Shown, AppError> {
    let mut on = app.db.read().await?;
    let named = find(&mut on, grant, id).await?;
    let delivery = messages::newest_with_link(&mut on, id.subject()).await?;
    let copy = shown_copy(&mut on, &named.contract).await?;
    Ok(Shown { delivery, copy, ..shown(named) })
}

pub async fn file(
    app: &App,
    grant: &Grant<GetContractFile>,
    id: ContractId,
    query: &ContractFileQuery,
) -> Result<PdfFile, AppError> {
    let mut on = app.db.read().await?;
    find(&mut on, grant, id).await?;
    read_file(&mut on, id, query.which).await
}

pub(super) async fn read_file(
    on: &mut impl Connection,
    id: ContractId,
    which: Option<ContractFile>,
) -> Result<PdfFile, AppError> {
    let kind = which.unwrap_or(ContractFile::Original);
    let found = contract_files::find(on, id, kind).await?.ok_or(NOT_FOUND)?;
    Ok(PdfFile { name: file_name(id, kind), content: found.content })
}

pub async fn history(
    app: &App,
    grant: &Grant<GetContractHistory>,
    id: ContractId,
    query: &HistoryQuery,
) -> Result<Page<HistoryRecord>, AppError> {
    let page = HistoryPage::requested(query)?;
    let mut on = app.db.read().await?;
    find(&mut on, grant, id).await?;
    page.read(&app.db, &mut on, id.subject()).await
}

/// Finds a contract for reading; out of scope is `not_found`.
async fn find<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    id: ContractId,
) -> Result<NamedContract, AppError> {
    let named = contracts::find(on, id).await?.ok_or(NOT_FOUND)?;
    mailboxes::find(on, grant, named.contract.mailbox_id).await?;
    Ok(named)
}

/// The sealed document for a message; None once it was erased.
pub(crate) async fn sealed_copy(
    on: &mut impl Connection,
    id: ContractId,
) -> Result<Option<Attachment>, AppError> {
    let file = contract_files::find(on, id, ContractFile::Sealed).await?;
    let attachment = |file: StoredFile| Attachment {
        media_type: "application/pdf",
        name: file_name(id, ContractFile::Sealed),
        content: file.content,
    };
    Ok(file.map(attachment))
}

fn file_name(id: ContractId, kind: ContractFile) -> String {
    let suffix = match kind {
        ContractFile::Original => "",
        ContractFile::Sealed => "-firmato",
    };
    format!("contratto-{}{suffix}.pdf", reference(id))
}
