-- Searches spell letters such as ł and đ in plain ones. SQL cannot fold: the server folds the texts again in
-- which an earlier release left such letters, at every start. These indexes name the rows.
CREATE INDEX holder_to_refold ON holder (id) WHERE name_folded GLOB '*[æœøđðłßþħıŋŧĸə]*';
CREATE INDEX company_to_refold ON company (id) WHERE legal_name_folded GLOB '*[æœøđðłßþħıŋŧĸə]*';
CREATE INDEX note_to_refold ON note (id) WHERE text_folded GLOB '*[æœøđðłßþħıŋŧĸə]*';

-- The index of the notes follows a note that is folded again. A phrase finds the former text among the others;
-- the whole of it would be a long one.
CREATE TRIGGER note_search_refold AFTER UPDATE OF text_folded ON note
WHEN new.subject_kind = 'mailbox' AND new.text_folded IS NOT NULL
    AND old.text_folded IS NOT NULL AND new.text_folded <> old.text_folded
BEGIN
    DELETE FROM note_search WHERE rowid IN (
        SELECT rowid FROM note_search
        WHERE note_search MATCH '"' || replace(substr(old.text_folded, 1, 60), '"', '""') || '"'
            AND subject_id = old.subject_id AND text_folded = old.text_folded LIMIT 1);
    INSERT INTO note_search (text_folded, subject_id) VALUES (new.text_folded, new.subject_id);
END;

-- Versions of the same template have the same name_folded, which stays what it is.
ALTER TABLE contract_template ADD COLUMN name_searched TEXT;
