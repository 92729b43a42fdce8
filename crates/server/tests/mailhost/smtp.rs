//! A client for SMTP and LMTP, which differ only in the greeting.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::line::Line;

pub struct Smtp {
    line: Line,
    says_size: bool,
}

impl Smtp {
    pub fn connect(port: u16) -> Self {
        Self::greeting(port, "EHLO")
    }

    /// Connects with STARTTLS and accepts only this certificate (PEM).
    pub fn connect_securely(port: u16, certificate: &str) -> Self {
        let mut clear = Self::connect(port);
        assert!(clear.ask("STARTTLS").starts_with("220"));
        let mut secured = Self { line: clear.line.secured(certificate), ..clear };
        assert!(secured.ask("EHLO example.net").starts_with("250"));
        secured
    }

    pub fn greeting(port: u16, greeting: &str) -> Self {
        let mut server = Self { line: Line::to(port), says_size: greeting == "EHLO" };
        assert!(server.reply().starts_with("220"));
        assert!(server.ask(&format!("{greeting} example.net")).starts_with("250"));
        server
    }

    /// Signs in and returns the reply.
    pub fn sign_in(&mut self, user: &str, password: &str) -> String {
        let secret = BASE64_STANDARD.encode(format!("\0{user}\0{password}"));
        self.ask(&format!("AUTH PLAIN {secret}"))
    }

    /// Gives the sender and the recipient of a message of this size; returns the first refusal, or
    /// the reply to the recipient.
    pub fn address(&mut self, sender: &str, recipient: &str, bytes: usize) -> String {
        let size = if self.says_size { format!(" SIZE={bytes}") } else { String::new() };
        let reply = self.ask(&format!("MAIL FROM:<{sender}>{size}"));
        if !reply.starts_with("250") {
            return reply;
        }
        self.ask(&format!("RCPT TO:<{recipient}>"))
    }

    /// Sends the message itself and returns the reply.
    pub fn hand_over(&mut self, sender: &str, bytes: usize) -> String {
        assert!(self.ask("DATA").starts_with("354"));
        let mut message = format!("From: {sender}\r\nSubject: prova\r\n\r\n");
        while message.len() < bytes {
            let _ = write!(message, "{}\r\n", "x".repeat(70));
        }
        self.ask(&format!("{message}."))
    }

    /// Sends these lines as the message, and returns the reply.
    pub fn hand_over_text(&mut self, message: &str) -> String {
        assert!(self.ask("DATA").starts_with("354"));
        assert!(message.ends_with("\r\n"), "a message ends with a line");
        let stuffed = message.replace("\r\n.", "\r\n..");
        self.ask(&format!("{stuffed}."))
    }

    /// Sends a message and returns the decisive reply: the first refusal of an address, else that
    /// to the message.
    pub fn send(&mut self, sender: &str, recipient: &str, bytes: usize) -> String {
        let reply = self.address(sender, recipient, bytes);
        if !reply.starts_with("250") {
            return reply;
        }
        self.hand_over(sender, bytes)
    }

    pub fn ask(&mut self, text: &str) -> String {
        self.line.say(&format!("{text}\r\n"));
        self.reply()
    }

    /// Reads the next reply and returns its last line.
    fn reply(&mut self) -> String {
        loop {
            let reply = self.line.hear();
            if reply.as_bytes().get(3) != Some(&b'-') {
                return reply;
            }
        }
    }
}
