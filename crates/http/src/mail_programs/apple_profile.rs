//! The configuration profile that sets up a mailbox in Mail on an iPhone, an iPad or a Mac. It contains no password: the
//! device asks for it while it installs the profile.

use std::io;

use sha1::{Digest, Sha1};
use sigillo_domain::client_servers::ClientServers;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::name::readable;
use uuid::{Builder, Uuid};

use super::plist::{self, Value};

pub(super) fn document(address: &str, domain: &MailDomain) -> io::Result<Vec<u8>> {
    plist::document(&profile(address, domain))
}

fn profile(address: &str, domain: &MailDomain) -> Value {
    let shown = readable(address);
    let id = id_of(address, "profile");
    let words = |it, en| domain.language.choose(it, en);
    Value::Dict(vec![
        ("PayloadType", "Configuration".into()),
        ("PayloadVersion", 1.into()),
        ("PayloadUUID", upper_case(id)),
        ("PayloadIdentifier", identifier(&domain.name, id).into()),
        ("PayloadDisplayName", format!("{} {shown}", words("Casella PEC", "Certified mailbox")).into()),
        (
            "PayloadDescription",
            words(
                "Configura la casella di posta elettronica certificata in Mail. La password della casella viene \
                 chiesta durante l'installazione.",
                "Sets up the certified mailbox in Mail. The mailbox's password is asked for during the installation.",
            )
            .into(),
        ),
        ("PayloadOrganization", readable(&domain.name).into_owned().into()),
        ("PayloadRemovalDisallowed", false.into()),
        ("PayloadContent", Value::List(vec![account(address, domain)])),
    ])
}

fn account(address: &str, domain: &MailDomain) -> Value {
    let ClientServers { imap, pop, smtp, .. } = &domain.client_servers;
    // With IMAP the messages stay on the server.
    let (kind, incoming) =
        if imap.is_offered() { ("EmailTypeIMAP", imap) } else { ("EmailTypePOP", pop) };
    let shown = readable(address).into_owned();
    let id = id_of(address, "account");
    Value::Dict(vec![
        ("PayloadType", "com.apple.mail.managed".into()),
        ("PayloadVersion", 1.into()),
        ("PayloadUUID", upper_case(id)),
        ("PayloadIdentifier", identifier(&domain.name, id).into()),
        ("PayloadDisplayName", shown.clone().into()),
        ("EmailAccountDescription", shown.into()),
        ("EmailAccountName", address.into()),
        ("EmailAccountType", kind.into()),
        ("EmailAddress", address.into()),
        ("IncomingMailServerAuthentication", "EmailAuthPassword".into()),
        ("IncomingMailServerHostName", incoming.host.as_str().into()),
        ("IncomingMailServerPortNumber", incoming.port.into()),
        // Mail finds out by itself whether TLS is there from the beginning or after STARTTLS.
        ("IncomingMailServerUseSSL", true.into()),
        ("IncomingMailServerUsername", address.into()),
        ("OutgoingMailServerAuthentication", "EmailAuthPassword".into()),
        ("OutgoingMailServerHostName", smtp.host.as_str().into()),
        ("OutgoingMailServerPortNumber", smtp.port.into()),
        ("OutgoingMailServerUseSSL", true.into()),
        ("OutgoingMailServerUsername", address.into()),
        ("OutgoingPasswordSameAsIncomingPassword", true.into()),
    ])
}

/// An id by which the device knows the profile of a mailbox again, so that a newer one takes its place (RFC 9562, 5.5).
fn id_of(address: &str, part: &str) -> Uuid {
    let name = format!("mailto:{address}#{part}");
    let hash = Sha1::new().chain_update(Uuid::NAMESPACE_URL).chain_update(name).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_sha1_bytes(bytes).into_uuid()
}

/// As Apple writes them.
fn upper_case(id: Uuid) -> Value {
    id.to_string().to_uppercase().into()
}

/// The domain from its end, as Apple asks for, and the id.
fn identifier(domain: &str, id: Uuid) -> String {
    let labels: Vec<_> = domain.rsplit('.').collect();
    format!("{}.{id}", labels.join("."))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use sigillo_domain::client_servers::MailServer;
    use sigillo_domain::message::Language;

    use super::super::read_back::{domain, hostile, lines};
    use super::*;

    const ADDRESS: &str = "anna.verdi@pec.xn--citt-3na.example.it";

    /// The values of the profile, and those of its account, by their keys.
    fn read(address: &str, domain: &MailDomain) -> [BTreeMap<String, String>; 2] {
        let mut read = [BTreeMap::new(), BTreeMap::new()];
        let mut key = String::new();
        for line in lines(&document(address, domain).unwrap()) {
            let (path, value) = line.split_once(": ").unwrap_or((&line, ""));
            let element = path.rsplit('/').next().unwrap_or_default();
            let of = usize::from(path.starts_with("plist/dict/array/dict/"));
            match element {
                "key" => value.clone_into(&mut key),
                "string" | "integer" => drop(read[of].insert(key.clone(), value.to_owned())),
                "true" | "false" => drop(read[of].insert(key.clone(), element.to_owned())),
                _ => {}
            }
        }
        read
    }

    #[test]
    fn mail_reads_the_account_and_no_password() {
        let [profile, account] = read(ADDRESS, &domain());
        let expected = [
            ("EmailAccountDescription", "anna.verdi@pec.città.example.it"),
            ("EmailAccountName", ADDRESS),
            ("EmailAccountType", "EmailTypeIMAP"),
            ("EmailAddress", ADDRESS),
            ("IncomingMailServerAuthentication", "EmailAuthPassword"),
            ("IncomingMailServerHostName", "imap.example.it"),
            ("IncomingMailServerPortNumber", "993"),
            ("IncomingMailServerUseSSL", "true"),
            ("IncomingMailServerUsername", ADDRESS),
            ("OutgoingMailServerAuthentication", "EmailAuthPassword"),
            ("OutgoingMailServerHostName", "smtp.example.it"),
            ("OutgoingMailServerPortNumber", "587"),
            ("OutgoingMailServerUseSSL", "true"),
            ("OutgoingMailServerUsername", ADDRESS),
            ("OutgoingPasswordSameAsIncomingPassword", "true"),
        ];
        let of_mail = account.iter().filter(|(key, _)| !key.starts_with("Payload"));
        let of_mail: Vec<_> = of_mail.map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(of_mail, expected);
        assert_eq!(account["PayloadType"], "com.apple.mail.managed");
        assert_eq!(profile["PayloadType"], "Configuration");
        assert_eq!(profile["PayloadRemovalDisallowed"], "false");
        assert_eq!(profile["PayloadDisplayName"], "Casella PEC anna.verdi@pec.città.example.it");
        assert_eq!(profile["PayloadOrganization"], "pec.città.example.it");
    }

    #[test]
    fn a_domain_without_imap_is_read_by_pop() {
        let mut domain = domain();
        domain.client_servers.imap = MailServer::default();
        let [_, account] = read(ADDRESS, &domain);
        assert_eq!(account["EmailAccountType"], "EmailTypePOP");
        assert_eq!(account["IncomingMailServerHostName"], "pop.example.it");
    }

    #[test]
    fn the_profile_speaks_the_language_of_the_domain() {
        let [profile, _] = read(ADDRESS, &MailDomain { language: Language::En, ..domain() });
        assert!(profile["PayloadDisplayName"].starts_with("Certified mailbox "), "{profile:?}");
        assert!(profile["PayloadDescription"].contains("password"), "{profile:?}");
    }

    #[test]
    fn a_second_profile_of_a_mailbox_takes_the_place_of_the_first() {
        // Computed by the module uuid of Python.
        let id = id_of("anna@pec.example.it", "profile").to_string();
        assert_eq!(id, "7dd188d5-2d77-5e72-ab6c-6a4d98681bb7");
        let ids = |address, domain: &MailDomain| {
            let [profile, account] = read(address, domain);
            [profile, account].map(|payload| {
                (payload["PayloadUUID"].clone(), payload["PayloadIdentifier"].clone())
            })
        };
        let mut moved = domain();
        moved.client_servers.imap.host = "altro.example.it".into();
        let first = ids(ADDRESS, &domain());
        assert_eq!(first, ids(ADDRESS, &moved));
        assert_ne!(first[0], first[1]);
        assert_ne!(first, ids("bruno@pec.xn--citt-3na.example.it", &domain()));
        assert!(first[0].1.starts_with("it.example.xn--citt-3na.pec."), "{}", first[0].1);
    }

    #[test]
    fn no_value_can_add_an_element() {
        let hostile = hostile();
        let address = "a&b'<!--{c}@pec.example.it";
        let [profile, account] = read(address, &hostile);
        assert_eq!(account["EmailAddress"], address);
        assert_eq!(account["IncomingMailServerHostName"], hostile.client_servers.imap.host);
        assert_eq!(profile["PayloadOrganization"], hostile.name);
        assert_eq!(
            lines(&document(address, &hostile).unwrap()).len(),
            lines(&document(ADDRESS, &domain()).unwrap()).len()
        );
    }
}
