//! How an organisation preserves its receipts.

use chrono::{DateTime, Months, Utc};

use crate::fault::FaultCode;
use crate::id::OrganizationId;
use crate::invisible::is_invisible;

use super::standing::Grounds;

/// How long receipts are kept at least.
pub const DEFAULT_RETENTION_YEARS: i64 = 10;
/// The longest retention that can be set.
pub const MAX_RETENTION_YEARS: i64 = 100;
/// The characters of what names the manual.
pub const MANUAL_MAX: usize = 500;

/// The settings of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreservationSettings {
    pub organization_id: OrganizationId,
    /// The organisation's own code, as the producer of what is preserved; empty where it has none.
    pub producer_code: String,
    /// The responsabile della conservazione, by name and code; empty where nobody is named.
    pub responsible_name: String,
    pub responsible_code: String,
    /// The manual of preservation: its address, or its title and date; empty where there is none.
    pub manual: String,
    pub retention_years: i64,
    pub version: i64,
}

impl PreservationSettings {
    /// What holds for an organisation that has chosen nothing.
    pub const fn defaults(organization_id: OrganizationId) -> Self {
        Self {
            organization_id,
            producer_code: String::new(),
            responsible_name: String::new(),
            responsible_code: String::new(),
            manual: String::new(),
            retention_years: DEFAULT_RETENTION_YEARS,
            version: 0,
        }
    }

    /// What the archive rests on, with the present seal.
    pub fn grounds(&self, seal_is_self_signed: Option<bool>) -> Grounds {
        Grounds {
            has_responsible: self.has_responsible(),
            has_manual: self.has_manual(),
            seal_is_self_signed,
        }
    }

    /// Whether somebody is named by name and code.
    pub fn has_responsible(&self) -> bool {
        !self.responsible_name.is_empty() && !self.responsible_code.is_empty()
    }

    pub fn has_manual(&self) -> bool {
        !self.manual.is_empty()
    }

    /// The time before which a receipt must have been stored for its retention to be over.
    pub fn retained_since(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let months = u32::try_from(self.retention_years.saturating_mul(12)).unwrap_or(u32::MAX);
        now.checked_sub_months(Months::new(months)).unwrap_or(DateTime::<Utc>::MIN_UTC)
    }
}

/// The code of a person or a company as agents of an index have it: `TINIT-` with a codice fiscale, or `VATIT-` with a
/// partita IVA. Its form alone is judged. Without what it begins with, eleven digits are a partita IVA and sixteen
/// characters a codice fiscale. An empty text names nobody.
pub fn parse_agent_code(text: &str) -> Result<String, FaultCode> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.to_ascii_uppercase();
    let is_number = |code: &str| code.len() == 11 && code.bytes().all(|b| b.is_ascii_digit());
    let is_personal = |code: &str| {
        code.len() == 16
            && code.bytes().all(|b| b.is_ascii_alphanumeric())
            && code.bytes().take(6).all(|b| b.is_ascii_alphabetic())
    };
    if text.is_empty() {
        return Ok(text);
    }
    if let Some(code) = text.strip_prefix("VATIT-") {
        return if is_number(code) { Ok(text) } else { Err(FaultCode::InvalidVatNumber) };
    }
    if let Some(code) = text.strip_prefix("TINIT-") {
        let fits = is_personal(code) || is_number(code);
        return if fits { Ok(text) } else { Err(FaultCode::InvalidTaxCode) };
    }
    if is_number(&text) {
        return Ok(format!("VATIT-{text}"));
    }
    if is_personal(&text) { Ok(format!("TINIT-{text}")) } else { Err(FaultCode::InvalidTaxCode) }
}

/// What names the manual: one line. An empty text says that there is none.
pub fn parse_manual(text: &str) -> Result<String, FaultCode> {
    let text = text.trim();
    if text.chars().count() > MANUAL_MAX {
        return Err(FaultCode::TooLong);
    }
    if text.chars().any(is_invisible) {
        return Err(FaultCode::InvalidCharacters);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_with_and_without_what_they_begin_with() {
        for (text, code) in [
            ("12345678903", "VATIT-12345678903"),
            (" vatit-123 45678903 ", "VATIT-12345678903"),
            ("TINIT-12345678903", "TINIT-12345678903"),
            ("zzzzzz00a00z000z", "TINIT-ZZZZZZ00A00Z000Z"),
            ("", ""),
        ] {
            assert_eq!(parse_agent_code(text).as_deref(), Ok(code), "{text:?}");
        }
        for text in ["VATIT-1234567890", "VATIT-ZZZZZZ00A00Z000Z"] {
            assert_eq!(parse_agent_code(text), Err(FaultCode::InvalidVatNumber), "{text:?}");
        }
        for text in ["TINIT-", "TINIT-1", "FR12345678903", "123456789A", "1234567890123456", "é"] {
            assert_eq!(parse_agent_code(text), Err(FaultCode::InvalidTaxCode), "{text:?}");
        }
    }

    #[test]
    fn a_retention_ends_on_the_same_day_after_its_years() {
        let settings = PreservationSettings::defaults(OrganizationId::NIL);
        let now: DateTime<Utc> = "2036-02-29T10:00:00Z".parse().unwrap();
        assert_eq!(settings.retained_since(now).to_rfc3339(), "2026-02-28T10:00:00+00:00");
    }

    #[test]
    fn whoever_is_responsible_has_a_name_and_a_code() {
        let named = PreservationSettings {
            responsible_name: "Rosa Neri".into(),
            ..PreservationSettings::defaults(OrganizationId::NIL)
        };
        assert!(!named.has_responsible());
        assert!(
            PreservationSettings { responsible_code: "VATIT-12345678903".into(), ..named }
                .has_responsible()
        );
    }
}
