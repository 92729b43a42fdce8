//! The built apps: the panel, and the app of mailboxes' users under its own path.

use std::borrow::Cow;

use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use sigillo_contract::user_page::UserPage;
use sigillo_domain::Code;

use crate::failure::Failure;
use crate::{Http, allow};

/// The files of the built apps, by folder and name (`panel/index.html`, `user/app-1a2b3c.wasm`). A file
/// may have compressed variants beside it, `.br` and `.gz`.
pub trait Assets: Send + Sync {
    fn get(&self, path: &str) -> Option<Cow<'static, [u8]>>;
}

/// No apps: the API alone.
pub struct NoAssets;

impl Assets for NoAssets {
    fn get(&self, _: &str) -> Option<Cow<'static, [u8]>> {
        None
    }
}

const INDEX: &str = "index.html";

/// The folders of the two apps.
const PANEL: &str = "panel";
const USER: &str = "user";

/// Whether both apps were built.
pub fn are_built(assets: &dyn Assets) -> bool {
    [PANEL, USER].iter().all(|folder| assets.get(&format!("{folder}/{INDEX}")).is_some())
}

/// The folder of the app that a path belongs to, and the rest of the path.
fn app_of(path: &str) -> (&'static str, &str) {
    match UserPage::below_root(path) {
        Some(rest) => (USER, rest),
        // A second path of the app, whose files are under the first.
        None if UserPage::is_preservation(path) => (USER, ""),
        None => (PANEL, path.trim_start_matches('/')),
    }
}

/// Serves whatever has no route of its own: a file of an app, or its index, as the app itself finds the
/// page of an address. Of the API only wrong paths and methods come here.
pub(crate) async fn serve(
    http: web::Data<Http>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let path = request.path();
    if path == "/api" || path.starts_with("/api/") {
        return Err(no_such_operation(path));
    }
    // A HEAD request comes as a GET.
    if *request.method() != Method::GET {
        return Err(Failure::method_not_allowed("GET, HEAD".to_owned()));
    }
    let (folder, rest) = app_of(path);
    let file_name = format!("{folder}/{rest}");
    let exists = !rest.is_empty() && http.assets.get(&file_name).is_some();
    let name = if exists { file_name } else { format!("{folder}/{INDEX}") };
    // A last segment with an extension is a file name, not the path of a page.
    let is_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    if !exists && is_file {
        return Err(Failure::new(Code::NotFound));
    }
    let accepted = request.headers().get(header::ACCEPT_ENCODING);
    let accepted = accepted.and_then(|value| value.to_str().ok()).unwrap_or_default();
    file(&*http.assets, &name, accepted)
        .ok_or_else(|| Failure::with_detail(Code::NotFound, "The pages were not built."))
}

fn no_such_operation(path: &str) -> Failure {
    match allow::methods_of(path) {
        Some(methods) => Failure::method_not_allowed(methods),
        None => Failure::with_detail(Code::NotFound, "The API has no such path."),
    }
}

fn file(assets: &dyn Assets, name: &str, accepted: &str) -> Option<HttpResponse> {
    let plain = assets.get(name)?;
    let accepts = |coding: &str| {
        accepted.split(',').any(|entry| {
            let mut parts = entry.split(';').map(str::trim);
            parts.next() == Some(coding) && !parts.any(|part| part == "q=0")
        })
    };
    let twin = [("br", "br"), ("gzip", "gz")].into_iter().find_map(|(coding, extension)| {
        let content = accepts(coding).then(|| assets.get(&format!("{name}.{extension}")))??;
        Some((coding, content))
    });
    let mut response = HttpResponse::build(StatusCode::OK);
    response.content_type(content_type(name)).insert_header((header::VARY, "accept-encoding"));
    // Every file but the index has the hash of its content in its name.
    let caching =
        if name.ends_with(INDEX) { "no-cache" } else { "public, max-age=31536000, immutable" };
    response.insert_header((header::CACHE_CONTROL, HeaderValue::from_static(caching)));
    Some(match twin {
        Some((coding, content)) => {
            response.insert_header((header::CONTENT_ENCODING, coding));
            response.body(content.into_owned())
        }
        None => response.body(plain.into_owned()),
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        Some("json" | "webmanifest") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
