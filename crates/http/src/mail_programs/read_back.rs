//! What the tests of both documents need: a domain, and a reader of XML.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use sigillo_domain::client_servers::{ClientServers, MailServer, ServerSecurity};
use sigillo_domain::id::{DomainId, OrganizationId};
use sigillo_domain::mail_domain::{MailDomain, Onboarding};
use sigillo_domain::message::Language;

pub(super) fn domain() -> MailDomain {
    let server = |host: &str, port, security| MailServer { host: host.into(), port, security };
    MailDomain {
        id: DomainId::from_u128(1),
        organization_id: OrganizationId::from_u128(2),
        name: "pec.xn--citt-3na.example.it".into(),
        onboarding: Onboarding::Direct,
        preservation_available: false,
        default_quota_mb: 1000,
        mailbox_term_months: 24,
        password_lifetime_days: 90,
        language: Language::It,
        plans: vec![],
        default_plan: None,
        client_servers: ClientServers {
            webmail_url: "https://webmail.example.it/?a=1&b='2'".into(),
            imap: server("imap.example.it", 993, ServerSecurity::Tls),
            pop: server("pop.example.it", 995, ServerSecurity::Tls),
            smtp: server("smtp.example.it", 587, ServerSecurity::StartTls),
        },
        created_at: DateTime::<Utc>::UNIX_EPOCH,
        version: 1,
    }
}

/// A domain whose values try to be markup, as none that was validated does.
pub(super) fn hostile() -> MailDomain {
    let mut domain = domain();
    domain.name = "\"><domain>è&amp;'</domain>".into();
    domain.client_servers.imap.host = "</hostname><port>1</port>&\"'ù €".into();
    domain.client_servers.webmail_url = "https://a/\"><b c='d'>&lt;".into();
    domain
}

/// Every element of a document by its path, with its attributes or its text: `a/b type=imap`, `a/b/c: text`.
pub(super) fn lines(document: &[u8]) -> Vec<String> {
    let text = str::from_utf8(document).unwrap();
    let mut reader = Reader::from_str(text);
    let (mut path, mut lines, mut content) = (vec![], vec![], String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) => {
                open(&element, &mut path, &mut lines);
                content.clear();
            }
            Event::Empty(element) => {
                open(&element, &mut path, &mut lines);
                path.pop();
            }
            Event::Text(text) => content.push_str(&text),
            Event::GeneralRef(entity) => match entity.resolve_char_ref().unwrap() {
                Some(character) => content.push(character),
                None => content.push_str(resolve_predefined_entity(&entity).unwrap()),
            },
            Event::End(_) => {
                if !content.trim().is_empty() {
                    *lines.last_mut().unwrap() = format!("{}: {content}", path.join("/"));
                }
                content.clear();
                path.pop();
            }
            Event::Eof => break,
            Event::Decl(_) | Event::DocType(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(path.is_empty(), "{path:?}");
    lines
}

fn open(element: &BytesStart<'_>, path: &mut Vec<String>, lines: &mut Vec<String>) {
    path.push(element.name().as_ref().to_owned());
    let mut line = path.join("/");
    for attribute in element.attributes() {
        let attribute = attribute.unwrap();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap();
        write!(line, " {}={value}", attribute.key.as_ref()).unwrap();
    }
    lines.push(line);
}
