//! A Dovecot for one test, of an unprivileged user, over a test's database.

use std::fs::{self, Permissions};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use sigillo_testkit::TestApp;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);

/// The files of a mail host, in a folder with a short path that everybody may pass through.
pub struct Setup {
    pub folder: TempDir,
    pub imap: u16,
    pub lmtp: u16,
    pub doveadm: u16,
}

impl Setup {
    pub fn new() -> Self {
        let mut builder = tempfile::Builder::new();
        let folder = builder.prefix("sg-").permissions(Permissions::from_mode(0o755));
        let [imap, lmtp, doveadm] = free_ports();
        Self { folder: folder.tempdir_in("/tmp").unwrap(), imap, lmtp, doveadm }
    }

    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("etc")
    }

    /// Runs `sigillo mailhost config` with these arguments beside the usual ones.
    pub fn configure(&self, url: &str, more: &[&str]) -> Output {
        self.configure_as(url, is_root(), more)
    }

    /// As [`Setup::configure`], with or without naming a user.
    pub fn configure_as(&self, url: &str, names_user: bool, more: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sigillo"));
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("SIGILLO_DATABASE_URL", url);
        command.env("SIGILLO_DATA_DIR", self.folder.path().join("data"));
        command.args(["mailhost", "config", "--no-auth-penalty", "--unprivileged", "--dir"]);
        command.arg(self.dir());
        for (option, port) in [
            ("--imap-port", self.imap),
            ("--lmtp-port", self.lmtp),
            ("--doveadm-port", self.doveadm),
        ] {
            command.args([option, &port.to_string()]);
        }
        if names_user {
            command.args(["--user", "nobody"]);
        }
        command.args(more).output().unwrap()
    }

    /// As [`Setup::configure`], for Dovecot 2.3 and with the database let in.
    async fn prepare(&self, url: &str) {
        let role = format!("mailhost_{}", self.imap);
        let done = self.configure(url, &["--dovecot", "2.3", "--database-role", &role]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        if let Ok(sql) = fs::read_to_string(self.dir().join("reader.sql")) {
            let mut owner = PgConnection::connect(url).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut owner).await.unwrap();
        }
    }

    /// The command that runs it until it, or the thread that starts it, ends.
    pub fn command(&self) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "TERM"]);
        if is_root() {
            command.args(["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]);
        }
        command.args(["/usr/sbin/dovecot", "-F", "-c"]).arg(self.dir().join("dovecot.conf"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // Its processes can be ended together.
        command.process_group(0);
        command
    }

    fn answers(&self) -> bool {
        [self.imap, self.lmtp, self.doveadm].iter().all(|port| is_open(*port))
    }

    fn log(&self) -> String {
        fs::read_to_string(self.dir().join("dovecot.log")).unwrap_or_default()
    }
}

/// A running Dovecot; it ends with the test at the latest.
pub struct Dovecot {
    pub setup: Setup,
    child: Child,
}

impl Dovecot {
    pub async fn over(app: &TestApp) -> Self {
        Self::over_database(app.url()).await
    }

    /// Over a database whose tables are there.
    pub async fn over_database(url: &str) -> Self {
        share(url);
        // Between being found free and being listened on, a port may be taken by somebody else.
        for _ in 0..3 {
            let setup = Setup::new();
            setup.prepare(url).await;
            if let Some(child) = start(&setup, setup.command()) {
                return Self { setup, child };
            }
            assert!(setup.log().contains("Address already in use"), "{}", setup.log());
        }
        panic!("no free ports");
    }

    pub fn imap(&self) -> u16 {
        self.setup.imap
    }

    pub fn lmtp(&self) -> u16 {
        self.setup.lmtp
    }

    /// The names in the folder of the mail.
    pub fn stores(&self) -> Vec<String> {
        let entries = fs::read_dir(self.setup.dir().join("mail")).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Dovecot {
    /// Starts it again on the ports it had.
    pub fn start_again(&mut self) {
        self.child = start(&self.setup, self.setup.command()).expect("it starts again");
    }

    /// Ends it and all its processes as a power failure would.
    pub fn kill(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.child.wait();
    }

    pub fn stop(&mut self) {
        let asked = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            let _ = Command::new("kill").arg(self.child.id().to_string()).status();
            if asked.elapsed() > PATIENCE {
                let _ = self.child.kill();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Starts it as the child of a process that can be killed.
    pub fn restart_under_a_shell(&mut self) {
        self.stop();
        let dovecot = self.setup.command();
        let mut shell = Command::new("sh");
        shell.args(["-c", "\"$@\" & wait", "sh"]).arg(dovecot.get_program());
        shell.args(dovecot.get_args());
        // Nothing of this process is held open by what should fail to end.
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
        self.stop();
        if std::thread::panicking() {
            eprintln!("Dovecot's log:\n{}", self.setup.log());
        }
    }
}

/// Starts it and waits until it answers; None when it ended instead.
fn start(setup: &Setup, mut command: Command) -> Option<Child> {
    let mut child = command.spawn().expect("Dovecot (scripts/install-dovecot)");
    let asked = Instant::now();
    while !setup.answers() {
        if child.try_wait().unwrap().is_some() {
            return None;
        }
        assert!(asked.elapsed() < PATIENCE, "{}", setup.log());
        std::thread::sleep(Duration::from_millis(5));
    }
    Some(child)
}

/// Lets the one who runs Dovecot open the `SQLite` file, when that is not who runs the tests.
pub fn share(url: &str) {
    let Some(file) = url.strip_prefix("sqlite:") else { return };
    if !is_root() {
        return;
    }
    let folder = Path::new(file).parent().unwrap();
    fs::set_permissions(folder, Permissions::from_mode(0o777)).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        fs::set_permissions(entry.unwrap().path(), Permissions::from_mode(0o666)).unwrap();
    }
}

pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

pub fn is_open(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

fn free_ports() -> [u16; 3] {
    // All at once, so that no two are the same.
    let held = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|listener| listener.local_addr().unwrap().port())
}
