//! What the history has to know about an account.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::AnyView;
use serde::Deserialize;
use serde_json::{Value, json};
use sigillo_contract::account::{Account, AccountPatch};
use sigillo_contract::history::{Change, HistoryRecord};
use sigillo_contract::operations::{GetAccount, GetAccountHistory, RestoreAccount};
use sigillo_domain::account::{AccountState, Role};
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::id::AccountId;
use sigillo_domain::permission::Permission;
use sigillo_kit::mailbox_fields::FieldWords;

use crate::components::{HistorySubject, Restorable, Restoring, Undoing, restore_dialog, undoing};
use crate::i18n::texts;
use crate::route::Route;
use crate::session;

/// What the name of a change of the permissions on one domain begins with; the domain follows.
const GRANTS_ON: &str = "grants/";

impl HistorySubject for Account {
    type Id = AccountId;
    type History = GetAccountHistory;

    const ACTIONS: &'static [Action] = &[
        Action::Created,
        Action::Updated,
        Action::Disabled,
        Action::Enabled,
        Action::PasswordSet,
        Action::Exported,
    ];
    const FIELDS: FieldWords = FieldWords { name: field_name, value: field_value };

    fn id(&self) -> AccountId {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn sentence(action: Action, by: ActorKind, who: &str) -> String {
        let records = texts().records();
        records.sentence(action, by, who, records.account())
    }

    fn undoing(&self, record: &HistoryRecord) -> Undoing {
        let is_own = session::me().is_some_and(|me| me.account.id == self.id);
        let may_become = |state: AccountState| {
            let was_enabled = self.enabled_at.is_some();
            !is_own
                && session::role()
                    .is_some_and(|role| self.state.may_become(state, role, was_enabled))
        };
        undoing(record, |patch: &AccountPatch| {
            session::may::<RestoreAccount>() && patch.state.is_none_or(may_become)
        })
    }

    fn shown(action: Action, changes: Vec<Change>) -> Vec<Change> {
        // What an export looked for is in the list of exports, and an id tells nobody anything.
        if action == Action::Exported {
            return vec![];
        }
        let named = changes.into_iter().filter(|change| change.field != "organization_id");
        named.flat_map(by_domain).collect()
    }

    fn dialog(restoring: Restoring<Self>) -> AnyView {
        restore_dialog(restoring)
    }
}

impl Restorable for Account {
    type Get = GetAccount;
    type Restore = RestoreAccount;

    fn name(&self) -> String {
        self.username.clone()
    }

    fn page(&self) -> Route {
        Route::Account(self.id)
    }

    fn restored(reply: Account) -> Self {
        reply
    }
}

/// A change of the grants as one change for each domain whose permissions differ.
fn by_domain(change: Change) -> Vec<Change> {
    if change.field != "grants" {
        return vec![change];
    }
    let read = |value: &Value| BTreeMap::<String, Value>::deserialize(value).unwrap_or_default();
    let (before, after) = (read(&change.before), read(&change.after));
    let domains: BTreeSet<_> = before.keys().chain(after.keys()).cloned().collect();
    let on = |grants: &BTreeMap<String, Value>, domain: &str| {
        grants.get(domain).cloned().unwrap_or_else(|| json!([]))
    };
    let changes = domains.into_iter().map(|domain| Change {
        before: on(&before, &domain),
        after: on(&after, &domain),
        field: format!("{GRANTS_ON}{domain}"),
        ..Change::default()
    });
    changes.filter(|change| change.before != change.after).collect()
}

fn field_name(field: &str) -> String {
    let t = texts();
    match field {
        "username" => t.session().username(),
        "display_name" => t.accounts().display_name(),
        "role" => t.accounts().role(),
        "state" => t.accounts().state(),
        other => match other.strip_prefix(GRANTS_ON) {
            Some(domain) => return t.records().grants_on(domain),
            // A field that only a newer server has is shown under its API name.
            None => return other.to_owned(),
        },
    }
    .to_owned()
}

fn field_value(field: &str, value: &Value) -> String {
    let words = texts().words();
    match (field, value) {
        ("role", Value::String(text)) => {
            Role::parse(text).map_or_else(|| text.clone(), |role| words.role(role).to_owned())
        }
        ("state", Value::String(text)) => AccountState::parse(text)
            .map_or_else(|| text.clone(), |state| words.account_state(state).to_owned()),
        (_, Value::Array(permissions)) if permissions.is_empty() => {
            texts().records().no_grants().to_owned()
        }
        (_, Value::Array(_)) => {
            let permissions = Vec::<Permission>::deserialize(value).unwrap_or_default();
            let names = permissions.into_iter().map(|permission| words.permission(permission));
            names.collect::<Vec<_>>().join(", ")
        }
        (_, Value::String(text)) => text.clone(),
        (_, Value::Null) => texts().forms().empty().to_owned(),
        (_, other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_are_shown_for_each_domain_whose_permissions_differ() {
        let change = Change {
            field: "grants".into(),
            before: json!({"a.it": ["view"], "b.it": ["view"]}),
            after: json!({"b.it": ["view"], "c.it": ["view", "edit"]}),
            ..Change::default()
        };
        let on = |domain: &str, before, after| Change {
            field: format!("{GRANTS_ON}{domain}"),
            before,
            after,
            ..Change::default()
        };
        assert_eq!(
            by_domain(change),
            [
                on("a.it", json!(["view"]), json!([])),
                on("c.it", json!([]), json!(["view", "edit"])),
            ]
        );
    }
}
