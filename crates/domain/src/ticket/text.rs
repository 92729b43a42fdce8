//! What people write in tickets, and how much of it.

use super::canned_answer::TITLE_MAX;
use crate::fault::FaultCode;
use crate::invisible::is_invisible;
use crate::name::composed;

/// The longest summary, in characters.
pub const SUMMARY_MAX: usize = 200;
/// The longest description or message, in characters.
pub const TEXT_MAX: usize = 10_000;
/// The longest text of problem, action and solution each, in characters.
pub const CLOSURE_MAX: usize = 2000;
/// The most entries of an exchange.
pub const MAX_MESSAGES: i64 = 500;
/// The most files of a ticket.
pub const MAX_ATTACHMENTS: i64 = 50;
/// The most lines of each list of a context.
pub const MAX_CONTEXT_LINES: usize = 10;
/// The longest text of a context, in characters.
pub const CONTEXT_LINE_MAX: usize = 300;

pub fn parse_summary(text: &str) -> Result<String, FaultCode> {
    let text = parse_text(text, SUMMARY_MAX)?;
    if text.contains('\n') { Err(FaultCode::InvalidCharacters) } else { Ok(text) }
}

/// The title of a canned answer.
pub fn parse_title(text: &str) -> Result<String, FaultCode> {
    let text = parse_text(text, TITLE_MAX)?;
    if text.contains('\n') { Err(FaultCode::InvalidCharacters) } else { Ok(text) }
}

/// A description, which may be empty.
pub fn parse_description(text: &str) -> Result<String, FaultCode> {
    match parse_text(text, TEXT_MAX) {
        Err(FaultCode::Required) => Ok(String::new()),
        other => other,
    }
}

pub fn parse_message(text: &str) -> Result<String, FaultCode> {
    parse_text(text, TEXT_MAX)
}

pub fn parse_closure(text: &str) -> Result<String, FaultCode> {
    parse_text(text, CLOSURE_MAX)
}

/// A line of the context, as the page has shown it.
pub fn parse_context_line(text: &str) -> Result<String, FaultCode> {
    parse_text(text, CONTEXT_LINE_MAX)
}

/// A text of several lines, as it was typed or pasted: line ends become those of Unix, and a tab stays.
fn parse_text(text: &str, max: usize) -> Result<String, FaultCode> {
    let text = composed(text.replace("\r\n", "\n").replace('\r', "\n").trim());
    match text.chars().count() {
        0 => Err(FaultCode::Required),
        count if count > max => Err(FaultCode::TooLong),
        _ if text.chars().any(|c| is_invisible(c) && !matches!(c, '\n' | '\t' | '\u{200d}')) => {
            Err(FaultCode::InvalidCharacters)
        }
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_keep_their_lines() {
        assert_eq!(parse_message(" a\r\nb\tc "), Ok("a\nb\tc".into()));
        assert_eq!(parse_message("\n "), Err(FaultCode::Required));
        assert_eq!(parse_description("\n "), Ok(String::new()));
        assert_eq!(parse_message("a\0"), Err(FaultCode::InvalidCharacters));
        assert_eq!(parse_summary("a\nb"), Err(FaultCode::InvalidCharacters));
        assert_eq!(parse_summary(&"a".repeat(201)), Err(FaultCode::TooLong));
        assert_eq!(parse_message(&"a".repeat(10_001)), Err(FaultCode::TooLong));
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in any::<String>()) {
            if let Ok(parsed) = parse_message(&text) {
                prop_assert_eq!(parse_message(&parsed), Ok(parsed));
            }
        }
    }
}
