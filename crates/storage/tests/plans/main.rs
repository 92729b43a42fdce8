//! Every list is read by an index that already has its order, so that a growing table does not make
//! the next page slower.

#[path = "../storage/mailbox_fixtures.rs"]
mod mailbox_fixtures;
mod other_lists;
#[path = "../storage/registry_fixtures.rs"]
mod registry_fixtures;
mod searches;
mod statement_log;

use chrono::{DateTime, Utc};
use sigillo_domain::mailbox::{Mailbox, MailboxState, PasswordState};
use sigillo_domain::mailbox_list::{SearchField, Sort, SortField};
use sigillo_storage::Db;
use sigillo_storage::mailbox_list::{Filter, page};
use sigillo_testkit::{Engine, TestApp};

use mailbox_fixtures::{FREQUENT, FREQUENT_EMAIL, FREQUENT_NOTE, MailboxFixtures, fixtures};
use statement_log::{Run, analyze, clear, explaining, runs, start};

/// This is one test for both engines, because the log contains the statements of the whole process.
#[actix_web::test]
async fn lists_use_their_indexes() {
    start();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let app = TestApp::on(engine).await;
        let fixtures = fixtures(&app).await;
        let db = explaining(&app.app.db, false).await;
        // These lists are checked before ANALYZE: their tables have few rows, and a planner that
        // knew that would scan them.
        other_lists::judge(&db, &fixtures).await;
        let db = explaining(&app.app.db, true).await;
        analyze(&db).await;
        for sort in sorts() {
            for filter in filters(&fixtures) {
                mailboxes(&db, &filter, sort).await;
            }
            texts(&db, &fixtures, sort).await;
        }
        searches::judge(engine).await;
    }
}

fn sorts() -> impl Iterator<Item = Sort> {
    let both = |field| [false, true].map(|descending| Sort { field, descending });
    SortField::ALL.into_iter().flat_map(both)
}

/// A text that is in a few names, none of which is in the sample.
const RARE: &str = "b9b";

/// Filters of all kinds, on one domain and on two, combined with these searches: none; a rare text;
/// a frequent text that many names begin with; a frequent text that no name begins with; a text too
/// short for the trigram index; the beginning of an address.
fn filters(fixtures: &MailboxFixtures) -> Vec<Filter> {
    let searches =
        [None, Some(RARE), Some(FREQUENT), Some(&FREQUENT[1..]), Some("zz"), Some("a@pec")];
    let states =
        [vec![], vec![MailboxState::Active], vec![MailboxState::Active, MailboxState::Disabled]];
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
                        ..Filter::default()
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
        filters.extend([of_two(vec![]), of_two(vec![MailboxState::Cancelled])]);
    }
    filters
}

/// A time before which few of the mailboxes were last opened.
fn early_opening(fixtures: &MailboxFixtures) -> DateTime<Utc> {
    let opened = |mailbox: &Mailbox| fixtures.opened.get(&mailbox.id).copied();
    let mut openings: Vec<_> = fixtures.mailboxes.iter().filter_map(opened).collect();
    openings.sort();
    openings[20]
}

/// Filters by texts other than the name, and by holders: each with a text that few mailboxes have, and with one that
/// many have.
async fn texts(db: &Db, fixtures: &MailboxFixtures, sort: Sort) {
    assert!(fixtures.notes.len() == fixtures.mailboxes.len(), "each mailbox has its list of notes");
    let domains: Vec<_> = fixtures.domains.iter().map(|domain| domain.id).collect();
    let all = Filter { domains, ..Filter::default() };
    let text = |text: &str| Some(text.to_owned());
    let wide = |searched: &str| Filter {
        search: text(searched),
        search_in: SearchField::ALL.to_vec(),
        ..all.clone()
    };
    let active = Filter { states: vec![MailboxState::Active], ..all.clone() };
    for (filter, few) in [
        (Filter { communication_email: text("b@rara.ex"), ..all.clone() }, true),
        (Filter { communication_email: text(FREQUENT_EMAIL), ..all.clone() }, false),
        (Filter { communication_email: text(FREQUENT_EMAIL), ..active.clone() }, false),
        (Filter { plans: vec![fixtures.plans[1]], ..all.clone() }, true),
        (Filter { plans: vec![fixtures.plans[0]], ..all.clone() }, false),
        (Filter { resellers: vec![fixtures.resellers[1]], ..active.clone() }, true),
        (Filter { resellers: vec![fixtures.resellers[0]], ..active.clone() }, false),
        (Filter { not_opened_since: Some(early_opening(fixtures)), ..all.clone() }, true),
        (Filter { note: text("richiesta n. 777"), ..all.clone() }, true),
        (Filter { note: text(FREQUENT_NOTE), ..all.clone() }, false),
        (Filter { note: text(FREQUENT_NOTE), ..active }, false),
        (Filter { holder: Some(fixtures.holders[0]), ..all.clone() }, false),
        (Filter { holder: Some(fixtures.holders[1]), ..all.clone() }, true),
        (wide("b@rara.ex"), true),
        (wide("richiesta n. 777"), true),
        (wide(FREQUENT_NOTE), false),
    ] {
        let runs = run(db, &filter, sort).await;
        let by_ids = |runs: &[Run]| runs.iter().any(|run| run.statement.contains("m.id IN"));
        assert_eq!(by_ids(&runs), few, "{filter:?}");
        for Run { statement, plan } in runs {
            assert!(
                is_good(db, &statement, &plan, few),
                "{filter:?} {sort}\n{statement}\n{plan:#?}"
            );
        }
    }
}

/// Whether the cost of a statement that searches texts depends on the size of the page or on the few
/// hits.
fn is_good(db: &Db, statement: &str, plan: &[String], few: bool) -> bool {
    let says = |text: &str| plan.iter().any(|step| step.contains(text));
    let asks = |texts: &[&str]| texts.iter().any(|text| statement.contains(text));
    let sqlite = matches!(db, Db::Sqlite { .. });
    let last = |step: &String| step.rsplit(" > ").next().unwrap_or(step).to_owned();
    let scan = |step: &String| ["SCAN m", "SCAN n", "SCAN e"].contains(&last(step).as_str());
    let looks_for_notes = asks(&["note_search MATCH", "SELECT DISTINCT m.id FROM note n"]);
    let looks_for_references =
        asks(&["m.id FROM mailbox m WHERE m.plan_id", "m.id FROM mailbox m WHERE m.reseller_id"]);
    if (looks_for_notes || looks_for_references) && !few {
        // A scan soon meets as many rows with a frequent value as the statement asks for.
        true
    } else if says("Seq Scan") || plan.iter().any(scan) {
        false
    } else if asks(&["_concat(lower(", "string_agg(lower("]) {
        says("mailbox_email_sample")
    } else if asks(&["mailbox_email_search MATCH", "m.id FROM mailbox m WHERE TRUE AND lower("]) {
        says("mailbox_email_search")
    } else if looks_for_notes {
        says("note_search")
    } else if looks_for_references {
        says("mailbox_by_plan") || says("mailbox_by_reseller")
    } else if asks(&["m.id IN", "m.local_part = $", "ORDER BY +m.", "m.address = $"]) {
        // There are few rows, so they may be sorted.
        true
    } else {
        !(if sqlite { sorts_on_sqlite(plan) } else { sorts_on_postgres(plan) })
            || asks(&["m.address >= $", "strpos(m.address"])
    }
}

/// PostgreSQL may switch to a generic plan at the sixth run.
const RUNS: usize = 7;

async fn run(db: &Db, filter: &Filter, sort: Sort) -> Vec<Run> {
    let mut on = db.read().await.unwrap();
    clear();
    let times = if matches!(db, Db::Postgres { .. }) { RUNS } else { 1 };
    for _ in 0..times {
        let (_, end) = page(&mut on, filter, sort, None, 2).await.unwrap();
        if end.is_some() {
            page(&mut on, filter, sort, end.as_ref(), 2).await.unwrap();
        }
    }
    drop(on);
    let runs = runs(db).await;
    assert!(!runs.is_empty(), "no statement was logged");
    runs
}

async fn mailboxes(db: &Db, filter: &Filter, sort: Sort) {
    let runs = run(db, filter, sort).await;
    let by_trigrams = runs.iter().any(|run| run.statement.contains("m.id IN"));
    for Run { statement, plan } in runs {
        let good = judge(db, &statement, &plan, filter.search.is_some());
        assert!(good, "{filter:?} {sort}\n{statement}\n{plan:#?}");
    }
    // Both plans for searching inside names are used: the trigram index for the rare text, and a
    // scan for the others.
    assert_eq!(by_trigrams, filter.search.as_deref() == Some(RARE), "{filter:?}");
}

/// How a plan shows a range of an index.
const SQLITE_RANGES: &[&str] = &[
    "address>? AND address<?",
    "address=?",
    "local_part>? AND local_part<?",
    "(local_part,address)>(?,?) AND local_part<?",
    "local_part>? AND (local_part,address)<(?,?)",
    "local_part=?",
];
const POSTGRES_RANGES: &[&str] = &["(address > ", "(address >= ", "(address = ", "(local_part"];

/// Whether the cost of a plan depends on the size of the page and not of the table.
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
    // Each domain has at most one row with a given name, and a unary plus marks a statement whose
    // rows were counted before and are few.
    let sorts_few = asks(&["m.local_part = $", "ORDER BY +m."]);
    let by_class = asks(&["m.over_soft_limit = FALSE", " m.over_soft_limit = TRUE"]);
    let range = if sqlite { SQLITE_RANGES } else { POSTGRES_RANGES };
    if scans || (sqlite && by_class && !by_ids && !enters_classes(plan)) {
        false
    } else if looks_inside {
        says(&["mailbox_search"])
    } else if by_ids {
        // There are few rows by definition, so they may be sorted.
        says(if sqlite { &["sqlite_autoindex_mailbox_1 (id=?)"] } else { &["mailbox_pkey"] })
    } else if probes {
        says(&["mailbox_sample"]) || says(range)
    } else if sorts_few {
        says(range)
    } else if by_beginning && asks(&["ORDER BY m.address", "ORDER BY m.local_part"]) {
        // Names that begin with the text are a range of the index; nothing outside it is read.
        says(range) && !(sorts && sqlite)
    } else if !sqlite && asks(&["strpos("]) && !by_class {
        // Names that do not contain the text are excluded by the index alone.
        says(&["Index Only Scan"])
    } else {
        // PostgreSQL may sort a search for which its statistics predict few rows.
        !sorts || (!sqlite && searched)
    }
}

/// Whether every part that is a class is read by a class index. The search by address that joins
/// the rows of the page is no part.
fn enters_classes(plan: &[String]) -> bool {
    const CLASS: &str = "(domain_id=? AND state=? AND password_state=? AND over_soft_limit=?";
    const ROW: &str = "SEARCH m USING INDEX sqlite_autoindex_mailbox_2 (address=?)";
    let mut searches = plan.iter().filter(|step| step.contains("SEARCH m USING"));
    searches.all(|step| step.contains(CLASS) || step == ROW)
}

/// Whether anything is sorted other than the rows of a page that was merged from its parts.
fn sorts_on_sqlite(plan: &[String]) -> bool {
    let merged = plan.iter().any(|step| step == "CO-ROUTINE page > MERGE (UNION ALL)");
    let sort = |step: &&String| step.contains("TEMP B-TREE");
    plan.iter().filter(sort).any(|step| !merged || step.contains(" > "))
}

/// Like [`sorts_on_sqlite`]: a sort of the page is above the step that appends its parts, each of
/// which is no longer than the page.
fn sorts_on_postgres(plan: &[String]) -> bool {
    let append = plan.iter().rposition(|step| step.contains("Append  (cost="));
    let sort = plan.iter().rposition(|step| step.contains("Sort  (cost="));
    match (append, sort) {
        (_, None) => false,
        (Some(append), Some(sort)) => sort > append,
        (None, Some(_)) => true,
    }
}
