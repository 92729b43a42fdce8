//! A mail server on loopback that follows a script and stores the messages that it accepts.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// A point in a session: before the greeting (`CONNECT`), after a command, in the middle of a
/// message (`BODY`) or at its end (`.`).
pub struct ServerEvent<'a> {
    /// The number of the connection, counted from 1.
    pub connection: usize,
    pub verb: &'a str,
    /// The number of messages accepted so far on all connections.
    pub kept: usize,
}

/// How the server deviates from normal behaviour.
pub enum ServerAction {
    Say(&'static str),
    /// Answers normally after so many milliseconds.
    Late(u64),
    /// Closes the connection without an answer.
    Drop,
    /// Answers with this text and closes the connection.
    SayAndDrop(&'static str),
}

type Script = dyn Fn(ServerEvent) -> Option<ServerAction> + Send + Sync;

#[derive(Default)]
pub struct Log {
    pub connections: usize,
    pub commands: Vec<String>,
    pub messages: Vec<String>,
}

pub struct Server {
    pub address: SocketAddr,
    log: Arc<Mutex<Log>>,
}

/// When TLS begins.
#[derive(Clone)]
pub enum Tls {
    Never,
    AtOnce(TlsAcceptor),
    OnDemand(TlsAcceptor),
}

impl Server {
    pub async fn start(
        script: impl Fn(ServerEvent) -> Option<ServerAction> + Send + Sync + 'static,
    ) -> Self {
        Self::start_with(Tls::Never, script).await
    }

    pub async fn start_with(
        tls: Tls,
        script: impl Fn(ServerEvent) -> Option<ServerAction> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Log::default()));
        let script: Arc<Script> = Arc::new(script);
        let (log_, kept) = (log.clone(), log.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let connection = {
                    let mut log = log_.lock().unwrap();
                    log.connections += 1;
                    log.connections
                };
                let one = Conversation {
                    connection,
                    script: script.clone(),
                    log: kept.clone(),
                    tls: tls.clone(),
                };
                // A client that disconnects ends only its own session, not the server.
                tokio::spawn(async move { one.hold(stream).await });
            }
        });
        Self { address, log }
    }

    pub fn log<T>(&self, read: impl FnOnce(&Log) -> T) -> T {
        read(&self.log.lock().unwrap())
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}
type Boxed = BufReader<Box<dyn Stream>>;

struct Conversation {
    connection: usize,
    script: Arc<Script>,
    log: Arc<Mutex<Log>>,
    tls: Tls,
}

impl Conversation {
    async fn hold(&self, tcp: TcpStream) -> Option<()> {
        let mut secure = false;
        let mut stream: Boxed = match &self.tls {
            Tls::AtOnce(tls) => BufReader::new(Box::new(tls.accept(tcp).await.ok()?)),
            _ => BufReader::new(Box::new(tcp)),
        };
        self.answer(&mut stream, "CONNECT", "220 mail.example.it ESMTP").await?;
        loop {
            let line = read(&mut stream).await?;
            let verb = line.split(' ').next().unwrap_or_default().to_uppercase();
            self.log.lock().unwrap().commands.push(line);
            match verb.as_str() {
                "EHLO" => {
                    let starttls = matches!(self.tls, Tls::OnDemand(_)) && !secure;
                    let offer = if starttls { "250-STARTTLS\r\n" } else { "" };
                    let offers = format!("250-mail.example.it\r\n{offer}250 AUTH PLAIN");
                    self.answer(&mut stream, &verb, &offers).await?;
                }
                "STARTTLS" => {
                    self.answer(&mut stream, &verb, "220 go on").await?;
                    let Tls::OnDemand(tls) = &self.tls else { return None };
                    stream = BufReader::new(Box::new(tls.accept(stream.into_inner()).await.ok()?));
                    secure = true;
                }
                "DATA" => {
                    self.answer(&mut stream, &verb, "354 go on").await?;
                    let first = read(&mut stream).await?;
                    self.answer(&mut stream, "BODY", "").await?;
                    let message = body(&mut stream, first).await?;
                    let receipt = format!("250 2.0.0 Ok: queued as {}", 1 + self.keep(message));
                    self.answer(&mut stream, ".", &receipt).await?;
                }
                "AUTH" => self.answer(&mut stream, &verb, "235 2.7.0 welcome").await?,
                "QUIT" => return self.answer(&mut stream, &verb, "221 bye").await,
                _ => self.answer(&mut stream, &verb, "250 2.1.0 Ok").await?,
            }
        }
    }

    fn keep(&self, message: String) -> usize {
        let mut log = self.log.lock().unwrap();
        log.messages.push(message);
        log.messages.len() - 1
    }

    /// Answers a command; None when the connection ends.
    async fn answer(&self, stream: &mut Boxed, verb: &str, usual: &str) -> Option<()> {
        let kept = self.log.lock().unwrap().messages.len();
        let (say, end) =
            match (self.script)(ServerEvent { connection: self.connection, verb, kept }) {
                None => (usual, false),
                Some(ServerAction::Say(say)) => (say, false),
                Some(ServerAction::SayAndDrop(say)) => (say, true),
                Some(ServerAction::Drop) => return None,
                Some(ServerAction::Late(milliseconds)) => {
                    tokio::time::sleep(std::time::Duration::from_millis(milliseconds)).await;
                    (usual, false)
                }
            };
        if !say.is_empty() {
            stream.write_all(format!("{say}\r\n").as_bytes()).await.ok()?;
            stream.flush().await.ok()?;
        }
        (!end).then_some(())
    }
}

async fn read(stream: &mut Boxed) -> Option<String> {
    let mut line = String::new();
    let length = stream.read_line(&mut line).await.ok()?;
    (length > 0).then(|| line.trim_end_matches("\r\n").to_owned())
}

async fn body(stream: &mut Boxed, first: String) -> Option<String> {
    let mut message = String::new();
    let mut line = first;
    while line != "." {
        // The client doubles a dot at the start of a line (RFC 5321, 4.5.2).
        message += line.strip_prefix('.').unwrap_or(&line);
        message += "\r\n";
        line = read(stream).await?;
    }
    Some(message)
}
