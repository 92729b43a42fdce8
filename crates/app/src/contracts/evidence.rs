//! The evidence of the steps of a contract, which its history holds.

use serde_json::{Value, json};
use sigillo_domain::history::FieldChange;
use sigillo_domain::id::HolderId;
use sigillo_storage::Tx;

use crate::Origin;
use crate::error::AppError;
use crate::personal::HolderKeys;

/// The longest name of a browser that is kept, in characters.
const USER_AGENT_MAX: usize = 300;

/// What a record says beside the changes of the contract.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    personal: Vec<(&'static str, Value)>,
    plain: Vec<(&'static str, Value)>,
}

impl Evidence {
    /// From where a holder acts.
    pub fn of(origin: &Origin) -> Self {
        let named = origin.user_agent.chars().filter(|c| !c.is_control());
        let browser: String = named.take(USER_AGENT_MAX).collect();
        Self {
            personal: vec![
                ("ip", json!(origin.address.to_canonical().to_string())),
                ("user_agent", json!(browser)),
            ],
            plain: vec![],
        }
    }

    /// Adds a value that says something about the person.
    #[must_use]
    pub fn personal(mut self, field: &'static str, value: impl Into<Value>) -> Self {
        self.personal.push((field, value.into()));
        self
    }

    /// Adds the reason that somebody has given, if they have.
    #[must_use]
    pub fn reason(self, reason: Option<&str>) -> Self {
        match reason {
            Some(reason) => self.personal("reason", reason),
            None => self,
        }
    }

    #[must_use]
    pub fn plain(mut self, field: &'static str, value: impl Into<Value>) -> Self {
        self.plain.push((field, value.into()));
        self
    }

    /// The fields of the record. Those about the person are sealed with the key of a holder; once that was
    /// destroyed, they are left out.
    pub async fn sealed(
        self,
        tx: &mut Tx,
        holder_id: HolderId,
    ) -> Result<Vec<FieldChange>, AppError> {
        let mut changes: Vec<_> = self
            .plain
            .into_iter()
            .map(|(field, value)| FieldChange::new(field, Value::Null, value))
            .collect();
        if self.personal.is_empty() {
            return Ok(changes);
        }
        let key = HolderKeys::in_transaction(tx)?.find(tx, holder_id).await?;
        if let Some(key) = key {
            for (field, value) in self.personal {
                changes.push(FieldChange::new(field, Value::Null, key.seal(field, &value)?));
            }
        }
        Ok(changes)
    }
}
