//! Personal values enter the history sealed with a key of their holder's own, which is stored under a secret
//! that is kept outside the database. Destroying the key erases the values, and the history still verifies.

mod key;
mod opened;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use sigillo_domain::id::{ContractId, HolderId};
use sigillo_domain::personal_secret::PersonalSecret;
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::holder_keys::{self, StoredKey};
use sigillo_storage::{Connection, Db, StorageError, Tx, contracts};

use crate::Entropy;

pub(crate) use key::PersonalKey;
pub(crate) use opened::OpenedRecords;

/// The keys of holders, as the database stores them.
pub(crate) struct HolderKeys(Arc<PersonalSecret>);

impl HolderKeys {
    pub fn of(db: &Db) -> Result<Self, StorageError> {
        db.personal_secret().map(Self)
    }

    pub fn in_transaction(tx: &Tx) -> Result<Self, StorageError> {
        tx.personal_secret().map(Self)
    }

    /// A new key of a holder, and what is stored of it.
    pub fn generate(
        &self,
        holder_id: HolderId,
        entropy: &dyn Entropy,
    ) -> Result<(PersonalKey, StoredKey), StorageError> {
        let (key, sealed) = key::wrap_new(&self.0, holder_id, entropy)?;
        Ok((key, StoredKey { holder_id, sealed }))
    }

    /// Creates the key of a holder that has a row and no key yet.
    pub async fn create(
        &self,
        tx: &mut Tx,
        holder_id: HolderId,
        entropy: &dyn Entropy,
    ) -> Result<PersonalKey, StorageError> {
        let (key, stored) = self.generate(holder_id, entropy)?;
        holder_keys::insert(tx, &stored).await?;
        Ok(key)
    }

    /// The key of a holder; None once it was destroyed.
    pub async fn find(
        &self,
        on: &mut impl Connection,
        holder_id: HolderId,
    ) -> Result<Option<PersonalKey>, StorageError> {
        Ok(self.all_of(on, [holder_id]).await?.remove(&holder_id))
    }

    /// The keys of holders, without those that were destroyed.
    pub async fn all_of(
        &self,
        on: &mut impl Connection,
        holders: impl IntoIterator<Item = HolderId>,
    ) -> Result<HashMap<HolderId, PersonalKey>, StorageError> {
        let stored = holder_keys::all_of(on, holders).await?.into_iter();
        let opened = stored.map(|StoredKey { holder_id, sealed }| {
            Ok((holder_id, key::unwrap(&self.0, holder_id, &sealed)?))
        });
        opened.collect()
    }
}

/// The holders whose personal values the records of these subjects may have: the holder itself, or that of a
/// contract.
pub(crate) async fn holders_of(
    on: &mut impl Connection,
    subjects: &[SubjectRef],
) -> Result<HashMap<SubjectRef, HolderId>, StorageError> {
    let holders = subjects.iter().filter_map(|subject| Some((*subject, subject.id_of()?)));
    let mut found: HashMap<_, _> = holders.collect();
    let contracts: HashSet<ContractId> =
        subjects.iter().filter_map(|subject| subject.id_of()).collect();
    let of_contracts = contracts::key_holders(on, contracts).await?;
    found.extend(of_contracts.into_iter().map(|(id, holder)| (id.subject(), holder)));
    Ok(found)
}

/// The keys of those of these subjects that are holders. The secret is not needed where there are none.
pub(crate) async fn keys_of(
    keys: impl FnOnce() -> Result<HolderKeys, StorageError>,
    on: &mut impl Connection,
    holders: impl IntoIterator<Item = HolderId>,
) -> Result<HashMap<HolderId, PersonalKey>, StorageError> {
    let holders: HashSet<HolderId> = holders.into_iter().collect();
    if holders.is_empty() {
        return Ok(HashMap::new());
    }
    keys()?.all_of(on, holders).await
}

/// Takes up the secret of personal values: the first server on a database names it there. Returns the name
/// of the database's secret if that is another one: nothing that is sealed would open.
pub async fn adopt_secret(db: &Db) -> Result<Option<String>, StorageError> {
    let own = db.personal_secret()?;
    let mut named = secret_id(db).await?;
    if named.is_none() {
        let mut tx = db.begin().await?;
        holder_keys::name_secret(&mut tx, own.id()).await?;
        named = holder_keys::secret_id(&mut tx).await?;
        tx.commit_aside().await?;
    }
    Ok(named.filter(|id| id != own.id()))
}

/// The name of the secret that the database needs; None before the first start with one.
pub async fn secret_id(db: &Db) -> Result<Option<String>, StorageError> {
    holder_keys::secret_id(&mut db.read().await?).await
}
