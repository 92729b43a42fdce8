//! What the rows of a file are.

use super::field::Field;
use crate::job::JobKind;

/// What each row of a file asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// A mailbox, perhaps with its holder.
    Mailboxes,
    /// A holder alone, perhaps with an address and a company.
    Holders,
    /// How the holder of a mailbox was identified, and since when there is a second factor.
    Identifications,
}

impl ImportKind {
    /// Whether a column of such a file can hold the field.
    pub fn has(self, field: Field) -> bool {
        match self {
            ImportKind::Mailboxes => !field.is_of_identification(),
            ImportKind::Identifications => {
                let names = matches!(
                    field,
                    Field::Address | Field::LocalPart | Field::Domain | Field::TaxCode
                );
                names || field.is_of_identification() || !field.is_imported()
            }
            ImportKind::Holders => field.is_of_holder() || !field.is_imported(),
        }
    }

    /// The fields one of which names what a row is about.
    pub const fn naming(self) -> &'static [Field] {
        match self {
            ImportKind::Mailboxes | ImportKind::Identifications => {
                &[Field::Address, Field::LocalPart]
            }
            ImportKind::Holders => &[Field::TaxCode],
        }
    }

    /// The fields one of which a file must have beside those; any will do where there is none.
    pub const fn required(self) -> &'static [Field] {
        match self {
            ImportKind::Mailboxes | ImportKind::Holders => &[],
            ImportKind::Identifications => &[Field::Method, Field::SecondFactorSince],
        }
    }
}

impl JobKind {
    /// What the rows of the job's file are; None for a job without a file.
    pub const fn imports(self) -> Option<ImportKind> {
        match self {
            JobKind::Import => Some(ImportKind::Mailboxes),
            JobKind::HolderImport => Some(ImportKind::Holders),
            JobKind::IdentificationImport => Some(ImportKind::Identifications),
            JobKind::BulkChange | JobKind::Undo => None,
        }
    }
}

text_enum! {
    /// What a row of a file of holders adds to the register.
    pub enum HolderPart as ImportHolderPart {
        /// A holder of a tax code that the organisation does not know yet.
        Holder = "holder",
        /// An address that the holder does not have yet.
        Address = "address",
        /// A tie to a company that the holder does not have yet.
        Company = "company",
    }
}
