//! The table of problem codes: what a failed request is answered with.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:tt, $status:literal, $title:literal;)*) => {
        /// A problem's code, which client programs branch on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ProblemCode))]
        pub enum Code { $($(#[doc = $doc])* #[serde(rename = $name)] $variant,)* }

        impl Code {
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The code as it is sent.
            pub const fn as_str(self) -> &'static str { match self { $(Code::$variant => $name,)* } }
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == text)
            }
            /// The HTTP status of the response.
            pub const fn status(self) -> u16 { match self { $(Code::$variant => $status,)* } }
            /// The short English title (RFC 9457, `title`).
            pub const fn title(self) -> &'static str { match self { $(Code::$variant => $title,)* } }
            /// What the code means, in English; the page at the problem's `type` shows it.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc),*).trim_start(),)* }
            }
        }
    };
}

codes! {
    /// The request could not be parsed.
    Malformed = "malformed", 400, "The request could not be read";
    /// There is no session, or it has ended.
    Unauthenticated = "unauthenticated", 401, "Sign in first";
    /// The user name or the password is wrong, or the account may not sign in.
    InvalidCredentials = "invalid_credentials", 401, "User name or password is wrong";
    /// The account exists and the password is right, but the provider has not enabled it.
    AccountNotEnabled = "account_not_enabled", 403, "The account is not enabled";
    /// The password is right but has expired: only setting a new one opens the mailbox.
    PasswordExpired = "password_expired", 403, "The password has expired";
    /// The account can see the resource but may not do this with it.
    Forbidden = "forbidden", 403, "Not allowed";
    /// Four eyes: whoever has asked for something does not approve or reject it. Somebody else has to.
    OwnRequest = "own_request", 403, "Somebody else has to decide this";
    /// The act is sensitive: the session has to confirm its password first.
    ConfirmationRequired = "confirmation_required", 403, "Confirm your password first";
    /// The resource does not exist, or the caller may not know of it.
    NotFound = "not_found", 404, "Not found";
    /// The path exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405, "Method not allowed";
    /// The body took too long to arrive.
    RequestTimeout = "request_timeout", 408, "The request took too long to arrive";
    /// A mailbox with this name exists.
    MailboxExists = "mailbox_exists", 409, "A mailbox of this name exists";
    /// The name belonged to a cancelled mailbox and can never be taken again.
    AddressRetired = "address_retired", 409, "The name of a cancelled mailbox is never used again";
    /// A cancelled mailbox cannot be changed.
    MailboxCancelled = "mailbox_cancelled", 409, "The mailbox is cancelled";
    /// The organisation has a holder with this tax code.
    HolderExists = "holder_exists", 409, "A holder with this codice fiscale exists";
    /// The organisation has a holder with a variant of this tax code (omocodia), which may be the same person:
    /// `holders` says who. If it is another person, `omocodia_confirmed` of the request says so.
    HolderVariantExists = "holder_variant_exists", 409, "A holder with a variant of this codice fiscale exists";
    /// The holder was merged into another one, or erased, and cannot be changed.
    HolderEnded = "holder_ended", 409, "The holder was merged or erased";
    /// The holder has mailboxes that are not cancelled.
    HolderHasMailboxes = "holder_has_mailboxes", 409, "The holder has mailboxes";
    /// The mailbox has a change of holder that waits for a decision: it has none until that is decided.
    HolderChangePending = "holder_change_pending", 409, "A change of holder waits for a decision";
    /// The organisation has a disposal of receipts that waits for a decision: it has no other until that is decided.
    DisposalPending = "disposal_pending", 409, "A disposal waits for a decision";
    /// The term for which the data must be kept has not ended; `detail` has its last day.
    RetentionRuns = "retention_runs", 409, "The data must still be kept";
    /// A mailbox refers to it.
    InUse = "in_use", 409, "It is in use";
    /// An act rests on the document, such as the end of a service that it asks for.
    DocumentInUse = "document_in_use", 409, "An act rests on the document";
    /// The document is a p7m without a PDF in it.
    NoPreview = "no_preview", 409, "There is no PDF to show";
    /// Another resource has this name.
    NameTaken = "name_taken", 409, "The name is taken";
    /// The account has as many of these as it may have: one has to go before there can be another.
    LimitReached = "limit_reached", 409, "There are as many as there may be";
    /// The request states how many mailboxes it expects to change, and the number differs.
    CountDiffers = "count_differs", 409, "The number of mailboxes is not the one that was stated";
    /// A row of a file asks for a mailbox that exists with different data.
    MailboxDiffers = "mailbox_differs", 409, "The mailbox exists, with other data";
    /// A row of a file repeats the mailbox of an earlier row.
    RowRepeated = "row_repeated", 409, "An earlier row names the same mailbox";
    /// The mailbox has no communication e-mail to write to.
    NoCommunicationEmail = "no_communication_email", 409, "The mailbox has no communication e-mail";
    /// Nobody holds the mailbox.
    NoHolder = "no_holder", 409, "The mailbox has no holder";
    /// The panel is configured without a mail host.
    NoMailHost = "no_mail_host", 409, "No mail host is configured";
    /// The operation is not possible in the resource's present state.
    NotInThisState = "not_in_this_state", 409, "Not possible in the present state";
    /// The change is none that could be undone: it created, cancelled or deleted something, set a
    /// password, or gave a field its first value. `detail` says which.
    CannotBeUndone = "cannot_be_undone", 409, "This cannot be undone";
    /// Another job already undoes this one: it waits, is running, or has changed something. `undone_by`
    /// of the job is its id.
    AlreadyUndone = "already_undone", 409, "It is undone already";
    /// What the change gave its values to has changed again since.
    ChangedSince = "changed_since", 409, "It has changed again since";
    /// The first request with this `Idempotency-Key` has not been answered yet.
    RequestInProgress = "request_in_progress", 409, "The first request with this key is still under way";
    /// The first request with this `Idempotency-Key` was carried out, but its server ended before
    /// the reply was stored.
    ReplyLost = "reply_lost", 409, "The request was carried out, and its reply was lost";
    /// The link was used, was replaced by a newer one, or has expired.
    LinkNotValid = "link_not_valid", 410, "The link is no longer good";
    /// Somebody else has changed the resource since it was read.
    Stale = "stale", 412, "Somebody else changed this meanwhile";
    /// The body is larger than the operation accepts.
    PayloadTooLarge = "payload_too_large", 413, "The request is too large";
    /// The path with its query is longer than 65,534 bytes.
    UriTooLong = "uri_too_long", 414, "The address of the request is too long";
    /// The body is not JSON.
    UnsupportedMediaType = "unsupported_media_type", 415, "The body must be application/json";
    /// One or more fields were refused; `errors` names each.
    Validation = "validation", 422, "Some fields need attention";
    /// The `Idempotency-Key` was used before with a different request.
    IdempotencyKeyReused = "idempotency_key_reused", 422, "The key belongs to another request";
    /// A program against viruses calls the file infected. It was not kept.
    Infected = "infected", 422, "The file is infected";
    /// The pdf would have too many rows to be a usable document; csv and xlsx have no such limit.
    ExportTooLarge = "export_too_large", 422, "Too many rows for a pdf";
    /// The file is not a readable table: it is neither csv nor xlsx, or it is damaged.
    FileNotReadable = "file_not_readable", 422, "The file cannot be read as a table";
    /// The file has several sheets with lists, or hidden rows: `choices` says what to choose from.
    ImportChoiceRequired = "import_choice_required", 422, "The file leaves a choice to be made";
    /// The file has no rows, or more than one job accepts.
    RowsOutOfRange = "rows_out_of_range", 422, "No rows, or more than one job takes";
    /// Too many attempts; `Retry-After` says when to come back.
    TooManyRequests = "too_many_requests", 429, "Too many attempts";
    /// The request line and the headers have more than 128 KiB, or there are more than 96 headers.
    HeadersTooLarge = "headers_too_large", 431, "The headers of the request are too large";
    /// An internal error; the trace id finds it in the log.
    Internal = "internal", 500, "Something went wrong on our side";
    /// The file is lost, or is not what was stored: it is not served. It has to come back from a backup.
    DocumentDamaged = "document_damaged", 500, "The stored file is damaged";
    /// The mail host does not answer or answers with an error; nothing was changed.
    MailHostUnavailable = "mail_host_unavailable", 503, "The mail host does not answer";
    /// The database, the store of documents, or the program that looks for viruses does not answer; nothing was
    /// changed.
    Unavailable = "unavailable", 503, "The service is not available for the moment";
}
