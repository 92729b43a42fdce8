//! An installation: a folder, a database, and the binary running in them.

use std::future::Future;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use sigillo_adapters::clock::SystemClock;
use sigillo_adapters::contract_document::PdfDocuments;
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_adapters::fact_sheet::PdfFactSheets;
use sigillo_adapters::objects::Objects;
use sigillo_adapters::passwords::Argon2Passwords;
use sigillo_adapters::receipt_reader::Receipts;
use sigillo_adapters::report_document::ReportFiles;
use sigillo_adapters::signing_key;
use sigillo_adapters::table::TableFiles;
use sigillo_adapters::ticket_mail::MailParser;
use sigillo_adapters::trust::TrustFolder;
use sigillo_adapters::zip_archive::ZipArchives;
use sigillo_app::{AccessTokens, AlertLinks, App, KnownDevices, ReplyKeys, SigningCodes};
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::personal_secret::PersonalSecret;
use sigillo_storage::Db;
use sigillo_testkit::{EmptyDatabase, Engine};
use tempfile::TempDir;

/// The password of every account in these tests.
pub const PASSWORD: &str = "quattro parole a caso";
const TIMEOUT: Duration = Duration::from_secs(20);

pub struct Panel {
    pub folder: TempDir,
    pub database: EmptyDatabase,
}

/// The result of a command.
#[derive(Debug)]
pub struct Done {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Panel {
    pub fn on(engine: Engine) -> Self {
        Self::over(block_on(EmptyDatabase::new(engine)))
    }

    pub fn over(database: EmptyDatabase) -> Self {
        Self { folder: sigillo_testkit::private_folder(), database }
    }

    /// The data folder, which the binary creates.
    pub fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = sigillo(self.folder.path(), arguments);
        command.env("SIGILLO_DATABASE_URL", &self.database.url);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Done {
        run(&mut self.command(arguments), "")
    }

    /// Runs a command that must succeed; returns its output without the final line feed.
    #[track_caller]
    pub fn run_ok(&self, arguments: &[&str]) -> String {
        let done = self.run(arguments);
        assert_eq!(done.code, Some(0), "{done:?}");
        done.stdout.trim_end().to_owned()
    }

    /// Creates an account with [`PASSWORD`].
    pub fn create_account(&self, arguments: &[&str]) -> Done {
        let arguments = [&["account", "create", "--password-stdin"], arguments].concat();
        run(&mut self.command(&arguments), &format!("{PASSWORD}\n"))
    }

    /// Creates an organisation with a domain and an operator.
    pub fn create_organization(&self) {
        self.run_ok(&["organization", "create", "--name", "Ente"]);
        self.run_ok(&["domain", "create", "--organization", "Ente", "--name", "pec.example.it"]);
        let operator = self.create_account(&["--username", "gestore", "--role", "operator"]);
        assert_eq!(operator.code, Some(0), "{operator:?}");
    }

    /// The use cases over the panel's database, in this process.
    pub async fn app(&self) -> App {
        let db = Db::open(&self.database.url).await.unwrap();
        std::fs::create_dir_all(self.data()).unwrap();
        let key = |name| signing_key::load_or_create(&self.data().join(name), &SystemEntropy);
        db.set_history_key(HistoryKey::derive(&key("history.key").unwrap()));
        db.set_personal_secret(PersonalSecret::derive(&key("personal.key").unwrap()));
        let trust = Arc::new(TrustFolder::new(self.data().join("trust")));
        App {
            db,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            passwords: Arc::new(Argon2Passwords::cheapest().unwrap()),
            access_tokens: Arc::new(AccessTokens::new(&[7; 32])),
            reply_keys: Arc::new(ReplyKeys::new(&[7; 32])),
            known_devices: Arc::new(KnownDevices::new(&[7; 32])),
            alert_links: Arc::new(AlertLinks::new(&[7; 32])),
            turns: Arc::default(),
            mail_host: None,
            contract_documents: Arc::new(PdfDocuments),
            report_documents: Arc::new(ReportFiles),
            fact_sheets: Arc::new(PdfFactSheets),
            archives: Arc::new(ZipArchives),
            document_seal: None,
            sms: None,
            objects: Arc::new(Objects::in_folder(&self.data().join("objects")).unwrap()),
            virus_scanner: None,
            signature_verifier: trust.clone(),
            signing_codes: Arc::new(SigningCodes::new(&[7; 32])),
            preservation: None,
            mail_reader: Arc::new(MailParser),
            receipt_reader: Arc::new(Receipts::new(trust)),
            ticket_replies: None,
            table_writers: Arc::new(TableFiles),
            table_reader: Arc::new(TableFiles),
        }
    }

    pub fn serve(&self) -> Server {
        Server::start(self.command(&["serve"]))
    }
}

/// The binary with an environment that holds only the path.
pub fn sigillo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sigillo"));
    command.args(arguments).current_dir(folder).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

pub fn run(command: &mut Command, input: &str) -> Done {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // A command that does not read its input may close it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Done { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
}

pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// A running server; it is stopped with the test at the latest.
pub struct Server {
    pub address: SocketAddr,
    pub child: Child,
    /// Standard error, read continuously.
    log: Option<JoinHandle<String>>,
}

impl Server {
    pub fn start(command: Command) -> Self {
        let (mut server, stderr) = Self::start_unread(command);
        let mut stderr = BufReader::new(stderr);
        server.log = Some(std::thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).unwrap();
            text
        }));
        server
    }

    /// Like [`Server::start`], with a log that is not read unless the caller reads it.
    pub fn start_unread(mut command: Command) -> (Self, ChildStderr) {
        let address = free_address();
        command.env("SIGILLO_LISTEN", address.to_string());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let mut server = Self { address, child, log: None };
        let asked = Instant::now();
        while TcpStream::connect(address).is_err() {
            if server.child.try_wait().unwrap().is_some() || asked.elapsed() > TIMEOUT {
                let mut log = String::new();
                let _ = (server.child.kill(), stderr.read_to_string(&mut log));
                panic!("it does not start: {log}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        (server, stderr)
    }

    /// Kills the server, like a power failure.
    pub fn kill(self) {
        drop(self);
    }

    /// Like [`Server::kill`], while others are still using it.
    pub fn kill_while_in_use(&self) {
        self.signal("KILL");
    }

    pub fn signal(&self, name: &str) {
        let process = self.child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &process]).status().unwrap();
        assert!(sent.success());
    }

    /// Stops the server like a service manager; returns its exit code and its log.
    pub fn stop(self) -> (Option<i32>, String) {
        self.signal("TERM");
        self.ended()
    }

    /// Waits until the server has ended; returns its exit code and its log.
    pub fn ended(self) -> (Option<i32>, String) {
        self.ended_within(TIMEOUT)
    }

    pub fn ended_within(mut self, timeout: Duration) -> (Option<i32>, String) {
        let asked = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status.code(), self.log());
            }
            assert!(asked.elapsed() < timeout, "it does not end:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Everything it wrote on standard error.
    pub fn log(&mut self) -> String {
        let _ = self.child.kill();
        self.log.take().map(|log| log.join().unwrap()).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address that was free a moment ago.
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// The single line of an error message.
#[track_caller]
pub fn only_line(text: &str) -> &str {
    let mut lines = BufRead::lines(text.as_bytes());
    assert!(lines.next().is_some() && lines.next().is_none(), "one line is expected:\n{text}");
    text.trim_end()
}
