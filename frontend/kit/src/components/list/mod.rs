//! Lists of records: one component for every list of the product. It has the search box and the
//! filters, the filters in effect as chips, the choice of columns, the table, and the pages.

mod chips;
mod chooser;
mod column;
mod column_choice;
mod filters;
mod keys;
mod pager;
mod record_list;
mod results;
mod sort;
mod table;
mod text_filters;

pub use column::Column;
pub use column_choice::ColumnChoice;
pub use filters::{SearchBox, SelectFilter, with_any};
pub use keys::takes_letters;
pub use record_list::{ListSpec, RecordList, Toolbar};
pub use results::{ListData, load_list, load_list_by_state, view_of_page};
pub use table::{DataTable, Order};
