//! How an organisation preserves its receipts.

use serde_json::{Value, json};
use sigillo_contract::operations::{GetPreservationSettings, UpdatePreservationSettings};
use sigillo_contract::preservation::{PreservationSettings as Shown, PreservationSettingsPatch};
use sigillo_domain::account::parse_display_name;
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::preservation::{
    DEFAULT_RETENTION_YEARS, MAX_RETENTION_YEARS, PreservationSettings, parse_agent_code,
    parse_manual, standing,
};
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::{organizations, preservation_settings};

use super::archives::check_organization;
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::record::{HistoryEntry, record};
use crate::{App, Grant};

pub async fn get_settings(
    app: &App,
    grant: &Grant<GetPreservationSettings>,
    id: OrganizationId,
) -> Result<Shown, AppError> {
    let mut on = app.db.read().await?;
    check_organization(&mut on, grant, id).await?;
    let settings = preservation_settings::find(&mut on, id).await?;
    drop(on);
    Ok(shown(app, settings).await)
}

pub async fn update_settings(
    app: &App,
    grant: &Grant<UpdatePreservationSettings>,
    id: OrganizationId,
    expected_version: Option<ExpectedVersions>,
    patch: &PreservationSettingsPatch,
) -> Result<Shown, AppError> {
    let mut faults = Faults::default();
    let judged = judge(patch, &mut faults);
    let judged = faults.result(Some(judged))?;
    let mut tx = app.db.begin().await?;
    check_organization(&mut tx, grant, id).await?;
    // One change of an organisation's settings at a time, also of the first.
    organizations::find_to_change(&mut tx, id).await?;
    let before = preservation_settings::find(&mut tx, id).await?;
    check_version(expected_version, before.version)?;
    let after = judged.applied_to(&before);
    if after == before {
        drop(tx);
        return Ok(shown(app, before).await);
    }
    let after = PreservationSettings { version: before.version + 1, ..after };
    preservation_settings::save(&mut tx, &after).await?;
    // They are a part of the organisation, and not one of its own fields.
    let changes = FieldChange::between(Some(recorded(&before)), recorded(&after));
    let entry = HistoryEntry { subject: id.subject(), action: Action::Updated, changes: &changes };
    record(&mut tx, grant.caller().actor(), app.now(), entry).await?;
    tx.commit().await?;
    Ok(shown(app, after).await)
}

/// The values of a valid patch.
#[derive(Default)]
struct Judged {
    producer_code: Option<String>,
    responsible_name: Option<String>,
    responsible_code: Option<String>,
    manual: Option<String>,
    retention_years: Option<i64>,
}

impl Judged {
    fn applied_to(self, before: &PreservationSettings) -> PreservationSettings {
        let before = before.clone();
        PreservationSettings {
            producer_code: self.producer_code.unwrap_or(before.producer_code),
            responsible_name: self.responsible_name.unwrap_or(before.responsible_name),
            responsible_code: self.responsible_code.unwrap_or(before.responsible_code),
            manual: self.manual.unwrap_or(before.manual),
            retention_years: self.retention_years.unwrap_or(before.retention_years),
            ..before
        }
    }
}

fn judge(patch: &PreservationSettingsPatch, faults: &mut Faults) -> Judged {
    // An empty text says that nobody is named.
    let name = |text: &str| {
        if text.trim().is_empty() { Ok(String::new()) } else { parse_display_name(text) }
    };
    let mut text = |pointer: &str, value: &Option<String>, rule: &dyn Fn(&str) -> _| {
        value.as_deref().and_then(|value| faults.check(pointer, rule(value)))
    };
    let judged = Judged {
        producer_code: text("/producer_code", &patch.producer_code, &parse_agent_code),
        responsible_name: text("/responsible_name", &patch.responsible_name, &name),
        responsible_code: text("/responsible_code", &patch.responsible_code, &parse_agent_code),
        manual: text("/manual", &patch.manual, &parse_manual),
        retention_years: patch.retention_years,
    };
    let allowed = DEFAULT_RETENTION_YEARS..=MAX_RETENTION_YEARS;
    if patch.retention_years.is_some_and(|years| !allowed.contains(&years)) {
        faults.add("/retention_years", FaultCode::OutOfRange);
    }
    judged
}

fn recorded(settings: &PreservationSettings) -> Vec<(&'static str, Value)> {
    vec![
        ("preservation_producer_code", json!(settings.producer_code)),
        ("preservation_responsible_name", json!(settings.responsible_name)),
        ("preservation_responsible_code", json!(settings.responsible_code)),
        ("preservation_manual", json!(settings.manual)),
        ("preservation_retention_years", json!(settings.retention_years)),
    ]
}

async fn shown(app: &App, settings: PreservationSettings) -> Shown {
    let grounds = settings.grounds(super::seal_is_self_signed(app).await);
    Shown {
        standing: standing(grounds),
        seal_is_self_signed: grounds.seal_is_self_signed,
        producer_code: settings.producer_code,
        responsible_name: settings.responsible_name,
        responsible_code: settings.responsible_code,
        manual: settings.manual,
        retention_years: settings.retention_years,
        version: settings.version,
    }
}
