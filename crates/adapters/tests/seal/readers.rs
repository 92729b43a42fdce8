//! The programs that judge a sealed document.

use std::path::Path;
use std::process::Command;

/// What a program said of a document.
#[derive(Debug)]
pub struct Judgement {
    pub accepts: bool,
    pub text: String,
}

/// Asks poppler's `pdfsig` about the one signature of a document. It accepts one that is valid and covers
/// the whole document, whoever has signed.
pub fn pdfsig(pdf: &Path) -> Judgement {
    let text = output(Command::new("pdfsig").arg("-nocert").arg(pdf));
    let says = |line: &str| text.contains(line);
    let accepts = says("Signature #1") && !says("Signature #2") && says("Total document signed");
    Judgement { accepts: accepts && says("Signature is Valid."), text }
}

/// Asks pyHanko about the one signature of a document, trusting the given certificates.
pub fn pyhanko(pdf: &Path, trusted: &[&Path]) -> Judgement {
    // The test command says where it has installed the program.
    let program = std::env::var_os("SIGILLO_PYHANKO").unwrap_or_else(|| "pyhanko".into());
    let mut command = Command::new(program);
    command.args(["sign", "validate", "--pretty-print", "--no-revocation-check"]);
    command.arg("--trust-replace");
    for certificate in trusted {
        command.arg("--trust").arg(certificate);
    }
    let text = output(command.arg(pdf));
    let says = |line: &str| text.contains(line);
    let accepts = says("The signature is judged VALID.")
        && says("The signature covers the entire file.")
        && says("The signature is cryptographically sound.");
    Judgement { accepts, text }
}

/// What a program writes. It must be there: a seal that nobody has judged is not tested.
fn output(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| {
        let program = command.get_program().display();
        panic!("{program}: {error}; ./just test-rust installs it")
    });
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8_lossy(&text).into_owned()
}
