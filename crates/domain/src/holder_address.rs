//! The rules of a holder's address.

use chrono::{DateTime, Utc};

use crate::country::Country;
use crate::fault::{FaultCode, Faults};
use crate::holder::{HolderAddress, parse_line, parse_optional, refuse_filled};
use crate::id::{AddressId, HolderId};
use crate::name::Email;
use crate::phone::Phone;
use crate::postal_code::PostalCode;
use crate::province::Province;

/// A request for a new address, as typed, or an address as it would be after a change.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewAddress<'a> {
    pub street: &'a str,
    pub number: &'a str,
    pub locality: &'a str,
    pub province: &'a str,
    pub postal_code: &'a str,
    /// Italy if it is empty.
    pub country: &'a str,
    pub phone: &'a str,
    pub fax: &'a str,
    pub email: &'a str,
    pub mobile: &'a str,
}

/// The fields of an address, once they are valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressFields {
    pub street: String,
    pub number: String,
    pub locality: String,
    pub province: String,
    pub postal_code: String,
    pub country: String,
    pub phone: String,
    pub fax: String,
    pub email: String,
    pub mobile: String,
}

/// What depends on the country.
struct Place {
    street: String,
    locality: String,
    province: String,
    postal_code: String,
}

impl NewAddress<'_> {
    /// Validates every field; `at` is the pointer of the address in the request.
    pub fn validate(&self, at: &str, faults: &mut Faults) -> Option<AddressFields> {
        let pointer = |field: &str| format!("{at}/{field}");
        let country = match self.country.trim() {
            "" => Ok(Country::ITALY),
            text => Country::parse(text),
        };
        let country = faults.check(&pointer("country"), country);
        let place = self.place(at, country, faults);
        let number = faults.check(&pointer("number"), parse_line(self.number, 20));
        let mut phone =
            |field: &str, text| faults.check(&pointer(field), parse_optional(text, Phone::parse));
        let (fixed, fax, mobile) =
            (phone("phone", self.phone), phone("fax", self.fax), phone("mobile", self.mobile));
        let email = faults.check(&pointer("email"), parse_optional(self.email, Email::parse));
        let place = place?;
        Some(AddressFields {
            street: place.street,
            number: number?,
            locality: place.locality,
            province: place.province,
            postal_code: place.postal_code,
            country: country?.to_string(),
            phone: fixed?,
            fax: fax?,
            email: email?,
            mobile: mobile?,
        })
    }

    /// In Italy all of it is required. Abroad there is no province, and postal codes are as the country
    /// writes them. Where the country is not known, only what holds in each is judged.
    fn place(&self, at: &str, country: Option<Country>, faults: &mut Faults) -> Option<Place> {
        let italy = country.is_some_and(Country::is_italy);
        let required = |text: Result<String, FaultCode>| match text {
            Ok(text) if italy && text.is_empty() => Err(FaultCode::Required),
            other => other,
        };
        let province = self.province.trim();
        let province = match country {
            Some(_) if italy => Province::parse(province).map(|province| province.to_string()),
            Some(_) if !province.is_empty() => Err(FaultCode::NotExpected),
            _ => Ok(String::new()),
        };
        let postal_code = if italy {
            PostalCode::parse(self.postal_code).map(|code| code.to_string())
        } else {
            parse_line(self.postal_code, 20)
        };
        let mut check = |field: &str, outcome| faults.check(&format!("{at}/{field}"), outcome);
        let street = check("street", required(parse_line(self.street, 120)));
        let locality = check("locality", required(parse_line(self.locality, 120)));
        let province = check("province", province);
        let postal_code = check("postal_code", postal_code);
        Some(Place {
            street: street?,
            locality: locality?,
            province: province?,
            postal_code: postal_code?,
        })
    }

    /// Refuses fields beside the id of an existing address.
    pub fn refuse(&self, at: &str, faults: &mut Faults) {
        let fields = [
            ("street", self.street),
            ("number", self.number),
            ("locality", self.locality),
            ("province", self.province),
            ("postal_code", self.postal_code),
            ("country", self.country),
            ("phone", self.phone),
            ("fax", self.fax),
            ("email", self.email),
            ("mobile", self.mobile),
        ];
        refuse_filled(&fields, at, faults);
    }
}

impl<'a> From<&'a HolderAddress> for NewAddress<'a> {
    fn from(address: &'a HolderAddress) -> Self {
        Self {
            street: &address.street,
            number: &address.number,
            locality: &address.locality,
            province: &address.province,
            postal_code: &address.postal_code,
            country: &address.country,
            phone: &address.phone,
            fax: &address.fax,
            email: &address.email,
            mobile: &address.mobile,
        }
    }
}

impl AddressFields {
    pub fn build(self, id: AddressId, holder_id: HolderId, now: DateTime<Utc>) -> HolderAddress {
        HolderAddress {
            id,
            holder_id,
            street: self.street,
            number: self.number,
            locality: self.locality,
            province: self.province,
            postal_code: self.postal_code,
            country: self.country,
            phone: self.phone,
            fax: self.fax,
            email: self.email,
            mobile: self.mobile,
            created_at: now,
            version: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: NewAddress<'_> = NewAddress {
        street: "Via delle Ginestre",
        number: "12/A",
        locality: "Borgo di Prova",
        province: "pz",
        postal_code: "85100",
        country: "",
        phone: "0971 123456",
        fax: "",
        email: "zoe@example.org",
        mobile: "+39 347 1234567",
    };

    fn faults(address: &NewAddress<'_>, at: &str) -> Vec<(String, FaultCode)> {
        let mut faults = Faults::default();
        address.validate(at, &mut faults);
        faults.into_vec().into_iter().map(|fault| (fault.pointer, fault.code)).collect()
    }

    #[test]
    fn an_address_without_a_country_is_in_italy() {
        let fields = GOOD.validate("", &mut Faults::default()).unwrap();
        assert_eq!((&*fields.country, &*fields.province), ("IT", "PZ"));
    }

    #[test]
    fn in_italy_a_letter_must_arrive() {
        let found = faults(&NewAddress::default(), "/addresses/1");
        let required = |field: &str| (format!("/addresses/1/{field}"), FaultCode::Required);
        assert_eq!(found, ["street", "locality", "province", "postal_code"].map(required));
    }

    #[test]
    fn every_fault_comes_at_once() {
        let address = NewAddress {
            province: "XX",
            postal_code: "8510",
            number: "123456789012345678901",
            phone: "nessuno",
            fax: "nessuno",
            mobile: "nessuno",
            email: "zoe",
            ..GOOD
        };
        let found = faults(&address, "/address");
        let expected = [
            ("/address/province", FaultCode::UnknownProvince),
            ("/address/postal_code", FaultCode::InvalidPostalCode),
            ("/address/number", FaultCode::TooLong),
            ("/address/phone", FaultCode::InvalidPhone),
            ("/address/fax", FaultCode::InvalidPhone),
            ("/address/mobile", FaultCode::InvalidPhone),
            ("/address/email", FaultCode::InvalidEmail),
        ];
        assert_eq!(found, expected.map(|(pointer, code)| (pointer.to_owned(), code)));
    }

    #[test]
    fn abroad_there_is_no_province_and_any_postal_code() {
        let abroad = NewAddress { country: "ie", province: "", postal_code: "", ..GOOD };
        let fields = abroad.validate("", &mut Faults::default()).unwrap();
        assert_eq!((&*fields.country, &*fields.postal_code), ("IE", ""));
        let abroad = NewAddress { postal_code: "SW1A 1AA", country: "GB", ..abroad };
        assert_eq!(faults(&abroad, ""), []);
        let with_province = NewAddress { province: "PZ", ..abroad };
        assert_eq!(faults(&with_province, ""), [("/province".into(), FaultCode::NotExpected)]);
    }

    #[test]
    fn of_an_unknown_country_nothing_more_is_said() {
        let nowhere = NewAddress { country: "QQ", postal_code: "8510", ..GOOD };
        assert_eq!(faults(&nowhere, ""), [("/country".into(), FaultCode::UnknownCountry)]);
    }

    #[test]
    fn an_existing_address_comes_without_fields() {
        let mut faults = Faults::default();
        NewAddress { street: "Via Nuova", ..NewAddress::default() }.refuse("/address", &mut faults);
        let fault = crate::fault::Fault::new("/address/street", FaultCode::NotExpected);
        assert_eq!(faults.into_vec(), [fault]);
    }
}
