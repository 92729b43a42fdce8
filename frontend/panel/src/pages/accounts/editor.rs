//! An account as it was read, what is being changed of it, and the change that came too late.

use std::collections::BTreeSet;

use leptos::prelude::*;
use sigillo_contract::account::{Account, AccountPatch};
use sigillo_contract::operations::{GetAccount, UpdateAccount};

use super::grants::{GrantDraft, Grants, at_rows, that_count, told};
use crate::api::{self, Change};
use crate::components::{Difference, EditConflict, Form};
use crate::i18n::{t, texts};
use crate::session;

#[derive(Clone, Copy)]
pub struct Editor {
    /// What the changes are made to.
    pub base: RwSignal<Account>,
    pub name: RwSignal<String>,
    pub grants: GrantDraft,
    late: RwSignal<Option<Late>>,
}

/// A change that came too late.
#[derive(Clone)]
struct Late {
    newer: Account,
    asked: AccountPatch,
    redo: Callback<()>,
}

impl Editor {
    pub fn of(account: Account) -> Self {
        Self {
            name: RwSignal::new(account.display_name.clone()),
            grants: GrantDraft::of(&account.grants),
            base: RwSignal::new(account),
            late: RwSignal::new(None),
        }
    }

    pub fn is_own(self) -> bool {
        let own = session::me().map(|me| me.account.id);
        self.base.with_untracked(|account| own == Some(account.id))
    }

    /// Sends a change. One that came too late is shown, and `redo` makes it again.
    pub fn send(
        self,
        form: Form,
        patch: AccountPatch,
        redo: Callback<()>,
        done: impl FnOnce(&Account) + 'static,
    ) {
        let account = self.base.get_untracked();
        let (asked, own) = (patch.clone(), self.is_own());
        let work = async move {
            let (id, version) = (account.id, account.version);
            let change = api::change::<UpdateAccount, GetAccount>(id, &patch, version).await?;
            if own && matches!(change, Change::Made(_)) {
                // Only the name in the head of the page hangs on it.
                let _ = session::load_me().await;
            }
            Ok(change)
        };
        form.send(work, move |outcome| match outcome {
            Ok(Change::Made(saved)) => {
                self.base.set(saved.clone());
                done(&saved);
            }
            Ok(Change::Conflict(newer)) => self.late.set(Some(Late { newer, asked, redo })),
            Err(error) => {
                form.show_failure(at_rows(error, asked.grants.as_deref().unwrap_or_default()));
            }
        });
    }

    /// Puts what the person typed over a newer account: what they did not touch follows it.
    fn rebase(self, newer: Account) {
        let base = self.base.get_untracked();
        if self.name.get_untracked().trim() == base.display_name {
            self.name.set(newer.display_name.clone());
        }
        self.grants.rebase(&that_count(&base.grants), that_count(&newer.grants));
        self.base.set(newer);
    }

    /// Forgets what was typed.
    fn reset(self, account: Account) {
        self.name.set(account.display_name.clone());
        self.grants.set(that_count(&account.grants));
        self.base.set(account);
    }
}

#[component]
pub fn OvertakenPanel(editor: Editor) -> impl IntoView {
    move || {
        editor.late.get().map(|Late { newer, asked, redo }| {
            let differences = differences(&editor.base.get_untracked(), &newer, &asked);
            let newer = StoredValue::new(newer);
            let on_redo = Callback::new(move |()| {
                editor.late.set(None);
                editor.rebase(newer.get_value());
                redo.run(());
            });
            let on_drop = Callback::new(move |()| {
                editor.late.set(None);
                editor.reset(newer.get_value());
            });
            view! { <EditConflict differences=differences on_redo=on_redo on_drop=on_drop /> }
        })
    }
}

/// What others changed between `base` and `newer`, and what was `asked` for.
fn differences(base: &Account, newer: &Account, asked: &AccountPatch) -> Vec<Difference> {
    let mut rows = vec![];
    let name = Some(newer.display_name.clone()).filter(|name| *name != base.display_name);
    if name.is_some() || asked.display_name.is_some() {
        rows.push(Difference {
            field: t!(accounts.display_name).into(),
            before: base.display_name.clone().into(),
            theirs: name.map(Into::into),
            mine: asked.display_name.clone().map(Into::into),
        });
    }
    let state = Some(newer.state).filter(|state| *state != base.state);
    let word = |state| TextProp::from(move || texts().words().account_state(state));
    if state.is_some() || asked.state.is_some() {
        rows.push(Difference {
            field: t!(accounts.state).into(),
            before: word(base.state),
            theirs: state.map(word),
            mine: asked.state.map(word),
        });
    }
    if asked.password.is_some() {
        rows.push(Difference {
            field: t!(session.password).into(),
            before: t!(accounts.not_shown).into(),
            theirs: None,
            mine: Some(t!(accounts.a_new_one).into()),
        });
    }
    let own = asked.grants.as_deref().map(that_count);
    rows.extend(of_grants(&that_count(&base.grants), &that_count(&newer.grants), own.as_ref()));
    rows
}

fn of_grants(base: &Grants, newer: &Grants, asked: Option<&Grants>) -> Vec<Difference> {
    let on = |grants: &Grants, domain: &str| grants.get(domain).copied().unwrap_or_default();
    let all = [Some(base), Some(newer), asked].into_iter().flatten().flat_map(Grants::keys);
    let row = |domain: &String| {
        let before = on(base, domain);
        let now = Some(on(newer, domain)).filter(|set| *set != before);
        let mine = asked.map(|asked| on(asked, domain)).filter(|set| *set != before);
        let word = |set| TextProp::from(move || told(set));
        (now.is_some() || mine.is_some()).then(|| Difference {
            field: domain.clone().into(),
            before: word(before),
            theirs: now.map(word),
            mine: mine.map(word),
        })
    };
    all.collect::<BTreeSet<_>>().into_iter().filter_map(row).collect()
}
