//! A message in its SMTP encoding.

use std::fmt;

/// A message with its terminating line, written in a single call.
///
/// lettre writes the terminating line separately. The system holds such a small piece back until
/// the previous data is acknowledged (RFC 896), and the server delays its acknowledgement by 40 ms
/// (RFC 1122, 4.2.3.2), which limited a connection to 22 messages a second.
pub(super) struct Content<'a>(&'a str);

impl<'a> Content<'a> {
    /// None for bytes that are not UTF-8, which our messages always are.
    pub fn of(message: &'a [u8]) -> Option<Self> {
        std::str::from_utf8(message).ok().map(Self)
    }
}

impl fmt::Display for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.0.split_inclusive("\r\n") {
            // A dot at the start of a line is doubled, since a line of a single dot ends the
            // message (RFC 5321, 4.5.2).
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
    fn leading_dots_are_doubled_and_a_single_dot_ends_the_message() {
        let wire = |message: &str| Content::of(message.as_bytes()).unwrap().to_string();
        assert_eq!(wire("a\r\n.\r\n..b\r\nc.d\r\n"), "a\r\n..\r\n...b\r\nc.d\r\n.\r\n");
        assert_eq!(wire(".a"), "..a\r\n.\r\n");
        assert_eq!(wire("a\n.b"), "a\n.b\r\n.\r\n");
        assert!(Content::of(&[0xff]).is_none());
    }
}
