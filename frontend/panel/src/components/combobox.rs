//! A field that offers what fits the text while a person types.

use std::future::Future;
use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::Form;
use crate::api::ApiError;
use crate::components::{FieldFrame, Load, described_by, load, take_draft};
use crate::i18n::t;

/// How long the text stays the same before it is searched for.
const PAUSE: Duration = Duration::from_millis(200);

/// An entry that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion<K> {
    pub key: K,
    pub title: String,
    /// What tells it from others of the same title.
    pub note: String,
}

/// Follows a signal once it has stayed the same for a moment.
pub fn settled<T>(source: impl Fn() -> T + Send + Sync + 'static) -> RwSignal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let settled = RwSignal::new(untrack(&source));
    let latest = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let now = source();
        let turn = latest.get_value() + 1;
        latest.set_value(turn);
        if settled.with_untracked(|before| *before == now) {
            return;
        }
        set_timeout(
            move || {
                if latest.try_get_value() == Some(turn) {
                    settled.set(now);
                }
            },
            PAUSE,
        );
    });
    settled
}

/// What `fetch` finds for a text, once the person pauses. A text shorter than `shortest` finds nothing.
pub fn suggestions<K, F>(
    text: RwSignal<String>,
    shortest: usize,
    fetch: impl Fn(String) -> F + Send + Sync + 'static,
) -> Load<Vec<Suggestion<K>>>
where
    K: Clone + Send + Sync + 'static,
    F: Future<Output = Result<Vec<Suggestion<K>>, ApiError>> + 'static,
{
    let searched = settled(move || text.get().trim().to_owned());
    load(move || {
        let text = searched.get();
        let finding = (text.chars().count() >= shortest).then(|| fetch(text));
        async move {
            match finding {
                Some(finding) => finding.await,
                None => Ok(vec![]),
            }
        }
    })
}

/// The state of a field with its list.
struct State<K: Send + Sync + 'static> {
    form: Form,
    pointer: &'static str,
    value: RwSignal<String>,
    is_open: RwSignal<bool>,
    /// The place of the entry that the keys have reached.
    active: RwSignal<Option<usize>>,
    /// The entries of the open list.
    offered: Memo<Vec<Suggestion<K>>>,
    on_choose: Callback<Suggestion<K>>,
}

impl<K: Send + Sync + 'static> Clone for State<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: Send + Sync + 'static> Copy for State<K> {}

impl<K: Clone + PartialEq + Send + Sync + 'static> State<K> {
    fn type_in(self, text: String) {
        self.form.typed(self.pointer, &self.value.get_untracked(), &text);
        self.value.set(text);
        self.active.set(None);
        self.is_open.set(true);
    }

    fn close(self) {
        self.is_open.set(false);
        self.active.set(None);
    }

    fn choose(self, entry: Suggestion<K>) {
        self.close();
        self.form.typed(self.pointer, &self.value.get_untracked(), &entry.title);
        self.value.set(entry.title.clone());
        self.on_choose.run(entry);
    }

    fn press(self, event: &KeyboardEvent) {
        let count = self.offered.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if count > 0 => {
                event.prevent_default();
                let down = event.key() == "ArrowDown";
                self.active.update(|active| *active = Some(neighbour(*active, count, down)));
            }
            "Enter" => {
                let place = self.active.get_untracked();
                let entry = place
                    .and_then(|place| self.offered.with_untracked(|all| all.get(place).cloned()));
                // Without an entry, the key submits the form.
                if let Some(entry) = entry {
                    event.prevent_default();
                    self.choose(entry);
                }
            }
            "Escape" if count > 0 => {
                event.prevent_default();
                self.close();
            }
            _ => {}
        }
    }

    fn list_id(self) -> String {
        format!("{}-options", self.form.field_id(self.pointer))
    }

    fn option_id(self, place: usize) -> String {
        format!("{}-{place}", self.list_id())
    }

    fn option(self, place: usize, entry: Suggestion<K>) -> impl IntoView {
        let Suggestion { title, note, .. } = entry.clone();
        view! {
            <li
                role="option"
                id=self.option_id(place)
                class="combobox-option"
                aria-selected=move || if self.active.get() == Some(place) { "true" } else { "false" }
                // The press would take the focus, and with it the list, away.
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| self.choose(entry.clone())
            >
                <span>{title}</span>
                " "
                <span class="combobox-note">{note}</span>
            </li>
        }
    }
}

#[component]
pub fn Combobox<K>(
    form: Form,
    pointer: &'static str,
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] hint: TextProp,
    value: RwSignal<String>,
    found: Load<Vec<Suggestion<K>>>,
    on_choose: Callback<Suggestion<K>>,
) -> impl IntoView
where
    K: Clone + PartialEq + Send + Sync + 'static,
{
    take_draft(form, pointer, value);
    let (is_open, active) = (RwSignal::new(false), RwSignal::new(None));
    let offered =
        Memo::new(move |_| if is_open.get() { found.get().unwrap_or_default() } else { vec![] });
    let state = State { form, pointer, value, is_open, active, offered, on_choose };
    let options = move || {
        let offered = offered.get().into_iter().enumerate();
        offered.map(|(place, entry)| state.option(place, entry)).collect_view()
    };
    let has_options = Memo::new(move |_| offered.with(|all| !all.is_empty()));
    view! {
        <FieldFrame form=form pointer=pointer label=label hint=hint>
            <div class="field-control combobox">
                <input
                    class="input"
                    type="text"
                    id=form.field_id(pointer)
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-expanded=move || if has_options.get() { "true" } else { "false" }
                    aria-controls=state.list_id()
                    aria-activedescendant=move || active.get().map(|place| state.option_id(place))
                    aria-required="true"
                    aria-invalid=move || form.has_error(pointer).then_some("true")
                    aria-describedby=described_by(form, pointer)
                    prop:value=move || value.get()
                    on:input=move |event| state.type_in(event_target_value(&event))
                    on:keydown=move |event| state.press(&event)
                    on:blur=move |_| state.close()
                />
                <ul
                    class="combobox-list"
                    class:show=move || has_options.get()
                    id=state.list_id()
                    role="listbox"
                    aria-label=t!(common.suggestions)
                >
                    {options}
                </ul>
            </div>
        </FieldFrame>
    }
}

/// The place after or before `active`, from the last to the first and back.
fn neighbour(active: Option<usize>, count: usize, down: bool) -> usize {
    match (active, down) {
        (None, true) => 0,
        (None, false) => count - 1,
        (Some(place), true) => (place + 1) % count,
        (Some(place), false) => (place + count - 1) % count,
    }
}

#[cfg(test)]
mod tests {
    use super::neighbour;

    #[test]
    fn the_arrows_go_around_the_entries() {
        assert_eq!((neighbour(None, 3, true), neighbour(None, 3, false)), (0, 2));
        assert_eq!((neighbour(Some(2), 3, true), neighbour(Some(0), 3, false)), (0, 2));
        assert_eq!((neighbour(Some(0), 3, true), neighbour(Some(2), 3, false)), (1, 1));
    }
}
