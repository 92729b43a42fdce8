//! An answer, as its row of the table promises.

use std::marker::PhantomData;

use actix_web::cookie::Cookie;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{StatusCode, Uri};
use actix_web::{HttpRequest, HttpResponse, Responder};
use sigillo_contract::Operation;

/// The reply of an operation that went well.
pub(crate) struct Reply<O: Operation> {
    body: O::Reply,
    headers: Vec<(HeaderName, String)>,
    cookie: Option<Cookie<'static>>,
    operation: PhantomData<O>,
}

pub(crate) fn reply<O: Operation>(body: O::Reply) -> Reply<O> {
    Reply { body, headers: vec![], cookie: None, operation: PhantomData }
}

impl<O: Operation> Reply<O> {
    pub fn etag(mut self, version: i64) -> Self {
        self.headers.push((header::ETAG, format!("\"{version}\"")));
        self
    }

    pub fn location(mut self, path: String) -> Self {
        self.headers.push((header::LOCATION, path));
        self
    }

    /// The link to the next page (RFC 8288), where there is one.
    pub fn next_page(mut self, uri: &Uri, cursor: Option<String>) -> Self {
        if let Some(cursor) = cursor {
            let query = uri.query().unwrap_or_default();
            let kept =
                query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
            let query: Vec<_> =
                kept.chain([format!("cursor={cursor}").as_str()]).map(str::to_owned).collect();
            let link = format!("<{}?{}>; rel=\"next\"", uri.path(), query.join("&"));
            self.headers.push((header::LINK, link));
        }
        self
    }

    pub fn cookie(mut self, cookie: Cookie<'static>) -> Self {
        self.cookie = Some(cookie);
        self
    }
}

impl<O: Operation> Responder for Reply<O> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let status = StatusCode::from_u16(O::SPEC.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.insert_header((name, value));
            }
        }
        if let Some(cookie) = self.cookie {
            response.cookie(cookie);
        }
        if status == StatusCode::NO_CONTENT {
            return response.finish();
        }
        response.json(self.body)
    }
}
