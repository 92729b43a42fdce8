//! What happens to a mailbox at the end of its service: renewal, termination, suppression (C1, C9).

use chrono::{DateTime, Utc};

use crate::code::Code;
use crate::fault::FaultCode;
use crate::id::DocumentId;
use crate::mailbox::{Mailbox, MailboxState};
use crate::service_term::{Service, ServiceRequest, ServiceStep, due_step, next_step};

/// Why the service of a mailbox was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceRefusal {
    /// Not possible in the present state of the mailbox.
    State(Code),
    /// The day that was asked for.
    Day(FaultCode),
}

/// Who enters a request, when, and in which document it was made.
#[derive(Debug, Clone, Copy)]
pub struct RequestedBy<'a> {
    pub username: &'a str,
    pub at: DateTime<Utc>,
    pub document_id: Option<DocumentId>,
}

impl Mailbox {
    /// The mailbox with a service that ends at `ends_at`, from its activation on (C9).
    #[must_use]
    pub fn with_service_until(self, ends_at: DateTime<Utc>, now: DateTime<Utc>) -> Mailbox {
        let service = Service { next_step_at: Some(next_step(now, ends_at)), ..self.service };
        Mailbox { expires_at: Some(ends_at), service, ..self }
    }

    /// The moment from which a renewal counts its term: the present end, or now where that has passed.
    pub fn renewal_starts_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let end = self.service.end_before_termination.or(self.expires_at);
        end.map_or(now, |end| end.max(now))
    }

    /// The mailbox with its service renewed until `ends_at`. A suppressed one gets back the state that it had.
    pub fn renewed(
        &self,
        ends_at: DateTime<Utc>,
        by: RequestedBy<'_>,
    ) -> Result<Mailbox, ServiceRefusal> {
        self.check_served()?;
        let present = self.service.end_before_termination.or(self.expires_at);
        let is_later = present.is_none_or(|end| ends_at > end);
        // Who takes a termination back may keep the end that the service had.
        let takes_back = self.service.request == ServiceRequest::Termination;
        if ends_at <= by.at || !(is_later || takes_back) {
            return Err(ServiceRefusal::Day(FaultCode::TooEarly));
        }
        let state = match self.state {
            MailboxState::Suppressed => {
                self.service.state_before_end.unwrap_or(MailboxState::Active)
            }
            state => state,
        };
        let service = requested(ServiceRequest::Renewal, by, None);
        let mailbox = Mailbox { state, service, ..self.clone() };
        Ok(mailbox.with_service_until(ends_at, by.at))
    }

    /// The mailbox with its service ending at `ends_at`, for good. A suppressed one keeps its end.
    pub fn terminated(
        &self,
        ends_at: DateTime<Utc>,
        by: RequestedBy<'_>,
    ) -> Result<Mailbox, ServiceRefusal> {
        self.check_served()?;
        if self.service.request == ServiceRequest::Termination {
            return Err(ServiceRefusal::State(Code::NotInThisState));
        }
        if self.state == MailboxState::Suppressed {
            let state_before_end = self.service.state_before_end;
            let service = requested(ServiceRequest::Termination, by, None);
            let service = Service { state_before_end, ..service };
            return Ok(Mailbox { service, ..self.clone() });
        }
        if ends_at <= by.at {
            return Err(ServiceRefusal::Day(FaultCode::TooEarly));
        }
        if self.expires_at.is_some_and(|end| ends_at > end) {
            return Err(ServiceRefusal::Day(FaultCode::TooLate));
        }
        let service = requested(ServiceRequest::Termination, by, self.expires_at);
        Ok(Mailbox { service, ..self.clone() }.with_service_until(ends_at, by.at))
    }

    /// The mailbox with its termination taken back before it took effect.
    pub fn termination_withdrawn(&self, now: DateTime<Utc>) -> Result<Mailbox, ServiceRefusal> {
        self.check_served()?;
        let is_pending = self.service.request == ServiceRequest::Termination
            && self.state != MailboxState::Suppressed;
        if !is_pending {
            return Err(ServiceRefusal::State(Code::NotInThisState));
        }
        let ends_at = self.service.end_before_termination;
        let service = Service {
            next_step_at: ends_at.map(|ends_at| next_step(now, ends_at)),
            ..Service::default()
        };
        Ok(Mailbox { expires_at: ends_at, service, ..self.clone() })
    }

    /// The step of its service that is due, and the mailbox after it.
    pub fn service_step(&self, now: DateTime<Utc>) -> Option<(ServiceStep, Mailbox)> {
        let ends_at = self.expires_at?;
        let step = due_step(now, ends_at, self.service.next_step_at)?;
        Some((step, self.after_step(step, now, ends_at)?))
    }

    fn after_step(
        &self,
        step: ServiceStep,
        now: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Option<Mailbox> {
        let service = self.service.clone();
        match (step, self.state) {
            (ServiceStep::Notice(_), MailboxState::Active | MailboxState::Disabled) => {
                let next_step_at = Some(next_step(now, ends_at));
                // The renewal was of the term before this one: for this one nothing is requested yet.
                let service = match service.request {
                    ServiceRequest::Renewal => Service { next_step_at, ..Service::default() },
                    _ => Service { next_step_at, ..service },
                };
                Some(Mailbox { service, ..self.clone() })
            }
            // There is no service to end: not yet, or not any more.
            (
                _,
                MailboxState::PendingActivation
                | MailboxState::Suppressed
                | MailboxState::Cancelled,
            ) => None,
            (ServiceStep::End, MailboxState::Active | MailboxState::Disabled) => {
                let service = Service {
                    next_step_at: None,
                    state_before_end: Some(self.state),
                    end_before_termination: None,
                    ..service
                };
                Some(Mailbox { state: MailboxState::Suppressed, service, ..self.clone() })
            }
        }
    }

    fn check_served(&self) -> Result<(), ServiceRefusal> {
        match self.state {
            MailboxState::Active | MailboxState::Disabled | MailboxState::Suppressed => Ok(()),
            MailboxState::PendingActivation => Err(ServiceRefusal::State(Code::NotInThisState)),
            MailboxState::Cancelled => Err(ServiceRefusal::State(Code::MailboxCancelled)),
        }
    }
}

fn requested(
    request: ServiceRequest,
    by: RequestedBy<'_>,
    end_before_termination: Option<DateTime<Utc>>,
) -> Service {
    Service {
        request,
        requested_at: Some(by.at),
        requested_by: Some(by.username.to_owned()),
        document_id: by.document_id,
        end_before_termination,
        ..Service::default()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::mailbox::tests::mailbox;
    use crate::service_term::EndNotice;

    fn day(days: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(days)
    }

    fn by(days: i64) -> RequestedBy<'static> {
        RequestedBy { username: "anna", at: day(days), document_id: None }
    }

    fn served(state: MailboxState) -> Mailbox {
        Mailbox { state, ..mailbox() }.with_service_until(day(100), day(0))
    }

    fn suppressed(state: MailboxState) -> Mailbox {
        let (step, after) = served(state).service_step(day(100)).unwrap();
        assert_eq!((step, after.state), (ServiceStep::End, MailboxState::Suppressed));
        after
    }

    #[test]
    fn a_renewal_brings_back_the_state_before_the_end() {
        for state in [MailboxState::Active, MailboxState::Disabled] {
            let ended = suppressed(state);
            assert_eq!(ended.service.next_step_at, None);
            let renewed = ended.renewed(day(500), by(110)).unwrap();
            assert_eq!((renewed.state, renewed.expires_at), (state, Some(day(500))));
            assert_eq!(renewed.service.state_before_end, None);
            assert_eq!(renewed.service.next_step_at, Some(day(440) - TimeDelta::hours(12)));
        }
    }

    #[test]
    fn a_renewal_makes_the_service_longer() {
        let early = Err(ServiceRefusal::Day(FaultCode::TooEarly));
        let served = served(MailboxState::Active);
        assert_eq!(served.renewed(day(100), by(10)), early);
        assert_eq!(served.renewed(day(99), by(10)), early);
        assert!(served.renewed(day(101), by(10)).is_ok());
        // At the very second of the end it still counts from there.
        assert_eq!(served.renewal_starts_at(day(100)), day(100));
        assert_eq!(served.renewal_starts_at(day(130)), day(130));
        assert_eq!(suppressed(MailboxState::Active).renewed(day(101), by(101)), early);
    }

    #[test]
    fn a_renewal_is_forgotten_when_its_own_term_is_about_to_end() {
        let renewed = served(MailboxState::Active).renewed(day(500), by(50)).unwrap();
        assert_eq!(renewed.service.request, ServiceRequest::Renewal);
        let (step, after) = renewed.service_step(day(440)).unwrap();
        assert_eq!(step, ServiceStep::Notice(EndNotice::In60Days));
        assert_eq!(after.service.request, ServiceRequest::None);
        assert_eq!((after.service.requested_at, after.service.requested_by), (None, None));
    }

    #[test]
    fn a_termination_brings_the_end_forward_and_is_taken_back_before_it() {
        let served = served(MailboxState::Active);
        let terminated = served.terminated(day(40), by(10)).unwrap();
        assert_eq!(terminated.expires_at, Some(day(40)));
        assert_eq!(terminated.service.request, ServiceRequest::Termination);
        // Notices of a termination keep the request.
        let (_, noticed) = terminated.service_step(day(25)).unwrap();
        assert_eq!(noticed.service.request, ServiceRequest::Termination);
        let kept = terminated.termination_withdrawn(day(20)).unwrap();
        assert_eq!((kept.expires_at, kept.service.request), (Some(day(100)), ServiceRequest::None));
        assert_eq!(kept.service.next_step_at, Some(day(40) - TimeDelta::hours(12)));
        let (_, ended) = terminated.service_step(day(41)).unwrap();
        let not_now = Err(ServiceRefusal::State(Code::NotInThisState));
        assert_eq!(ended.termination_withdrawn(day(41)), not_now);
        assert_eq!(served.termination_withdrawn(day(20)), not_now);
        assert_eq!(terminated.terminated(day(30), by(20)), not_now);
    }

    #[test]
    fn a_termination_is_neither_in_the_past_nor_after_the_end() {
        let served = served(MailboxState::Disabled);
        let refused = |code| Err(ServiceRefusal::Day(code));
        assert_eq!(served.terminated(day(10), by(10)), refused(FaultCode::TooEarly));
        assert_eq!(served.terminated(day(101), by(10)), refused(FaultCode::TooLate));
        assert!(served.terminated(day(100), by(10)).is_ok());
        let ended = suppressed(MailboxState::Disabled).terminated(day(100), by(120)).unwrap();
        assert_eq!((ended.state, ended.expires_at), (MailboxState::Suppressed, Some(day(100))));
        assert_eq!(ended.renewed(day(200), by(130)).unwrap().state, MailboxState::Disabled);
    }

    #[test]
    fn a_renewal_takes_a_termination_back_and_counts_from_the_end_before_it() {
        let terminated = served(MailboxState::Active).terminated(day(40), by(10)).unwrap();
        assert_eq!(terminated.renewal_starts_at(day(20)), day(100));
        let renewed = terminated.renewed(day(100), by(20)).unwrap();
        assert_eq!(renewed.service.end_before_termination, None);
        assert_eq!(renewed.expires_at, Some(day(100)));
    }

    #[test]
    fn only_a_mailbox_in_service_has_requests() {
        for (state, code) in [
            (MailboxState::PendingActivation, Code::NotInThisState),
            (MailboxState::Cancelled, Code::MailboxCancelled),
        ] {
            let mailbox = Mailbox { state, ..mailbox() };
            let refused = Err(ServiceRefusal::State(code));
            assert_eq!(mailbox.renewed(day(9), by(1)), refused);
            assert_eq!(mailbox.terminated(day(9), by(1)), refused);
            assert_eq!(mailbox.termination_withdrawn(day(1)), refused);
        }
    }

    #[test]
    fn nothing_is_due_for_a_mailbox_that_has_ended() {
        let cancelled = served(MailboxState::Active).cancelled(day(5)).unwrap();
        assert_eq!(cancelled.service_step(day(200)), None);
        assert_eq!(suppressed(MailboxState::Active).service_step(day(200)), None);
        assert_eq!(mailbox().service_step(day(200)), None);
    }
}
