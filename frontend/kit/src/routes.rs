//! The addresses of an app's pages. Each is written once, in the enum that
//! [`routes!`](crate::routes!) makes; links, menus, redirects and the choice of the page all use
//! that enum.

use std::fmt;

use uuid::Uuid;

/// Declares the routes of an app. Each has a template, in which `{id}` stands for the id that the
/// variant carries. If a path matches two templates, the first one wins.
///
/// ```
/// use sigillo_domain::id::MailboxId;
///
/// sigillo_kit::routes! {
///     pub enum Route {
///         Home = "/",
///         NewBox = "/boxes/new",
///         Box(id: MailboxId) = "/boxes/{id}",
///     }
/// }
/// assert_eq!(Route::parse("/boxes/new"), Some(Route::NewBox));
/// ```
#[macro_export]
macro_rules! routes {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($route:ident $(($id:ident: $type:ty))? = $template:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $vis enum $name { $($route $(($type))?,)* }

        impl $name {
            /// The route of a path; None if the app has no such page.
            $vis fn parse(path: &str) -> Option<Self> {
                $(if let Some(_id) = $crate::routes::match_path($template, path) {
                    return Some(Self::$route $((<$type>::from($crate::routes!(@value $id _id))))?);
                })*
                None
            }

            /// The address of the page, for a link.
            $vis fn href(self) -> String {
                self.to_string()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$route $(($id))? => $crate::routes::write_path(
                        f, $template, $crate::routes!(@option $($id)?),
                    ),)*
                }
            }
        }

        impl From<$name> for String {
            fn from(route: $name) -> Self {
                route.to_string()
            }
        }
    };
    (@value $id:ident $value:ident) => { $value };
    (@option) => { None };
    (@option $id:ident) => { Some((*$id).into()) };
}

/// The panel's root path on the server, for links from the other app.
pub const PANEL_ROOT: &str = "/";

/// The segment that stands for an id in a template.
const ID: &str = "{id}";

/// Matches a path with a template. Returns the id in the path (nil if the template has none), or
/// None if the path does not match. A segment that is not an id is read as the nil id: no object
/// has it, so the server answers "not found".
pub fn match_path(template: &str, path: &str) -> Option<Uuid> {
    let mut wanted = segments(template);
    let mut given = segments(path);
    let mut id = Uuid::nil();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(id),
            (Some(ID), Some(segment)) => id = segment.parse().unwrap_or_default(),
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return None,
        }
    }
}

/// Writes a template with the id in its place.
pub fn write_path(f: &mut fmt::Formatter<'_>, template: &str, id: Option<Uuid>) -> fmt::Result {
    match (template.split_once(ID), id) {
        (Some((before, after)), Some(id)) => write!(f, "{before}{id}{after}"),
        _ => f.write_str(template),
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// The path with `pairs` as its query; empty values are left out.
pub fn with_query(path: impl fmt::Display, pairs: &[(&str, &str)]) -> String {
    let filled: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    let query = serde_urlencoded::to_string(filled).unwrap_or_default();
    if query.is_empty() { path.to_string() } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_matches_its_template_with_or_without_outer_slashes() {
        let id = Uuid::from_u128(7);
        assert_eq!(match_path("/boxes/{id}/edit", &format!("/boxes/{id}/edit")), Some(id));
        assert_eq!(match_path("/boxes", "/boxes/"), Some(Uuid::nil()));
        assert_eq!(match_path("/", ""), Some(Uuid::nil()));
        assert_eq!(match_path("/boxes", "/boxes/new"), None);
        assert_eq!(match_path("/boxes/{id}", "/boxes"), None);
        assert_eq!(match_path("/boxes/{id}/edit", "/boxes/7/delete"), None);
    }

    #[test]
    fn an_invalid_id_is_read_as_the_nil_id() {
        assert_eq!(match_path("/boxes/{id}", "/boxes/seven"), Some(Uuid::nil()));
    }

    #[test]
    fn a_query_omits_empty_values() {
        assert_eq!(with_query("/boxes", &[("q", ""), ("of", "a b&c")]), "/boxes?of=a+b%26c");
        assert_eq!(with_query("/boxes", &[("q", "")]), "/boxes");
    }
}
