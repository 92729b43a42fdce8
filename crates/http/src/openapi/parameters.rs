//! The parameters of requests.

use serde_json::Value;
use sigillo_contract::Operation;
use sigillo_contract::operation::PathParams;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Required, Schema};

pub(super) fn of<O: Operation>() -> Vec<Parameter> {
    let mut parameters = vec![];
    if O::SPEC.takes_id() {
        parameters.push(id(<O::Path as PathParams>::PATTERN));
    }
    if O::SPEC.takes_query() {
        let query = <O::Query as IntoParams>::into_params(|| Some(ParameterIn::Query));
        parameters.extend(query.into_iter().map(comma_list));
    }
    if O::SPEC.if_match {
        parameters.push(if_match_header());
    }
    if O::SPEC.takes_idempotency_key() {
        parameters.push(idempotency_key());
    }
    parameters
}

/// A list in a query is one parameter, with commas between the values.
fn comma_list(mut parameter: Parameter) -> Parameter {
    if let Some(RefOr::T(Schema::Array(_))) = parameter.schema {
        parameter.style = Some(ParameterStyle::Form);
        parameter.explode = Some(false);
    }
    parameter
}

fn id(pattern: Option<&str>) -> Parameter {
    let schema = ObjectBuilder::new().schema_type(Type::String);
    let schema = match pattern {
        Some(pattern) => schema.pattern(Some(pattern)),
        None => schema.format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid))),
    };
    ParameterBuilder::new()
        .name("id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(Schema::from(schema.build())))
        .build()
}

fn if_match_header() -> Parameter {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(r#"^(\*|(W/)?"[!#-~]*"( *, *(W/)?"[!#-~]*")*)$"#));
    ParameterBuilder::new()
        .name("If-Match")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "The `ETag` last seen, or several: the change is refused when none is the present one.",
        ))
        .schema(Some(Schema::from(schema.build())))
        .example(Some(Value::String("\"3\"".to_owned())))
        .build()
}

fn idempotency_key() -> Parameter {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(255))
        .pattern(Some("^[!-~]+$"));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "Drawn anew for each request and sent again with its repeats, which are then answered as \
             the first was, for 24 hours, and do nothing more.",
        ))
        .schema(Some(Schema::from(schema.build())))
        .example(Some(Value::String("9f0c8a52-6f0e-4f5b-8a53-0f2b3f6f1c5d".to_owned())))
        .build()
}
