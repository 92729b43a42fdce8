//! The documents by which mail programs set themselves up: Thunderbird's, and the profile for Apple's Mail.

use serde_json::json;
use sigillo_contract::domain::DomainCreate;
use sigillo_domain::client_servers::{ClientServers, MailServer, ServerSecurity};
use sigillo_testkit::{Answer, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";
const AUTOCONFIG: &str = "/mail/config-v1.1.xml";
const WELL_KNOWN: &str = "/.well-known/autoconfig/mail/config-v1.1.xml";
const PROFILE: &str = "/mail/apple.mobileconfig";

fn servers() -> ClientServers {
    let server = |host: &str, port| MailServer {
        host: host.to_owned(),
        port,
        security: ServerSecurity::Tls,
    };
    ClientServers {
        webmail_url: "https://webmail.pec.example.it/?a=1&b=2".to_owned(),
        imap: server("imap.pec.example.it", 993),
        pop: server("pop.pec.example.it", 995),
        smtp: server("smtp.pec.example.it", 465),
    }
}

async fn domain(app: &TestApp, name: &str, servers: ClientServers) -> sigillo_testkit::Domain {
    let request = DomainCreate {
        organization_id: app.organization(&format!("Ente di {name}")).await,
        name: name.to_owned(),
        client_servers: Some(servers),
        ..DomainCreate::default()
    };
    app.create_domain(request).await
}

async fn status(app: &TestApp, path: &str) -> u16 {
    app.get(path).send().await.status
}

/// The document in an answer, which is cached for a short time and cannot do anything in a browser.
fn document(answer: &Answer) -> String {
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
    let policy = answer.header("content-security-policy");
    assert_eq!(policy, Some("default-src 'none'; frame-ancestors 'none'"));
    String::from_utf8(answer.bytes.to_vec()).unwrap()
}

on_both_engines! {
    async fn thunderbird_finds_the_servers_by_the_address(app: TestApp) {
        domain(&app, DOMAIN, servers()).await;
        for path in [AUTOCONFIG, WELL_KNOWN] {
            let answer = app.get(&format!("{path}?emailaddress=Anna.Verdi%40PEC.example.it")).expect(200).await;
            assert_eq!(answer.header("content-type"), Some("text/xml; charset=utf-8"));
            let xml = document(&answer);
            for part in [
                "<emailProvider id=\"pec.example.it\">",
                "<hostname>imap.pec.example.it</hostname>",
                "<hostname>smtp.pec.example.it</hostname>",
                "<username>%EMAILADDRESS%</username>",
                "<loginPage url=\"https://webmail.pec.example.it/?a=1&amp;b=2\"/>",
            ] {
                assert!(xml.contains(part), "{part} in {xml}");
            }
        }
    }

    async fn thunderbird_finds_the_servers_by_the_host(app: TestApp) {
        domain(&app, DOMAIN, servers()).await;
        domain(&app, "pec.città.example.it", servers()).await;
        let at = |host: &str, path: &str| app.get(path).header("host", host).send();
        for (host, id) in [
            ("autoconfig.pec.example.it", "pec.example.it"),
            ("autoconfig.pec.example.it:8080", "pec.example.it"),
            ("pec.example.it", "pec.example.it"),
            ("autoconfig.pec.xn--citt-3na.example.it", "pec.xn--citt-3na.example.it"),
        ] {
            for path in [AUTOCONFIG, WELL_KNOWN] {
                let answer = at(host, path).await;
                assert_eq!(answer.status, 200, "{path} at {host}: {}", answer.body);
                assert!(document(&answer).contains(&format!("id=\"{id}\"")), "{host}");
            }
        }
        // What the address says counts before the host.
        let path = format!("{AUTOCONFIG}?emailaddress=anna@pec.citt%C3%A0.example.it");
        let answer = at("autoconfig.pec.example.it", &path).await;
        assert!(document(&answer).contains("id=\"pec.xn--citt-3na.example.it\""));
        for host in ["autoconfig.altra.example.it", "localhost:8080", "127.0.0.1"] {
            assert_eq!(at(host, AUTOCONFIG).await.code(), "not_found", "{host}");
        }
        assert_eq!(app.get(&format!("{AUTOCONFIG}?emailaddress=")).expect(404).await.code(), "not_found");
    }

    async fn a_profile_sets_up_mail(app: TestApp) {
        domain(&app, DOMAIN, servers()).await;
        let path = format!("{PROFILE}?emailaddress=Anna.Verdi@pec.example.it");
        let answer = app.get(&path).expect(200).await;
        assert_eq!(answer.header("content-type"), Some("application/x-apple-aspen-config"));
        let name = answer.header("content-disposition");
        assert_eq!(name, Some("attachment; filename=\"pec.example.it.mobileconfig\""));
        let profile = document(&answer);
        for part in [
            "<string>com.apple.mail.managed</string>",
            "<string>anna.verdi@pec.example.it</string>",
            "<string>imap.pec.example.it</string>",
            "<string>smtp.pec.example.it</string>",
        ] {
            assert!(profile.contains(part), "{part} in {profile}");
        }
        assert_eq!(document(&app.get(&path).expect(200).await), profile);
    }

    async fn the_documents_do_not_tell_which_mailboxes_exist(app: TestApp) {
        domain(&app, DOMAIN, servers()).await;
        app.mailbox(DOMAIN, "esiste").await;
        for path in [AUTOCONFIG, PROFILE] {
            let get = async |name: &str| {
                let path = format!("{path}?emailaddress={name}@{DOMAIN}");
                document(&app.get(&path).expect(200).await)
            };
            let (existing, other) = (get("esiste").await, get("nessun").await);
            let without_id = |line: &&str| !line.contains('-');
            let lines = |text: &str| text.lines().filter(without_id).collect::<Vec<_>>().join("\n");
            assert_eq!(lines(&existing.replace("esiste", "nessun")), lines(&other));
        }
    }

    async fn a_domain_without_servers_for_programs_has_no_documents(app: TestApp) {
        let without_smtp = ClientServers { smtp: MailServer::default(), ..servers() };
        let webmail_alone =
            ClientServers { webmail_url: servers().webmail_url, ..ClientServers::default() };
        domain(&app, "nessuno.example.it", ClientServers::default()).await;
        domain(&app, "webmail.example.it", webmail_alone).await;
        domain(&app, "lettura.example.it", without_smtp).await;
        for name in ["nessuno.example.it", "webmail.example.it", "lettura.example.it", "altrui.example.it"] {
            for path in [AUTOCONFIG, WELL_KNOWN, PROFILE] {
                let answer = app.get(&format!("{path}?emailaddress=anna@{name}")).expect(404).await;
                assert_eq!(answer.code(), "not_found", "{path} of {name}");
            }
        }
    }

    async fn a_change_of_the_servers_is_served_at_once(app: TestApp) {
        let operator = app.operator("gestore").await;
        let made = domain(&app, DOMAIN, servers()).await;
        let path = format!("{AUTOCONFIG}?emailaddress=anna@{DOMAIN}");
        assert_eq!(status(&app, &path).await, 200);
        let patch = app.patch(&format!("/api/v1/domains/{}", made.id)).by(&operator);
        patch.json(&json!({"client_servers": {}})).expect(200).await;
        assert_eq!(status(&app, &path).await, 404);
    }

    async fn a_wrong_address_is_the_fault_of_its_parameter(app: TestApp) {
        domain(&app, DOMAIN, servers()).await;
        for (query, fault) in [
            ("?emailaddress=anna", "emailaddress invalid_email"),
            ("?emailaddress=a@b@pec.example.it", "emailaddress invalid_email"),
            ("?emailaddress=%3Cb%3E@pec.example.it", "emailaddress invalid_email"),
            ("?emailaddress=nicol%C3%B2@pec.example.it", "emailaddress international_email"),
            ("?emailaddress=anna%00@pec.example.it", "emailaddress invalid_characters"),
            ("?emailaddress=a@pec.example.it&emailaddress=b@pec.example.it", "emailaddress repeated"),
        ] {
            for path in [AUTOCONFIG, WELL_KNOWN, PROFILE] {
                let answer = app.get(&format!("{path}{query}")).expect(422).await;
                assert_eq!(answer.faults(), [fault], "{path}{query}");
                assert_eq!(answer.header("content-type"), Some("application/problem+json"));
            }
        }
        for query in ["", "?emailaddress=", "?emailaddress=%20"] {
            let answer = app.get(&format!("{PROFILE}{query}")).header("host", DOMAIN).expect(422).await;
            assert_eq!(answer.faults(), ["emailaddress required"], "{query}");
        }
    }

    async fn the_documents_are_only_read(app: TestApp) {
        domain(&app, DOMAIN, servers()).await;
        for path in [AUTOCONFIG, WELL_KNOWN, PROFILE] {
            let path = format!("{path}?emailaddress=anna@{DOMAIN}");
            let got = app.get(&path).expect(200).await;
            let head = app.request("HEAD", &path).expect(200).await;
            assert!(head.bytes.is_empty() && !got.bytes.is_empty(), "{path}");
            for name in ["content-type", "cache-control", "content-disposition"] {
                assert_eq!(head.header(name), got.header(name), "{name} of {path}");
            }
            for method in ["POST", "PUT", "DELETE"] {
                let answer = app.request(method, &path).expect(405).await;
                assert_eq!(answer.header("allow"), Some("GET, HEAD"), "{method} {path}");
            }
        }
    }

    async fn the_user_of_a_mailbox_sees_its_servers(app: TestApp) {
        domain(&app, DOMAIN, servers()).await;
        let mailbox = app.used_mailbox(DOMAIN, "protocollo").await;
        let user = app.user(&mailbox.address).await;
        let own = app.get("/api/v1/own-mailbox").by_user(&user).expect(200).await;
        assert_eq!(own.body["client_servers"], json!(servers()));
    }
}
