//! Reports on the mailboxes of an organisation (B18): what there is, how it is named, and how it is written.

pub mod growth;
pub mod schedule;
mod write;

use serde::{Deserialize, Serialize};

pub(crate) use write::size_step;
pub use write::{day_text, month_text, value_text};

text_enum! {
    /// What a report is about.
    pub enum ReportName {
        /// How many there are, by state, plan, domain, assistant and month.
        Mailboxes = "mailboxes",
        /// Space in use against quotas, and how it grows.
        Space = "space",
        /// Messages sent and received.
        Traffic = "traffic",
        /// Mailboxes that nobody has opened for 90 days.
        Unopened = "unopened",
        /// How long tickets take.
        Tickets = "tickets",
    }
}

text_enum! {
    /// What a part of a report shows.
    pub enum ReportSectionName {
        ByState = "by_state",
        ByPlan = "by_plan",
        ByDomain = "by_domain",
        ByAssistant = "by_assistant",
        ByMonth = "by_month",
        InServiceByMonth = "in_service_by_month",
        SpaceByDomain = "space_by_domain",
        SpaceByDay = "space_by_day",
        Growth = "growth",
        Largest = "largest",
        TrafficByDay = "traffic_by_day",
        TrafficByDomain = "traffic_by_domain",
        TrafficByMailbox = "traffic_by_mailbox",
        UnopenedByDomain = "unopened_by_domain",
        Unopened = "unopened",
        TicketTimes = "ticket_times",
    }
}

impl ReportSectionName {
    /// The report that it is a part of.
    pub const fn report(self) -> ReportName {
        match self {
            Self::ByState
            | Self::ByPlan
            | Self::ByDomain
            | Self::ByAssistant
            | Self::ByMonth
            | Self::InServiceByMonth => ReportName::Mailboxes,
            Self::SpaceByDomain | Self::SpaceByDay | Self::Growth | Self::Largest => {
                ReportName::Space
            }
            Self::TrafficByDay | Self::TrafficByDomain | Self::TrafficByMailbox => {
                ReportName::Traffic
            }
            Self::UnopenedByDomain | Self::Unopened => ReportName::Unopened,
            Self::TicketTimes => ReportName::Tickets,
        }
    }
}

text_enum! {
    /// What a column of a report holds.
    pub enum ReportColumnName {
        State = "state",
        Plan = "plan",
        Domain = "domain",
        Assistant = "assistant",
        Mailbox = "mailbox",
        Day = "day",
        Month = "month",
        /// Mailboxes.
        Mailboxes = "mailboxes",
        Share = "share",
        Active = "active",
        Disabled = "disabled",
        Suppressed = "suppressed",
        Pending = "pending",
        Cancelled = "cancelled",
        Entered = "entered",
        Activated = "activated",
        /// Activated and not cancelled, at the end of a month.
        InService = "in_service",
        /// In the charge of an assistant.
        Managed = "managed",
        /// Mailboxes whose use was measured.
        Measured = "measured",
        Used = "used",
        Inbox = "inbox",
        Archive = "archive",
        Quota = "quota",
        /// Messages in the mailboxes.
        Messages = "messages",
        Fill = "fill",
        ArchiveQuota = "archive_quota",
        ArchiveFill = "archive_fill",
        GrowthPerDay = "growth_per_day",
        DaysToFull = "days_to_full",
        EarliestDaysToFull = "earliest_days_to_full",
        LatestDaysToFull = "latest_days_to_full",
        Received = "received",
        Sent = "sent",
        /// Mailboxes that nobody has opened.
        Unopened = "unopened",
        LastOpened = "last_opened",
        DaysUnopened = "days_unopened",
        TicketsOpened = "tickets_opened",
        TicketsAnswered = "tickets_answered",
        /// Until the first answer, of half of the tickets.
        FirstAnswer = "first_answer",
        /// The same of nine in ten.
        FirstAnswerOfMost = "first_answer_of_most",
        TicketsClosed = "tickets_closed",
        /// Until the closure, of half of the tickets.
        Closure = "closure",
        /// The same of nine in ten.
        ClosureOfMost = "closure_of_most",
    }
}

text_enum! {
    /// How the values of a column are to be read.
    pub enum ReportUnit {
        /// A text.
        Text = "text",
        /// A whole number.
        Count = "count",
        /// A size in bytes.
        Bytes = "bytes",
        /// Hundredths of the whole.
        Percent = "percent",
        /// A number of days.
        Days = "days",
        /// A length of time in minutes.
        Minutes = "minutes",
        /// A day in Rome: `2026-03-02`.
        Day = "day",
        /// A month in Rome: `2026-03`.
        Month = "month",
    }
}

text_enum! {
    /// How a part of a report is drawn.
    pub enum PlotKind {
        /// A line for each column of values, along the rows.
        Lines = "lines",
        /// Upright bars along the rows, side by side for each column of values.
        Bars = "bars",
        /// A level bar for each row, with its name beside it.
        Ranking = "ranking",
    }
}

/// A number, or a text: a name, a day (`2026-03-02`) or a month (`2026-03`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ReportValue {
    Integer(i64),
    Decimal(f64),
    Text(String),
}

impl ReportValue {
    /// As a number, if it is one.
    #[expect(clippy::cast_precision_loss, reason = "sizes and counts are far below 2^53")]
    pub const fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(number) => Some(*number as f64),
            Self::Decimal(number) => Some(*number),
            Self::Text(_) => None,
        }
    }
}

impl From<&str> for ReportValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for ReportValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for ReportValue {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<f64> for ReportValue {
    fn from(number: f64) -> Self {
        Self::Decimal(number)
    }
}
