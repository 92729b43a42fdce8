-- Searches spell letters such as ł and đ in plain ones. SQL cannot fold: the server folds the texts again in
-- which an earlier release left such letters, at every start. These indexes name the rows.
CREATE INDEX holder_to_refold ON holder (id) WHERE name_folded ~ '[æœøđðłßþħıŋŧĸə]';
CREATE INDEX company_to_refold ON company (id) WHERE legal_name_folded ~ '[æœøđðłßþħıŋŧĸə]';
CREATE INDEX note_to_refold ON note (id) WHERE text_folded ~ '[æœøđðłßþħıŋŧĸə]';

-- Versions of the same template have the same name_folded, which stays what it is.
ALTER TABLE contract_template ADD COLUMN name_searched TEXT COLLATE "C";
