//! Exporting mailboxes as a file (A4): here a list, with exactly its rows in its order, and in
//! [`export_selection`](super::export_selection()) those that were chosen one by one.
//!
//! There are three steps, so that nothing is exported without a record: [`export`] checks the
//! request, [`PreparedExport::begin`] records who exports what, and only then can the rows of the file
//! be read.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_contract::mailbox::ExportQuery;
use sigillo_contract::operations::ExportMailboxes;
use sigillo_domain::Faults;
use sigillo_domain::account::Account;
use sigillo_domain::export_record::{ExportRecord, ExportedList};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox_list::{Listed, OVER_SOFT_LIMIT};
use sigillo_domain::message::Language;
use sigillo_storage::mailbox_list::Filter;
use sigillo_storage::mailbox_reader::Reader;
use sigillo_storage::reference_names::{Named, names};
use sigillo_storage::{Connection, mailbox_list, mailboxes, plans};

use super::further_filters;
use super::select::{MailboxListRequest, Selection};
use super::table::{MailboxTable, write_mailbox};
use crate::access_log::{self, Shown};
use crate::caller::Identity;
use crate::error::AppError;
use crate::export_file::{self, FileForm, comma_list};
use crate::ports::table::TableFormat;
use crate::recorded_export::RecordedExport;
use crate::table_stream::{RowSource, TableFile};
use crate::{App, Caller, Grant, display_names, holders, reference_names, sessions};

/// The number of rows read at a time: about half a megabyte.
const BATCH_ROWS: usize = 2000;

/// An export that is allowed but not yet recorded.
pub struct PreparedExport {
    app: App,
    caller: Caller,
    exported: Exported,
    /// The name of the holder whose mailboxes are exported.
    holder: Option<String>,
    account: Account,
    signature: String,
    at: DateTime<Utc>,
    total: i64,
    /// Of the filters.
    names: FilterNames,
    language: Language,
    pub format: TableFormat,
}

/// The names of the plans and resellers that a list is filtered by.
#[derive(Default)]
struct FilterNames {
    plans: Vec<String>,
    resellers: Vec<String>,
}

impl FilterNames {
    async fn of(on: &mut impl Connection, filter: &Filter) -> Result<Self, AppError> {
        let plans = plans::find_many(on, filter.plans.iter().copied()).await?;
        let mut plans: Vec<_> = plans.into_values().map(|plan| plan.code).collect();
        plans.sort();
        let resellers = filter.resellers.iter().map(|id| id.uuid());
        let resellers = names(on, Named::Reseller, resellers).await?;
        let mut resellers: Vec<_> = resellers.into_values().collect();
        resellers.sort();
        Ok(Self { plans, resellers })
    }
}

/// A comma list of ids; None for an empty one, which is no filter.
fn id_list(ids: &[impl ToString]) -> Option<String> {
    let texts: Vec<_> = ids.iter().map(ToString::to_string).collect();
    comma_list(texts.iter().map(String::as_str))
}

/// The mailboxes that are exported.
pub(super) enum Exported {
    List(Box<Selection>),
    /// These mailboxes, which are in the caller's scope, and the names of their domains.
    Named {
        ids: Vec<MailboxId>,
        domains: Vec<String>,
    },
}

impl Exported {
    /// The names of the domains, with this between them; None where it is every domain in scope.
    fn domain_names(&self, separator: &str) -> Option<String> {
        match self {
            Exported::List(selection) => selection.domain_names(separator),
            Exported::Named { domains, .. } => Some(domains.join(separator)),
        }
    }

    /// The selection of a list.
    fn list(&self) -> Option<&Selection> {
        match self {
            Exported::List(selection) => Some(selection),
            Exported::Named { .. } => None,
        }
    }
}

/// The rows of an export of mailboxes.
pub struct MailboxRows {
    app: App,
    caller: Caller,
    rows: Rows,
}

enum Rows {
    List(Box<Reader>),
    /// The mailboxes that are still to be read, in their order.
    Named(Vec<MailboxId>),
}

/// An export of mailboxes, recorded as running.
pub type MailboxExport = RecordedExport<MailboxRows>;

pub async fn export(
    app: &App,
    grant: &Grant<ExportMailboxes>,
    query: &ExportQuery,
) -> Result<PreparedExport, AppError> {
    let (file, selection) = parse(query)?;
    let account = export_file::exporting_account(grant.caller())?;
    let mut on = app.db.read().await?;
    let selection = selection.scoped(&mut on, grant, query.domain.as_deref()).await?;
    let nothing = selection.filter.domains.is_empty();
    let total = if nothing { 0 } else { mailbox_list::count(&mut on, &selection.filter).await? };
    export_file::check_rows(file.format, total)?;
    let names = FilterNames::of(&mut on, &selection.filter).await?;
    let holder = match selection.filter.holder {
        Some(id) => holders::name_in_scope(&mut on, grant.caller(), id).await?,
        None => None,
    };
    let exported = Exported::List(Box::new(selection));
    let prepared = PreparedExport::new(app, grant.caller(), account, file, exported, total);
    Ok(PreparedExport { holder, names, ..prepared })
}

fn parse(query: &ExportQuery) -> Result<(FileForm, Selection), AppError> {
    let mut faults = Faults::default();
    let ExportQuery { format, separator, lang, .. } = query;
    let file = FileForm::parse(format, separator.as_deref(), lang.as_deref(), "", &mut faults);
    let selection = MailboxListRequest::from(query).read(&mut faults);
    Ok(faults.result(file.zip(selection))?)
}

impl PreparedExport {
    /// `total` is the number of rows that the file will have.
    pub(super) fn new(
        app: &App,
        caller: &Caller,
        account: Account,
        file: FileForm,
        exported: Exported,
        total: i64,
    ) -> Self {
        let FileForm { format, language } = file;
        Self {
            app: app.clone(),
            caller: caller.clone(),
            exported,
            holder: None,
            account,
            signature: caller.signature(),
            at: app.now(),
            total,
            names: FilterNames::default(),
            language,
            format,
        }
    }

    /// Records who exports what, and opens the rows.
    pub async fn begin(self) -> Result<MailboxExport, AppError> {
        let export_record = self.record();
        // The file has the names of holders.
        let organization_id = self.caller.organization_id();
        let rows = usize::try_from(self.total).unwrap_or_default();
        let shown = Shown { organization_id, fields: &[], rows };
        access_log::record_export(&self.app, self.caller.actor(), &shown).await?;
        export_file::record_start(&self.app, &export_record).await?;
        let (language, table) = (self.language, self.table());
        let file = TableFile {
            format: self.format,
            description: table.description(),
            write_row: Box::new(move |mailbox: &Listed, file| {
                write_mailbox(mailbox, language, file)
            }),
        };
        let rows = match self.exported {
            Exported::List(selection) => {
                Rows::List(Box::new(Reader::new(selection.filter, selection.sort)))
            }
            Exported::Named { ids, .. } => Rows::Named(ids),
        };
        let source = MailboxRows { app: self.app.clone(), caller: self.caller, rows };
        let account_id = export_record.account_id;
        Ok(RecordedExport { app: self.app, record_id: export_record.id, account_id, file, source })
    }

    /// The file's name, with the domain if the list is of one.
    pub fn file_name(&self) -> String {
        // No name of a domain has a comma.
        let name = self.exported.domain_names(",").filter(|names| !names.contains(','));
        export_file::file_name("caselle", name.as_deref(), self.at, self.format)
    }

    fn table(&self) -> MailboxTable {
        let list = self.exported.list();
        let filter = list.map(|selection| selection.filter.clone()).unwrap_or_default();
        let further = list.map(|selection| further_filters::criteria(selection, self.language));
        MailboxTable {
            domains: self.exported.domain_names(", "),
            search: filter.search,
            search_in: filter.search_in,
            communication_email: filter.communication_email,
            note: filter.note,
            plans: self.names.plans.clone(),
            resellers: self.names.resellers.clone(),
            states: filter.states,
            passwords: filter.passwords,
            over_soft_limit: filter.over_soft_limit,
            holder: self.holder.clone(),
            further: further.unwrap_or_default(),
            sort: list.map(|selection| selection.sort),
            exported_by: self.signature.clone(),
            exported_at: self.at,
            language: self.language,
        }
    }

    fn record(&self) -> ExportRecord {
        let format = self.format.extension();
        ExportRecord::of_start(
            self.app.new_id(),
            self.at,
            &self.account,
            format,
            self.recorded_list(),
            self.total,
        )
    }

    fn recorded_list(&self) -> ExportedList {
        let domain = self.exported.domain_names(",");
        let Some(selection) = self.exported.list() else {
            return ExportedList { domain, ..ExportedList::default() };
        };
        let filter = &selection.filter;
        ExportedList {
            domain,
            search: filter.search.clone(),
            search_in: comma_list(filter.search_in.iter().map(|field| field.as_str())),
            communication_email: filter.communication_email.clone(),
            note: filter.note.clone(),
            plans: id_list(&filter.plans),
            resellers: id_list(&filter.resellers),
            states: comma_list(filter.states.iter().map(|state| state.as_str())),
            password_states: comma_list(filter.passwords.iter().map(|state| state.as_str())),
            fill: filter.over_soft_limit.then(|| OVER_SOFT_LIMIT.to_owned()),
            holder: filter.holder.map(|id| id.to_string()),
            sort: selection.sort.to_string(),
            filters: further_filters::recorded(selection),
            ..ExportedList::default()
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
        let mut rows = match &mut self.rows {
            Rows::List(reader) => reader.next(&mut on, BATCH_ROWS).await?,
            Rows::Named(ids) => named(&mut on, std::mem::take(ids)).await?,
        };
        display_names::fill(&mut on, &mut rows).await?;
        if !rows.is_empty() {
            let addresses = rows.iter().map(|mailbox| mailbox.address.clone());
            let mut holders = mailboxes::holders_by_address(&mut on, addresses).await?;
            for mailbox in &mut rows {
                mailbox.holder = holders.remove(&mailbox.address);
            }
        }
        reference_names::fill_listed(&mut on, &mut rows).await?;
        Ok((!rows.is_empty()).then_some(rows))
    }
}

/// These mailboxes, in this order. There are few enough for one statement.
async fn named(on: &mut impl Connection, ids: Vec<MailboxId>) -> Result<Vec<Listed>, AppError> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let found = mailboxes::find_many(on, ids.iter().copied()).await?;
    let mut found: HashMap<_, _> = found.into_iter().map(|mailbox| (mailbox.id, mailbox)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).map(Listed::from).collect())
}
