//! The addresses of the pages.

use uuid::Uuid;

pub const HOME: &str = "/";
pub const MAILBOXES: &str = "/caselle";
pub const DOMAINS: &str = "/domini";
pub const ORGANIZATIONS: &str = "/organizzazioni";
pub const ACCOUNTS: &str = "/account";
pub const MAIL_HOST: &str = "/mail-host";
/// Long work on many mailboxes.
pub const JOBS: &str = "/lavori";
pub const ME: &str = "/profilo";

/// The entrance of the mailboxes' users, and its pages.
pub const OWN: &str = "/mia-casella";
pub const OWN_SIGN_IN: &str = "/mia-casella/accesso";
pub const OWN_PASSWORD: &str = "/mia-casella/cambia-password";
pub const OWN_FORGOTTEN: &str = "/mia-casella/password-dimenticata";
pub const OWN_SET_PASSWORD: &str = "/mia-casella/imposta-password";
pub const OWN_CONFIRM_EMAIL: &str = "/mia-casella/conferma-email";
pub const OWN_EMAIL: &str = "/mia-casella/email";

/// `pairs` as a query string, without the empty ones.
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let filled: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    let query = serde_urlencoded::to_string(filled).unwrap_or_default();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

pub fn mailboxes_of(domain: &str) -> String {
    with_query(MAILBOXES, &[("dominio", domain)])
}

pub fn new_mailbox(domain: &str) -> String {
    with_query("/caselle/nuova", &[("dominio", domain)])
}

pub fn import_mailboxes(domain: &str) -> String {
    with_query("/caselle/importa", &[("dominio", domain)])
}

pub fn job(id: Uuid) -> String {
    format!("{JOBS}/{id}")
}

pub fn mailbox(id: Uuid) -> String {
    format!("{MAILBOXES}/{id}")
}

pub fn edit_mailbox(id: Uuid) -> String {
    format!("{MAILBOXES}/{id}/modifica")
}

pub fn cancel_mailbox(id: Uuid) -> String {
    format!("{MAILBOXES}/{id}/cancella")
}

pub const NEW_ORGANIZATION: &str = "/organizzazioni/nuova";
pub const NEW_DOMAIN: &str = "/domini/nuovo";
pub const NEW_ACCOUNT: &str = "/account/nuovo";

pub fn organization(id: Uuid) -> String {
    format!("{ORGANIZATIONS}/{id}")
}

pub fn new_domain_of(organization: Uuid) -> String {
    with_query(NEW_DOMAIN, &[("organizzazione", &organization.to_string())])
}

pub fn edit_domain(id: Uuid) -> String {
    format!("{DOMAINS}/{id}/modifica")
}

pub fn account(id: Uuid) -> String {
    format!("{ACCOUNTS}/{id}")
}

pub fn accounts_of(organization: Uuid) -> String {
    with_query(ACCOUNTS, &[("organizzazione", &organization.to_string())])
}

pub fn new_account_of(organization: Uuid) -> String {
    with_query(NEW_ACCOUNT, &[("organizzazione", &organization.to_string())])
}

pub fn domain(id: Uuid) -> String {
    format!("{DOMAINS}/{id}")
}
