//! What signing programs ask while they sign: a timestamp service, lists of revoked certificates, and a responder, all
//! by OpenSSL behind one port of the loopback.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;

use crate::authority::{Authority, P256, PERSON, RESPONDER, TIMESTAMPS, person, run};

/// An authority whose certificates say where to ask.
pub struct Service {
    pub authority: Arc<Authority>,
    pub url: String,
}

impl Service {
    /// With the certificate of Ada Esempi as `signer`.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let authority = Authority::new();
        let points = format!("crlDistributionPoints=URI:{url}/issuer.crl");
        let of_root = format!("crlDistributionPoints=URI:{url}/root.crl");
        let issuer = format!("{}\n{of_root}", crate::authority::AUTHORITY);
        authority.certify("issuer", P256, "/O=Ente di Prova/CN=Autorità", &issuer, "root");
        let person_extensions = format!("{PERSON}\n{points}");
        authority.certify("signer", P256, &person(), &person_extensions, "issuer");
        let stamps = format!("{TIMESTAMPS}\n{points}");
        authority.certify("tsa", P256, "/O=Ente di Prova/CN=Marche", &stamps, "issuer");
        authority.certify("responder", P256, "/CN=Risponditore", RESPONDER, "issuer");
        authority.write("tsa.cnf", CONFIGURATION.as_bytes());
        authority.write("serial", b"01\n");
        let valid = ["20250101000000Z", "20991230000000Z"];
        authority.list_revoked("root", valid);
        authority.list_revoked("issuer", valid);
        let authority = Arc::new(authority);
        let own = Arc::clone(&authority);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = serve(stream, &own);
            }
        });
        Self { authority, url }
    }

    /// A token for content, as a file of the authority's folder.
    pub fn stamp(&self, content: &[u8], name: &str) -> Vec<u8> {
        let authority = &self.authority;
        authority.write("stamped", content);
        authority.openssl("ts -query -data stamped -sha256 -cert -out query.tsq");
        let token = "-token_out -out token.tst";
        authority.openssl(&format!("ts -reply -config {name}.cnf -queryfile query.tsq {token}"));
        authority.read("token.tst")
    }

    /// A response of the responder, or of the issuer itself.
    pub fn respond(&self, name: &str, by: &str) -> Vec<u8> {
        let authority = &self.authority;
        let ask = format!("ocsp -issuer issuer.pem -cert {name}.pem -reqout ask.der -no_nonce");
        authority.openssl(&ask);
        let answer = format!("-rsigner {by}.pem -rkey {by}.key -CA issuer.pem -ndays 30");
        authority
            .openssl(&format!("ocsp -index index.txt {answer} -reqin ask.der -respout answer.der"));
        authority.read("answer.der")
    }

    /// Signs a PDF with pyHanko.
    #[track_caller]
    pub fn pyhanko(&self, pdf: &[u8], arguments: &str) -> Vec<u8> {
        pyhanko(&self.authority, "signer", pdf, arguments)
    }

    /// Signs a PDF at level B-LTA, or without the archive's timestamp.
    pub fn long_term(&self, pdf: &[u8], archived: bool) -> Vec<u8> {
        let level = if archived { "--use-pades-lta" } else { "" };
        let trust = "--with-validation-info --trust-replace --trust root.pem";
        let stamp = format!("--timestamp-url {}/tsr", self.url);
        self.pyhanko(pdf, &format!("--field Firma --use-pades {level} {trust} {stamp}"))
    }
}

/// Signs a PDF with pyHanko as one of the authority's certificates.
#[track_caller]
pub fn pyhanko(authority: &Authority, name: &str, pdf: &[u8], arguments: &str) -> Vec<u8> {
    // The test command says where it has installed the program.
    let program = std::env::var_os("SIGILLO_PYHANKO").map_or("pyhanko".into(), PathBuf::from);
    authority.write("unsigned.pdf", pdf);
    let (key, certificate) = (format!("{name}.key"), format!("{name}.pem"));
    let mut all = vec!["sign", "addsig"];
    all.extend(arguments.split_ascii_whitespace());
    all.extend(["pemder", "--no-pass", "--key", &key, "--cert", &certificate]);
    all.extend(["--chain", "issuer.pem", "unsigned.pdf", "signed.pdf"]);
    run(authority.folder.path(), program.to_str().unwrap(), &all);
    authority.read("signed.pdf")
}

pub const CONFIGURATION: &str = "
[tsa]
default_tsa = service
[service]
serial = serial
signer_cert = tsa.pem
certs = issuer.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256,sha384,sha512
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
";

fn serve(mut stream: TcpStream, authority: &Authority) -> std::io::Result<()> {
    let (head, body) = read_request(&mut stream)?;
    let path = head.split(' ').nth(1).unwrap_or_default();
    let answer = match path {
        "/tsr" => {
            authority.write("asked.tsq", &body);
            authority.openssl("ts -reply -config tsa.cnf -queryfile asked.tsq -out reply.tsr");
            authority.read("reply.tsr")
        }
        list => authority.read(list.trim_start_matches('/')),
    };
    let kind = if path == "/tsr" { "timestamp-reply" } else { "pkix-crl" };
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/{kind}\r\n");
    let head = format!("{head}Content-Length: {}\r\nConnection: close\r\n\r\n", answer.len());
    stream.write_all(head.as_bytes())?;
    stream.write_all(&answer)
}

fn read_request(stream: &mut TcpStream) -> std::io::Result<(String, Vec<u8>)> {
    let mut bytes = vec![];
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer)?;
        bytes.extend_from_slice(&buffer[..count]);
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
            assert!(count > 0, "no whole request");
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        });
        if bytes.len() >= end + 4 + length.unwrap_or(0) {
            return Ok((head, bytes[end + 4..].to_vec()));
        }
        assert!(count > 0, "no whole request");
    }
}
