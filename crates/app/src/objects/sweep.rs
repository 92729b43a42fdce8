//! Removing what nothing names: the content of deleted documents, and what is left of uploads that were cut.

use chrono::TimeDelta;
use sigillo_storage::{StorageError, Tx, stored_objects};

use crate::App;
use crate::error::AppError;
use crate::ports::ObjectError;

/// How old something in the store must be that no row knows of. It is what is left of an upload that was cut, or
/// newer than the backup that the database was restored from.
const ORPHAN_AGE: TimeDelta = TimeDelta::hours(24);
/// When to ask again for an object that the store did not give up: locks last for years.
const ASK_AGAIN: TimeDelta = TimeDelta::days(1);

/// Says that a row which named some content is gone: it is removed once nothing names it.
pub(crate) async fn unnamed(app: &App, tx: &mut Tx, sha256: &str) -> Result<(), StorageError> {
    stored_objects::set_check(tx, sha256, Some(app.now())).await
}

/// Removes up to `limit` objects that nothing names, and returns how many were looked at.
pub async fn sweep_unnamed(app: &App, limit: i64) -> Result<usize, AppError> {
    let due = stored_objects::to_check(&mut app.db.read().await?, app.now(), limit).await?;
    for sha256 in &due {
        remove_unless_named(app, sha256).await?;
    }
    Ok(due.len())
}

async fn remove_unless_named(app: &App, sha256: &str) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let Some(object) = stored_objects::find_to_change(&mut tx, sha256).await? else {
        return Ok(());
    };
    if object.check_at.is_none_or(|at| at > app.now()) {
        // An upload of the same content has claimed it meanwhile.
        return Ok(());
    }
    if stored_objects::is_named(&mut tx, sha256).await? {
        stored_objects::set_check(&mut tx, sha256, None).await?;
        return Ok(tx.commit().await?);
    }
    stored_objects::begin_removal(&mut tx, sha256).await?;
    tx.commit().await?;
    let deleted = app.objects.delete(&object.key).await;
    let mut tx = app.db.begin().await?;
    match deleted {
        Ok(()) => stored_objects::end_removal(&mut tx, sha256, &object.key).await?,
        Err(ObjectError::Locked(reason)) => {
            tracing::warn!(sha256, reason, "the store keeps an object that nothing names any more");
            let (now, key) = (app.now(), &object.key);
            stored_objects::set_locked(&mut tx, sha256, key, now, now + ASK_AGAIN).await?;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(tx.commit().await?)
}

/// Removes what the store has and no row knows of, and returns how much there was.
pub async fn sweep(app: &App) -> Result<usize, AppError> {
    let before = app.now() - ORPHAN_AGE;
    let mut removed = app.objects.sweep_uploads(before).await?;
    for shard in 0..=u8::MAX {
        for key in app.objects.list(shard, before).await? {
            let sha256 = key.split('-').next().unwrap_or_default();
            let known = stored_objects::find(&mut app.db.read().await?, sha256).await?;
            if known.is_none_or(|object| object.key != key) {
                match app.objects.delete(&key).await {
                    Ok(()) => removed += 1,
                    // It harms nobody where it lies.
                    Err(ObjectError::Locked(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
    Ok(removed)
}
