//! A row of a file, read with its mapping.

use super::field::Field;
use super::holder_row;
use super::mapping::Mapping;
use super::quantity::{parse_quota, parse_yes_or_no};
use crate::account::parse_display_name;
use crate::fault::{Fault, FaultCode, Faults};
use crate::mailbox::NewMailbox;
use crate::name::{DomainName, Email, LocalPart};
use crate::plan::parse_plan_code;

/// What a row asks for, with each value validated on its own. Whether the domain's supply and an
/// existing mailbox allow it is checked by the operation that creates or changes the mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    pub local_part: LocalPart,
    pub domain: DomainName,
    /// None where the cell is empty or the column is missing; likewise for the fields below.
    pub communication_email: Option<Email>,
    pub quota_mb: Option<i64>,
    pub soft_limit_mb: Option<i64>,
    pub preservation: Option<bool>,
    /// The code of a plan.
    pub plan: Option<String>,
    /// The name of a reseller.
    pub reseller: Option<String>,
}

impl ImportRow {
    pub fn address(&self) -> String {
        format!("{}@{}", self.local_part, self.domain)
    }

    /// The same request as a form would send it, but for the plan and the reseller, which have to be
    /// looked up.
    pub fn new_mailbox(&self) -> NewMailbox<'_> {
        NewMailbox {
            local_part: self.local_part.as_str(),
            communication_email: self.communication_email.as_ref().map_or("", Email::as_str),
            preservation: self.preservation,
            quota_mb: self.quota_mb,
            soft_limit_mb: self.soft_limit_mb,
            ..NewMailbox::default()
        }
    }
}

/// Reads a row: the mailbox it asks for, or everything that is wrong with it. Faults point to the
/// field (`/quota_mb`) like those of the form; a fault of the whole row (`CellCount`) has an empty
/// pointer.
///
/// A row may have fewer cells than there are columns: Excel drops the separators after the last
/// filled one. A fault of a cell with a formula that has no value is `FormulaWithoutValue`.
///
/// A name without a domain belongs to the domain in the domain column, else to `default_domain`;
/// where several columns name the mailbox they must agree.
pub fn read_row(
    mapping: &Mapping,
    cells: &[&str],
    default_domain: Option<&str>,
) -> Result<ImportRow, Vec<Fault>> {
    check_width(mapping, cells)?;
    let row = Row { mapping, cells };
    let mut faults = Faults::default();
    let (local_part, domain) = mailbox_of(&row, default_domain, &mut faults);
    let communication_email = row
        .filled(Field::CommunicationEmail)
        .and_then(|text| faults.check("/communication_email", explained(text, Email::parse(text))));
    let quota_mb = row.size(Field::QuotaMb, "/quota_mb", &mut faults);
    let soft_limit_mb = row.size(Field::SoftLimitMb, "/soft_limit_mb", &mut faults);
    let preservation = row.filled(Field::Preservation).and_then(|text| {
        faults.check("/preservation", explained(text, parse_yes_or_no(text))).flatten()
    });
    let plan = row.filled(Field::Plan);
    let plan = plan.and_then(|text| faults.check("/plan", explained(text, parse_plan_code(text))));
    let reseller = row.filled(Field::Reseller);
    let reseller = reseller
        .and_then(|text| faults.check("/reseller", explained(text, parse_display_name(text))));
    let row = local_part.zip(domain).map(|(local_part, domain)| ImportRow {
        local_part,
        domain,
        communication_email,
        quota_mb,
        soft_limit_mb,
        preservation,
        plan,
        reseller,
    });
    faults.result(row)
}

/// The mailbox that a row names.
pub(super) fn mailbox_of(
    row: &Row<'_>,
    default_domain: Option<&str>,
    faults: &mut Faults,
) -> (Option<LocalPart>, Option<DomainName>) {
    let (name, domain) = row.whose(default_domain);
    let is_formula = row.named().is_some_and(is_formula);
    let local_part = if row.named().is_some_and(is_truth_value) {
        Err(FaultCode::InvalidType)
    } else {
        LocalPart::parse(name).map_err(|code| formula_or(is_formula, code))
    };
    let local_part = faults.check("/local_part", local_part);
    let domain = faults.check("/domain", DomainName::parse(domain));
    if let (Some(local_part), Some(domain)) = (&local_part, &domain) {
        row.check_agreement(local_part, domain, faults);
    }
    (local_part, domain)
}

/// Refuses a row with more cells than there are columns.
pub(super) fn check_width(mapping: &Mapping, cells: &[&str]) -> Result<(), Vec<Fault>> {
    let surplus = cells.get(mapping.columns.len()..).unwrap_or_default();
    if surplus.iter().any(|cell| !cell.trim().is_empty()) {
        return Err(vec![Fault::new("", FaultCode::CellCount)]);
    }
    Ok(())
}

/// The columns of a row whose cells are faulty by themselves.
pub(super) fn faulty_columns(mapping: &Mapping, cells: &[String]) -> impl Iterator<Item = usize> {
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    // A domain is faulty where neither a column nor the import gives it, so one is assumed.
    let faults = read_row(mapping, &cells, Some("example.org")).err().unwrap_or_default();
    let of_mailbox = faults.into_iter().filter_map(|fault| {
        let field = Field::parse(fault.pointer.trim_start_matches('/'))?;
        let address = || mapping.position(Field::Address);
        let in_address = matches!(field, Field::LocalPart | Field::Domain);
        mapping.position(field).or_else(|| address().filter(|_| in_address))
    });
    of_mailbox.chain(holder_row::faulty_columns(mapping, &cells))
}

/// Whether a cell is what Excel shows for a truth value, in Italian or English. In the place of a
/// name it comes from another column or from a formula, and a mailbox of that name would stay.
pub(super) fn is_truth_value(text: &str) -> bool {
    ["true", "false", "vero", "falso"].iter().any(|value| text.eq_ignore_ascii_case(value))
}

/// The reader of a workbook gives a formula without a value as the formula itself.
pub(super) fn is_formula(text: &str) -> bool {
    text.starts_with('=')
}

fn formula_or(is_formula: bool, code: FaultCode) -> FaultCode {
    if is_formula { FaultCode::FormulaWithoutValue } else { code }
}

fn explained<T>(text: &str, parsed: Result<T, FaultCode>) -> Result<T, FaultCode> {
    parsed.map_err(|code| formula_or(is_formula(text), code))
}

pub(super) struct Row<'r> {
    pub mapping: &'r Mapping,
    pub cells: &'r [&'r str],
}

impl<'r> Row<'r> {
    pub fn filled(&self, field: Field) -> Option<&'r str> {
        let position = self.mapping.position(field)?;
        Some(self.cells.get(position)?.trim()).filter(|text| !text.is_empty())
    }

    /// The text of a cell, which is empty where there is none.
    pub fn text(&self, field: Field) -> &'r str {
        self.filled(field).unwrap_or_default()
    }

    /// The value of a filled cell, whose faults point to the field of this name.
    pub fn read<T>(
        &self,
        field: Field,
        parse: impl Fn(&str) -> Result<T, FaultCode>,
        faults: &mut Faults,
    ) -> Option<T> {
        let text = self.filled(field)?;
        faults.check(&format!("/{field}"), explained(text, parse(text)))
    }

    /// The cell that names the mailbox.
    fn named(&self) -> Option<&'r str> {
        self.filled(Field::Address).or(self.filled(Field::LocalPart))
    }

    /// The name and the domain, each empty where the row does not give it.
    fn whose(&self, default_domain: Option<&'r str>) -> (&'r str, &'r str) {
        let text = self.named().unwrap_or("");
        text.rsplit_once('@')
            .unwrap_or_else(|| (text, self.filled(Field::Domain).or(default_domain).unwrap_or("")))
    }

    /// Contradicting columns mean that somebody corrected one of them and forgot the other.
    fn check_agreement(&self, local_part: &LocalPart, domain: &DomainName, faults: &mut Faults) {
        if let Some(text) = self.filled(Field::Domain)
            && !text.eq_ignore_ascii_case(domain.as_str())
        {
            faults.add("/domain", FaultCode::Contradiction);
        }
        if let Some(text) = self.filled(Field::LocalPart) {
            let (name, of) = text.rsplit_once('@').unwrap_or((text, domain.as_str()));
            if !name.eq_ignore_ascii_case(local_part.as_str())
                || !of.eq_ignore_ascii_case(domain.as_str())
            {
                faults.add("/local_part", FaultCode::Contradiction);
            }
        }
    }

    fn size(&self, field: Field, pointer: &str, faults: &mut Faults) -> Option<i64> {
        let text = self.filled(field)?;
        let unit = self.mapping.columns[self.mapping.position(field)?]?.unit;
        faults.check(pointer, explained(text, parse_quota(text, unit)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::mapping::Column;
    use super::super::quantity::Unit;
    use super::*;

    fn mapping(fields: &[Field]) -> Mapping {
        Mapping { columns: fields.iter().map(|field| Some(Column::new(*field))).collect() }
    }

    const ALL: [Field; 9] = [
        Field::Address,
        Field::LocalPart,
        Field::Domain,
        Field::CommunicationEmail,
        Field::QuotaMb,
        Field::SoftLimitMb,
        Field::Preservation,
        Field::Plan,
        Field::Reseller,
    ];

    #[test]
    fn a_row_is_read_whole() {
        let cells = [
            " Anna@PEC.example.it",
            "anna",
            "pec.example.it",
            "anna@example.org",
            "1 GB",
            "800",
            "Sì",
            "s-2gin",
            "Rete Vendite",
        ];
        let row = read_row(&mapping(&ALL), &cells, None).unwrap();
        assert_eq!(row.address(), "anna@pec.example.it");
        assert_eq!(row.communication_email.as_ref().unwrap().as_str(), "anna@example.org");
        assert_eq!((row.quota_mb, row.soft_limit_mb), (Some(1024), Some(800)));
        assert_eq!(row.preservation, Some(true));
        assert_eq!(row.plan.as_deref(), Some("S-2GIN"));
        assert_eq!(row.reseller.as_deref(), Some("Rete Vendite"));
        assert_eq!(row.new_mailbox().local_part, "anna");
    }

    #[test]
    fn a_name_alone_takes_the_domain_of_its_column_or_the_given_one() {
        let named = mapping(&[Field::LocalPart]);
        let both = mapping(&[Field::Address, Field::Domain]);
        let read = |mapping, cells: &[&str], domain| {
            read_row(mapping, cells, domain).map(|row| row.address())
        };
        assert_eq!(read(&named, &["anna"], Some("a.example")).unwrap(), "anna@a.example");
        assert_eq!(read(&named, &["anna@b.example"], Some("a.example")).unwrap(), "anna@b.example");
        assert_eq!(
            read(&both, &["anna", "b.example"], Some("a.example")).unwrap(),
            "anna@b.example"
        );
        assert_eq!(read(&both, &["anna", ""], Some("a.example")).unwrap(), "anna@a.example");
        assert_eq!(
            read(&named, &["anna"], None),
            Err(vec![Fault::new("/domain", FaultCode::Required)])
        );
    }

    #[test]
    fn all_the_faults_of_a_row_come_at_once() {
        let cells = ["an na@pec", "", "", "nobody", "much", "0", "maybe", "S 2G", "\u{200b}x"];
        let faults = read_row(&mapping(&ALL), &cells, None).unwrap_err();
        assert_eq!(
            faults,
            [
                Fault::new("/local_part", FaultCode::InvalidCharacters),
                Fault::new("/domain", FaultCode::InvalidDomainName),
                Fault::new("/communication_email", FaultCode::InvalidEmail),
                Fault::new("/quota_mb", FaultCode::InvalidType),
                Fault::new("/soft_limit_mb", FaultCode::OutOfRange),
                Fault::new("/preservation", FaultCode::Unknown),
                Fault::new("/plan", FaultCode::InvalidCharacters),
                Fault::new("/reseller", FaultCode::InvalidCharacters),
            ]
        );
    }

    #[test]
    fn columns_that_contradict_one_another_are_told() {
        let mapping = mapping(&[Field::Address, Field::LocalPart, Field::Domain]);
        let faults =
            read_row(&mapping, &["anna@a.example", "anna.verdi", "b.example"], None).unwrap_err();
        assert_eq!(
            faults,
            [
                Fault::new("/domain", FaultCode::Contradiction),
                Fault::new("/local_part", FaultCode::Contradiction),
            ]
        );
    }

    #[test]
    fn a_row_has_no_more_cells_than_there_are_columns() {
        let mapping = mapping(&[Field::Address, Field::QuotaMb]);
        let count = Err(vec![Fault::new("", FaultCode::CellCount)]);
        // Excel drops the separators after the last filled cell.
        assert_eq!(read_row(&mapping, &["anna@a.example"], None).unwrap().quota_mb, None);
        assert_eq!(read_row(&mapping, &["anna@a.example", "1", "2"], None), count);
        // Excel adds meaningless separators at the end of lines.
        assert!(read_row(&mapping, &["anna@a.example", "1", "", " "], None).is_ok());
    }

    #[test]
    fn a_truth_value_or_an_error_is_no_name() {
        for field in [Field::Address, Field::LocalPart] {
            let mapping = mapping(&[field]);
            for cell in ["TRUE", "FALSE", "VERO", "Falso", "true "] {
                let faults = read_row(&mapping, &[cell], Some("a.example")).unwrap_err();
                assert_eq!(faults, [Fault::new("/local_part", FaultCode::InvalidType)], "{cell}");
            }
            for cell in ["#N/D", "#N/A", "#RIF!", "#REF!", "#DIV/0!", "#VALORE!", "#NOME?", "###"] {
                let faults = read_row(&mapping, &[cell], Some("a.example")).unwrap_err();
                assert_eq!(faults[0].pointer, "/local_part", "{cell}");
            }
            assert!(read_row(&mapping, &["veronica"], Some("a.example")).is_ok());
        }
    }

    #[test]
    fn a_formula_without_a_value_says_so() {
        let cells = ["=A1", "", "", "=B1", "=1000*2", "=C1", "=D1"];
        let faults = read_row(&mapping(&ALL), &cells, Some("a.example")).unwrap_err();
        assert_eq!(faults.len(), 5);
        assert!(faults.iter().all(|fault| fault.code == FaultCode::FormulaWithoutValue));
    }

    #[test]
    fn sizes_are_in_the_unit_of_their_column() {
        let mut mapping = mapping(&[Field::Address, Field::QuotaMb]);
        mapping.columns[1] = Some(Column { field: Field::QuotaMb, unit: Unit::Bytes });
        let row = read_row(&mapping, &["anna@a.example", "1048576000"], None).unwrap();
        assert_eq!(row.quota_mb, Some(1000));
    }
}
