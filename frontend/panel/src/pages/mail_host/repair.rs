//! Putting findings in order, one at a time.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::mail_host::{Finding, FindingKind, RepairRequest};
use sigillo_contract::operations::RepairMailHost;
use sigillo_domain::Code;

use crate::api::{self, ApiError};
use crate::browser;

/// How it stands with a finding.
#[derive(Clone, PartialEq)]
pub enum Repair {
    Open,
    Running,
    Done,
    /// Refused, or no answer came.
    Failed(ApiError),
}

#[derive(Clone, Copy)]
pub struct Repairs {
    running: RwSignal<Option<RepairRequest>>,
    done: RwSignal<Vec<RepairRequest>>,
    failed: RwSignal<Option<(RepairRequest, ApiError)>>,
    /// The store that is about to be destroyed, if the operator confirms, and the place of its finding.
    pub doomed: RwSignal<Option<(Finding, usize)>>,
}

impl Repairs {
    pub fn new() -> Self {
        Self {
            running: RwSignal::new(None),
            done: RwSignal::new(vec![]),
            failed: RwSignal::new(None),
            doomed: RwSignal::new(None),
        }
    }

    /// Another check starts from nothing.
    pub fn forget(self) {
        self.done.set(vec![]);
        self.failed.set(None);
    }

    pub fn of(self, request: &RepairRequest) -> Repair {
        if self.running.get().as_ref() == Some(request) {
            return Repair::Running;
        }
        if self.done.with(|done| done.iter().any(|one| covers(one, request))) {
            return Repair::Done;
        }
        match self.failed.get() {
            Some((failed, error)) if failed == *request => Repair::Failed(error),
            _ => Repair::Open,
        }
    }

    /// The button that was pressed goes with what it has put in order: the focus goes to the finding.
    pub fn done(self, request: RepairRequest, place: usize) {
        self.done.update(|done| done.push(request));
        browser::focus(&id_of(place));
    }

    /// Asks for it, unless another is under way.
    pub fn start(self, request: RepairRequest, place: usize) {
        if self.running.get_untracked().is_some() {
            return;
        }
        self.failed.set(None);
        self.running.set(Some(request.clone()));
        spawn_local(async move {
            let outcome = api::send::<RepairMailHost>((), &request, None).await;
            // The page may have been left meanwhile.
            if self.running.try_set(None).is_some() {
                return;
            }
            match outcome {
                Ok(_) => self.done(request, place),
                Err(error) => self.failed.set(Some((request, error))),
            }
        });
    }
}

/// Whether what was done for one finding has put the other in order too: the database is opened anew
/// for all.
fn covers(done: &RepairRequest, request: &RepairRequest) -> bool {
    done == request || (done.kind == FindingKind::Differs && request.kind == FindingKind::Differs)
}

/// The id of a finding in the page.
pub fn id_of(place: usize) -> String {
    format!("finding-{place}")
}

pub fn request_of(finding: &Finding) -> RepairRequest {
    RepairRequest { kind: finding.kind, subject: finding.subject.clone() }
}

/// A refusal that says no more than that the check is out of date.
pub fn is_out_of_date(error: &ApiError) -> bool {
    error.is(Code::NotInThisState) || error.is(Code::NotFound)
}
