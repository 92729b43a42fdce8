//! The history of the invented organisation up to today.

use std::collections::HashMap;

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use sigillo_adapters::clock::ManualClock;
use sigillo_app::{App, Clock, Grant, mailboxes};
use sigillo_contract::history::NoteCreate;
use sigillo_contract::mailbox::{Mailbox, MailboxCreate, MailboxPatch};
use sigillo_domain::mailbox::MailboxState;

use super::commerce::Commerce;
use super::users::{Habit, NOBODY, Users};
use super::{
    BEGINS, People, REGION, contracts, documents, holder_changes, identities, names, registry,
    services, tickets,
};

/// Number of mailboxes in each domain.
const IN_REGION: usize = 134;
const IN_CONSORTIUM: usize = 66;
/// Number of people who hold the mailboxes of the consortium: some have two.
const HOLDERS: usize = 60;
/// Index of the mailbox whose communication e-mail was mistyped.
const UNREACHABLE: usize = 11;

/// Creates the mailboxes over the whole period of the story and changes some of them.
pub async fn build(
    app: &App,
    clock: &ManualClock,
    people: &People,
    commerce: &Commerce,
) -> Result<usize> {
    let step = BEGINS / i32::try_from(IN_REGION + IN_CONSORTIUM + 2).unwrap_or(i32::MAX);
    let mut begun = clock.now();
    let (mut users, mut habits) = (Users::default(), HashMap::new());
    let mut in_order = None;
    let mut of_region = vec![];
    let today = begun + BEGINS;
    for (place, name) in names::mailboxes().take(IN_REGION).enumerate() {
        begun += step;
        clock.set(in_office_hours(begun, place));
        let mailbox = create(app, people, &name, place).await?;
        habits.insert(mailbox.address.clone(), Habit::of(place));
        users.live(app, &habits).await?;
        happen(app, clock, people, &mailbox, place).await?;
        if name == IN_ORDER {
            in_order = Some(mailbox.id);
        }
        of_region.push(mailbox);
    }
    let mut held = vec![];
    for (place, person) in names::people().take(IN_CONSORTIUM).enumerate() {
        begun += step;
        clock.set(in_office_hours(begun, place));
        let request = if place < HOLDERS {
            registry::registration(place, &person)?
        } else {
            registry::second(&person.mailbox, &held[place - HOLDERS])
        };
        let (plan, reseller) = commerce.of_mailbox(place);
        let communication_email = match place {
            UNREACHABLE => NOBODY.to_owned(),
            _ => request.communication_email,
        };
        let request = MailboxCreate { plan, reseller, communication_email, ..request };
        users.live(app, &habits).await?;
        let postmaster = Grant::to(people.postmaster.clone())?;
        let mailbox = mailboxes::create(app, &postmaster, &request).await?;
        habits.insert(mailbox.address.clone(), Habit::of(place));
        contracts::act(app, &mut users, people, &mailbox, place).await?;
        documents::receive(app, people, &mailbox, place).await?;
        users.live(app, &habits).await?;
        held.push(mailbox);
    }
    holder_changes::request(app, people, &held).await?;
    services::request(app, clock, people, &of_region, today).await?;
    identities::record(app, people, &held, today).await?;
    tickets::open(app, people).await?;
    users.live(app, &habits).await?;
    if let Some(id) = in_order {
        users.set_printed_password(app, id).await?;
    }
    Ok(IN_REGION + IN_CONSORTIUM)
}

/// Name of a mailbox whose user has the password that the demo prints.
pub const IN_ORDER: &str = "protocollo";
/// Name of a mailbox whose user had that password and let it expire.
pub const EXPIRED: &str = "appalti";

/// Moves a time into the working day before it, since nobody creates mailboxes at night.
fn in_office_hours(at: DateTime<Utc>, place: usize) -> DateTime<Utc> {
    let minute = i64::try_from(place * 53 % 540).unwrap_or_default();
    let morning = at.date_naive().and_hms_opt(7, 0, 0).unwrap_or_default().and_utc();
    morning - TimeDelta::days(1) + TimeDelta::minutes(minute)
}

/// Creates a mailbox of the region, which belongs to an office.
async fn create(app: &App, people: &People, name: &str, place: usize) -> Result<Mailbox> {
    let caller = if place.is_multiple_of(3) { &people.postmaster } else { &people.assistant };
    let request = MailboxCreate {
        domain: REGION.to_owned(),
        local_part: name.to_owned(),
        communication_email: match place {
            UNREACHABLE => NOBODY.to_owned(),
            _ => names::communication_email(name),
        },
        preservation: Some(place.is_multiple_of(4)),
        quota_mb: [None, None, Some(2000), None, Some(5000)][place % 5],
        ..MailboxCreate::default()
    };
    Ok(mailboxes::create(app, &Grant::to(caller.clone())?, &request).await?)
}

async fn happen(
    app: &App,
    clock: &ManualClock,
    people: &People,
    mailbox: &Mailbox,
    place: usize,
) -> Result<()> {
    let state = |state| MailboxPatch { state: Some(state), ..MailboxPatch::default() };
    let note = |text: &str| NoteCreate { text: text.to_owned() };
    let (postmaster, assistant) = (&people.postmaster, &people.assistant);
    clock.advance(TimeDelta::minutes(95));
    if place % 7 == 2 {
        let patch =
            MailboxPatch { quota_mb: Some(mailbox.quota_mb * 2), ..MailboxPatch::default() };
        mailboxes::update(app, &Grant::to(assistant.clone())?, mailbox.id, None, &patch).await?;
        let text = note("Spazio raddoppiato su richiesta dell'ufficio, protocollo interno 1234.");
        mailboxes::add_note(app, &Grant::to(assistant.clone())?, mailbox.id, &text).await?;
    }
    if place % 11 == 5 {
        let disabled = state(MailboxState::Disabled);
        mailboxes::update(app, &Grant::to(assistant.clone())?, mailbox.id, None, &disabled).await?;
        if place.is_multiple_of(2) {
            clock.advance(TimeDelta::hours(3));
            let active = state(MailboxState::Active);
            mailboxes::update(app, &Grant::to(postmaster.clone())?, mailbox.id, None, &active)
                .await?;
        }
    }
    if place % 23 == 7 {
        let text = note("Ufficio soppresso: cancellazione autorizzata dal dirigente.");
        mailboxes::add_note(app, &Grant::to(postmaster.clone())?, mailbox.id, &text).await?;
        clock.advance(TimeDelta::minutes(10));
        mailboxes::cancel(app, &Grant::to(postmaster.clone())?, mailbox.id, None).await?;
    }
    Ok(())
}
