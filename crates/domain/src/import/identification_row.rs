//! How the holder of a mailbox was identified, as a row of a file says it.

use chrono::{Datelike, NaiveDate};

use super::field::Field;
use super::headings::plain;
use super::mapping::Mapping;
use super::row::{Row, check_width, mailbox_of};
use crate::fault::{Fault, FaultCode, Faults};
use crate::identification::{
    AssuranceLevel, HolderCapacity, IdentificationMethod, IdentityDocumentKind, NewIdentification,
};
use crate::name::{DomainName, LocalPart};
use crate::tax_code::TaxCode;

/// What a row says of a mailbox, with each value validated on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentificationRow {
    pub local_part: LocalPart,
    pub domain: DomainName,
    /// Of the holder who was identified, to be compared with the holder of the mailbox.
    pub tax_code: Option<TaxCode>,
    /// None if the row says nothing of an identification.
    pub identification: Option<NewIdentification<'static>>,
    /// None if the row does not say so.
    pub second_factor_since: Option<NaiveDate>,
}

impl IdentificationRow {
    pub fn address(&self) -> String {
        format!("{}@{}", self.local_part, self.domain)
    }
}

/// Reads a row of a file of identifications, or everything that is wrong with it. Faults point to the field of the
/// form (`/method`). A row that says nothing of a mailbox but its address lacks the method.
pub fn read_identification(
    mapping: &Mapping,
    cells: &[&str],
    default_domain: Option<&str>,
) -> Result<IdentificationRow, Vec<Fault>> {
    check_width(mapping, cells)?;
    let row = Row { mapping, cells };
    let mut faults = Faults::default();
    let (local_part, domain) = mailbox_of(&row, default_domain, &mut faults);
    let tax_code = row.filled(Field::TaxCode);
    let tax_code = tax_code.and_then(|text| faults.check("/tax_code", TaxCode::parse(text)));
    let second_factor_since = row.read(Field::SecondFactorSince, parse_day, &mut faults);
    let identification = NewIdentification {
        method: row.read(Field::Method, parse_method, &mut faults),
        level: row.read(Field::Level, parse_level, &mut faults),
        identified_on: row.read(Field::IdentifiedOn, parse_day, &mut faults),
        identified_by: row.text(Field::IdentifiedBy).to_owned().into(),
        document_kind: row.read(Field::DocumentKind, parse_document_kind, &mut faults),
        document_number: row.text(Field::DocumentNumber).to_owned().into(),
        document_expires_on: row.read(Field::DocumentExpiresOn, parse_day, &mut faults),
        capacity: row.read(Field::Capacity, parse_capacity, &mut faults),
    };
    let is_given = Field::IDENTIFICATION.iter().any(|field| row.filled(*field).is_some());
    if !is_given && row.filled(Field::SecondFactorSince).is_none() {
        faults.add("/method", FaultCode::Required);
    }
    let read = local_part.zip(domain).map(|(local_part, domain)| IdentificationRow {
        local_part,
        domain,
        tax_code,
        identification: is_given.then_some(identification),
        second_factor_since,
    });
    faults.result(read)
}

/// A day as people write it, `2/3/2026`, or as programs do, `2026-03-02`. A time of day behind it is left out.
fn parse_day(text: &str) -> Result<NaiveDate, FaultCode> {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let parsed = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
        .into_iter()
        .find_map(|format| NaiveDate::parse_from_str(day, format).ok());
    // `%Y` reads a year of two digits as one of the first century.
    parsed.filter(|day| day.year() >= 1000).ok_or(FaultCode::InvalidType)
}

/// The value that one of the words names, whatever its case, accents and signs.
fn named<T: Copy>(text: &str, words: &[(T, &[&str])]) -> Result<T, FaultCode> {
    let text = plain(text);
    let known = words.iter().find(|(_, names)| names.contains(&text.as_str()));
    known.map(|(value, _)| *value).ok_or(FaultCode::Unknown)
}

fn parse_method(text: &str) -> Result<IdentificationMethod, FaultCode> {
    named(
        text,
        &[
            (IdentificationMethod::Spid, &["spid", "spid1", "spid2", "spid3"]),
            (IdentificationMethod::Cie, &["cie", "cartadidentitaelettronica", "cieid"]),
            (IdentificationMethod::Cns, &["cns", "cartanazionaledeiservizi", "ts-cns", "tscns"]),
            (
                IdentificationMethod::DigitalSignature,
                &["digitalsignature", "firmadigitale", "firmaqualificata", "firma"],
            ),
            (
                IdentificationMethod::InPerson,
                &["inperson", "dipersona", "inpresenza", "devisu", "allosportello", "sportello"],
            ),
            (
                IdentificationMethod::Video,
                &["video", "videoriconoscimento", "videoidentificazione", "invideo"],
            ),
        ],
    )
}

fn parse_level(text: &str) -> Result<AssuranceLevel, FaultCode> {
    named(
        text,
        &[
            (AssuranceLevel::Low, &["low", "basso", "1", "l1", "livello1", "loa2"]),
            (
                AssuranceLevel::Substantial,
                &["substantial", "significativo", "2", "l2", "livello2", "loa3"],
            ),
            (AssuranceLevel::High, &["high", "elevato", "alto", "3", "l3", "livello3", "loa4"]),
        ],
    )
}

fn parse_document_kind(text: &str) -> Result<IdentityDocumentKind, FaultCode> {
    named(
        text,
        &[
            (
                IdentityDocumentKind::IdentityCard,
                &["identitycard", "cartadidentita", "cartaidentita", "ci", "cie"],
            ),
            (IdentityDocumentKind::Passport, &["passport", "passaporto"]),
            (
                IdentityDocumentKind::DrivingLicence,
                &["drivinglicence", "patente", "patentediguida", "drivinglicense"],
            ),
            (
                IdentityDocumentKind::ResidencePermit,
                &["residencepermit", "permessodisoggiorno", "permesso"],
            ),
            (IdentityDocumentKind::Other, &["other", "altro"]),
        ],
    )
}

fn parse_capacity(text: &str) -> Result<HolderCapacity, FaultCode> {
    named(
        text,
        &[
            (HolderCapacity::OwnRight, &["ownright", "inproprio", "titolare", "persona"]),
            (
                HolderCapacity::LegalRepresentative,
                &[
                    "legalrepresentative",
                    "legalerappresentante",
                    "rappresentantelegale",
                    "rappresentante",
                ],
            ),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::super::mapping::Column;
    use super::*;

    fn mapping(fields: &[Field]) -> Mapping {
        Mapping { columns: fields.iter().map(|field| Some(Column::new(*field))).collect() }
    }

    fn read(fields: &[Field], cells: &[&str]) -> Result<IdentificationRow, Vec<Fault>> {
        read_identification(&mapping(fields), cells, Some("pec.example.it"))
    }

    const ALL: [Field; 10] = [
        Field::Address,
        Field::Method,
        Field::Level,
        Field::IdentifiedOn,
        Field::IdentifiedBy,
        Field::DocumentKind,
        Field::DocumentNumber,
        Field::DocumentExpiresOn,
        Field::Capacity,
        Field::SecondFactorSince,
    ];

    #[test]
    fn a_row_is_read_as_people_write_it() {
        let cells = [
            "anna@pec.example.it",
            "Di persona",
            "Elevato",
            "2/3/2026",
            "Sportello 2",
            "Carta d'identità",
            "CA00000AA",
            "31/12/2030 00:00",
            "Legale rappresentante",
            "2026-04-01",
        ];
        let row = read(&ALL, &cells).unwrap();
        assert_eq!(row.address(), "anna@pec.example.it");
        let asked = row.identification.unwrap();
        assert_eq!(asked.method, Some(IdentificationMethod::InPerson));
        assert_eq!(asked.level, Some(AssuranceLevel::High));
        assert_eq!(asked.identified_on.unwrap().to_string(), "2026-03-02");
        assert_eq!(asked.document_kind, Some(IdentityDocumentKind::IdentityCard));
        assert_eq!(asked.document_expires_on.unwrap().to_string(), "2030-12-31");
        assert_eq!(asked.capacity, Some(HolderCapacity::LegalRepresentative));
        assert_eq!(row.second_factor_since.unwrap().to_string(), "2026-04-01");
    }

    #[test]
    fn every_value_is_read_back_by_its_name() {
        for value in IdentificationMethod::ALL {
            assert_eq!(parse_method(value.as_str()), Ok(value));
        }
        for value in AssuranceLevel::ALL {
            assert_eq!(parse_level(value.as_str()), Ok(value));
        }
        for value in IdentityDocumentKind::ALL {
            assert_eq!(parse_document_kind(value.as_str()), Ok(value));
        }
        for value in HolderCapacity::ALL {
            assert_eq!(parse_capacity(value.as_str()), Ok(value));
        }
    }

    #[test]
    fn all_the_faults_of_a_row_come_at_once() {
        let cells = ["an na", "fax", "4", "31/2/2026", "", "x", "", "2/3/26", "socio", "ieri"];
        let faults = read(&ALL, &cells).unwrap_err();
        let faults: Vec<_> =
            faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
        assert_eq!(
            faults,
            [
                ("/local_part", FaultCode::InvalidCharacters),
                ("/second_factor_since", FaultCode::InvalidType),
                ("/method", FaultCode::Unknown),
                ("/level", FaultCode::Unknown),
                ("/identified_on", FaultCode::InvalidType),
                ("/document_kind", FaultCode::Unknown),
                ("/document_expires_on", FaultCode::InvalidType),
                ("/capacity", FaultCode::Unknown),
            ]
        );
    }

    #[test]
    fn a_second_factor_may_come_alone() {
        let fields = [Field::LocalPart, Field::SecondFactorSince, Field::Method];
        let row = read(&fields, &["anna", "01/04/2026"]).unwrap();
        assert_eq!((row.address().as_str(), row.identification), ("anna@pec.example.it", None));
        let nothing = read(&fields, &["anna"]).unwrap_err();
        assert_eq!(nothing, [Fault::new("/method", FaultCode::Required)]);
    }
}
