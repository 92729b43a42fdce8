//! A Postfix for one test, in front of a Dovecot of its own. It needs root, and so do its tests.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use sigillo_testkit::TestApp;

use crate::certificate::Certificate;
use crate::clients::Imap;
use crate::dovecot::{Dovecot, Setup, comes_up, end, free_ports, is_open, is_root, share};
use crate::smtp::Smtp;

const TIMEOUT: Duration = Duration::from_secs(20);
/// An external sender.
pub const STRANGER: &str = "mittente@example.net";

/// A running mail host; it is stopped with the test at the latest.
pub struct Postfix {
    pub dovecot: Dovecot,
    pub smtp: u16,
    pub submission: u16,
    certificate: Certificate,
    child: Child,
}

impl Postfix {
    /// Starts one over the test's database with an unprivileged Dovecot; None where it cannot run.
    pub async fn over(app: &TestApp) -> Option<Self> {
        Self::over_database(app.url()).await
    }

    /// Like [`Postfix::over`], of a migrated database.
    pub async fn over_database(url: &str) -> Option<Self> {
        if !can_run() {
            return None;
        }
        share(url);
        let certificate = Certificate::new();
        let dovecot = Dovecot::started(url, Setup::command, |setup| {
            let options = options(setup, &certificate);
            setup.configure(&without_options(url), &options.each_ref().map(String::as_str))
        });
        Some(Self::before(dovecot.await, certificate))
    }

    /// Starts one in front of this Dovecot, which uses the same certificate.
    pub fn before(dovecot: Dovecot, certificate: Certificate) -> Self {
        let place = dovecot.setup.folder.path().to_owned();
        prepare(&dovecot.setup.postfix_dir(), &place);
        // A free port may be taken by another process before it is used.
        for _ in 0..3 {
            let [smtp, submission] = free_ports();
            let child = start(&dovecot.setup.postfix_dir(), smtp, submission);
            if let Some(child) = child {
                return Self { dovecot, smtp, submission, certificate, child };
            }
        }
        panic!("it does not start:\n{}", log(&place));
    }

    /// Sends a message from outside and returns the decisive reply.
    pub fn receive(&self, recipient: &str, bytes: usize) -> String {
        Smtp::connect(self.smtp).send(STRANGER, recipient, bytes)
    }

    /// A connection to the submission port.
    pub fn submission(&self) -> Smtp {
        Smtp::connect_securely(self.submission, &self.certificate.pem)
    }

    /// The reply to a sign-in over a new connection.
    pub fn sign_in(&self, user: &str, password: &str) -> String {
        self.submission().sign_in(user, password)
    }

    /// Waits until exactly this many messages were delivered.
    pub fn assert_delivered(&self, user: &str, password: &str, messages: usize) {
        let mut imap = self.imap();
        let outcome = imap.sign_in(user, password);
        assert!(outcome.starts_with("OK "), "{outcome}");
        wait_until(|| imap.messages("INBOX") >= messages, "the messages are not there");
        assert_eq!(imap.messages("INBOX"), messages);
    }

    /// Waits until a message is deferred for this reason.
    pub fn assert_held(&self, reason: &str) {
        // The reason is visible before the message has left the active queue.
        let kept =
            |line: &str| line.contains(r#""queue_name": "deferred""#) && line.contains(reason);
        wait_until(|| self.queue(&["-j"]).lines().any(kept), "it is not kept for later");
    }

    /// Retries deferred messages until none is left.
    pub fn flush(&self) {
        // Postfix ignores a flush too soon after the last attempt.
        let nothing_left = || {
            self.queue(&["-f"]);
            std::thread::sleep(Duration::from_millis(300));
            self.queue(&["-j"]).is_empty()
        };
        wait_until(nothing_left, "it is still kept");
    }

    /// Whether nothing waits to be delivered.
    pub fn has_delivered_all(&self) -> bool {
        self.queue(&["-j"]).is_empty()
    }

    /// Stops it and starts it again on the same ports.
    pub fn restart(&mut self) {
        end(&mut self.child);
        let config = self.dovecot.setup.postfix_dir();
        self.child = spawn(&config, self.smtp, self.submission).expect("it starts again");
    }

    /// Renames its log, and has it begin another one.
    pub fn rotate_log(&self, name: &str) {
        let logs = self.dovecot.setup.dir().join("log");
        fs::rename(logs.join("postfix.log"), logs.join(name)).unwrap();
        run("postfix", &self.dovecot.setup.postfix_dir(), &["reload"]);
        // Its old processes end, and may take a connection along that they have just accepted.
        std::thread::sleep(Duration::from_secs(1));
    }

    /// A connection over IMAP.
    pub fn imap(&self) -> Imap {
        Imap::connect_securely(self.dovecot.imap(), &self.certificate.pem)
    }

    pub fn log(&self) -> String {
        log(self.dovecot.setup.folder.path())
    }

    fn queue(&self, arguments: &[&str]) -> String {
        run("postqueue", &self.dovecot.setup.postfix_dir(), arguments)
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        end(&mut self.child);
        if std::thread::panicking() {
            eprintln!("Postfix's log:\n{}", self.log());
        }
    }
}

/// Whether Postfix can run here. If not, this is printed in a way that the test harness does not
/// hide.
pub fn can_run() -> bool {
    let why_not = if !is_root() {
        "Postfix runs as root alone"
    } else if !Path::new("/usr/sbin/postfix").exists() {
        "Postfix is not installed, since another mail server is"
    } else {
        return true;
    };
    let _ = writeln!(std::io::stderr(), "skipped: {why_not}");
    false
}

/// The options of a mail host with Postfix.
pub fn options(setup: &Setup, certificate: &Certificate) -> [String; 9] {
    let [cert, cert_file, key, key_file] = certificate.options(setup.folder.path());
    let own = ["--postfix", "--dovecot", "2.3", "--database-role"].map(str::to_owned);
    let [postfix, dovecot, version, role] = own;
    [postfix, dovecot, version, role, setup.role(), cert, cert_file, key, key_file]
}

/// The database's address over TCP, where the mail host signs in with its password; the socket
/// needs none.
pub fn over_tcp(app: &TestApp) -> String {
    without_options(app.url())
}

fn without_options(url: &str) -> String {
    url.split('?').next().unwrap().to_owned()
}

/// Adds the test's own settings: folders, a name, and no route to the outside.
fn prepare(config: &Path, place: &Path) {
    let [queue, data] = ["queue", "state"].map(|name| place.join(name));
    fs::create_dir(&queue).unwrap();
    fs::create_dir(&data).unwrap();
    chown(&data, Some(id("-u", "postfix")), None).unwrap();
    let settings = [
        format!("queue_directory={}", queue.display()),
        format!("data_directory={}", data.display()),
        "myhostname=mail.example.test".to_owned(),
        "inet_interfaces=127.0.0.1".to_owned(),
        "inet_protocols=ipv4".to_owned(),
        "default_transport=discard:".to_owned(),
    ];
    run("postconf", config, &[&["-e"], &settings.each_ref().map(String::as_str)[..]].concat());
    age(config);
    run("postfix", config, &["check"]);
}

/// Makes the files look old, since Postfix waits for files modified within the last second.
fn age(config: &Path) {
    for entry in fs::read_dir(config).unwrap() {
        let file = File::options().append(true).open(entry.unwrap().path()).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_hours(24)).unwrap();
    }
}

/// Starts it on these ports and waits until it answers; None when it ended instead.
fn start(config: &Path, smtp: u16, submission: u16) -> Option<Child> {
    let master = config.join("master.cf");
    let own = fs::read_to_string(&master).unwrap();
    for (service, port) in [("smtp", smtp), ("submission", submission)] {
        run("postconf", config, &["-F", "-e", &format!("{service}/inet/service={port}")]);
    }
    let child = spawn(config, smtp, submission);
    if child.is_none() {
        fs::write(&master, own).unwrap();
    }
    child
}

fn spawn(config: &Path, smtp: u16, submission: u16) -> Option<Child> {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "/usr/lib/postfix/sbin/master", "-c"]).arg(config);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("Postfix (scripts/install-postfix)");
    comes_up(&mut child, || is_open(smtp) && is_open(submission)).then_some(child)
}

/// Runs one of Postfix's commands on the instance and returns its output.
pub fn run(program: &str, config: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(PathBuf::from("/usr/sbin").join(program));
    let done = command.arg("-c").arg(config).args(arguments).output();
    let done = done.expect("Postfix (scripts/install-postfix)");
    let output = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{output}{}", String::from_utf8_lossy(&done.stderr));
    output
}

/// The numeric id of a user or of their group.
pub fn id(which: &str, user: &str) -> u32 {
    let asked = Command::new("id").args([which, user]).output().unwrap();
    String::from_utf8_lossy(&asked.stdout).trim().parse().expect("the user is there")
}

fn wait_until(happens: impl FnMut() -> bool, otherwise: &str) {
    let mut happens = happens;
    let asked = Instant::now();
    while !happens() {
        assert!(asked.elapsed() < TIMEOUT, "{otherwise}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn log(place: &Path) -> String {
    fs::read_to_string(place.join("etc/log/postfix.log")).unwrap_or_default()
}
