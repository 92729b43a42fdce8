//! The one table of what a request can be answered with when it fails.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:tt, $status:literal, $title:literal;)*) => {
        /// A problem's code: what a program branches on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ProblemCode))]
        pub enum Code { $($(#[$doc])* #[serde(rename = $name)] $variant,)* }

        impl Code {
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The code as it travels.
            pub const fn as_str(self) -> &'static str { match self { $(Code::$variant => $name,)* } }
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == text)
            }
            /// The HTTP status that goes with it.
            pub const fn status(self) -> u16 { match self { $(Code::$variant => $status,)* } }
            /// The short English title of RFC 9457.
            pub const fn title(self) -> &'static str { match self { $(Code::$variant => $title,)* } }
        }
    };
}

codes! {
    /// The request could not be read at all.
    Malformed = "malformed", 400, "The request could not be read";
    /// No session, or one that has ended.
    Unauthenticated = "unauthenticated", 401, "Sign in first";
    /// User name and password do not go together, or the account may not sign in.
    InvalidCredentials = "invalid_credentials", 401, "User name or password is wrong";
    /// The account exists and the password is right, but the provider has not enabled it.
    AccountNotEnabled = "account_not_enabled", 403, "The account is not enabled";
    /// The password is right, but has come to its end: only a new one opens the mailbox.
    PasswordExpired = "password_expired", 403, "The password has expired";
    /// The account sees the resource, but may not do this with it.
    Forbidden = "forbidden", 403, "Not allowed";
    /// No such thing, or none that the caller may know of.
    NotFound = "not_found", 404, "Not found";
    /// The path exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405, "Method not allowed";
    /// The body took too long to arrive.
    RequestTimeout = "request_timeout", 408, "The request took too long to arrive";
    /// A mailbox of this name exists.
    MailboxExists = "mailbox_exists", 409, "A mailbox of this name exists";
    /// The name belonged to a cancelled mailbox and can never be taken again.
    AddressRetired = "address_retired", 409, "The name of a cancelled mailbox is never used again";
    /// A cancelled mailbox cannot be changed.
    MailboxCancelled = "mailbox_cancelled", 409, "The mailbox is cancelled";
    /// Another of the same name exists.
    NameTaken = "name_taken", 409, "The name is taken";
    /// There are more of them, or fewer, than the request says that it means.
    CountDiffers = "count_differs", 409, "The number of mailboxes is not the one that was stated";
    /// A row of a file asks for a mailbox that exists with other data.
    MailboxDiffers = "mailbox_differs", 409, "The mailbox exists, with other data";
    /// A row of a file names the mailbox of an earlier one.
    RowRepeated = "row_repeated", 409, "An earlier row names the same mailbox";
    /// There is no address to write to.
    NoCommunicationEmail = "no_communication_email", 409, "The mailbox has no communication e-mail";
    /// The panel was given no mail host to speak to.
    NoMailHost = "no_mail_host", 409, "No mail host is configured";
    /// It cannot be done in the state that the resource is in.
    NotInThisState = "not_in_this_state", 409, "Not possible in the present state";
    /// The first request with this `Idempotency-Key` has not been answered yet.
    RequestInProgress = "request_in_progress", 409, "The first request with this key is still under way";
    /// The first request with this `Idempotency-Key` did what it asked for; its server ended before it
    /// kept the reply.
    ReplyLost = "reply_lost", 409, "The request was carried out, and its reply was lost";
    /// The link was used, has been replaced by a newer one, or is over.
    LinkNotValid = "link_not_valid", 410, "The link is no longer good";
    /// Somebody else changed the resource since it was read.
    Stale = "stale", 412, "Somebody else changed this meanwhile";
    /// The body is larger than the operation takes.
    PayloadTooLarge = "payload_too_large", 413, "The request is too large";
    /// The body is not JSON.
    UnsupportedMediaType = "unsupported_media_type", 415, "The body must be application/json";
    /// One or more fields were refused; `errors` names each.
    Validation = "validation", 422, "Some fields need attention";
    /// The `Idempotency-Key` came before, with another request.
    IdempotencyKeyReused = "idempotency_key_reused", 422, "The key belongs to another request";
    /// A pdf of this many rows would not be a document: csv and xlsx have no such limit.
    ExportTooLarge = "export_too_large", 422, "Too many rows for a pdf";
    /// No table that can be read: neither csv nor xlsx, or a damaged one.
    FileNotReadable = "file_not_readable", 422, "The file cannot be read as a table";
    /// More rows than one job takes, or none at all.
    RowsOutOfRange = "rows_out_of_range", 422, "No rows, or more than one job takes";
    /// Too many attempts; `Retry-After` says when to come back.
    TooManyRequests = "too_many_requests", 429, "Too many attempts";
    /// A fault of ours; the trace id finds it in the log.
    Internal = "internal", 500, "Something went wrong on our side";
    /// The mail host does not answer, or not as it should; nothing was changed.
    MailHostUnavailable = "mail_host_unavailable", 503, "The mail host does not answer";
    /// The database does not answer; nothing was changed.
    Unavailable = "unavailable", 503, "The service is not available for the moment";
}
