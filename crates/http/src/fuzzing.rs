//! The entries of the fuzz targets.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use sigillo_contract::account::AccountCreate;
use sigillo_contract::import::{HolderImportQuery, ImportMapping, ImportQuery};
use sigillo_contract::mailbox::{ExportQuery, MailboxCreate, MailboxPatch, MailboxQuery};

use crate::failure::Failure;
use crate::{call, client_address, idempotency, json, payload};

const PEER: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
const CODINGS: [&str; 5] = ["identity", "gzip", "deflate", "br", "x-gzip"];
const MAX_BODY: usize = 1 << 20;

/// Reads the lines of a request's head: those with a colon are headers, the others queries.
pub fn read_head(data: &[u8]) {
    let mut request = TestRequest::default().peer_addr((PEER, 1234).into());
    for line in data.split(|byte| *byte == b'\n') {
        if let Some(at) = line.iter().position(|byte| *byte == b':') {
            let name = HeaderName::from_bytes(&line[..at]);
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(&line[at + 1..])) {
                request = request.append_header((name, value));
            }
        } else {
            read_query(&String::from_utf8_lossy(line));
        }
    }
    let request = request.to_http_request();
    if let Ok(Some(versions)) = call::if_match(&request) {
        assert!(versions.0.len() <= data.len());
    }
    let address = client_address::client_address(&request, &[PEER]);
    assert_eq!(address, address.to_canonical());
    assert_eq!(client_address::client_address(&request, &[]), PEER);
    if let Ok(key) = idempotency::key(request.headers()) {
        assert!((1..=255).contains(&key.len()));
    }
    let _ = call::media_type(&request);
}

fn read_query(text: &str) {
    refused_in_words(json::query::<MailboxQuery>(text));
    refused_in_words(json::query::<ExportQuery>(text));
    refused_in_words(json::query::<ImportQuery>(text));
    refused_in_words(json::query::<HolderImportQuery>(text));
}

/// Reads a body that was sent in the coding of this number.
pub fn read_body(coding: u8, body: &[u8]) {
    let coding = CODINGS[usize::from(coding) % CODINGS.len()];
    let request = TestRequest::default().insert_header(("content-encoding", coding));
    let request = request.to_http_request();
    let mut sent: Payload = payload::again(vec![Bytes::copy_from_slice(body)]);
    let decoded =
        RUNTIME.with(|runtime| runtime.block_on(call::decoded(&request, &mut sent, MAX_BODY)));
    let Ok(pieces) = decoded else { return };
    let bytes = pieces.concat();
    assert!(bytes.len() <= MAX_BODY);
    refused_in_words(json::body::<MailboxCreate>(&bytes));
    refused_in_words(json::body::<MailboxPatch>(&bytes));
    refused_in_words(json::body::<AccountCreate>(&bytes));
    refused_in_words(json::body::<ImportMapping>(&bytes));
}

thread_local! {
    static RUNTIME: actix_web::rt::Runtime =
        actix_web::rt::Runtime::new().expect("a runtime starts");
}

/// A refusal is the client's error, never an internal one.
fn refused_in_words<T>(read: Result<T, Failure>) {
    if let Err(failure) = read {
        let code = failure.to_string();
        assert!(matches!(code.as_str(), "malformed" | "validation"), "{code}");
    }
}
