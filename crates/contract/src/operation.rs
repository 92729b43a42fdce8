//! The parts of an operation of the API.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sigillo_domain::Code;
use sigillo_domain::permission::Permission;

/// Default limit of a request body, in bytes: forms are small.
pub const MAX_BODY: usize = 64 * 1024;
/// Limit of a body with the text of a template, in bytes: as JSON a text is longer than by itself.
pub const MAX_TEMPLATE_BODY: usize = 256 * 1024;
/// Limit of an uploaded file, in bytes.
pub const MAX_UPLOAD: usize = 32 * 1024 * 1024;

/// The media types of a table: csv, xlsx, or either of them.
pub const TABLE_FILES: &[&str] = &[
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/octet-stream",
];

/// The media types of a signed document: PDF, p7m, or either of them.
pub const DOCUMENT_FILES: &[&str] =
    &["application/pdf", "application/pkcs7-mime", "application/octet-stream"];

/// The media types of a file of a ticket, which may be of any kind: its content says which it is.
pub const ATTACHMENT_FILES: &[&str] =
    &["application/octet-stream", "image/png", "image/jpeg", "application/pdf", "text/plain"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    Get,
    Post,
    Patch,
    Delete,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }
}

/// Who an operation is open to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, signed in or not.
    Public,
    /// Whoever holds the refresh cookie.
    RefreshCookie,
    /// Any account with a session.
    SignedIn,
    /// The holder who has opened a contract, with the token of the visit as a bearer token: for what cannot have it
    /// in its body, which is a file.
    Visit,
    /// The user of a mailbox, with the cookie of their own session. They see nothing else.
    MailboxUser,
    /// Accounts with one of these permissions on the domain concerned.
    Mailboxes(&'static [Permission]),
    /// Operators, and postmasters for what their organisation has: its assistants, its exports.
    AccountManagers,
    /// The account that asked for the job, the postmasters of its organisation, and operators.
    Jobs,
    /// Whoever saved the view and, for a shared one, the accounts it is shared with. Only its owner and
    /// the postmasters among them change it.
    Views,
    /// Operators only.
    Operators,
}

/// Everything about an operation except its types.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "a row of a table: each is a column of its own")]
pub struct Spec {
    /// Unique; the `operationId` of the document.
    pub id: &'static str,
    pub method: Method,
    /// With `{id}` in the place of an id.
    pub path: &'static str,
    pub tag: &'static str,
    /// One line, in the imperative.
    pub summary: &'static str,
    /// What the summary leaves out; often empty.
    pub description: &'static str,
    pub access: Access,
    /// Status of a successful reply.
    pub status: u16,
    /// Whether the reply opens or ends a session by a cookie.
    pub sets_cookie: bool,
    /// Whether `If-Match` is honoured.
    pub if_match: bool,
    /// Media types of a reply that is not JSON.
    pub files: &'static [&'static str],
    /// Media types of a body that is a file rather than JSON.
    pub uploads: &'static [&'static str],
    /// Whether that file is taken piece by piece, so that no server holds a whole one in memory.
    pub is_streamed: bool,
    /// Limit of the body, in bytes.
    pub max_body: usize,
    /// Whether the body may be left out, which then is an empty object.
    pub body_is_optional: bool,
    pub(crate) has_body: bool,
    pub(crate) has_query: bool,
    pub(crate) own_errors: &'static [Code],
}

impl Spec {
    pub const fn takes_body(&self) -> bool {
        self.has_body
    }

    pub const fn takes_query(&self) -> bool {
        self.has_query
    }

    pub fn takes_id(&self) -> bool {
        self.path.contains("{id}")
    }

    /// Whether `Idempotency-Key` is honoured. The other methods are idempotent without it.
    pub const fn takes_idempotency_key(&self) -> bool {
        matches!(self.method, Method::Post)
    }

    /// Whether attempts are limited, because a password could be guessed with it.
    pub fn counts_attempts(&self) -> bool {
        self.own_errors.contains(&Code::TooManyRequests)
    }

    /// Every problem it can answer with: those that follow from its shape, and its own.
    pub fn errors(&self) -> Vec<Code> {
        let mut codes = self.own_errors.to_vec();
        if !matches!(self.access, Access::Public) {
            codes.push(Code::Unauthenticated);
        }
        if matches!(
            self.access,
            Access::Mailboxes(_) | Access::AccountManagers | Access::Views | Access::Operators
        ) {
            codes.push(Code::Forbidden);
        }
        if self.takes_id() {
            codes.push(Code::NotFound);
        }
        if self.has_body {
            codes.extend([
                Code::Malformed,
                Code::PayloadTooLarge,
                Code::RequestTimeout,
                Code::UnsupportedMediaType,
                Code::Validation,
            ]);
        }
        if !self.uploads.is_empty() {
            codes.extend([Code::PayloadTooLarge, Code::RequestTimeout, Code::UnsupportedMediaType]);
        }
        if self.takes_idempotency_key() {
            // Requests under one key are compared by their body, even where none is expected.
            codes.extend([
                Code::IdempotencyKeyReused,
                Code::Malformed,
                Code::PayloadTooLarge,
                Code::ReplyLost,
                Code::RequestInProgress,
                Code::RequestTimeout,
                Code::Validation,
            ]);
        }
        if self.has_query {
            codes.extend([Code::Malformed, Code::Validation]);
        }
        if self.if_match {
            codes.extend([Code::Malformed, Code::Stale]);
        }
        codes.extend([Code::Internal, Code::Unavailable]);
        codes.sort_by_key(|code| (code.status(), code.as_str()));
        codes.dedup();
        codes
    }
}

/// The parameters of a path: none, or an id.
pub trait PathParams: Sized {
    /// The form of the parameter; None for an id.
    const PATTERN: Option<&'static str> = None;

    /// The path of a template with these parameters.
    fn fill(&self, template: &str) -> String;

    /// Reads the parameters from what a path has in the place of `{id}`; None if it is not an id.
    fn read(id: Option<&str>) -> Option<Self>;
}

impl PathParams for () {
    fn fill(&self, template: &str) -> String {
        template.to_owned()
    }

    fn read(_: Option<&str>) -> Option<Self> {
        Some(())
    }
}

macro_rules! path_ids {
    ($($id:ty),*) => {
        $(
            impl PathParams for $id {
                fn fill(&self, template: &str) -> String {
                    template.replace("{id}", &self.to_string())
                }

                fn read(id: Option<&str>) -> Option<Self> {
                    id?.parse().ok()
                }
            }
        )*
    };
}

sigillo_domain::for_each_id!(path_ids);

/// A type with a schema and an example in the OpenAPI document.
#[cfg(feature = "openapi")]
pub trait Documented: utoipa::ToSchema + crate::example::Example {}
#[cfg(feature = "openapi")]
impl<T: utoipa::ToSchema + crate::example::Example> Documented for T {}
#[cfg(not(feature = "openapi"))]
pub trait Documented {}
#[cfg(not(feature = "openapi"))]
impl<T> Documented for T {}

/// A query string with its parameters in the OpenAPI document.
#[cfg(feature = "openapi")]
pub trait DocumentedQuery: utoipa::IntoParams {}
#[cfg(feature = "openapi")]
impl<T: utoipa::IntoParams> DocumentedQuery for T {}
#[cfg(not(feature = "openapi"))]
pub trait DocumentedQuery {}
#[cfg(not(feature = "openapi"))]
impl<T> DocumentedQuery for T {}

/// An empty object, for an operation that has no body or no reply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Empty))]
pub struct Nothing {}

#[cfg(feature = "openapi")]
impl crate::example::Example for Nothing {
    fn example() -> Self {
        Self {}
    }
}

impl ReplyBody for Nothing {
    const IS_EMPTY: bool = true;
}

/// The type of operations that have no query.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct NoQuery {}

/// The body of a reply, and the headers that follow from it. The server sends what these constants
/// read and the document lists the headers whose constant is set: neither can have one that the
/// other lacks.
pub trait ReplyBody: Serialize + DeserializeOwned + Documented + 'static {
    /// Reads the version, which is sent as the `ETag`.
    const VERSION: Option<fn(&Self) -> i64> = None;
    /// Reads the cursor of the next page, which is sent as a `Link`.
    const NEXT_CURSOR: Option<fn(&Self) -> Option<&str>> = None;
    /// Whether the reply has no body but a file.
    const IS_EMPTY: bool = false;
}

/// Finds the path of a new resource from the path of the request and the reply.
pub type Locate<O> = fn(&<O as Operation>::Path, &<O as Operation>::Reply) -> String;

/// An operation of the API: its types, and its row of the table.
pub trait Operation: Sized + 'static {
    type Path: PathParams;
    type Query: Serialize + DeserializeOwned + DocumentedQuery;
    type Body: Serialize + DeserializeOwned + Documented;
    type Reply: ReplyBody;
    const SPEC: Spec;
    /// Finds the path of the resource that the operation made, which is sent as the `Location`.
    const LOCATION: Option<Locate<Self>> = None;

    /// The path of a request for it.
    fn url(path: &Self::Path) -> String {
        path.fill(Self::SPEC.path)
    }
}

/// Visits every operation of the table with its types.
pub trait Visitor {
    fn visit<O: Operation>(&mut self);
}
