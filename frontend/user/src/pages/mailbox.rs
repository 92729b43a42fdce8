//! The user's mailbox: its state, its space, and how long its password is valid.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use sigillo_contract::own_mailbox::OwnMailbox;
use sigillo_contract::user_page::UserPage;
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::password_term::NOTICES;
use sigillo_domain::quota::BYTES_PER_MB;

use super::changes::Changes;
use super::mail_programs::MailPrograms;
use super::preservation::PreservationPage;
use crate::i18n::{date, t, texts};
use crate::session::{load_mailbox, with_mailbox};
use sigillo_kit::browser;
use sigillo_kit::components::{
    Alert, AlertKind, Fact, Facts, Icon, LinkButton, Page, PasswordBadge, SpaceFacts, StateBadge,
};
use sigillo_kit::i18n::{file_size, integer};

#[component]
pub fn MailboxPage() -> impl IntoView {
    let mailbox = load_mailbox();
    let lead = move || mailbox.get().map(|mailbox| mailbox.address).unwrap_or_default();
    view! {
        <Page title=t!(own.title) lead=lead>
            {with_mailbox(mailbox, |mailbox| view! { <Sheet mailbox=mailbox /> })}
        </Page>
    }
}

#[component]
fn Sheet(mailbox: OwnMailbox) -> impl IntoView {
    let changes = mailbox.last_changes.clone();
    let servers = Some(mailbox.client_servers.clone())
        .filter(|servers| !servers.is_empty() && mailbox.state != MailboxState::Cancelled);
    let address = mailbox.address.clone();
    view! {
        <Warnings mailbox=mailbox.clone() />
        <div class="columns">
            <div>
                <Identity mailbox=mailbox.clone() />
                <Preserved mailbox=mailbox.clone() />
                <Password mailbox=mailbox.clone() />
                <CommunicationEmail mailbox=mailbox.clone() />
                <Space mailbox=mailbox />
                {servers.map(|servers| view! { <MailPrograms address=address servers=servers /> })}
            </div>
            <div>
                <Changes changes=changes />
            </div>
        </div>
    }
}

/// The warnings that need the user's attention.
#[component]
fn Warnings(mailbox: OwnMailbox) -> impl IntoView {
    let state = mailbox.state;
    let ending = mailbox.password_expires_at.filter(|end| {
        mailbox.password_state == PasswordState::Valid && is_ending(browser::now(), *end)
    });
    let expired = mailbox.password_state == PasswordState::Expired;
    let limit = mailbox.soft_limit_mb * BYTES_PER_MB;
    let full = mailbox.used_bytes.is_some_and(|used| used >= limit);
    view! {
        {(state != MailboxState::Active).then(|| view! {
            <Alert kind=AlertKind::Warning quiet=true>
                <p>{move || texts().own().state_meaning(state)}</p>
            </Alert>
        })}
        {expired.then(|| view! {
            <Alert kind=AlertKind::Danger quiet=true><p>{t!(own.expired)}</p></Alert>
        })}
        {ending.map(|end| view! {
            <Alert kind=AlertKind::Warning quiet=true title=t!(own.ending_title)>
                <p>{move || texts().own().ending(&date(end))}</p>
                <LinkButton
                    href=UserPage::ChangePassword.path()
                    label=t!(own.change_password)
                    class="btn btn-primary btn-sm"
                />
            </Alert>
        })}
        {(full && state != MailboxState::Cancelled).then(|| view! {
            <Alert kind=AlertKind::Warning quiet=true title=t!(own.almost_full_title)>
                <p>{t!(own.almost_full)}</p>
            </Alert>
        })}
    }
}

#[component]
fn Identity(mailbox: OwnMailbox) -> impl IntoView {
    let (state, preservation, created) = (mailbox.state, mailbox.preservation, mailbox.created_at);
    view! {
        <section class="panel" aria-labelledby="identity">
            <h2 id="identity">{t!(detail.identity)}</h2>
            <Facts>
                <Fact label=t!(detail.address)>{mailbox.address}</Fact>
                <Fact label=t!(detail.state)>
                    <StateBadge state=state />
                    {(state == MailboxState::Active).then(|| view! {
                        <p class="fact-note">{move || texts().own().state_meaning(state)}</p>
                    })}
                </Fact>
                <Fact label=t!(preservation.panel_title)>{move || texts().words().yes_no(preservation)}</Fact>
                <Fact label=t!(detail.created)>{move || date(created)}</Fact>
            </Facts>
        </section>
    }
}

/// Leads to the preserved receipts, where receipts are or were preserved.
#[component]
fn Preserved(mailbox: OwnMailbox) -> impl IntoView {
    let is_shown = mailbox.preservation || mailbox.preserved.is_some();
    let preserved = mailbox.preserved;
    is_shown.then(|| {
        view! {
            <section class="panel" aria-labelledby="preserved">
                <h2 id="preserved">{t!(preservation.panel_title)}</h2>
                <p>{move || match preserved {
                    Some(all) => {
                        format!("{}, {}", texts().preservation().count_of(&integer(all.receipts)), file_size(all.bytes))
                    }
                    None => texts().preservation().none_title().to_owned(),
                }}</p>
                <div class="form-actions">
                    <LinkButton
                        href=PreservationPage::Receipts.href()
                        label=t!(preservation.open)
                        class="btn btn-outline-primary btn-sm"
                    />
                </div>
            </section>
        }
    })
}

#[component]
fn Space(mailbox: OwnMailbox) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="space">
            <h2 id="space">{t!(detail.space)}</h2>
            <Facts>
                <SpaceFacts
                    quota_mb=mailbox.quota_mb
                    soft_limit_mb=mailbox.soft_limit_mb
                    used_bytes=mailbox.used_bytes
                />
            </Facts>
        </section>
    }
}

#[component]
fn Password(mailbox: OwnMailbox) -> impl IntoView {
    let now = browser::now();
    let set = mailbox.password_set_at.map(|at| (at, (now - at).num_days()));
    let end = mailbox.password_expires_at;
    let is_valid = mailbox.password_state == PasswordState::Valid;
    let left = end.filter(|_| is_valid).map(|end| days_left(now, end));
    view! {
        <section class="panel" aria-labelledby="password">
            <h2 id="password">{t!(own.password)}</h2>
            <Facts>
                {set.map(|(at, age)| view! {
                    <Fact label=t!(own.set_on)>
                        {move || date(at)}
                        <span class="fact-note">" ("{move || texts().own().age(age)}")"</span>
                    </Fact>
                })}
                {end.map(|end| view! {
                    <Fact label=t!(own.ends_on)>
                        {move || date(end)}
                        {left.map(|left| view! {
                            <span class="fact-note">" ("{move || texts().own().left(left)}")"</span>
                        })}
                        " "
                        <PasswordBadge mailbox=mailbox.state password=mailbox.password_state />
                    </Fact>
                })}
            </Facts>
            <div class="form-actions">
                <LinkButton
                    href=UserPage::ChangePassword.path()
                    label=t!(own.change_password)
                    class="btn btn-outline-primary btn-sm"
                    icon="it-key"
                />
            </div>
        </section>
    }
}

#[component]
fn CommunicationEmail(mailbox: OwnMailbox) -> impl IntoView {
    let changeable = mailbox.state != MailboxState::Cancelled;
    view! {
        <section class="panel" aria-labelledby="own-email">
            <h2 id="own-email">{t!(detail.communication_email)}</h2>
            <p class="own-email">
                {match mailbox.communication_email {
                    Some(email) => view! { <strong>{email}</strong> }.into_any(),
                    None => view! { <span class="fact-note">{t!(detail.none)}</span> }.into_any(),
                }}
            </p>
            {mailbox.unconfirmed_email.map(|email| view! {
                <p class="field-advice">
                    <Icon name="it-mail-open" class="icon-sm" />
                    <span>{move || texts().own().unconfirmed(&email)}</span>
                </p>
            })}
            {changeable.then(|| view! {
                <div class="form-actions">
                    <LinkButton
                        href=UserPage::ChangeEmail.path()
                        label=t!(own.change)
                        class="btn btn-outline-primary btn-sm"
                        icon="it-mail"
                    />
                </div>
            })}
        </section>
    }
}

/// Whether a password expires so soon that the page warns its user: from the time of the first
/// reminder on (A19).
fn is_ending(now: DateTime<Utc>, end: DateTime<Utc>) -> bool {
    end <= now + TimeDelta::days(NOTICES[0].days())
}

/// The days until `end`; a day that has begun counts as a whole one.
fn days_left(now: DateTime<Utc>, end: DateTime<Utc>) -> i64 {
    (end - now + TimeDelta::days(1) - TimeDelta::seconds(1)).num_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn a_started_day_counts_as_a_whole_day() {
        let left = |seconds| days_left(NOW, NOW + TimeDelta::seconds(seconds));
        let day = 24 * 3600;
        assert_eq!([1, day, day + 1, 20 * day].map(left), [1, 1, 2, 20]);
    }

    #[test]
    fn the_warning_starts_with_the_first_reminder() {
        let first = TimeDelta::days(NOTICES[0].days());
        assert!(is_ending(NOW, NOW + first));
        assert!(!is_ending(NOW, NOW + first + TimeDelta::seconds(1)));
    }
}
