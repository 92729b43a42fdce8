//! An address with its contacts.

use leptos::prelude::*;
use sigillo_contract::holder::{AddressCreate, AddressPatch, HolderAddress};
use sigillo_domain::Faults;
use sigillo_domain::holder_address::NewAddress;
use sigillo_kit::edit::{Edit, FieldSpec};

use super::locality::LocalityField;
use crate::components::{Form, TextField};
use crate::i18n::t;

/// The pointers of the fields, which differ from request to request.
#[derive(Clone, Copy)]
pub struct AddressPointers {
    pub street: &'static str,
    pub number: &'static str,
    pub locality: &'static str,
    pub province: &'static str,
    pub postal_code: &'static str,
    pub country: &'static str,
    pub phone: &'static str,
    pub fax: &'static str,
    pub email: &'static str,
    pub mobile: &'static str,
}

macro_rules! pointers {
    ($prefix:literal) => {
        AddressPointers {
            street: concat!($prefix, "/street"),
            number: concat!($prefix, "/number"),
            locality: concat!($prefix, "/locality"),
            province: concat!($prefix, "/province"),
            postal_code: concat!($prefix, "/postal_code"),
            country: concat!($prefix, "/country"),
            phone: concat!($prefix, "/phone"),
            fax: concat!($prefix, "/fax"),
            email: concat!($prefix, "/email"),
            mobile: concat!($prefix, "/mobile"),
        }
    };
}

/// Of a request about one address.
pub const ADDRESS: AddressPointers = pointers!("");

/// Of the request for a new holder.
pub const fn address_pointers_of_holder() -> AddressPointers {
    pointers!("/addresses/0")
}

/// Of the request for a new mailbox.
pub const fn address_pointers_of_mailbox() -> AddressPointers {
    pointers!("/address")
}

/// What is typed into the fields.
#[derive(Clone, Copy)]
pub struct AddressInputs {
    pub street: RwSignal<String>,
    pub number: RwSignal<String>,
    pub locality: RwSignal<String>,
    pub province: RwSignal<String>,
    pub postal_code: RwSignal<String>,
    pub country: RwSignal<String>,
    pub phone: RwSignal<String>,
    pub fax: RwSignal<String>,
    pub email: RwSignal<String>,
    pub mobile: RwSignal<String>,
}

impl AddressInputs {
    pub fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            street: empty(),
            number: empty(),
            locality: empty(),
            province: empty(),
            postal_code: empty(),
            country: RwSignal::new(ITALY.to_owned()),
            phone: empty(),
            fax: empty(),
            email: empty(),
            mobile: empty(),
        }
    }

    /// The typed address. A view that reads it follows the input.
    pub fn values(self) -> AddressCreate {
        let text = |input: RwSignal<String>| input.get().trim().to_owned();
        AddressCreate {
            street: text(self.street),
            number: text(self.number),
            locality: text(self.locality),
            province: text(self.province).to_uppercase(),
            postal_code: text(self.postal_code),
            country: text(self.country).to_uppercase(),
            phone: text(self.phone),
            fax: text(self.fax),
            email: text(self.email),
            mobile: text(self.mobile),
        }
    }
}

/// The country of an address unless another one is given.
const ITALY: &str = "IT";

/// Judges a new address by the rules of the server; `at` is its pointer in the request.
pub fn check_address(address: &AddressCreate, at: &str, faults: &mut Faults) {
    let new = NewAddress {
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
    };
    new.validate(at, faults);
}

#[component]
pub fn AddressFields(form: Form, at: AddressPointers, inputs: AddressInputs) -> impl IntoView {
    let in_italy = Memo::new(move |_| {
        let country = inputs.country.get();
        country.trim().is_empty() || country.trim().eq_ignore_ascii_case(ITALY)
    });
    view! {
        <div class="field-row field-row-street">
            <TextField form=form pointer=at.street label=t!(holders.street) value=inputs.street />
            <TextField form=form pointer=at.number label=t!(holders.number) value=inputs.number optional=true />
        </div>
        <div class="field-row field-row-locality">
            <LocalityField form=form at=at inputs=inputs />
            <TextField
                form=form
                pointer=at.province
                label=t!(holders.province)
                hint=move || if in_italy.get() { String::new() } else { t!(holders.only_in_italy)().to_owned() }
                value=inputs.province
            />
            <TextField form=form pointer=at.postal_code label=t!(holders.postal_code) value=inputs.postal_code />
            <TextField form=form pointer=at.country label=t!(holders.country) value=inputs.country />
        </div>
        <div class="field-row">
            <TextField form=form pointer=at.phone label=t!(holders.phone) value=inputs.phone kind="tel" optional=true />
            <TextField form=form pointer=at.mobile label=t!(holders.mobile) value=inputs.mobile kind="tel" optional=true />
            <TextField form=form pointer=at.fax label=t!(holders.fax) value=inputs.fax kind="tel" optional=true />
        </div>
        <TextField form=form pointer=at.email label=t!(holders.email) value=inputs.email kind="email" optional=true />
    }
}

/// An address that is being changed.
#[derive(Clone, Copy)]
pub struct AddressEdit {
    pub edit: Edit<HolderAddress, AddressPatch>,
    pub inputs: AddressInputs,
}

/// A field of the address as it is typed.
fn text(
    pointer: &'static str,
    label: fn() -> &'static str,
    read: fn(&HolderAddress) -> String,
    write: fn(&mut AddressPatch, String),
) -> FieldSpec<HolderAddress, AddressPatch, String> {
    FieldSpec {
        pointer,
        label,
        read,
        write,
        words: String::clone,
        format: String::clone,
        parse: |input: &String| Ok(input.trim().to_owned()),
    }
}

impl AddressEdit {
    pub fn of(address: HolderAddress) -> Self {
        let edit = Edit::of(address);
        let field = |spec| edit.field(spec).input;
        let at = ADDRESS;
        let inputs = AddressInputs {
            street: field(text(
                at.street,
                t!(holders.street),
                |a| a.street.clone(),
                |p, v| p.street = Some(v),
            )),
            number: field(text(
                at.number,
                t!(holders.number),
                |a| a.number.clone(),
                |p, v| p.number = Some(v),
            )),
            locality: field(text(
                at.locality,
                t!(holders.locality),
                |a| a.locality.clone(),
                |p, v| p.locality = Some(v),
            )),
            province: field(text(
                at.province,
                t!(holders.province),
                |a| a.province.clone(),
                |p, v| p.province = Some(v),
            )),
            postal_code: field(text(
                at.postal_code,
                t!(holders.postal_code),
                |a| a.postal_code.clone(),
                |p, v| p.postal_code = Some(v),
            )),
            country: field(text(
                at.country,
                t!(holders.country),
                |a| a.country.clone(),
                |p, v| p.country = Some(v),
            )),
            phone: field(text(
                at.phone,
                t!(holders.phone),
                |a| a.phone.clone(),
                |p, v| p.phone = Some(v),
            )),
            fax: field(text(at.fax, t!(holders.fax), |a| a.fax.clone(), |p, v| p.fax = Some(v))),
            email: field(text(
                at.email,
                t!(holders.email),
                |a| a.email.clone(),
                |p, v| p.email = Some(v),
            )),
            mobile: field(text(
                at.mobile,
                t!(holders.mobile),
                |a| a.mobile.clone(),
                |p, v| p.mobile = Some(v),
            )),
        };
        Self { edit, inputs }
    }
}

/// `Via Roma 12/A, 85100 Potenza (PZ)`
pub fn address_line(address: &AddressCreate) -> String {
    let street = [address.street.as_str(), &address.number].join(" ").trim().to_owned();
    let mut place = [address.postal_code.as_str(), &address.locality].join(" ").trim().to_owned();
    if !address.province.is_empty() {
        place = format!("{place} ({})", address.province);
    }
    let abroad = !address.country.is_empty() && address.country != ITALY;
    let country = if abroad { address.country.clone() } else { String::new() };
    let parts = [street, place, country];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The contacts of an address, each with what it is.
pub fn contacts_line(address: &AddressCreate) -> String {
    let contacts = [
        (t!(holders.phone_short)(), &address.phone),
        (t!(holders.mobile_short)(), &address.mobile),
        (t!(holders.fax)(), &address.fax),
        ("", &address.email),
    ];
    let given = contacts.into_iter().filter(|(_, value)| !value.is_empty());
    given
        .map(|(label, value)| format!("{label} {value}").trim().to_owned())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// An address as the fields of a request have it.
pub fn typed(address: &HolderAddress) -> AddressCreate {
    AddressCreate {
        street: address.street.clone(),
        number: address.number.clone(),
        locality: address.locality.clone(),
        province: address.province.clone(),
        postal_code: address.postal_code.clone(),
        country: address.country.clone(),
        phone: address.phone.clone(),
        fax: address.fax.clone(),
        email: address.email.clone(),
        mobile: address.mobile.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> AddressCreate {
        AddressCreate {
            street: "Via del Popolo".to_owned(),
            number: "12/A".to_owned(),
            locality: "Potenza".to_owned(),
            province: "PZ".to_owned(),
            postal_code: "85100".to_owned(),
            country: "IT".to_owned(),
            ..AddressCreate::default()
        }
    }

    #[test]
    fn an_address_is_one_line_without_what_is_missing() {
        assert_eq!(address_line(&address()), "Via del Popolo 12/A, 85100 Potenza (PZ)");
        let abroad = AddressCreate {
            number: String::new(),
            province: String::new(),
            postal_code: String::new(),
            locality: "Lyon".to_owned(),
            country: "FR".to_owned(),
            ..address()
        };
        assert_eq!(address_line(&abroad), "Via del Popolo, Lyon, FR");
        assert_eq!(address_line(&AddressCreate::default()), "");
    }

    #[test]
    fn province_and_postal_code_are_required_in_italy_alone() {
        let faults = |address: AddressCreate| {
            let mut faults = Faults::default();
            check_address(&address, "", &mut faults);
            faults.into_vec().into_iter().map(|fault| fault.pointer).collect::<Vec<_>>()
        };
        let bare =
            AddressCreate { province: String::new(), postal_code: String::new(), ..address() };
        assert_eq!(faults(bare.clone()), ["/province", "/postal_code"]);
        assert!(faults(AddressCreate { country: "FR".to_owned(), ..bare }).is_empty());
    }
}
