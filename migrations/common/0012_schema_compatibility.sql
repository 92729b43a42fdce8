-- The oldest release that can work with the tables as they are: one that knows the migration
-- least_version. A release that finds migrations which it does not know starts if it knows this one. Only
-- a migration that takes something away from older releases changes the row; crates/storage/src/migrations.rs
-- says when it may.
CREATE TABLE schema_compatibility (
    least_version BIGINT NOT NULL,
    least_release TEXT NOT NULL
);
INSERT INTO schema_compatibility (least_version, least_release) VALUES (12, '0.1.0');
