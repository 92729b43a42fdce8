//! The columns of an import file: the field that each holds, as recognised or as chosen by the
//! person.

use leptos::prelude::*;
use sigillo_contract::import::{ImportColumn, ImportMapping, MappedColumn};
use sigillo_contract::job::Job;
use sigillo_contract::operations::MapImport;
use sigillo_domain::import::{Field, Mapping, Unit};
use sigillo_domain::job::JobState;
use sigillo_domain::{Code, Fault};

use crate::components::{AlertKind, ErrorSummary, Form, Icon, Load, Submit, announce};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::{api, browser};

const UNITS: [(Unit, &str); 5] = [
    (Unit::Megabytes, "MB"),
    (Unit::Gigabytes, "GB"),
    (Unit::Terabytes, "TB"),
    (Unit::Kilobytes, "KB"),
    (Unit::Bytes, "byte"),
];

#[component]
pub fn Columns(found: Job, job: Load<Job>) -> impl IntoView {
    let needed = found.state == JobState::Mapping;
    let form = Form::new("columns");
    let columns = found.import.map(|file| file.columns).unwrap_or_default();
    let held = columns.iter().map(|column| column.holds).collect::<Vec<_>>();
    let held = RwSignal::new(held);
    let faults = RwSignal::new(Vec::<Fault>::new());
    let (id, version) = (found.id, found.version);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let columns = held.get_untracked();
        let mapping = Mapping { columns: columns.iter().map(|c| c.map(Into::into)).collect() };
        let wrong = mapping.check(columns.len());
        let first =
            wrong.first().map(|fault| select_id(fault.pointer.trim_start_matches("/columns")));
        faults.set(wrong);
        if let Some(first) = first {
            return browser::focus(&first);
        }
        form.send(
            async move {
                api::send::<MapImport>(id, &ImportMapping { columns }, Some(version)).await
            },
            move |outcome| match outcome {
                Ok(changed) => job.put(changed),
                Err(error) if error.is(Code::Stale) || error.is(Code::NotInThisState) => {
                    announce(AlertKind::Warning, texts().jobs().overtaken(), Route::Job(id));
                    job.reload();
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    let lines =
        columns.into_iter().enumerate().map(|(place, column)| line(place, column, held, faults));
    let text = move || if needed { t!(jobs.columns_text)() } else { t!(jobs.columns_known)() };
    let body = view! {
        <form on:submit=submit novalidate>
            <p class="measure lead-in">{text}</p>
            <ErrorSummary form=form />
            {move || error(&faults.get(), "/columns")}
            <ul class="plain-list columns-list" data-testid="columns">{lines.collect_view()}</ul>
            <div class="form-actions">
                <Submit form=form label=t!(jobs.check_again) class=if needed { "btn btn-primary" } else { "btn btn-outline-primary" } />
            </div>
        </form>
    };
    if needed {
        return view! {
            <section class="panel" aria-labelledby="job-columns">
                <h2 id="job-columns">{t!(jobs.columns_title)}</h2>
                {body}
            </section>
        }
        .into_any();
    }
    view! {
        <details class="panel earlier">
            <summary>{t!(jobs.columns_title)}</summary>
            {body}
        </details>
    }
    .into_any()
}

fn select_id(place: &str) -> String {
    format!("column-{}", place.trim_start_matches('/').parse::<usize>().unwrap_or_default())
}

fn error(faults: &[Fault], pointer: &str) -> Option<AnyView> {
    let found = faults.iter().find(|fault| fault.pointer == pointer)?;
    let t = texts().jobs();
    let text = if found.pointer == "/columns" { t.columns_missing() } else { t.column_twice() };
    Some(
        view! {
            <p class="field-fault" role="alert">
                <Icon name="it-error" class="icon-sm" />
                <span>{text}</span>
            </p>
        }
        .into_any(),
    )
}

fn line(
    place: usize,
    column: ImportColumn,
    held: RwSignal<Vec<Option<MappedColumn>>>,
    faults: RwSignal<Vec<Fault>>,
) -> impl IntoView {
    let heading = column.heading.filter(|heading| !heading.is_empty());
    let name = move || {
        heading.clone().unwrap_or_else(|| texts().jobs().column_number(&(place + 1).to_string()))
    };
    let samples = column.samples.join(" · ");
    let holds = move || held.with(|held| held[place]);
    let set = move |holds: Option<MappedColumn>| {
        held.update(|held| held[place] = holds);
        faults.set(vec![]);
    };
    let choose = move |event| {
        let field = Field::parse(&event_target_value(&event));
        let unit = untrack(holds).map(|column| column.unit).unwrap_or_default();
        set(field.map(|field| MappedColumn { field, unit }));
    };
    let measure = move |event| {
        let word = event_target_value(&event);
        let unit = UNITS.iter().find(|(_, name)| *name == word).map(|(unit, _)| *unit);
        set(untrack(holds).map(|column| MappedColumn { unit: unit.unwrap_or_default(), ..column }));
    };
    let option = move |field: Field| {
        view! {
            <option value=field.as_str() selected=move || holds().is_some_and(|column| column.field == field)>
                {move || texts().jobs().field(field)}
            </option>
        }
    };
    let is_size = Memo::new(move |_| holds().is_some_and(|column| column.field.is_size()));
    let id = select_id(&place.to_string());
    let pointer = format!("/columns/{place}");
    let at = pointer.clone();
    let wrong = Memo::new(move |_| faults.with(|all| all.iter().any(|fault| fault.pointer == at)));
    let shown = {
        let name = name.clone();
        move || format!("{}: {}", name(), texts().jobs().unit())
    };
    view! {
        <li class="column-line">
            <div>
                <label for=id.clone()><strong>{name}</strong></label>
                <p class="field-hint">
                    {if samples.is_empty() {
                        view! { {t!(jobs.empty_column)} }.into_any()
                    } else {
                        view! { {t!(jobs.examples)}": "{samples} }.into_any()
                    }}
                </p>
                <div id=format!("{id}-fault")>{move || error(&faults.get(), &pointer)}</div>
            </div>
            <select
                class="input"
                id=id.clone()
                aria-describedby=format!("{id}-fault")
                aria-invalid=move || wrong.get().then_some("true")
                on:change=choose
            >
                <option value="" selected=move || holds().is_none()>{t!(jobs.aside)}</option>
                {Field::ALL.map(option).into_iter().collect_view()}
            </select>
            <Show when=move || is_size.get()>
                <select class="input" aria-label=shown.clone() on:change=measure>
                    {UNITS.map(|(unit, word)| view! {
                        <option value=word selected=move || holds().is_some_and(|column| column.unit == unit)>{word}</option>
                    }).into_iter().collect_view()}
                </select>
            </Show>
        </li>
    }
}
