//! A timestamp service over HTTP whose timestamps OpenSSL makes, and which can be told to misbehave.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use sigillo_adapters::seal::{TimestampService, parse_url};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use crate::authority::{Authority, P256, TIMESTAMPS};
use crate::http_request::read_request;

/// What the service does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conduct {
    Stamp,
    /// It stamps for `user` with the password `geheim`.
    StampForUser,
    /// It answers with this status line and body.
    Answer(&'static str, &'static [u8]),
    /// It stamps the same digest in a request of its own.
    OtherNonce,
    /// It stamps another digest.
    OtherDigest,
    /// It answers more than a timestamp can be.
    Endless,
    /// It answers nothing, and keeps the connection.
    Silent,
    /// It closes the connection.
    Hangup,
}

pub struct Tsa {
    pub authority: Arc<Authority>,
    address: SocketAddr,
}

impl Tsa {
    pub async fn start(conduct: Conduct) -> Self {
        let authority = Arc::new(Authority::new());
        authority.certify("tsa", P256, TIMESTAMPS, Some("issuer"));
        std::fs::write(authority.path("tsa.cnf"), CONFIGURATION).unwrap();
        std::fs::write(authority.path("serial"), "01\n").unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let own = Arc::clone(&authority);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = serve(stream, conduct, &own).await;
            }
        });
        Self { authority, address }
    }

    pub fn service(&self) -> TimestampService {
        self.service_for("")
    }

    pub fn service_for(&self, user: &str) -> TimestampService {
        let url = parse_url(&format!("http://{user}{}/tsr", self.address)).unwrap();
        TimestampService::with_timeout(&url, Duration::from_secs(2)).unwrap()
    }
}

const CONFIGURATION: &str = "
[tsa]
default_tsa = service
[service]
serial = serial
signer_cert = tsa.pem
certs = issuer.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
";

async fn serve(
    mut stream: TcpStream,
    conduct: Conduct,
    authority: &Authority,
) -> std::io::Result<()> {
    let (head, request) = read_request(&mut stream).await?;
    let head = head.to_ascii_lowercase();
    // The request must be what RFC 3161 says.
    assert!(head.starts_with("post /tsr http/1.1"), "{head}");
    assert!(head.contains("content-type: application/timestamp-query"), "{head}");
    let knows_user = head.contains("authorization: basic dxnlcjpnzwhlaw0=");
    assert_eq!(knows_user, conduct == Conduct::StampForUser, "{head}");
    std::fs::write(authority.path("query.tsq"), request)?;
    let (status, body) = match conduct {
        Conduct::Hangup => return Ok(()),
        Conduct::Silent => {
            tokio::time::sleep(Duration::from_mins(1)).await;
            return Ok(());
        }
        Conduct::Answer(status, body) => (status, body.to_vec()),
        Conduct::Endless => ("200 OK", vec![0x30; 8 * 1024 * 1024]),
        Conduct::Stamp | Conduct::StampForUser => ("200 OK", stamp(authority)),
        Conduct::OtherNonce => {
            let text = authority.openssl("ts -query -in query.tsq -text");
            query(authority, &digest_in(&text));
            ("200 OK", stamp(authority))
        }
        Conduct::OtherDigest => {
            query(authority, &"ab".repeat(32));
            ("200 OK", stamp(authority))
        }
    };
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/timestamp-reply\r\n");
    let head = format!("{head}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&body).await?;
    stream.shutdown().await
}

fn stamp(authority: &Authority) -> Vec<u8> {
    authority.openssl("ts -reply -config tsa.cnf -queryfile query.tsq -out reply.tsr");
    std::fs::read(authority.path("reply.tsr")).unwrap()
}

fn query(authority: &Authority, digest: &str) {
    authority.openssl(&format!("ts -query -digest {digest} -sha256 -cert -out query.tsq"));
}

/// The digest in OpenSSL's dump of a request.
fn digest_in(text: &str) -> String {
    let lines = text.lines().filter(|line| line.starts_with("    00"));
    let bytes = lines.flat_map(|line| line[11..58].split([' ', '-']));
    bytes.filter(|byte| byte.len() == 2).collect()
}
