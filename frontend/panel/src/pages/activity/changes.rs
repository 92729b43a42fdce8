//! The changes of a record, as the history of its subject shows them.

use sigillo_contract::account::Account;
use sigillo_contract::activity::ActivityRecord;
use sigillo_contract::company::Company;
use sigillo_contract::contract::Contract;
use sigillo_contract::contract_template::ContractTemplate;
use sigillo_contract::domain::Domain;
use sigillo_contract::history::Change;
use sigillo_contract::holder::Holder;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::organization::Organization;
use sigillo_contract::plan::Plan;
use sigillo_contract::reseller::Reseller;
use sigillo_domain::history::Action;
use sigillo_domain::subject::SubjectKind;
use sigillo_kit::mailbox_fields::{FieldWords, MAILBOX_FIELDS};

use crate::components::HistorySubject;
use crate::pages::tickets::TICKET_FIELDS;

/// The changes of a record, and the words for its fields.
pub fn changes(found: &ActivityRecord) -> (Vec<Change>, FieldWords) {
    let (action, changes) = (found.record.action, found.record.changes.clone());
    if action == Action::Exported {
        // What was exported is shown; the id of the export says nothing.
        let told = changes.into_iter().filter(|change| change.field != "export_id");
        return (told.collect(), MAILBOX_FIELDS);
    }
    match found.subject.kind {
        SubjectKind::Mailbox => of::<Mailbox>(action, changes),
        SubjectKind::Domain => of::<Domain>(action, changes),
        SubjectKind::Organization => of::<Organization>(action, changes),
        SubjectKind::Account => of::<Account>(action, changes),
        SubjectKind::Holder => of::<Holder>(action, changes),
        SubjectKind::Company => of::<Company>(action, changes),
        SubjectKind::Plan => of::<Plan>(action, changes),
        SubjectKind::Reseller => of::<Reseller>(action, changes),
        SubjectKind::ContractTemplate => of::<ContractTemplate>(action, changes),
        SubjectKind::Contract => of::<Contract>(action, changes),
        SubjectKind::Ticket => (changes, TICKET_FIELDS),
        // These have no page with a history of their own.
        SubjectKind::SavedView | SubjectKind::SlaPeriod | SubjectKind::ReportSchedule => {
            (changes, MAILBOX_FIELDS)
        }
    }
}

fn of<S: HistorySubject>(action: Action, changes: Vec<Change>) -> (Vec<Change>, FieldWords) {
    (S::shown(action, changes), S::FIELDS)
}
