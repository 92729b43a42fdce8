//! The steps of the creation of a mailbox with a holder (B13). The present one is in the page's address.

use leptos::prelude::*;
use sigillo_kit::routes::with_query;

use crate::i18n::texts;
use crate::route::{Route, key};
use crate::{browser, router};

const STEP: &str = "passo";

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Mailbox,
    Address,
    /// Whether the holder has the mailbox for a company.
    Tie,
    Company,
    Confirmation,
}

impl Step {
    pub const ALL: [Step; 5] =
        [Step::Mailbox, Step::Address, Step::Tie, Step::Company, Step::Confirmation];

    pub const fn number(self) -> u8 {
        match self {
            Step::Mailbox => 1,
            Step::Address => 2,
            Step::Tie => 3,
            Step::Company => 4,
            Step::Confirmation => 5,
        }
    }

    fn of_number(number: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.number().to_string() == number)
    }

    pub fn name(self) -> &'static str {
        let t = texts().wizard();
        match self {
            Step::Mailbox => t.step_mailbox(),
            Step::Address => t.step_address(),
            Step::Tie => t.step_tie(),
            Step::Company => t.step_company(),
            Step::Confirmation => t.step_confirmation(),
        }
    }

    /// The step that follows. There is no company to give without a tie to one.
    pub const fn next(self, has_company: bool) -> Self {
        match self {
            Step::Mailbox => Step::Address,
            Step::Address => Step::Tie,
            Step::Tie if has_company => Step::Company,
            Step::Tie | Step::Company | Step::Confirmation => Step::Confirmation,
        }
    }

    pub const fn previous(self, has_company: bool) -> Self {
        match self {
            Step::Mailbox | Step::Address => Step::Mailbox,
            Step::Tie => Step::Address,
            Step::Confirmation if has_company => Step::Company,
            Step::Company | Step::Confirmation => Step::Tie,
        }
    }

    /// The step that has the field of a pointer.
    pub fn of_pointer(pointer: &str) -> Self {
        let is_below =
            |root: &str| pointer.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
        if pointer == "/address" || is_below("/address") {
            Step::Address
        } else if pointer == "/company" {
            Step::Tie
        } else if is_below("/company") {
            Step::Company
        } else {
            Step::Mailbox
        }
    }
}

/// The id of the heading of the steps, which takes the focus at each.
pub const HEADING: &str = "wizard-step";

/// The step in the address of the page.
pub fn step_of_page() -> Memo<Step> {
    let address = router::query();
    Memo::new(move |_| {
        let number = address.with(|query| query.get(STEP)).unwrap_or_default();
        Step::of_number(&number).unwrap_or(Step::Mailbox)
    })
}

/// Shows another step. It takes the place of the present one, so that going back leaves the page.
pub fn show(step: Step, domain: &str) {
    let number = if step == Step::Mailbox { String::new() } else { step.number().to_string() };
    let pairs = [(key::DOMAIN, domain), (STEP, number.as_str())];
    router::go_to_step(&with_query(Route::NewMailbox, &pairs));
    browser::focus(HEADING);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_tie_the_company_is_left_out_in_both_directions() {
        for has_company in [true, false] {
            let mut walked = vec![Step::Mailbox];
            while let Some(step) = walked.last().copied().filter(|step| *step != Step::Confirmation)
            {
                walked.push(step.next(has_company));
            }
            let mut back = vec![Step::Confirmation];
            while let Some(step) = back.last().copied().filter(|step| *step != Step::Mailbox) {
                back.push(step.previous(has_company));
            }
            back.reverse();
            assert_eq!(walked, back);
            assert_eq!(walked.contains(&Step::Company), has_company);
        }
    }

    #[test]
    fn every_field_is_at_its_step() {
        for (pointer, step) in [
            ("/local_part", Step::Mailbox),
            ("/holder/tax_code", Step::Mailbox),
            ("/address", Step::Address),
            ("/address/postal_code", Step::Address),
            ("/company", Step::Tie),
            ("/company/vat_number", Step::Company),
        ] {
            assert_eq!(Step::of_pointer(pointer), step, "{pointer}");
        }
    }

    #[test]
    fn a_step_is_found_by_its_number() {
        for step in Step::ALL {
            assert_eq!(Step::of_number(&step.number().to_string()), Some(step));
        }
        assert_eq!(Step::of_number("6"), None);
    }
}
