//! Pages of lists.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::mail_host::MailHostStatus;
use crate::operation::{Documented, ReplyBody};

/// Default number of rows of a page.
pub const DEFAULT_LIMIT: u32 = 50;
/// Largest number of rows of a page.
pub const MAX_LIMIT: u32 = 200;

/// A page of a list, and where the next one starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Send it as `cursor` to get the next page; null on the last page.
    pub next_cursor: Option<String>,
    /// The number of rows of the whole list; only if it was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// The number of rows of each state in the list as it is without a filter by states; only with
    /// `count=states`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<BTreeMap<String, i64>>,
    /// The status of the mail host, which says how old the use of space is; only in a list of
    /// mailboxes, with `include=mail_host`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_host: Option<MailHostStatus>,
}

impl<T> Page<T> {
    /// A page without counts.
    pub fn new(items: Vec<T>, next_cursor: Option<String>) -> Self {
        Self { items, next_cursor, total: None, counts: None, mail_host: None }
    }
}

/// The query of a list that is filtered, sorted and counted.
pub trait ListQuery {
    fn sort(&self) -> Option<&str>;
    fn cursor(&self) -> Option<&str>;
    fn limit(&self) -> Option<u32>;
    fn count(&self) -> Option<&str>;
    /// The same list, from another place on.
    #[must_use]
    fn at(self, cursor: Option<String>, limit: Option<u32>) -> Self;
}

/// The fields of a list's query stand in each of them: serde can either flatten a common struct or
/// deny unknown fields, not both.
macro_rules! list_query {
    ($query:ty) => {
        impl $crate::page::ListQuery for $query {
            fn sort(&self) -> Option<&str> {
                self.sort.as_deref()
            }

            fn cursor(&self) -> Option<&str> {
                self.cursor.as_deref()
            }

            fn limit(&self) -> Option<u32> {
                self.limit
            }

            fn count(&self) -> Option<&str> {
                self.count.as_deref()
            }

            fn at(self, cursor: Option<String>, limit: Option<u32>) -> Self {
                Self { cursor, limit, ..self }
            }
        }
    };
}
pub(crate) use list_query;

impl<T: Serialize + DeserializeOwned + Documented + 'static> ReplyBody for Page<T> {
    const NEXT_CURSOR: Option<fn(&Self) -> Option<&str>> = Some(|page| page.next_cursor.as_deref());
}

/// Written by hand, since the derived schema is named `Page_Mailbox` where a reader expects
/// `MailboxPage`.
#[cfg(feature = "openapi")]
mod schema {
    use std::borrow::Cow;

    use utoipa::openapi::schema::{AllOfBuilder, ArrayBuilder, ObjectBuilder, SchemaType, Type};
    use utoipa::openapi::{Ref, RefOr, Schema};
    use utoipa::{PartialSchema, ToSchema};

    use super::Page;
    use crate::mail_host::MailHostStatus;

    impl<T: ToSchema> PartialSchema for Page<T> {
        fn schema() -> RefOr<Schema> {
            let cursor = ObjectBuilder::new()
                .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
                .description(Some(
                    "Send it as `cursor` to get the next page; null on the last page.",
                ));
            let total = ObjectBuilder::new()
                .schema_type(Type::Integer)
                .description(Some("The number of rows of the whole list; only if it was counted."));
            let counts = ObjectBuilder::new()
                .additional_properties(Some(ObjectBuilder::new().schema_type(Type::Integer)))
                .description(Some(
                    "The number of rows of each state in the list as it is without a filter by \
                     states; only with `count=states`, where the list knows it.",
                ));
            let mail_host = AllOfBuilder::new()
                .item(Ref::from_schema_name(MailHostStatus::name()))
                .description(Some(
                    "The status of the mail host, which says how old the use of space is; only in a \
                     list of mailboxes, with `include=mail_host`.",
                ));
            let items = ArrayBuilder::new().items(Ref::from_schema_name(T::name()));
            let page = ObjectBuilder::new()
                .description(Some("A page of a list, and where the next one starts."))
                .property("items", items.build())
                .property("next_cursor", cursor.build())
                .property("total", total.build())
                .property("counts", counts.build())
                .property("mail_host", RefOr::T(Schema::AllOf(mail_host.build())))
                .required("items")
                .required("next_cursor");
            RefOr::T(Schema::from(page.build()))
        }
    }

    impl<T: ToSchema> ToSchema for Page<T> {
        fn name() -> Cow<'static, str> {
            Cow::Owned(format!("{}Page", T::name()))
        }

        fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
            schemas.push((T::name().into_owned(), T::schema()));
            T::schemas(schemas);
            schemas.push((MailHostStatus::name().into_owned(), MailHostStatus::schema()));
            MailHostStatus::schemas(schemas);
        }
    }
}

/// The parameters of a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct PageQuery {
    /// `next_cursor` of the previous page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
}
