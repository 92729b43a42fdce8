use std::error::Error;

/// The last error in the chain of causes: the ones before it add nothing that people do not know.
pub(crate) fn root_cause(error: &dyn Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
