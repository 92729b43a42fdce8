//! Every list goes by an index that has its order already: a table that grows must not make the
//! next page any slower.

mod heard;
#[path = "../storage/mailbox_crowd.rs"]
mod mailbox_crowd;
mod other_lists;

use sigillo_domain::mailbox::{PasswordState, State};
use sigillo_domain::mailbox_list::{Sort, SortField};
use sigillo_storage::Db;
use sigillo_storage::mailbox_list::{Filter, page};
use sigillo_testkit::{Engine, TestApp};
use uuid::Uuid;

use heard::{Run, analyze, forget, listen, runs, that_explains};
use mailbox_crowd::{Crowd, FREQUENT, crowd};

/// One test for both engines: whoever listens to the statements hears the whole process.
#[actix_web::test]
async fn lists_go_by_their_indexes() {
    listen();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let app = TestApp::on(engine).await;
        let crowd = crowd(&app).await;
        let db = that_explains(&app.app.db).await;
        // Few rows are in these tables: whoever counted them would read them from end to end.
        other_lists::judge(&db, &crowd).await;
        analyze(&db).await;
        for sort in sorts() {
            for filter in filters(&crowd) {
                mailboxes(&db, &filter, sort).await;
            }
        }
    }
}

fn sorts() -> impl Iterator<Item = Sort> {
    let both = |field| [false, true].map(|descending| Sort { field, descending });
    SortField::ALL.into_iter().flat_map(both)
}

/// Rare, and of no name's beginning; frequent, and of many a name's beginning or of none; of too few
/// letters for the trigram index; a whole address's beginning; the lists without any search. Each of
/// one domain, with and without states, and of two.
fn filters(crowd: &Crowd) -> Vec<Filter> {
    let searches =
        [None, Some("zzz"), Some(FREQUENT), Some(&FREQUENT[1..]), Some("zz"), Some("a@pec")];
    let states = [vec![], vec![State::Active], vec![State::Active, State::Disabled]];
    let [first, second] = crowd.domains.each_ref().map(|domain| domain.id);
    let filter = |search: Option<&str>, states: &Vec<State>, domains: &[Uuid]| Filter {
        domains: domains.to_vec(),
        states: states.clone(),
        passwords: vec![],
        over_soft_limit: false,
        search: search.map(str::to_owned),
    };
    let mut filters = vec![];
    for text in searches {
        filters.extend(states.iter().map(|some| filter(text, some, &[first])));
        filters.push(filter(text, &vec![], &[first, second]));
    }
    // The default order of those whose password has come to its end.
    filters.push(Filter {
        passwords: vec![PasswordState::Expired],
        ..filter(None, &vec![], &[first])
    });
    filters.push(Filter { over_soft_limit: true, ..filter(None, &vec![], &[first]) });
    filters
}

async fn mailboxes(db: &Db, filter: &Filter, sort: Sort) {
    let mut on = db.read().await.unwrap();
    forget();
    let (_, end) = page(&mut on, filter, sort, None, 2).await.unwrap();
    if end.is_some() {
        page(&mut on, filter, sort, end.as_ref(), 2).await.unwrap();
    }
    drop(on);
    let runs = runs(db).await;
    assert!(!runs.is_empty(), "nothing was heard");
    let by_trigrams = runs.iter().any(|run| run.statement.contains("m.id IN"));
    for Run { statement, plan } in runs {
        let good = judge(db, &statement, &plan, filter.search.is_some());
        assert!(good, "{filter:?} {sort}\n{statement}\n{plan:#?}");
    }
    // Both ways of looking inside the names are taken, each where it is the shorter.
    assert_eq!(by_trigrams, filter.search.as_deref() == Some("zzz"), "{filter:?}");
}

/// An index that is entered at one value and left at another.
const SQLITE_RANGES: &[&str] = &[
    "address>? AND address<?",
    "address=?",
    "local_part>? AND local_part<?",
    "(local_part,address)>(?,?) AND local_part<?",
    "local_part>? AND (local_part,address)<(?,?)",
    "local_part=?",
];
const POSTGRES_RANGES: &[&str] = &["(address > ", "(address >= ", "(address = ", "(local_part"];

/// Whether a plan costs what its page holds, and not what the table does.
fn judge(db: &Db, statement: &str, plan: &[String], searched: bool) -> bool {
    let sqlite = matches!(db, Db::Sqlite { .. });
    let says =
        |texts: &[&str]| plan.iter().any(|step| texts.iter().any(|text| step.contains(text)));
    let scans = plan
        .iter()
        .any(|step| step == "SCAN m" || step.starts_with("SCAN m ") || step == "SCAN mailbox")
        || says(&["Seq Scan"]);
    let sorts = says(&["TEMP B-TREE", "Sort Key"]);
    let asks = |texts: &[&str]| texts.iter().any(|text| statement.contains(text));
    let looks_inside = asks(&["mailbox_search MATCH", "(SELECT id FROM mailbox"]);
    let by_beginning = searched && !asks(&["NOT (m.address"]);
    if scans {
        false
    } else if looks_inside {
        // Few rows, by definition: they may be sorted.
        says(&["mailbox_search"])
    } else if by_beginning && asks(&["ORDER BY m.address", "ORDER BY m.local_part"]) {
        // A beginning is a range of the index: what lies outside it is never read.
        let range = if sqlite { SQLITE_RANGES } else { POSTGRES_RANGES };
        says(range) && !(sorts && sqlite)
    } else {
        // A search may be sorted where PostgreSQL, which knows the names, expects few.
        !sorts || (!sqlite && searched)
    }
}
