//! The frame around all pages of an app.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use sigillo_contract::service::ServiceInfo;

use super::{NoticeBoard, Offline, SkipLink, SupportPhone, UnsavedDialog};
use crate::i18n::{date_time, lang};
use crate::{browser, router};

/// The public information about the service, which the frame provides to its pages.
pub type Service = Signal<Option<ServiceInfo>>;

#[component]
pub fn Frame(
    /// The bar at the top.
    #[prop(into)]
    header: ViewFnOnce,
    /// The side menu, in an app with areas.
    #[prop(optional, into)]
    menu: ViewFnOnce,
    /// Returns the page at a path.
    page_at: fn(&str) -> AnyView,
    #[prop(into)] tagline: TextProp,
    /// The support's number and hours, once they are known.
    #[prop(into)]
    service: Service,
    /// What stands at the foot of every page, beside the support.
    #[prop(optional, into)]
    foot: ViewFnOnce,
    /// Sends a request to find out whether the server can be reached again.
    retry: Callback<()>,
) -> impl IntoView {
    router::listen();
    let path = router::path();
    provide_context(service);
    view! {
        <SkipLink />
        {header.run()}
        <div class="shell">
            {menu.run()}
            <div class="shell-page">
                <Offline retry=retry />
                <NoticeBoard />
                <main id="main" tabindex="-1">
                    {move || page_at(&path.get())}
                </main>
                <footer class="foot">
                    <div class="container foot-row">
                        <span>"Sigillo · "{move || tagline.get()}</span>
                        {move || service.get().map(|info| view! { <SupportPhone info=info /> })}
                        {foot.run()}
                    </div>
                </footer>
                <PrintFoot />
            </div>
        </div>
        <UnsavedDialog />
    }
}

/// The address of the page and the time of printing, on paper only.
#[component]
fn PrintFoot() -> impl IntoView {
    let printed = RwSignal::new(None::<(String, DateTime<Utc>)>);
    let note = move || printed.set(Some((browser::address(), browser::now())));
    let handle = window_event_listener_untyped("beforeprint", move |_| note());
    on_cleanup(move || handle.remove());
    let text = move || {
        let (address, at) = printed.get()?;
        // The date follows the language.
        let _ = lang();
        Some(format!("{address} · {}", date_time(at)))
    };
    view! {
        <p class="print-foot container">{text}</p>
    }
}
