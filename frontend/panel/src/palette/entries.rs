//! The entries of the search.

use sigillo_contract::operations::{
    CheckMailHost, CreateAccount, CreateDomain, CreateOrganization, CreatePlan, CreateReseller,
    GetDashboard, GetReport, ListAccounts, ListActivity, ListContractTemplates, ListContracts,
    ListHolderChanges, ListOrganizations, ListTickets,
};
use sigillo_contract::saved_view::SavedView;
use sigillo_contract::search::SearchHit;
use sigillo_domain::permission::Permission;
use sigillo_domain::search::SearchKind;

use super::matching::rank;
use super::recent::Recent;
use crate::i18n::texts;
use crate::pages::{HelpArea, accounts, mailboxes};
use crate::route::Route;
use crate::session;

#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub icon: &'static str,
    pub title: String,
    pub subtitle: Option<String>,
    pub href: String,
}

impl Entry {
    fn page(icon: &'static str, title: &str, href: impl Into<String>) -> Self {
        Self { icon, title: title.to_owned(), subtitle: None, href: href.into() }
    }

    pub fn into_recent(self) -> Recent {
        Recent { title: self.title, subtitle: self.subtitle, href: self.href }
    }
}

impl From<Recent> for Entry {
    fn from(recent: Recent) -> Self {
        let Recent { title, subtitle, href } = recent;
        Self { icon: "it-clock", title, subtitle, href }
    }
}

impl From<SearchHit> for Entry {
    fn from(hit: SearchHit) -> Self {
        let icon = match hit.kind {
            SearchKind::Mailbox => "it-mail",
            SearchKind::Holder => "it-card",
            SearchKind::Domain => "it-share",
            SearchKind::Account => "it-user",
            SearchKind::Company | SearchKind::Organization => "it-pa",
            SearchKind::Job => "it-exchange-circle",
        };
        Self { icon, title: hit.title, subtitle: hit.subtitle, href: hit.href }
    }
}

/// The pages and actions that fit the search, the best first; all of them without a search.
pub fn pages(search: &str) -> Vec<Entry> {
    let all = every_page().into_iter();
    best(all.filter_map(|(entry, keywords)| Some((rank(search, &entry.title, keywords)?, entry))))
}

/// The saved views whose names fit the search, the best first.
pub fn saved_views(search: &str, views: &[SavedView]) -> Vec<Entry> {
    let all = views.iter();
    best(all.filter_map(|view| Some((rank(search, &view.name, "")?, view_entry(view)))))
}

fn view_entry(view: &SavedView) -> Entry {
    let href = mailboxes::list_view(view).href(Route::Mailboxes);
    let subtitle = Some(texts().views().title().to_owned());
    Entry { subtitle, ..Entry::page("it-bookmark", &view.name, href) }
}

fn best(found: impl Iterator<Item = (usize, Entry)>) -> Vec<Entry> {
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// Every page and action that this account may use, with further words that find it.
fn every_page() -> Vec<(Entry, &'static str)> {
    let t = texts();
    let mut all = vec![
        (Entry::page("it-mail", t.list().title(), Route::Mailboxes.href()), "pec mailbox elenco"),
        (Entry::page("it-exchange-circle", t.jobs().title(), Route::Jobs.href()), "lavori jobs"),
        (Entry::page("it-share", t.domains().title(), Route::Domains.href()), ""),
    ];
    if session::may::<GetDashboard>() {
        let title = t.dashboard().title();
        all.insert(
            0,
            (Entry::page("it-chart-line", title, Route::Dashboard.href()), "home dashboard"),
        );
    }
    if session::may::<GetReport>() {
        let title = t.reports().title();
        all.push((
            Entry::page("it-presentation", title, Route::Reports.href()),
            "statistiche grafici spazio",
        ));
    }
    if session::may::<ListContracts>() {
        let title = t.contracts().title();
        all.push((Entry::page("it-file-signed", title, Route::Contracts.href()), "firma contract"));
    }
    if session::may::<ListHolderChanges>() {
        let title = t.holder_changes().title();
        let href = Route::HolderChanges.href();
        all.push((Entry::page("it-restore", title, href), "subentro titolare change of holder"));
    }
    if session::may::<ListTickets>() {
        let t = t.tickets();
        let (list, report) = (Route::Tickets.href(), Route::NewTicket.href());
        all.push((Entry::page("it-help-circle", t.title(), list), "ticket support assistenza"));
        all.push((Entry::page("it-plus", t.report(), report), "ticket segnalazione aiuto report"));
    }
    if session::may::<ListContractTemplates>() {
        let title = t.contract_templates().title();
        let href = Route::ContractTemplates.href();
        all.push((Entry::page("it-file-signed", title, href), "testo template impostazioni"));
    }
    if session::may::<ListActivity>() {
        let title = t.activity().title();
        all.push((Entry::page("it-list", title, Route::Activity.href()), "storico registro log"));
    }
    if session::may::<ListAccounts>() {
        let title = accounts::title();
        all.push((Entry::page("it-user", title, Route::Accounts.href()), "assistenti utenti"));
    }
    if session::may::<ListOrganizations>() {
        let title = t.organizations().title();
        all.push((Entry::page("it-pa", title, Route::Organizations.href()), "enti clienti"));
    }
    if session::may::<CreateReseller>() {
        let title = t.resellers().title();
        all.push((Entry::page("it-files", title, Route::Resellers.href()), "vendita agenti"));
    }
    if session::may::<CreatePlan>() {
        let title = t.plans().title();
        all.push((Entry::page("it-list", title, Route::Plans.href()), "dimensioni tipologie"));
    }
    if session::may::<CheckMailHost>() {
        let title = t.host().title();
        all.push((Entry::page("it-settings", title, Route::MailHost.href()), "dovecot server"));
    }
    all.push((Entry::page("it-user", t.me().title(), Route::Profile.href()), "password profilo"));
    all.extend(actions());
    let help = HelpArea::ALL.into_iter().filter(|area| area.is_open());
    all.extend(help.map(|area| {
        (Entry::page("it-help-circle", &area.title(), area.route()), "guida istruzioni manual")
    }));
    all
}

fn actions() -> Vec<(Entry, &'static str)> {
    let t = texts();
    let mut all = vec![];
    let domain = session::chosen_domain().or_else(|| session::domains().into_iter().next());
    if let Some(domain) = domain
        && session::may_on(&domain.name, Permission::Create)
    {
        let new = Route::NewMailbox.for_domain(&domain.name);
        let import = Route::ImportMailboxes.for_domain(&domain.name);
        let with_domain = |entry: Entry| Entry { subtitle: Some(domain.name.clone()), ..entry };
        all.push((with_domain(Entry::page("it-plus", t.list().add(), new)), "nuova crea"));
        all.push((with_domain(Entry::page("it-upload", t.jobs().import(), import)), "csv excel"));
    }
    if session::may::<CreateAccount>() {
        let title = accounts::add_label();
        all.push((Entry::page("it-plus", title, Route::NewAccount.href()), "nuovo assistente"));
    }
    if session::may::<CreateDomain>() {
        all.push((Entry::page("it-plus", t.domains().add(), Route::NewDomain.href()), "nuovo"));
    }
    if session::may::<CreateOrganization>() {
        let title = t.organizations().add();
        all.push((Entry::page("it-plus", title, Route::NewOrganization.href()), "nuova"));
    }
    all
}
