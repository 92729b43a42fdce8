//! The help: one short page for each area.

use leptos::prelude::*;
use sigillo_contract::operations::{CheckMailHost, ListAccounts, ListActivity, ListOrganizations};

use crate::components::{Crumb, Page, PageHelp, Service, Support};
use crate::i18n::{t, texts};
use crate::pages::accounts;
use crate::route::Route;
use crate::session;

/// An area with a help page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpArea {
    Mailboxes,
    Jobs,
    Domains,
    Accounts,
    Organizations,
    Activity,
    MailHost,
    Profile,
}

impl HelpArea {
    pub const ALL: [HelpArea; 8] = [
        HelpArea::Mailboxes,
        HelpArea::Jobs,
        HelpArea::Domains,
        HelpArea::Accounts,
        HelpArea::Organizations,
        HelpArea::Activity,
        HelpArea::MailHost,
        HelpArea::Profile,
    ];

    /// The help page.
    pub const fn route(self) -> Route {
        match self {
            HelpArea::Mailboxes => Route::MailboxesHelp,
            HelpArea::Jobs => Route::JobsHelp,
            HelpArea::Domains => Route::DomainsHelp,
            HelpArea::Accounts => Route::AccountsHelp,
            HelpArea::Organizations => Route::OrganizationsHelp,
            HelpArea::Activity => Route::ActivityHelp,
            HelpArea::MailHost => Route::MailHostHelp,
            HelpArea::Profile => Route::ProfileHelp,
        }
    }

    /// The first page of the area.
    const fn start(self) -> Route {
        match self {
            HelpArea::Mailboxes => Route::Mailboxes,
            HelpArea::Jobs => Route::Jobs,
            HelpArea::Domains => Route::Domains,
            HelpArea::Accounts => Route::Accounts,
            HelpArea::Organizations => Route::Organizations,
            HelpArea::Activity => Route::Activity,
            HelpArea::MailHost => Route::MailHost,
            HelpArea::Profile => Route::Profile,
        }
    }

    /// The area that a page belongs to.
    fn of(page: Route) -> Option<Self> {
        match page {
            Route::Home => Some(HelpArea::Mailboxes),
            Route::ImportMailboxes => Some(HelpArea::Jobs),
            _ => HelpArea::ALL.into_iter().find(|area| page.is_below(area.start())),
        }
    }

    /// Whether the account has the pages of the area.
    pub fn is_open(self) -> bool {
        match self {
            HelpArea::Accounts => session::may::<ListAccounts>(),
            HelpArea::Organizations => session::may::<ListOrganizations>(),
            HelpArea::Activity => session::may::<ListActivity>(),
            HelpArea::MailHost => session::may::<CheckMailHost>(),
            _ => true,
        }
    }

    fn name(self) -> &'static str {
        let t = texts();
        match self {
            HelpArea::Mailboxes => t.list().title(),
            HelpArea::Jobs => t.help().jobs(),
            HelpArea::Domains => t.domains().title(),
            HelpArea::Accounts => accounts::title(),
            HelpArea::Organizations => t.organizations().title(),
            HelpArea::Activity => t.activity().title(),
            HelpArea::MailHost => t.host().title(),
            HelpArea::Profile => t.me().title(),
        }
    }

    /// `Aiuto: Caselle`
    pub fn title(self) -> String {
        texts().help().title(self.name())
    }
}

/// The link to the help of the area of the page at `path`.
pub fn help_of_page(path: &str) -> Option<PageHelp> {
    let area = HelpArea::of(Route::parse(path)?).filter(|area| area.is_open())?;
    Some(PageHelp { href: area.route().href(), label: (move || area.title()).into() })
}

#[component]
pub fn Help(area: HelpArea) -> impl IntoView {
    let crumbs = vec![Crumb::new(move || area.name(), area.start())];
    let service = use_context::<Service>();
    let items =
        |text: &'static str| text.lines().map(|line| view! { <li>{line}</li> }).collect_view();
    let terms = |text: &'static str| {
        let entry = |line: &'static str| {
            let (term, meaning) = line.split_once(": ")?;
            Some(view! { <div><dt>{term}</dt><dd>{meaning}</dd></div> })
        };
        text.lines().filter_map(entry).collect_view()
    };
    view! {
        <Page title=move || area.title() crumbs=crumbs narrow=true>
            {move || {
                let page = texts().help().page(area);
                view! {
                    <p class="help-purpose">{page.purpose}</p>
                    <section class="panel">
                        <h2>{t!(help.tasks)}</h2>
                        <ul class="help-tasks">{items(page.tasks)}</ul>
                    </section>
                    <section class="panel">
                        <h2>{t!(help.terms)}</h2>
                        <dl class="help-terms">{terms(page.terms)}</dl>
                    </section>
                }
            }}
            {move || service.and_then(|service| service.get()).map(|info| view! { <Support info=info /> })}
        </Page>
    }
}

#[cfg(test)]
mod tests {
    use sigillo_domain::id::{AccountId, MailboxId};

    use super::*;
    use crate::i18n::{Lang, Texts};

    #[test]
    fn every_page_of_an_area_has_its_help() {
        for (page, area) in [
            (Route::Home, HelpArea::Mailboxes),
            (Route::EditMailbox(MailboxId::NIL), HelpArea::Mailboxes),
            (Route::ImportMailboxes, HelpArea::Jobs),
            (Route::NewAccount, HelpArea::Accounts),
            (Route::Account(AccountId::NIL), HelpArea::Accounts),
            (Route::MailHost, HelpArea::MailHost),
            (Route::Profile, HelpArea::Profile),
        ] {
            assert_eq!(HelpArea::of(page), Some(area), "{page}");
        }
        assert_eq!(HelpArea::of(Route::JobsHelp), None);
    }

    #[test]
    fn every_help_page_is_short_and_every_term_has_a_meaning() {
        for lang in Lang::ALL {
            for area in HelpArea::ALL {
                let page = Texts(lang).help().page(area);
                let text = [page.purpose, page.tasks, page.terms].join(" ");
                let words = text.split_whitespace().count();
                assert!((110..=210).contains(&words), "{area:?} in {}: {words} words", lang.code());
                assert!(page.terms.lines().all(|line| line.contains(": ")), "{area:?}");
                assert!((3..=5).contains(&page.tasks.lines().count()), "{area:?}");
            }
        }
    }
}
