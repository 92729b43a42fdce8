//! What the history has to know about an organisation.

use leptos::prelude::AnyView;
use serde_json::Value;
use sigillo_contract::history::HistoryRecord;
use sigillo_contract::operations::{GetOrganization, GetOrganizationHistory, RestoreOrganization};
use sigillo_contract::organization::{Organization, OrganizationPatch};
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::id::OrganizationId;
use sigillo_kit::mailbox_fields::FieldWords;

use crate::components::{HistorySubject, Restorable, Restoring, Undoing, restore_dialog, undoing};
use crate::i18n::texts;
use crate::route::Route;
use crate::session;

impl HistorySubject for Organization {
    type Id = OrganizationId;
    type History = GetOrganizationHistory;

    const ACTIONS: &'static [Action] = &[Action::Created, Action::Updated];
    const FIELDS: FieldWords = FieldWords { name: field_name, value: field_value };

    fn id(&self) -> OrganizationId {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn sentence(action: Action, by: ActorKind, who: &str) -> String {
        let records = texts().records();
        records.sentence(action, by, who, records.organization())
    }

    fn undoing(&self, record: &HistoryRecord) -> Undoing {
        undoing(record, |_: &OrganizationPatch| session::may::<RestoreOrganization>())
    }

    fn dialog(restoring: Restoring<Self>) -> AnyView {
        restore_dialog(restoring)
    }
}

impl Restorable for Organization {
    type Get = GetOrganization;
    type Restore = RestoreOrganization;

    fn name(&self) -> String {
        self.name.clone()
    }

    fn page(&self) -> Route {
        Route::Organization(self.id)
    }

    fn restored(reply: Organization) -> Self {
        reply
    }
}

fn field_name(field: &str) -> String {
    match field {
        "name" => texts().organizations().name().to_owned(),
        "contract_term_days" => texts().contract_templates().term().to_owned(),
        "contract_notice_email" => texts().contract_templates().notice().to_owned(),
        // A field that only a newer server has is shown under its API name.
        other => other.to_owned(),
    }
}

fn field_value(_field: &str, value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
