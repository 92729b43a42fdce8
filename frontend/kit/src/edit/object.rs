//! An object that is being edited: its fields, and the conflict with a newer version.

use std::future::Future;
use std::sync::Arc;

use leptos::prelude::*;
use sigillo_domain::{Fault, FaultCode, Faults};

use super::EditField;
use crate::api::{ApiError, Change};
use crate::components::{Difference, Form};

/// The description of a field of the object `M`, whose changes are sent in the patch `P`.
pub struct FieldSpec<M, P, T, Input = T> {
    /// The JSON pointer of the field in the request.
    pub pointer: &'static str,
    /// The field's name in the comparison after a conflict.
    pub label: fn() -> &'static str,
    pub read: fn(&M) -> T,
    pub write: fn(&mut P, T),
    /// The value as text, for the comparison.
    pub words: fn(&T) -> String,
    pub format: fn(&T) -> Input,
    pub parse: fn(&Input) -> Result<T, FaultCode>,
}

impl<M, P, T: Clone> FieldSpec<M, P, T> {
    /// A field whose control holds the value itself.
    pub fn choice(
        pointer: &'static str,
        label: fn() -> &'static str,
        read: fn(&M) -> T,
        write: fn(&mut P, T),
        words: fn(&T) -> String,
    ) -> Self {
        let parse = |input: &T| Ok(input.clone());
        Self { pointer, label, read, write, words, format: T::clone, parse }
    }
}

/// The fields that a request sends; an object can have several forms with different fields.
#[derive(Clone, Copy)]
pub enum Part {
    Whole,
    Fields(&'static [&'static str]),
}

impl Part {
    fn has(self, pointer: &str) -> bool {
        match self {
            Part::Whole => true,
            Part::Fields(pointers) => pointers.contains(&pointer),
        }
    }
}

/// The operations of an [`Edit`] on each field, whatever its type.
pub trait FormField<M, P>: Send + Sync {
    fn pointer(&self) -> &'static str;
    fn is_changed(&self) -> bool;
    /// Writes the value to the patch if it was changed.
    fn write_change(&self, patch: &mut P) -> Result<(), FaultCode>;
    fn write_value(&self, patch: &mut P) -> Result<(), FaultCode>;
    fn rebase(&self, newer: &M);
    fn reset(&self, newer: &M);
    /// The changes of either side; the person's change only if it is sent.
    fn differences(&self, newer: &M, is_sent: bool) -> Vec<Difference>;
}

struct Bound<M, P, T: 'static, Input: 'static> {
    field: EditField<T, Input>,
    spec: FieldSpec<M, P, T, Input>,
}

impl<M, P, T, Input> FormField<M, P> for Bound<M, P, T, Input>
where
    T: Clone + PartialEq + Send + Sync,
    Input: Clone + Send + Sync,
{
    fn pointer(&self) -> &'static str {
        self.spec.pointer
    }

    fn is_changed(&self) -> bool {
        self.field.is_changed()
    }

    fn write_change(&self, patch: &mut P) -> Result<(), FaultCode> {
        if let Some(value) = self.field.change()? {
            (self.spec.write)(patch, value);
        }
        Ok(())
    }

    fn write_value(&self, patch: &mut P) -> Result<(), FaultCode> {
        (self.spec.write)(patch, self.field.value()?);
        Ok(())
    }

    fn rebase(&self, newer: &M) {
        self.field.rebase((self.spec.read)(newer));
    }

    fn reset(&self, newer: &M) {
        self.field.reset((self.spec.read)(newer));
    }

    fn differences(&self, newer: &M, is_sent: bool) -> Vec<Difference> {
        let found = self.field.difference(&(self.spec.read)(newer));
        let difference = found.and_then(|found| {
            let mine = found.mine.filter(|_| is_sent);
            let label = self.spec.label.into();
            Difference::of(label, found.before, found.theirs, mine, self.spec.words)
        });
        difference.into_iter().collect()
    }
}

/// The newer version of an object, found when a change was refused because of it.
#[derive(Clone)]
pub struct Conflict<M> {
    pub newer: M,
    /// A text that names who made the newer version, in place of the general one, if that is known.
    pub text: Option<TextProp>,
    /// Whether the newer version can still be changed.
    pub is_editable: bool,
}

impl<M> From<M> for Conflict<M> {
    fn from(newer: M) -> Self {
        Self { newer, text: None, is_editable: true }
    }
}

/// A conflict that the person has not resolved yet.
#[derive(Clone)]
pub struct PendingConflict<M> {
    pub conflict: Conflict<M>,
    part: Part,
    redo: Callback<()>,
    form: Form,
}

/// An object `M` that is being edited.
pub struct Edit<M: 'static, P: 'static> {
    base: RwSignal<M>,
    fields: StoredValue<Vec<Arc<dyn FormField<M, P>>>>,
    conflict: RwSignal<Option<PendingConflict<M>>>,
}

impl<M, P> Clone for Edit<M, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, P> Copy for Edit<M, P> {}

impl<M, P> Edit<M, P>
where
    M: Clone + Send + Sync,
    P: Default,
{
    pub fn of(object: M) -> Self {
        Self {
            base: RwSignal::new(object),
            fields: StoredValue::new(vec![]),
            conflict: RwSignal::new(None),
        }
    }

    /// Adds the field that `spec` describes.
    pub fn field<T, Input>(self, spec: FieldSpec<M, P, T, Input>) -> EditField<T, Input>
    where
        T: Clone + PartialEq + Send + Sync,
        Input: Clone + Send + Sync,
    {
        let base = self.base.with_untracked(spec.read);
        let field = EditField::new(base, spec.format, spec.parse);
        self.add(Bound { field, spec });
        field
    }

    /// Adds a field with its own implementation of [`FormField`].
    pub fn add(self, field: impl FormField<M, P> + 'static) {
        self.fields.update_value(|fields| fields.push(Arc::new(field)));
    }

    /// The object as it was last read.
    pub fn base(self) -> M {
        self.base.get_untracked()
    }

    /// Reads the base and tracks it, so that a view is updated when it changes.
    pub fn with_base<R>(self, read: impl FnOnce(&M) -> R) -> R {
        self.base.with(read)
    }

    fn each(self, mut visit: impl FnMut(&dyn FormField<M, P>)) {
        self.fields.with_value(|fields| fields.iter().for_each(|field| visit(&**field)));
    }

    /// Whether any field of the part was changed.
    pub fn has_changes(self, part: Part) -> bool {
        let mut found = false;
        self.each(|field| found |= part.has(field.pointer()) && field.is_changed());
        found
    }

    /// The changed fields of the part. Input that cannot be parsed is added to `faults`.
    pub fn changes(self, part: Part, faults: &mut Faults) -> P {
        let mut patch = P::default();
        self.each(|field| {
            if part.has(field.pointer()) {
                faults.check(field.pointer(), field.write_change(&mut patch));
            }
        });
        patch
    }

    /// The patch with the changed fields only.
    pub fn patch(self) -> Result<P, Vec<Fault>> {
        let mut faults = Faults::default();
        let patch = self.changes(Part::Whole, &mut faults);
        faults.result(Some(patch))
    }

    /// The values of all fields, changed or not, for a new object.
    pub fn values(self, faults: &mut Faults) -> P {
        let mut patch = P::default();
        self.each(|field| {
            faults.check(field.pointer(), field.write_value(&mut patch));
        });
        patch
    }

    /// Continues from a newer version. Fields that the person has not changed take its values.
    pub fn rebase(self, newer: M) {
        self.each(|field| field.rebase(&newer));
        self.base.set(newer);
    }

    /// Starts again from a newer version and discards the person's changes.
    pub fn reset(self, newer: M) {
        self.each(|field| field.reset(&newer));
        self.base.set(newer);
    }

    fn differences(self, newer: &M, part: Part) -> Vec<Difference> {
        let mut found = vec![];
        self.each(|field| found.extend(field.differences(newer, part.has(field.pointer()))));
        found
    }

    /// Sends the changes of a part. If somebody else has changed the object meanwhile, the person
    /// decides whether `redo` applies the changes to the newer version.
    pub fn send<R: 'static, C: Into<Conflict<M>> + 'static>(
        self,
        form: Form,
        part: Part,
        work: impl Future<Output = Result<Change<R, C>, ApiError>> + 'static,
        redo: Callback<()>,
        done: impl FnOnce(R) + 'static,
    ) {
        self.send_or(form, part, work, redo, done, move |error| form.show_failure(error));
    }

    /// Sends the changes of a part as [`Edit::send`] does; `failed` shows why the server refused them.
    pub fn send_or<R: 'static, C: Into<Conflict<M>> + 'static>(
        self,
        form: Form,
        part: Part,
        work: impl Future<Output = Result<Change<R, C>, ApiError>> + 'static,
        redo: Callback<()>,
        done: impl FnOnce(R) + 'static,
        failed: impl FnOnce(ApiError) + 'static,
    ) {
        form.send_unsaved(work, move |outcome| match outcome {
            Ok(Change::Made(reply)) => {
                form.mark_saved();
                done(reply);
            }
            Ok(Change::Conflict(conflict)) => {
                let conflict = conflict.into();
                self.conflict.set(Some(PendingConflict { conflict, part, redo, form }));
            }
            Err(error) => failed(error),
        });
    }

    /// The unresolved conflict, with the changes of either side.
    pub fn pending_conflict(self) -> Option<(PendingConflict<M>, Vec<Difference>)> {
        let pending = self.conflict.get()?;
        let differences = self.differences(&pending.conflict.newer, pending.part);
        Some((pending, differences))
    }

    /// Applies the change to the newer version.
    pub fn redo(self) {
        if let Some(pending) = self.take_conflict() {
            self.rebase(pending.conflict.newer);
            pending.redo.run(());
        }
    }

    /// Discards the change and takes the newer version.
    pub fn drop_changes(self) {
        if let Some(pending) = self.take_conflict() {
            self.reset(pending.conflict.newer);
            pending.form.mark_saved();
        }
    }

    fn take_conflict(self) -> Option<PendingConflict<M>> {
        self.conflict.try_update(Option::take).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone)]
    struct Room {
        name: String,
        seats: i64,
    }

    #[derive(Debug, Default, PartialEq)]
    struct RoomPatch {
        name: Option<String>,
        seats: Option<i64>,
    }

    struct RoomEdit {
        edit: Edit<Room, RoomPatch>,
        name: EditField<String>,
        seats: EditField<i64, String>,
    }

    fn room(name: &str, seats: i64) -> Room {
        Room { name: name.to_owned(), seats }
    }

    fn edit() -> RoomEdit {
        let edit = Edit::of(room("Blue", 10));
        let name = edit.field(FieldSpec::choice(
            "/name",
            || "Name",
            |room: &Room| room.name.clone(),
            |patch: &mut RoomPatch, name| patch.name = Some(name),
            String::clone,
        ));
        let seats = edit.field(FieldSpec {
            pointer: "/seats",
            label: || "Seats",
            read: |room| room.seats,
            write: |patch, seats| patch.seats = Some(seats),
            words: |seats| format!("{seats} seats"),
            format: |seats| seats.to_string(),
            parse: |text: &String| text.parse().map_err(|_| FaultCode::OutOfRange),
        });
        RoomEdit { edit, name, seats }
    }

    fn words(differences: &[Difference]) -> Vec<String> {
        let text = |text: &Option<TextProp>| text.as_ref().map_or("-".into(), TextProp::get);
        let line = |d: &Difference| {
            format!("{}: {} {} {}", d.field.get(), d.before.get(), text(&d.theirs), text(&d.mine))
        };
        differences.iter().map(line).collect()
    }

    #[test]
    fn a_patch_contains_only_changed_fields() {
        let RoomEdit { edit, name, seats } = edit();
        assert_eq!(edit.patch(), Ok(RoomPatch::default()));
        assert!(!edit.has_changes(Part::Whole));
        seats.input.set("12".to_owned());
        assert_eq!(edit.patch(), Ok(RoomPatch { name: None, seats: Some(12) }));
        assert!(edit.has_changes(Part::Whole) && !edit.has_changes(Part::Fields(&["/name"])));
        name.input.set("Red".to_owned());
        let mut faults = Faults::default();
        let part = edit.changes(Part::Fields(&["/name"]), &mut faults);
        assert_eq!(part, RoomPatch { name: Some("Red".to_owned()), seats: None });
        assert!(faults.is_empty());
    }

    #[test]
    fn input_that_cannot_be_parsed_is_a_fault_of_its_field() {
        let RoomEdit { edit, seats, .. } = edit();
        seats.input.set("many".to_owned());
        assert_eq!(edit.patch(), Err(vec![Fault::new("/seats", FaultCode::OutOfRange)]));
    }

    #[test]
    fn a_new_object_is_sent_with_all_values() {
        let RoomEdit { edit, .. } = edit();
        let all = RoomPatch { name: Some("Blue".to_owned()), seats: Some(10) };
        assert_eq!(edit.values(&mut Faults::default()), all);
    }

    #[test]
    fn a_rebase_after_a_conflict_keeps_both_changes() {
        let RoomEdit { edit, name, seats } = edit();
        seats.input.set("12".to_owned());
        let newer = room("Green", 11);
        let found = words(&edit.differences(&newer, Part::Whole));
        assert_eq!(found, ["Name: Blue Green -", "Seats: 10 seats 11 seats 12 seats"]);
        edit.rebase(newer);
        assert_eq!(name.value(), Ok("Green".to_owned()));
        assert_eq!(edit.patch(), Ok(RoomPatch { name: None, seats: Some(12) }));
    }

    #[test]
    fn a_reset_after_a_conflict_discards_the_persons_change() {
        let RoomEdit { edit, seats, .. } = edit();
        seats.input.set("12".to_owned());
        edit.reset(room("Green", 11));
        assert_eq!((edit.base().name.as_str(), seats.value()), ("Green", Ok(11)));
        assert_eq!(edit.patch(), Ok(RoomPatch::default()));
    }

    #[test]
    fn changes_of_another_form_are_not_compared() {
        let RoomEdit { edit, seats, .. } = edit();
        seats.input.set("12".to_owned());
        let found = edit.differences(&room("Green", 10), Part::Fields(&["/name"]));
        assert_eq!(words(&found), ["Name: Blue Green -"]);
    }
}
