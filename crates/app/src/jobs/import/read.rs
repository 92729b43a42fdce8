//! Reading the file of an import into a table.

use sigillo_contract::Operation;
use sigillo_contract::import::ImportQuery;
use sigillo_domain::id::{AccountId, OrganizationId};
use sigillo_domain::import::{self, ImportKind, Suggestion};
use sigillo_domain::job::MAX_ROWS;
use sigillo_domain::{Code, FaultCode, Faults};

use super::file::FileChoices;
use crate::error::AppError;
use crate::fair_slots::{FairSlots, Slot};
use crate::ports::table::{Encoding, ReadError, ReadOptions, Table};
use crate::{App, Grant};

const SEPARATORS: [(&str, u8); 4] =
    [("semicolon", b';'), ("comma", b','), ("tab", b'\t'), ("pipe", b'|')];

/// The name of a separator in the API; None for one that has no name there.
pub(super) fn separator_name(separator: u8) -> Option<&'static str> {
    SEPARATORS.iter().find(|(_, byte)| *byte == separator).map(|(name, _)| *name)
}

/// How files of mailboxes are read unless the request says otherwise.
pub fn read_options() -> ReadOptions {
    read_options_of(ImportKind::Mailboxes)
}

fn read_options_of(kind: ImportKind) -> ReadOptions {
    let options = match kind {
        ImportKind::Mailboxes | ImportKind::Identifications => {
            ReadOptions::new(import::find_start, import::is_list)
        }
        ImportKind::Holders => {
            ReadOptions::new(import::find_start_of_holders, import::is_list_of_holders)
        }
    };
    ReadOptions { max_rows: MAX_ROWS, ..options }
}

/// The read options from the query of the request.
pub fn parse_options<'q>(query: impl Into<FileChoices<'q>>) -> Result<ReadOptions, AppError> {
    let choices = query.into();
    let mut faults = Faults::default();
    let separator = choices.separator.and_then(|text| {
        let known = SEPARATORS.iter().find(|(name, _)| *name == text);
        faults.check("separator", known.ok_or(FaultCode::Unknown)).map(|(_, byte)| *byte)
    });
    let encoding = choices
        .encoding
        .and_then(|text| faults.check("encoding", Encoding::parse(text).ok_or(FaultCode::Unknown)));
    let hidden = choices.hidden_rows.map_or(Ok(false), |text| match text {
        "skip" => Ok(true),
        "include" => Ok(false),
        _ => Err(FaultCode::Unknown),
    });
    let skip_hidden_rows = faults.check("hidden_rows", hidden).unwrap_or_default();
    let sheet = choices.sheet.map(str::to_owned);
    let usual = read_options_of(choices.kind);
    let options = ReadOptions { separator, encoding, sheet, skip_hidden_rows, ..usual };
    Ok(faults.result(Some(options))?)
}

/// The read options of a file of identifications.
pub fn parse_options_of_identifications(query: &ImportQuery) -> Result<ReadOptions, AppError> {
    parse_options(FileChoices::of(query, ImportKind::Identifications))
}

/// Reads a file, off the threads that serve requests.
pub async fn read_file(
    app: &App,
    file: impl AsRef<[u8]> + Send + 'static,
    options: ReadOptions,
) -> Result<Table, AppError> {
    let reader = app.table_reader.clone();
    let reading = tokio::task::spawn_blocking(move || reader.read(file.as_ref(), &options));
    let table = reading.await.map_err(|error| {
        tracing::error!(%error, "a file could not be read");
        AppError::Problem(Code::Internal)
    })?;
    table.map_err(|error| refused(&error))
}

fn refused(error: &ReadError) -> AppError {
    let code = match error {
        ReadError::UnknownSheet => return AppError::fault("sheet", FaultCode::Unknown),
        ReadError::Empty | ReadError::TooManyRows { .. } => Code::RowsOutOfRange,
        ReadError::TooLarge { .. } => Code::PayloadTooLarge,
        _ => Code::FileNotReadable,
    };
    AppError::Detailed(code, error.to_string())
}

/// Upper bound on the files that are read at once: together they could fill the memory.
const MAX_READING: usize = 2;
/// The files of one organisation that may wait for their turn, in memory.
const MAX_WAITING: usize = 4;
/// `Retry-After` of a file that found no place to wait, in seconds.
const RETRY_READING_AFTER: i64 = 10;

/// Whose turn it is to have a file read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportOwner {
    Organization(OrganizationId),
    /// An operator belongs to no organisation.
    Operator(AccountId),
}

/// The slots for reading files: one for each organisation, so that none keeps the others waiting
/// for longer than one file takes.
pub fn import_slots() -> FairSlots<ImportOwner> {
    FairSlots::new(MAX_READING, 1, MAX_WAITING)
}

/// Waits for the turn of the caller's organisation to have a file read.
pub async fn import_slot<O: Operation>(
    slots: &FairSlots<ImportOwner>,
    grant: &Grant<O>,
) -> Result<Slot, AppError> {
    let caller = grant.caller();
    let organization = caller.organization_id().map(ImportOwner::Organization);
    let owner = organization.or(caller.account_id().map(ImportOwner::Operator));
    let owner = owner.ok_or(AppError::Problem(Code::Forbidden))?;
    let too_many = AppError::TooManyRequests { retry_after_seconds: RETRY_READING_AFTER };
    slots.acquire(owner).await.map_err(|_| too_many)
}

/// Suggests the field of each column of a file of mailboxes in this domain, if it is known.
pub fn suggest_mapping(table: &Table, domain: Option<&str>) -> Suggestion {
    widened(import::suggest(headings(table).as_deref(), &table.sample(), domain), table)
}

/// Suggests the field of each column of a file of holders.
pub fn suggest_mapping_of_holders(table: &Table) -> Suggestion {
    widened(import::suggest_holders(headings(table).as_deref(), &table.sample()), table)
}

/// Suggests the field of each column of a file of identifications.
pub fn suggest_mapping_of_identifications(table: &Table, domain: &str) -> Suggestion {
    let headings = headings(table);
    let suggestion =
        import::suggest_identifications(headings.as_deref(), &table.sample(), Some(domain));
    widened(suggestion, table)
}

fn headings(table: &Table) -> Option<Vec<&str>> {
    table.headings.as_ref().map(|headings| headings.iter().map(String::as_str).collect())
}

/// The same for every column of the table: some have neither a heading nor a cell in the sample.
fn widened(mut suggestion: Suggestion, table: &Table) -> Suggestion {
    suggestion.mapping.columns.resize(table.columns(), None);
    suggestion.doubts.resize(table.columns(), None);
    suggestion
}
