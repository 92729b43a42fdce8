use leptos::prelude::*;

use super::Icon;
use crate::i18n::t;

/// Links to the previous and the next page.
#[component]
pub fn Pager(
    #[prop(into)] previous: Signal<Option<String>>,
    #[prop(into)] next: Signal<Option<String>>,
    /// A text that says which rows are shown.
    #[prop(into)]
    status: TextProp,
) -> impl IntoView {
    let is_needed = move || previous.get().is_some() || next.get().is_some();
    let status = StoredValue::new(status);
    view! {
        <Show when=is_needed>
            <nav class="pager" aria-label=t!(common.pages)>
                {move || match previous.get() {
                    Some(href) => view! {
                        <a class="btn btn-outline-primary btn-sm" rel="prev" href=href>
                            <Icon name="it-chevron-left" />
                            <span>{t!(common.previous)}</span>
                        </a>
                    }.into_any(),
                    None => view! { <span class="pager-end"></span> }.into_any(),
                }}
                <span class="pager-status">{move || status.with_value(TextProp::get)}</span>
                {move || match next.get() {
                    Some(href) => view! {
                        <a class="btn btn-outline-primary btn-sm" rel="next" href=href>
                            <span>{t!(common.next)}</span>
                            <Icon name="it-chevron-right" />
                        </a>
                    }.into_any(),
                    None => view! { <span class="pager-end"></span> }.into_any(),
                }}
            </nav>
        </Show>
    }
}
