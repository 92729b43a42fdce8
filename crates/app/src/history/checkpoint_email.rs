//! Checkpoints by e-mail: whoever receives them keeps what the owner of the database cannot rewrite.

use chrono::NaiveDate;
use sigillo_domain::message::{MessageKind, OrganizationMessage};
use sigillo_domain::subject::SubjectKind;
use sigillo_storage::{domains, messages};
use uuid::Uuid;

use super::checkpoint::{Checkpoint, checkpoint};
use crate::App;
use crate::error::AppError;
use crate::outbox::{MessageTrigger, event_id};

/// Queues the checkpoint of the day, unless one of the servers has done so already. It is sent even on a day
/// without changes, so that its absence is noticed.
///
/// The message is in the language of the oldest domain; without a domain there is nobody to write to yet.
pub async fn queue_checkpoint_email(app: &App, recipient: &str) -> Result<(), AppError> {
    let Some(checkpoint) = checkpoint(app).await? else { return Ok(()) };
    let id = id_of_day(&checkpoint, app.now().date_naive());
    let mut on = app.db.read().await?;
    if messages::is_queued(&mut on, id, recipient).await? {
        return Ok(());
    }
    let Some(oldest) = domains::oldest(&mut on).await? else { return Ok(()) };
    drop(on);
    let trigger = MessageTrigger {
        subject: SubjectKind::Organization.with_id(oldest.domain.organization_id.uuid()),
        subject_name: &oldest.organization_name,
        language: oldest.domain.language,
        id,
        at: app.now(),
    };
    let line = serde_json::to_string(&checkpoint)
        .map_err(|error| sigillo_storage::StorageError::Broken(format!("a checkpoint: {error}")))?;
    let content =
        OrganizationMessage::Checkpoint { at: checkpoint.at, position: checkpoint.position, line };
    let mut tx = app.db.begin().await?;
    let kind = MessageKind::HistoryCheckpoint;
    trigger.queue(app, &mut tx, kind, &content.into(), [recipient]).await?;
    tx.commit_aside().await?;
    Ok(())
}

/// The same on every server, so that the outbox takes one message a day.
fn id_of_day(checkpoint: &Checkpoint, day: NaiveDate) -> Uuid {
    event_id(&format!("checkpoint of {} on {day}", checkpoint.log))
}
