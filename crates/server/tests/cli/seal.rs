//! The key that documents are sealed with.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{ChildStderr, Command};
use std::sync::mpsc;
use std::time::Duration;

use chrono::{Datelike, NaiveDate, TimeDelta};
use rcgen::{CertificateParams, DnType, KeyPair, KeyUsagePurpose, date_time_ymd};
use sigillo_adapters::clock::SystemClock;
use sigillo_app::Clock;
use sigillo_testkit::Engine;

use crate::panel::{Done, Panel, Server, only_line, run};

#[track_caller]
fn assert_refused(done: &Done, why: &str) {
    assert_eq!((done.code, done.stdout.as_str()), (Some(1), ""), "{done:?}");
    assert!(only_line(&done.stderr).contains(why), "{done:?}");
}

fn line<'a>(output: &'a str, name: &str) -> &'a str {
    let line = output.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap_or_else(|| panic!("no {name} in {output}")).trim_start()
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[test]
fn a_key_is_made_shown_and_replaced_only_when_asked() {
    let panel = Panel::on(Engine::Sqlite);
    assert_refused(&panel.run(&["seal", "show"]), "there is no key of the seal");
    assert!(!panel.data().join("seal.key").exists(), "a look makes nothing");

    let made = panel.run_ok(&["seal", "init", "--name", "Ente di Prova"]);
    assert_eq!(line(&made, "subject:"), "CN=Ente di Prova");
    assert!(line(&made, "issuer:").starts_with("itself"));
    for (path, expected) in [("", 0o700), ("seal.pem", 0o600), ("seal.key", 0o600)] {
        assert_eq!(mode(&panel.data().join(path)), expected, "{path}");
    }
    assert!(!panel.data().join("sigillo.db").exists(), "the database has no part in it");
    let shown = panel.run_ok(&["seal", "show"]);
    assert_eq!(line(&shown, "serial:"), line(&made, "serial:"));
    assert_eq!(line(&shown, "timestamps:"), "none (SIGILLO_TSA_URL)");
    let mut command = panel.command(&["seal", "show"]);
    command.env("SIGILLO_TSA_URL", "https://u:geheim@tsa.example.it/tsr");
    let shown = run(&mut command, "");
    assert_eq!(line(&shown.stdout, "timestamps:"), "from tsa.example.it");
    assert!(!format!("{shown:?}").contains("geheim"));

    assert_refused(&panel.run(&["seal", "init", "--name", "Altro"]), "--replace");
    assert_eq!(line(&panel.run_ok(&["seal", "show"]), "serial:"), line(&made, "serial:"));
    let replaced = panel.run_ok(&["seal", "init", "--name", "Altro", "--replace"]);
    let kept = line(&replaced, "the former key is kept in");
    assert_eq!(mode(&panel.folder.path().join(kept)), 0o600);
    assert_eq!(line(&panel.run_ok(&["seal", "show"]), "subject:"), "CN=Altro");
}

#[test]
fn a_name_is_one_line_that_certificates_have_room_for() {
    let panel = Panel::on(Engine::Sqlite);
    for name in ["", "  ", "Ente\ndi Prova", &"E".repeat(65)] {
        assert_refused(&panel.run(&["seal", "init", "--name", name]), "--name");
    }
    panel.run_ok(&["seal", "init", "--name", &"È".repeat(64)]);
}

#[test]
fn a_pkcs12_file_is_imported_with_its_password_from_standard_input() {
    let panel = Panel::on(Engine::Sqlite);
    pkcs12(panel.folder.path(), in_days(70_000), KeyUsagePurpose::DigitalSignature);
    let import = |input: &str| {
        let arguments = ["seal", "import", "seal.p12", "--password-stdin"];
        run(&mut panel.command(&arguments), input)
    };
    assert_refused(&import("sbagliata\n"), "the password is wrong");
    let imported = import("parola segreta\n");
    assert_eq!(imported.code, Some(0), "{imported:?}");
    assert!(!format!("{imported:?}").contains("segreta"), "{imported:?}");
    assert_eq!(line(&imported.stdout, "subject:"), "CN=Ente di Prova");
    assert_eq!(line(&imported.stdout, "certificates of issuers:"), "none");
    assert_refused(&import("parola segreta\n"), "--replace");

    let missing = ["seal", "import", "missing.p12", "--password-stdin"];
    assert_refused(&panel.run(&missing), "missing.p12");
}

#[test]
fn a_certificate_that_could_not_seal_is_not_imported() {
    let panel = Panel::on(Engine::Sqlite);
    let import = || {
        let arguments = ["seal", "import", "seal.p12", "--password-stdin"];
        run(&mut panel.command(&arguments), "parola segreta\n")
    };
    pkcs12(panel.folder.path(), in_days(70_000), KeyUsagePurpose::KeyEncipherment);
    assert_refused(&import(), "not for signatures");
    pkcs12(panel.folder.path(), in_days(-1), KeyUsagePurpose::DigitalSignature);
    assert_refused(&import(), "has expired on");
    assert!(!panel.data().join("seal.pem").exists());
}

#[test]
fn the_expiry_of_the_certificate_is_announced() {
    let panel = Panel::on(Engine::Sqlite);
    pkcs12(panel.folder.path(), in_days(41), KeyUsagePurpose::DigitalSignature);
    let arguments = ["seal", "import", "seal.p12", "--password-stdin"];
    let imported = run(&mut panel.command(&arguments), "parola segreta\n");
    assert_eq!(imported.code, Some(0), "{imported:?}");
    let shown = panel.run_ok(&["seal", "show"]);
    // The certificate ends at midnight.
    assert_eq!(line(&shown, "days left:"), "40");
    assert!(shown.contains("it expires soon"), "{shown}");

    let (_server, log) = Server::start_unread(panel.command(&["serve"]));
    let notice = line_of(log, "the seal of documents expires");
    assert!(notice.contains("WARN") && notice.contains("days_left=40"), "{notice}");

    panel.run_ok(&["seal", "init", "--name", "Ente", "--replace"]);
    let shown = panel.run_ok(&["seal", "show"]);
    assert!(line(&shown, "days left:").parse::<i64>().unwrap() > 1000, "{shown}");
    assert!(!shown.contains("it expires soon"), "{shown}");
}

/// The first line of a log with these words, once it is there.
fn line_of(log: ChildStderr, words: &str) -> String {
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(log).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    loop {
        let line = lines.recv_timeout(Duration::from_secs(20)).expect("a line with these words");
        if line.contains(words) {
            return line;
        }
    }
}

fn in_days(days: i64) -> NaiveDate {
    (SystemClock.now() + TimeDelta::days(days)).date_naive()
}

/// Makes `seal.p12` in a folder, with a certificate that is valid until the beginning of a day.
fn pkcs12(folder: &Path, until: NaiveDate, usage: KeyUsagePurpose) {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name.push(DnType::CommonName, "Ente di Prova");
    parameters.not_before = date_time_ymd(2000, 1, 1);
    let [month, day] = [until.month(), until.day()].map(|number| u8::try_from(number).unwrap());
    parameters.not_after = date_time_ymd(until.year(), month, day);
    parameters.key_usages = vec![usage];
    let key = KeyPair::generate().unwrap();
    let certificate = parameters.self_signed(&key).unwrap();
    std::fs::write(folder.join("seal.crt"), certificate.pem() + &key.serialize_pem()).unwrap();
    let export = ["pkcs12", "-export", "-in", "seal.crt", "-out", "seal.p12"];
    let mut command = Command::new("openssl");
    command.args(export).args(["-passout", "pass:parola segreta"]).current_dir(folder);
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
