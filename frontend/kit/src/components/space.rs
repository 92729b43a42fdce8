//! The space that a mailbox uses, for its administrators and its user.

use leptos::prelude::*;
use sigillo_domain::quota::{BYTES_PER_MB, Fill};

use super::{Fact, Icon};
use crate::i18n::{bytes, integer, megabytes, short_bytes, t, texts};

/// The limits of a mailbox and the space in use.
#[derive(Clone, Copy)]
pub struct Space {
    pub quota_mb: i64,
    pub soft_limit_mb: i64,
    pub used_bytes: i64,
}

impl Space {
    fn percent(self) -> i64 {
        self.used_bytes * 100 / (self.quota_mb * BYTES_PER_MB).max(1)
    }

    fn soft_limit_percent(self) -> i64 {
        self.soft_limit_mb * 100 / self.quota_mb.max(1)
    }

    fn fill(self) -> Fill {
        Fill::of(self.used_bytes, self.quota_mb, self.soft_limit_mb)
    }
}

/// A bar that shows the space in use relative to the quota. The figures beside it say the same in
/// text.
#[component]
pub fn SpaceBar(space: Space, #[prop(optional)] with_soft_limit: bool) -> impl IntoView {
    let class = match space.fill() {
        Fill::Roomy => "space-bar",
        Fill::OverSoftLimit => "space-bar space-bar-warn",
        Fill::NearlyFull | Fill::Full => "space-bar space-bar-bad",
    };
    // Even a tiny amount stays visible.
    let width = match space.used_bytes {
        0 => 0,
        _ => space.percent().clamp(1, 100),
    };
    view! {
        <svg class=class viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect class="space-bar-used" width=width height="1"></rect>
            {with_soft_limit.then(|| view! {
                <rect class="space-bar-limit" x=space.soft_limit_percent() width=".6" height="1"></rect>
            })}
        </svg>
    }
}

/// Warns that space is running out. The colour only repeats what the text says.
#[component]
pub fn Fullness(space: Space) -> impl IntoView {
    let fill = space.fill();
    let class = match fill {
        Fill::Roomy => return None,
        Fill::OverSoftLimit => "fullness fullness-warn",
        Fill::NearlyFull | Fill::Full => "fullness fullness-bad",
    };
    Some(view! {
        <span class=class>
            <Icon name="it-warning-circle" class="icon-sm" />
            {move || texts().usage().fullness(fill)}
        </span>
    })
}

/// The space in use, for a row of a list: a figure and a thin bar.
#[component]
pub fn SpaceCell(quota_mb: i64, soft_limit_mb: i64, used_bytes: Option<i64>) -> impl IntoView {
    let Some(used_bytes) = used_bytes else {
        return view! {
            <span aria-hidden="true">"—"</span>
            <span class="visually-hidden">{t!(usage.not_measured)}</span>
        }
        .into_any();
    };
    let space = Space { quota_mb, soft_limit_mb, used_bytes };
    let percent = space.percent();
    view! {
        <span class="space-figure">
            {move || texts().usage().used_of(&short_bytes(used_bytes), &integer(quota_mb))}
            <span class="visually-hidden">", "{move || texts().usage().percent(percent)}</span>
        </span>
        <SpaceBar space=space />
        <Fullness space=space />
    }
    .into_any()
}

/// The quota, soft limit and space in use of a mailbox, as facts.
#[component]
pub fn SpaceFacts(
    quota_mb: i64,
    soft_limit_mb: i64,
    used_bytes: Option<i64>,
    /// Whether a mail host measures the space, so that a missing figure is still to come.
    #[prop(optional, into)]
    measured: Signal<bool>,
    /// Whether the mailbox is cancelled, so that nothing is left to measure.
    #[prop(optional)]
    is_cancelled: bool,
) -> impl IntoView {
    let space = used_bytes.map(|used_bytes| Space { quota_mb, soft_limit_mb, used_bytes });
    let used = move || match space {
        None if is_cancelled => "—".to_owned(),
        None if measured.get() => texts().usage().not_measured().to_owned(),
        None => texts().detail().not_available().to_owned(),
        Some(space) => texts().detail().used_of(&bytes(space.used_bytes), space.percent()),
    };
    view! {
        <Fact label=t!(detail.quota)>{move || megabytes(quota_mb)}</Fact>
        <Fact label=t!(detail.soft_limit)>{move || megabytes(soft_limit_mb)}</Fact>
        <Fact label=t!(detail.used)>
            {used}
            {space.map(|space| view! {
                <SpaceBar space=space with_soft_limit=true />
                <Fullness space=space />
            })}
        </Fact>
    }
}
