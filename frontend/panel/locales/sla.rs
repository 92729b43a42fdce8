use sigillo_domain::sla::{MinuteState, OutageCause, SlaComponent};
use sigillo_kit::texts;

texts! {
/// Service levels.
Sla {
    title: "Livelli di servizio", "Service levels";
    lead: "Per quanto tempo ogni parte del servizio è stata disponibile, per quadrimestre (DM 2 novembre 2005, art. 12).",
        "How long each part of the service was available, by periods of four months (DM 2 November 2005, art. 12).";
    periods: "Quadrimestre", "Period";
    before: "Precedente", "Previous";
    after: "Successivo", "Next";
    first_months(year: i32): format!("Gennaio – aprile {year}"), format!("January – April {year}");
    middle_months(year: i32): format!("Maggio – agosto {year}"), format!("May – August {year}");
    last_months(year: i32): format!("Settembre – dicembre {year}"), format!("September – December {year}");
    running: "In corso", "Running";
    ended: "Terminato, da chiudere", "Ended, to be closed";
    closed: "Chiuso", "Closed";
    closed_it(by: &str, at: &str): format!("Chiuso da {by} {at}: i valori non cambiano più."),
        format!("Closed by {by} {at}: the figures change no more.");
    seal: "Impronta SHA-256", "SHA-256";
    download_figures: "Scarica i valori", "Download the figures";
    web: "Pannello", "Panel";
    submission: "Invio", "Submission";
    delivery: "Consegna", "Delivery";
    imap: "Lettura (IMAP)", "Reading (IMAP)";
    web_text: "Un accesso al pannello e una lettura.", "A sign-in to the panel and one reading.";
    submission_text: "Un accesso al server di posta per inviare.", "A sign-in to the mail server in order to send.";
    delivery_text: "Un messaggio di prova, dall'invio alla casella.", "A test message, from its submission to the mailbox.";
    imap_text: "Un accesso alla casella di prova e una lettura.", "A sign-in to the test mailbox and one reading.";
    never_measured: "Mai misurato in questo quadrimestre.", "Never measured in this period.";
    availability: "Disponibilità", "Availability";
    of_measured: "sui minuti misurati", "of the minutes measured";
    between(worst: &str, best: &str): format!("tra {worst} e {best} contando i minuti non misurati"),
        format!("between {worst} and {best} with the minutes not measured");
    used: "Minuti di disservizio", "Minutes of outage";
    of_allowed(minutes: &str): format!("su {minutes} ammessi"), format!("of {minutes} allowed");
    planned(minutes: &str): format!("di cui {minutes} in manutenzione annunciata"), format!("{minutes} of them in announced maintenance");
    longest: "Disservizio più lungo", "Longest outage";
    unmeasured: "Minuti non misurati", "Minutes not measured";
    over: "Oltre il limite", "Over the limit";
    days_of(component: &str): format!("{component}, giorno per giorno"), format!("{component}, day by day");
    day_by_day: "Giorno per giorno", "Day by day";
    day: "Giorno", "Day";
    up_minutes: "Disponibile", "Up";
    down_minutes: "Disservizio", "Down";
    planned_minutes: "In manutenzione", "In maintenance";
    unmeasured_minutes: "Non misurato", "Not measured";
    day_told(day: &str, up: &str, down: &str, unmeasured: &str):
        format!("{day}: {up} minuti disponibile, {down} di disservizio, {unmeasured} non misurati"),
        format!("{day}: {up} minutes up, {down} down, {unmeasured} not measured");
    legend_up: "Disponibile", "Available";
    legend_down: "Con disservizi", "With outages";
    legend_unmeasured: "Misurato in parte o per nulla", "Measured in part or not at all";
    strip_hint: "Le frecce scorrono i giorni.", "The arrow keys walk through the days.";
    outages: "Disservizi", "Outages";
    no_outages: "Nessun disservizio rilevato.", "No outage was found.";
    component: "Componente", "Component";
    start: "Inizio", "Start";
    end: "Fine", "End";
    still: "in corso", "still lasts";
    minutes: "Minuti", "Minutes";
    cause: "Causa", "Cause";
    evidence: "Evidenza", "Evidence";
    unreachable: "Nessun collegamento", "No connection";
    timed_out: "Nessuna risposta in tempo", "No answer in time";
    sign_in_refused: "Accesso rifiutato", "Sign-in refused";
    wrong_answer: "Risposta errata", "Wrong answer";
    not_delivered: "Messaggio non arrivato", "Message not delivered";
    panel_stopped: "Pannello fermo", "Panel stopped";
    entered: "Inserito a mano", "Entered by hand";
    maintenance: "Manutenzioni annunciate", "Announced maintenance";
    maintenance_text: "Sono mostrate a parte e contano come disservizio, come vuole la norma.",
        "It is shown apart and counts as outage, as the law demands.";
    no_maintenance: "Nessuna manutenzione annunciata.", "No maintenance was announced.";
    description: "Descrizione", "Description";
    announced(by: &str, at: &str): format!("Annunciata da {by} {at}"), format!("Announced by {by} {at}");
    withdrawn: "Ritirata", "Taken back";
    withdraw: "Ritira", "Take back";
    withdrawn_it: "La manutenzione è stata ritirata", "The maintenance was taken back";
    corrections: "Correzioni", "Corrections";
    corrections_text: "Una correzione non cancella ciò che è stato misurato: vale al suo posto, e la successiva vale su questa.",
        "A correction deletes nothing that was measured: it counts in its place, and a later one over it.";
    no_corrections: "Nessuna correzione.", "No correction.";
    is: "È stato", "It was";
    reason: "Motivo", "Reason";
    who: "Chi", "Who";
    is_up: "Disponibile", "Up";
    is_down: "Disservizio", "Down";
    is_unmeasured: "Non misurato", "Not measured";
    export_hint: "Il file contiene i disservizi del quadrimestre.", "The file contains the outages of the period.";
    announce: "Annuncia una manutenzione", "Announce maintenance";
    do_announce: "Annuncia", "Announce";
    announced_it: "La manutenzione è stata annunciata", "The maintenance was announced";
    components: "Componenti", "Components";
    when_hint: "Giorno e ora di Roma.", "Day and time of Rome.";
    correct: "Correggi una misura", "Correct a measurement";
    do_correct: "Registra la correzione", "Record the correction";
    corrected_it: "La correzione è stata registrata", "The correction was recorded";
    close: "Chiudi il quadrimestre", "Close the period";
    close_text: "I valori di oggi diventano definitivi, con la loro impronta: dopo non si può più correggere nulla, e la chiusura non si annulla.",
        "Today's figures become final, with their hash: nothing can be corrected afterwards, and the closing cannot be undone.";
    do_close: "Chiudi definitivamente", "Close for good";
    closed_now: "Il quadrimestre è stato chiuso", "The period was closed";
}}

impl Sla {
    pub fn period_name(self, year: i32, number: u32) -> String {
        match number {
            1 => self.first_months(year),
            2 => self.middle_months(year),
            _ => self.last_months(year),
        }
    }

    pub const fn component_name(self, component: SlaComponent) -> &'static str {
        match component {
            SlaComponent::Web => self.web(),
            SlaComponent::Submission => self.submission(),
            SlaComponent::Delivery => self.delivery(),
            SlaComponent::Imap => self.imap(),
        }
    }

    pub const fn component_text(self, component: SlaComponent) -> &'static str {
        match component {
            SlaComponent::Web => self.web_text(),
            SlaComponent::Submission => self.submission_text(),
            SlaComponent::Delivery => self.delivery_text(),
            SlaComponent::Imap => self.imap_text(),
        }
    }

    pub const fn cause_name(self, cause: OutageCause) -> &'static str {
        match cause {
            OutageCause::Unreachable => self.unreachable(),
            OutageCause::TimedOut => self.timed_out(),
            OutageCause::SignInRefused => self.sign_in_refused(),
            OutageCause::WrongAnswer => self.wrong_answer(),
            OutageCause::NotDelivered => self.not_delivered(),
            OutageCause::PanelStopped => self.panel_stopped(),
            OutageCause::Entered => self.entered(),
        }
    }

    pub const fn state_name(self, state: MinuteState) -> &'static str {
        match state {
            MinuteState::Up => self.is_up(),
            MinuteState::Down => self.is_down(),
            MinuteState::Unmeasured => self.is_unmeasured(),
        }
    }
}
