//! The table of operations.

use sigillo_domain::Code;
use sigillo_domain::permission::Permission;
use uuid::Uuid;

use crate::account::{Account, AccountCreate, AccountPatch, AccountQuery};
use crate::domain::{Domain, DomainCreate, DomainPatch};
use crate::export_record::ExportRecord;
use crate::history::{HistoryRecord, Note, NoteCreate};
use crate::import::{ImportMapping, ImportQuery};
use crate::job::{BulkChangeCreate, FailuresQuery, Job, JobRow, JobRowQuery, JobRun};
use crate::mail_host::{
    MailHostEffect, MailHostReport, MailHostStatus, MailboxUsage, RepairRequest, UsageQuery,
};
use crate::mailbox::{
    ExportQuery, Mailbox, MailboxCreate, MailboxPatch, MailboxQuery, MailboxUpdated,
};
use crate::message::Message;
use crate::operation::{
    Access, Locate, MAX_BODY, MAX_UPLOAD, Method, NoQuery, Nothing, Operation, Spec, Visitor,
};
use crate::organization::{Organization, OrganizationCreate, OrganizationPatch};
use crate::own_mailbox::{
    CommunicationEmailChange, LinkInfo, LinkToken, MailboxCredentials, MailboxPasswordChange,
    OwnMailbox, PasswordByLink, PasswordLinkRequest,
};
use crate::page::{Page, PageQuery};
use crate::service::{Health, ServiceInfo};
use crate::session::{Credentials, Me, PasswordChange, Session};

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
            reply: $status:literal $reply:ty,
            $(location: $location:expr,)?
            $(sets_cookie: $sets_cookie:literal,)?
            $(if_match: $if_match:literal,)?
            $(files: $files:expr,)?
            $(uploads: $uploads:expr,)?
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
                type Body = operations!(@or Nothing $(, $body)?);
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
                    max_body: operations!(@or_value MAX_BODY $(, $max_body)?),
                    has_body: operations!(@given $($body)?),
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
    ("Domains", "The domains of certified mail, each of one organisation."),
    ("Mailboxes", "Certified mailboxes: their life, history, notes, messages and use of space."),
    ("Exports", "The record of lists that were exported as files."),
    ("Messages", "Messages to the users of mailboxes."),
    ("Jobs", "Imports and changes to many mailboxes: a dry run, a confirmation, then the work."),
    ("Own mailbox", "What the user of a mailbox does, by a session of its own or a link."),
    ("Organisations", "The organisations that own domains."),
    ("Accounts", "The accounts of the people who use the panel."),
    ("Mail host", "The server that holds the mail, and how far it agrees with the panel."),
    ("Service", "The service itself."),
];

operations! {
    /// Sign in.
    /// Opens a session: an access token of 15 minutes, and a refresh token in an `HttpOnly` cookie.
    /// Attempts are counted by account and by address.
    SignIn "sign_in" = Post "/api/v1/sessions" {
        tag: "Sessions", access: Access::Public,
        body: Credentials, reply: 201 Session, sets_cookie: true,
        errors: [InvalidCredentials, AccountNotEnabled, TooManyRequests],
    }

    /// Renew the session.
    /// Trades the refresh cookie for a new one and a new access token. A refresh token works once:
    /// using an old one again ends the session wherever it is open.
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

    /// Tell who the caller is.
    /// The account, its domains, and what it may do on each.
    GetMe "get_me" = Get "/api/v1/me" {
        tag: "Sessions", access: Access::SignedIn,
        reply: 200 Me,
    }

    /// Change one's own password.
    /// The present one must be given. Every other session of the account ends.
    ChangeOwnPassword "change_own_password" = Post "/api/v1/me/password" {
        tag: "Sessions", access: Access::SignedIn,
        body: PasswordChange, reply: 204 Nothing,
        errors: [InvalidCredentials, TooManyRequests],
    }

    /// List domains.
    /// Those in the caller's reach, by name.
    ListDomains "list_domains" = Get "/api/v1/domains" {
        tag: "Domains", access: Access::SignedIn,
        query: PageQuery, reply: 200 Page<Domain>,
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
        path: Uuid, reply: 200 Domain,
    }

    /// Change a domain.
    /// Mailboxes that exist keep what they have: only new ones follow the new settings.
    UpdateDomain "update_domain" = Patch "/api/v1/domains/{id}" {
        tag: "Domains", access: Access::Operators,
        path: Uuid, body: DomainPatch, reply: 200 Domain, if_match: true,
    }

    /// List and search mailboxes.
    /// Active, disabled and cancelled alike, unless a state is asked for.
    ListMailboxes "list_mailboxes" = Get "/api/v1/mailboxes" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        query: MailboxQuery, reply: 200 Page<Mailbox>,
        errors: [NotFound],
    }

    /// Create a mailbox.
    /// The name of a cancelled mailbox is refused for ever (`address_retired`).
    CreateMailbox "create_mailbox" = Post "/api/v1/mailboxes" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Create]),
        body: MailboxCreate, reply: 201 Mailbox,
        location: |(), created| GetMailbox::url(&created.id),
        errors: [NotFound, MailboxExists, AddressRetired],
    }

    /// Export mailboxes.
    /// Exactly the rows of the list with the same filters, in the same order. Who took them is
    /// recorded before the first byte. A body that is cut short is no file: something failed on the way.
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

    /// List who took which lists away.
    /// Every export, newest first, from before its first byte: an operator sees all, a postmaster those
    /// of its organisation's accounts. Each is told by the history too.
    ListExports "list_exports" = Get "/api/v1/exports" {
        tag: "Exports", access: Access::AccountManagers,
        query: PageQuery, reply: 200 Page<ExportRecord>,
    }

    /// Get a mailbox.
    GetMailbox "get_mailbox" = Get "/api/v1/mailboxes/{id}" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        path: Uuid, reply: 200 Mailbox,
    }

    /// Change a mailbox.
    /// State, quota, soft limit, preservation and communication e-mail, together or not at all.
    /// The state asks for the permission `disable`, the rest for `edit`.
    UpdateMailbox "update_mailbox" = Patch "/api/v1/mailboxes/{id}" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Edit, Permission::Disable]),
        path: Uuid, body: MailboxPatch, reply: 200 MailboxUpdated, if_match: true,
        errors: [MailboxCancelled],
    }

    /// Cancel a mailbox, for ever.
    /// Every message in every folder is destroyed, and no backup exists. The mailbox cannot be
    /// reactivated and its name is never used again; the row stays, read-only.
    CancelMailbox "cancel_mailbox" = Delete "/api/v1/mailboxes/{id}" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Cancel]),
        path: Uuid, reply: 200 Mailbox, if_match: true,
        errors: [MailboxCancelled],
    }

    /// Read the history of a mailbox.
    /// Every change, newest first, each record sealed with the hash of the one before.
    GetMailboxHistory "get_mailbox_history" = Get "/api/v1/mailboxes/{id}/history" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        path: Uuid, query: PageQuery, reply: 200 Page<HistoryRecord>,
    }

    /// Read the notes of a mailbox.
    /// Newest first.
    ListMailboxNotes "list_mailbox_notes" = Get "/api/v1/mailboxes/{id}/notes" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        path: Uuid, query: PageQuery, reply: 200 Page<Note>,
    }

    /// Add a note to a mailbox.
    /// A note enters the history: it cannot be changed or taken back. Cancelled mailboxes take
    /// notes too.
    AddMailboxNote "add_mailbox_note" = Post "/api/v1/mailboxes/{id}/notes" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Edit]),
        path: Uuid, body: NoteCreate, reply: 201 Note,
        location: |mailbox, _| ListMailboxNotes::url(mailbox),
    }

    /// Send the user a link to set the password.
    /// It goes to the communication e-mail, works once, for 24 hours, and retires those sent before.
    SendPasswordReset "send_password_reset" = Post "/api/v1/mailboxes/{id}/password-reset" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::Edit]),
        path: Uuid, reply: 202 Message,
        errors: [MailboxCancelled, NoCommunicationEmail, NotInThisState],
    }

    /// List the messages of a mailbox.
    /// What was written to its user, newest first, and what became of it.
    ListMailboxMessages "list_mailbox_messages" = Get "/api/v1/mailboxes/{id}/messages" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        path: Uuid, query: PageQuery, reply: 200 Page<Message>,
    }

    /// List what the mail host was asked to bring about for a mailbox.
    /// Newest first: what a change means there, and whether the mail host itself says that it is so.
    ListMailboxEffects "list_mailbox_effects" = Get "/api/v1/mailboxes/{id}/effects" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        path: Uuid, query: PageQuery, reply: 200 Page<MailHostEffect>,
    }

    /// Tell what a mailbox holds, and held.
    GetMailboxUsage "get_mailbox_usage" = Get "/api/v1/mailboxes/{id}/usage" {
        tag: "Mailboxes", access: Access::Mailboxes(&[Permission::View]),
        path: Uuid, query: UsageQuery, reply: 200 MailboxUsage,
    }

    /// Send a failed message again.
    /// It is tried for another 48 hours, under the same `Message-ID`.
    ResendMessage "resend_message" = Post "/api/v1/messages/{id}/resend" {
        tag: "Messages", access: Access::Mailboxes(&[Permission::Edit]),
        path: Uuid, reply: 202 Message,
        errors: [NotInThisState],
    }

    /// Change many mailboxes.
    /// Asks for the same change to mailboxes named one by one, or to all that a list shows. Nothing is
    /// changed yet: the job first looks at each of them, and then waits to be told to run.
    CreateBulkChange "create_bulk_change" = Post "/api/v1/bulk-changes" {
        tag: "Jobs",
        access: Access::Mailboxes(&[Permission::Edit, Permission::Disable, Permission::Cancel]),
        body: BulkChangeCreate, reply: 202 Job,
        location: |(), job| GetJob::url(&job.id),
        errors: [NotFound, CountDiffers, RowsOutOfRange],
    }

    /// Import mailboxes.
    /// Takes a csv or xlsx whose rows are mailboxes to create in one domain. Nothing is created yet:
    /// the columns are recognised, or wait to be named (`mapping`); the job then looks at each row,
    /// and waits to be told to run. Rows whose mailbox exists as they say are `unchanged`.
    CreateImport "create_import" = Post "/api/v1/imports" {
        tag: "Jobs", access: Access::Mailboxes(&[Permission::Create]),
        query: ImportQuery, reply: 202 Job,
        location: |(), job| GetJob::url(&job.id),
        uploads: &[
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/octet-stream",
        ],
        max_body: MAX_UPLOAD,
        errors: [NotFound, FileNotReadable, RowsOutOfRange],
    }

    /// List jobs.
    /// Newest first: one's own; for a postmaster those of the organisation.
    ListJobs "list_jobs" = Get "/api/v1/jobs" {
        tag: "Jobs", access: Access::SignedIn,
        query: PageQuery, reply: 200 Page<Job>,
    }

    /// Get a job.
    GetJob "get_job" = Get "/api/v1/jobs/{id}" {
        tag: "Jobs", access: Access::Jobs,
        path: Uuid, reply: 200 Job,
    }

    /// Name the columns of an import.
    /// The dry run begins anew. Possible until the job is told to run.
    MapImport "map_import" = Patch "/api/v1/jobs/{id}/mapping" {
        tag: "Jobs", access: Access::Jobs,
        path: Uuid, body: ImportMapping, reply: 200 Job, if_match: true,
        errors: [NotInThisState],
    }

    /// Run a job.
    /// After its dry run. It is done on behalf of who says so, as far as they may.
    RunJob "run_job" = Post "/api/v1/jobs/{id}/run" {
        tag: "Jobs", access: Access::Jobs,
        path: Uuid, body: JobRun, reply: 202 Job, if_match: true,
        errors: [NotInThisState, CountDiffers],
    }

    /// Stop a job.
    /// What it has done is done, the rest is left.
    CancelJob "cancel_job" = Post "/api/v1/jobs/{id}/cancel" {
        tag: "Jobs", access: Access::Jobs,
        path: Uuid, reply: 202 Job,
        errors: [NotInThisState],
    }

    /// List the rows of a job.
    /// What becomes of each, in the order of the job.
    ListJobRows "list_job_rows" = Get "/api/v1/jobs/{id}/rows" {
        tag: "Jobs", access: Access::Jobs,
        path: Uuid, query: JobRowQuery, reply: 200 Page<JobRow>,
    }

    /// Take away the rows that failed.
    /// With the reason beside each; those of an import as they were in the file, to be mended and
    /// brought again.
    ExportJobFailures "export_job_failures" = Get "/api/v1/jobs/{id}/failures" {
        tag: "Jobs", access: Access::Jobs,
        path: Uuid, query: FailuresQuery, reply: 200 Nothing,
        files: &[
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ],
    }

    /// Follow a job.
    /// Server-sent events: `job` with the job as it stands, whenever it has moved, until it is over or
    /// waits for a person. The stream ends after some minutes in any case: ask again.
    FollowJob "follow_job" = Get "/api/v1/jobs/{id}/events" {
        tag: "Jobs", access: Access::Jobs,
        path: Uuid, reply: 200 Nothing,
        files: &["text/event-stream"],
    }

    /// Sign in to one's own mailbox.
    /// Opens a session of the mailbox's user, in an `HttpOnly` cookie: it ends after half an hour
    /// without use, and after 12 hours in any case. An expired password opens nothing.
    SignInMailbox "sign_in_mailbox" = Post "/api/v1/own-mailbox/sessions" {
        tag: "Own mailbox", access: Access::Public,
        body: MailboxCredentials, reply: 201 OwnMailbox, sets_cookie: true,
        errors: [InvalidCredentials, PasswordExpired, TooManyRequests],
    }

    /// Sign out of one's own mailbox.
    SignOutMailbox "sign_out_mailbox" = Delete "/api/v1/own-mailbox/sessions/current" {
        tag: "Own mailbox", access: Access::MailboxUser,
        reply: 204 Nothing, sets_cookie: true,
    }

    /// Get one's own mailbox.
    GetOwnMailbox "get_own_mailbox" = Get "/api/v1/own-mailbox" {
        tag: "Own mailbox", access: Access::MailboxUser,
        reply: 200 OwnMailbox,
    }

    /// Change the password of one's own mailbox.
    /// The present one must be given, expired or not, and no session is needed. From then on only the
    /// new one works; every session of the mailbox ends.
    ChangeMailboxPassword "change_mailbox_password" = Post "/api/v1/own-mailbox/password" {
        tag: "Own mailbox", access: Access::Public,
        body: MailboxPasswordChange, reply: 204 Nothing,
        errors: [InvalidCredentials, TooManyRequests],
    }

    /// Give another communication e-mail.
    /// It counts once it is confirmed by the link that is sent to it.
    ChangeOwnCommunicationEmail "change_own_communication_email" = Post "/api/v1/own-mailbox/communication-email" {
        tag: "Own mailbox", access: Access::MailboxUser,
        body: CommunicationEmailChange, reply: 202 Nothing,
        errors: [MailboxCancelled, TooManyRequests],
    }

    /// Ask for a link to set the password.
    /// It is sent to the communication e-mail of the mailbox, if there is such a mailbox: the answer
    /// does not tell.
    RequestPasswordLink "request_password_link" = Post "/api/v1/password-links" {
        tag: "Own mailbox", access: Access::Public,
        body: PasswordLinkRequest, reply: 202 Nothing,
        errors: [TooManyRequests],
    }

    /// Tell what a link is good for.
    /// It is not used up: programs that look for viruses open links too.
    CheckLink "check_link" = Post "/api/v1/links/check" {
        tag: "Own mailbox", access: Access::Public,
        body: LinkToken, reply: 200 LinkInfo,
        errors: [LinkNotValid],
    }

    /// Set the password by a link.
    /// Uses the link up. Every session of the mailbox ends.
    SetPasswordByLink "set_password_by_link" = Post "/api/v1/links/password" {
        tag: "Own mailbox", access: Access::Public,
        body: PasswordByLink, reply: 204 Nothing,
        errors: [LinkNotValid],
    }

    /// Confirm a communication e-mail by a link.
    /// Uses the link up.
    ConfirmCommunicationEmail "confirm_communication_email" = Post "/api/v1/links/communication-email" {
        tag: "Own mailbox", access: Access::Public,
        body: LinkToken, reply: 204 Nothing,
        errors: [LinkNotValid],
    }

    /// List organisations.
    /// By name.
    ListOrganizations "list_organizations" = Get "/api/v1/organizations" {
        tag: "Organisations", access: Access::Operators,
        query: PageQuery, reply: 200 Page<Organization>,
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
        path: Uuid, reply: 200 Organization,
    }

    /// Change an organisation.
    UpdateOrganization "update_organization" = Patch "/api/v1/organizations/{id}" {
        tag: "Organisations", access: Access::Operators,
        path: Uuid, body: OrganizationPatch, reply: 200 Organization, if_match: true,
        errors: [NameTaken],
    }

    /// List accounts of the panel.
    /// By user name: an operator sees all, a postmaster its own assistants.
    ListAccounts "list_accounts" = Get "/api/v1/accounts" {
        tag: "Accounts", access: Access::AccountManagers,
        query: AccountQuery, reply: 200 Page<Account>,
    }

    /// Create an account of the panel.
    /// It works only after the provider has enabled it.
    CreateAccount "create_account" = Post "/api/v1/accounts" {
        tag: "Accounts", access: Access::AccountManagers,
        body: AccountCreate, reply: 201 Account,
        location: |(), created| GetAccount::url(&created.id),
        errors: [NameTaken],
    }

    /// Get an account of the panel.
    GetAccount "get_account" = Get "/api/v1/accounts/{id}" {
        tag: "Accounts", access: Access::AccountManagers,
        path: Uuid, reply: 200 Account,
    }

    /// Change an account of the panel.
    /// Disabling it, or giving it a new password, ends its sessions at once.
    UpdateAccount "update_account" = Patch "/api/v1/accounts/{id}" {
        tag: "Accounts", access: Access::AccountManagers,
        path: Uuid, body: AccountPatch, reply: 200 Account, if_match: true,
    }

    /// Tell whether the mail host answers.
    /// And of when the figures are that it measured.
    GetMailHost "get_mail_host" = Get "/api/v1/mail-host" {
        tag: "Mail host", access: Access::SignedIn,
        reply: 200 MailHostStatus,
    }

    /// Hold the mail host against the panel.
    /// Mailboxes without a store, stores without a mailbox, whatever the mail host says otherwise,
    /// and what is not brought about. Changes nothing.
    CheckMailHost "check_mail_host" = Get "/api/v1/mail-host/check" {
        tag: "Mail host", access: Access::Operators,
        reply: 200 MailHostReport,
        errors: [NoMailHost, MailHostUnavailable],
    }

    /// Put a finding of the check in order.
    /// What is done goes by its kind; destroying a store that belongs to no mailbox is for ever.
    RepairMailHost "repair_mail_host" = Post "/api/v1/mail-host/repairs" {
        tag: "Mail host", access: Access::Operators,
        body: RepairRequest, reply: 204 Nothing,
        errors: [NotFound, NoMailHost, NotInThisState, MailHostUnavailable],
    }

    /// Tell what a person may know before signing in.
    GetServiceInfo "get_service_info" = Get "/api/v1/info" {
        tag: "Service", access: Access::Public,
        reply: 200 ServiceInfo,
    }

    /// Tell whether the service can do its work.
    GetHealth "get_health" = Get "/api/health" {
        tag: "Service", access: Access::Public,
        reply: 200 Health,
    }
}
