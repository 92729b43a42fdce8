//! A sample of the names, by which it is guessed how many have a text in them.

use memchr::memmem::{self, Finder};
use memchr::{memchr, memchr_iter, memrchr};

use super::Filter;
use crate::bind::{Statement, Value};
use crate::engine::Connection;
use crate::error::StorageError;

/// One mailbox of this many is in the sample (`mailbox_sample`): those whose storage key, which is
/// random, begins so.
const SAMPLE_OF: usize = 1024;
const SAMPLED: &str = "substr(m.storage_key, 1, 3) < '004'";

/// What stands between two addresses: no address holds it.
const BETWEEN: u8 = b',';

/// The names of a list's domains that are in the sample.
#[derive(Debug)]
pub(super) struct Sample {
    /// As the index of the sample has them: to take the names out takes longer than to skip the rest.
    addresses: String,
}

impl Sample {
    pub async fn of(on: &mut impl Connection, filter: &Filter) -> Result<Self, StorageError> {
        let mut statement = Statement::default();
        // One value: a row of each would take as long to bring as to find.
        let together = if on.engine().is_sqlite() { "group_concat" } else { "string_agg" };
        statement.push("SELECT ").push(together).push("(m.address, ',') FROM mailbox m");
        statement.push(" WHERE m.domain_id IN ");
        statement.bind_list(filter.domains.iter().map(|id| Value::Id(*id)));
        statement.push(" AND ").push(SAMPLED);
        let found = statement.fetch_all::<(Option<String>,)>(on).await?;
        let addresses = found.into_iter().next().and_then(|(text,)| text).unwrap_or_default();
        Ok(Self { addresses })
    }

    /// How many names there are in all; of fewer than one in the sample it cannot tell.
    pub fn all(&self) -> usize {
        (memchr_iter(BETWEEN, self.addresses.as_bytes()).count() + 1) * SAMPLE_OF
    }

    /// How many of all names hold each of some texts, as far as the sample shows.
    pub fn seen(&self, texts: &[&str]) -> usize {
        let Some((first, others)) = texts.split_first() else { return self.all() };
        let first = Finder::new(first);
        let (mut left, mut seen) = (self.addresses.as_bytes(), 0);
        while let Some(place) = first.find(left) {
            let start = memrchr(BETWEEN, &left[..place]).map_or(0, |comma| comma + 1);
            let end = memchr(BETWEEN, &left[place..]).map_or(left.len(), |comma| place + comma);
            let address = &left[start..end];
            let name = &address[..memchr(b'@', address).unwrap_or_default()];
            // What was found may stand in the domain.
            let in_name = place - start < name.len();
            if in_name && others.iter().all(|text| memmem::find(name, text.as_bytes()).is_some()) {
                seen += SAMPLE_OF;
            }
            left = &left[end..];
        }
        seen
    }

    /// How many of all names hold a text, more or less: where the sample shows none it is fewer than
    /// one of it would stand for.
    pub fn holding(&self, text: &str) -> usize {
        self.seen(&[text]).max(SAMPLE_OF / 2)
    }
}

#[cfg(test)]
impl Sample {
    pub fn with<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let addresses = names.into_iter().map(|name| format!("{name}@pec.rossi.example.it"));
        Self { addresses: addresses.collect::<Vec<_>>().join(",") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_names_is_counted_once_each() {
        let sample = Sample::with(["lia.rossi", "rossi.rossi", "ada", "marco.rossi2"]);
        assert_eq!(sample.all(), 4 * SAMPLE_OF);
        assert_eq!(sample.seen(&["rossi"]), 3 * SAMPLE_OF);
        assert_eq!(sample.seen(&["rossi", "mar"]), SAMPLE_OF);
        assert_eq!(sample.seen(&["a", "ross"]), 2 * SAMPLE_OF);
        assert_eq!(sample.seen(&["ada"]), SAMPLE_OF);
        assert_eq!(sample.seen(&["pec"]), 0);
        assert_eq!(sample.seen(&["rossi2"]), SAMPLE_OF);
        assert_eq!(Sample::with([]).seen(&["a"]), 0);
    }
}
