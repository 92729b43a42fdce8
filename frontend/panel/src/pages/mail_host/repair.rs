//! The repair of findings, one at a time.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::mail_host::{Finding, FindingKind, RepairRequest};
use sigillo_contract::operations::RepairMailHost;
use sigillo_domain::Code;

use crate::api::{self, ApiError};
use crate::browser;

/// The state of a finding's repair.
#[derive(Clone, PartialEq)]
pub enum Repair {
    Open,
    Running,
    Done,
    /// The request was refused, or there was no answer.
    Failed(ApiError),
}

#[derive(Clone, Copy)]
pub struct Repairs {
    running: RwSignal<Option<RepairRequest>>,
    done: RwSignal<Vec<RepairRequest>>,
    failed: RwSignal<Option<(RepairRequest, ApiError)>>,
    /// The store that will be destroyed if the operator confirms, and the index of its finding.
    pub to_destroy: RwSignal<Option<(Finding, usize)>>,
}

impl Repairs {
    pub fn new() -> Self {
        Self {
            running: RwSignal::new(None),
            done: RwSignal::new(vec![]),
            failed: RwSignal::new(None),
            to_destroy: RwSignal::new(None),
        }
    }

    /// Forgets the repairs of the previous check.
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

    /// Records the repair. The pressed button disappears, so the focus moves to the finding.
    pub fn done(self, request: RepairRequest, place: usize) {
        self.done.update(|done| done.push(request));
        browser::focus(&id_of(place));
    }

    /// Starts the repair, unless another one is running.
    pub fn start(self, request: RepairRequest, place: usize) {
        if self.running.get_untracked().is_some() {
            return;
        }
        self.failed.set(None);
        self.running.set(Some(request.clone()));
        spawn_local(async move {
            let outcome = api::send::<RepairMailHost>((), &request, None).await;
            // The operator may have left the page meanwhile.
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

/// Whether a repair of one finding has also repaired another: the repair of a difference makes the
/// mail host reopen its database, which resolves all differences.
fn covers(done: &RepairRequest, request: &RepairRequest) -> bool {
    done == request || (done.kind == FindingKind::Differs && request.kind == FindingKind::Differs)
}

/// The element id of a finding.
pub fn id_of(place: usize) -> String {
    format!("finding-{place}")
}

pub fn request_of(finding: &Finding) -> RepairRequest {
    RepairRequest { kind: finding.kind, subject: finding.subject.clone() }
}

/// Whether the refusal only means that the check is out of date.
pub fn is_out_of_date(error: &ApiError) -> bool {
    error.is(Code::NotInThisState) || error.is(Code::NotFound)
}
