//! The report on what a package has taken in (rapporto di versamento).

use super::facts::{PackageFacts, TakenIn, kind_name, time};
use super::xml::Xml;

const NAMESPACE: &str = "urn:sigillo:conservazione:rapporto-di-versamento:1";

/// Begins the report.
pub(super) fn begin(xml: &mut Xml, facts: &PackageFacts, receipts: &[TakenIn]) {
    let refused = receipts.iter().filter(|one| one.refusal.is_some()).count();
    let flagged = receipts.iter().filter(|one| one.refusal.is_none() && !one.flags().is_empty());
    xml.begin("RapportoDiVersamento", &[("xmlns", NAMESPACE), ("versione", "1")]);
    xml.text("Identificativo", &format!("{}-rapporto", facts.id));
    xml.text("DataOra", &time(facts.closed_at));
    xml.begin("Produttore", &[]).text("Denominazione", &facts.producer);
    if !facts.settings.producer_code.is_empty() {
        xml.text("Codice", &facts.settings.producer_code);
    }
    xml.end().begin("Pacchetto", &[]);
    xml.text("Identificativo", &facts.id.to_string());
    xml.text("Numero", &facts.sequence.to_string()).end();
    if let Some(notice) = facts.notice() {
        xml.text("Nota", notice);
    }
    xml.begin("Riepilogo", &[]);
    xml.text("Versati", &receipts.len().to_string());
    xml.text("PresiInCarico", &(receipts.len() - refused).to_string());
    xml.text("ConSegnalazioni", &flagged.count().to_string());
    xml.text("Rifiutati", &refused.to_string()).end();
}

/// Writes what became of a receipt.
pub(super) fn receipt(xml: &mut Xml, taken: &TakenIn) {
    let (receipt, flags) = (&taken.receipt, taken.flags());
    let outcome = match (taken.refusal, flags.is_empty()) {
        (Some(_), _) => "rifiutato",
        (None, true) => "preso in carico",
        (None, false) => "preso in carico con segnalazioni",
    };
    xml.begin("Documento", &[("esito", outcome)]);
    xml.text("Identificativo", &receipt.id.to_string());
    xml.text("Tipologia", kind_name(receipt.kind));
    xml.text("VersatoIl", &time(receipt.stored_at));
    xml.leaf("Impronta", &[("algoritmo", "SHA-256")], &receipt.sha256);
    xml.text("Dimensione", &receipt.bytes.to_string());
    for flag in flags {
        xml.text("Segnalazione", flag);
    }
    if let Some(refusal) = taken.refusal {
        xml.text("Rifiuto", refusal.reason());
    }
    xml.end();
}
