//! A wrong value gives one line that names it and exit code 2, before anything is opened.

use std::fs;

use crate::panel::{Done, only_line, run, sigillo};

#[track_caller]
fn assert_refused(done: &Done, named: &str) {
    assert_eq!((done.code, done.stdout.as_str()), (Some(2), ""), "{done:?}");
    let line = only_line(&done.stderr);
    assert!(line.starts_with("sigillo: ") && line.contains(named), "{named}: {line}");
    assert!(!line.contains("geheim"), "a secret is repeated: {line}");
}

#[test]
fn a_wrong_variable() {
    let folder = sigillo_testkit::private_folder();
    for (name, value, named) in [
        ("SIGILLO_LISTEN", "8080", "SIGILLO_LISTEN"),
        ("SIGILLO_LISTEN", "127.0.0.1:99999", "SIGILLO_LISTEN"),
        ("SIGILLO_PUBLIC_URL", "pec.example.it", "SIGILLO_PUBLIC_URL"),
        ("SIGILLO_PUBLIC_URL", "ftp://pec.example.it", "SIGILLO_PUBLIC_URL"),
        ("SIGILLO_PUBLIC_URL", "https://pec.example.it/panel", "SIGILLO_PUBLIC_URL"),
        ("SIGILLO_TRUSTED_PROXIES", "10.0.0.1,proxy", "SIGILLO_TRUSTED_PROXIES"),
        ("SIGILLO_CHECKPOINT_EMAIL", "nessuno", "SIGILLO_CHECKPOINT_EMAIL"),
        ("SIGILLO_DATABASE_URL", "mysql://u:geheim@h/d", "SIGILLO_DATABASE_URL"),
        ("SIGILLO_DATABASE_URL", "sqlite:", "SIGILLO_DATABASE_URL"),
        ("SIGILLO_DATABASE_URL", "sqlite:x.db?mode=fast", "SIGILLO_DATABASE_URL"),
        ("SIGILLO_DATABASE_URL", "postgres://u:geheim@[::x/d", "SIGILLO_DATABASE_URL"),
        ("SIGILLO_DATABASE_URL", "postgres://u:geheim@h:port/d", "SIGILLO_DATABASE_URL"),
        ("SIGILLO_DATABASE_URL", "postgres://u:geheim@h/d?sslmode=x", "SIGILLO_DATABASE_URL"),
        (
            "SIGILLO_DATABASE_URL",
            "postgres://u:geheim@a,b:port/d",
            "SIGILLO_DATABASE_URL: host 2: ",
        ),
        (
            "SIGILLO_DATABASE_URL",
            "postgres://u:geheim@h/d?sslmode=verify-full&sslrootcert=/no/such.pem",
            "SIGILLO_DATABASE_URL: sslrootcert: /no/such.pem: ",
        ),
        ("SIGILLO_TSA_URL", "tsa.example.it/geheim", "SIGILLO_TSA_URL"),
        ("SIGILLO_TSA_URL", "ftp://u:geheim@tsa.example.it", "SIGILLO_TSA_URL"),
        ("SIGILLO_LOG", "xml", "--log"),
    ] {
        for command in ["serve", "migrate", "demo"] {
            let done = run(sigillo(folder.path(), &[command]).env(name, value), "");
            assert_refused(&done, named);
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "something was made");
}

#[test]
fn a_variable_that_is_set_but_empty_counts_as_absent() {
    let folder = tempfile::tempdir().unwrap();
    let help = run(&mut sigillo(folder.path(), &["serve", "--help"]), "").stdout;
    let names = help.split(|c: char| !(c.is_ascii_uppercase() || c == '_'));
    let variables: std::collections::BTreeSet<_> =
        names.filter(|name| name.starts_with("SIGILLO_")).collect();
    assert!(variables.len() > 12, "{variables:?}");
    for value in ["", "  "] {
        let mut command = sigillo(folder.path(), &["migrate"]);
        command.envs(variables.iter().map(|name| (name, value)));
        let done = run(&mut command, "");
        assert_eq!(done.code, Some(0), "{value:?}: {done:?}");
    }
    assert!(folder.path().join("data/sigillo.db").exists());
}

#[test]
fn a_wrong_argument() {
    let folder = sigillo_testkit::private_folder();
    for (line, named) in [
        ("frobnicate", "'frobnicate'"),
        ("serve --listen 8080", "SIGILLO_LISTEN"),
        ("serve --lissen 8080", "'--lissen'"),
        ("organization create", "--name"),
        ("domain create --name pec.example.it", "--organization"),
        ("domain create --organization E --name d.it --onboarding none", "--onboarding"),
        ("domain create --organization E --name d.it --default-quota-mb many", "many"),
        ("account create --username u --role operator", "--password-stdin"),
        ("account create --username u --role king --password-stdin", "--role"),
        ("account create --username u --role assistant --grant d --password-stdin", "--grant"),
        ("account create --username u --role assistant --grant d:fly --password-stdin", "\"fly\""),
        ("demo --if-empty --if-empty", "--if-empty"),
        ("history forget", "'forget'"),
    ] {
        let arguments: Vec<_> = line.split(' ').collect();
        assert_refused(&run(&mut sigillo(folder.path(), &arguments), "geheim\n"), named);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "something was made");
}

#[test]
fn no_command_tells_those_there_are() {
    let folder = sigillo_testkit::private_folder();
    let done = run(&mut sigillo(folder.path(), &[]), "");
    assert_eq!((done.code, done.stdout.as_str()), (Some(2), ""), "{done:?}");
    for command in ["serve", "migrate", "demo", "organization", "account", "openapi", "history"] {
        assert!(done.stderr.contains(command), "{command}: {}", done.stderr);
    }
    let asked = run(&mut sigillo(folder.path(), &["--help"]), "");
    assert_eq!((asked.code, asked.stderr.as_str()), (Some(0), ""), "{asked:?}");
    for variable in ["SIGILLO_DATA_DIR", "SIGILLO_DATABASE_URL", "SIGILLO_LISTEN", "SIGILLO_LOG"] {
        assert!(asked.stdout.contains(variable), "{variable}: {}", asked.stdout);
    }
    let version = run(&mut sigillo(folder.path(), &["--version"]), "");
    assert_eq!(version.stdout.trim(), concat!("sigillo ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_flag_beats_its_variable() {
    let folder = sigillo_testkit::private_folder();
    let mut command = sigillo(folder.path(), &["migrate", "--data-dir", "given"]);
    let done = run(command.env("SIGILLO_DATA_DIR", "ignored"), "");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(folder.path().join("given/sigillo.db").exists());
    assert!(!folder.path().join("ignored").exists());
}

#[test]
fn what_cannot_be_opened_is_one_line_too() {
    let folder = sigillo_testkit::private_folder();
    fs::write(folder.path().join("file"), "").unwrap();
    fs::write(folder.path().join("text.db"), "not a database ".repeat(100)).unwrap();
    let nowhere = format!("postgres://u:geheim@localhost/d?host={}", folder.path().display());
    for (variable, value, named) in [
        ("SIGILLO_DATA_DIR", "file/data", "file/data"),
        ("SIGILLO_DATABASE_URL", "sqlite:missing/x.db", "the database does not open"),
        ("SIGILLO_DATABASE_URL", "sqlite:text.db", "database"),
        ("SIGILLO_DATABASE_URL", &nowhere, "the database does not open"),
    ] {
        let done = run(sigillo(folder.path(), &["migrate"]).env(variable, value), "");
        assert_eq!(done.code, Some(1), "{done:?}");
        let line = only_line(&done.stderr);
        assert!(line.contains(named) && !line.contains("geheim"), "{line}");
        let causes: Vec<_> = line.split(": ").collect();
        let repeated = causes.windows(2).any(|pair| pair[0] == pair[1]);
        assert!(!repeated, "it says the same twice: {line}");
    }
}
