//! Reports that are sent by e-mail: those of the caller, and a form for another one.

use leptos::prelude::*;
use sigillo_contract::operation::{NoQuery, Nothing};
use sigillo_contract::operations::{
    CreateReportSchedule, DeleteReportSchedule, ListReportSchedules,
};
use sigillo_contract::page::Page;
use sigillo_contract::report::{ReportSchedule, ReportScheduleCreate};
use sigillo_domain::name::readable;
use sigillo_domain::report::schedule::ReportFrequency;

use super::Asked;
use crate::components::{
    AlertKind, ErrorSummary, FORMATS, Form, Load, RadioGroup, Submit, TextField, announce, load,
    loaded,
};
use crate::i18n::{lang, moment, t, texts};
use crate::route::Route;
use crate::{api, session};

#[component]
pub fn Schedules(asked: Memo<Asked>) -> impl IntoView {
    session::may::<CreateReportSchedule>().then(|| {
        let open = RwSignal::new(false);
        view! {
            <details class="panel report-schedules" on:toggle=move |_| open.set(true)>
                <summary>{t!(reports.by_email)}</summary>
                {move || open.get().then(|| view! { <Opened asked=asked /> })}
            </details>
        }
    })
}

#[component]
fn Opened(asked: Memo<Asked>) -> impl IntoView {
    let found = load(|| async { api::list::<ListReportSchedules>((), &NoQuery {}).await });
    view! {
        <p class="field-hint">{t!(reports.by_email_text)}</p>
        <Create asked=asked found=found />
        {loaded(found, move |page| view! { <List schedules=page.items found=found /> })}
    }
}

#[component]
fn Create(asked: Memo<Asked>, found: Load<Page<ReportSchedule>>) -> impl IntoView {
    let form = Form::new("schedule");
    let frequency = RwSignal::new(ReportFrequency::Monthly);
    let format = RwSignal::new(FORMATS[0].0);
    let email = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Asked { name, query } = asked.get_untracked();
        let request = ReportScheduleCreate {
            report: name.as_str().to_owned(),
            domain: query.domain,
            format: format.get_untracked().to_owned(),
            frequency: frequency.get_untracked().as_str().to_owned(),
            lang: Some(lang().language().as_str().to_owned()),
            email: email.get_untracked(),
        };
        form.send(
            async move { api::send::<CreateReportSchedule>((), &request, None).await },
            move |outcome| match outcome {
                Ok(_) => {
                    announce(
                        AlertKind::Success,
                        texts().reports().scheduled().to_owned(),
                        Route::Reports,
                    );
                    found.reload();
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    let frequencies = ReportFrequency::ALL
        .map(|one| (one, TextProp::from(move || texts().reports().frequency_name(one)), None));
    let formats = FORMATS.map(|(key, name)| (key, TextProp::from(name), None));
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <div class="field-pair">
                <RadioGroup
                    form=form
                    pointer="/frequency"
                    label=t!(reports.frequency)
                    value=frequency
                    options=frequencies.to_vec()
                />
                <RadioGroup
                    form=form
                    pointer="/format"
                    label=t!(reports.format)
                    value=format
                    options=formats.to_vec()
                />
            </div>
            <TextField form=form pointer="/email" label=t!(reports.email) value=email kind="email" />
            <div class="form-actions"><Submit form=form label=t!(reports.do_schedule) /></div>
        </form>
    }
}

#[component]
fn List(schedules: Vec<ReportSchedule>, found: Load<Page<ReportSchedule>>) -> impl IntoView {
    (!schedules.is_empty()).then(|| {
        let rows = schedules.into_iter().map(|one| view! { <Row schedule=one found=found /> });
        view! {
            <h3>{t!(reports.schedules)}</h3>
            <ul class="report-schedule-list">{rows.collect_view()}</ul>
        }
    })
}

#[component]
fn Row(schedule: ReportSchedule, found: Load<Page<ReportSchedule>>) -> impl IntoView {
    let ReportSchedule { id, report, domain, format, frequency, email, next_at, .. } = schedule;
    let form = Form::new("stop");
    let scope = domain.map(|name| readable(&name).into_owned());
    let what = move || {
        let words = texts();
        let scope = scope.clone().unwrap_or_else(|| words.list().every_domain().to_owned());
        let format = FORMATS.iter().find(|(key, _)| *key == format.as_str());
        let format = format.map_or("", |(_, name)| name);
        format!("{} · {scope} · {format}", words.reports().report_name(report))
    };
    let when = move || {
        let words = texts().reports();
        format!("{} · {}", words.frequency_name(frequency), words.next(&moment(next_at).at()))
    };
    let stop = move |_| {
        form.send(api::send::<DeleteReportSchedule>(id, &Nothing {}, None), move |outcome| {
            match outcome {
                Ok(_) => {
                    announce(
                        AlertKind::Success,
                        texts().reports().stopped().to_owned(),
                        Route::Reports,
                    );
                    found.reload();
                }
                Err(error) => form.show_failure(error),
            }
        });
    };
    view! {
        <li>
            <div>
                <strong>{what}</strong>
                <span class="fact-note">{email}</span>
                <span class="fact-note">{when}</span>
                <ErrorSummary form=form />
            </div>
            <button type="button" class="btn btn-outline-danger btn-sm" on:click=stop>{t!(reports.stop)}</button>
        </li>
    }
}
