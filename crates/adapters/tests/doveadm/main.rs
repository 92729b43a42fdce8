//! doveadm's HTTP API over TLS.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use sigillo_adapters::doveadm::Doveadm;
use sigillo_app::{MailHost, MailHostError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

const ANSWER: &str = r#"[["doveadmResponse",[],"s"]]"#;

/// A certificate authority in PEM, and a server of its own for `localhost`.
fn certified() -> (String, TlsAcceptor) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    let authority = params.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(params, authority_key);
    let own_key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let own = own.signed_by(&own_key, &issuer).unwrap();
    let key = PrivatePkcs8KeyDer::from(own_key.serialize_der()).into();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.der().clone()], key)
        .unwrap();
    (authority.pem(), TlsAcceptor::from(Arc::new(config)))
}

/// A mail host without stores, and its port.
async fn mail_host(tls: TlsAcceptor) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = tls.accept(stream).await else { continue };
            let mut request = [0; 4096];
            let length = stream.read(&mut request).await.unwrap();
            assert!(request[..length].starts_with(b"POST /doveadm/v1 HTTP/1.1\r\n"));
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{ANSWER}",
                ANSWER.len()
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
            stream.shutdown().await.unwrap();
        }
    });
    port
}

async fn stores(host: &str, port: u16, ca: Option<&str>) -> Result<usize, MailHostError> {
    let url = format!("https://{host}:{port}");
    let ca = ca.map(str::as_bytes);
    let host = Doveadm::trusting(&url, "key", Path::new("/srv/mail"), ca).unwrap();
    host.stores().await.map(|stores: HashSet<_>| stores.len())
}

#[tokio::test]
async fn a_mail_host_of_a_trusted_authority_is_asked() {
    let (ca, tls) = certified();
    let port = mail_host(tls).await;
    assert_eq!(stores("localhost", port, Some(&ca)).await, Ok(0));
}

#[tokio::test]
async fn one_that_cannot_be_trusted_is_not_asked_and_the_reason_is_told() {
    let (ca, tls) = certified();
    let (other, _) = certified();
    let port = mail_host(tls).await;
    let refusals = [
        // The system does not know the authority.
        ("localhost", None, "UnknownIssuer"),
        ("localhost", Some(other.as_str()), "certificate"),
        ("127.0.0.1", Some(ca.as_str()), "not valid for name"),
    ];
    for (host, ca, reason) in refusals {
        match stores(host, port, ca).await {
            Err(MailHostError::Unreachable(cause)) => assert!(cause.contains(reason), "{cause}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_file_without_a_certificate_is_refused() {
    for file in ["", "no certificate", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----"]
    {
        let host =
            Doveadm::trusting("https://localhost", "key", Path::new("/"), Some(file.as_bytes()));
        assert!(host.is_err(), "{file:?}");
    }
}
