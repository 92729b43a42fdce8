//! The names of what mailboxes, domains and records of the history refer to by id.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use sigillo_contract::history::Change;
use sigillo_contract::plan::PlanSummary;
use sigillo_contract::reseller::ResellerSummary;
use sigillo_domain::id::{AddressId, PlanId, ResellerId};
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::mailbox_list::Listed;
use sigillo_domain::plan::Plan;
use sigillo_storage::reference_names::{Named, names};
use sigillo_storage::{Connection, StorageError, holder_addresses, plans};
use uuid::Uuid;

use crate::contracts::address_line;
use crate::view;

/// Plans and resellers that were looked up.
#[derive(Default)]
pub(crate) struct References {
    plans: HashMap<PlanId, Plan>,
    resellers: HashMap<Uuid, String>,
}

impl References {
    /// Those of some mailboxes, with one statement for each kind.
    pub async fn of_mailboxes(
        on: &mut impl Connection,
        mailboxes: &[Mailbox],
    ) -> Result<Self, StorageError> {
        let plans = mailboxes.iter().filter_map(|mailbox| mailbox.plan);
        let resellers = mailboxes.iter().filter_map(|mailbox| mailbox.reseller);
        Self::find(on, plans, resellers).await
    }

    pub async fn of_plans(
        on: &mut impl Connection,
        ids: impl Iterator<Item = PlanId>,
    ) -> Result<Self, StorageError> {
        Self::find(on, ids, std::iter::empty()).await
    }

    async fn find(
        on: &mut impl Connection,
        plan_ids: impl Iterator<Item = PlanId>,
        reseller_ids: impl Iterator<Item = ResellerId>,
    ) -> Result<Self, StorageError> {
        let plans = plans::find_many(on, distinct(plan_ids)).await?;
        let reseller_ids = distinct(reseller_ids.map(ResellerId::uuid));
        let resellers = names(on, Named::Reseller, reseller_ids).await?;
        Ok(Self { plans, resellers })
    }

    pub fn plan(&self, id: PlanId) -> Option<PlanSummary> {
        self.plans.get(&id).map(view::plan_summary)
    }

    pub fn reseller(&self, id: ResellerId) -> Option<ResellerSummary> {
        self.resellers.get(&id.uuid()).map(|name| ResellerSummary { id, name: name.clone() })
    }
}

fn distinct<I: Ord>(ids: impl Iterator<Item = I>) -> Vec<I> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Fills in the names of the plans and resellers of rows of an export.
pub(crate) async fn fill_listed(
    on: &mut impl Connection,
    rows: &mut [Listed],
) -> Result<(), StorageError> {
    let plans = rows.iter().filter_map(|row| row.plan);
    let resellers = rows.iter().filter_map(|row| row.reseller);
    let found = References::find(on, plans, resellers).await?;
    for row in rows {
        row.plan_code = row.plan.and_then(|id| Some(found.plans.get(&id)?.code.clone()));
        row.reseller_name = row.reseller.and_then(|id| found.resellers.get(&id.uuid()).cloned());
    }
    Ok(())
}

/// What the values of a field stand for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Named(Named),
    /// An address has no name, and is known by its line.
    Address,
}

impl Kind {
    fn of(field: &str) -> Option<Self> {
        let named = match field {
            "plan" | "plans" | "default_plan" => Named::Plan,
            "reseller" => Named::Reseller,
            "holder_id" | "merged_into" | "merged_holder" => Named::Holder,
            "holder_address_id" => return Some(Self::Address),
            "holder_company_id" => Named::CompanyTie,
            "organization_id" => Named::Organization,
            "mailbox_id" => Named::Mailbox,
            "template_id" => Named::ContractTemplate,
            "owner_id" => Named::Account,
            "request_document_id" => Named::Document,
            // A holder's tie to a company is a field of its own.
            _ if field.starts_with("company.") => Named::Company,
            _ if field.starts_with("document.") => Named::Document,
            // A change of holder names both holders.
            _ if field.starts_with("holder_change.") => Named::Holder,
            _ => return None,
        };
        Some(Self::Named(named))
    }

    async fn names(
        self,
        on: &mut impl Connection,
        ids: Vec<Uuid>,
    ) -> Result<HashMap<Uuid, String>, StorageError> {
        match self {
            Self::Named(kind) => names(on, kind, ids).await,
            Self::Address => {
                let ids = ids.into_iter().map(AddressId::from);
                let found = holder_addresses::find_many(on, ids).await?.into_iter();
                Ok(found.map(|address| (address.id.uuid(), address_line(&address))).collect())
            }
        }
    }
}

/// Fills in the names of what changes refer to, with one statement for each kind of thing.
pub(crate) async fn fill<'c>(
    on: &mut impl Connection,
    changes: impl Iterator<Item = &'c mut Change>,
) -> Result<(), StorageError> {
    let mut wanted: HashMap<Kind, Vec<&mut Change>> = HashMap::new();
    for change in changes {
        if let Some(kind) = Kind::of(&change.field) {
            wanted.entry(kind).or_default().push(change);
        }
    }
    for (kind, changes) in wanted {
        let of_change = changes.iter().flat_map(|change| ids(change));
        let found = kind.names(on, distinct(of_change)).await?;
        for change in changes {
            let name = |id: Uuid| found.get(&id).filter(|name| !name.is_empty()).cloned();
            let named = ids(change).into_iter().filter_map(|id| Some((id, name(id)?)));
            change.names = named.collect::<BTreeMap<_, _>>();
        }
    }
    Ok(())
}

/// The ids in the values of a change: one, a list, texts with commas, that of the company of a tie, or those of the
/// holders of a mailbox.
fn ids(change: &Change) -> Vec<Uuid> {
    // The record of a document says what it is, and the field which one.
    let document = change.field.strip_prefix("document.").and_then(|id| id.parse::<Uuid>().ok());
    let mut found: Vec<_> = document.into_iter().collect();
    for value in [&change.before, &change.after] {
        match value {
            Value::String(text) => {
                found.extend(text.split(',').filter_map(|id| id.parse::<Uuid>().ok()));
            }
            Value::Array(values) => {
                let texts = values.iter().filter_map(Value::as_str);
                found.extend(texts.filter_map(|id| id.parse::<Uuid>().ok()));
            }
            Value::Object(fields) => {
                let named = ["company_id", "old_holder_id", "new_holder_id"];
                let ids = named.iter().filter_map(|name| fields.get(*name)?.as_str());
                found.extend(ids.filter_map(|id| id.parse::<Uuid>().ok()));
            }
            _ => {}
        }
    }
    found
}
