use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use crate::http_request::read_request;

/// What the gateway does with a request.
#[derive(Debug, Clone, Copy)]
pub enum Conduct {
    /// It answers with this status line, which may have header fields after it. Whatever is read
    /// with GET is answered with success.
    Answer(&'static str),
    /// It answers nothing, and keeps the connection.
    Silent,
    /// It closes the connection.
    Hangup,
}

#[derive(Debug, Clone)]
pub struct Request {
    pub head: String,
    pub body: String,
}

pub struct Gateway {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Gateway {
    pub async fn start(conduct: Conduct) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::<Mutex<Vec<_>>>::default();
        let received = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (head, body) = read_request(&mut stream).await.unwrap();
                let is_get = head.starts_with("GET");
                let body = String::from_utf8(body).unwrap();
                received.lock().unwrap().push(Request { head: format!("{head}\r\n"), body });
                match conduct {
                    Conduct::Hangup => {}
                    Conduct::Silent => tokio::time::sleep(Duration::from_mins(1)).await,
                    Conduct::Answer(status) => {
                        let status = if is_get { "200 OK" } else { status };
                        let end = "Content-Length: 0\r\nConnection: close\r\n\r\n";
                        let answer = format!("HTTP/1.1 {status}\r\n{end}");
                        stream.write_all(answer.as_bytes()).await.unwrap();
                    }
                }
            }
        });
        Self { address, requests }
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}
