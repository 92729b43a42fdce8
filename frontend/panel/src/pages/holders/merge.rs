//! The page that merges a holder into another one, for a person who was registered twice.

use std::iter;

use leptos::prelude::*;
use sigillo_contract::holder::{Holder, HolderDetail, HolderMerge, HolderQuery, MergeTake};
use sigillo_contract::operations::{GetHolder, ListHolders, MergeHolder};
use sigillo_domain::Code;
use sigillo_domain::holder::{HolderState, MergeSource};
use sigillo_domain::holder_search::names_in_either_order;
use sigillo_domain::id::HolderId;
use sigillo_kit::routes::with_query;

use super::{crumbs, full_name};
use crate::components::{
    Alert, AlertKind, Combobox, Crumb, ErrorSummary, Form, LinkButton, Load, Page, RadioGroup,
    Submit, Suggestion, UndoNote, announce, guarded, load, loaded, suggestions,
};
use crate::i18n::{counted, t, texts};
use crate::route::Route;
use crate::{api, router, session};

/// The query key of the holder that stays.
const INTO: &str = "con";

#[component]
pub fn Merge(id: HolderId) -> impl IntoView {
    let detail = load(move || api::get::<GetHolder>(id));
    let holder = Memo::new(move |_| detail.get().map(|found| found.holder));
    let trail = Signal::derive(move || -> Vec<Crumb> { crumbs(holder.get().as_ref()) });
    let address = router::query();
    let into = Memo::new(move |_| -> Option<HolderId> {
        let into: HolderId = address.with(|query| query.get(INTO))?.parse().ok()?;
        (into != id).then_some(into)
    });
    let other = load(move || {
        let reading = into.get().map(api::get::<GetHolder>);
        async move {
            match reading {
                Some(reading) => reading.await.map(Some),
                None => Ok(None),
            }
        }
    });
    let page = move || {
        view! {
            <Page title=t!(holders.merge_title) lead=t!(holders.merge_lead) crumbs=trail narrow=true>
                {loaded(detail, move |found: HolderDetail| {
                    if found.holder.state != HolderState::Registered {
                        return view! {
                            <Alert kind=AlertKind::Info quiet=true><p>{t!(problems.holder_ended)}</p></Alert>
                        }
                        .into_any();
                    }
                    let found = StoredValue::new(found);
                    loaded(other, move |other: Option<HolderDetail>| match other {
                        None => view! { <Choose holder=found.with_value(|found| found.holder.clone()) /> }.into_any(),
                        Some(other) => view! {
                            <MergeForm detail=found.get_value() other=other source=detail />
                        }
                        .into_any(),
                    })
                    .into_any()
                })}
            </Page>
        }
    };
    guarded(detail, |_| session::may::<MergeHolder>(), page)
}

/// The holders of the same organisation whose codice fiscale or name fits a text.
async fn find(text: String, holder: Holder) -> Result<Vec<Suggestion<HolderId>>, api::ApiError> {
    let mut found = vec![];
    for reading in readings(&text) {
        let query = HolderQuery {
            organization_id: Some(holder.organization_id),
            limit: Some(8),
            ..reading
        };
        found = api::list::<ListHolders>((), &query).await?.items;
        found.retain(|one| one.id != holder.id);
        if !found.is_empty() {
            break;
        }
    }
    let entries = found.into_iter();
    let entries =
        entries.map(|one| Suggestion { key: one.id, title: full_name(&one), note: one.tax_code });
    Ok(entries.collect())
}

/// What a text may mean, the likeliest first.
fn readings(text: &str) -> Vec<HolderQuery> {
    let by_code = HolderQuery { tax_code: Some(text.to_owned()), ..HolderQuery::default() };
    if text.chars().any(|c| c.is_ascii_digit()) {
        return vec![by_code];
    }
    let by_family_name =
        |name: &str| HolderQuery { family_name: Some(name.to_owned()), ..HolderQuery::default() };
    let names = names_in_either_order(text).into_iter();
    let by_names = names
        .map(|(family, given)| HolderQuery { given_name: Some(given), ..by_family_name(&family) });
    iter::once(by_family_name(text)).chain(by_names).chain([by_code]).collect()
}

/// The choice of the holder that stays.
#[component]
fn Choose(holder: Holder) -> impl IntoView {
    let form = Form::new("merge");
    let search = RwSignal::new(String::new());
    let (id, name, code) = (holder.id, full_name(&holder), holder.tax_code.clone());
    let found = suggestions(search, 2, move |text| find(text, holder.clone()));
    let choose = Callback::new(move |one: Suggestion<HolderId>| {
        let into = one.key.to_string();
        router::restate(&with_query(Route::MergeHolder(id), &[(INTO, &into)]));
    });
    view! {
        <form class="panel" on:submit=|event| event.prevent_default() novalidate>
            <p>{t!(holders.merge_this)}" "<strong>{name}</strong>" "<span class="tax-code">{code}</span></p>
            <Combobox
                form=form
                pointer="/into"
                label=t!(holders.merge_find)
                hint=t!(holders.merge_find_hint)
                value=search
                found=found
                on_choose=choose
            />
            <div class="form-actions">
                <LinkButton href=Route::Holder(id).href() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

/// Which value of each field stays.
#[component]
fn MergeForm(
    detail: HolderDetail,
    other: HolderDetail,
    source: Load<HolderDetail>,
) -> impl IntoView {
    let form = Form::new("merge");
    let source_of = || RwSignal::new(MergeSource::Into);
    let (family, given, code) = (source_of(), source_of(), source_of());
    let (this, into) = (detail.holder.clone(), other.holder.clone());
    let (id, version, into_id) = (this.id, this.version, into.id);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let merge = HolderMerge {
            into: into_id,
            take: MergeTake {
                family_name: Some(family.get_untracked()),
                given_name: Some(given.get_untracked()),
                tax_code: Some(code.get_untracked()),
            },
        };
        form.send(
            async move { api::send::<MergeHolder>(id, &merge, Some(version)).await },
            move |outcome| match outcome {
                Ok(stays) => {
                    let page = Route::Holder(stays.id);
                    announce(
                        AlertKind::Success,
                        texts().holders().merged(&full_name(&stays)),
                        page,
                    );
                    router::go(page);
                }
                Err(error) => {
                    if error.is(Code::Stale) {
                        source.reload();
                    }
                    form.show_failure(error);
                }
            },
        );
    };
    view! {
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <Pair this=this.clone() into=into.clone() />
            <p>
                <a href=Route::MergeHolder(id).href()>{t!(holders.merge_other)}</a>
            </p>
            <FieldChoice form=form pointer="/take/family_name" label=t!(holders.family_name) value=family this=this.family_name into=into.family_name />
            <FieldChoice form=form pointer="/take/given_name" label=t!(holders.given_name) value=given this=this.given_name into=into.given_name />
            <FieldChoice form=form pointer="/take/tax_code" label=t!(holders.tax_code) value=code this=this.tax_code into=into.tax_code />
            <Moves detail=detail />
            <UndoNote text=t!(undo.never) />
            <div class="form-actions">
                <Submit form=form label=t!(holders.do_merge) class="btn btn-danger" />
                <LinkButton href=Route::Holder(id).href() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

/// The two holders, side by side.
#[component]
fn Pair(this: Holder, into: Holder) -> impl IntoView {
    let shown = |role: fn() -> &'static str, holder: Holder| {
        view! {
            <div>
                <p class="merge-role">{role}</p>
                <p class="master-name">{full_name(&holder)}</p>
                <p class="master-code">{holder.tax_code}</p>
            </div>
        }
    };
    view! {
        <div class="merge-pair">
            {shown(t!(holders.merge_ends), this)}
            {shown(t!(holders.merge_stays), into)}
        </div>
    }
}

/// The choice between the values of a field; none where they are the same.
#[component]
fn FieldChoice(
    form: Form,
    pointer: &'static str,
    label: fn() -> &'static str,
    value: RwSignal<MergeSource>,
    this: String,
    into: String,
) -> impl IntoView {
    (this != into).then(|| {
        let words = |text: String| TextProp::from(move || text.clone());
        view! {
            <RadioGroup
                form=form
                pointer=pointer
                label=label
                value=value
                options=vec![(MergeSource::Into, words(into), None), (MergeSource::This, words(this), None)]
            />
        }
    })
}

/// What goes over to the holder that stays.
#[component]
fn Moves(detail: HolderDetail) -> impl IntoView {
    let counts = move || {
        let t = texts().holders();
        [
            counted(detail.address_count, t.one_address(), t.many_addresses()),
            counted(detail.company_count, t.one_company(), t.many_companies()),
            counted(detail.mailbox_count, t.one_mailbox(), t.many_mailboxes()),
        ]
    };
    view! {
        <p><strong>{t!(holders.merge_moves)}</strong></p>
        <ul>
            {move || counts().map(|words| view! { <li>{words}</li> }).into_iter().collect_view()}
            <li>{t!(holders.merge_moves_notes)}</li>
        </ul>
        <p>{t!(holders.merge_trace)}</p>
    }
}
