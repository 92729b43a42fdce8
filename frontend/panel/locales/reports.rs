use sigillo_domain::report::ReportName;
use sigillo_kit::texts;

texts! {
/// Reports.
Reports {
    title: "Report", "Reports";
    lead: "Le caselle, lo spazio e il traffico della propria organizzazione, in tabelle e grafici.",
        "The mailboxes, space and traffic of your organisation, as tables and plots.";
    which: "Report", "Reports";
    mailboxes: "Caselle", "Mailboxes";
    space: "Spazio", "Space";
    from: "Dal", "From";
    to: "Al", "To";
    domain: "Dominio", "Domain";
    show: "Mostra", "Show";
    as_of(when: &str): format!("Dati aggiornati a {when}."), format!("Figures as of {when}.");
    never: "I dati non sono ancora stati raccolti: saranno disponibili entro un minuto.",
        "The figures have not been gathered yet: they will be within a minute.";
    nothing: "Nessun dato per questo periodo.", "No figures for this period.";
    export_hint: "Il file contiene le stesse tabelle; il PDF anche i grafici.",
        "The file has the same tables, and the PDF the plots too.";
    print: "Stampa", "Print";
}}

impl Reports {
    pub fn report_name(self, name: ReportName) -> &'static str {
        match name {
            ReportName::Mailboxes => self.mailboxes(),
            ReportName::Space => self.space(),
        }
    }
}
