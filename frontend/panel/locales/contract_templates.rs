use sigillo_domain::contract_template::{Placeholder, ProblemKind};
use sigillo_kit::texts;

texts! {
/// The templates of contracts, and how an organisation handles its contracts.
ContractTemplates {
    title: "Modelli di contratto", "Contract templates";
    lead: "I testi da cui nascono i contratti. Un testo non cambia mai: chi lo corregge ne fa una nuova versione.",
        "The texts that contracts are made from. A text never changes: whoever corrects it makes a new version.";
    template: "Modello di contratto", "Contract template";
    search: "Cerca un modello", "Find a template";
    none_title: "Nessun modello", "No template";
    none_text: "Finché non ne metti in uso uno tuo, i contratti nascono dal modello di esempio.",
        "Until you take one of your own into use, contracts are made from the example template.";
    name: "Nome", "Name";
    number: "Versione", "Version";
    language: "Lingua", "Language";
    use_of: "Uso", "Use";
    in_use: "In uso", "In use";
    not_in_use: "Non in uso", "Not in use";
    organization: "Organizzazione", "Organisation";
    created: "Creato il", "Created on";
    created_by(when: &str, who: &str): format!("{when}, da {who}"), format!("{when}, by {who}");
    version(name: &str, number: &str): format!("{name}, versione {number}"), format!("{name}, version {number}");

    used_now: "I nuovi contratti nascono da:", "New contracts are made from:";
    example_used: "Modello di esempio in uso", "The example template is in use";
    example_used_text: "Nessuno dei tuoi modelli è in uso: i nuovi contratti nascono dal testo di esempio. Prima di usarlo davvero va verificato da chi risponde del servizio.",
        "None of your templates is in use: new contracts are made from the example. Before it is used in earnest, whoever answers for the service has to check it.";
    see_example: "Leggi il modello di esempio", "Read the example template";
    example: "Modello di esempio", "Example template";
    example_lead: "Il testo da cui nascono i contratti finché nessun modello è in uso.", "The text that contracts are made from while no template is in use.";
    sample_values: "I valori sono di prova: nei contratti veri ci sono quelli della casella e del titolare.",
        "The values are samples: real contracts have those of the mailbox and its holder.";

    add: "Nuovo modello", "New template";
    add_version: "Nuova versione", "New version";
    preview_pdf: "Anteprima PDF", "PDF preview";
    put_in_use: "Metti in uso", "Take into use";
    put_in_use_text(name: &str, organization: &str): format!("I nuovi contratti di {organization} nasceranno da «{name}», al posto del testo usato finora."),
        format!("New contracts of {organization} will be made from “{name}”, in the place of the text used so far.");
    take_out: "Non usare più", "Stop using";
    take_out_text(name: &str): format!("I nuovi contratti non nasceranno più da «{name}», ma dal modello di esempio, finché non metti in uso un'altra versione."),
        format!("New contracts will no longer be made from “{name}” but from the example template, until you take another version into use.");
    sent_stay: "I contratti già inviati restano come sono.", "Contracts that were sent stay as they are.";
    now_in_use(name: &str): format!("«{name}» è in uso"), format!("“{name}” is in use");
    now_out(name: &str): format!("«{name}» non è più in uso"), format!("“{name}” is no longer in use");
    moved_on: "Nel frattempo qualcuno ha cambiato i modelli in uso: ora la pagina mostra com'è. Controlla, poi decidi di nuovo.",
        "Somebody has changed which template is in use meanwhile: the page now shows how it is. Check it, then decide again.";
    rendered: "Il contratto con valori di prova", "The contract with sample values";
    text: "Testo", "Text";

    create_title: "Nuovo modello di contratto", "New contract template";
    create_version_title(name: &str): format!("Nuova versione di {name}"), format!("New version of {name}");
    name_hint: "Le versioni di uno stesso modello hanno lo stesso nome. Il titolare non lo vede.",
        "Versions of the same template have the same name. The holder does not see it.";
    save: "Salva la versione", "Save the version";
    saved(name: &str): format!("«{name}» è stato salvato. Non è ancora in uso."), format!("“{name}” was saved. It is not in use yet.");
    text_label: "Testo del modello", "Text of the template";
    preview: "Anteprima", "Preview";
    preview_old: "Il testo ha dei problemi: qui vedi l'ultima versione senza errori.",
        "The text has problems: this is the last version without any.";
    preview_none: "L'anteprima compare quando il testo non ha problemi.", "The preview appears once the text has no problems.";
    no_problems: "Nessun problema nel testo.", "No problems in the text.";
    one_problem: "C'è un problema nel testo:", "There is a problem in the text:";
    many_problems(count: &str): format!("Ci sono {count} problemi nel testo:"), format!("There are {count} problems in the text:");
    at_line(line: &str): format!("Riga {line}"), format!("Line {line}");
    placeholders: "Segnaposto", "Placeholders";
    placeholders_lead: "Premi un segnaposto per inserirlo dov'è il cursore. Un paragrafo, o una voce di elenco, il cui valore manca non compare nel contratto: così lo stesso testo vale con e senza azienda.",
        "Press a placeholder to insert it at the cursor. A paragraph or list item whose value is missing is left out of the contract, so that one text serves with and without a company.";
    insert(name: &str): format!("Inserisci {name}"), format!("Insert {name}");
    help: "Come si scrive", "How to write it";
    help_title: "# Titolo del contratto: uno solo, all'inizio.", "# Title of the contract: only one, at the beginning.";
    help_section: "## Titolo di una sezione; ### titolo al suo interno.", "## Heading of a section; ### heading within it.";
    help_approval: "## Recesso {approvazione specifica}: il titolare accetta la sezione a parte, con una casella da spuntare (art. 1341 c.c.).",
        "## Withdrawal {specific approval}: the holder accepts the section apart, with a box to tick (art. 1341 of the Italian civil code).";
    help_privacy: "## Informativa {privacy}: la sezione con l'informativa sui dati personali. Ce ne vuole una.",
        "## Notice {privacy}: the section with the privacy notice. There must be one.";
    help_lists: "- voce di elenco, oppure 1. voce numerata.", "- item of a list, or 1. numbered item.";
    help_style: "**grassetto**, *corsivo*. Una riga vuota separa i paragrafi.", "**bold**, *italic*. An empty line separates paragraphs.";

    settings: "Impostazioni dei contratti", "Contract settings";
    term: "Giorni per firmare", "Days to sign";
    term_hint: "Da 1 a 365. I contratti già inviati conservano la loro scadenza.", "1 to 365. Contracts that were sent keep their own end.";
    notice: "Indirizzo per rifiuti e mancati recapiti", "Address for refusals and undeliverable messages";
    notice_hint: "Qui scriviamo quando un titolare rifiuta il contratto, il messaggio non gli arriva o il link si blocca dopo cinque codici fiscali errati. Se lo lasci vuoto non scriviamo a nessuno.",
        "We write here when a holder declines the contract, the message does not arrive, or the link is blocked after five wrong tax codes. If left empty, nobody is written to.";
    save_settings: "Salva", "Save";
    settings_saved: "Le impostazioni dei contratti sono state salvate", "The contract settings were saved";
    days: "giorni", "days";

    too_long: "il testo è più lungo di 100.000 byte.", "the text is longer than 100,000 bytes.";
    unknown_placeholder(text: &str): format!("«{text}» non è un segnaposto: scegline uno dall'elenco."), format!("“{text}” is not a placeholder: choose one from the list.");
    open_placeholder: "«{{» senza «}}» che lo chiuda.", "“{{” without “}}” that closes it.";
    unknown_mark(text: &str): format!("«{text}» non è un'indicazione di sezione: usa {{approvazione specifica}} o {{privacy}}."),
        format!("“{text}” is not the mark of a section: use {{specific approval}} or {{privacy}}.");
    unsupported: "qui c'è qualcosa che un contratto non può avere: HTML, un link, un'immagine, del codice, una tabella, una citazione o un elenco dentro un elenco.",
        "this is something that a contract cannot have: HTML, a link, a picture, code, a table, a quotation, or a list within a list.";
    unsupported_is(text: &str): format!("un contratto non può avere «{text}»: niente HTML, link, immagini, codice, tabelle, citazioni o elenchi dentro elenchi."),
        format!("a contract cannot have “{text}”: no HTML, links, pictures, code, tables, quotations, or lists within lists.");
    no_title: "manca il titolo: comincia con una riga come «# Contratto».", "the title is missing: begin with a line such as “# Contract”.";
    second_title: "c'è già un titolo: per una sezione usa «##».", "there is a title already: use “##” for a section.";
    no_clauses: "manca una sezione con le clausole, come «## Oggetto».", "a section with clauses is missing, such as “## Subject”.";
    no_privacy: "manca l'informativa: una sezione come «## Informativa {privacy}».", "the notice is missing: a section such as “## Notice {privacy}”.";
    second_privacy: "c'è già una sezione con l'informativa.", "there is a section with the notice already.";
    empty_section: "questa sezione non ha testo.", "this section has no text.";

    holder_name: "Nome e cognome del titolare", "Full name of the holder";
    holder_given_name: "Nome", "Given name";
    holder_family_name: "Cognome", "Family name";
    holder_tax_code: "Codice fiscale del titolare", "Holder's tax code";
    holder_address: "Indirizzo su una riga", "Address in one line";
    holder_email: "E-mail", "E-mail";
    holder_phone: "Telefono", "Telephone";
    holder_mobile: "Cellulare", "Mobile number";
    company_name: "Ragione sociale", "Legal name of the company";
    company_vat_number: "Partita IVA", "VAT number";
    company_tax_code: "Codice fiscale dell'azienda", "Company's tax code";
    company_rea: "Numero REA", "REA number";
    company_role: "Ruolo del titolare nell'azienda", "Role of the holder in the company";
    mailbox_address: "Indirizzo della casella", "Address of the mailbox";
    mailbox_domain: "Dominio", "Domain";
    mailbox_quota: "Spazio, con l'unità", "Space, with its unit";
    mailbox_term: "Durata in mesi", "Term in months";
    plan_code: "Codice del piano", "Code of the plan";
    plan_name: "Nome del piano", "Name of the plan";
    plan_archive: "Spazio dell'archivio", "Archive space";
    plan_preservation: "Spazio di conservazione", "Preservation space";
    organization_name: "Nome dell'organizzazione", "Name of the organisation";
    contract_date: "Giorno in cui nasce il contratto", "Day on which the contract is made";
    contract_expiry: "Ultimo giorno per firmare", "Last day to sign";
}}

impl ContractTemplates {
    /// What is wrong at a line; `text` is the part that is meant.
    pub fn problem(self, kind: ProblemKind, text: &str) -> String {
        match kind {
            ProblemKind::TooLong => self.too_long(),
            ProblemKind::UnknownPlaceholder => return self.unknown_placeholder(text),
            ProblemKind::OpenPlaceholder => self.open_placeholder(),
            ProblemKind::UnknownMark => return self.unknown_mark(text),
            ProblemKind::UnsupportedMarkup if text.is_empty() => self.unsupported(),
            ProblemKind::UnsupportedMarkup => return self.unsupported_is(text),
            ProblemKind::NoTitle => self.no_title(),
            ProblemKind::SecondTitle => self.second_title(),
            ProblemKind::NoClauses => self.no_clauses(),
            ProblemKind::NoPrivacyNotice => self.no_privacy(),
            ProblemKind::SecondPrivacyNotice => self.second_privacy(),
            ProblemKind::EmptySection => self.empty_section(),
        }
        .to_owned()
    }

    pub const fn meaning(self, placeholder: Placeholder) -> &'static str {
        match placeholder {
            Placeholder::HolderName => self.holder_name(),
            Placeholder::HolderGivenName => self.holder_given_name(),
            Placeholder::HolderFamilyName => self.holder_family_name(),
            Placeholder::HolderTaxCode => self.holder_tax_code(),
            Placeholder::HolderAddress => self.holder_address(),
            Placeholder::HolderEmail => self.holder_email(),
            Placeholder::HolderPhone => self.holder_phone(),
            Placeholder::HolderMobile => self.holder_mobile(),
            Placeholder::CompanyName => self.company_name(),
            Placeholder::CompanyVatNumber => self.company_vat_number(),
            Placeholder::CompanyTaxCode => self.company_tax_code(),
            Placeholder::CompanyRea => self.company_rea(),
            Placeholder::CompanyRole => self.company_role(),
            Placeholder::MailboxAddress => self.mailbox_address(),
            Placeholder::MailboxDomain => self.mailbox_domain(),
            Placeholder::MailboxQuota => self.mailbox_quota(),
            Placeholder::MailboxTerm => self.mailbox_term(),
            Placeholder::PlanCode => self.plan_code(),
            Placeholder::PlanName => self.plan_name(),
            Placeholder::PlanArchive => self.plan_archive(),
            Placeholder::PlanPreservation => self.plan_preservation(),
            Placeholder::OrganizationName => self.organization_name(),
            Placeholder::ContractDate => self.contract_date(),
            Placeholder::ContractExpiry => self.contract_expiry(),
        }
    }
}
