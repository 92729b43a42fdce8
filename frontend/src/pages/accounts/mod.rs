//! The accounts of the panel: the operator's, and a postmaster's assistants. Routes go into `app.rs`,
//! under `/account`.
