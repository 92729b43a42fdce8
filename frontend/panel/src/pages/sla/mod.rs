//! Service levels (B18): each component in a period of four months, with its outages, the announced maintenance, and
//! for the operator the acts on them.

mod close;
mod forms;
mod level;
mod rome;
mod tables;

use leptos::prelude::*;
use sigillo_contract::operations::{CreateSlaCorrection, GetSlaOverview};
use sigillo_contract::panel_page;
use sigillo_contract::sla::{OutageExportQuery, SlaOverview, SlaPeriodQuery};
use sigillo_domain::sla::{Period, PeriodState};
use sigillo_kit::routes::with_query;

use self::close::{Close, Closure};
use self::forms::{Announce, Correct};
use self::level::LevelPanel;
use self::tables::{Corrections, MaintenanceList, Outages};
use crate::components::{ExportMenu, Load, Page, load, loaded};
use crate::i18n::{Lang, lang, t, texts};
use crate::route::Route;
use crate::{api, router, session};

/// The query key of the period.
const PERIOD: &str = "periodo";

#[component]
pub fn ServiceLevels() -> impl IntoView {
    let query = router::query();
    let asked = Memo::new(move |_| query.with(|query| query.get(PERIOD)));
    let found =
        load(move || api::list::<GetSlaOverview>((), &SlaPeriodQuery { period: asked.get() }));
    let actions = move || {
        let download = move |format: &'static str| -> api::Pending<api::Download> {
            let query = OutageExportQuery {
                period: asked.get_untracked(),
                component: None,
                format: format.to_owned(),
                separator: None,
                lang: (lang() == Lang::En).then(|| "en".to_owned()),
            };
            Box::pin(async move { api::download_outages(&query).await })
        };
        view! { <ExportMenu download=download hint=t!(sla.export_hint) /> }
    };
    view! {
        <Page title=t!(sla.title) lead=t!(sla.lead) actions=actions>
            {loaded(found, move |overview| view! { <Overview overview=overview found=found /> })}
        </Page>
    }
}

#[component]
fn Overview(overview: SlaOverview, found: Load<SlaOverview>) -> impl IntoView {
    let SlaOverview {
        period, state, components, outages, maintenance, corrections, closure, ..
    } = overview;
    let is_operator = session::may::<CreateSlaCorrection>();
    let may_change = is_operator && state != PeriodState::Closed;
    view! {
        <PeriodSwitch period=period state=state />
        {closure.map(|closure| view! { <Closure closure=closure /> })}
        <div class="sla-levels">
            {components.into_iter().map(|level| view! { <LevelPanel level=level /> }).collect_view()}
        </div>
        <Outages outages=outages />
        <MaintenanceList maintenance=maintenance may_withdraw=is_operator found=found />
        <Corrections corrections=corrections />
        {is_operator.then(|| view! { <Announce found=found /> })}
        {may_change.then(|| view! { <Correct found=found /> })}
        {(is_operator && state == PeriodState::Ended).then(|| view! { <Close period=period found=found /> })}
    }
}

/// The period that is shown, between links to its neighbours.
#[component]
fn PeriodSwitch(period: Period, state: PeriodState) -> impl IntoView {
    let link = |period: Period, label: fn() -> &'static str| {
        let href = with_query(Route::ServiceLevels, &[(PERIOD, &period.to_string())]);
        view! { <a class="btn btn-outline-primary btn-sm" href=href>{move || label()}</a> }
    };
    debug_assert!(panel_page::service_levels("").contains(PERIOD));
    let name = move || texts().sla().period_name(period.year(), period.number());
    let (class, word): (_, fn() -> &'static str) = match state {
        PeriodState::Running => ("state state-active", t!(sla.running)),
        PeriodState::Ended => ("state state-pending", t!(sla.ended)),
        PeriodState::Closed => ("state state-disabled", t!(sla.closed)),
    };
    view! {
        <nav class="sla-period" aria-label=t!(sla.periods)>
            {link(period.previous(), t!(sla.before))}
            <h2>{name}</h2>
            <span class=class>{move || word()}</span>
            {(state != PeriodState::Running).then(|| link(period.next(), t!(sla.after)))}
        </nav>
    }
}
