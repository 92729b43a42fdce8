//! The problems that an operation can answer with.

use serde_json::Value;
use sigillo_contract::example::Example;
use sigillo_contract::holder::MailboxHolder;
use sigillo_contract::import::ImportChoices;
use sigillo_contract::{Problem, Spec};
use sigillo_domain::{Code, Fault, FaultCode};
use utoipa::ToSchema;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder, Schema};

use super::headers;

/// One response for each status; where a status has more than one code, an example for each.
pub(super) fn of(spec: &Spec) -> Vec<(u16, Response)> {
    let mut statuses: Vec<u16> = spec.errors().iter().map(|code| code.status()).collect();
    statuses.dedup();
    let response = |status: u16| {
        let codes: Vec<_> =
            spec.errors().into_iter().filter(|code| code.status() == status).collect();
        let description: Vec<_> =
            codes.iter().map(|code| format!("`{}`: {}.", code.as_str(), code.title())).collect();
        let examples = codes.iter().map(|code| {
            let example = ExampleBuilder::new().value(Some(example(*code))).build();
            (code.as_str(), example)
        });
        let schema = RefOr::<Schema>::Ref(Ref::from_schema_name(Problem::name()));
        let content =
            ContentBuilder::new().schema(Some(schema)).examples_from_iter(examples).build();
        let response = ResponseBuilder::new()
            .description(description.join(" "))
            .content("application/problem+json", content);
        (status, headers::of_problem(response, spec, status, &codes).build())
    };
    statuses.into_iter().map(response).collect()
}

fn example(code: Code) -> Value {
    let errors = match code {
        Code::Validation => vec![Fault::new("/quota_mb", FaultCode::OutOfRange).into()],
        Code::MailboxExists | Code::AddressRetired => {
            vec![Fault::new("/local_part", FaultCode::Taken).into()]
        }
        Code::ImportChoiceRequired => vec![Fault::new("sheet", FaultCode::Required).into()],
        Code::NameTaken => vec![Fault::new("/name", FaultCode::Taken).into()],
        Code::HolderVariantExists => {
            vec![Fault::new("/omocodia_confirmed", FaultCode::Required).into()]
        }
        _ => vec![],
    };
    let problem = Problem {
        r#type: format!("/api/problems/{}", code.as_str()),
        title: code.title().to_owned(),
        status: code.status(),
        code,
        detail: format!("{}.", code.title()),
        trace_id: "0f1e2d3c4b5a6978".to_owned(),
        errors,
        choices: (code == Code::ImportChoiceRequired).then(|| ImportChoices {
            sheets: vec!["Gennaio".into(), "Febbraio".into()],
            hidden_rows: 0,
        }),
        tries_left: None,
        holders: (code == Code::HolderVariantExists)
            .then(MailboxHolder::example)
            .into_iter()
            .collect(),
    };
    serde_json::to_value(problem).unwrap_or_default()
}
