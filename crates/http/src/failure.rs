//! Errors, as `application/problem+json`.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpResponse, ResponseError};
use sigillo_app::AppError;
use sigillo_contract::Problem;
use sigillo_contract::holder::MailboxHolder;
use sigillo_contract::import::ImportChoices;
use sigillo_domain::{Code, Fault};

use crate::trace_id;

/// Why a request failed.
#[derive(Debug)]
pub(crate) struct Failure {
    code: Code,
    /// More than the title, where there is more to say.
    detail: Option<Box<str>>,
    faults: Vec<Fault>,
    retry_after_seconds: Option<i64>,
    allow: Option<Box<str>>,
    /// Whether the response names the content codings that are decoded.
    names_codings: bool,
    /// Boxed, so that errors that have none of them stay small.
    members: Option<Box<Members>>,
    /// The error of the database. It is logged, and never sent to the client.
    outage: Option<Box<str>>,
}

/// The content codings that bodies may have.
const CONTENT_CODINGS: &str = "gzip, deflate, br";

/// `Retry-After` of an unavailable database, in seconds: most are back by then.
const RETRY_DATABASE_AFTER: i64 = 2;

/// Further members of a problem, which few errors have.
#[derive(Debug, Clone, Default)]
struct Members {
    choices: Option<ImportChoices>,
    tries_left: Option<i64>,
    holders: Vec<MailboxHolder>,
}

impl Failure {
    fn with_members(code: Code, members: Members) -> Self {
        Self { members: Some(Box::new(members)), ..Self::new(code) }
    }

    pub fn new(code: Code) -> Self {
        Self {
            code,
            detail: None,
            faults: vec![],
            retry_after_seconds: (code == Code::Unavailable).then_some(RETRY_DATABASE_AFTER),
            allow: None,
            names_codings: false,
            members: None,
            outage: None,
        }
    }

    pub fn with_detail(code: Code, detail: impl Into<Box<str>>) -> Self {
        Self { detail: Some(detail.into()), ..Self::new(code) }
    }

    pub fn invalid(faults: Vec<Fault>) -> Self {
        Self { faults, ..Self::new(Code::Validation) }
    }

    /// Adds the faults of other fields to a refusal of fields. A fault of the same field that says more
    /// exactly where it is takes the place of the one that is known: serde leaves the keys of maps out.
    pub fn with_faults(mut self, more: impl FnOnce() -> Vec<Fault>) -> Self {
        if self.code == Code::Validation {
            let more = more();
            let field = |fault: &Fault| fault.pointer.rsplit('/').next().map(str::to_owned);
            let is_same = |one: &Fault, other: &Fault| {
                one.pointer != other.pointer && one.code == other.code && field(one) == field(other)
            };
            self.faults.retain(|one| !more.iter().any(|other| is_same(one, other)));
            let known = |fault: &Fault| self.faults.iter().all(|one| one.pointer != fault.pointer);
            let new: Vec<_> = more.into_iter().filter(known).collect();
            self.faults.extend(new);
        }
        self
    }

    /// The path exists, but only with these methods.
    pub fn method_not_allowed(allow: String) -> Self {
        Self { allow: Some(allow.into()), ..Self::new(Code::MethodNotAllowed) }
    }

    /// The body is in a content coding that is not decoded.
    pub fn unsupported_coding() -> Self {
        let detail = format!("Content-Encoding takes one of: {CONTENT_CODINGS}.");
        Self { names_codings: true, ..Self::with_detail(Code::UnsupportedMediaType, detail) }
    }

    /// Sets the number of seconds after which to try again.
    pub fn retry_after(self, seconds: i64) -> Self {
        Self { retry_after_seconds: Some(seconds), ..self }
    }

    /// The error of the database, if that is the cause.
    pub fn outage(&self) -> Option<&str> {
        self.outage.as_deref()
    }

    /// The body of the response.
    pub fn body(&self, trace_id: &str) -> String {
        let Members { choices, tries_left, holders } =
            self.members.as_deref().cloned().unwrap_or_default();
        let problem = Problem {
            r#type: format!("/api/problems/{}", self.code.as_str()),
            title: self.code.title().to_owned(),
            status: self.code.status(),
            code: self.code,
            detail: match &self.detail {
                Some(detail) => detail.to_string(),
                None => format!("{}.", self.code.title()),
            },
            trace_id: trace_id.to_owned(),
            errors: self.faults.iter().cloned().map(Into::into).collect(),
            choices,
            tries_left,
            holders,
        };
        serde_json::to_string(&problem).unwrap_or_default()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        let code = error.code();
        match error {
            AppError::Problem(_) => Self::new(code),
            AppError::AtField(_, fault) => Self { faults: vec![fault], ..Self::new(code) },
            AppError::ChoiceRequired(fault, choices) => Self {
                faults: vec![fault],
                ..Self::with_members(code, Members { choices: Some(choices), ..Members::default() })
            },
            AppError::VariantExists(fault, holders) => Self {
                faults: vec![fault],
                ..Self::with_members(code, Members { holders, ..Members::default() })
            },
            AppError::Detailed(_, detail) => Self::with_detail(code, detail),
            AppError::Invalid(faults) => Self::invalid(faults),
            AppError::WrongTry(fault, tries_left) => Self {
                faults: vec![fault],
                ..Self::with_members(
                    Code::Validation,
                    Members { tries_left: Some(tries_left), ..Members::default() },
                )
            },
            AppError::TooManyRequests { retry_after_seconds } => {
                Self { retry_after_seconds: Some(retry_after_seconds), ..Self::new(code) }
            }
            AppError::Storage(error) => {
                Self { outage: Some(error.to_string().into()), ..Self::new(code) }
            }
        }
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        if let Some(seconds) = self.retry_after_seconds {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if let Some(allow) = &self.allow {
            response.insert_header((header::ALLOW, &**allow));
        }
        if self.names_codings {
            response.insert_header((header::ACCEPT_ENCODING, CONTENT_CODINGS));
        }
        if matches!(self.code, Code::Unauthenticated) {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        let body = self.body(&trace_id::current());
        response.content_type("application/problem+json").body(body)
    }
}
