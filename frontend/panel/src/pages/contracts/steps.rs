//! Where a contract stands, as a line of steps with their times.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use sigillo_contract::contract::Contract;
use sigillo_domain::contract::ContractState;
use sigillo_domain::message::MessageState;

use super::state_name;
use crate::components::Icon;
use crate::i18n::{date_time, t, texts};

/// A step of the way to a sealed contract, or the end of one that did not get there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    name: Name,
    at: Option<DateTime<Utc>>,
    mark: Mark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    State(ContractState),
    LinkBlocked,
    Accepted,
    Signed,
    Sealed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Done,
    Ahead,
    Wrong,
}

impl Mark {
    const fn class(self) -> &'static str {
        match self {
            Mark::Done => "step step-done",
            Mark::Ahead => "step",
            Mark::Wrong => "step step-wrong",
        }
    }
}

/// The steps that were taken, then either those that are still to come or the end.
fn steps(contract: &Contract) -> Vec<Step> {
    let state = contract.state;
    let taken = |name, at: Option<DateTime<Utc>>| {
        let mark = if at.is_some() { Mark::Done } else { Mark::Ahead };
        Step { name, at, mark }
    };
    let sent = taken(Name::State(ContractState::Sent), Some(contract.sent_at));
    let ahead = [
        taken(Name::State(ContractState::Opened), contract.opened_at),
        taken(Name::Accepted, contract.consented_at),
        taken(Name::Signed, contract.signed_at),
        taken(Name::Sealed, contract.sealed_at),
    ];
    let end = match state {
        ContractState::Declined
        | ContractState::Expired
        | ContractState::Withdrawn
        | ContractState::Superseded => {
            Some(Step { name: Name::State(state), at: contract.ended_at, mark: Mark::Wrong })
        }
        ContractState::Undeliverable => {
            Some(Step { name: Name::State(state), at: None, mark: Mark::Wrong })
        }
        _ if contract.link_is_blocked => {
            Some(Step { name: Name::LinkBlocked, at: None, mark: Mark::Wrong })
        }
        _ => None,
    };
    let ends = end.is_some();
    let ahead = ahead.into_iter().filter(|step| !ends || step.mark == Mark::Done);
    std::iter::once(sent).chain(ahead).chain(end).collect()
}

/// The line of the steps.
pub fn step_line(contract: &Contract) -> impl IntoView + use<> {
    let delivery = contract.delivery;
    let item = |step: Step| view! { <li class=step.mark.class()>{shown(step, delivery)}</li> };
    let items = steps(contract).into_iter().map(item).collect_view();
    view! { <ol class="steps" aria-label=t!(contracts.steps)>{items}</ol> }
}

fn shown(step: Step, delivery: Option<MessageState>) -> impl IntoView {
    let Step { name, at, mark } = step;
    let name = move || {
        let words = texts().contracts();
        match name {
            Name::State(state) => state_name(state, delivery),
            Name::LinkBlocked => words.link_blocked(),
            Name::Accepted => words.step_accepted(),
            Name::Signed => words.step_signed(),
            Name::Sealed => words.step_sealed(),
        }
    };
    let icon = match mark {
        Mark::Done => Some("it-check-circle"),
        Mark::Wrong => Some("it-error"),
        Mark::Ahead => None,
    };
    let time = move || match (at, mark) {
        (Some(at), _) => date_time(at),
        (None, Mark::Ahead) => texts().contracts().not_yet().to_owned(),
        (None, _) => String::new(),
    };
    view! {
        {icon.map(|icon| view! { <Icon name=icon class="icon-sm" /> })}
        <strong>{name}</strong>
        <span class="step-time">{time}</span>
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use sigillo_domain::id::{ContractId, HolderId, MailboxId, OrganizationId};

    use super::*;

    /// A contract that was opened, unless it is only sent, and that has ended, unless it stands.
    fn contract(state: ContractState) -> Contract {
        let at = Utc.with_ymd_and_hms(2028, 1, 31, 9, 0, 0).single().unwrap_or_default();
        Contract {
            id: ContractId::NIL,
            organization_id: OrganizationId::NIL,
            mailbox_id: MailboxId::NIL,
            mailbox_address: "ada@pec.example.it".to_owned(),
            holder_id: HolderId::NIL,
            holder_name: "Esempi Ada".to_owned(),
            template_id: None,
            state,
            link_is_blocked: false,
            delivery: None,
            recipient: "ada@example.com".to_owned(),
            sha256: String::new(),
            sealed_sha256: None,
            signature: None,
            channel: None,
            sent_at: at,
            opened_at: Some(at).filter(|_| state != ContractState::Sent),
            consented_at: None,
            signed_at: None,
            sealed_at: None,
            ended_at: Some(at).filter(|_| !state.stands()),
            decline_reason: None,
            withdraw_reason: None,
            expires_at: at,
            reminders: 0,
            created_at: at,
            created_by: "anna".to_owned(),
            version: 1,
            text: None,
            copy: None,
        }
    }

    fn marks(state: ContractState) -> Vec<Mark> {
        steps(&contract(state)).into_iter().map(|step| step.mark).collect()
    }

    #[test]
    fn what_is_still_to_come_is_shown_until_the_contract_ends() {
        use Mark::{Ahead, Done, Wrong};
        assert_eq!(marks(ContractState::Sent), [Done, Ahead, Ahead, Ahead, Ahead]);
        assert_eq!(marks(ContractState::Opened), [Done, Done, Ahead, Ahead, Ahead]);
        assert_eq!(marks(ContractState::Declined), [Done, Done, Wrong]);
        let blocked = Contract { link_is_blocked: true, ..contract(ContractState::Opened) };
        let blocked = steps(&blocked).into_iter().map(|step| step.mark);
        assert_eq!(blocked.collect::<Vec<_>>(), [Done, Done, Wrong]);
    }
}
