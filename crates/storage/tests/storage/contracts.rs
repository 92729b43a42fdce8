//! Contracts, their templates, codes and settings.

use chrono::TimeDelta;
use sigillo_domain::contract::{
    CodeChannel, Contract, ContractFile, ContractSettings, ContractState,
};
use sigillo_domain::contract_template::ContractTemplate;
use sigillo_domain::id::{ContractId, ContractTemplateId, HolderId, MailboxId, OrganizationId};
use sigillo_domain::message::Language;
use sigillo_storage::contract_codes::StoredCode;
use sigillo_storage::contract_files::StoredFile;
use sigillo_storage::contract_list::{self, Filter, Scope};
use sigillo_storage::{
    StorageError, contract_codes, contract_files, contract_settings, contract_templates,
    contract_visits, contracts,
};
use sigillo_testkit::{TestApp, on_both_engines};

fn contract(
    number: u128,
    organization_id: OrganizationId,
    mailbox_id: MailboxId,
    holder_id: HolderId,
) -> Contract {
    let now = TestApp::START;
    Contract {
        id: ContractId::from_u128(number),
        organization_id,
        mailbox_id,
        holder_id,
        key_holder_id: holder_id,
        template_id: None,
        state: ContractState::Sent,
        language: Language::It,
        recipient: "ada@example.org".into(),
        mobile: String::new(),
        text: None,
        sha256: "aa".into(),
        sealed_sha256: None,
        consents: vec![],
        signature: None,
        channel: None,
        sent_at: now,
        opened_at: None,
        consented_at: None,
        signed_at: None,
        sealed_at: None,
        ended_at: None,
        decline_reason: None,
        withdraw_reason: None,
        expires_at: now + TimeDelta::days(30),
        reminders: 0,
        tax_code_failures: 0,
        created_at: now,
        created_by: "rosa".into(),
        version: 1,
    }
}

on_both_engines! {
    async fn a_mailbox_has_one_contract_that_stands(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let organization_id = domain.organization_id;
        let mailbox = app.mailbox("pec.example.it", "ada").await;
        let holder = app.holder(organization_id, 1).await;
        let first = contract(1, organization_id, mailbox.id, holder.id);
        let mut tx = app.app.db.begin().await.unwrap();
        contracts::insert(&mut tx, &first).await.unwrap();
        tx.commit().await.unwrap();
        let second = contract(2, organization_id, mailbox.id, holder.id);
        let mut tx = app.app.db.begin().await.unwrap();
        let refused = contracts::insert(&mut tx, &second).await;
        assert!(matches!(refused, Err(StorageError::Taken)), "{refused:?}");
        drop(tx);
        let ended = Contract {
            state: ContractState::Withdrawn,
            withdraw_reason: Some("Richiesta due volte".into()),
            version: 2,
            ..first.clone()
        };
        let mut tx = app.app.db.begin().await.unwrap();
        contracts::update(&mut tx, &ended).await.unwrap();
        let stale = contracts::update(&mut tx, &ended).await;
        assert!(matches!(stale, Err(StorageError::Stale)), "{stale:?}");
        contracts::insert(&mut tx, &second).await.unwrap();
        tx.commit().await.unwrap();
        let mut on = app.app.db.read().await.unwrap();
        let found = contracts::find(&mut on, first.id).await.unwrap().unwrap();
        assert_eq!((&found.contract, found.mailbox_address.as_str()), (&ended, "ada@pec.example.it"));
        let newest = contracts::newest_of_mailbox(&mut on, mailbox.id).await.unwrap().unwrap();
        assert_eq!(newest.contract.id, second.id);
        for (days, due) in [(2, vec![]), (3, vec![second.id])] {
            let at = TestApp::START + TimeDelta::days(days);
            assert_eq!(contracts::due(&mut on, at, 9).await.unwrap(), due);
        }
    }

    async fn a_document_a_code_and_a_visit_are_of_one_contract(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let mailbox = app.mailbox("pec.example.it", "ada").await;
        let holder = app.holder(domain.organization_id, 1).await;
        let contract = contract(1, domain.organization_id, mailbox.id, holder.id);
        let now = TestApp::START;
        let mut tx = app.app.db.begin().await.unwrap();
        contracts::insert(&mut tx, &contract).await.unwrap();
        let file = StoredFile { sha256: "aa".into(), content: vec![0, 1, 255] };
        contract_files::insert(&mut tx, contract.id, ContractFile::Original, &file, now).await.unwrap();
        let code = |digest: &str| StoredCode {
            digest: digest.into(),
            sha256: "aa".into(),
            channel: CodeChannel::Sms,
            created_at: now,
            expires_at: now + TimeDelta::minutes(10),
            failures: 0,
        };
        contract_codes::replace(&mut tx, contract.id, &code("one")).await.unwrap();
        contract_codes::replace(&mut tx, contract.id, &code("two")).await.unwrap();
        contract_codes::count_failure(&mut tx, contract.id).await.unwrap();
        contract_visits::insert(&mut tx, "hash", contract.id, now, now + TimeDelta::hours(1)).await.unwrap();
        let withdrawn = Contract {
            state: ContractState::Withdrawn,
            withdraw_reason: Some("Richiesta due volte".into()),
            version: 2,
            ..contract.clone()
        };
        contracts::update(&mut tx, &withdrawn).await.unwrap();
        tx.commit().await.unwrap();
        let mut on = app.app.db.read().await.unwrap();
        let found = contract_files::find(&mut on, contract.id, ContractFile::Original).await.unwrap();
        assert_eq!(found, Some(file));
        assert_eq!(contract_files::find(&mut on, contract.id, ContractFile::Sealed).await.unwrap(), None);
        let found = contract_codes::find(&mut on, contract.id).await.unwrap();
        assert_eq!(found, Some(StoredCode { failures: 1, ..code("two") }));
        assert_eq!(contract_visits::find(&mut on, "hash", now).await.unwrap(), Some(contract.id));
        let late = now + TimeDelta::hours(1);
        assert_eq!(contract_visits::find(&mut on, "hash", late).await.unwrap(), None);
        drop(on);
        let mut tx = app.app.db.begin().await.unwrap();
        contracts::erase_of_holder(&mut tx, holder.id).await.unwrap();
        contract_codes::delete(&mut tx, contract.id).await.unwrap();
        contract_visits::end(&mut tx, contract.id).await.unwrap();
        tx.commit().await.unwrap();
        let mut on = app.app.db.read().await.unwrap();
        assert_eq!(contract_files::find(&mut on, contract.id, ContractFile::Original).await.unwrap(), None);
        assert_eq!(contract_codes::find(&mut on, contract.id).await.unwrap(), None);
        assert_eq!(contract_visits::find(&mut on, "hash", now).await.unwrap(), None);
        let erased = contracts::find(&mut on, contract.id).await.unwrap().unwrap().contract;
        assert_eq!((erased.recipient.as_str(), erased.text, erased.withdraw_reason), ("", None, None));
    }

    async fn one_version_of_an_organisation_is_in_use(app: TestApp) {
        let (own, other) = (app.organization("Ente A").await, app.organization("Ente B").await);
        let template = |id: u128, organization_id, number, in_use| ContractTemplate {
            id: ContractTemplateId::from_u128(id),
            organization_id,
            name: "Contratto".into(),
            number,
            language: Language::It,
            text: "# Testo".into(),
            in_use,
            created_at: TestApp::START,
            created_by: "rosa".into(),
            version: 1,
        };
        let mut tx = app.app.db.begin().await.unwrap();
        contract_templates::insert(&mut tx, &template(1, own, 1, true)).await.unwrap();
        contract_templates::insert(&mut tx, &template(2, other, 1, true)).await.unwrap();
        assert_eq!(contract_templates::last_number(&mut tx, own, "CONTRATTO").await.unwrap(), 1);
        assert_eq!(contract_templates::last_number(&mut tx, own, "Altro").await.unwrap(), 0);
        tx.commit().await.unwrap();
        for (number, in_use) in [(1, false), (2, true)] {
            let mut tx = app.app.db.begin().await.unwrap();
            let refused = contract_templates::insert(&mut tx, &template(3, own, number, in_use)).await;
            assert!(matches!(refused, Err(StorageError::Taken)), "{number}: {refused:?}");
        }
        let mut on = app.app.db.read().await.unwrap();
        let found = contract_templates::find_in_use(&mut on, own).await.unwrap().unwrap();
        assert_eq!(found.template, template(1, own, 1, true));
    }

    async fn settings_have_defaults_until_they_are_saved(app: TestApp) {
        let id = app.organization("Ente").await;
        let mut tx = app.app.db.begin().await.unwrap();
        let first = contract_settings::find(&mut tx, id).await.unwrap();
        assert_eq!((first.term_days, first.version), (30, 0));
        let saved = ContractSettings { term_days: 10, version: 1, ..first };
        contract_settings::save(&mut tx, &saved).await.unwrap();
        assert!(matches!(contract_settings::save(&mut tx, &saved).await, Err(StorageError::Stale)));
        let next = ContractSettings { term_days: 12, version: 2, ..saved };
        contract_settings::save(&mut tx, &next).await.unwrap();
        assert!(matches!(contract_settings::save(&mut tx, &next).await, Err(StorageError::Stale)));
        assert_eq!(contract_settings::find(&mut tx, id).await.unwrap(), next);
    }

    async fn a_scope_without_domains_lists_nothing(app: TestApp) {
        let mut on = app.app.db.read().await.unwrap();
        let filter = Filter::new(Scope::Domains(vec![]));
        let request = sigillo_storage::PageRequest {
            sort: sigillo_domain::list::Sort::descending(sigillo_domain::contract::ContractSortField::SentAt),
            after: None,
            limit: 5,
            count: true,
        };
        let page = contract_list::page(&mut on, &filter, &request).await.unwrap();
        assert_eq!((page.items.len(), page.total), (0, Some(0)));
    }
}
