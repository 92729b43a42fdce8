use sigillo_kit::texts;

use crate::pages::HelpArea;

texts! {
/// The help pages. Tasks are one a line; terms are `term: meaning`, one a line.
Help {
    title(area: &str): format!("Aiuto: {area}"), format!("Help: {area}");
    tasks: "Che cosa si fa qui", "What you do here";
    terms: "Le parole che contano", "Terms to know";
    jobs: "Operazioni e importazione", "Operations and import";

    mailboxes_purpose: "Qui si gestiscono le caselle di posta certificata dei domini che ti sono affidati: ogni riga dell'elenco è una casella, con il suo stato.",
        "This is where you manage the certified mailboxes of the domains assigned to you: each row of the list is a mailbox, with its status.";
    mailboxes_tasks: "Creare una casella: bastano un nome e un'e-mail di comunicazione, alla quale arrivano le istruzioni per impostare la password.\nCercare per nome, e-mail o nota, filtrare per stato ed esportare l'elenco in PDF, Excel o CSV.\nModificare e-mail di comunicazione, quota e soft limit; inviare il reset della password.\nDisabilitare una casella, oppure selezionarne più di una e modificarle insieme.",
        "Create a mailbox: all it takes is a name and a communication e-mail, which receives the instructions for setting the password.\nSearch by name, e-mail or note, filter by status, and export the list as PDF, Excel or CSV.\nChange the communication e-mail, quota and soft limit; send a password reset.\nDisable a mailbox, or select several and change them together.";
    mailboxes_terms: "Quota: Lo spazio su disco della casella, in MB.\nSoft limit: La soglia oltre la quale l'utente è avvisato che lo spazio sta per finire; se non la indichi, è l'80% della quota.\nIn attesa di attivazione: Il contratto non è ancora firmato.\nDisabilitata: Nessuno accede e i messaggi in arrivo non vengono consegnati; il contenuto resta e la casella si può riabilitare.\nCancellata: Non si può annullare. Tutti i messaggi vengono distrutti, senza copia, e il nome non sarà mai più utilizzabile.\nReset password: Un link valido 24 ore e una sola volta. Nessun amministratore vede o imposta la password di una casella.",
        "Quota: The disk space of the mailbox, in MB.\nSoft limit: The threshold above which the user is told that space is about to run out; unless you set it, it is 80% of the quota.\nAwaiting activation: The contract has not been signed yet.\nDisabled: Nobody can sign in and incoming messages are not delivered; the content is kept, and the mailbox can be enabled again.\nDeleted: This cannot be undone. All messages are destroyed, without a backup, and the name can never be used again.\nPassword reset: A link that works once, within 24 hours. No administrator sees or sets the password of a mailbox.";

    jobs_purpose: "Le operazioni riguardano molte caselle insieme: l'importazione da un file e le modifiche delle caselle selezionate nell'elenco. Ciascuna resta qui, con chi l'ha chiesta e l'esito di ogni riga.",
        "Operations affect many mailboxes at once: imports from a file, and changes to the mailboxes selected in the list. Each one stays here, with the person who requested it and the outcome of every row.";
    jobs_tasks: "Importare caselle da un file CSV o Excel: si indica a che cosa corrisponde ogni colonna.\nControllare l'esito previsto riga per riga: fino all'avvio non viene modificato nulla.\nAvviare l'operazione: prosegue anche se chiudi la pagina.\nScaricare le righe con errori, correggerle e importarle di nuovo.",
        "Import mailboxes from a CSV or Excel file: you say what each column contains.\nReview the expected outcome row by row: nothing is changed until you start.\nStart the operation: it continues even if you close the page.\nDownload the rows with errors, correct them and import them again.";
    jobs_terms: "Da completare: Manca l'indicazione delle colonne del file.\nIn attesa di avvio: Il controllo è concluso; spetta a te avviare l'operazione o rinunciare.\nInterrotta: Ciò che era già stato fatto rimane, il resto non è stato toccato.\nConclusa: Ogni riga ha il suo esito, riuscito o no, con il motivo.\nNon si può annullare: La cancellazione di più caselle distrugge i loro messaggi come quella di una sola; per questo il controllo mostra prima quali caselle sono e quante.",
        "To complete: The columns of the file have not been matched yet.\nWaiting to start: The check is complete; it is up to you to start or discard the operation.\nStopped: What had been done remains, the rest was not touched.\nFinished: Every row has its outcome, successful or not, with the reason.\nCannot be undone: Deleting several mailboxes destroys their messages just as deleting one does; that is why the check first shows which mailboxes are affected, and how many.";

    domains_purpose: "Un dominio è ciò che segue la chiocciola nell'indirizzo di una casella. Qui vedi i domini affidati al tuo account, con ciò che vale per le loro caselle; solo il Gestore del servizio li crea e li modifica.",
        "A domain is what follows the @ in the address of a mailbox. Here you see the domains assigned to your account and what applies to their mailboxes; only the service provider creates and changes them.";
    domains_tasks: "Aprire un dominio e leggerne le regole: come si attivano le caselle, la quota predefinita, la durata della password.\nPassare all'elenco delle sue caselle.\nVedere che cosa puoi fare con le caselle di quel dominio.\nAggiungere un dominio o modificarne le regole: può farlo solo il Gestore.",
        "Open a domain and read its rules: how mailboxes are activated, the default quota, how long passwords last.\nGo to the list of its mailboxes.\nSee what you may do with the mailboxes of that domain.\nAdd a domain or change its rules: only the provider can do this.";
    domains_terms: "Attivazione diretta: La casella è attiva subito e il suo utente imposta la password.\nAttivazione con contratto: La casella attende la firma del titolare.\nQuota predefinita: Lo spazio di una casella nuova, se chi la crea non ne indica un altro.\nDurata del servizio: I mesi dall'attivazione di una casella alla fine del suo servizio.\nDurata della password: I giorni dopo i quali la password di una casella scade.\nModifica di un dominio: Vale per le caselle nuove; quelle esistenti conservano quello che hanno.\nNome: Una volta creato il dominio, nome e organizzazione non cambiano più.",
        "Direct activation: The mailbox is active at once, and its user sets the password.\nActivation by contract: The mailbox waits for its holder to sign.\nDefault quota: The space of a new mailbox, unless whoever creates it gives another.\nService term: The months from the activation of a mailbox to the end of its service.\nPassword lifetime: The number of days after which a mailbox's password expires.\nChanging a domain: Applies to new mailboxes; existing ones keep what they have.\nName: Once a domain is created, its name and organisation never change.";

    accounts_purpose: "Gli account sono le persone che lavorano nel pannello. Chi è postmaster crea gli assistenti della propria organizzazione e decide, dominio per dominio, che cosa possono fare.",
        "Accounts are the people who work in the panel. A postmaster creates the assistants of their organisation and decides, domain by domain, what they may do.";
    accounts_tasks: "Creare un assistente e comunicargli di persona la password iniziale.\nConcedere i permessi: scegli i domini e applica un modello, oppure spunta i singoli permessi.\nCopiare i permessi da un altro assistente; valgono dopo il salvataggio.\nDisabilitare chi non deve più accedere: le sue sessioni terminano subito.",
        "Create an assistant and give them the first password in person.\nGrant permissions: choose the domains and apply a template, or tick individual permissions.\nCopy the permissions of another assistant; they apply once you save.\nDisable somebody who should no longer have access: their sessions end immediately.";
    accounts_terms: "In attesa di abilitazione: L'account esiste, ma non può accedere finché il Gestore non lo abilita.\nDisabilitato: Non può accedere; i permessi sono conservati e l'account si può riabilitare.\nModello: Un insieme di permessi consueto, come «Gestione caselle». Un dominio «Personalizzato» se ne discosta, e la pagina dice in che cosa.\nConsultare: Senza questo permesso il dominio resta nascosto all'assistente.\nCancellare: Consente di eliminare caselle per sempre; non fa parte di «Gestione caselle».\nNome utente: Non cambia più. Un account non si cancella: si disabilita.",
        "Not enabled yet: The account exists, but cannot sign in until the provider has enabled it.\nDisabled: It cannot sign in; its permissions are kept, and it can be enabled again.\nTemplate: A usual set of permissions, such as “Mailbox management”. A “Customised” domain differs from it, and the page says how.\nView: Without this permission the domain stays hidden from the assistant.\nDelete: Allows mailboxes to be deleted permanently; it is not part of “Mailbox management”.\nUser name: It never changes. Accounts are not deleted, but disabled.";

    organizations_purpose: "Le organizzazioni sono gli enti e le imprese a cui il Gestore fornisce i domini di posta certificata. Ogni dominio, ogni postmaster e ogni assistente appartiene a una sola organizzazione e non vede nulla delle altre.",
        "Organisations are the bodies and companies that the provider supplies with certified mail domains. Every domain, postmaster and assistant belongs to one organisation and sees nothing of the others.";
    organizations_tasks: "Creare l'organizzazione, con la denominazione per esteso.\nAffidarle i suoi domini, dalla pagina Domini.\nCreare il suo postmaster e abilitarlo, dalla pagina Account.\nModificare la denominazione: il nuovo nome compare subito a tutti i suoi account.",
        "Create the organisation, with its full name.\nGive it its domains, from the Domains page.\nCreate its postmaster and enable them, from the Accounts page.\nChange its name: all its accounts see the new one immediately.";
    organizations_terms: "Gestore: Chi fornisce il servizio. Crea organizzazioni e domini, e abilita gli account.\nPostmaster: Amministra tutte le caselle dell'organizzazione e gestisce gli assistenti.\nAssistente: Fa solo ciò che gli è concesso, sui domini che gli sono affidati.\nDomini affidati: Un dominio non passa da un'organizzazione all'altra, quindi l'organizzazione va scelta con attenzione quando lo si crea.\nNon si può annullare: Un'organizzazione, una volta creata, non si elimina; se ne può solo correggere il nome.",
        "Provider: Whoever supplies the service. It creates organisations and domains, and enables accounts.\nPostmaster: Administers all the mailboxes of the organisation and manages its assistants.\nAssistant: Can do only what is granted, on the domains that are assigned.\nAssigned domains: A domain never moves from one organisation to another, so choose the organisation with care when you create it.\nCannot be undone: Once created, an organisation cannot be deleted; only its name can be corrected.";

    activity_purpose: "Qui trovi tutto ciò che è stato fatto, da chiunque, sulle caselle, sui domini e sugli account che puoi consultare: una riga per ogni registrazione dello storico, dalla più recente.",
        "Here you find everything that was done, by anybody, to the mailboxes, domains and accounts that you may see: one row for each record of the history, the newest first.";
    activity_tasks: "Filtrare per persona, azione, tipo di oggetto, dominio e periodo; i filtri si combinano e restano nell'indirizzo della pagina.\nAprire l'oggetto di una registrazione e leggerne lo storico completo.\nSeguire ciò che accade: le nuove registrazioni arrivano da sole, dopo pochi secondi.\nEsportare le registrazioni trovate in PDF, Excel o CSV.",
        "Filter by person, action, kind of subject, domain and period; filters are combined and stay in the address of the page.\nOpen the subject of a record and read its whole history.\nFollow what happens: new records arrive by themselves, after a few seconds.\nExport the records found as PDF, Excel or CSV.";
    activity_terms: "Registrazione: Che cosa è stato fatto, da chi e quando. Nessuno può modificarla né toglierla.\nOggetto: Ciò a cui la registrazione si riferisce: una casella, un dominio, un'organizzazione, un account o una vista salvata.\nSistema: Ciò che il servizio fa da sé, come far scadere una password.\nPeriodo: Giorni interi, nell'ora italiana, estremi compresi.\nEsportazione: Anche chi esporta un elenco lascia una registrazione, prima che il file venga inviato.\nChe cosa vedi: Un assistente vede i domini che può consultare e le loro caselle; un postmaster tutta l'organizzazione.",
        "Record: What was done, by whom and when. Nobody can change or remove it.\nSubject: What the record is about: a mailbox, a domain, an organisation, an account or a saved view.\nSystem: What the service does by itself, such as letting a password expire.\nPeriod: Whole days, in Italian time, both ends included.\nExport: Whoever exports a list leaves a record too, before the file is sent.\nWhat you see: An assistant sees the domains that they may view and the mailboxes in them; a postmaster sees the whole organisation.";

    mail_host_purpose: "Il mail host è il server che riceve, conserva e consegna la posta. Il pannello gli comunica ogni modifica delle caselle e ne misura lo spazio: questa pagina dice se i due concordano.",
        "The mail host is the server that receives, stores and delivers the mail. The panel passes every change of a mailbox on to it and measures the space used: this page tells whether the two agree.";
    mail_host_tasks: "Verificare se il mail host risponde e quando lo spazio è stato misurato l'ultima volta.\nAvviare il controllo, che confronta i dati di ogni casella senza modificare nulla.\nLeggere le differenze trovate, una per una.\nCorreggerle con il comando che ciascuna propone, poi controllare di nuovo.",
        "See whether the mail host responds, and when space was last measured.\nStart the check, which compares the data of every mailbox without changing anything.\nRead the differences found, one by one.\nCorrect them with the action that each one offers, then check again.";
    mail_host_terms: "Risponde: Il server è raggiungibile; le modifiche fatte nel pannello arrivano alla posta.\nNon risponde: Le modifiche restano registrate nel pannello e vengono ritentate.\nDeposito: La cartella del server che contiene i messaggi di una casella.\nCasella senza deposito: I messaggi non ci sono più, e il pannello non può ricrearli.\nDeposito senza casella: Messaggi che non appartengono a nessuna casella del pannello.\nNon si può annullare: La distruzione di un deposito elimina tutti i suoi messaggi, senza copia; prima di eseguirla la pagina chiede conferma.",
        "Responding: The server can be reached; changes made in the panel arrive at the mail.\nNot responding: Changes stay recorded in the panel and are tried again.\nStore: The server's folder that contains the messages of a mailbox.\nMailbox without a store: Its messages are gone, and the panel cannot recreate them.\nStore without a mailbox: Messages that belong to no mailbox of the panel.\nCannot be undone: Destroying a store deletes all its messages, without a backup; the page asks for confirmation first.";

    profile_purpose: "Qui trovi i dati del tuo account e cambi la tua password. Il ruolo e i domini affidati dicono che cosa puoi fare nel pannello.",
        "Here you find the details of your account and change your password. Your role and the domains assigned to you determine what you can do in the panel.";
    profile_tasks: "Controllare nome, ruolo, organizzazione e ultimo accesso: se non riconosci l'ultimo accesso, cambia subito la password.\nCambiare la password: serve quella attuale, e le altre sessioni aperte vengono chiuse.\nScegliere la lingua del pannello, italiano o inglese.\nUscire dal menu con il tuo nome, in particolare su un computer condiviso.",
        "Check your name, role, organisation and last sign-in: if you do not recognise the last sign-in, change your password at once.\nChange your password: you need the present one, and your other open sessions are closed.\nChoose the language of the panel, Italian or English.\nSign out from the menu with your name, especially on a shared computer.";
    profile_terms: "Password: Almeno 12 caratteri, senza il nome utente. Una frase di più parole è facile da ricordare e difficile da indovinare.\nConferma della password: Gli atti delicati, come la cancellazione di una casella o la modifica dei permessi, la chiedono di nuovo; la conferma vale dieci minuti.\nPassword dimenticata: Ne imposta una nuova chi gestisce il tuo account: il postmaster per gli assistenti, il Gestore per i postmaster.\nNome: Compare nello storico accanto a ciò che fai; se è sbagliato, può correggerlo chi gestisce il tuo account.",
        "Password: At least 12 characters, without your user name. A phrase of several words is easy to remember and hard to guess.\nConfirming your password: Sensitive acts, such as deleting a mailbox or changing permissions, ask for it again; the confirmation lasts ten minutes.\nForgotten password: Whoever manages your account sets a new one: the postmaster for assistants, the provider for postmasters.\nName: It appears in the history beside what you do; if it is wrong, whoever manages your account can correct it.";
}}

/// The texts of one page.
pub struct HelpPage {
    pub purpose: &'static str,
    pub tasks: &'static str,
    pub terms: &'static str,
}

impl Help {
    pub const fn page(self, area: HelpArea) -> HelpPage {
        let (purpose, tasks, terms) = match area {
            HelpArea::Mailboxes => {
                (self.mailboxes_purpose(), self.mailboxes_tasks(), self.mailboxes_terms())
            }
            HelpArea::Jobs => (self.jobs_purpose(), self.jobs_tasks(), self.jobs_terms()),
            HelpArea::Domains => {
                (self.domains_purpose(), self.domains_tasks(), self.domains_terms())
            }
            HelpArea::Accounts => {
                (self.accounts_purpose(), self.accounts_tasks(), self.accounts_terms())
            }
            HelpArea::Organizations => (
                self.organizations_purpose(),
                self.organizations_tasks(),
                self.organizations_terms(),
            ),
            HelpArea::Activity => {
                (self.activity_purpose(), self.activity_tasks(), self.activity_terms())
            }
            HelpArea::MailHost => {
                (self.mail_host_purpose(), self.mail_host_tasks(), self.mail_host_terms())
            }
            HelpArea::Profile => {
                (self.profile_purpose(), self.profile_tasks(), self.profile_terms())
            }
        };
        HelpPage { purpose, tasks, terms }
    }
}
