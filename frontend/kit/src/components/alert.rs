use leptos::prelude::*;

use super::Icon;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertKind {
    Success,
    Info,
    Warning,
    Danger,
}

impl AlertKind {
    const fn class(self) -> &'static str {
        match self {
            AlertKind::Success => "note note-success",
            AlertKind::Info => "note note-info",
            AlertKind::Warning => "note note-warning",
            AlertKind::Danger => "note note-danger",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            AlertKind::Success => "it-check-circle",
            AlertKind::Info => "it-info-circle",
            AlertKind::Warning => "it-warning-circle",
            AlertKind::Danger => "it-error",
        }
    }

    /// A screen reader announces errors at once, and other messages when it is idle.
    const fn role(self) -> &'static str {
        match self {
            AlertKind::Danger => "alert",
            AlertKind::Success | AlertKind::Info | AlertKind::Warning => "status",
        }
    }
}

/// A highlighted message. With `quiet`, screen readers do not announce it, because it is already
/// there when the page opens.
#[component]
pub fn Alert(
    kind: AlertKind,
    #[prop(optional)] quiet: bool,
    #[prop(optional, into)] title: Option<TextProp>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=kind.class() role=(!quiet).then(|| kind.role())>
            <Icon name=kind.icon() />
            <div class="note-body">
                {title.map(|title| view! { <p class="note-title">{move || title.get()}</p> })}
                {children()}
            </div>
        </div>
    }
}
