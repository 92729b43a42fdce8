//! Taken values, stale versions, and concurrent changes.

use std::time::Duration;

use sigillo_domain::Faults;
use sigillo_domain::account::AccountState;
use sigillo_domain::company::{Company, CompanyTie, NewCompany, NewTie};
use sigillo_domain::holder::{Holder, HolderAddress, HolderState};
use sigillo_domain::holder_address::NewAddress;
use sigillo_domain::id::{
    AccountId, AddressId, CompanyId, CompanyTieId, DomainId, HolderId, MailboxId, OrganizationId,
    PlanId, ResellerId, SavedViewId,
};
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::organization::Organization;
use sigillo_domain::plan::{Plan, PlanState};
use sigillo_domain::reseller::Reseller;
use sigillo_domain::saved_view::{SavedView, ViewList};
use sigillo_domain::storage_key::StorageKey;
use sigillo_storage::holder_companies::TiedCompany;
use sigillo_storage::preferences::StoredPreferences;
use sigillo_storage::{
    Db, StorageError, accounts, companies, domains, holder_addresses, holder_companies, holders,
    mailboxes, organizations, plans, preferences, resellers, saved_views,
};
use sigillo_testkit::{Engine, TestApp, on_both_engines};
use tokio::task::JoinSet;

const DOMAIN: &str = "pec.example.it";

/// Adds a domain with a mailbox and returns the mailbox as it is stored.
async fn mailbox(app: &TestApp) -> Mailbox {
    app.domain(DOMAIN).await;
    let id = app.mailbox(DOMAIN, "protocollo").await.id;
    let mut on = app.app.db.read().await.unwrap();
    mailboxes::find(&mut on, id).await.unwrap().unwrap()
}

/// Changes a mailbox as every use case does: locks it, and saves it with the next version.
async fn double_quota(db: &Db, id: MailboxId) {
    let mut tx = db.begin().await.unwrap();
    let found = mailboxes::find_to_change(&mut tx, id).await.unwrap().unwrap();
    let (quota_mb, version) = (found.quota_mb * 2, found.version + 1);
    mailboxes::update(&mut tx, &Mailbox { quota_mb, version, ..found }).await.unwrap();
    tx.commit().await.unwrap();
}

/// A storage key that no mailbox has yet.
fn key() -> StorageKey {
    StorageKey::from_random([1; StorageKey::BYTES])
}

fn organization(id: u128, name: &str) -> Organization {
    Organization {
        id: OrganizationId::from_u128(id),
        name: name.into(),
        created_at: TestApp::START,
        version: 1,
    }
}

fn view(id: u128, owner_id: AccountId, name: &str) -> SavedView {
    SavedView {
        id: SavedViewId::from_u128(id),
        owner_id,
        organization_id: None,
        list: ViewList::Mailboxes,
        name: name.into(),
        query: "{}".into(),
        columns: None,
        sort: None,
        shared: false,
        alert: None,
        created_at: TestApp::START,
        version: 1,
    }
}

on_both_engines! {
    async fn a_taken_name_is_refused_in_any_case(app: TestApp) {
        let mut tx = app.app.db.begin().await.unwrap();
        organizations::insert(&mut tx, &organization(1, "Città di Valle")).await.unwrap();
        let twice = organizations::insert(&mut tx, &organization(2, "CITTÀ DI VALLE")).await;
        assert!(matches!(twice, Err(StorageError::Taken)), "{twice:?}");
    }

    async fn a_taken_domain_or_account_is_refused(app: TestApp) {
        let id = app.domain(DOMAIN).await.id;
        let account_id = app.operator("rosa").await.id;
        let mut on = app.app.db.read().await.unwrap();
        let mut domain = domains::find(&mut on, id).await.unwrap().unwrap().domain;
        let mut account = accounts::find(&mut on, account_id).await.unwrap().unwrap().account;
        drop(on);
        domain.id = DomainId::from_u128(1);
        let mut tx = app.app.db.begin().await.unwrap();
        let twice = domains::insert(&mut tx, &domain).await;
        assert!(matches!(twice, Err(StorageError::Taken)), "{twice:?}");
        drop(tx);
        account.id = AccountId::from_u128(1);
        let mut tx = app.app.db.begin().await.unwrap();
        let twice = accounts::insert(&mut tx, &account, "hash").await;
        assert!(matches!(twice, Err(StorageError::Taken)), "{twice:?}");
    }

    async fn a_taken_address_does_not_abort_the_transaction(app: TestApp) {
        let held = mailbox(&app).await;
        let other = Mailbox { id: MailboxId::from_u128(1), ..held.clone() };
        let mut tx = app.app.db.begin().await.unwrap();
        let twice = mailboxes::insert(&mut tx, &other, &key()).await;
        assert!(matches!(twice, Err(StorageError::Taken)), "{twice:?}");
        // The caller can still read who holds the address.
        let holder = mailboxes::find_by_address(&mut tx, &held.address).await.unwrap();
        assert_eq!(holder, Some(held));
        tx.commit().await.unwrap();
    }

    async fn a_violated_constraint_is_reported_as_a_bug(app: TestApp) {
        let good = mailbox(&app).await;
        let fresh = Mailbox { id: MailboxId::from_u128(1), address: "a@pec.example.it".into(), ..good };
        for wrong in [
            Mailbox { domain_id: DomainId::from_u128(1), ..fresh.clone() },
            Mailbox { local_part: "A".into(), ..fresh.clone() },
            Mailbox { soft_limit_mb: fresh.quota_mb + 1, ..fresh.clone() },
            Mailbox { cancelled_at: Some(TestApp::START), ..fresh.clone() },
        ] {
            let mut tx = app.app.db.begin().await.unwrap();
            let outcome = mailboxes::insert(&mut tx, &wrong, &key()).await;
            assert!(matches!(outcome, Err(StorageError::Broken(_))), "{wrong:?}: {outcome:?}");
        }
    }

    async fn a_value_that_cannot_be_read_is_not_taken_for_none(app: TestApp) {
        let held = mailbox(&app).await;
        for unreadable in [
            "identification_method = 'fax'",
            "identification_method = 'spid'",
            "second_factor_since = 'ieri'",
            "state_before_end = 'gone', second_factor_since = NULL",
        ] {
            app.execute(&format!("UPDATE mailbox SET {unreadable}")).await;
            let mut on = app.app.db.read().await.unwrap();
            let outcome = mailboxes::find_by_address(&mut on, &held.address).await;
            assert!(matches!(outcome, Err(StorageError::Broken(_))), "{unreadable}: {outcome:?}");
            drop(on);
            app.execute("UPDATE mailbox SET identification_method = NULL").await;
        }
    }

    async fn an_update_of_an_old_version_is_stale(app: TestApp) {
        let first = mailbox(&app).await;
        let second = Mailbox { quota_mb: 2000, version: first.version + 1, ..first.clone() };
        let gone = Mailbox { id: MailboxId::from_u128(1), ..second.clone() };
        let mut tx = app.app.db.begin().await.unwrap();
        mailboxes::update(&mut tx, &second).await.unwrap();
        for outcome in [
            mailboxes::update(&mut tx, &second).await,
            mailboxes::update(&mut tx, &first).await,
            mailboxes::update(&mut tx, &gone).await,
        ] {
            assert!(matches!(outcome, Err(StorageError::Stale)), "{outcome:?}");
        }
        assert_eq!(mailboxes::find(&mut tx, first.id).await.unwrap(), Some(second));
    }

    async fn updates_of_domains_accounts_and_organisations_can_be_stale(app: TestApp) {
        let id = app.domain(DOMAIN).await.id;
        let account_id = app.operator("rosa").await.id;
        let mut tx = app.app.db.begin().await.unwrap();
        let mut domain = domains::find(&mut tx, id).await.unwrap().unwrap().domain;
        let mut account = accounts::find(&mut tx, account_id).await.unwrap().unwrap().account;
        let owner = domain.organization_id;
        let mut owner = organizations::find(&mut tx, owner).await.unwrap().unwrap();
        account.state = AccountState::Disabled;
        (domain.version, account.version, owner.version) = (2, 2, 2);
        domains::update(&mut tx, &domain).await.unwrap();
        accounts::update(&mut tx, &account).await.unwrap();
        organizations::update(&mut tx, &owner).await.unwrap();
        for outcome in [
            domains::update(&mut tx, &domain).await,
            accounts::update(&mut tx, &account).await,
            organizations::update(&mut tx, &owner).await,
        ] {
            assert!(matches!(outcome, Err(StorageError::Stale)), "{outcome:?}");
        }
    }

    async fn a_change_of_a_domain_does_not_wait_for_new_mailboxes(app: TestApp) {
        // SQLite has only one writer, so there one change waits for the other in any case.
        if app.engine() == Engine::Sqlite {
            return;
        }
        let held = mailbox(&app).await;
        let new = Mailbox {
            id: MailboxId::from_u128(1),
            address: "nuova@pec.example.it".into(),
            local_part: "nuova".into(),
            ..held.clone()
        };
        let mut import = app.app.db.begin().await.unwrap();
        mailboxes::insert(&mut import, &new, &key()).await.unwrap();
        let mut change = app.app.db.begin().await.unwrap();
        let found = domains::find_to_change(&mut change, held.domain_id);
        let found = tokio::time::timeout(Duration::from_secs(5), found).await;
        let mut domain = found.expect("the change must not wait").unwrap().unwrap().domain;
        domain.version += 1;
        domains::update(&mut change, &domain).await.unwrap();
        change.commit().await.unwrap();
        import.commit().await.unwrap();
    }

    async fn concurrent_changes_are_serialised(app: TestApp) {
        let mailbox = mailbox(&app).await;
        let mut writers = JoinSet::new();
        for _ in 0..6 {
            let (db, id) = (app.app.db.clone(), mailbox.id);
            writers.spawn(async move { double_quota(&db, id).await });
        }
        writers.join_all().await;
        let mut on = app.app.db.read().await.unwrap();
        let now = mailboxes::find(&mut on, mailbox.id).await.unwrap().unwrap();
        assert_eq!((now.quota_mb, now.version), (mailbox.quota_mb << 6, mailbox.version + 6));
    }

    async fn a_taken_name_of_a_view_is_refused_for_its_owner_alone(app: TestApp) {
        let (rosa, ugo) = (app.operator("rosa").await.id, app.operator("ugo").await.id);
        let mut tx = app.app.db.begin().await.unwrap();
        saved_views::insert(&mut tx, &view(1, rosa, "Attive")).await.unwrap();
        saved_views::insert(&mut tx, &view(2, ugo, "Attive")).await.unwrap();
        let twice = saved_views::insert(&mut tx, &view(3, rosa, "ATTIVE")).await;
        assert!(matches!(twice, Err(StorageError::Taken)), "{twice:?}");
    }

    async fn a_stale_view_and_stale_preferences_are_not_saved(app: TestApp) {
        let rosa = app.operator("rosa").await.id;
        let mut tx = app.app.db.begin().await.unwrap();
        let first = view(1, rosa, "Attive");
        saved_views::insert(&mut tx, &first).await.unwrap();
        let second = SavedView { version: 2, shared: true, ..first };
        saved_views::update(&mut tx, &second).await.unwrap();
        let stale = saved_views::update(&mut tx, &second).await;
        assert!(matches!(stale, Err(StorageError::Stale)), "{stale:?}");
        let found = saved_views::find(&mut tx, second.id).await.unwrap().unwrap();
        assert_eq!((found.view, found.owner_name.as_str()), (second, "rosa"));

        let none = preferences::find_to_change(&mut tx, rosa).await.unwrap();
        assert_eq!((none.lists.as_str(), none.version), ("{}", 0));
        let changed = StoredPreferences { lists: "{\"jobs\":{}}".into(), start_page: "mailboxes".into(), version: 1 };
        preferences::update(&mut tx, rosa, &changed).await.unwrap();
        let stale = preferences::update(&mut tx, rosa, &changed).await;
        assert!(matches!(stale, Err(StorageError::Stale)), "{stale:?}");
        assert_eq!(preferences::find_to_change(&mut tx, rosa).await.unwrap(), changed);
    }

    async fn a_taken_code_of_a_plan_and_a_stale_plan_are_refused(app: TestApp) {
        let id = app.plan("BASE", 1000, 0).await;
        let mut tx = app.app.db.begin().await.unwrap();
        let first = plans::find_to_change(&mut tx, id).await.unwrap().unwrap();
        let second = Plan { version: 2, state: PlanState::Retired, ..first.clone() };
        plans::update(&mut tx, &second).await.unwrap();
        let stale = plans::update(&mut tx, &second).await;
        assert!(matches!(stale, Err(StorageError::Stale)), "{stale:?}");
        assert_eq!(plans::find(&mut tx, id).await.unwrap(), Some(second));
        assert!(!plans::is_in_use(&mut tx, id).await.unwrap());
        let twice = plans::insert(&mut tx, &Plan { id: PlanId::from_u128(1), ..first }).await;
        assert!(matches!(twice, Err(StorageError::Taken)), "{twice:?}");
    }

    async fn a_name_of_a_reseller_is_taken_in_its_organisation_alone(app: TestApp) {
        let (own, other) = (app.organization("Ente A").await, app.organization("Ente B").await);
        let id = app.reseller(own, "Città Servizi").await;
        app.reseller(other, "Città Servizi").await;
        let mut tx = app.app.db.begin().await.unwrap();
        let found = resellers::find_by_name(&mut tx, own, "CITTA servizi").await.unwrap().unwrap();
        assert_eq!((found.reseller.id, found.organization_name.as_str()), (id, "Ente A"));
        let second = Reseller { version: 2, name: "Rete".into(), ..found.reseller.clone() };
        resellers::update(&mut tx, &second).await.unwrap();
        let stale = resellers::update(&mut tx, &second).await;
        assert!(matches!(stale, Err(StorageError::Stale)), "{stale:?}");
        let name = "RÈTE".to_owned();
        let twice = Reseller { id: ResellerId::from_u128(1), name, ..second };
        let twice = resellers::insert(&mut tx, &twice).await;
        assert!(matches!(twice, Err(StorageError::Taken)), "{twice:?}");
    }
    async fn a_taken_tax_code_or_vat_number_is_refused_in_its_organisation(app: TestApp) {
        let organization_id = app.organization("Ente").await;
        let other = app.organization("Altro ente").await;
        let db = &app.app.db;
        let holder = |id, organization_id| holder(id, organization_id, HolderState::Registered);
        let company = |id, organization_id, vat: &str| company(id, organization_id, vat);
        let mut tx = db.begin().await.unwrap();
        holders::insert(&mut tx, &holder(1, organization_id)).await.unwrap();
        holders::insert(&mut tx, &holder(2, other)).await.unwrap();
        let merged = Holder { state: HolderState::Merged, ..holder(3, organization_id) };
        holders::insert(&mut tx, &merged).await.unwrap();
        companies::insert(&mut tx, &company(1, organization_id, "1")).await.unwrap();
        companies::insert(&mut tx, &company(2, other, "1")).await.unwrap();
        for id in [3, 4] {
            companies::insert(&mut tx, &company(id, organization_id, "")).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let taken = holders::insert(&mut tx, &holder(5, organization_id)).await;
        assert!(matches!(taken, Err(StorageError::Taken)));
        drop(tx);
        let mut tx = db.begin().await.unwrap();
        let taken = companies::insert(&mut tx, &company(5, organization_id, "1")).await;
        assert!(matches!(taken, Err(StorageError::Taken)));
        drop(tx);
        let mut on = db.read().await.unwrap();
        let found = holders::find_by_tax_code(&mut on, organization_id, "CODICE").await.unwrap();
        assert_eq!(found, Some(holder(1, organization_id)));
    }

    async fn stale_holders_addresses_companies_and_ties_are_not_saved(app: TestApp) {
        let organization_id = app.organization("Ente").await;
        let db = &app.app.db;
        let holder = holder(1, organization_id, HolderState::Registered);
        let company = company(1, organization_id, "1");
        let fields = NewAddress { country: "FR", ..NewAddress::default() };
        let fields = fields.validate("", &mut Faults::default()).unwrap();
        let address = fields.build(AddressId::from_u128(1), holder.id, TestApp::START);
        let day = Some("2026-01-31".parse().unwrap());
        let tie = NewTie { role: "socio", from: day, to: None };
        let tie = tie.validate("", &mut Faults::default()).unwrap();
        let tie = tie.build(CompanyTieId::from_u128(1), holder.id, company.id, TestApp::START);
        let mut tx = db.begin().await.unwrap();
        holders::insert(&mut tx, &holder).await.unwrap();
        companies::insert(&mut tx, &company).await.unwrap();
        holder_addresses::insert(&mut tx, &address).await.unwrap();
        holder_companies::insert(&mut tx, &tie).await.unwrap();
        assert_eq!(holder_addresses::find(&mut tx, address.id).await.unwrap(), Some(address.clone()));
        let tied = holder_companies::find(&mut tx, tie.id).await.unwrap();
        assert_eq!(tied, Some(TiedCompany { tie: tie.clone(), company: company.clone() }));
        let version = 3;
        let stale = [
            holders::update(&mut tx, &Holder { version, ..holder }).await,
            companies::update(&mut tx, &Company { version, ..company }).await,
            holder_addresses::update(&mut tx, &HolderAddress { version, ..address }).await,
            holder_companies::update(&mut tx, &CompanyTie { version, ..tie }).await,
        ];
        assert!(stale.iter().all(|outcome| matches!(outcome, Err(StorageError::Stale))), "{stale:?}");
    }
}

fn holder(id: u128, organization_id: OrganizationId, state: HolderState) -> Holder {
    Holder {
        id: HolderId::from_u128(id),
        organization_id,
        given_name: "Zoè".into(),
        family_name: "Tàlamo".into(),
        tax_code: "CODICE".into(),
        state,
        merged_into: None,
        erased_at: None,
        created_at: TestApp::START,
        created_by: "anna".into(),
        version: 1,
    }
}

fn company(id: u128, organization_id: OrganizationId, vat_number: &str) -> Company {
    let company = NewCompany { legal_name: "Prova", ..NewCompany::default() };
    let fields = company.validate("", &mut Faults::default()).unwrap();
    let company = fields.build(CompanyId::from_u128(id), organization_id, TestApp::START);
    Company { vat_number: vat_number.into(), ..company }
}
