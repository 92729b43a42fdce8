//! The folded texts of a database that was made before they existed.

use sigillo_domain::account::AccountSortField;
use sigillo_domain::list::Sort;
use sigillo_domain::organization::OrganizationSortField;
use sigillo_storage::{account_list, organization_list};
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

on_both_engines! {
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
