use sigillo_domain::subject::SubjectKind;
use sigillo_kit::texts;

texts! {
/// The activity.
Activity {
    title: "Attività", "Activity";
    lead: "Che cosa è stato fatto, da chi e quando, dal più recente.", "What was done, by whom and when, the newest first.";
    when: "Quando", "When";
    person: "Persona", "Person";
    action: "Azione", "Action";
    subject: "Oggetto", "Subject";
    domain: "Dominio", "Domain";
    changes: "Modifiche", "Changes";
    restoration: "Ripristino", "Restoration";
    kind: "Tipo di oggetto", "Kind of subject";
    from: "Dal", "From";
    to: "Al", "To";
    every_kind: "Tutti i tipi", "All kinds";
    mailbox: "Casella", "Mailbox";
    domain_kind: "Dominio", "Domain";
    organization: "Organizzazione", "Organisation";
    account: "Account", "Account";
    saved_view: "Vista salvata", "Saved view";
    holder: "Titolare", "Holder";
    company: "Azienda", "Company";
    plan: "Piano", "Plan";
    reseller: "Rivenditore", "Reseller";
    contract_template: "Modello di contratto", "Contract template";
    contract: "Contratto", "Contract";
    ticket: "Segnalazione", "Ticket";
    sla_period: "Livelli di servizio", "Service levels";
    report_schedule: "Report pianificato", "Scheduled report";
    gone: "non più presente", "no longer there";
    one_new: "1 nuova registrazione", "1 new record";
    many_new(count: &str): format!("{count} nuove registrazioni"), format!("{count} new records");
    show_new: "Mostra", "Show";
    updates: "Aggiornamenti", "Updates";
    live: "In diretta", "Live";
    connecting: "Collegamento in corso…", "Connecting…";
    ended: "Aggiornamenti interrotti", "Updates have stopped";
    none: "Nessuna registrazione", "No records";
    none_text: "Qui compare tutto ciò che viene fatto sulle caselle, sui domini e sugli account che puoi consultare.",
        "Everything that is done to the mailboxes, domains and accounts that you may see appears here.";
    export_all: "Il file contiene tutte le registrazioni che puoi consultare.", "The file contains every record that you may see.";
    export_found: "Il file contiene le registrazioni trovate, dalla più recente.", "The file contains the records found, the newest first.";
}}

impl Activity {
    pub const fn subject_kind(self, kind: SubjectKind) -> &'static str {
        match kind {
            SubjectKind::Mailbox => self.mailbox(),
            SubjectKind::Domain => self.domain_kind(),
            SubjectKind::Organization => self.organization(),
            SubjectKind::Account => self.account(),
            SubjectKind::SavedView => self.saved_view(),
            SubjectKind::Holder => self.holder(),
            SubjectKind::Company => self.company(),
            SubjectKind::Plan => self.plan(),
            SubjectKind::Reseller => self.reseller(),
            SubjectKind::ContractTemplate => self.contract_template(),
            SubjectKind::Contract => self.contract(),
            SubjectKind::Ticket => self.ticket(),
            SubjectKind::SlaPeriod => self.sla_period(),
            SubjectKind::ReportSchedule => self.report_schedule(),
        }
    }
}
