//! The index of a package: UNI `SInCRO` 11386:2020, written a file at a time.
//!
//! The index before is a source of this one, by its hash, so that the packages of an organisation are a chain. The index
//! claims nothing: where it may not be called the work of a preserver, it says so.

use sigillo_storage::packages::IndexedReceipt;

use super::facts::{PackageFacts, REPORT_PATH, index_path, receipt_path, time};
use super::metadata;
use super::xml::Xml;

const NAMESPACE: &str = "http://www.uni.com/U3011/sincro-v2/";
const SCHEMA: &str = "http://www.uni.com/U3011/sincro-v2/PIndex.xsd";
const RULES: &str =
    "Linee guida AgID sulla formazione, gestione e conservazione dei documenti informatici";
/// The groups of files.
pub(super) const RECEIPTS: &str = "ricevute";
const REPORTS: &str = "rapporto-di-versamento";

/// An index that is being written.
pub(super) struct Index<'a> {
    facts: &'a PackageFacts,
    xml: Xml,
    in_receipts: bool,
}

impl<'a> Index<'a> {
    /// Begins an index, with the report on what was taken in by its hash.
    pub fn begin(facts: &'a PackageFacts, report_sha256: &str) -> Self {
        let mut index = Self { facts, xml: Xml::document(), in_receipts: false };
        let xml = &mut index.xml;
        xml.begin(
            "sincro:PIndex",
            &[
                ("xmlns:sincro", NAMESPACE),
                ("sincro:sincroVersion", "2.0"),
                ("sincro:language", "it"),
                ("sincro:uri", SCHEMA),
            ],
        );
        describe_itself(xml, facts);
        describe_volume(xml, facts);
        xml.begin("sincro:FileGroup", &[]);
        id(xml, REPORTS);
        file(xml, REPORTS, "application/xml", "xml");
        xml.text("sincro:Path", REPORT_PATH);
        hash(xml, report_sha256);
        xml.end().end();
        index
    }

    /// Writes the next receipt, and returns what was written since the last time.
    pub fn receipt(&mut self, receipt: &IndexedReceipt) -> String {
        let xml = &mut self.xml;
        if !self.in_receipts {
            self.in_receipts = true;
            xml.begin("sincro:FileGroup", &[]);
            id(xml, RECEIPTS);
        }
        file(xml, &receipt.id.to_string(), "message/rfc822", "eml");
        xml.text("sincro:Path", &receipt_path(receipt.id));
        hash(xml, &receipt.sha256);
        xml.begin("sincro:MoreInfo", &[("sincro:xmlSchema", metadata::SCHEMA)]);
        xml.begin("sincro:EmbeddedMetadata", &[]);
        metadata::write(xml, receipt, self.facts.settings.retention_years);
        xml.end().end().end();
        xml.take()
    }

    /// Ends the index, and returns the rest.
    pub fn end(mut self) -> String {
        let xml = &mut self.xml;
        if self.in_receipts {
            xml.end();
        }
        process(xml, self.facts);
        xml.end();
        xml.take()
    }
}

fn describe_itself(xml: &mut Xml, facts: &PackageFacts) {
    xml.begin("sincro:SelfDescription", &[]);
    id(xml, &format!("{}-indice", facts.id));
    xml.begin("sincro:CreatingApplication", &[]);
    xml.text("sincro:Name", "Sigillo").text("sincro:Version", env!("CARGO_PKG_VERSION"));
    xml.text("sincro:Producer", "Sigillo").end();
    if let Some((sequence, sha256)) = &facts.previous {
        xml.begin("sincro:PIndexSource", &[]);
        id(xml, &sequence.to_string());
        xml.text("sincro:Path", &index_path(*sequence));
        hash(xml, sha256);
        xml.end();
    }
    xml.end();
}

fn describe_volume(xml: &mut Xml, facts: &PackageFacts) {
    xml.begin("sincro:PVolume", &[]);
    id(xml, &facts.id.to_string());
    xml.text("sincro:Label", &format!("Pacchetto {}", facts.sequence));
    let mut description = "Ricevute e avvisi di posta elettronica certificata".to_owned();
    if let Some(notice) = facts.notice() {
        description = format!("{description}: {notice}");
    }
    xml.text("sincro:Description", &description).end();
}

fn process(xml: &mut Xml, facts: &PackageFacts) {
    let settings = &facts.settings;
    xml.begin("sincro:Process", &[]);
    xml.begin("sincro:Submitter", &[("sincro:agentType", "legal person")]);
    agent(xml, &settings.producer_code, &facts.producer);
    let holder =
        [("sincro:agentType", "legal person"), ("sincro:holderRole", "soggetto produttore")];
    xml.begin("sincro:Holder", &holder);
    agent(xml, &settings.producer_code, &facts.producer);
    if settings.has_responsible() {
        let kind = if settings.responsible_code.starts_with("VATIT-") {
            "legal person"
        } else {
            "natural person"
        };
        let role = "responsabile della conservazione";
        xml.begin(
            "sincro:AuthorizedSigner",
            &[("sincro:agentType", kind), ("sincro:signerRole", role)],
        );
        agent(xml, &settings.responsible_code, &settings.responsible_name);
    } else {
        let role = "responsabile della conservazione non indicato";
        let signer = [("sincro:agentType", "legal person"), ("sincro:signerRole", role)];
        xml.begin("sincro:AuthorizedSigner", &signer);
        agent(xml, &settings.producer_code, &facts.producer);
    }
    xml.begin("sincro:TimeReference", &[]);
    xml.leaf("sincro:TimeInfo", &[("sincro:attachedTimeStamp", "false")], &time(facts.closed_at));
    xml.end();
    if let Some(notice) = facts.notice() {
        // A reader of this element would take its rules for followed.
        xml.text("sincro:LawsAndRegulations", &format!("Nessuna: {notice}"));
    } else {
        xml.text("sincro:LawsAndRegulations", &format!("{RULES}; {}", settings.manual));
    }
    xml.end();
}

/// Writes who an agent is, and ends it.
fn agent(xml: &mut Xml, code: &str, name: &str) {
    if !code.is_empty() {
        xml.text("sincro:AgentID", code);
    }
    xml.begin("sincro:AgentName", &[]).text("sincro:FormalName", name).end().end();
}

fn id(xml: &mut Xml, id: &str) {
    xml.leaf("sincro:ID", &[("sincro:scheme", "local")], id);
}

/// Begins a file with its id.
fn file(xml: &mut Xml, file_id: &str, format: &str, extension: &str) {
    xml.begin(
        "sincro:File",
        &[
            ("sincro:encoding", "binary"),
            ("sincro:extension", extension),
            ("sincro:format", format),
        ],
    );
    id(xml, file_id);
}

fn hash(xml: &mut Xml, sha256: &str) {
    xml.leaf("sincro:Hash", &[("sincro:hashFunction", "SHA-256")], sha256);
}
