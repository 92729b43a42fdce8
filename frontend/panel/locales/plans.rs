use sigillo_domain::plan::PlanState;
use sigillo_kit::texts;

texts! { Plans {
    title: "Piani", "Plans";
    plan: "Piano", "Plan";
    lead: "Le dimensioni che il Gestore offre per le caselle, ciascuna con il suo codice.",
        "The sizes that the provider offers for mailboxes, each with its code.";
    search: "Cerca un piano", "Find a plan";
    none_title: "Nessun piano", "No plan";
    none_text: "Crea il primo: poi lo indicherai nei domini che lo offrono.",
        "Create the first: then you name it in the domains that offer it.";
    add: "Aggiungi piano", "Add plan";
    code: "Codice", "Code";
    code_hint: "Lettere, cifre e i segni - e _, ad esempio S-2GIN_2GARCH_1GCONS. È scritto in maiuscolo.",
        "Letters, digits and - and _, for example S-2GIN_2GARCH_1GCONS. It is written in upper case.";
    name: "Nome", "Name";
    name_hint: "Come lo conosce chi crea le caselle.", "As whoever creates mailboxes knows it.";
    inbox: "Spazio della casella", "Mailbox space";
    inbox_hint: "Diventa la quota della casella.", "It becomes the mailbox's quota.";
    archive: "Spazio dell'archivio", "Archive space";
    archive_hint: "0: l'archivio non ha uno spazio suo e conta nella quota.",
        "0: the archive has no space of its own and counts to the quota.";
    preservation: "Spazio di conservazione", "Preservation space";
    preservation_hint: "0: nessuna conservazione nel piano. Il valore viene solo registrato: non limita le ricevute conservate.",
        "0: no preservation in the plan. The value is only recorded: it does not limit the receipts preserved.";
    sizes_kept: "Le dimensioni si possono cambiare solo finché nessuna casella ha il piano.",
        "The sizes can change only while no mailbox has the plan.";
    state: "Offerta", "Offer";
    every_state: "Qualsiasi", "Any";
    offered: "Offerto", "Offered";
    retired: "Ritirato", "Retired";
    offered_meaning: "I domini che lo comprendono lo offrono alle caselle.", "The domains that include it offer it to mailboxes.";
    retired_meaning: "Le caselle che lo hanno lo conservano; nessun'altra può averlo.",
        "The mailboxes that have it keep it; no other can have it.";
    created: "Inserito il", "Added on";
    created_on(date: &str): format!("Inserito il {date}"), format!("Added on {date}");
    create_title: "Nuovo piano", "New plan";
    create: "Crea piano", "Create plan";
    created_it(code: &str): format!("Il piano {code} è stato creato"), format!("The plan {code} was created");
    save: "Salva", "Save";
    saved(code: &str): format!("Il piano {code} è stato modificato"), format!("The plan {code} was changed");
    see_mailboxes: "Vedi le caselle con questo piano", "See the mailboxes with this plan";
    of_domain: "Piani offerti", "Plans offered";
    of_domain_hint: "Chi crea una casella sceglie tra questi. Senza piani vale la quota predefinita del dominio.",
        "Whoever creates a mailbox chooses among these. Without plans the domain's default quota holds.";
    none_exist: "Non ci sono ancora piani.", "There are no plans yet.";
    default: "Piano predefinito", "Default plan";
    default_hint: "Il piano di una nuova casella, se chi la crea non ne indica un altro.",
        "A new mailbox's plan, unless whoever creates it names another.";
    choose: "Scegli il piano", "Choose the plan";
    every: "Qualsiasi", "Any";
    none: "Nessuno", "None";
    described(code: &str, name: &str): format!("{code} – {name}"), format!("{code} – {name}");
    with_sizes(inbox: &str, archive: Option<&str>):
        match archive {
            Some(archive) => format!("Quota {inbox}, archivio {archive}"),
            None => format!("Quota {inbox}, archivio compreso"),
        },
        match archive {
            Some(archive) => format!("Quota {inbox}, archive {archive}"),
            None => format!("Quota {inbox}, archive included"),
        };
    moves_quota: "Un altro piano cambia la quota e il soft limit, se non li indichi tu.",
        "Another plan changes the quota and the soft limit, unless you give them.";
    quota_default(mb: &str): format!("Se lasci vuoto: {mb}, dal piano."), format!("If left empty: {mb}, from the plan.");
}}

impl Plans {
    pub const fn state_name(self, state: PlanState) -> &'static str {
        match state {
            PlanState::Offered => self.offered(),
            PlanState::Retired => self.retired(),
        }
    }

    pub const fn state_meaning(self, state: PlanState) -> &'static str {
        match state {
            PlanState::Offered => self.offered_meaning(),
            PlanState::Retired => self.retired_meaning(),
        }
    }
}
