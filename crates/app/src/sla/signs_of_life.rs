//! Signs of life of the servers: when none gives any, the panel was down, as is seen afterwards.

use chrono::TimeDelta;
use sigillo_storage::sla_probes;
use uuid::Uuid;

use crate::App;
use crate::error::AppError;

/// A server that was silent for longer than this has not lived meanwhile.
const LONGEST_PAUSE: TimeDelta = TimeDelta::seconds(60);

/// An id for a server that starts.
pub fn new_server(app: &App) -> Uuid {
    app.new_id()
}

/// Notes that a server lives.
pub async fn give_sign_of_life(app: &App, server: Uuid) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    match sla_probes::latest_life(&mut tx, server).await? {
        // The clock went back: it has lived at this time already.
        Some(life) if life.ends_at >= now => return Ok(()),
        Some(life) if now - life.ends_at <= LONGEST_PAUSE => {
            sla_probes::prolong_life(&mut tx, life.id, now).await?;
        }
        _ => sla_probes::begin_life(&mut tx, app.new_id(), server, now).await?,
    }
    Ok(tx.commit().await?)
}
