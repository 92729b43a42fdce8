//! How an organisation handles its contracts.

use serde_json::{Value, json};
use sigillo_contract::Operation;
use sigillo_contract::contract::{ContractSettings as Shown, ContractSettingsPatch};
use sigillo_contract::operations::{GetContractSettings, UpdateContractSettings};
use sigillo_domain::contract::{ContractSettings, MAX_TERM_DAYS};
use sigillo_domain::history::{Action, FieldChange};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::name::Email;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::{Connection, contract_settings, organizations};

use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::record::{HistoryEntry, record};
use crate::{App, Grant};

pub async fn get(
    app: &App,
    grant: &Grant<GetContractSettings>,
    id: OrganizationId,
) -> Result<Shown, AppError> {
    let mut on = app.db.read().await?;
    check_organization(&mut on, grant, id).await?;
    Ok(shown(&contract_settings::find(&mut on, id).await?))
}

pub async fn update(
    app: &App,
    grant: &Grant<UpdateContractSettings>,
    id: OrganizationId,
    expected_version: Option<ExpectedVersions>,
    patch: &ContractSettingsPatch,
) -> Result<Shown, AppError> {
    let (term_days, notice_email) = validated(patch)?;
    let mut tx = app.db.begin().await?;
    check_organization(&mut tx, grant, id).await?;
    let before = contract_settings::find(&mut tx, id).await?;
    check_version(expected_version, before.version)?;
    let after = ContractSettings {
        term_days: term_days.unwrap_or(before.term_days),
        notice_email: notice_email.unwrap_or_else(|| before.notice_email.clone()),
        ..before.clone()
    };
    if after == before {
        return Ok(shown(&before));
    }
    let after = ContractSettings { version: before.version + 1, ..after };
    contract_settings::save(&mut tx, &after).await?;
    // They are a part of the organisation, and not one of its own fields.
    let changes = FieldChange::between(Some(recorded(&before)), recorded(&after));
    let entry = HistoryEntry { subject: id.subject(), action: Action::Updated, changes: &changes };
    record(&mut tx, grant.caller().actor(), app.now(), entry).await?;
    tx.commit().await?;
    Ok(shown(&after))
}

/// Operators have every organisation in scope, the accounts of one their own.
async fn check_organization<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    id: OrganizationId,
) -> Result<(), AppError> {
    if grant.caller().organization_id().is_some_and(|own| own != id) {
        return Err(NOT_FOUND);
    }
    organizations::find(on, id).await?.map(drop).ok_or(NOT_FOUND)
}

fn validated(patch: &ContractSettingsPatch) -> Result<(Option<i64>, Option<String>), AppError> {
    let mut faults = Faults::default();
    let days = patch.term_days.filter(|days| !(1..=MAX_TERM_DAYS).contains(days));
    if days.is_some() {
        faults.add("/term_days", FaultCode::OutOfRange);
    }
    let email = patch.notice_email.as_deref().map(str::trim);
    let email = email.and_then(|text| {
        let parsed = if text.is_empty() {
            Ok(String::new())
        } else {
            Email::parse(text).map(|email| email.to_string())
        };
        faults.check("/notice_email", parsed)
    });
    Ok(faults.result(Some((patch.term_days, email)))?)
}

fn recorded(settings: &ContractSettings) -> Vec<(&'static str, Value)> {
    vec![
        ("contract_term_days", json!(settings.term_days)),
        ("contract_notice_email", json!(settings.notice_email)),
    ]
}

fn shown(settings: &ContractSettings) -> Shown {
    Shown {
        term_days: settings.term_days,
        notice_email: settings.notice_email.clone(),
        version: settings.version,
    }
}
