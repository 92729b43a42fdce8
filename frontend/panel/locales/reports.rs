use sigillo_domain::report::ReportName;
use sigillo_domain::report::schedule::ReportFrequency;
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
    traffic: "Traffico", "Traffic";
    unopened: "Non aperte", "Unopened";
    tickets: "Segnalazioni", "Tickets";
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
    by_email: "Ricevi per e-mail", "Receive by e-mail";
    by_email_text: "Il report mostrato qui, con i dati fino al giorno prima e limitato al dominio scelto. Parte alle 7 del mattino e ogni invio è annotato tra le esportazioni.",
        "The report shown here, with the figures up to the day before and limited to the chosen domain. It is sent at seven in the morning, and each time is recorded among the exports.";
    frequency: "Frequenza", "Frequency";
    weekly: "Ogni lunedì", "Every Monday";
    monthly: "Il primo di ogni mese", "On the first of every month";
    format: "Formato", "Format";
    email: "Indirizzo e-mail", "E-mail address";
    do_schedule: "Pianifica l’invio", "Schedule it";
    scheduled: "L’invio del report è stato pianificato.", "The report will be sent.";
    schedules: "Invii pianificati", "Scheduled reports";
    next(when: &str): format!("Prossimo invio {when}"), format!("Next sent {when}");
    stop: "Annulla l’invio", "Stop sending it";
    stopped: "L’invio del report è stato annullato.", "The report is sent no longer.";
}}

impl Reports {
    pub fn frequency_name(self, frequency: ReportFrequency) -> &'static str {
        match frequency {
            ReportFrequency::Weekly => self.weekly(),
            ReportFrequency::Monthly => self.monthly(),
        }
    }

    pub fn report_name(self, name: ReportName) -> &'static str {
        match name {
            ReportName::Mailboxes => self.mailboxes(),
            ReportName::Space => self.space(),
            ReportName::Traffic => self.traffic(),
            ReportName::Unopened => self.unopened(),
            ReportName::Tickets => self.tickets(),
        }
    }
}
