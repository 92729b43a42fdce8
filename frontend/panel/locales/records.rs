use sigillo_domain::history::{Action, ActorKind};
use sigillo_kit::i18n::Detail;
use sigillo_kit::texts;

texts! {
/// Records of the history of accounts, domains, organisations, holders and companies.
Records {
    created(who: &str, what: &str): format!("{who} ha creato {what}"), format!("{who} created {what}");
    updated(who: &str, what: &str): format!("{who} ha modificato {what}"), format!("{who} changed {what}");
    enabled(who: &str, what: &str): format!("{who} ha abilitato {what}"), format!("{who} enabled {what}");
    disabled(who: &str, what: &str): format!("{who} ha disabilitato {what}"), format!("{who} disabled {what}");
    account: "l'account", "the account";
    domain: "il dominio", "the domain";
    organization: "l'organizzazione", "the organisation";
    holder: "il titolare", "the holder";
    company: "l'azienda", "the company";
    plan: "il piano", "the plan";
    reseller: "il rivenditore", "the reseller";
    ticket: "la segnalazione", "the ticket";
    contract: "il contratto", "the contract";
    contract_template: "il modello", "the template";
    grants_on(domain: &str): format!("Permessi su {domain}"), format!("Permissions on {domain}");
    no_grants: "nessuno", "none";
}}

impl Records {
    /// A record as a sentence about `what`.
    pub fn sentence(self, action: Action, by: ActorKind, who: &str, what: &str) -> String {
        match action {
            Action::Created => self.created(who, what),
            Action::Updated => self.updated(who, what),
            Action::Enabled => self.enabled(who, what),
            Action::Disabled => self.disabled(who, what),
            // The others name no subject.
            other => Detail(self.0).sentence(other, by, who),
        }
    }
}
