use sigillo_kit::texts;

texts! {
/// The companies that holders act for.
Companies {
    title: "Aziende", "Companies";
    company: "Azienda", "Company";
    lead: "Le aziende e gli enti per cui i titolari hanno le caselle. Si registrano con le caselle o dalla scheda di un titolare.",
        "The companies and bodies that holders have mailboxes for. They are registered with mailboxes, or from the record of a holder.";
    search: "Cerca per ragione sociale, partita IVA o codice fiscale", "Search by legal name, VAT number or tax code";
    none_title: "Nessuna azienda", "No companies";
    none_text: "Le aziende si registrano con le caselle dei loro titolari.", "Companies are registered with the mailboxes of their holders.";
    created_on(date: &str): format!("Inserita il {date}"), format!("Added on {date}");
    legal_name: "Ragione sociale", "Legal name";
    legal_form: "Forma giuridica", "Legal form";
    legal_form_hint: "Ad esempio: S.r.l., ditta individuale, ente pubblico.", "Such as: S.r.l., sole trader, public body.";
    vat_number: "Partita IVA", "VAT number";
    tax_code: "Codice fiscale dell'azienda", "Tax code of the company";
    tax_code_short: "CF", "Tax code";
    rea: "REA", "REA";
    rea_hint: "Provincia e numero, come PZ-123456.", "Province and number, such as PZ-123456.";
    recipient_code: "Codice destinatario", "Recipient code";
    recipient_code_hint: "6 caratteri per gli enti pubblici, 7 per gli altri.", "6 characters for public bodies, 7 for others.";
    recipient_pec: "PEC destinatario", "Recipient PEC";
    administrative_reference: "Riferimento amministrativo", "Administrative reference";
    administrative_reference_short: "Rif. amm.", "Adm. ref.";
    changes_for_all: "Ciò che modifichi qui cambia per tutti i titolari dell'azienda.", "What you change here changes for every holder of the company.";
    see_holders: "Vedi i titolari", "See the holders";
    saved: "I dati dell'azienda sono stati salvati", "The company's data were saved";
}}
