//! Reading every object through, to find those that are lost or altered.

use sigillo_domain::document::ObjectDamage;
use sigillo_domain::id::DocumentId;
use sigillo_storage::{documents, stored_objects};

use super::read::{examine, record};
use crate::App;
use crate::error::AppError;

/// The number of objects that are looked up at a time.
const BATCH: i64 = 500;

/// An object whose content is not what was stored, with the documents that are lost with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedObject {
    pub sha256: String,
    pub damage: ObjectDamage,
    pub documents: Vec<DocumentId>,
}

/// What a verification has found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ObjectReport {
    /// The objects that were read.
    pub objects: u64,
    pub bytes: u64,
    pub damaged: Vec<DamagedObject>,
}

/// Reads every object that something names. Damage is recorded with its object.
pub async fn verify(app: &App) -> Result<ObjectReport, AppError> {
    let mut report = ObjectReport::default();
    let mut last = String::new();
    loop {
        let batch = stored_objects::after(&mut app.db.read().await?, &last, BATCH).await?;
        let Some(end) = batch.last() else { return Ok(report) };
        last.clone_from(&end.sha256);
        for object in batch {
            let named = documents::of_object(&mut app.db.read().await?, &object.sha256).await?;
            if named.is_empty() {
                // It is on its way in, or out.
                continue;
            }
            report.objects += 1;
            report.bytes += u64::try_from(object.bytes).unwrap_or_default();
            let damage = examine(app, &object).await?;
            record(app, &object, damage).await?;
            if let Some(damage) = damage {
                let damaged = DamagedObject { sha256: object.sha256, damage, documents: named };
                report.damaged.push(damaged);
            }
        }
    }
}
