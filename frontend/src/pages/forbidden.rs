use leptos::prelude::*;

use crate::components::{Icon, Page};
use crate::i18n::t;
use crate::paths;

/// A page that is not for this account.
#[component]
pub fn Forbidden() -> impl IntoView {
    view! {
        <Page title=t!(problems.forbidden_title)>
            <div class="empty">
                <Icon name="it-lock" />
                <p>{t!(problems.forbidden_text)}</p>
                <a class="btn btn-primary" href=paths::HOME>{t!(common.go_home)}</a>
            </div>
        </Page>
    }
}
