use sigillo_domain::mail_host::{Effect, EffectState, Trouble};
use sigillo_kit::texts;

texts! {
/// The effects of changes on the mail host, and their progress. Every effect has a feminine name in
/// Italian, so the words that go with it are feminine too.
Effects {
    title: "Sul mail host", "On the mail host";
    earlier: "Precedenti", "Earlier";

    disabled: "Disabilitazione", "Disabling";
    enabled: "Riabilitazione", "Enabling again";
    quota_changed: "Nuova quota", "New quota";
    password_set: "Nuova password", "New password";
    password_expired: "Scadenza della password", "Expiry of the password";
    holder_changed: "Nuova titolarità", "New holder";
    service_ended: "Fine del servizio", "End of service";
    cancelled: "Cancellazione", "Deletion";

    is_requested: "RICHIESTA", "REQUESTED";
    is_failing: "IN ERRORE", "FAILING";
    is_applied: "APPLICATA", "APPLIED";
    is_superseded: "SUPERATA", "SUPERSEDED";

    requested(at: &str): format!("richiesta {at}"), format!("requested {at}");
    in_progress: "il mail host non l'ha ancora confermata", "the mail host has not confirmed it yet";
    applied(at: &str): format!("applicata {at}"), format!("applied {at}");
    failing(since: &str, why: &str): format!("in errore {since}: {why}"), format!("failing {since}: {why}");
    superseded: "superata da una modifica successiva", "superseded by a later change";
    next(at: &str): format!("prossimo tentativo {at}"), format!("next attempt {at}");
    said: "Dettaglio:", "Detail:";
    destroying: "Saranno distrutti tutti i messaggi, in ogni cartella.", "Every message in every folder will be destroyed.";
    destroyed(at: &str): format!("messaggi distrutti {at}"), format!("messages destroyed {at}");
    watched(until: &str): format!("Controllo in corso {until}: un messaggio che arrivasse adesso verrebbe distrutto anch'esso."),
        format!("Being monitored {until}: a message arriving now would be destroyed too.");
    then: "poi", "then";

    unreachable: "il mail host non risponde", "the mail host is not responding";
    unauthorized: "il mail host non accetta la chiave del pannello", "the mail host does not accept the panel's key";
    nonsense: "la risposta del mail host non è valida", "the mail host's answer is not valid";
    failed: "il mail host non è riuscito ad applicarla", "the mail host could not apply it";
    not_yet: "il mail host non riporta ancora la modifica", "the mail host does not report the change yet";
    not_preserved: "le ricevute della casella non sono ancora conservate: i messaggi non vengono distrutti prima",
        "the mailbox's receipts are not preserved yet: its messages are not destroyed before they are";
}}

impl Effects {
    pub const fn effect(self, effect: Effect) -> &'static str {
        match effect {
            Effect::Disabled => self.disabled(),
            Effect::Enabled => self.enabled(),
            Effect::QuotaChanged => self.quota_changed(),
            Effect::PasswordSet => self.password_set(),
            Effect::PasswordExpired => self.password_expired(),
            Effect::HolderChanged => self.holder_changed(),
            Effect::ServiceEnded => self.service_ended(),
            Effect::Cancelled => self.cancelled(),
        }
    }

    pub const fn state(self, state: EffectState) -> &'static str {
        match state {
            EffectState::Requested => self.is_requested(),
            EffectState::Failing => self.is_failing(),
            EffectState::Applied => self.is_applied(),
            EffectState::Superseded => self.is_superseded(),
        }
    }

    pub const fn trouble(self, trouble: Trouble) -> &'static str {
        match trouble {
            Trouble::Unreachable => self.unreachable(),
            Trouble::Unauthorized => self.unauthorized(),
            Trouble::Nonsense => self.nonsense(),
            Trouble::Failed => self.failed(),
            Trouble::NotYet => self.not_yet(),
            Trouble::NotPreserved => self.not_preserved(),
        }
    }
}
