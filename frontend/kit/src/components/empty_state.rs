use leptos::prelude::*;

use super::Icon;

/// Shown in place of an empty list: why it is empty, and what to do about it.
#[component]
pub fn EmptyState(
    icon: &'static str,
    #[prop(into)] title: TextProp,
    #[prop(optional)] testid: Option<&'static str>,
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
