//! A certification authority of our own, made by OpenSSL, whose keys come as PKCS#12 files.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::sample::run;

pub const PASSWORD: &str = "parola del file";

/// Kinds of keys, as arguments of `openssl genpkey`.
pub const RSA_1024: &str = "-algorithm RSA -pkeyopt rsa_keygen_bits:1024";
pub const RSA_2048: &str = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";
pub const RSA_3072: &str = "-algorithm RSA -pkeyopt rsa_keygen_bits:3072";
pub const P256: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";
pub const P384: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-384";

/// What a certificate is for, as its extensions.
pub const SEALS: &str = "keyUsage=critical,digitalSignature,nonRepudiation";
pub const TIMESTAMPS: &str =
    "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping";
pub const ENCRYPTION: &str = "keyUsage=critical,keyEncipherment";
const AUTHORITY: &str = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign";

/// `root.pem` certifies `issuer.pem`, which certifies the others.
pub struct Authority {
    pub folder: TempDir,
}

impl Authority {
    pub fn new() -> Self {
        let authority = Self { folder: tempfile::tempdir().unwrap() };
        authority.certify("root", P256, AUTHORITY, None);
        authority.certify("issuer", P256, AUTHORITY, Some("root"));
        authority
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn openssl(&self, arguments: &str) -> String {
        let arguments: Vec<_> = arguments.split(' ').collect();
        run(self.folder.path(), "openssl", &arguments)
    }

    /// Makes `NAME.key` with the certificate `NAME.pem` of an issuer, or of its own.
    pub fn certify(&self, name: &str, kind: &str, extensions: &str, issuer: Option<&str>) {
        let all = "authorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash";
        std::fs::write(self.path("extensions"), format!("{all}\n{extensions}\n")).unwrap();
        self.openssl(&format!("genpkey {kind} -out {name}.key"));
        self.openssl(&format!("req -new -key {name}.key -out {name}.csr -subj /O=Ente/CN={name}"));
        let signed = match issuer {
            Some(issuer) => format!("-CA {issuer}.pem -CAkey {issuer}.key -CAcreateserial"),
            None => format!("-signkey {name}.key"),
        };
        let request = format!("-req -in {name}.csr -out {name}.pem -days 30 -extfile extensions");
        self.openssl(&format!("x509 {request} {signed}"));
    }

    /// The PKCS#12 file of a new key, with its chain.
    pub fn pkcs12(&self, kind: &str, extensions: &str) -> Vec<u8> {
        self.certify("seal", kind, extensions, Some("issuer"));
        let chain = ["issuer.pem", "root.pem"].map(|name| std::fs::read(self.path(name)).unwrap());
        std::fs::write(self.path("chain.pem"), chain.concat()).unwrap();
        std::fs::write(self.path("password"), PASSWORD).unwrap();
        let parts = "-inkey seal.key -in seal.pem -certfile chain.pem";
        self.openssl(&format!("pkcs12 -export {parts} -passout file:password -out seal.p12"));
        std::fs::read(self.path("seal.p12")).unwrap()
    }
}
