use sigillo_domain::contract::CodeChannel;
use sigillo_domain::contract_text::SectionKind;
use sigillo_kit::texts;

texts! {
/// The page on which a holder signs the contract of a mailbox.
Signing {
    step(number: u8): format!("Passo {number} di 3"), format!("Step {number} of 3");

    open_title: "Firma il contratto della tua casella", "Sign the contract of your mailbox";
    why: "Hai ricevuto il link perché è stata richiesta per te una casella di posta elettronica certificata (PEC). Si attiva quando ne firmi il contratto.",
        "You have received the link because a certified mailbox (PEC) was requested for you. It becomes active once you sign its contract.";
    how_identify: "Indichi il tuo codice fiscale.", "You give your codice fiscale.";
    how_read: "Leggi il contratto e spunti quello che accetti.", "You read the contract and tick what you accept.";
    how_sign: "Firmi con un codice che ti inviamo.", "You sign with a code that we send you.";
    tax_code: "Il tuo codice fiscale", "Your codice fiscale";
    tax_code_hint: "Il contratto contiene i tuoi dati: così lo apri solo tu. Dopo cinque codici errati il link non vale più.",
        "The contract holds your data: this way only you can open it. After five wrong codes the link is no longer valid.";
    do_open: "Apri il contratto", "Open the contract";
    wrong_tax_code(left: i64): format!("Non è quello indicato nel contratto: controllalo prima di riprovare. {}, poi il link non vale più.", tries_it(left)),
        format!("It is not the one in the contract: check it before you try again. {}, then the link is no longer valid.", tries_en(left));
    closed: "Il contratto non è più aperto in questa pagina: per sicurezza si chiude dopo un'ora, e anche quando scade o quando l'ufficio lo invia di nuovo o lo ritira. Inserisci di nuovo il codice fiscale: anche le spunte vanno rimesse.",
        "The contract is no longer open on this page: for safety it closes after an hour, and also when it expires or the office sends it again or withdraws it. Give your codice fiscale again; the boxes have to be ticked again too.";
    changed: "Nel frattempo la situazione del contratto è cambiata. Inserisci di nuovo il codice fiscale per vederla.",
        "The contract has moved on meanwhile. Give your codice fiscale again to see where it stands.";

    dead_why: "Può essere per uno di questi motivi:", "This can have one of these reasons:";
    dead_newer: "ti è arrivato un messaggio più recente: usa il link di quello", "you have received a newer message: use the link in that one";
    dead_time: "il tempo per firmare è finito", "the time to sign has ended";
    dead_tries: "il codice fiscale è stato sbagliato cinque volte", "the codice fiscale was wrong five times";
    dead_ended: "il contratto è stato rifiutato o ritirato", "the contract was declined or withdrawn";
    dead_cancelled: "la casella è stata cancellata", "the mailbox was cancelled";
    dead_incomplete: "il link non è completo: aprilo di nuovo dal messaggio", "the link is incomplete: open it from the message again";
    dead_advice: "Se non riesci ad aprirlo, chiedi all'ufficio che ti ha scritto di inviarti di nuovo il contratto.",
        "If you cannot open it, ask the office that wrote to you to send the contract again.";

    read_title: "Leggi e accetta il contratto", "Read and accept the contract";
    mailbox: "Casella", "Mailbox";
    holder: "Titolare", "Holder";
    organization: "Organizzazione", "Organisation";
    sign_by: "Puoi firmare fino al", "You can sign until";
    download: "Scarica il PDF", "Download the PDF";
    accept_title: "Che cosa accetti", "What you accept";
    accept_lead: "Per firmare occorre spuntare tutte le voci.", "To sign, every box has to be ticked.";
    accept(kind: SectionKind, heading: &str):
        match kind {
            SectionKind::Ordinary => format!("Accetto il contratto «{heading}»"),
            SectionKind::SpecificApproval => format!("Approvo specificamente «{heading}»"),
            SectionKind::Privacy => format!("Ho letto «{heading}»"),
        },
        match kind {
            SectionKind::Ordinary => format!("I accept the contract “{heading}”"),
            SectionKind::SpecificApproval => format!("I specifically approve “{heading}”"),
            SectionKind::Privacy => format!("I have read “{heading}”"),
        };
    specific: "La legge chiede di approvarla a parte (art. 1341 del codice civile).", "By law it is approved separately (art. 1341 of the Italian civil code).";
    read_again: "Rileggi", "Read again";
    read_again_what(heading: &str): format!("Rileggi «{heading}»"), format!("Read “{heading}” again");
    to_approve: "Da approvare a parte", "To be approved separately";
    to_box: "Vai alla spunta", "Go to its box";
    parties: "Parti", "Parties";
    mailbox_and_plan: "Casella e piano", "Mailbox and plan";
    to_box_of(heading: &str): format!("Vai alla spunta di «{heading}»"), format!("Go to the box of “{heading}”");
    tick_missing: "Spunta la voce per continuare.", "Tick the box to continue.";
    signature_title: "Che firma è", "What kind of signature this is";
    signature: "Con il codice apponi una firma elettronica semplice: a dimostrare chi ha firmato sono i passaggi registrati (link, codice fiscale, spunte e codice), con data, ora e indirizzo di rete.",
        "With the code you give a simple electronic signature: who signed is shown by the recorded steps (link, codice fiscale, ticks and code), with date, time and network address.";
    not_digital: "Non è una firma digitale. Se ne hai una, puoi usarla al posto del codice.",
        "It is not a digital signature. If you have one, you can use it instead of the code.";
    code_to(channel: CodeChannel, recipient: &str):
        match channel {
            CodeChannel::Sms => format!("Per firmare ti inviamo un codice con un SMS al numero {recipient}."),
            CodeChannel::Email => format!("Per firmare ti inviamo un codice all'e-mail {recipient}."),
        },
        match channel {
            CodeChannel::Sms => format!("To sign, you get a code by SMS to the number {recipient}."),
            CodeChannel::Email => format!("To sign, you get a code by e-mail to {recipient}."),
        };
    send_code: "Invia codice", "Send the code";
    code_waits(until: &str): format!("Hai già accettato il contratto e chiesto un codice: è valido {until}."),
        format!("You have accepted the contract and asked for a code already: it is valid {until}.");
    enter_code: "Inserisci il codice", "Enter the code";

    own_choice: "Firma con la tua firma digitale", "Sign with your digital signature";

    own_title: "Firma con la tua firma digitale", "Sign with your digital signature";
    own_lead: "Serve un certificato di firma intestato a te, con il tuo codice fiscale.",
        "You need a signature certificate in your name, with your codice fiscale.";
    own_first: "Scarica il contratto. Non modificarlo e non stamparlo: deve restare il file che scarichi.",
        "Download the contract. Do not change or print it: it must stay the file that you download.";
    own_second: "Firmalo con il tuo programma di firma: va bene sia PAdES (.pdf) sia CAdES (.p7m).",
        "Sign it with your signature program: both PAdES (.pdf) and CAdES (.p7m) will do.";
    own_third: "Carica qui il file firmato. Lo verifichiamo subito.", "Upload the signed file here. We check it at once.";
    own_file: "File firmato (.pdf o .p7m)", "Signed file (.pdf or .p7m)";
    own_upload: "Carica il file firmato", "Upload the signed file";
    own_too_large: "Il file supera i 30 MB.", "The file is larger than 30 MB.";
    own_verifying(name: &str): format!("Stiamo verificando la firma di {name}…"), format!("We are checking the signature of {name}…");
    own_slow: "La verifica richiede più tempo del solito. Puoi chiudere la pagina e tornare più tardi con lo stesso link: il file è al sicuro.",
        "The check takes longer than usual. You can close the page and come back later with the same link: the file is safe.";
    own_refused(name: &str): format!("Non possiamo accettare {name}"), format!("We cannot accept {name}");
    own_again: "Correggi e carica di nuovo il file firmato, oppure torna al contratto e firma con il codice.",
        "Correct it and upload the signed file again, or go back to the contract and sign with the code.";
    own_undecided_title: "Hai finito: ora tocca all'ufficio", "You are done: the office comes next";
    own_undecided(name: &str): format!("La firma di {name} è integra, ma non è stato possibile verificarne ogni aspetto. L'ufficio che ti ha scritto la valuta, e ti arriva un'e-mail quando la casella è attiva. Se preferisci non aspettare, torna al contratto e firma con il codice."),
        format!("The signature of {name} is intact, but not everything about it could be checked. The office that wrote to you decides, and you get an e-mail when the mailbox is active. If you do not want to wait, go back to the contract and sign with the code.");
    own_details: "Che cosa abbiamo verificato", "What we checked";

    code_title: "Firma con il codice", "Sign with the code";
    code_sent(channel: CodeChannel, recipient: &str, until: &str):
        match channel {
            CodeChannel::Sms => format!("Ti abbiamo inviato un codice con un SMS al numero {recipient}. È valido {until}."),
            CodeChannel::Email => format!("Ti abbiamo inviato un codice all'e-mail {recipient}. È valido {until}."),
        },
        match channel {
            CodeChannel::Sms => format!("We have sent a code by SMS to the number {recipient}. It is valid {until}."),
            CodeChannel::Email => format!("We have sent a code by e-mail to {recipient}. It is valid {until}."),
        };
    no_sms: "Non è stato possibile inviare l'SMS.", "The SMS could not be sent.";
    code: "Codice di sei cifre", "Code of six digits";
    code_form: "Il codice ha sei cifre.", "The code has six digits.";
    wrong_code(left: i64): format!("Il codice non è corretto. {}, poi ne occorre un altro.", tries_it(left)),
        format!("The code is wrong. {}, then you need another.", tries_en(left));
    code_ended: "Il codice non vale più: è scaduto, ne hai chiesto un altro o è stato sbagliato cinque volte. Usa l'ultimo ricevuto o chiedine un altro.",
        "The code is no longer valid: it has expired, you asked for another, or it was wrong five times. Use the last one or ask for another.";
    do_sign: "Firma il contratto", "Sign the contract";
    code_missing(channel: CodeChannel):
        match channel {
            CodeChannel::Sms => "Non arriva? Può richiedere qualche minuto.",
            CodeChannel::Email => "Non arriva? Può richiedere qualche minuto; guarda anche nella posta indesiderata.",
        }.to_owned(),
        match channel {
            CodeChannel::Sms => "Nothing arrived? It can take a few minutes.",
            CodeChannel::Email => "Nothing arrived? It can take a few minutes; look in your spam folder too.",
        }.to_owned();
    another: "Invia un altro codice", "Send another code";
    another_in(seconds: u32):
        match seconds {
            1 => "Puoi chiedere un altro codice tra 1 secondo.".to_owned(),
            ..120 => format!("Puoi chiedere un altro codice tra {seconds} secondi."),
            _ => format!("Puoi chiedere un altro codice tra {} minuti.", seconds.div_ceil(60)),
        },
        match seconds {
            1 => "You can ask for another code in 1 second.".to_owned(),
            ..120 => format!("You can ask for another code in {seconds} seconds."),
            _ => format!("You can ask for another code in {} minutes.", seconds.div_ceil(60)),
        };
    another_sent: "Ti abbiamo inviato un altro codice: quello di prima non vale più.", "We have sent another code: the one before is no longer valid.";
    back: "Torna al contratto", "Back to the contract";

    signed_title: "Il contratto è firmato", "The contract is signed";
    signed: "Grazie. Non devi fare altro: puoi chiudere la pagina.", "Thank you. There is nothing else to do: you can close the page.";
    next_title: "Che cosa succede adesso", "What happens next";
    next_copy: "Il contratto viene sigillato, e ne ricevi una copia per e-mail.", "The contract is sealed, and you receive a copy by e-mail.";
    next_active(mailbox: &str): format!("La casella {mailbox} diventa attiva."), format!("The mailbox {mailbox} becomes active.");
    next_access: "Ricevi per e-mail le istruzioni per scegliere la password e accedere.", "You receive by e-mail how to choose the password and sign in.";
    come_back(until: &str): format!("Tra qualche minuto torna qui, con lo stesso link, per scaricare la copia: il link vale fino al {until}."),
        format!("In a few minutes, come back here with the same link to download the copy: the link is valid until {until}.");
    link_until(until: &str): format!("Puoi scaricarla da qui fino al {until}. Te l'abbiamo anche inviata per e-mail."),
        format!("You can download it here until {until}. It was sent to you by e-mail too.");
    sealed(mailbox: &str): format!("Hai firmato il contratto della casella {mailbox}, e il documento è sigillato."),
        format!("You have signed the contract of the mailbox {mailbox}, and the document is sealed.");
    download_signed: "Scarica la copia firmata", "Download the signed copy";

    decline: "Non voglio firmare", "I do not want to sign";
    decline_title: "Rifiuta il contratto", "Decline the contract";
    decline_effect(mailbox: &str):
        format!("Se rifiuti, la casella {mailbox} non si attiva e il link non vale più. L'ufficio che ti ha scritto vede il rifiuto e il motivo."),
        format!("If you decline, the mailbox {mailbox} does not become active and the link is no longer valid. The office that wrote to you sees that you declined, and why.");
    reason: "Motivo", "Reason";
    reason_hint: "Lo legge l'ufficio che ti ha scritto. Al massimo 500 caratteri.", "The office that wrote to you reads it. At most 500 characters.";
    reason_too_long: "Il motivo può avere al massimo 500 caratteri.", "The reason can have at most 500 characters.";
    do_decline: "Rifiuta il contratto", "Decline the contract";
    declined_title: "Hai rifiutato il contratto", "You have declined the contract";
    declined: "L'ufficio che ti ha scritto vede il rifiuto e il motivo. Se cambi idea, chiedigli di inviarti di nuovo il contratto. Puoi chiudere la pagina.",
        "The office that wrote to you sees that you declined, and why. If you change your mind, ask it to send the contract again. You can close the page.";
}}

fn tries_it(left: i64) -> String {
    match left {
        1 => "Resta un tentativo".to_owned(),
        _ => format!("Restano {left} tentativi"),
    }
}

fn tries_en(left: i64) -> String {
    match left {
        1 => "One try left".to_owned(),
        _ => format!("{left} tries left"),
    }
}
