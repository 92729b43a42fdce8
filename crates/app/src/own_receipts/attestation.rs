//! The attestation of a receipt: a document that says what is stored, since when, and what was found of its signature.

use sigillo_domain::Code;
use sigillo_domain::id::ReceiptId;
use sigillo_domain::message::Language;
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::receipts::Receipt;

use super::packages::facts;
use super::{content, find};
use crate::error::AppError;
use crate::objects;
use crate::own_mailbox::Owner;
use crate::ports::{FactSheet, FactSheetPart, SealStatement};
use crate::{App, access_log};
use sigillo_contract::own_receipts::AttestationQuery;

pub struct Attestation {
    pub name: String,
    pub pdf: Vec<u8>,
}

pub async fn attestation(
    app: &App,
    owner: &Owner,
    id: ReceiptId,
    query: &AttestationQuery,
) -> Result<Attestation, AppError> {
    let language = language(query)?;
    let receipt = find(&mut app.db.read().await?, owner, id).await?;
    // It attests nothing about what is not there.
    objects::check_intact(app, &receipt.sha256).await?;
    let sheet = sheet(app, owner, &receipt, language);
    let pdf = write(app, sheet).await?;
    let pdf = seal(app, pdf, language).await?;
    access_log::record_download(app, owner, &format!("attestation:{id}"), 1).await?;
    let name = language.choose("attestazione", "attestation");
    Ok(Attestation { name: format!("{name}_{}.pdf", content::file_name(&receipt)), pdf })
}

fn language(query: &AttestationQuery) -> Result<Language, AppError> {
    let mut faults = Faults::default();
    let text = query.lang.as_deref().filter(|text| !text.is_empty());
    let language =
        text.map_or(Ok(Language::It), |text| Language::parse(text).ok_or(FaultCode::Unknown));
    let language = faults.check("lang", language);
    Ok(faults.result(language)?)
}

fn sheet(app: &App, owner: &Owner, receipt: &Receipt, l: Language) -> FactSheet {
    let now = app.now();
    let title = l.choose(
        "Attestazione di conservazione di una ricevuta",
        "Attestation that a receipt is preserved",
    );
    let it = format!(
        "Si attesta che nel sistema è conservata, per la casella {}, la ricevuta descritta di seguito. Il suo contenuto è stato riletto per intero al momento di questa attestazione e la sua impronta corrisponde a quella registrata quando è stata conservata.",
        owner.address()
    );
    let en = format!(
        "This is to attest that the system preserves, for the mailbox {}, the receipt described below. Its content was read through when this attestation was made, and its hash is the one that was recorded when it was stored.",
        owner.address()
    );
    FactSheet {
        title: title.into(),
        subtitle: receipt.read.kind.name(l).into(),
        reference: owner.address().to_owned(),
        introduction: vec![if l == Language::It { it } else { en }],
        parts: facts::parts(receipt, l)
            .into_iter()
            .map(|(title, facts)| FactSheetPart { title: title.into(), facts })
            .collect(),
        notes: notes(l),
        language: l,
        created_at: now,
    }
}

/// What the attestation does not say.
fn notes(l: Language) -> Vec<String> {
    let notes = [
        l.choose(
            "L'esito della verifica è quello accertato quando la ricevuta è stata conservata: i certificati dei gestori scadono dopo qualche anno, e una verifica successiva può dare un esito diverso anche se la ricevuta è integra.",
            "The outcome of the verification is the one found when the receipt was stored: the certificates of providers expire after some years, and a later verification may end differently although the receipt is intact.",
        ),
        l.choose(
            "Questa attestazione è rilasciata dal sistema e non è firmata da un conservatore: non certifica la conformità della conservazione alle Linee guida AgID.",
            "This attestation is issued by the system and is not signed by a preservation officer: it does not certify that preservation follows the AgID guidelines.",
        ),
    ];
    notes.map(ToOwned::to_owned).to_vec()
}

/// Writes a document on a thread that may block.
async fn write(app: &App, sheet: FactSheet) -> Result<Vec<u8>, AppError> {
    let sheets = app.fact_sheets.clone();
    match tokio::task::spawn_blocking(move || sheets.write(&sheet)).await {
        Ok(Ok(pdf)) => Ok(pdf),
        failed => {
            let error = failed.map(Result::err);
            tracing::error!(?error, "an attestation could not be written");
            Err(AppError::Problem(Code::Internal))
        }
    }
}

/// Seals a document where there is a seal. One that cannot be used now is no reason to give nothing: the document
/// never says that it is sealed.
async fn seal(app: &App, pdf: Vec<u8>, l: Language) -> Result<Vec<u8>, AppError> {
    let Some(seal) = &app.document_seal else { return Ok(pdf) };
    let reason =
        l.choose("Attestazione di conservazione di una ricevuta", "Attestation of a receipt");
    match seal.seal(&pdf, SealStatement { reason, location: "", at: app.now() }).await {
        Ok(sealed) => Ok(sealed.pdf),
        Err(error) => {
            tracing::warn!(%error, "an attestation is given without a seal");
            Ok(pdf)
        }
    }
}
