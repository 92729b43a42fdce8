//! The panel's own texts, in addition to those of the kit.

use std::ops::Deref;

use sigillo_kit::i18n as kit;

pub use kit::{
    Lang, bytes, counted, date, date_time, date_time_in_words, day_text, fault_text, file_size,
    finding_text, instant, integer, lang, megabytes, moment, parse_day, parse_integer,
    problem_text, short_bytes,
};
pub use sigillo_kit::t;

sigillo_kit::text_groups! {
    "../locales/access_log.rs" access_log: AccessLog;
    "../locales/accounts.rs" accounts: Accounts;
    "../locales/activity.rs" activity: Activity;
    "../locales/areas.rs" areas: Areas;
    "../locales/bulk.rs" bulk: Bulk;
    "../locales/cancel.rs" cancel: Cancel;
    "../locales/companies.rs" companies: Companies;
    "../locales/contract_templates.rs" contract_templates: ContractTemplates;
    "../locales/contracts.rs" contracts: Contracts;
    "../locales/dashboard.rs" dashboard: Dashboard;
    "../locales/differences.rs" differences: Differences;
    "../locales/document_seal.rs" document_seal: DocumentSeal;
    "../locales/documents.rs" documents: Documents;
    "../locales/domains.rs" domains: Domains;
    "../locales/effects.rs" effects: Effects;
    "../locales/help.rs" help: Help;
    "../locales/holder_changes.rs" holder_changes: HolderChanges;
    "../locales/holder_import.rs" holder_import: HolderImport;
    "../locales/holders.rs" holders: Holders;
    "../locales/host.rs" host: Host;
    "../locales/identity.rs" identity: Identity;
    "../locales/jobs.rs" jobs: Jobs;
    "../locales/list.rs" list: List;
    "../locales/me.rs" me: Me;
    "../locales/messages.rs" messages: Messages;
    "../locales/organizations.rs" organizations: Organizations;
    "../locales/palette.rs" palette: Palette;
    "../locales/plans.rs" plans: Plans;
    "../locales/preservation.rs" preservation: Preservation;
    "../locales/records.rs" records: Records;
    "../locales/reports.rs" reports: Reports;
    "../locales/resellers.rs" resellers: Resellers;
    "../locales/service.rs" service: Service;
    "../locales/tickets.rs" tickets: Tickets;
    "../locales/sla.rs" sla: Sla;
    "../locales/views.rs" views: Views;
    "../locales/wizard.rs" wizard: Wizard;
}

impl Deref for Texts {
    type Target = kit::Texts;

    fn deref(&self) -> &kit::Texts {
        kit::Texts::of(self.0)
    }
}

/// The texts in the current language.
pub fn texts() -> Texts {
    Texts(lang())
}
