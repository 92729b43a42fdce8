//! The real binary, over the database of a [`Place`].

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
/// Good for nothing outside a database that is about to be thrown away.
pub const PASSWORD: &str = "misura-il-sigillo";
/// How long it may take to start or to end.
const PATIENCE: Duration = Duration::from_mins(2);

pub struct DomainNamed {
    pub name: &'static str,
    options: &'static [&'static str],
}

/// By how many of the mailboxes each has, most first.
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

    /// The binary, with nothing of the surroundings.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.sigillo);
        command.args(arguments).current_dir(self.place.folder()).env_clear();
        command.env("SIGILLO_DATABASE_URL", &self.place.url);
        command
    }

    /// Runs a command that must go well; what it said.
    fn must(&self, arguments: &[&str], input: &str) -> Result<String> {
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

    /// The tables, an organisation with its domains, and a postmaster.
    pub fn furnish(&self) -> Result<()> {
        self.must(&["organization", "create", "--name", ORGANIZATION], "")?;
        for DomainNamed { name, options } in DOMAINS {
            let told = ["domain", "create", "--organization", ORGANIZATION, "--name", name];
            self.must(&[&told, options].concat(), "")?;
        }
        let postmaster = ["account", "create", "--username", POSTMASTER, "--role", "postmaster"];
        let told = ["--organization", ORGANIZATION, "--password-stdin"];
        self.must(&[&postmaster[..], &told].concat(), PASSWORD)?;
        Ok(())
    }

    pub fn verify(&self) -> Result<String> {
        self.must(&["history", "verify"], "")
    }

    pub async fn serve(&self) -> Result<Server> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = self.command(&["serve"]);
        command.env("SIGILLO_LISTEN", address.to_string());
        // The log is written, as in earnest, where it costs what writing costs.
        let log = std::fs::File::create(self.place.folder().join("serve.log"))?;
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn()?;
        let mut server = Server { address, child };
        let asked = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            let ended = server.child.try_wait()?;
            ensure!(ended.is_none() && asked.elapsed() < PATIENCE, "the server does not start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(server)
    }
}

/// A server that answers; it ends with the measurement at the latest.
pub struct Server {
    pub address: SocketAddr,
    child: Child,
}

/// In bytes.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    pub resident: u64,
    /// The most it was, since it started or was last forgotten.
    pub highest: u64,
}

impl Server {
    pub fn memory(&self) -> Result<Memory> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kilobytes =
                line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
            kilobytes.map(|kilobytes| kilobytes * 1024).with_context(|| name.to_owned())
        };
        Ok(Memory { resident: field("VmRSS:")?, highest: field("VmHWM:")? })
    }

    /// Starts to count the highest anew.
    pub fn forget_highest(&self) -> Result<()> {
        Ok(std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5")?)
    }

    /// Asks it to end, as a service manager does.
    pub fn stop(mut self) -> Result<()> {
        let process = self.child.id().to_string();
        ensure!(Command::new("kill").args(["-TERM", &process]).status()?.success(), "no signal");
        let asked = Instant::now();
        while self.child.try_wait()?.is_none() {
            if asked.elapsed() > PATIENCE {
                bail!("the server does not end");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both do nothing to a server that has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
