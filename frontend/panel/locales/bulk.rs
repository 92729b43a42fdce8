use sigillo_kit::texts;

use super::counted;

texts! {
/// Bulk changes of mailboxes that are selected in the list.
Bulk {
    page: "Seleziona la pagina", "Select the page";
    region: "Caselle selezionate", "Selected mailboxes";
    one: "1 selezionata", "1 selected";
    many(count: &str): format!("{count} selezionate"), format!("{count} selected");
    all(count: &str): format!("Tutte e {count} selezionate"), format!("All {count} selected");
    match_all(count: &str): format!("Seleziona tutte le {count} che corrispondono alla ricerca"),
        format!("Select all {count} that match the search");
    whole_domain(count: &str): format!("Seleziona tutte le {count} del dominio"), format!("Select all {count} in the domain");
    every_domain(count: &str): format!("Seleziona tutte le {count} di tutti i domini"),
        format!("Select all {count} in all domains");
    full: "Una per una se ne scelgono al massimo 1.000: per di più, restringi la ricerca e selezionale tutte.",
        "One by one, 1,000 at most can be chosen: for more, narrow the search and select them all.";
    export_one: "Esporta la selezionata", "Export the selected one";
    export_many(count: &str): format!("Esporta le {count} selezionate"), format!("Export the {count} selected");
    out_of_reach: "Una delle caselle selezionate non è più tra quelle che puoi esportare: aggiorna la pagina e ripeti la scelta.",
        "One of the selected mailboxes is no longer among those that you may export: reload the page and choose again.";
    clear: "Deseleziona", "Deselect";

    disable: "Disabilita…", "Disable…";
    enable: "Riabilita…", "Enable…";
    quota: "Cambia quota…", "Change quota…";
    plan: "Cambia piano…", "Change plan…";
    email: "Cambia e-mail di comunicazione…", "Change communication e-mail…";
    manager: "Affida a…", "Hand over…";
    choose_manager: "Scegli a chi", "Choose somebody";
    manager_creator: "A chi le ha inserite", "To who created them";
    preservation: "Conservazione…", "Preservation…";
    reset: "Invia reset password…", "Send password reset…";
    renew: "Rinnova…", "Renew…";
    terminate: "Registra cessazione…", "Register termination…";
    cancel: "Cancella…", "Delete permanently…";

    disable_title: "Disabilita le caselle", "Disable mailboxes";
    enable_title: "Riabilita le caselle", "Enable mailboxes";
    quota_title: "Cambia la quota", "Change the quota";
    plan_title: "Cambia il piano", "Change the plan";
    plan_hint: "Con il piano cambiano la quota, il soft limit e la quota dell'archivio di ogni casella.",
        "With the plan, the quota, soft limit and archive quota of each mailbox change.";
    email_title: "Cambia l'e-mail di comunicazione", "Change the communication e-mail";
    manager_title: "Affida la gestione delle caselle", "Hand over the mailboxes";
    preservation_title: "Conservazione a norma", "Legal preservation";
    reset_title: "Invia reset password", "Send password reset";
    cancel_title: "Cancella le caselle", "Delete mailboxes permanently";

    enable_meaning: "I titolari tornano ad accedere alle caselle, che ricevono i messaggi rimasti in attesa.",
        "The holders have access again, and the mailboxes receive the messages that were waiting.";
    soft_limit_hint: "Se lasci vuoto: l'80% della quota.", "If left empty: 80% of the quota.";
    email_hint: "Lo stesso indirizzo per tutte: riceverà gli avvisi e i link per la password di ciascuna.",
        "The same address for all: it will receive the notices and the password links of each.";
    reset_meaning: "Per ogni casella sarà inviato un messaggio alla sua e-mail di comunicazione, con un link per impostare la password.",
        "For each mailbox a message with a link to set the password will be sent to its communication e-mail.";
    terminate_back: "Fino all'ultimo giorno ogni cessazione si può annullare dalla pagina della casella.", "Until the last day each termination can be withdrawn on the page of the mailbox.";
    never_back: "le caselle non potranno mai essere riattivate;", "the mailboxes can never be reactivated;";
    names_retired: "i loro nomi non potranno più essere usati, neppure per caselle nuove.",
        "their names can never be used again, not even for new mailboxes.";
    typed_later: "Prima di cancellare dovrai scrivere il numero delle caselle.",
        "Before they are deleted you will have to type how many there are.";

    meant(count: i64): format!("Riguarda {}.", counted(count, "casella", "caselle")),
        format!("This concerns {}.", counted(count, "mailbox", "mailboxes"));
    check_first: "Per ora non viene modificato nulla: il controllo mostra l'esito previsto per ogni casella, poi potrai avviare l'operazione.",
        "Nothing is changed yet: the check shows the expected outcome for each mailbox, and then you can start the operation.";
    check(count: i64): format!("Controlla {}", counted(count, "casella", "caselle")),
        format!("Check {}", counted(count, "mailbox", "mailboxes"));
    recounted(before: &str, now: &str):
        format!("Nel frattempo il numero delle caselle è cambiato: erano {before}, adesso sono {now}. Nulla è stato avviato: se il numero è corretto, premi di nuovo Controlla."),
        format!("The number of mailboxes has changed meanwhile: there were {before}, now there are {now}. Nothing was started: if the number is correct, press Check again.");
}}
