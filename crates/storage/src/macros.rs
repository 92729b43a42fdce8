//! Macros that run the same SQL text with the same list of values on either engine.

/// Fetches rows of the type `$row`, by a statement and its values.
macro_rules! fetch_all {
    ($on:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        run!($on, query_as::<_, $row>, fetch_all, $sql $(, $bind)*)
    };
}

/// Fetches one row of the type `$row`, if there is one.
macro_rules! fetch_optional {
    ($on:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        run!($on, query_as::<_, $row>, fetch_optional, $sql $(, $bind)*)
    };
}

/// Runs a statement and returns the number of rows that it changed.
macro_rules! execute {
    ($on:expr, $sql:expr $(, $bind:expr)* $(,)?) => {{
        let on = &mut *$on;
        let outcome = match $crate::engine::Connection::engine(&mut *on) {
            $crate::engine::Engine::Sqlite(connection) => sqlx::query($sql)
                $(.bind($crate::bind::Bind::bound($bind)))*
                .execute(connection)
                .await
                .map(|done| done.rows_affected()),
            $crate::engine::Engine::Postgres(connection) => {
                let statement = sqlx::query($sql)
                    $(.bind($crate::bind::Bind::bound($bind)))*
                    .execute(connection);
                $crate::timeouts::with_timeout(statement).await.map(|done| done.rows_affected())
            }
        };
        outcome.map_err(|error| $crate::engine::Connection::failure(on, error))
    }};
}

/// Changes one row that has a version. The statement ends in `WHERE id = $n AND version = $n+1`,
/// and its last two values are the id and the version before the change. Fails with
/// [`StorageError::Stale`] if the row is at another version.
///
/// [`StorageError::Stale`]: crate::error::StorageError::Stale
macro_rules! update_version {
    ($on:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        execute!($on, $sql $(, $bind)*).and_then(|touched| match touched {
            1 => Ok(()),
            _ => Err($crate::error::StorageError::Stale),
        })
    };
}

macro_rules! run {
    ($on:expr, query_as::<_, $row:ty>, $fetch:ident, $sql:expr $(, $bind:expr)*) => {{
        let on = &mut *$on;
        let outcome = match $crate::engine::Connection::engine(&mut *on) {
            $crate::engine::Engine::Sqlite(connection) => {
                sqlx::query_as::<_, $row>($sql)
                    $(.bind($crate::bind::Bind::bound($bind)))*
                    .$fetch(connection)
                    .await
            }
            $crate::engine::Engine::Postgres(connection) => {
                let rows = sqlx::query_as::<_, $row>($sql)
                    $(.bind($crate::bind::Bind::bound($bind)))*
                    .$fetch(connection);
                $crate::timeouts::with_timeout(rows).await
            }
        };
        outcome.map_err(|error| $crate::engine::Connection::failure(on, error))
    }};
}
