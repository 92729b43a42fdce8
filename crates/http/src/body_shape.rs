//! All faults in the shape of a JSON body. Serde stops at the first, so a refused body is compared with
//! the schema that the document has for it.

use std::sync::OnceLock;

use serde_json::Value;
use sigillo_contract::Operation;
use sigillo_domain::{Fault, FaultCode};

use crate::json::escaped;
use crate::openapi;

/// The missing, unknown and wrongly typed fields of a body that was refused.
pub(crate) fn faults<O: Operation>(bytes: &[u8]) -> Vec<Fault> {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    let document = DOCUMENT.get_or_init(openapi::value);
    let method = O::SPEC.method.as_str().to_lowercase();
    let body = &document["paths"][O::SPEC.path][method]["requestBody"];
    let mut comparison = Comparison { document, faults: vec![] };
    if let Ok(value) = serde_json::from_slice(bytes) {
        comparison.compare(&body["content"]["application/json"]["schema"], &value, "");
    }
    comparison.faults
}

struct Comparison<'a> {
    document: &'a Value,
    faults: Vec<Fault>,
}

impl<'a> Comparison<'a> {
    fn compare(&mut self, schema: &'a Value, value: &Value, at: &str) {
        let schema = self.resolved(schema);
        if !types_of(schema).any(|name| is_of_type(value, name)) {
            // A schema without types, such as a choice of several, says nothing.
            if types_of(schema).next().is_some() {
                self.add(at, FaultCode::InvalidType);
            }
            return;
        }
        if let (Some(known), Value::String(_)) = (schema["enum"].as_array(), value)
            && !known.contains(value)
        {
            self.add(at, FaultCode::Unknown);
        }
        match value {
            Value::Object(_) => self.compare_fields(schema, value, at),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.compare(&schema["items"], item, &format!("{at}/{index}"));
                }
            }
            _ => {}
        }
    }

    fn compare_fields(&mut self, schema: &'a Value, value: &Value, at: &str) {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if value.get(name).is_none() {
                self.add(&format!("{at}/{}", escaped(name)), FaultCode::Required);
            }
        }
        for (name, field) in value.as_object().into_iter().flatten() {
            let at = format!("{at}/{}", escaped(name));
            match schema["properties"].get(name) {
                Some(schema) => self.compare(schema, field, &at),
                None if schema["additionalProperties"] == false => {
                    self.add(&at, FaultCode::NotExpected);
                }
                // The values of a map have one schema.
                None if schema["additionalProperties"].is_object() => {
                    self.compare(&schema["additionalProperties"], field, &at);
                }
                None => {}
            }
        }
    }

    /// The schema behind a reference.
    fn resolved(&self, schema: &'a Value) -> &'a Value {
        if let Some(pointer) = schema["$ref"].as_str().and_then(|text| text.strip_prefix('#')) {
            return self.document.pointer(pointer).map_or(schema, |found| self.resolved(found));
        }
        schema
    }

    fn add(&mut self, at: &str, code: FaultCode) {
        self.faults.push(Fault::new(at, code));
    }
}

/// The types that a schema allows, if it says so.
fn types_of(schema: &Value) -> impl Iterator<Item = &str> {
    let several = schema["type"].as_array().into_iter().flatten();
    several.chain(Some(&schema["type"])).filter_map(Value::as_str)
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => true,
    }
}
