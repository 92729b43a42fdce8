//! Codes, and where they go: by text message to a mobile number, and by e-mail where there is none or the gateway is
//! down.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use serde_json::json;
use sigillo_app::contracts::withdraw;
use sigillo_app::{App, Caller, Grant, SmsError, SmsGateway};
use sigillo_contract::contract::ContractWithdraw;
use sigillo_domain::id::ContractId;
use sigillo_domain::message::MessageKind;
use sigillo_testkit::{Account, TestApp, on_both_engines};

use super::{Sent, acceptance, actions, code, link, office, open, request, sent_for, sign};

/// A contract whose holder has this mobile number.
async fn sent_to(app: &TestApp, by: &Account, mobile: &str) -> Sent {
    let mut request = request("ada", 1);
    request["address"]["mobile"] = json!(mobile);
    sent_for(app, by, &request).await
}

fn with_gateway(app: &TestApp, gateway: Arc<dyn SmsGateway>) -> App {
    App { sms: Some(gateway), ..app.app.clone() }
}

/// By which channels codes were sent, the oldest first, as the history has it.
async fn channels(app: &TestApp, by: &Account, path: &str) -> Vec<String> {
    let history = app.get(&format!("{path}/history?limit=100")).by(by).expect(200).await.body;
    let records = history["items"].as_array().expect("records").iter().rev();
    let sent = records.filter(|record| record["action"] == "code_sent");
    let changes = sent.flat_map(|record| record["changes"].as_array().expect("changes").clone());
    let channels = changes.filter(|change| change["field"] == "channel");
    channels.map(|change| change["after"].as_str().expect("a channel").to_owned()).collect()
}

/// A gateway that takes so long that the contract is withdrawn meanwhile.
struct SlowGateway {
    app: App,
    id: ContractId,
}

#[async_trait::async_trait]
impl SmsGateway for SlowGateway {
    async fn send(&self, _: &str, _: &str) -> Result<(), SmsError> {
        let grant = Grant::to(Caller::system("test")).expect("a grant");
        withdraw(&self.app, &grant, self.id, None, &ContractWithdraw::default())
            .await
            .expect("withdrawn");
        Err(SmsError("no answer".into()))
    }
}

on_both_engines! {
    async fn the_code_goes_by_text_message_or_else_by_email(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent_to(&app, &rosa, "320 000 0000").await;
        let with_sms = with_gateway(&app, app.sms.clone());
        let opened = open(&app, &sent.token, &sent.tax_code).await.body;
        let ask = || app.post("/api/v1/signing/code").json(&acceptance(&opened)).on(with_sms.clone()).expect(200);
        assert_eq!(ask().await.body["channel"], "sms");
        let texts = app.sms.take();
        assert_eq!(texts[0].0, "+393200000000");
        assert!(app.work().await.is_empty());
        app.clock.advance(TimeDelta::minutes(1));
        app.sms.is_down.store(true, Ordering::Relaxed);
        assert_eq!(ask().await.body["channel"], "email");
        let digits = code(&app).await;
        // The code that went to the telephone first is not valid any more.
        let first: String = texts[0].1.chars().filter(char::is_ascii_digit).take(6).collect();
        assert_eq!(sign(&app, &opened, &first).await.faults(), ["/code differs"]);
        assert_eq!(sign(&app, &opened, &digits).await.status, 200);
        // The evidence says where each code went: the second was tried by text message first.
        assert_eq!(channels(&app, &rosa, &sent.path).await, ["sms", "sms", "email"]);
        let contract = app.get(&sent.path).by(&rosa).expect(200).await.body;
        assert_eq!(contract["channel"], "email");
    }

    async fn a_contract_that_is_sent_again_takes_the_present_mobile_number(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent_to(&app, &rosa, "0971 123456").await;
        let with_sms = with_gateway(&app, app.sms.clone());
        let channel = async |token: &str| {
            let body = json!({"token": token, "tax_code": sent.tax_code});
            let opened = app.post("/api/v1/signing/open").json(&body).on(with_sms.clone()).expect(200).await;
            opened.body["code_channel"].as_str().unwrap().to_owned()
        };
        // A line gets no text messages.
        assert_eq!(channel(&sent.token).await, "email");
        let mailbox = format!("/api/v1/mailboxes/{}", sent.mailbox["id"].as_str().unwrap());
        let mailbox = app.get(&mailbox).by(&rosa).expect(200).await.body;
        let address = format!("/api/v1/holder-addresses/{}", mailbox["holder_address"]["id"].as_str().unwrap());
        app.patch(&address).by(&rosa).json(&json!({"mobile": "+39 320 000 0000"})).expect(200).await;
        app.post(&format!("{}/resend", sent.path)).by(&rosa).expect(200).await;
        let token = link(&app, MessageKind::ContractToSign).await;
        assert_eq!(channel(&token).await, "sms");
    }

    async fn a_contract_that_ends_while_the_gateway_is_waited_for_gets_no_other_code(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent_to(&app, &rosa, "320 000 0000").await;
        let opened = open(&app, &sent.token, &sent.tax_code).await.body;
        let id = sent.mailbox["contract"]["id"].as_str().unwrap().parse().unwrap();
        let slow = with_gateway(&app, Arc::new(SlowGateway { app: app.app.clone(), id }));
        let answer = app.post("/api/v1/signing/code").json(&acceptance(&opened)).on(slow).expect(409).await;
        assert_eq!(answer.code(), "not_in_this_state");
        assert_eq!(channels(&app, &rosa, &sent.path).await, ["sms"]);
        let kinds: Vec<_> = app.work().await.into_iter().map(|message| message.kind).collect();
        assert_eq!(kinds, [MessageKind::ContractWithdrawn]);
    }

    async fn a_wrong_try_whose_answer_was_lost_counts_once(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent_for(&app, &rosa, &request("ada", 1)).await;
        let wrong = json!({"token": sent.token, "tax_code": sigillo_testkit::tax_code(9)});
        for key in ["uno", "due"] {
            for _ in 0..4 {
                let request = app.post("/api/v1/signing/open").header("idempotency-key", key).json(&wrong);
                assert_eq!(request.expect(422).await.faults(), ["/tax_code differs"]);
            }
        }
        let opened = open(&app, &sent.token, &sent.tax_code).await.body;
        app.post("/api/v1/signing/code").json(&acceptance(&opened)).expect(200).await;
        let right = code(&app).await;
        let wrong = if right == "000000" { "000001" } else { "000000" };
        let wrong = json!({"token": opened["token"], "code": wrong});
        for key in ["tre", "quattro"] {
            for _ in 0..4 {
                let request = app.post("/api/v1/signing/sign").header("idempotency-key", key).json(&wrong);
                assert_eq!(request.expect(422).await.faults(), ["/code differs"]);
            }
        }
        assert_eq!(sign(&app, &opened, &right).await.status, 200);
        let actions = actions(&app, &rosa, &sent.path).await;
        let counted = |name: &str| actions.iter().filter(|action| *action == name).count();
        assert_eq!((counted("tax_code_refused"), counted("code_refused")), (2, 2));
    }

    async fn whoever_opens_the_contract_again_has_the_code_that_was_sent(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent_to(&app, &rosa, "").await;
        let code_of = async || open(&app, &sent.token, &sent.tax_code).await.body["code"].clone();
        assert_eq!(code_of().await, json!(null));
        let opened = open(&app, &sent.token, &sent.tax_code).await.body;
        let answer = app.post("/api/v1/signing/code").json(&acceptance(&opened)).expect(200).await;
        assert_eq!(code_of().await, answer.body);
        let code = code(&app).await;
        // Wrong five times, it is of no use any more.
        let again = open(&app, &sent.token, &sent.tax_code).await.body;
        for _ in 0..5 {
            sign(&app, &again, if code == "000000" { "000001" } else { "000000" }).await;
        }
        assert_eq!(code_of().await, json!(null));
        app.clock.advance(TimeDelta::minutes(1));
        app.post("/api/v1/signing/code").json(&acceptance(&again)).expect(200).await;
        assert_eq!(code_of().await["channel"], "email");
        app.clock.advance(TimeDelta::minutes(11));
        assert_eq!(code_of().await, json!(null));
        app.clock.advance(TimeDelta::minutes(1));
        let opened = open(&app, &sent.token, &sent.tax_code).await.body;
        app.post("/api/v1/signing/code").json(&acceptance(&opened)).expect(200).await;
        let last = self::code(&app).await;
        let reopened = open(&app, &sent.token, &sent.tax_code).await.body;
        assert_eq!(sign(&app, &reopened, &last).await.status, 200);
        assert_eq!(code_of().await, json!(null));
    }
}
