//! The rows of jobs: what they are about, and which repeat an earlier one.

use sigillo_domain::id::{HolderId, JobId};
use sigillo_domain::job::{JobKind, JobState, Outcome};
use sigillo_storage::job_rows::{self, JobRow, NewRow};
use sigillo_storage::jobs::{self, Counts, Job};
use sigillo_testkit::{TestApp, on_both_engines};

const ID: JobId = JobId::from_u128(7);
const HOLDER: HolderId = HolderId::from_u128(8);

/// An import of holders with three rows.
async fn import(app: &TestApp) -> Job {
    let organization_id = app.organization("Ente").await;
    let rosa = app.postmaster("rosa", organization_id).await;
    let job = Job {
        id: ID,
        kind: JobKind::HolderImport,
        state: JobState::Checking,
        account_id: rosa.id,
        account_name: rosa.username.clone(),
        run_by: None,
        organization_id: Some(organization_id),
        request: "{}".into(),
        matching: None,
        counts: Counts { pending: 3, ..Counts::default() },
        created_at: TestApp::START,
        started_at: None,
        finished_at: None,
        problem: None,
        rows_forgotten: false,
        version: 1,
        attempts: 0,
    };
    let row = |line| NewRow { line: Some(line), cells: Some("[]".into()), ..NewRow::default() };
    let mut tx = app.app.db.begin().await.unwrap();
    jobs::insert(&mut tx, &job).await.unwrap();
    job_rows::insert(&mut tx, ID, 0, [2, 3, 4].map(row).into()).await.unwrap();
    tx.commit().await.unwrap();
    job
}

on_both_engines! {
    async fn a_row_is_about_a_holder_and_names_its_tax_code(app: TestApp) {
        let job = import(&app).await;
        let mut tx = app.app.db.begin().await.unwrap();
        assert_eq!(jobs::find(&mut tx, ID).await.unwrap(), Some(job));
        assert_eq!(jobs::domains(&mut tx, ID).await.unwrap(), []);
        let [first, second, third]: [JobRow; 3] =
            job_rows::list(&mut tx, ID, Some(Outcome::Pending), 0, 9).await.unwrap().try_into().unwrap();
        let named = |row: &JobRow, code: &str| JobRow { subject_name: Some(code.into()), outcome: Outcome::ToDo, ..row.clone() };
        let known = JobRow { subject: Some(HOLDER.subject()), ..named(&second, "B") };
        let rows = vec![named(&first, "A"), known.clone(), named(&third, "A")];
        job_rows::save_outcomes(&mut tx, ID, rows).await.unwrap();
        assert_eq!(job_rows::list(&mut tx, ID, None, 1, 1).await.unwrap(), [known]);
        let before = async |tx: &mut _, seq, codes: &[&str]| {
            let codes = codes.iter().map(|&code| code.to_owned()).collect();
            let mut found = job_rows::named_before(tx, ID, seq, codes).await.unwrap();
            found.sort();
            found
        };
        assert_eq!(before(&mut tx, 1, &["A", "B"]).await, []);
        assert_eq!(before(&mut tx, 4, &["A", "B", "C"]).await, [("A".to_owned(), 1), ("B".to_owned(), 2)]);
        assert_eq!(before(&mut tx, 9, &[]).await, []);
    }
}
