//! The schemas of the document, and the contents that refer to them.

use sigillo_contract::example::Example;
use utoipa::ToSchema;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{Content, ContentBuilder, Ref, RefOr, Schema};

/// Schemas by name. A schema that several operations use is added by each of them.
#[derive(Default)]
pub(super) struct Schemas(Vec<(String, RefOr<Schema>)>);

impl Schemas {
    /// Adds a type's schema and those that it refers to.
    pub fn add<T: ToSchema>(&mut self) {
        T::schemas(&mut self.0);
        self.0.push((T::name().into_owned(), T::schema()));
    }

    /// A JSON body of this type, with its example.
    pub fn json<T: ToSchema + Example + serde::Serialize>(&mut self) -> Content {
        self.add::<T>();
        let schema = RefOr::<Schema>::Ref(Ref::from_schema_name(T::name()));
        let example = serde_json::to_value(T::example()).ok();
        ContentBuilder::new().schema(Some(schema)).example(example).build()
    }

    pub fn into_inner(self) -> Vec<(String, RefOr<Schema>)> {
        self.0
    }
}

/// The content of a file.
pub(super) fn file(media_type: &str) -> Content {
    let mut content = ObjectBuilder::new().schema_type(Type::String);
    if !media_type.starts_with("text/") {
        content = content.format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)));
    }
    ContentBuilder::new().schema(Some(Schema::from(content.build()))).build()
}

/// The content of a stream of server-sent events. `OpenAPI` before 3.2 has no schema for the items of a
/// stream: by convention of the tools, the schema describes each event and not the text of the stream.
pub(super) fn events() -> Content {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let event = ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("An event of the stream."))
        .property("id", text().description(Some("For the header `Last-Event-ID`.")))
        .property("event", text().description(Some("What the event is about.")))
        .property("data", text().content_media_type("application/json"))
        .required("event")
        .required("data");
    ContentBuilder::new().schema(Some(Schema::from(event.build()))).build()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use sigillo_contract::operations::visit_all;

    use crate::openapi::DocumentBuilder;

    #[test]
    fn no_two_schemas_have_the_same_name() {
        let mut builder = DocumentBuilder::default();
        visit_all(&mut builder);
        let mut schemas = BTreeMap::new();
        for (name, schema) in builder.schemas.into_inner() {
            let schema = serde_json::to_string(&schema).unwrap();
            let first = schemas.entry(name.clone()).or_insert_with(|| schema.clone());
            assert_eq!(*first, schema, "two schemas are named {name}");
        }
        assert!(schemas.len() > 50);
    }
}
