//! An account that is being edited. Three forms each change their own fields: name and grants,
//! whether it may sign in, and a new password.

use leptos::prelude::*;
use sigillo_contract::account::{Account, AccountPatch};
use sigillo_contract::operations::{GetAccount, UpdateAccount};
use sigillo_domain::account::{AccountState, parse_display_name};
use sigillo_kit::edit::{Edit, EditField, FieldSpec, Part};

use super::grants::{GRANTS, GrantsField, fault_at_row};
use crate::api::{self, Change};
use crate::components::Form;
use crate::i18n::{t, texts};
use crate::session;

const DISPLAY_NAME: &str = "/display_name";
const STATE: &str = "/state";
pub const PASSWORD: &str = "/password";

/// The fields of each form.
pub const DATA_FORM: Part = Part::Fields(&[DISPLAY_NAME, GRANTS]);
pub const STATE_FORM: Part = Part::Fields(&[STATE]);
pub const PASSWORD_FORM: Part = Part::Fields(&[PASSWORD]);

#[derive(Clone, Copy)]
pub struct AccountEdit {
    pub edit: Edit<Account, AccountPatch>,
    pub display_name: EditField<String>,
    pub state: EditField<AccountState>,
    /// Empty unless a new password is being set.
    pub password: EditField<String>,
    pub grants: GrantsField,
}

impl AccountEdit {
    pub fn of(account: Account) -> Self {
        let grants = GrantsField::of(&account.grants);
        let edit = Edit::of(account);
        let display_name = edit.field(FieldSpec {
            pointer: DISPLAY_NAME,
            label: t!(accounts.display_name),
            read: |account: &Account| account.display_name.clone(),
            write: |patch: &mut AccountPatch, name| patch.display_name = Some(name),
            words: String::clone,
            format: String::clone,
            parse: |input: &String| parse_display_name(input),
        });
        let state = edit.field(FieldSpec::choice(
            STATE,
            t!(accounts.state),
            |account: &Account| account.state,
            |patch, state| patch.state = Some(state),
            |state| texts().words().account_state(*state).to_owned(),
        ));
        let password = edit.field(FieldSpec::choice(
            PASSWORD,
            t!(session.password),
            |_| String::new(),
            |patch: &mut AccountPatch, password| patch.password = Some(password),
            |password: &String| {
                let t = texts().accounts();
                if password.is_empty() { t.not_shown() } else { t.a_new_one() }.to_owned()
            },
        ));
        edit.add(grants);
        Self { edit, display_name, state, password, grants }
    }

    pub fn is_own(self) -> bool {
        let own = session::me().map(|me| me.account.id);
        own == Some(self.edit.base().id)
    }

    /// Sends the patch of one of the forms; `redo` applies it to the newer version after a
    /// conflict.
    pub fn send(
        self,
        form: Form,
        part: Part,
        patch: AccountPatch,
        redo: Callback<()>,
        done: impl FnOnce(&Account) + 'static,
    ) {
        let Account { id, version, .. } = self.edit.base();
        let is_own = self.is_own();
        let work = async move {
            let change = api::change::<UpdateAccount, GetAccount>(id, &patch, version).await;
            let grants = patch.grants.unwrap_or_default();
            let change = change.map_err(|error| fault_at_row(error, &grants))?;
            if is_own && matches!(change, Change::Made(_)) {
                // A failure is ignored: only the name in the header depends on this.
                let _ = session::load_me().await;
            }
            Ok(change)
        };
        self.edit.send(form, part, work, redo, move |saved| {
            done(&saved);
            self.edit.rebase(saved);
        });
    }
}
