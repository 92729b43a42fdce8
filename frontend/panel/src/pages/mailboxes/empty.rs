//! What stands in place of an empty list of mailboxes: why it is empty, and what can be done.

use std::collections::BTreeMap;

use leptos::prelude::*;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::permission::Permission;
use sigillo_kit::list_view::ListView;

use super::requests::{EVERY_DOMAIN, domain_of, href, of_cancelled};
use crate::components::{EmptyState, LinkButton, NothingFound};
use crate::i18n::t;
use crate::route::{Route, key};
use crate::session;

/// Why a list has no rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// The search or the filters leave all mailboxes out.
    NothingMatches,
    /// The only mailboxes are cancelled ones, which are left out until they are asked for.
    OnlyCancelled,
    NoneAnywhere,
    NoneInDomain,
}

impl Reason {
    fn of(view: &ListView, cancelled: Option<i64>) -> Self {
        if view.is_narrowed(key::DOMAIN) {
            Self::NothingMatches
        } else if cancelled.is_some() {
            Self::OnlyCancelled
        } else if domain_of(view) == EVERY_DOMAIN {
            Self::NoneAnywhere
        } else {
            Self::NoneInDomain
        }
    }
}

/// The number of cancelled mailboxes among `counts` by state; None if there are none, or if they are
/// not counted yet.
pub(super) fn cancelled_of(counts: Option<&BTreeMap<String, i64>>) -> Option<i64> {
    let count = counts?.get(MailboxState::Cancelled.as_str()).copied();
    count.filter(|count| *count > 0)
}

#[component]
pub(super) fn NoMailboxes(
    view: ListView,
    counts: Memo<Option<BTreeMap<String, i64>>>,
) -> impl IntoView {
    let cancelled = Memo::new(move |_| counts.with(|counts| cancelled_of(counts.as_ref())));
    let domain = domain_of(&view);
    move || match Reason::of(&view, cancelled.get()) {
        Reason::NothingMatches => nothing_matches(&domain),
        Reason::OnlyCancelled => only_cancelled(&view),
        Reason::NoneAnywhere => none_anywhere(),
        Reason::NoneInDomain => none_in_domain(&domain),
    }
}

fn nothing_matches(domain: &str) -> AnyView {
    view! {
        <NothingFound
            href=Route::Mailboxes.for_domain(domain)
            title=t!(list.nothing_found)
            show_all=t!(list.show_all)
            testid="nothing-found"
        >
            <p>{t!(list.nothing_found_hint)}</p>
        </NothingFound>
    }
    .into_any()
}

fn only_cancelled(view: &ListView) -> AnyView {
    let domain = domain_of(view);
    let cancelled = of_cancelled(view).map(|view| href(&view)).unwrap_or_default();
    view! {
        <EmptyState icon="it-inbox" title=t!(list.only_cancelled) testid="no-mailboxes">
            <div class="empty-actions">
                {add(&domain)}
                <LinkButton href=cancelled label=t!(list.show_cancelled) class="btn btn-outline-primary" />
            </div>
        </EmptyState>
    }
    .into_any()
}

fn none_anywhere() -> AnyView {
    view! {
        <EmptyState icon="it-inbox" title=t!(list.none_anywhere) testid="no-mailboxes">
            <p>{t!(list.none_anywhere_hint)}</p>
            <LinkButton href=Route::ChooseDomain.href() label=t!(list.choose_domain) />
        </EmptyState>
    }
    .into_any()
}

fn none_in_domain(domain: &str) -> AnyView {
    let content = if session::may_on(domain, Permission::Create) {
        view! {
            <p>{t!(list.none_yet_hint)}</p>
            <div class="empty-actions">
                {add(domain)}
                <LinkButton
                    href=Route::ImportMailboxes.for_domain(domain)
                    label=t!(jobs.import)
                    icon="it-upload"
                    class="btn btn-outline-primary"
                />
            </div>
        }
        .into_any()
    } else {
        view! {
            <p>{t!(list.none_yet_for_reader)}</p>
            // Whoever has one domain finds only this list there.
            {(session::domains().len() > 1).then(|| view! {
                <LinkButton href=Route::ChooseDomain.href() label=t!(domains.change) class="btn btn-outline-primary" />
            })}
        }
        .into_any()
    };
    view! {
        <EmptyState icon="it-inbox" title=t!(list.none_yet) testid="no-mailboxes">{content}</EmptyState>
    }
    .into_any()
}

/// The button that adds a mailbox, for whoever may.
fn add(domain: &str) -> Option<AnyView> {
    session::may_on(domain, Permission::Create).then(|| {
        view! { <LinkButton href=Route::NewMailbox.for_domain(domain) label=t!(list.add) icon="it-plus" key="n" /> }
            .into_any()
    })
}

#[cfg(test)]
mod tests {
    use sigillo_kit::router::Query;

    use super::super::requests::FILTERS;
    use super::*;

    fn reason(query: &str, cancelled: Option<i64>) -> Reason {
        Reason::of(&ListView::read(&Query::of(query), FILTERS), cancelled)
    }

    #[test]
    fn an_empty_list_says_whether_mailboxes_exist() {
        assert_eq!(reason("dominio=pec.example.it", None), Reason::NoneInDomain);
        assert_eq!(reason("dominio=tutti", None), Reason::NoneAnywhere);
        assert_eq!(reason("dominio=pec.example.it", Some(3)), Reason::OnlyCancelled);
        assert_eq!(reason("dominio=tutti", Some(3)), Reason::OnlyCancelled);
        for narrowed in ["q=a", "stato=disabled", "stato=cancelled", "password=expired"] {
            let query = format!("dominio=pec.example.it&{narrowed}");
            assert_eq!(reason(&query, Some(3)), Reason::NothingMatches, "{narrowed}");
        }
    }

    #[test]
    fn cancelled_mailboxes_are_counted_only_if_there_are_any() {
        let of = |count| cancelled_of(Some(&BTreeMap::from([("cancelled".to_owned(), count)])));
        assert_eq!((of(0), of(2)), (None, Some(2)));
        assert_eq!((cancelled_of(None), cancelled_of(Some(&BTreeMap::new()))), (None, None));
    }
}
