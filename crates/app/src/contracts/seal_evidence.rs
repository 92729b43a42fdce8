//! What the pages of evidence say of a signature, from the history of its contract.

use sigillo_contract::history::HistoryRecord;
use sigillo_domain::contract::{CodeChannel, Contract, SignatureKind};
use sigillo_domain::history::Action;
use sigillo_domain::message::Language;
use sigillo_domain::signature_verdict::{SignatureReport, Verdict};
use sigillo_storage::contracts::NamedContract;
use sigillo_storage::history::{Filter, list};
use sigillo_storage::{Connection, documents};

use super::issue::reference;
use crate::App;
use crate::documents::read_report;
use crate::error::AppError;
use crate::personal::OpenedRecords;
use crate::ports::{self, CopyEvidence, EvidenceLine};

/// The most records of a contract that its evidence lists.
const MAX_LINES: i64 = 500;

/// The evidence, from the history of the contract.
pub(super) async fn evidence(
    app: &App,
    named: &NamedContract,
) -> Result<ports::Evidence, AppError> {
    let contract = &named.contract;
    let language = contract.language;
    let mut on = app.db.read().await?;
    let subject = contract.subject();
    let records = list(&mut on, subject, &Filter::default(), None, MAX_LINES).await?;
    let opened = OpenedRecords::of(&app.db, &mut on, &[subject]).await?;
    let records = records.into_iter().map(|record| opened.view(record));
    let mut records = records.collect::<Result<Vec<_>, _>>()?;
    records.reverse();
    let lines = records.iter().filter_map(|record| line(record, language)).collect();
    let consents =
        contract.consents.iter().map(|one| (one.heading.clone(), one.sha256.clone())).collect();
    let signed_copy = match contract.signature {
        Some(SignatureKind::Own) => copy(&mut on, contract, &records).await?,
        _ => None,
    };
    Ok(ports::Evidence {
        language,
        reference: reference(contract.id),
        original_sha256: contract.sha256.clone(),
        lines,
        consents,
        signature: signature(named),
        signed_copy,
    })
}

/// A record as a line of the evidence; None for one that says nothing about the signature.
fn line(record: &HistoryRecord, language: Language) -> Option<EvidenceLine> {
    let event = match record.action {
        Action::Created => language.choose("Contratto inviato", "Contract sent"),
        Action::Resent => language.choose("Contratto inviato di nuovo", "Contract sent again"),
        Action::Reminded => language.choose("Promemoria inviato", "Reminder sent"),
        Action::Opened => language.choose("Contratto aperto", "Contract opened"),
        Action::TaxCodeRefused => language.choose("Codice fiscale errato", "Wrong tax code"),
        Action::Consented => language.choose("Testi accettati", "Texts accepted"),
        Action::CodeSent => language.choose("Codice richiesto", "Code asked for"),
        Action::CodeRefused => language.choose("Codice errato", "Wrong code"),
        Action::CopyUploaded => language.choose("Copia firmata caricata", "Signed copy uploaded"),
        Action::CopyRefused => language.choose("Copia firmata rifiutata", "Signed copy refused"),
        Action::CopyUndecided => {
            language.choose("Copia firmata da valutare", "Signed copy to be decided on")
        }
        Action::CopyAccepted => language.choose("Copia firmata accettata", "Signed copy accepted"),
        Action::Signed => language.choose("Contratto firmato", "Contract signed"),
        _ => return None,
    };
    let labels = [
        ("recipient", language.choose("Destinatario", "Recipient")),
        ("channel", language.choose("Canale", "Channel")),
        ("ip", language.choose("Indirizzo IP", "IP address")),
        ("user_agent", language.choose("Browser", "Browser")),
        ("document_sha256", "SHA-256"),
    ];
    let detail = |(field, label): (&str, &str)| {
        let change = record.changes.iter().find(|change| change.field == field)?;
        let value = change.after.as_str().filter(|value| !value.is_empty())?;
        let value = match CodeChannel::parse(value).filter(|_| field == "channel") {
            Some(CodeChannel::Email) => "e-mail",
            Some(CodeChannel::Sms) => "SMS",
            None => value,
        };
        Some((label.to_owned(), value.to_owned()))
    };
    let details = labels.into_iter().filter_map(detail).collect();
    Some(EvidenceLine { at: record.at, event: event.to_owned(), details })
}

fn signature(named: &NamedContract) -> String {
    let language = named.contract.language;
    let holder = format!("{} {}", named.given_name, named.family_name);
    if named.contract.signature == Some(SignatureKind::Own) {
        return match language {
            Language::It => format!(
                "{holder} ha firmato con la propria firma digitale il file indicato sotto, che contiene questo contratto."
            ),
            Language::En => format!(
                "{holder} signed the file below, which contains this contract, with a digital signature of their own."
            ),
        };
    }
    let channel = match named.contract.channel {
        Some(CodeChannel::Sms) => language.choose("un SMS", "a text message"),
        _ => language.choose("un'e-mail", "an e-mail"),
    };
    match language {
        Language::It => format!(
            "{holder} ha firmato con un codice ricevuto con {channel}: è una firma elettronica semplice."
        ),
        Language::En => format!(
            "{holder} signed with a code received by {channel}: this is a simple electronic signature."
        ),
    }
}

/// The file that the holder has signed. `records` may say who has accepted it, and why.
async fn copy(
    on: &mut impl Connection,
    contract: &Contract,
    records: &[HistoryRecord],
) -> Result<Option<CopyEvidence>, AppError> {
    let Some(copy) = documents::newest_copy(on, contract.id).await? else { return Ok(None) };
    let language = contract.language;
    let verdict = copy.report.as_deref().map(read_report).unwrap_or_default();
    let mut facts = vec![(language.choose("File", "File").to_owned(), copy.name)];
    for signature in &verdict.signatures {
        facts.extend(signature_facts(signature, language));
    }
    let accepted = records.iter().find(|record| record.action == Action::CopyAccepted);
    if let Some(record) = accepted {
        let by = language.choose("Accettata da", "Accepted by").to_owned();
        facts.push((by, record.actor.name.clone()));
        let reason = record.changes.iter().find(|change| change.field == "reason");
        let reason = reason.and_then(|change| change.after.as_str());
        let label = language.choose("Motivo", "Reason");
        facts.extend(reason.map(|reason| (label.to_owned(), reason.to_owned())));
    }
    Ok(Some(CopyEvidence { sha256: copy.sha256, facts }))
}

fn signature_facts(report: &SignatureReport, language: Language) -> Vec<(String, String)> {
    let outcome = match report.verdict() {
        Verdict::Valid => language.choose("valida", "valid"),
        Verdict::Invalid => language.choose("non valida", "not valid"),
        Verdict::Undetermined | Verdict::Pending => {
            language.choose("non del tutto verificabile", "not fully verifiable")
        }
    };
    let signer = report.signer.as_ref().map(|signer| match &signer.tax_code {
        Some(code) => format!("{}, {code}", signer.name),
        None => signer.name.clone(),
    });
    let certificate = report.serial.as_ref().map(|serial| match &report.issuer {
        Some(issuer) => format!("{serial} · {issuer}"),
        None => serial.clone(),
    });
    let facts = [
        (language.choose("Firmatario", "Signer"), signer),
        (language.choose("Certificato", "Certificate"), certificate),
        (language.choose("Firma", "Signature"), Some(outcome.to_owned())),
    ];
    let facts = facts.into_iter();
    facts.filter_map(|(label, value)| value.map(|value| (label.to_owned(), value))).collect()
}
