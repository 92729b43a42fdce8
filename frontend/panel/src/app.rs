//! The app: it shows its pages only to a signed-in account, and chooses the page of each route.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_kit::first_paint;

use crate::components::{
    AnotherPersonDialog, Areas, ConfirmPassword, FindPageHelp, FindReferencePage, ForbiddenPage,
    Frame, Header, Icon, NoSuchPage, ReportFailure, Waiting, poll_while_mounted, reference_page,
    set_title,
};
use crate::i18n::t;
use crate::pages::tickets::{ReportLink, report_error};
use crate::pages::{
    AccessLog, Activity, ChooseDomain, Dashboard, Help, HelpArea, MailHost, Preservation, Reports,
    ServiceLevels, SessionDialog, SignIn, accounts, companies, contract_templates, contracts,
    documents, domains, help_of_page, holder_changes, holders, home, jobs, mailboxes, me,
    organizations, plans, resellers, tickets,
};
use crate::palette::{Palette, Shortcuts};
use crate::route::Route;
use crate::router;
use crate::session::{self, Phase};

#[component]
pub fn App() -> impl IntoView {
    spawn_local(session::restore());
    let phase = Memo::new(|_| session::phase());
    move || match phase.get() {
        // The first paint of the page stands until it is known whether somebody is signed in.
        Phase::Restoring if first_paint::is_there() => ().into_any(),
        Phase::Restoring => view! { <main class="centre"><Waiting /></main> }.into_any(),
        Phase::Unreachable => {
            first_paint::remove();
            view! { <Unreachable /> }.into_any()
        }
        Phase::SignedOut => view! { <SignIn /> }.into_any(),
        Phase::SignedIn => {
            first_paint::remove();
            view! { <Panel /> }.into_any()
        }
    }
}

fn page_at(path: &str) -> AnyView {
    // The address of the operations before they were called so.
    if let Some(rest) = path.strip_prefix("/lavori") {
        return router::redirect(format!("{}{rest}", Route::Jobs));
    }
    let Some(route) = Route::parse(path) else {
        return view! { <NoSuchPage /> }.into_any();
    };
    match route {
        Route::Home => home::start(),
        Route::Dashboard => view! { <Dashboard /> }.into_any(),
        Route::ChooseDomain => view! { <ChooseDomain /> }.into_any(),
        Route::Mailboxes => view! { <mailboxes::List /> }.into_any(),
        Route::ImportMailboxes => view! { <jobs::Import /> }.into_any(),
        Route::ImportHolders => view! { <jobs::ImportHolders /> }.into_any(),
        Route::NewMailbox => view! { <mailboxes::Create /> }.into_any(),
        Route::Mailbox(id) => view! { <mailboxes::Detail id=id /> }.into_any(),
        Route::EditMailbox(id) => view! { <mailboxes::Edit id=id /> }.into_any(),
        Route::CancelMailbox(id) => view! { <mailboxes::Cancel id=id /> }.into_any(),
        Route::Jobs => view! { <jobs::List /> }.into_any(),
        Route::Job(id) => view! { <jobs::Detail id=id /> }.into_any(),
        Route::Domains => view! { <domains::List /> }.into_any(),
        Route::NewDomain => view! { <domains::Create /> }.into_any(),
        Route::Domain(id) => view! { <domains::Detail id=id /> }.into_any(),
        Route::EditDomain(id) => view! { <domains::Edit id=id /> }.into_any(),
        Route::Holders => view! { <holders::List /> }.into_any(),
        Route::NewHolder => view! { <holders::Create /> }.into_any(),
        Route::Holder(id) => view! { <holders::Detail id=id /> }.into_any(),
        Route::EditHolder(id) => view! { <holders::Edit id=id /> }.into_any(),
        Route::MergeHolder(id) => view! { <holders::Merge id=id /> }.into_any(),
        Route::EraseHolder(id) => view! { <holders::Erase id=id /> }.into_any(),
        Route::Companies => view! { <companies::List /> }.into_any(),
        Route::Company(id) => view! { <companies::Detail id=id /> }.into_any(),
        Route::Contracts => view! { <contracts::List /> }.into_any(),
        Route::Contract(id) => view! { <contracts::Detail id=id /> }.into_any(),
        Route::ContractTemplates => view! { <contract_templates::List /> }.into_any(),
        Route::NewContractTemplate => view! { <contract_templates::Create /> }.into_any(),
        Route::NewContractTemplateVersion(id) => {
            view! { <contract_templates::CreateVersion id=id /> }.into_any()
        }
        Route::ContractExample => view! { <contract_templates::Example /> }.into_any(),
        Route::ContractTemplate(id) => view! { <contract_templates::Detail id=id /> }.into_any(),
        Route::HolderChanges => view! { <holder_changes::List /> }.into_any(),
        Route::HolderChange(id) => view! { <holder_changes::Detail id=id /> }.into_any(),
        Route::NewHolderChange(id) => view! { <holder_changes::Ask id=id /> }.into_any(),
        Route::Documents => view! { <documents::List /> }.into_any(),
        Route::Tickets => view! { <tickets::List /> }.into_any(),
        Route::NewTicket => view! { <tickets::Create /> }.into_any(),
        Route::CannedAnswers => view! { <tickets::CannedAnswers /> }.into_any(),
        Route::RefusedMail => view! { <tickets::RefusedMailList /> }.into_any(),
        Route::Ticket(id) => view! { <tickets::Detail id=id /> }.into_any(),
        Route::Organizations => view! { <organizations::List /> }.into_any(),
        Route::NewOrganization => view! { <organizations::Create /> }.into_any(),
        Route::Organization(id) => view! { <organizations::Detail id=id /> }.into_any(),
        Route::Plans => view! { <plans::List /> }.into_any(),
        Route::NewPlan => view! { <plans::Create /> }.into_any(),
        Route::Plan(id) => view! { <plans::Detail id=id /> }.into_any(),
        Route::Resellers => view! { <resellers::List /> }.into_any(),
        Route::NewReseller => view! { <resellers::Create /> }.into_any(),
        Route::Reseller(id) => view! { <resellers::Detail id=id /> }.into_any(),
        Route::Accounts => view! { <accounts::List /> }.into_any(),
        Route::NewAccount => view! { <accounts::Create /> }.into_any(),
        Route::Account(id) => view! { <accounts::Detail id=id /> }.into_any(),
        Route::Activity => view! { <Activity /> }.into_any(),
        Route::AccessLog => view! { <AccessLog /> }.into_any(),
        Route::MailHost => view! { <MailHost /> }.into_any(),
        Route::Reports => view! { <Reports /> }.into_any(),
        Route::ServiceLevels => view! { <ServiceLevels /> }.into_any(),
        Route::Preservation => view! { <Preservation /> }.into_any(),
        Route::Profile => view! { <me::Me /> }.into_any(),
        Route::DashboardHelp => help(HelpArea::Dashboard),
        Route::MailboxesHelp => help(HelpArea::Mailboxes),
        Route::JobsHelp => help(HelpArea::Jobs),
        Route::DomainsHelp => help(HelpArea::Domains),
        Route::AccountsHelp => help(HelpArea::Accounts),
        Route::NewMailboxHelp => help(HelpArea::NewMailbox),
        Route::HoldersHelp => help(HelpArea::Holders),
        Route::ImportHoldersHelp => help(HelpArea::ImportHolders),
        Route::CompaniesHelp => help(HelpArea::Companies),
        Route::ContractsHelp => help(HelpArea::Contracts),
        Route::ContractTemplatesHelp => help(HelpArea::ContractTemplates),
        Route::DocumentsHelp => help(HelpArea::Documents),
        Route::HolderChangesHelp => help(HelpArea::HolderChanges),
        Route::PlansHelp => help(HelpArea::Plans),
        Route::ResellersHelp => help(HelpArea::Resellers),
        Route::TicketsHelp => help(HelpArea::Tickets),
        Route::ReportsHelp => help(HelpArea::Reports),
        Route::ServiceLevelsHelp => help(HelpArea::ServiceLevels),
        Route::OrganizationsHelp => help(HelpArea::Organizations),
        Route::ActivityHelp => help(HelpArea::Activity),
        Route::MailHostHelp => help(HelpArea::MailHost),
        Route::ProfileHelp => help(HelpArea::Profile),
    }
}

/// The help of an area, for whoever has its pages.
fn help(area: HelpArea) -> AnyView {
    if area.is_open() {
        view! { <Help area=area /> }.into_any()
    } else {
        view! { <ForbiddenPage /> }.into_any()
    }
}

/// The app for people who are signed in.
#[component]
fn Panel() -> impl IntoView {
    provide_context(FindPageHelp(help_of_page));
    provide_context(FindReferencePage(reference_page));
    provide_context(ReportFailure(report_error));
    let retry = || async {
        let _ = session::load_me().await;
    };
    let service = Signal::derive(|| session::me().map(|me| me.service));
    view! {
        <Frame header=Header menu=Areas page_at=page_at tagline=t!(common.tagline) service=service foot=ReportLink retry=Callback::new(move |()| spawn_local(retry())) />
        <Palette />
        <Shortcuts />
        <ConfirmPassword />
        <SessionDialog />
        <AnotherPersonDialog
            successor=Signal::derive(|| session::successor().map(|account| account.display_name))
            me=Signal::derive(|| session::me().map(|me| me.account.display_name).unwrap_or_default())
            on_continue=session::go_on_as_successor
        />
    }
}

/// Shown when the server cannot be reached while the app starts.
#[component]
fn Unreachable() -> impl IntoView {
    set_title(t!(problems.unreachable_title).into());
    poll_while_mounted(Callback::new(|()| spawn_local(session::restore())));
    view! {
        <main class="centre">
            <div class="empty">
                <Icon name="it-plug" />
                <h1 class="empty-title">{t!(problems.unreachable_title)}</h1>
                <p>{t!(problems.unreachable)}</p>
                <button type="button" class="btn btn-primary" on:click=|_| spawn_local(session::restore())>
                    {t!(common.retry)}
                </button>
            </div>
        </main>
    }
}
