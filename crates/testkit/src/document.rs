//! Checks every response that a test gets against the OpenAPI document.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use actix_web::HttpResponse;
use serde_json::Value;

use crate::Answer;

/// Headers that belong to no operation: they describe the transfer, or are part of every response.
const GENERAL: &[&str] = &[
    "cache-control",
    "content-encoding",
    "content-security-policy",
    "content-type",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "referrer-policy",
    "strict-transport-security",
    "transfer-encoding",
    "vary",
    "x-accel-buffering",
    "x-content-type-options",
    "x-frame-options",
    "x-trace-id",
];

/// Headers that a response has wherever they are documented. The others depend on the case.
const ALWAYS_SENT: &[&str] = &["content-disposition", "etag", "location", "set-cookie"];

fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(sigillo_http::openapi::value)
}

/// The documented operation that a request is for.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let paths = document()["paths"].as_object().expect("paths");
    let matches = |template: &str| {
        let (template, path) = (template.split('/'), path.split('/'));
        template.clone().count() == path.clone().count()
            && template
                .zip(path)
                .all(|(name, text)| name == text || name == "{id}" && !text.is_empty())
    };
    // A path without a parameter comes before one that would match it too.
    let item = paths
        .get(path)
        .or_else(|| paths.iter().find(|(template, _)| matches(template)).map(|(_, item)| item));
    item?.get(method.to_lowercase())
}

fn documented_headers(response: &Value) -> BTreeSet<String> {
    let headers = response["headers"].as_object();
    headers.into_iter().flatten().map(|(name, _)| name.to_lowercase()).collect()
}

/// Fails unless status, media type and headers are as documented.
pub(crate) fn check(method: &str, path: &str, response: &HttpResponse) {
    let Some(operation) = operation(method, path) else { return };
    let status = response.status().as_u16();
    let at = format!("{status} of {method} {path}");
    let documented = &operation["responses"][status.to_string()];
    assert!(documented.is_object(), "{at} is not documented");
    let expected = documented_headers(documented);
    let sent: BTreeSet<_> = response
        .headers()
        .keys()
        .map(|name| name.as_str().to_owned())
        .filter(|name| !GENERAL.contains(&name.as_str()))
        .collect();
    let undocumented: Vec<_> = sent.difference(&expected).collect();
    assert!(undocumented.is_empty(), "{at} has undocumented headers: {undocumented:?}");
    let missing: Vec<_> =
        expected.difference(&sent).filter(|name| ALWAYS_SENT.contains(&name.as_str())).collect();
    assert!(missing.is_empty(), "{at} lacks documented headers: {missing:?}");
    let content_type = response.headers().get("content-type").and_then(|value| value.to_str().ok());
    let media_type = content_type.map(|text| text.split(';').next().unwrap_or_default().trim());
    let known = documented["content"].as_object();
    assert_eq!(media_type.is_some(), known.is_some(), "{at} has a body");
    if let (Some(media_type), Some(known)) = (media_type, known) {
        assert!(known.contains_key(media_type), "{at} is of type {media_type}");
    }
}

/// Fails if a page that has a next one does not link to it, or if the last page has a link.
pub(crate) fn check_link(method: &str, path: &str, answer: &Answer) {
    let Some(operation) = operation(method, path) else { return };
    let documented = documented_headers(&operation["responses"][answer.status.to_string()]);
    if documented.contains("link") {
        let has_next = !answer.body["next_cursor"].is_null();
        assert_eq!(answer.header("link").is_some(), has_next, "the Link of {method} {path}");
    }
}

/// Fails if an event of a stream has a field that the document does not describe, or lacks a required one.
pub(crate) fn check_events(method: &str, path: &str, answer: &Answer) {
    let Some(operation) = operation(method, path) else { return };
    let response = &operation["responses"][answer.status.to_string()];
    let schema = &response["content"]["text/event-stream"]["schema"];
    if schema.is_null() {
        return;
    }
    assert_eq!(schema["type"], "object", "the events of {method} {path}");
    let text = String::from_utf8_lossy(&answer.bytes);
    for event in text.split("\n\n").filter(|event| !event.is_empty() && !event.starts_with(':')) {
        let fields: Vec<_> =
            event.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name).collect();
        for field in &fields {
            assert!(
                schema["properties"][field].is_object(),
                "{field} of an event of {method} {path}"
            );
        }
        for required in schema["required"].as_array().into_iter().flatten() {
            let required = required.as_str().unwrap_or_default();
            assert!(fields.contains(&required), "an event of {method} {path} lacks {required}");
        }
    }
}
