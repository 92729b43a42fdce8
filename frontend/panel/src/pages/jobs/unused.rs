//! What the import of a file leaves out: columns that it does not use, and hidden sheets. Hidden columns
//! are named too, since the person does not see what is read there.

use leptos::prelude::*;
use sigillo_contract::import::{ImportColumn, ImportFile};

use crate::components::Fact;
use crate::i18n::{t, texts};

pub fn unused_facts(file: &ImportFile) -> impl IntoView + use<> {
    let unused = named(&file.columns, ImportColumn::is_unused);
    let hidden = named(&file.columns, |column| column.hidden);
    let sheets = file.hidden_sheets.join(", ");
    view! {
        {(!unused.is_empty()).then(|| view! {
            <Fact label=t!(jobs.columns_unused)>{move || names(&unused)}</Fact>
        })}
        {(!hidden.is_empty()).then(|| view! {
            <Fact label=t!(jobs.columns_hidden)>
                {move || texts().jobs().columns_hidden_read(&names(&hidden))}
            </Fact>
        })}
        {(!sheets.is_empty()).then(|| view! {
            <Fact label=t!(jobs.sheets_hidden)>
                {move || texts().jobs().sheets_hidden_unread(&sheets)}
            </Fact>
        })}
    }
}

/// A column by its heading, or by its place from 1 where it has none.
type ColumnName = Result<String, usize>;

fn named(columns: &[ImportColumn], is_meant: impl Fn(&ImportColumn) -> bool) -> Vec<ColumnName> {
    let meant = columns.iter().zip(1..).filter(|(column, _)| is_meant(column));
    let name = |(column, place): (&ImportColumn, usize)| {
        column.heading.clone().filter(|heading| !heading.is_empty()).ok_or(place)
    };
    meant.map(name).collect()
}

fn names(columns: &[ColumnName]) -> String {
    let name = |column: &ColumnName| match column {
        Ok(heading) => heading.clone(),
        Err(place) => texts().jobs().column_number(&place.to_string()),
    };
    columns.iter().map(name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use sigillo_contract::import::MappedColumn;
    use sigillo_domain::import::{Field, Unit};

    use super::*;

    #[test]
    fn only_columns_with_something_in_them_are_named() {
        let column = |heading: &str, sample: Option<&str>, field: Option<Field>| ImportColumn {
            heading: Some(heading.to_owned()),
            samples: sample.map(str::to_owned).into_iter().collect(),
            holds: field.map(|field| MappedColumn { field, unit: Unit::default() }),
            doubt: None,
            hidden: false,
        };
        let columns = vec![
            column("Casella", Some("anna"), Some(Field::Address)),
            column("GB", Some("2"), None),
            column("Password", None, Some(Field::Password)),
            column("", None, None),
            column("", Some("x"), None),
        ];
        let unused = named(&columns, ImportColumn::is_unused);
        assert_eq!(unused, [Ok("GB".to_owned()), Err(5)]);
    }
}
