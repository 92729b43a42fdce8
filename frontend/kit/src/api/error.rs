//! Why a request failed.

use sigillo_contract::Problem;
use sigillo_contract::holder::MailboxHolder;
use sigillo_contract::import::ImportChoices;
use sigillo_contract::problem::FieldProblem;
use sigillo_domain::{Code, Fault};

use super::request::parsed;

#[derive(Debug, Clone, PartialEq)]
pub enum ApiError {
    /// There was no answer: the network or the server is down.
    Unreachable,
    /// The session has ended and the person has not signed in again.
    SessionEnded,
    /// The server refused the request.
    Refused(Refusal),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    pub code: Code,
    pub errors: Vec<FieldProblem>,
    /// Seconds to wait before trying again.
    pub retry_after: Option<u32>,
    pub trace_id: String,
    /// The problem in words for programs, which can hold a date.
    pub detail: String,
    /// What a file leaves to be chosen.
    pub choices: Option<ImportChoices>,
    /// How many more values may be tried.
    pub tries_left: Option<i64>,
    /// The holders whom the request may mean.
    pub holders: Vec<MailboxHolder>,
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self {
            code: problem.code,
            errors: problem.errors,
            retry_after: None,
            trace_id: problem.trace_id,
            detail: problem.detail,
            choices: problem.choices,
            tries_left: problem.tries_left,
            holders: problem.holders,
        }
    }
}

impl ApiError {
    /// The error that the server describes in the body of an answer.
    pub fn of_problem(body: &str, retry_after: Option<u32>) -> Self {
        match parsed::<Problem>(body) {
            Ok(problem) => Self::Refused(Refusal { retry_after, ..problem.into() }),
            Err(_) => Self::unreadable(),
        }
    }

    /// The error for an answer that is not one of the API's.
    pub fn unreadable() -> Self {
        Self::of(Code::Internal)
    }

    /// A refusal that the app knows without asking the server.
    pub fn of(code: Code) -> Self {
        Self::Refused(Refusal {
            code,
            errors: vec![],
            retry_after: None,
            trace_id: String::new(),
            detail: String::new(),
            choices: None,
            tries_left: None,
            holders: vec![],
        })
    }

    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            Self::Unreachable | Self::SessionEnded => None,
        }
    }

    pub fn is(&self, code: Code) -> bool {
        self.code() == Some(code)
    }

    pub fn is_unauthenticated(&self) -> bool {
        self.is(Code::Unauthenticated)
    }

    /// How many more values may be tried, where one was wrong.
    pub fn tries_left(&self) -> Option<i64> {
        match self {
            Self::Refused(refusal) => refusal.tries_left,
            Self::Unreachable | Self::SessionEnded => None,
        }
    }

    /// The faults of the fields, as a form shows them.
    pub fn faults(&self) -> Vec<Fault> {
        match self {
            Self::Refused(refusal) => refusal
                .errors
                .iter()
                .map(|error| Fault::new(error.pointer.clone(), error.code))
                .collect(),
            Self::Unreachable | Self::SessionEnded => vec![],
        }
    }
}
