//! The templates of contracts (B14), managed by the postmasters of an organisation and by operators.

mod list;
mod preview;

pub use list::list;
pub use preview::preview;

use serde_json::{Value, json};
use sigillo_contract::Operation;
use sigillo_contract::contract_template::{
    ContractTemplate as Shown, ContractTemplateCreate, ContractTemplatePatch,
};
use sigillo_contract::history::{HistoryQuery, HistoryRecord};
use sigillo_contract::operations::{
    CreateContractTemplate, GetContractTemplate, GetContractTemplateHistory, UpdateContractTemplate,
};
use sigillo_contract::page::Page;
use sigillo_domain::contract_template::{ContractTemplate, TEMPLATE_NAME_MAX, check_text};
use sigillo_domain::id::ContractTemplateId;
use sigillo_domain::{Code, FaultCode, Faults};
use sigillo_storage::contract_templates::{self, NamedTemplate};
use sigillo_storage::{StorageError, Tx};

use crate::caller::{Caller, Identity};
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::organizations::of_new_row;
use crate::record::record_edit;
use crate::scope::{InScope, Scoped};
use crate::subject_history::HistoryPage;
use crate::{App, Grant};

impl Scoped for NamedTemplate {
    /// Operators have every template in scope, the accounts of an organisation those of their own.
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError> {
        match grant.caller().organization_id() {
            Some(own) if own != self.template.organization_id => Err(NOT_FOUND),
            _ => Ok(()),
        }
    }
}

pub async fn get(
    app: &App,
    grant: &Grant<GetContractTemplate>,
    id: ContractTemplateId,
) -> Result<Shown, AppError> {
    let mut on = app.db.read().await?;
    let found = contract_templates::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    Ok(shown(InScope::new(grant, found)?.into_row()))
}

/// Adds a template, or the next version of the one that has this name.
pub async fn create(
    app: &App,
    grant: &Grant<CreateContractTemplate>,
    request: &ContractTemplateCreate,
) -> Result<Shown, AppError> {
    let mut faults = Faults::default();
    let name = faults.check("/name", check_name(&request.name));
    faults.collect(check_text("/text", &request.text));
    let mut tx = app.db.begin().await?;
    let caller = grant.caller();
    let organization = of_new_row(&mut tx, caller, request.organization_id, &mut faults).await?;
    let (name, organization) = faults.result(name.zip(organization))?;
    let last = contract_templates::last_number(&mut tx, organization.id, &name).await?;
    let template = ContractTemplate {
        id: app.new_id(),
        organization_id: organization.id,
        name,
        number: last + 1,
        language: request.language,
        text: request.text.clone(),
        in_use: false,
        created_at: app.now(),
        created_by: caller.actor().name.clone(),
        version: 1,
    };
    let named = NamedTemplate { template, organization_name: organization.name };
    let named = InScope::new(grant, named)?;
    // Two versions at once would have the same number.
    contract_templates::insert(&mut tx, &named.template).await.map_err(|error| match error {
        StorageError::Taken => AppError::Problem(Code::Stale),
        other => other.into(),
    })?;
    record(app, &mut tx, caller, None, &named).await?;
    tx.commit().await?;
    Ok(shown(named.into_row()))
}

/// Takes a version into use in the place of the present one, or out of use.
pub async fn update(
    app: &App,
    grant: &Grant<UpdateContractTemplate>,
    id: ContractTemplateId,
    expected_version: Option<ExpectedVersions>,
    patch: &ContractTemplatePatch,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let found = contract_templates::find_to_change(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    let before = InScope::new(grant, found)?;
    check_version(expected_version, before.template.version)?;
    let in_use = patch.in_use.unwrap_or(before.template.in_use);
    if in_use == before.template.in_use {
        return Ok(shown(before.into_row()));
    }
    if in_use {
        let organization_id = before.template.organization_id;
        let present = contract_templates::find_in_use_to_change(&mut tx, organization_id).await?;
        if let Some(present) = present {
            put_in_use(app, &mut tx, grant, &InScope::new(grant, present)?, false).await?;
        }
    }
    let after = put_in_use(app, &mut tx, grant, &before, in_use).await?;
    tx.commit().await?;
    Ok(shown(after.into_row()))
}

async fn put_in_use<O: Operation>(
    app: &App,
    tx: &mut Tx,
    grant: &Grant<O>,
    before: &InScope<NamedTemplate>,
    in_use: bool,
) -> Result<InScope<NamedTemplate>, AppError> {
    let present = (**before).clone();
    let version = present.template.version + 1;
    let template = ContractTemplate { in_use, version, ..present.template };
    let after = InScope::new(grant, NamedTemplate { template, ..present })?;
    contract_templates::update(tx, &after.template).await.map_err(|error| match error {
        // Somebody else has just put another version in use.
        StorageError::Taken => AppError::Problem(Code::Stale),
        other => other.into(),
    })?;
    record(app, tx, grant.caller(), Some(before), &after).await?;
    Ok(after)
}

pub async fn history(
    app: &App,
    grant: &Grant<GetContractTemplateHistory>,
    id: ContractTemplateId,
    query: &HistoryQuery,
) -> Result<Page<HistoryRecord>, AppError> {
    let page = HistoryPage::requested(query)?;
    let mut on = app.db.read().await?;
    InScope::new(grant, contract_templates::find(&mut on, id).await?.ok_or(NOT_FOUND)?)?;
    page.read(&app.db, &mut on, id.subject()).await
}

fn check_name(name: &str) -> Result<String, FaultCode> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(FaultCode::Required),
        n if n > TEMPLATE_NAME_MAX => Err(FaultCode::TooLong),
        _ if name.chars().any(char::is_control) => Err(FaultCode::InvalidCharacters),
        _ => Ok(name.to_owned()),
    }
}

/// The fields whose changes are recorded in the history. The text is recorded whole: it never changes, and a
/// record of its version must say what it was.
pub(crate) fn audited_fields(template: &ContractTemplate) -> Vec<(&'static str, Value)> {
    vec![
        ("name", json!(template.name)),
        ("number", json!(template.number)),
        ("language", json!(template.language)),
        ("text", json!(template.text)),
        ("in_use", json!(template.in_use)),
        ("organization_id", json!(template.organization_id)),
    ]
}

async fn record(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    before: Option<&InScope<NamedTemplate>>,
    after: &InScope<NamedTemplate>,
) -> Result<(), AppError> {
    let before = before.map(|before| audited_fields(&before.template));
    let fields = (before, audited_fields(&after.template));
    record_edit(tx, caller.actor(), app.now(), after.template.subject(), fields, None).await
}

fn shown(named: NamedTemplate) -> Shown {
    let NamedTemplate { template, organization_name } = named;
    Shown {
        id: template.id,
        organization_id: template.organization_id,
        organization_name,
        name: template.name,
        number: template.number,
        language: template.language,
        in_use: template.in_use,
        text: Some(template.text),
        created_at: template.created_at,
        created_by: template.created_by,
        version: template.version,
    }
}
