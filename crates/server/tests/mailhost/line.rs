//! A line-based connection, with or without TLS.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

const TIMEOUT: Duration = Duration::from_secs(20);

trait Stream: Read + Write {}
impl<S: Read + Write> Stream for S {}

pub struct Line(BufReader<Box<dyn Stream>>);

impl Line {
    pub fn to(port: u16) -> Self {
        Self::over(TcpStream::connect(("127.0.0.1", port)).expect("somebody listens"))
    }

    pub fn over(stream: TcpStream) -> Self {
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        Self(BufReader::new(Box::new(stream)))
    }

    /// Continues with TLS and accepts only this certificate (PEM).
    pub fn secured(self, certificate: &str) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = "localhost".try_into().unwrap();
        let tls = ClientConnection::new(Arc::new(config), name).unwrap();
        Self(BufReader::new(Box::new(StreamOwned::new(tls, self.0.into_inner()))))
    }

    pub fn say(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).expect("it is read");
        self.0.get_mut().flush().expect("it is read");
    }

    /// The next line; empty at the end of the connection.
    pub fn hear(&mut self) -> String {
        let mut line = vec![];
        self.0.read_until(b'\n', &mut line).expect("it is answered");
        String::from_utf8_lossy(&line).trim_end().to_owned()
    }

    /// The body of the next HTTP response, which must have a length.
    pub fn hear_http(&mut self) -> String {
        let mut length = 0;
        loop {
            let header = self.hear().to_ascii_lowercase();
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if header.is_empty() {
                break;
            }
        }
        let mut bytes = vec![0; length];
        self.0.read_exact(&mut bytes).expect("it is answered whole");
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
