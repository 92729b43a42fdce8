use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use serde_json::json;
use sigillo_app::objects::sweep_unnamed;
use sigillo_testkit::on_both_engines;

use super::{archive, assert_history, package_of, problems};

const PATH: &str = "/api/v1/preservation/disposals";

on_both_engines! {
    async fn what_is_past_its_retention_is_discarded_by_two_people(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        let old = app.receipt(&mailbox).await;
        package_of(&app, organization, &mailbox, 2).await;
        let proposer = app.postmaster("rosa", organization).await;
        let request = json!({"reason": "Termine trascorso."});
        let early = app.post(PATH).by(&proposer).json(&request).expect(409).await;
        assert_eq!(early.body["code"], "retention_runs");
        app.clock.advance(TimeDelta::days(3660));
        let young = app.receipt(&mailbox).await;
        package_of(&app, organization, &mailbox, 0).await;

        let proposer = app.sign_in("rosa").await;
        let decider = app.postmaster("piero", organization).await;
        let faulty = app.post(PATH).by(&proposer).json(&json!({})).expect(422).await;
        assert_eq!(faulty.body["errors"][0]["pointer"], "/reason");
        let proposed = app.post(PATH).by(&proposer).json(&request).expect(201).await;
        assert_eq!(proposed.body["receipts"], 3);
        assert_eq!(proposed.body["may_decide"], false);
        let one = format!("{PATH}/{}", proposed.body["id"].as_str().unwrap());
        let twice = app.post(PATH).by(&proposer).json(&request).expect(409).await;
        assert_eq!(twice.body["code"], "retention_runs", "nothing is left that waits for no decision");
        let list = app.get(&format!("{one}/list")).by(&decider).expect(200).await;
        let list = String::from_utf8(list.bytes.to_vec()).unwrap();
        assert_eq!(list.lines().count(), 4);
        assert!(list.contains(&old.sha256) && !list.contains(&young.sha256));

        let own = app.post(&format!("{one}/approve")).by(&proposer).expect(403).await;
        assert_eq!(own.body["code"], "own_request");
        app.post(&format!("{one}/reject")).by(&proposer).json(&request).expect(403).await;
        let (other, _) = archive(&app, "altro").await;
        let stranger = app.postmaster("strano", other).await;
        app.post(&format!("{one}/approve")).by(&stranger).expect(404).await;
        app.get(&format!("{one}/list")).by(&stranger).expect(404).await;
        app.post(&format!("{one}/approve")).by(&decider).if_match(7).expect(412).await;
        assert!(app.objects.content(&old.sha256).is_some());
        let done = app.post(&format!("{one}/approve")).by(&decider).if_match(1).expect(200).await;
        assert_eq!(done.body["state"], "approved");
        assert_eq!(done.body["decided_by"], "piero");
        let again = app.post(&format!("{one}/approve")).by(&decider).expect(409).await;
        assert_eq!(again.body["code"], "not_in_this_state");

        assert!(sweep_unnamed(&app.app, 100).await.unwrap() > 0);
        assert!(app.objects.content(&old.sha256).is_none(), "its content is gone");
        assert!(app.objects.content(&young.sha256).is_some());
        assert_eq!(problems(&app, organization).await, [], "the archive says so itself");
        let status = app.get("/api/v1/preservation").by(&decider).expect(200).await.body;
        let archive = &status["archives"][0];
        assert_eq!(archive["discarded"], 3);
        assert_eq!(archive["receipts"], 1);
        assert_eq!(archive["past_retention"], 0);
        assert_history(&app).await;
    }

    async fn what_was_rejected_or_withdrawn_can_be_proposed_again(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        package_of(&app, organization, &mailbox, 1).await;
        app.clock.advance(TimeDelta::days(3660));
        let proposer = app.postmaster("rosa", organization).await;
        let operator = app.operator("gestore").await;
        let request = json!({"reason": "Termine trascorso."});
        let propose = async || {
            let proposed = app.post(PATH).by(&proposer).json(&request).expect(201).await;
            format!("{PATH}/{}", proposed.body["id"].as_str().unwrap())
        };
        let one = propose().await;
        let why = json!({"reason": "Un contenzioso è aperto."});
        let rejected = app.post(&format!("{one}/reject")).by(&operator).json(&why).expect(200).await;
        assert_eq!(rejected.body["decision_reason"], "Un contenzioso è aperto.");
        let one = propose().await;
        app.post(&format!("{one}/withdraw")).by(&proposer).expect(200).await;
        app.post(&format!("{one}/approve")).by(&operator).expect(409).await;
        let one = propose().await;
        app.objects.alter(
            app.get(&one).by(&operator).expect(200).await.body["list_sha256"].as_str().unwrap(),
        );
        let damaged = app.post(&format!("{one}/approve")).by(&operator).send().await;
        assert_eq!(damaged.body["code"], "document_damaged", "{}", damaged.status);
    }

    async fn two_who_propose_or_approve_at_once(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        package_of(&app, organization, &mailbox, 3).await;
        app.clock.advance(TimeDelta::days(3660));
        let (one, other) =
            (app.postmaster("rosa", organization).await, app.postmaster("piero", organization).await);
        let request = json!({"reason": "Termine trascorso."});
        let propose = |by| app.post(PATH).by(by).json(&request).send();
        let (first, second) = futures_util::join!(propose(&one), propose(&other));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        let id = if first.status == 201 { &first } else { &second };
        let path = format!("{PATH}/{}/approve", id.body["id"].as_str().unwrap());
        let operators = (app.operator("uno").await, app.operator("due").await);
        let approve = |by| app.post(&path).by(by).send();
        let (first, second) = futures_util::join!(approve(&operators.0), approve(&operators.1));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        assert_eq!(problems(&app, organization).await, []);
    }

    async fn a_store_that_keeps_everything_breaks_nothing(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        let old = app.receipt(&mailbox).await;
        package_of(&app, organization, &mailbox, 0).await;
        app.clock.advance(TimeDelta::days(3660));
        let proposer = app.postmaster("rosa", organization).await;
        let operator = app.operator("gestore").await;
        let request = json!({"reason": "Termine trascorso."});
        let proposed = app.post(PATH).by(&proposer).json(&request).expect(201).await;
        let approve = format!("{PATH}/{}/approve", proposed.body["id"].as_str().unwrap());
        app.post(&approve).by(&operator).expect(200).await;
        app.objects.is_locked.store(true, Ordering::Relaxed);
        while sweep_unnamed(&app.app, 100).await.unwrap() > 0 {}
        assert!(app.objects.content(&old.sha256).is_some());
        let status = app.get("/api/v1/preservation").by(&operator).expect(200).await.body;
        assert_eq!(status["locked_objects"], 1, "what stays is said");
        assert_eq!(problems(&app, organization).await, []);
        // Once the lock is over it goes.
        app.objects.is_locked.store(false, Ordering::Relaxed);
        app.clock.advance(TimeDelta::days(1));
        while sweep_unnamed(&app.app, 100).await.unwrap() > 0 {}
        assert!(app.objects.content(&old.sha256).is_none());
        let operator = app.sign_in("gestore").await;
        let status = app.get("/api/v1/preservation").by(&operator).expect(200).await.body;
        assert_eq!(status["locked_objects"], 0);
    }
}
