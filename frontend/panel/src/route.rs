//! The addresses of the panel's pages.

use sigillo_domain::id::{
    AccountId, CompanyId, ContractId, ContractTemplateId, DomainId, HolderChangeId, HolderId,
    JobId, MailboxId, OrganizationId, PlanId, ResellerId, TicketId,
};
use sigillo_kit::routes::with_query;

sigillo_kit::routes! {
    pub enum Route {
        Home = "/",
        Dashboard = "/cruscotto",
        ChooseDomain = "/scegli-dominio",
        Mailboxes = "/caselle",
        ImportMailboxes = "/caselle/importa",
        NewMailbox = "/caselle/nuova",
        Mailbox(id: MailboxId) = "/caselle/{id}",
        EditMailbox(id: MailboxId) = "/caselle/{id}/modifica",
        CancelMailbox(id: MailboxId) = "/caselle/{id}/cancella",
        NewHolderChange(id: MailboxId) = "/caselle/{id}/cambio-intestatario",
        Jobs = "/operazioni",
        Job(id: JobId) = "/operazioni/{id}",
        Domains = "/domini",
        NewDomain = "/domini/nuovo",
        Domain(id: DomainId) = "/domini/{id}",
        EditDomain(id: DomainId) = "/domini/{id}/modifica",
        Holders = "/titolari",
        ImportHolders = "/titolari/importa",
        NewHolder = "/titolari/nuovo",
        Holder(id: HolderId) = "/titolari/{id}",
        EditHolder(id: HolderId) = "/titolari/{id}/modifica",
        MergeHolder(id: HolderId) = "/titolari/{id}/unisci",
        EraseHolder(id: HolderId) = "/titolari/{id}/cancella-dati",
        Companies = "/aziende",
        Company(id: CompanyId) = "/aziende/{id}",
        Contracts = "/contratti",
        ContractTemplates = "/contratti/modelli",
        NewContractTemplate = "/contratti/modelli/nuovo",
        ContractExample = "/contratti/modelli/esempio",
        ContractTemplate(id: ContractTemplateId) = "/contratti/modelli/{id}",
        NewContractTemplateVersion(id: ContractTemplateId) = "/contratti/modelli/{id}/nuova-versione",
        Contract(id: ContractId) = "/contratti/{id}",
        Documents = "/documenti",
        Preservation = "/archivio-ricevute",
        HolderChanges = "/cambi-intestatario",
        HolderChange(id: HolderChangeId) = "/cambi-intestatario/{id}",
        Tickets = "/supporto",
        NewTicket = "/supporto/nuova",
        CannedAnswers = "/supporto/risposte-pronte",
        RefusedMail = "/supporto/posta-rifiutata",
        Ticket(id: TicketId) = "/supporto/{id}",
        Organizations = "/organizzazioni",
        NewOrganization = "/organizzazioni/nuova",
        Organization(id: OrganizationId) = "/organizzazioni/{id}",
        Plans = "/piani",
        NewPlan = "/piani/nuovo",
        Plan(id: PlanId) = "/piani/{id}",
        Resellers = "/rivenditori",
        NewReseller = "/rivenditori/nuovo",
        Reseller(id: ResellerId) = "/rivenditori/{id}",
        Accounts = "/account",
        NewAccount = "/account/nuovo",
        Account(id: AccountId) = "/account/{id}",
        Activity = "/attivita",
        AccessLog = "/accessi",
        MailHost = "/mail-host",
        Reports = "/report",
        ServiceLevels = "/livelli-di-servizio",
        Profile = "/profilo",
        DashboardHelp = "/aiuto/cruscotto",
        MailboxesHelp = "/aiuto/caselle",
        JobsHelp = "/aiuto/operazioni",
        DomainsHelp = "/aiuto/domini",
        AccountsHelp = "/aiuto/account",
        NewMailboxHelp = "/aiuto/nuova-casella",
        HoldersHelp = "/aiuto/titolari",
        ImportHoldersHelp = "/aiuto/importa-titolari",
        CompaniesHelp = "/aiuto/aziende",
        ContractsHelp = "/aiuto/contratti",
        ContractTemplatesHelp = "/aiuto/modelli-di-contratto",
        DocumentsHelp = "/aiuto/documenti",
        HolderChangesHelp = "/aiuto/cambi-intestatario",
        PlansHelp = "/aiuto/piani",
        ResellersHelp = "/aiuto/rivenditori",
        OrganizationsHelp = "/aiuto/organizzazioni",
        ActivityHelp = "/aiuto/attivita",
        MailHostHelp = "/aiuto/mail-host",
        TicketsHelp = "/aiuto/segnalazioni",
        ServiceLevelsHelp = "/aiuto/livelli-di-servizio",
        ReportsHelp = "/aiuto/report",
        ProfileHelp = "/aiuto/profilo",
    }
}

/// The query keys that several pages use.
pub mod key {
    pub const DOMAIN: &str = "dominio";
    pub const ORGANIZATION: &str = "organizzazione";
    pub const STATE: &str = "stato";
}

impl Route {
    /// The address of this page for the domain with this name.
    pub fn for_domain(self, domain: &str) -> String {
        with_query(self, &[(key::DOMAIN, domain)])
    }

    /// The address of this page for an organisation.
    pub fn for_organization(self, organization: OrganizationId) -> String {
        with_query(self, &[(key::ORGANIZATION, &organization.to_string())])
    }

    /// The page whose area of the menu this page belongs to, if its address does not say so.
    pub const fn in_menu(self) -> Route {
        match self {
            Route::Home | Route::DashboardHelp => Route::Dashboard,
            Route::ChooseDomain | Route::MailboxesHelp | Route::NewMailboxHelp => Route::Mailboxes,
            Route::JobsHelp => Route::Jobs,
            Route::DomainsHelp => Route::Domains,
            Route::AccountsHelp => Route::Accounts,
            Route::HoldersHelp | Route::ImportHoldersHelp => Route::Holders,
            Route::CompaniesHelp => Route::Companies,
            Route::ContractsHelp | Route::ContractTemplatesHelp => Route::Contracts,
            Route::DocumentsHelp => Route::Documents,
            Route::HolderChangesHelp => Route::HolderChanges,
            Route::PlansHelp => Route::Plans,
            Route::ResellersHelp => Route::Resellers,
            Route::OrganizationsHelp => Route::Organizations,
            Route::ActivityHelp => Route::Activity,
            Route::MailHostHelp => Route::MailHost,
            Route::TicketsHelp => Route::Tickets,
            Route::ServiceLevelsHelp => Route::ServiceLevels,
            Route::ReportsHelp => Route::Reports,
            page => page,
        }
    }

    /// Whether this is the page `root`, or a page below it.
    pub fn is_below(self, root: Route) -> bool {
        let (path, root) = (self.to_string(), root.to_string());
        path == root || path.strip_prefix(&root).is_some_and(|rest| rest.starts_with('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_found_at_its_own_path() {
        for route in [
            Route::Home,
            Route::Dashboard,
            Route::ChooseDomain,
            Route::Mailboxes,
            Route::ImportMailboxes,
            Route::NewMailbox,
            Route::Mailbox(MailboxId::from_u128(7)),
            Route::EditMailbox(MailboxId::from_u128(7)),
            Route::Tickets,
            Route::NewTicket,
            Route::CannedAnswers,
            Route::RefusedMail,
            Route::Ticket(TicketId::from_u128(7)),
            Route::CancelMailbox(MailboxId::from_u128(7)),
            Route::NewHolderChange(MailboxId::from_u128(7)),
            Route::Jobs,
            Route::Job(JobId::from_u128(7)),
            Route::Domains,
            Route::NewDomain,
            Route::Domain(DomainId::from_u128(7)),
            Route::EditDomain(DomainId::from_u128(7)),
            Route::Holders,
            Route::ImportHolders,
            Route::NewHolder,
            Route::Holder(HolderId::from_u128(7)),
            Route::EditHolder(HolderId::from_u128(7)),
            Route::MergeHolder(HolderId::from_u128(7)),
            Route::EraseHolder(HolderId::from_u128(7)),
            Route::Companies,
            Route::Company(CompanyId::from_u128(7)),
            Route::Contracts,
            Route::ContractTemplates,
            Route::NewContractTemplate,
            Route::ContractExample,
            Route::ContractTemplate(ContractTemplateId::from_u128(7)),
            Route::NewContractTemplateVersion(ContractTemplateId::from_u128(7)),
            Route::Contract(ContractId::from_u128(7)),
            Route::Documents,
            Route::Preservation,
            Route::HolderChanges,
            Route::HolderChange(HolderChangeId::from_u128(7)),
            Route::Organizations,
            Route::NewOrganization,
            Route::Organization(OrganizationId::from_u128(7)),
            Route::Plans,
            Route::NewPlan,
            Route::Plan(PlanId::from_u128(7)),
            Route::Resellers,
            Route::NewReseller,
            Route::Reseller(ResellerId::from_u128(7)),
            Route::Accounts,
            Route::NewAccount,
            Route::Account(AccountId::from_u128(7)),
            Route::Activity,
            Route::AccessLog,
            Route::MailHost,
            Route::Reports,
            Route::ServiceLevels,
            Route::Profile,
            Route::DashboardHelp,
            Route::MailboxesHelp,
            Route::JobsHelp,
            Route::DomainsHelp,
            Route::AccountsHelp,
            Route::NewMailboxHelp,
            Route::HoldersHelp,
            Route::ImportHoldersHelp,
            Route::CompaniesHelp,
            Route::ContractsHelp,
            Route::ContractTemplatesHelp,
            Route::DocumentsHelp,
            Route::HolderChangesHelp,
            Route::PlansHelp,
            Route::ResellersHelp,
            Route::OrganizationsHelp,
            Route::ActivityHelp,
            Route::MailHostHelp,
            Route::TicketsHelp,
            Route::ServiceLevelsHelp,
            Route::ReportsHelp,
            Route::ProfileHelp,
        ] {
            assert_eq!(Route::parse(&route.to_string()), Some(route), "{route}");
        }
        assert_eq!(Route::Home.href(), sigillo_kit::routes::PANEL_ROOT);
        assert_eq!(Route::parse("/altrove"), None);
        assert_eq!(Route::parse("/caselle/nuova/modifica/7"), None);
    }

    #[test]
    fn a_path_with_an_invalid_id_leads_to_the_page_of_the_nil_id() {
        assert_eq!(Route::parse("/caselle/sette"), Some(Route::Mailbox(MailboxId::NIL)));
    }

    #[test]
    fn a_hit_of_the_search_leads_to_the_page_about_it() {
        use sigillo_contract::search::panel_path;
        use sigillo_domain::search::SearchKind;

        let id = MailboxId::from_u128(7).uuid();
        for kind in SearchKind::ALL {
            let route = match kind {
                SearchKind::Mailbox => Route::Mailbox(id.into()),
                SearchKind::Holder => Route::Holder(id.into()),
                SearchKind::Company => Route::Company(id.into()),
                SearchKind::Domain => Route::Domain(id.into()),
                SearchKind::Account => Route::Account(id.into()),
                SearchKind::Organization => Route::Organization(id.into()),
                SearchKind::Job => Route::Job(id.into()),
            };
            assert_eq!(panel_path(kind, id), route.to_string());
        }
    }

    #[test]
    fn the_subject_of_a_record_leads_to_the_page_about_it() {
        use sigillo_contract::panel_page;

        let id = MailboxId::from_u128(7).uuid();
        for (path, route) in [
            (panel_page::contract(id), Route::Contract(id.into())),
            (panel_page::contract_template(id), Route::ContractTemplate(id.into())),
            (panel_page::holder_change(id), Route::HolderChange(id.into())),
            (panel_page::plan(id), Route::Plan(id.into())),
            (panel_page::reseller(id), Route::Reseller(id.into())),
        ] {
            assert_eq!(path, route.to_string());
        }
    }

    #[test]
    fn pages_below_another_are_recognised_by_their_path() {
        assert!(Route::NewMailbox.is_below(Route::Mailboxes));
        assert!(Route::Mailboxes.is_below(Route::Mailboxes));
        assert!(!Route::Domains.is_below(Route::Mailboxes));
        assert!(Route::Home.in_menu().is_below(Route::Dashboard));
        assert!(Route::ChooseDomain.in_menu().is_below(Route::Mailboxes));
        assert!(Route::DomainsHelp.in_menu().is_below(Route::Domains));
    }

    #[test]
    fn an_address_contains_its_domain() {
        let address = Route::Mailboxes.for_domain("pec.example.it");
        assert_eq!(address, "/caselle?dominio=pec.example.it");
    }
}
