//! Previewing a template: the document with sample values.

use sigillo_contract::operations::PreviewContractTemplate;
use sigillo_domain::contract_template::{self, Values};
use sigillo_domain::contract_text::ContractText;
use sigillo_domain::id::ContractTemplateId;
use sigillo_storage::{StorageError, contract_templates};

use crate::contracts::{PdfFile, day_in_words, render, with_facts};
use crate::error::{AppError, NOT_FOUND};
use crate::ports::ContractDocument;
use crate::scope::InScope;
use crate::{App, Grant};

pub async fn preview(
    app: &App,
    grant: &Grant<PreviewContractTemplate>,
    id: ContractTemplateId,
) -> Result<PdfFile, AppError> {
    let mut on = app.db.read().await?;
    let found = contract_templates::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    drop(on);
    let named = InScope::new(grant, found)?;
    let template = &named.template;
    let values = Values::samples();
    let parsed = contract_template::parse(&template.text).map_err(|_| {
        StorageError::Broken("a stored template of contracts cannot be read".into())
    })?;
    let document = ContractDocument {
        text: with_facts(ContractText::fill(&parsed, &values), &values, template.language),
        language: template.language,
        organization: named.organization_name.clone(),
        reference: format!("{} {}", template.name, template.number),
        made_on: day_in_words(app.now(), template.language),
        is_example: true,
    };
    let name = format!("anteprima-modello-{}.pdf", template.number);
    Ok(PdfFile { name, content: render(app, document).await? })
}
