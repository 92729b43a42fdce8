//! The lists of accounts, accesses, organisations, domains, exports, jobs, saved views, plans, resellers, holders
//! companies and documents.

use serde_json::{Value, json};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Answer, TestApp, on_both_engines, pdf, tax_code};

const OWN: &str = "pec.example.it";
const FOREIGN: &str = "altrove.example.org";

/// Each list, with the pointer to the name of a row.
const LISTS: [(&str, &str); 16] = [
    ("/api/v1/accounts", "/username"),
    ("/api/v1/access-log", "/actor/name"),
    ("/api/v1/organizations", "/name"),
    ("/api/v1/domains", "/name"),
    ("/api/v1/exports", "/actor/name"),
    ("/api/v1/jobs", "/created_by"),
    ("/api/v1/views", "/name"),
    ("/api/v1/plans", "/code"),
    ("/api/v1/resellers", "/name"),
    ("/api/v1/holders", "/tax_code"),
    ("/api/v1/companies", "/legal_name"),
    ("/api/v1/documents", "/name"),
    ("/api/v1/holder-changes", "/mailbox_address"),
    ("/api/v1/tickets", "/summary"),
    ("/api/v1/preservation/packages", "/closed_at"),
    ("/api/v1/preservation/disposals", "/reason"),
];

struct Tenants {
    operator: Account,
    /// Has an assistant, a domain with two mailboxes, an export, a job, a shared view, a reseller, a holder that it
    /// has opened, and its company.
    own: Account,
    assistant: Account,
    /// Has only a domain with a mailbox, and a holder with a company, who is to have the mailbox.
    foreign: Account,
}

async fn tenants(app: &TestApp) -> Tenants {
    let own = app.domain(OWN).await;
    let foreign = app.domain(FOREIGN).await;
    let tenants = Tenants {
        operator: app.operator("gestore").await,
        own: app.postmaster("rosa", own.organization_id).await,
        assistant: app.assistant("anna", &own, &[Permission::View, Permission::Export]).await,
        foreign: app.postmaster("ugo", foreign.organization_id).await,
    };
    let given_away = app.mailbox(OWN, "uno").await.id;
    app.mailbox(OWN, "due").await;
    export(app, &tenants.own, "csv").await;
    bulk_change(app, &tenants.own).await;
    for (place, organization) in
        [own.organization_id, foreign.organization_id].into_iter().enumerate()
    {
        let holder = app.holder(organization, place).await;
        app.company(holder.id, place).await;
        let document = format!("Atto {place}.pdf");
        app.document(&format!("holder:{}", holder.id), &document, &pdf(&document)).await;
        let mailbox = if organization == own.organization_id {
            let path = format!("/api/v1/holders/{}", holder.id);
            app.get(&path).by(&tenants.own).expect(200).await;
            given_away
        } else {
            app.mailbox(FOREIGN, "passa").await.id
        };
        app.holder_change(mailbox, holder.id).await;
        app.disposal(mailbox).await;
        app.ticket(organization, &format!("Guasto {place}")).await;
    }
    app.view(&tenants.own, "Attive", &json!({}), &json!({"shared": true})).await;
    app.reseller(own.organization_id, "Rete Vendite").await;
    let third = app.organization("Ente terzo").await;
    app.reseller(third, "Altra rete").await;
    for code in ["BASE", "GRANDE"] {
        app.plan(code, 1000, 0).await;
    }
    // An operator sees no views of organisations.
    for name in ["prima", "Seconda"] {
        app.view(&tenants.operator, name, &json!({}), &json!({})).await;
    }
    tenants
}

async fn export(app: &TestApp, by: &Account, format: &str) {
    let path = format!("/api/v1/mailboxes/export?format={format}&domain={OWN}");
    app.get(&path).by(by).expect(200).await;
}

async fn bulk_change(app: &TestApp, by: &Account) {
    let request = json!({"change": {"action": "disable"}, "matching": {"domain": OWN}, "count": 2});
    app.post("/api/v1/bulk-changes").by(by).json(&request).expect(202).await;
}

fn names(answer: &Answer, pointer: &str) -> Vec<String> {
    let items = answer.body["items"].as_array().expect("items");
    let name = |item: &Value| item.pointer(pointer).and_then(Value::as_str).unwrap().to_owned();
    items.iter().map(name).collect()
}

/// The names of a list's rows; the total must equal their number.
async fn list(app: &TestApp, by: &Account, path: &str, parameters: &str) -> Vec<String> {
    let (_, pointer) = LISTS.iter().find(|(list, _)| *list == path).unwrap();
    let path = format!("{path}?count=exact&{parameters}");
    let answer = app.get(&path).by(by).expect(200).await;
    let names = names(&answer, pointer);
    assert_eq!(answer.body["total"], json!(names.len()), "{path}");
    names
}

async fn refusals(app: &TestApp, by: &Account, path: &str) -> Vec<String> {
    app.get(path).by(by).expect(422).await.faults()
}

on_both_engines! {
    async fn another_tenant_neither_sees_nor_counts_rows(app: TestApp) {
        let Tenants { operator, own, assistant, foreign } = tenants(&app).await;
        for (path, _) in LISTS {
            if path == "/api/v1/organizations" {
                for account in [&own, &assistant, &foreign] {
                    app.get(path).by(account).expect(403).await;
                }
                continue;
            }
            if path == "/api/v1/plans" {
                for account in [&own, &assistant, &foreign, &operator] {
                    assert_eq!(list(&app, account, path, "").await, ["BASE", "GRANDE"]);
                }
                continue;
            }
            let own_rows = list(&app, &own, path, "").await;
            // The exported mailboxes show their holders, so that both the opened holder and the file are accesses.
            // A change of holder has a document too.
            let expected = if matches!(path, "/api/v1/access-log" | "/api/v1/documents") { 2 } else { 1 };
            assert_eq!(own_rows.len(), expected, "{path}");
            let mut foreign_rows = list(&app, &foreign, path, "").await;
            // What was made at one moment is in no order.
            foreign_rows.sort_unstable();
            let alien = match path {
                "/api/v1/domains" => vec![FOREIGN.to_owned()],
                "/api/v1/holders" => vec![tax_code(1)],
                "/api/v1/companies" => vec!["Prove 1 S.r.l.".to_owned()],
                "/api/v1/documents" => vec!["Atto 1.pdf".to_owned(), "subentro.pdf".to_owned()],
                "/api/v1/holder-changes" => vec![format!("passa@{FOREIGN}")],
                "/api/v1/tickets" => vec!["Guasto 1".to_owned()],
                "/api/v1/preservation/packages" => vec!["2026-01-01T09:00:00.123456Z".to_owned()],
                "/api/v1/preservation/disposals" => vec!["Termine trascorso.".to_owned()],
                _ => vec![],
            };
            assert_eq!(foreign_rows, alien, "{path}");
            assert!(list(&app, &operator, path, "").await.len() >= own_rows.len(), "{path}");
        }
        // Filters for another tenant's rows find nothing either.
        let me = app.get("/api/v1/me").by(&own).expect(200).await.body;
        let organization = me["account"]["organization_id"].as_str().unwrap();
        let of_own = format!("organization_id={organization}");
        let by_own = format!("account_id={}", own.id);
        for (path, parameters) in [
            ("/api/v1/accounts", of_own.as_str()),
            ("/api/v1/accounts", "q=anna"),
            ("/api/v1/accounts", "role=postmaster"),
            ("/api/v1/domains", &of_own),
            ("/api/v1/domains", "q=pec.example"),
            ("/api/v1/exports", &by_own),
            ("/api/v1/exports", "domain=pec.example.it"),
            ("/api/v1/jobs", &by_own),
            ("/api/v1/resellers", &of_own),
            ("/api/v1/resellers", "q=rete"),
            ("/api/v1/access-log", "person=rosa"),
            ("/api/v1/holders", &of_own),
            ("/api/v1/companies", &of_own),
            ("/api/v1/documents", "q=atto%200"),
            ("/api/v1/holder-changes", "domain=pec.example.it"),
            ("/api/v1/tickets", &of_own),
            ("/api/v1/preservation/packages", &of_own),
            ("/api/v1/preservation/disposals", &of_own),
            ("/api/v1/tickets", "q=guasto%200"),
            ("/api/v1/companies", "q=prove 0".replace(' ', "%20").as_str()),
        ] {
            assert!(list(&app, &foreign, path, parameters).await.is_empty(), "{path} {parameters}");
        }
        assert!(list(&app, &assistant, "/api/v1/jobs", &by_own).await.is_empty());
        assert_eq!(list(&app, &assistant, "/api/v1/domains", "").await, [OWN]);
    }

    async fn invalid_parameters_are_named(app: TestApp) {
        let operator = app.operator("gestore").await;
        for (path, _) in LISTS {
            for (parameters, fault) in [
                ("limit=0", "limit out_of_range"),
                ("limit=201", "limit out_of_range"),
                ("limit=many", "limit invalid_type"),
                ("sort=colour", "sort unknown"),
                ("sort=", "sort unknown"),
                ("count=about", "count unknown"),
                ("cursor=xyz", "cursor invalid_cursor"),
                ("colour=red", "colour not_expected"),
            ] {
                let faults = refusals(&app, &operator, &format!("{path}?{parameters}")).await;
                assert_eq!(faults, [fault], "{path} {parameters}");
            }
            let both = refusals(&app, &operator, &format!("{path}?limit=0&sort=colour")).await;
            assert_eq!(both, ["limit out_of_range", "sort unknown"], "{path}");
        }
        let long = format!("organizations?q={}", "a".repeat(255));
        for (query, fault) in [
            ("accounts?role=assistant,king", "role unknown"),
            ("accounts?state=asleep", "state unknown"),
            ("accounts?organization_id=1", "organization_id invalid_type"),
            (&long, "q too_long"),
            ("domains?q=%00", "q invalid_characters"),
            ("domains?onboarding=none", "onboarding unknown"),
            ("access-log?kind=read,written", "kind unknown"),
            ("access-log?holder=rosa", "holder invalid_type"),
            ("access-log?from=yesterday", "from invalid_type"),
            ("exports?format=csv,doc", "format unknown"),
            ("exports?outcome=lost", "outcome unknown"),
            ("exports?from=yesterday", "from invalid_type"),
            ("exports?to=-0001-01-01T00:00:00Z", "to out_of_range"),
            ("jobs?kind=export", "kind unknown"),
            ("jobs?state=running,lost", "state unknown"),
            ("jobs?account_id=rosa", "account_id invalid_type"),
            ("views?list=colours", "list unknown"),
            ("plans?state=offered,sold", "state unknown"),
            ("resellers?organization_id=1", "organization_id invalid_type"),
            ("holders?state=asleep", "state unknown"),
            ("holders?organization_id=1", "organization_id invalid_type"),
            ("companies?q=%00", "q invalid_characters"),
            ("documents?kind=letter", "kind unknown"),
            ("documents?verdict=valid,good", "verdict unknown"),
            ("documents?subject=rosa", "subject unknown"),
            ("holder-changes?state=done", "state unknown"),
            ("tickets?status=open,lost", "status unknown"),
            ("preservation/packages?organization_id=1", "organization_id invalid_type"),
            ("preservation/disposals?state=lost", "state unknown"),
            ("tickets?priority=huge", "priority unknown"),
            ("tickets?queue=theirs", "queue unknown"),
            ("tickets?type=letter", "type unknown"),
            ("tickets?created_from=yesterday", "created_from invalid_type"),
            ("tickets?created_from=2026-02-02&created_to=2026-02-01", "created_to contradiction"),
        ] {
            let faults = refusals(&app, &operator, &format!("/api/v1/{query}")).await;
            assert_eq!(faults, [fault], "{query}");
        }
    }

    async fn a_cursor_only_works_for_its_own_list(app: TestApp) {
        let Tenants { operator, own, .. } = tenants(&app).await;
        export(&app, &own, "xlsx").await;
        bulk_change(&app, &own).await;
        app.get("/api/v1/holders").by(&own).expect(200).await;
        let mut cursors = vec![];
        for (path, _) in LISTS {
            let answer = app.get(&format!("{path}?limit=1")).by(&operator).expect(200).await;
            cursors.push(answer.body["next_cursor"].as_str().expect(path).to_owned());
        }
        for (place, (path, _)) in LISTS.into_iter().enumerate() {
            for (from, cursor) in cursors.iter().enumerate() {
                let next = format!("{path}?limit=1&count=exact&cursor={cursor}");
                if from == place {
                    let answer = app.get(&next).by(&operator).expect(200).await;
                    assert_eq!(answer.body["items"].as_array().map(Vec::len), Some(1), "{path}");
                } else {
                    let faults = refusals(&app, &operator, &next).await;
                    assert_eq!(faults, ["cursor invalid_cursor"], "{path}");
                }
            }
        }
        // A cursor is also refused with another order or other filters. The default order may be
        // stated.
        let accounts = &cursors[0];
        let next = |parameters: &str| format!("/api/v1/accounts?{parameters}&cursor={accounts}");
        app.get(&next("sort=username")).by(&operator).expect(200).await;
        for other in ["sort=-username", "sort=display_name", "role=assistant", "q=a"] {
            let faults = refusals(&app, &operator, &next(other)).await;
            assert_eq!(faults, ["cursor invalid_cursor"], "{other}");
        }
    }

    async fn paging_visits_every_row_once_in_every_order(app: TestApp) {
        let Tenants { operator, own, .. } = tenants(&app).await;
        export(&app, &own, "xlsx").await;
        export(&app, &operator, "csv").await;
        bulk_change(&app, &own).await;
        app.get("/api/v1/holders").by(&own).expect(200).await;
        for (path, sorts) in [
            ("access-log", "at"),
            ("accounts", "username display_name role state created_at last_sign_in_at"),
            ("organizations", "name created_at"),
            ("domains", "name organization_name created_at"),
            ("exports", "at actor rows_announced finished_at"),
            ("jobs", "created_at kind state finished_at"),
            ("views", "name created_at"),
            ("plans", "code name state created_at"),
            ("resellers", "name organization_name created_at"),
            ("holders", "family_name given_name created_at"),
            ("companies", "legal_name created_at"),
            ("documents", "created_at name"),
            ("holder-changes", "requested_at"),
            ("tickets", "updated_at created_at reference"),
            ("preservation/packages", "closed_at"),
            ("preservation/disposals", "proposed_at"),
        ] {
            for sort in sorts.split(' ').flat_map(|sort| [sort.to_owned(), format!("-{sort}")]) {
                let whole = app.get(&format!("/api/v1/{path}?sort={sort}")).by(&operator).expect(200).await;
                let whole = whole.body["items"].as_array().unwrap().clone();
                let mut walked = vec![];
                let mut next = Some(format!("/api/v1/{path}?sort={sort}&limit=1"));
                while let Some(page) = next {
                    let answer = app.get(&page).by(&operator).expect(200).await;
                    walked.extend(answer.body["items"].as_array().unwrap().clone());
                    next = answer.next_page();
                }
                assert!(walked == whole && whole.len() > 1, "{path} {sort}");
            }
        }
    }

    async fn accounts_are_filtered_by_name_role_and_state(app: TestApp) {
        let Tenants { operator, assistant, .. } = tenants(&app).await;
        let patch = json!({"display_name": "Niccolò Forlì", "state": "disabled"});
        let path = LISTS[0].0;
        app.patch(&format!("{path}/{}", assistant.id)).by(&operator).json(&patch).expect(200).await;
        for (parameters, found) in [
            ("", &["anna", "gestore", "rosa", "ugo"][..]),
            ("q=FORLI", &["anna"]),
            ("q=niccol%C3%B2", &["anna"]),
            ("q=O", &["anna", "gestore", "rosa", "ugo"]),
            ("q=os", &["rosa"]),
            ("q=%25", &[]),
            ("q=_", &[]),
            ("role=postmaster", &["rosa", "ugo"]),
            ("role=postmaster,assistant&sort=-username", &["ugo", "rosa", "anna"]),
            ("state=disabled", &["anna"]),
            ("state=enabled&role=assistant", &[]),
            ("role=&state=&q=", &["anna", "gestore", "rosa", "ugo"]),
        ] {
            assert_eq!(list(&app, &operator, path, parameters).await, found, "{parameters}");
        }
    }

    async fn domains_and_organisations_are_searched_by_name(app: TestApp) {
        let operator = app.operator("gestore").await;
        let forli = app.organization("Città di Forlì").await;
        let other = app.organization("Ente B").await;
        app.domain_of(forli, "pec.b.example.it").await;
        app.domain_of(other, "pec.a.example.it").await;
        let contract = json!({"onboarding": "contract"});
        let cert = app.domain_of(other, "cert.example.it").await;
        let path = format!("/api/v1/domains/{}", cert.id);
        app.patch(&path).by(&operator).json(&contract).expect(200).await;
        let of_other = format!("organization_id={other}");
        for (path, parameters, found) in [
            ("/api/v1/organizations", "q=citta", &["Città di Forlì"][..]),
            ("/api/v1/organizations", "q=FORL%C3%8C", &["Città di Forlì"]),
            ("/api/v1/organizations", "sort=-name", &["Ente B", "Città di Forlì"]),
            ("/api/v1/domains", "q=pec", &["pec.a.example.it", "pec.b.example.it"]),
            ("/api/v1/domains", "q=forli", &["pec.b.example.it"]),
            ("/api/v1/domains", &of_other, &["cert.example.it", "pec.a.example.it"]),
            ("/api/v1/domains", "onboarding=contract", &["cert.example.it"]),
            ("/api/v1/domains", "onboarding=contract,direct&q=b", &["cert.example.it", "pec.a.example.it", "pec.b.example.it"]),
            ("/api/v1/domains", "sort=organization_name&q=pec", &["pec.b.example.it", "pec.a.example.it"]),
        ] {
            assert_eq!(list(&app, &operator, path, parameters).await, found, "{path} {parameters}");
        }
    }

    async fn exports_and_jobs_are_filtered_by_their_fields(app: TestApp) {
        let Tenants { operator, own, .. } = tenants(&app).await;
        app.clock.advance(chrono::TimeDelta::hours(1));
        let operator = app.sign_in(&operator.username).await;
        export(&app, &operator, "xlsx").await;
        bulk_change(&app, &operator).await;
        let by_own = format!("account_id={}", own.id);
        let both = &["gestore", "rosa"][..];
        for (path, parameters, found) in [
            ("/api/v1/exports", "", both),
            ("/api/v1/exports", "sort=at", &["rosa", "gestore"]),
            ("/api/v1/exports", &by_own, &["rosa"]),
            ("/api/v1/exports", "format=xlsx", &["gestore"]),
            ("/api/v1/exports", "format=xlsx,csv&outcome=complete", both),
            ("/api/v1/exports", "outcome=broken_off", &[]),
            ("/api/v1/exports", "domain=PEC.example.it", both),
            ("/api/v1/exports", "domain=altrove.example.org", &[]),
            ("/api/v1/exports", "from=2026-01-01T09:30:00Z", &["gestore"]),
            ("/api/v1/exports", "to=2026-01-01T11:30:00%2B02:00", &["rosa"]),
            ("/api/v1/exports", "from=2026-01-01T09:00:00Z&to=2026-01-01T11:00:00Z", both),
            ("/api/v1/jobs", "", both),
            ("/api/v1/jobs", &by_own, &["rosa"]),
            ("/api/v1/jobs", "kind=bulk_change&state=checking", both),
            ("/api/v1/jobs", "kind=import", &[]),
            ("/api/v1/jobs", "kind=holder_import", &[]),
            ("/api/v1/jobs", "kind=identification_import", &[]),
            ("/api/v1/jobs", "state=finished,failed", &[]),
        ] {
            assert_eq!(list(&app, &operator, path, parameters).await, found, "{path} {parameters}");
        }
    }
}
