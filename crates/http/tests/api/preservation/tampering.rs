use sigillo_app::history::Request;
use sigillo_app::preservation::archive::seal_waiting;
use sigillo_testkit::on_both_engines;

use super::{archive, package_of, packages, problems};

fn found(kind: &str, package: i64) -> (String, Option<i64>) {
    (kind.to_owned(), Some(package))
}

on_both_engines! {
    async fn altered_content_is_found(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        let receipt = app.receipt(&mailbox).await;
        let first = package_of(&app, organization, &mailbox, 1).await;
        let second = package_of(&app, organization, &mailbox, 1).await;
        seal_waiting(&app.app, 10).await.unwrap();
        let sealed = packages(&app, organization).await.remove(1);
        assert_eq!(problems(&app, organization).await, []);
        app.objects.alter(&receipt.sha256);
        assert_eq!(problems(&app, organization).await, [found("damaged_receipt", 1)]);
        app.objects.alter(&receipt.sha256);
        assert_eq!(problems(&app, organization).await, [], "it is as it was");
        for (sha256, problem) in [
            (&first.report_sha256, found("damaged_report", 1)),
            (&second.index_sha256, found("damaged_index", 2)),
            (&sealed.seal.as_ref().unwrap().sha256, found("damaged_seal", 2)),
        ] {
            app.objects.alter(sha256);
            assert_eq!(problems(&app, organization).await, [problem]);
            app.objects.alter(sha256);
        }
        app.objects.lose(&receipt.sha256);
        assert_eq!(problems(&app, organization).await, [found("damaged_receipt", 1)]);
    }

    async fn a_package_that_was_removed_is_missed(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        for _ in 0..3 {
            package_of(&app, organization, &mailbox, 1).await;
        }
        app.execute(
            "UPDATE receipt SET package_id = NULL WHERE package_id = (SELECT id FROM receipt_package WHERE sequence = 2);
             DELETE FROM receipt_package WHERE sequence = 2",
        ).await;
        let problems_found = problems(&app, organization).await;
        assert_eq!(problems_found, [found("missing_package", 2), found("broken_chain", 3)]);
        // So is the last one.
        app.execute(
            "UPDATE receipt SET package_id = NULL WHERE package_id = (SELECT id FROM receipt_package WHERE sequence = 3);
             DELETE FROM receipt_package WHERE sequence = 3",
        ).await;
        let problems_found = problems(&app, organization).await;
        assert_eq!(problems_found, [found("missing_package", 2), found("missing_package", 3)]);
        // And if the archive is made to forget it, the history does not.
        app.execute(
            "UPDATE receipt_archive SET sequence = 1,
                index_sha256 = (SELECT index_sha256 FROM receipt_package WHERE sequence = 1)",
        ).await;
        assert_eq!(problems(&app, organization).await, []);
        let history = sigillo_app::history::verify(&app.app.db, &Request::default()).await.unwrap();
        assert!(history.is_err());
    }

    async fn packages_in_another_order_are_found(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        for _ in 0..3 {
            package_of(&app, organization, &mailbox, 1).await;
        }
        app.execute(
            "UPDATE receipt_package SET sequence = 20 WHERE sequence = 2;
             UPDATE receipt_package SET sequence = 2 WHERE sequence = 3;
             UPDATE receipt_package SET sequence = 3 WHERE sequence = 20",
        ).await;
        let problems = problems(&app, organization).await;
        assert_eq!(problems, [
            found("broken_chain", 2), found("broken_chain", 3), found("broken_chain", 3),
        ]);
    }

    async fn rows_that_say_something_else_are_found(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        let (one, other) = (app.receipt(&mailbox).await, app.receipt(&mailbox).await);
        package_of(&app, organization, &mailbox, 1).await;
        let swap = format!("UPDATE receipt SET sha256 = '{}' WHERE id = ", other.sha256);
        let id = |id: sigillo_domain::id::ReceiptId| match app.engine() {
            sigillo_testkit::Engine::Sqlite => format!("x'{}'", id.uuid().simple()),
            sigillo_testkit::Engine::Postgres => format!("'{id}'"),
        };
        app.execute(&format!("{swap}{}", id(one.id))).await;
        assert_eq!(problems(&app, organization).await, [found("altered_receipt", 1)]);
        let back = format!("UPDATE receipt SET sha256 = '{}' WHERE id = {}", one.sha256, id(one.id));
        app.execute(&back).await;
        assert_eq!(problems(&app, organization).await, []);
        app.execute(&format!("UPDATE receipt SET package_id = NULL WHERE id = {}", id(one.id))).await;
        assert_eq!(problems(&app, organization).await, [found("missing_receipt", 1)]);
        let second = package_of(&app, organization, &mailbox, 1).await;
        assert_eq!(second.receipts, 2, "what was taken out waits again");
        app.execute(&format!(
            "UPDATE receipt SET package_id = (SELECT id FROM receipt_package WHERE sequence = 2) WHERE id = {}",
            id(other.id),
        )).await;
        let problems = problems(&app, organization).await;
        let mut expected =
            vec![found("missing_receipt", 1), found("missing_receipt", 1), found("unexpected_receipt", 2)];
        expected.sort();
        let mut problems_sorted = problems.clone();
        problems_sorted.sort();
        assert_eq!(problems_sorted, expected);
    }

    async fn a_receipt_that_nobody_has_approved_to_discard_is_found(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        package_of(&app, organization, &mailbox, 1).await;
        app.tamper("UPDATE receipt SET discarded_at = stored_at").await;
        assert_eq!(problems(&app, organization).await, [found("altered_receipt", 1)]);
    }
}
