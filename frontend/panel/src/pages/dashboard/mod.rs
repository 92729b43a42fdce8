//! What an office looks at every morning (B3): what needs hands, and the figures of its mailboxes.

mod attention;
mod figures;

use std::time::Duration;

use leptos::prelude::*;
use sigillo_contract::activity::ActivityEventsQuery;
use sigillo_contract::dashboard::{Dashboard as Figures, DashboardQuery};
use sigillo_contract::operations::GetDashboard;

use crate::components::{
    ConnectionState, Following, ForbiddenPage, LinkButton, Page, SealNotice, any_record, follow,
    load, loaded,
};
use crate::i18n::{date_time_in_words, t, texts};
use crate::route::Route;
use crate::{api, session};
use attention::NeedsHands;
use figures::{Assistants, Direct, General};

#[component]
pub fn Dashboard() -> impl IntoView {
    if !session::may::<GetDashboard>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let figures =
        load(|| async { api::list::<GetDashboard>((), &DashboardQuery::default()).await });
    let following = Following {
        query: ActivityEventsQuery::default(),
        is_news: any_record,
        about: None,
        every: Duration::from_mins(1),
    };
    let connection = follow(following, Callback::new(move |()| figures.reload()));
    let lead = move || {
        let as_of = figures.get().map(|figures| date_time_in_words(figures.as_of));
        as_of.map(|when| texts().dashboard().as_of(&when)).unwrap_or_default()
    };
    let actions = || {
        let href = Route::ChooseDomain.href();
        view! {
            <LinkButton href=href label=t!(dashboard.mailboxes) icon="it-mail" class="btn btn-outline-primary" />
        }
    };
    view! {
        <Page title=t!(dashboard.title) lead=lead actions=actions>
            <p class="dashboard-live"><ConnectionState connection=connection /></p>
            <SealNotice />
            {loaded(figures, |figures| view! { <Panels figures=figures /> })}
        </Page>
    }
    .into_any()
}

#[component]
fn Panels(figures: Figures) -> impl IntoView {
    let Figures { general, direct, assistants, attention, .. } = figures;
    view! {
        <NeedsHands attention=attention />
        <div class="columns dashboard-figures">
            <General figures=general />
            <Direct figures=direct />
        </div>
        <Assistants assistants=assistants />
    }
}
