//! Mailboxes.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::id::{HolderId, MailboxId, PlanId};
use sigillo_domain::identification::RemReadiness;
use sigillo_domain::mailbox::{MailboxState, PasswordState, Warning};
#[cfg(feature = "openapi")]
use sigillo_domain::mailbox_list::{EntryKind, Trouble};
use sigillo_domain::service_term::ServiceRequest;

use crate::contract::ContractSummary;
use crate::holder::{
    AddressChoice, CompanyChoice, HolderAddress, HolderChoice, MailboxCompany, MailboxHolder,
};
use crate::holder_change::HolderChangeSummary;
use crate::identification::Identification;
use crate::mail_host::{MailHostStatus, NewestEffects};
use crate::mailbox_service::RequestDocument;
use crate::operation::ReplyBody;
use crate::own_receipts::PreservedFigures;
use crate::plan::PlanSummary;
use crate::reseller::ResellerSummary;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mailbox {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: MailboxId,
    pub address: String,
    pub local_part: String,
    /// Name of the domain.
    pub domain: String,
    pub state: MailboxState,
    pub password_state: PasswordState,
    pub password_set_at: Option<DateTime<Utc>>,
    /// When the password expires. Access is blocked from then on, delivery is not.
    pub password_expires_at: Option<DateTime<Utc>>,
    /// The ordinary address for notices about the mailbox.
    pub communication_email: Option<String>,
    /// In MB of 1 048 576 bytes.
    pub quota_mb: i64,
    /// Use of space above which the user is warned, in MB.
    pub soft_limit_mb: i64,
    /// Measured use of space, without the archive where it has a quota of its own; null if it was never
    /// measured, or the messages were destroyed.
    pub used_bytes: Option<i64>,
    /// Whether legal preservation is agreed. It is only recorded: the panel preserves nothing yet.
    pub preservation: bool,
    #[serde(default)]
    pub plan: Option<PlanSummary>,
    /// Quota of the archive, in MB; null where the archive counts to `quota_mb`.
    #[serde(default)]
    pub archive_mb: Option<i64>,
    #[serde(default)]
    pub reseller: Option<ResellerSummary>,
    pub created_at: DateTime<Utc>,
    /// User name of the account that created it.
    pub created_by: String,
    /// Name of that account.
    #[serde(default)]
    pub created_by_display_name: Option<String>,
    /// User name of the account that manages it: its creator, unless it was handed over.
    #[serde(default)]
    pub managed_by: String,
    /// Name of that account.
    #[serde(default)]
    pub managed_by_display_name: Option<String>,
    pub activated_at: Option<DateTime<Utc>>,
    /// End of the service: the mailbox is suppressed then. Null where none is set.
    pub expires_at: Option<DateTime<Utc>>,
    /// What was requested of the service.
    #[serde(default)]
    pub request: ServiceRequest,
    #[serde(default)]
    pub requested_at: Option<DateTime<Utc>>,
    /// User name of the account that entered the request.
    #[serde(default)]
    pub requested_by: Option<String>,
    /// The document in which it was requested; only for one mailbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_document: Option<RequestDocument>,
    /// The end that a pending termination has replaced, which the service gets back if the termination is
    /// withdrawn.
    #[serde(default)]
    pub end_before_termination: Option<DateTime<Utc>>,
    pub cancelled_at: Option<DateTime<Utc>>,
    /// The person who holds it; null where none was given.
    #[serde(default)]
    pub holder: Option<MailboxHolder>,
    /// The company that the holder has it for.
    #[serde(default)]
    pub company: Option<MailboxCompany>,
    /// What it lacks for the European registered e-mail.
    #[serde(default = "not_prepared")]
    pub rem_readiness: RemReadiness,
    /// Since when its user needs a second factor to enter it, as the office knows; the panel does not ask for one.
    #[serde(default)]
    pub second_factor_since: Option<NaiveDate>,
    /// How its present holder was identified; only for one mailbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identification: Option<Identification>,
    /// Its newest contract; only for one mailbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractSummary>,
    /// The change of its holder that waits for a decision; only for one mailbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_change: Option<HolderChangeSummary>,
    /// The holder's address; only for one mailbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_address: Option<HolderAddress>,
    /// Increases by one with each change; also the `ETag`.
    pub version: i64,
    /// The status of the mail host, which says how old `used_bytes` is; only for one mailbox, with
    /// `include=mail_host`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_host: Option<MailHostStatus>,
    /// The newest effects of its changes on the mail host; only for one mailbox, with
    /// `include=effects`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<NewestEffects>,
    /// How many receipts of it are preserved, and how large they are, never what they say; null where there are none.
    /// Only for one mailbox, with `include=preserved`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preserved: Option<PreservedFigures>,
}

/// What a server that does not know of the identity register would say.
const fn not_prepared() -> RemReadiness {
    RemReadiness::NotPrepared
}

/// What else to return with a mailbox.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct MailboxDetailQuery {
    /// What else to return, separated by commas: it saves requests of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<sigillo_domain::mailbox::MailboxPart>>))]
    pub include: Option<String>,
}

impl ReplyBody for Mailbox {
    const VERSION: Option<fn(&Self) -> i64> = Some(|mailbox| mailbox.version);
}

/// A mailbox after a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxUpdated {
    #[serde(flatten)]
    pub mailbox: Mailbox,
    /// What was done but is advised against.
    pub warnings: Vec<Warning>,
}

impl ReplyBody for MailboxUpdated {
    const VERSION: Option<fn(&Self) -> i64> = Some(|updated| updated.mailbox.version);
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxCreate {
    /// Name of a domain in which the caller may create mailboxes.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub domain: String,
    /// Letters, digits and `. - _`, without a dot at either end or two in a row. Lowercased.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 64))]
    pub local_part: String,
    /// The address that gets the link to set the password.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, max_length = 254))]
    pub communication_email: String,
    /// Whether legal preservation is agreed, only where the domain has `preservation_available`. It is only
    /// recorded: the panel preserves nothing yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preservation: Option<bool>,
    /// By default the inbox size of the plan, or the domain's default quota where it has no plans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub quota_mb: Option<i64>,
    /// 80 % of the quota by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub soft_limit_mb: Option<i64>,
    /// The person who will hold the mailbox; required in a domain with contracts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<HolderChoice>,
    /// The holder's address; required with a holder in a domain with contracts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressChoice>,
    /// The company that the holder has it for, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyChoice>,
    /// One that the domain offers; its default plan by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub plan: Option<PlanId>,
    /// Id of a reseller of the domain's organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 36))]
    pub reseller: Option<String>,
}

/// All of the changes are made, or none. A field that is missing or null stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub communication_email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::schema::MailboxStateChange>))]
    pub state: Option<MailboxState>,
    /// A new quota sets the soft limit to 80 % of it, unless one is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub quota_mb: Option<i64>,
    /// At most the quota.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub soft_limit_mb: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preservation: Option<bool>,
    /// One that the domain offers. Another plan sets the quotas of inbox and archive, and with them the
    /// soft limit, unless these are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub plan: Option<PlanId>,
    /// Id of a reseller of the domain's organisation; an empty text removes the reseller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 36))]
    pub reseller: Option<String>,
    /// User name of the account that manages it: an enabled one of the domain's organisation that sees the domain. An
    /// empty text gives the mailbox back to its creator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub managed_by: Option<String>,
    /// The day since when the user needs a second factor: today in Rome at the latest. An empty text removes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 10))]
    pub second_factor_since: Option<String>,
}

/// The address of a mailbox that somebody thinks of creating.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct AvailabilityQuery {
    /// The whole address, in a domain in which the caller may create mailboxes.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(max_length = 320))]
    pub address: String,
}

/// Whether a mailbox can have an address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxAvailability {
    pub available: bool,
    /// Why not: `mailbox_exists`, `address_retired`, or the code of the fault that the name would be.
    pub code: Option<String>,
}

impl ReplyBody for MailboxAvailability {}

/// The filters and the order of the list of mailboxes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct MailboxQuery {
    /// Names of domains, separated by commas; every domain within the caller's scope by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Part of a name. An exact match comes first, then names that begin with it, then names that
    /// contain it. A whole address finds that mailbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Where to search for `q`, separated by commas; `address` by default. Mailboxes found by their
    /// address come first, then others by their communication e-mail, then others by their notes. A
    /// text of one or two characters is searched for in addresses alone.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<sigillo_domain::mailbox_list::SearchField>>))]
    pub search_in: Option<String>,
    /// Part of the communication e-mail, whatever its case: three characters or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub communication_email: Option<String>,
    /// Part of the text of a note, whatever its case and accents: three characters or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub note: Option<String>,
    /// States, separated by commas; every state by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<MailboxState>>))]
    pub state: Option<String>,
    /// Password states, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<PasswordState>>))]
    pub password_state: Option<String>,
    /// `over_soft_limit`: only mailboxes that use as much space as their soft limit, or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^(over_soft_limit)?$"))]
    pub fill: Option<String>,
    /// Only mailboxes of this holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub holder: Option<HolderId>,
    /// Ids of plans, separated by commas; every plan, and none, by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Ids of resellers, separated by commas; every reseller, and none, by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reseller: Option<String>,
    /// Part of the given name of the holder: at its beginning, if it has one or two characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub given_name: Option<String>,
    /// Part of the family name of the holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub family_name: Option<String>,
    /// Part of the codice fiscale of the holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub tax_code: Option<String>,
    /// Part of the communication e-mail, or of an e-mail of the holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub email: Option<String>,
    /// Part of the legal name of the company that the holder has the mailbox for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub company_name: Option<String>,
    /// The first day of creation, in Rome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_from: Option<NaiveDate>,
    /// The last day of creation, in Rome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_to: Option<NaiveDate>,
    /// User names of who created it, separated by commas; everybody by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub created_by: Option<String>,
    /// Whether the office itself entered it, or an assistant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<EntryKind>>))]
    pub entry: Option<String>,
    /// User names of who manages it, separated by commas; everybody by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub managed_by: Option<String>,
    /// Only mailboxes that have been active at some time, or that have never been.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activated: Option<bool>,
    /// Only mailboxes with one of these troubles, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<Trouble>>))]
    pub trouble: Option<String>,
    /// Only mailboxes that expire before this day begins in Rome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_before: Option<NaiveDate>,
    /// Only mailboxes with a store that were active before this day began in Rome, and whose user has not signed in over
    /// IMAP or POP3 since, as far as that is known (`received_since` of the mailbox's use).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_opened_since: Option<NaiveDate>,
    /// What was requested of the service, separated by commas; everything by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<ServiceRequest>>))]
    pub request: Option<String>,
    /// What they lack for the European registered e-mail, separated by commas; everything by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<RemReadiness>>))]
    pub rem_readiness: Option<String>,
    /// The field to order by (`fill` is the use relative to the quota), with a `-` before it for
    /// descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(
            pattern = "^-?(address|local_part|created_at|state|quota_mb|fill)$",
            default = "local_part"
        )
    )]
    pub sort: Option<String>,
    /// `next_cursor` of the previous page. Valid only with the same filters and order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// `exact` adds `total`; `states` also adds `counts`, the number of mailboxes in each state,
    /// whatever `state` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::MailboxCount>))]
    pub count: Option<String>,
    /// `mail_host` adds the status of the mail host, which says how old the use of space is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::MailboxListInclude>))]
    pub include: Option<String>,
}

/// The list of mailboxes to export, and the format.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ExportQuery {
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
    pub domain: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// As in the list.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<sigillo_domain::mailbox_list::SearchField>>))]
    pub search_in: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub communication_email: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub note: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<MailboxState>>))]
    pub state: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<PasswordState>>))]
    pub password_state: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^(over_soft_limit)?$"))]
    pub fill: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub holder: Option<HolderId>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reseller: Option<String>,
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
    pub company_name: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_from: Option<NaiveDate>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_to: Option<NaiveDate>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub created_by: Option<String>,
    /// Whether the office itself entered it, or an assistant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<EntryKind>>))]
    pub entry: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub managed_by: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activated: Option<bool>,
    /// Only mailboxes with one of these troubles, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<Trouble>>))]
    pub trouble: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_before: Option<NaiveDate>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_opened_since: Option<NaiveDate>,
    /// What was requested of the service, separated by commas; everything by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<ServiceRequest>>))]
    pub request: Option<String>,
    /// What they lack for the European registered e-mail, separated by commas; everything by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<RemReadiness>>))]
    pub rem_readiness: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(address|local_part|created_at|state|quota_mb|fill)$")
    )]
    pub sort: Option<String>,
}

/// Mailboxes that were chosen one by one, and the format of their file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SelectionExport {
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = crate::schema::ExportFormat))]
    pub format: String,
    /// As in the export of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::schema::ExportSeparator>))]
    pub separator: Option<String>,
    /// As in the export of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<sigillo_domain::message::Language>))]
    pub lang: Option<String>,
    /// Ids of at most 1,000 mailboxes, in the order of the file. One that is repeated is one row.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = Vec<Uuid>, min_items = 1, max_items = 1000))]
    pub ids: Vec<MailboxId>,
}
