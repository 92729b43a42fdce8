//! Two people at once.

use super::*;
use futures_util::future::join;
use sigillo_testkit::{on_both_engines, tax_code};

fn studio(name: &str, fields: &Value) -> Value {
    let request = json!({
        "domain": CONTRACTS, "local_part": name, "communication_email": "studio@example.org",
    });
    with(request, fields)
}

fn sorted(one: &Answer, other: &Answer) -> [u16; 2] {
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    statuses
}

on_both_engines! {
    async fn the_same_person_is_registered_once(app: TestApp) {
        let Office { rosa, anna, .. } = office(&app).await;
        let before = app.row_counts().await;
        let with_address = with(zoe(), &json!({"addresses": [address()]}));
        let create = |by| app.post(HOLDERS).by(by).json(&with_address).send();
        let (one, other) = join(create(&rosa), create(&anna)).await;
        assert_eq!(sorted(&one, &other), [201, 409]);
        let refused = if one.status == 409 { one } else { other };
        let expected = ("holder_exists", vec!["/tax_code taken".to_owned()]);
        assert_eq!((refused.code(), refused.faults()), expected);
        let after = app.row_counts().await;
        for table in ["holder", "holder_address", "holder_key", "history"] {
            assert_eq!(after[table], before[table] + 1, "{table}");
        }
        verified(&app).await;
    }

    async fn the_same_person_enters_with_one_mailbox_only(app: TestApp) {
        let Office { rosa, .. } = office(&app).await;
        let fields = json!({"holder": zoe(), "address": address()});
        let create = |name| app.post(MAILBOXES).by(&rosa).json(&studio(name, &fields)).send();
        let (one, other) = join(create("una"), create("due")).await;
        assert_eq!(sorted(&one, &other), [201, 409]);
        let refused = if one.status == 409 { one } else { other };
        assert_eq!(refused.faults(), ["/holder/tax_code taken"]);
        let counts = app.row_counts().await;
        assert_eq!((counts["holder"], counts["mailbox"], counts["holder_address"]), (1, 1, 1));
        verified(&app).await;
    }

    async fn an_address_is_removed_or_taken(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await;
        for place in 0..5 {
            let street = app.holder_address(holder.id, "Via Nuova").await;
            let path = format!("/api/v1/holder-addresses/{}", street.id);
            let fields = json!({"holder": {"id": holder.id}, "address": {"id": street.id}});
            let request = studio(&format!("studio{place}"), &fields);
            let take = app.post(MAILBOXES).by(&rosa).json(&request).send();
            let remove = app.delete(&path).by(&rosa).send();
            let (taken, removed) = join(take, remove).await;
            match (taken.status, removed.status) {
                (201, 409) => assert_eq!(removed.code(), "in_use"),
                (422, 204) => assert_eq!(taken.faults(), ["/address/id unknown"]),
                other => panic!("{other:?}: {} {}", taken.body, removed.body),
            }
        }
        verified(&app).await;
    }

    async fn a_tie_is_removed_or_taken(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await;
        for place in 0..5 {
            let tie = app.company(holder.id, place).await;
            let path = format!("/api/v1/holder-companies/{}", tie.id);
            let fields = json!({
                "holder": {"id": holder.id}, "address": address(), "company": {"id": tie.company.id},
            });
            let request = studio(&format!("studio{place}"), &fields);
            let take = app.post(MAILBOXES).by(&rosa).json(&request).send();
            let remove = app.delete(&path).by(&rosa).send();
            let (taken, removed) = join(take, remove).await;
            assert_eq!(taken.status, 201, "a tie that is gone is made anew: {}", taken.body);
            assert!(matches!(removed.status, 204 | 409), "{}", removed.body);
        }
        verified(&app).await;
    }

    async fn a_holder_ends_while_a_mailbox_takes_it(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        for place in 0..5 {
            let number = 10 + place;
            let holder = app.holder(domain.organization_id, number).await;
            let fields = json!({"holder": {"id": holder.id}, "address": address()});
            let request = studio(&format!("studio{number}"), &fields);
            let take = app.post(MAILBOXES).by(&rosa).json(&request).send();
            let end = app.execute("UPDATE holder SET state = 'merged' WHERE state = 'registered'");
            let (taken, ()) = join(take, end).await;
            if taken.status != 201 {
                assert_eq!((taken.status, taken.faults()), (422, vec!["/holder/id holder_ended".to_owned()]));
            }
        }
    }

    async fn corrections_and_changes_follow_each_other(app: TestApp) {
        let Office { rosa, anna, domain, .. } = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await;
        let path = format!("{HOLDERS}/{}", holder.id);
        let correct = |by, name: &str| {
            let patch = json!({"given_name": name, "correction_reason": "Errore"});
            app.patch(&path).by(by).json(&patch).if_match(1).send()
        };
        let (one, other) = join(correct(&rosa, "Zoe"), correct(&anna, "Zoé")).await;
        assert_eq!(sorted(&one, &other), [200, 412]);
        let other_person = app.holder(domain.organization_id, 2).await;
        let claim = |id: sigillo_domain::id::HolderId| {
            let patch = json!({"tax_code": tax_code(3), "correction_reason": "Errore"});
            app.patch(&format!("{HOLDERS}/{id}")).by(&rosa).json(&patch).send()
        };
        let (one, other) = join(claim(holder.id), claim(other_person.id)).await;
        assert_eq!(sorted(&one, &other), [200, 409]);
        verified(&app).await;
    }

    async fn an_answer_that_was_lost_is_given_again(app: TestApp) {
        let Office { rosa, .. } = office(&app).await;
        let fields = json!({"holder": zoe(), "address": address()});
        let send = || {
            let request = app.post(MAILBOXES).by(&rosa).json(&studio("studio", &fields));
            request.header("idempotency-key", "chiave-1").expect(201)
        };
        let first = send().await;
        let before = app.row_counts().await;
        assert_eq!(send().await.body, first.body);
        let after = app.row_counts().await;
        for table in ["holder", "holder_address", "mailbox", "history"] {
            assert_eq!(after[table], before[table], "{table}");
        }
    }
}
