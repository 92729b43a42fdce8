//! A minimal HTTP client for these tests.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use crate::panel::{PASSWORD, Server};

/// Longer than any timeout of the server.
const SLOWEST_ANSWER: Duration = Duration::from_mins(1);

pub struct Request<'a> {
    server: &'a Server,
    method: &'static str,
    path: &'a str,
    headers: String,
    body: String,
}

pub struct Answer {
    pub status: u16,
    head: String,
    /// The body as it came.
    pub text: String,
    /// The body, where it is JSON.
    pub body: Value,
}

/// The two tokens of a session.
pub struct Session {
    pub access_token: String,
    pub refresh_token: String,
}

impl Server {
    pub fn request<'a>(&'a self, method: &'static str, path: &'a str) -> Request<'a> {
        Request { server: self, method, path, headers: String::new(), body: String::new() }
    }

    pub fn get<'a>(&'a self, path: &'a str) -> Request<'a> {
        self.request("GET", path)
    }

    pub fn post<'a>(&'a self, path: &'a str) -> Request<'a> {
        self.request("POST", path)
    }

    pub fn sign_in(&self, username: &str, password: &str) -> Answer {
        let credentials = serde_json::json!({"username": username, "password": password});
        self.post("/api/v1/sessions").json(&credentials).send()
    }

    #[track_caller]
    pub fn session(&self, username: &str) -> Session {
        self.sign_in(username, PASSWORD).session()
    }

    pub fn refresh(&self, session: &Session) -> Answer {
        self.post("/api/v1/sessions/refresh")
            .cookie("sigillo_refresh", &session.refresh_token)
            .send()
    }
}

impl Request<'_> {
    pub fn by(self, session: &Session) -> Self {
        let header = format!("Authorization: Bearer {}\r\n", session.access_token);
        self.header(&header)
    }

    pub fn header(mut self, line: &str) -> Self {
        self.headers.push_str(line);
        self
    }

    pub fn cookie(self, name: &str, value: &str) -> Self {
        self.header(&format!("Cookie: {name}={value}\r\n"))
    }

    /// Sets a csv body.
    pub fn csv(mut self, text: &str) -> Self {
        text.clone_into(&mut self.body);
        self.header("Content-Type: text/csv\r\n")
    }

    /// Sets the content of a file as the body.
    pub fn file(mut self, content: &str) -> Self {
        content.clone_into(&mut self.body);
        self.header("Content-Type: application/octet-stream\r\n")
    }

    pub fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string();
        self.header("Content-Type: application/json\r\n")
    }

    pub fn send(self) -> Answer {
        self.try_send().unwrap()
    }

    /// Like [`Request::send`], for a server that may go away at any moment: an incomplete response
    /// is an error.
    pub fn try_send(self) -> io::Result<Answer> {
        let Self { server, method, path, headers, body } = self;
        let mut stream = TcpStream::connect(server.address)?;
        stream.set_read_timeout(Some(SLOWEST_ANSWER))?;
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Content-Length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").ok_or(ErrorKind::UnexpectedEof)?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or(ErrorKind::InvalidData)?;
        let (head, text) = (head.to_owned(), body.to_owned());
        let whole =
            Answer { status, head, body: serde_json::from_str(body).unwrap_or_default(), text };
        let length = whole.header("content-length").and_then(|length| length.parse().ok());
        if length.is_some_and(|length: usize| length != body.len()) {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(whole)
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut named = lines.filter(|(this, _)| this.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value)
    }

    /// The value of a cookie that the response sets.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let set = lines.filter(|(header, _)| header.eq_ignore_ascii_case("set-cookie"));
        let mut named = set.filter_map(|(_, cookie)| {
            let value = cookie.strip_prefix(name)?.strip_prefix('=')?;
            Some(value.split(';').next().unwrap_or_default().to_owned())
        });
        named.next()
    }

    #[track_caller]
    pub fn session(&self) -> Session {
        let access_token = self.body["access_token"].as_str().expect("a session").to_owned();
        let refresh_token = self.cookie("sigillo_refresh").expect("the refresh cookie");
        Session { access_token, refresh_token }
    }
}
