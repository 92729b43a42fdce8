//! Listing and searching mailboxes.

use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_contract::account::DomainGrant;
use sigillo_domain::account::Role;
use sigillo_domain::id::{MailboxId, OrganizationId};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Answer, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";

async fn setting(app: &TestApp, names: &[&str]) -> Account {
    let domain = app.domain(DOMAIN).await;
    for name in names {
        app.clock.advance(chrono::TimeDelta::minutes(7));
        app.mailbox(DOMAIN, name).await;
    }
    app.postmaster("rosa", domain.organization_id).await
}

fn query(parameters: &str) -> String {
    format!("/api/v1/mailboxes?domain={DOMAIN}&{parameters}")
}

fn names(answer: &Answer) -> Vec<String> {
    let items = answer.body["items"].as_array().expect("items");
    items.iter().map(|item| item["local_part"].as_str().unwrap().to_owned()).collect()
}

async fn list(app: &TestApp, by: &Account, parameters: &str) -> Vec<String> {
    names(&app.get(&query(parameters)).by(by).expect(200).await)
}

/// Reads the whole list, following the `Link` from page to page.
async fn walk(app: &TestApp, by: &Account, parameters: &str) -> Vec<String> {
    let (mut path, mut all) = (query(parameters), vec![]);
    loop {
        let answer = app.get(&path).by(by).expect(200).await;
        all.extend(names(&answer));
        let Some(next) = answer.next_page() else { return all };
        path = next;
    }
}

const NAMES: [&str; 9] =
    ["anna", "anna.verdi", "giovanna", "annamaria", "rosanna.b", "luca", "a-b", "a.b", "a_b"];

const SECOND: &str = "cert.example.it";

struct TwoDomains {
    organization_id: OrganizationId,
    rosa: Account,
    b: MailboxId,
}

/// Two domains of one organisation with the mailboxes a and c, b and d; and a foreign one.
async fn two_domains(app: &TestApp) -> TwoDomains {
    let first = app.domain(DOMAIN).await;
    app.domain_of(first.organization_id, SECOND).await;
    app.domain("pec.altrove.example").await;
    app.mailbox("pec.altrove.example", "lontana").await;
    let mut ids = vec![];
    for (name, domain) in [("a", DOMAIN), ("b", SECOND), ("c", DOMAIN), ("d", SECOND)] {
        app.clock.advance(chrono::TimeDelta::minutes(7));
        ids.push(app.mailbox(domain, name).await.id);
    }
    let organization_id = first.organization_id;
    TwoDomains { organization_id, rosa: app.postmaster("rosa", organization_id).await, b: ids[1] }
}

on_both_engines! {
    async fn the_list_can_be_sorted_by_address(app: TestApp) {
        let rosa = setting(&app, &NAMES).await;
        let mut addresses: Vec<_> = NAMES.iter().map(|name| format!("{name}@{DOMAIN}")).collect();
        addresses.sort_unstable();
        let found = list(&app, &rosa, "sort=address").await;
        let found: Vec<_> = found.iter().map(|name| format!("{name}@{DOMAIN}")).collect();
        assert_eq!(found, addresses);
        addresses.reverse();
        let reversed = list(&app, &rosa, "sort=-address").await;
        assert_eq!(format!("{}@{DOMAIN}", reversed[0]), addresses[0]);
    }

    async fn search_hits_are_ranked_exact_then_prefix_then_substring(app: TestApp) {
        let rosa = setting(&app, &NAMES).await;
        let expected = ["anna", "anna.verdi", "annamaria", "giovanna", "rosanna.b"];
        assert_eq!(list(&app, &rosa, "q=anna").await, expected);
        assert_eq!(list(&app, &rosa, "q=%20ANNA%20").await, expected);
        let newest = ["anna", "annamaria", "anna.verdi", "rosanna.b", "giovanna"];
        assert_eq!(list(&app, &rosa, "q=anna&sort=-created_at").await, newest);
        for limit in 1..=6 {
            let walked = walk(&app, &rosa, &format!("q=anna&limit={limit}")).await;
            assert_eq!(walked, expected, "{limit} a page");
        }
        let answer = app.get(&query("q=anna&count=exact&limit=2")).by(&rosa).expect(200).await;
        assert_eq!(answer.body["total"], 5);
    }

    async fn a_whole_address_finds_only_its_mailbox(app: TestApp) {
        let rosa = setting(&app, &NAMES).await;
        assert_eq!(list(&app, &rosa, "q=anna@pec.example.it").await, ["anna"]);
        assert_eq!(list(&app, &rosa, "q=anna@").await, ["anna"]);
        assert!(list(&app, &rosa, "q=nna@pec.example.it").await.is_empty());
    }

    async fn short_and_odd_texts_are_searched_literally(app: TestApp) {
        let rosa = setting(&app, &NAMES).await;
        assert_eq!(list(&app, &rosa, "q=_").await, ["a_b"]);
        assert_eq!(list(&app, &rosa, "q=a_b").await, ["a_b"]);
        assert_eq!(list(&app, &rosa, "q=a.b").await, ["a.b", "rosanna.b"]);
        assert_eq!(list(&app, &rosa, "q=lu").await, ["luca"]);
        for text in ["%25", "%5C", "%22", "'", "*", "AND", "a%20b", "%C3%A8", "ann%25", "NEAR(a)"] {
            assert!(list(&app, &rosa, &format!("q={text}")).await.is_empty(), "{text}");
        }
    }

    async fn the_state_filter_can_be_combined_with_a_search(app: TestApp) {
        let rosa = setting(&app, &NAMES).await;
        let id = app.get(&query("q=anna@")).by(&rosa).expect(200).await.body["items"][0]["id"].clone();
        let path = format!("/api/v1/mailboxes/{}", id.as_str().unwrap());
        app.patch(&path).by(&rosa).json(&json!({"state": "disabled"})).expect(200).await;
        assert_eq!(list(&app, &rosa, "q=anna&state=disabled").await, ["anna"]);
        assert_eq!(list(&app, &rosa, "q=anna&state=active").await.len(), 4);
        assert_eq!(list(&app, &rosa, "state=active,disabled").await.len(), 9);
        assert!(list(&app, &rosa, "state=cancelled").await.is_empty());
        assert_eq!(list(&app, &rosa, "sort=-state&limit=1").await, ["anna"]);
    }

    async fn paging_visits_every_row_once_in_every_order(app: TestApp) {
        let rosa = setting(&app, &NAMES).await;
        for sort in ["address", "local_part", "created_at", "state", "quota_mb"] {
            for direction in ["", "-"] {
                let whole = list(&app, &rosa, &format!("sort={direction}{sort}")).await;
                assert_eq!(whole.len(), NAMES.len());
                let walked = walk(&app, &rosa, &format!("sort={direction}{sort}&limit=2")).await;
                assert_eq!(walked, whole, "{direction}{sort}");
            }
        }
        assert_eq!(list(&app, &rosa, "sort=created_at").await, NAMES);
        let mut by_name = NAMES;
        by_name.sort_unstable();
        assert_eq!(list(&app, &rosa, "sort=local_part").await, by_name);
    }

    async fn the_last_page_has_no_link_to_a_next_one(app: TestApp) {
        let rosa = setting(&app, &["a", "b"]).await;
        let answer = app.get(&query("limit=2")).by(&rosa).expect(200).await;
        assert_eq!(answer.body["next_cursor"], Value::Null);
        assert_eq!(answer.header("link"), None);
        assert!(answer.body.get("total").is_none(), "a total only when asked for");
    }

    async fn invalid_parameters_are_named(app: TestApp) {
        let rosa = setting(&app, &["a", "b"]).await;
        let cursor = app.get(&query("limit=1")).by(&rosa).expect(200).await.body["next_cursor"].clone();
        let other_order = format!("cursor={}&sort=quota_mb", cursor.as_str().unwrap());
        for (parameters, fault) in [
            ("limit=0", "limit out_of_range"),
            ("limit=201", "limit out_of_range"),
            ("limit=-1", "limit invalid_type"),
            ("sort=colour", "sort unknown"),
            ("state=active,gone", "state unknown"),
            ("count=about", "count unknown"),
            ("cursor=xyz", "cursor invalid_cursor"),
            (&other_order, "cursor invalid_cursor"),
            ("stato=active", "stato not_expected"),
        ] {
            let answer = app.get(&query(parameters)).by(&rosa).expect(422).await;
            assert_eq!(answer.faults(), [fault], "{parameters}");
        }
        let both = app.get(&query("limit=0&sort=colour")).by(&rosa).expect(422).await;
        assert_eq!(both.faults(), ["limit out_of_range", "sort unknown"]);
        app.get("/api/v1/mailboxes?domain=pec.altrove.example").by(&rosa).expect(404).await;
    }

    async fn without_a_domain_the_list_covers_the_callers_scope(app: TestApp) {
        let rosa = setting(&app, &["a", "b"]).await;
        app.domain("pec.altrove.example").await;
        app.mailbox("pec.altrove.example", "lontana").await;
        let answer = app.get("/api/v1/mailboxes?count=exact").by(&rosa).expect(200).await;
        assert_eq!((names(&answer), &answer.body["total"]), (vec!["a".into(), "b".into()], &json!(2)));
        let operator = app.operator("gestore").await;
        let answer = app.get("/api/v1/mailboxes").by(&operator).expect(200).await;
        assert_eq!(names(&answer), ["a", "b", "lontana"]);
    }

    async fn several_domains_are_listed_together_in_one_order(app: TestApp) {
        let two = two_domains(&app).await;
        let both = format!("/api/v1/mailboxes?domain={DOMAIN},%20{SECOND},{DOMAIN}&count=exact");
        let answer = app.get(&both).by(&two.rosa).expect(200).await;
        assert_eq!(names(&answer), ["a", "b", "c", "d"]);
        assert_eq!(answer.body["total"], 4);
        for limit in 1..4 {
            let (mut path, mut all) = (format!("{both}&limit={limit}&sort=-created_at"), vec![]);
            loop {
                let answer = app.get(&path).by(&two.rosa).expect(200).await;
                all.extend(names(&answer));
                let Some(next) = answer.next_page() else { break };
                path = next;
            }
            assert_eq!(all, ["d", "c", "b", "a"], "{limit} a page");
        }
        // A domain that does not exist, and one of another organisation.
        for other in ["pec.nessuno.example", "pec.altrove.example", ""] {
            let path = format!("/api/v1/mailboxes?domain={DOMAIN},{other}");
            app.get(&path).by(&two.rosa).expect(404).await;
        }
    }

    async fn an_assistant_lists_the_domains_that_it_may_view(app: TestApp) {
        let two = two_domains(&app).await;
        let grant = |domain: &str, permissions: &[Permission]| DomainGrant {
            domain: domain.to_owned(),
            permissions: permissions.to_vec(),
        };
        let grants = vec![grant(DOMAIN, &[Permission::View]), grant(SECOND, &[Permission::Edit])];
        let ugo = app.account("ugo", Role::Assistant, Some(two.organization_id), grants).await;
        let answer = app.get("/api/v1/mailboxes?count=states").by(&ugo).expect(200).await;
        assert_eq!(names(&answer), ["a", "c"]);
        assert_eq!((&answer.body["total"], &answer.body["counts"]["active"]), (&json!(2), &json!(2)));
        let path = format!("/api/v1/mailboxes?domain={DOMAIN},{SECOND}");
        app.get(&path).by(&ugo).expect(404).await;
        // What it may not view does not show by a text either.
        app.post(&format!("/api/v1/mailboxes/{}/notes", two.b)).by(&two.rosa)
            .json(&json!({"text": "Sollecitata"})).expect(201).await;
        let found = app.get("/api/v1/mailboxes?note=sollecitata").by(&ugo).expect(200).await;
        assert!(names(&found).is_empty());
        let found = app.get("/api/v1/mailboxes?note=sollecitata").by(&two.rosa).expect(200).await;
        assert_eq!(names(&found), ["b"]);
    }

    async fn mailboxes_are_found_by_email_and_note(app: TestApp) {
        let rosa = setting(&app, &["anna", "bruno", "carla"]).await;
        let all = app.get(&query("")).by(&rosa).expect(200).await.body["items"].clone();
        let path = |place: usize| format!("/api/v1/mailboxes/{}", all[place]["id"].as_str().unwrap());
        let email = json!({"communication_email": "Anna.Neri@Posta.example"});
        app.patch(&path(1)).by(&rosa).json(&email).expect(200).await;
        let note = json!({"text": "Sentita la signora Anna di Forlì"});
        app.post(&format!("{}/notes", path(2))).by(&rosa).json(&note).expect(201).await;
        assert_eq!(list(&app, &rosa, "communication_email=neri@posta").await, ["bruno"]);
        assert_eq!(list(&app, &rosa, "communication_email=EXAMPLE.ORG").await, ["anna", "carla"]);
        assert_eq!(list(&app, &rosa, "note=di%20FORLI").await, ["carla"]);
        assert!(list(&app, &rosa, "note=forli&communication_email=neri").await.is_empty());
        // The search looks into addresses alone unless it is asked to look elsewhere too.
        assert_eq!(list(&app, &rosa, "q=anna").await, ["anna"]);
        let everywhere = "in=note,address,communication_email&q=anna";
        assert_eq!(list(&app, &rosa, everywhere).await, ["anna", "bruno", "carla"]);
        assert_eq!(walk(&app, &rosa, &format!("{everywhere}&limit=1")).await, ["anna", "bruno", "carla"]);
        assert_eq!(list(&app, &rosa, "in=note&q=anna").await, ["carla"]);
        assert_eq!(list(&app, &rosa, "in=note,address&q=an").await, ["anna"], "two characters");
        for (parameters, fault) in [
            ("note=fo", "note too_short"),
            ("communication_email=ne", "communication_email too_short"),
            ("in=address,name", "in unknown"),
        ] {
            let answer = app.get(&query(parameters)).by(&rosa).expect(422).await;
            assert_eq!(answer.faults(), [fault], "{parameters}");
        }
    }

    async fn the_states_are_counted_whatever_state_is_listed(app: TestApp) {
        let rosa = setting(&app, &NAMES).await;
        let one = |name: &str| query(&format!("q={name}@"));
        for name in ["anna", "luca"] {
            let found = app.get(&one(name)).by(&rosa).expect(200).await;
            let id = found.body["items"][0]["id"].as_str().unwrap().to_owned();
            app.delete(&format!("/api/v1/mailboxes/{id}")).by(&rosa).expect(200).await;
        }
        for (parameters, active, cancelled, total) in [
            ("", 7, 2, 9),
            ("&state=active", 7, 2, 7),
            ("&state=cancelled,disabled", 7, 2, 2),
            ("&q=ann", 4, 1, 5),
            ("&q=ann&state=active", 4, 1, 4),
            ("&communication_email=anna&in=address", 4, 1, 5),
        ] {
            let answer = app.get(&query(&format!("count=states{parameters}"))).by(&rosa).expect(200).await;
            let counts = json!({"pending_activation": 0, "active": active, "disabled": 0,
                "suppressed": 0, "cancelled": cancelled});
            assert_eq!(answer.body["counts"], counts, "{parameters}");
            assert_eq!(answer.body["total"], total, "{parameters}");
        }
    }

    async fn exports_and_bulk_changes_take_the_same_filters(app: TestApp) {
        let two = two_domains(&app).await;
        let filters = format!("domain={DOMAIN},{SECOND}&q=b&in=address,communication_email\
            &communication_email=example.org");
        let file = app.get(&format!("/api/v1/mailboxes/export?format=csv&{filters}"))
            .by(&two.rosa).expect(200).await;
        let name = file.header("content-disposition").unwrap().to_owned();
        assert!(!name.contains(DOMAIN), "{name}");
        let exports = app.get("/api/v1/exports").by(&two.rosa).expect(200).await;
        let list = &exports.body["items"][0]["list"];
        assert_eq!(list["domain"], format!("{DOMAIN},{SECOND}"));
        assert_eq!(list["in"], "address,communication_email");
        assert_eq!(list["communication_email"], "example.org");
        assert_eq!(exports.body["items"][0]["rows_announced"], 1);
        assert!(sigillo_app::history::verify(&app.app.db, &Request::default()).await.unwrap().is_ok());
        let matching = json!({"domain": format!("{DOMAIN},{SECOND}"), "communication_email": "c@exa"});
        let body = json!({"change": {"action": "disable"}, "matching": matching, "count": 1});
        let job = app.post("/api/v1/bulk-changes").by(&two.rosa).json(&body).expect(202).await;
        assert_eq!(job.body["matching"], matching);
    }
}
