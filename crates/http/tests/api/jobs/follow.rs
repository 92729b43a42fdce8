//! The stream of a job's progress.

use serde_json::json;
use sigillo_testkit::on_both_engines;

use super::{asked, path, setting};

on_both_engines! {
    async fn the_stream_ends_when_the_job_waits_for_confirmation(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna"]).await;
        let job = asked(&app, &rosa, json!({"action": "disable"}), "active", 1).await;
        let answer = app.get(&format!("{}/events", path(&job))).by(&rosa).expect(200).await;
        assert_eq!(answer.header("content-type"), Some("text/event-stream"));
        let text = String::from_utf8(answer.bytes.to_vec()).unwrap();
        let data = text.strip_prefix("event: job\ndata: ").unwrap().strip_suffix("\n\n").unwrap();
        let told: serde_json::Value = serde_json::from_str(data).unwrap();
        assert_eq!(told, job);
    }

    async fn the_stream_reports_the_progress_of_the_job(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna"]).await;
        let request = json!({"change": {"action": "disable"}, "matching": {}, "count": 1});
        let job = app.post("/api/v1/bulk-changes").by(&rosa).json(&request).expect(202).await.body;
        let worker = app.app.clone();
        actix_web::rt::spawn(async move {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            sigillo_app::jobs::work(&worker).await
        });
        let answer = app.get(&format!("{}/events", path(&job))).by(&rosa).expect(200).await;
        let text = String::from_utf8(answer.bytes.to_vec()).unwrap();
        let states: Vec<_> = text
            .split("\n\n")
            .filter_map(|event| event.strip_prefix("event: job\ndata: "))
            .map(|data| serde_json::from_str::<serde_json::Value>(data).unwrap()["state"].clone())
            .collect();
        assert_eq!(states, ["checking", "ready"]);
    }
}
