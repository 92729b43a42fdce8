use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::mailbox::MailboxState;
use sigillo_kit::texts;

use sigillo_kit::i18n::Detail;

texts! {
/// The pages of a mailbox's own user.
Own {
    tagline: "La tua casella di posta certificata", "Your certified mailbox";
    title: "La tua casella", "Your mailbox";
    address: "Indirizzo della casella", "Address of the mailbox";
    address_hint: "Per intero, per esempio nome@pec.example.it.", "The whole address, for example name@pec.example.it.";

    sign_in: "Accesso alla tua casella", "Sign in to your mailbox";
    sign_in_lead: "Con l'indirizzo e la password della casella: per vedere spazio e scadenze, cambiare la password e l'e-mail di comunicazione.",
        "With the mailbox's address and password: to see its space and dates, and change its password and communication e-mail.";
    wrong: "Indirizzo o password non corretti.", "The address or the password is wrong.";
    forgotten: "Hai dimenticato la password?", "Have you forgotten the password?";
    administrator: "Amministri delle caselle?", "Do you manage mailboxes?";
    panel_door: "Vai al pannello di gestione", "Go to the management panel";
    session_ended: "La sessione è terminata: accedi di nuovo.", "The session has ended: sign in again.";
    signed_out: "Sei uscito dalla casella", "You have signed out of the mailbox";

    expired_title: "Cambia la password", "Change the password";
    expired: "La password è scaduta. Cambia la password per accedere nuovamente alla mailbox.",
        "The password has expired. Change the password to access the mailbox again.";
    other_mailbox: "Accedi con un'altra casella", "Sign in with another mailbox";

    change_password: "Cambia password", "Change password";
    change_lead: "Da quel momento vale solo la password nuova, anche nei programmi di posta: ricordati di aggiornarla lì.",
        "From then on only the new password works, in mail programs too: remember to update it there.";
    password_changed: "La password è stata cambiata: da ora vale solo quella nuova", "The password was changed: from now on only the new one works";
    changed_sign_in: "La password è stata cambiata: accedi con quella nuova", "The password was changed: sign in with the new one";

    rule_length: "Almeno 12 caratteri: una frase di più parole va benissimo", "At least 12 characters: a phrase of several words is fine";
    rule_common: "Non tra le più usate, né fatta di ripetizioni, sequenze (aaaa, 1234) o nomi noti", "Not among the most used, and not made of repetitions, sequences (aaaa, 1234) or known names";
    rule_name: "Senza il nome della casella", "Without the mailbox's name";
    rule_same: "Uguale nei due campi", "The same in both fields";
    rule_past: "Diversa dalle ultime 5, compresa l'attuale: viene verificato al salvataggio.", "None of the last 5, including the present one: this is checked when you save.";
    rule_met: "fatto", "done";
    strength: "Robustezza", "Strength";
    strength_refused: "non ancora sufficiente", "not enough yet";
    strength_weak: "debole", "weak";
    strength_good: "buona", "good";
    strength_strong: "ottima", "very good";

    forgotten_title: "Password dimenticata", "Forgotten password";
    forgotten_lead: "Sarà inviato un link per impostarne una nuova all'e-mail di comunicazione della casella.",
        "A link to set a new one will be sent to the mailbox's communication e-mail.";
    send_link: "Invia il link", "Send the link";
    link_title: "Controlla la posta", "Check your e-mail";
    link_sent(address: &str):
        format!("Se la casella {address} esiste e ha un'e-mail di comunicazione, abbiamo inviato il link per impostare la password. Vale 24 ore e funziona una volta sola."),
        format!("If the mailbox {address} exists and has a communication e-mail, we have sent the link to set the password. It is valid for 24 hours and works once.");
    link_missing: "Non arriva? Guarda nella posta indesiderata; se non c'è, rivolgiti a chi amministra la casella: può aggiornare l'e-mail di comunicazione e inviare un nuovo link.",
        "Nothing arrived? Look in your spam folder; otherwise contact whoever manages the mailbox: they can update the communication e-mail and send a new link.";
    back: "Torna all'accesso", "Back to sign in";

    set_title: "Imposta la password", "Set the password";
    set_lead(mailbox: &str): format!("Per la casella {mailbox}"), format!("For the mailbox {mailbox}");
    link_until(when: &str): format!("Il link vale fino al {when}."), format!("The link is valid until {when}.");
    set_done_title: "Password impostata", "Password set";
    set_done: "Da ora vale solo la nuova password. Usala per entrare nella posta e in questa pagina.",
        "From now on only the new password works. Use it for your mail and for this page.";
    go_sign_in: "Vai all'accesso", "Go to sign in";

    dead_title: "Il link non è più valido", "The link is no longer valid";
    dead: "È già stato usato, sono passate più di 24 ore, o ne hai ricevuto uno più recente: in questo caso usa l'ultimo.",
        "It has been used, more than 24 hours have passed, or you have received a newer one: then use the last.";
    ask_again: "Richiedi un nuovo link", "Ask for a new link";
    email_again: "Indica di nuovo l'e-mail", "Give the e-mail again";

    confirm_title: "Conferma l'e-mail", "Confirm the e-mail";
    confirm(email: &str, mailbox: &str):
        format!("Gli avvisi e i link per la password della casella {mailbox} arriveranno a {email}."),
        format!("The notices and the password links of the mailbox {mailbox} will come to {email}.");
    confirm_not_you: "Se non l'hai chiesto tu, chiudi questa pagina: senza conferma non cambia nulla.",
        "If you did not ask for this, close this page: nothing changes unless it is confirmed.";
    do_confirm: "Conferma", "Confirm";
    stop_title: "Annulla la richiesta di una nuova password", "Stop the request for a new password";
    stop(mailbox: &str):
        format!("Per la casella {mailbox} è stata chiesta una nuova password, poco dopo la modifica dell'e-mail di comunicazione."),
        format!("A new password was requested for the mailbox {mailbox}, shortly after its communication e-mail had changed.");
    stop_effect: "Annullando la richiesta, il link inviato al nuovo indirizzo non potrà più essere usato e la password attuale resterà valida.",
        "If you stop the request, the link that was sent to the new address can no longer be used, and the present password stays valid.";
    do_stop: "Annulla la richiesta", "Stop the request";
    stopped_title: "Richiesta annullata", "Request stopped";
    stopped: "La richiesta è stata annullata e la password attuale resta valida. Avvisa chi amministra la casella: l'e-mail di comunicazione potrebbe essere stata cambiata senza il tuo consenso.",
        "The request was stopped and the present password stays valid. Tell whoever manages the mailbox: its communication e-mail may have been changed without your consent.";
    stop_alert_title: "Non ricevere più l'avviso", "Stop receiving the alert";
    stop_alert_effect: "A questo indirizzo non arriveranno più gli avvisi della vista indicata nel messaggio. La vista non cambia: chi l'ha salvata può impostare un nuovo avviso.",
        "This address will no longer get the alerts of the view that the message names. The view stays as it is: whoever saved it can set a new alert.";
    do_stop_alert: "Non inviare più l'avviso", "Stop the alert";
    alert_stopped_title: "Avviso annullato", "Alert stopped";
    alert_stopped: "Non riceverai più questo avviso. Puoi chiudere la pagina.", "You will not get this alert any more. You can close the page.";
    stop_alert_dead: "Il link non è completo: aprilo di nuovo dal messaggio, oppure copialo per intero nella barra degli indirizzi.",
        "The link is incomplete: open it from the message again, or copy all of it into the address bar.";
    stop_dead: "Il link non è più valido: la richiesta è già stata annullata, la password è già stata impostata oppure sono passate 24 ore. Se non sei stato tu, avvisa subito chi amministra la casella.",
        "The link is no longer valid: the request was stopped already, the password was set already, or 24 hours have passed. If it was not you, tell whoever manages the mailbox at once.";
    confirmed_title: "E-mail confermata", "E-mail confirmed";
    confirmed(email: &str): format!("{email} è ora l'e-mail di comunicazione della casella."), format!("{email} is now the mailbox's communication e-mail.");
    go_mailbox: "Vai alla tua casella", "Go to your mailbox";

    email_title: "Modifica e-mail di comunicazione", "Change communication e-mail";
    email_lead: "Riceve gli avvisi sulla casella e i link per la password. La nuova vale da quando la confermi con il link inviato a quell'indirizzo.",
        "It receives the notices about the mailbox and the password links. The new one takes effect once you confirm it with the link sent to that address.";
    email_present: "E-mail attuale", "Present e-mail";
    email_new: "Nuova e-mail di comunicazione", "New communication e-mail";
    email_asked(email: &str): format!("Abbiamo scritto a {email}: la modifica vale quando confermi dal link"),
        format!("We have written to {email}: the change takes effect when you confirm it with the link");
    unconfirmed(email: &str): format!("in attesa di conferma da {email}"), format!("waiting for confirmation from {email}");
    change: "Modifica", "Change";

    active: "La casella invia e riceve.", "The mailbox sends and receives.";
    pending: "La casella non è ancora attiva: attende la firma del contratto.", "The mailbox is not active yet: it is waiting for the contract to be signed.";
    disabled: "Il contenuto è conservato, ma non puoi entrare nella posta; i messaggi in arrivo restano in attesa. Rivolgiti a chi amministra la casella.",
        "The content is kept, but you cannot access your mail; incoming messages wait. Contact whoever manages the mailbox.";
    suppressed: "Il servizio è scaduto: il contenuto è conservato, ma la casella non riceve e non puoi entrare nella posta. Rivolgiti a chi amministra la casella.",
        "The service has ended: the content is kept, but the mailbox does not receive and you cannot access your mail. Contact whoever manages the mailbox.";
    cancelled: "La casella è stata cancellata e i suoi messaggi non esistono più.",
        "The mailbox was deleted and its messages no longer exist.";

    password: "Password", "Password";
    set_on: "Impostata il", "Set on";
    age(days: i64):
        match days { ..=0 => "oggi".to_owned(), 1 => "ieri".to_owned(), _ => format!("{days} giorni fa") },
        match days { ..=0 => "today".to_owned(), 1 => "yesterday".to_owned(), _ => format!("{days} days ago") };
    ends_on: "Scade il", "Expires on";
    left(days: i64):
        match days { ..=1 => "manca meno di un giorno".to_owned(), _ => format!("tra {days} giorni") },
        match days { ..=1 => "less than a day left".to_owned(), _ => format!("in {days} days") };
    ending_title: "La password sta per scadere", "The password is about to expire";
    ending(date: &str): format!("Scade il {date}: dopo, non potrai entrare nella posta finché non la cambi. La casella continuerà a ricevere."),
        format!("It expires on {date}: after that, you cannot access your mail until you change it. The mailbox will continue to receive.");
    almost_full_title: "Lo spazio sta per finire", "Space is running out";
    almost_full: "Hai raggiunto il soft limit: cancella i messaggi che non servono, o chiedi più spazio a chi amministra la casella.",
        "You have reached the soft limit: delete the messages you do not need, or ask whoever manages the mailbox for more space.";
    mail_programs: "Parametri per i programmi di posta", "Settings for mail programs";
    user_name: "Nome utente", "User name";
    mail_programs_hint: "La password è quella della casella. Thunderbird di solito trova i parametri da solo; su iPhone, iPad e Mac li imposta il profilo, da scaricare sul dispositivo e poi installare dalle sue impostazioni.",
        "The password is the mailbox's. Thunderbird usually finds the settings by itself; on an iPhone, iPad or Mac the profile sets them: download it on the device, then install it from its settings.";
    apple_profile: "Configura iPhone, iPad o Mac", "Set up iPhone, iPad or Mac";
    last_changes: "Ultime modifiche", "Last changes";
    no_changes: "Nessuna modifica.", "No changes.";

    by_operator: "Il Gestore", "The operator";
    by_postmaster: "Il postmaster", "The postmaster";
    by_assistant: "Un assistente", "An assistant";
    by_system: "Il sistema", "The system";
    by_holder: "Il titolare", "The holder";
    by_you: "Tu", "You";
    you_updated: "Hai modificato la casella", "You changed the mailbox";
    you_asked_link: "Hai chiesto il link per impostare la password", "You asked for the link to set the password";
    you_set_password: "Hai impostato la password", "You set the password";
    you_gave_email: "Hai indicato un'altra e-mail di comunicazione, da confermare", "You gave another communication e-mail, to be confirmed";
}}

impl Own {
    pub const fn state_meaning(self, state: MailboxState) -> &'static str {
        match state {
            MailboxState::PendingActivation => self.pending(),
            MailboxState::Active => self.active(),
            MailboxState::Disabled => self.disabled(),
            MailboxState::Suppressed => self.suppressed(),
            MailboxState::Cancelled => self.cancelled(),
        }
    }

    /// The sentence about an action, addressed to the mailbox's user.
    pub fn sentence(self, action: Action, by: ActorKind) -> String {
        let who = match by {
            ActorKind::Operator => self.by_operator(),
            ActorKind::Postmaster => self.by_postmaster(),
            ActorKind::Assistant => self.by_assistant(),
            ActorKind::System => self.by_system(),
            ActorKind::Holder => self.by_holder(),
            ActorKind::MailboxUser => match action {
                Action::Updated => return self.you_updated().to_owned(),
                Action::PasswordLinkSent => return self.you_asked_link().to_owned(),
                Action::PasswordSet => return self.you_set_password().to_owned(),
                Action::EmailChangeRequested => return self.you_gave_email().to_owned(),
                // A mailbox's user can take no other action.
                _ => self.by_you(),
            },
        };
        Detail(self.0).sentence(action, by, who)
    }
}
