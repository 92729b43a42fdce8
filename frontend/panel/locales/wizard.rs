use sigillo_kit::texts;

texts! {
/// The creation of a mailbox with its holder, step by step.
Wizard {
    steps: "Passi", "Steps";
    step_mailbox: "Casella e titolare", "Mailbox and holder";
    step_address: "Indirizzo", "Address";
    step_tie: "Persona giuridica", "Legal person";
    step_company: "Azienda", "Company";
    step_confirmation: "Conferma", "Confirmation";
    next: "Avanti", "Next";
    back: "Indietro", "Back";
    summary: "Dati inseriti", "Entered so far";
    change: "Modifica", "Change";
    change_part(part: &str): format!("Modifica: {part}"), format!("Change: {part}");

    name_is_free: "Il nome è libero.", "The name is free.";
    name_is_not_free: "Il nome non è disponibile.", "The name is not available.";
    has_holder: "Registri ora il titolare della casella?", "Do you register the holder of the mailbox now?";
    has_holder_hint: "Senza titolare la casella si crea subito.", "Without a holder the mailbox is created at once.";
    tax_code_hint: "Se è già registrato, nome, indirizzi e attività compaiono da soli.", "If it is registered already, names, addresses and companies appear by themselves.";
    holder_is_known(name: &str): format!("Titolare già registrato: {name}"), format!("Holder already registered: {name}");
    person: "Cognome e nome", "Names";
    which_address: "Quale indirizzo?", "Which address?";
    new_address: "Nuovo indirizzo", "New address";
    no_address: "Nessun indirizzo", "No address";
    contacts: "Contatti", "Contacts";
    has_company: "Il titolare ha la casella per una persona giuridica?", "Does the holder have the mailbox for a legal person?";
    has_company_short: "Per una persona giuridica", "For a legal person";
    has_company_hint: "Un'azienda, un ente, un'associazione o una ditta individuale.", "A company, a body, an association or a sole trader.";
    company: "Attività", "Company";
    which_company: "Quale azienda?", "Which company?";
    new_company: "Nuova azienda", "New company";
    registered_company: "Un'azienda già registrata", "A company registered already";
    contract_follows(to: &str): format!("Alla conferma il contratto da firmare parte subito per {to}. La casella resta in attesa di attivazione finché il titolare non lo firma."),
        format!("On confirmation the contract to sign is sent to {to} at once. The mailbox awaits activation until its holder signs it.");
    created_pending(address: &str): format!("La casella {address} è stata creata ed è in attesa di attivazione: attende la firma del contratto da parte del titolare"),
        format!("The mailbox {address} was created and awaits activation: it waits for its holder to sign the contract");
}}
