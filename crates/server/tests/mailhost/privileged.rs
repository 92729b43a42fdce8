//! The mail host as organisations run it: Dovecot and Postfix started by root, and a database
//! closed to everybody else.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sigillo_testkit::{PASSWORD, TestApp, on_both_engines};

use crate::certificate::Certificate;
use crate::directory::{ADDRESS, DOMAIN, SMALL, assert_begins, panel};
use crate::dovecot::Dovecot;
use crate::line::Line;
use crate::postfix_instance::{Postfix, can_run, id, options, over_tcp, run};

/// A complete mail host with stored mail.
async fn mail_host(app: &TestApp) -> Postfix {
    close_to_all_but_postfix(app);
    let certificate = Certificate::new();
    let dovecot = Dovecot::of_root(app, |setup| {
        let options = options(setup, &certificate);
        let place = |name: &str| setup.dir().join(name).display().to_string();
        let [mail, run, log] = ["mail", "run", "dovecot.log"].map(place);
        let own = ["--user", "nobody", "--mail-dir", &mail, "--run-dir", &run, "--log-file", &log];
        setup.configure_only(
            &over_tcp(app),
            &[&own, &options.each_ref().map(String::as_str)[..]].concat(),
        )
    });
    Postfix::before(dovecot.await, certificate)
}

/// Restricts access by group only, as the head of main.cf says for `SQLite`.
fn close_to_all_but_postfix(app: &TestApp) {
    let Some(file) = app.url().strip_prefix("sqlite:") else { return };
    let folder = Path::new(file).parent().unwrap();
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let closed = files.map(|file| (file, 0o660)).chain([(folder.to_owned(), 0o2770)]);
    for (path, mode) in closed {
        chown(&path, None, Some(id("-g", "postfix"))).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    }
}

/// The doveadm API's answer to reading this path.
fn look_at(dovecot: &Dovecot, path: &Path) -> String {
    let key = fs::read_to_string(dovecot.setup.dir().join("doveadm.key")).unwrap();
    let key = BASE64_STANDARD.encode(key);
    let path = path.display();
    let body = format!(r#"[["fsStat",{{"fsDriver":"posix","fsArgs":"","path":"{path}"}},"t"]]"#);
    let length = body.len();
    let mut line = Line::to(dovecot.setup.doveadm);
    line.say(&format!(
        "POST /doveadm/v1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: X-Dovecot-API {key}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    ));
    line.hear_http()
}

/// The names and users of the processes started by this one.
fn children(pid: u32) -> Vec<(String, u32)> {
    let running = fs::read_dir("/proc").unwrap().filter_map(|entry| {
        let status = fs::read_to_string(entry.ok()?.path().join("status")).ok()?;
        let fact = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next().map(str::to_owned)
        };
        let is_child = fact("PPid:")?.parse() == Ok(pid);
        is_child.then_some((fact("Name:")?, fact("Uid:")?.parse().ok()?))
    });
    running.collect()
}

on_both_engines! {
    async fn started_by_root_it_takes_serves_and_sends_mail(app: TestApp) {
        if !can_run() {
            return;
        }
        let mut app = app;
        panel(&mut app).await;
        let host = mail_host(&app).await;
        app.used_mailbox(DOMAIN, "protocollo").await;
        assert_begins(&host.receive(ADDRESS, SMALL), "250 ");
        let mut user = host.submission();
        assert_begins(&user.sign_in(ADDRESS, PASSWORD), "235 ");
        assert_begins(&user.send(ADDRESS, ADDRESS, SMALL), "250 ");
        host.assert_delivered(ADDRESS, PASSWORD, 2);
        assert_begins(&host.receive("nessuno@pec.example.it", SMALL), "550 5.1.1");
        // The panel can still write.
        app.used_mailbox(DOMAIN, "sindaco").await;
        assert_begins(&host.receive("sindaco@pec.example.it", SMALL), "250 ");
        run("postfix", &host.dovecot.setup.postfix_dir(), &["check"]);
        assert!(!host.log().contains("warning: "), "{}", host.log());
    }

    async fn who_obeys_the_panel_is_not_root(app: TestApp) {
        if !can_run() {
            return;
        }
        let mut app = app;
        panel(&mut app).await;
        let host = mail_host(&app).await;
        app.used_mailbox(DOMAIN, "protocollo").await;
        assert_begins(&host.receive(ADDRESS, SMALL), "250 ");
        host.assert_delivered(ADDRESS, PASSWORD, 1);
        let folder = host.dovecot.setup.folder.path();
        let [open, closed] = ["open", "closed"].map(|name| folder.join(name));
        for (place, mode) in [(&open, 0o755), (&closed, 0o700)] {
            fs::create_dir(place).unwrap();
            fs::write(place.join("file"), "dieci byte").unwrap();
            fs::set_permissions(place, Permissions::from_mode(mode)).unwrap();
        }
        let answer = look_at(&host.dovecot, &open.join("file"));
        assert!(answer.contains(r#""doveadmResponse""#) && answer.contains("10"), "{answer}");
        let answer = look_at(&host.dovecot, &closed.join("file"));
        assert!(answer.contains(r#""error""#), "{answer}");
        let children = children(host.dovecot.pid());
        for name in ["lmtp", "quota-status"] {
            let users: Vec<_> = children.iter().filter(|child| child.0 == name).collect();
            assert!(!users.is_empty(), "{name}: {children:?}");
            assert!(users.iter().all(|child| child.1 == id("-u", "nobody")), "{users:?}");
        }
    }
}
