//! The folded texts of a database that was made before they existed, or when fewer letters were folded.

use sigillo_domain::account::AccountSortField;
use sigillo_domain::company::CompanySortField;
use sigillo_domain::holder::HolderSortField;
use sigillo_domain::holder_search::HolderSearchField;
use sigillo_domain::id::{DomainId, NoteId};
use sigillo_domain::list::Sort;
use sigillo_domain::mailbox_list::parse_note_filter;
use sigillo_domain::organization::OrganizationSortField;
use sigillo_domain::search_text::LETTERS;
use sigillo_storage::notes::{self, Note};
use sigillo_storage::{
    account_list, company_list, holder_list, holders, mailbox_list, organization_list,
};
use sigillo_testkit::{TestApp, on_both_engines};

use super::first_page;

async fn found(app: &TestApp, text: &str) -> (usize, usize) {
    let mut on = app.app.db.read().await.unwrap();
    let search = Some(text.to_owned());
    let filter = account_list::Filter {
        search: search.clone(),
        ..account_list::Filter::new(account_list::Scope::All)
    };
    let by_name = first_page(Sort::ascending(AccountSortField::Username), 9);
    let accounts = account_list::page(&mut on, &filter, &by_name).await.unwrap();
    let filter = organization_list::Filter { search };
    let by_name = first_page(Sort::ascending(OrganizationSortField::Name), 9);
    let organizations = organization_list::page(&mut on, &filter, &by_name).await.unwrap();
    (accounts.items.len(), organizations.items.len())
}

/// The numbers of holders, of companies and of mailboxes that have a text, the last ones in their holder's
/// name and in a note.
async fn found_in_large_tables(app: &TestApp, domain: DomainId, text: &str) -> [usize; 4] {
    let mut on = app.app.db.read().await.unwrap();
    let field = HolderSearchField::FamilyName;
    let search = holder_list::Search { field, text: field.parse_text(text).unwrap().unwrap() };
    let filter = holder_list::Filter {
        searches: vec![search.clone()],
        ..holder_list::Filter::new(holder_list::Scope::All)
    };
    let request = first_page(Sort::ascending(HolderSortField::FamilyName), 9);
    let people = holder_list::page(&mut on, &filter, &request).await.unwrap().items.len();
    let filter = company_list::Filter {
        search: Some(search.text.clone()),
        ..company_list::Filter::new(holder_list::Scope::All)
    };
    let request = first_page(Sort::ascending(CompanySortField::LegalName), 9);
    let companies = company_list::page(&mut on, &filter, &request).await.unwrap().items.len();
    let all = mailbox_list::Filter { domains: vec![domain], ..mailbox_list::Filter::default() };
    let filter = mailbox_list::Filter { people: vec![search], ..all.clone() };
    let held = mailbox_list::count(&mut on, &filter).await.unwrap();
    let filter = mailbox_list::Filter { note: parse_note_filter(text).unwrap(), ..all };
    let noted = mailbox_list::count(&mut on, &filter).await.unwrap();
    [people, companies, usize::try_from(held).unwrap(), usize::try_from(noted).unwrap()]
}

/// A holder, a company and a mailbox with a note whose texts have letters without a decomposition.
async fn registry_with_letters(app: &TestApp) -> DomainId {
    let domain = app.domain("pec.example.it").await;
    let mailbox = app.held_mailbox("pec.example.it", "anna", 1).await;
    let id = mailbox.holder.unwrap().id;
    app.company(id, 1).await;
    let mut tx = app.app.db.begin().await.unwrap();
    let mut holder = holders::find_to_change(&mut tx, id).await.unwrap().unwrap();
    holder.given_name = "Łukasz".into();
    holder.family_name = "Đặng".into();
    holder.version += 1;
    holders::update(&mut tx, &holder).await.unwrap();
    let note = Note {
        id: NoteId::from_u128(1),
        at: TestApp::START,
        author: "rosa".into(),
        text: "Chiamare Đặng \"domani\"".into(),
    };
    notes::insert(&mut tx, mailbox.id.subject(), &note).await.unwrap();
    tx.commit().await.unwrap();
    app.tamper("UPDATE company SET legal_name = 'Đặng & Figli', legal_name_folded = 'dang&figli'")
        .await;
    domain.id
}

on_both_engines! {
    async fn letters_that_an_earlier_release_left_are_folded_at_the_next_start(app: TestApp) {
        let domain = registry_with_letters(&app).await;
        assert_eq!(found_in_large_tables(&app, domain, "dang").await, [1, 1, 1, 1]);
        app.tamper(
            "UPDATE holder SET given_name_folded = 'łukasz', family_name_folded = 'đang', name_folded = 'đang łukasz'",
        )
        .await;
        app.tamper("UPDATE company SET legal_name_folded = 'đang&figli'").await;
        app.tamper("UPDATE note SET text_folded = 'chiamare đang \"domani\"'").await;
        assert_eq!(found_in_large_tables(&app, domain, "dang").await, [0, 0, 0, 0]);
        let version = app.texts("SELECT CAST(version AS TEXT) FROM holder").await;
        app.app.db.migrate().await.unwrap();
        for text in ["dang", "Đặng", "ang"] {
            assert_eq!(found_in_large_tables(&app, domain, text).await, [1, 1, 1, 1], "{text}");
        }
        assert_eq!(app.texts("SELECT given_name_folded || ' ' || name_folded FROM holder").await, ["lukasz dang lukasz"]);
        assert_eq!(app.texts("SELECT CAST(version AS TEXT) FROM holder").await, version);
    }

    async fn every_letter_is_found_by_the_index_of_what_is_to_fold(app: TestApp) {
        registry_with_letters(&app).await;
        for (letter, spelling) in LETTERS {
            app.execute(&format!(
                "UPDATE holder SET family_name = 'X{letter}x', family_name_folded = 'x{letter}x', name_folded = 'x{letter}x łukasz'"
            ))
            .await;
            app.app.db.migrate().await.unwrap();
            assert_eq!(app.texts("SELECT family_name_folded FROM holder").await, [format!("x{spelling}x")]);
        }
    }

    async fn a_name_stays_taken_where_only_the_search_spells_it_alike(app: TestApp) {
        let organization = app.organization("Ente").await;
        app.reseller(organization, "Łódź").await;
        // Two names of the release before that a search finds together.
        app.reseller(organization, "Lodz").await;
        assert_eq!(app.texts("SELECT name_key FROM reseller ORDER BY name_key").await, ["lodz", "łodz"]);
        assert_eq!(app.texts("SELECT DISTINCT name_folded FROM reseller").await, ["lodz"]);
    }

    async fn missing_folded_texts_are_filled_at_the_next_start(app: TestApp) {
        app.organization("Città di Forlì").await;
        app.operator("gestore").await;
        app.tamper("UPDATE account SET display_name = 'Niccolò Forlì'").await;
        assert_eq!(found(&app, "forli").await, (0, 1));
        app.tamper("UPDATE organization SET name_folded = NULL").await;
        assert_eq!(found(&app, "forli").await, (0, 0));
        app.app.db.migrate().await.unwrap();
        assert_eq!(found(&app, "forli").await, (1, 1));
    }
}
