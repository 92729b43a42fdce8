//! Short messages, handed to a gateway that listens on a port of this machine.

mod gateway;
#[path = "../support/http_request.rs"]
mod http_request;

use std::time::Duration;

use sigillo_adapters::sms::{HttpSms, check_url};
use sigillo_app::{SmsError, SmsGateway};

use crate::gateway::{Conduct, Gateway};

const NUMBER: &str = "+393200000000";
const TEXT: &str = "Il codice è 123456: vale 10 minuti.";

async fn send(gateway: &Gateway, user: &str) -> Result<(), SmsError> {
    let url = format!("http://{user}{}/sms", gateway.address);
    HttpSms::with_timeout(&url, Duration::from_secs(2)).unwrap().send(NUMBER, TEXT).await
}

#[tokio::test]
async fn a_message_arrives_as_one_json_object() {
    let gateway = Gateway::start(Conduct::Answer("202 Accepted")).await;
    send(&gateway, "").await.unwrap();
    let [request] = &gateway.requests()[..] else { panic!("{:?}", gateway.requests()) };
    assert!(request.head.starts_with("POST /sms HTTP/1.1\r\n"), "{}", request.head);
    let head = request.head.to_ascii_lowercase();
    assert!(head.contains("content-type: application/json\r\n"), "{head}");
    assert!(!head.contains("authorization"), "{head}");
    assert_eq!(request.body, format!(r#"{{"text":"{TEXT}","to":"{NUMBER}"}}"#));
}

#[tokio::test]
async fn the_user_and_password_of_the_address_are_sent_as_basic_authentication() {
    let gateway = Gateway::start(Conduct::Answer("200 OK")).await;
    send(&gateway, "ente:segreto@").await.unwrap();
    let head = gateway.requests()[0].head.to_ascii_lowercase();
    assert!(head.contains("authorization: basic zw50ztpzzwdyzxrv\r\n"), "{head}");
    assert!(!head.contains("segreto"), "{head}");
}

/// A redirect, followed, ends at the page for logging in, whose status is one of success.
#[tokio::test]
async fn only_a_status_of_success_is_an_accepted_message() {
    for status in ["302 Found\r\nLocation: /login", "401 Unauthorized", "500 Internal Server Error"]
    {
        let gateway = Gateway::start(Conduct::Answer(status)).await;
        let error = send(&gateway, "").await.unwrap_err();
        assert_eq!(error, SmsError(format!("status {}", &status[..3])));
        assert_eq!(gateway.requests().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_gateway_that_does_not_answer_is_an_error_without_its_password() {
    for conduct in [Conduct::Silent, Conduct::Hangup] {
        let gateway = Gateway::start(conduct).await;
        let error = send(&gateway, "ente:segreto@").await.unwrap_err().to_string();
        assert!(!error.contains("segreto") && !error.contains("http"), "{error}");
    }
}

#[test]
fn an_address_must_be_one_of_the_web() {
    for url in ["", "sms", "ftp://sms.example/", "mailto:sms@sms.example"] {
        assert!(check_url(url).is_err(), "{url}");
    }
    check_url("https://ente:segreto@sms.example/v1/messages").unwrap();
}
