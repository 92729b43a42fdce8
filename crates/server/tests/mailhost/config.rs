//! `sigillo mailhost config`: what it writes, and what it refuses.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::process::Output;

use sigillo_testkit::on_both_engines;

use crate::dovecot::{Setup, is_root, share};
use crate::postfix_instance::id;

#[track_caller]
fn assert_refused(done: &Output, expected: &str) {
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{stderr}");
    assert!(stderr.starts_with("sigillo: ") && stderr.contains(expected), "{expected:?}: {stderr}");
}

#[track_caller]
pub fn assert_done(done: &Output) -> Vec<String> {
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).lines().map(str::to_owned).collect()
}

on_both_engines! {
    async fn every_file_says_what_it_is_for_and_secrets_are_their_owners(app: TestApp) {
        share(app.url());
        for version in ["2.3", "2.4"] {
            let setup = Setup::new();
            let paths = assert_done(&setup.configure(app.url(), &["--dovecot", version, "--postfix", "--canary", "canarino@sonda.example.it"]));
            let key = fs::read_to_string(setup.dir().join("doveadm.key")).unwrap();
            assert_eq!(key.len(), 64);
            let mut secrets = 0;
            for path in &paths {
                let text = fs::read_to_string(path).unwrap();
                let is_key = text.len() == 64;
                let has_head = text.starts_with("# ") || text.starts_with("-- ");
                assert!((has_head && text.contains("mailhost config")) || is_key, "{path}:\n{text}");
                assert!(!text.contains("{{") && !text.contains("{%"), "{path}:\n{text}");
                let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
                let is_secret = is_key || text.contains(&key) || text.to_lowercase().contains("password = ") || text.contains("PASSWORD '");
                let is_read_by_postfix = is_root() && path.contains("/postfix/");
                let closed = if is_read_by_postfix { 0o640 } else { 0o600 };
                assert_eq!(mode, if is_secret { closed } else { mode }, "{path}");
                if is_secret && is_read_by_postfix {
                    let about = fs::metadata(path).unwrap();
                    assert_eq!((about.uid(), about.gid()), (0, id("-g", "postfix")), "{path}");
                }
                secrets += usize::from(mode == 0o600);
            }
            assert!(secrets >= 2, "{paths:?}");
        }
    }

    async fn what_is_there_is_replaced_only_by_force_and_keeps_its_secrets(app: TestApp) {
        share(app.url());
        let setup = Setup::new();
        let configure = |more: &[&str]| setup.configure(app.url(), &[&["--dovecot", "2.3"], more].concat());
        assert_done(&configure(&[]));
        let read = |name: &str| fs::read_to_string(setup.dir().join(name)).unwrap();
        let key = read("doveadm.key");
        fs::write(setup.dir().join("dovecot.conf"), "mine").unwrap();
        assert_refused(&configure(&[]), "--force");
        assert_eq!(read("dovecot.conf"), "mine");
        assert_done(&configure(&["--force"]));
        assert_ne!(read("dovecot.conf"), "mine");
        assert_eq!(read("doveadm.key"), key);
        assert!(read("secrets.conf").contains(&key));
    }

    async fn what_cannot_work_is_refused(app: TestApp) {
        share(app.url());
        let long = format!("/tmp/{}", "x".repeat(80));
        for (more, expected) in [
            (["--user", "root"], "no mail as root"),
            (["--user", "ghost"], "ghost"),
            (["--imap-listen", "0.0.0.0"], "TLS"),
            (["--run-dir", long.as_str()], "too long"),
            (["--mail-dir", "/tmp/it's"], "--mail-dir"),
            (["--database-role", "x; DROP"], "--database-role"),
            (["--canary", "canarino"], "--canary"),
            (["--canary", "can{a}rino@sonda.example.it"], "--canary"),
            (["--panel-group", "nessuno-cosi"], "--panel-group"),
        ] {
            let setup = Setup::new();
            // The option may appear only once.
            let names_user = is_root() && more[0] != "--user";
            let done = setup.configure_as(app.url(), names_user, &[&["--dovecot", "2.3"], &more[..]].concat());
            assert_refused(&done, expected);
            assert!(!setup.dir().join("dovecot.conf").exists(), "{more:?}");
        }
    }
}
