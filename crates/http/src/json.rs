//! Reads JSON bodies and query strings, with errors that name the field.

use std::fmt::Write;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Path;
use sigillo_domain::{Code, Fault, FaultCode};

use crate::failure::Failure;

/// Reads a JSON body.
pub(crate) fn body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    // Serde would read a struct from an array too, field by field.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(Failure::with_detail(Code::Malformed, "The body must be a JSON object."));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let inner = error.inner();
        if !inner.is_data() {
            return Failure::with_detail(
                Code::Malformed,
                format!("The body is not JSON: {inner}."),
            );
        }
        fault(&pointer(error.path()), &inner.to_string(), "/")
    })?;
    reader
        .end()
        .map_err(|_| Failure::with_detail(Code::Malformed, "There is more after the JSON."))?;
    match nul_in(bytes) {
        None => Ok(value),
        Some(pointer) => Err(Failure::invalid(vec![nul(pointer)])),
    }
}

/// PostgreSQL cannot store a text with a NUL, so no field accepts one.
fn nul(pointer: String) -> Fault {
    Fault::new(pointer, FaultCode::InvalidCharacters)
}

/// The first text of a JSON body with a NUL in it.
fn nul_in(bytes: &[u8]) -> Option<String> {
    fn search(value: &Value, at: &str) -> Option<String> {
        match value {
            Value::String(text) => text.contains('\0').then(|| at.to_owned()),
            Value::Array(values) => {
                let mut values = values.iter().enumerate();
                values.find_map(|(index, value)| search(value, &format!("{at}/{index}")))
            }
            Value::Object(fields) => fields
                .iter()
                .find_map(|(name, value)| search(value, &format!("{at}/{}", escaped(name)))),
            _ => None,
        }
    }
    // JSON has no other notation for it.
    let written = bytes.windows(6).any(|window| window == b"\\u0000");
    let value = written.then(|| serde_json::from_slice(bytes).ok()).flatten()?;
    search(&value, "")
}

/// Reads a query string.
pub(crate) fn query<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    if let Some((name, _)) = form(text).find(|(_, value)| value.contains('\0')) {
        return Err(Failure::invalid(vec![nul(name.into_owned())]));
    }
    let reader = serde_urlencoded::Deserializer::new(form(text));
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let name = error.path().to_string();
        let name = if name == "." { String::new() } else { name };
        fault(&name, &error.inner().to_string(), "")
    })
}

fn form(text: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(text.as_bytes())
}

/// Translates serde's message, which is text only, into the fault of a field.
fn fault(at: &str, message: &str, separator: &str) -> Failure {
    let quoted = message.split('`').nth(1).unwrap_or_default();
    let named = || {
        let parent = at.strip_suffix(&format!("{separator}{quoted}")).unwrap_or(at);
        format!("{parent}{separator}{quoted}")
    };
    // At a repeated field the path is that of the object, or of the field itself.
    let fault = if message.starts_with("duplicate field") {
        let at =
            if at.ends_with(&format!("{separator}{quoted}")) { at.to_owned() } else { named() };
        Fault::new(at, FaultCode::Repeated)
    } else if message.starts_with("unknown field") {
        Fault::new(named(), FaultCode::NotExpected)
    } else if message.starts_with("missing field") {
        Fault::new(named(), FaultCode::Required)
    } else if at.is_empty() {
        let detail = format!("The request is not of the expected shape: {message}.");
        return Failure::with_detail(Code::Malformed, detail);
    } else if message.starts_with("unknown variant") {
        Fault::new(at, FaultCode::Unknown)
    } else {
        Fault::new(at, FaultCode::InvalidType)
    };
    Failure::invalid(vec![fault])
}

/// A name within a pointer (RFC 6901).
pub(crate) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn pointer(path: &Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                // Writing into a String cannot fail.
                let _ = write!(pointer, "/{index}");
            }
            Segment::Map { key } | Segment::Enum { variant: key } => {
                pointer.push('/');
                pointer.push_str(&escaped(key));
            }
            Segment::Unknown => {}
        }
    }
    pointer
}

#[cfg(test)]
mod tests {
    use sigillo_contract::account::AccountCreate;
    use sigillo_contract::mailbox::{MailboxPatch, MailboxQuery};

    use super::*;

    fn first_fault<T: DeserializeOwned>(read: Result<T, Failure>) -> String {
        use actix_web::ResponseError;
        use actix_web::body::MessageBody;
        let failure = read.err().expect("a refusal");
        let body = failure.error_response().into_body().try_into_bytes().unwrap_or_default();
        let problem: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
        let error = &problem["errors"][0];
        format!("{} {} {}", problem["code"], error["pointer"], error["code"])
    }

    #[test]
    fn the_refused_field_is_named() {
        let patch = |text: &str| first_fault(body::<MailboxPatch>(text.as_bytes()));
        assert_eq!(patch(r#"{"quota_mb":"big"}"#), r#""validation" "/quota_mb" "invalid_type""#);
        assert_eq!(patch(r#"{"quotas":5}"#), r#""validation" "/quotas" "not_expected""#);
        assert_eq!(patch(r#"{"state":"gone"}"#), r#""validation" "/state" "unknown""#);
        assert_eq!(patch("{"), r#""malformed" null null"#);
        assert_eq!(patch("{} {}"), r#""malformed" null null"#);
        assert_eq!(patch("[]"), r#""malformed" null null"#);
        assert_eq!(
            patch(r#"{"communication_email":"a\u0000b"}"#),
            r#""validation" "/communication_email" "invalid_characters""#
        );
        let create = |text: &str| first_fault(body::<AccountCreate>(text.as_bytes()));
        assert_eq!(create("{}"), r#""validation" "/role" "required""#);
        assert_eq!(
            create(r#"{"role":"assistant","grants":[{"domain":"a","permissions":["fly"]}]}"#),
            r#""validation" "/grants/0/permissions/0" "unknown""#
        );
        assert_eq!(
            create(r#"{"role":"assistant","grants":[{"domain":"a"}]}"#),
            r#""validation" "/grants/0/permissions" "required""#
        );
    }

    #[test]
    fn the_refused_parameter_is_named() {
        let query = |text: &str| first_fault(query::<MailboxQuery>(text));
        assert_eq!(query("limit=many"), r#""validation" "limit" "invalid_type""#);
        assert_eq!(query("domain=a%00b"), r#""validation" "domain" "invalid_characters""#);
        assert_eq!(query("stato=active"), r#""validation" "stato" "not_expected""#);
    }
}
