use leptos::prelude::*;

use super::Icon;
use crate::browser;
use crate::i18n::t;

/// Shown in place of an empty list: why it is empty, and what to do about it.
#[component]
pub fn EmptyState(
    icon: &'static str,
    #[prop(into)] title: TextProp,
    #[prop(default = None, into)] testid: Option<&'static str>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty" data-testid=testid>
            <Icon name=icon />
            <p class="empty-title">{move || title.get()}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// Shown in place of a list in which a search or a filter finds nothing, with a link to all of it.
#[component]
pub fn NothingFound(
    /// The address of the whole list.
    href: String,
    #[prop(optional, into)] title: Option<TextProp>,
    #[prop(optional, into)] show_all: Option<TextProp>,
    #[prop(default = None, into)] testid: Option<&'static str>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let title = title.unwrap_or_else(|| t!(common.nothing_found).into());
    let show_all = show_all.unwrap_or_else(|| t!(common.show_all).into());
    view! {
        <EmptyState icon="it-search" title=title testid=testid>
            {children.map(|children| children())}
            <a class="btn btn-outline-primary" href=href>{move || show_all.get()}</a>
        </EmptyState>
    }
}

/// Shown in place of a list within a page, in which the page's own filters find nothing, with a
/// button that removes them.
#[component]
pub fn NothingMatches(
    #[prop(into)] text: TextProp,
    clear: Callback<()>,
    /// The id of the first filter, which gets the focus, because the button disappears.
    filter: &'static str,
) -> impl IntoView {
    let remove = move |_| {
        clear.run(());
        browser::focus(filter);
    };
    view! {
        <div class="nothing-matches">
            <p class="fact-note">{move || text.get()}</p>
            <button type="button" class="btn btn-outline-primary btn-sm" on:click=remove>
                {t!(lists.remove_all)}
            </button>
        </div>
    }
}
