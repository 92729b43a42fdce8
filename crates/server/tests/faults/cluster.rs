//! A PostgreSQL server for one test, which can stop, freeze and kill it. It is durable:
//! acknowledged changes must survive.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::time::Duration;

use sigillo_testkit::EmptyDatabase;

use crate::panel::{Panel, block_on};

pub struct Cluster {
    url: String,
    data: PathBuf,
    script: Child,
    /// The script ends the cluster when this is closed, however this process ends.
    alive: Option<ChildStdin>,
}

impl Cluster {
    pub fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/with-postgres");
        let wait = "echo \"$SIGILLO_TEST_POSTGRES_URL\"; read -r _";
        let mut script = Command::new(script)
            .args(["--durable", "bash", "-c", wait])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let alive = script.stdin.take();
        let mut url = String::new();
        BufReader::new(script.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let url = url.trim().to_owned();
        let folder = url.split_once("host=").expect("the folder of the socket").1;
        Self { data: Path::new(folder).join("data"), url, script, alive }
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The folder of the server's socket.
    pub fn folder(&self) -> &Path {
        self.data.parent().unwrap()
    }

    pub fn port(&self) -> u16 {
        let port = self.url.rsplit_once(':').unwrap().1.split('/').next().unwrap();
        port.parse().unwrap()
    }

    /// Runs a statement as the server's owner; returns its output.
    pub fn sql(&self, statement: &str) -> String {
        psql(self.folder(), self.port(), statement)
    }

    /// Promotes a standby to primary.
    pub fn promote(&self) {
        self.pg_ctl(&["promote"]);
    }

    /// Makes the server reload its configuration.
    pub fn reload(&self) {
        self.pg_ctl(&["reload"]);
    }

    /// A panel on a new database of this server.
    pub fn panel(&self) -> Panel {
        Panel::over(block_on(EmptyDatabase::in_cluster(&self.url)))
    }

    /// Like [`Cluster::panel`], but over TCP: a stopped server refuses connections there, whereas
    /// the socket's file is gone.
    pub fn panel_over_tcp(&self) -> Panel {
        let url = self.url.split('?').next().unwrap();
        Panel::over(block_on(EmptyDatabase::in_cluster(url)))
    }

    /// Stops the server with `pg_ctl`.
    pub fn stop(&self, mode: &str) {
        self.pg_ctl(&["stop", "-m", mode]);
    }

    pub fn start_again(&self) {
        let log = self.data.join("server.log");
        let port = format!("-p {}", self.port());
        let start = ["start", "-l", log.to_str().unwrap(), "-o", &port];
        // A process that was being forked during the kill keeps the shared memory in use until it
        // notices.
        for _ in 0..50 {
            if self.try_pg_ctl(&start) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{}", fs::read_to_string(log).unwrap());
    }

    /// Kills the server, like a power failure.
    pub fn kill(&self) {
        let pids = self.family();
        signal("KILL", &pids);
        while pids.iter().any(|pid| Path::new("/proc").join(pid).join("exe").exists()) {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn freeze(&self) {
        // The server is stopped before its children are listed: a child started in between would go
        // on answering.
        signal("STOP", &self.family()[..1]);
        signal("STOP", &self.family());
    }

    pub fn thaw(&self) {
        signal("CONT", &self.family());
    }

    /// The pids of the server and of its children, the server's first.
    fn family(&self) -> Vec<String> {
        let file = fs::read_to_string(self.data.join("postmaster.pid")).unwrap();
        let server = file.lines().next().unwrap().to_owned();
        let children = Command::new("pgrep").args(["-P", &server]).output().unwrap();
        let children = String::from_utf8(children.stdout).unwrap();
        [server].into_iter().chain(children.lines().map(str::to_owned)).collect()
    }

    fn pg_ctl(&self, arguments: &[&str]) {
        assert!(self.try_pg_ctl(arguments), "{arguments:?}");
    }

    fn try_pg_ctl(&self, arguments: &[&str]) -> bool {
        pg_ctl(&self.data, arguments)
    }
}

pub fn pg_ctl(data: &Path, arguments: &[&str]) -> bool {
    let mut command = as_owner("pg_ctl");
    command.args(arguments).args(["-s", "-w", "-D"]).arg(data);
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
}

/// Runs a statement in the database `postgres` of the server with this socket; returns its output.
pub fn psql(folder: &Path, port: u16, statement: &str) -> String {
    let mut command = as_owner("psql");
    command.args(["-X", "-q", "-A", "-t", "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-h"]);
    command.arg(folder).args(["-p", &port.to_string(), "-c", statement, "postgres"]);
    let Output { status, stdout, stderr } = command.output().unwrap();
    assert!(status.success(), "{statement}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap().trim().to_owned()
}

/// A program of PostgreSQL. Where the tests run as root, it runs as `postgres`, since PostgreSQL
/// refuses root.
pub fn as_owner(program: &str) -> Command {
    let programs = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let programs = programs.map(|version| version.unwrap().path().join("bin").join(program));
    let program = programs.max().unwrap_or_else(|| program.into());
    let mut command = Command::new(if is_root() { Path::new("runuser") } else { &program });
    if is_root() {
        command.args(["-u", "postgres", "--"]).arg(&program);
    }
    // The other user may not be allowed to enter the current folder.
    command.current_dir("/");
    command
}

/// Gives a file to the user that PostgreSQL runs as.
pub fn give_to_owner(path: &Path) {
    if is_root() {
        assert!(Command::new("chown").arg("postgres").arg(path).status().unwrap().success());
    }
}

pub fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    String::from_utf8(id.stdout).unwrap().trim() == "0"
}

/// Processes that have ended meanwhile are ignored.
fn signal(name: &str, pids: &[String]) {
    let mut command = Command::new("kill");
    command.arg(format!("-{name}")).args(pids).stderr(Stdio::null()).status().unwrap();
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.alive = None;
        let _ = self.script.wait();
    }
}
