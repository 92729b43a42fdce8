//! What the history has to know about an organisation.

use serde_json::Value;
use sigillo_contract::history::HistoryRecord;
use sigillo_contract::operations::{GetOrganization, GetOrganizationHistory, RestoreOrganization};
use sigillo_contract::organization::{Organization, OrganizationPatch};
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::id::OrganizationId;
use sigillo_kit::mailbox_fields::FieldWords;

use crate::components::{HistorySubject, Undoing, undoing};
use crate::i18n::texts;
use crate::route::Route;
use crate::session;

impl HistorySubject for Organization {
    type Id = OrganizationId;
    type Get = GetOrganization;
    type History = GetOrganizationHistory;
    type Restore = RestoreOrganization;

    const ACTIONS: &'static [Action] = &[Action::Created, Action::Updated];
    const FIELDS: FieldWords = FieldWords { name: field_name, value: field_value };

    fn id(&self) -> OrganizationId {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn name(&self) -> String {
        self.name.clone()
    }

    fn page(&self) -> Route {
        Route::Organization(self.id)
    }

    fn restored(reply: Organization) -> Self {
        reply
    }

    fn sentence(action: Action, by: ActorKind, who: &str) -> String {
        let records = texts().records();
        records.sentence(action, by, who, records.organization())
    }

    fn undoing(&self, record: &HistoryRecord) -> Undoing {
        undoing(record, |_: &OrganizationPatch| session::may::<RestoreOrganization>())
    }
}

fn field_name(field: &str) -> String {
    match field {
        "name" => texts().organizations().name().to_owned(),
        // A field that only a newer server has is shown under its API name.
        other => other.to_owned(),
    }
}

fn field_value(_field: &str, value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
