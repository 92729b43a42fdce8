//! The pages shown instead of the requested one: forbidden, not found.

use leptos::prelude::*;
use sigillo_domain::Code;
use sigillo_domain::account::Role;

use super::{Icon, Load, Page};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::session;

/// Shown where the account may not see the page.
#[component]
pub fn ForbiddenPage() -> impl IntoView {
    let text = || {
        let t = texts().problems();
        // A postmaster cannot be given more permissions: such pages are for the provider alone.
        let is_postmaster = session::role() == Some(Role::Postmaster);
        if is_postmaster { t.forbidden_to_postmaster() } else { t.forbidden_text() }
    };
    view! { <ErrorPage icon="it-lock" title=t!(problems.forbidden_title) text=text /> }
}

/// Shown where the object does not exist, or is outside the account's scope.
#[component]
pub fn MissingPage() -> impl IntoView {
    view! { <ErrorPage icon="it-search" title=t!(problems.not_found_title) text=t!(problems.not_found_text) /> }
}

/// Shown at an address that has no page.
#[component]
pub fn NoSuchPage() -> impl IntoView {
    view! { <ErrorPage icon="it-help-circle" title=t!(problems.no_page_title) text=t!(problems.no_page_text) /> }
}

#[component]
fn ErrorPage(
    icon: &'static str,
    #[prop(into)] title: TextProp,
    #[prop(into)] text: TextProp,
) -> impl IntoView {
    view! {
        <Page title=title>
            <div class="empty">
                <Icon name=icon />
                <p>{move || text.get()}</p>
                <a class="btn btn-primary" href=Route::Home.href()>{t!(common.go_home)}</a>
            </div>
        </Page>
    }
}

#[derive(Clone, Copy, PartialEq)]
enum PageAccess {
    Allowed,
    Forbidden,
    Missing,
}

/// Shows `page`, unless what it reads does not exist or `may` says that the account may not see it.
pub fn guarded<T, V>(
    load: Load<T>,
    may: impl Fn(&T) -> bool + Send + Sync + 'static,
    page: impl Fn() -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let access = Memo::new(move |_| match load.outcome() {
        Some(Ok(value)) if !may(&value) => PageAccess::Forbidden,
        Some(Err(error)) => match error.code() {
            Some(Code::NotFound) => PageAccess::Missing,
            Some(Code::Forbidden) => PageAccess::Forbidden,
            _ => PageAccess::Allowed,
        },
        _ => PageAccess::Allowed,
    });
    move || match access.get() {
        PageAccess::Allowed => page().into_any(),
        PageAccess::Forbidden => view! { <ForbiddenPage /> }.into_any(),
        PageAccess::Missing => view! { <MissingPage /> }.into_any(),
    }
}
