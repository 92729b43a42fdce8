//! The present names of the things that records refer to by their ids.

use std::collections::HashMap;

use uuid::Uuid;

use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;

/// A kind of thing that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Named {
    Plan,
    Reseller,
    /// By family name and given name.
    Holder,
    Company,
    /// A holder's tie to a company, by the name of the company.
    CompanyTie,
    Organization,
    Mailbox,
    /// By the name of the template and the number of the version.
    ContractTemplate,
    Account,
    Document,
}

impl Named {
    /// The statement, up to the list of the ids.
    const fn select(self) -> &'static str {
        match self {
            Self::Plan => "SELECT id, code FROM plan WHERE id IN ",
            Self::Reseller => "SELECT id, name FROM reseller WHERE id IN ",
            Self::Holder => {
                "SELECT id, TRIM(family_name || ' ' || given_name) FROM holder WHERE id IN "
            }
            Self::Company => "SELECT id, legal_name FROM company WHERE id IN ",
            Self::CompanyTie => {
                "SELECT t.id, c.legal_name FROM holder_company t JOIN company c \
                    ON c.id = t.company_id WHERE t.id IN "
            }
            Self::Organization => "SELECT id, name FROM organization WHERE id IN ",
            Self::Mailbox => "SELECT id, address FROM mailbox WHERE id IN ",
            Self::ContractTemplate => {
                "SELECT id, name || ' ' || CAST(number AS TEXT) FROM contract_template WHERE id IN "
            }
            Self::Account => "SELECT id, display_name FROM account WHERE id IN ",
            Self::Document => "SELECT id, name FROM document WHERE id IN ",
        }
    }
}

/// The names of these things. Those that are there no more are left out.
pub async fn names(
    on: &mut impl Connection,
    kind: Named,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, StorageError> {
    let ids: Vec<_> = ids.into_iter().map(Value::id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut statement = Statement::default();
    statement.push(kind.select()).bind_list(ids);
    Ok(statement.fetch_all::<(Uuid, String)>(on).await?.into_iter().collect())
}
