//! The lists other than that of mailboxes, and the lookups of every request.

use serde_json::{Value, json};
use sigillo_domain::access_log::AccessSortField;
use sigillo_domain::account::AccountSortField;
use sigillo_domain::company::CompanySortField;
use sigillo_domain::contract::ContractSortField;
use sigillo_domain::contract_template::ContractTemplateSortField;
use sigillo_domain::document::DocumentSortField;
use sigillo_domain::export_record::ExportSortField;
use sigillo_domain::history::Action;
use sigillo_domain::holder::{HolderSortField, HolderState};
use sigillo_domain::holder_change::HolderChangeSortField;
use sigillo_domain::id::{
    AccountId, AddressId, CertifiedMessageId, CompanyId, CompanyTieId, DistributionPackageId,
    DocumentId, DomainId, EffectId, HolderChangeId, HolderId, JobId, LinkId, MailboxId, MessageId,
    NoteId, OrganizationId, PackageId, PlanId, ResellerId, SavedViewId, SessionId, TicketId,
};
use sigillo_domain::job::JobSortField;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::list::Sort;
use sigillo_domain::mail_domain::DomainSortField;
use sigillo_domain::message::{MessageKind, MessageState};
use sigillo_domain::organization::OrganizationSortField;
use sigillo_domain::permission::Reach;
use sigillo_domain::plan::PlanSortField;
use sigillo_domain::preservation::{DisposalSortField, PackageSortField};
use sigillo_domain::receipt::{
    CertifiedMessageSortField, MessageProgress, ReceiptKind, ReceiptSortField,
};
use sigillo_domain::reseller::ResellerSortField;
use sigillo_domain::ticket::{Side, TicketQueue, TicketSortField};
use sigillo_storage::activity::{self, ActivityKey};
use sigillo_storage::receipt_search::MessageTexts;
use sigillo_storage::{
    Connection, Db, PageRequest, Position, access_log, account_list, accounts,
    certified_message_list, certified_messages, companies, company_list, contract_list,
    contract_template_list, contract_templates, contract_visits, contracts, disposals,
    distribution_packages, document_list, documents, domain_list, domains, export_list, history,
    holder_addresses, holder_change_list, holder_changes, holder_companies, holder_list, holders,
    job_list, jobs, link_requests, links, mail_host_effects, mailbox_passwords, mailbox_sessions,
    mailboxes, messages, notes, organization_list, organizations, package_list, packages,
    plan_list, plans, preferences, preserved_totals, receipt_archives, receipt_list,
    receipt_search, reseller_list, resellers, saved_views, sessions, stored_objects, throttle,
    ticket_list, ticket_parts, tickets, view_alerts,
};
use sigillo_testkit::TestApp;
use uuid::Uuid;

use crate::mailbox_fixtures::MailboxFixtures;
use crate::statement_log::{Run, clear, runs};

pub async fn judge(db: &Db, fixtures: &MailboxFixtures) {
    clear();
    run_all(db, fixtures).await;
    let runs = runs(db).await;
    assert!(runs.len() >= 20, "{} statements were logged", runs.len());
    for Run { statement, plan } in runs {
        let scans = |step: &String| {
            // The rows of a subquery, which has steps of its own.
            let of_subquery = step
                .strip_prefix("SCAN ")
                .is_some_and(|name| plan.contains(&format!("CO-ROUTINE {name}")));
            let whole_table =
                step.starts_with("SCAN ") && !step.contains(" USING ") && !of_subquery;
            whole_table || step.contains("Seq Scan")
        };
        let sorts = |step: &String| step.contains("TEMP B-TREE") || step.contains("Sort Key");
        let bad = plan.iter().any(scans) || plan.iter().any(sorts);
        assert!(!bad, "{statement}\n{plan:#?}");
    }
}

async fn run_all(db: &Db, fixtures: &MailboxFixtures) {
    let mut on = db.read().await.unwrap();
    let on = &mut on;
    let id = fixtures.mailboxes[0].id;
    let subject = id.subject();
    let organization_id = fixtures.domains[0].organization_id;
    pages(on, organization_id).await;
    of_activity(on, fixtures).await;
    of_receipts(on, id).await;
    history::list(on, subject, &history::Filter::default(), None, 2).await.unwrap();
    history::chains(on, Uuid::nil(), 2).await.unwrap();
    notes::list(on, subject, Some(NoteId::MAX), 2).await.unwrap();
    sessions::account(on, SessionId::NIL, TestApp::START).await.unwrap();
    accounts::grants(on, AccountId::NIL).await.unwrap();
    accounts::find_for_sign_in(on, "rosa").await.unwrap();
    mailboxes::find(on, id).await.unwrap();
    mailboxes::find_by_address(on, "a@pec.example.it").await.unwrap();
    domains::find_by_name(on, "pec.example.it").await.unwrap();
    organizations::find_by_name(on, "ente").await.unwrap();
    plans::find(on, PlanId::NIL).await.unwrap();
    plans::is_in_use(on, PlanId::NIL).await.unwrap();
    resellers::find(on, ResellerId::NIL).await.unwrap();
    resellers::find_by_name(on, organization_id, "rete").await.unwrap();
    of_users(on, id).await;
}

/// Reads the lists of contracts and of their templates.
async fn of_contracts(on: &mut impl Connection, organization_id: OrganizationId) {
    let after = position(&json!({"time": TestApp::START}));
    let newest = page(Sort::descending(ContractTemplateSortField::CreatedAt), after.clone());
    for scope in
        [contract_template_list::Scope::All, contract_template_list::Scope::Of(organization_id)]
    {
        let filter = contract_template_list::Filter::new(scope);
        contract_template_list::page(on, &filter, &newest).await.unwrap();
    }
    for field in ContractSortField::ALL {
        let newest = page(Sort::descending(field), after.clone());
        for scope in [contract_list::Scope::All, contract_list::Scope::Of(organization_id)] {
            let filter = contract_list::Filter::new(scope);
            contract_list::page(on, &filter, &newest).await.unwrap();
        }
    }
    contracts::due(on, TestApp::START, 5).await.unwrap();
    contracts::to_seal(on, 5).await.unwrap();
    contracts::count_to_seal(on).await.unwrap();
    contracts::newest_of_mailbox(on, MailboxId::NIL).await.unwrap();
    contracts::of_holder(on, HolderId::NIL).await.unwrap();
    contract_templates::find_in_use(on, organization_id).await.unwrap();
    contract_visits::find(on, "hash", TestApp::START).await.unwrap();
}

/// Reads the list of tickets and their queues, and what belongs to one.
async fn of_tickets(on: &mut impl Connection, organization_id: OrganizationId, after: Position) {
    use ticket_list::{Filter, Scope, Viewer};
    for (scope, side) in [(Scope::All, Side::Support), (Scope::Of(organization_id), Side::Customer)]
    {
        let all = Filter::new(scope, Viewer { side, account_id: Some(AccountId::NIL) });
        for field in [TicketSortField::UpdatedAt, TicketSortField::CreatedAt] {
            let newest = page(Sort::descending(field), after.clone());
            ticket_list::page(on, &all, &newest).await.unwrap();
        }
        for queue in [TicketQueue::Waiting, TicketQueue::Mine, TicketQueue::Unassigned] {
            let filter = Filter { queues: vec![queue], ..all.clone() };
            let newest = page(Sort::descending(TicketSortField::UpdatedAt), after.clone());
            ticket_list::page(on, &filter, &newest).await.unwrap();
        }
        ticket_list::count(on, &Filter::awaiting(all.scope, all.viewer)).await.unwrap();
    }
    tickets::find(on, TicketId::NIL).await.unwrap();
    tickets::last_email(on, AccountId::NIL).await.unwrap();
    ticket_parts::messages(on, TicketId::NIL).await.unwrap();
    ticket_parts::attachments(on, TicketId::NIL).await.unwrap();
}

/// Reads the list of changes of holder, and those of mailboxes and holders.
async fn of_holder_changes(
    on: &mut impl Connection,
    organization_id: OrganizationId,
    after: Position,
) {
    use holder_change_list::{Filter, Scope, count_to_decide};
    for scope in [Scope::All, Scope::Of(organization_id)] {
        let newest = page(Sort::descending(HolderChangeSortField::RequestedAt), after.clone());
        holder_change_list::page(on, &Filter::new(scope), &newest).await.unwrap();
    }
    count_to_decide(on, Some(organization_id), AccountId::NIL).await.unwrap();
    holder_changes::find(on, HolderChangeId::NIL).await.unwrap();
    holder_changes::pending_of_mailbox(on, MailboxId::NIL).await.unwrap();
    holder_changes::of_mailboxes(on, [MailboxId::NIL]).await.unwrap();
    holder_changes::of_holder(on, HolderId::NIL).await.unwrap();
}

/// Reads the list of documents, and what their workers look for.
async fn of_documents(on: &mut impl Connection, organization_id: OrganizationId) {
    let time = position(&json!({"time": TestApp::START}));
    let name = position(&json!({"text": "m"}));
    for scope in [document_list::Scope::All, document_list::Scope::Of(organization_id)] {
        let filter = document_list::Filter::new(scope);
        let newest = page(Sort::descending(DocumentSortField::CreatedAt), time.clone());
        document_list::page(on, &filter, &newest).await.unwrap();
        let by_name = page(Sort::ascending(DocumentSortField::Name), name.clone());
        document_list::page(on, &filter, &by_name).await.unwrap();
    }
    for subject in [
        document_list::Subject::Mailbox(MailboxId::NIL),
        document_list::Subject::Holder(HolderId::NIL),
    ] {
        let all = document_list::Filter::new(document_list::Scope::All);
        let filter = document_list::Filter { subject: Some(subject), ..all };
        let newest = page(Sort::descending(DocumentSortField::CreatedAt), time.clone());
        document_list::page(on, &filter, &newest).await.unwrap();
    }
    documents::find(on, DocumentId::NIL).await.unwrap();
    documents::of_holder(on, HolderId::NIL, true).await.unwrap();
    documents::of_mailboxes(on, [MailboxId::NIL]).await.unwrap();
    documents::of_object(on, "00").await.unwrap();
    documents::is_used(on, DocumentId::NIL).await.unwrap();
    of_holder_changes(on, organization_id, time.clone()).await;
    of_tickets(on, organization_id, time).await;
    documents::any_to_verify(on, TestApp::START).await.unwrap();
    stored_objects::find(on, "00").await.unwrap();
    stored_objects::is_named(on, "00").await.unwrap();
    stored_objects::to_check(on, TestApp::START, 5).await.unwrap();
    stored_objects::after(on, "00", 5).await.unwrap();
}

/// Reads the lists of resources in their default orders, each after a position: on a first page,
/// which has no bound, PostgreSQL would sort because it expects these tables to have few rows.
async fn pages(on: &mut impl Connection, organization_id: OrganizationId) {
    for text in ["", "m"] {
        let after = position(&json!({"text": text}));
        let by_name = page(Sort::ascending(OrganizationSortField::Name), after.clone());
        let filter = organization_list::Filter::default();
        organization_list::page(on, &filter, &by_name).await.unwrap();
        let by_name = page(Sort::ascending(DomainSortField::Name), after.clone());
        for reach in [Reach::Everything, Reach::Organization(organization_id)] {
            let filter = domain_list::Filter::new(reach);
            domain_list::page(on, &filter, &by_name).await.unwrap();
        }
        let by_name = page(Sort::ascending(AccountSortField::Username), after);
        let all = account_list::Filter::new(account_list::Scope::All);
        account_list::page(on, &all, &by_name).await.unwrap();
        let filter = account_list::Filter { organization_id: Some(organization_id), ..all };
        account_list::page(on, &filter, &by_name).await.unwrap();
    }
    for text in ["", "M"] {
        let after = position(&json!({"text": text}));
        let by_code = page(Sort::ascending(PlanSortField::Code), after.clone());
        plan_list::page(on, &plan_list::Filter::default(), &by_code).await.unwrap();
        let by_name = page(Sort::ascending(ResellerSortField::Name), after);
        for scope in [reseller_list::Scope::All, reseller_list::Scope::Of(organization_id)] {
            let filter = reseller_list::Filter::new(scope);
            reseller_list::page(on, &filter, &by_name).await.unwrap();
        }
    }
    of_registry(on, organization_id).await;
    of_contracts(on, organization_id).await;
    of_documents(on, organization_id).await;
    of_archives(on, organization_id).await;
    let after = position(&json!({"id": Uuid::max()}));
    let newest_first = page(Sort::descending(ExportSortField::At), after.clone());
    for scope in [export_list::Scope::All, export_list::Scope::Organization(organization_id)] {
        let filter = export_list::Filter::new(scope);
        export_list::page(on, &filter, &newest_first).await.unwrap();
    }
    let newest_first = page(Sort::descending(AccessSortField::At), after.clone());
    let scopes = [access_log::Scope::All, access_log::Scope::Organization(organization_id)];
    for filter in scopes.map(access_log::Filter::new) {
        access_log::page(on, &filter, &newest_first).await.unwrap();
        let filter = access_log::Filter { holder_id: Some(HolderId::NIL), ..filter };
        access_log::page(on, &filter, &newest_first).await.unwrap();
    }
    let newest_first = page(Sort::descending(JobSortField::CreatedAt), after);
    for scope in [
        job_list::Scope::All,
        job_list::Scope::Organization(organization_id),
        job_list::Scope::Account { account_id: AccountId::NIL, domains: vec![] },
        job_list::Scope::Account { account_id: AccountId::NIL, domains: vec![DomainId::NIL] },
    ] {
        let filter = job_list::Filter::new(scope);
        job_list::page(on, &filter, &newest_first).await.unwrap();
    }
}

/// Packages and disposals of receipts, and what their workers look for.
async fn of_archives(on: &mut impl Connection, organization_id: OrganizationId) {
    let after = position(&json!({"time": TestApp::START}));
    for organization_id in [None, Some(organization_id)] {
        let newest_first = page(Sort::descending(PackageSortField::ClosedAt), after.clone());
        let filter = package_list::Filter { organization_id };
        package_list::page(on, &filter, &newest_first).await.unwrap();
        let newest_first = page(Sort::descending(DisposalSortField::ProposedAt), after.clone());
        let filter = disposals::Filter { organization_id, states: vec![] };
        disposals::page(on, &filter, &newest_first).await.unwrap();
    }
    packages::waiting(on, organization_id, 1000).await.unwrap();
    packages::after(on, organization_id, 0, 100).await.unwrap();
    packages::to_seal(on, 50).await.unwrap();
    packages::receipts_of(on, PackageId::NIL).await.unwrap();
    disposals::discardable(on, organization_id, TestApp::START, 100).await.unwrap();
    receipt_archives::last_verification(on, organization_id).await.unwrap();
    receipt_archives::any_verification_due(on, TestApp::START).await.unwrap();
}

/// The lists of receipts of a mailbox, whose rows are found in the order of the page unless few are meant.
async fn of_receipts(on: &mut impl Connection, mailbox: MailboxId) {
    let after = position(&json!({"time": TestApp::START}));
    let texts = MessageTexts { subject: Some("ordine".into()), ..MessageTexts::default() };
    let recipient = MessageTexts { recipient: Some("anna".into()), ..MessageTexts::default() };
    let newest_first = page(Sort::descending(ReceiptSortField::HappenedAt), after.clone());
    let all = receipt_list::Filter::new(mailbox);
    let failed = Some(vec![ReceiptKind::DeliveryFailure, ReceiptKind::NonAcceptance]);
    for filter in [
        all.clone(),
        receipt_list::Filter { kinds: failed, ..all.clone() },
        receipt_list::Filter { certified_message_id: Some(CertifiedMessageId::NIL), ..all.clone() },
    ] {
        receipt_list::page(on, &filter, &newest_first).await.unwrap();
    }
    receipt_search::look_up(on, mailbox, &texts).await.unwrap();
    receipt_search::look_up(on, mailbox, &recipient).await.unwrap();
    let newest_first = page(Sort::descending(CertifiedMessageSortField::LastAt), after);
    let all = certified_message_list::Filter::new(mailbox);
    let progress = [None, Some(MessageProgress::Awaiting), Some(MessageProgress::Failed)];
    for progress in progress {
        let filter = certified_message_list::Filter { progress, ..all.clone() };
        certified_message_list::page(on, &filter, &newest_first).await.unwrap();
    }
    certified_messages::recipients(on, CertifiedMessageId::NIL, Some("a"), 2).await.unwrap();
    distribution_packages::list(on, mailbox, Some(DistributionPackageId::NIL), 2).await.unwrap();
    distribution_packages::count_unfinished(on, mailbox).await.unwrap();
    distribution_packages::any_due(on, TestApp::START).await.unwrap();
    preserved_totals::of_mailbox(on, mailbox).await.unwrap();
}

/// The lists of holders and companies by name, and what belongs to one holder.
async fn of_registry(on: &mut impl Connection, organization_id: OrganizationId) {
    for text in ["", "m"] {
        let after = position(&json!({"text": text}));
        for scope in [holder_list::Scope::All, holder_list::Scope::Of(organization_id)] {
            let by_name = page(Sort::ascending(HolderSortField::FamilyName), after.clone());
            // With registered holders alone, a table of two rows is read by the index of their tax codes.
            let filter = holder_list::Filter {
                states: vec![HolderState::Registered, HolderState::Merged],
                ..holder_list::Filter::new(scope)
            };
            holder_list::page(on, &filter, &by_name).await.unwrap();
            let by_name = page(Sort::ascending(CompanySortField::LegalName), after.clone());
            company_list::page(on, &company_list::Filter::new(scope), &by_name).await.unwrap();
        }
    }
    let holder = HolderId::NIL;
    holders::find(on, holder).await.unwrap();
    holders::find_by_tax_code(on, organization_id, "CODICE").await.unwrap();
    holders::with_bases(on, organization_id, &["TLMZOE04B69G942".to_owned()]).await.unwrap();
    holders::count_mailboxes(on, holder).await.unwrap();
    holder_addresses::list(on, holder, Some(AddressId::NIL), 2).await.unwrap();
    holder_addresses::count(on, holder).await.unwrap();
    holder_addresses::is_in_use(on, AddressId::NIL).await.unwrap();
    holder_companies::list(on, holder, Some(CompanyTieId::NIL), 2).await.unwrap();
    holder_companies::between(on, holder, CompanyId::NIL).await.unwrap();
    holder_companies::count(on, holder).await.unwrap();
    holder_companies::is_in_use(on, CompanyTieId::NIL).await.unwrap();
    companies::with_vat_numbers(on, organization_id, ["1".to_owned()]).await.unwrap();
}

/// The walks of the activity, which are by the index of times or by that of the log. A scope of few
/// subjects is sorted, and one of the 3,000 mailboxes is not.
async fn of_activity(on: &mut impl Connection, fixtures: &MailboxFixtures) {
    let after = ActivityKey { at: TestApp::START, subject_id: Uuid::max(), seq: 1 };
    let domains = fixtures.domains.iter().map(|domain| domain.id).collect();
    for scope in [activity::Scope::All, activity::Scope::Domains(domains)] {
        let filter = activity::Filter {
            person: Some("anna".to_owned()),
            actions: vec![Action::Created, Action::Updated],
            ..activity::Filter::new(scope)
        };
        activity::list(on, &filter, Some(&after), 2).await.unwrap();
        activity::logged(on, &filter, 5, 10, 2).await.unwrap();
    }
    activity::position(on, Uuid::nil(), 1).await.unwrap();
}

fn position(key: &Value) -> Position {
    serde_json::from_value(json!({"key": key, "id": Uuid::nil()})).unwrap()
}

fn page<F>(sort: Sort<F>, after: Position) -> PageRequest<F> {
    PageRequest { sort, after: Some(after), limit: 1, count: false }
}

/// Runs the lookups that workers repeat all the time, and those of mailbox users.
async fn of_users(on: &mut impl Connection, id: MailboxId) {
    let now = TestApp::START;
    let subject = id.subject();
    messages::any_due(on, now).await.unwrap();
    // As in `pages`, each list is read after a position.
    let filter = messages::Filter {
        kinds: vec![MessageKind::SetPassword],
        states: vec![MessageState::Sent],
    };
    messages::list(on, subject, &filter, Some(MessageId::MAX), 2).await.unwrap();
    messages::find(on, MessageId::NIL).await.unwrap();
    messages::has_sent_link(on, subject, "anna@example.org").await.unwrap();
    mailboxes::with_due_password(on, now, 2).await.unwrap();
    link_requests::oldest(on).await.unwrap();
    links::find_by_token(on, "hash", now).await.unwrap();
    let purpose = LinkPurpose::ConfirmCommunicationEmail;
    links::unconfirmed_email(on, subject, purpose, now).await.unwrap();
    links::count_open(on, subject, LinkPurpose::SetPassword, now).await.unwrap();
    links::is_open(on, LinkId::NIL).await.unwrap();
    throttle::blocked_until(on, "address:203.0.113.9", now).await.unwrap();
    sessions::is_confirmed(on, SessionId::NIL, now).await.unwrap();
    jobs::domains(on, JobId::NIL).await.unwrap();
    mailbox_passwords::in_use(on, id).await.unwrap();
    mailbox_passwords::list(on, id).await.unwrap();
    mailbox_sessions::find(on, "hash", now).await.unwrap();
    let filter = history::Filter {
        actions: vec![Action::Created],
        without: Some(Action::NoteAdded),
        actor_name: Some("anna".to_owned()),
    };
    history::list(on, subject, &filter, None, 2).await.unwrap();
    mail_host_effects::any_due(on, now).await.unwrap();
    view_alerts::any_due(on, now).await.unwrap();
    view_alerts::find(on, SavedViewId::NIL).await.unwrap();
    saved_views::find(on, SavedViewId::NIL).await.unwrap();
    saved_views::count_of(on, AccountId::NIL).await.unwrap();
    preferences::find(on, AccountId::NIL).await.unwrap();
    mail_host_effects::list(on, id, Some(EffectId::MAX), 2).await.unwrap();
}
