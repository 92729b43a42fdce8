//! The elements of an XML document, as far as its signature needs them: names with their namespaces, attributes, text.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Elements within each other; a trusted list has about twenty.
const MAX_DEPTH: usize = 64;
/// The largest national lists have some ten thousand.
const MAX_ELEMENTS: usize = 300_000;
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// An element's place among all of the document.
pub(super) type Place = usize;

#[derive(Debug)]
pub(super) enum Child {
    Element(Place),
    Text(String),
    /// A processing instruction, without its marks.
    Instruction(String),
}

#[derive(Debug)]
pub(super) struct Attribute {
    pub prefix: String,
    pub local: String,
    pub namespace: String,
    pub value: String,
}

#[derive(Debug)]
pub(super) struct Element {
    pub parent: Option<Place>,
    pub prefix: String,
    pub local: String,
    pub namespace: String,
    pub attributes: Vec<Attribute>,
    /// The namespaces that it declares, by prefix.
    pub declared: Vec<(String, String)>,
    pub children: Vec<Child>,
}

#[derive(Debug)]
pub(super) struct Document {
    elements: Vec<Element>,
    /// The processing instructions before the root, and after it.
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// Why a text is not a document that is read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the XML cannot be read")]
pub(super) struct Unreadable;

type Result<T> = std::result::Result<T, Unreadable>;

/// The first of them is the root.
const ROOT: Place = 0;

impl Document {
    pub fn parse(text: &str) -> Result<Self> {
        let mut builder = Builder {
            document: Self { elements: vec![], before: vec![], after: vec![] },
            open: vec![],
        };
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        loop {
            match reader.read_event().map_err(|_| Unreadable)? {
                Event::Start(start) => builder.start(&start)?,
                Event::End(_) => {
                    builder.open.pop().ok_or(Unreadable)?;
                }
                Event::Text(text) => builder.text(&text.xml10_content())?,
                Event::CData(text) => builder.text(&text.xml10_content())?,
                Event::GeneralRef(reference) => builder.text(&character(&reference)?)?,
                Event::PI(instruction) => builder.instruction(&instruction),
                Event::Comment(_) | Event::Decl(_) => {}
                // Neither a document type nor what it defines is ever looked at.
                Event::DocType(_) | Event::Empty(_) => return Err(Unreadable),
                Event::Eof => break,
            }
        }
        let is_whole = builder.open.is_empty() && !builder.document.elements.is_empty();
        if is_whole { Ok(builder.document) } else { Err(Unreadable) }
    }

    pub const fn root() -> Place {
        ROOT
    }

    pub fn element(&self, place: Place) -> &Element {
        &self.elements[place]
    }

    pub fn children(&self, place: Place) -> impl Iterator<Item = Place> {
        self.element(place).children.iter().filter_map(|child| match child {
            Child::Element(place) => Some(*place),
            _ => None,
        })
    }

    /// The children of a name.
    pub fn named<'d>(
        &'d self,
        place: Place,
        namespace: &'d str,
        local: &'d str,
    ) -> impl Iterator<Item = Place> + 'd {
        self.children(place).filter(move |child| {
            let element = self.element(*child);
            element.namespace == namespace && element.local == local
        })
    }

    /// The only child of a name.
    pub fn only(&self, place: Place, namespace: &str, local: &str) -> Option<Place> {
        let mut found = self.named(place, namespace, local);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// What is reached by names of one namespace, from child to child.
    pub fn path(&self, place: Place, namespace: &str, names: &[&str]) -> Option<Place> {
        names.iter().try_fold(place, |place, name| self.named(place, namespace, name).next())
    }

    /// The text of an element, without the spaces around it.
    pub fn text(&self, place: Place) -> String {
        let texts = self.element(place).children.iter().filter_map(|child| match child {
            Child::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect::<String>().trim().to_owned()
    }

    pub fn attribute(&self, place: Place, local: &str) -> Option<&str> {
        let attributes = &self.element(place).attributes;
        let found = attributes.iter().find(|one| one.namespace.is_empty() && one.local == local);
        found.map(|attribute| attribute.value.as_str())
    }

    /// The only element with an identifier.
    pub fn identified(&self, id: &str) -> Option<Place> {
        let has = |place: &Place| {
            ["Id", "ID", "id"].iter().any(|name| self.attribute(*place, name) == Some(id))
        };
        let mut found = (0..self.elements.len()).filter(has);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The namespace of a prefix at an element; of the empty prefix there may be none.
    pub fn namespace(&self, place: Place, prefix: &str) -> Option<&str> {
        let mut next = Some(place);
        while let Some(place) = next {
            let element = self.element(place);
            let declared = element.declared.iter().find(|(name, _)| name == prefix);
            if let Some((_, namespace)) = declared {
                return Some(namespace);
            }
            next = element.parent;
        }
        match prefix {
            "xml" => Some(XML),
            "" => Some(""),
            _ => None,
        }
    }
}

struct Builder {
    document: Document,
    open: Vec<Place>,
}

impl Builder {
    fn start(&mut self, start: &BytesStart<'_>) -> Result<()> {
        let place = self.document.elements.len();
        let parent = self.open.last().copied();
        let is_second_root = parent.is_none() && place > 0;
        if is_second_root || self.open.len() == MAX_DEPTH || place == MAX_ELEMENTS {
            return Err(Unreadable);
        }
        let mut element = Element {
            parent,
            prefix: String::new(),
            local: String::new(),
            namespace: String::new(),
            attributes: vec![],
            declared: vec![],
            children: vec![],
        };
        (element.prefix, element.local) = split(start.name().0);
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| Unreadable)?;
            let value = attribute.normalized_value(XmlVersion::Explicit1_0);
            let value = value.map_err(|_| Unreadable)?.into_owned();
            let (prefix, local) = split(attribute.key.0);
            match (prefix.as_str(), local.as_str()) {
                ("", "xmlns") => element.declared.push((String::new(), value)),
                ("xmlns", _) => element.declared.push((local, value)),
                _ => {
                    let namespace = String::new();
                    element.attributes.push(Attribute { prefix, local, namespace, value });
                }
            }
        }
        self.document.elements.push(element);
        if let Some(parent) = parent {
            self.document.elements[parent].children.push(Child::Element(place));
        }
        self.open.push(place);
        self.resolve(place)
    }

    /// Sets the namespaces of an element and its attributes.
    fn resolve(&mut self, place: Place) -> Result<()> {
        let document = &self.document;
        let element = document.element(place);
        let find = |prefix: &str| document.namespace(place, prefix).ok_or(Unreadable);
        let namespace = find(&element.prefix)?.to_owned();
        let of_attributes = element.attributes.iter().map(|attribute| {
            // Without a prefix an attribute is in no namespace.
            let is_plain = attribute.prefix.is_empty();
            if is_plain { Ok(String::new()) } else { find(&attribute.prefix).map(str::to_owned) }
        });
        let of_attributes = of_attributes.collect::<Result<Vec<_>>>()?;
        let element = &mut self.document.elements[place];
        element.namespace = namespace;
        for (attribute, namespace) in element.attributes.iter_mut().zip(of_attributes) {
            attribute.namespace = namespace;
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<()> {
        let Some(place) = self.open.last() else {
            let is_space = text.chars().all(|c| c.is_ascii_whitespace() || c == '\u{feff}');
            return if is_space { Ok(()) } else { Err(Unreadable) };
        };
        let children = &mut self.document.elements[*place].children;
        match children.last_mut() {
            Some(Child::Text(before)) => before.push_str(text),
            _ => children.push(Child::Text(text.to_owned())),
        }
        Ok(())
    }

    fn instruction(&mut self, instruction: &str) {
        let instruction = instruction.to_owned();
        match self.open.last() {
            Some(place) => {
                let children = &mut self.document.elements[*place].children;
                children.push(Child::Instruction(instruction));
            }
            None if self.document.elements.is_empty() => self.document.before.push(instruction),
            None => self.document.after.push(instruction),
        }
    }
}

fn split(name: &str) -> (String, String) {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    (prefix.to_owned(), local.to_owned())
}

/// A character that is written by its number or as one of the five names that XML knows.
fn character(reference: &BytesRef<'_>) -> Result<String> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| Unreadable)? {
        return Ok(character.to_string());
    }
    let character = match reference.xml10_content().as_ref() {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "apos" => "'",
        "quot" => "\"",
        _ => return Err(Unreadable),
    };
    Ok(character.to_owned())
}
