//! A component: its figures against what is allowed, and a bar for each day.

use leptos::prelude::*;
use sigillo_contract::sla::{Sla, SlaDay};

use crate::components::{Column, DataTable, Fact, Facts, Icon};
use crate::i18n::{Lang, day_text, integer, lang, t, texts};

#[component]
pub fn LevelPanel(level: Sla) -> impl IntoView {
    let component = level.component;
    let heading = format!("sla-{}", component.as_str());
    let id = heading.clone();
    let is_over = decimal_of(level.used_minutes) > level.allowance_minutes;
    let is_too_long = decimal_of(level.longest_minutes) > level.longest_allowed_minutes;
    let days = level.days.clone();
    view! {
        <section class="panel sla-level" aria-labelledby=heading>
            <h2 id=id>{move || texts().sla().component_name(component)}</h2>
            <p class="fact-note">{move || texts().sla().component_text(component)}</p>
            <Figures level=level is_over=is_over is_too_long=is_too_long />
            {(!days.is_empty()).then(|| view! { <Strip days=days.clone() component=component /> })}
            <DayByDay days=days />
        </section>
    }
}

#[component]
fn Figures(level: Sla, is_over: bool, is_too_long: bool) -> impl IntoView {
    let Sla {
        availability,
        worst,
        best,
        allowance_minutes,
        longest_allowed_minutes,
        used_minutes,
        planned_minutes,
        longest_minutes,
        unmeasured_minutes,
        ..
    } = level;
    let over = move |is_over: bool| {
        is_over.then(|| {
            view! {
                <span class="sla-over"><Icon name="it-warning-circle" class="icon-sm" />{t!(sla.over)}</span>
            }
        })
    };
    let measured = move || match availability {
        Some(availability) => percent(availability),
        None => texts().sla().never_measured().to_owned(),
    };
    let between = (unmeasured_minutes > 0 && availability.is_some())
        .then_some(move || texts().sla().between(&percent(worst), &percent(best)));
    let planned =
        (planned_minutes > 0).then_some(move || texts().sla().planned(&integer(planned_minutes)));
    view! {
        <Facts>
            <Fact label=t!(sla.availability)>
                <span class="sla-figure">{measured}</span>
                {between.map(|between| view! { <span class="fact-note">{between}</span> })}
            </Fact>
            <Fact label=t!(sla.used)>
                <span class="sla-figure">{move || integer(used_minutes)}</span>
                <span class="fact-note">{move || texts().sla().of_allowed(&minutes(allowance_minutes))}</span>
                {planned.map(|planned| view! { <span class="fact-note">{planned}</span> })}
                {over(is_over)}
            </Fact>
            <Fact label=t!(sla.longest)>
                <span class="sla-figure">{move || integer(longest_minutes)}</span>
                <span class="fact-note">{move || texts().sla().of_allowed(&minutes(longest_allowed_minutes))}</span>
                {over(is_too_long)}
            </Fact>
            <Fact label=t!(sla.unmeasured)>
                <span class="sla-figure">{move || integer(unmeasured_minutes)}</span>
            </Fact>
        </Facts>
    }
}

/// What a day looks like: the worst that is known of it.
const fn class_of(day: &SlaDay) -> &'static str {
    if day.down_minutes > 0 {
        "sla-day sla-down"
    } else if day.unmeasured_minutes > 0 {
        "sla-day sla-unmeasured"
    } else {
        "sla-day sla-up"
    }
}

/// A bar for each day. The strip is one stop of the keyboard, whose arrow keys walk through the days; the figures of the
/// day that is pointed at stand below.
#[component]
fn Strip(days: Vec<SlaDay>, component: sigillo_domain::sla::SlaComponent) -> impl IntoView {
    let last = days.len() - 1;
    let chosen = RwSignal::new(last);
    let bars = days.iter().enumerate().map(|(place, day)| {
        view! {
            <span
                class=class_of(day)
                class:is-chosen=move || chosen.get() == place
                on:pointerenter=move |_| chosen.set(place)
                on:click=move |_| chosen.set(place)
            ></span>
        }
    });
    let bars = bars.collect_view();
    let days = StoredValue::new(days);
    let told = move || days.with_value(|days| days.get(chosen.get()).map(told)).unwrap_or_default();
    let walk = move |event: leptos::ev::KeyboardEvent| {
        let place = chosen.get_untracked();
        let next = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => place.saturating_sub(1),
            "ArrowRight" | "ArrowUp" => (place + 1).min(last),
            "PageUp" => (place + 7).min(last),
            "PageDown" => place.saturating_sub(7),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
    };
    let name = move || texts().sla().days_of(texts().sla().component_name(component));
    view! {
        <div class="sla-strip">
            <div
                class="sla-days"
                role="slider"
                tabindex="0"
                aria-label=name
                aria-valuemin="1"
                aria-valuemax=last + 1
                aria-valuenow=move || chosen.get() + 1
                aria-valuetext=told
                title=t!(sla.strip_hint)
                on:keydown=walk
            >
                {bars}
            </div>
            <p class="sla-told" aria-hidden="true">{told}</p>
            <ul class="sla-legend">
                <li><span class="sla-day sla-up"></span>{t!(sla.legend_up)}</li>
                <li><span class="sla-day sla-down"></span>{t!(sla.legend_down)}</li>
                <li><span class="sla-day sla-unmeasured"></span>{t!(sla.legend_unmeasured)}</li>
            </ul>
        </div>
    }
}

fn told(day: &SlaDay) -> String {
    let SlaDay { up_minutes, down_minutes, unmeasured_minutes, .. } = *day;
    texts().sla().day_told(
        &day_text(day.day),
        &integer(up_minutes),
        &integer(down_minutes),
        &integer(unmeasured_minutes),
    )
}

/// The same as a table, the latest day first.
#[component]
fn DayByDay(days: Vec<SlaDay>) -> impl IntoView {
    let number = |name: fn() -> &'static str, of: fn(&SlaDay) -> i64| {
        Column::new(name, move |day: &SlaDay| {
            let count = of(day);
            move || integer(count)
        })
        .class("cell-number")
        .labelled()
    };
    let columns = vec![
        Column::new(t!(sla.day), |day: &SlaDay| day_text(day.day)).as_row_header(),
        number(t!(sla.up_minutes), |day| day.up_minutes),
        number(t!(sla.down_minutes), |day| day.down_minutes),
        number(t!(sla.planned_minutes), |day| day.planned_minutes),
        number(t!(sla.unmeasured_minutes), |day| day.unmeasured_minutes),
    ];
    let days: Vec<_> = days.into_iter().rev().collect();
    view! {
        <details class="earlier">
            <summary>{t!(sla.day_by_day)}</summary>
            <DataTable caption=t!(sla.day_by_day) class="days" columns=columns rows=days />
        </details>
    }
}

/// `99,98%`, cut off rather than rounded up: what is below a limit must not look like it.
fn percent(value: f64) -> String {
    with_decimals((value * 1000.0).floor() / 1000.0, 3) + "%"
}

/// `345,6`
fn minutes(value: f64) -> String {
    with_decimals(value, 1)
}

fn with_decimals(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    if lang() == Lang::It { text.replace('.', ",") } else { text }
}

/// A number of minutes is far below what an `i32` can hold.
fn decimal_of(number: i64) -> f64 {
    i32::try_from(number).map_or(f64::MAX, f64::from)
}
