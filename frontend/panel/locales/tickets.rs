use sigillo_domain::ticket::{
    MailRefusal, ServiceDesk, TicketEvent, TicketPriority, TicketQueue, TicketStatus, TicketType,
};
use sigillo_kit::texts;

texts! {
/// Tickets.
Tickets {
    title: "Segnalazioni", "Tickets";
    lead: "Le segnalazioni della tua organizzazione, anche quelle dei colleghi.", "The tickets of your organisation, those of your colleagues too.";
    lead_support: "Le segnalazioni delle organizzazioni.", "The tickets of the organisations.";
    report: "Segnala un problema", "Report a problem";
    new: "Nuova segnalazione", "New ticket";
    search: "Cerca per riferimento, oggetto o descrizione", "Find by reference, summary or description";
    none_title: "Nessuna segnalazione", "No tickets";
    none_text: "Quando qualcosa non funziona, o ti serve qualcosa, apri una segnalazione: il supporto ti risponde qui.",
        "When something does not work, or you need something, open a ticket: the support answers here.";
    export_hint: "Il file contiene le segnalazioni dell'elenco, con gli stessi filtri.", "The file contains the tickets of the list, with the same filters.";
    queues: "Code", "Queues";
    all: "Tutte", "All";
    any: "Qualsiasi", "Any";
    mine: "Le mie", "Mine";
    mine_support: "In carico a me", "Taken by me";
    unassigned: "Non assegnate", "Unassigned";
    waiting: "In attesa di una tua risposta", "Waiting for your answer";
    waiting_support: "In attesa del supporto", "Waiting for support";
    open: "Aperte", "Open";

    reference: "Riferimento", "Reference";
    summary: "Oggetto", "Summary";
    summary_hint: "Una riga che dice che cosa succede.", "A line that says what happens.";
    description: "Descrizione", "Description";
    description_hint: "Che cosa hai fatto, che cosa ti aspettavi, che cosa è successo.", "What you did, what you expected, what happened.";
    kind: "Tipo", "Type";
    priority: "Priorità", "Priority";
    desk: "Sportello", "Service desk";
    status: "Stato", "Status";
    organization: "Organizzazione", "Organisation";
    requester: "Richiedente", "Requester";
    assignee: "In carico a", "Taken by";
    nobody: "Nessuno", "Nobody";
    updated: "Ultimo aggiornamento", "Last update";
    opened: "Apertura", "Opened";
    opened_from: "Aperte dal", "Opened from";
    opened_to: "Aperte fino al", "Opened until";
    email: "E-mail per gli avvisi", "E-mail for notices";
    email_hint: "Ti avvisiamo qui quando la segnalazione è presa in carico, quando serve una tua risposta e quando è chiusa. Senza indirizzo vedi tutto solo nel pannello.",
        "We tell you here when the ticket is taken in charge, when an answer of yours is needed, and when it is closed. Without an address, you see it all in the panel alone.";
    no_email: "Nessuna: gli avvisi sono solo nel pannello", "None: notices are in the panel alone";
    data: "Dati della segnalazione", "Data of the ticket";

    context: "Informazioni dalla pagina", "Information from the page";
    context_lead: "Aiutano il supporto a capire. Togli quello che non vuoi inviare.", "They help the support to understand. Remove what you do not want to send.";
    remove: "Togli", "Remove";
    remove_it(what: &str): format!("Togli: {what}"), format!("Remove: {what}");
    page: "Pagina", "Page";
    mailbox: "Casella", "Mailbox";
    trace_id: "Codice dell'errore", "Code of the error";
    history: "Ultime registrazioni dello storico", "Last records of the history";
    failed_messages: "Messaggi non consegnati", "Messages not delivered";
    unapplied_effects: "Modifiche non ancora applicate al mail host", "Changes not applied to the mail host yet";

    attachments: "Allegati", "Attachments";
    attach: "Aggiungi allegati", "Add attachments";
    attach_hint: "Trascina qui i file, incolla una schermata (Ctrl+V) o scegli dal computer. Al massimo 30 MB l'uno.",
        "Drop files here, paste a screenshot (Ctrl+V) or choose from the computer. At most 30 MB each.";
    chosen: "File da inviare", "Files to send";
    too_large(name: &str): format!("{name} supera 30 MB: non si può allegare."), format!("{name} has more than 30 MB and cannot be attached.");
    empty_file(name: &str): format!("{name} è vuoto."), format!("{name} is empty.");
    pasted(number: &str): format!("schermata-{number}.png"), format!("screenshot-{number}.png");
    not_attached(names: &str): format!("Non è stato possibile allegare: {names}. Puoi riprovare da questa pagina."), format!("These could not be attached: {names}. You can try again on this page.");
    download(name: &str): format!("Scarica {name}"), format!("Download {name}");
    send: "Invia la segnalazione", "Send the ticket";
    sent(reference: &str): format!("Segnalazione {reference} inviata."), format!("Ticket {reference} sent.");
    sent_lead: "Il supporto la vede subito. Non si può modificare, ma puoi aggiungere messaggi e allegati.",
        "The support sees it at once. It cannot be edited, but you can add messages and attachments.";

    exchange: "Messaggi e cambi di stato", "Messages and changes of status";
    opened_it(who: &str): format!("{who} ha aperto la segnalazione"), format!("{who} opened the ticket");
    took(who: &str): format!("{who} l'ha presa in carico"), format!("{who} took it in charge");
    released(who: &str): format!("{who} l'ha rimessa in coda"), format!("{who} gave it back to the queue");
    wrote(who: &str): format!("{who} ha scritto"), format!("{who} wrote");
    asked(who: &str): format!("{who} ha chiesto informazioni"), format!("{who} asked for information");
    asked_approval(who: &str): format!("{who} ha chiesto un'approvazione"), format!("{who} asked for an approval");
    approved(who: &str): format!("{who} ha approvato"), format!("{who} approved");
    refused(who: &str): format!("{who} non ha approvato"), format!("{who} refused");
    closed_it(who: &str): format!("{who} l'ha chiusa"), format!("{who} closed it");
    reopened(who: &str): format!("{who} l'ha riaperta"), format!("{who} reopened it");
    noted(who: &str): format!("{who} ha scritto una nota interna"), format!("{who} wrote an internal note");
    support: "supporto", "support";
    status_now(status: &str): format!("Stato: {status}"), format!("Status: {status}");
    internal: "Solo per il supporto", "For the support alone";

    closure: "Chiusura", "Closure";
    problem: "Problema riscontrato", "Problem found";
    action: "Azione effettuata", "Action taken";
    solution: "Soluzione adottata", "Solution";

    what_next: "Che cosa vuoi fare", "What you want to do";
    text: "Messaggio", "Message";
    note: "Nota interna", "Internal note";
    take: "Prendi in carico", "Take in charge";
    release: "Rimetti in coda", "Give back to the queue";
    answer: "Rispondi", "Answer";
    ask: "Chiedi informazioni", "Ask for information";
    ask_approval: "Chiedi un'approvazione", "Ask for an approval";
    approve: "Approva", "Approve";
    refuse: "Non approvare", "Refuse";
    close: "Chiudi", "Close";
    reopen: "Riapri", "Reopen";
    done: "Segnalazione aggiornata.", "Ticket updated.";
    moved_on: "La segnalazione è cambiata nel frattempo: guarda che cosa è successo. Il tuo testo è ancora qui.", "The ticket has changed meanwhile: see what has happened. Your text is still here.";
    waits_title: "Il supporto aspetta una tua risposta", "The support waits for your answer";
    waits_text: "La segnalazione resta ferma finché non rispondi.", "The ticket stands still until you answer.";
    approval_title: "Serve un'approvazione", "An approval is needed";

    word_waiting_for_support: "In attesa del supporto", "Waiting for support";
    word_in_progress: "In lavorazione", "In progress";
    word_waiting_for_customer: "In attesa del cliente", "Waiting for customer";
    word_need_approval: "Da approvare", "Need approval";
    word_closed: "Chiusa", "Closed";
    word_low: "Bassa", "Low";
    word_medium: "Media", "Medium";
    word_high: "Alta", "High";
    word_urgent: "Urgente", "Urgent";
    word_problem: "Problema", "Problem";
    word_request: "Richiesta", "Request";
    word_question: "Domanda", "Question";
    word_technical: "Tecnico", "Technical";
    word_administrative: "Amministrativo", "Administrative";
    classify: "Classificazione", "Classification";
    quoted: "Mostra i messaggi precedenti citati", "Show the earlier messages that it quotes";
    by_mail: "Arrivata per e-mail", "Came by e-mail";
    outages: "Disservizi in corso", "Outages at this moment";
    outage(component: &str, since: &str): format!("{component}: disservizio in corso dal {since}"), format!("{component}: outage since {since}");
    outage_title: "C'è un disservizio in corso", "There is an outage at this moment";
    outage_text: "Il servizio lo ha già rilevato: se il problema è questo, non serve segnalarlo.", "The service has found it already: if this is the problem, there is no need to report it.";

    canned: "Risposte pronte", "Canned answers";
    canned_lead: "I testi che il supporto usa spesso: si scelgono quando si scrive in una segnalazione.", "The texts that the support uses often: they are picked when writing in a ticket.";
    no_canned: "Nessuna risposta pronta.", "There are no canned answers.";
    canned_new: "Nuova risposta pronta", "New canned answer";
    canned_title: "Titolo", "Title";
    text_it: "Testo in italiano", "Text in Italian";
    text_en: "Testo in inglese", "Text in English";
    text_en_hint: "Senza, chi riceve gli avvisi in inglese ha il testo italiano.", "Without it, whoever gets notices in English has the Italian text.";
    canned_save: "Salva", "Save";
    canned_delete: "Elimina", "Delete";
    canned_saved: "Risposta pronta salvata.", "Canned answer saved.";
    canned_deleted: "Risposta pronta eliminata.", "Canned answer deleted.";
    canned_stale: "Qualcun altro ha modificato questa risposta: ricarica la pagina e riprova. Il tuo testo è ancora qui.", "Somebody else has changed this answer: load the page again and try once more. Your text is still here.";
    changed_by(by: &str, at: &str): format!("modificata da {by} il {at}"), format!("changed by {by} on {at}");
    canned_use: "Usa una risposta pronta", "Use a canned answer";
    canned_pick: "Risposta pronta", "Canned answer";
    canned_pick_hint: "Il testo si aggiunge al messaggio, e si può modificare prima di inviarlo.", "The text is added to the message, and can be edited before it is sent.";
    canned_none: "Nessuna", "None";

    refused_mail: "E-mail non accolte", "Refused e-mails";
    refused_mail_lead: "Le e-mail arrivate al supporto che non sono entrate in una segnalazione, negli ultimi 90 giorni. Gli originali restano nella casella del supporto.",
        "The e-mails to the support that no ticket has taken, in the last 90 days. The originals stay in the mailbox of the support.";
    no_refused_mail: "Nessuna e-mail non accolta", "No refused e-mails";
    no_refused_mail_text: "Ogni risposta arrivata per e-mail è nella sua segnalazione.", "Every answer that came by e-mail is in its ticket.";
    received: "Ricevuta", "Received";
    sender: "Mittente", "Sender";
    refusal: "Motivo", "Reason";
    no_ticket: "Non risponde a un avviso di una segnalazione", "It answers no notice of a ticket";
    wrong_sender: "Inviata da un indirizzo diverso da quello dell'avviso", "Sent from another address than that of the notice";
    automatic_reply: "Risposta automatica", "Automatic reply";
    certified_receipt: "Ricevuta o busta di posta certificata", "Receipt or envelope of certified mail";
    bounce: "Rapporto di mancata consegna", "Report of a failed delivery";
    mail_too_large: "Troppo grande", "Too large";
    unreadable: "Illeggibile", "Unreadable";
    empty_mail: "Senza testo né allegati", "Without text or files";
    no_access: "Chi scrive non lavora più con le segnalazioni", "Whoever writes no longer works with tickets";
    limit_reached: "La segnalazione ha già 500 messaggi", "The ticket has 500 messages already";
    approval_text: "La decide un postmaster dell'organizzazione.", "A postmaster of the organisation decides.";
}}

impl Tickets {
    pub const fn status_name(self, status: TicketStatus) -> &'static str {
        match status {
            TicketStatus::WaitingForSupport => {
                self.word_waiting_for_support()
            }
            TicketStatus::InProgress => self.word_in_progress(),
            TicketStatus::WaitingForCustomer => {
                self.word_waiting_for_customer()
            }
            TicketStatus::NeedApproval => self.word_need_approval(),
            TicketStatus::Closed => self.word_closed(),
        }
    }

    pub const fn priority_name(self, priority: TicketPriority) -> &'static str {
        match priority {
            TicketPriority::Low => self.word_low(),
            TicketPriority::Medium => self.word_medium(),
            TicketPriority::High => self.word_high(),
            TicketPriority::Urgent => self.word_urgent(),
        }
    }

    pub const fn type_name(self, ticket_type: TicketType) -> &'static str {
        match ticket_type {
            TicketType::Problem => self.word_problem(),
            TicketType::Request => self.word_request(),
            TicketType::Question => self.word_question(),
        }
    }

    pub const fn desk_name(self, desk: ServiceDesk) -> &'static str {
        match desk {
            ServiceDesk::Technical => self.word_technical(),
            ServiceDesk::Administrative => self.word_administrative(),
        }
    }

    pub const fn refusal_name(self, refusal: MailRefusal) -> &'static str {
        match refusal {
            MailRefusal::NoTicket => self.no_ticket(),
            MailRefusal::WrongSender => self.wrong_sender(),
            MailRefusal::AutomaticReply => self.automatic_reply(),
            MailRefusal::CertifiedReceipt => self.certified_receipt(),
            MailRefusal::Bounce => self.bounce(),
            MailRefusal::TooLarge => self.mail_too_large(),
            MailRefusal::Unreadable => self.unreadable(),
            MailRefusal::Empty => self.empty_mail(),
            MailRefusal::NoAccess => self.no_access(),
            MailRefusal::LimitReached => self.limit_reached(),
        }
    }

    /// The name of a queue, for the support or for an organisation.
    pub const fn queue_name(self, queue: TicketQueue, is_support: bool) -> &'static str {
        match queue {
            TicketQueue::Mine if is_support => self.mine_support(),
            TicketQueue::Mine => self.mine(),
            TicketQueue::Unassigned => self.unassigned(),
            TicketQueue::Waiting if is_support => self.waiting_support(),
            TicketQueue::Waiting => self.waiting(),
            TicketQueue::Open => self.open(),
        }
    }

    /// The words of the button that does it.
    pub const fn act(self, event: TicketEvent) -> &'static str {
        match event {
            TicketEvent::Take => self.take(),
            TicketEvent::Release => self.release(),
            TicketEvent::Answer => self.answer(),
            TicketEvent::Ask => self.ask(),
            TicketEvent::AskApproval => self.ask_approval(),
            TicketEvent::Approve => self.approve(),
            TicketEvent::Refuse => self.refuse(),
            TicketEvent::Close => self.close(),
            TicketEvent::Reopen => self.reopen(),
            TicketEvent::Note => self.note(),
        }
    }

    pub fn sentence(self, event: TicketEvent, who: &str) -> String {
        match event {
            TicketEvent::Take => self.took(who),
            TicketEvent::Release => self.released(who),
            TicketEvent::Answer => self.wrote(who),
            TicketEvent::Ask => self.asked(who),
            TicketEvent::AskApproval => self.asked_approval(who),
            TicketEvent::Approve => self.approved(who),
            TicketEvent::Refuse => self.refused(who),
            TicketEvent::Close => self.closed_it(who),
            TicketEvent::Reopen => self.reopened(who),
            TicketEvent::Note => self.noted(who),
        }
    }
}
