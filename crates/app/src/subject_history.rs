//! Pages of the history of one subject, of any kind.

use sigillo_contract::history::{HistoryQuery, HistoryRecord};
use sigillo_contract::page::Page;
use sigillo_domain::Faults;
use sigillo_domain::history::Action;
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::history::{Filter, list};
use sigillo_storage::{Connection, Db};

use crate::error::AppError;
use crate::listing::{Window, one_of, person};
use crate::personal::OpenedRecords;
use crate::{display_names, reference_names};

/// A valid request for a page.
pub(crate) struct HistoryPage {
    window: Window<i64>,
    filter: Filter,
}

impl HistoryPage {
    pub fn requested(query: &HistoryQuery) -> Result<Self, AppError> {
        let window = Window::new(query.cursor.as_deref(), query.limit)?;
        let mut faults = Faults::default();
        let filter = Filter {
            actions: one_of("action", query.action.as_deref(), &mut faults),
            without: None,
            actor_name: person(query.person.as_deref(), &mut faults),
        };
        Ok(Self { window, filter: faults.result(Some(filter))? })
    }

    /// Leaves out the records of an action.
    pub fn without(mut self, action: Action) -> Self {
        self.filter.without = Some(action);
        self
    }

    /// Reads the page of a subject that is in the caller's scope.
    pub async fn read(
        self,
        db: &Db,
        on: &mut impl Connection,
        subject: SubjectRef,
    ) -> Result<Page<HistoryRecord>, AppError> {
        let Self { window, filter } = self;
        let records = list(on, subject, &filter, window.after, window.fetch()).await?;
        let opened = OpenedRecords::of(db, on, &[subject]).await?;
        let records = records.into_iter().map(|record| opened.view(record));
        let mut records = records.collect::<Result<Vec<_>, _>>()?;
        display_names::fill(on, &mut records).await?;
        let changes = records.iter_mut().flat_map(|record| &mut record.changes);
        reference_names::fill(on, changes).await?;
        Ok(window.page(records, |record| record.seq, |record| record))
    }
}
