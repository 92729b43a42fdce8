//! Every command of the command line.

use std::os::unix::fs::PermissionsExt;

use uuid::Uuid;

use crate::panel::{Done, PASSWORD, Panel, only_line, run};

#[track_caller]
fn assert_refused(done: &Done, expected: &str) {
    assert_eq!((done.code, done.stdout.as_str()), (Some(1), ""), "{done:?}");
    let line = only_line(&done.stderr);
    assert!(line.starts_with("sigillo: ") && line.contains(expected), "{expected}: {line}");
}

#[track_caller]
fn assert_created(done: &Done) {
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{done:?}");
    assert!(Uuid::try_parse(only_line(&done.stdout)).is_ok(), "an id: {done:?}");
}

/// Splits a command line into words; `_` stands for a space within a word.
fn words(line: &str) -> Vec<String> {
    line.split(' ').map(|word| word.replace('_', " ")).collect()
}

fn run_line(panel: &Panel, line: &str) -> Done {
    let words = words(line);
    panel.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

fn account(panel: &Panel, line: &str) -> Done {
    let words = words(line);
    let done = panel.create_account(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(!format!("{done:?}").contains(PASSWORD), "the password is shown: {done:?}");
    done
}

on_both_engines! {
    fn a_panel_is_set_up_from_the_command_line(panel: Panel) {
        assert_eq!(panel.run_ok(&["migrate"]), "the database is up to date");
        assert_eq!(panel.run_ok(&["migrate"]), "the database is up to date");
        assert_created(&run_line(panel, "organization create --name Città_di_Valle"));
        assert_created(&run_line(panel, "domain create --organization CITTÀ_DI_VALLE --name PEC.example.it"));
        assert_created(&run_line(panel, "domain create --organization Città_di_Valle \
            --name cert.example.it --onboarding contract --preservation --default-quota-mb 500"));
        assert_created(&account(panel, "--username gestore --role operator"));
        assert_created(&account(panel, "--username rosa --display-name Rosa_Bellini \
            --role postmaster --organization Città_di_Valle"));
        assert_created(&account(panel, "--username anna --role assistant --organization \
            Città_di_Valle --grant pec.example.it:view,create --grant cert.example.it:view"));
        let verified = panel.run_ok(&["history", "verify"]);
        assert!(verified.ends_with("\n6 chains, 6 records: whole"), "{verified}");
    }

    fn what_is_refused_says_why_and_changes_nothing(panel: Panel) {
        panel.create_organization();
        run_line(panel, "organization create --name Altro");
        run_line(panel, "domain create --organization Altro --name altro.example.it");
        let whole = panel.run_ok(&["history", "verify"]);
        for (line, why) in [
            ("organization create --name ENTE", "name is taken"),
            ("organization create --name _", "name must be filled in"),
            ("domain create --organization Ghost --name d.example.it", "no organisation named \"Ghost\""),
            ("domain create --organization Ente --name pec.EXAMPLE.it", "name is taken"),
            ("domain create --organization Ente --name pec", "name is not a domain name"),
            ("domain create --organization Ente --name d.it --default-quota-mb 0", "out of range"),
        ] {
            assert_refused(&run_line(panel, line), why);
        }
        for (line, why) in [
            ("--username gestore --role operator", "username is taken"),
            ("--username x --role operator", "username has too few characters"),
            ("--username rosa --role postmaster", "organization_id must be filled in"),
            ("--username rosa --role postmaster --organization Ghost", "no organisation named \"Ghost\""),
            ("--username rosa --role operator --organization Ente", "organization_id"),
            ("--username anna --role assistant --organization Ente --grant ghost.it:view", "grants"),
            ("--username anna --role assistant --organization Ente --grant altro.example.it:view", "grants"),
        ] {
            assert_refused(&account(panel, line), why);
        }
        assert_eq!(panel.run_ok(&["history", "verify"]), whole);
    }

    fn a_password_is_one_line_of_standard_input(panel: Panel) {
        let create = |name: &str, input: &str| {
            let line = ["account", "create", "--username", name, "--role", "operator", "--password-stdin"];
            let done = run(&mut panel.command(&line), input);
            assert!(!format!("{done:?}").contains("parola"), "it is shown: {done:?}");
            done
        };
        assert_refused(&create("breve", "parola\n"), "password has too few characters");
        assert_refused(&create("vuota", ""), "password");
        assert_refused(&create("due", "parola molto lunga\nun'altra\n"), "one line");
        assert_refused(&create("parolaio", "la parola di parolaio"), "password contains the user name");
        assert_created(&create("semplice", "parola molto lunga"));
        assert_created(&create("finestre", "parola molto lunga\r\n"));
        let server = panel.serve();
        for name in ["semplice", "finestre"] {
            assert_eq!(server.sign_in(name, "parola molto lunga").status, 201, "{name}");
        }
    }

    fn the_signing_key_is_made_once_and_is_its_owners(panel: Panel) {
        panel.run_ok(&["migrate"]);
        let key = panel.data().join("signing.key");
        assert!(!key.exists(), "nobody needs it yet");
        panel.create_organization();
        let made = std::fs::read(&key).unwrap();
        let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((made.len(), mode(&key), mode(&panel.data())), (32, 0o600, 0o700));
        drop(panel.serve());
        assert_eq!(std::fs::read(&key).unwrap(), made);
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_refused(&panel.run(&["serve"]), "signing.key");
    }
}

#[test]
fn the_document_is_the_one_that_is_committed() {
    let folder = sigillo_testkit::private_folder();
    let done = run(&mut crate::panel::sigillo(folder.path(), &["openapi"]), "");
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/openapi.json");
    assert!(done.stdout == std::fs::read_to_string(committed).unwrap(), "run `./just openapi`");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "something was made");
}
