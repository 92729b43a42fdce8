//! The table of operations.

use sigillo_domain::Code;
use sigillo_domain::document::MAX_BYTES;
use sigillo_domain::id::{
    AccountId, AddressId, CannedAnswerId, CertifiedMessageId, CompanyId, CompanyTieId, ContractId,
    ContractTemplateId, DisposalId, DistributionPackageId, DocumentId, DomainId, HolderChangeId,
    HolderId, JobId, MailboxId, MaintenanceId, MessageId, OrganizationId, PlanId, ReceiptId,
    ReportScheduleId, ResellerId, SavedViewId, TicketAttachmentId, TicketId,
};
use sigillo_domain::permission::Permission;
use sigillo_domain::report::ReportName;
use sigillo_domain::sla::Period;

use crate::access_log::{AccessLogQuery, AccessRecord};
use crate::account::{Account, AccountCreate, AccountPatch, AccountQuery};
use crate::activity::{ActivityEventsQuery, ActivityExportQuery, ActivityQuery, ActivityRecord};
use crate::canned_answer::{CannedAnswer, CannedAnswerCreate, CannedAnswerPatch};
use crate::company::{Company, CompanyPatch, CompanyQuery};
use crate::contract::{
    Contract, ContractCreate, ContractFileQuery, ContractQuery, ContractSettings,
    ContractSettingsPatch, ContractWithdraw, CopyAcceptance,
};
use crate::contract_template::{
    ContractTemplate, ContractTemplateCreate, ContractTemplatePatch, ContractTemplateQuery,
};
use crate::dashboard::{Dashboard, DashboardQuery};
use crate::document::{Document, DocumentQuery, DocumentUpload};
use crate::document_seal::DocumentSeal;
use crate::domain::{Domain, DomainCreate, DomainPatch, DomainQuery};
use crate::export_record::{ExportRecord, ExportRecordQuery};
use crate::history::{HistoryQuery, HistoryRecord, Note, NoteCreate, RecordRestore};
use crate::holder::{
    AddressCreate, AddressPatch, Holder, HolderAddress, HolderCompany, HolderCompanyCreate,
    HolderCompanyPatch, HolderCreate, HolderDetail, HolderErase, HolderExportQuery, HolderMerge,
    HolderPatch, HolderQuery,
};
use crate::holder_change::{
    HolderChange, HolderChangeApproval, HolderChangeCreate, HolderChangeQuery,
    HolderChangeRejection,
};
use crate::identification::IdentificationRecord;
use crate::import::{HolderImportQuery, ImportMapping, ImportQuery};
use crate::job::{BulkChangeCreate, FailuresQuery, Job, JobQuery, JobRow, JobRowQuery, JobRun};
use crate::mail_host::{
    MailHostEffect, MailHostReport, MailHostStatus, MailboxUsage, RepairRequest, UsageQuery,
};
use crate::mailbox::{
    AvailabilityQuery, ExportQuery, Mailbox, MailboxAvailability, MailboxCreate,
    MailboxDetailQuery, MailboxPatch, MailboxQuery, MailboxUpdated, SelectionExport,
};
use crate::mailbox_service::{MailboxRenewal, MailboxTermination};
use crate::message::{Message, MessageQuery};
use crate::municipality::{Municipalities, MunicipalityQuery};
use crate::operation::{
    ATTACHMENT_FILES, Access, DOCUMENT_FILES, Locate, MAX_BODY, MAX_TEMPLATE_BODY, MAX_UPLOAD,
    Method, NoQuery, Nothing, Operation, Spec, TABLE_FILES, Visitor,
};
use crate::organization::{Organization, OrganizationCreate, OrganizationPatch, OrganizationQuery};
use crate::own_mailbox::{
    CommunicationEmailChange, LinkInfo, LinkToken, MailboxCredentials, MailboxPasswordChange,
    OwnMailbox, PasswordByLink, PasswordLinkRequest,
};
use crate::own_receipts::{
    AttestationQuery, CertifiedMessage, CertifiedMessageQuery, DistributionPackage,
    DistributionPackageCreate, MessageRecipient, PreservedReceipt, PreservedReceiptDetail,
    ReceiptQuery,
};
use crate::page::{Page, PageQuery};
use crate::plan::{Plan, PlanCreate, PlanPatch, PlanQuery};
use crate::preferences::{Preferences, PreferencesPatch};
use crate::preservation::{
    PreservationSettings, PreservationSettingsPatch, PreservationStatus, ReceiptDisposal,
    ReceiptDisposalCreate, ReceiptDisposalQuery, ReceiptDisposalRejection, ReceiptPackage,
    ReceiptPackageQuery,
};
use crate::report::{Report, ReportQuery, ReportSchedule, ReportScheduleCreate};
use crate::reseller::{Reseller, ResellerCreate, ResellerPatch, ResellerQuery};
use crate::saved_view::{AlertStop, SavedView, SavedViewCreate, SavedViewPatch, SavedViewQuery};
use crate::search::{SearchQuery, SearchResults};
use crate::service::{Health, ServiceInfo};
use crate::session::{Confirmation, Credentials, Me, PasswordChange, Session, SessionConfirmation};
use crate::signing::{
    SigningCode, SigningCodeSent, SigningConsent, SigningContract, SigningDecline, SigningFile,
    SigningOpen, SigningProgress, SigningSign, SigningState, SigningUpload, SigningVisit,
};
use crate::sla::{
    Maintenance, MaintenanceCreate, Outage, OutageExportQuery, OutageQuery, Sla, SlaClosure,
    SlaCorrection, SlaCorrectionCreate, SlaOverview, SlaPeriodQuery, SlaQuery,
};

use crate::refused_mail::{RefusedMail, RefusedMailQuery};
use crate::ticket::{
    Ticket, TicketAttachment, TicketCreate, TicketDetail, TicketExportQuery, TicketMessageCreate,
    TicketPatch, TicketQuery, TicketUpload,
};

macro_rules! operations {
    ($(
        #[doc = $summary:literal]
        $(#[doc = $description:literal])*
        $name:ident $id:literal = $method:ident $url:literal {
            tag: $tag:literal,
            access: $access:expr,
            $(path: $path:ty,)?
            $(query: $query:ty,)?
            $(body: $body:ty,)?
            $(optional_body: $optional_body:ty,)?
            reply: $status:literal $reply:ty,
            $(location: $location:expr,)?
            $(sets_cookie: $sets_cookie:literal,)?
            $(if_match: $if_match:literal,)?
            $(files: $files:expr,)?
            $(uploads: $uploads:expr,)?
            $(streamed: $streamed:literal,)?
            $(max_body: $max_body:expr,)?
            $(errors: [$($error:ident),*],)?
        }
    )*) => {
        $(
            #[doc = $summary]
            $(#[doc = $description])*
            #[derive(Debug)]
            pub struct $name;

            impl Operation for $name {
                type Path = operations!(@or () $(, $path)?);
                type Query = operations!(@or NoQuery $(, $query)?);
                type Body = operations!(@or Nothing $(, $body)? $(, $optional_body)?);
                type Reply = $reply;
                const SPEC: Spec = Spec {
                    id: $id,
                    method: Method::$method,
                    path: $url,
                    tag: $tag,
                    summary: $summary.trim_ascii(),
                    description: concat!("", $($description, "\n",)*),
                    access: $access,
                    status: $status,
                    sets_cookie: operations!(@or_value false $(, $sets_cookie)?),
                    if_match: operations!(@or_value false $(, $if_match)?),
                    files: operations!(@or_value &[] $(, $files)?),
                    uploads: operations!(@or_value &[] $(, $uploads)?),
                    is_streamed: operations!(@or_value false $(, $streamed)?),
                    max_body: operations!(@or_value MAX_BODY $(, $max_body)?),
                    has_body: operations!(@given $($body)? $($optional_body)?),
                    body_is_optional: operations!(@given $($optional_body)?),
                    has_query: operations!(@given $($query)?),
                    own_errors: &[$($(Code::$error,)*)?],
                };
                const LOCATION: Option<Locate<Self>> =
                    operations!(@or_value None $(, Some($location))?);
            }
        )*

        /// The table, in the order of the document.
        pub const ALL: &[Spec] = &[$(<$name as Operation>::SPEC,)*];

        /// Shows every operation, with its types, to a visitor.
        pub fn visit_all(visitor: &mut impl Visitor) {
            $(visitor.visit::<$name>();)*
        }
    };
    (@or $default:ty) => { $default };
    (@or $default:ty, $given:ty) => { $given };
    (@or_value $default:expr) => { $default };
    (@or_value $default:expr, $given:expr) => { $given };
    (@given) => { false };
    (@given $given:ty) => { true };
}

/// What the operations are grouped by in the document, in its order.
pub const TAGS: &[(&str, &str)] = &[
    ("Sessions", "Signing in to the panel, and the caller's own account."),
    ("Dashboard", "The figures that an office looks at every morning."),
    ("Reports", "Figures on mailboxes, space and traffic, as tables, plots and files."),
    ("Service levels", "How long each part of the service was there, by periods of four months."),
    ("Domains", "The domains of certified mail, each of one organisation."),
    ("Mailboxes", "Certified mailboxes: their life, history, notes, messages and use of space."),
    ("Holders", "The people who hold mailboxes, with their addresses and companies."),
    ("Companies", "The companies that holders act for."),
    ("Access log", "Who read, searched and exported the data of holders."),
    ("Plans", "What the provider sells: the sizes of a mailbox under a code."),
    ("Resellers", "By whom the mailboxes of an organisation were sold."),
    ("Contracts", "The contracts of mailboxes: their templates, and where each of them stands."),
    ("Documents", "Files that holders have signed, of mailboxes and of holders."),
    (
        "Changes of holder",
        "Mailboxes that pass from one holder to another, once somebody else has approved it.",
    ),
    ("Preservation", "The archive of receipts: packages, verification, retention and disposal."),
    ("Tickets", "What is reported to the support, and the exchange about it."),
    ("Canned answers", "Answers that the support gives again and again."),
    ("Signing", "What a holder does with the link to a contract."),
    ("Views", "Searches of a list that people save under a name, and the alerts on them."),
    ("Activity", "The history of everything that the caller may see, as one list."),
    ("Exports", "The record of lists that were exported as files."),
    ("Messages", "Messages to the users of mailboxes."),
    ("Jobs", "Imports, and changes to many mailboxes: a dry run, a confirmation, then the work."),
    ("Own mailbox", "What the user of a mailbox does, by a session of its own or a link."),
    (
        "Preserved receipts",
        "The receipts of certified mail that are preserved of a mailbox, as its own user finds them again.",
    ),
    ("Organisations", "The organisations that own domains."),
    ("Accounts", "The accounts of the people who use the panel."),
    ("Search", "One search over everything that the caller may see."),
    ("Municipalities", "The municipalities of Italy, as addresses and tax codes name them."),
    ("Mail host", "The server that holds the mail, and how far it agrees with the panel."),
    ("Service", "The service itself."),
];

operations! {
    /// Sign in.
    /// Opens a session: an access token of 15 minutes, and a refresh token in an `HttpOnly` cookie.
    /// Wrong passwords are counted by address, and by account and address together; a device that
    /// signed in before is counted by itself, by the cookie that a sign-in sets.
    SignIn "sign_in" = Post "/api/v1/sessions" {
        tag: "Sessions", access: Access::Public,
        body: Credentials, reply: 201 Session, sets_cookie: true,
        errors: [InvalidCredentials, AccountNotEnabled, TooManyRequests],
    }

    /// Renew the session.
    /// Exchanges the refresh cookie for a new one and a new access token. A refresh token works once:
    /// using an old one again ends the session on every device.
    RefreshSession "refresh_session" = Post "/api/v1/sessions/refresh" {
        tag: "Sessions", access: Access::RefreshCookie,
        reply: 200 Session, sets_cookie: true,
    }

    /// Sign out.
    /// Ends the session of the access token, and of every token renewed from it.
    SignOut "sign_out" = Delete "/api/v1/sessions/current" {
        tag: "Sessions", access: Access::SignedIn,
        reply: 204 Nothing, sets_cookie: true,
    }

    /// Confirm the session.
    /// Takes the password once more. For ten minutes the session may then do what is sensitive: create
    /// accounts, change the password, state or grants of others, run a job that cancels mailboxes.
    /// Without it these are refused with `confirmation_required`.
    ConfirmSession "confirm_session" = Post "/api/v1/sessions/current/confirmation" {
        tag: "Sessions", access: Access::SignedIn,
        body: Confirmation, reply: 200 SessionConfirmation,
        errors: [InvalidCredentials, TooManyRequests],
    }

    /// Get the caller's account.
    /// With its domains and what it may do on each, its preferences, and the public information about
    /// the service: what pages need at the start of a session.
    GetMe "get_me" = Get "/api/v1/me" {
        tag: "Sessions", access: Access::SignedIn,
        reply: 200 Me,
    }

    /// Change the caller's password.
    /// The current password is required. Every other session of the account ends.
    ChangeOwnPassword "change_own_password" = Post "/api/v1/me/password" {
        tag: "Sessions", access: Access::SignedIn,
        body: PasswordChange, reply: 204 Nothing,
        errors: [InvalidCredentials, TooManyRequests],
    }

    /// Search for anything.
    /// Mailboxes, domains, accounts, organisations and jobs that the caller may see, by their names: first
    /// what has exactly that name or address, then what begins with the text, then what contains it. Of
    /// jobs, the 200 newest are searched.
    Search "search" = Get "/api/v1/search" {
        tag: "Search", access: Access::SignedIn,
        query: SearchQuery, reply: 200 SearchResults,
    }

    /// Get the dashboard.
    /// How many mailboxes were entered, are active, await activation, or were cancelled after they had been active: all
    /// in the caller's scope, those that no assistant has entered, and those of each assistant.
    GetDashboard "get_dashboard" = Get "/api/v1/dashboard" {
        tag: "Dashboard", access: Access::Mailboxes(&[Permission::View]),
        query: DashboardQuery, reply: 200 Dashboard,
    }

    /// Get a report.
    /// Tables of figures on the mailboxes in the caller's scope, with how they are to be drawn, or the same as a file.
    /// The figures are gathered every few minutes; `as_of` says when.
    GetReport "get_report" = Get "/api/v1/reports/{id}" {
        tag: "Reports", access: Access::Mailboxes(&[Permission::View]),
        path: ReportName, query: ReportQuery, reply: 200 Report,
        files: &[
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/pdf",
        ],
    }

    /// List the reports that are sent.
    /// Those that the caller has sent by e-mail, the oldest first.
    ListReportSchedules "list_report_schedules" = Get "/api/v1/report-schedules" {
        tag: "Reports", access: Access::Mailboxes(&[Permission::Export]),
        reply: 200 Page<ReportSchedule>,
    }

    /// Have a report sent.
    /// Every Monday or on the first of every month, at seven in the morning, with the figures up to the day before.
    /// It is made with what the caller may export when it is sent, and each is recorded as an export. An account has at
    /// most 20 (`limit_reached`).
    CreateReportSchedule "create_report_schedule" = Post "/api/v1/report-schedules" {
        tag: "Reports", access: Access::Mailboxes(&[Permission::Export]),
        body: ReportScheduleCreate, reply: 201 ReportSchedule,
        errors: [NotFound, LimitReached],
    }

    /// Have a report sent no longer.
    DeleteReportSchedule "delete_report_schedule" = Delete "/api/v1/report-schedules/{id}" {
        tag: "Reports", access: Access::Mailboxes(&[Permission::Export]),
        path: ReportScheduleId, reply: 204 Nothing,
    }

    /// Get the service level of a component.
    /// Of a period of four months, in the minutes that have passed of it.
    GetSla "get_sla" = Get "/api/v1/sla" {
        tag: "Service levels", access: Access::SignedIn,
        query: SlaQuery, reply: 200 Sla,
    }

    /// Get everything about a period.
    /// The levels of all components with their outages, what was announced, and what was corrected.
    GetSlaOverview "get_sla_overview" = Get "/api/v1/sla/overview" {
        tag: "Service levels", access: Access::SignedIn,
        query: SlaPeriodQuery, reply: 200 SlaOverview,
    }

    /// List outages.
    /// Those of a period, earliest first.
    ListOutages "list_outages" = Get "/api/v1/sla/outages" {
        tag: "Service levels", access: Access::SignedIn,
        query: OutageQuery, reply: 200 Page<Outage>,
    }

    /// List the outages of this moment.
    /// Those that have not ended, earliest first.
    ListPresentOutages "list_present_outages" = Get "/api/v1/sla/outages/present" {
        tag: "Service levels", access: Access::SignedIn,
        reply: 200 Page<Outage>,
    }

    /// Correct what was measured.
    /// The correction is a record of its own, with its reason, and counts over what was measured and over earlier
    /// corrections.
    CreateSlaCorrection "create_sla_correction" = Post "/api/v1/sla/outages" {
        tag: "Service levels", access: Access::Operators,
        body: SlaCorrectionCreate, reply: 201 SlaCorrection,
        errors: [NotInThisState],
    }

    /// Export outages.
    ExportOutages "export_outages" = Get "/api/v1/sla/outages/export" {
        tag: "Service levels", access: Access::SignedIn,
        query: OutageExportQuery, reply: 200 Nothing,
        files: &[
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/pdf",
        ],
        errors: [ExportTooLarge],
    }

    /// List maintenance.
    /// What was announced for a period, also what was taken back, earliest first.
    ListMaintenance "list_maintenance" = Get "/api/v1/sla/maintenance" {
        tag: "Service levels", access: Access::SignedIn,
        query: SlaPeriodQuery, reply: 200 Page<Maintenance>,
    }

    /// Announce maintenance.
    /// It has to be announced before it begins. Minutes in which a component is down then are shown apart, and count.
    AnnounceMaintenance "announce_maintenance" = Post "/api/v1/sla/maintenance" {
        tag: "Service levels", access: Access::Operators,
        body: MaintenanceCreate, reply: 201 Maintenance,
        errors: [NotInThisState],
    }

    /// Take an announced maintenance back.
    /// Possible until it begins.
    WithdrawMaintenance "withdraw_maintenance" = Post "/api/v1/sla/maintenance/{id}/withdraw" {
        tag: "Service levels", access: Access::Operators,
        path: MaintenanceId, reply: 200 Maintenance, if_match: true,
        errors: [NotInThisState],
    }

    /// Freeze the figures of a period.
    /// Possible once the period has ended. From then on its figures are those of this moment, with their hash.
    CloseSlaPeriod "close_sla_period" = Post "/api/v1/sla/periods/{id}/close" {
        tag: "Service levels", access: Access::Operators,
        path: Period, reply: 200 SlaClosure,
        errors: [NotInThisState],
    }

    /// Get the frozen figures of a period.
    /// Byte for byte as they were hashed: a JSON text with the fields of `get_sla_overview`.
    GetSlaFigures "get_sla_figures" = Get "/api/v1/sla/periods/{id}/figures" {
        tag: "Service levels", access: Access::SignedIn,
        path: Period, reply: 200 Nothing,
        files: &["application/octet-stream"],
    }

    /// Find municipalities.
    /// The present ones whose names begin with a text, in the order of the alphabet. A code, as a codice
    /// fiscale ends with, finds its one place: also a municipality that no longer exists, or a country.
    ListMunicipalities "list_municipalities" = Get "/api/v1/municipalities" {
        tag: "Municipalities", access: Access::SignedIn,
        query: MunicipalityQuery, reply: 200 Municipalities,
    }

    /// Get the caller's preferences.
    /// What the account has chosen for the display of its lists.
    GetPreferences "get_preferences" = Get "/api/v1/me/preferences" {
        tag: "Sessions", access: Access::SignedIn,
        reply: 200 Preferences,
    }

    /// Change the caller's preferences.
    /// They concern the display alone: no history records them.
    UpdatePreferences "update_preferences" = Patch "/api/v1/me/preferences" {
        tag: "Sessions", access: Access::SignedIn,
        body: PreferencesPatch, reply: 200 Preferences, if_match: true,
    }

    /// List domains.
    /// The domains within the caller's scope, by name by default.
    ListDomains "list_domains" = Get "/api/v1/domains" {
        tag: "Domains", access: Access::SignedIn,
        query: DomainQuery, reply: 200 Page<Domain>,
    }

    /// Create a domain.
    CreateDomain "create_domain" = Post "/api/v1/domains" {
        tag: "Domains", access: Access::Operators,
        body: DomainCreate, reply: 201 Domain,
        location: |(), created| GetDomain::url(&created.id),
        errors: [NameTaken],
    }

    /// Get a domain.
    GetDomain "get_domain" = Get "/api/v1/domains/{id}" {
        tag: "Domains", access: Access::SignedIn,
        path: DomainId, reply: 200 Domain,
    }

    /// Change a domain.
    /// Existing mailboxes keep their values: the new settings apply to new mailboxes only.
    UpdateDomain "update_domain" = Patch "/api/v1/domains/{id}" {
        tag: "Domains", access: Access::Operators,
        path: DomainId, body: DomainPatch, reply: 200 Domain, if_match: true,
    }

    /// Undo a recorded change of a domain.
    /// Works as `restore_mailbox` does. Existing mailboxes keep their values.
    RestoreDomain "restore_domain" = Post "/api/v1/domains/{id}/restore" {
        tag: "Domains", access: Access::Operators,
        path: DomainId, body: RecordRestore, reply: 200 Domain, if_match: true,
        errors: [CannotBeUndone, ChangedSince],
    }

    /// Get the history of a domain.
    /// Every change, newest first.
    GetDomainHistory "get_domain_history" = Get "/api/v1/domains/{id}/history" {
        tag: "Domains", access: Access::AccountManagers,
        path: DomainId, query: HistoryQuery, reply: 200 Page<HistoryRecord>,
    }

    /// List plans.
    /// All plans of the service, by code by default.
    ListPlans "list_plans" = Get "/api/v1/plans" {
        tag: "Plans", access: Access::SignedIn,
        query: PlanQuery, reply: 200 Page<Plan>,
    }

    /// Create a plan.
    CreatePlan "create_plan" = Post "/api/v1/plans" {
        tag: "Plans", access: Access::Operators,
        body: PlanCreate, reply: 201 Plan,
        location: |(), created| GetPlan::url(&created.id),
        errors: [NameTaken],
    }

    /// Get a plan.
    GetPlan "get_plan" = Get "/api/v1/plans/{id}" {
        tag: "Plans", access: Access::SignedIn,
        path: PlanId, reply: 200 Plan,
    }

    /// Change a plan.
    /// While mailboxes have it, its sizes are refused (`in_use`). A retired plan stays with the mailboxes
    /// that have it.
    UpdatePlan "update_plan" = Patch "/api/v1/plans/{id}" {
        tag: "Plans", access: Access::Operators,
        path: PlanId, body: PlanPatch, reply: 200 Plan, if_match: true,
        errors: [NameTaken],
    }

    /// Undo a recorded change of a plan.
    /// Works as `restore_mailbox` does.
    RestorePlan "restore_plan" = Post "/api/v1/plans/{id}/restore" {
        tag: "Plans", access: Access::Operators,
        path: PlanId, body: RecordRestore, reply: 200 Plan, if_match: true,
        errors: [CannotBeUndone, ChangedSince, NameTaken],
    }

    /// Get the history of a plan.
    /// Every change, newest first.
    GetPlanHistory "get_plan_history" = Get "/api/v1/plans/{id}/history" {
        tag: "Plans", access: Access::Operators,
        path: PlanId, query: HistoryQuery, reply: 200 Page<HistoryRecord>,
    }

    /// List resellers.
    /// Those of the caller's organisation, or, for an operator, all; by name by default.
    ListResellers "list_resellers" = Get "/api/v1/resellers" {
        tag: "Resellers", access: Access::SignedIn,
        query: ResellerQuery, reply: 200 Page<Reseller>,
    }

    /// Create a reseller.
    CreateReseller "create_reseller" = Post "/api/v1/resellers" {
        tag: "Resellers", access: Access::AccountManagers,
        body: ResellerCreate, reply: 201 Reseller,
        location: |(), created| GetReseller::url(&created.id),
        errors: [NameTaken],
    }

    /// Get a reseller.
    GetReseller "get_reseller" = Get "/api/v1/resellers/{id}" {
        tag: "Resellers", access: Access::SignedIn,
        path: ResellerId, reply: 200 Reseller,
    }

    /// Rename a reseller.
    UpdateReseller "update_reseller" = Patch "/api/v1/resellers/{id}" {
        tag: "Resellers", access: Access::AccountManagers,
        path: ResellerId, body: ResellerPatch, reply: 200 Reseller, if_match: true,
        errors: [NameTaken],
    }

    /// Undo a recorded change of a reseller.
    /// Works as `restore_mailbox` does.
    RestoreReseller "restore_reseller" = Post "/api/v1/resellers/{id}/restore" {
        tag: "Resellers", access: Access::AccountManagers,
        path: ResellerId, body: RecordRestore, reply: 200 Reseller, if_match: true,
        errors: [CannotBeUndone, ChangedSince, NameTaken],
    }

    /// Get the history of a reseller.
    /// Every change, newest first.
    GetResellerHistory "get_reseller_history" = Get "/api/v1/resellers/{id}/history" {
        tag: "Resellers", access: Access::AccountManagers,
        path: ResellerId, query: HistoryQuery, reply: 200 Page<HistoryRecord>,
    }

    /// List the templates of contracts.
    /// Every version, newest first by default, without the texts. While none is in use, contracts are made
    /// from an example that the product ships.
    ListContractTemplates "list_contract_templates" = Get "/api/v1/contract-templates" {
        tag: "Contracts", access: Access::AccountManagers,
        query: ContractTemplateQuery, reply: 200 Page<ContractTemplate>,
    }

    /// Create a template of contracts, or a version of one.
    /// The version of a name that is there already gets the next number. A text never changes, and a new one is
    /// not in use yet. Faults of the text: `unknown_placeholder`, `unsupported_markup`, `incomplete_template`.
    CreateContractTemplate "create_contract_template" = Post "/api/v1/contract-templates" {
        tag: "Contracts", access: Access::AccountManagers,
        body: ContractTemplateCreate, reply: 201 ContractTemplate,
        location: |(), created| GetContractTemplate::url(&created.id),
        max_body: MAX_TEMPLATE_BODY,
        errors: [Stale],
    }

    /// Get a template of contracts.
    GetContractTemplate "get_contract_template" = Get "/api/v1/contract-templates/{id}" {
        tag: "Contracts", access: Access::AccountManagers,
        path: ContractTemplateId, reply: 200 ContractTemplate,
    }

    /// Take a template of contracts into use, or out of use.
    /// The version that was in use is not any more. Contracts that were sent stay as they are.
    UpdateContractTemplate "update_contract_template" = Patch "/api/v1/contract-templates/{id}" {
        tag: "Contracts", access: Access::AccountManagers,
        path: ContractTemplateId, body: ContractTemplatePatch, reply: 200 ContractTemplate, if_match: true,
    }

    /// Preview a template of contracts.
    /// The document with sample values, as PDF.
    PreviewContractTemplate "preview_contract_template" = Get "/api/v1/contract-templates/{id}/preview" {
        tag: "Contracts", access: Access::AccountManagers,
        path: ContractTemplateId, reply: 200 Nothing,
        files: &["application/pdf"],
    }

    /// Get the history of a template of contracts.
    /// Every change, newest first.
    GetContractTemplateHistory "get_contract_template_history" = Get "/api/v1/contract-templates/{id}/history" {
        tag: "Contracts", access: Access::AccountManagers,
        path: ContractTemplateId, query: HistoryQuery, reply: 200 Page<HistoryRecord>,
    }

    /// Get the contract settings of an organisation.
    GetContractSettings "get_contract_settings" = Get "/api/v1/organizations/{id}/contract-settings" {
        tag: "Contracts", access: Access::AccountManagers,
        path: OrganizationId, reply: 200 ContractSettings,
    }

    /// Change the contract settings of an organisation.
    UpdateContractSettings "update_contract_settings" = Patch "/api/v1/organizations/{id}/contract-settings" {
        tag: "Contracts", access: Access::AccountManagers,
        path: OrganizationId, body: ContractSettingsPatch, reply: 200 ContractSettings, if_match: true,
    }

    /// List contracts.
    /// Those of the mailboxes that the caller sees, by the time of sending, newest first, without the texts.
    ListContracts "list_contracts" = Get "/api/v1/contracts" {
        tag: "Contracts", access: Access::Mailboxes(&[Permission::View]),
        query: ContractQuery, reply: 200 Page<Contract>,
    }

    /// Send another contract for a mailbox.
    /// For one whose last contract was declined, withdrawn, or has expired. A mailbox gets its first contract
    /// when it is created.
    CreateContract "create_contract" = Post "/api/v1/contracts" {
        tag: "Contracts", access: Access::Mailboxes(&[Permission::Create, Permission::Edit]),
        body: ContractCreate, reply: 201 Contract,
        location: |(), created| GetContract::url(&created.id),
        errors: [NotFound, NotInThisState],
    }

    /// Get a contract.
    GetContract "get_contract" = Get "/api/v1/contracts/{id}" {
        tag: "Contracts", access: Access::Mailboxes(&[Permission::View]),
        path: ContractId, reply: 200 Contract,
    }

    /// Get a document of a contract.
    /// `not_found` while there is no sealed one, and once the holder was erased.
    GetContractFile "get_contract_file" = Get "/api/v1/contracts/{id}/file" {
        tag: "Contracts", access: Access::Mailboxes(&[Permission::View]),
        path: ContractId, query: ContractFileQuery, reply: 200 Nothing,
        files: &["application/pdf"],
    }

    /// Send the link of a contract again.
    /// The links that were sent before end. It goes to the present communication e-mail of the mailbox, codes go
    /// to the present mobile number of its address, and the holder begins anew. The last day on which the contract can be signed stays.
    ResendContract "resend_contract" = Post "/api/v1/contracts/{id}/resend" {
        tag: "Contracts", access: Access::Mailboxes(&[Permission::Create, Permission::Edit]),
        path: ContractId, reply: 200 Contract, if_match: true,
        errors: [NotInThisState],
    }

    /// Withdraw a contract that was not signed.
    /// If the link was sent, its holder is written to, with the reason where one is given.
    WithdrawContract "withdraw_contract" = Post "/api/v1/contracts/{id}/withdraw" {
        tag: "Contracts", access: Access::Mailboxes(&[Permission::Create, Permission::Edit]),
        path: ContractId, optional_body: ContractWithdraw, reply: 200 Contract, if_match: true,
        errors: [NotInThisState],
    }

    /// Accept a signed copy of which not everything could be checked.
    /// The contract is signed then. Only a copy whose outcome is `undecided` can be accepted, and the reason becomes
    /// part of the evidence. `/document_id differs` if the holder has uploaded another copy meanwhile.
    AcceptContractCopy "accept_contract_copy" = Post "/api/v1/contracts/{id}/accept-copy" {
        tag: "Contracts", access: Access::Mailboxes(&[Permission::Create, Permission::Edit]),
        path: ContractId, body: CopyAcceptance, reply: 200 Contract, if_match: true,
        errors: [NotInThisState],
    }

    /// Get the history of a contract.
    /// Every event with its evidence, newest first.
    GetContractHistory "get_contract_history" = Get "/api/v1/contracts/{id}/history" {
        tag: "Contracts", access: Access::Mailboxes(&[Permission::View]),
        path: ContractId, query: HistoryQuery, reply: 200 Page<HistoryRecord>,
    }

    /// List documents.
    /// Those of the mailboxes and holders that the caller sees, newest first by default, without their signatures.
    ListDocuments "list_documents" = Get "/api/v1/documents" {
        tag: "Documents", access: Access::Mailboxes(&[Permission::View]),
        query: DocumentQuery, reply: 200 Page<Document>,
    }

    /// Upload a document of a mailbox or of a holder.
    /// The body is the file, of at most 30 MB: a PDF (`PAdES`) or a p7m (`CAdES`), which is judged by its content. Another
    /// file is the fault `file unknown_format`. Its signatures are verified afterwards.
    CreateDocument "create_document" = Post "/api/v1/documents" {
        tag: "Documents", access: Access::Mailboxes(&[Permission::Documents]),
        query: DocumentUpload, reply: 201 Document,
        location: |(), created| GetDocument::url(&created.id),
        uploads: DOCUMENT_FILES,
        streamed: true,
        max_body: MAX_BYTES,
        errors: [NotFound, HolderEnded, Infected],
    }

    /// Get a document.
    GetDocument "get_document" = Get "/api/v1/documents/{id}" {
        tag: "Documents", access: Access::Mailboxes(&[Permission::View]),
        path: DocumentId, reply: 200 Document,
    }

    /// Get the content of a document.
    /// The file as it was uploaded. What is lost or altered is never sent: that is the error `document_damaged`.
    GetDocumentContent "get_document_content" = Get "/api/v1/documents/{id}/content" {
        tag: "Documents", access: Access::Mailboxes(&[Permission::View]),
        path: DocumentId, reply: 200 Nothing,
        files: &["application/pdf", "application/pkcs7-mime"],
        errors: [DocumentDamaged],
    }

    /// Get the PDF of a document, to show it.
    /// The file itself if it is a PDF, otherwise the PDF in the p7m, or in several within each other. Nothing is
    /// verified: the verdict is that of the document.
    GetDocumentPreview "get_document_preview" = Get "/api/v1/documents/{id}/preview" {
        tag: "Documents", access: Access::Mailboxes(&[Permission::View]),
        path: DocumentId, reply: 200 Nothing,
        files: &["application/pdf"],
        errors: [DocumentDamaged, NoPreview],
    }

    /// Delete a document.
    /// One that an act rests on stays. The history of its mailbox or holder keeps its hash.
    DeleteDocument "delete_document" = Delete "/api/v1/documents/{id}" {
        tag: "Documents", access: Access::Mailboxes(&[Permission::Documents]),
        path: DocumentId, reply: 204 Nothing, if_match: true,
        errors: [DocumentInUse],
    }

    /// List changes of holder.
    /// Those for the mailboxes that the caller sees, newest first by default, without their documents.
    ListHolderChanges "list_holder_changes" = Get "/api/v1/holder-changes" {
        tag: "Changes of holder", access: Access::Mailboxes(&[Permission::View]),
        query: HolderChangeQuery, reply: 200 Page<HolderChange>,
    }

    /// Request another holder for a mailbox.
    /// It rests on a document that was signed for it and is kept from now on. The new holder is one of the
    /// organisation by its id, or a new one, which is created at once; so are its address and its company, as with a
    /// new mailbox. A mailbox has one such request at a time (`holder_change_pending`). Nothing changes for the mailbox
    /// until somebody else has approved it.
    CreateHolderChange "create_holder_change" = Post "/api/v1/holder-changes" {
        tag: "Changes of holder", access: Access::Mailboxes(&[Permission::Edit]),
        body: HolderChangeCreate, reply: 201 HolderChange,
        location: |(), created| GetHolderChange::url(&created.id),
        errors: [
            NotFound, MailboxCancelled, HolderChangePending, HolderExists, HolderVariantExists, HolderEnded
        ],
    }

    /// Get a change of holder.
    GetHolderChange "get_holder_change" = Get "/api/v1/holder-changes/{id}" {
        tag: "Changes of holder", access: Access::Mailboxes(&[Permission::View]),
        path: HolderChangeId, reply: 200 HolderChange,
    }

    /// Approve a change of holder.
    /// Not for whoever has asked for it (`own_request`). At once the mailbox has the new holder and its communication
    /// e-mail, its sessions end and its password is gone. The new holder gets a link to set one, and the former holder
    /// is told. In a domain with contracts the new holder gets one to sign. A document whose signatures are not valid
    /// (`/document_id signatures_invalid`) or are still being verified (`signatures_pending`) is refused, and one that
    /// could not be judged takes a reason.
    ApproveHolderChange "approve_holder_change" = Post "/api/v1/holder-changes/{id}/approve" {
        tag: "Changes of holder", access: Access::AccountManagers,
        path: HolderChangeId, optional_body: HolderChangeApproval, reply: 200 HolderChange, if_match: true,
        errors: [OwnRequest, NotInThisState, MailboxCancelled, HolderEnded],
    }

    /// Reject a change of holder.
    /// Not for whoever has asked for it, who can withdraw it (`own_request`).
    RejectHolderChange "reject_holder_change" = Post "/api/v1/holder-changes/{id}/reject" {
        tag: "Changes of holder", access: Access::AccountManagers,
        path: HolderChangeId, body: HolderChangeRejection, reply: 200 HolderChange, if_match: true,
        errors: [OwnRequest, NotInThisState],
    }

    /// Withdraw a change of holder that nobody has decided.
    WithdrawHolderChange "withdraw_holder_change" = Post "/api/v1/holder-changes/{id}/withdraw" {
        tag: "Changes of holder", access: Access::Mailboxes(&[Permission::Edit]),
        path: HolderChangeId, reply: 200 HolderChange, if_match: true,
        errors: [NotInThisState],
    }

    /// Get the state of the archives of receipts.
    /// An operator sees every organisation that has receipts, a postmaster their own: counts and volumes, never contents.
    GetPreservationStatus "get_preservation_status" = Get "/api/v1/preservation" {
        tag: "Preservation", access: Access::AccountManagers,
        reply: 200 PreservationStatus,
    }

    /// List packages of receipts.
    /// Newest first by default.
    ListReceiptPackages "list_receipt_packages" = Get "/api/v1/preservation/packages" {
        tag: "Preservation", access: Access::AccountManagers,
        query: ReceiptPackageQuery, reply: 200 Page<ReceiptPackage>,
    }

    /// List disposals of receipts.
    /// Newest first by default.
    ListReceiptDisposals "list_receipt_disposals" = Get "/api/v1/preservation/disposals" {
        tag: "Preservation", access: Access::AccountManagers,
        query: ReceiptDisposalQuery, reply: 200 Page<ReceiptDisposal>,
    }

    /// Propose to discard the receipts that are past their retention.
    /// They go once somebody else has approved it; the indexes of their packages keep their hashes. At most 20,000 at a
    /// time, the oldest first. An organisation has one proposal at a time (`disposal_pending`), and none while nothing
    /// is past its retention (`retention_runs`).
    CreateReceiptDisposal "create_receipt_disposal" = Post "/api/v1/preservation/disposals" {
        tag: "Preservation", access: Access::AccountManagers,
        body: ReceiptDisposalCreate, reply: 201 ReceiptDisposal,
        location: |(), created| GetReceiptDisposal::url(&created.id),
        errors: [DisposalPending, RetentionRuns],
    }

    /// Get a disposal of receipts.
    GetReceiptDisposal "get_receipt_disposal" = Get "/api/v1/preservation/disposals/{id}" {
        tag: "Preservation", access: Access::AccountManagers,
        path: DisposalId, reply: 200 ReceiptDisposal,
    }

    /// Get the list of what a disposal discards.
    /// Each receipt by its id, package, kind, times, size and hash.
    GetReceiptDisposalList "get_receipt_disposal_list" = Get "/api/v1/preservation/disposals/{id}/list" {
        tag: "Preservation", access: Access::AccountManagers,
        path: DisposalId, reply: 200 Nothing,
        files: &["text/csv"],
        errors: [DocumentDamaged],
    }

    /// Approve a disposal of receipts.
    /// Not for whoever has proposed it (`own_request`). The receipts of its list are discarded at once, and their content
    /// is removed from the store soon after. This cannot be undone.
    ApproveReceiptDisposal "approve_receipt_disposal" = Post "/api/v1/preservation/disposals/{id}/approve" {
        tag: "Preservation", access: Access::AccountManagers,
        path: DisposalId, reply: 200 ReceiptDisposal, if_match: true,
        errors: [OwnRequest, NotInThisState, DocumentDamaged],
    }

    /// Reject a disposal of receipts.
    /// Not for whoever has proposed it, who can withdraw it (`own_request`).
    RejectReceiptDisposal "reject_receipt_disposal" = Post "/api/v1/preservation/disposals/{id}/reject" {
        tag: "Preservation", access: Access::AccountManagers,
        path: DisposalId, body: ReceiptDisposalRejection, reply: 200 ReceiptDisposal, if_match: true,
        errors: [OwnRequest, NotInThisState],
    }

    /// Withdraw a disposal of receipts that nobody has decided.
    WithdrawReceiptDisposal "withdraw_receipt_disposal" = Post "/api/v1/preservation/disposals/{id}/withdraw" {
        tag: "Preservation", access: Access::AccountManagers,
        path: DisposalId, reply: 200 ReceiptDisposal, if_match: true,
        errors: [NotInThisState],
    }

    /// Get how an organisation preserves its receipts.
    GetPreservationSettings "get_preservation_settings" = Get "/api/v1/organizations/{id}/preservation-settings" {
        tag: "Preservation", access: Access::AccountManagers,
        path: OrganizationId, reply: 200 PreservationSettings,
    }

    /// Change how an organisation preserves its receipts.
    UpdatePreservationSettings "update_preservation_settings" = Patch "/api/v1/organizations/{id}/preservation-settings" {
        tag: "Preservation", access: Access::Operators,
        path: OrganizationId, body: PreservationSettingsPatch, reply: 200 PreservationSettings, if_match: true,
    }

    /// List tickets.
    /// An operator sees every ticket, others those of their organisation, their colleagues' too.
    ListTickets "list_tickets" = Get "/api/v1/tickets" {
        tag: "Tickets", access: Access::Mailboxes(&[Permission::Tickets]),
        query: TicketQuery, reply: 200 Page<Ticket>,
    }

    /// Export tickets.
    /// Exactly the rows of the list with the same filters, in the same order. The export is recorded before the
    /// first byte is sent. A body that ends early means that the export failed.
    ExportTickets "export_tickets" = Get "/api/v1/tickets/export" {
        tag: "Tickets", access: Access::Mailboxes(&[Permission::Tickets]),
        query: TicketExportQuery, reply: 200 Nothing,
        files: &[
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/pdf",
        ],
        errors: [ExportTooLarge],
    }

    /// Open a ticket.
    /// It waits for the support. Files are added to it afterwards (`add_ticket_attachment`).
    CreateTicket "create_ticket" = Post "/api/v1/tickets" {
        tag: "Tickets", access: Access::Mailboxes(&[Permission::Tickets]),
        body: TicketCreate, reply: 201 TicketDetail,
        location: |(), created| GetTicket::url(&created.ticket.id),
    }

    /// Get a ticket.
    /// With what was written, and each change of its status, in order.
    GetTicket "get_ticket" = Get "/api/v1/tickets/{id}" {
        tag: "Tickets", access: Access::Mailboxes(&[Permission::Tickets]),
        path: TicketId, reply: 200 TicketDetail,
    }

    /// Change the priority, the type or the service desk of a ticket.
    /// The desk is for the support to give (`/desk not_expected`). A closed ticket stays as it is.
    UpdateTicket "update_ticket" = Patch "/api/v1/tickets/{id}" {
        tag: "Tickets", access: Access::Mailboxes(&[Permission::Tickets]),
        path: TicketId, body: TicketPatch, reply: 200 TicketDetail, if_match: true,
        errors: [NotInThisState],
    }

    /// Write in a ticket, or move it.
    /// `may` of a ticket says what its caller can do with it. The requester is told by e-mail when it is taken in
    /// charge, at a question, at an answer and when it is closed. What is not possible in the present status, such
    /// as an answer to a closed ticket, is `not_in_this_state`; what is for the other side alone is `forbidden`. A ticket
    /// has at most 500 entries (`limit_reached`).
    AddTicketMessage "add_ticket_message" = Post "/api/v1/tickets/{id}/messages" {
        tag: "Tickets", access: Access::Mailboxes(&[Permission::Tickets]),
        path: TicketId, body: TicketMessageCreate, reply: 200 TicketDetail, if_match: true,
        errors: [NotInThisState, LimitReached],
    }

    /// Add a file to a ticket.
    /// The body is the file, of any kind and of at most 30 MB. A file that comes with an entry of the exchange is as
    /// visible as that entry. A ticket has at most 50 files (`limit_reached`).
    AddTicketAttachment "add_ticket_attachment" = Post "/api/v1/tickets/{id}/attachments" {
        tag: "Tickets", access: Access::Mailboxes(&[Permission::Tickets]),
        path: TicketId, query: TicketUpload, reply: 201 TicketAttachment,
        location: |_, created| GetTicketAttachment::url(&created.id),
        uploads: ATTACHMENT_FILES,
        streamed: true,
        max_body: MAX_BYTES,
        errors: [NotInThisState, LimitReached, Infected],
    }

    /// Get a file of a ticket.
    /// As it was added. What is lost or altered is never sent: that is the error `document_damaged`.
    GetTicketAttachment "get_ticket_attachment" = Get "/api/v1/ticket-attachments/{id}" {
        tag: "Tickets", access: Access::Mailboxes(&[Permission::Tickets]),
        path: TicketAttachmentId, reply: 200 Nothing,
        files: &[
            "application/octet-stream",
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "application/pdf",
        ],
        errors: [DocumentDamaged],
    }

    /// List the history of a ticket, newest first.
    GetTicketHistory "get_ticket_history" = Get "/api/v1/tickets/{id}/history" {
        tag: "Tickets", access: Access::Mailboxes(&[Permission::Tickets]),
        path: TicketId, query: HistoryQuery, reply: 200 Page<HistoryRecord>,
    }

    /// List the e-mails to the support that no ticket has taken.
    /// With the reason. They are listed for 90 days, and stay in the mailbox of the support.
    ListRefusedMail "list_refused_mail" = Get "/api/v1/refused-mail" {
        tag: "Tickets", access: Access::Operators,
        query: RefusedMailQuery, reply: 200 Page<RefusedMail>,
    }

    /// List the canned answers.
    /// All of them, by their titles.
    ListCannedAnswers "list_canned_answers" = Get "/api/v1/canned-answers" {
        tag: "Canned answers", access: Access::Operators,
        reply: 200 Page<CannedAnswer>,
    }

    /// Add a canned answer.
    /// There are at most 200 (`limit_reached`).
    CreateCannedAnswer "create_canned_answer" = Post "/api/v1/canned-answers" {
        tag: "Canned answers", access: Access::Operators,
        body: CannedAnswerCreate, reply: 201 CannedAnswer,
        errors: [NameTaken, LimitReached],
    }

    /// Change a canned answer.
    UpdateCannedAnswer "update_canned_answer" = Patch "/api/v1/canned-answers/{id}" {
        tag: "Canned answers", access: Access::Operators,
        path: CannedAnswerId, body: CannedAnswerPatch, reply: 200 CannedAnswer, if_match: true,
        errors: [NameTaken],
    }

    /// Delete a canned answer.
    /// What was answered with it stays as it is.
    DeleteCannedAnswer "delete_canned_answer" = Delete "/api/v1/canned-answers/{id}" {
        tag: "Canned answers", access: Access::Operators,
        path: CannedAnswerId, reply: 204 Nothing, if_match: true,
    }

    /// Open a contract with the link of a message.
    /// A wrong codice fiscale is the fault `/tax_code differs`, with the `tries_left`. The last one ends the link.
    OpenSigning "open_signing" = Post "/api/v1/signing/open" {
        tag: "Signing", access: Access::Public,
        body: SigningOpen, reply: 200 SigningContract,
        errors: [LinkNotValid, TooManyRequests],
    }

    /// Accept every text, and ask for a code.
    /// It is valid for ten minutes and ends the one that was sent before. Every text has to be accepted
    /// (`/consents required`).
    SendSigningCode "send_signing_code" = Post "/api/v1/signing/code" {
        tag: "Signing", access: Access::Public,
        body: SigningCode, reply: 200 SigningCodeSent,
        errors: [LinkNotValid, NotInThisState, TooManyRequests],
    }

    /// Sign a contract with a code.
    /// A wrong code is the fault `/code differs`, with the `tries_left`. The last one ends the code
    /// (`/code code_expired`). Signing again what is signed changes nothing.
    SignContract "sign_contract" = Post "/api/v1/signing/sign" {
        tag: "Signing", access: Access::Public,
        body: SigningSign, reply: 200 SigningState,
        errors: [LinkNotValid, NotInThisState, TooManyRequests],
    }

    /// Accept every text, without asking for a code.
    /// It comes before the upload of a copy that was signed with a signature of one's own.
    ConsentToContract "consent_to_contract" = Post "/api/v1/signing/consent" {
        tag: "Signing", access: Access::Public,
        body: SigningConsent, reply: 200 SigningState,
        errors: [LinkNotValid, NotInThisState],
    }

    /// Upload the contract with a signature of one's own.
    /// The body is the signed file, of at most 30 MB: a PDF (`PAdES`) or a p7m (`CAdES`). It replaces one that was
    /// uploaded before. Its signatures are verified afterwards, which takes a second or two: ask for the progress.
    UploadSignedContract "upload_signed_contract" = Post "/api/v1/signing/upload" {
        tag: "Signing", access: Access::Visit,
        query: SigningUpload, reply: 202 SigningProgress,
        uploads: DOCUMENT_FILES,
        streamed: true,
        max_body: MAX_BYTES,
        errors: [LinkNotValid, NotInThisState, Infected],
    }

    /// Get how a contract and the signed copy of it stand.
    GetSigningProgress "get_signing_progress" = Post "/api/v1/signing/progress" {
        tag: "Signing", access: Access::Public,
        body: SigningVisit, reply: 200 SigningProgress,
        errors: [LinkNotValid],
    }

    /// Decline a contract.
    DeclineContract "decline_contract" = Post "/api/v1/signing/decline" {
        tag: "Signing", access: Access::Public,
        body: SigningDecline, reply: 200 SigningState,
        errors: [LinkNotValid, NotInThisState],
    }

    /// Get a document of an opened contract.
    GetSigningFile "get_signing_file" = Post "/api/v1/signing/file" {
        tag: "Signing", access: Access::Public,
        body: SigningFile, reply: 200 Nothing,
        files: &["application/pdf"],
        errors: [LinkNotValid, NotFound],
    }

    /// List and search mailboxes.
    /// Mailboxes in every state, unless `state` is given.
    ListMailboxes "list_mailboxes" = Get "/api/v1/mailboxes" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        query: MailboxQuery, reply: 200 Page<Mailbox>,
        errors: [NotFound],
    }

    /// Create a mailbox.
    /// The name of a cancelled mailbox can never be used again (`address_retired`). In a domain with contracts
    /// a mailbox has a holder with an address. Holder, address and company are existing ones by their ids, or
    /// new ones, which are created with the mailbox or not at all. A new holder whose codice fiscale the
    /// organisation knows is `holder_exists`: take that one by its id. One whose codice fiscale is a variant of a
    /// known one (omocodia) is `holder_variant_exists`: take that one, or say that it is another person.
    CreateMailbox "create_mailbox" = Post "/api/v1/mailboxes" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Create]),
        body: MailboxCreate, reply: 201 Mailbox,
        location: |(), created| GetMailbox::url(&created.id),
        errors: [NotFound, MailboxExists, AddressRetired, HolderExists, HolderVariantExists],
    }

    /// Get whether a mailbox can have an address.
    /// The answer holds until somebody takes the name.
    GetMailboxAvailability "get_mailbox_availability" = Get "/api/v1/mailboxes/availability" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Create]),
        query: AvailabilityQuery, reply: 200 MailboxAvailability,
        errors: [NotFound],
    }

    /// Export mailboxes.
    /// Exactly the rows of the list with the same filters, in the same order. The export is recorded
    /// before the first byte is sent. A body that ends early means that the export failed.
    ExportMailboxes "export_mailboxes" = Get "/api/v1/mailboxes/export" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Export]),
        query: ExportQuery, reply: 200 Nothing,
        files: &[
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/pdf",
        ],
        errors: [NotFound, ExportTooLarge],
    }

    /// Export a selection of mailboxes.
    /// The mailboxes that are named, in that order. One that does not exist or is out of the caller's
    /// scope refuses the whole export (`not_found`, with its place in `ids`). Recorded as the export of a
    /// list is.
    ExportSelection "export_selection" = Post "/api/v1/mailboxes/export" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Export]),
        body: SelectionExport, reply: 200 Nothing,
        files: &[
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/pdf",
        ],
        errors: [NotFound],
    }

    /// List saved views.
    /// The caller's own, and those that are shared with it: of the accounts of its organisation, or, for
    /// an operator, of operators. By name by default.
    ListViews "list_views" = Get "/api/v1/views" {
        tag: "Views", access: Access::SignedIn,
        query: SavedViewQuery, reply: 200 Page<SavedView>,
    }

    /// Save a view.
    /// The query is validated as the list does it, within the caller's scope. Whoever opens a shared
    /// view finds what their own scope holds. An account has at most 100 views.
    CreateView "create_view" = Post "/api/v1/views" {
        tag: "Views", access: Access::SignedIn,
        body: SavedViewCreate, reply: 201 SavedView,
        location: |(), created| GetView::url(&created.id),
        errors: [Forbidden, NameTaken, LimitReached],
    }

    /// Get a saved view.
    GetView "get_view" = Get "/api/v1/views/{id}" {
        tag: "Views", access: Access::Views,
        path: SavedViewId, reply: 200 SavedView,
    }

    /// Change a saved view.
    /// Its owner may, and for a shared one the postmasters of the organisation.
    UpdateView "update_view" = Patch "/api/v1/views/{id}" {
        tag: "Views", access: Access::Views,
        path: SavedViewId, body: SavedViewPatch, reply: 200 SavedView, if_match: true,
        errors: [NameTaken],
    }

    /// Delete a saved view.
    /// Its owner may, and for a shared one the postmasters of the organisation.
    DeleteView "delete_view" = Delete "/api/v1/views/{id}" {
        tag: "Views", access: Access::Views,
        path: SavedViewId, reply: 204 Nothing, if_match: true,
    }

    /// End the alert of a view with a link.
    /// The link is in each message of the alert, and works at any time. An alert that has ended already
    /// is no error.
    StopViewAlert "stop_view_alert" = Post "/api/v1/links/view-alert" {
        tag: "Views", access: Access::Public,
        body: AlertStop, reply: 204 Nothing,
        errors: [LinkNotValid],
    }

    /// List the activity.
    /// The records of all histories in the caller's scope, newest first. An operator sees all, a postmaster
    /// those of the organisation, an assistant those of the domains that it may view and of their mailboxes.
    ListActivity "list_activity" = Get "/api/v1/activity" {
        tag: "Activity", access: Access::Mailboxes(&[Permission::View]),
        query: ActivityQuery, reply: 200 Page<ActivityRecord>,
        errors: [NotFound],
    }

    /// Export the activity.
    /// Exactly the records of the list with the same filters; an assistant gets those of the domains where it
    /// may export. The export is recorded before the first byte is sent. A body that ends early means that
    /// the export failed.
    ExportActivity "export_activity" = Get "/api/v1/activity/export" {
        tag: "Activity", access: Access::Mailboxes(&[Permission::Export]),
        query: ActivityExportQuery, reply: 200 Nothing,
        files: &[
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/pdf",
        ],
        errors: [NotFound, ExportTooLarge],
    }

    /// Follow the activity.
    /// Server-sent events: a `record` event holds a record of the list with the same filters and is sent some
    /// seconds after it was written, by whichever server. To go on after an interruption, send the id of the
    /// last event in the header `Last-Event-ID`. A `reset` event says that too much has happened since that
    /// event: read the list again. The stream ends with the access token: renew it and connect again. An
    /// account has at most five streams on each server.
    FollowActivity "follow_activity" = Get "/api/v1/activity/events" {
        tag: "Activity", access: Access::Mailboxes(&[Permission::View]),
        query: ActivityEventsQuery, reply: 200 Nothing,
        files: &["text/event-stream"],
        errors: [NotFound, TooManyRequests],
    }

    /// List exports.
    /// Newest first by default: who exported which list. An operator sees all, a postmaster those of the
    /// organisation's accounts. The history records each export too.
    ListExports "list_exports" = Get "/api/v1/exports" {
        tag: "Exports", access: Access::AccountManagers,
        query: ExportRecordQuery, reply: 200 Page<ExportRecord>,
    }

    /// Get a mailbox.
    /// With `include`, also the status of the mail host and the newest effects of changes on it.
    GetMailbox "get_mailbox" = Get "/api/v1/mailboxes/{id}" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        path: MailboxId, query: MailboxDetailQuery, reply: 200 Mailbox,
    }

    /// Change a mailbox.
    /// State, quota, soft limit, preservation and communication e-mail, together or not at all.
    /// The state needs the permission `disable`, the rest `edit`.
    UpdateMailbox "update_mailbox" = Patch "/api/v1/mailboxes/{id}" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Edit, Permission::Disable]),
        path: MailboxId, body: MailboxPatch, reply: 200 MailboxUpdated, if_match: true,
        errors: [MailboxCancelled],
    }

    /// Undo a recorded change of a mailbox.
    /// The fields that the record changed get the values that they had before, unless they have changed
    /// again since (`changed_since`). This is a change like any other: it takes the same permissions, and
    /// its record names the one that it undoes as `restored_seq`. Creations, cancellations, passwords and a first communication e-mail cannot be
    /// undone.
    RestoreMailbox "restore_mailbox" = Post "/api/v1/mailboxes/{id}/restore" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Edit, Permission::Disable]),
        path: MailboxId, body: RecordRestore, reply: 200 MailboxUpdated, if_match: true,
        errors: [MailboxCancelled, CannotBeUndone, ChangedSince],
    }

    /// Renew the service of a mailbox.
    /// A suppressed mailbox gets back the state that it had before its service ended. A pending termination is
    /// withdrawn.
    RenewMailbox "renew_mailbox" = Post "/api/v1/mailboxes/{id}/renewal" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Edit]),
        path: MailboxId, optional_body: MailboxRenewal, reply: 200 Mailbox, if_match: true,
        errors: [MailboxCancelled, NotInThisState],
    }

    /// Terminate the service of a mailbox on a day.
    /// At the end of that day the mailbox is suppressed. Cancelling it afterwards is an act of its own, since it
    /// destroys the messages.
    TerminateMailbox "terminate_mailbox" = Post "/api/v1/mailboxes/{id}/termination" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Disable]),
        path: MailboxId, body: MailboxTermination, reply: 200 Mailbox, if_match: true,
        errors: [MailboxCancelled, NotInThisState],
    }

    /// Withdraw the termination of a mailbox's service.
    /// Possible until the service ends; afterwards the mailbox can be renewed.
    WithdrawMailboxTermination "withdraw_mailbox_termination" = Delete "/api/v1/mailboxes/{id}/termination" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Disable]),
        path: MailboxId, reply: 200 Mailbox, if_match: true,
        errors: [MailboxCancelled, NotInThisState],
    }

    /// Enter how the holder of a mailbox was identified.
    /// It replaces what is known, and is void once the mailbox has another holder.
    RecordIdentification "record_identification" = Post "/api/v1/mailboxes/{id}/identification" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Edit]),
        path: MailboxId, body: IdentificationRecord, reply: 200 Mailbox, if_match: true,
        errors: [MailboxCancelled, NoHolder],
    }

    /// Take the identification of the holder of a mailbox away.
    WithdrawIdentification "withdraw_identification" = Delete "/api/v1/mailboxes/{id}/identification" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Edit]),
        path: MailboxId, reply: 200 Mailbox, if_match: true,
        errors: [MailboxCancelled],
    }

    /// Cancel a mailbox permanently.
    /// Every message in every folder is destroyed, and there is no backup. The mailbox cannot be
    /// reactivated and its name can never be used again. Its record stays, read-only.
    CancelMailbox "cancel_mailbox" = Delete "/api/v1/mailboxes/{id}" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Cancel]),
        path: MailboxId, reply: 200 Mailbox, if_match: true,
        errors: [MailboxCancelled],
    }

    /// Get the history of a mailbox.
    /// Every change, newest first. Each record is sealed with the hash of the one before.
    GetMailboxHistory "get_mailbox_history" = Get "/api/v1/mailboxes/{id}/history" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        path: MailboxId, query: HistoryQuery, reply: 200 Page<HistoryRecord>,
    }

    /// List the notes of a mailbox.
    /// Newest first.
    ListMailboxNotes "list_mailbox_notes" = Get "/api/v1/mailboxes/{id}/notes" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        path: MailboxId, query: PageQuery, reply: 200 Page<Note>,
    }

    /// Add a note to a mailbox.
    /// A note becomes part of the history: it cannot be changed or removed. Cancelled mailboxes can
    /// have notes too.
    AddMailboxNote "add_mailbox_note" = Post "/api/v1/mailboxes/{id}/notes" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Edit]),
        path: MailboxId, body: NoteCreate, reply: 201 Note,
        location: |mailbox, _| ListMailboxNotes::url(mailbox),
    }

    /// Send the user a link to set the password.
    /// The link goes to the communication e-mail, works once within 24 hours, and invalidates earlier
    /// links.
    SendPasswordReset "send_password_reset" = Post "/api/v1/mailboxes/{id}/password-reset" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Edit]),
        path: MailboxId, reply: 202 Message,
        errors: [MailboxCancelled, NoCommunicationEmail, NotInThisState],
    }

    /// Send the activation data again.
    /// The welcome message, with a link to set the password and the parameters of mail programs. Earlier links
    /// end.
    SendActivationData "send_activation_data" = Post "/api/v1/mailboxes/{id}/activation-data" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Edit]),
        path: MailboxId, reply: 202 Message,
        errors: [MailboxCancelled, NoCommunicationEmail, NotInThisState],
    }

    /// List the messages of a mailbox.
    /// Newest first: what was sent to the user of the mailbox, and whether it was delivered.
    ListMailboxMessages "list_mailbox_messages" = Get "/api/v1/mailboxes/{id}/messages" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        path: MailboxId, query: MessageQuery, reply: 200 Page<Message>,
    }

    /// List the effects of changes on the mail host.
    /// Newest first: what each change to the mailbox requires there, and whether the mail host
    /// confirms it.
    ListMailboxEffects "list_mailbox_effects" = Get "/api/v1/mailboxes/{id}/effects" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        path: MailboxId, query: PageQuery, reply: 200 Page<MailHostEffect>,
    }

    /// Get the use of space of a mailbox.
    /// The current figures, and how they changed.
    GetMailboxUsage "get_mailbox_usage" = Get "/api/v1/mailboxes/{id}/usage" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        path: MailboxId, query: UsageQuery, reply: 200 MailboxUsage,
    }

    /// Send a failed message again.
    /// It is retried for another 48 hours, under the same `Message-ID`.
    ResendMessage "resend_message" = Post "/api/v1/messages/{id}/resend" {
        tag: "Messages", access: Access::Mailboxes(&[Permission::Edit]),
        path: MessageId, reply: 202 Message,
        errors: [NotInThisState],
    }

    /// Change many mailboxes.
    /// Requests the same change to mailboxes given by id, or to all that match the filters of a list.
    /// Nothing is changed yet: the job first checks each mailbox, then waits for `run_job`.
    CreateBulkChange "create_bulk_change" = Post "/api/v1/bulk-changes" {
        tag: "Jobs",
        access: Access::Mailboxes(&[Permission::Edit, Permission::Disable, Permission::Cancel]),
        body: BulkChangeCreate, reply: 202 Job,
        location: |(), job| GetJob::url(&job.id),
        errors: [NotFound, CountDiffers, RowsOutOfRange],
    }

    /// Import mailboxes.
    /// Takes a csv or xlsx file whose rows are mailboxes to create in one domain. Nothing is created
    /// yet: the columns are recognised, or have to be named with `map_import`; the job then checks
    /// each row and waits for `run_job`. A row whose mailbox exists with the same data is `unchanged`.
    /// The file may be compressed (`Content-Encoding`: gzip, deflate or br). An xlsx file with several
    /// lists or with hidden rows is refused until `sheet` and `hidden_rows` say what to read.
    CreateImport "create_import" = Post "/api/v1/imports" {
        tag: "Jobs", access: Access::Mailboxes(&[Permission::Create]),
        query: ImportQuery, reply: 202 Job,
        location: |(), job| GetJob::url(&job.id),
        uploads: TABLE_FILES,
        max_body: MAX_UPLOAD,
        errors: [
            NotFound, FileNotReadable, ImportChoiceRequired, RowsOutOfRange, TooManyRequests
        ],
    }

    /// Import identifications.
    /// Takes a csv or xlsx file whose rows say how the holders of the mailboxes of one domain were identified, and
    /// since when there is a second factor. As with `create_import`, nothing is entered until `run_job`. A codice
    /// fiscale in a row is compared with that of the holder. A row of what is known is `unchanged`.
    CreateIdentificationImport "create_identification_import" = Post "/api/v1/identification-imports" {
        tag: "Jobs", access: Access::Mailboxes(&[Permission::Edit]),
        query: ImportQuery, reply: 202 Job,
        location: |(), job| GetJob::url(&job.id),
        uploads: TABLE_FILES,
        max_body: MAX_UPLOAD,
        errors: [
            NotFound, FileNotReadable, ImportChoiceRequired, RowsOutOfRange, TooManyRequests
        ],
    }

    /// Import holders.
    /// Takes a csv or xlsx file whose rows are holders without mailboxes, each with one address and one
    /// company at most. As with `create_import`, nothing is entered until `run_job`. A row whose tax code is
    /// known overwrites nothing: it adds the address and the company that are new (which takes the
    /// permission to edit), or is `unchanged`. A name that does not fit the tax code is a warning,
    /// and so is a known variant of it (omocodia).
    CreateHolderImport "create_holder_import" = Post "/api/v1/holder-imports" {
        tag: "Jobs", access: Access::Mailboxes(&[Permission::Create]),
        query: HolderImportQuery, reply: 202 Job,
        location: |(), job| GetJob::url(&job.id),
        uploads: TABLE_FILES,
        max_body: MAX_UPLOAD,
        errors: [FileNotReadable, ImportChoiceRequired, RowsOutOfRange, TooManyRequests],
    }

    /// List jobs.
    /// The caller's own; for a postmaster those of the organisation. Newest first by default.
    ListJobs "list_jobs" = Get "/api/v1/jobs" {
        tag: "Jobs", access: Access::SignedIn,
        query: JobQuery, reply: 200 Page<Job>,
    }

    /// Get a job.
    GetJob "get_job" = Get "/api/v1/jobs/{id}" {
        tag: "Jobs", access: Access::Jobs,
        path: JobId, reply: 200 Job,
    }

    /// Name the columns of an import.
    /// The dry run starts again. Possible until the job runs.
    MapImport "map_import" = Patch "/api/v1/jobs/{id}/mapping" {
        tag: "Jobs", access: Access::Jobs,
        path: JobId, body: ImportMapping, reply: 200 Job, if_match: true,
        errors: [NotInThisState],
    }

    /// Run a job.
    /// Possible after the dry run. The job acts on behalf of the caller, with the caller's permissions.
    /// A job that cancels mailboxes needs a confirmed session (`confirm_session`).
    RunJob "run_job" = Post "/api/v1/jobs/{id}/run" {
        tag: "Jobs", access: Access::Jobs,
        path: JobId, body: JobRun, reply: 202 Job, if_match: true,
        errors: [NotInThisState, CountDiffers, ConfirmationRequired],
    }

    /// Stop a job.
    /// Rows that are done stay done; the rest are not touched.
    CancelJob "cancel_job" = Post "/api/v1/jobs/{id}/cancel" {
        tag: "Jobs", access: Access::Jobs,
        path: JobId, reply: 202 Job,
        errors: [NotInThisState],
    }

    /// Undo a job.
    /// Makes a job that brings the mailboxes which a finished bulk change changed back to what they were
    /// before it, with a dry run of its own. A mailbox that has changed again since is left alone.
    /// Imports, cancellations and password links cannot be undone. Only one job at a time undoes another
    /// (`already_undone`): the next is possible if that one was discarded or stopped, has failed, or changed
    /// nothing.
    UndoJob "undo_job" = Post "/api/v1/jobs/{id}/undo" {
        tag: "Jobs", access: Access::Jobs,
        path: JobId, reply: 202 Job, location: |_, created| GetJob::url(&created.id),
        errors: [NotInThisState, CannotBeUndone, AlreadyUndone],
    }

    /// List the rows of a job.
    /// In the order of the job, each with its outcome.
    ListJobRows "list_job_rows" = Get "/api/v1/jobs/{id}/rows" {
        tag: "Jobs", access: Access::Jobs,
        path: JobId, query: JobRowQuery, reply: 200 Page<JobRow>,
    }

    /// Export the rows that failed.
    /// Each with the reason. The rows of an import are as they were in the file, to be corrected and
    /// imported again.
    ExportJobFailures "export_job_failures" = Get "/api/v1/jobs/{id}/failures" {
        tag: "Jobs", access: Access::Jobs,
        path: JobId, query: FailuresQuery, reply: 200 Nothing,
        files: &[
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ],
    }

    /// Follow a job.
    /// Server-sent events: a `job` event holds the job and is sent whenever it changes, until the job
    /// has ended or waits for a person. The stream ends after five minutes in any case: connect again.
    FollowJob "follow_job" = Get "/api/v1/jobs/{id}/events" {
        tag: "Jobs", access: Access::Jobs,
        path: JobId, reply: 200 Nothing,
        files: &["text/event-stream"],
    }

    /// Sign in as the user of a mailbox.
    /// Opens a session in an `HttpOnly` cookie, which ends after half an hour without use, and after 12
    /// hours in any case. An expired password is refused.
    SignInMailbox "sign_in_mailbox" = Post "/api/v1/own-mailbox/sessions" {
        tag: "Own mailbox", access: Access::Public,
        body: MailboxCredentials, reply: 201 OwnMailbox, sets_cookie: true,
        errors: [InvalidCredentials, PasswordExpired, TooManyRequests],
    }

    /// Sign out as the user of a mailbox.
    SignOutMailbox "sign_out_mailbox" = Delete "/api/v1/own-mailbox/sessions/current" {
        tag: "Own mailbox", access: Access::MailboxUser,
        reply: 204 Nothing, sets_cookie: true,
    }

    /// Get the mailbox of the session.
    GetOwnMailbox "get_own_mailbox" = Get "/api/v1/own-mailbox" {
        tag: "Own mailbox", access: Access::MailboxUser,
        reply: 200 OwnMailbox,
    }

    /// Change the password of a mailbox as its user.
    /// The current password is required, expired or not; a session is not. Every session of the
    /// mailbox ends.
    ChangeMailboxPassword "change_mailbox_password" = Post "/api/v1/own-mailbox/password" {
        tag: "Own mailbox", access: Access::Public,
        body: MailboxPasswordChange, reply: 204 Nothing,
        errors: [InvalidCredentials, TooManyRequests],
    }

    /// Change the communication e-mail of the session's mailbox.
    /// The current password is required. The new address takes effect once the link that is sent to it
    /// is opened.
    ChangeOwnCommunicationEmail "change_own_communication_email" = Post "/api/v1/own-mailbox/communication-email" {
        tag: "Own mailbox", access: Access::MailboxUser,
        body: CommunicationEmailChange, reply: 202 Nothing,
        errors: [InvalidCredentials, MailboxCancelled, TooManyRequests],
    }

    /// List preserved receipts.
    /// Those of the session's mailbox, also after it was cancelled. The newest come first.
    ListReceipts "list_receipts" = Get "/api/v1/own-mailbox/receipts" {
        tag: "Preserved receipts", access: Access::MailboxUser,
        query: ReceiptQuery, reply: 200 Page<PreservedReceipt>,
    }

    /// Get a preserved receipt.
    /// What was read of it when it was stored, and what was found of its signature then.
    GetReceipt "get_receipt" = Get "/api/v1/own-mailbox/receipts/{id}" {
        tag: "Preserved receipts", access: Access::MailboxUser,
        path: ReceiptId, reply: 200 PreservedReceiptDetail,
    }

    /// Get a preserved receipt as an e-mail.
    /// Byte for byte as it came. What is lost or altered is never sent: that is the error `document_damaged`. Each
    /// download is recorded in the access log.
    GetReceiptContent "get_receipt_content" = Get "/api/v1/own-mailbox/receipts/{id}/content" {
        tag: "Preserved receipts", access: Access::MailboxUser,
        path: ReceiptId, reply: 200 Nothing,
        files: &["message/rfc822"],
        errors: [DocumentDamaged],
    }

    /// Get the attestation of a preserved receipt.
    /// A document that says which receipt is stored, under which hash, since when, and what was found of its
    /// signature. It is sealed where this installation has a seal.
    GetReceiptAttestation "get_receipt_attestation" = Get "/api/v1/own-mailbox/receipts/{id}/attestation" {
        tag: "Preserved receipts", access: Access::MailboxUser,
        path: ReceiptId, query: AttestationQuery, reply: 200 Nothing,
        files: &["application/pdf"],
        errors: [DocumentDamaged],
    }

    /// List certified messages.
    /// Those of which the session's mailbox has receipts, with how many of their recipients have confirmed.
    ListCertifiedMessages "list_certified_messages" = Get "/api/v1/own-mailbox/certified-messages" {
        tag: "Preserved receipts", access: Access::MailboxUser,
        query: CertifiedMessageQuery, reply: 200 Page<CertifiedMessage>,
    }

    /// Get a certified message.
    GetCertifiedMessage "get_certified_message" = Get "/api/v1/own-mailbox/certified-messages/{id}" {
        tag: "Preserved receipts", access: Access::MailboxUser,
        path: CertifiedMessageId, reply: 200 CertifiedMessage,
    }

    /// List the recipients of a certified message.
    /// By their addresses, each with what is known of the way to it.
    ListMessageRecipients "list_message_recipients" = Get "/api/v1/own-mailbox/certified-messages/{id}/recipients" {
        tag: "Preserved receipts", access: Access::MailboxUser,
        path: CertifiedMessageId, query: PageQuery, reply: 200 Page<MessageRecipient>,
    }

    /// List packages of receipts.
    /// Those of the session's mailbox, newest first. The file of a package is kept for seven days.
    ListDistributionPackages "list_distribution_packages" = Get "/api/v1/own-mailbox/distribution-packages" {
        tag: "Preserved receipts", access: Access::MailboxUser,
        query: PageQuery, reply: 200 Page<DistributionPackage>,
    }

    /// Ask for a package of receipts.
    /// A zip with the receipts as they came, an index, reports, and a page that explains how to verify them. It is
    /// made in the background, two of one mailbox at a time (`limit_reached`).
    CreateDistributionPackage "create_distribution_package" = Post "/api/v1/own-mailbox/distribution-packages" {
        tag: "Preserved receipts", access: Access::MailboxUser,
        body: DistributionPackageCreate, reply: 202 DistributionPackage,
        errors: [LimitReached],
    }

    /// Get a package of receipts.
    GetDistributionPackage "get_distribution_package" = Get "/api/v1/own-mailbox/distribution-packages/{id}" {
        tag: "Preserved receipts", access: Access::MailboxUser,
        path: DistributionPackageId, reply: 200 DistributionPackage,
    }

    /// Get the file of a package of receipts.
    GetDistributionPackageContent "get_distribution_package_content" = Get "/api/v1/own-mailbox/distribution-packages/{id}/content" {
        tag: "Preserved receipts", access: Access::MailboxUser,
        path: DistributionPackageId, reply: 200 Nothing,
        files: &["application/zip"],
        errors: [NotInThisState, DocumentDamaged],
    }

    /// Request a link to set the password.
    /// The link is sent to the communication e-mail of the mailbox, if the mailbox exists. The reply does
    /// not say whether it does. A link that was sent before stays valid, and at most one further link is
    /// sent: all of them end when one is used.
    RequestPasswordLink "request_password_link" = Post "/api/v1/password-links" {
        tag: "Own mailbox", access: Access::Public,
        body: PasswordLinkRequest, reply: 202 Nothing,
        errors: [TooManyRequests],
    }

    /// Get what a link is for.
    /// The link stays valid, because virus scanners open links too.
    CheckLink "check_link" = Post "/api/v1/links/check" {
        tag: "Own mailbox", access: Access::Public,
        body: LinkToken, reply: 200 LinkInfo,
        errors: [LinkNotValid],
    }

    /// Set the password with a link.
    /// The link can be used once. Every session of the mailbox ends.
    SetPasswordByLink "set_password_by_link" = Post "/api/v1/links/password" {
        tag: "Own mailbox", access: Access::Public,
        body: PasswordByLink, reply: 204 Nothing,
        errors: [LinkNotValid],
    }

    /// Confirm a communication e-mail with a link.
    /// The link can be used once.
    ConfirmCommunicationEmail "confirm_communication_email" = Post "/api/v1/links/communication-email" {
        tag: "Own mailbox", access: Access::Public,
        body: LinkToken, reply: 204 Nothing,
        errors: [LinkNotValid],
    }

    /// Stop a password reset with a link.
    /// The link is in the notice that a previous communication e-mail gets when a password is reset within
    /// 24 hours of the change. Every link that sets the password ends, and the password stays as it is.
    StopPasswordReset "stop_password_reset" = Post "/api/v1/links/stop" {
        tag: "Own mailbox", access: Access::Public,
        body: LinkToken, reply: 204 Nothing,
        errors: [LinkNotValid],
    }

    /// List holders.
    /// The nine searches combine. An assistant sees the holders of its organisation. Each search is recorded
    /// in the access log.
    ListHolders "list_holders" = Get "/api/v1/holders" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::View]),
        query: HolderQuery, reply: 200 Page<Holder>,
    }

    /// Export holders.
    /// Exactly the rows of the list with the same filters, in the same order. The export is recorded before the
    /// first byte is sent, in the access log too. A body that ends early means that the export failed.
    ExportHolders "export_holders" = Get "/api/v1/holders/export" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::Export]),
        query: HolderExportQuery, reply: 200 Nothing,
        files: &[
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/pdf",
        ],
        errors: [ExportTooLarge],
    }

    /// Create a holder.
    /// A holder also enters with the registration of a mailbox (`create_mailbox`). Where another holder has a
    /// variant of the codice fiscale (omocodia), the request has to say that it is another person.
    CreateHolder "create_holder" = Post "/api/v1/holders" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::Create]),
        body: HolderCreate, reply: 201 Holder,
        location: |(), created| GetHolder::url(&created.id),
        errors: [HolderExists, HolderVariantExists],
    }

    /// Get a holder.
    /// With its first addresses and companies. Each reading is recorded in the access log.
    GetHolder "get_holder" = Get "/api/v1/holders/{id}" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::View]),
        path: HolderId, reply: 200 HolderDetail,
    }

    /// Correct a holder.
    /// For typing errors alone, with a reason: another person in the place of this one is a change of holder.
    UpdateHolder "update_holder" = Patch "/api/v1/holders/{id}" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::Edit]),
        path: HolderId, body: HolderPatch, reply: 200 Holder, if_match: true,
        errors: [HolderExists, HolderVariantExists, HolderEnded],
    }

    /// Merge a holder into another one.
    /// Addresses, companies, mailboxes and notes go over to the holder that stays; the other one remains as a
    /// trace of the merge. It cannot be undone.
    MergeHolder "merge_holder" = Post "/api/v1/holders/{id}/merge" {
        tag: "Holders", access: Access::AccountManagers,
        path: HolderId, body: HolderMerge, reply: 200 Holder, if_match: true,
        errors: [HolderEnded],
    }

    /// Erase the personal data of a holder.
    /// Refused while a mailbox lives or a retention term runs. Name, codice fiscale, addresses and what the
    /// history says of them are gone for ever; a pseudonym stays.
    EraseHolder "erase_holder" = Post "/api/v1/holders/{id}/erase" {
        tag: "Holders", access: Access::AccountManagers,
        path: HolderId, body: HolderErase, reply: 200 Holder, if_match: true,
        errors: [HolderEnded, HolderHasMailboxes, RetentionRuns, ConfirmationRequired],
    }

    /// Get the history of a holder.
    /// Every change of the holder, its addresses and its companies' ties, newest first.
    GetHolderHistory "get_holder_history" = Get "/api/v1/holders/{id}/history" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::View]),
        path: HolderId, query: HistoryQuery, reply: 200 Page<HistoryRecord>,
    }

    /// List the notes of a holder.
    /// Newest first.
    ListHolderNotes "list_holder_notes" = Get "/api/v1/holders/{id}/notes" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::View]),
        path: HolderId, query: PageQuery, reply: 200 Page<Note>,
    }

    /// Add a note to a holder.
    /// A note becomes part of the history: it cannot be changed or removed, except by the erasure of the holder.
    AddHolderNote "add_holder_note" = Post "/api/v1/holders/{id}/notes" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::Edit]),
        path: HolderId, body: NoteCreate, reply: 201 Note,
        location: |holder, _| ListHolderNotes::url(holder),
        errors: [HolderEnded],
    }

    /// List the addresses of a holder.
    /// Oldest first.
    ListHolderAddresses "list_holder_addresses" = Get "/api/v1/holders/{id}/addresses" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::View]),
        path: HolderId, query: PageQuery, reply: 200 Page<HolderAddress>,
    }

    /// Add an address to a holder.
    AddHolderAddress "add_holder_address" = Post "/api/v1/holders/{id}/addresses" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::Edit]),
        path: HolderId, body: AddressCreate, reply: 201 HolderAddress,
        location: |holder, _| ListHolderAddresses::url(holder),
        errors: [HolderEnded],
    }

    /// Change an address of a holder.
    UpdateHolderAddress "update_holder_address" = Patch "/api/v1/holder-addresses/{id}" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::Edit]),
        path: AddressId, body: AddressPatch, reply: 200 HolderAddress, if_match: true,
        errors: [HolderEnded],
    }

    /// Remove an address of a holder.
    /// Refused while a mailbox has it.
    RemoveHolderAddress "remove_holder_address" = Delete "/api/v1/holder-addresses/{id}" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::Edit]),
        path: AddressId, reply: 204 Nothing, if_match: true,
        errors: [HolderEnded, InUse],
    }

    /// List the companies of a holder.
    /// Oldest tie first.
    ListHolderCompanies "list_holder_companies" = Get "/api/v1/holders/{id}/companies" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::View]),
        path: HolderId, query: PageQuery, reply: 200 Page<HolderCompany>,
    }

    /// Tie a holder to a company.
    AddHolderCompany "add_holder_company" = Post "/api/v1/holders/{id}/companies" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::Edit]),
        path: HolderId, body: HolderCompanyCreate, reply: 201 HolderCompany,
        location: |holder, _| ListHolderCompanies::url(holder),
        errors: [HolderEnded],
    }

    /// Change what a holder is for a company.
    UpdateHolderCompany "update_holder_company" = Patch "/api/v1/holder-companies/{id}" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::Edit]),
        path: CompanyTieId, body: HolderCompanyPatch, reply: 200 HolderCompany, if_match: true,
        errors: [HolderEnded],
    }

    /// Remove the tie between a holder and a company.
    /// The company stays. Refused while a mailbox has the tie.
    RemoveHolderCompany "remove_holder_company" = Delete "/api/v1/holder-companies/{id}" {
        tag: "Holders", access: Access::Mailboxes(&[Permission::Edit]),
        path: CompanyTieId, reply: 204 Nothing, if_match: true,
        errors: [HolderEnded, InUse],
    }

    /// List companies.
    /// By name unless another order is asked for.
    ListCompanies "list_companies" = Get "/api/v1/companies" {
        tag: "Companies", access: Access::Mailboxes(&[Permission::View]),
        query: CompanyQuery, reply: 200 Page<Company>,
    }

    /// Get a company.
    GetCompany "get_company" = Get "/api/v1/companies/{id}" {
        tag: "Companies", access: Access::Mailboxes(&[Permission::View]),
        path: CompanyId, reply: 200 Company,
    }

    /// Change a company.
    /// For all holders that are tied to it.
    UpdateCompany "update_company" = Patch "/api/v1/companies/{id}" {
        tag: "Companies", access: Access::Mailboxes(&[Permission::Edit]),
        path: CompanyId, body: CompanyPatch, reply: 200 Company, if_match: true,
    }

    /// Get the history of a company.
    /// Every change, newest first.
    GetCompanyHistory "get_company_history" = Get "/api/v1/companies/{id}/history" {
        tag: "Companies", access: Access::Mailboxes(&[Permission::View]),
        path: CompanyId, query: HistoryQuery, reply: 200 Page<HistoryRecord>,
    }

    /// List who read the data of holders.
    /// Newest first.
    ListAccessLog "list_access_log" = Get "/api/v1/access-log" {
        tag: "Access log", access: Access::AccountManagers,
        query: AccessLogQuery, reply: 200 Page<AccessRecord>,
    }

    /// List organisations.
    /// By name unless another order is asked for.
    ListOrganizations "list_organizations" = Get "/api/v1/organizations" {
        tag: "Organisations", access: Access::Operators,
        query: OrganizationQuery, reply: 200 Page<Organization>,
    }

    /// Create an organisation.
    CreateOrganization "create_organization" = Post "/api/v1/organizations" {
        tag: "Organisations", access: Access::Operators,
        body: OrganizationCreate, reply: 201 Organization,
        location: |(), created| GetOrganization::url(&created.id),
        errors: [NameTaken],
    }

    /// Get an organisation.
    GetOrganization "get_organization" = Get "/api/v1/organizations/{id}" {
        tag: "Organisations", access: Access::Operators,
        path: OrganizationId, reply: 200 Organization,
    }

    /// Change an organisation.
    UpdateOrganization "update_organization" = Patch "/api/v1/organizations/{id}" {
        tag: "Organisations", access: Access::Operators,
        path: OrganizationId, body: OrganizationPatch, reply: 200 Organization, if_match: true,
        errors: [NameTaken],
    }

    /// Undo a recorded change of an organisation.
    /// Works as `restore_mailbox` does.
    RestoreOrganization "restore_organization" = Post "/api/v1/organizations/{id}/restore" {
        tag: "Organisations", access: Access::Operators,
        path: OrganizationId, body: RecordRestore, reply: 200 Organization, if_match: true,
        errors: [NameTaken, CannotBeUndone, ChangedSince],
    }

    /// Get the history of an organisation.
    /// Every change, newest first.
    GetOrganizationHistory "get_organization_history" = Get "/api/v1/organizations/{id}/history" {
        tag: "Organisations", access: Access::Operators,
        path: OrganizationId, query: HistoryQuery, reply: 200 Page<HistoryRecord>,
    }

    /// List accounts of the panel.
    /// An operator sees all, a postmaster the organisation's assistants. By user name by default.
    ListAccounts "list_accounts" = Get "/api/v1/accounts" {
        tag: "Accounts", access: Access::AccountManagers,
        query: AccountQuery, reply: 200 Page<Account>,
    }

    /// Create an account of the panel.
    /// The account can sign in once the provider has enabled it. Needs a confirmed session
    /// (`confirm_session`).
    CreateAccount "create_account" = Post "/api/v1/accounts" {
        tag: "Accounts", access: Access::AccountManagers,
        body: AccountCreate, reply: 201 Account,
        location: |(), created| GetAccount::url(&created.id),
        errors: [NameTaken, ConfirmationRequired, TooManyRequests],
    }

    /// Get an account of the panel.
    GetAccount "get_account" = Get "/api/v1/accounts/{id}" {
        tag: "Accounts", access: Access::AccountManagers,
        path: AccountId, reply: 200 Account,
    }

    /// Change an account of the panel.
    /// Disabling it or setting a new password ends its sessions at once. Password, state and grants need
    /// a confirmed session (`confirm_session`).
    UpdateAccount "update_account" = Patch "/api/v1/accounts/{id}" {
        tag: "Accounts", access: Access::AccountManagers,
        path: AccountId, body: AccountPatch, reply: 200 Account, if_match: true,
        errors: [ConfirmationRequired],
    }

    /// Undo a recorded change of an account of the panel.
    /// Works as `restore_mailbox` does, and is refused whatever a change of the account would be refused:
    /// state and grants need a confirmed session (`confirm_session`). Passwords, sessions and the first
    /// enabling cannot be undone.
    RestoreAccount "restore_account" = Post "/api/v1/accounts/{id}/restore" {
        tag: "Accounts", access: Access::AccountManagers,
        path: AccountId, body: RecordRestore, reply: 200 Account, if_match: true,
        errors: [ConfirmationRequired, CannotBeUndone, ChangedSince],
    }

    /// Get the history of an account of the panel.
    /// Every change, and every list that it exported, newest first.
    GetAccountHistory "get_account_history" = Get "/api/v1/accounts/{id}/history" {
        tag: "Accounts", access: Access::AccountManagers,
        path: AccountId, query: HistoryQuery, reply: 200 Page<HistoryRecord>,
    }

    /// Get the state of the mail host.
    /// Whether it answers, and when it last measured the use of space.
    GetMailHost "get_mail_host" = Get "/api/v1/mail-host" {
        tag: "Mail host", access: Access::SignedIn,
        reply: 200 MailHostStatus,
    }

    /// Compare the mail host with the panel.
    /// Finds mailboxes without a store, stores without a mailbox, differences, and effects that are not
    /// applied. Changes nothing.
    CheckMailHost "check_mail_host" = Get "/api/v1/mail-host/check" {
        tag: "Mail host", access: Access::Operators,
        reply: 200 MailHostReport,
        errors: [NoMailHost, MailHostUnavailable],
    }

    /// Repair a finding of the check.
    /// The repair depends on the kind of the finding. Destroying a store without a mailbox cannot be
    /// undone.
    RepairMailHost "repair_mail_host" = Post "/api/v1/mail-host/repairs" {
        tag: "Mail host", access: Access::Operators,
        body: RepairRequest, reply: 204 Nothing,
        errors: [NotFound, NoMailHost, NotInThisState, MailHostUnavailable],
    }

    /// Get the public information about the service.
    /// What the sign-in page shows.
    GetServiceInfo "get_service_info" = Get "/api/v1/info" {
        tag: "Service", access: Access::Public,
        reply: 200 ServiceInfo,
    }

    /// Get the state of the seal of documents.
    /// From 60 days before its end the state is `expiring`. Servers that share a database each have their own
    /// copy of the key: this is the copy of the one that answers.
    GetDocumentSeal "get_document_seal" = Get "/api/v1/document-seal" {
        tag: "Service", access: Access::Operators,
        reply: 200 DocumentSeal,
    }

    /// Check the service's health.
    GetHealth "get_health" = Get "/api/health" {
        tag: "Service", access: Access::Public,
        reply: 200 Health,
    }
}
