//! Writing XML: one element on each line, so that the same facts make the same bytes and a person can read them.

/// The spaces by which an element stands further right than the one around it.
const INDENT: usize = 2;

/// A document that is written from the beginning to the end, and given away in pieces.
#[derive(Debug, Default)]
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Xml {
    /// A document with its declaration.
    pub fn document() -> Self {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        Self { text, open: vec![] }
    }

    /// Begins an element that holds others.
    pub fn begin(&mut self, name: &'static str, attributes: Attributes<'_>) -> &mut Self {
        self.tag(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
        self
    }

    /// Ends the element that was begun last.
    pub fn end(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push_str(">\n");
        }
        self
    }

    /// Writes an element that holds a text.
    pub fn leaf(
        &mut self,
        name: &'static str,
        attributes: Attributes<'_>,
        text: &str,
    ) -> &mut Self {
        self.tag(name, attributes);
        self.text.push('>');
        escape(text, &mut self.text);
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
        self
    }

    /// Writes an element that holds a text, with no attributes.
    pub fn text(&mut self, name: &'static str, text: &str) -> &mut Self {
        self.leaf(name, &[], text)
    }

    /// What was written since the last time.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            escape(value, &mut self.text);
            self.text.push('"');
        }
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n(' ', INDENT * self.open.len()));
    }
}

/// Writes a text so that it stays on its line. Characters that XML cannot hold are replaced.
fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            // A reader of lines must not see one here.
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => {
                out.extend(["&#", &u32::from(character).to_string(), ";"]);
            }
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_element_is_one_line() {
        let mut xml = Xml::default();
        xml.begin("a", &[("b", "\"<")]).text("c", "x\ny & z\0").end();
        assert_eq!(xml.take(), "<a b=\"&quot;&lt;\">\n  <c>x&#10;y &amp; z\u{fffd}</c>\n</a>\n");
        assert_eq!(xml.take(), "");
    }
}
