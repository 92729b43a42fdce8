//! An export of a list, whose start and end are recorded in the database.

use std::future::Future;
use std::io::Write;

use sigillo_domain::export_record::ExportOutcome;
use sigillo_domain::id::ExportId;
use sigillo_storage::{StorageError, exports};

use crate::App;
use crate::table_stream::{RowSource, TableFile, TableStreamError, stream_table};

/// An export that was recorded and can be written.
pub struct RecordedExport<S: RowSource> {
    pub(crate) app: App,
    pub(crate) record_id: ExportId,
    pub(crate) file: TableFile<S::Row>,
    pub(crate) source: S,
}

impl<S: RowSource> RecordedExport<S> {
    /// Writes the file to `output` and records how the export ended. Writing stops when `cancelled`
    /// completes. The output is complete only if this returns [`ExportOutcome::Complete`].
    pub async fn write_to(
        self,
        output: impl Write + Send + 'static,
        cancelled: impl Future<Output = ()>,
    ) -> ExportOutcome {
        let Self { app, record_id, file, mut source } = self;
        let writers = app.table_writers.clone();
        let written = stream_table(writers, file, &mut source, output, cancelled).await;
        let rows = written.rows;
        let outcome = match written.result {
            Ok(()) => ExportOutcome::Complete,
            Err(error @ TableStreamError::Read(_)) => {
                tracing::error!(%error, rows, "an export was cut short");
                ExportOutcome::BrokenOff
            }
            Err(error) => {
                tracing::warn!(%error, rows, "an export was not finished");
                ExportOutcome::BrokenOff
            }
        };
        if let Err(error) = record_end(&app, record_id, outcome, rows).await {
            tracing::error!(%error, "the end of an export could not be recorded");
        }
        outcome
    }
}

async fn record_end(
    app: &App,
    id: ExportId,
    outcome: ExportOutcome,
    rows: i64,
) -> Result<(), StorageError> {
    let mut tx = app.db.begin().await?;
    exports::finish(&mut tx, id, outcome, app.now(), rows).await?;
    tx.commit().await
}
