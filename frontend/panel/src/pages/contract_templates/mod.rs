//! The templates of contracts (B14): what contracts are made from, and the editor of their texts.

mod create;
mod detail;
mod editor;
mod example;
mod help;
mod history;
mod in_use;
mod list;
mod placeholders;
mod problems;
mod settings;
mod text_area;
mod using;

use sigillo_contract::contract_template::ContractTemplate;

use crate::i18n::{integer, texts};

pub use create::{Create, CreateVersion};
pub use detail::Detail;
pub use example::Example;
pub use list::List;
pub use settings::{FoldedSettings, SettingsPanel};

/// The name of a template with the number of its version.
fn version_name(template: &ContractTemplate) -> String {
    texts().contract_templates().version(&template.name, &integer(template.number))
}
