//! Which column of a file holds which field.

use serde::{Deserialize, Serialize};

use super::field::Field;
use super::kind::ImportKind;
use super::quantity::Unit;
use crate::fault::{Fault, FaultCode, Faults};

/// The pointer of a mapping's faults: `/columns`, or `/columns/N` with the column's index from 0.
pub const POINTER_TO_COLUMNS: &str = "/columns";

/// What a column holds, and the unit of its sizes (ignored for other fields).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub field: Field,
    #[serde(default)]
    pub unit: Unit,
}

impl Column {
    /// A column of this field whose sizes, if any, are in MB.
    pub const fn new(field: Field) -> Self {
        Self { field, unit: Unit::Megabytes }
    }
}

/// What each column of a file holds, in order; None when the column is ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping {
    pub columns: Vec<Option<Column>>,
}

impl Mapping {
    /// The index, from 0, of the column that holds a field.
    pub fn position(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| column.is_some_and(|column| column.field == field))
    }

    /// The indexes of the columns whose cells must never be stored.
    pub fn secret(&self) -> impl Iterator<Item = usize> {
        self.positions_of(|field| field == Field::Password)
    }

    pub(super) fn positions_of(&self, is: impl Fn(Field) -> bool) -> impl Iterator<Item = usize> {
        (0..).zip(&self.columns).filter_map(move |(position, column)| {
            column.is_some_and(|column| is(column.field)).then_some(position)
        })
    }

    /// The faults of the mapping for a file with this many columns; none when rows can be read.
    ///
    /// `Required` at `/columns` when no column names what a row is about or says anything of it, `Taken` at the second column
    /// of a field, `NotExpected` at the column of a field that such a file does not have, `CellCount` at
    /// `/columns` when the file has a different number of columns.
    pub fn check(&self, kind: ImportKind, columns_of_file: usize) -> Vec<Fault> {
        let mut faults = Faults::default();
        if self.columns.len() != columns_of_file {
            faults.add(POINTER_TO_COLUMNS, FaultCode::CellCount);
        }
        let lacks =
            |any: &[Field]| !any.is_empty() && any.iter().all(|it| self.position(*it).is_none());
        if lacks(kind.naming()) || lacks(kind.required()) {
            faults.add(POINTER_TO_COLUMNS, FaultCode::Required);
        }
        for position in self.positions_of(|field| !kind.has(field)) {
            faults.add(&format!("{POINTER_TO_COLUMNS}/{position}"), FaultCode::NotExpected);
        }
        for field in Field::ALL.into_iter().filter(|field| field.is_imported()) {
            for position in self.positions_of(|other| other == field).skip(1) {
                faults.add(&format!("{POINTER_TO_COLUMNS}/{position}"), FaultCode::Taken);
            }
        }
        faults.into_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(fields: &[Option<Field>]) -> Mapping {
        Mapping { columns: fields.iter().map(|field| field.map(Column::new)).collect() }
    }

    #[test]
    fn a_mapping_names_the_mailbox_and_no_field_twice() {
        let address = Some(Field::Address);
        assert_eq!(mapping(&[None, address]).check(ImportKind::Mailboxes, 2), []);
        assert_eq!(mapping(&[Some(Field::LocalPart)]).check(ImportKind::Mailboxes, 1), []);
        assert_eq!(
            mapping(&[Some(Field::Domain), None]).check(ImportKind::Mailboxes, 2),
            [Fault::new("/columns", FaultCode::Required)]
        );
        assert_eq!(
            mapping(&[address, None, address]).check(ImportKind::Mailboxes, 3),
            [Fault::new("/columns/2", FaultCode::Taken)]
        );
        assert_eq!(
            mapping(&[address]).check(ImportKind::Mailboxes, 2),
            [Fault::new("/columns", FaultCode::CellCount)]
        );
        // Ignored columns may repeat.
        assert_eq!(
            mapping(&[address, Some(Field::Password), Some(Field::Password)])
                .check(ImportKind::Mailboxes, 3),
            []
        );
    }

    #[test]
    fn a_mapping_of_holders_has_the_tax_code_and_nothing_of_mailboxes() {
        let check =
            |fields: &[Option<Field>]| mapping(fields).check(ImportKind::Holders, fields.len());
        let (code, name) = (Some(Field::TaxCode), Some(Field::FamilyName));
        assert_eq!(check(&[code, name, None, Some(Field::Password), Some(Field::State)]), []);
        assert_eq!(check(&[name]), [Fault::new("/columns", FaultCode::Required)]);
        assert_eq!(check(&[code, code]), [Fault::new("/columns/1", FaultCode::Taken)]);
        assert_eq!(
            check(&[Some(Field::Address), code]),
            [Fault::new("/columns/0", FaultCode::NotExpected)]
        );
    }

    #[test]
    fn a_mapping_travels_as_a_list() {
        let mapping = mapping(&[Some(Field::Address), None]);
        let text = serde_json::to_string(&mapping).unwrap();
        assert_eq!(text, r#"[{"field":"address","unit":"megabytes"},null]"#);
        assert_eq!(serde_json::from_str::<Mapping>(&text).unwrap(), mapping);
    }
}
