//! HTTP requests and answers.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_net::http::{Method, RequestBuilder, Response};
use leptos::wasm_bindgen::prelude::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use serde::de::DeserializeOwned;
use sigillo_contract::operation::{self, PathParams};
use sigillo_contract::{Operation, Spec};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ProgressEvent, ReadableStreamDefaultReader, ResponseInit, XmlHttpRequest};

use super::error::ApiError;
use super::keys::Key;

/// A request without its access token, so that it can be sent again with a newer one.
pub struct Request {
    method: Method,
    url: String,
    body: Option<String>,
    /// The file that is the body, and its media type.
    file: Option<(web_sys::File, &'static str)>,
    if_match: Option<i64>,
    key: Option<Key>,
    /// The token of an opened contract, in the place of an access token.
    token: Option<String>,
    /// Is told how much of the file was sent, in percent.
    progress: Option<Rc<dyn Fn(u8)>>,
}

impl Request {
    /// Makes a file the body of the request.
    pub fn with_file(mut self, spec: &Spec, file: web_sys::File, media_type: &'static str) -> Self {
        // The same file again is the same request.
        let (name, size, changed) = (file.name(), file.size(), file.last_modified());
        self.key = Key::of(spec, || format!("{} {name} {size} {changed}", self.url));
        self.file = Some((file, media_type));
        self
    }

    /// Makes it a request for the contract that was opened with this token.
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// Has the sending of the file watched.
    pub fn watched(mut self, progress: impl Fn(u8) + 'static) -> Self {
        self.progress = Some(Rc::new(progress));
        self
    }

    /// Its `Idempotency-Key`, if its operation takes one.
    pub fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    pub fn of<O: Operation>(
        path: &O::Path,
        query: &O::Query,
        body: &O::Body,
        if_match: Option<i64>,
    ) -> Result<Self, ApiError> {
        let query = serde_urlencoded::to_string(query).map_err(|_| ApiError::unreadable())?;
        let body = O::SPEC
            .takes_body()
            .then(|| serde_json::to_string(body))
            .transpose()
            .map_err(|_| ApiError::unreadable())?;
        let mut request =
            Self::new(O::SPEC.method, path.fill(O::SPEC.path), &query, body, if_match);
        if O::SPEC.uploads.is_empty() {
            let body = request.body.as_deref().unwrap_or_default();
            request.key = Key::of(&O::SPEC, || format!("{} {body}", request.url));
        }
        Ok(request)
    }

    fn new(
        method: operation::Method,
        mut url: String,
        query: &str,
        body: Option<String>,
        if_match: Option<i64>,
    ) -> Self {
        if !query.is_empty() {
            url = format!("{url}?{query}");
        }
        let method = match method {
            operation::Method::Get => Method::GET,
            operation::Method::Post => Method::POST,
            operation::Method::Patch => Method::PATCH,
            operation::Method::Delete => Method::DELETE,
        };
        Self { method, url, body, file: None, if_match, key: None, token: None, progress: None }
    }

    pub async fn send(&self, access_token: Option<&str>) -> Result<Answer, ApiError> {
        let token = self.token.as_deref().or(access_token);
        if let (Some((file, media_type)), Some(progress)) = (&self.file, &self.progress) {
            return self.send_watched(token, file, media_type, progress.clone()).await;
        }
        let mut builder = RequestBuilder::new(&self.url).method(self.method.clone());
        if let Some(token) = token {
            builder = builder.header("Authorization", &format!("Bearer {token}"));
        }
        if let Some(version) = self.if_match {
            builder = builder.header("If-Match", &format!("\"{version}\""));
        }
        if let Some(key) = &self.key {
            builder = builder.header("Idempotency-Key", &key.value);
        }
        let request = match (&self.file, &self.body) {
            (Some((file, media_type)), _) => {
                builder.header("Content-Type", media_type).body(file.clone())
            }
            (None, Some(body)) => {
                builder.header("Content-Type", "application/json").body(body.clone())
            }
            (None, None) => builder.build(),
        };
        let request = request.map_err(|_| ApiError::unreadable())?;
        // The browser does not say why no answer came.
        let response = request.send().await.map_err(|_| ApiError::Unreachable)?;
        match response.status() {
            // A proxy gives these answers when the server behind it is down.
            502 | 504 => Err(ApiError::Unreachable),
            _ => Ok(Answer(response)),
        }
    }
}

impl Request {
    /// Sends a file by `XMLHttpRequest`: `fetch` does not say how much was sent.
    async fn send_watched(
        &self,
        token: Option<&str>,
        file: &web_sys::File,
        media_type: &str,
        progress: Rc<dyn Fn(u8)>,
    ) -> Result<Answer, ApiError> {
        let request = self.opened(token, media_type).map_err(|_| ApiError::unreadable())?;
        let report = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            progress(percent(event.loaded(), event.total()));
        });
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(Some(report.as_ref().unchecked_ref()));
        }
        let ended = js_sys::Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
        request.send_with_opt_blob(Some(file)).map_err(|_| ApiError::unreadable())?;
        let outcome = JsFuture::from(ended).await;
        let status = request.status().unwrap_or_default();
        // The browser does not say why no answer came; a proxy gives these when the server behind it is down.
        if outcome.is_err() || matches!(status, 0 | 502 | 504) {
            return Err(ApiError::Unreachable);
        }
        answer_of(&request, status).map_err(|_| ApiError::unreadable())
    }

    fn opened(&self, token: Option<&str>, media_type: &str) -> Result<XmlHttpRequest, JsValue> {
        let request = XmlHttpRequest::new()?;
        request.open(self.method.as_str(), &self.url)?;
        request.set_request_header("Content-Type", media_type)?;
        if let Some(token) = token {
            request.set_request_header("Authorization", &format!("Bearer {token}"))?;
        }
        if let Some(key) = &self.key {
            request.set_request_header("Idempotency-Key", &key.value)?;
        }
        Ok(request)
    }
}

/// The answer of a request as `fetch` would give it.
fn answer_of(request: &XmlHttpRequest, status: u16) -> Result<Answer, JsValue> {
    let text = request.response_text()?.unwrap_or_default();
    let init = ResponseInit::new();
    init.set_status(status);
    let response = web_sys::Response::new_with_opt_str_and_init(Some(&text), &init)?;
    if let Some(seconds) = request.get_response_header("Retry-After")? {
        response.headers().set("Retry-After", &seconds)?;
    }
    Ok(Answer(response.into()))
}

fn percent(sent: f64, of: f64) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies between 0 and 100"
    )]
    let percent = if of > 0.0 { (sent * 100.0 / of).clamp(0.0, 100.0) as u8 } else { 0 };
    percent
}

pub fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|_| ApiError::unreadable())
}

/// Ends a streamed answer from outside, so that its connection is closed at once.
#[derive(Clone, Default)]
pub struct StreamEnd(Rc<RefCell<StreamState>>);

#[derive(Default)]
struct StreamState {
    has_ended: bool,
    reader: Option<ReadableStreamDefaultReader>,
}

impl StreamEnd {
    pub fn end(&self) {
        let mut state = self.0.borrow_mut();
        state.has_ended = true;
        if let Some(reader) = state.reader.take() {
            let _ = reader.cancel();
        }
    }

    pub fn has_ended(&self) -> bool {
        self.0.borrow().has_ended
    }

    /// False if the stream is to end before its first chunk.
    fn watch(&self, reader: &ReadableStreamDefaultReader) -> bool {
        let mut state = self.0.borrow_mut();
        state.reader = Some(reader.clone());
        !state.has_ended
    }
}

/// An answer of the server.
pub struct Answer(Response);

impl Answer {
    /// The answer if the server accepted the request, otherwise its problem.
    pub async fn accepted(self) -> Result<Self, ApiError> {
        if self.0.ok() {
            return Ok(self);
        }
        let retry_after = self.header("Retry-After").and_then(|s| s.parse().ok());
        let body = self.0.text().await.map_err(|_| ApiError::unreadable())?;
        Err(ApiError::of_problem(&body, retry_after))
    }

    /// The body as text. An empty body is returned as an empty JSON object.
    pub async fn text(&self) -> Result<String, ApiError> {
        let body = self.0.text().await.map_err(|_| ApiError::Unreachable)?;
        Ok(if body.is_empty() { "{}".to_owned() } else { body })
    }

    /// Calls `each` with every chunk of a streamed body, until `each` returns false or the stream is ended
    /// from outside.
    pub async fn chunks(&self, end: &StreamEnd, mut each: impl FnMut(&[u8]) -> bool) {
        let Some(body) = self.0.body() else { return };
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        if !end.watch(&reader) {
            let _ = reader.cancel();
            return;
        }
        while let Ok(chunk) = JsFuture::from(reader.read()).await {
            let field = |name: &str| js_sys::Reflect::get(&chunk, &name.into()).unwrap_or_default();
            if field("done").is_truthy()
                || !each(&js_sys::Uint8Array::new(&field("value")).to_vec())
            {
                break;
            }
        }
        let _ = reader.cancel();
    }

    pub async fn blob(&self) -> Result<web_sys::Blob, ApiError> {
        let bytes = self.0.binary().await.map_err(|_| ApiError::Unreachable)?;
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(&self.header("Content-Type").unwrap_or_default());
        web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)
            .map_err(|_| ApiError::unreadable())
    }

    /// The file name from `Content-Disposition: attachment; filename="…"`.
    pub fn file_name(&self) -> Option<String> {
        let disposition = self.header("Content-Disposition")?;
        let (_, name) = disposition.split_once("filename=")?;
        let name = name.split(';').next()?.trim().trim_matches('"');
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn header(&self, name: &str) -> Option<String> {
        self.0.headers().get(name)
    }
}
