//! The fields of a form that hold signatures.

use std::collections::HashSet;

use super::file::{Fault, Revision};
use super::object::{Dictionary, Id, Object};

const MAX_DEPTH: usize = 32;
const MAX_FIELDS: usize = 100_000;
/// Files in use have two or three.
const MAX_SIGNATURES: usize = 64;

/// A signature's dictionary, and where it is.
#[derive(Debug)]
pub(super) struct Field {
    /// The object of the signature's dictionary.
    pub value: Id,
    pub dictionary: Dictionary,
}

/// All signatures of a revision.
pub(super) fn signatures(file: &Revision<'_>) -> Result<Vec<Field>, Fault> {
    let catalog = file.catalog()?;
    let Object::Dictionary(form) = file.value(&catalog, "AcroForm")? else { return Ok(vec![]) };
    let mut search = Search { file, seen: HashSet::new(), found: vec![] };
    search.fields(&file.value(&form, "Fields")?, false, MAX_DEPTH)?;
    Ok(search.found)
}

struct Search<'f, 'a> {
    file: &'f Revision<'a>,
    seen: HashSet<Id>,
    found: Vec<Field>,
}

impl Search<'_, '_> {
    /// Looks through fields; `is_signature` says what they inherit from the field above.
    fn fields(&mut self, fields: &Object, is_signature: bool, depth: usize) -> Result<(), Fault> {
        let Some(depth) = depth.checked_sub(1) else { return Ok(()) };
        let Object::Array(fields) = fields else { return Ok(()) };
        for field in fields {
            if let Object::Reference(id) = field {
                if self.seen.len() > MAX_FIELDS {
                    return Err(Fault::TooMuch);
                }
                if !self.seen.insert(*id) {
                    continue;
                }
            }
            // A field that cannot be read is no signature.
            match self.file.resolve(field) {
                Ok(Object::Dictionary(field)) => self.field(&field, is_signature, depth)?,
                Err(Fault::TooMuch) => return Err(Fault::TooMuch),
                _ => {}
            }
        }
        Ok(())
    }

    fn field(&mut self, field: &Dictionary, inherited: bool, depth: usize) -> Result<(), Fault> {
        let is_signature = field.get("FT").map_or(inherited, |_| field.has_name("FT", "Sig"));
        if is_signature && let Some(id) = field.reference("V") {
            self.signature(id)?;
        }
        let kids = self.file.value(field, "Kids")?;
        self.fields(&kids, is_signature, depth)
    }

    fn signature(&mut self, value: Id) -> Result<(), Fault> {
        if self.found.iter().any(|field| field.value == value) {
            return Ok(());
        }
        if self.found.len() == MAX_SIGNATURES {
            return Err(Fault::TooMuch);
        }
        match self.file.object(value) {
            Ok(Object::Dictionary(dictionary)) => self.found.push(Field { value, dictionary }),
            Err(Fault::TooMuch) => return Err(Fault::TooMuch),
            _ => {}
        }
        Ok(())
    }
}
