//! What the updates after a signature have changed.
//!
//! A revision is compared with a later one by walking through all that could be seen of it. Objects that nothing of the
//! former revision refers to are new signatures, or are seen by nobody; of the others each must be as it was, but for
//! what signing asks for: fields added to the form, their places added to pages, the store of what proves signatures
//! (ETSI EN 319 142-1, 5.4).

use std::collections::{HashMap, HashSet};

use super::fields::Field;
use super::file::{Fault, Revision};
use super::object::{Dictionary, Id, Object};

/// What signing may change in the catalog: besides the form, a store of evidence, the version and a note on it, the
/// permissions that a certifying signature grants, and metadata, which say when the file was changed.
const OF_CATALOG: [&str; 6] = ["AcroForm", "DSS", "Extensions", "Version", "Metadata", "Perms"];
const OF_FORM: [&str; 4] = ["Fields", "SigFlags", "DR", "DA"];
/// What a field has once it is signed.
const OF_FIELD: [&str; 4] = ["V", "AP", "F", "M"];

/// What an object is for the one that refers to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Catalog,
    Form,
    /// The list of fields, or of what is placed on a page.
    List,
    Metadata,
    Other,
}

/// Whether all that was changed since a revision are signatures, which are those of `signatures`.
pub(super) fn only_signatures(
    old: &Revision<'_>,
    new: &Revision<'_>,
    signatures: &[Field],
) -> Result<bool, Fault> {
    let (Some(root), true) = (old.root(), old.root() == new.root()) else { return Ok(false) };
    if old.xref.trailer.get("Encrypt") != new.xref.trailer.get("Encrypt") {
        return Ok(false);
    }
    let values = signatures.iter().map(|field| field.value).collect();
    let mut walk =
        Walk { old, new, values, roles: HashMap::new(), seen: HashSet::new(), open: vec![] };
    walk.refer(root, Role::Catalog);
    while let Some(id) = walk.open.pop() {
        if !walk.visit(id)? {
            return Ok(false);
        }
    }
    Ok(true)
}

struct Walk<'w, 'a> {
    old: &'w Revision<'a>,
    new: &'w Revision<'a>,
    /// The dictionaries of signatures.
    values: HashSet<Id>,
    roles: HashMap<Id, Role>,
    seen: HashSet<Id>,
    open: Vec<Id>,
}

impl Walk<'_, '_> {
    fn refer(&mut self, id: Id, role: Role) {
        if role != Role::Other {
            self.roles.insert(id, role);
        }
        if self.seen.insert(id) {
            self.open.push(id);
        }
    }

    /// Whether an object is as it was; what it refers to is looked at later.
    fn visit(&mut self, id: Id) -> Result<bool, Fault> {
        let shared = self.old.shares(self.new, id);
        let before = match self.old.object(id) {
            // What could not be read is as it was, if its bytes are.
            Err(Fault::Malformed) => return Ok(shared),
            other => other?,
        };
        self.refer_to_parts(id, &before);
        if shared {
            return Ok(true);
        }
        let after = match self.new.object(id) {
            Err(Fault::Malformed) => return Ok(false),
            other => other?,
        };
        if self.is_same(&before, &after)? {
            return Ok(true);
        }
        let role = self.roles.get(&id).copied().unwrap_or(Role::Other);
        match (role, before, after) {
            (Role::Catalog, Object::Dictionary(before), Object::Dictionary(after)) => {
                self.is_signed_catalog(&before, &after)
            }
            (Role::Form, Object::Dictionary(before), Object::Dictionary(after)) => {
                self.is_signed_form(&before, &after)
            }
            (Role::List, before @ Object::Array(_), after @ Object::Array(_)) => {
                self.is_longer_list(&before, &after)
            }
            (Role::Metadata, Object::Stream(_), Object::Stream(after)) => {
                Ok(after.dictionary.has_name("Type", "Metadata"))
            }
            (Role::Other, Object::Dictionary(before), Object::Dictionary(after)) => {
                self.is_signed_page_or_field(&before, &after)
            }
            _ => Ok(false),
        }
    }

    /// Goes on to what an object of the old revision refers to. New signatures are not part of that.
    fn refer_to_parts(&mut self, id: Id, object: &Object) {
        let lists = match self.roles.get(&id) {
            Some(Role::Catalog) => {
                let catalog = object.dictionary();
                let mut refer = |name, role| {
                    if let Some(part) = catalog.and_then(|catalog| catalog.reference(name)) {
                        self.refer(part, role);
                    }
                };
                refer("AcroForm", Role::Form);
                refer("Metadata", Role::Metadata);
                // A form that is part of the catalog.
                match catalog.and_then(|catalog| catalog.get("AcroForm")) {
                    Some(Object::Dictionary(form)) => form.reference("Fields"),
                    _ => None,
                }
            }
            Some(Role::Form) => object.dictionary().and_then(|form| form.reference("Fields")),
            _ => object
                .dictionary()
                .filter(|page| page.has_name("Type", "Page"))
                .and_then(|page| page.reference("Annots")),
        };
        if let Some(list) = lists {
            self.refer(list, Role::List);
        }
        let is_catalog = self.roles.get(&id) == Some(&Role::Catalog);
        let mut references = vec![];
        match object {
            // The store of evidence may change as a whole.
            Object::Dictionary(catalog) if is_catalog => {
                let seen = catalog.entries.iter().filter(|(name, _)| *name != b"DSS");
                seen.for_each(|(_, value)| value.references(&mut references));
            }
            other => other.references(&mut references),
        }
        for id in references {
            self.refer(id, Role::Other);
        }
    }

    fn is_same(&self, before: &Object, after: &Object) -> Result<bool, Fault> {
        match (before, after) {
            (Object::Stream(before), Object::Stream(after)) => {
                // Its length may be written in the other way: as a number, or in an object of its own.
                let mut dictionaries = [before, after].map(|stream| stream.dictionary.clone());
                for dictionary in &mut dictionaries {
                    dictionary.entries.remove(b"Length".as_slice());
                }
                let is_same = dictionaries[0] == dictionaries[1]
                    && self.old.raw_data(before)? == self.new.raw_data(after)?;
                Ok(is_same)
            }
            _ => Ok(before == after),
        }
    }

    fn is_signed_catalog(&self, before: &Dictionary, after: &Dictionary) -> Result<bool, Fault> {
        if !same_but(before, after, &OF_CATALOG) {
            return Ok(false);
        }
        let was_certified = before.get("Perms").is_some();
        if was_certified && before.get("Perms") != after.get("Perms") {
            return Ok(false);
        }
        let Object::Dictionary(form) = self.new.value(after, "AcroForm")? else {
            return Ok(before.get("AcroForm").is_none());
        };
        match self.old.value(before, "AcroForm")? {
            Object::Dictionary(former) => self.is_signed_form(&former, &form),
            Object::Null => self.is_signed_form(&Dictionary::default(), &form),
            _ => Ok(false),
        }
    }

    fn is_signed_form(&self, before: &Dictionary, after: &Dictionary) -> Result<bool, Fault> {
        let keeps = |name| before.get(name).is_none() || before.get(name) == after.get(name);
        // Resources and looks of text fields, which nobody refers to if there were none.
        if !same_but(before, after, &OF_FORM) || !keeps("DR") || !keeps("DA") {
            return Ok(false);
        }
        let [before, after] = [self.old.value(before, "Fields")?, self.new.value(after, "Fields")?];
        self.is_longer_list(&before, &after)
    }

    /// A page on which signatures were placed, or a field that was signed.
    fn is_signed_page_or_field(
        &self,
        before: &Dictionary,
        after: &Dictionary,
    ) -> Result<bool, Fault> {
        if before.has_name("Type", "Page") {
            let lists = [self.old.value(before, "Annots")?, self.new.value(after, "Annots")?];
            return Ok(same_but(before, after, &["Annots"])
                && self.is_longer_list(&lists[0], &lists[1])?);
        }
        let is_signed = before.get("V").is_none()
            && self.is_signature_field(after)?
            && same_but(before, after, &OF_FIELD);
        Ok(is_signed)
    }

    /// Whether a list has what it had, in the same order, and besides only new signatures.
    fn is_longer_list(&self, before: &Object, after: &Object) -> Result<bool, Fault> {
        let items = |list: &Object| match list {
            Object::Array(items) => Some(items.clone()),
            Object::Null => Some(vec![]),
            _ => None,
        };
        let (Some(before), Some(after)) = (items(before), items(after)) else { return Ok(false) };
        let mut former = before.iter().peekable();
        for item in &after {
            if former.peek() == Some(&item) {
                former.next();
            } else if !self.is_new_signature(item)? {
                return Ok(false);
            }
        }
        Ok(former.next().is_none())
    }

    fn is_new_signature(&self, item: &Object) -> Result<bool, Fault> {
        let Object::Reference(id) = item else { return Ok(false) };
        if self.old.object(*id) != Ok(Object::Null) {
            return Ok(false);
        }
        match self.new.object(*id)? {
            Object::Dictionary(field) => self.is_signature_field(&field),
            _ => Ok(false),
        }
    }

    /// Whether a field is signed, or the place of one that is: an empty field could show anything.
    fn is_signature_field(&self, field: &Dictionary) -> Result<bool, Fault> {
        let is_signed = |field: &Dictionary| {
            field.has_name("FT", "Sig")
                && field.reference("V").is_some_and(|id| self.values.contains(&id))
        };
        if is_signed(field) {
            return Ok(true);
        }
        let Object::Dictionary(parent) = self.new.value(field, "Parent")? else { return Ok(false) };
        Ok(field.has_name("Subtype", "Widget") && is_signed(&parent))
    }
}

/// Whether two dictionaries are the same but for some values.
fn same_but(before: &Dictionary, after: &Dictionary, names: &[&str]) -> bool {
    let others = |dictionary: &Dictionary| {
        let mut entries = dictionary.entries.clone();
        entries.retain(|name, _| !names.iter().any(|one| one.as_bytes() == name.as_slice()));
        entries
    };
    !after.is_ambiguous && others(before) == others(after)
}
