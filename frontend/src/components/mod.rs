//! What the pages are made of.

mod alert;
mod badge;
mod button;
mod choice;
mod dialog;
mod facts;
mod field;
mod finder;
mod form;
mod header;
mod icon;
mod load;
mod menu;
mod notice;
mod page;
mod pager;
mod sort;
mod stale;

pub use alert::{Alert, AlertKind};
pub use badge::{AccountBadge, StateBadge};
pub use button::{LinkButton, Submit};
pub use choice::{RadioGroup, Select, YesNo};
pub use dialog::Dialog;
pub use facts::{Fact, Facts};
pub use field::{NumberField, PasswordField, TextArea, TextField};
pub use finder::{Finder, finds};
pub use form::{Complaint, ErrorSummary, Form, complaints_of};
pub use header::{Header, Languages};
pub use icon::Icon;
pub use load::{Failure, Load, Waiting, load, loaded};
pub use menu::{Menu, MenuButton, MenuLink};
pub use notice::{Notice, NoticeBoard, announce};
pub use page::{Crumb, Page, set_title};
pub use pager::Pager;
pub use sort::SortHeader;
pub use stale::{Difference, Overtaken};
