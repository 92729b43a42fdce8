//! The folded form of searchable texts, stored beside the text that is shown.

use sigillo_domain::search_text::fold;
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::db::Db;
use crate::engine::Connection;
use crate::error::StorageError;

/// A column that is shown, and the column that holds its folded form.
struct FoldedColumn {
    table: &'static str,
    shown: &'static str,
    folded: &'static str,
}

const COLUMNS: &[FoldedColumn] = &[
    FoldedColumn { table: "account", shown: "display_name", folded: "display_name_folded" },
    FoldedColumn { table: "organization", shown: "name", folded: "name_folded" },
];

impl Db {
    /// Updates every stored text that differs from what [`fold`] returns. SQL cannot fold, so this
    /// is not part of the migrations but follows them at every start: it fills the column in a
    /// database that did not have it, and corrects what a server of an earlier version has written
    /// since. When nothing needs updating it reads two small tables (less than 0.3 s for 10,000
    /// accounts, in an unoptimised build).
    pub(crate) async fn refresh_folded_texts(&self) -> Result<(), StorageError> {
        self.fold_notes().await?;
        for column in COLUMNS {
            let outdated = column.outdated(&mut self.read().await?).await?;
            if outdated.is_empty() {
                continue;
            }
            let mut tx = self.begin().await?;
            for (id, shown) in outdated {
                column.update(&mut tx, id, &shown).await?;
            }
            tx.commit_aside().await?;
        }
        Ok(())
    }

    /// Folds the notes that an earlier version has written. A note never changes, and there may be
    /// many, so the others are not read.
    async fn fold_notes(&self) -> Result<(), StorageError> {
        loop {
            let mut statement = Statement::default();
            statement
                .push("SELECT id, text FROM note WHERE text_folded IS NULL ORDER BY id LIMIT ");
            statement.push(&NOTES.to_string());
            let notes = statement.fetch_all::<(Uuid, String)>(&mut self.read().await?).await?;
            if notes.is_empty() {
                return Ok(());
            }
            let mut tx = self.begin().await?;
            for (id, text) in notes {
                let mut statement = Statement::default();
                statement.push("UPDATE note SET text_folded = ").bind(Value::Text(fold(&text)));
                statement.push(" WHERE text_folded IS NULL AND id = ").bind(Value::id(id));
                statement.execute(&mut tx).await?;
            }
            tx.commit_aside().await?;
        }
    }
}

/// The number of notes that are folded in one transaction.
const NOTES: usize = 1000;

impl FoldedColumn {
    /// The rows are in the order of ids, so that two servers that start together do not deadlock.
    async fn outdated(
        &self,
        on: &mut impl Connection,
    ) -> Result<Vec<(Uuid, String)>, StorageError> {
        let mut statement = Statement::default();
        statement.push("SELECT id, ").push(self.shown).push(", ").push(self.folded);
        statement.push(" FROM ").push(self.table).push(" ORDER BY id");
        let rows = statement.fetch_all::<(Uuid, String, Option<String>)>(on).await?;
        let outdated = rows
            .into_iter()
            .filter(|(_, shown, folded)| folded.as_deref() != Some(fold(shown).as_str()));
        Ok(outdated.map(|(id, shown, _)| (id, shown)).collect())
    }

    /// A row whose text has changed since it was read is not updated: whoever changed it has folded
    /// it.
    async fn update(
        &self,
        on: &mut impl Connection,
        id: Uuid,
        shown: &str,
    ) -> Result<(), StorageError> {
        let mut statement = Statement::default();
        statement.push("UPDATE ").push(self.table).push(" SET ").push(self.folded).push(" = ");
        statement.bind(Value::Text(fold(shown))).push(" WHERE id = ").bind(Value::id(id));
        statement.push(" AND ").push(self.shown).push(" = ").bind(Value::text(shown));
        statement.execute(on).await
    }
}
