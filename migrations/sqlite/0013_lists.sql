-- Searches compare folded texts: lower case, without accents. SQL cannot fold, so the server fills
-- these columns after it has migrated, and again whenever it finds one outdated.
ALTER TABLE account ADD COLUMN display_name_folded TEXT;
ALTER TABLE organization ADD COLUMN name_folded TEXT;
