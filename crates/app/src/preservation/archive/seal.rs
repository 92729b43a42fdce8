//! Sealing packages. One that was closed without a seal gets it as soon as there is a key.

use bytes::Bytes;
use sigillo_domain::Code;
use sigillo_storage::packages::{self, Package, PackageSeal};

use crate::App;
use crate::error::AppError;
use crate::objects::{Incoming, damage_of};
use crate::ports::{DocumentSeal, SealError};

/// Seals up to `limit` packages, and returns how many were sealed. Without a key they wait, and are shown to.
pub async fn seal_waiting(app: &App, limit: i64) -> Result<usize, AppError> {
    let waiting = packages::to_seal(&mut app.db.read().await?, limit).await?;
    let Some(seal) = app.document_seal.as_deref().filter(|_| !waiting.is_empty()) else {
        return Ok(0);
    };
    match usable(app, seal).await {
        Ok(()) => {}
        Err(SealError::NoKey) => return Ok(0),
        Err(error) => return Err(unavailable(&error)),
    }
    let mut sealed = 0;
    for package in &waiting {
        match seal_package(app, seal, package).await {
            Ok(true) => sealed += 1,
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(package = %package.id, %error, "a package could not be sealed");
            }
        }
    }
    Ok(sealed)
}

async fn usable(app: &App, seal: &dyn DocumentSeal) -> Result<(), SealError> {
    seal.describe().await?.check_validity(app.now())
}

fn unavailable(error: &SealError) -> AppError {
    AppError::Detailed(Code::Unavailable, format!("packages wait for their seal: {error}"))
}

/// Seals a package; false if it cannot be, or another server was first.
async fn seal_package(
    app: &App,
    seal: &dyn DocumentSeal,
    package: &Package,
) -> Result<bool, AppError> {
    // Nothing is vouched for that is not what was closed.
    if damage_of(app, &package.index_sha256).await?.is_some() {
        tracing::error!(package = %package.id, "the index of a package is damaged: it is not sealed");
        return Ok(false);
    }
    let digest = hex::decode(&package.index_sha256).ok();
    let Some(digest) = digest.and_then(|digest| <[u8; 32]>::try_from(digest).ok()) else {
        return Ok(false);
    };
    let at = app.now();
    let made = seal.sign_detached(digest, at).await.map_err(|error| unavailable(&error))?;
    let mut incoming = Incoming::begin(app).await?;
    incoming.write(Bytes::from(made.der)).await?;
    let object = incoming.keep(app).await?;
    let row = PackageSeal {
        sha256: object.sha256.clone(),
        at,
        by: made.certificate.subject,
        serial: made.certificate.serial,
        is_self_signed: made.certificate.is_self_signed,
        timestamp: made.timestamp,
    };
    let mut tx = app.db.begin().await?;
    object.lock(&mut tx).await?;
    if !packages::set_seal(&mut tx, package.id, &row).await? {
        return Ok(false);
    }
    tx.commit().await?;
    Ok(true)
}
