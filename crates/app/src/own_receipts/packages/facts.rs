//! What is known of a receipt, as labels and values for people.

use chrono::{DateTime, Utc};
use sigillo_domain::message::Language;
use sigillo_domain::receipt::ReceiptError;
use sigillo_storage::receipts::Receipt;

use crate::local_time;

type Facts = Vec<(String, String)>;

fn fact(facts: &mut Facts, label: &str, value: Option<String>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        facts.push((label.to_owned(), value));
    }
}

/// All that is known, in parts with their titles.
pub(in crate::own_receipts) fn parts(receipt: &Receipt, l: Language) -> [(&'static str, Facts); 3] {
    [
        (l.choose("La ricevuta", "The receipt"), of_receipt(receipt, l)),
        (l.choose("La conservazione", "Preservation"), of_storage(receipt, l)),
        (l.choose("La firma del gestore", "The provider's signature"), of_signature(receipt, l)),
    ]
}

/// A moment in Rome and in UTC, so that nobody has to guess.
pub(in crate::own_receipts) fn moment(at: DateTime<Utc>, l: Language) -> String {
    let (local, utc) =
        (local_time(at).format("%d/%m/%Y %H:%M:%S"), at.format("%Y-%m-%dT%H:%M:%SZ"));
    let of_rome = l.choose("ora italiana", "in Rome");
    format!("{local} ({of_rome}; {utc} UTC)")
}

fn of_receipt(receipt: &Receipt, l: Language) -> Facts {
    let read = &receipt.read;
    let mut facts = vec![];
    fact(&mut facts, l.choose("Tipo", "Kind"), Some(read.kind.name(l).into()));
    if read.error != ReceiptError::None {
        fact(&mut facts, l.choose("Errore", "Error"), Some(read.error.name(l).into()));
    }
    fact(&mut facts, l.choose("Errore per esteso", "Error in full"), read.error_text.clone());
    let certified = read.certified_at.map(|at| moment(at, l));
    fact(&mut facts, l.choose("Data certificata", "Certified time"), certified);
    fact(&mut facts, l.choose("Gestore", "Provider"), read.provider.clone());
    fact(&mut facts, l.choose("Mittente", "Sender"), read.sender.clone());
    fact(&mut facts, l.choose("Destinatario", "Recipient"), read.delivered_to.clone());
    fact(&mut facts, l.choose("Oggetto", "Subject"), read.subject.clone());
    fact(&mut facts, l.choose("Identificativo", "Identifier"), read.identifier.clone());
    fact(
        &mut facts,
        l.choose("Message-ID del messaggio", "Message-ID of the message"),
        read.reference.clone(),
    );
    fact(
        &mut facts,
        l.choose("Message-ID della ricevuta", "Message-ID of the receipt"),
        read.message_id.clone(),
    );
    fact(&mut facts, l.choose("Forma", "Form"), read.form.map(|form| form.name(l).into()));
    let defects: Vec<_> = read.defects.iter().map(|defect| defect.name(l)).collect();
    fact(&mut facts, l.choose("Difetti", "Defects"), Some(defects.join(" ")));
    facts
}

fn of_storage(receipt: &Receipt, l: Language) -> Facts {
    let bytes = format!("{} {}", receipt.bytes, l.choose("byte", "bytes"));
    vec![
        ("SHA-256".to_owned(), receipt.sha256.clone()),
        (l.choose("Dimensione", "Size").to_owned(), bytes),
        (
            l.choose("Arrivata nella casella", "Came into the mailbox").to_owned(),
            moment(receipt.arrived_at, l),
        ),
        (l.choose("Conservata dal", "Stored since").to_owned(), moment(receipt.stored_at, l)),
        (l.choose("Provenienza", "Source").to_owned(), receipt.source.name(l).to_owned()),
    ]
}

fn of_signature(receipt: &Receipt, l: Language) -> Facts {
    let signature = &receipt.read.signature;
    let mut facts = vec![];
    let outcome = format!("{}. {}", signature.outcome.name(l), signature.outcome.meaning(l));
    fact(&mut facts, l.choose("Esito", "Outcome"), Some(outcome));
    fact(&mut facts, l.choose("Dettaglio", "Detail"), signature.detail.clone());
    fact(&mut facts, l.choose("Firmatario", "Signer"), signature.signer.clone());
    fact(
        &mut facts,
        l.choose("Indirizzo nel certificato", "Address in the certificate"),
        signature.signer_address.clone(),
    );
    fact(&mut facts, l.choose("Emesso da", "Issued by"), signature.issuer.clone());
    fact(&mut facts, l.choose("Numero di serie", "Serial number"), signature.serial.clone());
    let from = signature.valid_from.map(|at| moment(at, l));
    fact(&mut facts, l.choose("Valido dal", "Valid from"), from);
    let until = signature.valid_until.map(|at| moment(at, l));
    fact(&mut facts, l.choose("Valido fino al", "Valid until"), until);
    fact(&mut facts, l.choose("Algoritmo", "Algorithm"), signature.digest.clone());
    let verified = Some(moment(signature.verified_at, l));
    fact(&mut facts, l.choose("Verificata il", "Verified at"), verified);
    fact(
        &mut facts,
        l.choose("SHA-256 della parte firmata", "SHA-256 of the signed part"),
        Some(receipt.read.signed_sha256.clone()),
    );
    facts
}
