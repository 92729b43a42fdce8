//! The metadata of each receipt, as Allegato 5 of the guidelines on electronic documents asks for them.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sigillo_domain::receipt::SignatureOutcome;
use sigillo_storage::packages::IndexedReceipt;

use super::facts::{kind_name, time};
use super::xml::Xml;

/// The schema of the metadata, and their namespace.
pub(super) const SCHEMA: &str = "allegato5.xsd";
const NAMESPACE: &str = "urn:sigillo:conservazione:allegato5:1";

/// Writes the metadata of a receipt.
pub(super) fn write(xml: &mut Xml, receipt: &IndexedReceipt, retention_years: i64) {
    let imprint = BASE64_STANDARD.encode(hex::decode(&receipt.sha256).unwrap_or_default());
    xml.begin("m:DocumentoInformatico", &[("xmlns:m", NAMESPACE)]);
    xml.begin("m:IdDoc", &[]).begin("m:ImprontaCrittograficaDelDocumento", &[]);
    xml.text("m:Impronta", &imprint).text("m:Algoritmo", "SHA-256").end();
    xml.text("m:Identificativo", &receipt.id.to_string()).end();
    // Acquired as it came by electronic mail.
    xml.text("m:ModalitaDiFormazione", "b");
    xml.text("m:TipologiaDocumentale", kind_name(receipt.kind));
    registration(xml, receipt);
    parties(xml, receipt);
    xml.begin("m:ChiaveDescrittiva", &[]);
    let subject = receipt.subject.as_deref().filter(|subject| !subject.is_empty());
    xml.text("m:Oggetto", subject.unwrap_or("(senza oggetto)")).end();
    xml.begin("m:Allegati", &[]).text("m:NumeroAllegati", "0").end();
    xml.text("m:Riservato", "true");
    xml.begin("m:IdentificativoDelFormato", &[]).text("m:Formato", "EML").end();
    // By its provider, when it was issued: what the verification found is in the report.
    let is_signed = receipt.signature != SignatureOutcome::Missing;
    xml.begin("m:Verifica", &[]);
    xml.text("m:FirmatoDigitalmente", if is_signed { "true" } else { "false" });
    xml.text("m:SigillatoElettronicamente", "false").text("m:MarcaturaTemporale", "false");
    xml.text("m:ConformitaCopieImmagineSuSupportoInformatico", "false").end();
    xml.text("m:NomeDelDocumento", &format!("{}.eml", receipt.id));
    xml.text("m:VersioneDelDocumento", "1");
    xml.text("m:TempoDiConservazione", &retention_years.to_string());
    xml.end();
}

fn registration(xml: &mut Xml, receipt: &IndexedReceipt) {
    let at = time(receipt.happened_at);
    let (day, hour) = at.split_once('T').unwrap_or((&at, ""));
    xml.begin("m:DatiDiRegistrazione", &[]);
    // It came into the mailbox.
    xml.text("m:TipologiaDiFlusso", "E");
    xml.begin("m:TipoRegistro", &[]).begin("m:Nessuno", &[]);
    xml.text("m:TipoRegistro", "Nessuno");
    xml.text("m:DataRegistrazione", day).text("m:OraRegistrazione", hour);
    xml.text("m:NumeroDocumento", receipt.identifier.as_deref().unwrap_or("non indicato"));
    xml.end().end().end();
}

fn parties(xml: &mut Xml, receipt: &IndexedReceipt) {
    xml.begin("m:Soggetti", &[]);
    let provider = receipt.provider.as_deref().filter(|name| !name.is_empty());
    party(xml, "Autore", provider.unwrap_or("gestore non indicato"), None);
    if let Some(sender) = receipt.sender.as_deref().filter(|address| !address.is_empty()) {
        party(xml, "Mittente", "mittente del messaggio certificato", Some(sender));
    }
    party(xml, "Destinatario", "titolare della casella", Some(&receipt.mailbox_address));
    party(xml, "Soggetto che effettua la registrazione", "Sigillo", None);
    xml.end();
}

fn party(xml: &mut Xml, role: &str, name: &str, address: Option<&str>) {
    xml.begin("m:Ruolo", &[]).text("m:TipoRuolo", role).text("m:Denominazione", name);
    if let Some(address) = address {
        xml.text("m:IndirizzoDigitaleDiRiferimento", address);
    }
    xml.end();
}
