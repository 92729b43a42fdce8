use leptos::prelude::*;

use crate::components::{Icon, Page};
use crate::i18n::t;
use crate::paths;

/// No page stands at this address.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Page title=t!(problems.no_page_title)>
            <div class="empty">
                <Icon name="it-help-circle" />
                <p>{t!(problems.no_page_text)}</p>
                <a class="btn btn-primary" href=paths::HOME>{t!(common.go_home)}</a>
            </div>
        </Page>
    }
}
