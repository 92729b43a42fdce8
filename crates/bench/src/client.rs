//! A client that keeps its connection and adds as little as possible to what it measures.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::panel::{PASSWORD, POSTMASTER};

pub struct Client {
    address: SocketAddr,
    connection: tokio::sync::Mutex<SendRequest<Full<Bytes>>>,
    token: String,
}

/// A request that can be repeated.
#[derive(Debug, Clone)]
pub struct RequestTemplate {
    pub method: &'static str,
    pub path: String,
    pub body: Option<Value>,
    /// Whether the response may be compressed, as browsers template for.
    pub compressed: bool,
}

impl RequestTemplate {
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), body: None, compressed: false }
    }
}

impl Client {
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let connection = tokio::sync::Mutex::new(connect(address).await?);
        Ok(Self { address, connection, token: String::new() })
    }

    /// A client with another connection and the same session.
    pub async fn another(&self) -> Result<Self> {
        let token = self.token.clone();
        Ok(Self { token, ..Self::connect(self.address).await? })
    }

    pub async fn sign_in(&mut self) -> Result<()> {
        // One that has ended would be refused.
        self.token.clear();
        let credentials = json!({"username": POSTMASTER, "password": PASSWORD});
        let path = "/api/v1/sessions".to_owned();
        let template =
            RequestTemplate { method: "POST", path, body: Some(credentials), compressed: false };
        let answer: Value = serde_json::from_slice(&self.send_ok(&template).await?)?;
        answer["access_token"].as_str().context("a token")?.clone_into(&mut self.token);
        Ok(())
    }

    pub async fn send(&self, template: &RequestTemplate) -> Result<Response<Incoming>> {
        let mut request = Request::builder()
            .method(template.method)
            .uri(&template.path)
            .header("host", "localhost");
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        if template.compressed {
            request = request.header("accept-encoding", "gzip, deflate, br");
        }
        let body = template.body.as_ref().map(Value::to_string);
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let request = request.body(Full::from(body.unwrap_or_default()))?;
        let mut connection = self.connection.lock().await;
        // The server may have closed an idle connection; nothing was sent yet.
        if connection.ready().await.is_err() {
            *connection = connect(self.address).await?;
        }
        Ok(connection.send_request(request).await?)
    }

    /// Sends a request that must succeed; returns the whole body.
    pub async fn send_ok(&self, template: &RequestTemplate) -> Result<Bytes> {
        let response = self.send(template).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        let said = || String::from_utf8_lossy(&body).into_owned();
        let good = matches!(status, StatusCode::OK | StatusCode::CREATED);
        ensure!(good, "{} {}: {status} {}", template.method, template.path, said());
        Ok(body)
    }

    pub async fn get_ok(&self, path: &str) -> Result<Bytes> {
        self.send_ok(&RequestTemplate::get(path)).await
    }
}

async fn connect(address: SocketAddr) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    // The task ends with its sender, which also reports any error.
    tokio::spawn(async move { drop(connection.await) });
    Ok(sender)
}
