//! The frame around all pages of an app.

use leptos::prelude::*;

use super::{NoticeBoard, Offline, SkipLink, UnsavedDialog};
use crate::router;

#[component]
pub fn Frame(
    /// The header of the app.
    #[prop(into)]
    header: ViewFnOnce,
    /// Returns the page at a path.
    page_at: fn(&str) -> AnyView,
    #[prop(into)] tagline: TextProp,
    /// Sends a request to find out whether the server can be reached again.
    retry: Callback<()>,
) -> impl IntoView {
    router::listen();
    let path = router::path();
    view! {
            <SkipLink />
            {header.run()}
            <Offline retry=retry />
            <NoticeBoard />
            <main id="main" tabindex="-1">
                {move || page_at(&path.get())}
            </main>
            <UnsavedDialog />
            <footer class="foot">
                <div class="container">"Sigillo · "{move || tagline.get()}</div>
            </footer>
    }
}
