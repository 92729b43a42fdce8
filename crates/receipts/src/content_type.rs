//! Values of `Content-Type` and `Content-Disposition` with their parameters (RFC 2045, 5.1; RFC 2231).

/// Parameters that are looked at.
const MAX_PARAMETERS: usize = 32;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ContentType {
    /// In lower case, such as `text/plain`.
    pub name: String,
    parameters: Vec<(String, String)>,
}

impl ContentType {
    pub fn parse(value: &str) -> Self {
        let (name, mut rest) = value.split_once(';').unwrap_or((value, ""));
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let mut parameters = vec![];
        while let Some((name, value, after)) = parameter(rest) {
            parameters.push((name.to_ascii_lowercase(), value));
            rest = after;
            if parameters.len() == MAX_PARAMETERS {
                break;
            }
        }
        Self { name: name.to_ascii_lowercase(), parameters }
    }

    /// A parameter; one that is encoded is given as it stands.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let is_it = |known: &str| {
            known == name || known.strip_suffix('*').is_some_and(|known| known == name)
        };
        self.parameters.iter().find(|(known, _)| is_it(known)).map(|(_, value)| value.as_str())
    }

    pub fn is_multipart(&self) -> bool {
        self.name.starts_with("multipart/")
    }
}

/// The first parameter of a text, and what follows it.
fn parameter(text: &str) -> Option<(&str, String, &str)> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == ';');
    let (name, rest) = text.split_once('=')?;
    // A parameter without a value is passed over.
    if let Some((_, after)) = name.rsplit_once(';') {
        let skipped = text.len() - rest.len() - 1 - after.len();
        return parameter(&text[skipped..]);
    }
    let rest = rest.trim_start();
    let Some(quoted) = rest.strip_prefix('"') else {
        let end = rest.find(';').unwrap_or(rest.len());
        return Some((name.trim(), rest[..end].trim().to_owned(), &rest[end..]));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((name.trim(), value, &quoted[at + 1..])),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            character => value.push(character),
        }
    }
    Some((name.trim(), value, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_in_every_way_that_they_are_written() {
        let value = "Multipart/Signed; protocol=\"application/x-pkcs7-signature\"; micalg=sha-256 ;\t\
                     boundary=\"----=_\\\"a b;c\"; flag; name*=utf-8''daticert.xml";
        let read = ContentType::parse(value);
        assert_eq!(read.name, "multipart/signed");
        assert_eq!(read.parameter("micalg"), Some("sha-256"));
        assert_eq!(read.parameter("boundary"), Some("----=_\"a b;c"));
        assert_eq!(read.parameter("name"), Some("utf-8''daticert.xml"));
        assert_eq!(read.parameter("flag"), None);
    }

    #[test]
    fn what_is_written_wrongly_is_read_as_far_as_it_goes() {
        assert_eq!(
            ContentType::parse("text/plain; charset=\"utf-8").parameter("charset"),
            Some("utf-8")
        );
        assert_eq!(ContentType::parse("a/b;x;y=1").parameter("y"), Some("1"));
        assert_eq!(ContentType::parse("").name, "");
        assert_eq!(ContentType::parse(";;;=;=\"").name, "");
    }
}
