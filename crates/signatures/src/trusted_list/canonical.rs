//! The one form of an XML document over which its signature goes (Canonical XML 1.0, and its exclusive variant).

use std::collections::BTreeMap;

use super::dom::{Child, Document, Element, Place};

/// Which namespaces an element repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// All that are in scope.
    Inclusive,
    /// Those that its name and its attributes use.
    Exclusive,
}

/// The namespaces that the elements around have written, by prefix.
type Written = BTreeMap<String, String>;

/// The whole document without one element.
pub(super) fn document(document: &Document, without: Place, mode: Mode) -> String {
    let mut out = String::new();
    for instruction in &document.before {
        out.extend(["<?", instruction, "?>\n"]);
    }
    out.push_str(&root(document, without, mode));
    for instruction in &document.after {
        out.extend(["\n<?", instruction, "?>"]);
    }
    out
}

/// The root without one element, and without what is around it.
pub(super) fn root(document: &Document, without: Place, mode: Mode) -> String {
    let mut out = String::new();
    let writer = Writer { document, without: Some(without), mode };
    writer.element(Document::root(), &Written::new(), &mut out);
    out
}

/// One element with what is in it.
pub(super) fn element(document: &Document, place: Place, mode: Mode) -> String {
    let mut out = String::new();
    Writer { document, without: None, mode }.element(place, &Written::new(), &mut out);
    out
}

struct Writer<'d> {
    document: &'d Document,
    without: Option<Place>,
    mode: Mode,
}

impl Writer<'_> {
    /// The parser has limited how deep this goes.
    fn element(&self, place: Place, written: &Written, out: &mut String) {
        if self.without == Some(place) {
            return;
        }
        let element = self.document.element(place);
        let mut written = written.clone();
        out.push('<');
        push_name(out, &element.prefix, &element.local);
        for (prefix, namespace) in self.namespaces(place, element) {
            let known = written.get(&prefix).map_or("", String::as_str);
            // That there is no namespace need only be said within one.
            if known == namespace {
                continue;
            }
            out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            out.push_str(&prefix);
            push_value(out, &namespace);
            written.insert(prefix, namespace);
        }
        let mut attributes: Vec<_> = element.attributes.iter().collect();
        attributes.sort_by_key(|attribute| (&attribute.namespace, &attribute.local));
        for attribute in attributes {
            out.push(' ');
            push_name(out, &attribute.prefix, &attribute.local);
            push_value(out, &attribute.value);
        }
        out.push('>');
        for child in &element.children {
            match child {
                Child::Element(place) => self.element(*place, &written, out),
                Child::Text(text) => push_text(out, text),
                Child::Instruction(instruction) => {
                    out.push_str("<?");
                    out.push_str(instruction);
                    out.push_str("?>");
                }
            }
        }
        out.push_str("</");
        push_name(out, &element.prefix, &element.local);
        out.push('>');
    }

    /// The namespaces that an element says, unless those around it have.
    fn namespaces(&self, place: Place, element: &Element) -> Written {
        let mut prefixes = vec![element.prefix.as_str()];
        match self.mode {
            Mode::Exclusive => {
                let prefixed = element.attributes.iter().map(|one| one.prefix.as_str());
                prefixes.extend(prefixed.filter(|prefix| !prefix.is_empty()));
            }
            Mode::Inclusive => {
                let mut next = Some(place);
                while let Some(place) = next {
                    let around = self.document.element(place);
                    prefixes.extend(around.declared.iter().map(|(prefix, _)| prefix.as_str()));
                    next = around.parent;
                }
            }
        }
        let known = prefixes.into_iter().filter(|prefix| *prefix != "xml").filter_map(|prefix| {
            let namespace = self.document.namespace(place, prefix)?;
            Some((prefix.to_owned(), namespace.to_owned()))
        });
        known.collect()
    }
}

fn push_name(out: &mut String, prefix: &str, local: &str) {
    if !prefix.is_empty() {
        out.push_str(prefix);
        out.push(':');
    }
    out.push_str(local);
}

fn push_value(out: &mut String, value: &str) {
    out.push_str("=\"");
    for character in value.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#x9;"),
            '\n' => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            other => out.push(other),
        }
    }
    out.push('"');
}

fn push_text(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exclusive_form_has_the_namespaces_in_use_and_sorted_attributes() {
        let text = "<?xml version='1.0'?><?note a?><a:r xmlns:a='urn:a' xmlns='urn:d' xmlns:b='urn:b'>\
                    <!-- no --><x b:z='1' y=\"&lt;&#10;'\" a='2'/>&amp;&#13;<![CDATA[<t>]]><a:s xmlns=''/></a:r>";
        let document = Document::parse(text).unwrap();
        let all = super::document(&document, usize::MAX, Mode::Exclusive);
        assert_eq!(
            all,
            "<?note a?>\n<a:r xmlns:a=\"urn:a\"><x xmlns=\"urn:d\" xmlns:b=\"urn:b\" a=\"2\" \
             y=\"&lt;&#xA;'\" b:z=\"1\"></x>&amp;&#xD;&lt;t&gt;<a:s></a:s></a:r>"
        );
        let inclusive = super::document(&document, usize::MAX, Mode::Inclusive);
        assert_eq!(
            inclusive,
            "<?note a?>\n<a:r xmlns=\"urn:d\" xmlns:a=\"urn:a\" xmlns:b=\"urn:b\"><x a=\"2\" \
             y=\"&lt;&#xA;'\" b:z=\"1\"></x>&amp;&#xD;&lt;t&gt;<a:s xmlns=\"\"></a:s></a:r>"
        );
    }

    #[test]
    fn what_is_defined_elsewhere_is_never_looked_up() {
        for wrong in [
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
            "<a>&b;</a>",
            "<a b='&c;'/>",
            "<b:a/>",
            "<a></b>",
            "<a/><a/>",
            "<a>",
            "",
        ] {
            assert!(Document::parse(wrong).is_err(), "{wrong}");
        }
        let deep = "<a>".repeat(1_000_000);
        assert!(Document::parse(&deep).is_err());
    }
}
