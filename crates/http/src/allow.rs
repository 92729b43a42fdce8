//! The methods that a path of the API takes, for `Allow`.

use sigillo_contract::operations;

/// Paths that are read and belong to no operation.
const READ_ONLY: [&str; 4] =
    ["/api/openapi.json", "/api/docs", "/api/problems", "/api/problems/{id}"];

/// The value of `Allow`; None if the API has no such path.
pub(crate) fn methods_of(path: &str) -> Option<String> {
    let of_operations = operations::ALL.iter().map(|spec| (spec.path, spec.method.as_str()));
    let all: Vec<_> = of_operations.chain(READ_ONLY.iter().map(|path| (*path, "GET"))).collect();
    // A path without an id is not one of those with an id that would match it too.
    let is_literal = all.iter().any(|(template, _)| *template == path);
    let fits = |template: &str| if is_literal { template == path } else { matches(template, path) };
    let mut methods = vec![];
    for (_, method) in all.iter().filter(|(template, _)| fits(template)) {
        methods.push(*method);
        if *method == "GET" {
            methods.push("HEAD");
        }
    }
    (!methods.is_empty()).then(|| methods.join(", "))
}

fn matches(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some("{id}"), Some(id)) if !id.is_empty() => {}
            (Some(want), Some(give)) if want == give => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_the_methods_of_its_own_operations() {
        assert_eq!(methods_of("/api/v1/mailboxes").as_deref(), Some("GET, HEAD, POST"));
        assert_eq!(methods_of("/api/v1/mailboxes/export").as_deref(), Some("GET, HEAD, POST"));
        assert_eq!(methods_of("/api/v1/mailboxes/x").as_deref(), Some("GET, HEAD, PATCH, DELETE"));
        assert_eq!(methods_of("/api/problems/stale").as_deref(), Some("GET, HEAD"));
        for nothing in ["/api/v1/mailboxes/", "/api/v1", "/api/v1/mailboxes/x/y"] {
            assert_eq!(methods_of(nothing), None, "{nothing}");
        }
    }
}
