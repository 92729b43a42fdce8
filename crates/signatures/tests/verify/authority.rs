//! A certification authority of the tests' own, made by OpenSSL.

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, Utc};
use sigillo_domain::holder::Sex;
use sigillo_domain::tax_code::TaxCode;
use sigillo_signatures::{Certificate, TrustAnchors, certificates_of_pem};
use tempfile::TempDir;

/// Kinds of keys, as arguments of `openssl genpkey`.
pub const RSA_1024: &str = "-algorithm RSA -pkeyopt rsa_keygen_bits:1024";
pub const RSA: &str = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";
pub const P256: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";
pub const P384: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-384";

/// What a certificate is for, as its extensions.
pub const PERSON: &str = "keyUsage=critical,nonRepudiation";
pub const AUTHORITY: &str =
    "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign";
pub const TIMESTAMPS: &str =
    "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping";
pub const RESPONDER: &str =
    "keyUsage=critical,digitalSignature\nextendedKeyUsage=OCSPSigning\nnoCheck=ignored";

/// The time of the test: certificates are made a while before, and are valid for years.
pub fn now() -> DateTime<Utc> {
    #[expect(clippy::disallowed_methods, reason = "OpenSSL and pyHanko look at the system's clock")]
    let now = std::time::SystemTime::now();
    let seconds = now.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    DateTime::from_timestamp(seconds.try_into().unwrap(), 0).unwrap()
}

/// The codice fiscale of an invented person.
pub fn tax_code() -> TaxCode {
    let born = "1984-11-29".parse().unwrap();
    TaxCode::of("Ada", "Esempi", born, Sex::Female, "A001").unwrap()
}

/// The name of an invented person with a qualified certificate.
pub fn person() -> String {
    let code = tax_code();
    format!("/C=IT/SN=Esempi/GN=Ada/CN=Ada Esempi/serialNumber=TINIT-{code}")
}

/// `root` certifies `issuer`, which certifies the others.
pub struct Authority {
    pub folder: TempDir,
}

impl Authority {
    pub fn new() -> Self {
        let authority = Self::with_root(AUTHORITY);
        authority.certify("issuer", P256, "/O=Ente di Prova/CN=Autorità", AUTHORITY, "root");
        authority
    }

    /// A root alone, with these extensions.
    pub fn with_root(extensions: &str) -> Self {
        let authority = Self { folder: tempfile::tempdir().unwrap() };
        authority.write("index.txt", b"");
        authority.write("index.txt.attr", b"unique_subject = no\n");
        authority.certify("root", P256, "/O=Ente di Prova/CN=Radice", extensions, "");
        authority
    }

    /// An authority with the certificate of Ada Esempi as `signer`.
    pub fn with_signer(kind: &str) -> Self {
        let authority = Self::new();
        authority.certify("signer", kind, &person(), PERSON, "issuer");
        authority
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    /// Runs OpenSSL, whose arguments have no spaces.
    #[track_caller]
    pub fn openssl(&self, arguments: &str) -> String {
        self.openssl_with(arguments, &[])
    }

    #[track_caller]
    pub fn openssl_with(&self, arguments: &str, more: &[&str]) -> String {
        let arguments: Vec<_> = arguments.split(' ').chain(more.iter().copied()).collect();
        run(self.folder.path(), "openssl", &arguments)
    }

    pub fn certify(&self, name: &str, kind: &str, subject: &str, extensions: &str, issuer: &str) {
        self.certify_for(
            name,
            kind,
            subject,
            extensions,
            issuer,
            ["20250101000000Z", "20991231000000Z"],
        );
    }

    /// Makes `NAME.key` with the certificate `NAME.pem` of an issuer, or of its own, for a time.
    pub fn certify_for(
        &self,
        name: &str,
        kind: &str,
        subject: &str,
        extensions: &str,
        issuer: &str,
        [from, until]: [&str; 2],
    ) {
        let all = "authorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash";
        self.write("extensions", format!("{all}\n{extensions}\n").as_bytes());
        self.write("ca.cnf", CONFIGURATION.as_bytes());
        self.openssl(&format!("genpkey {kind} -out {name}.key"));
        let request =
            format!("req -new -utf8 -key {name}.key -out {name}.csr -config ca.cnf -subj");
        self.openssl_with(&request, &[subject]);
        let by = if issuer.is_empty() {
            format!("-selfsign -keyfile {name}.key")
        } else {
            format!("-cert {issuer}.pem -keyfile {issuer}.key")
        };
        let what = format!("-in {name}.csr -out {name}.pem -extfile extensions");
        let how = format!("-batch -notext -config ca.cnf -startdate {from} -enddate {until}");
        self.openssl(&format!("ca {how} {what} {by}"));
    }

    pub fn certificate(&self, name: &str) -> Certificate {
        let text = String::from_utf8(self.read(&format!("{name}.pem"))).unwrap();
        certificates_of_pem(&text).unwrap().remove(0)
    }

    /// The root as the only anchor.
    pub fn anchors(&self) -> TrustAnchors {
        let mut anchors = TrustAnchors::new();
        let text = String::from_utf8(self.read("root.pem")).unwrap();
        assert_eq!(anchors.add_pem(&text), Ok(1));
        anchors
    }

    /// `ISSUER.crl`, with what was revoked so far, made at a time and good for a time.
    pub fn list_revoked(&self, issuer: &str, times: [&str; 2]) -> Vec<u8> {
        self.list(issuer, "", times)
    }

    /// A list with an issuing distribution point.
    pub fn list_with_point(&self, issuer: &str, point: &str, times: [&str; 2]) -> Vec<u8> {
        let section =
            format!("{CONFIGURATION}\n[of_crl]\n{POINT}=critical,@point\n[point]\n{point}\n");
        self.write("ca.cnf", section.as_bytes());
        self.list(issuer, "-crlexts of_crl", times)
    }

    fn list(&self, issuer: &str, more: &str, [from, until]: [&str; 2]) -> Vec<u8> {
        let by = format!("-cert {issuer}.pem -keyfile {issuer}.key -config ca.cnf");
        let when = format!("-crl_lastupdate {from} -crl_nextupdate {until}");
        let all = format!("ca -gencrl {by} {when} -out {issuer}.crl.pem {more}");
        self.openssl(all.trim());
        self.openssl(&format!("crl -in {issuer}.crl.pem -outform DER -out {issuer}.crl"));
        self.read(&format!("{issuer}.crl"))
    }

    pub fn revoke(&self, name: &str) {
        self.openssl(&format!(
            "ca -revoke {name}.pem -config ca.cnf -cert issuer.pem -keyfile issuer.key"
        ));
    }
}

const POINT: &str = "issuingDistributionPoint";
const CONFIGURATION: &str = "
[req]
distinguished_name = names
[names]
[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
default_days = 30
default_crl_days = 30
policy = any
unique_subject = no
preserve = yes
[any]
countryName = optional
organizationName = optional
commonName = optional
serialNumber = optional
surname = optional
givenName = optional
";

/// A date as OpenSSL takes it.
pub fn date(at: DateTime<Utc>) -> String {
    at.format("%Y%m%d%H%M%SZ").to_string()
}

/// Runs a program that must succeed, and that must be there.
#[track_caller]
pub fn run(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    let output =
        output.unwrap_or_else(|error| panic!("{program}: {error}; ./just test-rust installs it"));
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(output.status.success(), "{program} {arguments:?}: {text}");
    text
}
