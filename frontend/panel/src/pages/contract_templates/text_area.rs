//! The text area of the editor: inserting at the cursor, and going to a line.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::components::{FieldFrame, Form, described_by, take_draft};
use crate::i18n::t;

/// The field of the text.
pub const TEXT: &str = "/text";

/// The text area, and what is in it.
#[derive(Clone, Copy)]
pub struct TextPlace {
    form: Form,
    text: RwSignal<String>,
    area: NodeRef<html::Textarea>,
}

impl TextPlace {
    pub fn new(form: Form, text: RwSignal<String>) -> Self {
        Self { form, text, area: NodeRef::new() }
    }

    fn typed(self, now: String) {
        self.form.typed(TEXT, &self.text.get_untracked(), &now);
        self.text.set(now);
    }

    /// Puts words at the cursor, in the place of what is selected.
    pub fn insert(self, words: &str) {
        let Some(area) = self.area.get_untracked() else { return };
        // The browser counts in units of UTF-16, and it puts the cursor after the words.
        let from = area.selection_start().ok().flatten().unwrap_or_default();
        let to = area.selection_end().ok().flatten().unwrap_or(from);
        let _ = area.set_range_text_with_start_and_end_and_mode(words, from, to, "end");
        self.typed(area.value());
        let _ = area.focus();
    }

    /// Selects a line, from 1, and brings it into view.
    pub fn go_to(self, line: usize) {
        let Some(area) = self.area.get_untracked() else { return };
        let text = area.value();
        let (from, to) = line_at(&text, line);
        let _ = area.focus();
        let _ = area.set_selection_range(units(&text[..from]), units(&text[..to]));
        area.set_scroll_top(height_of(&area, &text[..from]).unwrap_or_default());
    }
}

/// Where a line of a text begins and ends, in bytes; the last line if there are fewer.
fn line_at(text: &str, line: usize) -> (usize, usize) {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let from = starts.take(line.max(1)).last().unwrap_or_default();
    let length = text[from..].find('\n').unwrap_or(text.len() - from);
    (from, from + length)
}

/// The length of a text as the browser counts it.
fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// How far down a text reaches in the area, less a few lines: a copy of the area that holds no more than it is
/// measured, since long lines wrap.
fn height_of(area: &web_sys::HtmlTextAreaElement, text: &str) -> Option<i32> {
    let parent = area.parent_element()?;
    let copy = area.clone_node().ok()?.dyn_into::<web_sys::HtmlTextAreaElement>().ok()?;
    copy.remove_attribute("id").ok()?;
    copy.set_class_name("input editor-text editor-measure");
    copy.set_value(text);
    parent.append_child(&copy).ok()?;
    let height = copy.scroll_height();
    copy.unchecked_ref::<HtmlElement>().remove();
    Some((height - LINES_ABOVE).max(0))
}

/// The height that stays in view above a line that was gone to.
const LINES_ABOVE: i32 = 96;

#[component]
pub fn TextEditor(place: TextPlace) -> impl IntoView {
    let TextPlace { form, text, area } = place;
    take_draft(form, TEXT, text);
    view! {
        <FieldFrame form=form pointer=TEXT label=t!(contract_templates.text_label)>
            <textarea
                node_ref=area
                class="input editor-text"
                rows="24"
                id=form.field_id(TEXT)
                name="text"
                spellcheck="true"
                aria-required="true"
                aria-invalid=move || form.has_error(TEXT).then_some("true")
                aria-describedby=described_by(form, TEXT)
                prop:value=move || text.get()
                on:input=move |event| place.typed(event_target_value(&event))
            ></textarea>
        </FieldFrame>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_by_its_number() {
        let text = "uno\ndue è\n\nquattro";
        assert_eq!(line_at(text, 1), (0, 3));
        assert_eq!(&text[line_at(text, 2).0..line_at(text, 2).1], "due è");
        assert_eq!(line_at(text, 3), (11, 11));
        assert_eq!(&text[line_at(text, 4).0..], "quattro");
        assert_eq!(line_at(text, 9), line_at(text, 4));
        assert_eq!(line_at("", 1), (0, 0));
    }

    #[test]
    fn the_browser_counts_in_units_of_utf_16() {
        assert_eq!((units("è"), units("𝄞"), units("ab")), (1, 2, 2));
    }
}
