//! Long lists.

use sqlx::{Connection, SqliteConnection};

use crate::panel::{Panel, block_on};

/// Copies a mailbox many times directly in the database: only the length of the list matters.
pub fn multiply(panel: &Panel, rows: u32) {
    block_on(async {
        let mut db = SqliteConnection::connect(&panel.database.url).await.unwrap();
        let columns: Vec<(String,)> =
            sqlx::query_as("SELECT name FROM pragma_table_info('mailbox')")
                .fetch_all(&mut db)
                .await
                .unwrap();
        let columns: Vec<_> = columns.into_iter().map(|(name,)| name).collect();
        let values = columns.iter().map(|name| match name.as_str() {
            "id" => "randomblob(16)".to_owned(),
            "local_part" => "local_part || n".to_owned(),
            "address" => "replace(address, '@', n || '@')".to_owned(),
            "storage_key" => "lower(hex(randomblob(16)))".to_owned(),
            other => other.to_owned(),
        });
        let values: Vec<_> = values.collect();
        let sql = format!(
            "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < {rows})
             INSERT INTO mailbox ({}) SELECT {} FROM mailbox, t",
            columns.join(", "),
            values.join(", ")
        );
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut db).await.unwrap();
        db.close().await.unwrap();
    });
}
