//! What the history has to know about a reseller.

use leptos::prelude::AnyView;
use serde_json::Value;
use sigillo_contract::history::{Change, HistoryRecord};
use sigillo_contract::operations::{GetReseller, GetResellerHistory, RestoreReseller};
use sigillo_contract::reseller::{Reseller, ResellerPatch};
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::id::ResellerId;
use sigillo_kit::mailbox_fields::FieldWords;

use crate::components::{HistorySubject, Restorable, Restoring, Undoing, restore_dialog, undoing};
use crate::i18n::texts;
use crate::route::Route;
use crate::session;

impl HistorySubject for Reseller {
    type Id = ResellerId;
    type History = GetResellerHistory;

    const ACTIONS: &'static [Action] = &[Action::Created, Action::Updated];
    const FIELDS: FieldWords = FieldWords { name: field_name, value: field_value };

    fn id(&self) -> ResellerId {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn sentence(action: Action, by: ActorKind, who: &str) -> String {
        let records = texts().records();
        records.sentence(action, by, who, records.reseller())
    }

    fn shown(_action: Action, changes: Vec<Change>) -> Vec<Change> {
        changes.into_iter().filter(|change| change.field != "organization_id").collect()
    }

    fn undoing(&self, record: &HistoryRecord) -> Undoing {
        undoing(record, |_: &ResellerPatch| session::may::<RestoreReseller>())
    }

    fn dialog(restoring: Restoring<Self>) -> AnyView {
        restore_dialog(restoring)
    }
}

impl Restorable for Reseller {
    type Get = GetReseller;
    type Restore = RestoreReseller;

    fn name(&self) -> String {
        self.name.clone()
    }

    fn page(&self) -> Route {
        Route::Reseller(self.id)
    }

    fn restored(reply: Reseller) -> Self {
        reply
    }
}

fn field_name(field: &str) -> String {
    match field {
        "name" => texts().resellers().name().to_owned(),
        // A field that only a newer server has is shown under its API name.
        other => other.to_owned(),
    }
}

fn field_value(_field: &str, value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
