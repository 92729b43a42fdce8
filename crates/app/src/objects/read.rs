//! Reading content, which is verified before any of it is given away.

use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt, TryStreamExt};
use sha2::{Digest, Sha256};
use sigillo_domain::Code;
use sigillo_domain::document::ObjectDamage;
use sigillo_storage::stored_objects::{self, StoredObject};

use crate::App;
use crate::error::AppError;
use crate::ports::{ObjectContent, ObjectError};

/// Reads an object that was verified. The hash is computed once more on the way: what is altered meanwhile ends in
/// an error rather than with its last piece.
pub(crate) async fn read_verified(
    app: &App,
    sha256: &str,
) -> Result<BoxStream<'static, Result<Bytes, ObjectError>>, AppError> {
    let object = intact(app, sha256).await?;
    let content = app.objects.read(&object.key, 0).await?;
    Ok(ending_verified(content, object.sha256))
}

/// Reads an object through, and fails if it is not what was stored.
pub(crate) async fn check_intact(app: &App, sha256: &str) -> Result<(), AppError> {
    intact(app, sha256).await.map(drop)
}

/// Reads a whole object into memory.
pub(crate) async fn read_whole(app: &App, sha256: &str) -> Result<Vec<u8>, AppError> {
    let pieces: Vec<Bytes> = read_verified(app, sha256).await?.try_collect().await?;
    Ok(pieces.concat())
}

/// Finds an object and reads it through. Damage is recorded, and so is that there is none any more.
async fn intact(app: &App, sha256: &str) -> Result<StoredObject, AppError> {
    let object = stored_objects::find(&mut app.db.read().await?, sha256).await?;
    let damaged = AppError::Problem(Code::DocumentDamaged);
    let Some(object) = object.filter(|object| !object.removing) else { return Err(damaged) };
    let damage = examine(app, &object).await?;
    record(app, &object, damage).await?;
    if damage.is_some() { Err(damaged) } else { Ok(object) }
}

/// Reads the content with a hash through, and says what is wrong with it. Damage is recorded.
pub(crate) async fn damage_of(app: &App, sha256: &str) -> Result<Option<ObjectDamage>, AppError> {
    let object = stored_objects::find(&mut app.db.read().await?, sha256).await?;
    let Some(object) = object.filter(|object| !object.removing) else {
        return Ok(Some(ObjectDamage::Missing));
    };
    let damage = examine(app, &object).await?;
    record(app, &object, damage).await?;
    Ok(damage)
}

/// What is wrong with an object.
pub(super) async fn examine(
    app: &App,
    object: &StoredObject,
) -> Result<Option<ObjectDamage>, ObjectError> {
    let mut content = match app.objects.read(&object.key, 0).await {
        Err(ObjectError::Missing) => return Ok(Some(ObjectDamage::Missing)),
        content => content?,
    };
    let mut digest = Sha256::new();
    while let Some(piece) = content.try_next().await? {
        digest.update(&piece);
    }
    let is_intact = hex::encode(digest.finalize()) == object.sha256;
    Ok((!is_intact).then_some(ObjectDamage::Altered))
}

pub(super) async fn record(
    app: &App,
    object: &StoredObject,
    damage: Option<ObjectDamage>,
) -> Result<(), AppError> {
    if damage == object.damage {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    let is_news = stored_objects::set_damage(&mut tx, object, damage, app.now()).await?;
    tx.commit().await?;
    if let (true, Some(damage)) = (is_news, damage) {
        let damage = damage.as_str();
        tracing::error!(sha256 = object.sha256, damage, "the content of a document is damaged");
    }
    Ok(())
}

/// Holds each piece back until the next one has come, so that the last one is given away only with the right hash.
fn ending_verified(content: ObjectContent, sha256: String) -> ObjectContent {
    let start = (content, Sha256::new(), None::<Bytes>, sha256);
    stream::try_unfold(start, |(mut content, mut digest, mut held, sha256)| async move {
        loop {
            if let Some(piece) = content.try_next().await? {
                digest.update(&piece);
                match held.replace(piece) {
                    Some(before) => return Ok(Some((before, (content, digest, held, sha256)))),
                    None => continue,
                }
            }
            let Some(last) = held.take() else { return Ok(None) };
            if hex::encode(digest.clone().finalize()) != sha256 {
                return Err(ObjectError::Unavailable(
                    "an object was altered while it was read".into(),
                ));
            }
            return Ok(Some((last, (content, digest, None, sha256))));
        }
    })
    .boxed()
}
