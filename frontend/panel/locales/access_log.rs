use sigillo_domain::holder::AccessKind;
use sigillo_kit::texts;

texts! {
/// The log of who read the data of holders.
AccessLog {
    title: "Registro degli accessi", "Access log";
    lead: "Chi ha consultato, cercato o esportato i dati dei titolari, dal più recente.",
        "Who read, searched or exported the data of holders, the newest first.";
    when: "Quando", "When";
    person: "Persona", "Person";
    kind: "Tipo di accesso", "Kind of access";
    every_kind: "Tutti i tipi", "All kinds";
    reading: "Consultazione", "Reading";
    search: "Ricerca", "Search";
    export: "Esportazione", "Export";
    download: "Ricevute scaricate", "Receipts downloaded";
    holder: "Titolare", "Holder";
    every_holder: "Tutti i titolari", "All holders";
    erased_holder: "titolare cancellato", "erased holder";
    fields: "Campi cercati", "Fields searched";
    whole_list: "elenco completo", "whole list";
    rows: "Titolari mostrati", "Holders shown";
    from: "Dal", "From";
    to: "Al", "To";
    none: "Nessun accesso registrato", "No access recorded";
    none_text: "Qui compare ogni consultazione, ricerca ed esportazione dei dati dei titolari.",
        "Every reading, search and export of the data of holders appears here.";
    of_holder: "Chi ne ha consultato i dati", "Who read the data";
}}

impl AccessLog {
    pub const fn kind_of(self, kind: AccessKind) -> &'static str {
        match kind {
            AccessKind::Read => self.reading(),
            AccessKind::Search => self.search(),
            AccessKind::Export => self.export(),
            AccessKind::Download => self.download(),
        }
    }
}
