//! A list of holders as a table: its columns, and how a holder fills them.

use chrono::{DateTime, Utc};
use sigillo_domain::company::Company;
use sigillo_domain::holder::{Holder, HolderAddress, HolderSortField, HolderState};
use sigillo_domain::list::Sort;
use sigillo_domain::message::Language;

use crate::export_file::order_words;
use crate::ports::table::{
    Cell, Column, ColumnKind, Report, RowStyle, TableDescription, TableWriter, WriteError,
};

/// A holder with its first address and its first company.
pub struct ExportedHolder {
    pub holder: Holder,
    pub address: Option<HolderAddress>,
    pub company: Option<Company>,
}

/// The list of holders that a file is made from.
pub(super) struct HolderTable {
    /// The names of the fields that were searched by: their texts are personal and stay with the person.
    pub fields: Vec<&'static str>,
    pub states: Vec<HolderState>,
    pub sort: Sort<HolderSortField>,
    /// The name and user name of a person.
    pub exported_by: String,
    pub exported_at: DateTime<Utc>,
    pub language: Language,
}

impl HolderTable {
    pub fn description(&self) -> TableDescription {
        let l = self.language;
        TableDescription {
            language: l,
            sheet_name: l.choose("Titolari", "Holders").into(),
            columns: columns(l),
            report: Some(Report {
                title: l.choose("Elenco dei titolari", "List of holders"),
                subject: None,
                criteria: self.criteria(),
                author: self.exported_by.clone(),
                created_at: self.exported_at,
                count_label: l.choose("Numero di titolari", "Number of holders"),
                empty_text: l.choose("Nessun titolare.", "No holders."),
            }),
        }
    }

    fn criteria(&self) -> Vec<(&'static str, String)> {
        let l = self.language;
        let mut criteria = vec![];
        if !self.fields.is_empty() {
            let names: Vec<_> = self.fields.iter().map(|field| field_name(field, l)).collect();
            criteria.push((l.choose("Ricerca per", "Search by"), names.join(", ")));
        }
        let states: Vec<_> = self.states.iter().map(|state| state_name(*state, l)).collect();
        let all = || l.choose("tutti", "all").to_owned();
        let states = if states.is_empty() { all() } else { states.join(", ") };
        criteria.push((l.choose("Stato", "Status"), states));
        criteria.push((l.choose("Ordine", "Order"), order(self.sort, l)));
        criteria
    }
}

/// The headings are those that an import knows: what is exported can be imported again.
fn columns(l: Language) -> Vec<Column> {
    let column = |it, en| Column::new(l.choose(it, en), ColumnKind::Text);
    vec![
        column("Id", "Id").sheet_width(38),
        column("Cognome", "Family name").sheet_width(24).page_width(28.0),
        column("Nome", "Given name").sheet_width(24).page_width(28.0),
        column("Codice fiscale", "Codice fiscale").sheet_width(20).page_width(34.0),
        column("Indirizzo", "Address").sheet_width(36).page_width(35.0),
        column("Località", "Locality").sheet_width(24).page_width(25.0),
        column("Provincia", "Province").sheet_width(10).page_width(15.0),
        column("CAP", "Postal code").sheet_width(10),
        column("Paese", "Country").sheet_width(10).page_width(12.0),
        column("Telefono", "Telephone").sheet_width(18).page_width(24.0),
        column("Cellulare", "Mobile").sheet_width(18).page_width(26.0),
        column("E-mail", "E-mail").sheet_width(32),
        column("Ragione sociale", "Legal name").sheet_width(36).page_width(25.0),
        column("Partita IVA", "VAT number").sheet_width(16).page_width(21.0),
    ]
}

/// Writes a holder as a row of a [`HolderTable`].
pub(super) fn write_holder(
    exported: &ExportedHolder,
    file: &mut dyn TableWriter,
) -> Result<(), WriteError> {
    let ExportedHolder { holder, address, company } = exported;
    let registered = holder.state == HolderState::Registered;
    let style = if registered { RowStyle::Normal } else { RowStyle::Muted };
    let of_address = |text: fn(&HolderAddress) -> &str| cell(address.as_ref().map(text));
    let of_company = |text: fn(&Company) -> &str| cell(company.as_ref().map(text));
    let id = holder.id.to_string();
    let street = address.as_ref().map(street).unwrap_or_default();
    let cells = [
        Cell::text(&id),
        Cell::text(&holder.family_name),
        Cell::text(&holder.given_name),
        Cell::text(&holder.tax_code),
        cell(Some(&street)),
        of_address(|address| &address.locality),
        of_address(|address| &address.province),
        of_address(|address| &address.postal_code),
        of_address(|address| &address.country),
        of_address(|address| &address.phone),
        of_address(|address| &address.mobile),
        of_address(|address| &address.email),
        of_company(|company| &company.legal_name),
        of_company(|company| &company.vat_number),
    ];
    file.row(style, &cells)
}

fn cell(text: Option<&str>) -> Cell<'_> {
    text.filter(|text| !text.is_empty()).map_or(Cell::Empty, Cell::text)
}

fn street(address: &HolderAddress) -> String {
    format!("{} {}", address.street, address.number).trim().to_owned()
}

fn field_name(field: &str, l: Language) -> &'static str {
    match field {
        "given_name" => l.choose("nome", "given name"),
        "family_name" => l.choose("cognome", "family name"),
        "tax_code" => "codice fiscale",
        "email" => "e-mail",
        "phone" => l.choose("telefono", "telephone"),
        "fax" => "fax",
        "company_name" => l.choose("ragione sociale", "legal name"),
        "vat_number" => l.choose("partita IVA", "VAT number"),
        _ => l.choose("casella", "mailbox"),
    }
}

const fn state_name(state: HolderState, l: Language) -> &'static str {
    match state {
        HolderState::Registered => l.choose("registrati", "registered"),
        HolderState::Merged => l.choose("uniti ad altri", "merged"),
        HolderState::Erased => l.choose("cancellati", "erased"),
    }
}

fn order(sort: Sort<HolderSortField>, l: Language) -> String {
    let field = match sort.field {
        HolderSortField::FamilyName => l.choose("cognome", "family name"),
        HolderSortField::GivenName => l.choose("nome", "given name"),
        HolderSortField::CreatedAt => l.choose("data di registrazione", "date of registration"),
    };
    order_words(field, sort.descending, l)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::table::PAGE_TABLE_WIDTH;

    #[test]
    fn the_columns_fill_a_page() {
        let widths = columns(Language::It).into_iter().filter_map(|column| column.page_width);
        let sum: f32 = widths.sum();
        assert!((sum - PAGE_TABLE_WIDTH).abs() < f32::EPSILON, "{sum}");
    }
}
