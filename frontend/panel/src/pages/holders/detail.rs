//! A holder: who it is, its panes, its history and its notes.

use leptos::prelude::*;
use sigillo_contract::holder::{Holder, HolderDetail};
use sigillo_contract::operations::{
    AddHolderNote, CreateDocument, EraseHolder, GetHolder, GetOrganization, ListAccessLog,
    ListHolderNotes, MergeHolder, UpdateHolder,
};
use sigillo_domain::holder::{HolderState, HolderWarning};
use sigillo_domain::id::HolderId;

use super::panes::Panes;
use super::{StateOfHolder, crumbs, full_name};
use crate::api;
use crate::components::person::{birth_line, place_name};
use crate::components::{
    Alert, AlertKind, Fact, Facts, ForbiddenPage, History, LinkButton, Load, Notes, Page, Tab,
    Tabs, chosen_tab, guarded, load, loaded,
};
use crate::i18n::{date, t, texts};
use crate::pages::access_log;
use crate::pages::documents::Documents;
use crate::route::Route;
use crate::session;

#[component]
pub fn Detail(id: HolderId) -> impl IntoView {
    if !session::may::<GetHolder>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let detail = load(move || api::get::<GetHolder>(id));
    // Counts what was recorded from this page, so that the tabs read again.
    let changed = RwSignal::new(0_i64);
    let on_change = Callback::new(move |()| changed.update(|count| *count += 1));
    let holder = Memo::new(move |_| detail.get().map(|found| found.holder));
    let title = move || {
        let named = holder.get().map(|holder| full_name(&holder));
        named.unwrap_or_else(|| t!(holders.holder)().to_owned())
    };
    let beside = move || holder.get().map(|found| view! { <StateOfHolder state=found.state /> });
    let actions = move || holder.get().map(|found| view! { <Actions holder=found /> });
    let page = move || {
        view! {
            <Page title=title crumbs=crumbs(None) beside=beside actions=actions>
                {loaded(detail, move |found: HolderDetail| view! {
                    <Warnings holder=found.holder.clone() />
                    <Data holder=found.holder.clone() />
                    <div class="panes"><Panes detail=found on_change=on_change /></div>
                })}
                <Sections id=id detail=detail changed=changed />
            </Page>
        }
    };
    guarded(detail, |_| true, page).into_any()
}

#[component]
fn Actions(holder: Holder) -> impl IntoView {
    let id = holder.id;
    let is_registered = holder.state == HolderState::Registered;
    let link = |route: Route, label: fn() -> &'static str| {
        view! { <LinkButton href=route.href() label=label class="btn btn-outline-primary" /> }
    };
    let readers = session::may::<ListAccessLog>().then(|| {
        view! {
            <LinkButton
                href=access_log::of_holder(id)
                label=t!(access_log.of_holder)
                class="btn btn-outline-primary"
            />
        }
    });
    let acts = is_registered.then(|| {
        view! {
            {session::may::<EraseHolder>().then(|| link(Route::EraseHolder(id), t!(holders.erase)))}
            {session::may::<MergeHolder>().then(|| link(Route::MergeHolder(id), t!(holders.merge)))}
            {session::may::<UpdateHolder>().then(|| view! {
                <LinkButton href=Route::EditHolder(id).href() label=t!(holders.correct) icon="it-pencil" key="e" />
            })}
        }
    });
    view! {
        {readers}
        {acts}
    }
}

/// What is worth a second look, and why a holder cannot be changed any more.
#[component]
fn Warnings(holder: Holder) -> impl IntoView {
    let ended = match holder.state {
        HolderState::Registered => ().into_any(),
        HolderState::Merged => view! {
            <Alert kind=AlertKind::Info quiet=true>
                <p>
                    {t!(holders.merged_note)}
                    {holder.merged_into.map(|into| view! {
                        " "
                        <a href=Route::Holder(into).href()>{t!(holders.open_merged)}</a>
                    })}
                </p>
            </Alert>
        }
        .into_any(),
        HolderState::Erased => {
            let at = holder.erased_at;
            view! {
                <Alert kind=AlertKind::Info quiet=true>
                    <p>{move || texts().holders().erased_note(&at.map(date).unwrap_or_default())}</p>
                </Alert>
            }
            .into_any()
        }
    };
    let warning = |warning: HolderWarning| {
        view! {
            <Alert kind=AlertKind::Warning quiet=true><p>{move || texts().holders().warning(warning)}</p></Alert>
        }
    };
    view! {
        {ended}
        {holder.warnings.into_iter().map(warning).collect_view()}
    }
}

#[component]
fn Data(holder: Holder) -> impl IntoView {
    let Holder { tax_code, sex, birth_date, birth_place, created_at, created_by, .. } = holder;
    let organization = holder.organization_id;
    let birth = sex.zip(birth_date);
    view! {
        <section class="panel" aria-label=t!(holders.data)>
            <Facts columns=true>
                <Fact label=t!(holders.tax_code)><span class="tax-code" data-testid="tax-code">{tax_code}</span></Fact>
                <Fact label=t!(holders.created)>
                    {move || texts().detail().created_by(&date(created_at), &created_by)}
                </Fact>
                {birth.map(|(sex, day)| view! {
                    <Fact label=t!(holders.birth)>{move || birth_line(sex, day)}</Fact>
                })}
                {birth_place.map(|place| view! {
                    <Fact label=t!(holders.birth_place)>{move || place_name(&place)}</Fact>
                })}
                {session::may::<GetOrganization>().then(|| view! {
                    <Fact label=t!(accounts.organization)>
                        <a href=Route::Organization(organization).href()>{t!(holders.open_organization)}</a>
                    </Fact>
                })}
            </Facts>
        </section>
    }
}

/// The tabs and what they show.
#[component]
fn Sections(id: HolderId, detail: Load<HolderDetail>, changed: RwSignal<i64>) -> impl IntoView {
    let tabs = vec![
        Tab::new("storico", t!(detail.history)),
        Tab::new("note", t!(detail.notes)),
        Tab::new("documenti", t!(documents.tab)),
    ];
    let chosen = chosen_tab(&tabs);
    let is_there = Memo::new(move |_| detail.get().is_some());
    let may_add = Memo::new(move |_| {
        let state = detail.get().map(|found| found.holder.state);
        state == Some(HolderState::Registered) && session::may::<AddHolderNote>()
    });
    let may_upload = Memo::new(move |_| {
        let state = detail.get().map(|found| found.holder.state);
        state == Some(HolderState::Registered) && session::may::<CreateDocument>()
    });
    let on_added = Callback::new(move |()| changed.update(|count| *count += 1));
    let section = move || {
        if chosen.get() == "note" {
            return view! {
                <Notes<ListHolderNotes, AddHolderNote> id=id page=Route::Holder(id) may_add=may_add.get() on_added=on_added />
            }
            .into_any();
        }
        if chosen.get() == "documenti" {
            let subject = format!("holder:{id}");
            return view! { <Documents subject=subject may_upload=may_upload.get() on_change=on_added /> }
                .into_any();
        }
        let subject = Signal::derive(move || detail.get().map(|found| found.holder));
        let put = Callback::new(|_: Holder| ());
        view! { <History<Holder> id=id subject=subject put=put changed=changed.into() /> }
            .into_any()
    };
    move || {
        is_there.get().then(|| {
            let path = Route::Holder(id).href();
            view! {
                <Tabs label=t!(holders.sections) tabs=tabs.clone() chosen=chosen path=path />
                <section class="panel tab-panel" aria-label=t!(holders.sections)>{section}</section>
            }
        })
    }
}
