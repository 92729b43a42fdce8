//! The entry of the fuzz target.

use super::api::read_answers;
use super::{delivery, is_empty, known, store_keys, usage_by_address, usage_of_one, were_ended};

/// Reads the text of a response as the answer to every command.
pub fn read_reply(text: &str) {
    let answers = || read_answers(text).into_iter().flatten();
    for answer in answers().flatten() {
        let _ = (usage_by_address(&answer), usage_of_one(&answer), store_keys(&answer));
    }
    for answer in answers() {
        let _ = is_empty(answer);
    }
    for answer in answers() {
        let _ = were_ended(answer);
    }
    for answer in answers() {
        let _ = delivery("anna@pec.example.it", answer);
    }
    for answer in answers() {
        let _ = known(answer);
    }
}
