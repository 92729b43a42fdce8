//! The components of the pages.

mod alert;
mod another_person;
mod badge;
mod brand;
mod breakable;
mod button;
mod choice;
mod confirm_password;
mod contract_text;
mod copy_button;
mod dialog;
mod dialog_actions;
mod edit_conflict;
mod empty_state;
mod error_summary;
mod facts;
mod field;
mod finder;
mod form;
mod frame;
mod icon;
mod incremental_list;
mod list;
mod load;
mod menu;
mod notice;
mod offline;
mod page;
mod pick;
mod popover;
mod side_menu;
mod signatures;
mod space;
mod support;
mod tabs;
mod theme_menu;
mod throttle;
mod timeline;
mod top_bar;
mod undo_note;
mod unsaved_dialog;

pub use alert::{Alert, AlertKind};
pub use another_person::AnotherPersonDialog;
pub use badge::{PasswordBadge, StateBadge};
pub use brand::{Brand, Languages};
pub use breakable::breakable;
pub use button::{LinkButton, Submit};
pub use choice::{RadioGroup, Select, YesNo};
pub use confirm_password::ConfirmPassword;
pub use contract_text::contract_blocks;
pub use copy_button::CopyButton;
pub use dialog::Dialog;
pub use dialog_actions::DialogActions;
pub use edit_conflict::{Difference, EditConflict};
pub use empty_state::{EmptyState, NothingFound, NothingMatches};
pub use error_summary::ErrorSummary;
pub use facts::{Fact, Facts};
pub use field::{
    FieldErrorText, Frame as FieldFrame, Hint, NumberField, PasswordField, TextArea, TextField,
    described_by, take_draft,
};
pub use finder::{Finder, finds};
pub use form::{FieldError, Form, field_errors};
pub use frame::{Frame, Service};
pub use icon::Icon;
pub use incremental_list::{IncrementalList, LoadMore, incremental_list, incremental_list_from};
pub use list::{
    Column, ColumnChoice, DataTable, ListData, ListSpec, Order, RecordList, SearchBox,
    SelectFilter, Toolbar, load_list, load_list_by_state, takes_letters, view_of_page, with_any,
};
pub use load::{Awaited, Failure, Load, ReportFailure, Waiting, load, loaded};
pub use menu::{Menu, MenuButton, MenuChoice, MenuLink};
pub use notice::{NoticeBoard, announce};
pub use offline::{Offline, poll_while_mounted};
pub use page::{CardPage, Crumb, FindPageHelp, Page, PageHelp, SkipLink, set_title};
pub use pick::Pick;
pub use popover::{Popover, PopoverButton};
pub use side_menu::{AreaLink, MenuArea, MenuTop, SideMenu};
pub use signatures::SignatureCard;
pub use space::{SpaceCell, SpaceFacts};
pub use support::{Support, SupportMenu, SupportPhone};
pub use tabs::{Tab, Tabs, chosen_tab};
pub use theme_menu::ThemeMenu;
pub use throttle::{Throttle, ThrottleNotice};
pub use timeline::{ChangedFields, FindReferencePage, TimelineEntry};
pub use top_bar::TopBar;
pub use undo_note::UndoNote;
use unsaved_dialog::UnsavedDialog;
