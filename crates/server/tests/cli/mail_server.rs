//! A mail server on loopback that accepts every message and remembers them.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

#[derive(Default)]
struct Taken {
    /// How many times each `Message-ID` was received.
    times: HashMap<String, usize>,
    first: Option<Instant>,
    last: Option<Instant>,
    /// The links and codes that recipients got, in the order of arrival.
    secrets: Vec<Secret>,
}

/// What a message brings to whoever a mailbox is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    /// The token of a link to a contract.
    ContractLink,
    /// A code to sign with.
    Code,
    /// The token of the link in the welcome message, for the password.
    PasswordLink,
}

struct Secret {
    recipient: String,
    kind: SecretKind,
    text: String,
}

/// A message as it came.
#[derive(Default)]
struct Arrived {
    id: String,
    recipient: String,
    /// Its lines, without the soft breaks of quoted-printable.
    text: String,
}

pub struct MailServer {
    pub address: SocketAddr,
    taken: Arc<Mutex<Taken>>,
}

impl MailServer {
    /// Starts a server that takes `delay` to answer each message.
    pub fn start(delay: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let taken = Arc::new(Mutex::new(Taken::default()));
        let shared = taken.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let taken = shared.clone();
                // A client may disconnect in the middle.
                std::thread::spawn(move || converse(client, delay, &taken));
            }
        });
        Self { address, taken }
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Number of different messages received.
    pub fn taken(&self) -> usize {
        self.taken.lock().unwrap().times.len()
    }

    /// Number of messages received more than once.
    pub fn doubled(&self) -> usize {
        self.taken.lock().unwrap().times.values().filter(|times| **times > 1).count()
    }

    /// The newest secret of a kind that a recipient got.
    pub fn newest_secret(&self, recipient: &str, kind: SecretKind) -> Option<String> {
        let taken = self.taken.lock().unwrap();
        let mut newest = taken.secrets.iter().rev();
        let found = newest.find(|secret| secret.recipient == recipient && secret.kind == kind);
        found.map(|secret| secret.text.clone())
    }

    /// Time from the first message to the last.
    pub fn span(&self) -> Duration {
        let taken = self.taken.lock().unwrap();
        taken.last.zip(taken.first).map_or(Duration::ZERO, |(last, first)| last - first)
    }

    /// Waits until this many different messages were received.
    pub fn wait_for(&self, messages: usize, timeout: Duration) {
        let asked = Instant::now();
        while self.taken() < messages && asked.elapsed() < timeout {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn converse(client: TcpStream, delay: Duration, taken: &Mutex<Taken>) -> std::io::Result<()> {
    client.set_nodelay(true)?;
    let mut out = client.try_clone()?;
    let mut lines = BufReader::new(client).lines();
    out.write_all(b"220 sink\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let reply = match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => "250-sink\r\n250 8BITMIME\r\n",
            "DATA" => {
                out.write_all(b"354 go on\r\n")?;
                let message = read_message(&mut lines)?;
                std::thread::sleep(delay);
                note(taken, message);
                "250 2.0.0 Ok: queued\r\n"
            }
            "QUIT" => return out.write_all(b"221 bye\r\n"),
            _ => "250 2.0.0 Ok\r\n",
        };
        out.write_all(reply.as_bytes())?;
    }
    Ok(())
}

/// Reads to the final dot. A message whose end never comes, because
/// its sender was killed, does not count.
fn read_message(
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
) -> std::io::Result<Arrived> {
    let mut message = Arrived::default();
    for line in lines {
        let line = line?;
        if line == "." {
            return Ok(message);
        }
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("message-id") => {
                value.trim().clone_into(&mut message.id);
            }
            Some((name, value)) if name.eq_ignore_ascii_case("to") => {
                value.trim().clone_into(&mut message.recipient);
            }
            _ => {}
        }
        match line.strip_suffix('=') {
            Some(line) => message.text.push_str(line),
            None => message.text.extend([line.as_str(), "\n"]),
        }
    }
    Err(ErrorKind::UnexpectedEof.into())
}

fn note(taken: &Mutex<Taken>, message: Arrived) {
    let Arrived { id, recipient, text } = message;
    let mut taken = taken.lock().unwrap();
    let is_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let token_after = |page: &str| {
        let (_, rest) = text.split_once(page)?;
        Some(rest.chars().take_while(|c| is_token(*c)).collect())
    };
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
    let found = [
        (SecretKind::ContractLink, token_after("/contratto#")),
        (SecretKind::Code, text.lines().find(is_code).map(str::to_owned)),
        (SecretKind::PasswordLink, token_after("/imposta-password#")),
    ];
    for (kind, text) in found {
        let secret = text.map(|text| Secret { recipient: recipient.clone(), kind, text });
        taken.secrets.extend(secret);
    }
    let now = Instant::now();
    taken.first.get_or_insert(now);
    taken.last = Some(now);
    *taken.times.entry(id).or_default() += 1;
}
