//! The self-signed certificate of a mail host under test.

use std::fs;
use std::path::Path;

#[derive(Clone)]
pub struct Certificate {
    pub pem: String,
    key: String,
}

impl Certificate {
    pub fn new() -> Self {
        let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        Self { pem: own.cert.pem(), key: own.signing_key.serialize_pem() }
    }

    /// Writes it into the folder and returns the options that name the files.
    pub fn options(&self, folder: &Path) -> [String; 4] {
        let [pem, key] = ["cert.pem", "key.pem"].map(|name| folder.join(name));
        fs::write(&pem, &self.pem).unwrap();
        fs::write(&key, &self.key).unwrap();
        let text = |path: &Path| path.display().to_string();
        ["--tls-cert".to_owned(), text(&pem), "--tls-key".to_owned(), text(&key)]
    }
}
