//! Texts as they may be stored and shown.

use encoding_rs::{Encoding, WINDOWS_1252};

/// Decodes a text. Without a character set that is known, it is UTF-8 if it can be, and else what older programs write.
pub(crate) fn decode(bytes: &[u8], charset: Option<&str>) -> String {
    let named = charset.and_then(|charset| Encoding::for_label(charset.trim().as_bytes()));
    match (named, std::str::from_utf8(bytes)) {
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        (Some(encoding), _) => encoding.decode_with_bom_removal(bytes).0.into_owned(),
    }
}

/// A text on one line, without control characters, of at most so many bytes. None if nothing is left of it.
pub(crate) fn line(text: &str, most: usize) -> Option<String> {
    let text = text.trim();
    let clean = text.chars().take(most).map(|c| if c.is_control() { ' ' } else { c });
    let mut clean: String = clean.collect();
    truncate(&mut clean, most);
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

/// A text of several lines, without other control characters.
pub(crate) fn lines(text: &str, most: usize) -> String {
    let mut clean = text.replace("\r\n", "\n").replace('\r', "\n");
    clean.retain(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    truncate(&mut clean, most);
    clean.trim().to_owned()
}

fn truncate(text: &mut String, most: usize) {
    text.truncate(text.floor_char_boundary(most));
}

/// An address in lower case; None if it is none.
pub(crate) fn address(text: &str) -> Option<String> {
    /// RFC 5321, 4.5.3.1, with the sign in between.
    const MAX: usize = 320;
    let text = text.trim().trim_start_matches('<').trim_end_matches('>').trim();
    let is_address = text.len() <= MAX
        && text
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
        && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    is_address.then(|| text.to_lowercase())
}

/// A Message-ID without its angle brackets.
pub(crate) fn message_id(text: &str) -> Option<String> {
    /// A line of a header has no more (RFC 5322, 2.1.1).
    const MAX: usize = 998;
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    line(text, MAX)
}

/// What a person reads of an HTML text.
pub(crate) fn of_html(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let hidden = ["style", "script", "title"].into_iter().find(|name| {
            rest.get(1..=name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        });
        let end = hidden.and_then(|name| {
            let close = format!("</{name}");
            rest.to_ascii_lowercase().find(&close)
        });
        rest = &rest[end.unwrap_or(0)..];
        let Some(close) = rest.find('>') else { break };
        let tag = rest[1..close].trim_start_matches('/').to_ascii_lowercase();
        if ["br", "p", "div", "tr", "li", "h"].iter().any(|name| tag.starts_with(name)) {
            text.push('\n');
        }
        rest = &rest[close + 1..];
    }
    if !rest.starts_with('<') {
        text.push_str(rest);
    }
    [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
        .into_iter()
        .fold(text, |text, (name, character)| text.replace(name, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_a_database_refuses_or_a_page_shows_wrongly() {
        assert_eq!(line(" a\0b\r\n c ", 99).as_deref(), Some("a b   c"));
        assert_eq!(line("perché", 6).as_deref(), Some("perch"));
        assert_eq!(line("\0\t", 9), None);
        assert_eq!(lines("a\r\nb\0\rc\t", 99), "a\nb\nc");
        assert_eq!(
            address(" <Ufficio@PEC.example.it> ").as_deref(),
            Some("ufficio@pec.example.it")
        );
        assert_eq!(address("ufficio"), None);
        assert_eq!(address("a b@example.it"), None);
        assert_eq!(message_id("<1@x> ").as_deref(), Some("1@x"));
    }

    #[test]
    fn html_becomes_its_text() {
        let html = "<html><STYLE>p{}</style><p>Il messaggio &lt;1&gt;<br/>&egrave; <b>arrivato";
        assert_eq!(of_html(html).trim(), "Il messaggio <1>\n&egrave; arrivato");
        assert_eq!(of_html("a<b"), "a");
    }
}
