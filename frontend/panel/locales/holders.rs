use sigillo_domain::holder::{HolderState, HolderWarning};
use sigillo_kit::texts;

texts! {
/// The holders of mailboxes.
Holders {
    title: "Titolari", "Holders";
    holder: "Titolare", "Holder";
    lead: "Le persone a cui sono intestate le caselle, con i loro indirizzi e le aziende per cui le hanno.",
        "The people who hold the mailboxes, with their addresses and the companies they hold them for.";
    add: "Aggiungi titolare", "Add holder";
    export_all: "Il file contiene tutti i titolari registrati.", "The file contains every registered holder.";
    export_found: "Il file contiene i titolari trovati, nell'ordine dell'elenco.", "The file contains the holders found, in the order of the list.";
    nothing_found: "Nessun titolare trovato", "No holder found";
    show_all: "Mostra tutti i titolari", "Show every holder";
    none_title: "Nessun titolare", "No holders";
    none_text: "I titolari si registrano con le loro caselle, oppure da qui.", "Holders are registered with their mailboxes, or from here.";
    select_hint: "Seleziona un titolare per vederne indirizzi, attività e caselle. Dall'elenco ci si sposta anche con le frecce.",
        "Select a holder to see the addresses, companies and mailboxes. The arrow keys move along the list too.";
    of_selected: "Titolare selezionato", "Selected holder";
    back_to_list: "Torna all'elenco", "Back to the list";
    open: "Apri la scheda", "Open the record";

    family_name: "Cognome", "Family name";
    given_name: "Nome", "Given name";
    tax_code: "Codice fiscale", "Codice fiscale";
    tax_code_hint: "16 caratteri, oppure le 11 cifre di un codice provvisorio.", "16 characters, or the 11 digits of a provisional code.";
    mailbox: "Casella PEC", "Certified mailbox";
    state: "Stato", "Status";
    created: "Inserimento", "Added on";
    expires: "Scadenza", "End of service";
    birth: "Nascita", "Birth";
    birth_place: "Luogo di nascita", "Birth place";
    data: "Dati del titolare", "Data of the holder";
    sections: "Sezioni del titolare", "Sections of the holder";
    open_organization: "Apri l'organizzazione", "Open the organisation";

    born_female(day: &str): format!("nata il {day}"), format!("born on {day} (female)");
    born_male(day: &str): format!("nato il {day}"), format!("born on {day} (male)");
    read_back(born: &str, place: &str):
        if place.is_empty() { format!("Dal codice: {born}") } else { format!("Dal codice: {born}, {place}") },
        if place.is_empty() { format!("From the code: {born}") } else { format!("From the code: {born}, {place}") };
    place_code(code: &str): format!("codice {code}, sconosciuto"), format!("code {code}, not known");
    provisional: "È un codice provvisorio di 11 cifre: non dice data né luogo di nascita.",
        "It is a provisional code of 11 digits: it says neither the date nor the place of birth.";
    name_does_not_fit: "Nome e cognome non corrispondono alle lettere del codice fiscale.",
        "The names do not give the letters of the codice fiscale.";
    confirm_name: "Ho controllato: nome, cognome e codice fiscale sono esatti", "I have checked: names and codice fiscale are right";
    confirm_name_first: "Controlla il nome e il codice fiscale, poi conferma che sono esatti.",
        "Check the names and the codice fiscale, then confirm that they are right.";
    name_and_code: "Nome e codice fiscale", "Names and codice fiscale";
    omocodia: "Omocodia", "Omocodia";
    omocodia_asks: "È già registrato un titolare con una variante di questo codice fiscale (omocodia). Controlla se è la stessa persona:",
        "A holder with a variant of this codice fiscale is registered already (omocodia). Check whether it is the same person:";
    omocodia_confirm: "Ho controllato: è un'altra persona", "I have checked: it is another person";
    omocodia_confirm_first: "Controlla se è la stessa persona, oppure conferma che è un'altra.",
        "Check whether it is the same person, or confirm that it is another.";
    use_holder: "Usa questo titolare", "Use this holder";
    use_holder_named(name: &str): format!("Usa il titolare {name}"), format!("Use the holder {name}");
    tax_code_variant: "È già registrato un titolare con una variante di questo codice fiscale (omocodia): controlla che non sia la stessa persona.",
        "A holder with a variant of this codice fiscale is registered already (omocodia): check that it is not the same person.";
    open_variant: "Apri quel titolare", "Open that holder";
    unknown_place: "Nessun comune o Stato ha il codice del luogo di nascita.", "No municipality or country has the code of the birth place.";

    addresses: "Indirizzi", "Addresses";
    address: "Indirizzo", "Address";
    companies: "Attività", "Companies";
    mailboxes: "Caselle PEC", "Certified mailboxes";
    enable_fields: "Abilita campi editabili", "Enable editing";
    disable_fields: "Disabilita campi editabili", "Disable editing";
    save_first: "Salva o annulla la modifica in corso, poi disabilita i campi.", "Save or cancel what you are changing, then disable editing.";
    save: "Salva", "Save";
    change: "Modifica", "Change";
    remove: "Rimuovi", "Remove";
    remove_this(what: &str): format!("Rimuovi {what}"), format!("Remove {what}");
    no_addresses: "Nessun indirizzo.", "No addresses.";
    add_address: "Aggiungi un indirizzo", "Add an address";
    change_this_address: "Modifica l'indirizzo", "Change the address";
    change_address(street: &str): format!("Modifica l'indirizzo {street}"), format!("Change the address {street}");
    remove_address: "Rimuovi l'indirizzo", "Remove the address";
    remove_address_text: "L'indirizzo non sarà più tra quelli del titolare. Resta nello storico.",
        "The address will no longer be one of the holder's. It stays in the history.";
    address_saved: "L'indirizzo è stato salvato", "The address was saved";
    address_removed: "L'indirizzo è stato rimosso", "The address was removed";
    no_companies: "Nessuna attività.", "No companies.";
    add_company: "Aggiungi un'attività", "Add a company";
    company_is_known: "L'azienda è già registrata?", "Is the company registered already?";
    find_company_hint: "Scrivi una parte della ragione sociale o della partita IVA, poi scegli.", "Type a part of the legal name or VAT number, then choose.";
    role: "Ruolo", "Role";
    role_hint: "Ad esempio: legale rappresentante.", "Such as: legal representative.";
    tie_from: "Dal", "From";
    tie_to: "Al", "To";
    since(day: &str): format!("dal {day}"), format!("since {day}");
    until(day: &str): format!("fino al {day}"), format!("until {day}");
    from_to(from: &str, to: &str): format!("dal {from} al {to}"), format!("from {from} to {to}");
    tied: "legata al titolare", "tied to the holder";
    change_tie: "Modifica il legame", "Change the tie";
    change_tie_with(company: &str): format!("Modifica il legame con {company}"), format!("Change the tie with {company}");
    change_company: "Modifica l'azienda", "Change the company";
    change_company_named(company: &str): format!("Modifica l'azienda {company}"), format!("Change the company {company}");
    remove_tie: "Rimuovi l'attività", "Remove the company";
    remove_tie_text: "Il titolare non sarà più legato a questa azienda. L'azienda resta registrata.",
        "The holder will no longer be tied to this company. The company stays registered.";
    tie_saved: "L'attività è stata salvata", "The company was saved";
    tie_removed: "L'attività è stata rimossa", "The company was removed";
    no_mailboxes: "Nessuna casella.", "No mailboxes.";

    street: "Via o piazza", "Street";
    number: "Numero", "Number";
    locality: "Località", "Locality";
    province: "Provincia", "Province";
    only_in_italy: "Solo in Italia.", "In Italy alone.";
    postal_code: "CAP", "Postal code";
    country: "Paese", "Country";
    phone: "Telefono", "Telephone";
    phone_short: "Tel.", "Tel.";
    mobile: "Cellulare", "Mobile";
    mobile_short: "Cell.", "Mobile";
    fax: "Fax", "Fax";
    email: "E-mail", "E-mail";

    create_title: "Nuovo titolare", "New holder";
    create_lead: "Un titolare si registra anche insieme alla sua prima casella.", "A holder is also registered together with the first mailbox.";
    create: "Crea titolare", "Create holder";
    with_address: "Aggiungi un indirizzo", "Add an address";
    created_it(name: &str): format!("Il titolare {name} è stato creato"), format!("The holder {name} was created");

    correct: "Correggi", "Correct";
    correct_title: "Correggi i dati del titolare", "Correct the holder's data";
    correct_lead: "Per gli errori di battitura nel nome o nel codice fiscale.", "For typing errors in the names or the codice fiscale.";
    purpose: "Perché cambiano i dati?", "Why do the data change?";
    is_correction: "Correzione di un errore di battitura", "Correction of a typing error";
    is_correction_meaning: "La persona è la stessa: i suoi dati erano scritti male.", "The person is the same: the data were mistyped.";
    is_change: "Cambio intestatario", "Change of holder";
    is_change_meaning: "La casella passa a un'altra persona.", "The mailbox passes to another person.";
    change_not_available: "Il cambio intestatario si chiede con i documenti della casella, firmati dal nuovo titolare, e non è ancora disponibile nel pannello. I dati di questo titolare restano come sono.",
        "A change of holder is requested with the documents of the mailbox, signed by the new holder, and is not available in the panel yet. The data of this holder stay as they are.";
    correction_reason: "Motivo della correzione", "Reason of the correction";
    correction_reason_hint: "Resta nello storico del titolare.", "It stays in the history of the holder.";
    save_correction: "Salva la correzione", "Save the correction";
    corrected(name: &str): format!("I dati di {name} sono stati corretti"), format!("The data of {name} were corrected");
    reason: "Motivo", "Reason";

    merge: "Unisci a un altro titolare", "Merge into another holder";
    merge_title: "Unisci a un altro titolare", "Merge into another holder";
    merge_lead: "Per la stessa persona registrata due volte.", "For one person who was registered twice.";
    merge_this: "Titolare da unire:", "Holder to merge:";
    merge_find: "Titolare che resta", "Holder that stays";
    merge_find_hint: "Scrivi il cognome, anche con il nome, o il codice fiscale, poi scegli.", "Type the family name, with or without the given name, or the codice fiscale, then choose.";
    merge_ends: "Questo titolare finisce", "This holder ends";
    merge_stays: "Questo titolare resta", "This holder stays";
    merge_other: "Scegli un altro titolare", "Choose another holder";
    merge_moves: "Passano al titolare che resta:", "What goes over to the holder that stays:";
    one_address: "indirizzo", "address";
    many_addresses: "indirizzi", "addresses";
    one_company: "attività", "company";
    many_companies: "attività", "companies";
    one_mailbox: "casella", "mailbox";
    many_mailboxes: "caselle", "mailboxes";
    merge_moves_notes: "le note", "the notes";
    merge_trace: "Del titolare che finisce resta la traccia dell'unione, con il suo storico.",
        "Of the holder that ends, the trace of the merge stays, with its history.";
    do_merge: "Unisci i titolari", "Merge the holders";
    merged(name: &str): format!("I due titolari sono uniti in {name}"), format!("The two holders are merged into {name}");
    merged_into: "Unito a", "Merged into";
    merged_holder: "Titolare unito", "Merged holder";
    erased_on: "Dati cancellati il", "Data erased on";
    merged_note: "Questo titolare è stato unito a un altro: indirizzi, attività e caselle sono passati a quello.",
        "This holder was merged into another: addresses, companies and mailboxes went over to that one.";
    open_merged: "Apri il titolare che è rimasto", "Open the holder that stayed";

    erase: "Cancella i dati personali", "Erase the personal data";
    erase_title: "Cancella i dati personali", "Erase the personal data";
    erase_lost: "Che cosa va perso", "What is lost";
    erase_lost_identity: "Nome, cognome e codice fiscale: al loro posto resta uno pseudonimo.", "Names and codice fiscale: a pseudonym stays in their place.";
    erase_lost_addresses(count: &str): format!("Indirizzi e contatti ({count})."), format!("Addresses and contacts ({count}).");
    erase_lost_history: "Ciò che lo storico e le note dicono della persona: nessuno potrà più leggerlo.",
        "What the history and the notes say of the person: nobody will be able to read it any more.";
    erase_kept: "Che cosa resta", "What stays";
    erase_kept_mailboxes(count: &str): format!("Le caselle cancellate ({count}), il cui nome non può più essere usato."),
        format!("The deleted mailboxes ({count}), whose names can never be used again.");
    erase_kept_history: "Che cosa è stato fatto, da chi e quando, senza i dati della persona.", "What was done, by whom and when, without the person's data.";
    erase_kept_companies: "Le aziende, che non sono dati di questa persona.", "The companies, which are not this person's data.";
    erase_refused: "La cancellazione è rifiutata finché il titolare ha caselle non cancellate o finché la legge impone di conservarne i dati.",
        "The erasure is refused as long as the holder has mailboxes that are not deleted, or the law requires the data to be kept.";
    erase_reason_hint: "Ad esempio il protocollo della richiesta. Resta nello storico: non deve nominare la persona.",
        "Such as the reference of the request. It stays in the history: it must not name the person.";
    erase_confirm(code: &str): format!("Per confermare, scrivi il codice fiscale {code}"), format!("To confirm, type the codice fiscale {code}");
    erase_mismatch: "Il codice fiscale non è quello del titolare.", "The codice fiscale is not the holder's.";
    do_erase: "Cancella per sempre", "Erase for ever";
    erased: "I dati personali sono stati cancellati", "The personal data were erased";
    erased_note(day: &str): format!("I dati personali sono stati cancellati il {day}: resta uno pseudonimo."),
        format!("The personal data were erased on {day}: a pseudonym stays.");

    registered_many: "Registrati", "Registered";
    merged_many: "Uniti ad altri", "Merged into others";
    erased_many: "Cancellati", "Erased";
    registered_state: "registrato", "registered";
    merged_state: "UNITO", "MERGED";
    erased_state: "CANCELLATO", "ERASED";
}}

impl Holders {
    /// A state as a badge shows it.
    pub const fn state_of(self, state: HolderState) -> &'static str {
        match state {
            HolderState::Registered => self.registered_state(),
            HolderState::Merged => self.merged_state(),
            HolderState::Erased => self.erased_state(),
        }
    }

    /// The state in the plural, as a filter shows it.
    pub const fn states(self, state: HolderState) -> &'static str {
        match state {
            HolderState::Registered => self.registered_many(),
            HolderState::Merged => self.merged_many(),
            HolderState::Erased => self.erased_many(),
        }
    }

    pub const fn warning(self, warning: HolderWarning) -> &'static str {
        match warning {
            HolderWarning::NameDoesNotFitTaxCode => self.name_does_not_fit(),
            HolderWarning::UnknownBirthPlace => self.unknown_place(),
            HolderWarning::ProvisionalTaxCode => self.provisional(),
            HolderWarning::TaxCodeVariant => self.tax_code_variant(),
        }
    }
}
