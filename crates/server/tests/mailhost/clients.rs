//! Minimal mail clients and servers that talk to Dovecot over plain sockets.

use std::net::TcpListener;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use crate::line::Line;
use crate::smtp::Smtp;

/// An IMAP client.
pub struct Imap {
    line: Line,
    commands: u32,
}

impl Imap {
    pub fn connect(port: u16) -> Self {
        Self::over(Line::to(port))
    }

    /// Connects with TLS and accepts only this certificate (PEM).
    pub fn connect_securely(port: u16, certificate: &str) -> Self {
        Self::over(Line::to(port).secured(certificate))
    }

    fn over(mut line: Line) -> Self {
        let greeting = line.hear();
        assert!(greeting.starts_with("* OK"), "{greeting}");
        Self { line, commands: 0 }
    }

    /// Sends a command and returns all lines of the response; the last is the outcome, without its
    /// tag.
    pub fn ask(&mut self, command: &str) -> Vec<String> {
        self.commands += 1;
        let tag = format!("t{} ", self.commands);
        self.line.say(&format!("{tag}{command}\r\n"));
        let mut lines = vec![];
        loop {
            let line = self.line.hear();
            assert!(!line.is_empty() || !lines.is_empty(), "the session is over: {command}");
            if let Some(outcome) = line.strip_prefix(&tag) {
                lines.push(outcome.to_owned());
                return lines;
            }
            lines.push(line);
        }
    }

    /// Signs in and returns the outcome.
    pub fn sign_in(&mut self, user: &str, password: &str) -> String {
        self.ask(&format!("LOGIN \"{user}\" \"{password}\"")).pop().unwrap()
    }

    /// Waits until the server ends the session.
    pub fn assert_ended(&mut self) {
        while !self.line.hear().is_empty() {}
    }

    /// Number of messages in a folder.
    pub fn messages(&mut self, folder: &str) -> usize {
        let lines = self.ask(&format!("STATUS {folder} (MESSAGES)"));
        let count = lines[0].split("MESSAGES ").nth(1).and_then(|text| text.split(')').next());
        count.and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{lines:?}"))
    }
}

/// The outcome of a sign-in over a new connection.
pub fn sign_in(port: u16, user: &str, password: &str) -> String {
    Imap::connect(port).sign_in(user, password)
}

/// Delivers a message of this size by LMTP and returns the decisive reply: that to the recipient
/// when it is refused, else that to the message.
pub fn deliver(port: u16, recipient: &str, bytes: usize) -> String {
    Smtp::greeting(port, "LHLO").send("mittente@example.net", recipient, bytes)
}

/// Delivers this message by LMTP; it must be taken.
#[track_caller]
pub fn deliver_text(port: u16, recipient: &str, message: &str) {
    let mut line = Smtp::greeting(port, "LHLO");
    let sender = "posta-certificata@gestore.example.it";
    assert!(line.address(sender, recipient, message.len()).starts_with("250"));
    let reply = line.hand_over_text(message);
    assert!(reply.starts_with("250"), "{reply}");
}

/// The address of a server that always gives the same answer.
pub fn answering(body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut line = Line::over(stream.unwrap());
            while !line.hear().is_empty() {}
            let length = body.len();
            // The request's body is read too, since closing early could cut off the answer.
            line.say(&format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}"));
            std::thread::sleep(Duration::from_millis(300));
        }
    });
    format!("http://{address}")
}

/// The address of a server that gives these answers in order, and the requests it receives.
pub fn scripted(answers: &'static [&'static str]) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (asked, questions) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut line = Line::over(listener.accept().unwrap().0);
        for answer in answers {
            let _ = asked.send(line.hear_http());
            let length = answer.len();
            line.say(&format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{answer}"));
        }
    });
    (format!("http://{address}"), questions)
}
