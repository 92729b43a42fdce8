//! Apple's property lists, as XML.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// A value of a property list.
pub(super) enum Value {
    Text(String),
    Number(i64),
    Flag(bool),
    List(Vec<Value>),
    Dict(Vec<(&'static str, Value)>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

const DOCTYPE: &str = "plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
     \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\"";

type Xml = Writer<Vec<u8>>;

pub(super) fn document(value: &Value) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(vec![], b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.write_event(Event::DocType(BytesText::from_escaped(DOCTYPE)))?;
    let root = xml.create_element("plist").with_attribute(("version", "1.0"));
    root.write_inner_content(|xml| write(xml, value))?;
    Ok(xml.into_inner())
}

fn write(xml: &mut Xml, value: &Value) -> io::Result<()> {
    match value {
        Value::Text(value) => text(xml, "string", value),
        Value::Number(value) => text(xml, "integer", &value.to_string()),
        Value::Flag(value) => {
            xml.create_element(if *value { "true" } else { "false" }).write_empty()?;
            Ok(())
        }
        Value::List(values) => {
            xml.create_element("array")
                .write_inner_content(|xml| values.iter().try_for_each(|value| write(xml, value)))?;
            Ok(())
        }
        Value::Dict(entries) => {
            xml.create_element("dict").write_inner_content(|xml| {
                entries.iter().try_for_each(|(key, value)| {
                    text(xml, "key", key)?;
                    write(xml, value)
                })
            })?;
            Ok(())
        }
    }
}

fn text(xml: &mut Xml, element: &str, text: &str) -> io::Result<()> {
    xml.create_element(element).write_text_content(BytesText::new(text))?;
    Ok(())
}
