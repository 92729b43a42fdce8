use std::process::Command;
use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use sigillo_app::preservation::archive::{close, close_due, seal_waiting, verify_due};
use sigillo_domain::receipt::{ReceiptKind, SignatureOutcome};
use sigillo_testkit::on_both_engines;

use super::{archive, assert_history, package_of, packages, problems, verification};

/// Judges a file by its schema.
fn validate(schema: &str, content: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.xml");
    std::fs::write(&file, content).unwrap();
    let schema = format!("{}/../app/schema/{schema}", env!("CARGO_MANIFEST_DIR"));
    let mut xmllint = Command::new("xmllint");
    let run = xmllint.args(["--noout", "--nonet", "--schema", &schema]).arg(&file);
    let out = run.output().expect("xmllint (libxml2-utils) is there");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

on_both_engines! {
    async fn a_package_is_closed_after_an_hour(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        app.receipt(&mailbox).await;
        app.clock.advance(TimeDelta::minutes(30));
        app.receipt(&mailbox).await;
        assert_eq!(close_due(&app.app).await.unwrap(), 0, "nothing has waited for an hour");
        app.clock.advance(TimeDelta::minutes(30));
        assert_eq!(close_due(&app.app).await.unwrap(), 1);
        assert_eq!(close_due(&app.app).await.unwrap(), 0, "nothing is left");
        let closed = packages(&app, organization).await;
        assert_eq!((closed.len(), closed[0].sequence, closed[0].receipts), (1, 1, 2));
        assert_eq!(closed[0].previous_sha256, None);
        let next = package_of(&app, organization, &mailbox, 1).await;
        assert_eq!(next.sequence, 2);
        assert_eq!(next.previous_sha256.as_ref(), Some(&closed[0].index_sha256));
        assert_eq!(problems(&app, organization).await, []);
        assert_history(&app).await;
    }

    async fn index_and_report_are_what_their_schemas_say(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        let odd = app.receipt_of(mailbox.id, |read| {
            read.kind = ReceiptKind::Unrecognised;
            read.subject = Some("\u{7}riga\n<b>\"&\u{2028}".into());
            (read.identifier, read.provider, read.sender) = (None, None, None);
            read.signature.outcome = SignatureOutcome::Missing;
        }).await;
        let lost = app.receipt(&mailbox).await;
        app.objects.lose(&lost.sha256);
        let package = package_of(&app, organization, &mailbox, 3).await;
        assert_eq!((package.receipts, package.refused), (4, 1));
        let index = app.objects.content(&package.index_sha256).unwrap();
        validate("sincro-v2.xsd", &index);
        let report = app.objects.content(&package.report_sha256).unwrap();
        validate("rapporto-di-versamento.xsd", &report);
        let (index, report) = (String::from_utf8(index).unwrap(), String::from_utf8(report).unwrap());
        assert!(index.contains(&format!("ricevute/{}.eml", odd.id)));
        assert!(!index.contains(&lost.id.to_string()), "what is refused is in no index");
        assert!(report.contains(&lost.id.to_string()));
        assert_eq!(report.matches("esito=\"rifiutato\"").count(), 1);
        for text in [&index, &report] {
            assert!(text.contains("indice non firmato da un conservatore"));
            assert!(!text.contains("a norma"));
        }
        let problems = problems(&app, organization).await;
        assert_eq!(problems, [("refused_receipt".into(), Some(1))]);
        // The next index names this one, and is good too.
        let next = package_of(&app, organization, &mailbox, 1).await;
        let next = app.objects.content(&next.index_sha256).unwrap();
        validate("sincro-v2.xsd", &next);
        assert!(String::from_utf8(next).unwrap().contains(&package.index_sha256));
    }

    async fn servers_that_close_at_once_close_each_receipt_once(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        let others = [app.another_server().await, app.another_server().await];
        for round in 1..=3 {
            for _ in 0..5 {
                app.receipt(&mailbox).await;
            }
            let closed = futures_util::future::join_all(
                [&app.app, &others[0], &others[1]].map(|server| close(server, organization)),
            ).await;
            let closed = closed.into_iter().filter(|closed| *closed.as_ref().unwrap()).count();
            assert_eq!(closed, 1, "round {round}");
        }
        let closed = packages(&app, organization).await;
        assert_eq!(closed.iter().map(|one| one.sequence).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(closed.iter().map(|one| one.receipts).sum::<i64>(), 15);
        assert_eq!(problems(&app, organization).await, []);
    }

    async fn a_store_that_is_away_leaves_no_package(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        app.receipt(&mailbox).await;
        app.clock.advance(TimeDelta::hours(1));
        app.objects.is_away.store(true, Ordering::Relaxed);
        assert!(close_due(&app.app).await.is_err());
        assert_eq!(packages(&app, organization).await, []);
        app.objects.is_away.store(false, Ordering::Relaxed);
        assert_eq!(close_due(&app.app).await.unwrap(), 1);
        assert_eq!(problems(&app, organization).await, []);
    }

    /// Whatever the write at which a server dies: there is no package then, and the next server closes it whole.
    async fn a_server_that_dies_while_closing_leaves_no_package_or_a_whole_one(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        let mut expected = 0;
        for writes in 0..10 {
            app.receipt(&mailbox).await;
            expected += 1;
            let before = packages(&app, organization).await.len();
            app.objects.die_after(Some(writes));
            let closed = tokio::select! {
                closed = close(&app.app, organization) => closed.unwrap(),
                () = app.objects.died() => false,
            };
            app.objects.die_after(None);
            let after = packages(&app, organization).await.len();
            assert_eq!(closed, after > before, "after {writes} writes");
            // The lease of the dead has ended by then.
            app.clock.advance(TimeDelta::hours(1));
            close(&app.app, organization).await.unwrap();
            let closed = packages(&app, organization).await;
            let receipts: i64 = closed.iter().map(|one| one.receipts).sum();
            assert_eq!(receipts, expected, "after {writes} writes");
            assert_eq!(problems(&app, organization).await, [], "after {writes} writes");
        }
    }

    async fn a_package_is_sealed_later_where_there_was_no_key(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        app.seal.is_missing.store(true, Ordering::Relaxed);
        let package = package_of(&app, organization, &mailbox, 2).await;
        assert_eq!(seal_waiting(&app.app, 10).await.unwrap(), 0);
        assert_eq!(verification(&app, organization).await.unsealed, 1);
        app.seal.is_missing.store(false, Ordering::Relaxed);
        assert_eq!(seal_waiting(&app.app, 10).await.unwrap(), 1);
        assert_eq!(seal_waiting(&app.app, 10).await.unwrap(), 0);
        let sealed = packages(&app, organization).await.pop().unwrap();
        let seal = sealed.seal.expect("a seal");
        assert!(seal.is_self_signed);
        let found = verification(&app, organization).await;
        assert_eq!((found.unsealed, found.problems), (0, 0));

        // OpenSSL agrees.
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("index.xml"), app.objects.content(&package.index_sha256).unwrap()).unwrap();
        std::fs::write(path("index.p7s"), app.objects.content(&seal.sha256).unwrap()).unwrap();
        let openssl = |file: &str| {
            Command::new("openssl")
                .args(["cms", "-verify", "-binary", "-noverify", "-inform", "DER", "-in"])
                .arg(path("index.p7s")).arg("-content").arg(path(file)).arg("-out").arg(path("out"))
                .output().expect("openssl is there").status.success()
        };
        assert!(openssl("index.xml"));
        std::fs::write(path("other.xml"), b"another index").unwrap();
        assert!(!openssl("other.xml"));
    }

    async fn an_archive_is_verified_each_week(app: TestApp) {
        let (organization, mailbox) = archive(&app, "ente").await;
        let package = package_of(&app, organization, &mailbox, 1).await;
        assert_eq!(verify_due(&app.app).await.unwrap(), 0);
        app.clock.advance(TimeDelta::weeks(1));
        assert_eq!(verify_due(&app.app).await.unwrap(), 1);
        assert_eq!(verify_due(&app.app).await.unwrap(), 0);
        app.objects.alter(&package.report_sha256);
        app.clock.advance(TimeDelta::weeks(1));
        assert_eq!(verify_due(&app.app).await.unwrap(), 1);
        let operator = app.operator("gestore").await;
        let status = app.get("/api/v1/preservation").by(&operator).expect(200).await.body;
        let found = &status["archives"][0]["verification"];
        assert_eq!(found["problems"], 1);
        assert_eq!(found["report"][0]["kind"], "damaged_report");
    }
}
