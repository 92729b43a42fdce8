//! The filters in effect, as chips that remove them.

use leptos::prelude::*;

use super::record_list::Parts;
use crate::components::Icon;
use crate::i18n::{t, texts};

#[component]
pub(super) fn FilterChips<T: Send + Sync + 'static>(parts: Parts<T>) -> impl IntoView {
    let Parts { spec, view, .. } = parts;
    let chips = move || {
        let view = view.get();
        spec.with_value(|spec| {
            let offered = spec.filters.iter().filter(|filter| filter.offered.get());
            let chips = offered.filter_map(|filter| {
                let value = filter.chosen(&view)?;
                let without = view.clone().with_filter(filter.key, String::new());
                Some(((filter.label)(), value, spec.href(&without)))
            });
            chips.collect::<Vec<_>>()
        })
    };
    let all = move || {
        let view = view.get();
        spec.with_value(|spec| {
            let narrowing = spec.filters.iter().filter(|filter| !filter.is_scope);
            let keys = narrowing.map(|filter| filter.key);
            spec.href(&keys.fold(view, |view, key| view.with_filter(key, String::new())))
        })
    };
    move || {
        let chips = chips();
        let several = chips.len() > 1;
        let chip = |(label, value, href): (&'static str, String, String)| {
            let name = texts().lists().remove_filter(label, &value);
            view! {
                <li>
                    <a class="filter-chip" href=href aria-label=name>
                        <span>{label}": "<strong>{value}</strong></span>
                        <Icon name="it-close" class="icon-sm" />
                    </a>
                </li>
            }
        };
        (!chips.is_empty()).then(|| {
            view! {
                <ul class="filter-chips" aria-label=t!(lists.filters_in_effect)>
                    {chips.into_iter().map(chip).collect_view()}
                    {several.then(|| view! { <li><a href=all()>{t!(lists.remove_all)}</a></li> })}
                </ul>
            }
        })
    }
}
