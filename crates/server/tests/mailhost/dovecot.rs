//! A Dovecot for one test, run by an unprivileged user, over a test's database.

use std::fs::{self, Permissions};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use sigillo_testkit::TestApp;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;

const TIMEOUT: Duration = Duration::from_secs(20);

/// The files of a mail host, in a folder with a short path that every user can pass through.
pub struct Setup {
    pub folder: TempDir,
    pub imap: u16,
    pub lmtp: u16,
    pub doveadm: u16,
    pub preservation: u16,
    sasl: u16,
    policy: u16,
}

impl Setup {
    pub fn new() -> Self {
        let mut builder = tempfile::Builder::new();
        let folder = builder.prefix("sg-").permissions(Permissions::from_mode(0o755));
        let folder = folder.tempdir_in("/tmp").unwrap();
        let [imap, lmtp, doveadm, preservation, sasl, policy] = free_ports();
        Self { folder, imap, lmtp, doveadm, preservation, sasl, policy }
    }

    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("etc")
    }

    pub fn postfix_dir(&self) -> PathBuf {
        self.dir().join("postfix")
    }

    /// Runs `sigillo mailhost config` with these arguments in addition to the usual ones.
    pub fn configure(&self, url: &str, more: &[&str]) -> Output {
        self.configure_as(url, is_root(), more)
    }

    /// Like [`Setup::configure`], with or without `--user`.
    pub fn configure_as(&self, url: &str, names_user: bool, more: &[&str]) -> Output {
        let user = if names_user { &["--user", "nobody"][..] } else { &[] };
        self.configure_only(url, &[&["--unprivileged"], user, more].concat())
    }

    /// Like [`Setup::configure`], without options about the user.
    pub fn configure_only(&self, url: &str, more: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sigillo"));
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("SIGILLO_DATABASE_URL", url);
        command.env("SIGILLO_DATA_DIR", self.folder.path().join("data"));
        command.args(["mailhost", "config", "--no-auth-penalty", "--dir"]);
        command.arg(self.dir());
        for (option, port) in [
            ("--imap-port", self.imap),
            ("--imaps-port", self.imap),
            ("--lmtp-port", self.lmtp),
            ("--doveadm-port", self.doveadm),
            ("--sasl-port", self.sasl),
            ("--policy-port", self.policy),
            ("--preservation-port", self.preservation),
        ] {
            command.args([option, &port.to_string()]);
        }
        command.args(more).output().unwrap()
    }

    /// Creates the mail host's role in the database, where the engine has roles.
    pub async fn let_in(&self, url: &str) {
        if let Ok(sql) = fs::read_to_string(self.dir().join("reader.sql")) {
            let mut owner = PgConnection::connect(url).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut owner).await.unwrap();
        }
    }

    /// A role of its own, since the tests share a cluster.
    pub fn role(&self) -> String {
        format!("mailhost_{}", self.imap)
    }

    /// The command that runs Dovecot until it or the thread that starts it ends.
    pub fn command(&self) -> Command {
        let nobody = ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"];
        self.command_as(if is_root() { &nobody } else { &[] })
    }

    /// Like [`Setup::command`], with arguments for setpriv.
    fn command_as(&self, who: &[&str]) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "TERM"]).args(who);
        command.args(["/usr/sbin/dovecot", "-F", "-c"]).arg(self.dir().join("dovecot.conf"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // A process group lets all its processes be killed together.
        command.process_group(0);
        command
    }

    fn answers(&self) -> bool {
        [self.imap, self.lmtp, self.doveadm, self.preservation].iter().all(|port| is_open(*port))
    }

    fn log(&self) -> String {
        fs::read_to_string(self.dir().join("dovecot.log")).unwrap_or_default()
    }
}

/// A running Dovecot; it is stopped with the test at the latest.
pub struct Dovecot {
    pub setup: Setup,
    child: Child,
}

impl Dovecot {
    pub async fn over(app: &TestApp) -> Self {
        Self::over_database(app.url()).await
    }

    /// Starts it over a migrated database.
    pub async fn over_database(url: &str) -> Self {
        share(url);
        Self::started(url, Setup::command, |setup| {
            let role = setup.role();
            setup.configure(url, &["--dovecot", "2.3", "--database-role", &role])
        })
        .await
    }

    /// Starts it as root with the configuration written by `configure`.
    pub async fn of_root(app: &TestApp, configure: impl Fn(&Setup) -> Output) -> Self {
        Self::started(app.url(), |setup| setup.command_as(&[]), configure).await
    }

    pub async fn started(
        url: &str,
        command: impl Fn(&Setup) -> Command,
        configure: impl Fn(&Setup) -> Output,
    ) -> Self {
        // A free port may be taken by another process before it is used.
        for _ in 0..3 {
            let setup = Setup::new();
            let done = configure(&setup);
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            setup.let_in(url).await;
            if let Some(child) = start(&setup, command(&setup)) {
                return Self { setup, child };
            }
            assert!(setup.log().contains("Address already in use"), "{}", setup.log());
        }
        panic!("no free ports");
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn imap(&self) -> u16 {
        self.setup.imap
    }

    pub fn lmtp(&self) -> u16 {
        self.setup.lmtp
    }

    /// The names in the mail folder.
    pub fn stores(&self) -> Vec<String> {
        let entries = fs::read_dir(self.setup.dir().join("mail")).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Dovecot {
    /// Starts it again on the same ports.
    pub fn start_again(&mut self) {
        self.child = start(&self.setup, self.setup.command()).expect("it starts again");
    }

    /// Kills all its processes, like a power failure.
    pub fn kill(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.child.wait();
    }

    pub fn stop(&mut self) {
        end(&mut self.child);
    }

    /// Renames its log, and has it begin another one.
    pub fn rotate_log(&self, name: &str) {
        fs::rename(self.setup.dir().join("dovecot.log"), self.setup.dir().join(name)).unwrap();
        let asked = Command::new("kill").args(["-USR1", &self.child.id().to_string()]).status();
        assert!(asked.unwrap().success());
    }

    /// Starts it as the child of a process that can be killed.
    pub fn restart_under_a_shell(&mut self) {
        end(&mut self.child);
        let dovecot = self.setup.command();
        let mut shell = Command::new("sh");
        shell.args(["-c", "\"$@\" & wait", "sh"]).arg(dovecot.get_program());
        shell.args(dovecot.get_args());
        // It inherits no open files, so that a Dovecot that fails to end does not block this
        // process.
        shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.child = start(&self.setup, shell).expect("it starts again");
    }

    pub fn kill_parent(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        end(&mut self.child);
        if std::thread::panicking() {
            eprintln!("Dovecot's log:\n{}", self.setup.log());
        }
    }
}

/// Starts it and waits until it answers; None when it ended instead.
fn start(setup: &Setup, mut command: Command) -> Option<Child> {
    let mut child = command.spawn().expect("Dovecot (scripts/install-dovecot)");
    comes_up(&mut child, || setup.answers()).then_some(child)
}

/// Waits until a server answers; false when it ended first.
pub fn comes_up(child: &mut Child, answers: impl Fn() -> bool) -> bool {
    let asked = Instant::now();
    while !answers() {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        if asked.elapsed() > TIMEOUT {
            end(child);
            return false;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    true
}

/// Stops a server and waits for its end.
pub fn end(child: &mut Child) {
    let asked = Instant::now();
    while matches!(child.try_wait(), Ok(None)) {
        let _ = Command::new("kill").arg(child.id().to_string()).status();
        if asked.elapsed() > TIMEOUT {
            let _ = child.kill();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Lets the users of Dovecot and Postfix open the `SQLite` file, if they are others than the tests'
/// user, and nobody else: the panel refuses a folder that everybody may enter.
pub fn share(url: &str) {
    let Some(file) = url.strip_prefix("sqlite:") else { return };
    if !is_root() {
        return;
    }
    let folder = Path::new(file).parent().unwrap();
    let give = |path: &Path, mode| {
        chown(path, number("-u", "nobody"), number("-g", "postfix")).unwrap();
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    };
    give(folder, 0o2770);
    for entry in fs::read_dir(folder).unwrap() {
        give(&entry.unwrap().path(), 0o660);
    }
}

/// The number of a user or of its group; None without such a user.
fn number(which: &str, user: &str) -> Option<u32> {
    let asked = Command::new("id").args([which, user]).output().unwrap();
    String::from_utf8_lossy(&asked.stdout).trim().parse().ok()
}

pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

pub fn is_open(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

pub fn free_ports<const COUNT: usize>() -> [u16; COUNT] {
    // All ports are held at once, so that no two are equal.
    let held = [(); COUNT].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|listener| listener.local_addr().unwrap().port())
}
