//! Taking the list away as a file (A4): exactly its rows, in its order.
//!
//! In three steps, so that nothing leaves untold: [`export`] judges what is asked for, [`Asking::begin`]
//! records who takes it, and only then are there rows to be had.

use chrono::{DateTime, Utc};
use sigillo_contract::mailbox::ExportQuery;
use sigillo_contract::operations::ExportMailboxes;
use sigillo_domain::account::Account;
use sigillo_domain::export_record::{ExportOutcome, ExportRecord, ExportedList};
use sigillo_domain::history::{Action, FieldChange, Subject};
use sigillo_domain::mailbox_list::{Listed, OVER_SOFT_LIMIT, Sort};
use sigillo_domain::{Code, Faults};
use sigillo_storage::mailbox_reader::Reader;
use sigillo_storage::{StorageError, exports, mailbox_list};
use uuid::Uuid;

use super::select::{Asked, Selection};
use crate::error::AppError;
use crate::record::{Deed, record};
use crate::{App, Grant};

/// Rows read at a time: about half a megabyte.
const BATCH: usize = 2000;

/// A list that may be taken away, and is not yet.
pub struct Asking {
    app: App,
    selection: Selection,
    account: Account,
    /// How many rows there are to come.
    pub total: i64,
    /// Who takes the file.
    pub signature: String,
    /// When it was asked for.
    pub at: DateTime<Utc>,
}

/// An export under way: the rows come a batch at a time, so that its size does not matter.
pub struct Export {
    app: App,
    id: Uuid,
    reader: Reader,
}

pub async fn export(
    app: &App,
    grant: &Grant<ExportMailboxes>,
    query: &ExportQuery,
) -> Result<Asking, AppError> {
    let mut faults = Faults::default();
    let asked = Asked {
        search: query.q.as_deref(),
        states: query.state.as_deref(),
        passwords: query.password_state.as_deref(),
        fill: query.fill.as_deref(),
        sort: query.sort.as_deref(),
    };
    let selection = asked.read(&mut faults);
    let selection = faults.result(selection)?;
    // Only an account takes lists away: its chain is what tells of it.
    let account = grant.caller().account().ok_or(AppError::Problem(Code::Forbidden))?.clone();
    let mut on = app.db.read().await?;
    let selection = selection.scoped(&mut on, grant, query.domain.as_deref()).await?;
    let nothing = selection.filter.domains.is_empty();
    let total = if nothing { 0 } else { mailbox_list::count(&mut on, &selection.filter).await? };
    Ok(Asking {
        app: app.clone(),
        selection,
        account,
        total,
        signature: grant.caller().signature(),
        at: app.now(),
    })
}

impl Asking {
    /// Records who takes the list, and opens it.
    pub async fn begin(self, format: &str) -> Result<Export, AppError> {
        let told = self.record(format);
        let changes = FieldChange::between(None, told.told());
        let (subject, subject_id) = (Subject::Account, told.account_id);
        let deed = Deed { subject, subject_id, action: Action::Exported, changes: &changes };
        let mut tx = self.app.db.begin().await?;
        exports::insert(&mut tx, &told).await?;
        record(&mut tx, &told.actor(), told.at, deed).await?;
        tx.commit().await?;
        let reader = Reader::new(self.selection.filter, self.selection.sort);
        Ok(Export { app: self.app, id: told.id, reader })
    }

    fn record(&self, format: &str) -> ExportRecord {
        let filter = &self.selection.filter;
        let list = ExportedList {
            domain: self.domain_name().map(str::to_owned),
            search: filter.search.clone(),
            states: comma_list(filter.states.iter().map(|state| state.as_str())),
            password_states: comma_list(filter.passwords.iter().map(|state| state.as_str())),
            fill: filter.over_soft_limit.then(|| OVER_SOFT_LIMIT.to_owned()),
            sort: self.selection.sort.to_string(),
        };
        ExportRecord {
            id: self.app.new_id(),
            at: self.at,
            account_id: self.account.id,
            actor_kind: self.account.role.into(),
            actor_name: self.account.username.clone(),
            organization_id: self.account.organization_id,
            format: format.to_owned(),
            list,
            rows_announced: self.total,
            outcome: ExportOutcome::Running,
            finished_at: None,
            rows_written: None,
        }
    }

    pub fn domain_name(&self) -> Option<&str> {
        self.selection.domain.as_ref().map(|domain| domain.name.as_str())
    }

    pub fn filter(&self) -> &mailbox_list::Filter {
        &self.selection.filter
    }

    pub fn sort(&self) -> Sort {
        self.selection.sort
    }
}

/// None for an empty one: nothing was asked for.
fn comma_list<'t>(words: impl Iterator<Item = &'t str>) -> Option<String> {
    let words: Vec<&str> = words.collect();
    (!words.is_empty()).then(|| words.join(","))
}

impl Export {
    /// The next rows; none when all have come.
    pub async fn next(&mut self) -> Result<Option<Vec<Listed>>, AppError> {
        let mut on = self.app.db.read().await?;
        let rows = self.reader.next(&mut on, BATCH).await?;
        Ok((!rows.is_empty()).then_some(rows))
    }

    /// Tells how it ended.
    pub async fn end(self, outcome: ExportOutcome, rows_written: i64) -> Result<(), StorageError> {
        let mut tx = self.app.db.begin().await?;
        exports::finish(&mut tx, self.id, outcome, self.app.now(), rows_written).await?;
        tx.commit().await
    }
}
