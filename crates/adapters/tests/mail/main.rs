//! Messages: their contents, their bytes, and how they are sent to a mail server.

mod attachments;
mod bytes;
mod contracts;
mod folder;
mod messages;
mod sample;
mod server;
mod smtp;
mod tls;
