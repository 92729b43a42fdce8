//! Messages sent over TLS.

use std::sync::Arc;

use sigillo_adapters::mail::{Limits, SmtpMailer};
use sigillo_app::{Accepted, Mailer, Undelivered};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use crate::server::{Server, Tls};
use crate::smtp::{message, writer};

/// A self-signed certificate in PEM, and the server side of TLS that presents it.
fn certified() -> (String, TlsAcceptor) {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()).into();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    (own.cert.pem(), TlsAcceptor::from(Arc::new(config)))
}

async fn send(url: &str, roots: Option<&str>) -> Result<Accepted, Undelivered> {
    let roots = roots.map(str::as_bytes);
    SmtpMailer::with(writer(), url, Limits::default(), roots).unwrap().send(&message()).await
}

/// The certificate, the server and its URL, for both ways of starting TLS.
async fn both() -> [(String, Server, String); 2] {
    let (at_once, on_demand) = (certified(), certified());
    let smtps = Server::start_with(Tls::AtOnce(at_once.1), |_| None).await;
    let starttls = Server::start_with(Tls::OnDemand(on_demand.1), |_| None).await;
    let smtps_url = format!("smtps://localhost:{}", smtps.address.port());
    let starttls_url = format!("smtp://localhost:{}?tls=required", starttls.address.port());
    [(at_once.0, smtps, smtps_url), (on_demand.0, starttls, starttls_url)]
}

#[tokio::test]
async fn a_trusted_server_gets_the_message() {
    for (pem, server, url) in both().await {
        let accepted = send(&url, Some(&pem)).await.unwrap();
        assert_eq!(accepted.server, format!("localhost:{}", server.address.port()));
        assert_eq!(server.log(|log| log.messages.len()), 1);
    }
}

#[tokio::test]
async fn an_untrusted_server_gets_nothing_and_is_tried_again() {
    let (other, _) = certified();
    for (_, server, url) in both().await {
        for roots in [None, Some(other.as_str())] {
            let undelivered = send(&url, roots).await.unwrap_err();
            assert!(!undelivered.is_final);
            assert!(undelivered.reply.starts_with("no secure connection ("), "{undelivered:?}");
        }
        let said = server.log(|log| log.commands.iter().any(|line| line.starts_with("MAIL")));
        assert!(!said);
    }
}

#[tokio::test]
async fn no_password_is_sent_to_a_server_without_tls() {
    let server = Server::start(|_| None).await;
    let url = format!("smtp://anna:segreta@{}?tls=required", server.address);
    let undelivered = send(&url, None).await.unwrap_err();
    assert!(undelivered.reply.starts_with("STARTTLS is not supported"), "{undelivered:?}");
    assert!(!undelivered.is_final);
    server.log(|log| assert!(!log.commands.iter().any(|line| line.starts_with("AUTH"))));
}

const URL: &str = "SIGILLO_TEST_SMTP_URL";

/// The environment cannot be changed within a test, so another process runs the next one.
#[tokio::test]
async fn the_roots_of_the_environment_are_trusted() {
    for (pem, server, url) in both().await {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("roots.pem");
        std::fs::write(&file, pem).unwrap();
        let status = tokio::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--ignored", "tls::sends_with_the_roots_of_its_environment"])
            .env("SSL_CERT_FILE", &file)
            .env(URL, url)
            .output()
            .await
            .unwrap();
        assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stdout));
        assert_eq!(server.log(|log| log.messages.len()), 1);
    }
}

#[tokio::test]
#[ignore = "the_roots_of_the_environment_are_trusted runs it"]
async fn sends_with_the_roots_of_its_environment() {
    let url = std::env::var(URL).unwrap();
    send(&url, None).await.unwrap();
}
