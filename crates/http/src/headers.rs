//! Security headers of every response.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web};

use crate::{Http, mail_programs};

/// The pages load their own files and call the API: nothing inline, nothing from other hosts. A frame shows a PDF that
/// a page has read.
const PAGES: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
     frame-src blob:; object-src blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// swagger-ui sets styles inline.
const DOCS: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";
/// Files of documents come from strangers: whatever a browser makes of one, nothing in it runs.
const DOCUMENTS: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";
/// The API's responses and the documents for mail programs are not pages.
const API: &str = "default-src 'none'; frame-ancestors 'none'";

pub(crate) async fn add(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let policy = match request.path() {
        path if path.starts_with("/api/docs") => DOCS,
        path if path.starts_with("/api/v1/documents/") => DOCUMENTS,
        path if path.starts_with("/api/") || mail_programs::are_at(path) => API,
        _ => PAGES,
    };
    let is_api = request.path().starts_with("/api/");
    let https =
        request.app_data::<web::Data<Http>>().is_some_and(|http| http.settings.secure_cookie);
    let mut response = next.call(request).await?;
    for (name, value) in all(policy, https, is_api) {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// The headers of the API's responses.
pub(crate) fn of_api(https: bool) -> impl Iterator<Item = (HeaderName, &'static str)> {
    all(API, https, true)
}

fn all(
    policy: &'static str,
    https: bool,
    is_api: bool,
) -> impl Iterator<Item = (HeaderName, &'static str)> {
    let always = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let transport = (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    let no_store = (header::CACHE_CONTROL, "no-store");
    always.into_iter().chain(https.then_some(transport)).chain(is_api.then_some(no_store))
}
