//! Holders (titolari): the people who hold mailboxes, their addresses, and what ties them to companies.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::holder::{HolderState, HolderWarning, MergeSource, Sex};
use sigillo_domain::id::{AddressId, CompanyId, CompanyTieId, HolderId, OrganizationId};

use crate::company::Company;
use crate::operation::ReplyBody;

/// A person who holds mailboxes. Belongs to an organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holder {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: HolderId,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub organization_id: OrganizationId,
    pub given_name: String,
    pub family_name: String,
    /// Codice fiscale: 16 characters, or the provisional 11 digits. A pseudonym once the holder is erased.
    pub tax_code: String,
    pub state: HolderState,
    /// The holder that this one was merged into.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub merged_into: Option<HolderId>,
    /// Read from the codice fiscale, as are sex and birth place.
    pub birth_date: Option<NaiveDate>,
    pub sex: Option<Sex>,
    pub birth_place: Option<BirthPlace>,
    pub erased_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// User name of the account that created it.
    pub created_by: String,
    /// What is worth a second look.
    pub warnings: Vec<HolderWarning>,
    pub version: i64,
}

impl ReplyBody for Holder {
    const VERSION: Option<fn(&Self) -> i64> = Some(|holder| holder.version);
}

/// The municipality or country of a birth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BirthPlace {
    /// Belfiore code, such as `G942`.
    pub code: String,
    /// Null if no municipality or country has the code.
    pub name: Option<String>,
    /// Null for a country, and where it is not known.
    pub province: Option<String>,
}

/// A holder with its first addresses and companies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderDetail {
    #[serde(flatten)]
    pub holder: Holder,
    /// At most the first 50, oldest first; the operations of their own list the rest.
    pub addresses: Vec<HolderAddress>,
    pub address_count: i64,
    /// At most the first 50, oldest first.
    pub companies: Vec<HolderCompany>,
    pub company_count: i64,
    /// Mailboxes that the holder has, cancelled ones too.
    pub mailbox_count: i64,
}

impl ReplyBody for HolderDetail {
    const VERSION: Option<fn(&Self) -> i64> = Some(|detail| detail.holder.version);
}

/// A new holder, with addresses and companies if they are known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderCreate {
    /// Only an operator must give it; others create holders of their own organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 100))]
    pub given_name: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 100))]
    pub family_name: String,
    /// 16 characters, or the provisional 11 digits. Unique in the organisation.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 11, max_length = 16))]
    pub tax_code: String,
    /// Whether the person is another one than the holder with a variant of the tax code (omocodia), which is
    /// `holder_variant_exists` otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub omocodia_confirmed: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub addresses: Vec<AddressCreate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub companies: Vec<HolderCompanyCreate>,
}

/// The correction of a typing error. A field that is missing or null stays as it is. Another person in the
/// place of this one is a change of holder, not a correction.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub given_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub family_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 11, max_length = 16))]
    pub tax_code: Option<String>,
    /// Whether the person is another one than the holder with a variant of the tax code (omocodia), which is
    /// `holder_variant_exists` otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub omocodia_confirmed: bool,
    /// Why; required if anything changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub correction_reason: Option<String>,
}

/// One of a holder's addresses. A field that is not known is an empty text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderAddress {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: AddressId,
    /// Street or square, without the number.
    pub street: String,
    /// Number in the street, such as `12/A`.
    pub number: String,
    pub locality: String,
    /// Two letters, in Italy alone.
    pub province: String,
    /// CAP, five digits; abroad as the country writes it, or empty.
    pub postal_code: String,
    /// ISO 3166 alpha-2; `IT` if it is left out.
    pub country: String,
    pub phone: String,
    pub fax: String,
    pub email: String,
    pub mobile: String,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl ReplyBody for HolderAddress {
    const VERSION: Option<fn(&Self) -> i64> = Some(|address| address.version);
}

/// A new address. In Italy street, locality, province and postal code are required.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressCreate {
    /// Street or square, without the number.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 120))]
    pub street: String,
    /// Number in the street, such as `12/A`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub number: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 120))]
    pub locality: String,
    /// Two letters, in Italy alone.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2))]
    pub province: String,
    /// CAP, five digits; abroad as the country writes it, or empty.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub postal_code: String,
    /// ISO 3166 alpha-2; `IT` if it is left out.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2))]
    pub country: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 30))]
    pub phone: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 30))]
    pub fax: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 30))]
    pub mobile: String,
}

/// A field that is missing or null stays as it is; an empty text empties it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 120))]
    pub street: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 120))]
    pub locality: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2))]
    pub province: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub postal_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2))]
    pub country: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 30))]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 30))]
    pub fax: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 30))]
    pub mobile: Option<String>,
}

/// What a holder is, or was, for a company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderCompany {
    /// Of the tie, which mailboxes point at.
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: CompanyTieId,
    pub company: Company,
    /// Such as "legale rappresentante"; may be empty.
    pub role: String,
    /// First and last day of the tie, where they are known.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    /// Of the tie.
    pub version: i64,
}

impl ReplyBody for HolderCompany {
    const VERSION: Option<fn(&Self) -> i64> = Some(|tie| tie.version);
}

/// Ties a holder to a company: to the one whose id is given, or else to a new one with these fields. A new one
/// whose VAT number the organisation knows already is a fault of `vat_number`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderCompanyCreate {
    /// A company of the organisation; the company's own fields are then left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub company_id: Option<CompanyId>,
    /// Ragione sociale.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub legal_name: String,
    /// Forma giuridica.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 80))]
    pub legal_form: String,
    /// Partita IVA: 11 digits. Unique in the organisation.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 11))]
    pub vat_number: String,
    /// 11 digits, or the 16 characters of a sole trader.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 16))]
    pub tax_code: String,
    /// Province and number, such as `PZ-123456`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub rea: String,
    /// Codice destinatario: 6 or 7 letters and digits.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 7))]
    pub recipient_code: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub recipient_pec: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub administrative_reference: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 80))]
    pub role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

/// The tie alone; the company's own fields are changed at the company. A field that is missing or null stays as
/// it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderCompanyPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 80))]
    pub role: Option<String>,
    /// A day, or an empty text for one that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"))]
    pub from: Option<String>,
    /// A day, or an empty text for one that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"))]
    pub to: Option<String>,
}

/// Merges the holder of the path into another one, which stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderMerge {
    /// The holder that stays.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = Uuid))]
    pub into: HolderId,
    /// Which holder each field is taken from; from the one that stays by default.
    #[serde(default)]
    pub take: MergeTake,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergeTake {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<MergeSource>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name: Option<MergeSource>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<MergeSource>,
}

/// Replaces the holder by a pseudonym, for ever.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderErase {
    /// Why, such as the reference of the person's request. Kept in the history; must not name the person.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 500))]
    pub reason: String,
}

/// Which holders, in which order. All filters must match; case, accents, spaces and the punctuation of phone
/// numbers make no difference. Each finds a part of the text; rows that begin with it come first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct HolderQuery {
    /// Part of the given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub given_name: Option<String>,
    /// Part of the family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub family_name: Option<String>,
    /// Part of the codice fiscale.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub tax_code: Option<String>,
    /// Part of an e-mail of one of the addresses, or of the communication e-mail of a mailbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub email: Option<String>,
    /// Part of a telephone or mobile number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub phone: Option<String>,
    /// Part of a fax number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub fax: Option<String>,
    /// Part of the legal name of a company.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub company_name: Option<String>,
    /// Part of the VAT number of a company.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub vat_number: Option<String>,
    /// Part of the address of a mailbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub mailbox: Option<String>,
    /// Only holders of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    /// States, separated by commas; `registered` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<HolderState>>))]
    pub state: Option<String>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(family_name|given_name|created_at)$", default = "family_name")
    )]
    pub sort: Option<String>,
    /// `next_cursor` of the previous page. Valid only with the same filters and order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// `exact` adds `total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::Count>))]
    pub count: Option<String>,
}

crate::page::list_query!(HolderQuery);

/// The list of holders to export, and the format.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct HolderExportQuery {
    #[cfg_attr(feature = "openapi", param(value_type = crate::schema::ExportFormat))]
    pub format: String,
    /// What separates the cells of a csv: `semicolon` by default, as Excel in Italy expects. Refused
    /// with the other formats.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::ExportSeparator>, default = "semicolon"))]
    pub separator: Option<String>,
    /// Language of the headings; `it` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<sigillo_domain::message::Language>, default = "it"))]
    pub lang: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub given_name: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub family_name: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub tax_code: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub email: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub phone: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub fax: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub company_name: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub vat_number: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub mailbox: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<HolderState>>))]
    pub state: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^-?(family_name|given_name|created_at)$"))]
    pub sort: Option<String>,
}

impl HolderExportQuery {
    /// The list, without its page.
    pub fn list(&self) -> HolderQuery {
        HolderQuery {
            given_name: self.given_name.clone(),
            family_name: self.family_name.clone(),
            tax_code: self.tax_code.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            fax: self.fax.clone(),
            company_name: self.company_name.clone(),
            vat_number: self.vat_number.clone(),
            mailbox: self.mailbox.clone(),
            organization_id: self.organization_id,
            state: self.state.clone(),
            sort: self.sort.clone(),
            ..HolderQuery::default()
        }
    }
}

/// A holder by name and codice fiscale: that of a mailbox, as the mailbox shows it, or one whom a problem names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxHolder {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: HolderId,
    pub given_name: String,
    pub family_name: String,
    pub tax_code: String,
}

/// The company of a mailbox, as the mailbox shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxCompany {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: CompanyId,
    pub legal_name: String,
    pub vat_number: String,
    pub role: String,
}

/// The holder of a new mailbox: one by its id, or a new one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderChoice {
    /// A holder of the domain's organisation; the other fields are then left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub id: Option<HolderId>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub given_name: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub family_name: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 16))]
    pub tax_code: String,
    /// Whether the person is another one than the holder with a variant of the tax code (omocodia), which is
    /// `holder_variant_exists` otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub omocodia_confirmed: bool,
}

/// The address of the holder of a new mailbox: one of the holder's by its id, or a new one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressChoice {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub id: Option<AddressId>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 120))]
    pub street: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub number: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 120))]
    pub locality: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2))]
    pub province: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub postal_code: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2))]
    pub country: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 30))]
    pub phone: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 30))]
    pub fax: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 30))]
    pub mobile: String,
}

/// The company of the holder of a new mailbox: a company of the organisation by its id, or a new one. The holder is
/// tied to it if there is no tie yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompanyChoice {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub id: Option<CompanyId>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub legal_name: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 80))]
    pub legal_form: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 11))]
    pub vat_number: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 16))]
    pub tax_code: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub rea: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 7))]
    pub recipient_code: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub recipient_pec: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub administrative_reference: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 80))]
    pub role: String,
}
