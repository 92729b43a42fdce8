//! Mozilla's description of a domain's servers (clientConfig 1.1), which Thunderbird and others read.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use sigillo_domain::client_servers::{MailServer, ServerSecurity};
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::name::readable;

type Xml = Writer<Vec<u8>>;

pub(super) fn document(domain: &MailDomain) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(vec![], b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = xml.create_element("clientConfig").with_attribute(("version", "1.1"));
    root.write_inner_content(|xml| {
        provider(xml, domain)?;
        webmail(xml, &domain.client_servers.webmail_url)
    })?;
    Ok(xml.into_inner())
}

fn provider(xml: &mut Xml, domain: &MailDomain) -> io::Result<()> {
    let servers = &domain.client_servers;
    let provider = xml.create_element("emailProvider").with_attribute(("id", &*domain.name));
    provider.write_inner_content(|xml| {
        text(xml, "domain", &domain.name)?;
        text(xml, "displayName", &readable(&domain.name))?;
        text(xml, "displayShortName", &readable(&domain.name))?;
        // A program takes the first server that it can use, and with IMAP the messages stay on the server.
        server(xml, "incomingServer", "imap", &servers.imap)?;
        server(xml, "incomingServer", "pop3", &servers.pop)?;
        server(xml, "outgoingServer", "smtp", &servers.smtp)
    })?;
    Ok(())
}

fn server(xml: &mut Xml, element: &str, protocol: &str, server: &MailServer) -> io::Result<()> {
    if !server.is_offered() {
        return Ok(());
    }
    let security = match server.security {
        ServerSecurity::Tls => "SSL",
        ServerSecurity::StartTls => "STARTTLS",
    };
    xml.create_element(element).with_attribute(("type", protocol)).write_inner_content(|xml| {
        text(xml, "hostname", &server.host)?;
        text(xml, "port", &server.port.to_string())?;
        text(xml, "socketType", security)?;
        text(xml, "username", "%EMAILADDRESS%")?;
        // The password goes as it is, within the protected connection.
        text(xml, "authentication", "password-cleartext")
    })?;
    Ok(())
}

fn webmail(xml: &mut Xml, url: &str) -> io::Result<()> {
    if url.is_empty() {
        return Ok(());
    }
    xml.create_element("webMail").write_inner_content(|xml| {
        xml.create_element("loginPage").with_attribute(("url", url)).write_empty()?;
        Ok(())
    })?;
    Ok(())
}

fn text(xml: &mut Xml, element: &str, text: &str) -> io::Result<()> {
    xml.create_element(element).write_text_content(BytesText::new(text))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use sigillo_domain::client_servers::ClientServers;

    use super::super::read_back::{domain, hostile, lines};
    use super::*;

    fn read(domain: &MailDomain) -> Vec<String> {
        lines(&document(domain).unwrap())
    }

    #[test]
    fn thunderbird_reads_every_server_of_the_domain() {
        assert_eq!(
            read(&domain()),
            [
                "clientConfig version=1.1",
                "clientConfig/emailProvider id=pec.xn--citt-3na.example.it",
                "clientConfig/emailProvider/domain: pec.xn--citt-3na.example.it",
                "clientConfig/emailProvider/displayName: pec.città.example.it",
                "clientConfig/emailProvider/displayShortName: pec.città.example.it",
                "clientConfig/emailProvider/incomingServer type=imap",
                "clientConfig/emailProvider/incomingServer/hostname: imap.example.it",
                "clientConfig/emailProvider/incomingServer/port: 993",
                "clientConfig/emailProvider/incomingServer/socketType: SSL",
                "clientConfig/emailProvider/incomingServer/username: %EMAILADDRESS%",
                "clientConfig/emailProvider/incomingServer/authentication: password-cleartext",
                "clientConfig/emailProvider/incomingServer type=pop3",
                "clientConfig/emailProvider/incomingServer/hostname: pop.example.it",
                "clientConfig/emailProvider/incomingServer/port: 995",
                "clientConfig/emailProvider/incomingServer/socketType: SSL",
                "clientConfig/emailProvider/incomingServer/username: %EMAILADDRESS%",
                "clientConfig/emailProvider/incomingServer/authentication: password-cleartext",
                "clientConfig/emailProvider/outgoingServer type=smtp",
                "clientConfig/emailProvider/outgoingServer/hostname: smtp.example.it",
                "clientConfig/emailProvider/outgoingServer/port: 587",
                "clientConfig/emailProvider/outgoingServer/socketType: STARTTLS",
                "clientConfig/emailProvider/outgoingServer/username: %EMAILADDRESS%",
                "clientConfig/emailProvider/outgoingServer/authentication: password-cleartext",
                "clientConfig/webMail",
                "clientConfig/webMail/loginPage url=https://webmail.example.it/?a=1&b='2'",
            ]
        );
    }

    #[test]
    fn what_a_domain_does_not_offer_is_left_out() {
        let mut domain = domain();
        let ClientServers { imap, webmail_url, .. } = &mut domain.client_servers;
        *imap = MailServer::default();
        webmail_url.clear();
        let lines = read(&domain).join("\n");
        assert!(!lines.contains("imap") && !lines.contains("webMail"), "{lines}");
        assert!(lines.contains("type=pop3") && lines.contains("type=smtp"), "{lines}");
    }

    #[test]
    fn no_value_can_add_an_element() {
        let hostile = hostile();
        let (plain, hostile_lines) = (read(&domain()), read(&hostile));
        assert_eq!(plain.len(), hostile_lines.len());
        for value in [
            format!("/domain: {}", hostile.name),
            format!("/hostname: {}", hostile.client_servers.imap.host),
            format!("/loginPage url={}", hostile.client_servers.webmail_url),
        ] {
            assert!(hostile_lines.iter().any(|line| line.ends_with(&value)), "{value}");
        }
    }
}
