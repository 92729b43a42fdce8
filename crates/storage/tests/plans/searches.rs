//! The searches for holders.

use sigillo_domain::holder::{HolderSortField, HolderState};
use sigillo_domain::holder_search::HolderSearchField;
use sigillo_domain::list::Sort;
use sigillo_storage::holder_list::{Filter, Scope, Search, page_sorting};
use sigillo_storage::{Db, PageRequest};
use sigillo_testkit::{Engine, TestApp};

use crate::registry_fixtures::{HOLDERS, registry};
use crate::statement_log::{Run, analyze, clear, explaining, runs};

/// A text that some holder has in this field.
fn searched(field: HolderSearchField) -> &'static str {
    match field {
        HolderSearchField::GivenName => "anna",
        HolderSearchField::FamilyName => "ross",
        HolderSearchField::TaxCode => "RSSM",
        HolderSearchField::Email | HolderSearchField::Mailbox => "rossi",
        HolderSearchField::Phone | HolderSearchField::Fax => "0971",
        HolderSearchField::CompanyName => "acque",
        HolderSearchField::VatNumber => "0123",
    }
}

/// Each search alone and all of them together, by few holders and in the order of the list.
pub async fn judge(engine: Engine) {
    let app = TestApp::on(engine).await;
    let registry = registry(&app).await;
    assert_eq!(registry.people.len(), HOLDERS);
    // PostgreSQL looks trigrams up by bitmaps; to walk so few rows in an order, it would rather sort those of
    // a bitmap.
    let lookups = explaining(&app.app.db, true).await;
    analyze(&lookups).await;
    let walks = explaining(&app.app.db, false).await;
    let all: Vec<_> = HolderSearchField::ALL.map(|field| search(field, searched(field))).into();
    let mut searches: Vec<Vec<Search>> = all.iter().map(|search| vec![search.clone()]).collect();
    searches.extend(HolderSearchField::ALL.map(|field| vec![search(field, &searched(field)[..2])]));
    searches.push(all);
    for scope in [Scope::All, Scope::Of(registry.domains[0].organization_id)] {
        for searches in &searches {
            let filter = Filter {
                states: vec![HolderState::Registered, HolderState::Merged],
                searches: searches.clone(),
                ..Filter::new(scope)
            };
            for Run { statement, plan } in run(&lookups, &filter, 10_000).await {
                let good = !scans(&plan) && (!sorts(&plan) || statement.contains("COALESCE(h."));
                assert!(good, "{statement}\n{plan:#?}");
            }
            let mut walked = false;
            for Run { statement, plan } in run(&walks, &filter, 1).await {
                if statement.contains("FROM holder h") && statement.contains("ORDER BY h.") {
                    walked = true;
                    assert!(!scans(&plan) && !sorts(&plan), "{statement}\n{plan:#?}");
                }
            }
            assert!(walked, "{filter:?}");
        }
    }
}

fn search(field: HolderSearchField, text: &str) -> Search {
    Search { field, text: text.to_owned() }
}

fn scans(plan: &[String]) -> bool {
    plan.iter().any(|step| {
        let last = step.rsplit(" > ").next().unwrap_or(step);
        let scan = last
            .strip_prefix("SCAN ")
            .is_some_and(|table| !table.contains("VIRTUAL TABLE") && !table.contains("USING"));
        scan || step.contains("Seq Scan")
    })
}

fn sorts(plan: &[String]) -> bool {
    plan.iter().any(|step| step.contains("TEMP B-TREE") || step.contains("Sort Key"))
}

async fn run(db: &Db, filter: &Filter, many: usize) -> Vec<Run> {
    clear();
    let mut on = db.read().await.unwrap();
    for field in HolderSortField::ALL {
        for descending in [false, true] {
            let sort = Sort { field, descending };
            let request = PageRequest { sort, after: None, limit: 1, count: false };
            let found = page_sorting(&mut on, filter, &request, many).await.unwrap();
            if let Some(end) = found.end {
                let next = PageRequest { after: Some(end), ..request };
                page_sorting(&mut on, filter, &next, many).await.unwrap();
            }
        }
    }
    drop(on);
    runs(db).await
}
