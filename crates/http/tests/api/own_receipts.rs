//! The preserved receipts of a mailbox, as its user finds them again and takes them away.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sigillo_contract::domain::DomainCreate;
use sigillo_domain::id::{MailboxId, ReceiptId};
use sigillo_testkit::{PASSWORD, TestApp, TestReceipt, User, on_both_engines};

const DOMAIN: &str = "pec.example.it";
const RECEIPTS: &str = "/api/v1/own-mailbox/receipts";
const MESSAGES: &str = "/api/v1/own-mailbox/certified-messages";
const PACKAGES: &str = "/api/v1/own-mailbox/distribution-packages";
const ANNA: &str = "anna@pec.example.org";
const BRUNO: &str = "bruno@pec.example.org";

/// A domain whose mailboxes may have their receipts preserved.
async fn office(app: &TestApp) {
    let request = DomainCreate {
        organization_id: app.organization("Ente").await,
        name: DOMAIN.to_owned(),
        preservation_available: Some(true),
        ..DomainCreate::default()
    };
    app.create_domain(request).await;
}

async fn preserving(app: &TestApp, name: &str) -> MailboxId {
    let mailbox = app.used_mailbox(DOMAIN, name).await;
    let operator = app.operator(&format!("gestore.{name}")).await;
    let path = format!("/api/v1/mailboxes/{}", mailbox.id);
    let change = json!({"preservation": true});
    app.patch(&path).by(&operator).json(&change).expect(200).await;
    mailbox.id
}

/// A message to two, which one of them has and the other has not, with what came of it; and another message.
async fn exchange(app: &TestApp, mailbox: MailboxId) -> Vec<ReceiptId> {
    let order = TestReceipt::acceptance(1, "Ordine 12: Città di Valle", &[ANNA, BRUNO]);
    let mut delivered = order.about("avvenuta-consegna", ANNA);
    delivered.at = order.at + TimeDelta::seconds(5);
    let mut late = order.about("preavviso-errore-consegna", BRUNO);
    late.at = order.at + TimeDelta::hours(12);
    let mut other = TestReceipt::acceptance(2, "Fattura 7", &[BRUNO]);
    other.at = order.at + TimeDelta::days(2);
    let mut failed = other.about("errore-consegna", BRUNO);
    failed.error = "no-dest";
    failed.at = other.at + TimeDelta::seconds(1);
    let mut ids = vec![];
    for receipt in [order, delivered, late, other, failed] {
        ids.push(app.preserved_receipt(mailbox, &receipt).await);
    }
    ids
}

async fn list(app: &TestApp, user: &User, query: &str) -> Vec<String> {
    let answer = app.get(&format!("{RECEIPTS}?{query}")).by_user(user).expect(200).await;
    let items = answer.body["items"].as_array().expect("items").iter();
    items.map(|item| item["kind"].as_str().expect("a kind").to_owned()).collect()
}

fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// The files of a zip.
fn unzipped(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut files = BTreeMap::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).expect("a file");
        let mut content = vec![];
        file.read_to_end(&mut content).expect("its content");
        let name = file.name().expect("a name").into_owned();
        files.insert(name, content);
    }
    files
}

on_both_engines! {
    async fn the_user_finds_receipts_again_by_every_filter(app: TestApp) {
        office(&app).await;
        let mailbox = preserving(&app, "protocollo").await;
        exchange(&app, mailbox).await;
        let user = app.user(&format!("protocollo@{DOMAIN}")).await;
        let all = ["delivery_failure", "acceptance", "delivery_delay", "delivery", "acceptance"];
        assert_eq!(list(&app, &user, "").await, all);
        for (query, kinds) in [
            ("subject=citta", &all[2..]),
            ("subject=CITT%C3%80+di", &all[2..]),
            ("subject=altro", &[][..]),
            ("sender=PROTOCOLLO", &all[..]),
            ("recipient=anna", &all[3..]),
            ("recipient=bruno&subject=ordine", &["delivery_delay", "acceptance"][..]),
            ("kind=delivery,delivery_failure", &["delivery_failure", "delivery"][..]),
            ("outcome=negative", &["delivery_failure"][..]),
            ("outcome=negative&kind=delivery", &[][..]),
            ("signature=missing&outcome=positive", &["acceptance", "delivery", "acceptance"][..]),
            ("signature=trusted", &[][..]),
            ("message_id=%3Cmessaggio2@example.it%3E", &all[..2]),
            ("message_id=opec1@gestore.example.it", &all[2..]),
            ("message_id=messaggio", &[][..]),
            ("from=2026-01-02", &all[..2]),
            ("to=2026-01-02&kind=delivery_delay", &["delivery_delay"][..]),
            ("sort=happened_at&limit=2", &["acceptance", "delivery"][..]),
        ] {
            assert_eq!(list(&app, &user, query).await, kinds, "{query}");
        }
        let counted = app.get(&format!("{RECEIPTS}?subject=ordine&limit=2&count=exact"));
        let page = counted.by_user(&user).expect(200).await.body;
        assert_eq!(page["total"], json!(3));
        let cursor = page["next_cursor"].as_str().expect("another page");
        let rest = format!("subject=ordine&limit=2&cursor={cursor}");
        assert_eq!(list(&app, &user, &rest).await, ["acceptance"]);
        for query in ["kind=lettera", "from=2026-02-01&to=2026-01-01", "sort=subject", "outcome=x"] {
            let wrong = app.get(&format!("{RECEIPTS}?{query}")).by_user(&user).expect(422).await;
            assert_eq!(wrong.code(), "validation", "{query}");
        }
    }

    async fn who_has_not_confirmed_is_seen_at_a_glance(app: TestApp) {
        office(&app).await;
        let mailbox = preserving(&app, "protocollo").await;
        let ids = exchange(&app, mailbox).await;
        let user = app.user(&format!("protocollo@{DOMAIN}")).await;
        let messages = async |query: &str| {
            let answer = app.get(&format!("{MESSAGES}?{query}")).by_user(&user).expect(200).await;
            answer.body["items"].as_array().expect("items").clone()
        };
        let all = messages("").await;
        let figures = |message: &Value| {
            ["recipients", "delivered", "failed", "awaited", "receipts"]
                .map(|name| message[name].as_i64().expect("a number"))
        };
        assert_eq!(all.iter().map(figures).collect::<Vec<_>>(), [[1, 0, 1, 0, 2], [2, 1, 0, 1, 3]]);
        assert_eq!(messages("progress=awaiting").await, all[1..]);
        assert_eq!(messages("progress=failed").await, all[..1]);
        assert_eq!(messages("progress=delivered").await, [] as [Value; 0]);
        assert_eq!(messages("recipient=anna").await, all[1..]);
        assert_eq!(messages("subject=fattura").await, all[..1]);
        let id = app.certified_message_of(ids[0]).await;
        let path = format!("{MESSAGES}/{id}");
        assert_eq!(app.get(&path).by_user(&user).expect(200).await.body, all[1]);
        let first = app.get(&format!("{path}/recipients?limit=1")).by_user(&user).expect(200).await;
        assert_eq!(first.body["items"][0]["confirmation"], json!("delivered"));
        let cursor = first.body["next_cursor"].as_str().expect("another page");
        let second = format!("{path}/recipients?cursor={cursor}");
        let second = app.get(&second).by_user(&user).expect(200).await;
        assert_eq!(second.body["items"][0]["address"], json!(BRUNO));
        assert_eq!(second.body["items"][0]["confirmation"], json!("delayed"));
        let of_message = format!("certified_message={id}&sort=happened_at");
        let kinds = ["acceptance", "delivery", "delivery_delay"];
        assert_eq!(list(&app, &user, &of_message).await, kinds);
    }

    async fn a_receipt_is_downloaded_byte_for_byte_and_the_download_recorded(app: TestApp) {
        office(&app).await;
        let mailbox = preserving(&app, "protocollo").await;
        let receipt = TestReceipt::acceptance(1, "Ordine 12", &[ANNA]);
        let id = app.preserved_receipt(mailbox, &receipt).await;
        let user = app.user(&format!("protocollo@{DOMAIN}")).await;
        let path = format!("{RECEIPTS}/{id}");
        let detail = app.get(&path).by_user(&user).expect(200).await.body;
        assert_eq!(detail["sha256"], json!(sha256(&receipt.eml())));
        assert_eq!(detail["identifier"], json!(receipt.identifier));
        assert!(detail["text"].as_str().expect("a text").contains("Ricevuta di prova: Ordine 12"));
        let file = app.get(&format!("{path}/content")).by_user(&user).expect(200).await;
        assert_eq!(file.bytes, receipt.eml());
        assert_eq!(file.header("content-type"), Some("message/rfc822"));
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
        assert!(file.header("content-disposition").expect("a name").starts_with("attachment"));
        app.clock.advance(TimeDelta::seconds(1));
        let attested = app.get(&format!("{path}/attestation?lang=en")).by_user(&user).expect(200).await;
        assert!(attested.bytes.starts_with(b"%PDF-"));
        app.get(&format!("{path}/attestation?lang=fr")).by_user(&user).expect(422).await;

        let operator = app.operator("rosa").await;
        let log = app.get("/api/v1/access-log?kind=download").by(&operator).expect(200).await;
        let records = log.body["items"].as_array().expect("records");
        let what: Vec<_> = records.iter().map(|record| record["fields"].clone()).collect();
        assert_eq!(what, [json!(format!("attestation:{id}")), json!(format!("receipt:{id}"))]);
        assert_eq!(records[0]["actor"]["kind"], json!("mailbox_user"));

        // What is altered is never sent, and nothing is attested about it.
        app.objects.alter_all();
        for file in ["content", "attestation"] {
            let damaged = app.get(&format!("{path}/{file}")).by_user(&user).expect(500).await;
            assert_eq!(damaged.code(), "document_damaged");
        }
    }

    async fn what_belongs_to_another_mailbox_is_not_found(app: TestApp) {
        office(&app).await;
        let own = preserving(&app, "protocollo").await;
        let foreign = preserving(&app, "tributi").await;
        let id = exchange(&app, foreign).await[0];
        app.preserved_receipt(own, &TestReceipt::acceptance(1, "Ordine 12", &[ANNA])).await;
        let message = app.certified_message_of(id).await;
        let package = app.distribution_package(foreign, id).await;
        let user = app.user(&format!("protocollo@{DOMAIN}")).await;
        for path in [
            format!("{RECEIPTS}/{id}"),
            format!("{RECEIPTS}/{id}/content"),
            format!("{RECEIPTS}/{id}/attestation"),
            format!("{MESSAGES}/{message}"),
            format!("{MESSAGES}/{message}/recipients"),
            format!("{PACKAGES}/{package}"),
            format!("{PACKAGES}/{package}/content"),
        ] {
            app.get(&path).by_user(&user).expect(404).await;
        }
        for query in [
            format!("certified_message={message}"),
            "recipient=bruno".to_owned(),
            "message_id=messaggio2@example.it".to_owned(),
            "subject=fattura".to_owned(),
        ] {
            assert_eq!(list(&app, &user, &query).await, [] as [&str; 0], "{query}");
        }
        let wanted = json!({"receipts": [id]});
        let refused = app.post(PACKAGES).by_user(&user).json(&wanted).expect(422).await;
        assert_eq!(refused.faults(), ["/receipts unknown"]);
        assert_eq!(app.get(PACKAGES).by_user(&user).expect(200).await.body["items"], json!([]));
    }

    async fn a_package_has_the_originals_and_what_verifies_them(app: TestApp) {
        office(&app).await;
        let mailbox = preserving(&app, "protocollo").await;
        exchange(&app, mailbox).await;
        let user = app.user(&format!("protocollo@{DOMAIN}")).await;
        let wanted = json!({"matching": {"subject": "ordine"}});
        let asked = app.post(PACKAGES).by_user(&user).json(&wanted).expect(202).await.body;
        assert_eq!((&asked["state"], &asked["total"]), (&json!("waiting"), &json!(3)));
        let path = format!("{PACKAGES}/{}", asked["id"].as_str().expect("an id"));
        let early = app.get(&format!("{path}/content")).by_user(&user).expect(409).await;
        assert_eq!(early.code(), "not_in_this_state");
        // What is stored later is not in it.
        let mut later = TestReceipt::acceptance(9, "Ordine 99", &[ANNA]);
        later.at = TestApp::START - TimeDelta::days(1);
        app.clock.advance(TimeDelta::seconds(1));
        app.preserved_receipt(mailbox, &later).await;
        app.make_packages().await;
        let ready = app.get(&path).by_user(&user).expect(200).await.body;
        assert_eq!((&ready["state"], &ready["done"]), (&json!("ready"), &json!(3)));
        let file = app.get(&format!("{path}/content")).by_user(&user).expect(200).await;
        assert_eq!(ready["sha256"], json!(sha256(&file.bytes)));
        let files = unzipped(&file.bytes);
        let sums = String::from_utf8(files["SHA256SUMS"].clone()).expect("a text");
        assert_eq!(sums.lines().count(), 3);
        for line in sums.lines() {
            let (sum, name) = line.split_once("  ").expect("a sum");
            assert_eq!(sum, sha256(&files[name]));
            assert!(files.contains_key(&name.replace("ricevute/", "rapporti/").replace(".eml", ".txt")));
        }
        let index: Value = serde_json::from_slice(&files["indice.json"]).expect("a JSON");
        assert_eq!(index.as_array().map(Vec::len), Some(3));
        assert_eq!(index[0]["sha256"], json!(sha256(&files[index[0]["file"].as_str().unwrap()])));
        let csv = String::from_utf8(files["indice.csv"].clone()).expect("a text");
        assert_eq!(csv.lines().count(), 4, "{csv}");
        let page = String::from_utf8(files["LEGGIMI.html"].clone()).expect("a text");
        assert!(page.contains("openssl cms -verify") && page.contains("sha256sum -c SHA256SUMS"));
        assert!(!page.contains("a norma"));

        // After seven days its file is gone, and with it the object.
        app.clock.advance(TimeDelta::days(7));
        app.make_packages().await;
        let user = app.user(&format!("protocollo@{DOMAIN}")).await;
        let expired = app.get(&path).by_user(&user).expect(200).await.body;
        assert_eq!((&expired["state"], &expired["sha256"]), (&json!("expired"), &json!(null)));
        app.get(&format!("{path}/content")).by_user(&user).expect(409).await;
        while sigillo_app::objects::sweep_unnamed(&app.app, 50).await.unwrap() > 0 {}
        assert_eq!(list(&app, &user, "").await.len(), 6, "the receipts stay");
    }

    async fn two_packages_of_a_mailbox_wait_at_a_time(app: TestApp) {
        office(&app).await;
        let mailbox = preserving(&app, "protocollo").await;
        let ids = exchange(&app, mailbox).await;
        let user = app.user(&format!("protocollo@{DOMAIN}")).await;
        let wanted = json!({"receipts": [ids[0]]});
        let ask = || app.post(PACKAGES).by_user(&user).json(&wanted).send();
        let answers = futures_util::future::join_all(vec![ask(), ask(), ask(), ask()]).await;
        let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [202, 202, 409, 409]);
        app.make_packages().await;
        assert_eq!(ask().await.status, 202);
        for (wrong, fault) in [
            (json!({}), "/receipts required"),
            (json!({"receipts": []}), "/receipts required"),
            (json!({"receipts": [ids[0], ids[0]]}), "/receipts repeated"),
            (json!({"receipts": [ids[0]], "matching": {}}), "/matching not_expected"),
            (json!({"matching": {"kind": "lettera"}}), "/matching/kind unknown"),
            (json!({"matching": {"subject": "altro"}}), "/matching not_available"),
        ] {
            let refused = app.post(PACKAGES).by_user(&user).json(&wrong).expect(422).await;
            assert_eq!(refused.faults(), [fault], "{wrong}");
        }
    }

    async fn a_worker_that_died_is_followed_by_another_one(app: TestApp) {
        office(&app).await;
        let mailbox = preserving(&app, "protocollo").await;
        let ids = exchange(&app, mailbox).await;
        let user = app.user(&format!("protocollo@{DOMAIN}")).await;
        let wanted = json!({"receipts": ids});
        let asked = app.post(PACKAGES).by_user(&user).json(&wanted).expect(202).await.body;
        let path = format!("{PACKAGES}/{}", asked["id"].as_str().expect("an id"));
        // The store fails: the package waits, and is made once the store is there again.
        app.objects.is_away.store(true, Ordering::Relaxed);
        app.make_packages().await;
        assert_eq!(app.get(&path).by_user(&user).expect(200).await.body["state"], json!("waiting"));
        app.objects.is_away.store(false, Ordering::Relaxed);
        app.make_packages().await;
        assert_eq!(app.get(&path).by_user(&user).expect(200).await.body["state"], json!("waiting"));
        app.clock.advance(TimeDelta::minutes(2));
        app.make_packages().await;
        assert_eq!(app.get(&path).by_user(&user).expect(200).await.body["state"], json!("ready"));
    }

    async fn receipts_are_found_after_the_mailbox_was_cancelled(app: TestApp) {
        office(&app).await;
        let mailbox = preserving(&app, "protocollo").await;
        let ids = exchange(&app, mailbox).await;
        let operator = app.operator("rosa").await;
        let path = format!("/api/v1/mailboxes/{mailbox}");
        app.delete(&path).by(&operator).send().await;
        let user = app.user(&format!("protocollo@{DOMAIN}")).await;
        assert_eq!(list(&app, &user, "").await.len(), 5);
        let own = app.get("/api/v1/own-mailbox").by_user(&user).expect(200).await.body;
        assert_eq!((&own["state"], &own["preserved"]["receipts"]), (&json!("cancelled"), &json!(5)));
        let content = format!("{RECEIPTS}/{}/content", ids[0]);
        app.get(&content).by_user(&user).expect(200).await;
        // A forgotten password is set anew by its link.
        let token = app.password_link(mailbox).await;
        app.set_password(&token, "altre cinque parole a caso").await;
        app.get(RECEIPTS).by_user(&user).expect(401).await;
    }

    async fn receipts_stay_reachable_although_preservation_was_switched_off_before_the_end(app: TestApp) {
        office(&app).await;
        let mailbox = preserving(&app, "protocollo").await;
        exchange(&app, mailbox).await;
        let operator = app.operator("rosa").await;
        let path = format!("/api/v1/mailboxes/{mailbox}");
        let off = json!({"preservation": false});
        app.patch(&path).by(&operator).json(&off).expect(200).await;
        app.delete(&path).by(&operator).send().await;
        let user = app.user(&format!("protocollo@{DOMAIN}")).await;
        assert_eq!(list(&app, &user, "").await.len(), 5);
        // Without any, the password ends with the mailbox.
        let other = app.used_mailbox(DOMAIN, "tributi").await;
        app.delete(&format!("/api/v1/mailboxes/{}", other.id)).by(&operator).send().await;
        let body = json!({"address": other.address, "password": PASSWORD});
        let refused = app.post("/api/v1/own-mailbox/sessions").json(&body).send().await;
        assert_eq!(refused.code(), "invalid_credentials");
    }
}
