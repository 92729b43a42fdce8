//! The columns of an import file: the field that each holds, as recognised or as chosen by the
//! person.

use leptos::prelude::*;
use sigillo_contract::import::{ImportColumn, ImportMapping, MappedColumn};
use sigillo_contract::job::Job;
use sigillo_contract::operations::MapImport;
use sigillo_domain::import::{Doubt, Field, ImportKind, Mapping, Unit, parse_quota};
use sigillo_domain::job::JobState;
use sigillo_domain::{Code, Fault, FaultCode};

use crate::components::{AlertKind, ErrorSummary, Form, Icon, Load, Submit, announce};
use crate::i18n::{megabytes, t, texts};
use crate::route::Route;
use crate::{api, browser};

const UNITS: [(Unit, &str); 5] = [
    (Unit::Megabytes, "MB"),
    (Unit::Gigabytes, "GB"),
    (Unit::Terabytes, "TB"),
    (Unit::Kilobytes, "KB"),
    (Unit::Bytes, "byte"),
];

/// The pointer of the fault that no column holds the communication e-mail.
const NO_EMAIL: &str = "/columns/communication_email";

/// The number of cells that show what becomes of a column of sizes.
const CONVERSIONS: usize = 2;

#[component]
pub fn Columns(found: Job, job: Load<Job>) -> impl IntoView {
    let needed = found.state == JobState::Mapping;
    let form = Form::keeping("columns");
    let kind = found.kind.imports().unwrap_or(ImportKind::Mailboxes);
    let columns = found.import.map(|file| file.columns).unwrap_or_default();
    let held = columns.iter().enumerate().map(|(place, column)| {
        let draft = form.draft(&pointer_of(place), &draft_of(column.holds));
        draft.map_or(column.holds, |draft| parse_draft(&draft))
    });
    let held = RwSignal::new(held.collect::<Vec<_>>());
    let is_restored = form.has_unsaved();
    let faults = RwSignal::new(Vec::<Fault>::new());
    let (id, version) = (found.id, found.version);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let columns = held.get_untracked();
        let mapping = Mapping { columns: columns.iter().map(|c| c.map(Into::into)).collect() };
        let mut wrong = mapping.check(kind, columns.len());
        // The server accepts it, but no mailbox could be created.
        let needs_email = kind == ImportKind::Mailboxes;
        if needs_email && mapping.position(Field::CommunicationEmail).is_none() && wrong.is_empty()
        {
            wrong.push(Fault::new(NO_EMAIL, FaultCode::Required));
        }
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
                    form.mark_saved();
                    announce(AlertKind::Warning, texts().jobs().overtaken(), Route::Job(id));
                    job.reload();
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    let lines = columns
        .into_iter()
        .enumerate()
        .map(|(place, column)| line((form, kind), place, column, held, faults));
    let text = move || match (needed, kind) {
        (false, _) => texts().jobs().columns_known(),
        (true, ImportKind::Mailboxes) => texts().jobs().columns_text(),
        (true, ImportKind::Holders) => texts().holder_import().columns_text(),
        (true, ImportKind::Identifications) => texts().identity().columns_text(),
    };
    let body = view! {
        <form on:submit=submit novalidate>
            <p class="measure lead-in">{text}</p>
            <ErrorSummary form=form />
            {move || error(&faults.get(), "/columns", kind)}
            {move || error(&faults.get(), NO_EMAIL, kind)}
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
        <details class="panel earlier" open=is_restored>
            <summary>{t!(jobs.columns_title)}</summary>
            {body}
        </details>
    }
    .into_any()
}

fn select_id(place: &str) -> String {
    format!("column-{}", place.trim_start_matches('/').parse::<usize>().unwrap_or_default())
}

fn error(faults: &[Fault], pointer: &str, kind: ImportKind) -> Option<AnyView> {
    faults.iter().find(|fault| fault.pointer == pointer)?;
    let t = texts().jobs();
    let text = match pointer {
        "/columns" if kind == ImportKind::Holders => texts().holder_import().columns_missing(),
        "/columns" if kind == ImportKind::Identifications => texts().identity().columns_missing(),
        "/columns" => t.columns_missing(),
        NO_EMAIL => t.email_missing(),
        _ => t.column_twice(),
    };
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

fn pointer_of(place: usize) -> String {
    format!("/columns/{place}")
}

/// What a column holds, as the draft of the form keeps it.
fn draft_of(holds: Option<MappedColumn>) -> String {
    let text = |MappedColumn { field, unit }| format!("{} {}", field.as_str(), unit_word(unit));
    holds.map(text).unwrap_or_default()
}

fn parse_draft(draft: &str) -> Option<MappedColumn> {
    let (field, unit) = draft.split_once(' ')?;
    Some(MappedColumn { field: Field::parse(field)?, unit: parse_unit(unit) })
}

fn unit_word(unit: Unit) -> &'static str {
    UNITS.iter().find(|(known, _)| *known == unit).map_or("", |(_, word)| word)
}

fn parse_unit(word: &str) -> Unit {
    UNITS.iter().find(|(_, known)| *known == word).map(|(unit, _)| *unit).unwrap_or_default()
}

fn line(
    (form, kind): (Form, ImportKind),
    place: usize,
    column: ImportColumn,
    held: RwSignal<Vec<Option<MappedColumn>>>,
    faults: RwSignal<Vec<Fault>>,
) -> impl IntoView {
    let heading = column.heading.filter(|heading| !heading.is_empty());
    let name = move || {
        heading.clone().unwrap_or_else(|| texts().jobs().column_number(&(place + 1).to_string()))
    };
    let (samples, doubt, suggested) = (column.samples, column.doubt, column.holds);
    let sizes: Vec<String> = samples.iter().take(CONVERSIONS).cloned().collect();
    let samples = samples.join(" · ");
    let holds = move || held.with(|held| held[place]);
    let set = move |holds: Option<MappedColumn>| {
        let before = held.with_untracked(|held| held[place]);
        form.typed(&pointer_of(place), &draft_of(before), &draft_of(holds));
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
        set(untrack(holds).map(|column| MappedColumn { unit: parse_unit(&word), ..column }));
    };
    let option = move |field: Field| {
        view! {
            <option value=field.as_str() selected=move || holds().is_some_and(|column| column.field == field)>
                {move || texts().jobs().field(field)}
            </option>
        }
    };
    let is_size = Memo::new(move |_| holds().is_some_and(|column| column.field.is_size()));
    let is_secret =
        Memo::new(move |_| holds().is_some_and(|column| column.field == Field::Password));
    // A choice of one's own leaves no doubt, except about the unit while that stays.
    let doubt = Memo::new(move |_| doubt.filter(|_| holds() == suggested));
    let conversions = move || {
        let unit = holds().filter(|column| column.field.is_size())?.unit;
        Some(sizes.iter().map(|cell| conversion(cell, unit)).collect::<Vec<_>>().join(" · "))
    };
    let id = select_id(&place.to_string());
    let pointer = pointer_of(place);
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
                    {move || match (is_secret.get(), samples.is_empty()) {
                        (true, _) => texts().jobs().never_stored().to_owned(),
                        (_, true) => texts().jobs().empty_column().to_owned(),
                        _ => format!("{}: {samples}", texts().jobs().examples()),
                    }}
                </p>
                {move || conversions().filter(|text| !text.is_empty()).map(|text| view! {
                    <p class="column-conversion" data-testid="conversion">
                        {t!(jobs.conversion)}": "<strong>{text}</strong>
                    </p>
                })}
                {move || doubt.get().map(|doubt: Doubt| view! {
                    <p class="column-doubt" data-testid="doubt">
                        <Icon name="it-warning-circle" class="icon-sm" />
                        <span>{move || texts().jobs().doubt(doubt)}</span>
                    </p>
                })}
                <div id=format!("{id}-fault")>{move || error(&faults.get(), &pointer, kind)}</div>
            </div>
            <select
                class="input"
                id=id.clone()
                aria-describedby=format!("{id}-fault")
                aria-invalid=move || wrong.get().then_some("true")
                on:change=choose
            >
                <option value="" selected=move || holds().is_none()>{t!(jobs.aside)}</option>
                {Field::ALL.into_iter().filter(|field| kind.has(*field)).map(option).collect_view()}
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

/// What a cell of a column of sizes becomes.
fn conversion(cell: &str, unit: Unit) -> String {
    let t = texts().jobs();
    let quota = parse_quota(cell, unit);
    let quota = quota.map_or_else(|_| t.no_quota().to_owned(), megabytes);
    t.converted(cell, &quota)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_says_what_a_column_holds() {
        for field in Field::ALL {
            for (unit, _) in UNITS {
                let holds = Some(MappedColumn { field, unit });
                assert_eq!(parse_draft(&draft_of(holds)), holds);
            }
        }
        assert_eq!(parse_draft(&draft_of(None)), None);
    }
}
