use sigillo_kit::texts;

texts! {
/// The pages of preserved receipts.
Preservation {
    title: "Ricevute conservate", "Preserved receipts";
    lead: "Le ricevute e gli avvisi di posta certificata della casella: si cercano, si leggono e si scaricano anche dopo la cancellazione della casella.",
        "The receipts and notices of certified mail of the mailbox: search, read and download them, also after the mailbox was deleted.";
    views: "Viste", "Views";
    receipts: "Ricevute", "Receipts";
    messages: "Messaggi", "Messages";
    packages: "Pacchetti", "Packages";
    own_mailbox: "La tua casella", "Your mailbox";
    sign_in: "Ricevute conservate: accesso", "Preserved receipts: sign in";
    sign_in_lead: "Accedi con l'indirizzo e la password della casella, anche se la casella è stata cancellata o il servizio è terminato.",
        "Sign in with the mailbox's address and password, even if the mailbox was deleted or its service has ended.";

    kind: "Tipo", "Kind";
    every_kind: "Tutti i tipi", "All kinds";
    outcome: "Esito", "Outcome";
    every_outcome: "Tutti gli esiti", "All outcomes";
    signature: "Firma", "Signature";
    every_signature: "Tutte le firme", "All signatures";
    progress: "Conferme", "Confirmations";
    every_progress: "Tutti i messaggi", "All messages";
    sender: "Mittente", "Sender";
    recipient: "Destinatario", "Recipient";
    all_recipients: "tutti i destinatari", "all recipients";
    subject: "Oggetto", "Subject";
    no_subject: "(senza oggetto)", "(no subject)";
    message_id: "Message-ID o identificativo", "Message-ID or identifier";
    from: "Dal", "From";
    to: "Al", "To";
    when: "Data", "Date";
    size: "Dimensione", "Size";

    none_title: "Ancora nessuna ricevuta conservata", "No receipt preserved yet";
    none_on: "Le ricevute compaiono qui poco dopo il loro arrivo nella casella.", "Receipts appear here shortly after they arrive in the mailbox.";
    none_off: "La conservazione non è attiva per questa casella. Per attivarla, rivolgiti a chi amministra la casella.",
        "Preservation is not switched on for this mailbox. Ask whoever manages the mailbox to switch it on.";
    switched_off: "La conservazione non è attiva per questa casella: le ricevute già conservate restano qui, quelle nuove non vengono conservate.",
        "Preservation is not on for this mailbox: the receipts already preserved stay here, new ones are not preserved.";

    select(name: &str): format!("Seleziona {name}"), format!("Select {name}");
    selection: "Selezione", "Selection";
    package_of(count: usize):
        match count { 0 => "Pacchetto con tutta la ricerca".to_owned(), 1 => "Pacchetto con la ricevuta selezionata".to_owned(), _ => format!("Pacchetto con le {count} selezionate") },
        match count { 0 => "Package of the whole search".to_owned(), 1 => "Package of the selected receipt".to_owned(), _ => format!("Package of the {count} selected") };
    asked: "Il pacchetto è in preparazione", "The package is being made";

    message: "Messaggio", "Message";
    receipts_of_message: "Ricevute del messaggio", "Receipts of the message";
    recipients: "Destinatari", "Recipients";
    confirmed(delivered: &str, of: &str): format!("{delivered} di {of} consegnati"), format!("{delivered} of {of} delivered");
    awaited(count: i64):
        if count == 1 { "1 in attesa".to_owned() } else { format!("{count} in attesa") },
        format!("{count} awaited");
    failed(count: i64):
        if count == 1 { "1 non consegnato".to_owned() } else { format!("{count} non consegnati") },
        format!("{count} not delivered");
    no_recipients: "Nessun destinatario certificato", "No certified recipient";
    not_accepted: "Manca la ricevuta di accettazione", "The receipt of acceptance is missing";
    not_certified: "non certificato: non dà conferme", "not certified: it confirms nothing";
    not_expected: "non tra i destinatari dell'accettazione", "not among the recipients of the acceptance";
    no_messages: "Nessun messaggio", "No message";

    receipt: "Ricevuta", "Receipt";
    provider: "Gestore", "Provider";
    certified_at: "Data certificata", "Certified time";
    arrived_at: "Arrivata nella casella", "Arrived in the mailbox";
    stored_at: "Conservata dal", "Stored since";
    error: "Errore", "Error";
    form: "Forma", "Form";
    identifier: "Identificativo", "Identifier";
    reference: "Message-ID del messaggio", "Message-ID of the message";
    own_message_id: "Message-ID della ricevuta", "Message-ID of the receipt";
    source: "Provenienza", "Source";
    hash: "Impronta SHA-256", "SHA-256 hash";
    verification: "Verifica della firma", "Verification of the signature";
    signer: "Firmatario", "Signer";
    issuer: "Emesso da", "Issued by";
    serial: "Numero di serie", "Serial number";
    validity: "Validità del certificato", "Validity of the certificate";
    verified_at: "Verificata il", "Verified on";
    detail: "Dettaglio", "Detail";
    defects: "Da sapere su questa ricevuta", "Note about this receipt";
    text: "Testo", "Text";
    about: "Dati", "Details";
    download: "Scarica l'originale (.eml)", "Download the original (.eml)";
    attestation: "Scarica l'attestazione (PDF)", "Download the attestation (PDF)";
    package: "Prepara un pacchetto", "Make a package";
    see_message: "Tutte le ricevute del messaggio", "All receipts of the message";

    packages_lead: "Un pacchetto è un file zip con gli originali, un indice, i rapporti di verifica e una pagina che spiega come verificare tutto senza questo sistema. Resta disponibile per 7 giorni.",
        "A package is a zip file with the originals, an index, the verification reports, and a page that explains how to verify everything without this system. It is kept for 7 days.";
    no_packages: "Nessun pacchetto", "No package";
    no_packages_text: "Cerca le ricevute che ti servono e prepara un pacchetto da lì.", "Search for the receipts that you need, and make a package from there.";
    asked_at(when: &str): format!("richiesto il {when}"), format!("requested on {when}");
    count_of(count: &str):
        if count == "1" { "1 ricevuta".to_owned() } else { format!("{count} ricevute") },
        if count == "1" { "1 receipt".to_owned() } else { format!("{count} receipts") };
    done_of(done: &str, total: &str): format!("{done} di {total} ricevute"), format!("{done} of {total} receipts");
    kept_until(when: &str): format!("disponibile fino al {when}"), format!("available until {when}");
    download_zip: "Scarica lo zip", "Download the zip";
    unsigned: "Indice non firmato da un conservatore.", "Index not signed by a preservation provider.";
        panel_title: "Conservazione delle ricevute", "Preservation of receipts";
    open: "Apri le ricevute conservate", "Open the preserved receipts";
}}
