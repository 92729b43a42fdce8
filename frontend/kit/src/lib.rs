//! The code that the two apps share: components, texts, the API client, the router.

pub mod api;
pub mod browser;
pub mod components;
pub mod confirmation;
pub mod connection;
pub mod document_fields;
pub mod drafts;
pub mod edit;
pub mod first_paint;
pub mod i18n;
pub mod identification_fields;
pub mod list_view;
pub mod mail_servers;
pub mod mailbox_fields;
pub mod page_trail;
pub mod preferences;
pub mod presence;
pub mod router;
pub mod routes;
pub mod theme;
pub mod unsaved;
