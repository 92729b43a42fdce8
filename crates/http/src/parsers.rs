//! Property tests of the parsers: any text is either accepted or refused with a proper error.

use actix_web::ResponseError;
use actix_web::test::TestRequest;
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use sigillo_app::ExpectedVersions;
use sigillo_contract::account::AccountCreate;
use sigillo_contract::mailbox::{ExportQuery, MailboxCreate, MailboxPatch, MailboxQuery};

use crate::call::if_match;
use crate::failure::Failure;
use crate::json;

/// JSON objects with the fields of the forms and arbitrary values.
fn documents() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|flag| flag.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        ".{0,12}".prop_map(|text| serde_json::Value::from(text).to_string()),
        Just(r#""a\u0000b""#.to_owned()),
    ];
    let name = prop_oneof![
        Just("quota_mb".to_owned()),
        Just("state".to_owned()),
        Just("communication_email".to_owned()),
        Just("grants".to_owned()),
        "[a-z~/`\"]{0,8}",
    ];
    leaf.prop_recursive(4, 32, 4, move |inner| {
        let field = (name.clone(), inner.clone())
            .prop_map(|(name, value)| format!("{}:{value}", serde_json::Value::from(name)));
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(|all| format!("[{}]", all.join(","))),
            proptest::collection::vec(field, 0..4).prop_map(|all| format!("{{{}}}", all.join(","))),
        ]
    })
}

/// Queries with the parameters of the lists and arbitrary values.
fn queries() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        Just("q".to_owned()),
        Just("state".to_owned()),
        Just("limit".to_owned()),
        Just("cursor".to_owned()),
        Just("sort".to_owned()),
        ".{0,6}",
    ];
    let value = prop_oneof![".{0,20}", "[0-9]{0,25}", "[a-z_,]{0,20}", Just("\0".to_owned())];
    let pairs = proptest::collection::vec((name, value), 0..6);
    pairs.prop_map(|pairs| {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    })
}

/// A refusal must be a client error, never an internal one, and name the field where it is a
/// validation error.
fn refused_in_words<T>(read: Result<T, Failure>) -> Result<(), TestCaseError> {
    let Err(failure) = read else { return Ok(()) };
    let code = failure.to_string();
    prop_assert!(matches!(code.as_str(), "malformed" | "validation" | "stale"), "{code}");
    let is_validation = code == "validation";
    prop_assert_eq!(failure.status_code().as_u16() == 422, is_validation);
    Ok(())
}

fn body<T: DeserializeOwned>(bytes: &[u8]) -> Result<(), TestCaseError> {
    refused_in_words(json::body::<T>(bytes))
}

proptest! {
    #[test]
    fn any_body_is_accepted_or_refused(text in documents(), bytes in any::<Vec<u8>>(), cut in any::<prop::sample::Index>()) {
        let short = &text.as_bytes()[..cut.index(text.len() + 1)];
        for bytes in [text.as_bytes(), short, &bytes] {
            body::<MailboxCreate>(bytes)?;
            body::<MailboxPatch>(bytes)?;
            body::<AccountCreate>(bytes)?;
        }
    }

    #[test]
    fn a_nul_in_a_body_is_refused(before in "[a-z]{0,5}", after in ".{0,5}") {
        let email = format!("{before}\0{after}");
        let text = serde_json::json!({"communication_email": email}).to_string();
        prop_assert!(json::body::<MailboxPatch>(text.as_bytes()).is_err());
    }

    #[test]
    fn any_query_is_accepted_or_refused(text in queries(), raw in "[ -~]{0,60}") {
        for text in [text, raw] {
            refused_in_words(json::query::<MailboxQuery>(&text))?;
            refused_in_words(json::query::<ExportQuery>(&text))?;
        }
    }

    #[test]
    fn a_search_is_read_unchanged(search in "[^\\x00]{1,40}", limit in 1..=200_u32) {
        let text = form_urlencoded::Serializer::new(String::new())
            .append_pair("q", &search)
            .append_pair("limit", &limit.to_string())
            .finish();
        let query = json::query::<MailboxQuery>(&text).unwrap();
        prop_assert_eq!(query.q, Some(search));
        prop_assert_eq!(query.limit, Some(limit));
    }

    #[test]
    fn any_entity_tag_is_accepted_or_refused(text in "[\\x20-\\x7e\\x80-\\xff]{0,30}") {
        let request = TestRequest::default().insert_header(("if-match", text)).to_http_request();
        refused_in_words(if_match(&request))?;
    }

    #[test]
    fn a_version_is_read_as_it_was_sent(version in any::<i64>()) {
        let tag = format!("\"{version}\"");
        let request = TestRequest::default().insert_header(("if-match", tag)).to_http_request();
        prop_assert_eq!(if_match(&request).unwrap(), Some(ExpectedVersions(vec![version])));
    }
}
