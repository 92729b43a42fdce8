//! The components of the pages.

mod alert;
mod another_person;
mod badge;
mod brand;
mod button;
mod choice;
mod confirm_password;
mod copy_button;
mod dialog;
mod edit_conflict;
mod empty_state;
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
mod popover;
mod space;
mod support;
mod throttle;
mod timeline;
mod unsaved_dialog;

pub use alert::{Alert, AlertKind};
pub use another_person::AnotherPersonDialog;
pub use badge::{PasswordBadge, StateBadge};
pub use brand::{Brand, Languages};
pub use button::{LinkButton, Submit};
pub use choice::{RadioGroup, Select, YesNo};
pub use confirm_password::ConfirmPassword;
pub use copy_button::CopyButton;
pub use dialog::Dialog;
pub use edit_conflict::{Difference, EditConflict};
pub use empty_state::{EmptyState, NothingFound};
pub use facts::{Fact, Facts};
pub use field::{FieldErrorText, NumberField, PasswordField, TextArea, TextField};
pub use finder::{Finder, finds};
pub use form::{ErrorSummary, FieldError, Form, field_errors};
pub use frame::Frame;
pub use icon::Icon;
pub use incremental_list::{IncrementalList, LoadMore, incremental_list};
pub use list::{
    Column, DataTable, ListData, ListSpec, Order, RecordList, SearchBox, SelectFilter, Toolbar,
    load_list, takes_letters, view_of_page, with_any,
};
pub use load::{Awaited, Failure, Load, Waiting, load, loaded};
pub use menu::{Menu, MenuButton, MenuLink};
pub use notice::{NoticeBoard, announce};
pub use offline::{Offline, poll_while_mounted};
pub use page::{CardPage, Crumb, Page, SkipLink, set_title};
pub use popover::Popover;
pub use space::{SpaceCell, SpaceFacts};
pub use support::Support;
pub use throttle::{Throttle, ThrottleNotice};
pub use timeline::{ChangedFields, TimelineEntry};
use unsaved_dialog::UnsavedDialog;
