//! Exporting the activity as a file, with exactly its records in its order. The steps are those of the
//! export of mailboxes: [`export`] checks the request, [`PreparedExport::begin`] records who exports, and
//! only then can the records be read.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_contract::activity::{ActivityExportQuery, ActivityRecord};
use sigillo_contract::operations::ExportActivity;
use sigillo_domain::Faults;
use sigillo_domain::account::Account;
use sigillo_domain::export_record::{ExportRecord, ExportedList, ExportedListKind};
use sigillo_domain::message::Language;
use sigillo_storage::activity::{self, ActivityKey, Filter};

use super::select::{ActivityListRequest, ScopedSelection};
use super::table::{ActivityTable, write_record};
use super::view;
use crate::error::AppError;
use crate::export_file::{self, FileForm, comma_list};
use crate::ports::table::TableFormat;
use crate::recorded_export::RecordedExport;
use crate::table_stream::{RowSource, TableFile};
use crate::{App, Caller, Grant, sessions};

/// The number of records read at a time: about a megabyte.
const BATCH_ROWS: i64 = 1000;

/// An export that is allowed but not yet recorded.
pub struct PreparedExport {
    app: App,
    caller: Caller,
    selection: ScopedSelection,
    account: Account,
    at: DateTime<Utc>,
    total: i64,
    language: Language,
    pub format: TableFormat,
}

/// The records of an exported list.
pub struct ActivityRows {
    app: App,
    caller: Caller,
    filter: Filter,
    after: Option<ActivityKey>,
}

pub async fn export(
    app: &App,
    grant: &Grant<ExportActivity>,
    query: &ActivityExportQuery,
) -> Result<PreparedExport, AppError> {
    let mut faults = Faults::default();
    let ActivityExportQuery { format, separator, lang, .. } = query;
    let file = FileForm::parse(format, separator.as_deref(), lang.as_deref(), "", &mut faults);
    let selection = ActivityListRequest::from(query).read(&mut faults);
    let (FileForm { format, language }, selection) = faults.result(file.zip(Some(selection)))?;
    let account = export_file::exporting_account(grant.caller())?;
    let mut on = app.db.read().await?;
    let mut selection = selection.scoped(&mut on, grant).await?;
    let at = app.now();
    // What happens meanwhile, the record of this export among it, does not belong to the list.
    selection.filter.to = Some(selection.filter.to.map_or(at, |to| to.min(at)));
    let total = activity::count(&mut on, &selection.filter).await?;
    export_file::check_rows(format, total)?;
    Ok(PreparedExport {
        app: app.clone(),
        caller: grant.caller().clone(),
        selection,
        account,
        at,
        total,
        language,
        format,
    })
}

impl PreparedExport {
    /// Records who exports the list, and opens the list.
    pub async fn begin(self) -> Result<RecordedExport<ActivityRows>, AppError> {
        let export_record = self.record();
        export_file::record_start(&self.app, &export_record).await?;
        let (language, table) = (self.language, self.table());
        let file = TableFile {
            format: self.format,
            description: table.description(),
            write_row: Box::new(move |record: &ActivityRecord, file| {
                write_record(record, language, file)
            }),
        };
        let source = ActivityRows {
            app: self.app.clone(),
            caller: self.caller,
            filter: self.selection.filter,
            after: None,
        };
        let account_id = export_record.account_id;
        Ok(RecordedExport { app: self.app, record_id: export_record.id, account_id, file, source })
    }

    /// The file's name, with the domain if the list is of one.
    pub fn file_name(&self) -> String {
        let domain = match self.selection.domains.as_slice() {
            [domain] => Some(domain.as_str()),
            _ => None,
        };
        export_file::file_name("attivita", domain, self.at, self.format)
    }

    fn table(&self) -> ActivityTable {
        let filter = &self.selection.filter;
        ActivityTable {
            domains: self.selection.domains.clone(),
            person: filter.person.clone(),
            actions: filter.actions.clone(),
            subject_kinds: filter.subject_kinds.clone(),
            from: self.selection.from,
            to: self.selection.to,
            exported_by: self.caller.signature(),
            exported_at: self.at,
            language: self.language,
        }
    }

    fn record(&self) -> ExportRecord {
        let ScopedSelection { filter, domains, from, to } = &self.selection;
        let list = ExportedList {
            kind: ExportedListKind::Activity,
            domain: comma_list(domains.iter().map(String::as_str)),
            person: filter.person.clone(),
            actions: comma_list(filter.actions.iter().map(|action| action.as_str())),
            subject_kinds: comma_list(filter.subject_kinds.iter().map(|kind| kind.as_str())),
            from: from.map(|day| day.to_string()),
            to: to.map(|day| day.to_string()),
            sort: "-at".to_owned(),
            ..ExportedList::default()
        };
        let format = self.format.extension();
        ExportRecord::of_start(self.app.new_id(), self.at, &self.account, format, list, self.total)
    }
}

#[async_trait]
impl RowSource for ActivityRows {
    type Row = ActivityRecord;

    async fn next_batch(&mut self) -> Result<Option<Vec<ActivityRecord>>, AppError> {
        // The file ends with the session or the permissions of whoever asked for it.
        sessions::check_unchanged(&self.app, &self.caller).await?;
        let mut on = self.app.db.read().await?;
        let found = activity::list(&mut on, &self.filter, self.after.as_ref(), BATCH_ROWS).await?;
        let Some(last) = found.last() else { return Ok(None) };
        self.after = Some(last.key());
        Ok(Some(view::records(&self.app.db, &mut on, found, &self.caller).await?))
    }
}
