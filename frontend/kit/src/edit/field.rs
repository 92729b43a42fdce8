//! One field of an edit form.

use leptos::prelude::*;
use sigillo_domain::FaultCode;

/// A field with the value that was read (`base`) and the person's input. `Input` is the type of the
/// control's content: the value itself for a choice, text for a typed value.
pub struct EditField<T: 'static, Input: 'static = T> {
    pub input: RwSignal<Input>,
    base: StoredValue<T>,
    chosen: StoredValue<bool>,
    format: fn(&T) -> Input,
    parse: fn(&Input) -> Result<T, FaultCode>,
}

impl<T, Input> Clone for EditField<T, Input> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, Input> Copy for EditField<T, Input> {}

/// How a field differs from its base: each side's new value, if that side changed it.
#[derive(Debug, PartialEq, Eq)]
pub struct ValueDifference<T> {
    pub before: T,
    pub theirs: Option<T>,
    pub mine: Option<T>,
}

impl<T, Input> EditField<T, Input>
where
    T: Clone + PartialEq + Send + Sync,
    Input: Clone + Send + Sync,
{
    pub fn new(
        base: T,
        format: fn(&T) -> Input,
        parse: fn(&Input) -> Result<T, FaultCode>,
    ) -> Self {
        Self {
            input: RwSignal::new(format(&base)),
            base: StoredValue::new(base),
            chosen: StoredValue::new(false),
            format,
            parse,
        }
    }

    pub fn base(self) -> T {
        self.base.get_value()
    }

    /// The parsed input.
    pub fn value(self) -> Result<T, FaultCode> {
        self.input.with_untracked(self.parse)
    }

    /// Whether the input differs from the base. Input that cannot be parsed counts as different.
    pub fn is_changed(self) -> bool {
        self.base.with_value(|base| self.value().as_ref() != Ok(base))
    }

    /// The new value; None if it equals the base.
    pub fn change(self) -> Result<Option<T>, FaultCode> {
        let value = self.value()?;
        Ok(Some(value).filter(|value| self.base.with_value(|base| value != base)))
    }

    /// Puts a value into the input, for a field that follows another one.
    pub fn set(self, value: &T) {
        self.input.set((self.format)(value));
    }

    /// Records that the person chose the input deliberately, so that a rebase keeps it even if it
    /// equals the base.
    pub fn mark_chosen(self) {
        self.chosen.set_value(true);
    }

    pub fn is_chosen(self) -> bool {
        self.chosen.get_value()
    }

    /// Continues from a newer base. Input that the person has not changed takes the newer value.
    pub fn rebase(self, newer: T) {
        if !self.is_changed() && !self.is_chosen() {
            self.set(&newer);
        }
        self.base.set_value(newer);
    }

    /// Starts again from a newer base and discards the person's input.
    pub fn reset(self, newer: T) {
        self.set(&newer);
        self.chosen.set_value(false);
        self.base.set_value(newer);
    }

    /// What somebody else and the person have changed; None if neither has.
    pub fn difference(self, newer: &T) -> Option<ValueDifference<T>> {
        let before = self.base();
        let theirs = Some(newer.clone()).filter(|newer| *newer != before);
        let mine = self.value().ok().filter(|mine| *mine != before);
        (theirs.is_some() || mine.is_some()).then_some(ValueDifference { before, theirs, mine })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::parse_integer;

    fn quota(base: i64) -> EditField<i64, String> {
        EditField::new(base, ToString::to_string, |text| parse_integer(text))
    }

    #[test]
    fn only_a_different_value_is_a_change() {
        let field = quota(1000);
        for (typed, changed, change) in [
            ("1000", false, Ok(None)),
            (" 1.000 ", false, Ok(None)),
            ("2000", true, Ok(Some(2000))),
            ("", true, Err(FaultCode::Required)),
            ("1,5", true, Err(FaultCode::OutOfRange)),
        ] {
            field.input.set(typed.to_owned());
            assert_eq!((field.is_changed(), field.change()), (changed, change), "{typed:?}");
        }
    }

    #[test]
    fn a_rebase_keeps_typed_input_and_updates_untouched_fields() {
        let (typed, left) = (quota(1000), quota(1000));
        typed.input.set("2000".to_owned());
        typed.rebase(1500);
        left.rebase(1500);
        assert_eq!((typed.value(), typed.base()), (Ok(2000), 1500));
        assert_eq!((left.value(), left.is_changed()), (Ok(1500), false));
    }

    #[test]
    fn a_rebase_keeps_input_that_cannot_be_parsed() {
        let field = quota(1000);
        field.input.set("molti".to_owned());
        field.rebase(1500);
        assert_eq!(field.input.get_untracked(), "molti");
    }

    #[test]
    fn a_chosen_base_value_survives_a_rebase_but_not_a_reset() {
        let field = quota(1000);
        field.mark_chosen();
        field.rebase(1500);
        assert_eq!(field.change(), Ok(Some(1000)));
        field.reset(1500);
        assert_eq!((field.value(), field.is_chosen()), (Ok(1500), false));
    }

    #[test]
    fn a_difference_shows_who_changed_what() {
        let field = quota(1000);
        assert_eq!(field.difference(&1000), None);
        let theirs = ValueDifference { before: 1000, theirs: Some(1500), mine: None };
        assert_eq!(field.difference(&1500), Some(theirs));
        field.input.set("2000".to_owned());
        let both = ValueDifference { before: 1000, theirs: Some(1500), mine: Some(2000) };
        assert_eq!(field.difference(&1500), Some(both));
        let mine = ValueDifference { before: 1000, theirs: None, mine: Some(2000) };
        assert_eq!(field.difference(&1000), Some(mine));
    }
}
