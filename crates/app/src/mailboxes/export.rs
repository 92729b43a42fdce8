//! Taking the list away as a file (A4): exactly its rows, in its order.

use sigillo_contract::mailbox::{ExportQuery, Mailbox};
use sigillo_contract::operations::ExportMailboxes;
use sigillo_domain::Faults;
use sigillo_storage::mailbox_list::{self, Position};

use super::select::{Asked, Selection};
use crate::error::AppError;
use crate::{App, Grant, view};

/// Rows read at a time.
const BATCH: usize = 1000;

/// An export under way: the rows come a batch at a time, so that its size does not matter.
pub struct Export {
    app: App,
    selection: Selection,
    after: Option<Position>,
    finished: bool,
    /// How many rows there are to come, counted at the start.
    pub total: i64,
    /// Who takes the file.
    pub signature: String,
    /// When it was asked for.
    pub at: chrono::DateTime<chrono::Utc>,
}

pub async fn export(
    app: &App,
    grant: &Grant<ExportMailboxes>,
    query: &ExportQuery,
) -> Result<Export, AppError> {
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
    let mut on = app.db.read().await?;
    let selection = selection.scoped(&mut on, grant, query.domain.as_deref()).await?;
    let nothing = selection.filter.domains.is_empty();
    let total = if nothing { 0 } else { mailbox_list::count(&mut on, &selection.filter).await? };
    Ok(Export {
        app: app.clone(),
        selection,
        after: None,
        finished: nothing,
        total,
        signature: grant.caller().signature(),
        at: app.now(),
    })
}

impl Export {
    /// The next rows; none when all have come.
    pub async fn next(&mut self) -> Result<Option<Vec<Mailbox>>, AppError> {
        if self.finished {
            return Ok(None);
        }
        let mut on = self.app.db.read().await?;
        let Selection { filter, sort, .. } = &self.selection;
        let (rows, end) =
            mailbox_list::page(&mut on, filter, *sort, self.after.as_ref(), BATCH).await?;
        self.finished = end.is_none();
        self.after = end;
        Ok(Some(rows.into_iter().map(view::mailbox).collect()))
    }

    pub fn domain_name(&self) -> Option<&str> {
        self.selection.domain.as_ref().map(|domain| domain.name.as_str())
    }

    pub fn filter(&self) -> &mailbox_list::Filter {
        &self.selection.filter
    }

    pub fn sort(&self) -> sigillo_domain::mailbox_list::Sort {
        self.selection.sort
    }
}
