//! The space that a mailbox used in the last 30 days, as a step line and as a table.

use std::fmt::Write;

use chrono::{DateTime, Days, TimeDelta, Utc};
use leptos::prelude::*;
use sigillo_contract::mail_host::UsagePoint;
use sigillo_domain::quota::BYTES_PER_MB;

use crate::browser;
use crate::components::{Column, DataTable};
use crate::i18n::{date, integer, megabytes, short_bytes, t, texts};

const DAYS: i64 = 30;
/// The size of the drawing; one unit of its width is an hour.
const WIDTH: i64 = DAYS * 24;
const HEIGHT: i64 = 1000;

#[component]
pub fn Chart(series: Vec<UsagePoint>, soft_limit_mb: i64) -> impl IntoView {
    let now = browser::now();
    let from = now - TimeDelta::days(DAYS);
    let used = || series.iter().map(|point| point.figures.used_bytes);
    let most = used().max().unwrap_or_default();
    let (first, last) = (used().next().unwrap_or_default(), used().next_back().unwrap_or_default());
    let top_mb = round_above(most);
    let line = line(&series, from, now, top_mb);
    let limit = (soft_limit_mb <= top_mb).then_some(soft_limit_mb);
    let description = move || {
        texts().usage().chart_told(&short_bytes(first), &short_bytes(last), &short_bytes(most))
    };
    view! {
        <figure class="chart">
            <figcaption>{t!(usage.chart)}</figcaption>
            <div class="chart-frame">
                <span class="chart-top" aria-hidden="true">{move || megabytes(top_mb)}</span>
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=description>
                    {limit.map(|limit| view! {
                        <path class="chart-limit" d=format!("M0 {}H{WIDTH}", height(limit * BYTES_PER_MB, top_mb))></path>
                    })}
                    <path class="chart-line" d=line></path>
                </svg>
                <span class="chart-days" aria-hidden="true">
                    <span>{move || date(from)}</span>
                    {limit.map(|limit| view! {
                        <span class="chart-legend">{move || texts().usage().soft_limit_line(&megabytes(limit))}</span>
                    })}
                    <span>{move || date(now)}</span>
                </span>
            </div>
            <DayByDay series=series />
        </figure>
    }
}

/// The path of the line. A figure holds until the next one. Every day with a measurement has a
/// figure, so a day without one is a gap.
fn line(series: &[UsagePoint], from: DateTime<Utc>, now: DateTime<Utc>, top_mb: i64) -> String {
    let mut path = String::new();
    let mut drawn_to = None;
    for (place, point) in series.iter().enumerate() {
        let next = series.get(place + 1).map_or(now, |next| next.hour);
        let begin = point.hour.max(from);
        let end = next.min(end_of_hold(point.hour, next));
        if end <= begin {
            continue;
        }
        let across = |at: DateTime<Utc>| (at - from).num_hours();
        let (x, y) = (across(begin), height(point.figures.used_bytes, top_mb));
        // A step from the previous figure, or a new start after a gap.
        let _ = if drawn_to == Some(begin) {
            write!(path, "V{y}H{}", across(end))
        } else {
            write!(path, "M{x} {y}H{}", across(end))
        };
        drawn_to = Some(end);
    }
    path
}

/// The end of the time for which the figure of an hour is known to hold; `next` is the hour of the
/// next figure.
fn end_of_hold(hour: DateTime<Utc>, next: DateTime<Utc>) -> DateTime<Utc> {
    let day_after = hour.date_naive() + Days::new(1);
    let is_known = next.date_naive() <= day_after;
    let midnight = day_after.and_hms_opt(0, 0, 0).map(|midnight| midnight.and_utc());
    midnight.filter(|_| !is_known).unwrap_or(next)
}

fn height(bytes: i64, top_mb: i64) -> i64 {
    HEIGHT - bytes * HEIGHT / (top_mb * BYTES_PER_MB)
}

/// Rounds up to MB: to 1, 2 or 5 times a power of ten.
fn round_above(bytes: i64) -> i64 {
    let mut unit = 1;
    loop {
        for step in [1, 2, 5] {
            if bytes <= unit * step * BYTES_PER_MB {
                return unit * step;
            }
        }
        unit *= 10;
    }
}

/// The figures as a table, with the last one of each day.
#[component]
fn DayByDay(series: Vec<UsagePoint>) -> impl IntoView {
    let mut days: Vec<UsagePoint> = Vec::new();
    for point in series.into_iter().rev() {
        if days.last().is_none_or(|later| later.hour.date_naive() != point.hour.date_naive()) {
            days.push(point);
        }
    }
    let columns = vec![
        Column::new(t!(usage.day), |point: &UsagePoint| {
            let hour = point.hour;
            move || date(hour)
        })
        .as_row_header(),
        Column::new(t!(usage.used), |point: &UsagePoint| {
            let used = point.figures.used_bytes;
            move || short_bytes(used)
        })
        .class("cell-number")
        .labelled(),
        Column::new(t!(usage.messages), |point: &UsagePoint| {
            let messages = point.figures.messages;
            move || integer(messages)
        })
        .class("cell-number")
        .labelled(),
    ];
    view! {
        <details class="earlier">
            <summary>{t!(usage.day_by_day)}</summary>
            <DataTable caption=t!(usage.day_by_day) class="days" columns=columns rows=days />
        </details>
    }
}

#[cfg(test)]
mod tests {
    use sigillo_contract::mail_host::UsageFigures;

    use super::*;

    fn at(day: u32, hour: u32) -> DateTime<Utc> {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        day.and_hms_opt(hour, 0, 0).unwrap().and_utc()
    }

    fn point(day: u32, hour: u32, mb: i64) -> UsagePoint {
        let figures = UsageFigures { used_bytes: mb * BYTES_PER_MB, ..UsageFigures::default() };
        UsagePoint { hour: at(day, hour), figures }
    }

    #[test]
    fn the_scale_ends_at_a_round_number() {
        let scale = |mb: i64| round_above(mb * BYTES_PER_MB);
        assert_eq!(
            [0, 1, 2, 3, 6, 11, 51, 1000, 1001].map(scale),
            [1, 1, 2, 5, 10, 20, 100, 1000, 2000]
        );
    }

    #[test]
    fn a_figure_holds_until_the_next_and_a_day_without_figures_is_a_gap() {
        let series = [point(10, 0, 10), point(10, 12, 5), point(13, 0, 10)];
        // The line shows both figures of the 10th, then a gap until the 13th.
        let drawn = line(&series, at(10, 0), at(13, 6), 10);
        assert_eq!(drawn, "M0 0H12V500H24M72 0H78");
    }

    #[test]
    fn the_line_is_clipped_at_the_first_day_shown() {
        let series = [point(9, 12, 10), point(10, 6, 5)];
        assert_eq!(line(&series, at(10, 0), at(10, 12), 10), "M0 0H6V500H12");
    }
}
