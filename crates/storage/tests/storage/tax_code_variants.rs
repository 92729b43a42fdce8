//! Tax codes that are variants of one another (omocodia).

use std::time::Duration;

use sigillo_domain::holder::{Holder, HolderState};
use sigillo_domain::id::{HolderId, OrganizationId};
use sigillo_domain::tax_code::TaxCode;
use sigillo_storage::holders;
use sigillo_testkit::{Engine, TestApp, on_both_engines};

/// Codes of invented people, without and with all seven letters.
const CODES: [(&str, &str); 6] = [
    ("BCCBBA01A71G942C", "BCCBBALMATMGVQNK"),
    ("DCFCDI02B28F205I", "DCFCDILNBNUFNLRZ"),
    ("HJKGHL04D18H501K", "HJKGHLLQDMUHRLMF"),
    ("JKNLMI05E67A662W", "JKNLMILRESTASSNS"),
    ("NRSMRS07L54D612H", "NRSMRSLTLRQDSMNC"),
    ("XZEWNX99T13B157R", "XZEWNXVVTMPBMRTA"),
];

fn holder(id: u128, organization_id: OrganizationId, tax_code: &str) -> Holder {
    Holder {
        id: HolderId::from_u128(id),
        organization_id,
        given_name: "Zoè".into(),
        family_name: "Tàlamo".into(),
        tax_code: tax_code.into(),
        state: HolderState::Registered,
        merged_into: None,
        erased_at: None,
        created_at: TestApp::START,
        created_by: "anna".into(),
        version: 1,
    }
}

fn base(tax_code: &str) -> String {
    TaxCode::parse(tax_code).unwrap().base().unwrap()
}

on_both_engines! {
    async fn variants_of_a_code_are_found_by_what_they_have_in_common(app: TestApp) {
        let organization_id = app.organization("Ente").await;
        let other = app.organization("Altro ente").await;
        let mut tx = app.app.db.begin().await.unwrap();
        let mut id = 0;
        for (plain, letters) in CODES {
            for (organization_id, code) in [(organization_id, plain), (organization_id, letters), (other, plain)] {
                id += 1;
                holders::insert(&mut tx, &holder(id, organization_id, code)).await.unwrap();
            }
        }
        let erased = Holder { state: HolderState::Erased, ..holder(99, organization_id, CODES[0].0) };
        holders::insert(&mut tx, &erased).await.unwrap();
        holders::insert(&mut tx, &holder(98, organization_id, "12345678903")).await.unwrap();
        for (plain, letters) in CODES {
            for code in [plain, letters] {
                let found = holders::with_bases(&mut tx, organization_id, &[base(code)]).await.unwrap();
                let codes: Vec<_> = found.iter().map(|holder| holder.tax_code.as_str()).collect();
                assert_eq!(codes, [plain, letters]);
                assert!(found.iter().all(|holder| holder.organization_id == organization_id));
            }
        }
        let bases = [base(CODES[0].0), base(CODES[1].0)];
        assert_eq!(holders::with_bases(&mut tx, organization_id, &bases).await.unwrap().len(), 4);
        assert_eq!(holders::with_bases(&mut tx, organization_id, &[]).await.unwrap(), []);
    }

    async fn a_corrected_code_is_found_by_its_new_variants(app: TestApp) {
        let organization_id = app.organization("Ente").await;
        let mut tx = app.app.db.begin().await.unwrap();
        let first = holder(1, organization_id, CODES[0].0);
        holders::insert(&mut tx, &first).await.unwrap();
        let corrected = Holder { tax_code: CODES[1].1.into(), version: 2, ..first };
        holders::update(&mut tx, &corrected).await.unwrap();
        let found = async |tx: &mut _, code| {
            holders::with_bases(tx, organization_id, &[base(code)]).await.unwrap().len()
        };
        assert_eq!((found(&mut tx, CODES[0].0).await, found(&mut tx, CODES[1].0).await), (0, 1));
    }

    async fn whoever_enters_a_variant_waits_for_whoever_has_just_entered_one(app: TestApp) {
        let organization_id = app.organization("Ente").await;
        let other = app.organization("Altro ente").await;
        let bases = [base(CODES[1].0), base(CODES[0].0)];
        let mut first = app.app.db.begin().await.unwrap();
        holders::lock_variants(&mut first, organization_id, &bases).await.unwrap();
        if app.engine() == Engine::Sqlite {
            // There is one writer.
            return;
        }
        let mut second = app.app.db.begin().await.unwrap();
        holders::lock_variants(&mut second, other, &bases).await.unwrap();
        holders::lock_variants(&mut second, organization_id, &[base(CODES[2].0)]).await.unwrap();
        let same = [base(CODES[0].1)];
        let waiting = holders::lock_variants(&mut second, organization_id, &same);
        let waiting = tokio::time::timeout(Duration::from_millis(200), waiting).await;
        assert!(waiting.is_err(), "the first transaction has not ended");
        drop(second);
        first.commit().await.unwrap();
        let mut third = app.app.db.begin().await.unwrap();
        holders::lock_variants(&mut third, organization_id, &same).await.unwrap();
    }
}
