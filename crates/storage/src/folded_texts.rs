//! The folded form of searchable texts, stored beside the text that is shown.

use sigillo_domain::search_text::{fold, fold_unspaced};
use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::db::Db;
use crate::engine::Connection;
use crate::error::StorageError;
use crate::holders::folded_full_name;

/// A column that is shown, and the column that holds its folded form.
struct FoldedColumn {
    table: &'static str,
    shown: &'static str,
    folded: &'static str,
}

/// Of small tables, which are read whole at every start.
const COLUMNS: &[FoldedColumn] = &[
    FoldedColumn { table: "account", shown: "display_name", folded: "display_name_folded" },
    FoldedColumn { table: "contract_template", shown: "name", folded: "name_searched" },
    FoldedColumn { table: "document", shown: "name", folded: "name_folded" },
    FoldedColumn { table: "organization", shown: "name", folded: "name_folded" },
    FoldedColumn { table: "plan", shown: "name", folded: "name_folded" },
    FoldedColumn { table: "reseller", shown: "name", folded: "name_folded" },
];

impl Db {
    /// Updates every stored text that differs from what [`fold`] returns. SQL cannot fold, so this
    /// is not part of the migrations but follows them at every start: it fills the column in a
    /// database that did not have it, and corrects what a server of an earlier version has written
    /// since. When nothing needs updating it reads a few small tables (less than 0.3 s for 10,000
    /// accounts, in an unoptimised build).
    pub(crate) async fn refresh_folded_texts(&self) -> Result<(), StorageError> {
        self.fold_notes().await?;
        self.fold_letters(&HOLDERS).await?;
        self.fold_letters(&COMPANIES).await?;
        self.fold_letters(&NOTES_WITH_LETTERS).await?;
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
            statement.push(&ROWS.to_string());
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

/// The number of rows that are folded in one transaction.
const ROWS: usize = 1000;

/// The letters that the release before did not fold, as the indexes of the migration `0029_letters` have them.
const LETTERS: &str = "æœøđðłßþħıŋŧĸə";

/// A large table, of which an index names the rows in which an earlier version has left such letters.
struct LargeTable {
    name: &'static str,
    /// Two columns that are shown. A table with one names it twice.
    shown: [&'static str; 2],
    /// The folded column that has all of the letters.
    indexed: &'static str,
    /// The folded columns, and what they have of the texts that are shown.
    folded: &'static [(&'static str, FoldOf)],
}

type FoldOf = fn(&str, &str) -> String;

const HOLDERS: LargeTable = LargeTable {
    name: "holder",
    shown: ["given_name", "family_name"],
    indexed: "name_folded",
    folded: &[
        ("given_name_folded", |given, _| fold_unspaced(given)),
        ("family_name_folded", |_, family| fold_unspaced(family)),
        ("name_folded", folded_full_name),
    ],
};

const COMPANIES: LargeTable = LargeTable {
    name: "company",
    shown: ["legal_name", "legal_name"],
    indexed: "legal_name_folded",
    folded: &[("legal_name_folded", |name, _| fold_unspaced(name))],
};

const NOTES_WITH_LETTERS: LargeTable = LargeTable {
    name: "note",
    shown: ["text", "text"],
    indexed: "text_folded",
    folded: &[("text_folded", |text, _| fold(text))],
};

impl Db {
    /// Folds the rows of a large table again that have letters which are folded now.
    async fn fold_letters(&self, table: &LargeTable) -> Result<(), StorageError> {
        loop {
            let mut on = self.read().await?;
            let sqlite = on.engine().is_sqlite();
            let rows = table.outdated(sqlite).fetch_all::<(Uuid, String, String)>(&mut on).await?;
            drop(on);
            if rows.is_empty() {
                return Ok(());
            }
            let mut tx = self.begin().await?;
            for row in rows {
                table.update(&row).execute(&mut tx).await?;
            }
            tx.commit_aside().await?;
        }
    }
}

impl LargeTable {
    fn outdated(&self, sqlite: bool) -> Statement {
        let [one, other] = self.shown;
        // As the index has the condition, so that the engines take it.
        let condition =
            if sqlite { format!("GLOB '*[{LETTERS}]*'") } else { format!("~ '[{LETTERS}]'") };
        let mut statement = Statement::default();
        statement.push(&format!(
            "SELECT id, {one}, {other} FROM {} WHERE {} {condition} ORDER BY id LIMIT {ROWS}",
            self.name, self.indexed
        ));
        statement
    }

    /// A row whose texts have changed since they were read is not updated: whoever changed them has folded
    /// them, or they are read again.
    fn update(&self, (id, one, other): &(Uuid, String, String)) -> Statement {
        let mut statement = Statement::default();
        statement.push("UPDATE ").push(self.name).push(" SET ");
        for (place, (column, fold_of)) in self.folded.iter().enumerate() {
            statement.push(if place > 0 { ", " } else { "" }).push(column).push(" = ");
            statement.bind(Value::Text(fold_of(one, other)));
        }
        statement.push(" WHERE id = ").bind(Value::id(*id));
        for (column, text) in self.shown.iter().zip([one, other]) {
            statement.push(" AND ").push(column).push(" = ").bind(Value::text(text));
        }
        statement
    }
}

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

#[cfg(test)]
mod tests {
    use sigillo_domain::search_text;

    use super::*;

    #[test]
    fn every_letter_that_is_folded_is_looked_for() {
        let folded: String = search_text::LETTERS.iter().map(|(letter, _)| letter).collect();
        assert_eq!(folded, LETTERS);
    }
}
