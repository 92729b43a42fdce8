//! Reads PDFs with poppler (`poppler-utils` in Debian), which shares no code with what writes them.

use std::io::Write;
use std::process::Command;

use tempfile::NamedTempFile;

/// A PDF in a file, which poppler reads.
pub struct Pdf(NamedTempFile);

impl Pdf {
    pub fn new(bytes: &[u8]) -> Self {
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        Self(file)
    }

    /// What a tool prints about the file, given the arguments before and after its path.
    pub fn read(&self, tool: &str, options: &[&str], last: &[&str]) -> String {
        let output = Command::new(tool)
            .args(options)
            .arg(self.0.path())
            .args(last)
            .output()
            .expect("poppler-utils is installed");
        assert!(output.status.success(), "{output:?}");
        // Poppler prints warnings about a malformed file here.
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        String::from_utf8(output.stdout).unwrap()
    }
}
