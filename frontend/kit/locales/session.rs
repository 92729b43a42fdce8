texts! { Session {
    sign_in: "Accesso", "Sign in";
    who: "Autenticazione Postmaster / assistenti", "Postmaster and assistant sign-in";
    username: "Nome utente", "User name";
    password: "Password", "Password";
    enter: "Accedi", "Sign in";
    signing_in: "Accesso in corso…", "Signing in…";
    sign_out: "Esci", "Sign out";
    forgotten: "Hai dimenticato il nome utente o la password?", "Have you forgotten the user name or the password?";
    mailbox_user: "Sei l'utente di una casella?", "Are you the user of a mailbox?";
    own_door: "Entra nella tua casella", "Enter your mailbox";
    support: "Assistenza", "Support";
    ask_support: "Contatta l'assistenza: verificata la tua identità, ti farà avere nuove credenziali.",
        "Contact support: once your identity is verified, you will be given new credentials.";
    ask_provider: "Rivolgiti all'amministratore della tua organizzazione o al Gestore del servizio.",
        "Contact your organisation's administrator or the service provider.";
    throttled: "Troppi tentativi", "Too many attempts";
    try_again_in: "Potrai riprovare tra", "You can try again in";
    wait(seconds: u32):
        match seconds {
            1 => "Potrai riprovare tra 1 secondo.".to_owned(),
            ..120 => format!("Potrai riprovare tra {seconds} secondi."),
            _ => format!("Potrai riprovare tra {} minuti e {} secondi.", seconds / 60, seconds % 60),
        },
        match seconds {
            1 => "You can try again in 1 second.".to_owned(),
            ..120 => format!("You can try again in {seconds} seconds."),
            _ => format!("You can try again in {} minutes and {} seconds.", seconds / 60, seconds % 60),
        };
    ended_title: "La sessione è terminata", "The session has ended";
    ended_text: "Accedi di nuovo per riprendere da dove eri: quello che hai scritto è ancora qui.",
        "Sign in again to continue from where you were: what you have typed is still here.";
    another_title: "È entrata un'altra persona", "Somebody else has signed in";
    another_text(successor: &str, me: &str):
        format!("In questo browser ha effettuato l'accesso {successor}. Questa pagina era aperta per {me} e si è fermata. Nulla è stato inviato."),
        format!("{successor} has signed in in this browser. This page was open for {me}, and has stopped. Nothing was sent.");
    draft_kept(me: &str):
        format!("I dati inseriti e non inviati restano conservati in questa scheda: {me} li ritroverà al prossimo accesso, aprendo di nuovo la stessa pagina."),
        format!("The data that was typed and not sent stays in this tab: {me} will find it after signing in again, on the same page.");
    go_on_as(name: &str): format!("Continua come {name}"), format!("Continue as {name}");
    leave: "Esci senza riprendere", "Leave without continuing";
    confirm_title: "Conferma la password", "Confirm the password";
    confirm_text: "Per questa operazione è necessario inserire di nuovo la password del tuo account. Nei prossimi 10 minuti non sarà più richiesta.",
        "This operation requires the password of your account once more. It will not be asked for again in the next 10 minutes.";
    confirm_password: "La tua password", "Your password";
    confirm_wrong: "La password non è corretta.", "The password is wrong.";
    confirm: "Conferma", "Confirm";
}}
