//! Every list goes by an index that has its order already: a table that grows must not make the
//! next page any slower.

mod heard;
#[path = "../storage/mailbox_fixtures.rs"]
mod mailbox_fixtures;
mod other_lists;

use sigillo_domain::mailbox::{PasswordState, State};
use sigillo_domain::mailbox_list::{Sort, SortField};
use sigillo_storage::Db;
use sigillo_storage::mailbox_list::{Filter, page};
use sigillo_testkit::{Engine, TestApp};

use heard::{Run, analyze, forget, listen, runs, that_explains};
use mailbox_fixtures::{FREQUENT, MailboxFixtures, fixtures};

/// One test for both engines: whoever listens to the statements hears the whole process.
#[actix_web::test]
async fn lists_go_by_their_indexes() {
    listen();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let app = TestApp::on(engine).await;
        let fixtures = fixtures(&app).await;
        let db = that_explains(&app.app.db).await;
        // Few rows are in these tables: whoever counted them would read them from end to end.
        other_lists::judge(&db, &fixtures).await;
        analyze(&db).await;
        for sort in sorts() {
            for filter in filters(&fixtures) {
                mailboxes(&db, &filter, sort).await;
            }
        }
    }
}

fn sorts() -> impl Iterator<Item = Sort> {
    let both = |field| [false, true].map(|descending| Sort { field, descending });
    SortField::ALL.into_iter().flat_map(both)
}

/// In some names only, and in none of the sample.
const RARE: &str = "b9b";

/// Rare; frequent, and of many a name's beginning or of none; of too few letters for the trigram index; a
/// whole address's beginning; the lists without any search. Each with every kind of filter, and of one
/// domain and of two.
fn filters(fixtures: &MailboxFixtures) -> Vec<Filter> {
    let searches =
        [None, Some(RARE), Some(FREQUENT), Some(&FREQUENT[1..]), Some("zz"), Some("a@pec")];
    let states = [vec![], vec![State::Active], vec![State::Active, State::Disabled]];
    let passwords = [vec![], vec![PasswordState::Expired]];
    let [first, second] = fixtures.domains.each_ref().map(|domain| domain.id);
    let mut filters = vec![];
    for text in searches {
        for states in &states {
            for passwords in &passwords {
                for over_soft_limit in [false, true] {
                    filters.push(Filter {
                        domains: vec![first],
                        states: states.clone(),
                        passwords: passwords.clone(),
                        over_soft_limit,
                        search: text.map(str::to_owned),
                    });
                }
            }
        }
        let of_two = |states| Filter {
            domains: vec![first, second],
            states,
            search: text.map(str::to_owned),
            ..Filter::default()
        };
        filters.extend([of_two(vec![]), of_two(vec![State::Cancelled])]);
    }
    filters
}

/// A plan that PostgreSQL keeps for all values is made at the sixth run.
const RUNS: usize = 7;

async fn mailboxes(db: &Db, filter: &Filter, sort: Sort) {
    let mut on = db.read().await.unwrap();
    forget();
    let times = if matches!(db, Db::Postgres { .. }) { RUNS } else { 1 };
    for _ in 0..times {
        let (_, end) = page(&mut on, filter, sort, None, 2).await.unwrap();
        if end.is_some() {
            page(&mut on, filter, sort, end.as_ref(), 2).await.unwrap();
        }
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
    assert_eq!(by_trigrams, filter.search.as_deref() == Some(RARE), "{filter:?}");
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
    let scan = |step: &String| {
        let last = step.rsplit(" > ").next().unwrap_or(step);
        last == "SCAN m" || last.starts_with("SCAN m ") || last == "SCAN mailbox"
    };
    let scans = plan.iter().any(scan) || says(&["Seq Scan"]);
    let sorts = if sqlite { sorts_on_sqlite(plan) } else { sorts_on_postgres(plan) };
    let asks = |texts: &[&str]| texts.iter().any(|text| statement.contains(text));
    let looks_inside = asks(&["mailbox_search MATCH", "SELECT m.id FROM mailbox m WHERE TRUE"]);
    let by_ids = asks(&["m.id IN"]);
    let probes = asks(&["SELECT COUNT(*)", "_concat(m.address", "string_agg(m.address"]);
    let by_beginning = searched && !asks(&["m.address LIKE", "strpos("]);
    // Of one name each domain has one row; and by a sign the statement says that it has few at hand,
    // counted before.
    let sorts_few = asks(&["m.local_part = $", "ORDER BY +m."]);
    let by_class = asks(&["m.over_soft_limit = FALSE", " m.over_soft_limit = TRUE"]);
    let range = if sqlite { SQLITE_RANGES } else { POSTGRES_RANGES };
    if scans || (sqlite && by_class && !by_ids && !enters_classes(plan)) {
        false
    } else if looks_inside {
        says(&["mailbox_search"])
    } else if by_ids {
        // Few rows, by definition: they may be sorted.
        says(if sqlite { &["sqlite_autoindex_mailbox_1 (id=?)"] } else { &["mailbox_pkey"] })
    } else if probes {
        says(&["mailbox_sample"]) || says(range)
    } else if sorts_few {
        says(range)
    } else if by_beginning && asks(&["ORDER BY m.address", "ORDER BY m.local_part"]) {
        // A beginning is a range of the index: what lies outside it is never read.
        says(range) && !(sorts && sqlite)
    } else if !sqlite && asks(&["strpos("]) && !by_class {
        // Who does not hold the text is told from the index alone.
        says(&["Index Only Scan"])
    } else {
        // A search may be sorted where PostgreSQL, which knows the names, expects few.
        !sorts || (!sqlite && searched)
    }
}

/// Whether every part that is a class is entered as one. What is not part of anything looks the rows of
/// the page up.
fn enters_classes(plan: &[String]) -> bool {
    const CLASS: &str = "(domain_id=? AND state=? AND password_state=? AND over_soft_limit=?";
    const ROW: &str = "SEARCH m USING INDEX sqlite_autoindex_mailbox_2 (address=?)";
    let mut searches = plan.iter().filter(|step| step.contains("SEARCH m USING"));
    searches.all(|step| step.contains(CLASS) || step == ROW)
}

/// Whether anything is sorted but the rows of a page that was merged from its parts.
fn sorts_on_sqlite(plan: &[String]) -> bool {
    let merged = plan.iter().any(|step| step == "CO-ROUTINE page > MERGE (UNION ALL)");
    let sort = |step: &&String| step.contains("TEMP B-TREE");
    plan.iter().filter(sort).any(|step| !merged || step.contains(" > "))
}

/// As on SQLite: what sorts a page stands above what appends its parts, each of which is no longer than
/// the page.
fn sorts_on_postgres(plan: &[String]) -> bool {
    let append = plan.iter().rposition(|step| step.contains("Append  (cost="));
    let sort = plan.iter().rposition(|step| step.contains("Sort  (cost="));
    match (append, sort) {
        (_, None) => false,
        (Some(append), Some(sort)) => sort > append,
        (None, Some(_)) => true,
    }
}
