use chrono::{NaiveDate, TimeDelta};
use sigillo_app::tickets::times;
use sigillo_testkit::on_both_engines;

use super::{Office, act, close, office, opened};

on_both_engines! {
    async fn the_times_of_the_support_are_told_by_month(app: TestApp) {
        let Office { rosa, otto, domain, .. } = office(&app).await;
        let first = opened(&app, &rosa).await;
        app.clock.advance(TimeDelta::minutes(4));
        // To take a ticket is no answer.
        act(&app, &first, &otto, "take", "").expect(200).await;
        act(&app, &first, &otto, "answer", "Guardiamo").expect(200).await;
        let second = opened(&app, &rosa).await;
        app.clock.advance(TimeDelta::minutes(6));
        close(&app, &second, &otto).expect(200).await;
        close(&app, &first, &otto).expect(200).await;
        // One of another month, which nobody has answered, and one of somebody else.
        app.clock.advance(TimeDelta::days(31));
        app.ticket(domain.organization_id, "Di febbraio").await;
        let other = app.domain("altrove.example.org").await;
        app.ticket(other.organization_id, "Altro").await;
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut on = app.app.db.read().await.unwrap();
        let own = Some(domain.organization_id);
        let months = times(&mut on, own, day("2026-01-01"), day("2026-03-01")).await.unwrap();
        let [january, february] = &months[..] else { panic!("{months:?}") };
        assert_eq!((january.month, january.opened), (day("2026-01-01"), 2));
        let minutes = |figures: Option<sigillo_domain::ticket::Times>| {
            figures.map(|it| (it.count, it.median.num_minutes(), it.p90.num_minutes()))
        };
        assert_eq!(minutes(january.to_first_answer), Some((2, 4, 6)));
        assert_eq!(minutes(january.to_closure), Some((2, 6, 10)));
        assert_eq!((february.month, february.opened), (day("2026-02-01"), 1));
        assert_eq!((february.to_first_answer, february.to_closure), (None, None));
        let all = times(&mut on, None, day("2026-02-01"), day("2026-03-01")).await.unwrap();
        assert_eq!(all.iter().map(|month| month.opened).collect::<Vec<_>>(), [2]);
        assert_eq!(times(&mut on, own, day("2026-03-01"), day("2026-04-01")).await.unwrap(), []);
    }
}
