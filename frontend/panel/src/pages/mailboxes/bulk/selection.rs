//! Which mailboxes are selected, and the checkboxes that select them.

use leptos::html;
use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::id::MailboxId;
use sigillo_domain::job::MAX_NAMED;
use sigillo_domain::mailbox::MailboxState;

use super::action::offered;
use crate::i18n::t;

#[derive(Clone)]
pub enum Chosen {
    /// These mailboxes, from any pages of the list.
    Named(Vec<MailboxId>),
    /// All mailboxes that the list finds, and their number.
    Matching(i64),
}

impl Chosen {
    pub fn count(&self) -> i64 {
        match self {
            Chosen::Named(ids) => i64::try_from(ids.len()).unwrap_or(0),
            Chosen::Matching(count) => *count,
        }
    }

    fn has(&self, id: MailboxId) -> bool {
        match self {
            Chosen::Named(ids) => ids.contains(&id),
            Chosen::Matching(_) => true,
        }
    }

    fn is_full(&self) -> bool {
        matches!(self, Chosen::Named(ids) if ids.len() >= MAX_NAMED)
    }
}

/// The selection, which is kept from page to page until the search or the filters change.
#[derive(Clone, Copy)]
pub struct Selection {
    chosen: RwSignal<Chosen>,
    /// The selectable mailboxes of the shown page.
    page: StoredValue<Vec<MailboxId>>,
}

/// Whether this account may take any action on the mailboxes of the domain.
pub fn may_select(domain: &str) -> bool {
    !offered(domain).is_empty()
}

/// No action applies to a cancelled mailbox.
fn can_be_chosen(mailbox: &Mailbox) -> bool {
    mailbox.state != MailboxState::Cancelled
}

impl Selection {
    pub fn new() -> Self {
        Self { chosen: RwSignal::new(Chosen::Named(vec![])), page: StoredValue::new(vec![]) }
    }

    /// Records the rows of the page that is now shown.
    pub fn show_page(self, rows: &[Mailbox]) {
        let ids = rows.iter().filter(|row| can_be_chosen(row)).map(|row| row.id);
        self.page.set_value(ids.collect());
    }

    pub fn chosen(self) -> Chosen {
        self.chosen.get_untracked()
    }

    pub fn count(self) -> i64 {
        self.chosen.with(Chosen::count)
    }

    pub fn is_of_all(self) -> bool {
        self.chosen.with(|chosen| matches!(chosen, Chosen::Matching(_)))
    }

    pub fn is_full(self) -> bool {
        self.chosen.with(Chosen::is_full)
    }

    pub fn clear(self) {
        self.chosen.set(Chosen::Named(vec![]));
    }

    /// Selects all mailboxes that the list finds.
    pub fn match_all(self, count: i64) {
        self.chosen.set(Chosen::Matching(count));
    }

    fn put(self, wanted: &[MailboxId], on: bool) {
        let page = self.page.get_value();
        self.chosen.update(|chosen| {
            let mut ids = match std::mem::replace(chosen, Chosen::Named(vec![])) {
                Chosen::Named(ids) => ids,
                // Deselecting one ends the selection of all; the mailboxes of the shown page stay
                // selected.
                Chosen::Matching(_) => page,
            };
            ids.retain(|id| !wanted.contains(id));
            if on {
                ids.extend(wanted.iter().take(MAX_NAMED - ids.len().min(MAX_NAMED)));
            }
            *chosen = Chosen::Named(ids);
        });
    }

    /// How many mailboxes of the page are selected, and how many can be.
    fn of_page(self) -> (usize, usize) {
        self.page.with_value(|page| {
            let chosen = |chosen: &Chosen| page.iter().filter(|id| chosen.has(**id)).count();
            (self.chosen.with(chosen), page.len())
        })
    }
}

/// The checkbox that selects a mailbox.
#[component]
pub fn RowCheckbox<'a>(selection: Selection, mailbox: &'a Mailbox) -> impl IntoView + use<> {
    let id = mailbox.id;
    let has = move || selection.chosen.with(|chosen| chosen.has(id));
    can_be_chosen(mailbox).then(|| {
        view! {
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=has
                    disabled=move || selection.is_full() && !has()
                    on:change=move |event| selection.put(&[id], event_target_checked(&event))
                />
                <span class="visually-hidden">{mailbox.address.clone()}</span>
            </label>
        }
    })
}

/// The checkbox that selects or deselects the shown page.
#[component]
pub fn PageCheckbox(selection: Selection, id: &'static str) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    // Set by hand, because HTML has no attribute for the indeterminate state.
    Effect::new(move |_| {
        let (chosen, all) = selection.of_page();
        if let Some(input) = input.get() {
            input.set_checked(chosen > 0 && chosen == all);
            input.set_indeterminate(chosen > 0 && chosen < all);
        }
    });
    let turn = move |_| {
        let (chosen, all) = untrack(|| selection.of_page());
        let on = chosen < all && !untrack(|| selection.is_full());
        let page = selection.page.get_value();
        selection.put(&page, on);
    };
    let idle = move || {
        let (chosen, all) = selection.of_page();
        all == 0 || (chosen == 0 && selection.is_full())
    };
    view! {
        <label class="tick">
            <input type="checkbox" id=id node_ref=input disabled=idle on:change=turn />
            <span class="tick-words">{t!(bulk.page)}</span>
        </label>
    }
}
