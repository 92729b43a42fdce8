//! A message as it goes over the wire.

use std::fmt;

/// A message with what ends it, to be written at once.
///
/// lettre writes the end apart: the system holds that small piece back until the first is
/// acknowledged (RFC 896), and the server takes its 40 ms to do so (RFC 1122, 4.2.3.2), so that a
/// connection carried 22 messages a second and no more.
pub(super) struct Content<'a>(&'a str);

impl<'a> Content<'a> {
    /// None for bytes that are no text: of ours none are.
    pub fn of(message: &'a [u8]) -> Option<Self> {
        std::str::from_utf8(message).ok().map(Self)
    }
}

impl fmt::Display for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.0.split_inclusive("\r\n") {
            // A line of a dot alone would end the message (RFC 5321, 4.5.2).
            if line.starts_with('.') {
                f.write_str(".")?;
            }
            f.write_str(line)?;
        }
        f.write_str(if self.0.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_that_begin_a_line_are_doubled_and_a_lone_one_ends_it() {
        let wire = |message: &str| Content::of(message.as_bytes()).unwrap().to_string();
        assert_eq!(wire("a\r\n.\r\n..b\r\nc.d\r\n"), "a\r\n..\r\n...b\r\nc.d\r\n.\r\n");
        assert_eq!(wire(".a"), "..a\r\n.\r\n");
        assert_eq!(wire("a\n.b"), "a\n.b\r\n.\r\n");
        assert!(Content::of(&[0xff]).is_none());
    }
}
