//! What the pages are made of.

mod alert;
mod badge;
mod button;
mod choice;
mod dead_end;
mod dialog;
mod facts;
mod field;
mod form;
mod growing;
mod header;
mod icon;
mod load;
mod menu;
mod notice;
mod page;
mod pager;
mod sort;

pub use alert::{Alert, AlertKind};
pub use badge::StateBadge;
pub use button::{LinkButton, Submit};
pub use choice::{RadioGroup, Select, YesNo};
pub use dead_end::{ForbiddenPage, NoPage, guarded};
pub use dialog::Dialog;
pub use facts::{Fact, Facts};
pub use field::{NumberField, PasswordField, TextArea, TextField};
pub use form::{Complaint, ErrorSummary, Form, complaints_of};
pub use growing::{Growing, More, growing};
pub use header::{Header, Languages};
pub use icon::Icon;
pub use load::{Failure, Load, Waiting, load, loaded};
pub use menu::{Menu, MenuButton, MenuLink};
pub use notice::{Notice, NoticeBoard, announce};
pub use page::{Crumb, Page, set_title};
pub use pager::Pager;
pub use sort::SortHeader;
