use sigillo_domain::account::Role;
use sigillo_domain::permission::Permission;
use sigillo_kit::texts;

use crate::pages::accounts::Template;

texts! { Accounts {
    title: "Account", "Accounts";
    assistants: "Assistenti", "Assistants";
    account: "Account", "Account";
    lead: "Chi lavora nel pannello. Un account accede solo dopo che il Gestore lo ha abilitato.",
        "The people who work in the panel. An account can sign in only after the provider has enabled it.";
    assistants_lead: "Chi lavora con te sulle caselle: ciascuno fa solo ciò che gli concedi, sui domini che gli affidi.",
        "The people who work with you on the mailboxes: each can do only what you grant, on the domains you assign.";
    add: "Aggiungi account", "Add account";
    add_assistant: "Aggiungi assistente", "Add assistant";
    filters: "Filtri dell'elenco", "Filters of the list";
    role: "Ruolo", "Role";
    search: "Cerca per nome", "Search by name";
    first_domains(count: &str): format!("Sono elencati i primi {count}: cerca gli altri per nome."),
        format!("The first {count} are listed: search the others by name.");
    every_role: "Tutti i ruoli", "Every role";
    organization: "Organizzazione", "Organisation";
    every_organization: "Tutte le organizzazioni", "Every organisation";
    person: "Nome", "Name";
    domains: "Domini", "Domains";
    no_domains: "nessun dominio", "no domain";
    state: "Stato", "Status";
    last_sign_in: "Ultimo accesso", "Last sign-in";
    pending_count(count: i64): super::counted(count, "account in attesa di abilitazione", "account in attesa di abilitazione"),
        super::counted(count, "account waiting to be enabled", "accounts waiting to be enabled");
    never: "mai", "never";
    nothing_found: "Nessun account con questi filtri", "No account matches these filters";
    show_all: "Mostra tutti gli account", "Show every account";
    no_assistants: "Non hai ancora assistenti", "You have no assistants yet";
    no_assistants_hint: "Creane uno e scegli che cosa può fare, dominio per dominio.",
        "Create one and choose what they may do, domain by domain.";

    create_title: "Nuovo account", "New account";
    create_assistant_title: "Nuovo assistente", "New assistant";
    pending_title: "Sarà il Gestore ad abilitarlo", "The provider will enable it";
    pending_text: "L'assistente che crei resta in attesa di abilitazione finché il Gestore del servizio non lo abilita: fino ad allora non può accedere.",
        "The assistant you create cannot sign in until the service provider has enabled it.";
    place: "Ruolo e organizzazione", "Role and organisation";
    who: "Dati dell'account", "Account details";
    data: "Dati", "Data";
    data_and_grants: "Dati e permessi", "Data and permissions";
    display_name: "Nome e cognome", "Full name";
    display_name_hint: "Compare nel pannello e nello storico delle caselle.", "It appears in the panel and in the history of the mailboxes.";
    username_hint: "Da 3 a 64 lettere, cifre e i segni . - _ @. Serve per accedere e non cambia più.",
        "3 to 64 letters, digits and . - _ @. It is used to sign in and never changes.";
    first_password: "Password iniziale", "First password";
    first_password_hint(rule: &str):
        format!("{rule} Comunicala di persona: chi la riceve può cambiarla dal proprio account."),
        format!("{rule} Give it to them in person: they can change it from their own account.");
    enable_now: "Abilitare subito l'account?", "Enable the account now?";
    enable_now_hint: "Con «No» resta in attesa di abilitazione: potrai abilitarlo dalla sua pagina.",
        "With “No” it stays disabled until you enable it from its own page.";
    create: "Crea account", "Create account";
    create_assistant: "Crea assistente", "Create assistant";
    created_it(name: &str): format!("L'account {name} è stato creato e può accedere"), format!("The account {name} was created and can sign in");
    created_pending(name: &str): format!("L'account {name} è stato creato: potrà accedere quando il Gestore lo avrà abilitato"),
        format!("The account {name} was created: it can sign in once the provider has enabled it");
    created_pending_for_you(name: &str): format!("L'account {name} è stato creato: è in attesa che tu lo abiliti"),
        format!("The account {name} was created: it is waiting for you to enable it");

    created: "Creato il", "Created on";
    enabled_first: "Abilitato la prima volta il", "First enabled on";
    sign_in: "Accesso al pannello", "Access to the panel";
    own: "È il tuo account: non puoi disabilitarlo da qui. La password si cambia in", "This is your own account: you cannot disable it here. Its password is changed in";
    is_enabled: "L'account è abilitato: può accedere al pannello.", "The account is enabled: it can sign in to the panel.";
    is_disabled: "L'account è disabilitato: non può accedere. I suoi permessi sono conservati.",
        "The account is disabled: it cannot sign in. Its permissions are kept.";
    is_disabled_before: "L'account è disabilitato e non è mai stato abilitato: la prima abilitazione spetta al Gestore del servizio.",
        "The account is disabled and was never enabled: only the service provider can enable it for the first time.";
    is_pending: "L'account è in attesa di abilitazione: non può accedere finché il Gestore del servizio non lo abilita.",
        "The account is not enabled yet: it cannot sign in until the service provider enables it.";
    is_pending_for_you: "L'account è in attesa di abilitazione: non può accedere finché non lo abiliti tu.",
        "The account is not enabled yet: it cannot sign in until you enable it.";
    enabling: "Abilitandolo, potrà accedere subito con la sua password.", "Once enabled, it can sign in immediately with its password.";
    disabling: "Disabilitandolo, le sessioni aperte terminano subito e non potrà più accedere finché non viene riabilitato.",
        "If you disable it, its open sessions end immediately and it cannot sign in until it is enabled again.";
    enable: "Abilita account", "Enable account";
    enable_again: "Riabilita account", "Enable account again";
    disable: "Disabilita account", "Disable account";
    enabled_it(name: &str): format!("L'account {name} è stato abilitato: può accedere"), format!("The account {name} was enabled: it can sign in");
    disabled_it(name: &str): format!("L'account {name} è stato disabilitato: le sue sessioni sono terminate"),
        format!("The account {name} was disabled: its sessions have ended");
    save: "Salva", "Save";
    saved(name: &str): format!("L'account {name} è stato modificato"), format!("The account {name} was changed");

    grants: "Permessi per dominio", "Permissions by domain";
    grants_hint: "Un dominio senza «Consultare» resta nascosto all'assistente: ogni altro permesso lo comprende, e toglierlo li toglie tutti.",
        "A domain without “View” stays hidden from the assistant: every other permission includes it, and removing it removes them all.";
    all_permissions: "Tutti", "All";
    all_domains: "Tutti i domini in elenco", "Every domain listed";
    no_domains_to_grant: "L'organizzazione non ha ancora domini: i permessi si potranno concedere dopo.",
        "The organisation has no domains yet: permissions can be granted later.";
    choose_organization_first: "Scegli prima l'organizzazione: compariranno i suoi domini.", "Choose the organisation first: its domains will appear.";
    nothing: "nessun permesso", "no permission";
    template_label: "Modello di permessi", "Permission template";
    view_only: "Solo consultazione", "View only";
    manage_mailboxes: "Gestione caselle", "Mailbox management";
    full: "Completo", "Full";
    no_permission: "Nessun permesso", "No permission";
    apply_to_chosen(count: usize):
        match count { 1 => "Applica al dominio scelto".to_owned(), _ => format!("Applica ai {count} domini scelti") },
        match count { 1 => "Apply to the chosen domain".to_owned(), _ => format!("Apply to the {count} chosen domains") };
    apply_to_found(count: usize):
        match count { 1 => "Applica al dominio trovato".to_owned(), _ => format!("Applica ai {count} domini trovati") },
        match count { 1 => "Apply to the domain found".to_owned(), _ => format!("Apply to the {count} domains found") };
    apply_to_all(count: usize):
        match count { 1 => "Applica al dominio".to_owned(), _ => format!("Applica a tutti i {count} domini") },
        match count { 1 => "Apply to the domain".to_owned(), _ => format!("Apply to all {count} domains") };
    choose_domain(name: &str): format!("Scegli {name}"), format!("Choose {name}");
    show_all_domains(count: usize): format!("Mostra tutti i {count} domini"), format!("Show all {count} domains");
    show_fewer_domains: "Mostra meno domini", "Show fewer domains";
    no_domain_granted: "Nessun dominio con permessi", "No domain with permissions";
    as_template(count: usize, template: &str): format!("{count} come {template}"), format!("{count} as {template}");
    customised: "Personalizzato", "Customised";
    customised_count(count: usize):
        match count { 1 => "1 personalizzato".to_owned(), _ => format!("{count} personalizzati") },
        format!("{count} customised");
    differences_from(template: &str, added: &str, missing: &str):
        differences_in_words(&format!("come {template}"), ("con", added), ("senza", missing)),
        differences_in_words(&format!("as {template}"), ("with", added), ("without", missing));
    copy_grants: "Copia permessi da…", "Copy permissions from…";
    search_assistant: "Cerca un assistente", "Find an assistant";
    copy_replaces: "I permessi dell'assistente scelto sostituiscono quelli qui sotto. Valgono solo dopo il salvataggio.",
        "The permissions of the assistant you choose replace those below. They apply only once you save.";
    no_other_assistant: "Nessun altro assistente dell'organizzazione.", "No other assistant in the organisation.";
    more_assistants: "Sono elencati solo i primi: cerca gli altri per nome.", "Only the first ones are listed: search for the others by name.";
    copied_grants(name: &str, domains: &str):
        format!("Permessi copiati da {name} ({domains}): salva per renderli effettivi."),
        format!("Permissions copied from {name} ({domains}): save to apply them.");
    legend: "Che cosa consente ogni permesso", "What each permission allows";
    view_meaning: "Vedere l'elenco delle caselle, il dettaglio, lo storico e le note.", "See the list of mailboxes, their detail, history and notes.";
    create_meaning: "Creare caselle nuove.", "Create new mailboxes.";
    edit_meaning: "Modificare e-mail di comunicazione, quota, soft limit e conservazione; aggiungere note.",
        "Change communication e-mail, quota, soft limit and preservation; add notes.";
    disable_meaning: "Disabilitare e riabilitare le caselle.", "Disable mailboxes and enable them again.";
    cancel_meaning: "Cancellare le caselle, per sempre.", "Delete mailboxes permanently.";
    export_meaning: "Esportare l'elenco delle caselle in PDF, Excel e CSV.", "Export the list of mailboxes as PDF, Excel and CSV.";
    documents_meaning: "Caricare e consultare i documenti firmati dai titolari.", "Upload and read the documents signed by the holders.";
    tickets_meaning: "Aprire e seguire le richieste di assistenza.", "Open and follow requests for support.";

    new_password: "Nuova password", "New password";
    new_password_lead: "Per chi ha perso la propria. Le sessioni aperte dell'account terminano subito, e la password di prima non vale più.",
        "For somebody who has lost theirs. The account's open sessions end immediately, and the old password no longer works.";
    new_password_hint(rule: &str):
        format!("{rule} Deve essere diversa dall'attuale. Comunicala di persona."),
        format!("{rule} It must differ from the present one. Give it to them in person.");
    set_password: "Imposta la password", "Set the password";
    password_set(name: &str): format!("La nuova password di {name} è impostata: le sue sessioni sono terminate"),
        format!("The new password of {name} is set: its sessions have ended");
    not_shown: "(non visibile)", "(not shown)";
    a_new_one: "una nuova", "a new one";

    operator_meaning: "Tutto, ovunque: organizzazioni, domini, account e caselle.", "Everything, everywhere: organisations, domains, accounts and mailboxes.";
    postmaster_meaning: "Tutto sulle caselle dei domini della sua organizzazione, e la gestione dei suoi assistenti.",
        "Everything on the mailboxes of its organisation's domains, and the management of its assistants.";
    assistant_meaning: "Solo ciò che gli viene concesso, sui domini che gli vengono affidati.",
        "Only what it is granted, on the domains it is given.";
}}

/// `come Gestione caselle, con Cancellare, senza Esportare`; what is empty is left out.
fn differences_in_words(template: &str, added: (&str, &str), missing: (&str, &str)) -> String {
    let parts = [added, missing].into_iter().filter(|(_, names)| !names.is_empty());
    parts.fold(template.to_owned(), |text, (word, names)| format!("{text}, {word} {names}"))
}

impl Accounts {
    pub const fn template(self, template: Template) -> &'static str {
        match template {
            Template::ViewOnly => self.view_only(),
            Template::ManageMailboxes => self.manage_mailboxes(),
            Template::Full => self.full(),
        }
    }

    pub const fn role_meaning(self, role: Role) -> &'static str {
        match role {
            Role::Operator => self.operator_meaning(),
            Role::Postmaster => self.postmaster_meaning(),
            Role::Assistant => self.assistant_meaning(),
        }
    }

    pub const fn permission_meaning(self, permission: Permission) -> &'static str {
        match permission {
            Permission::View => self.view_meaning(),
            Permission::Create => self.create_meaning(),
            Permission::Edit => self.edit_meaning(),
            Permission::Disable => self.disable_meaning(),
            Permission::Cancel => self.cancel_meaning(),
            Permission::Export => self.export_meaning(),
            Permission::Documents => self.documents_meaning(),
            Permission::Tickets => self.tickets_meaning(),
        }
    }
}
