//! Exporting holders as a file (A4), with exactly the rows of the list in its order. The steps are those of the
//! export of mailboxes: [`export`] checks the request, [`PreparedExport::begin`] records who exports, and only
//! then can the holders be read.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_contract::holder::HolderExportQuery;
use sigillo_contract::operations::ExportHolders;
use sigillo_domain::Faults;
use sigillo_domain::account::Account;
use sigillo_domain::export_record::{ExportRecord, ExportedList, ExportedListKind};
use sigillo_domain::holder::HolderSortField;
use sigillo_domain::list::Sort;
use sigillo_domain::message::Language;
use sigillo_storage::holder_list::{self, Filter};
use sigillo_storage::{PageRequest, holder_addresses, holder_companies};

use super::list::{
    DEFAULT_ORDER, filter, read_states, searched_fields, searched_organization, searches,
};
use super::table::{ExportedHolder, HolderTable, write_holder};
use crate::access_log::{self, Shown};
use crate::caller::Identity;
use crate::error::AppError;
use crate::export_file::{self, FileForm, comma_list};
use crate::ports::table::TableFormat;
use crate::recorded_export::RecordedExport;
use crate::table_stream::{RowSource, TableFile};
use crate::{App, Caller, Grant, sessions};

/// The number of holders read at a time.
const BATCH_ROWS: usize = 1000;

/// An export that is allowed but not yet recorded.
pub struct PreparedExport {
    app: App,
    caller: Caller,
    /// None if the caller may know of no holders.
    filter: Option<Filter>,
    /// The names of the fields that are searched by.
    fields: Vec<&'static str>,
    sort: Sort<HolderSortField>,
    account: Account,
    at: DateTime<Utc>,
    total: i64,
    language: Language,
    pub format: TableFormat,
}

/// The holders of an exported list.
pub struct HolderRows {
    app: App,
    caller: Caller,
    filter: Option<Filter>,
    /// None when all have been read.
    next: Option<PageRequest<HolderSortField>>,
}

pub async fn export(
    app: &App,
    grant: &Grant<ExportHolders>,
    query: &HolderExportQuery,
) -> Result<PreparedExport, AppError> {
    let mut faults = Faults::default();
    let HolderExportQuery { format, separator, lang, sort, .. } = query;
    let file = FileForm::parse(format, separator.as_deref(), lang.as_deref(), "", &mut faults);
    let sort = sort.as_deref().map_or(Ok(DEFAULT_ORDER), Sort::parse);
    let sort = faults.check("sort", sort);
    let list = query.list();
    let states = read_states(&list, &mut faults);
    let searches = searches(&list, &mut faults);
    let (FileForm { format, language }, sort) = faults.result(file.zip(sort))?;
    let account = export_file::exporting_account(grant.caller())?;
    let filter = filter(grant.caller(), &list, states, searches);
    let mut on = app.db.read().await?;
    let total = match &filter {
        Some(filter) => holder_list::length(&mut on, filter).await?,
        None => 0,
    };
    export_file::check_rows(format, total)?;
    Ok(PreparedExport {
        app: app.clone(),
        caller: grant.caller().clone(),
        fields: filter.as_ref().map(searched_fields).unwrap_or_default(),
        filter,
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
    pub async fn begin(self) -> Result<RecordedExport<HolderRows>, AppError> {
        let export_record = self.record();
        let organization_id = self.filter.as_ref().and_then(searched_organization);
        let rows = usize::try_from(self.total).unwrap_or_default();
        let shown = Shown { organization_id, fields: &self.fields, rows };
        access_log::record_export(&self.app, self.caller.actor(), &shown).await?;
        export_file::record_start(&self.app, &export_record).await?;
        let table = self.table();
        let file = TableFile {
            format: self.format,
            description: table.description(),
            write_row: Box::new(write_holder),
        };
        let first = PageRequest { sort: self.sort, after: None, limit: BATCH_ROWS, count: false };
        let source = HolderRows {
            app: self.app.clone(),
            caller: self.caller,
            next: Some(first),
            filter: self.filter,
        };
        let account_id = export_record.account_id;
        Ok(RecordedExport { app: self.app, record_id: export_record.id, account_id, file, source })
    }

    pub fn file_name(&self) -> String {
        export_file::file_name("titolari", None, self.at, self.format)
    }

    fn table(&self) -> HolderTable {
        HolderTable {
            fields: self.fields.clone(),
            states: self.filter.as_ref().map_or_else(Vec::new, |filter| filter.states.clone()),
            sort: self.sort,
            exported_by: self.caller.signature(),
            exported_at: self.at,
            language: self.language,
        }
    }

    fn record(&self) -> ExportRecord {
        let states = self.filter.as_ref().map_or(&[][..], |filter| &filter.states);
        let list = ExportedList {
            kind: ExportedListKind::Holders,
            search_in: comma_list(self.fields.iter().copied()),
            states: comma_list(states.iter().map(|state| state.as_str())),
            sort: self.sort.to_string(),
            ..ExportedList::default()
        };
        let format = self.format.extension();
        ExportRecord::of_start(self.app.new_id(), self.at, &self.account, format, list, self.total)
    }
}

#[async_trait]
impl RowSource for HolderRows {
    type Row = ExportedHolder;

    async fn next_batch(&mut self) -> Result<Option<Vec<ExportedHolder>>, AppError> {
        // The file ends with the session or the permissions of whoever asked for it.
        sessions::check_unchanged(&self.app, &self.caller).await?;
        let (Some(filter), Some(request)) = (&self.filter, self.next.take()) else {
            return Ok(None);
        };
        let mut on = self.app.db.read().await?;
        let found = holder_list::page(&mut on, filter, &request).await?;
        if found.items.is_empty() {
            return Ok(None);
        }
        self.next = found.end.map(|end| PageRequest { after: Some(end), ..request });
        let ids: Vec<_> = found.items.iter().map(|holder| holder.id).collect();
        let mut addresses = HashMap::new();
        for address in holder_addresses::all_of_many(&mut on, ids.iter().copied()).await? {
            addresses.entry(address.holder_id).or_insert(address);
        }
        let mut companies = HashMap::new();
        for tied in holder_companies::all_of_many(&mut on, ids).await? {
            companies.entry(tied.tie.holder_id).or_insert(tied.company);
        }
        let rows = found.items.into_iter().map(|holder| ExportedHolder {
            address: addresses.remove(&holder.id),
            company: companies.remove(&holder.id),
            holder,
        });
        Ok(Some(rows.collect()))
    }
}
