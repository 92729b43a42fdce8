-- Searches compare folded texts: lower case, without accents. SQL cannot fold, so the server fills
-- these columns after it has migrated, and again whenever it finds one outdated.
ALTER TABLE account ADD COLUMN display_name_folded TEXT COLLATE "C";
ALTER TABLE organization ADD COLUMN name_folded TEXT COLLATE "C";

-- Lists are sorted by these. Only this collation gives the same order on both engines, whatever the
-- locale of the database.
ALTER TABLE account ALTER COLUMN role TYPE TEXT COLLATE "C", ALTER COLUMN state TYPE TEXT COLLATE "C";
ALTER TABLE export_record ALTER COLUMN actor_name TYPE TEXT COLLATE "C";
ALTER TABLE job ALTER COLUMN kind TYPE TEXT COLLATE "C", ALTER COLUMN state TYPE TEXT COLLATE "C";
