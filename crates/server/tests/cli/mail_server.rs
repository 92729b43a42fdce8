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
                let id = read_message(&mut lines)?;
                std::thread::sleep(delay);
                note(taken, id);
                "250 2.0.0 Ok: queued\r\n"
            }
            "QUIT" => return out.write_all(b"221 bye\r\n"),
            _ => "250 2.0.0 Ok\r\n",
        };
        out.write_all(reply.as_bytes())?;
    }
    Ok(())
}

/// Reads to the final dot and returns the `Message-ID`. A message whose end never comes, because
/// its sender was killed, does not count.
fn read_message(
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
) -> std::io::Result<String> {
    let mut id = String::new();
    for line in lines {
        let line = line?;
        if line == "." {
            return Ok(id);
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("message-id")
        {
            value.trim().clone_into(&mut id);
        }
    }
    Err(ErrorKind::UnexpectedEof.into())
}

fn note(taken: &Mutex<Taken>, id: String) {
    let mut taken = taken.lock().unwrap();
    let now = Instant::now();
    taken.first.get_or_insert(now);
    taken.last = Some(now);
    *taken.times.entry(id).or_default() += 1;
}
