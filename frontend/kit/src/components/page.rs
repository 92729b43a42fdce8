//! The frame of every page: its title, breadcrumbs and actions.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;

use super::{Icon, breakable};
use crate::i18n::t;
use crate::{browser, first_paint, page_trail, router};

/// Whether a page has been shown before. The first page does not take the focus, because nobody has
/// navigated yet.
static SHOWN: AtomicBool = AtomicBool::new(false);

const HEADING: &str = "page-title";

/// A link of the breadcrumbs.
#[derive(Clone)]
pub struct Crumb {
    label: TextProp,
    href: String,
}

impl Crumb {
    pub fn new(label: impl Into<TextProp>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// The link to the help about a page.
pub struct PageHelp {
    pub href: String,
    /// The accessible name of the link.
    pub label: TextProp,
}

/// Finds the help about the page at a path. An app that has help provides it as context.
#[derive(Clone, Copy)]
pub struct FindPageHelp(pub fn(&str) -> Option<PageHelp>);

pub fn set_title(title: TextProp) {
    Effect::new(move |_| document().set_title(&format!("{} – Sigillo", title.get())));
}

/// Sets the document title when a page opens, and moves the focus to the page's heading. A page that
/// takes the first paint over leaves the focus in the field in which a person is typing.
fn open_page(title: TextProp) {
    set_title(title);
    if SHOWN.swap(true, Ordering::Relaxed) && !first_paint::is_there() {
        browser::focus(HEADING);
    }
}

/// A link with which keyboard users skip the header.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        <a class="skip" href="#main" on:click=|event| {
            event.prevent_default();
            browser::focus("main");
        }>{t!(common.skip)}</a>
    }
}

/// A page with one card in the middle, such as a sign-in form.
#[component]
pub fn CardPage(
    #[prop(into)] title: TextProp,
    #[prop(optional, into)] lead: TextProp,
    children: Children,
) -> impl IntoView {
    open_page(title.clone());
    view! {
        <div class="container page page-card">
            <div class="gate-card">
                <h1 id=HEADING tabindex="-1">{move || breakable(&title.get())}</h1>
                {move || {
                    let lead = lead.get();
                    (!lead.is_empty()).then(|| view! { <p class="page-lead">{lead}</p> })
                }}
                {children()}
            </div>
        </div>
    }
}

/// A page. When it opens, its title takes the focus, so that screen readers announce it and the
/// keyboard starts there.
#[component]
pub fn Page(
    #[prop(into)] title: TextProp,
    #[prop(optional, into)] crumbs: Signal<Vec<Crumb>>,
    /// A line under the title.
    #[prop(optional, into)]
    lead: TextProp,
    /// What stands beside the title, such as the state of the thing.
    #[prop(optional, into)]
    beside: ViewFn,
    /// Buttons beside the title.
    #[prop(optional, into)]
    actions: ViewFn,
    /// Whether the page is a single column with the width of a form.
    #[prop(optional)]
    narrow: bool,
    children: Children,
) -> impl IntoView {
    open_page(title.clone());
    let crumb_of_page = title.clone();
    page_trail::remember_view(Signal::derive(move || crumbs.with(Vec::is_empty)));
    view! {
        <div class="container page" class:page-narrow=narrow>
            {move || {
                let crumbs = crumbs.get();
                (!crumbs.is_empty()).then(|| view! { <Crumbs crumbs=crumbs here=crumb_of_page.clone() /> })
            }}
            <div class="page-head">
                <div class="page-heading">
                    <div class="page-title">
                        <h1 id=HEADING tabindex="-1">{move || breakable(&title.get())}</h1>
                        <HelpLink />
                        {move || beside.run()}
                    </div>
                    {move || {
                        let lead = lead.get();
                        (!lead.is_empty()).then(|| view! { <p class="page-lead">{lead}</p> })
                    }}
                </div>
                <div class="page-actions">{move || actions.run()}</div>
            </div>
            {children()}
        </div>
    }
}

#[component]
fn HelpLink() -> impl IntoView {
    let FindPageHelp(find) = use_context()?;
    let PageHelp { href, label } = find(&router::path().get_untracked())?;
    let title = label.clone();
    Some(view! {
        <a class="icon-button page-help" href=href aria-label=move || label.get() title=move || title.get()>
            <Icon name="it-help-circle" />
        </a>
    })
}

/// The way from a list to this page. A list is left as it was: with its search, filters and place.
#[component]
fn Crumbs(crumbs: Vec<Crumb>, here: TextProp) -> impl IntoView {
    let items = crumbs.into_iter().map(|Crumb { label, href }| {
        let href = page_trail::last_view(&href).unwrap_or(href);
        view! {
            <li><a href=href>{move || label.get()}</a></li>
        }
    });
    view! {
        <nav class="crumbs" aria-label=t!(common.breadcrumb)>
            <ol>
                {items.collect_view()}
                <li aria-current="page">{move || breakable(&here.get())}</li>
            </ol>
        </nav>
    }
}
