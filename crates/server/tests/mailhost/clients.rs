//! What a mail client and a mail server say to Dovecot, over plain sockets.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::Receiver;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);

struct Line(BufReader<TcpStream>);

impl Line {
    fn to(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("Dovecot listens");
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Self(BufReader::new(stream))
    }

    fn say(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).expect("Dovecot reads");
    }

    /// The next line; empty at the end.
    fn hear(&mut self) -> String {
        let mut line = vec![];
        self.0.read_until(b'\n', &mut line).expect("Dovecot answers");
        String::from_utf8_lossy(&line).trim_end().to_owned()
    }
}

/// An IMAP client.
pub struct Imap {
    line: Line,
    commands: u32,
}

impl Imap {
    pub fn connect(port: u16) -> Self {
        let mut line = Line::to(port);
        let greeting = line.hear();
        assert!(greeting.starts_with("* OK"), "{greeting}");
        Self { line, commands: 0 }
    }

    /// Everything that comes back, the command's outcome last and without its tag.
    pub fn ask(&mut self, command: &str) -> Vec<String> {
        self.commands += 1;
        let tag = format!("t{} ", self.commands);
        self.line.say(&format!("{tag}{command}\r\n"));
        let mut heard = vec![];
        loop {
            let line = self.line.hear();
            assert!(!line.is_empty() || !heard.is_empty(), "the session is over: {command}");
            if let Some(outcome) = line.strip_prefix(&tag) {
                heard.push(outcome.to_owned());
                return heard;
            }
            heard.push(line);
        }
    }

    /// Signs in; the outcome.
    pub fn sign_in(&mut self, user: &str, password: &str) -> String {
        self.ask(&format!("LOGIN \"{user}\" \"{password}\"")).pop().unwrap()
    }

    /// Waits for the end of the session, from the other side.
    pub fn assert_ended(&mut self) {
        while !self.line.hear().is_empty() {}
    }

    /// How many messages a folder holds.
    pub fn messages(&mut self, folder: &str) -> usize {
        let heard = self.ask(&format!("STATUS {folder} (MESSAGES)"));
        let count = heard[0].split("MESSAGES ").nth(1).and_then(|text| text.split(')').next());
        count.and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{heard:?}"))
    }
}

/// The outcome of a sign-in with a connection of its own.
pub fn sign_in(port: u16, user: &str, password: &str) -> String {
    Imap::connect(port).sign_in(user, password)
}

/// Hands a message of this size over by LMTP; the reply that settles it: to the recipient when that
/// is refused, and to the message otherwise.
pub fn deliver(port: u16, recipient: &str, bytes: usize) -> String {
    match Lmtp::to(port, recipient) {
        Ok(line) => line.hand_over(bytes),
        Err(refusal) => refusal,
    }
}

/// A sender whose recipient was accepted.
pub struct Lmtp(Line);

impl Lmtp {
    /// As far as the recipient; the reply that refuses it.
    pub fn to(port: u16, recipient: &str) -> Result<Self, String> {
        let mut line = Lmtp(Line::to(port));
        assert!(line.reply().starts_with("220"));
        assert!(line.ask("LHLO example.net").starts_with("250"));
        assert!(line.ask("MAIL FROM:<mittente@example.net>").starts_with("250"));
        let answer = line.ask(&format!("RCPT TO:<{recipient}>"));
        if answer.starts_with("250") { Ok(line) } else { Err(answer) }
    }

    /// Hands the message over; the reply to it.
    pub fn hand_over(mut self, bytes: usize) -> String {
        assert!(self.ask("DATA").starts_with("354"));
        let mut message = String::from("From: mittente@example.net\r\nSubject: prova\r\n\r\n");
        while message.len() < bytes {
            let _ = write!(message, "{}\r\n", "x".repeat(70));
        }
        self.ask(&format!("{message}."))
    }

    fn ask(&mut self, text: &str) -> String {
        self.0.say(&format!("{text}\r\n"));
        self.reply()
    }

    /// The last line of the next reply.
    fn reply(&mut self) -> String {
        loop {
            let reply = self.0.hear();
            if reply.as_bytes().get(3) != Some(&b'-') {
                return reply;
            }
        }
    }
}

/// The address of a server that gives every request the same answer.
pub fn answering(body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut line = Line(BufReader::new(stream.unwrap()));
            while !line.hear().is_empty() {}
            let length = body.len();
            // Its body is left unread: closing at once could cut the answer off.
            line.say(&format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}"));
            std::thread::sleep(Duration::from_millis(300));
        }
    });
    format!("http://{address}")
}

/// The address of a server that gives these answers, one after the other, and what it was asked.
pub fn scripted(answers: &'static [&'static str]) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (asked, questions) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut line = Line(BufReader::new(listener.accept().unwrap().0));
        for answer in answers {
            let mut length = 0;
            loop {
                let head = line.hear().to_lowercase();
                if let Some(text) = head.strip_prefix("content-length: ") {
                    length = text.parse().unwrap();
                }
                if head.is_empty() {
                    break;
                }
            }
            let mut body = vec![0; length];
            line.0.read_exact(&mut body).unwrap();
            let _ = asked.send(String::from_utf8(body).unwrap());
            let length = answer.len();
            line.say(&format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{answer}"));
        }
    });
    (format!("http://{address}"), questions)
}
