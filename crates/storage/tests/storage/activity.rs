//! The history of all subjects as one list.

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_domain::history::{Action, Actor, ActorKind};
use sigillo_domain::id::{DomainId, MailboxId, OrganizationId};
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::storage_key::StorageKey;
use sigillo_domain::subject::{SubjectKind, SubjectRef};
use sigillo_storage::activity::{
    ActivityKey, ActivityRecord, Filter, Scope, count, list, logged, position,
};
use sigillo_storage::history::{NewRecord, append};
use sigillo_storage::{history_log, mailboxes};
use sigillo_testkit::{TestApp, on_both_engines};
use uuid::Uuid;

const OWN: &str = "pec.example.it";
const SECOND: &str = "cert.example.it";
const FOREIGN: &str = "altrove.example.org";

struct Tenants {
    own: OrganizationId,
    domain: DomainId,
    second: DomainId,
    foreign: OrganizationId,
}

/// Two organisations, each with accounts, domains and mailboxes; a minute lies between any two creations.
async fn tenants(app: &TestApp) -> Tenants {
    let minute = || app.clock.advance(TimeDelta::minutes(1));
    let domain = app.domain(OWN).await;
    minute();
    let second = app.domain_of(domain.organization_id, SECOND).await;
    minute();
    let foreign = app.domain(FOREIGN).await;
    for (place, name) in [(OWN, "uno"), (SECOND, "due"), (FOREIGN, "tre"), (OWN, "quattro")] {
        minute();
        app.mailbox(place, name).await;
    }
    minute();
    app.postmaster("rosa", domain.organization_id).await;
    minute();
    app.postmaster("ugo", foreign.organization_id).await;
    minute();
    app.operator("gestore").await;
    Tenants {
        own: domain.organization_id,
        domain: domain.id,
        second: second.id,
        foreign: foreign.organization_id,
    }
}

async fn all(app: &TestApp, filter: &Filter) -> Vec<ActivityRecord> {
    let mut on = app.app.db.read().await.unwrap();
    list(&mut on, filter, None, 1000).await.unwrap()
}

fn names(records: &[ActivityRecord]) -> Vec<String> {
    let name = |record: &ActivityRecord| record.subject_name.clone().unwrap_or_default();
    records.iter().map(name).collect()
}

async fn append_at(app: &TestApp, subject: SubjectRef, at: DateTime<Utc>, actor: &Actor) {
    let mut tx = app.app.db.begin().await.unwrap();
    let action = Action::Updated;
    append(&mut tx, NewRecord { subject, at, actor, action, changes: &[] }).await.unwrap();
    tx.commit().await.unwrap();
}

fn actor(name: &str) -> Actor {
    Actor { kind: ActorKind::Postmaster, id: Some(Uuid::max()), name: name.into() }
}

on_both_engines! {
    async fn each_scope_has_the_records_of_its_own_subjects_newest_first(app: TestApp) {
        let tenants = tenants(&app).await;
        let everything = all(&app, &Filter::new(Scope::All)).await;
        assert_eq!(everything.len(), 12);
        assert_eq!(names(&everything)[0], "gestore");
        assert!(everything.is_sorted_by(|a, b| a.key() > b.key()));
        let own = all(&app, &Filter::new(Scope::Organization(tenants.own))).await;
        let organization = format!("Organizzazione di {OWN}");
        let expected = [
            "rosa", "quattro@pec.example.it", "due@cert.example.it", "uno@pec.example.it", SECOND,
        ];
        assert_eq!(names(&own)[..5], expected);
        let mut oldest = names(&own)[5..].to_vec();
        oldest.sort();
        assert_eq!(oldest, [organization.as_str(), OWN]);
        let foreign = names(&all(&app, &Filter::new(Scope::Organization(tenants.foreign))).await);
        assert_eq!(foreign[..2], ["ugo", "tre@altrove.example.org"]);
        assert_eq!(foreign.len(), 4);
        let one = names(&all(&app, &Filter::new(Scope::Domains(vec![tenants.domain]))).await);
        assert_eq!(one, ["quattro@pec.example.it", "uno@pec.example.it", OWN]);
        let two = Scope::Domains(vec![tenants.domain, tenants.second]);
        assert_eq!(all(&app, &Filter::new(two)).await.len(), 5);
        assert_eq!(all(&app, &Filter::new(Scope::Domains(vec![]))).await, []);
    }

    async fn a_record_names_the_domain_of_its_subject(app: TestApp) {
        let tenants = tenants(&app).await;
        let own = all(&app, &Filter::new(Scope::Organization(tenants.own))).await;
        for record in own {
            let domain = match record.sealed.record.subject.kind {
                SubjectKind::Mailbox => record.subject_name.as_deref().unwrap().split_once('@').map(|(_, d)| d),
                SubjectKind::Domain => record.subject_name.as_deref(),
                _ => None,
            };
            assert_eq!(record.domain.as_deref(), domain);
        }
    }

    async fn filters_narrow_the_list_and_its_count(app: TestApp) {
        let tenants = tenants(&app).await;
        let uno = all(&app, &Filter::new(Scope::All)).await;
        let uno = uno.iter().find(|one| one.subject_name.as_deref() == Some("uno@pec.example.it")).unwrap().clone();
        let subject = uno.sealed.record.subject;
        let late = uno.sealed.record.at + TimeDelta::days(1);
        append_at(&app, subject, late, &actor("rosa")).await;
        let everything = || Filter::new(Scope::Organization(tenants.own));
        let cases = [
            (Filter { person: Some("rosa".into()), ..everything() }, 1),
            (Filter { person: Some("ros".into()), ..everything() }, 0),
            (Filter { actions: vec![Action::Updated], ..everything() }, 1),
            (Filter { actions: vec![Action::Created, Action::Updated], ..everything() }, 8),
            (Filter { subject_kinds: vec![SubjectKind::Mailbox], ..everything() }, 4),
            (Filter { subject_kinds: vec![SubjectKind::Account, SubjectKind::Organization], ..everything() }, 2),
            (Filter { from: Some(late), ..everything() }, 1),
            (Filter { to: Some(late), ..everything() }, 7),
            (Filter { from: Some(late), to: Some(late), ..everything() }, 0),
            (everything(), 8),
        ];
        for (filter, expected) in cases {
            assert_eq!(all(&app, &filter).await.len(), expected, "{filter:?}");
            let mut on = app.app.db.read().await.unwrap();
            let counted = count(&mut on, &filter).await.unwrap();
            assert_eq!(counted, i64::try_from(expected).unwrap(), "{filter:?}");
        }
    }

    async fn pages_follow_each_other_though_many_records_have_one_time(app: TestApp) {
        let tenants = tenants(&app).await;
        let at = app.app.clock.now();
        for number in 0..7 {
            append_at(&app, tenants.domain.subject(), at, &actor("rosa")).await;
            append_at(&app, MailboxId::from_u128(number).subject(), at, &actor("rosa")).await;
        }
        for scope in [Scope::All, Scope::Organization(tenants.own)] {
            let filter = Filter::new(scope);
            let whole: Vec<ActivityKey> = all(&app, &filter).await.iter().map(ActivityRecord::key).collect();
            let mut paged = vec![];
            let mut on = app.app.db.read().await.unwrap();
            loop {
                let page = list(&mut on, &filter, paged.last(), 3).await.unwrap();
                if page.is_empty() { break }
                paged.extend(page.iter().map(ActivityRecord::key));
            }
            assert_eq!(paged, whole);
        }
    }

    async fn a_deleted_view_stays_with_the_organisation_whose_people_changed_it(app: TestApp) {
        let tenants = tenants(&app).await;
        let view = SubjectKind::SavedView.with_id(Uuid::from_u128(99));
        append_at(&app, view, app.app.clock.now(), &actor("rosa")).await;
        let of_views = |scope| Filter { subject_kinds: vec![SubjectKind::SavedView], ..Filter::new(scope) };
        let [found] = all(&app, &of_views(Scope::Organization(tenants.own))).await.try_into().unwrap();
        assert_eq!((found.subject_name, found.domain), (None, None));
        assert_eq!(all(&app, &of_views(Scope::Organization(tenants.foreign))).await, []);
        assert_eq!(all(&app, &of_views(Scope::Domains(vec![tenants.domain]))).await, []);
    }

    async fn a_scope_of_many_subjects_has_the_same_records_as_one_of_few(app: TestApp) {
        let tenants = tenants(&app).await;
        let organization = Filter::new(Scope::Organization(tenants.own));
        let domains = Filter::new(Scope::Domains(vec![tenants.domain, tenants.second]));
        let before = (all(&app, &organization).await, all(&app, &domains).await);
        // Mailboxes without a history, so that the list is walked instead.
        let id = before.0.iter().find_map(|one| one.sealed.record.subject.id_of::<MailboxId>()).unwrap();
        let mut tx = app.app.db.begin().await.unwrap();
        let template = mailboxes::find(&mut tx, id).await.unwrap().unwrap();
        for number in 1..=2001_u128 {
            let local_part = format!("tante{number}");
            let address = format!("{local_part}@{OWN}");
            let mailbox = Mailbox { id: MailboxId::from_u128(number), local_part, address, domain_id: tenants.domain, ..template.clone() };
            mailboxes::insert(&mut tx, &mailbox, &StorageKey::from_random(number.to_be_bytes())).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!((all(&app, &organization).await, all(&app, &domains).await), before);
    }

    async fn the_log_is_followed_from_position_to_position(app: TestApp) {
        let tenants = tenants(&app).await;
        app.seal_history().await;
        let mut on = app.app.db.read().await.unwrap();
        let head = history_log::last_block(&mut on).await.unwrap().unwrap().last_position;
        let everything = Filter::new(Scope::All);
        let found = logged(&mut on, &everything, 0, head, 100).await.unwrap();
        assert_eq!(found.len(), 12);
        assert!(found.is_sorted_by_key(|one| one.sealed.log_position));
        let third = found[2].sealed.log_position.unwrap();
        let rest = logged(&mut on, &everything, third, head - 1, 100).await.unwrap();
        assert_eq!(rest, found[3..11]);
        assert_eq!(logged(&mut on, &everything, third, head, 2).await.unwrap(), found[3..5]);
        let own = logged(&mut on, &Filter::new(Scope::Organization(tenants.own)), 0, head, 100).await.unwrap();
        assert_eq!(own.len(), 7);
        let record = &found[2].sealed.record;
        assert_eq!(position(&mut on, record.subject.id, record.seq).await.unwrap(), Some(Some(third)));
        assert_eq!(position(&mut on, record.subject.id, 9).await.unwrap(), None);
        drop(on);
        append_at(&app, tenants.domain.subject(), app.app.clock.now(), &actor("rosa")).await;
        let mut on = app.app.db.read().await.unwrap();
        assert_eq!(position(&mut on, tenants.domain.uuid(), 2).await.unwrap(), Some(None));
        assert_eq!(logged(&mut on, &everything, head, head + 5, 5).await.unwrap(), []);
    }
}
