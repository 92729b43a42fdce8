//! An outage of this moment, shown before somebody reports what everybody notices.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::operation::NoQuery;
use sigillo_contract::operations::ListPresentOutages;
use sigillo_contract::sla::Outage;
use sigillo_contract::ticket::TicketContext;

use super::context::Context;
use crate::api;
use crate::components::{Alert, AlertKind};
use crate::i18n::{date_time, t, texts};
use crate::route::Route;

/// Reads the outages of this moment, and adds them to what is sent along.
#[component]
pub fn OutageNote(context: Context) -> impl IntoView {
    let outages = RwSignal::new(Vec::<Outage>::new());
    spawn_local(async move {
        // What cannot be read is left out: it only helps.
        let Ok(found) = api::list::<ListPresentOutages>((), &NoQuery {}).await else { return };
        if found.items.is_empty() {
            return;
        }
        let lines: Vec<_> = found.items.iter().map(line).collect();
        let _ = context.try_update(|context: &mut TicketContext| context.outages = lines);
        let _ = outages.try_set(found.items);
    });
    move || {
        let lasting = outages.get();
        (!lasting.is_empty()).then(|| {
            let lines =
                lasting.into_iter().map(|outage| view! { <li>{move || line(&outage)}</li> });
            view! {
                <Alert kind=AlertKind::Warning title=t!(tickets.outage_title)>
                    <ul class="ticket-outages">{lines.collect_view()}</ul>
                    <p>
                        {t!(tickets.outage_text)}" "
                        <a href=Route::ServiceLevels.href()>{t!(sla.title)}</a>
                    </p>
                </Alert>
            }
        })
    }
}

fn line(outage: &Outage) -> String {
    let component = texts().sla().component_name(outage.component);
    texts().tickets().outage(component, &date_time(outage.starts_at))
}
