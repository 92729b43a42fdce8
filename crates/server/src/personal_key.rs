//! The file of the secret that protects personal values in the history: `personal.key`, beside the signing key.

use anyhow::{Context, Result, bail};
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_adapters::signing_key;
use sigillo_app::personal;
use sigillo_domain::personal_secret::PersonalSecret;
use sigillo_storage::Db;

use crate::config::Settings;

/// Gives the database the secret of its personal values, which is created for a new database.
///
/// It is not derived from the key of the history, which may be replaced: what was sealed under this one
/// can be opened with no other.
pub async fn take_up(settings: &Settings, db: &Db) -> Result<()> {
    let path = settings.signing_key_file.with_file_name("personal.key");
    let file = path.display();
    let named = personal::secret_id(db).await?;
    // A secret made now would not be the one that the keys of the holders are stored under.
    if let Some(id) = named.filter(|_| !path.exists()) {
        bail!(
            "the personal values of this database are sealed under a key ({id}) whose file {file} is \
             missing: bring it back from where the key was kept"
        );
    }
    let secret = signing_key::load_or_create(&path, &SystemEntropy);
    let secret = secret.with_context(|| format!("the key of personal values {file}"))?;
    let secret = PersonalSecret::derive(&secret);
    let own = secret.id().to_owned();
    db.set_personal_secret(secret);
    if let Some(other) = personal::adopt_secret(db).await? {
        bail!(
            "the personal values of this database are sealed under another key ({other}) than that of \
             {file} ({own}): the file that belongs to the database is needed"
        );
    }
    Ok(())
}
