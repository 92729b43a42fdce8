//! The proof that a caller may ask for an operation.

use std::marker::PhantomData;

use sigillo_contract::{Access, Operation};
use sigillo_domain::Code;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::permission::PermissionSet;

use crate::caller::{Caller, Identity, JobCaller, has_any};
use crate::error::{AppError, NOT_FOUND};

/// The proof that a caller may ask for the operation `O`. Use cases cannot be called without it,
/// and [`Grant::to`] alone makes it: an ungated call does not compile. An operation that only a
/// session can ask for takes a `Grant<O, SessionCaller>`.
#[derive(Debug, Clone)]
pub struct Grant<O, C = Caller> {
    caller: C,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation, C: Identity> Grant<O, C> {
    pub fn to(caller: C) -> Result<Self, AppError> {
        if caller.may(O::SPEC.access) {
            Ok(Self { caller, operation: PhantomData })
        } else {
            Err(AppError::Problem(Code::Forbidden))
        }
    }

    pub fn caller(&self) -> &C {
        &self.caller
    }
}

impl<O: Operation> Grant<O> {
    /// The grant of a job, whose request had a grant of its own. The account's present permissions
    /// are checked row by row, so that only the rows that it may no longer touch fail.
    pub(crate) fn of_job(caller: JobCaller) -> Self {
        Self { caller: Caller::Job(caller), operation: PhantomData }
    }

    /// The caller's permissions on a domain: `not_found` if it may not know of the domain,
    /// `forbidden` if none of its permissions there opens this operation.
    pub(crate) fn permissions_on(&self, domain: &MailDomain) -> Result<PermissionSet, AppError> {
        let set = self.caller.reach().on(domain.id, domain.organization_id);
        match O::SPEC.access {
            _ if set.is_empty() => Err(NOT_FOUND),
            Access::Mailboxes(permissions) if !has_any(set, permissions) => {
                Err(AppError::Problem(Code::Forbidden))
            }
            _ => Ok(set),
        }
    }
}
