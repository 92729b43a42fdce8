//! Messages: what they say, how they travel, and what becomes of them on a mail server.

mod bytes;
mod folder;
mod messages;
mod sample;
mod server;
mod smtp;
mod tls;
