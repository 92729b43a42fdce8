//! Cursors are texts that clients can make up.

use proptest::prelude::*;
use sigillo_storage::mailbox_list::Position;
use sigillo_storage::{Cursor, decode_cursor, encode_cursor};
use uuid::Uuid;

/// JSON that looks like a position, with any part of it wrong or extreme.
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
    fn no_text_makes_the_reader_panic(text in ".{0,300}", json in positions()) {
        read_all(&text);
        read_all(&json);
        let bytes: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
        read_all(&encode_cursor(&bytes));
    }

    #[test]
    fn what_is_written_reads_back(after in "\\PC{0,60}") {
        let cursor = Cursor { after };
        prop_assert_eq!(decode_cursor(&encode_cursor(&cursor)), Some(cursor));
    }

    #[test]
    fn a_cursor_travels_in_a_query_as_it_is(after in ".{0,60}") {
        let text = encode_cursor(&Cursor { after });
        prop_assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    }
}

#[test]
fn a_cursor_of_another_list_is_none() {
    let text = encode_cursor(&Cursor { after: 5_i64 });
    assert_eq!(decode_cursor::<Cursor<String>>(&text), None);
    assert_eq!(decode_cursor::<Position>(&text), None);
    assert_eq!(decode_cursor::<Cursor<i64>>(&format!("{text}=")), None);
}

#[test]
fn a_cursor_too_long_to_be_ours_is_not_read() {
    let text = encode_cursor(&Cursor { after: "a".repeat(2000) });
    assert_eq!(decode_cursor::<Cursor<String>>(&text), None);
}

/// PostgreSQL has no text with a NUL in it: it must not get as far as a statement.
#[test]
fn a_cursor_with_a_nul_is_none() {
    let text = encode_cursor(&Cursor { after: "a\0" });
    assert_eq!(decode_cursor::<Cursor<String>>(&text), None);
}
