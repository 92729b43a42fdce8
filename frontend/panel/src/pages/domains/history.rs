//! What the history has to know about a domain.

use leptos::prelude::AnyView;
use serde::Deserialize;
use serde_json::Value;
use sigillo_contract::domain::{Domain, DomainPatch};
use sigillo_contract::history::{Change, HistoryRecord};
use sigillo_contract::operations::{GetDomain, GetDomainHistory, RestoreDomain};
use sigillo_domain::client_servers::ClientServers;
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::id::DomainId;
use sigillo_domain::mail_domain::Onboarding;
use sigillo_domain::message::Language;
use sigillo_kit::mailbox_fields::FieldWords;

use super::servers::in_words;
use crate::components::{HistorySubject, Restorable, Restoring, Undoing, restore_dialog, undoing};
use crate::i18n::{integer, megabytes, texts};
use crate::route::Route;
use crate::session;

impl HistorySubject for Domain {
    type Id = DomainId;
    type History = GetDomainHistory;

    const ACTIONS: &'static [Action] = &[Action::Created, Action::Updated];
    const FIELDS: FieldWords = FieldWords { name: field_name, value: field_value };

    fn id(&self) -> DomainId {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn sentence(action: Action, by: ActorKind, who: &str) -> String {
        let records = texts().records();
        records.sentence(action, by, who, records.domain())
    }

    fn undoing(&self, record: &HistoryRecord) -> Undoing {
        undoing(record, |_: &DomainPatch| session::may::<RestoreDomain>())
    }

    fn shown(_action: Action, changes: Vec<Change>) -> Vec<Change> {
        changes.into_iter().filter(|change| change.field != "organization_id").collect()
    }

    fn dialog(restoring: Restoring<Self>) -> AnyView {
        restore_dialog(restoring)
    }
}

impl Restorable for Domain {
    type Get = GetDomain;
    type Restore = RestoreDomain;

    fn name(&self) -> String {
        self.name.clone()
    }

    fn page(&self) -> Route {
        Route::Domain(self.id)
    }

    fn restored(reply: Domain) -> Self {
        reply
    }
}

fn field_name(field: &str) -> String {
    let t = texts();
    match field {
        "name" => t.domains().name(),
        "onboarding" => t.domains().onboarding(),
        "preservation_available" => t.words().preservation(),
        "default_quota_mb" => t.domains().default_quota(),
        "mailbox_term_months" => t.domains().term(),
        "password_lifetime_days" => t.domains().lifetime(),
        "language" => t.domains().language(),
        "plans" => t.plans().of_domain(),
        "default_plan" => t.plans().default(),
        "client_servers" => t.domains().servers(),
        // A field that only a newer server has is shown under its API name.
        other => other,
    }
    .to_owned()
}

fn field_value(field: &str, value: &Value) -> String {
    let (words, domains) = (texts().words(), texts().domains());
    let known = match field {
        "onboarding" => value
            .as_str()
            .and_then(Onboarding::parse)
            .map(|onboarding| words.onboarding(onboarding).to_owned()),
        "language" => value
            .as_str()
            .and_then(Language::parse)
            .map(|language| words.language(language).to_owned()),
        "preservation_available" => {
            value.as_bool().map(|included| words.included(included).to_owned())
        }
        "default_quota_mb" => value.as_i64().map(megabytes),
        "mailbox_term_months" => value.as_i64().map(|months| domains.months(&integer(months))),
        "password_lifetime_days" => value.as_i64().map(|days| domains.days(&integer(days))),
        "client_servers" => ClientServers::deserialize(value).ok().map(|found| in_words(&found)),
        "default_plan" if value.is_null() => Some(texts().plans().none().to_owned()),
        "plans" => value.as_array().map(|plans| {
            let names: Vec<_> = plans.iter().filter_map(Value::as_str).collect();
            if names.is_empty() { texts().plans().none().to_owned() } else { names.join(", ") }
        }),
        _ => value.as_str().map(str::to_owned),
    };
    known.unwrap_or_else(|| value.to_string())
}
