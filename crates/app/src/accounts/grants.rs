//! The permissions that an assistant was granted, with the names of the domains.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sigillo_contract::account::DomainGrant;
use sigillo_domain::account::{Account, Role};
use sigillo_domain::id::{DomainId, OrganizationId};
use sigillo_domain::permission::{PermissionSet, Reach};
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::accounts::{self, Grants};
use sigillo_storage::{Connection, StorageError, domains};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NamedGrants {
    pub grants: Grants,
    pub names: BTreeMap<DomainId, String>,
}

impl NamedGrants {
    /// Reads the present grants of an account.
    pub async fn of(on: &mut impl Connection, account: &Account) -> Result<Self, StorageError> {
        if account.role != Role::Assistant {
            return Ok(Self::default());
        }
        let grants = accounts::grants(on, account.id).await?;
        let mut names = BTreeMap::new();
        for id in grants.keys() {
            if let Some(owned) = domains::find(on, *id).await? {
                names.insert(*id, owned.domain.name);
            }
        }
        Ok(Self { grants, names })
    }

    /// Reads the grants of a request: only assistants have any, and only on domains of their own
    /// organisation.
    pub async fn read(
        on: &mut impl Connection,
        role: Role,
        organization_id: Option<OrganizationId>,
        asked: &[DomainGrant],
        faults: &mut Faults,
    ) -> Result<Self, StorageError> {
        let mut read = Self::default();
        let Some(organization_id) = organization_id.filter(|_| role == Role::Assistant) else {
            if !asked.is_empty() {
                faults.add("/grants", FaultCode::NotExpected);
            }
            return Ok(read);
        };
        let own = domains::within_reach(on, &Reach::Organization(organization_id)).await?;
        for (place, grant) in asked.iter().enumerate() {
            let name = grant.domain.trim().to_lowercase();
            let Some(owned) = own.iter().find(|owned| owned.domain.name == name) else {
                faults.add(&format!("/grants/{place}/domain"), FaultCode::Unknown);
                continue;
            };
            let set: PermissionSet = grant.permissions.iter().copied().collect();
            if !set.is_empty() {
                read.grants.insert(owned.domain.id, set);
                read.names.insert(owned.domain.id, name);
            }
        }
        Ok(read)
    }

    /// The grants as the history records them: `{domain: [permission, …]}`.
    pub fn audited(&self) -> Value {
        let grant = |(id, set): (&DomainId, &PermissionSet)| {
            Some((self.names.get(id)?.clone(), json!(set.to_vec())))
        };
        Value::Object(self.grants.iter().filter_map(grant).collect())
    }
}
