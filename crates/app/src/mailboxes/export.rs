//! Exporting the list of mailboxes as a file (A4), with exactly its rows in its order.
//!
//! There are three steps, so that no list is exported without a record: [`export`] checks the
//! request, [`PreparedExport::begin`] records who exports the list, and only then can its rows be
//! read.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_contract::mailbox::ExportQuery;
use sigillo_contract::operations::ExportMailboxes;
use sigillo_domain::account::Account;
use sigillo_domain::export_record::{ExportOutcome, ExportRecord, ExportedList, ExportedListKind};
use sigillo_domain::mailbox_list::{Listed, OVER_SOFT_LIMIT};
use sigillo_domain::message::Language;
use sigillo_domain::{Code, Faults};
use sigillo_storage::mailbox_list;
use sigillo_storage::mailbox_reader::Reader;

use super::select::{MailboxListRequest, Selection};
use super::table::{MailboxTable, write_mailbox};
use crate::error::AppError;
use crate::export_file::{self, comma_list};
use crate::ports::table::TableFormat;
use crate::recorded_export::RecordedExport;
use crate::table_stream::{RowSource, TableFile};
use crate::{App, Caller, Grant, display_names, sessions};

/// The number of rows read at a time: about half a megabyte.
const BATCH_ROWS: usize = 2000;

/// An export that is allowed but not yet recorded.
pub struct PreparedExport {
    app: App,
    caller: Caller,
    selection: Selection,
    account: Account,
    signature: String,
    at: DateTime<Utc>,
    total: i64,
    language: Language,
    pub format: TableFormat,
}

/// The rows of a list of mailboxes.
pub struct MailboxRows {
    app: App,
    caller: Caller,
    reader: Reader,
}

/// An export of a list of mailboxes, recorded as running.
pub type MailboxExport = RecordedExport<MailboxRows>;

pub async fn export(
    app: &App,
    grant: &Grant<ExportMailboxes>,
    query: &ExportQuery,
) -> Result<PreparedExport, AppError> {
    let (format, language, selection) = parse(query)?;
    // The record of an export names an account, so only accounts may export.
    let account = grant.caller().account().ok_or(AppError::Problem(Code::Forbidden))?.clone();
    let mut on = app.db.read().await?;
    let selection = selection.scoped(&mut on, grant, query.domain.as_deref()).await?;
    let nothing = selection.filter.domains.is_empty();
    let total = if nothing { 0 } else { mailbox_list::count(&mut on, &selection.filter).await? };
    export_file::check_rows(format, total)?;
    Ok(PreparedExport {
        app: app.clone(),
        caller: grant.caller().clone(),
        selection,
        account,
        signature: grant.caller().signature(),
        at: app.now(),
        total,
        language,
        format,
    })
}

fn parse(query: &ExportQuery) -> Result<(TableFormat, Language, Selection), AppError> {
    let mut faults = Faults::default();
    let (separator, language) = (query.separator.as_deref(), query.lang.as_deref());
    let options = export_file::parse_options(&query.format, separator, language, &mut faults);
    let selection = MailboxListRequest::from(query).read(&mut faults);
    let parsed = options.zip(selection);
    let parsed = parsed.map(|((format, language), selection)| (format, language, selection));
    Ok(faults.result(parsed)?)
}

impl PreparedExport {
    /// Records who exports the list, and opens the list.
    pub async fn begin(self) -> Result<MailboxExport, AppError> {
        let export_record = self.record();
        export_file::record_start(&self.app, &export_record).await?;
        let (language, table) = (self.language, self.table());
        let file = TableFile {
            format: self.format,
            description: table.description(),
            write_row: Box::new(move |mailbox: &Listed, file| {
                write_mailbox(mailbox, language, file)
            }),
        };
        let reader = Reader::new(self.selection.filter, self.selection.sort);
        let source = MailboxRows { app: self.app.clone(), caller: self.caller, reader };
        let account_id = export_record.account_id;
        Ok(RecordedExport { app: self.app, record_id: export_record.id, account_id, file, source })
    }

    /// The file's name, with the domain if the list is of one.
    pub fn file_name(&self) -> String {
        let name = match self.selection.domains.as_slice() {
            [domain] => Some(domain.name.as_str()),
            _ => None,
        };
        export_file::file_name("caselle", name, self.at, self.format)
    }

    fn table(&self) -> MailboxTable {
        let filter = &self.selection.filter;
        MailboxTable {
            domains: self.selection.domain_names(", "),
            search: filter.search.clone(),
            search_in: filter.search_in.clone(),
            communication_email: filter.communication_email.clone(),
            note: filter.note.clone(),
            states: filter.states.clone(),
            passwords: filter.passwords.clone(),
            over_soft_limit: filter.over_soft_limit,
            sort: self.selection.sort,
            exported_by: self.signature.clone(),
            exported_at: self.at,
            language: self.language,
        }
    }

    fn record(&self) -> ExportRecord {
        let filter = &self.selection.filter;
        let list = ExportedList {
            kind: ExportedListKind::Mailboxes,
            domain: self.selection.domain_names(","),
            search: filter.search.clone(),
            search_in: comma_list(filter.search_in.iter().map(|field| field.as_str())),
            communication_email: filter.communication_email.clone(),
            note: filter.note.clone(),
            states: comma_list(filter.states.iter().map(|state| state.as_str())),
            password_states: comma_list(filter.passwords.iter().map(|state| state.as_str())),
            fill: filter.over_soft_limit.then(|| OVER_SOFT_LIMIT.to_owned()),
            sort: self.selection.sort.to_string(),
            ..ExportedList::default()
        };
        ExportRecord {
            id: self.app.new_id(),
            at: self.at,
            account_id: self.account.id,
            actor_kind: self.account.role.into(),
            actor_name: self.account.username.clone(),
            organization_id: self.account.organization_id,
            format: self.format.extension().to_owned(),
            list,
            rows_announced: self.total,
            outcome: ExportOutcome::Running,
            finished_at: None,
            rows_written: None,
        }
    }
}

#[async_trait]
impl RowSource for MailboxRows {
    type Row = Listed;

    async fn next_batch(&mut self) -> Result<Option<Vec<Listed>>, AppError> {
        // The file ends with the session or the permissions of whoever asked for it.
        sessions::check_unchanged(&self.app, &self.caller).await?;
        let mut on = self.app.db.read().await?;
        let mut rows = self.reader.next(&mut on, BATCH_ROWS).await?;
        display_names::fill(&mut on, &mut rows).await?;
        Ok((!rows.is_empty()).then_some(rows))
    }
}
