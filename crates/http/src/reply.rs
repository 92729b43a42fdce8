//! Replies, with the headers that their types promise.

use actix_web::cookie::Cookie;
use actix_web::http::header::{self, HeaderName};
use actix_web::http::{StatusCode, Uri};
use actix_web::{HttpRequest, HttpResponse, Responder};
use sigillo_contract::Operation;
use sigillo_contract::operation::ReplyBody;

use crate::call;

/// The reply of an operation that succeeded. `ETag`, `Location` and `Link` follow from the types of
/// the operation, so that no handler can forget one or send one that the document does not list.
pub(crate) struct Reply<O: Operation> {
    body: O::Reply,
    cookie: Option<Cookie<'static>>,
}

pub(crate) fn reply<O: Operation>(body: O::Reply) -> Reply<O> {
    Reply { body, cookie: None }
}

impl<O: Operation> Reply<O> {
    pub fn cookie(self, cookie: Cookie<'static>) -> Self {
        debug_assert!(O::SPEC.sets_cookie, "{} sets no cookie", O::SPEC.id);
        Self { cookie: Some(cookie), ..self }
    }
}

impl<O: Operation> Reply<O> {
    fn headers(&self, request: &HttpRequest) -> impl Iterator<Item = (HeaderName, String)> {
        let etag = O::Reply::VERSION.map(|version| format!("\"{}\"", version(&self.body)));
        let location = O::LOCATION.and_then(|location| {
            let path = call::path::<O>(request).ok()?;
            Some(location(&path, &self.body))
        });
        let link = O::Reply::NEXT_CURSOR
            .and_then(|next_cursor| next_cursor(&self.body))
            .map(|cursor| link_to_next(request.uri(), cursor));
        let headers = [(header::ETAG, etag), (header::LOCATION, location), (header::LINK, link)];
        headers.into_iter().filter_map(|(name, value)| Some((name, value?)))
    }
}

/// The link to the next page (RFC 8288): the same query with another cursor.
fn link_to_next(uri: &Uri, cursor: &str) -> String {
    let query = uri.query().unwrap_or_default();
    let mut query: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="))
        .map(str::to_owned)
        .collect();
    query.push(format!("cursor={cursor}"));
    format!("<{}?{}>; rel=\"next\"", uri.path(), query.join("&"))
}

impl<O: Operation> Responder for Reply<O> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let status = StatusCode::from_u16(O::SPEC.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        for header in self.headers(request) {
            response.insert_header(header);
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
