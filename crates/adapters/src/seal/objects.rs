//! Objects of a PDF as text. The writer of lopdf writes whole files only.

use std::io::Write;

use lopdf::{Dictionary, Object};

/// The text of an object that is not a stream.
pub(super) fn text(object: &Object) -> Result<Vec<u8>, String> {
    let mut text = vec![];
    write(&mut text, object)?;
    Ok(text)
}

fn write(text: &mut Vec<u8>, object: &Object) -> Result<(), String> {
    let written = match object {
        Object::Null => write!(text, "null"),
        Object::Boolean(value) => write!(text, "{value}"),
        Object::Integer(value) => write!(text, "{value}"),
        Object::Real(value) => write!(text, "{value}"),
        Object::Reference((number, generation)) => write!(text, "{number} {generation} R"),
        // In hexadecimal no byte of a string needs to be escaped.
        Object::String(bytes, _) => write!(text, "<{}>", hex::encode(bytes)),
        Object::Name(name) => {
            write_name(text, name);
            return Ok(());
        }
        Object::Array(array) => return write_array(text, array),
        Object::Dictionary(dictionary) => return write_dictionary(text, dictionary),
        Object::Stream(_) => return Err("it is damaged: a stream inside an object".to_owned()),
    };
    written.map_err(|error| error.to_string())
}

fn write_name(text: &mut Vec<u8>, name: &[u8]) {
    text.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            text.push(byte);
        } else {
            text.push(b'#');
            text.extend_from_slice(hex::encode([byte]).as_bytes());
        }
    }
}

fn write_array(text: &mut Vec<u8>, array: &[Object]) -> Result<(), String> {
    text.push(b'[');
    for (index, element) in array.iter().enumerate() {
        if index > 0 {
            text.push(b' ');
        }
        write(text, element)?;
    }
    text.push(b']');
    Ok(())
}

fn write_dictionary(text: &mut Vec<u8>, dictionary: &Dictionary) -> Result<(), String> {
    text.extend_from_slice(b"<<");
    for (name, value) in dictionary {
        write_name(text, name);
        text.push(b' ');
        write(text, value)?;
    }
    text.extend_from_slice(b">>");
    Ok(())
}

#[cfg(test)]
mod tests {
    use lopdf::StringFormat;

    use super::*;

    #[test]
    fn objects_are_written_so_that_nothing_in_them_is_syntax() {
        let mut dictionary = Dictionary::new();
        dictionary.set("A B#", Object::Name(b"(x)/\xc3\xa8".to_vec()));
        dictionary.set("S", Object::String(b")>>".to_vec(), StringFormat::Literal));
        dictionary.set("R", vec![Object::Reference((7, 1)), Object::Real(595.28), Object::Null]);
        dictionary.set("T", vec![Object::Boolean(true), Object::Integer(-3)]);
        let text = text(&dictionary.into()).unwrap();
        assert_eq!(
            String::from_utf8(text).unwrap(),
            "<</A#20B#23 /#28x#29#2f#c3#a8/S <293e3e>/R [7 1 R 595.28 null]/T [true -3]>>"
        );
    }

    #[test]
    fn a_stream_has_no_text() {
        let stream = lopdf::Stream::new(Dictionary::new(), vec![]);
        assert!(text(&Object::Array(vec![stream.into()])).is_err());
    }
}
