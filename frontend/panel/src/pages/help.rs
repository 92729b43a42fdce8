//! The help: one short page for each area.

use leptos::prelude::*;
use sigillo_contract::operations::{
    CheckMailHost, CreateHolderImport, CreateMailbox, CreatePlan, CreateReseller, GetDashboard,
    GetReport, GetSlaOverview, ListAccounts, ListActivity, ListCompanies, ListContractTemplates,
    ListContracts, ListDocuments, ListHolderChanges, ListHolders, ListOrganizations, ListTickets,
};

use crate::components::{Crumb, Page, PageHelp, Service, Support};
use crate::i18n::{t, texts};
use crate::pages::accounts;
use crate::route::Route;
use crate::session;

/// An area with a help page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpArea {
    Dashboard,
    Mailboxes,
    NewMailbox,
    Jobs,
    Domains,
    Accounts,
    Holders,
    ImportHolders,
    Companies,
    Contracts,
    ContractTemplates,
    Documents,
    HolderChanges,
    Plans,
    Resellers,
    Organizations,
    Activity,
    MailHost,
    Tickets,
    ServiceLevels,
    Reports,
    Profile,
}

impl HelpArea {
    pub const ALL: [HelpArea; 22] = [
        HelpArea::Dashboard,
        HelpArea::Mailboxes,
        HelpArea::NewMailbox,
        HelpArea::Jobs,
        HelpArea::Domains,
        HelpArea::Accounts,
        HelpArea::Holders,
        HelpArea::ImportHolders,
        HelpArea::Companies,
        HelpArea::Contracts,
        HelpArea::ContractTemplates,
        HelpArea::Documents,
        HelpArea::HolderChanges,
        HelpArea::Plans,
        HelpArea::Resellers,
        HelpArea::Organizations,
        HelpArea::Activity,
        HelpArea::MailHost,
        HelpArea::Tickets,
        HelpArea::ServiceLevels,
        HelpArea::Reports,
        HelpArea::Profile,
    ];

    /// The help page.
    pub const fn route(self) -> Route {
        match self {
            HelpArea::Dashboard => Route::DashboardHelp,
            HelpArea::Mailboxes => Route::MailboxesHelp,
            HelpArea::NewMailbox => Route::NewMailboxHelp,
            HelpArea::Jobs => Route::JobsHelp,
            HelpArea::Domains => Route::DomainsHelp,
            HelpArea::Accounts => Route::AccountsHelp,
            HelpArea::Holders => Route::HoldersHelp,
            HelpArea::ImportHolders => Route::ImportHoldersHelp,
            HelpArea::Companies => Route::CompaniesHelp,
            HelpArea::Contracts => Route::ContractsHelp,
            HelpArea::ContractTemplates => Route::ContractTemplatesHelp,
            HelpArea::Documents => Route::DocumentsHelp,
            HelpArea::HolderChanges => Route::HolderChangesHelp,
            HelpArea::Plans => Route::PlansHelp,
            HelpArea::Resellers => Route::ResellersHelp,
            HelpArea::Organizations => Route::OrganizationsHelp,
            HelpArea::Activity => Route::ActivityHelp,
            HelpArea::MailHost => Route::MailHostHelp,
            HelpArea::Tickets => Route::TicketsHelp,
            HelpArea::ServiceLevels => Route::ServiceLevelsHelp,
            HelpArea::Reports => Route::ReportsHelp,
            HelpArea::Profile => Route::ProfileHelp,
        }
    }

    /// The first page of the area.
    const fn start(self) -> Route {
        match self {
            HelpArea::Dashboard => Route::Dashboard,
            HelpArea::Mailboxes => Route::Mailboxes,
            HelpArea::NewMailbox => Route::NewMailbox,
            HelpArea::Jobs => Route::Jobs,
            HelpArea::Domains => Route::Domains,
            HelpArea::Accounts => Route::Accounts,
            HelpArea::Holders => Route::Holders,
            HelpArea::ImportHolders => Route::ImportHolders,
            HelpArea::Companies => Route::Companies,
            HelpArea::Contracts => Route::Contracts,
            HelpArea::ContractTemplates => Route::ContractTemplates,
            HelpArea::Documents => Route::Documents,
            HelpArea::HolderChanges => Route::HolderChanges,
            HelpArea::Plans => Route::Plans,
            HelpArea::Resellers => Route::Resellers,
            HelpArea::Organizations => Route::Organizations,
            HelpArea::Activity => Route::Activity,
            HelpArea::MailHost => Route::MailHost,
            HelpArea::Tickets => Route::Tickets,
            HelpArea::ServiceLevels => Route::ServiceLevels,
            HelpArea::Reports => Route::Reports,
            HelpArea::Profile => Route::Profile,
        }
    }

    /// The area that a page belongs to: the innermost one.
    fn of(page: Route) -> Option<Self> {
        match page {
            Route::Home => Some(HelpArea::Dashboard),
            Route::ChooseDomain => Some(HelpArea::Mailboxes),
            Route::ImportMailboxes => Some(HelpArea::Jobs),
            Route::AccessLog => Some(HelpArea::Holders),
            _ => {
                let areas = HelpArea::ALL.into_iter().filter(|area| page.is_below(area.start()));
                areas.max_by_key(|area| area.start().to_string().len())
            }
        }
    }

    /// The area whose first page the help leads back to. A new mailbox is one of a domain, which the list asks
    /// for.
    const fn above(self) -> Self {
        match self {
            HelpArea::NewMailbox => HelpArea::Mailboxes,
            area => area,
        }
    }

    /// Whether the account has the pages of the area.
    pub fn is_open(self) -> bool {
        match self {
            HelpArea::Dashboard => session::may::<GetDashboard>(),
            HelpArea::Accounts => session::may::<ListAccounts>(),
            HelpArea::NewMailbox => session::may::<CreateMailbox>(),
            HelpArea::Holders => session::may::<ListHolders>(),
            HelpArea::ImportHolders => session::may::<CreateHolderImport>(),
            HelpArea::Companies => session::may::<ListCompanies>(),
            HelpArea::Contracts => session::may::<ListContracts>(),
            HelpArea::ContractTemplates => session::may::<ListContractTemplates>(),
            HelpArea::Documents => session::may::<ListDocuments>(),
            HelpArea::HolderChanges => session::may::<ListHolderChanges>(),
            HelpArea::Plans => session::may::<CreatePlan>(),
            HelpArea::Resellers => session::may::<CreateReseller>(),
            HelpArea::Organizations => session::may::<ListOrganizations>(),
            HelpArea::Activity => session::may::<ListActivity>(),
            HelpArea::MailHost => session::may::<CheckMailHost>(),
            HelpArea::Tickets => session::may::<ListTickets>(),
            HelpArea::ServiceLevels => session::may::<GetSlaOverview>(),
            HelpArea::Reports => session::may::<GetReport>(),
            HelpArea::Mailboxes | HelpArea::Jobs | HelpArea::Domains | HelpArea::Profile => true,
        }
    }

    fn name(self) -> &'static str {
        let t = texts();
        match self {
            HelpArea::Dashboard => t.dashboard().title(),
            HelpArea::Mailboxes => t.list().title(),
            HelpArea::Jobs => t.help().jobs(),
            HelpArea::Domains => t.domains().title(),
            HelpArea::Accounts => accounts::title(),
            HelpArea::NewMailbox => t.forms().create_title(),
            HelpArea::Holders => t.holders().title(),
            HelpArea::ImportHolders => t.holder_import().title(),
            HelpArea::Companies => t.companies().title(),
            HelpArea::Contracts => t.contracts().title(),
            HelpArea::ContractTemplates => t.contract_templates().title(),
            HelpArea::Documents => texts().documents().title(),
            HelpArea::HolderChanges => texts().holder_changes().title(),
            HelpArea::Plans => t.plans().title(),
            HelpArea::Resellers => t.resellers().title(),
            HelpArea::Organizations => t.organizations().title(),
            HelpArea::Activity => t.activity().title(),
            HelpArea::MailHost => t.host().title(),
            HelpArea::Tickets => t.tickets().title(),
            HelpArea::ServiceLevels => t.sla().title(),
            HelpArea::Reports => t.reports().title(),
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
    let above = area.above();
    let crumbs = vec![Crumb::new(move || above.name(), above.start())];
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
    use sigillo_domain::id::{AccountId, CompanyId, ContractId, HolderId, MailboxId};

    use super::*;
    use crate::i18n::{Lang, Texts};

    #[test]
    fn every_page_of_an_area_has_its_help() {
        for (page, area) in [
            (Route::Home, HelpArea::Dashboard),
            (Route::ChooseDomain, HelpArea::Mailboxes),
            (Route::EditMailbox(MailboxId::NIL), HelpArea::Mailboxes),
            (Route::ImportMailboxes, HelpArea::Jobs),
            (Route::NewMailbox, HelpArea::NewMailbox),
            (Route::ImportHolders, HelpArea::ImportHolders),
            (Route::Holder(HolderId::NIL), HelpArea::Holders),
            (Route::Company(CompanyId::NIL), HelpArea::Companies),
            (Route::Contract(ContractId::NIL), HelpArea::Contracts),
            (Route::ContractExample, HelpArea::ContractTemplates),
            (Route::HolderChanges, HelpArea::HolderChanges),
            (Route::NewPlan, HelpArea::Plans),
            (Route::Resellers, HelpArea::Resellers),
            (Route::NewAccount, HelpArea::Accounts),
            (Route::Account(AccountId::NIL), HelpArea::Accounts),
            (Route::MailHost, HelpArea::MailHost),
            (Route::CannedAnswers, HelpArea::Tickets),
            (Route::ServiceLevels, HelpArea::ServiceLevels),
            (Route::Reports, HelpArea::Reports),
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
                let most = match area {
                    // A contract has nine states, two ways to sign it, and a seal that is neither.
                    HelpArea::Contracts => 470,
                    // A mailbox has five states, its service an end, and its holder an identity.
                    HelpArea::Mailboxes => 350,
                    _ => 250,
                };
                assert!(
                    (110..=most).contains(&words),
                    "{area:?} in {}: {words} words",
                    lang.code()
                );
                assert!(page.terms.lines().all(|line| line.contains(": ")), "{area:?}");
                assert!((3..=5).contains(&page.tasks.lines().count()), "{area:?}");
            }
        }
    }
}
