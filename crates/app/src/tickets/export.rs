//! Exporting tickets as a file, with exactly the rows of the list in its order. The steps are those of the export of
//! mailboxes: [`export`] checks the request, [`PreparedExport::begin`] records who exports, and only then can the
//! tickets be read.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_contract::Access;
use sigillo_contract::operations::ExportTickets;
use sigillo_contract::ticket::{TicketExportQuery, TicketQuery};
use sigillo_domain::account::Account;
use sigillo_domain::export_record::{ExportRecord, ExportedList, ExportedListKind};
use sigillo_domain::list::Sort;
use sigillo_domain::message::Language;
use sigillo_domain::permission::Permission;
use sigillo_domain::ticket::TicketSortField;
use sigillo_domain::{Code, Faults};
use sigillo_storage::PageRequest;
use sigillo_storage::ticket_list::{self, Filter};
use sigillo_storage::tickets::NamedTicket;

use super::list::{DEFAULT_ORDER, filter};
use super::table::{TicketTable, write_ticket};
use crate::caller::Identity;
use crate::error::AppError;
use crate::export_file::{self, FileForm};
use crate::ports::table::TableFormat;
use crate::recorded_export::RecordedExport;
use crate::table_stream::{RowSource, TableFile};
use crate::{App, Caller, Grant, sessions};

/// The number of tickets read at a time.
const BATCH_ROWS: usize = 500;

/// An export that is allowed but not yet recorded.
pub struct PreparedExport {
    app: App,
    caller: Caller,
    filter: Filter,
    /// The filters as the record of the export has them.
    query: TicketQuery,
    sort: Sort<TicketSortField>,
    account: Account,
    at: DateTime<Utc>,
    total: i64,
    language: Language,
    pub format: TableFormat,
}

/// The tickets of an exported list.
pub struct TicketRows {
    app: App,
    caller: Caller,
    filter: Filter,
    /// None when all have been read.
    next: Option<PageRequest<TicketSortField>>,
}

/// Whoever works with tickets needs the permission to export as well.
pub async fn export(
    app: &App,
    grant: &Grant<ExportTickets>,
    query: &TicketExportQuery,
) -> Result<PreparedExport, AppError> {
    if !grant.caller().may(Access::Mailboxes(&[Permission::Export])) {
        return Err(AppError::Problem(Code::Forbidden));
    }
    let mut faults = Faults::default();
    let TicketExportQuery { format, separator, lang, sort, .. } = query;
    let file = FileForm::parse(format, separator.as_deref(), lang.as_deref(), "", &mut faults);
    let sort = sort.as_deref().map_or(Ok(DEFAULT_ORDER), Sort::parse);
    let sort = faults.check("sort", sort);
    let list = query.list();
    let filter = filter(grant.caller(), &list, &mut faults);
    let (FileForm { format, language }, sort) = faults.result(file.zip(sort))?;
    let account = export_file::exporting_account(grant.caller())?;
    let mut on = app.db.read().await?;
    let total = ticket_list::count(&mut on, &filter).await?;
    export_file::check_rows(format, total)?;
    Ok(PreparedExport {
        app: app.clone(),
        caller: grant.caller().clone(),
        filter,
        query: list,
        sort,
        account,
        at: app.now(),
        total,
        language,
        format,
    })
}

impl PreparedExport {
    /// Records who exports the list, and opens the list.
    pub async fn begin(self) -> Result<RecordedExport<TicketRows>, AppError> {
        let export_record = self.record();
        export_file::record_start(&self.app, &export_record).await?;
        let table = TicketTable {
            filter: self.filter.clone(),
            sort: self.sort,
            exported_by: self.caller.signature(),
            exported_at: self.at,
            language: self.language,
        };
        let language = self.language;
        let file = TableFile {
            format: self.format,
            description: table.description(),
            write_row: Box::new(move |ticket, file| write_ticket(ticket, language, file)),
        };
        let first = PageRequest { sort: self.sort, after: None, limit: BATCH_ROWS, count: false };
        let source = TicketRows {
            app: self.app.clone(),
            caller: self.caller,
            next: Some(first),
            filter: self.filter,
        };
        let account_id = export_record.account_id;
        Ok(RecordedExport { app: self.app, record_id: export_record.id, account_id, file, source })
    }

    pub fn file_name(&self) -> String {
        export_file::file_name("ticket", None, self.at, self.format)
    }

    fn record(&self) -> ExportRecord {
        let query = &self.query;
        let filters = [
            ("priority", query.priority.clone()),
            ("type", query.ticket_type.clone()),
            ("desk", query.desk.clone()),
            ("queue", query.queue.clone()),
        ];
        let filters =
            filters.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let list = ExportedList {
            kind: ExportedListKind::Tickets,
            search: query.q.clone(),
            states: query.status.clone(),
            from: query.created_from.map(|day| day.to_string()),
            to: query.created_to.map(|day| day.to_string()),
            sort: self.sort.to_string(),
            filters: filters.collect::<BTreeMap<_, _>>(),
            ..ExportedList::default()
        };
        let format = self.format.extension();
        ExportRecord::of_start(self.app.new_id(), self.at, &self.account, format, list, self.total)
    }
}

#[async_trait]
impl RowSource for TicketRows {
    type Row = NamedTicket;

    async fn next_batch(&mut self) -> Result<Option<Vec<NamedTicket>>, AppError> {
        // The file ends with the session or the permissions of whoever asked for it.
        sessions::check_unchanged(&self.app, &self.caller).await?;
        let Some(request) = self.next.take() else { return Ok(None) };
        let mut on = self.app.db.read().await?;
        let found = ticket_list::page(&mut on, &self.filter, &request).await?;
        if found.items.is_empty() {
            return Ok(None);
        }
        self.next = found.end.map(|end| PageRequest { after: Some(end), ..request });
        Ok(Some(found.items))
    }
}
