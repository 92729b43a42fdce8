//! The parameters of lists: cursors, orders, filters and searches.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use sigillo_domain::account::{AccountSortField, Role};
use sigillo_domain::list::{Sort, parse_comma_list, parse_search};
use sigillo_domain::mailbox_list::{parse_fill, parse_password_states, parse_states};
use sigillo_storage::{Cursor, Position, decode_cursor, encode_cursor};

fuzz_target!(|text: &str| {
    // As a cursor, and as what a cursor holds.
    let _ = decode_cursor::<Position>(text);
    let _ = decode_cursor::<Cursor<i64>>(text);
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        let cursor = encode_cursor(&value);
        let _ = decode_cursor::<Cursor<i64>>(&cursor);
        if let Some(position) = decode_cursor::<Position>(&cursor) {
            let again = encode_cursor(&position);
            // A longer cursor is refused.
            if again.len() <= cursor.len() {
                assert_eq!(decode_cursor::<Position>(&again), Some(position));
            }
        }
    }
    if let Ok(sort) = Sort::<AccountSortField>::parse(text) {
        assert_eq!(sort.to_string(), text);
    }
    let _ = parse_comma_list::<Role>(text);
    let _ = (parse_states(text), parse_password_states(text), parse_fill(text));
    if let Ok(Some(search)) = parse_search(text) {
        assert!(!search.contains('\0'));
    }
});
