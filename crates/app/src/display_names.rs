//! The names of the people behind the user names that records keep.

use sigillo_contract::access_log::AccessRecord;
use sigillo_contract::activity::ActivityRecord;
use sigillo_contract::export_record::ExportRecord;
use sigillo_contract::history::{HistoryActor, HistoryRecord, Note};
use sigillo_contract::job::Job;
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::history::ActorKind;
use sigillo_domain::mailbox_list::Listed;
use sigillo_storage::{Connection, StorageError, accounts};

/// A user name, and the place for the name of its account.
type Place<'a> = (&'a str, &'a mut Option<String>);

/// What the API shows with the names of people.
pub(crate) trait NamesPeople {
    fn places(&mut self) -> Vec<Place<'_>>;
}

impl NamesPeople for HistoryActor {
    fn places(&mut self) -> Vec<Place<'_>> {
        match self.kind {
            ActorKind::Operator | ActorKind::Postmaster | ActorKind::Assistant => {
                vec![(&self.name, &mut self.display_name)]
            }
            ActorKind::MailboxUser | ActorKind::Holder | ActorKind::System => vec![],
        }
    }
}

impl NamesPeople for HistoryRecord {
    fn places(&mut self) -> Vec<Place<'_>> {
        self.actor.places()
    }
}

impl NamesPeople for ActivityRecord {
    fn places(&mut self) -> Vec<Place<'_>> {
        self.record.places()
    }
}

impl NamesPeople for AccessRecord {
    fn places(&mut self) -> Vec<Place<'_>> {
        self.actor.places()
    }
}

impl NamesPeople for ExportRecord {
    fn places(&mut self) -> Vec<Place<'_>> {
        self.actor.places()
    }
}

impl NamesPeople for Note {
    fn places(&mut self) -> Vec<Place<'_>> {
        vec![(&self.author, &mut self.author_display_name)]
    }
}

impl NamesPeople for Job {
    fn places(&mut self) -> Vec<Place<'_>> {
        let run_by = self.run_by.as_deref().map(|name| (name, &mut self.run_by_display_name));
        let created_by = (self.created_by.as_str(), &mut self.created_by_display_name);
        std::iter::once(created_by).chain(run_by).collect()
    }
}

impl NamesPeople for Mailbox {
    fn places(&mut self) -> Vec<Place<'_>> {
        vec![
            (&self.created_by, &mut self.created_by_display_name),
            (&self.managed_by, &mut self.managed_by_display_name),
        ]
    }
}

impl NamesPeople for Listed {
    fn places(&mut self) -> Vec<Place<'_>> {
        vec![(&self.created_by, &mut self.created_by_display_name)]
    }
}

/// Fills in the names of people, with one statement for all of them.
pub(crate) async fn fill(
    on: &mut impl Connection,
    shown: &mut [impl NamesPeople],
) -> Result<(), StorageError> {
    let mut places: Vec<_> = shown.iter_mut().flat_map(NamesPeople::places).collect();
    let mut usernames: Vec<_> = places.iter().map(|(name, _)| (*name).to_owned()).collect();
    usernames.sort_unstable();
    usernames.dedup();
    if usernames.is_empty() {
        return Ok(());
    }
    let names = accounts::display_names(on, usernames).await?;
    for (username, place) in &mut places {
        **place = names.get(*username).cloned();
    }
    Ok(())
}
