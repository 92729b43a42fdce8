//! Pages that lead nowhere: not allowed, not there.

use leptos::prelude::*;
use sigillo_domain::Code;
use sigillo_domain::account::Role;

use super::{Icon, Load, Page};
use crate::i18n::{t, texts};
use crate::{paths, session};

/// What the account may not see, or not do.
#[component]
pub fn ForbiddenPage() -> impl IntoView {
    let text = || {
        let t = texts().problems();
        // Whoever is a postmaster has nobody above but the provider.
        let is_postmaster = session::role() == Some(Role::Postmaster);
        if is_postmaster { t.forbidden_to_postmaster() } else { t.forbidden_text() }
    };
    view! { <DeadEnd icon="it-lock" title=t!(problems.forbidden_title) text=text /> }
}

/// A thing that does not exist, or not for this account.
#[component]
pub fn MissingPage() -> impl IntoView {
    view! { <DeadEnd icon="it-search" title=t!(problems.not_found_title) text=t!(problems.not_found_text) /> }
}

/// An address where no page stands.
#[component]
pub fn NoPage() -> impl IntoView {
    view! { <DeadEnd icon="it-help-circle" title=t!(problems.no_page_title) text=t!(problems.no_page_text) /> }
}

#[component]
fn DeadEnd(
    icon: &'static str,
    #[prop(into)] title: TextProp,
    #[prop(into)] text: TextProp,
) -> impl IntoView {
    view! {
        <Page title=title>
            <div class="empty">
                <Icon name=icon />
                <p>{move || text.get()}</p>
                <a class="btn btn-primary" href=paths::HOME>{t!(common.go_home)}</a>
            </div>
        </Page>
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Open,
    Forbidden,
    Missing,
}

/// `page`, unless what it reads is not there, or `may` says that the account has no business with it.
pub fn guarded<T, V>(
    load: Load<T>,
    may: impl Fn(&T) -> bool + Send + Sync + 'static,
    page: impl Fn() -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let fate = Memo::new(move |_| match load.outcome() {
        Some(Ok(value)) if !may(&value) => Fate::Forbidden,
        Some(Err(error)) => match error.code() {
            Some(Code::NotFound) => Fate::Missing,
            Some(Code::Forbidden) => Fate::Forbidden,
            _ => Fate::Open,
        },
        _ => Fate::Open,
    });
    move || match fate.get() {
        Fate::Open => page().into_any(),
        Fate::Forbidden => view! { <ForbiddenPage /> }.into_any(),
        Fate::Missing => view! { <MissingPage /> }.into_any(),
    }
}
