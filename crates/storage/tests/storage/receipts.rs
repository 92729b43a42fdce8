//! Lists of receipts and of certified messages compared with a simple model of their contract.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sigillo_domain::id::{CertifiedMessageId, MailboxId, ReceiptId};
use sigillo_domain::list::Sort;
use sigillo_domain::receipt::{
    CertifiedMessageSortField, Confirmation, MessageProgress, ReadReceipt, ReceiptError,
    ReceiptKind, ReceiptRecipient, ReceiptSignature, ReceiptSortField, ReceiptSource,
    SignatureOutcome,
};
use sigillo_domain::search_text::fold;
use sigillo_storage::receipt_search::MessageTexts;
use sigillo_storage::receipts::{self, Receipt};
use sigillo_storage::{
    PageRequest, certified_message_list, certified_messages, decode_cursor, encode_cursor,
    preserved_totals, receipt_list, stored_objects,
};
use sigillo_testkit::{TestApp, on_both_engines};
use uuid::Uuid;

const DOMAIN: &str = "pec.example.it";
const SUBJECTS: [&str; 4] = ["Ordine 12", "Città di Valle", "100% sconto", "a_b \\ c"];
const ADDRESSES: [&str; 4] =
    ["anna@pec.example.org", "bruno@pec.example.org", "àda@pec.example.net", "x_y@example.com"];

fn random_id<I: From<Uuid>>(random: &mut StdRng) -> I {
    Uuid::from_u128(random.random()).into()
}

/// A receipt about one of a few messages.
fn some_receipt(random: &mut StdRng, mailbox: (MailboxId, Uuid, Uuid), number: u32) -> Receipt {
    let message = random.random_range(0..12_usize);
    let (sender, subject) = (ADDRESSES[message % 4], SUBJECTS[message / 3]);
    let recipients: Vec<_> = (0..=message % 3)
        .map(|place| ADDRESSES[(message + place) % 4])
        .map(|address| ReceiptRecipient { address: address.to_owned(), is_certified: true })
        .collect();
    let kind = *ReceiptKind::ALL.choose(random).unwrap();
    let about_one = !matches!(kind, ReceiptKind::Acceptance | ReceiptKind::NonAcceptance);
    let delivered_to = about_one
        .then(|| recipients.choose(random).unwrap().address.clone())
        .filter(|_| random.random());
    let at = TestApp::START + TimeDelta::hours(random.random_range(0..6));
    let read = ReadReceipt {
        kind,
        error: ReceiptError::None,
        error_text: None,
        form: None,
        identifier: Some(format!("opec{message}@example.it")),
        provider: None,
        reference: Some(format!("messaggio{message}@example.it")),
        message_id: Some(format!("ricevuta{number}@example.it")),
        sender: Some(sender.to_owned()),
        recipients,
        delivered_to,
        subject: Some(subject.to_owned()),
        certified_at: random.random::<bool>().then_some(at),
        text: String::new(),
        signature: ReceiptSignature {
            outcome: *SignatureOutcome::ALL.choose(random).unwrap(),
            ..ReceiptSignature::missing(at)
        },
        signed_sha256: String::new(),
        defects: vec![],
    };
    Receipt {
        id: random_id(random),
        organization_id: mailbox.2.into(),
        domain_id: mailbox.1.into(),
        mailbox_id: mailbox.0,
        message_id: random_id(random),
        fingerprint: number.to_string(),
        read,
        arrived_at: TestApp::START + TimeDelta::hours(random.random_range(0..6)),
        stored_at: TestApp::START + TimeDelta::minutes(i64::from(number)),
        source: ReceiptSource::Import,
        sha256: "0".repeat(64),
        bytes: i64::from(number),
    }
}

fn some_texts(random: &mut StdRng) -> MessageTexts {
    let mut some = |texts: &[&str]| {
        let text = texts.choose(random).unwrap();
        random.random_ratio(1, 3).then(|| (*text).to_owned())
    };
    MessageTexts {
        sender: some(&["anna", "example.", "_", "à", "nessuno"]),
        recipient: some(&["bruno@", "pec", "x_y", "%"]),
        subject: some(&["citta", "ordine 12", "%", "_", "\\", "e"]).map(|text| fold(&text)),
    }
}

/// What the receipts of each message say together.
#[derive(Default)]
struct Message {
    recipients: BTreeMap<String, Confirmation>,
    last_at: DateTime<Utc>,
    sender: String,
    subject: String,
}

impl Message {
    fn has(&self, texts: &MessageTexts) -> bool {
        let contains = |text: &str, part: &Option<String>| {
            part.as_ref().is_none_or(|part| text.contains(part.as_str()))
        };
        contains(&self.sender, &texts.sender)
            && contains(&fold(&self.subject), &texts.subject)
            && texts.recipient.as_ref().is_none_or(|part| {
                self.recipients.keys().any(|address| address.contains(part.as_str()))
            })
    }
}

fn messages(receipts: &[Receipt]) -> BTreeMap<String, Message> {
    let mut all: BTreeMap<String, Message> = BTreeMap::new();
    for receipt in receipts {
        let read = &receipt.read;
        let message = all.entry(read.reference.clone().unwrap()).or_default();
        message.sender = read.sender.clone().unwrap();
        message.subject = read.subject.clone().unwrap();
        message.last_at = message.last_at.max(receipt.happened_at());
        for recipient in &read.recipients {
            message.recipients.entry(recipient.address.clone()).or_insert(Confirmation::Awaited);
        }
    }
    all
}

fn passes(filter: &receipt_list::Filter, receipt: &Receipt, message: &Message) -> bool {
    let read = &receipt.read;
    let at = receipt.happened_at();
    let about = filter.texts.recipient.as_ref().is_none_or(|part| {
        read.delivered_to.as_ref().is_none_or(|address| address.contains(part.as_str()))
    });
    let has_id = |id: &String| {
        [&read.message_id, &read.identifier, &read.reference].contains(&&Some(id.clone()))
    };
    filter.kinds.as_ref().is_none_or(|kinds| kinds.contains(&read.kind))
        && (filter.signatures.is_empty() || filter.signatures.contains(&read.signature.outcome))
        && filter.from.is_none_or(|from| at >= from)
        && filter.to.is_none_or(|to| at < to)
        && filter.message_id.as_ref().is_none_or(has_id)
        && filter.ids.as_ref().is_none_or(|ids| ids.contains(&receipt.id))
        && filter.stored_until.is_none_or(|until| receipt.stored_at <= until)
        && about
        && message.has(&filter.texts)
}

fn some_filter(random: &mut StdRng, mailbox: MailboxId, all: &[Receipt]) -> receipt_list::Filter {
    let hour = |random: &mut StdRng| TestApp::START + TimeDelta::hours(random.random_range(0..6));
    let kinds = random.random_ratio(1, 3).then(|| {
        let count = random.random_range(0..4);
        ReceiptKind::ALL.sample(random, count).copied().collect()
    });
    let ids = random.random_ratio(1, 6).then(|| {
        all.sample(random, 20).map(|receipt| receipt.id).chain([ReceiptId::NIL]).collect()
    });
    let message = random.random_range(0..12);
    let named = ["messaggio", "opec", "ricevuta"].choose(random).unwrap();
    let message_id = random.random_ratio(1, 6).then(|| format!("{named}{message}@example.it"));
    receipt_list::Filter {
        kinds,
        signatures: if random.random_ratio(1, 4) {
            vec![SignatureOutcome::Trusted]
        } else {
            vec![]
        },
        from: random.random_ratio(1, 4).then(|| hour(random)),
        to: random.random_ratio(1, 4).then(|| hour(random)),
        ids,
        message_id,
        stored_until: random.random_ratio(1, 6).then(|| TestApp::START + TimeDelta::minutes(100)),
        texts: some_texts(random),
        ..receipt_list::Filter::new(mailbox)
    }
}

/// Reads a whole list, page by page.
macro_rules! whole {
    ($list:ident, $on:expr, $filter:expr, $sort:expr, $limit:expr) => {{
        let mut request = PageRequest { sort: $sort, after: None, limit: $limit, count: true };
        let (mut found, mut total) = (vec![], None);
        loop {
            let page = $list::page(&mut $on, $filter, &request).await.unwrap();
            total = total.or(page.total);
            found.extend(page.items);
            let Some(end) = page.end else { break };
            let after = decode_cursor(&encode_cursor(&end)).expect("a cursor");
            request = PageRequest { after: Some(after), count: false, ..request };
        }
        assert_eq!(total, i64::try_from(found.len()).ok());
        found
    }};
}

on_both_engines! {
    async fn random_lists_of_receipts_and_messages_match_the_model(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let mut random = StdRng::seed_from_u64(20);
        let mailbox = app.mailbox(DOMAIN, "protocollo").await.id;
        let other = app.mailbox(DOMAIN, "tributi").await.id;
        let of = |id| (id, domain.id.uuid(), domain.organization_id.uuid());
        let mut all = vec![];
        let mut tx = app.app.db.begin().await.unwrap();
        stored_objects::claim(&mut tx, &"0".repeat(64), "key", 1, TestApp::START).await.unwrap();
        for number in 0..240 {
            let place = if number % 8 == 0 { other } else { mailbox };
            let receipt = some_receipt(&mut random, of(place), number);
            assert!(receipts::insert(&mut tx, &receipt).await.unwrap());
            assert!(!receipts::insert(&mut tx, &receipt).await.unwrap(), "once");
            if place == mailbox {
                all.push(receipt);
            }
        }
        tx.commit().await.unwrap();
        let threads = messages(&all);
        let mut on = app.app.db.read().await.unwrap();
        for _ in 0..150 {
            let filter = some_filter(&mut random, mailbox, &all);
            let sort = Sort { field: ReceiptSortField::HappenedAt, descending: random.random() };
            let mut expected: Vec<_> = all
                .iter()
                .filter(|one| passes(&filter, one, &threads[one.read.reference.as_ref().unwrap()]))
                .map(|one| (one.happened_at(), one.id))
                .collect();
            expected.sort();
            if sort.descending {
                expected.reverse();
            }
            let limit = random.random_range(1..60);
            let found = whole!(receipt_list, on, &filter, sort, limit);
            let found: Vec<_> = found.iter().map(|one| (one.happened_at(), one.id)).collect();
            assert_eq!(found, expected, "{filter:?}");
        }
        for _ in 0..80 {
            let texts = some_texts(&mut random);
            let filter = certified_message_list::Filter { texts, ..certified_message_list::Filter::new(mailbox) };
            let sort = Sort::descending(CertifiedMessageSortField::LastAt);
            let found = whole!(certified_message_list, on, &filter, sort, 5);
            assert!(found.is_sorted_by_key(|one| std::cmp::Reverse((one.last_at, one.id))));
            let found: BTreeSet<_> = found.into_iter().map(|one| (one.reference, one.last_at)).collect();
            let expected = threads.iter().filter(|(_, message)| message.has(&filter.texts));
            let expected = expected.map(|(reference, message)| (reference.clone(), message.last_at));
            assert_eq!(found, expected.collect(), "{filter:?}");
        }
        // What each message's recipients have confirmed is what its figures say.
        let sort = Sort::descending(CertifiedMessageSortField::LastAt);
        let mut of_progress = 0;
        for progress in MessageProgress::ALL {
            let filter = certified_message_list::Filter {
                progress: Some(progress),
                ..certified_message_list::Filter::new(mailbox)
            };
            for message in whole!(certified_message_list, on, &filter, sort, 5) {
                let recipients = certified_messages::recipients(&mut on, message.id, None, 50).await.unwrap();
                let with = |wanted: Confirmation| {
                    recipients.iter().filter(|one| one.is_expected && one.confirmation == wanted).count()
                };
                let fits = match progress {
                    MessageProgress::Awaiting => with(Confirmation::Awaited) + with(Confirmation::Delayed) > 0,
                    MessageProgress::Failed => with(Confirmation::Failed) > 0,
                    MessageProgress::Delivered => with(Confirmation::Delivered) == recipients.len(),
                };
                assert!(fits, "{progress}: {message:?} {recipients:?}");
                of_progress += 1;
            }
        }
        assert!(of_progress > 5, "{of_progress}");
        // The messages of another mailbox are not found by their id either.
        let foreign = receipt_list::Filter::new(other);
        let sort = Sort::descending(ReceiptSortField::HappenedAt);
        let foreign: CertifiedMessageId = whole!(receipt_list, on, &foreign, sort, 50)[0].message_id;
        assert_eq!(certified_messages::find(&mut on, mailbox, foreign).await.unwrap(), None);

        let total = preserved_totals::of_mailbox(&mut on, mailbox).await.unwrap().unwrap();
        assert_eq!(total.receipts, i64::try_from(all.len()).unwrap());
        assert_eq!(total.bytes, all.iter().map(|one| one.bytes).sum::<i64>());
        let of_domain = preserved_totals::of_domain(&mut on, domain.id).await.unwrap().unwrap();
        assert_eq!(of_domain.receipts, 240);
    }

    async fn a_receipt_may_say_more_than_an_index_takes(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let mailbox = app.mailbox(DOMAIN, "protocollo").await.id;
        let mut random = StdRng::seed_from_u64(21);
        // Texts that do not compress.
        let mut long = |prefix: &str| {
            let letters = (0..9_000).map(|_| char::from_u32(random.random_range(0xe0..0x2000)).unwrap());
            let letters: String = letters.collect();
            format!("{prefix}{letters}").to_lowercase()
        };
        let of = (mailbox, domain.id.uuid(), domain.organization_id.uuid());
        let mut receipt = some_receipt(&mut StdRng::seed_from_u64(22), of, 1);
        let read = &mut receipt.read;
        read.reference = Some(long("a"));
        read.message_id = Some(long("b"));
        read.identifier = Some(long("c"));
        read.subject = Some(long("ordine "));
        read.sender = Some(long("mittente@"));
        read.delivered_to = Some(long("destinatario@"));
        read.recipients = vec![
            ReceiptRecipient { address: long("destinatario@"), is_certified: true },
            ReceiptRecipient { address: long("d"), is_certified: true },
        ];
        let mut tx = app.app.db.begin().await.unwrap();
        stored_objects::claim(&mut tx, &"0".repeat(64), "key", 1, TestApp::START).await.unwrap();
        assert!(receipts::insert(&mut tx, &receipt).await.unwrap());
        tx.commit().await.unwrap();
        let mut on = app.app.db.read().await.unwrap();
        let texts = MessageTexts {
            subject: Some("ordine".into()),
            sender: Some("mittente".into()),
            recipient: Some("destinatario".into()),
        };
        let filter = receipt_list::Filter { texts, ..receipt_list::Filter::new(mailbox) };
        assert_eq!(receipt_list::count(&mut on, &filter).await.unwrap(), 1);
    }
}
