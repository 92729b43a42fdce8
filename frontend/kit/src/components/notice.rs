//! Messages about a finished action, shown on the page that opens next.

use std::sync::LazyLock;

use leptos::prelude::*;

use super::{AlertKind, Icon};
use crate::i18n::t;
use crate::{browser, connection, router};

#[derive(Debug, Clone)]
struct Notice {
    kind: AlertKind,
    text: String,
    /// The path of the page that shows it.
    path: String,
    /// Whether it is about an unreachable server, and is over once the server answers.
    until_reachable: bool,
}

const BOARD: &str = "notices";

static NOTICE: LazyLock<ArcRwSignal<Option<Notice>>> = LazyLock::new(|| ArcRwSignal::new(None));

/// Shows `text` on the page at `path` (with or without a query), until that page is left.
pub fn announce(kind: AlertKind, text: impl Into<String>, path: impl std::fmt::Display) {
    let path = path.to_string();
    let path = path.split('?').next().unwrap_or(&path);
    let until_reachable = kind == AlertKind::Danger && !connection::is_reachable_now();
    NOTICE.set(Some(Notice { kind, text: text.into(), path: path.to_owned(), until_reachable }));
}

/// The place where notices appear. It is always in the page, because screen readers announce only
/// what is added to an existing element.
#[component]
pub fn NoticeBoard() -> impl IntoView {
    let here = router::path();
    let came_from = StoredValue::new(String::new());
    Effect::new(move |_| {
        let path = here.get();
        let left = came_from.get_value();
        came_from.set_value(path.clone());
        // A notice is removed when its page is left.
        if left != path && NOTICE.with_untracked(|n| n.as_ref().is_some_and(|n| n.path == left)) {
            NOTICE.set(None);
        }
    });
    Effect::new(move |_| {
        let is_over = |notice: &Notice| notice.until_reachable;
        if connection::is_reachable() && NOTICE.with_untracked(|n| n.as_ref().is_some_and(is_over))
        {
            NOTICE.set(None);
        }
    });
    // The person may be at the end of a long page, where the notice would be out of sight.
    Effect::new(move |_| {
        if NOTICE.with(Option::is_some) {
            browser::reveal(BOARD);
        }
    });
    let shown = move || NOTICE.get().filter(|notice| notice.path == here.get());
    view! {
        <div class="notices container" id=BOARD role="status" aria-live="polite">
            {move || shown().map(|notice| {
                let (class, icon) = match notice.kind {
                    AlertKind::Success => ("note note-success", "it-check-circle"),
                    AlertKind::Info => ("note note-info", "it-info-circle"),
                    AlertKind::Warning => ("note note-warning", "it-warning-circle"),
                    AlertKind::Danger => ("note note-danger", "it-error"),
                };
                view! {
                    <div class=class data-testid="notice">
                        <Icon name=icon />
                        <p class="note-body">{notice.text}</p>
                        <button
                            type="button"
                            class="icon-button"
                            aria-label=t!(common.close_notice)
                            on:click=move |_| NOTICE.set(None)
                        >
                            <Icon name="it-close" />
                        </button>
                    </div>
                }
            })}
        </div>
    }
}
