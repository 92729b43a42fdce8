//! Cursors, which clients can forge.

use proptest::prelude::*;
use sigillo_storage::mailbox_list::Position;
use sigillo_storage::{Cursor, decode_cursor, encode_cursor};
use uuid::Uuid;

/// JSON that looks like a position, any part of which may be wrong or extreme.
fn positions() -> impl Strategy<Value = String> {
    let sort = prop_oneof![Just("address".to_owned()), Just("-created_at".to_owned()), ".{0,8}"];
    let key = prop_oneof![
        Just(r#""None""#.to_owned()),
        any::<i64>().prop_map(|number| format!(r#"{{"Int":{number}}}"#)),
        Just(r#"{"Time":"+262142-12-31T23:59:59Z"}"#.to_owned()),
        Just(r#"{"Text":"\u0000"}"#.to_owned()),
        any::<bool>().prop_map(|flag| flag.to_string()),
    ];
    (sort, any::<i16>(), key, ".{0,8}").prop_map(|(sort, rank, key, address)| {
        format!(r#"{{"sort":{sort:?},"rank":{rank},"key":{key},"address":{address:?}}}"#)
    })
}

fn read_all(text: &str) {
    let _ = decode_cursor::<Position>(text);
    let _ = decode_cursor::<Cursor<String>>(text);
    let _ = decode_cursor::<Cursor<i64>>(text);
    let _ = decode_cursor::<Cursor<Uuid>>(text);
}

proptest! {
    #[test]
    fn decoding_never_panics(text in ".{0,300}", json in positions()) {
        read_all(&text);
        read_all(&json);
        let bytes: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
        read_all(&encode_cursor(&bytes));
    }

    #[test]
    fn an_encoded_cursor_decodes_to_itself(after in "\\PC{0,60}") {
        let cursor = Cursor { after };
        prop_assert_eq!(decode_cursor(&encode_cursor(&cursor)), Some(cursor));
    }

    #[test]
    fn a_cursor_needs_no_escaping_in_a_url(after in ".{0,60}") {
        let text = encode_cursor(&Cursor { after });
        prop_assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    }
}

#[test]
fn a_cursor_of_another_list_is_rejected() {
    let text = encode_cursor(&Cursor { after: 5_i64 });
    assert_eq!(decode_cursor::<Cursor<String>>(&text), None);
    assert_eq!(decode_cursor::<Position>(&text), None);
    assert_eq!(decode_cursor::<Cursor<i64>>(&format!("{text}=")), None);
}

#[test]
fn a_cursor_that_is_too_long_is_rejected() {
    let text = encode_cursor(&Cursor { after: "a".repeat(2000) });
    assert_eq!(decode_cursor::<Cursor<String>>(&text), None);
}

/// PostgreSQL rejects text that contains a NUL, so such a cursor must not reach a statement.
#[test]
fn a_cursor_with_a_nul_is_rejected() {
    let text = encode_cursor(&Cursor { after: "a\0" });
    assert_eq!(decode_cursor::<Cursor<String>>(&text), None);
}
