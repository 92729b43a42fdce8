texts! {
/// The errors of form fields, one for each fault code.
Faults {
    required: "Il campo è obbligatorio.", "This field is required.";
    too_long: "Ci sono troppi caratteri.", "There are too many characters.";
    too_short: "Ci sono troppo pochi caratteri.", "There are too few characters.";
    password_too_short: "La password deve avere almeno 12 caratteri visibili.", "The password needs at least 12 visible characters.";
    password_characters: "La password contiene caratteri che non si vedono, come tabulazioni o spazi speciali.",
        "The password contains characters that are not visible, such as tabs or special spaces.";
    password_unchanged: "È la password attuale: scegline una nuova.", "It is the present password: choose a new one.";
    invisible_characters: "Il nome contiene caratteri che non si vedono.", "The name contains characters that are not visible.";
    invalid_characters: "Sono ammessi solo lettere senza accenti, cifre e i segni . - _ (nessuno spazio).",
        "Only unaccented letters, digits and . - _ are accepted (no spaces).";
    username_characters: "Sono ammessi solo lettere senza accenti, cifre e i segni . - _ @ (nessuno spazio).",
        "Only unaccented letters, digits and . - _ @ are accepted (no spaces).";
    domain_not_expected: "Scrivi solo il nome, senza la chiocciola e il dominio.",
        "Write the name alone, without the @ and the domain.";
    misplaced_dot: "Il nome non può iniziare o finire con un punto, né contenerne due di seguito.",
        "The name cannot start or end with a dot, or contain two in a row.";
    reserved: "È un nome riservato al servizio: scegline un altro.", "This name is reserved for the service: choose another.";
    invalid_email: "Non è un indirizzo e-mail valido (esempio: nome@example.it).",
        "This is not a valid e-mail address (for example: name@example.org).";
    international_email: "Prima della chiocciola ci sono lettere accentate, che molti server di posta non accettano: indica un indirizzo senza.",
        "There are accented letters before the @, which many mail servers refuse: give an address without.";
    same_as_mailbox: "È l'indirizzo della casella stessa: indicane un altro, dove gli avvisi si possano leggere.",
        "This is the mailbox's own address: give another, where its notices can be read.";
    invalid_domain_name: "Non è un nome di dominio valido (esempio: pec.example.it).",
        "This is not a valid domain name (for example: pec.example.it).";
    mb_out_of_range: "Scrivi un numero intero di MB, da 1 a 1.048.576.", "Write a whole number of MB, from 1 to 1,048,576.";
    months_out_of_range: "Scrivi un numero intero di mesi, da 1 a 120.", "Write a whole number of months, from 1 to 120.";
    out_of_range: "Il numero è fuori dai valori ammessi.", "The number is outside the accepted range.";
    above_quota: "Il soft limit non può superare la quota.", "The soft limit cannot exceed the quota.";
    not_available: "La fornitura del dominio non comprende la conservazione a norma.",
        "The domain's contract does not include legal preservation.";
    too_early: "La data è già passata, o viene prima di quella che deve seguire.", "The date is in the past, or before one that it has to follow.";
    too_late: "La data è oltre il limite: scegline una precedente.", "The date is beyond the limit: choose an earlier one.";
    invalid_transition: "Dallo stato attuale non si può passare a questo.", "This state cannot be reached from the present one.";
    days_out_of_range: "Scrivi un numero intero di giorni, da 1 a 730.", "Write a whole number of days, from 1 to 730.";
    password_too_long: "La password può avere al massimo 256 caratteri.", "The password can have at most 256 characters.";
    contains_mailbox_name: "La password non può contenere il nome della casella.", "The password cannot contain the mailbox's name.";
    too_common: "È una delle password più usate: scegline una che non si possa indovinare.",
        "It is one of the most used passwords: choose one that cannot be guessed.";
    too_simple: "Ha troppe ripetizioni o sequenze, come aaaa o 1234: scegline una più varia.",
        "It has too many repetitions or sequences, such as aaaa or 1234: choose a more varied one.";
    guessable: "È composta solo da nomi facili da indovinare (persona, organizzazione, dominio o servizio): aggiungi altre parole.",
        "It consists of names that are easy to guess (person, organisation, domain or service): add other words.";
    used_before: "È una delle ultime 5 password della casella: scegline una nuova.",
        "It is one of the mailbox's last 5 passwords: choose a new one.";
    unchanged: "È già il valore attuale: indicane uno diverso.", "It is the present value already: give another.";
    contains_username: "La password non può contenere il nome utente.", "The password cannot contain the user name.";
    other_holder: "Non è quello del titolare della casella.", "It is not that of the holder of the mailbox.";
    no_such_mailbox: "Nel dominio non c'è questa casella.", "The domain has no such mailbox.";
    not_a_day: "Scrivi una data, per esempio 31/12/2030.", "Enter a day, such as 31/12/2030.";
    document_expired: "Il documento era già scaduto il giorno dell'identificazione.", "The document had expired on the day of the identification.";
    in_future: "La data è futura: l'evento dev'essere già avvenuto.", "The date is in the future: it must have happened already.";
    long_ago: "La data è troppo indietro nel tempo.", "The date is too long ago.";
    differs: "È diverso da quello che la casella ha già.", "It differs from what the mailbox already has.";
    unknown: "Il valore non è tra quelli ammessi.", "The value is not one of those accepted.";
    taken: "È già in uso: scegline un altro.", "It is already taken: choose another.";
    repeated: "È indicato due volte.", "It is given twice.";
    not_expected: "Questo campo non è ammesso qui.", "This field is not accepted here.";
    invalid_cursor: "Questa pagina dell'elenco non esiste più: riparti dalla prima.",
        "This page of the list no longer exists: start from the first.";
    invalid_type: "Il valore non è del tipo previsto.", "The value is not of the expected type.";
    cell_count: "La riga ha più celle delle colonne del file.", "The row has more cells than the file has columns.";
    formula_without_value: "La cella contiene una formula senza risultato: apri il file con Excel, salvalo e importalo di nuovo.",
        "The cell has a formula without a result: open the file in Excel, save it and import it again.";
    in_use: "Non si può cambiare finché ci sono caselle che lo hanno.", "It cannot change while mailboxes have it.";
    code_expired: "Il codice non è più valido: chiedine un altro.", "The code is no longer valid: ask for another one.";
    company_missing: "La casella non è tenuta per un'azienda: il titolare la ha in proprio.", "The mailbox is not held for a company: the holder has it in their own right.";
    contract_open: "Il contratto inviato riporta il valore attuale: ritiralo prima di cambiarlo.", "The contract that was sent names the present value: withdraw it first.";
    empty_file: "Il file è vuoto.", "The file is empty.";
    invalid_url: "Scrivi un indirizzo web che inizi con https://.", "Enter a web address that begins with https://.";
    unknown_placeholder: "Il testo contiene un segnaposto sconosciuto.", "The text has a placeholder that is not known.";
    unknown_format: "Il file non è né un PDF né un .p7m.", "The file is neither a PDF nor a .p7m.";
    signatures_pending: "Le firme del documento sono ancora in verifica: riprova tra poco.", "The signatures of the document are still being verified: try again shortly.";
    signatures_invalid: "Le firme del documento non sono valide.", "The signatures of the document are not valid.";
    unsupported_markup: "Il testo contiene elementi che un modello non può avere.", "The text has elements that a template cannot have.";
    incomplete_template: "Il modello non è completo.", "The template is not complete.";
    plan_not_available: "Il dominio non offre questo piano.", "The domain does not offer this plan.";
    contradiction: "Non concorda con un altro campo.", "It does not agree with another field.";
    invisible_reference_characters: "Il riferimento contiene caratteri che non si vedono.",
        "The reference contains characters that are not visible.";
    invalid_tax_code: "Non è un codice fiscale: servono i 16 caratteri della tessera, oppure le 11 cifre di un ente o di un codice provvisorio.",
        "This is not a codice fiscale: give the 16 characters of the card, or the 11 digits of a body or of a provisional code.";
    invalid_check_character: "Il carattere di controllo non corrisponde: c'è un errore di battitura.",
        "The check character does not agree with the others: something is mistyped.";
    invalid_vat_number: "Non è una partita IVA: servono 11 cifre.", "This is not a partita IVA: it has 11 digits.";
    invalid_rea: "Non è un numero REA: servono la sigla della provincia e il numero (esempio: PZ-123456).",
        "This is not a REA number: give the letters of the province and the number (for example: PZ-123456).";
    invalid_postal_code: "Il CAP deve avere 5 cifre.", "The postal code (CAP) has 5 digits.";
    unknown_province: "Non è la sigla di una provincia italiana (esempio: PZ).",
        "These are not the letters of an Italian province (for example: PZ).";
    invalid_recipient_code: "Il codice destinatario deve avere 6 o 7 caratteri, lettere senza accenti e cifre.",
        "The codice destinatario has 6 or 7 characters, unaccented letters and digits.";
    invalid_phone: "Non è un numero di telefono: sono ammessi cifre, spazi e i segni + - . / ( ).",
        "This is not a telephone number: digits, spaces and + - . / ( ) are accepted.";
    holder_ended: "Il titolare è stato unito a un altro, oppure i suoi dati sono stati cancellati: scegline un altro.",
        "This holder was merged into another one, or its data were erased: choose another.";
    unknown_country: "Non è la sigla di un Paese (esempio: IT).", "These are not the letters of a country (for example: IT).";
}}
