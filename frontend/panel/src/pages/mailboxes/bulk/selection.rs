//! Which mailboxes are selected, and the checkboxes that select them.

use std::collections::HashMap;

use leptos::html;
use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::id::MailboxId;
use sigillo_domain::job::MAX_NAMED;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::permission::Permission;

use super::super::may_in;
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
    /// The places in the list of the mailboxes that were shown in its present order.
    places: StoredValue<HashMap<MailboxId, i64>>,
    /// The mailbox whose checkbox was used last, where a range begins.
    last: StoredValue<Option<MailboxId>>,
    /// Whether Shift was down when a checkbox was pressed.
    with_shift: StoredValue<bool>,
}

/// Whether this account may do anything with selected mailboxes of the domain.
pub fn may_select(domain: &str) -> bool {
    !offered(domain).is_empty() || may_in(domain, Permission::Export)
}

/// No action applies to a cancelled mailbox.
fn can_be_chosen(mailbox: &Mailbox) -> bool {
    mailbox.state != MailboxState::Cancelled
}

impl Selection {
    pub fn new() -> Self {
        Self {
            chosen: RwSignal::new(Chosen::Named(vec![])),
            page: StoredValue::new(vec![]),
            places: StoredValue::new(HashMap::new()),
            last: StoredValue::new(None),
            with_shift: StoredValue::new(false),
        }
    }

    /// Records the rows of the page that is now shown, of which the first has this place in the list.
    pub fn show_page(self, rows: &[Mailbox], first: i64) {
        let ids = rows.iter().filter(|row| can_be_chosen(row)).map(|row| row.id);
        self.page.set_value(ids.collect());
        self.places.update_value(|places| {
            places.extend(rows.iter().map(|row| row.id).zip(first..));
        });
    }

    /// Forgets the places of the mailboxes, since the list has another order.
    pub fn reorder(self) {
        self.places.update_value(HashMap::clear);
    }

    /// The selection; mailboxes that were chosen one by one are in the order of the list.
    pub fn chosen(self) -> Chosen {
        match self.chosen.get_untracked() {
            Chosen::Named(ids) => {
                Chosen::Named(self.places.with_value(|places| in_order(ids, places)))
            }
            all @ Chosen::Matching(_) => all,
        }
    }

    pub fn count(self) -> i64 {
        self.chosen.with(Chosen::count)
    }

    /// The count, for code that runs once.
    pub fn count_now(self) -> i64 {
        self.chosen.with_untracked(Chosen::count)
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

    /// Selects or deselects one mailbox; with Shift, all from the one before to this.
    fn turn(self, id: MailboxId, on: bool) {
        let from = self.last.get_value().filter(|_| self.with_shift.get_value());
        let wanted = self.page.with_value(|page| range(page, from, id));
        self.last.set_value(Some(id));
        self.put(&wanted, on);
    }

    /// How many mailboxes of the page are selected, and how many can be.
    fn of_page(self) -> (usize, usize) {
        self.page.with_value(|page| {
            let chosen = |chosen: &Chosen| page.iter().filter(|id| chosen.has(**id)).count();
            (self.chosen.with(chosen), page.len())
        })
    }
}

/// The mailboxes of a page from one to another, in either direction; only the second if the first is not
/// on the page.
fn range(page: &[MailboxId], from: Option<MailboxId>, to: MailboxId) -> Vec<MailboxId> {
    let place = |id: MailboxId| page.iter().position(|other| *other == id);
    match (from.and_then(place), place(to)) {
        (Some(from), Some(to)) => page[from.min(to)..=from.max(to)].to_vec(),
        _ => vec![to],
    }
}

/// The mailboxes in the order of their places; those without a place come last.
fn in_order(mut ids: Vec<MailboxId>, places: &HashMap<MailboxId, i64>) -> Vec<MailboxId> {
    ids.sort_by_key(|id| places.get(id).copied().unwrap_or(i64::MAX));
    ids
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
                    on:click=move |event| selection.with_shift.set_value(event.shift_key())
                    on:change=move |event| selection.turn(id, event_target_checked(&event))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_mailboxes_are_in_the_order_of_the_list() {
        let ids: Vec<_> = (1..=4).map(MailboxId::from_u128).collect();
        let places = HashMap::from([(ids[0], 51), (ids[1], 2), (ids[2], 3)]);
        let chosen = vec![ids[3], ids[0], ids[2], ids[1]];
        assert_eq!(in_order(chosen, &places), [ids[1], ids[2], ids[0], ids[3]]);
    }

    #[test]
    fn a_range_goes_in_either_direction_and_stays_on_the_page() {
        let ids: Vec<_> = (1..=5).map(MailboxId::from_u128).collect();
        assert_eq!(range(&ids, Some(ids[1]), ids[3]), &ids[1..=3]);
        assert_eq!(range(&ids, Some(ids[3]), ids[1]), &ids[1..=3]);
        assert_eq!(range(&ids, None, ids[2]), [ids[2]]);
        assert_eq!(range(&ids, Some(MailboxId::from_u128(9)), ids[2]), [ids[2]]);
    }
}
