//! A sample of the names, or of the e-mails, from which the number of hits of a search is estimated.

use memchr::memmem::{self, Finder};
use memchr::{memchr, memchr_iter, memrchr};

use super::Filter;
use super::texts::{POSTGRES_EMAIL, SQLITE_EMAIL};
use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;

/// One mailbox in this many is in the sample (the index `mailbox_sample`): those whose storage key,
/// which is random, begins below `004`.
const SAMPLE_OF: usize = 1024;
const SAMPLED: &str = "substr(m.storage_key, 1, 3) < '004'";

/// Separates two addresses; no address contains it.
const BETWEEN: u8 = b',';

/// The sampled names, or e-mails, of the domains of a list.
#[derive(Debug)]
pub(super) struct Sample {
    /// Whole addresses, as they are in the index of the sample: extracting the names takes longer
    /// than skipping the domains.
    addresses: String,
    /// Whether only what is before the `@` counts.
    names_only: bool,
}

impl Sample {
    /// The names.
    pub async fn of(on: &mut impl Connection, filter: &Filter) -> Result<Self, StorageError> {
        let addresses = Self::read(on, filter, "m.address", "mailbox_sample").await?;
        Ok(Self { addresses, names_only: true })
    }

    /// The communication e-mails, in lower case.
    pub async fn of_emails(
        on: &mut impl Connection,
        filter: &Filter,
    ) -> Result<Self, StorageError> {
        let email = if on.engine().is_sqlite() { SQLITE_EMAIL } else { POSTGRES_EMAIL };
        let addresses = Self::read(on, filter, email, "mailbox_email_sample").await?;
        Ok(Self { addresses, names_only: false })
    }

    async fn read(
        on: &mut impl Connection,
        filter: &Filter,
        text: &'static str,
        index: &'static str,
    ) -> Result<String, StorageError> {
        let mut statement = Statement::default();
        // The addresses are fetched as one value, because transferring them as rows would take as
        // long as finding them.
        let together = if on.engine().is_sqlite() { "group_concat" } else { "string_agg" };
        statement.push("SELECT ").push(together).push("(").push(text).push(", ',') FROM mailbox m");
        if on.engine().is_sqlite() {
            // Both samples have an index, and SQLite may choose the one without the text.
            statement.push(" INDEXED BY ").push(index);
        }
        statement.push(" WHERE m.domain_id IN ");
        statement.bind_list(filter.domains.iter().map(|id| Value::id(*id)));
        statement.push(" AND ").push(SAMPLED);
        let found = statement.fetch_all::<(Option<String>,)>(on).await?;
        Ok(found.into_iter().next().and_then(|(text,)| text).unwrap_or_default())
    }

    /// Estimated number of names in all. It is never below the number that one sampled name stands
    /// for.
    pub fn all(&self) -> usize {
        (memchr_iter(BETWEEN, self.addresses.as_bytes()).count() + 1) * SAMPLE_OF
    }

    /// Estimated number of names that contain all of these texts; 0 if no sampled name does.
    pub fn seen(&self, texts: &[&str]) -> usize {
        let Some((first, others)) = texts.split_first() else { return self.all() };
        let first = Finder::new(first);
        let (mut left, mut seen) = (self.addresses.as_bytes(), 0);
        while let Some(place) = first.find(left) {
            let start = memrchr(BETWEEN, &left[..place]).map_or(0, |comma| comma + 1);
            let end = memchr(BETWEEN, &left[place..]).map_or(left.len(), |comma| place + comma);
            let address = &left[start..end];
            let end_of_name = memchr(b'@', address).filter(|_| self.names_only);
            let name = &address[..end_of_name.unwrap_or(address.len())];
            // The text may have been found in the domain part, which does not count.
            let in_name = place - start < name.len();
            if in_name && others.iter().all(|text| memmem::find(name, text.as_bytes()).is_some()) {
                seen += SAMPLE_OF;
            }
            left = &left[end..];
        }
        seen
    }

    /// Estimated number of names that contain a text. If no sampled name does, the estimate is half
    /// of what one sampled name stands for.
    pub fn holding(&self, text: &str) -> usize {
        self.seen(&[text]).max(SAMPLE_OF / 2)
    }
}

#[cfg(test)]
impl Sample {
    pub fn with<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let addresses = names.into_iter().map(|name| format!("{name}@pec.rossi.example.it"));
        Self { addresses: addresses.collect::<Vec<_>>().join(","), names_only: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_that_contains_the_texts_counts_once() {
        let sample = Sample::with(["lia.rossi", "rossi.rossi", "ada", "marco.rossi2"]);
        assert_eq!(sample.all(), 4 * SAMPLE_OF);
        assert_eq!(sample.seen(&["rossi"]), 3 * SAMPLE_OF);
        assert_eq!(sample.seen(&["rossi", "mar"]), SAMPLE_OF);
        assert_eq!(sample.seen(&["a", "ross"]), 2 * SAMPLE_OF);
        assert_eq!(sample.seen(&["ada"]), SAMPLE_OF);
        assert_eq!(sample.seen(&["pec"]), 0);
        assert_eq!(sample.seen(&["rossi2"]), SAMPLE_OF);
        assert_eq!(Sample::with([]).seen(&["a"]), 0);
        let emails = Sample { names_only: false, ..sample };
        assert_eq!(emails.seen(&["pec.rossi"]), 4 * SAMPLE_OF);
        assert_eq!(emails.seen(&["a@pec"]), SAMPLE_OF);
    }
}
