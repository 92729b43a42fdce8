//! Runs the real binary over the database of a [`Place`].

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tokio::net::TcpStream;

use crate::place::Place;

const ORGANIZATION: &str = "Regione Vallechiara";
pub const POSTMASTER: &str = "postmaster";
/// The password protects nothing: the database is temporary.
pub const PASSWORD: &str = "misura-il-sigillo";
/// Timeout for starting and stopping.
const TIMEOUT: Duration = Duration::from_mins(2);

pub struct DomainNamed {
    pub name: &'static str,
    options: &'static [&'static str],
}

/// Domains by their share of the mailboxes, the largest first.
pub const DOMAINS: [DomainNamed; 4] = [
    DomainNamed { name: "pec.vallechiara.example.it", options: &["--preservation"] },
    DomainNamed { name: "cert.consorzio-valle.example.it", options: &[] },
    DomainNamed { name: "pec.ordine-esempio.example.org", options: &["--onboarding", "contract"] },
    DomainNamed { name: "pec.comune-esempio.example.it", options: &[] },
];

pub struct Panel<'a> {
    sigillo: PathBuf,
    place: &'a Place,
}

impl<'a> Panel<'a> {
    pub fn new(sigillo: Option<&Path>, place: &'a Place) -> Result<Self> {
        let beside = || Ok::<_, std::io::Error>(std::env::current_exe()?.with_file_name("sigillo"));
        let sigillo = sigillo.map_or_else(beside, |path| Ok(path.to_owned()))?;
        let sigillo = sigillo.canonicalize().with_context(|| sigillo.display().to_string())?;
        Ok(Self { sigillo, place })
    }

    /// The binary with an empty environment.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.sigillo);
        command.args(arguments).current_dir(self.place.folder()).env_clear();
        command.env("SIGILLO_DATABASE_URL", &self.place.url);
        command
    }

    /// Runs a command that must succeed; returns its output.
    fn run_ok(&self, arguments: &[&str], input: &str) -> Result<String> {
        let mut command = self.command(arguments);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = piped.spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes())?;
        }
        let output = child.wait_with_output()?;
        ensure!(output.status.success(), "sigillo {} failed", arguments.join(" "));
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Creates the tables, an organisation with its domains, and a postmaster.
    pub fn prepare(&self) -> Result<()> {
        self.run_ok(&["organization", "create", "--name", ORGANIZATION], "")?;
        for DomainNamed { name, options } in DOMAINS {
            let arguments_of = ["domain", "create", "--organization", ORGANIZATION, "--name", name];
            self.run_ok(&[&arguments_of, options].concat(), "")?;
        }
        let postmaster = ["account", "create", "--username", POSTMASTER, "--role", "postmaster"];
        let arguments_of = ["--organization", ORGANIZATION, "--password-stdin"];
        self.run_ok(&[&postmaster[..], &arguments_of].concat(), PASSWORD)?;
        Ok(())
    }

    /// Verifies the whole history, or what was recorded since the last checkpoint of a file.
    pub fn verify(&self, since: Option<&Path>) -> Result<Verification> {
        let mut command = self.command(&["history", "verify"]);
        if let Some(since) = since {
            command.arg("--since").arg(since);
        }
        let began = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let mut peak = 0;
        // The peak is asked for while the process is there: it has none once it has ended.
        let status = loop {
            peak = memory_of(child.id()).map_or(peak, |memory| memory.peak);
            match child.try_wait()? {
                Some(status) => break status,
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        };
        let elapsed = began.elapsed();
        ensure!(status.success(), "the history does not verify");
        let output = std::io::read_to_string(child.stdout.take().context("its output")?)?;
        let summary = output.lines().last().unwrap_or_default().to_owned();
        Ok(Verification { summary, elapsed, peak })
    }

    /// Writes the first checkpoint that the server has made to a file of its own.
    pub fn first_checkpoint(&self) -> Result<PathBuf> {
        let all = self.place.folder().join("data").join("checkpoints.jsonl");
        let all = std::fs::read_to_string(&all).with_context(|| all.display().to_string())?;
        let first = self.place.folder().join("first-checkpoint.jsonl");
        std::fs::write(&first, all.lines().next().unwrap_or_default())?;
        Ok(first)
    }

    pub async fn serve(&self) -> Result<Server> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = self.command(&["serve"]);
        command.env("SIGILLO_LISTEN", address.to_string());
        // The log is written to a file, so that the measurement includes the cost of writing it.
        let log = std::fs::File::create(self.place.folder().join("serve.log"))?;
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn()?;
        let mut server = Server { address, child };
        let asked = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            let ended = server.child.try_wait()?;
            ensure!(ended.is_none() && asked.elapsed() < TIMEOUT, "the server does not start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(server)
    }
}

/// What `sigillo history verify` printed and took.
pub struct Verification {
    /// The last line that it printed.
    pub summary: String,
    pub elapsed: Duration,
    /// Memory at its peak, in bytes.
    pub peak: u64,
}

/// A running server; it is stopped with the measurement at the latest.
pub struct Server {
    pub address: SocketAddr,
    child: Child,
}

/// Memory use, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    pub resident: u64,
    /// The peak since the start or the last reset.
    pub peak: u64,
}

fn memory_of(process: u32) -> Result<Memory> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.map(|kilobytes| kilobytes * 1024).with_context(|| name.to_owned())
    };
    Ok(Memory { resident: field("VmRSS:")?, peak: field("VmHWM:")? })
}

impl Server {
    pub fn memory(&self) -> Result<Memory> {
        memory_of(self.child.id())
    }

    /// Resets the peak.
    pub fn reset_peak(&self) -> Result<()> {
        Ok(std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5")?)
    }

    /// Asks the server to end, like a service manager.
    pub fn stop(mut self) -> Result<()> {
        let process = self.child.id().to_string();
        ensure!(Command::new("kill").args(["-TERM", &process]).status()?.success(), "no signal");
        let asked = Instant::now();
        while self.child.try_wait()?.is_none() {
            if asked.elapsed() > TIMEOUT {
                bail!("the server does not end");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both do nothing if the server has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
