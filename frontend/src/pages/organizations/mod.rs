//! The organisations that own domains: the operator's. Routes go into `app.rs`, under `/organizzazioni`.
